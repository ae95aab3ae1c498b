using Trellis.Journal;
using Trellis.People;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>Asks for a hidden passage of a published note to be looked at again. Anybody may, and who asked is not kept.</summary>
public sealed record AskNoteReview(MeetingRef Ref, int Number) : Act<DecisionMeeting, NoteReviewed>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteReviewed> Apply(DecisionMeeting? before, Occasion now) =>
        before is null ? new Refusal("no-meeting", "There is no such meeting.")
        : before.Redactions.Find(Number) is not { } one || before.Open.All(p => p.At != one.At)
            ? new Refusal("no-redaction", "There is no such passage in the published note.")
        : NoteReviewed.Of(Ref, before.Redactions.AskAgain(Number, now.Today), null);
}

/// <summary>Answers whether a passage stays hidden: somebody other than who hid it.</summary>
/// <param name="Review">Its number.</param>
/// <param name="Words">Anybody can read them.</param>
public sealed record AnswerNoteReview(
    MeetingRef Ref,
    int Review,
    ReviewOutcome? Outcome,
    FreeText Words
) : Act<DecisionMeeting, NoteReviewed>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteReviewed> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNotAfter(before, now.By) is { } no)
            return no;
        var book = before!.Redactions;
        var answered = book.AnswerReview(
            Review,
            Outcome,
            Words,
            book.Hidden(before.Texts),
            (Holder)now.By,
            now.Today
        );
        var lifted =
            answered
                is Outcome<RedactionReview>.Happened
                {
                    Event: { Outcome: ReviewOutcome.Released, Of: var number },
                }
            && book.Lift(number, now.Today) is Outcome<Redaction>.Happened { Event: var shown }
                ? shown
                : null;
        return NoteReviewed.Of(Ref, answered, lifted);
    }
}

/// <summary>A hidden passage was to be looked at again, or was.</summary>
/// <param name="Lifted">What is shown again by it; null where nothing is.</param>
public sealed record NoteReviewed(MeetingRef Ref, RedactionReview Review, Redaction? Lifted)
    : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at)
    {
        var book = before!.Redactions.With(Review);
        return before with { Redactions = Lifted is null ? book : book.With(Lifted) };
    }

    internal static Outcome<NoteReviewed> Of(
        MeetingRef meeting,
        Outcome<RedactionReview> outcome,
        Redaction? lifted
    ) =>
        outcome switch
        {
            Outcome<RedactionReview>.Happened { Event: var one } => new NoteReviewed(
                meeting,
                one,
                lifted
            ),
            Outcome<RedactionReview>.Refused { Why: var why } => why,
            _ => new Outcome<NoteReviewed>.Unchanged(),
        };
}
