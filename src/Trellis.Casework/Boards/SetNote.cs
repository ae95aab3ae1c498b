using Trellis.Journal;
using Trellis.People;
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

    /// <summary>Who declared an interest in the case; the store fills them in within the transaction.</summary>
    public IReadOnlyList<PersonId> Barred { get; init; } = [];

    public override Outcome<NoteSet> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNotAfter(before, now.By) is { } no)
            return no;
        if (
            Case is null != (Part == NotePart.General)
            || Case is { } item && before!.Items.All(i => i.Case != item)
        )
            return new Refusal("part-unknown", "The note has no such part.");
        if (now.By is Holder by && Barred.Contains(by.Person))
            return new Refusal(
                "interest-declared",
                "You declared an interest in this case, so somebody else writes what was said of it."
            );
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
        var (carried, vanished) = Carried(before, left, [.. paragraphs.Except(was)], now.Today);
        return new NoteSet(Ref, Case, Part, paragraphs, number, carried) { Vanished = vanished };
    }

    /// <summary>What hid words of a paragraph that is gone hides them where they stand now; where they are not found exactly once, all that is new is hidden until somebody has looked. Words that are hidden anywhere are hidden in what is new too.</summary>
    /// <remarks>A paragraph is often cut out of one part and put into another. Its words are kept until the note is published, so that they are known there.</remarks>
    private static (
        IReadOnlyList<Redaction> Carried,
        IReadOnlyList<NoteParagraph> Vanished
    ) Carried(
        DecisionMeeting before,
        List<NoteParagraph> gone,
        IReadOnlyList<NoteParagraph> added,
        DateOnly today
    )
    {
        var (ended, found) = (new List<Redaction>(), new List<Redaction>());
        var vanished = new List<NoteParagraph>();
        var hidden = before.Redactions.Hidden(before.Texts).ToLookup(h => h.Number, h => h.Words);
        // Written otherwise, as in capitals: who copies words does not copy them letter by letter.
        var said = added.ToDictionary(
            p => p,
            p =>
                CanaryScan
                    .Hits(
                        [.. hidden.SelectMany(h => h.Select(w => new HiddenWords(h.Key, w)))],
                        [new Output("", p.Words.ToString())]
                    )
                    .Select(h => h.Number)
                    .ToHashSet()
        );
        foreach (var old in before.Redactions.Holding)
        {
            var from = gone.Find(p => p.At == old.At);
            var words = hidden[old.Number].FirstOrDefault() ?? "";
            var places = added
                .SelectMany(p => Places(p.Words.ToString(), words).Select(at => (p.At, Start: at)))
                .ToList();
            if (from is not null && places.Count != 1)
                found.AddRange(added.Select(Whole));
            else if (places.Count > 0)
                found.AddRange(
                    places.Select(place => old with { At = place.At, Start = place.Start })
                );
            else
                found.AddRange(added.Where(p => said[p].Contains(old.Number)).Select(Whole));
            var moved = places.Count == 1;
            // What is public stays hidden there until another edition takes its place.
            if (from is not null && !before.Open.Contains(from) && moved)
                ended.Add(old with { Ended = today });
            else if (from is not null && !before.Open.Contains(from))
                vanished.Add(from);
            else if (before.Vanished.Any(p => p.At == old.At) && places.Count > 0)
                ended.Add(old with { Ended = today });

            // It hides more than somebody agreed to.
            Redaction Whole(NoteParagraph paragraph) =>
                old with
                {
                    At = paragraph.At,
                    Start = 0,
                    Length = paragraph.Words.ToString().Length,
                    Second = null,
                };
        }
        var number = before.Redactions.All.Count;
        return (
            [
                .. ended,
                .. added
                    .SelectMany(p => Once(p, [.. found.Where(r => r.At == p.At)]))
                    .Select(r => r with { Number = ++number }),
            ],
            [.. vanished.Distinct()]
        );
    }

    /// <summary>The same words are hidden once, for as long as the longest of what hid them; where all of a paragraph is hidden, nothing else of it is.</summary>
    private static IEnumerable<Redaction> Once(NoteParagraph paragraph, List<Redaction> found)
    {
        var all = paragraph.Words.ToString().Length;
        return found.Find(r => r.Start == 0 && r.Length == all) is { } whole
            ? [whole with { Expires = found.Max(r => r.Expires) }]
            : found
                .GroupBy(r => (r.Start, r.Length))
                .Select(g => g.MaxBy(r => (r.Expires, -r.Number))!);
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
    /// <summary>Paragraphs that are gone and of which words are hidden still.</summary>
    public IReadOnlyList<NoteParagraph> Vanished { get; init; } = [];

    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Note = [.. before.Note.Where(p => p.Case != Case || p.Part != Part), .. Paragraphs],
            Paragraphs = Highest,
            Vanished = [.. before.Vanished.Union(Vanished)],
            Redactions = Carried.Aggregate(before.Redactions, (book, one) => book.With(one)),
        };
}
