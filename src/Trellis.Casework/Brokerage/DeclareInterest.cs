using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Declares an interest of one's own in a party of a case: from then on its papers are closed to whoever declared it, and they take no step.</summary>
/// <param name="In">The party.</param>
/// <param name="What">What binds them to it; never public.</param>
/// <param name="Ended">Its last day; null where it goes on.</param>
public sealed record DeclareInterest(CaseRef Ref, Scope In, FreeText What, DateOnly? Ended)
    : Act<BrokerageCase, InterestDeclared>
{
    /// <summary>How long after its end an interest still counts.</summary>
    public const int Years = 5;

    public const int Longest = 1000;

    public override string Subject => Ref.ToString();

    public override Outcome<InterestDeclared> Apply(BrokerageCase? before, Occasion now)
    {
        if (before is null)
            return new Refusal("no-case", "There is no such case.");
        if (now.By is not Holder by)
            return new Refusal("not-yours-to-declare", "An interest is declared by a person.");
        if (
            In.Kind
            is not (
                ScopeKind.School
                or ScopeKind.Trust
                or ScopeKind.LocalAuthority
                or ScopeKind.Diocese
            )
        )
            return new Refusal("party-unfit", "Name the school, trust, authority or diocese.");
        if (What.Misfit("what binds you to it", Longest, "interest", needed: true) is { } unfit)
            return unfit;
        if (Ended is { } last && last > now.Today)
            return new Refusal(
                "day-not-come",
                $"{Spans.InWords(last)} has not come. Leave the day out where it goes on."
            );
        if (Ended is { } gone && gone.AddYears(Years) < now.Today)
            return new Refusal(
                "interest-too-old",
                $"It ended more than {Years} years ago, so it does not count as an interest."
            );
        return before.InterestOf(by.Person) is { } known
            ? new Refusal(
                "declared-already",
                $"You declared an interest in this case on {Spans.InWords(known.On)}."
            )
            : new InterestDeclared(Ref, by.Person, In, What.Kept(), Ended, now.Today);
    }
}

/// <summary>Somebody has an interest in a party of a case.</summary>
public sealed record InterestDeclared(
    CaseRef Ref,
    PersonId Person,
    Scope In,
    FreeText What,
    DateOnly? Ended,
    DateOnly On
) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Interests = [.. before.Interests, new DeclaredInterest(Person, In, On, What, Ended)],
            // Who cannot open it does not work on it.
            Officer = before.Officer == Person ? null : before.Officer,
        };
}

/// <summary>Takes an interest back that was declared by mistake: another person of the region does, never whoever declared it.</summary>
/// <param name="Person">Who declared it.</param>
public sealed record WithdrawInterest(CaseRef Ref, PersonId Person)
    : Act<BrokerageCase, InterestWithdrawn>
{
    public override string Subject => Ref.ToString();

    public override Outcome<InterestWithdrawn> Apply(BrokerageCase? before, Occasion now)
    {
        if (AtTheDesk.WhyNot(before, now.By) is { } no)
            return no;
        if (before!.InterestOf(Person) is null)
            return new Outcome<InterestWithdrawn>.Unchanged();
        return now.Why.IsThere
            ? new InterestWithdrawn(Ref, Person)
            : new Refusal("reason-missing", "Say why it does not count.");
    }
}

/// <summary>An interest counts no more.</summary>
public sealed record InterestWithdrawn(CaseRef Ref, PersonId Person) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Interests = [.. before.Interests.Where(i => i.Person != Person)],
        };
}
