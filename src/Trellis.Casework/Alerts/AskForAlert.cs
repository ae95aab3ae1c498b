using Trellis.Journal;
using Trellis.People;

namespace Trellis.Alerts;

/// <summary>Asks for letters at an address; nothing goes there but the one that asks whether they are wanted.</summary>
/// <param name="Id">Drawn for a new one; that of the one before where the same address asks again about the same.</param>
/// <param name="Confirm">Of the link in the letter that goes with it.</param>
public sealed record AskForAlert(AlertId Id, Scope About, FreeText Address, LinkDigest Confirm)
    : Act<Alert, AlertAsked>
{
    /// <summary>The same address can be written to again about the same after so long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(24);

    public override string Subject => Id.ToString();

    public override Outcome<AlertAsked> Apply(Alert? before, Occasion now)
    {
        if (now.By is not Program)
            return new Refusal(
                "not-by-hand",
                "Letters are asked for on the page of a school, a trust or an area."
            );
        if (
            About.Kind
            is not (
                ScopeKind.School
                or ScopeKind.Trust
                or ScopeKind.LocalAuthority
                or ScopeKind.Region
            )
        )
            return new Refusal("about-nothing", "Letters are about a school, a trust or an area.");
        if (!Addresses.Fit(Address.ToString()))
            return new Refusal("address-unfit", "Enter an e-mail address, like name@example.org.");
        if (before is not null && (before.About != About || before.Address != Address))
            return new Refusal("asked-by-another", "This has been asked for by somebody else.");
        // Who gets letters already is not asked again, and nobody is asked twice a day.
        if (
            before is { IsOn: true }
            || before is { LeftOn: null } && now.At < before.AskedAt + Pause
        )
            return new Outcome<AlertAsked>.Unchanged();
        return new AlertAsked(Id, About, Address, Confirm);
    }
}

/// <summary>Letters were asked for at an address.</summary>
public sealed record AlertAsked(AlertId Id, Scope About, FreeText Address, LinkDigest Confirm)
    : Event<Alert>
{
    public override Alert After(Alert? before, DateTimeOffset at) =>
        new(Id, About, Address, at, Confirm, before?.Leave ?? [], null, null, []);
}
