using Trellis.Journal;
using Trellis.People;

namespace Trellis.Procedures;

/// <summary>Takes a step of a case: whoever's turn it is, once the rules of the step hold.</summary>
/// <param name="As">The party in whose name it is taken.</param>
/// <param name="Body">Of a school: its trust or local authority, as the register of schools names it.</param>
public sealed record TakeStep(
    CaseId Id,
    Code Step,
    Scope As,
    Scope? Body,
    IReadOnlyList<Answer> Answers
) : Act<ProcedureCase, StepTaken>
{
    public override string Subject => Id.ToString();

    /// <summary>What the case as a whole says, where the procedure is part of one; the store fills it in within the transaction.</summary>
    public CaseFacts Whole { get; init; } = CaseFacts.None;

    public override Outcome<StepTaken> Apply(ProcedureCase? before, Occasion now)
    {
        if (before is null)
            return new Refusal("no-case", "There is no such case.");
        if (now.By is not Holder by)
            return new Refusal("not-your-step", "Only people take steps.");
        var table = before.Table;
        if (before.Stopped is { } stopped)
            return new Refusal("stopped", $"This was stopped on {Spans.InWords(stopped.On)}.");
        if (table.StateOf(before.At) is { Final: true } end)
            return new Refusal("over", $"This has come to its end: {end.Words}.");
        if (table.StepOf(Step) is not { } step || !step.HeldOn(before.BegunOn))
            return new Refusal("step-unknown", "There is no such step in this procedure.");
        if (before.HasHad(step))
            return new Refusal("taken-already", $"{step.Name}: this was recorded already.");
        if (!step.From.Contains(before.At))
            return new Refusal(
                "step-not-open",
                $"{step.Name}: this is not open now. What can be done now: {string.Join("; ", table.StepsFrom(before.At, before.BegunOn).Select(s => s.Name))}."
            );
        var parties = before
            .Parties.Where(p =>
                (step.Who.Contains(p.Side) || step.Stated.Contains(p.Side))
                && before.StillTakesPart(p)
                && p.Over == As
                && p.MayBeSpokenForBy(now.By, table.SideOf(p.Side)!, Body)
            )
            .ToList();
        if (parties is not [var first, ..])
            return new Refusal(
                "not-your-step",
                $"{step.Name}: this is for {string.Join(" or ", step.Who.Select(w => table.SideOf(w)!.Name))}."
            );
        var waits = before.WaitsFor(step);
        var stating = !parties.Exists(p => step.Who.Contains(p.Side));
        if (stating && Whole.IsAdopted)
            return new Refusal(
                "region-works-on-it",
                $"{step.Name}: the region works on this case now, so this is for {string.Join(" or ", step.Who.Select(w => table.SideOf(w)!.Name))}."
            );
        if ((stating ? first : parties.Find(waits.Contains)) is not { } party)
            return new Refusal(
                "taken-already",
                $"{step.Name}: {table.SideOf(first.Side)!.Name} has done this. It waits for {waits.Count:N0} more."
            );
        if (Whole.Barred.Contains(by.Person))
            return new Refusal(
                "interest-declared",
                "You have declared an interest in this case, so somebody else takes its steps."
            );
        // A record is not older than the case: days in it may be, the recording is not.
        if (now.Today < before.Since)
            return new Refusal(
                "clock-before",
                $"Today is {Spans.InWords(now.Today)}, and this state was reached on {Spans.InWords(before.Since)}."
            );
        if (
            Answering.Check(table, before, step, Answers, now.Today, Whole, stating)
            is [var wrong, ..]
        )
            return wrong.Why;
        var answers = Answers
            .Where(a =>
                a
                    is not {
                        Day: null,
                        Number: null,
                        Text.IsThere: false,
                        Chosen.Count: 0,
                        Party: null
                    }
            )
            .ToList();
        var moves = !step.Each || waits.Count == 1;
        var due = DueOf(before, step, answers);
        var kept = step.Due?.By is { } ask
            ? answers.FirstOrDefault(a => a.Ask == ask)?.Day ?? now.Today
            : now.Today;
        var taken = new StepTaken(
            Id,
            step.Id,
            party.Side,
            party.Doer,
            by.Person,
            by.As.Role,
            now.Today,
            answers,
            due,
            due is { } last && kept > last,
            moves,
            moves ? Leads(before, step, answers) : before.At,
            [
                .. answers
                    .Where(a => a.Party is not null)
                    .Select(a => new CaseParty(
                        table.AskOf(a.Ask)!.Side!.Value,
                        a.Party!.Value,
                        a.Person
                    ))
                    .Except(before.Parties),
            ]
        );
        return taken.After(before, now.At).SaysHidden(Whole.Hidden) is { } said ? said : taken;
    }

    /// <summary>Until when a step of a case has to be taken; null where no rule says, or the day it counts from is not known yet.</summary>
    public static DateOnly? DueOf(ProcedureCase before, Step step, IReadOnlyList<Answer> answers)
    {
        if (step.Due is not { } due)
            return null;
        if (due.After.Count == 0)
            return Spans.After(before.Since, due.Count, due.Unit);
        // A day of the step itself is that of the last time, or of its last round where each takes it, and never one given now.
        var latest = due
            .After.Select(ask =>
                step.Asks.Any(a => a.Id == ask)
                    ? before.AnswerTo(ask, step.Each ? before.Entered : null)?.Day
                    : (answers.FirstOrDefault(a => a.Ask == ask) ?? before.AnswerTo(ask))?.Day
            )
            .Max();
        return latest is { } from ? Spans.After(from, due.Count, due.Unit) : null;
    }

    /// <summary>Where a step leads: the first otherwise that fits what any of its sides answered, else where it leads as a rule.</summary>
    private static Code Leads(ProcedureCase before, Step step, List<Answer> answers)
    {
        var all = before
            .History.Skip(before.Entered)
            .Where(t => step.Each && t.Step == step.Id)
            .SelectMany(t => t.Answers)
            .Concat(answers)
            .ToList();
        return step.Else.FirstOrDefault(o =>
                all.Exists(a => a.Ask == o.When.Ask && a.Chosen.Contains(o.When.Choice))
            )?.To
            ?? step.To
            ?? before.At;
    }
}

/// <summary>A step of a case was taken.</summary>
/// <param name="Moves">Whether the case went on by it; not where it waits for others to take the same step.</param>
/// <param name="Joined">Who takes part from now on.</param>
public sealed record StepTaken(
    CaseId Id,
    Code Step,
    Code Side,
    Doer By,
    PersonId Person,
    Role As,
    DateOnly On,
    IReadOnlyList<Answer> Answers,
    DateOnly? Due,
    bool Late,
    bool Moves,
    Code To,
    IReadOnlyList<CaseParty> Joined
) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        before! with
        {
            Parties = [.. before.Parties, .. Joined],
            History =
            [
                .. before.History,
                new Taken(Step, Side, By, Person, As, On, Answers, Due, Late, To),
            ],
            At = To,
            Since = Moves && To != before.At ? On : before.Since,
            Entered =
                Moves && (To != before.At || EndsRound(before))
                    ? before.History.Count + 1
                    : before.Entered,
            Before = new Stand(before.At, before.Since, before.Entered, before.Parties.Count),
        };

    // A step that each takes begins anew once all have; one that leaves the state as it is does not end the round of another.
    private bool EndsRound(ProcedureCase before) => before.Table.StepOf(Step)!.Each;
}
