using Trellis.Procedures;

namespace Trellis.Rules;

/// <summary>A rule that speaks to some facts.</summary>
/// <param name="On">The day of its facts on which it was asked whether it held: of the order, of the inspection, or the day asked.</param>
public sealed record RuleInForce(LegalRule Rule, DateOnly On)
{
    /// <summary>Whether it ended before the day asked and holds only because what it follows was done in its time.</summary>
    public bool IsSavedOn(DateOnly day) => !Rule.HeldOn(day);
}

/// <summary>Something that follows from a rule for some facts.</summary>
/// <param name="By">The last day for it; null where there is no term, or its first day is not told.</param>
public sealed record Said(Effect Effect, LegalRule Rule, DateOnly? By)
{
    public string Who => Effect.Who;

    public string Says => Effect.Says;

    /// <summary>"The council: help the change along."</summary>
    public string InWords =>
        (Who.Length > 0 ? $"{Who}: {char.ToLowerInvariant(Says[0])}{Says[1..]}" : Says)
        + (By is { } day ? $" By {Spans.InWords(day)}." : "");
}

/// <summary>An option that is open, and by what.</summary>
/// <param name="How">The strongest of what the rules say.</param>
/// <param name="Because">What they say, the strongest first.</param>
public sealed record OpenOption(BrokerageOption Option, Standard How, IReadOnlyList<Said> Because)
{
    /// <summary>"The law requires it", "The usual way by policy; others are open", "Open".</summary>
    public string HowInWords =>
        How switch
        {
            Standard.Must => "The law asks for this",
            Standard.Usual => "Policy takes this first",
            _ => "Open",
        };
}

/// <summary>Where a school stands: what may happen to it under the law that its facts call for, who decides, what it decides itself, what is due.</summary>
/// <param name="On">The day asked about.</param>
/// <param name="About">The questions that were answered.</param>
/// <param name="ByLaw">Who must be asked by law.</param>
/// <param name="ByPractice">Who is asked because this site asks for it, where the law does not.</param>
/// <param name="Findings">Plain answers: what holds and what does not.</param>
public sealed record Standing(
    Facts Facts,
    DateOnly On,
    IReadOnlyList<Subject> About,
    IReadOnlyList<RuleInForce> Rules,
    IReadOnlyList<OpenOption> Options,
    IReadOnlyList<Said> Duties,
    IReadOnlyList<Said> May,
    IReadOnlyList<Said> ByLaw,
    IReadOnlyList<Said> ByPractice,
    IReadOnlyList<Said> Own,
    IReadOnlyList<Said> Help,
    IReadOnlyList<Said> Findings,
    IReadOnlyList<Said> Deciders
)
{
    /// <summary>The procedures by which it is done, step by step.</summary>
    public IReadOnlyList<Procedure> Procedures =>
        [
            .. Rules
                .SelectMany(r => r.Rule.Procedures)
                .Distinct()
                .Select(id => KnownProcedures.On(id, On))
                .OfType<Procedure>(),
        ];

    /// <summary>Who decides; where several things are asked about, who on which. Empty where the rules name nobody.</summary>
    public string Decider =>
        Deciders.Count > 1
            ? string.Join("; ", Deciders.Select(s => $"{s.Who}: {s.Says}"))
            : Deciders.FirstOrDefault()?.Says ?? "";

    /// <summary>What the rules of a day say to some facts.</summary>
    /// <param name="about">The questions; without any, those that a school of this kind has.</param>
    public static Standing Of(Facts facts, DateOnly day, params IReadOnlyList<Subject> about)
    {
        // Only an academy is transferred, and only one in a trust of several asks how to leave it.
        if (
            !facts.Has("school")
            && about is [Subject.Transfer or Subject.Leave]
            && !FederationRules.IsAskedBy(facts)
        )
            facts = facts.With("school", "academy-in-trust");
        var asked = about.Count > 0 ? about : Questions(facts, day);
        var rules = LegalRules
            .All.Where(r => r.Subjects.Any(asked.Contains))
            .Concat(
                asked.Contains(Subject.Federation)
                || asked.Contains(Subject.Leave) && FactWords.IsMaintained(facts)
                    ? FederationRules.For(facts, day, about.Count > 0)
                    : []
            )
            .Select(r => new RuleInForce(r, FactWords.DayOf(r.Follows, facts, day)))
            .Where(r => r.Rule.HeldOn(r.On) && r.Rule.When.All(w => w.HoldsFor(facts, day)))
            .ToList();
        var said = rules
            .SelectMany(r =>
                r.Rule.Gives.Where(e => e.When.All(w => w.HoldsFor(facts, day)))
                    .Select(e => new Said(e, r.Rule, TermOf(e, facts)))
            )
            .ToList();
        return new Standing(
            facts,
            day,
            asked,
            rules,
            Open(said),
            Of(said, Gives.Duty),
            Of(said, Gives.May),
            [.. Of(said, Gives.Consult).Where(s => s.Rule.Kind != RuleKind.Practice)],
            [.. Of(said, Gives.Consult).Where(s => s.Rule.Kind == RuleKind.Practice)],
            Of(said, Gives.Own),
            Of(said, Gives.Help),
            [.. Of(said, Gives.Finding).OrderBy(Weight)],
            Of(said, Gives.Decider)
        );
    }

    /// <summary>What a school of this kind may want to know when it asks nothing in particular.</summary>
    public static IReadOnlyList<Subject> Questions(Facts facts, DateOnly day) =>
        FactWords.IsMaintained(facts)
            ? FactWords.Of("eligible", facts, day).Contains("no") && facts.Day("order-on") is null
                ? [Subject.Conversion, Subject.Federation]
                : [Subject.Order]
            : [Subject.Transfer, Subject.Leave];

    /// <summary>What opens or closes a way is told first, and money last.</summary>
    private static int Weight(Said said) =>
        said.Rule.Gives.Any(e => e.To == Gives.Option) ? 0
        : said.Rule.Follows == Follows.Application ? 2
        : 1;

    private static IReadOnlyList<Said> Of(IReadOnlyList<Said> said, Gives kind) =>
        [.. said.Where(s => s.Effect.To == kind).DistinctBy(s => s.Effect.Id)];

    private static IReadOnlyList<OpenOption> Open(IReadOnlyList<Said> said)
    {
        var open = said.Where(s => s.Effect.To == Gives.Option)
            .GroupBy(s => s.Effect.Id)
            .ToDictionary(g => g.Key);
        return
        [
            .. RangeOfOptions
                .All.Where(o => open.ContainsKey(o.Id))
                .Select(o => new OpenOption(
                    o,
                    open[o.Id].Max(s => s.Effect.How),
                    [.. open[o.Id].OrderByDescending(s => s.Effect.How)]
                )),
        ];
    }

    private static DateOnly? TermOf(Effect effect, Facts facts) =>
        effect.Count is { } count && facts.Day(effect.After) is { } from
            ? Spans.After(from, count, effect.Unit)
            : null;
}
