using Trellis.Journal;
using Trellis.People;

namespace Trellis.Proposals;

/// <summary>Proposes an act that needs two people; nothing of it is done until another confirms it.</summary>
/// <param name="Json">The act, as <see cref="ActJson"/> writes it.</param>
public sealed record ProposeAct(ProposalId New, Deed What, FreeText Json)
    : Act<Proposal, ActProposed>
{
    /// <summary>How many days a proposal waits for its second person.</summary>
    public const int DaysOpen = 14;

    public override string Subject => New.ToString();

    public override Outcome<ActProposed> Apply(Proposal? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("already-proposed", "This has been proposed already.");
        if (now.By is not Holder by)
            return new Refusal("people-only", "Only a person who has signed in can propose this.");
        return new ActProposed(
            New,
            What,
            Json,
            by.Person,
            by.As.Role,
            by.As.Over,
            now.At.AddDays(DaysOpen)
        );
    }
}

/// <summary>An act that needs two people was proposed by one.</summary>
public sealed record ActProposed(
    ProposalId Proposal,
    Deed What,
    FreeText Json,
    PersonId By,
    Role As,
    Scope Over,
    DateTimeOffset Until
) : Event<Proposal>
{
    public override Proposal After(Proposal? before, DateTimeOffset at) =>
        new(Proposal, What, Json, By, As, Over, at, Until, ProposalStatus.Open, null, default);
}
