using Trellis.Journal;
using Trellis.People;

namespace Trellis.Proposals;

public enum ProposalStatus
{
    Open,
    Confirmed,

    /// <summary>By another, or taken back by whoever proposed it.</summary>
    Declined,
}

/// <summary>An act that needs two people and that one has proposed.</summary>
/// <param name="What">Which act, to what.</param>
/// <param name="Json">The act itself, with what was typed; nothing once it is closed for long or what it names was erased.</param>
/// <param name="By">Who proposed it.</param>
/// <param name="As">In which role, over <paramref name="Over"/>.</param>
/// <param name="Until">From this instant it can be confirmed no longer.</param>
/// <param name="Second">Who confirmed or declined it; null while it is open.</param>
/// <param name="Reason">Why it was declined.</param>
public sealed record Proposal(
    ProposalId Id,
    Deed What,
    FreeText Json,
    PersonId By,
    Role As,
    Scope Over,
    DateTimeOffset At,
    DateTimeOffset Until,
    ProposalStatus Status,
    PersonId? Second,
    FreeText Reason
) : State
{
    public override string Key => Id.ToString();
}
