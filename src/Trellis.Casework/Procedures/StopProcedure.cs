using Trellis.Journal;
using Trellis.People;

namespace Trellis.Procedures;

/// <summary>Gives up a case before its end. What was published of it stays, and says that it was stopped.</summary>
/// <param name="As">The party in whose name it is given up: one of those that may begin such a case.</param>
/// <param name="Body">Of a school: its trust or local authority, as the register of schools names it.</param>
public sealed record StopProcedure(CaseId Id, Scope As, Scope? Body, FreeText Why)
    : Act<ProcedureCase, ProcedureStopped>
{
    public override string Subject => Id.ToString();

    public override Outcome<ProcedureStopped> Apply(ProcedureCase? before, Occasion now)
    {
        if (before is null)
            return new Refusal("no-case", "There is no such case.");
        var table = before.Table;
        var own = before.Parties.FirstOrDefault(p =>
            p.Over == As
            && table.SideOf(p.Side) is { Begins: true } side
            && p.MayBeSpokenForBy(now.By, side, Body)
        );
        if (own is null)
            return new Refusal(
                "not-yours-to-stop",
                $"This can be stopped by: {string.Join(", ", table.Sides.Where(s => s.Begins).Select(s => s.Name))}."
            );
        if (before.IsOver)
            return new Outcome<ProcedureStopped>.Unchanged();
        if (!Why.IsThere)
            return new Refusal("reason-missing", "Say why it is stopped.");
        return Why.Text!.Length > Answer.LongestText
            ? new Refusal("text-too-long", $"Use {Answer.LongestText:N0} characters or fewer.")
            : new ProcedureStopped(Id, own.Doer, Why, now.Today);
    }
}

/// <summary>A case was given up.</summary>
public sealed record ProcedureStopped(CaseId Id, Doer By, FreeText Why, DateOnly On)
    : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        before! with
        {
            Stopped = new Stop(On, By, Why),
        };
}
