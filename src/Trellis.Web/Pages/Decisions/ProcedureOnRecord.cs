using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using PublicStep = Trellis.Procedures.PublicStep;

namespace Trellis.Pages.Decisions;

/// <summary>What may come next in a procedure, as far as its published steps tell.</summary>
/// <param name="Who">The sides that take it, in words.</param>
/// <param name="Due">Until when; null where no rule says, or the day it counts from is not published.</param>
public sealed record ComingStep(Step Step, string Who, DateOnly? Due)
{
    public bool IsLate(DateOnly today) => Due is { } last && today > last;
}

/// <summary>What whoever decides decided in a procedure.</summary>
/// <param name="Code">The state it led to, as its table names it: "order-made".</param>
/// <param name="Words">The same in words: "Order made".</param>
/// <param name="On">The day of the decision; where that is not published, the day on which it was recorded.</param>
/// <param name="RecordedOn">The day from which anybody could read it.</param>
/// <param name="Decider">"The regional director", or whoever decided instead.</param>
/// <param name="StatedBy">Who wrote it down where no region works on the case, as scopes are written; null where whoever decided did.</param>
public sealed record TakenDecision(
    string Code,
    string Words,
    DateOnly On,
    DateOnly RecordedOn,
    string Decider,
    string? StatedBy,
    PublicStep Step,
    Step Asked
)
{
    /// <summary>The reasons from a list of codes, in its words; empty where none was asked for.</summary>
    public IReadOnlyList<string> Reasons => [.. Why.SelectMany(a => a.Chosen)];

    /// <summary>The answers that say why.</summary>
    public IReadOnlyList<PublicAnswer> Why =>
        [.. Step.Answers.Where(a => AskKinds.IsReason(a.Ask) && !IsOfJudgement(a))];

    /// <summary>Each published criterion as it was judged, with the reason.</summary>
    public IReadOnlyList<(PublicAnswer Found, string? Why)> Criteria =>
        [
            .. Step
                .Answers.Where(IsCriterion)
                .Select(a =>
                    (a, Step.Answers.FirstOrDefault(o => o.Ask == $"{a.Ask}-because")?.Text)
                ),
        ];

    public IReadOnlyList<PublicAnswer> Conditions =>
        [.. Step.Answers.Where(a => AskKinds.IsCondition(a.Ask))];

    /// <summary>All else that it says, in the order of the table.</summary>
    public IReadOnlyList<PublicAnswer> Rest =>
        [
            .. Step
                .Answers.Except(Why)
                .Except(Conditions)
                .Where(a =>
                    !IsCriterion(a)
                    && !Step.Answers.Any(o => IsCriterion(o) && $"{o.Ask}-because" == a.Ask)
                ),
        ];

    private bool IsCriterion(PublicAnswer answer) =>
        Asked.Asks.Any(a =>
            a.Id.ToString() == answer.Ask && a.Options.Any(o => o.Id.ToString() == "not-met")
        );

    // The reason for one criterion, or for one judgement, stands beside it and is not the reason for the whole.
    private bool IsOfJudgement(PublicAnswer reason) =>
        Step.Answers.Any(o =>
            $"{o.Ask}-because" == reason.Ask && (IsCriterion(o) || o.Ask == "equality")
        );
}

/// <summary>One procedure of a case, read as anybody may read it, with the table that it follows.</summary>
public sealed class ProcedureOnRecord
{
    public ProcedureOnRecord(PublicEntry entry, PublicCase open)
    {
        (Entry, Open) = (entry, open.OfOneSchool());
        Table = ProcedureId.TryParse(open.Procedure, null, out var id)
            ? KnownProcedures.Of(id, open.Version)
            : null;
        Decisions = [.. Open.Steps.Select(Decided).OfType<TakenDecision>()];
    }

    public PublicEntry Entry { get; }

    public PublicCase Open { get; }

    /// <summary>Null where a newer program wrote the record and this one does not know the table: what is published is shown without what it would say.</summary>
    public Procedure? Table { get; }

    public bool IsOver => Open.Final || Open.StoppedOn is not null;

    public DateOnly Since => Open.StoppedOn ?? Open.Steps[^1].On;

    /// <summary>"Stopped", or the state after the last published step.</summary>
    public string Words => Open.StoppedOn is null ? Open.Words : "Stopped";

    public string State => Open.StoppedOn is null ? Open.State : "stopped";

    /// <summary>What whoever decides decided in it, the earliest first.</summary>
    public IReadOnlyList<TakenDecision> Decisions { get; }

    /// <summary>The latest public answer to a question; null where there is none.</summary>
    public PublicAnswer? AnswerTo(string ask) =>
        Open.Steps.SelectMany(s => s.Answers).LastOrDefault(a => a.Ask == ask);

    /// <summary>What may come next, first what is due first; empty once it is over.</summary>
    /// <param name="begun">The day on which it can have begun at the earliest: a step that the law had not yet, or has no more, is no part of it.</param>
    public IReadOnlyList<ComingStep> Coming(DateOnly begun) =>
        IsOver || Table is not { } table || !Code.TryParse(Open.State, null, out var at)
            ? []
            :
            [
                .. table
                    .StepsFrom(at, begun)
                    .Where(s => s.IsPublic)
                    .Select(s => new ComingStep(s, Sides(table, s), DueOf(s)))
                    .OrderBy(c => c.Due ?? DateOnly.MaxValue),
            ];

    /// <summary>Who takes a step, in words: "The school, or the local authority".</summary>
    internal static string Sides(Procedure table, Step step) =>
        string.Join(
            ", or ",
            step.Who.Select(w => table.SideOf(w)!.Name)
                .Distinct(StringComparer.Ordinal)
                .Select(
                    (name, i) =>
                        i == 0 || name.Length < 2
                            ? name
                            : char.ToLowerInvariant(name[0]) + name[1..]
                )
        );

    private DateOnly? DueOf(Step step)
    {
        if (step.Due is not { } due)
            return null;
        if (due.After.Count == 0)
            return Spans.After(Open.Steps[^1].On, due.Count, due.Unit);
        var from = due.After.Select(a => AnswerTo(a.ToString())?.Day).Max();
        return from is { } day ? Spans.After(day, due.Count, due.Unit) : null;
    }

    private TakenDecision? Decided(PublicStep step)
    {
        if (
            Table is not { } table
            || !Code.TryParse(step.Step, null, out var id)
            || table.StepOf(id) is not { } asked
            || !asked.Who.Any(w => Decides(table, w))
        )
            return null;
        var to =
            asked
                .Else.FirstOrDefault(e =>
                    table.AskOf(e.When.Ask)?.Options.FirstOrDefault(o => o.Id == e.When.Choice)
                        is { } option
                    && step.Answers.Any(a =>
                        a.Ask == e.When.Ask.ToString()
                        && a.Chosen.Contains(option.Words, StringComparer.Ordinal)
                    )
                )
                ?.To
            ?? asked.To;
        // A step that leaves the state as it is changes a day or notes something: it decides nothing, but where it decides about one
        // school of several, as of a closing trust.
        var side = table.SideOf(asked.Who.First(w => Decides(table, w)))!;
        var (code, words) =
            to is { } state && table.StateOf(state) is { } stage
                ? (stage.Id.ToString(), stage.Words)
            : step.Answers.FirstOrDefault(a => a.Ask == "outcome") is { Chosen: [var chosen, ..] }
            && table.AskOf(Code.Parse("outcome"))?.Options.FirstOrDefault(o => o.Words == chosen)
                is { } outcome
                ? ($"school-{outcome.Id}", $"For one school: {chosen}")
            : ("", "");
        return code.Length > 0
            ? new TakenDecision(
                code,
                words,
                step.Answers.FirstOrDefault(a => a.Day is { } day && day <= step.On)?.Day
                    ?? step.On,
                step.On,
                step.Answers.FirstOrDefault(a => a.Ask == "decided-by")?.Chosen is [var named, ..]
                    ? named
                    : side.Name,
                Scope.TryParse(step.By, null, out var by) && !side.Kinds.Contains(by.Kind)
                    ? step.By
                    : null,
                step,
                asked
            )
            : null;
    }

    private static bool Decides(Procedure table, Code side) =>
        table.SideOf(side) is { } its && its.Roles.Contains(Role.DecisionMaker);
}

/// <summary>What questions of tables are for, by their ids, so that every kind of case is shown in the same order.</summary>
public static class AskKinds
{
    /// <summary>Whether a question asks for a reason: "decision-because".</summary>
    public static bool IsReason(string ask) =>
        ask is "because" or "reasons"
        || ask.EndsWith("-because", StringComparison.Ordinal)
        || ask.EndsWith("-reasons", StringComparison.Ordinal);

    /// <summary>Whether a question asks for conditions of a decision.</summary>
    public static bool IsCondition(string ask) =>
        ask.StartsWith("condition", StringComparison.Ordinal);

    /// <summary>The answers of a step that weigh every option with the reason for it or against it; none where the step is not that.</summary>
    public static IEnumerable<PublicAnswer> Weighed(PublicStep step) =>
        step.Answers.Any(a => a.Ask == "options-on")
            ? step.Answers.Where(a => a.Ask.StartsWith("option-", StringComparison.Ordinal))
            : step.Answers.Where(a => a.Ask == "other-ways");
}
