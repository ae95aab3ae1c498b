using Trellis.Journal;
using Trellis.People;

namespace Trellis.Proposals;

/// <summary>Confirms what another has proposed; the act is then done in the same transaction, by both.</summary>
public sealed record ConfirmProposal(ProposalId Which) : Act<Proposal, ProposalConfirmed>
{
    public override string Subject => Which.ToString();

    public override Outcome<ProposalConfirmed> Apply(Proposal? before, Occasion now)
    {
        if (before is null)
            return new Refusal("nothing-proposed", "There is no such proposal.");
        if (before.Status != ProposalStatus.Open)
            return new Refusal(
                "proposal-closed",
                "This proposal has been confirmed or declined already."
            );
        if (now.At >= before.Until)
            return new Refusal(
                "proposal-lapsed",
                $"Nobody confirmed this within {ProposeAct.DaysOpen} days. Propose it again."
            );
        if (now.By is not Holder second)
            return new Refusal("people-only", "Only a person who has signed in can confirm this.");
        if (second.Person == before.By)
            return new Refusal(
                "same-person",
                "You proposed this yourself. Ask somebody else who may do it to confirm it."
            );
        return new ProposalConfirmed(Which, second.Person);
    }
}

/// <summary>A second person confirmed what the first proposed.</summary>
public sealed record ProposalConfirmed(ProposalId Proposal, PersonId Second) : Event<Proposal>
{
    public override Proposal After(Proposal? before, DateTimeOffset at) =>
        before! with
        {
            Status = ProposalStatus.Confirmed,
            Second = Second,
        };
}
