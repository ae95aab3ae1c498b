using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Api;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Data;

/// <summary>What is in the snapshot: every file that was read, from whom, of when, and where its rows went.</summary>
[Access(Who.Everybody)]
public sealed class CataloguePage(Countries countries) : SitePage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("file", "File", What: "Within the folder that was imported."),
        new("source", "Key of the source"),
        new("title", "Title"),
        new("publisher", "Publisher"),
        new("period", "Period"),
        new("date", "The day it speaks of", "date"),
        new("rows_in", "Rows in", "integer", What: "The header not counted."),
        new("rows_kept", "Rows kept", "integer"),
        new("rows_set_aside", "Rows set aside", "integer", What: "Read well and not held here."),
        new("why_set_aside", "Why set aside"),
        new("rows_rejected", "Rows rejected", "integer", What: "Refused because a cell is wrong."),
        new("first_rejected", "The first row rejected and why"),
        new("composed", "How it differs from what was published"),
        new("sha256", "SHA-256 of the file"),
    ];

    public IReadOnlyList<(FileRead File, SourceNote Source)> Files { get; private set; } = [];

    public IReadOnlyList<OpenTable> Tables => Downloads.Tables(Snapshot);

    /// <summary>Every publication of this store, newest first.</summary>
    public IReadOnlyList<Publication> History { get; private set; } = [];

    public IActionResult OnGet()
    {
        Files =
        [
            .. Snapshot
                .Manifest.Files.Select(f => (f, Snapshot.SourceOf(f.Source)))
                .OrderBy(f => f.Item2.Title, StringComparer.Ordinal)
                .ThenBy(f => f.Item2.Date)
                .ThenBy(f => f.f.Path, StringComparer.Ordinal),
        ];
        History = [.. countries.Store.History().Reverse()];
        Response.Headers.Link =
            "</data/files/dataset.jsonld>; rel=\"describedby\"; type=\"application/ld+json\"";
        var sheet = new Sheet(
            $"sources-{Snapshot.ShortId}",
            "Files in the snapshot",
            Columns,
            [
                .. Files.Select(f =>
                    (IReadOnlyList<object?>)
                        [
                            f.File.Path,
                            f.File.Source,
                            f.Source.Title,
                            f.Source.Publisher,
                            f.Source.Period,
                            f.Source.Date == default ? null : f.Source.Date,
                            f.File.RowsIn,
                            f.File.RowsKept,
                            SetAside(f.File),
                            WhySetAside(f.File),
                            f.File.RowsRejected,
                            First(f.File),
                            f.Source.Composed,
                            f.File.Sha256,
                        ]
                ),
            ]
        );
        return Answer(
            new PageFrame
            {
                Title = "Data and sources",
                Description =
                    "Every published file behind these pages, with its publisher, period and rows, and the whole to download.",
                Section = "data",
                Crumbs = [new("Home", "/"), new("Data and sources")],
            },
            sheet,
            new Dictionary<string, object?>
            {
                ["registerDate"] = Snapshot.RegisterDate,
                ["licence"] = Snapshot.IsFictional ? null : Csvw.Licence,
                ["tables"] = Tables.Select(t => new
                {
                    t.Name,
                    t.Title,
                    Rows = t.RowCount,
                    Csv = $"/data/files/{t.Name}.csv",
                }),
                ["snapshots"] = History.Select(p => new
                {
                    Snapshot = p.Id,
                    p.At,
                    p.How,
                }),
                ["refused"] = Snapshot.Manifest.Refused,
            }
        );
    }

    public static int SetAside(FileRead file) => file.RowsSetAside.Values.Sum();

    public static string WhySetAside(FileRead file) =>
        string.Join(
            "; ",
            file.RowsSetAside.OrderByDescending(r => r.Value).Select(r => $"{r.Value:N0} {r.Key}")
        );

    /// <summary>"line 218, column 'PTRWM_EXP': 'LOWCOV' where a percentage was expected", or empty.</summary>
    public static string First(FileRead file) =>
        file.Rejected is [var row, ..]
            ? $"line {row.Line}, column '{row.Column}': '{row.Value}' where {row.Expected} was expected"
            : "";
}
