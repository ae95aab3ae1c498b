using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Protocols;

/// <summary>Registers the evaluation of a partnership that was stated before evaluations were registered with partnerships. The program does it, once, and the protocol says so.</summary>
public sealed record RegisterProtocol(PartnershipId Id) : Act<Partnership, ProtocolRegistered>
{
    public override string Subject => Id.ToString();

    public override Outcome<ProtocolRegistered> Apply(Partnership? before, Occasion now)
    {
        if (before is null)
            return Rights.None;
        if (now.By is not Program)
            return new Refusal(
                "not-by-hand",
                "An evaluation is registered by the program, with its partnership."
            );
        return before.Evaluation is not null
            ? new Outcome<ProtocolRegistered>.Unchanged()
            : new ProtocolRegistered(
                Id,
                ProtocolDraft.Of(
                    Id,
                    before.Model,
                    before.Began,
                    before.Purposes,
                    before.Willingness,
                    before.Members.Count(m => m.Status != MemberStatus.Denied),
                    before.Aims,
                    before.StatedOn,
                    now.Today
                )
            );
    }
}

/// <summary>The evaluation of an earlier partnership was registered.</summary>
public sealed record ProtocolRegistered(PartnershipId Id, Protocol Protocol) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Evaluation = new RegisteredEvaluation(Protocol, []),
        };
}
