using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Data;

/// <summary>What changed in a snapshot against the one published before it.</summary>
[Access(Who.Everybody)]
public sealed class ImportPage(Countries countries, Differences differences) : SitePage
{
    /// <summary>How many of a kind are listed on the page; the CSV has them all.</summary>
    public const int Listed = 50;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("change", "What changed"),
        new("urn", "URN", "integer"),
        new("uid", "UID", "integer"),
        new("measure", "Measure"),
        new("name", "Name"),
        new("before", "Before"),
        new("after", "After"),
        new("count", "Schools it touches", "integer"),
    ];

    public Publication Publication { get; private set; } = null!;

    /// <summary>The publication before it; null for the first.</summary>
    public Publication? Before { get; private set; }

    public Diff Diff { get; private set; } = null!;

    public IActionResult OnGet(string id)
    {
        var history = countries.Store.History();
        var at = id.Length < 12 ? -1 : Last(history, id);
        if (at < 0)
            return NotHere("This site has published no snapshot of that number.");
        Publication = history[at];
        Before = history.Take(at).LastOrDefault(p => p.Id != Publication.Id);
        try
        {
            Diff = Before is null
                ? new Diff(Publication.Id, Publication.Id, [])
                : differences.Between(Before.Id, Publication.Id, Snapshot);
        }
        catch (InvalidDataException)
        {
            return NotHere(
                "One of the two snapshots is no longer kept, so they cannot be compared."
            );
        }
        var sheet = new Sheet(
            $"changes-{Publication.Id[..12]}",
            "What changed",
            Columns,
            [
                .. Diff.Changes.Select(c =>
                    (IReadOnlyList<object?>)
                        [
                            Diff.Words(c.Kind),
                            c.Urn?.Value,
                            c.Uid?.Value,
                            c.Measure,
                            c.Name,
                            c.Before,
                            c.After,
                            c.Count,
                        ]
                ),
            ]
        );
        return Answer(
            new PageFrame
            {
                Title = $"What changed in snapshot {Publication.Id[..12]}",
                Section = "data",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Data and sources", "/data"),
                    new($"Snapshot {Publication.Id[..12]}"),
                ],
                Canonical = $"/data/imports/{Publication.Id}",
            },
            sheet,
            new Dictionary<string, object?>
            {
                ["before"] = Before?.Id,
                ["after"] = Publication.Id,
                ["published"] = Publication.At,
                ["counts"] = Enum.GetValues<ChangeKind>()
                    .ToDictionary(kind => Diff.Words(kind), Diff.Of),
            }
        );
    }

    private static int Last(IReadOnlyList<Publication> history, string id)
    {
        for (var i = history.Count - 1; i >= 0; i--)
            if (history[i].Id.StartsWith(id, StringComparison.Ordinal))
                return i;
        return -1;
    }
}
