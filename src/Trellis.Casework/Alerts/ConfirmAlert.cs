using Trellis.Journal;

namespace Trellis.Alerts;

/// <summary>Confirms, by the link in a letter, that letters are wanted at its address.</summary>
/// <param name="By">Of the link.</param>
/// <param name="Told">How the cases stand today: only what comes after is told.</param>
public sealed record ConfirmAlert(AlertId Id, LinkDigest By, IReadOnlyList<ToldSoFar> Told)
    : Act<Alert, AlertConfirmed>
{
    public override string Subject => Id.ToString();

    public override Outcome<AlertConfirmed> Apply(Alert? before, Occasion now) =>
        now.By is not Program ? new Refusal("not-by-hand", "A link in a letter confirms it.")
        : before is null || By == default || before.Confirm != By ? NotThere
        : before.IsOn ? new Outcome<AlertConfirmed>.Unchanged()
        : before.MayConfirm(now.Today) ? new AlertConfirmed(Id, now.Today, Told)
        : NotThere;

    internal static Refusal NotThere =>
        new("link-over", "This link no longer works. Ask for letters again.");
}

/// <summary>Letters are wanted.</summary>
public sealed record AlertConfirmed(AlertId Id, DateOnly On, IReadOnlyList<ToldSoFar> Told)
    : Event<Alert>
{
    // The link stays known: a second click on it changes nothing and is no error.
    public override Alert After(Alert? before, DateTimeOffset at) =>
        before! with
        {
            ConfirmedOn = On,
            Told = Told,
        };
}
