using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Everything that was done, by whom, in which role and when, newest first; and whether it is all as it was written.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class JournalPage : AdminPage
{
    private const int Downloaded = 10_000;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("number", "Entry"),
        new("at", "When"),
        new("act", "What was done"),
        new("subject", "To what"),
        new("by", "By"),
        new("role", "As"),
        new("second", "Confirmed by"),
    ];

    public string? WhoWords => Query("who");

    public string? ActCode => Query("act");

    public string? Kind => Query("kind");

    public string? Subject => Query("subject");

    public string? From => Query("from");

    public string? To => Query("to");

    public string? Before => Query("before");

    public Sheet List { get; private set; } = null!;

    /// <summary>The address of the entries before these; null where these are the first.</summary>
    public string? Next { get; private set; }

    public Head Head { get; private set; } = Head.Empty;

    /// <summary>Said where the words for "who" fit nobody or several people.</summary>
    public string Notice { get; private set; } = "";

    public IReadOnlyList<PageLink> Meant { get; private set; } = [];

    /// <summary>What came of verifying; null where nobody asked.</summary>
    public Verified? Verified { get; private set; }

    public static IReadOnlyList<SelectItem?> Kinds { get; } =
    [
        new SelectItem { Value = "", Text = "Anything" },
        new SelectItem { Value = "person", Text = "People" },
        new SelectItem { Value = "school-statement", Text = "Statements of schools" },
        new SelectItem { Value = "proposal", Text = "Proposals" },
        new SelectItem { Value = "published-head", Text = "Published heads" },
    ];

    public Task<IActionResult> OnGetAsync() => Look();

    /// <summary>Walks the whole journal. It changes nothing, and is a post so that no link or crawler sets it going.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        Verified = await Casework.Verify(stop: Stop);
        return await Look();
    }

    private async Task<IActionResult> Look()
    {
        if (!Day(From, out var from) || !Day(To, out var to))
            return BadQuestion("date", "Give a day as 2026-10-02.");
        long? before = null;
        if (!string.IsNullOrEmpty(Before))
        {
            if (!long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                return BadQuestion("before", "Give the number of an entry.");
            before = n;
        }
        var by = await Meaning();
        var take = Form.Ending.Length > 0 ? Downloaded : PageSize;
        var found =
            Notice.Length > 0
                ? []
                : await Casework.SearchJournal(
                    new JournalQuestion(
                        by,
                        Blank(ActCode),
                        Blank(Kind),
                        Blank(Subject),
                        from?.BeginsInLondon(),
                        to?.AddDays(1).BeginsInLondon(),
                        before
                    ),
                    take + 1,
                    Stop
                );
        Head = await Casework.Head(Stop);
        var shown = found.Take(take).ToList();
        await Learn(shown.SelectMany(e => new[] { e.By, e.Second, e.Subject }));
        List = new Sheet(
            "journal",
            "Entries of the journal, newest first",
            Columns,
            [
                .. shown.Select(e =>
                    (IReadOnlyList<object?>)
                        [
                            new PageLink(
                                e.Number.ToString(CultureInfo.InvariantCulture),
                                $"/admin/journal/{e.Number}"
                            ),
                            e.At,
                            ActWords(e.Act),
                            SubjectOf(e),
                            NameOfActor(e.By),
                            RoleOf(e),
                            e.Second is { } second ? NameOfActor(second) : null,
                        ]
                ),
            ]
        );
        if (found.Count > take)
            Next =
                $"/admin/journal?{string.Join('&', Asked().Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}").Append($"before={shown[^1].Number}"))}";
        return AnswerPrivately(
            new PageFrame { Title = "Journal", Crumbs = Crumbs(new PageLink("Journal")) },
            List,
            new Dictionary<string, object?>
            {
                ["newest"] = Head.Number,
                ["hash"] = Head.Hash,
                ["next"] = Next,
            },
            new Feed(
                "The journal of Trellis",
                DateTimeOffset.UnixEpoch,
                [
                    .. shown
                        .Take(PageSize)
                        .Select(e => new FeedEntry(
                            $"/admin/journal/{e.Number}",
                            $"{ActWords(e.Act)}: {SubjectOf(e).Text}",
                            e.At,
                            $"By {NameOfActor(e.By).Text}, {RoleOf(e)}."
                        )),
                ]
            )
        );
    }

    private IEnumerable<(string Name, string Value)> Asked()
    {
        (string Name, string? Value)[] all =
        [
            ("who", WhoWords),
            ("act", ActCode),
            ("kind", Kind),
            ("subject", Subject),
            ("from", From),
            ("to", To),
        ];
        foreach (var (name, value) in all)
            if (!string.IsNullOrEmpty(value))
                yield return (name, value);
    }

    /// <summary>Whom the words for "who" mean: an id as it is, a name where it is one person's.</summary>
    private async Task<string?> Meaning()
    {
        var words = WhoWords?.Trim();
        if (string.IsNullOrEmpty(words))
            return null;
        if (words is "program" or "terminal" || PersonId.TryParse(words, null, out _))
            return words;
        var people = await Casework.People(new PeopleQuestion(words), null, 11, Stop);
        if (people is [var one])
            return one.Id.ToString();
        Meant =
        [
            .. people
                .Take(10)
                .Select(p => new PageLink(PeoplePage.NameOf(p), $"/admin/journal?who={p.Id}")),
        ];
        Notice =
            people.Count == 0
                ? $"Nobody here has '{words}' in their name. Write 'program' for what the program did by itself."
                : $"Several people have '{words}' in their name. Choose one.";
        return null;
    }

    private static string? Blank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool Day(string? typed, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(typed))
            return true;
        if (
            !DateOnly.TryParseExact(
                typed,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var read
            )
        )
            return false;
        day = read;
        return true;
    }
}
