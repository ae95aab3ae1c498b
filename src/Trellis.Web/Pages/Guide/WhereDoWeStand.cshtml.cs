using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Library;
using Trellis.Rules;
using Trellis.Serving;

namespace Trellis.Pages.Guide;

/// <summary>One line of the timeline of law.</summary>
/// <param name="ForYou">Whether it speaks to what was told.</param>
public sealed record LawLine(LegalRule Rule, bool ForYou, bool Over);

/// <summary>Where a school stands under the law of a day: what may happen, who decides, what it decides itself. All that is told is in the address; nothing names the school.</summary>
[Access(Who.Everybody)]
public sealed class WhereDoWeStandView : GuidePage
{
    /// <summary>The columns of the table, whatever is asked.</summary>
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new(
            "part",
            "Part",
            What: "finding, option, decider, own, duty, may, consult-by-law, consult-by-practice, help or rule."
        ),
        new("id", "Id"),
        new("who", "Who"),
        new("says", "What it says"),
        new("by", "By when", "date"),
        new("rule", "Rule"),
        new("source", "Source"),
        new("from", "In force from", "date"),
        new("until", "Until", "date", What: "Empty where it still holds."),
    ];

    private readonly List<string> notices = [];

    public IReadOnlyList<string> Notices => notices;

    public Facts Told { get; private set; } = Facts.None;

    /// <summary>The day whose law is asked for.</summary>
    public DateOnly On { get; private set; }

    /// <summary>The answer; null where nothing is told yet.</summary>
    public Standing? Stands { get; private set; }

    public IReadOnlyList<LawLine> Timeline { get; private set; } = [];

    /// <summary>The rules in force for what was told, each source once.</summary>
    public IReadOnlyList<RuleInForce> Sources =>
        [.. (Stands?.Rules ?? []).Where(r => r.Rule.Kind != RuleKind.Practice)];

    /// <summary>What was told, as a board would say it.</summary>
    public IReadOnlyList<(string What, string Words)> Said =>
        [
            .. Told.Told.Select(t =>
                (
                    Asked.FirstOrDefault(a => a.Name == t.Field.Name)?.Short
                        ?? t.Field.Name.Replace('-', ' ').Capital(),
                    t.Field.Kind switch
                    {
                        FactKind.Choice => t.Field.Words.First(w => w.Id == t.Text).Label,
                        FactKind.YesNo => t.Text.Capital(),
                        FactKind.Day => Told.Day(t.Field.Name)!.Value.InWords(),
                        FactKind.Inspections => string.Join(
                            "; ",
                            Told.Inspections.Select(i =>
                                $"{Grades.InWords(i.Grade)}, {i.On.InWords()}"
                            )
                        ),
                        _ => t.Text,
                    }
                )
            ),
        ];

    /// <summary>A question of the form.</summary>
    /// <param name="Name">The fact.</param>
    /// <param name="Short">What it is called where the answers are told again.</param>
    public sealed record Question(string Name, string Label, string Short, string Hint, bool More);

    /// <summary>The questions, in their order; those with <c>More</c> stand under a heading that opens.</summary>
    public static IReadOnlyList<Question> Asked { get; } =
    [
        new("school", "What kind of school are you?", "Our school", "", false),
        new(
            "category",
            "What did the latest report say?",
            "Latest report",
            "The law looks at this first.",
            false
        ),
        new(
            "report-on",
            "When was it published?",
            "Report published",
            "The law of that time counts.",
            false
        ),
        new(
            "religious",
            "Are you a church school, or one of another faith?",
            "Faith school",
            "",
            false
        ),
        new(
            "foundation",
            "Have you a foundation?",
            "Foundation",
            "Trustees, or a body that names some of your governors.",
            false
        ),
        new(
            "order-on",
            "Is there an academy order? When was it made?",
            "Academy order",
            "Leave it empty if there is none. An order keeps the law of its day.",
            true
        ),
        new("in-federation", "Are you in a federation?", "In a federation", "", true),
        new("trust-closing", "Is your trust closing?", "Trust is closing", "", true),
        new("support", "Have you had support already?", "Support so far", "", true),
    ];

    /// <summary>The two latest inspections, as the form asks for them.</summary>
    public (string LatestOn, string LatestGrade, string BeforeOn, string BeforeGrade) Graded =>
        Told.Inspections switch
        {
            [.., var before, var last] => (Iso(last.On), last.Grade, Iso(before.On), before.Grade),
            [var only] => (Iso(only.On), only.Grade, "", ""),
            _ => (
                Query("latest-on"),
                Query("latest-grade"),
                Query("before-on"),
                Query("before-grade")
            ),
        };

    public static IReadOnlyList<SelectItem?> Items(string name)
    {
        var field = FactField.Of(name)!;
        return
        [
            new SelectItem { Value = "", Text = "Not said" },
            .. field.Words.Select(w => new SelectItem { Value = w.Id, Text = w.Label }),
        ];
    }

    public string ValueOf(string name) =>
        Told.Told.FirstOrDefault(t => t.Field.Name == name).Text ?? "";

    public static bool IsDay(string name) => FactField.Of(name)!.Kind == FactKind.Day;

    public IActionResult OnGet()
    {
        Read();
        var subject = Query("case");
        IReadOnlyList<Subject> about = CodeWord.Parse<Subject>(subject) is { } one ? [one] : [];
        if (subject.Length > 0 && about.Count == 0)
            notices.Add(
                $"We cannot answer for \"{subject}\". You can ask about: {string.Join(", ", CodeWord.All<Subject>())}."
            );
        if (Told.Told.Count > 0 || about.Count > 0)
        {
            Stands = Standing.Of(Told, On, about);
            Timeline = Law(Stands);
        }
        return Guide(
            "Where do we stand?",
            "What may happen to a school under the law of the day, who decides, and what it decides itself. No name, no sign-in.",
            new Sheet("where-do-we-stand", "Where a school stands", Columns, Rows()),
            new Dictionary<string, object?>
            {
                ["on"] = On,
                ["told"] = Told.Told.ToDictionary(t => t.Field.Name, t => t.Text),
                ["about"] = Stands?.About.Select(CodeWord.Of),
                ["decider"] = Stands?.Decider,
                ["notices"] = Notices,
            },
            listed: Stands is null
        );
    }

    private void Read()
    {
        On = Today;
        if (Query("on") is { Length: > 0 } day)
        {
            if (
                DateOnly.TryParseExact(
                    day,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var asked
                )
            )
                On = asked;
            else
                notices.Add($"\"{day}\" is no day as 2026-09-01. You see the law of today.");
        }
        var given = Request
            .Query.Where(q => FactField.Of(q.Key) is not null)
            .Select(q => KeyValuePair.Create(q.Key, q.Value[^1] ?? ""))
            .ToList();
        if (!given.Exists(g => g.Key == "inspections") && Query("latest-grade").Length > 0)
            given.Add(
                KeyValuePair.Create(
                    "inspections",
                    string.Join(
                        ", ",
                        new[] { "latest", "before" }
                            .Where(w => Query($"{w}-grade").Length > 0)
                            .Select(w => $"{Query($"{w}-on")} {Query($"{w}-grade")}")
                    )
                )
            );
        var (facts, troubles) = Facts.Read(given);
        foreach (var trouble in troubles.Concat(facts.LaterThan(On)).ToList())
        {
            notices.Add($"{trouble.Sentence} It was left out.");
            given.RemoveAll(g => FactField.Of(g.Key)?.Name == trouble.Field);
        }
        Told = notices.Count == 0 ? facts : Facts.Read(given).Facts;
    }

    /// <summary>The law on what was asked, the oldest first: what is over, what speaks to the school and what does not.</summary>
    private static IReadOnlyList<LawLine> Law(Standing stands)
    {
        var series = stands.Rules.Select(r => r.Rule.Series).Where(s => s is not null).ToHashSet();
        var mine = stands.Rules.Select(r => r.Rule).ToHashSet();
        return
        [
            .. LegalRules
                .All.Where(r =>
                    r.Kind != RuleKind.Practice
                    && (
                        r.Series is not null && series.Contains(r.Series)
                        || mine.Contains(r) && (r.Kind == RuleKind.Law || r.Until is not null)
                    )
                )
                .Union(stands.Rules.Select(r => r.Rule).Where(r => r.Kind == RuleKind.Law))
                .OrderBy(r => r.From)
                .ThenBy(r => r.Id.ToString(), StringComparer.Ordinal)
                .Select(r => new LawLine(r, mine.Contains(r), r.Until < stands.On)),
        ];
    }

    private List<IReadOnlyList<object?>> Rows()
    {
        var rows = new List<IReadOnlyList<object?>>();
        if (Stands is not { } stands)
            return rows;
        Add("decider", stands.Deciders);
        Add("finding", stands.Findings);
        foreach (var open in stands.Options)
            rows.Add([
                "option",
                open.Option.Id.ToString(),
                CodeWord.Of(open.How),
                $"{open.Option.Name}. {open.Because[0].Says}",
                null,
                open.Because[0].Rule.Id.ToString(),
                open.Because[0].Rule.Source,
                open.Because[0].Rule.From,
                open.Because[0].Rule.Until,
            ]);
        Add("own", stands.Own);
        Add("duty", stands.Duties);
        Add("may", stands.May);
        Add("consult-by-law", stands.ByLaw);
        Add("consult-by-practice", stands.ByPractice);
        Add("help", stands.Help);
        foreach (var rule in stands.Rules)
            rows.Add([
                "rule",
                rule.Rule.Id.ToString(),
                CodeWord.Of(rule.Rule.Kind),
                rule.Rule.Says,
                null,
                rule.Rule.Id.ToString(),
                rule.Rule.Source,
                rule.Rule.From,
                rule.Rule.Until,
            ]);
        return rows;

        void Add(string part, IReadOnlyList<Said> said)
        {
            foreach (var one in said)
                rows.Add([
                    part,
                    one.Effect.Id.ToString(),
                    one.Who,
                    one.Says,
                    one.By,
                    one.Rule.Id.ToString(),
                    one.Rule.Source,
                    one.Rule.From,
                    one.Rule.Until,
                ]);
        }
    }

    private string Query(string key) => Request.Query[key] is [.., { } last] ? last.Trim() : "";

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
