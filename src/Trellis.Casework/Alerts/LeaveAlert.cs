using Trellis.Journal;

namespace Trellis.Alerts;

/// <summary>Ends letters, by the link in any of them. The address is erased by the rule of keeping.</summary>
/// <param name="By">Of the link.</param>
public sealed record LeaveAlert(AlertId Id, LinkDigest By) : Act<Alert, AlertLeft>
{
    public override string Subject => Id.ToString();

    public override Outcome<AlertLeft> Apply(Alert? before, Occasion now) =>
        now.By is not Program ? new Refusal("not-by-hand", "A link in a letter ends them.")
        : before is null || By == default || (before.Confirm != By && !before.Leave.Contains(By))
            ? ConfirmAlert.NotThere
        : before.LeftOn is not null ? new Outcome<AlertLeft>.Unchanged()
        : new AlertLeft(Id, now.Today);
}

/// <summary>Letters are wanted no more.</summary>
public sealed record AlertLeft(AlertId Id, DateOnly On) : Event<Alert>
{
    public override Alert After(Alert? before, DateTimeOffset at) => before! with { LeftOn = On };
}
