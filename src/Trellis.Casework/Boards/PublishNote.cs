using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Boards;

/// <summary>Publishes the note as it stands, or a newer edition of it.</summary>
/// <param name="Changed">What is different from the edition before; anybody can read it. Empty for the first.</param>
public sealed record PublishNote(MeetingRef Ref, FreeText Changed = default)
    : Act<DecisionMeeting, NotePublished>
{
    public const int Longest = 500;

    public override string Subject => Ref.ToString();

    public override Outcome<NotePublished> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNotAfter(before, now.By) is { } no)
            return no;
        if (before!.DraftedOn is null)
            return new Refusal("not-drafted", "Say first that the draft is finished.");
        for (var place = 0; place < before.Items.Count; place++)
        {
            if (before.ToldOf(before.Items[place].Case) is not { } told)
                return new Refusal(
                    "parties-not-told",
                    $"Item {place + 1}: tell the school and the others what was decided first, and give them time to reply."
                );
            if (now.Today <= told.RepliesUntil)
                return new Refusal(
                    "replies-awaited",
                    $"Item {place + 1}: those concerned may reply until {Spans.InWords(told.RepliesUntil)}."
                );
            if (
                before.Note.All(p =>
                    p.Case != before.Items[place].Case || p.Part != NotePart.Discussion
                )
            )
                return new Refusal(
                    "item-without-note",
                    $"Write what was discussed on item {place + 1}."
                );
        }
        if (before.WaitsForSecond(before.Note))
            return new Refusal(
                "second-person-needed",
                "More than 10 % of the words are redacted, so a second person has to agree before this is published."
            );
        if (before.Editions.Count > 0)
        {
            if (before.Note.SequenceEqual(before.Open))
                return new Outcome<NotePublished>.Unchanged();
            if (
                Changed.Misfit("what is different from before", Longest, "changed", needed: true) is
                { } unfit
            )
                return unfit;
        }
        if (before.HiddenWordsIn(before.Note, Changed) is [var hit, ..])
            return new Refusal(
                "hidden-words-said",
                $"Words that are hidden can still be read in {hit.Place}. Hide them there too, or say it in another way."
            );
        return new NotePublished(
            Ref,
            now.Today,
            before.Editions.Count > 0 ? Changed.Kept() : default
        );
    }
}

/// <summary>A note was published.</summary>
public sealed record NotePublished(MeetingRef Ref, DateOnly On, FreeText Changed)
    : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Open = before.Note,
            Vanished = [],
            Editions = [.. before.Editions, new NoteEdition(On, Changed)],
            // What hid words of paragraphs that are nowhere any more hides nothing.
            Redactions = before
                .Redactions.Holding.Where(r => before.Note.All(p => p.At != r.At))
                .ToList()
                .Aggregate(before.Redactions, (book, one) => book.With(one with { Ended = On })),
        };
}
