using Trellis.Journal;

namespace Trellis.Alerts;

/// <summary>Notes what a letter tells; the letter goes in the same transaction.</summary>
/// <param name="Leave">Of the link in it that ends the letters.</param>
/// <param name="Told">How the cases stand with it.</param>
public sealed record TellAlert(AlertId Id, LinkDigest Leave, IReadOnlyList<ToldSoFar> Told)
    : Act<Alert, AlertTold>
{
    public override string Subject => Id.ToString();

    public override Outcome<AlertTold> Apply(Alert? before, Occasion now) =>
        now.By is not Program
            ? new Refusal("not-by-hand", "The program writes these letters by itself.")
        : before is not { IsOn: true } ? new Refusal("not-wanted", "Nobody wants these letters.")
        : before.Told.SequenceEqual(Told) ? new Outcome<AlertTold>.Unchanged()
        : new AlertTold(Id, Leave, Told);
}

/// <summary>A letter told what is new.</summary>
public sealed record AlertTold(AlertId Id, LinkDigest Leave, IReadOnlyList<ToldSoFar> Told)
    : Event<Alert>
{
    public override Alert After(Alert? before, DateTimeOffset at) =>
        before! with
        {
            Told = Told,
            Leave = before.LeaveWith(Leave),
        };
}
