using Trellis.Journal;
using Trellis.People;

namespace Trellis.Proposals;

/// <summary>Declines what another has proposed, or takes back one's own proposal; nothing of the act is done.</summary>
public sealed record DeclineProposal(ProposalId Which, FreeText Reason)
    : Act<Proposal, ProposalDeclined>
{
    public override string Subject => Which.ToString();

    public override Outcome<ProposalDeclined> Apply(Proposal? before, Occasion now)
    {
        if (before is null)
            return new Refusal("nothing-proposed", "There is no such proposal.");
        if (before.Status != ProposalStatus.Open)
            return new Refusal(
                "proposal-closed",
                "This proposal has been confirmed or declined already."
            );
        if (now.By is not Holder by)
            return new Refusal("people-only", "Only a person who has signed in can decline this.");
        if (string.IsNullOrWhiteSpace(Reason.Text))
            return new Refusal("reason-missing", "Say why, so that whoever proposed it knows.");
        return new ProposalDeclined(Which, by.Person, Reason);
    }
}

/// <summary>A proposal was declined; nothing of the act was done.</summary>
public sealed record ProposalDeclined(ProposalId Proposal, PersonId By, FreeText Reason)
    : Event<Proposal>
{
    public override Proposal After(Proposal? before, DateTimeOffset at) =>
        before! with
        {
            Status = ProposalStatus.Declined,
            Second = By,
            Reason = Reason,
        };
}
