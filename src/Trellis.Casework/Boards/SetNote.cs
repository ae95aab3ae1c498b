using Trellis.Journal;
using Trellis.Procedures;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>Writes one part of the note anew. A paragraph whose words are as before stays the same one, with its redactions.</summary>
/// <param name="Case">The item; null for what belongs to none.</param>
/// <param name="Paragraphs">In their order; none takes the part out.</param>
public sealed record SetNote(
    MeetingRef Ref,
    CaseRef? Case,
    NotePart Part,
    IReadOnlyList<FreeText> Paragraphs
) : Act<DecisionMeeting, NoteSet>
{
    public override string Subject => Ref.ToString();

    public override Outcome<NoteSet> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNotAfter(before, now.By) is { } no)
            return no;
        if (
            Case is null != (Part == NotePart.General)
            || Case is { } item && before!.Items.All(i => i.Case != item)
        )
            return new Refusal("part-unknown", "The note has no such part.");
        if (Paragraphs.Count > DecisionMeeting.MostParagraphs)
            return new Refusal(
                "note-too-long",
                $"Use {DecisionMeeting.MostParagraphs} paragraphs or fewer for one part."
            );
        foreach (var words in Paragraphs)
            if (
                words.Misfit("the words", DecisionMeeting.LongestParagraph, "words", true) is
                { } unfit
            )
                return unfit;
        var was = before!.Note.Where(p => p.Case == Case && p.Part == Part).ToList();
        var number = before.Paragraphs;
        var left = was.ToList();
        var paragraphs = new List<NoteParagraph>();
        foreach (var words in Paragraphs.Select(w => w.Kept()))
        {
            var same = left.Find(p => p.Words == words);
            if (same is not null)
                left.Remove(same);
            paragraphs.Add(same ?? new NoteParagraph(++number, Case, Part, words));
        }
        if (was.SequenceEqual(paragraphs))
            return new Outcome<NoteSet>.Unchanged();
        return new NoteSet(
            Ref,
            Case,
            Part,
            paragraphs,
            number,
            Carried(before, left, [.. paragraphs.Except(was)], now.Today)
        );
    }

    /// <summary>What hid words of a paragraph that is gone hides them where they stand now; where they are not found exactly once, all that is new is hidden until somebody has looked.</summary>
    private static IReadOnlyList<Redaction> Carried(
        DecisionMeeting before,
        List<NoteParagraph> gone,
        IReadOnlyList<NoteParagraph> added,
        DateOnly today
    )
    {
        var carried = new List<Redaction>();
        var number = before.Redactions.All.Count;
        foreach (var old in before.Redactions.Holding)
        {
            if (gone.Find(p => p.At == old.At) is not { } from)
                continue;
            // What is public stays hidden there until another edition takes its place.
            if (!before.Open.Contains(from))
                carried.Add(old with { Ended = today });
            var words = from.Words.ToString();
            var hidden = words[Math.Min(old.Start, words.Length)..Math.Min(old.End, words.Length)];
            var places = added
                .SelectMany(p => Places(p.Words.ToString(), hidden).Select(at => (p.At, Start: at)))
                .Take(2)
                .ToList();
            if (places is [var (at, start)])
                carried.Add(old with { Number = ++number, At = at, Start = start });
            else
                carried.AddRange(
                    added.Select(p =>
                        old with
                        {
                            Number = ++number,
                            At = p.At,
                            Start = 0,
                            Length = p.Words.ToString().Length,
                        }
                    )
                );
        }
        return carried;
    }

    private static IEnumerable<int> Places(string text, string words)
    {
        if (words.Length == 0)
            yield break;
        for (
            var at = text.IndexOf(words, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(words, at + 1, StringComparison.Ordinal)
        )
            yield return at;
    }
}

/// <summary>A part of the note was written.</summary>
/// <param name="Highest">The highest number a paragraph was given so far.</param>
/// <param name="Carried">Redactions of words that stand in another paragraph now, and those that ended with theirs.</param>
public sealed record NoteSet(
    MeetingRef Ref,
    CaseRef? Case,
    NotePart Part,
    IReadOnlyList<NoteParagraph> Paragraphs,
    int Highest,
    IReadOnlyList<Redaction> Carried
) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Note = [.. before.Note.Where(p => p.Case != Case || p.Part != Part), .. Paragraphs],
            Paragraphs = Highest,
            Redactions = Carried.Aggregate(before.Redactions, (book, one) => book.With(one)),
        };
}
