using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Matching;

/// <summary>What a trust has looked into before it answers an invitation: its own list, which nobody else reads.</summary>
/// <param name="Entries">What was noted, one for each item that was touched.</param>
/// <param name="LastDay">The last day on which something was noted.</param>
public sealed record DueDiligenceList(
    CaseId Invitation,
    Scope Trust,
    IReadOnlyList<DueEntry> Entries,
    DateOnly LastDay
) : Document
{
    public override string Key => Invitation.ToString();

    public override IReadOnlyList<string> Involves => [Trust.ToString()];

    /// <summary>What was noted of an item; null where nothing was.</summary>
    public DueEntry? Of(Code item) => Entries.FirstOrDefault(e => e.Item == item);
}

/// <summary>What was noted of one item.</summary>
/// <param name="Who">Who looks at it.</param>
/// <param name="DoneOn">The day on which it was done; null while it is not.</param>
public sealed record DueEntry(Code Item, FreeText Who, DateOnly? DoneOn, FreeText Notes);

/// <summary>Notes who looks at an item of the list, when it was done and what was found; what was noted of it before is replaced.</summary>
public sealed record NoteDueDiligence(
    CaseId Invitation,
    Scope Trust,
    Code Item,
    FreeText Who,
    DateOnly? DoneOn,
    FreeText Notes
) : Act<DueDiligenceList, DueDiligenceNoted>
{
    public const int LongestWho = 100;
    public const int LongestNotes = 2000;

    public override string Subject => Invitation.ToString();

    public override Outcome<DueDiligenceNoted> Apply(DueDiligenceList? before, Occasion now)
    {
        if (
            now.By is not Holder { As: { Role: Role.TrustOfficer, Over: var own } }
            || own != Trust
            || before is not null && before.Trust != Trust
        )
            return new Refusal("not-your-trust", "Only officers of the trust keep its list.");
        if (DueItems.Of(Item) is null)
            return new Refusal("item-unknown", "There is no such item on the list.");
        if (DoneOn > now.Today)
            return new Refusal(
                "day-not-come",
                $"{Spans.InWords(DoneOn.Value)} has not come. Leave the day empty until it is done."
            );
        if (Who.Misfit("who looks at it", LongestWho, "who", oneLine: true) is { } unfit)
            return unfit;
        if (Notes.Misfit("what was found", LongestNotes, "notes") is { } wrong)
            return wrong;
        var entry = new DueEntry(Item, Who.Kept(), DoneOn, Notes.Kept());
        return before?.Of(Item) == entry
            ? new Outcome<DueDiligenceNoted>.Unchanged()
            : new DueDiligenceNoted(Invitation, Trust, entry, now.Today);
    }
}

/// <summary>Something was noted of an item of the list.</summary>
public sealed record DueDiligenceNoted(CaseId Invitation, Scope Trust, DueEntry Entry, DateOnly On)
    : Event<DueDiligenceList>
{
    public override DueDiligenceList After(DueDiligenceList? before, DateTimeOffset at) =>
        new(
            Invitation,
            Trust,
            [.. (before?.Entries ?? []).Where(e => e.Item != Entry.Item), Entry],
            On
        );
}
