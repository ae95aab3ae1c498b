using System.Reflection;
using Trellis.Library;
using Trellis.Procedures;
using Trellis.Sources;

namespace Trellis.Rules;

/// <summary>On what a rule rests.</summary>
public enum RuleKind
{
    /// <summary>An act or a regulation.</summary>
    Law,

    /// <summary>What a department, or a court of practice, says that it does; it may depart from it with reasons.</summary>
    Policy,

    /// <summary>What this site asks for beyond the law.</summary>
    Practice,
}

/// <summary>Whose day decides whether a rule holds.</summary>
/// <remarks>A rule of an order follows the day of the order and never the day on which somebody asks: an order keeps its law for life.</remarks>
public enum Follows
{
    /// <summary>The day that is asked about.</summary>
    Day,

    /// <summary>The day of the order; where none was made, the day asked, because it could be made then.</summary>
    Order,

    /// <summary>The day of the latest inspection; where none is told, the day asked.</summary>
    Inspection,

    /// <summary>The day on which somebody applied; else the day asked.</summary>
    Application,
}

/// <summary>What a question about the law may be about.</summary>
public enum Subject
{
    Order,
    Conversion,
    Federation,
    Transfer,
    Leave,
    Grant,
    Measures,
}

/// <summary>A rule of law or of stated policy, with the days between which it held: a reviewed entry under definitions/rules.</summary>
/// <param name="Id">"aa2010-s4-a1".</param>
/// <param name="Says">What it says, in plain sentences.</param>
/// <param name="Source">Where it stands, as lawyers cite it: "Academies Act 2010, section 4(A1)".</param>
/// <param name="Address">Where it can be read; empty for what this site asks for itself.</param>
/// <param name="From">The first day on which it held.</param>
/// <param name="Until">The last one; null where it still holds.</param>
public sealed record LegalRule(
    Code Id,
    string Says,
    string Source,
    string Address,
    DateOnly From,
    DateOnly? Until
)
{
    public RuleKind Kind { get; init; }

    /// <summary>The subject of which one entry takes over from another, without a gap and without an overlap; null where it stands by itself.</summary>
    public Code? Series { get; init; }

    /// <summary>The questions it answers; empty where it is here for guards alone.</summary>
    public IReadOnlyList<Subject> Subjects { get; init; } = [];

    public Follows Follows { get; init; }

    /// <summary>What has to be so for it to speak to a school; all of them.</summary>
    public IReadOnlyList<Condition> When { get; init; } = [];

    /// <summary>What it requires, whom it lets act, and what else follows from it.</summary>
    public IReadOnlyList<Effect> Gives { get; init; } = [];

    /// <summary>The procedures by which it is carried out, step by step; empty where there is none.</summary>
    public IReadOnlyList<ProcedureId> Procedures { get; init; } = [];

    /// <summary>By which test it makes a fact so: how "coasting" was told in its time; empty where it defines nothing.</summary>
    public string Test { get; init; } = "";

    /// <summary>What keeps it alive after its last day for what was begun under it; empty where nothing does.</summary>
    public string Saving { get; init; } = "";

    /// <summary>What is uncertain about it; empty where nothing is.</summary>
    public string Doubt { get; init; } = "";

    public bool HeldOn(DateOnly day) => From <= day && (Until is not { } last || day <= last);

    /// <summary>"held from 18 April 2016 to 28 June 2026", "has held since 29 June 2026".</summary>
    public string WhenHeld =>
        Until is { } last
            ? $"held from {Spans.InWords(From)} to {Spans.InWords(last)}"
            : $"has held since {Spans.InWords(From)}";
}

/// <summary>Something that has to be so: "category=special-measures|significant-improvement", "order!=converted".</summary>
/// <param name="Fact">A fact that is told, or one that follows from others.</param>
/// <param name="Not">Whether it has to be none of the words.</param>
public sealed record Condition(string Fact, IReadOnlyList<string> Words, bool Not)
{
    public bool HoldsFor(Facts facts, DateOnly day) =>
        FactWords.Of(Fact, facts, day).Any(w => Words.Contains(w)) != Not;
}

/// <summary>What kind of thing follows from a rule.</summary>
public enum Gives
{
    /// <summary>A way that is open; its id is one of the range of options.</summary>
    Option,

    /// <summary>Somebody must do something.</summary>
    Duty,

    /// <summary>Somebody may do something.</summary>
    May,

    /// <summary>Somebody must be asked first.</summary>
    Consult,

    /// <summary>Who decides.</summary>
    Decider,

    /// <summary>What the school decides itself.</summary>
    Own,

    /// <summary>What help is due while a school waits.</summary>
    Help,

    /// <summary>What the answer to the question is.</summary>
    Finding,
}

/// <summary>How a way is open.</summary>
public enum Standard
{
    /// <summary>It may be chosen.</summary>
    May,

    /// <summary>Policy takes it first; another may be chosen with reasons.</summary>
    Usual,

    /// <summary>The law leaves no other.</summary>
    Must,
}

/// <summary>One thing that follows from a rule.</summary>
/// <param name="Who">Who must, may or is asked; empty where nobody is named.</param>
/// <param name="How">How an option is open.</param>
/// <param name="When">What more has to be so for this to follow; empty where the rule is enough.</param>
/// <param name="Count">By when, counted in <paramref name="Unit"/> from the day of <paramref name="After"/>; null where there is no term.</param>
public sealed record Effect(
    Gives To,
    Code Id,
    string Who,
    string Says,
    Standard How,
    IReadOnlyList<Condition> When,
    int? Count,
    Unit Unit,
    string After
);

/// <summary>The rules, as they were built in.</summary>
public static class LegalRules
{
    private static readonly Shape Shape = new(
        new("uncertain", Shape.Content.Texts, Optional: true),
        Shape.Field.List(
            "rules",
            Shape.Part(
                new("id"),
                new("kind", Shape.Content.Choice, true, [.. CodeWord.All<RuleKind>()]),
                new("series", Optional: true),
                new("subjects", Shape.Content.Texts, Optional: true),
                new("follows", Shape.Content.Choice, true, [.. CodeWord.All<Follows>()]),
                new("when", Shape.Content.Texts, Optional: true),
                new("procedures", Shape.Content.Texts, Optional: true),
                new("test", Shape.Content.Choice, true, [.. InspectionTests.Names]),
                new("says"),
                new("source"),
                new("address", Optional: true),
                new("from", Shape.Content.Day),
                new("until", Shape.Content.Day, Optional: true),
                new("saving", Optional: true),
                new("doubt", Optional: true),
                Shape.Field.List(
                    "gives",
                    Shape.Part(
                        new("to", Shape.Content.Choice, false, [.. CodeWord.All<Gives>()]),
                        new("id"),
                        new("who", Optional: true),
                        new("says"),
                        new("how", Shape.Content.Choice, true, [.. CodeWord.All<Standard>()]),
                        new("when", Shape.Content.Texts, Optional: true),
                        new("count", Shape.Content.Whole, Optional: true),
                        new("unit", Shape.Content.Choice, true, [.. CodeWord.All<Unit>()]),
                        new("after", Optional: true)
                    ),
                    optional: true
                )
            )
        )
    );

    private static readonly Lazy<IReadOnlyList<LegalRule>> Read = new(() =>
        Fitting([
            .. ReviewedFile
                .BuiltIn(
                    Assembly.GetExecutingAssembly(),
                    "rules/",
                    (file, yaml) => (file, Rules: Parse(file, yaml))
                )
                .SelectMany(f => f.Rules.Select(r => (f.file, r))),
        ])
    );

    /// <summary>All, in the order of their files.</summary>
    /// <exception cref="UnreadableSourceException">They do not fit together; the message names the two that do not.</exception>
    public static IReadOnlyList<LegalRule> All => Read.Value;

    /// <summary>The rule of an id; null where there is none.</summary>
    public static LegalRule? Of(string id) => All.FirstOrDefault(r => r.Id.ToString() == id);

    /// <summary>The rule of a series that held on a day; null before the first.</summary>
    public static LegalRule? On(string series, DateOnly day) =>
        All.FirstOrDefault(r => r.Series?.ToString() == series && r.HeldOn(day));

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<LegalRule> Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        return Fitting([.. given.Entries("rules").Select(e => (file, RuleIn(e)))]);
    }

    /// <summary>The same rules, once it is certain that no id stands twice and that in each series one entry begins on the day after another ends.</summary>
    /// <exception cref="UnreadableSourceException">Two of them leave a gap or overlap.</exception>
    private static IReadOnlyList<LegalRule> Fitting(
        IReadOnlyList<(string File, LegalRule Rule)> all
    )
    {
        foreach (var same in all.GroupBy(r => r.Rule.Id).Where(g => g.Count() > 1))
            throw new UnreadableSourceException(
                same.Last().File,
                $"there are two rules with the id '{same.Key}': one from {Spans.InWords(same.First().Rule.From)}, one from {Spans.InWords(same.Last().Rule.From)}."
            );
        foreach (
            var series in all.Where(r => r.Rule.Series is not null).GroupBy(r => r.Rule.Series)
        )
        foreach (
            var (earlier, later) in series
                .OrderBy(r => r.Rule.From)
                .ThenBy(r => r.Rule.Until ?? DateOnly.MaxValue)
                .Zip(
                    series
                        .OrderBy(r => r.Rule.From)
                        .ThenBy(r => r.Rule.Until ?? DateOnly.MaxValue)
                        .Skip(1)
                )
        )
            if (earlier.Rule.Until is not { } last || last >= later.Rule.From)
                throw Torn(series.Key, earlier, later, "overlap", last: null);
            else if (last.AddDays(1) != later.Rule.From)
                throw Torn(series.Key, earlier, later, "leave a gap", last);
        return [.. all.Select(r => r.Rule)];
    }

    private static UnreadableSourceException Torn(
        Code? series,
        (string File, LegalRule Rule) earlier,
        (string File, LegalRule Rule) later,
        string how,
        DateOnly? last
    ) =>
        new(
            later.File,
            $"in the series '{series}' the rules '{earlier.Rule.Id}' ({earlier.Rule.WhenHeld}) and '{later.Rule.Id}' ({later.Rule.WhenHeld}) {how}"
                + (
                    last is { } day
                        ? $" from {Spans.InWords(day.AddDays(1))} to {Spans.InWords(later.Rule.From.AddDays(-1))}. Where nothing held, an entry has to say so."
                        : ". One has to end on the day before the other begins."
                )
        );

    private static LegalRule RuleIn(ReviewedFile e)
    {
        var rule = new LegalRule(
            CodeIn(e, "id"),
            e.Field("says"),
            e.Field("source"),
            e.Optional("address"),
            e.Day("from"),
            e.Has("until") ? e.Day("until") : null
        )
        {
            Kind = WordIn<RuleKind>(e, "kind"),
            Series = e.Has("series") ? CodeIn(e, "series") : null,
            Subjects =
            [
                .. (e.Many("subjects") ?? []).Select(text =>
                    CodeWord.Parse<Subject>(text)
                    ?? throw e.Wrong(
                        $"'{text}' is no subject; there are: {string.Join(", ", CodeWord.All<Subject>())}.",
                        "subjects"
                    )
                ),
            ],
            Follows = WordIn<Follows>(e, "follows"),
            When = [.. (e.Many("when") ?? []).Select(text => ConditionIn(e, text))],
            Procedures =
            [
                .. (e.Many("procedures") ?? []).Select(text =>
                    ProcedureId.TryParse(text, null, out var id)
                        ? id
                        : throw e.Wrong($"'{text}' is no id of a procedure.", "procedures")
                ),
            ],
            Test = e.Optional("test"),
            Saving = e.Optional("saving"),
            Doubt = e.Optional("doubt"),
            Gives = [.. e.Entries("gives").Select(EffectIn)],
        };
        if (rule.Until < rule.From)
            throw e.Wrong("'until' is before 'from'.", "until");
        if (rule.Kind != RuleKind.Practice && rule.Address.Length == 0)
            throw e.Wrong("'address' is missing: law and policy stand somewhere.");
        return rule;
    }

    private static Effect EffectIn(ReviewedFile e)
    {
        var effect = new Effect(
            WordIn<Gives>(e, "to"),
            CodeIn(e, "id"),
            e.Optional("who"),
            e.Field("says"),
            WordIn<Standard>(e, "how"),
            [.. (e.Many("when") ?? []).Select(text => ConditionIn(e, text))],
            e.Has("count") ? e.Whole("count") : null,
            WordIn<Unit>(e, "unit"),
            e.Optional("after")
        );
        if (effect.To == Gives.Option && RangeOfOptions.Of(effect.Id) is null)
            throw e.Wrong($"there is no option '{effect.Id}' under definitions/options.", "id");
        if (effect.After.Length > 0 && FactField.Of(effect.After) is not { Kind: FactKind.Day })
            throw e.Wrong($"'{effect.After}' is no fact that is a day.", "after");
        return effect;
    }

    private static Condition ConditionIn(ReviewedFile e, string text)
    {
        var not = text.Contains("!=", StringComparison.Ordinal);
        if (text.Split(not ? "!=" : "=") is not [var fact, var words])
            throw e.Wrong($"'{text}' is not as 'fact=word|word' or 'fact!=word'.", "when");
        if (FactWords.All.GetValueOrDefault(fact) is not { } known)
            throw e.Wrong(
                $"there is no fact '{fact}'; there are: {string.Join(", ", FactWords.All.Keys.Order(StringComparer.Ordinal))}.",
                "when"
            );
        foreach (var word in words.Split('|'))
            if (!known.Contains(word))
                throw e.Wrong(
                    $"'{fact}' is never '{word}'; it can be: {string.Join(", ", known)}.",
                    "when"
                );
        return new Condition(fact, words.Split('|'), not);
    }

    private static T WordIn<T>(ReviewedFile e, string name)
        where T : struct, Enum => e.Has(name) ? CodeWord.Parse<T>(e.Field(name))!.Value : default;

    private static Code CodeIn(ReviewedFile e, string name) =>
        Code.TryParse(e.Field(name), null, out var code)
            ? code
            : throw e.Wrong($"'{name}' is small letters, digits and hyphens.", name);
}
