using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Invites a trust to say what it could take. How well each school would fit there is kept as it was worked out that day.</summary>
/// <param name="Fits">One for each school of the closing trust.</param>
public sealed record InviteReceiver(CaseRef Ref, Scope Trust, IReadOnlyList<Fit> Fits)
    : ClosureAct<ReceiverInvited>(Ref)
{
    public const int MostReceivers = 40;

    protected override Outcome<ReceiverInvited> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is null ? ClosureTerms.NoClosure
        : terms.WhyNotAtDesk(
            now.By,
            ClosureTerms.DataRoom,
            ClosureTerms.Preferences,
            ClosureTerms.AssignmentDraft,
            ClosureTerms.PublicViews,
            ClosureTerms.Revised
        )
            is { } no
            ? no
        : Trust.Kind != ScopeKind.Trust || Trust == before.Closing
            ? new Refusal("not-a-receiver", "Invite a trust other than the one that closes.")
        : before.Receiving(Trust) is not null
            ? new Refusal("invited-already", "This trust is invited already.")
        : before.Receivers.Count >= MostReceivers
            ? new Refusal("too-many-receivers", $"Invite {MostReceivers} trusts at most.")
        : !ClosureStages.SameOnce(Fits.Select(f => f.School), before.Schools.Select(s => s.School))
            ? new Refusal("fits-differ", "Say of each school once how it would fit.")
        : Fits.Any(f => f.Value is < 0 or > TrustClosure.PartsOfValue || f.Minutes < 0)
            ? new Refusal("fit-unfit", "A value is between 0 and 1, and minutes are not below 0.")
        : new ReceiverInvited(Ref, Trust, Fits, now.Today);
}

/// <summary>A trust was invited to take schools of a closing one.</summary>
public sealed record ReceiverInvited(CaseRef Ref, Scope Trust, IReadOnlyList<Fit> Fits, DateOnly On)
    : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Receivers = [.. before.Receivers, new Receiver(Trust, On, Fits, null)],
        };
}
