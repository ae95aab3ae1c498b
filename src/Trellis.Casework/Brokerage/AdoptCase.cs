using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Takes on what a school, a trust or an authority stated: nothing of it is typed again, and who stated it stays said.</summary>
public sealed record AdoptCase(CaseRef Ref) : Act<BrokerageCase, CaseAdopted>
{
    public override string Subject => Ref.ToString();

    public override Outcome<CaseAdopted> Apply(BrokerageCase? before, Occasion now)
    {
        if (before is null)
            return new Refusal("no-case", "There is no such case.");
        if (
            now.By is not Holder { As: { Role: Role.RegionOfficer, Over: var region } } by
            || region != before.Region
        )
            return new Refusal(
                "not-your-case",
                "A case is adopted by an officer of the region in which its school lies."
            );
        if (AtTheDesk.Interested(before, by.Person) is { } interested)
            return interested;
        if (before.AdoptedOn is { } day)
            return new Refusal(
                "adopted-already",
                $"The region works on this case since {Spans.InWords(day)}."
            );
        return new CaseAdopted(Ref, now.Today, by.Person);
    }
}

/// <summary>A region took a case on.</summary>
/// <param name="Officer">Who did, and works on it from now on.</param>
public sealed record CaseAdopted(CaseRef Ref, DateOnly On, PersonId Officer) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            AdoptedOn = On,
            Officer = before.Officer ?? Officer,
        };
}
