using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Admin;

/// <summary>What the import of the snapshot in use read: each file, what it was taken for, and where its rows went.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class ImportsPage : AdminPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("file", "File"),
        new("source", "Taken for"),
        new("rows_in", "Rows", "integer"),
        new("rows_kept", "Kept", "integer"),
        new("rows_set_aside", "Set aside", "integer"),
        new("rows_rejected", "Rejected", "integer"),
        new("sha256", "SHA-256, first digits"),
    ];

    public Manifest Manifest => Snapshot.Manifest;

    public Sheet List { get; private set; } = null!;

    /// <summary>The rows that were rejected, with their place; at most a hundred a file are kept.</summary>
    public Sheet Rejected { get; private set; } = null!;

    public IActionResult OnGet()
    {
        List = new Sheet(
            "import",
            "Files of this import",
            Columns,
            [
                .. Manifest
                    .Files.OrderByDescending(f => f.RowsRejected)
                    .ThenBy(f => f.Path, StringComparer.Ordinal)
                    .Select(f =>
                        (IReadOnlyList<object?>)
                            [
                                f.Path,
                                f.Source,
                                f.RowsIn,
                                f.RowsKept,
                                f.RowsSetAside.Values.Sum(),
                                f.RowsRejected,
                                Form.Ending.Length > 0
                                    ? f.Sha256
                                    : f.Sha256[..Math.Min(12, f.Sha256.Length)],
                            ]
                    ),
            ]
        );
        Rejected = new Sheet(
            "rejected",
            "Rows that were rejected",
            [
                new("file", "File"),
                new("line", "Line", "integer"),
                new("column", "Column"),
                new("value", "It says"),
                new("expected", "Expected"),
            ],
            [
                .. Manifest.Files.SelectMany(f =>
                    f.Rejected.Take(5)
                        .Select(r =>
                            (IReadOnlyList<object?>)[f.Path, r.Line, r.Column, r.Value, r.Expected]
                        )
                ),
            ]
        );
        return AnswerPrivately(
            new PageFrame { Title = "Imports", Crumbs = Crumbs(new PageLink("Imports")) },
            List,
            new Dictionary<string, object?>
            {
                ["seconds"] = Manifest.Seconds,
                ["refused"] = Manifest.Refused.Select(r => new { r.Path, r.Reason }),
                ["rejected"] = Manifest.Files.SelectMany(f =>
                    f.Rejected.Select(r => new
                    {
                        f.Path,
                        r.Line,
                        r.Column,
                        r.Value,
                        r.Expected,
                    })
                ),
            }
        );
    }
}
