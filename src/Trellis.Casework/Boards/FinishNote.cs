using Trellis.Journal;

namespace Trellis.Boards;

/// <summary>Says that the draft of a note is whole: something is said of each item.</summary>
public sealed record FinishNote(MeetingRef Ref) : Act<DecisionMeeting, NoteFinished>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteFinished> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNotAfter(before, now.By) is { } no)
            return no;
        if (before!.DraftedOn is not null)
            return new Outcome<NoteFinished>.Unchanged();
        var silent = before
            .Items.Select((item, place) => (item, place))
            .Where(i =>
                before.Note.All(p => p.Case != i.item.Case || p.Part != NotePart.Discussion)
            )
            .ToList();
        return silent is [var first, ..]
            ? new Refusal(
                "item-without-note",
                $"Write what was discussed on item {first.place + 1}."
            )
            : new NoteFinished(Ref, now.Today);
    }
}

/// <summary>The draft of a note is whole.</summary>
public sealed record NoteFinished(MeetingRef Ref, DateOnly On) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            DraftedOn = On,
        };
}
