using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.About;

/// <summary>What the journal is, the head of every day as it was published, and how anybody verifies it.</summary>
[Access(Who.Everybody)]
public sealed class PublicJournal(PublicRecordFile record) : SitePage
{
    private const int APage = 60;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("day", "Day", "date"),
        new("entry", "Newest entry", "integer"),
        new("hash", "Its hash", What: "SHA-256 of the hash before it and its payload."),
    ];

    public Sheet List { get; private set; } = null!;

    /// <summary>The address of earlier days; null where these are the first.</summary>
    public string? Earlier { get; private set; }

    public IActionResult OnGet(string? before = null)
    {
        long? from = null;
        if (!string.IsNullOrEmpty(before))
        {
            if (
                !long.TryParse(
                    before,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var entry
                )
            )
                return BadQuestion("before-unfit", "'before' is the number of an entry.");
            from = entry;
        }
        var take = Form == AnswerForm.Page ? APage : 10_000;
        var found = record.List(Casework.HeadKind, take + 1, from);
        var heads = new List<(HeadOfDay Head, DateTimeOffset At)>();
        foreach (var entry in found.Take(take))
            if (Casework.HeadIn(entry.Json) is { } head)
                heads.Add((head, entry.At));
        if (found.Count > take)
            Earlier = $"{Request.Path}?before={found[take - 1].Entry}";
        List = new Sheet(
            "journal-heads",
            "The journal's head, day by day",
            Columns,
            [.. heads.Select(h => (IReadOnlyList<object?>)[h.Head.Day, h.Head.Number, h.Head.Hash])]
        );
        return Answer(
            new PageFrame
            {
                Title = "The journal",
                Description =
                    "Everything people do in Trellis is written in a journal. Its head is published each day, so that anybody can tell whether it was changed.",
                Section = "changes",
                Crumbs = [new("Home", "/"), new("The journal")],
                Listed = from is null,
            },
            List,
            feed: new Feed(
                "The journal's head, day by day",
                new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero),
                [
                    .. heads.Select(h => new FeedEntry(
                        $"/journal?day={h.Head.Day:yyyy-MM-dd}",
                        $"{h.Head.Day.InWords()}: entry {h.Head.Number}",
                        h.At,
                        h.Head.Hash
                    )),
                ]
            )
        );
    }
}
