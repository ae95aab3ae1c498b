using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>Names somebody to ring about a case. Names of people are never public, and are erased with the notes of the case.</summary>
/// <param name="For">For whom they speak.</param>
/// <param name="Work">What they are there: "chair of governors".</param>
/// <param name="Reach">A telephone number or an e-mail address; may be empty.</param>
public sealed record NameContact(
    CaseRef Ref,
    Scope For,
    FreeText Name,
    FreeText Work,
    FreeText Reach
) : Act<BrokerageCase, ContactNamed>
{
    public const int Longest = 200;

    public override string Subject => Ref.ToString();

    public override Outcome<ContactNamed> Apply(BrokerageCase? before, Occasion now)
    {
        if (AtTheDesk.WhyNot(before, now.By) is { } no)
            return no;
        if (Name.Misfit("the name", Longest, "name", needed: true, oneLine: true) is { } unnamed)
            return unnamed;
        if (
            Work.Misfit("what they are there", Longest, "work", needed: true, oneLine: true) is
            { } unfit
        )
            return unfit;
        if (Reach.Misfit("how to reach them", Longest, "reach", oneLine: true) is { } unreached)
            return unreached;
        var number = before!.Contacts.Count == 0 ? 1 : before.Contacts.Max(c => c.Number) + 1;
        return new ContactNamed(
            Ref,
            number,
            For,
            Name.Kept(),
            Work.Kept(),
            Reach.Kept(),
            now.Today
        );
    }
}

/// <summary>Somebody can be rung about a case.</summary>
public sealed record ContactNamed(
    CaseRef Ref,
    int Number,
    Scope For,
    FreeText Name,
    FreeText Work,
    FreeText Reach,
    DateOnly On
) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Contacts = [.. before.Contacts, new CaseContact(Number, For, Name, Work, Reach, On)],
        };
}

/// <summary>Takes somebody off the list of whom to ring.</summary>
public sealed record RemoveContact(CaseRef Ref, int Number) : Act<BrokerageCase, ContactRemoved>
{
    public override string Subject => Ref.ToString();

    public override Outcome<ContactRemoved> Apply(BrokerageCase? before, Occasion now) =>
        AtTheDesk.WhyNot(before, now.By) is { } no ? no
        : before!.Contacts.Any(c => c.Number == Number) ? new ContactRemoved(Ref, Number)
        : new Outcome<ContactRemoved>.Unchanged();
}

/// <summary>Somebody is not rung any more.</summary>
public sealed record ContactRemoved(CaseRef Ref, int Number) : Event<BrokerageCase>
{
    public override BrokerageCase After(BrokerageCase? before, DateTimeOffset at) =>
        before! with
        {
            Contacts = [.. before.Contacts.Where(c => c.Number != Number)],
        };
}
