using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Takes somebody off one's shortlist, with the note beside them.</summary>
public sealed record TakeOffShortlist(Voice By, Party Who) : Act<Shortlist, PartyUnlisted>
{
    public override string Subject => By.As.ToString();

    public override Outcome<PartyUnlisted> Apply(Shortlist? before, Occasion now) =>
        before is null || !By.MaySpeak(now.By)
            ? new Refusal("no-shortlist", "There is no shortlist of yours.")
        : before.Listed.Any(l => l.Who == Who) ? new PartyUnlisted(Who)
        : new Outcome<PartyUnlisted>.Unchanged();
}

/// <summary>Somebody is on a shortlist no longer.</summary>
public sealed record PartyUnlisted(Party Who) : Event<Shortlist>
{
    public override Shortlist After(Shortlist? before, DateTimeOffset at) =>
        before! with
        {
            Listed = [.. before.Listed.Where(l => l.Who != Who)],
        };
}
