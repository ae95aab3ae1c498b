using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Says who works on a case.</summary>
/// <param name="Officer">An officer of the region, as whoever asks has looked up; null for nobody.</param>
public sealed record AssignOfficer(CaseRef Ref, PersonId? Officer)
    : Act<BrokerageCase, OfficerAssigned>
{
    public override string Subject => Ref.ToString();

    public override Outcome<OfficerAssigned> Apply(BrokerageCase? before, Occasion now)
    {
        if (AtTheDesk.WhyNot(before, now.By) is { } no)
            return no;
        if (Officer is { } person && before!.InterestOf(person) is not null)
            return new Refusal(
                "interest-declared",
                "They have declared an interest in this case. Choose somebody else."
            );
        return before!.Officer == Officer
            ? new Outcome<OfficerAssigned>.Unchanged()
            : new OfficerAssigned(Ref, Officer);
    }
}

/// <summary>Somebody works on a case from now on, or nobody does.</summary>
public sealed record OfficerAssigned(CaseRef Ref, PersonId? Officer) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Officer = Officer,
        };
}
