using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Pages.Partnerships;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Decisions;

/// <summary>How often something was decided, for a reason, in a region.</summary>
public sealed record DecisionCount(string Decision, string Reason, string Region, int Number);

/// <summary>Every case and decision about a school and a trust that anybody may read of.</summary>
[Access(Who.Everybody)]
public sealed class DecisionsPage(PublicRecordFile record) : SitePage
{
    private const int APage = 50;
    private const int MostEvents = 100;
    private const int MostPageSize = 10_000;
    private const string NoReason = "None from a list";

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("ref", "Case", What: "In the address: /decision/{ref}."),
        new("kind", "Kind", What: "The procedure that leads it, as /guide/procedures lists it."),
        new("schools", "Schools", What: "As kind:number, with upright strokes between them."),
        new("names", "Names of the schools"),
        new("phases", "Phases", What: "Of the schools, with upright strokes between them."),
        new("region", "Region", What: "As in the address of its page."),
        new("authority", "Local authority", What: "Its number; empty where none is named."),
        new(
            "body",
            "Responsible when it was opened",
            What: "As kind:number; empty where none is named."
        ),
        new(
            "began_on",
            "Began on",
            "date",
            What: "Before it was opened here where it was under way already."
        ),
        new("opened_on", "Opened on", "date"),
        new("opened_by", "Opened by", What: "As kind:number: a region, or whoever stated it."),
        new("adopted_on", "Taken on by the region", "date", What: "Empty while it is only stated."),
        new("state", "State", What: "After the last published step."),
        new("state_words", "State in words"),
        new("since", "Since", "date"),
        new("days", "Days", "integer", "days", "From its first day to its end, or to today."),
        new("standing", "How far", What: "undecided, decided or over."),
        new("decision", "Latest decision", What: "Empty where none is published."),
        new("decided_on", "Decided on", "date"),
        new(
            "reasons",
            "Reasons",
            What: "From the lists of codes, with upright strokes between them."
        ),
        new(
            "decision_by",
            "To be decided by",
            "date",
            What: "As it was last set; empty where no day was."
        ),
        new(
            "next",
            "What comes next",
            What: "Empty where nothing does, or nothing that is published."
        ),
        new("next_by", "By when", "date", What: "Empty where no rule says."),
        new("late", "Late", "boolean", What: "Whether the day of a published step has gone."),
        new(
            "consultation",
            "Consultation",
            What: "Its state; empty where nothing of it is published."
        ),
        new(
            "not_consulted_because",
            "Why nobody was consulted",
            What: "Empty where somebody was, or it is not said."
        ),
    ];

    private static readonly Facet[] facets =
    [
        new("region", "Region", c => [(c.Whole.Region.Split(':')[^1], c.Region.Text)]),
        new("kind", "Kind", c => [(c.Whole.Main, c.KindWords)]),
        new("state", "State", c => [(c.State, c.StateWords)]),
        new("standing", "How far", c => [(Code(c.Standing), InWords(c.Standing))]),
        new("decision", "Decision", c => c.Decisions.Select(d => (d.Code, d.Words)).Distinct()),
        new(
            "year",
            "Opened in the school year",
            c =>
                [
                    (
                        SchoolYear(c.Whole.OpenedOn),
                        SchoolYear(c.Whole.OpenedOn).Replace("-", " to ", StringComparison.Ordinal)
                    ),
                ]
        ),
        new(
            "phase",
            "Phase of the school",
            c =>
                c.Phases.Where(p => p != Phase.NotKnown).Select(p => (p.Code(), PhaseRows.Words(p)))
        ),
        new(
            "consulted",
            "Consultation",
            c =>
                [
                    c.Consultation is { } asked
                        ? (asked.State, asked.Words)
                        : ("none", "Nothing published"),
                ]
        ),
        new(
            "not-consulted-because",
            "Not consulted because",
            c => c.NotConsultedBecause.Select(w => (Slugs.Of(w), w))
        ),
        new("late", "A step is late", c => [c.IsLate ? ("yes", "Yes") : ("no", "No")]),
    ];

    /// <param name="Of">The values that a case has, each with its words.</param>
    private sealed record Facet(
        string Key,
        string Name,
        Func<CaseOnRecord, IEnumerable<(string Value, string Label)>> Of
    );

    private List<(Facet Facet, string Value)> asked = [];
    private string party = "";

    public IReadOnlyList<ListFilter> Filters { get; private set; } = [];

    /// <summary>What was chosen, each with the address without it.</summary>
    public IReadOnlyList<(string Words, string Without)> Chosen { get; private set; } = [];

    /// <summary>What of the question could not be understood, in sentences; the rest was answered.</summary>
    public List<string> Notices { get; } = [];

    public int Total { get; private set; }

    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public IReadOnlyList<CaseOnRecord> Shown { get; private set; } = [];

    /// <summary>Decisions among those chosen, the most frequent first.</summary>
    public IReadOnlyList<DecisionCount> Counts { get; private set; } = [];

    /// <summary>How many cases of those chosen had no consultation, by the reason that was given.</summary>
    public IReadOnlyList<(string Because, int Number)> NotConsulted { get; private set; } = [];

    public IActionResult OnGet()
    {
        var book = DecisionBook.Of(record, Snapshot, Today);
        var all = Concerned(book);
        asked = Asked(book);
        var kept = Count(all);
        Total = kept.Count;
        Chosen =
        [
            .. party.Length > 0
                ? [($"About: {Named(party)}", Address(asked, without: true))]
                : Array.Empty<(string, string)>(),
            .. asked.Select(a =>
                ($"{a.Facet.Name}: {LabelOf(book, a)}", Address(asked.Where(o => o != a)))
            ),
        ];
        Counts =
        [
            .. kept.SelectMany(c =>
                    c.Decisions.SelectMany(d =>
                        d.Reasons.DefaultIfEmpty(NoReason)
                            .Select(r => (d.Words, Reason: r, Region: c.Region.Text))
                    )
                )
                .CountBy(k => k)
                .Select(k => new DecisionCount(k.Key.Words, k.Key.Reason, k.Key.Region, k.Value))
                .OrderByDescending(k => k.Number)
                .ThenBy(k => k.Decision, StringComparer.Ordinal)
                .ThenBy(k => k.Reason, StringComparer.Ordinal)
                .ThenBy(k => k.Region, StringComparer.Ordinal),
        ];
        NotConsulted =
        [
            .. kept.SelectMany(c => c.NotConsultedBecause)
                .CountBy(w => w)
                .OrderByDescending(w => w.Value)
                .ThenBy(w => w.Key, StringComparer.Ordinal)
                .Select(w => (w.Key, w.Value)),
        ];
        var size =
            Form.Ending == ".csv" ? int.MaxValue
            : Form == AnswerForm.Page ? APage
            : Math.Clamp(Whole("pageSize", 1000), 1, MostPageSize);
        Pages = Math.Max(1, (int)(((long)Total + size - 1) / size));
        Number = Form.Ending == ".csv" ? 1 : Math.Clamp(Whole("page", 1), 1, Pages);
        Shown = [.. kept.Skip((Number - 1) * size).Take(size)];
        return Answer(
            new PageFrame
            {
                Title = Number > 1 ? $"Decisions, page {Number} of {Pages}" : "Decisions",
                Description =
                    "Every case in which a school may join, leave or move between trusts: how far it is, who decides, what was decided and why.",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Decisions")],
                Listed = asked.Count == 0 && party.Length == 0 && Number == 1,
            },
            new Sheet("decisions", "Cases and decisions", Columns, [.. Shown.Select(Row)]),
            new Dictionary<string, object?>(
                ListFilter.Facts(Filters, Number, Math.Min(size, MostPageSize), Pages, Total)
            )
            {
                ["decisions"] = Counts.Select(c => new
                {
                    decision = c.Decision,
                    reason = c.Reason,
                    region = c.Region,
                    number = c.Number,
                }),
                ["notConsulted"] = NotConsulted.Select(n => new
                {
                    because = n.Because,
                    number = n.Number,
                }),
            },
            new Feed(
                "Decisions: what happened",
                DecisionFeeds.Begun,
                Form.Ending == ".atom" ? DecisionFeeds.Newest(kept, MostEvents) : []
            )
        );
    }

    /// <summary>The address of another page of the same list.</summary>
    public string PageAddress(int page) => Address(asked, page);

    /// <summary>The same list as a feed.</summary>
    public string FeedAddress => Ending(".atom");

    public string Party => party;

    private static IReadOnlyList<object?> Row(CaseOnRecord one) =>
        [
            one.Ref,
            one.Whole.Main,
            string.Join('|', one.Whole.Schools),
            string.Join('|', one.Schools.Select(s => s.Text)),
            string.Join('|', one.Phases.Select(p => p.Code())),
            one.Whole.Region.Split(':')[^1],
            one.Whole.Authority?.Split(':')[^1],
            one.Whole.Body,
            one.Began,
            one.Whole.OpenedOn,
            one.Whole.OpenedBy,
            one.Whole.AdoptedOn,
            one.State,
            one.StateWords,
            one.Since,
            one.Days,
            Code(one.Standing),
            one.LastDecision?.Words,
            one.LastDecision?.On,
            string.Join('|', one.Reasons),
            one.DecisionBy,
            one.Next?.Step.Name,
            one.Next?.Due,
            one.IsLate,
            one.Consultation?.State,
            string.Join('|', one.NotConsultedBecause),
        ];

    internal static string Code(CaseStanding standing) =>
        standing switch
        {
            CaseStanding.Undecided => "undecided",
            CaseStanding.Decided => "decided",
            _ => "over",
        };

    internal static string InWords(CaseStanding standing) =>
        standing switch
        {
            CaseStanding.Undecided => "Nothing decided yet",
            CaseStanding.Decided => "Decided, and under way",
            _ => "Over",
        };

    private IReadOnlyList<CaseOnRecord> Concerned(DecisionBook book)
    {
        var typed = Request.Query["about"].ToString();
        if (typed.Length == 0)
            return book.All;
        if (!People.Scope.TryParse(typed, null, out var scope))
        {
            Notices.Add(
                "“About” takes a school, a trust or an area, as school:100000, so it was left out."
            );
            return book.All;
        }
        party = scope.ToString();
        return book.Of(party);
    }

    private string Named(string over) =>
        Joining.RolePlaces.Words(Snapshot, People.Scope.Parse(over)).Text;

    private List<(Facet Facet, string Value)> Asked(DecisionBook book)
    {
        var known = new List<(Facet, string)>();
        foreach (var facet in facets)
        {
            var typed = Request.Query[facet.Key].ToString();
            if (typed.Length == 0)
                continue;
            if (book.All.Any(c => facet.Of(c).Any(v => v.Value == typed)))
                known.Add((facet, typed));
            else
                Notices.Add(
                    $"No case has “{(typed.Length > 40 ? typed[..40] : typed)}” under “{facet.Name}”, so it was left out."
                );
        }
        return known;
    }

    private static string LabelOf(DecisionBook book, (Facet Facet, string Value) chosen) =>
        book.All.SelectMany(chosen.Facet.Of).First(v => v.Value == chosen.Value).Label;

    private List<CaseOnRecord> Count(IReadOnlyList<CaseOnRecord> all)
    {
        var counts = facets.ToDictionary(
            f => f,
            _ => new Dictionary<string, (string Label, int Number)>(StringComparer.Ordinal)
        );
        var kept = new List<CaseOnRecord>();
        foreach (var one in all)
        {
            // A value is counted among those that pass every other filter.
            var failed = asked.Where(a => !a.Facet.Of(one).Any(v => v.Value == a.Value)).ToList();
            if (failed.Count > 1)
                continue;
            if (failed.Count == 0)
                kept.Add(one);
            foreach (var facet in facets)
                if (failed.Count == 0 || failed[0].Facet == facet)
                    foreach (var (value, label) in facet.Of(one).Distinct())
                        counts[facet][value] = (
                            label,
                            counts[facet].GetValueOrDefault(value).Number + 1
                        );
        }
        Filters =
        [
            .. facets.Select(f => new ListFilter(
                f.Key,
                f.Name,
                asked.Find(a => a.Facet == f).Value ?? "",
                [
                    .. counts[f]
                        .OrderBy(v => v.Value.Label, StringComparer.Ordinal)
                        .Select(v => (v.Key, v.Value.Label, v.Value.Number)),
                ]
            )),
        ];
        return kept;
    }

    private string Address(
        IEnumerable<(Facet Facet, string Value)> chosen,
        int page = 1,
        bool without = false
    )
    {
        var parts = chosen.Select(a => $"{a.Facet.Key}={Uri.EscapeDataString(a.Value)}").ToList();
        if (party.Length > 0 && !without)
            parts.Insert(0, $"about={party}");
        if (page > 1)
            parts.Add($"page={page}");
        return parts.Count == 0 ? "/decisions" : $"/decisions?{string.Join('&', parts)}";
    }

    private int Whole(string key, int usual) =>
        int.TryParse(
            Request.Query[key].ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : usual;

    /// <summary>"2026-2027": a school year begins in September.</summary>
    private static string SchoolYear(DateOnly day)
    {
        var first = day.Month >= 9 ? day.Year : day.Year - 1;
        return $"{first}-{first + 1}";
    }
}
