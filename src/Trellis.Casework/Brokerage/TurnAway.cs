using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Writes down that somebody asked for the papers of a case in which they declared an interest; once a day for each person.</summary>
public sealed record TurnAway(CaseRef Ref) : Act<BrokerageCase, PersonTurnedAway>
{
    public override string Subject => Ref.ToString();

    public override Outcome<PersonTurnedAway> Apply(BrokerageCase? before, Occasion now)
    {
        if (before is null)
            return new Refusal("no-case", "There is no such case.");
        if (now.By is not Holder by || before.InterestOf(by.Person) is null)
            return new Refusal("no-interest", "No interest closes this case.");
        var turned = new TurnedAway(by.Person, now.Today);
        return before.TurnedAway.Contains(turned)
            ? new Outcome<PersonTurnedAway>.Unchanged()
            : new PersonTurnedAway(Ref, turned.Person, turned.On);
    }
}

/// <summary>Somebody was not shown the papers of a case.</summary>
public sealed record PersonTurnedAway(CaseRef Ref, PersonId Person, DateOnly On)
    : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            TurnedAway = [.. before.TurnedAway, new TurnedAway(Person, On)],
        };
}
