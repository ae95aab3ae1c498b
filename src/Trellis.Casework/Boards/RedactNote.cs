using Trellis.Journal;
using Trellis.People;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>Hides words of a note from the public; of a published one at once.</summary>
public sealed record RedactNote(MeetingRef Ref, Passage Passage)
    : Act<DecisionMeeting, NoteRedacted>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteRedacted> Apply(DecisionMeeting? before, Occasion now) =>
        AtTheBoard.WhyNotAfter(before, now.By) is { } no
            ? no
            : NoteRedacted.Of(
                Ref,
                before!.Redactions.Propose(Passage, before.Texts, (Holder)now.By, now.Today)
            );
}

/// <summary>Shows hidden words of a note again.</summary>
/// <param name="Number">Of the redaction.</param>
public sealed record LiftNoteRedaction(MeetingRef Ref, int Number)
    : Act<DecisionMeeting, NoteRedacted>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteRedacted> Apply(DecisionMeeting? before, Occasion now) =>
        AtTheBoard.WhyNotAfter(before, now.By) is { } no
            ? no
            : NoteRedacted.Of(Ref, before!.Redactions.Lift(Number, now.Today));
}

/// <summary>Shows words again whose time is over; the program does.</summary>
public sealed record ReleaseNoteRedaction(MeetingRef Ref, int Number)
    : Act<DecisionMeeting, NoteRedacted>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteRedacted> Apply(DecisionMeeting? before, Occasion now) =>
        before is null ? new Refusal("no-meeting", "There is no such meeting.")
        : now.By is not Program
            ? new Refusal("not-yours-to-release", "What is over is released by the program.")
        : before.Redactions.Find(Number) is { Ended: null } one && one.Holds(now.Today)
            ? new Refusal("not-over", "These words are hidden for longer.")
        : NoteRedacted.Of(Ref, before.Redactions.Lift(Number, now.Today));
}

/// <summary>Words of a note were hidden, or are shown again.</summary>
/// <param name="Redaction">As it is from now on.</param>
public sealed record NoteRedacted(MeetingRef Ref, Redaction Redaction) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Redactions = before.Redactions.With(Redaction),
        };

    internal static Outcome<NoteRedacted> Of(MeetingRef meeting, Outcome<Redaction> outcome) =>
        outcome switch
        {
            Outcome<Redaction>.Happened { Event: var one } => new NoteRedacted(meeting, one),
            Outcome<Redaction>.Refused { Why: var why } => why,
            _ => new Outcome<NoteRedacted>.Unchanged(),
        };
}

/// <summary>Agrees, as a second person who has read the note, to all that others have hidden in it.</summary>
public sealed record CheckNote(MeetingRef Ref) : Act<DecisionMeeting, NoteChecked>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteChecked> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNotAfter(before, now.By) is { } no)
            return no;
        var agreed = new List<Redaction>();
        foreach (var one in before!.Redactions.Holding.Where(r => r.Second is null))
            switch (before.Redactions.Agree(one.Number, (Holder)now.By))
            {
                case Outcome<Redaction>.Refused { Why: var why }:
                    return why;
                case Outcome<Redaction>.Happened { Event: var with }:
                    agreed.Add(with);
                    break;
            }
        return agreed.Count == 0
            ? new Outcome<NoteChecked>.Unchanged()
            : new NoteChecked(Ref, agreed);
    }
}

/// <summary>A second person agrees to what is hidden in a note.</summary>
public sealed record NoteChecked(MeetingRef Ref, IReadOnlyList<Redaction> Redactions)
    : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Redactions = Redactions.Aggregate(before.Redactions, (book, one) => book.With(one)),
        };
}
