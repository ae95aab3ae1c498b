using Trellis.Journal;
using Trellis.People;

namespace Trellis.Procedures;

/// <summary>Corrects the answers of the latest step of a case, in the name of the party that took it, until another step is taken.</summary>
/// <remarks>The rules of the step hold as they did on the day on which it was recorded. The journal keeps what was answered before and after.</remarks>
/// <param name="As">The party that took it.</param>
/// <param name="Body">Of a school: its trust or local authority, as the register of schools names it.</param>
public sealed record CorrectStep(
    CaseId Id,
    Code Step,
    Scope As,
    Scope? Body,
    IReadOnlyList<Answer> Answers
) : Act<ProcedureCase, StepCorrected>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeStep.Whole"/>
    public CaseFacts Whole { get; init; } = CaseFacts.None;

    public override Outcome<StepCorrected> Apply(ProcedureCase? before, Occasion now)
    {
        if (before is null)
            return new Refusal("no-case", "There is no such case.");
        if (before.Stopped is { } stopped)
            return new Refusal("stopped", $"This was stopped on {Spans.InWords(stopped.On)}.");
        if (
            before.History is not [.., var latest]
            || latest.Step != Step
            || before.BeforeLatest() is not { } then
        )
            return new Refusal(
                "not-the-latest",
                "Another step was taken after this one, so it stays as it is recorded."
            );
        if (latest.By.Over != As)
            return new Refusal("not-your-step", "Only the party that took a step can correct it.");
        // What had not happened on the day on which it was recorded cannot be what was meant. What is hidden is looked at below,
        // once redactions of this step stand where its words stand now.
        var retaken = (
            new TakeStep(Id, Step, As, Body, Answers) with
            {
                Whole = Whole with { Hidden = [] },
            }
        ).Apply(then, now with { Today = latest.On });
        if (retaken is Outcome<StepTaken>.Refused no)
            return no.Why;
        if (retaken is not Outcome<StepTaken>.Happened { Event: var step })
            return new Outcome<StepCorrected>.Unchanged();
        if (step.By != latest.By || step.Side != latest.Side)
            return new Refusal("not-your-step", "Only the party that took a step can correct it.");
        if (ActJson.Write(step.Answers) == ActJson.Write(latest.Answers))
            return new Outcome<StepCorrected>.Unchanged();
        var corrected = new StepCorrected(
            Id,
            Step,
            step.Side,
            step.By,
            step.Person,
            step.As,
            step.On,
            step.Answers,
            step.Due,
            step.Late,
            step.Moves,
            step.To,
            step.Joined,
            now.Today
        );
        return corrected.After(before, now.At).SaysHidden(Whole.Hidden) is { } said
            ? said
            : corrected;
    }
}

/// <summary>The answers of the latest step were corrected.</summary>
/// <param name="Person">Who corrected it.</param>
/// <param name="On">The day on which the step was recorded, as before.</param>
public sealed record StepCorrected(
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
    IReadOnlyList<CaseParty> Joined,
    DateOnly CorrectedOn
) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at)
    {
        var taken = new StepTaken(
            Id,
            Step,
            Side,
            By,
            Person,
            As,
            On,
            Answers,
            Due,
            Late,
            Moves,
            To,
            Joined
        ).After(before!.BeforeLatest(), at);
        var corrected = taken with
        {
            History =
            [
                .. taken.History.SkipLast(1),
                taken.History[^1] with
                {
                    CorrectedOn = CorrectedOn,
                },
            ],
        };
        return before.Redactions.All.Count == 0
            ? corrected
            : corrected.Realigned(before, CorrectedOn);
    }
}
