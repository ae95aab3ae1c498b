using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Changes what is said of a partnership as a whole: its name, what it is for, what is agreed and what it costs. All of it is given anew.</summary>
public sealed record ChangePartnership(
    PartnershipId Id,
    Voice By,
    FreeText Name,
    IReadOnlyList<Purpose> Purposes,
    Willingness Willingness,
    FreeText RequiredBecause,
    Agreement Agreement,
    Costs Costs
) : Act<Partnership, PartnershipChanged>
{
    public override string Subject => Id.ToString();

    public override Outcome<PartnershipChanged> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: true) is { } why)
            return why;
        if (
            Rights.Wrong(Name, Purposes, Willingness, RequiredBecause, Agreement, Costs) is
            { } wrong
        )
            return wrong;
        var happened = new PartnershipChanged(
            Id,
            By.As,
            Name,
            Purposes,
            Willingness,
            RequiredBecause,
            Agreement,
            Costs,
            now.Today
        );
        return ActJson.Write(happened.After(before, now.At)) == ActJson.Write(before!)
            ? new Outcome<PartnershipChanged>.Unchanged()
            : happened;
    }
}

/// <summary>What is said of a partnership as a whole was changed.</summary>
public sealed record PartnershipChanged(
    PartnershipId Id,
    Party By,
    FreeText Name,
    IReadOnlyList<Purpose> Purposes,
    Willingness Willingness,
    FreeText RequiredBecause,
    Agreement Agreement,
    Costs Costs,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Name = Name,
            Purposes = Purposes,
            Willingness = Willingness,
            RequiredBecause = RequiredBecause,
            Agreement = Agreement,
            Costs = Costs,
        };
}
