using Trellis.Journal;
using Trellis.Models;
using Trellis.People;

namespace Trellis.Partnerships;

/// <summary>In whose name somebody acts in a partnership.</summary>
/// <param name="As">The party.</param>
/// <param name="Body">Where the party is a school: its trust or local authority, as the register of schools names it; null where it names none, and for other parties.</param>
public readonly record struct Voice(Party As, Scope? Body)
{
    /// <summary>Where the party is a school that has another number now: the school under that number, whose people speak for it too; null otherwise.</summary>
    public Scope? Now { get; init; }

    /// <summary>Whether the party is an academy or a trust: a school whose responsible body is a trust is one.</summary>
    public bool IsAcademy => As.Kind == PartyKind.Trust || Body is { Kind: ScopeKind.Trust };

    /// <summary>Whether somebody may say what is so in the party's name: its own people, and the officers of its responsible body.</summary>
    public bool MaySpeak(Actor by) =>
        As.Scope is { } own
        && (
            As.Kind == PartyKind.School
                ? by.MaySpeakFor(own)
                    || (Now is { } now && by.MaySpeakFor(now))
                    || IsOfficerOf(by, Body)
                : IsOfficerOf(by, own)
        );

    /// <summary>Whether somebody may bind the party: a school in a trust speaks, and the trust acts for it.</summary>
    public bool MayAct(Actor by) =>
        As.Scope is { } own
        && (
            As.Kind == PartyKind.School
                ? Body is { } body
                    && (by.MayActFor(own, body) || (Now is { } now && by.MayActFor(now, body)))
                : IsOfficerOf(by, own)
        );

    /// <summary>Why somebody may not say that the party is in a partnership of a model; null where they may.</summary>
    public Refusal? MayConfirm(Actor by, PartnershipModel model) =>
        (model.Binds ? MayAct(by) : MaySpeak(by)) ? null
        : MaySpeak(by) && Body is { Kind: ScopeKind.Trust }
            ? new Refusal(
                "the-trust-acts",
                "This way of working together binds the school. Ask an officer of your trust to confirm it."
            )
        : MaySpeak(by)
            ? new Refusal(
                "the-school-acts",
                "This way of working together binds the school. Its head or a governor has to confirm it."
            )
        : new Refusal(
            "not-your-party",
            "Only people of this school, or of who is responsible for it, can answer for it."
        );

    private static bool IsOfficerOf(Actor by, Scope? body) =>
        body is { } over
        && by is Holder { As: { Role: Role.TrustOfficer or Role.LocalAuthorityOfficer } held }
        && held.Over == over;
}
