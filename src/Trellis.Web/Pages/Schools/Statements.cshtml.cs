using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Pages.Schools;

/// <summary>A school's words with its name, as the public record has them.</summary>
/// <param name="Name">Of the school as this snapshot names it; its URN where it names none.</param>
public sealed record SaidBySchool(PublicEntry Entry, PublicStatement Said, string Name);

/// <summary>What schools say of themselves to possible partners, the newest first.</summary>
[Access(Who.Everybody)]
public sealed class Statements(PublicRecordFile record) : SitePage
{
    private const int APage = 50;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("urn", "URN", "integer"),
        new("school", "School"),
        new("said_on", "Said on", "date"),
        new("said_by", "Said by", What: "The office, never the name."),
        new("text", "In its own words"),
        new("entry", "Entry of the journal", "integer"),
    ];

    public IReadOnlyList<SaidBySchool> All { get; private set; } = [];

    /// <summary>The address of earlier statements; null where these are the first.</summary>
    public string? Earlier { get; private set; }

    public IActionResult OnGet(string? before)
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
                return BadQuestion(
                    "before-unfit",
                    "'before' is the number of an entry of the journal, as in the link to earlier statements."
                );
            from = entry;
        }
        // CSV and JSON have all of it, the page as many as can be read.
        var take = Form == AnswerForm.Page ? APage + 1 : 10_000;
        All = [.. record.List(PublicStatement.Kind, take, from).Select(Read)];
        if (Form == AnswerForm.Page && All.Count > APage)
        {
            All = [.. All.Take(APage)];
            Earlier = $"{Request.Path}?before={All[^1].Entry.Entry}";
        }
        return Answer(
            new PageFrame
            {
                Title = "What schools say",
                Description =
                    "What schools say of themselves to possible partners, in their own words, the newest first.",
                Section = "find",
                Crumbs = [new("Home", "/"), new("What schools say")],
                Listed = from is null,
            },
            new Sheet(
                "school-statements",
                "What schools say of themselves",
                Columns,
                [
                    .. All.Select(s =>
                        (IReadOnlyList<object?>)
                            [
                                s.Said.Urn,
                                s.Name,
                                s.Said.SaidOn,
                                s.Said.Role,
                                s.Said.Text,
                                s.Entry.Entry,
                            ]
                    ),
                ]
            ),
            feed: new Feed(
                "What schools say of themselves",
                Begun,
                [
                    .. All.Select(s => new FeedEntry(
                        $"/school/{s.Said.Urn}?said={s.Entry.Entry}#says",
                        $"{s.Name} says",
                        s.Entry.At,
                        s.Said.Text
                    )),
                ]
            )
        );
    }

    private SaidBySchool Read(PublicEntry entry)
    {
        var said = JsonSerializer.Deserialize<PublicStatement>(entry.Json)!;
        return new SaidBySchool(
            entry,
            said,
            Snapshot.Find(new Urn(said.Urn)) is { Name.Length: > 0 } school
                ? school.Name
                : $"School {said.Urn}"
        );
    }

    private static readonly DateTimeOffset Begun = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
}
