using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Redactions;

/// <summary>The redactions of one document and what was asked about them; the state of the document has it as a part.</summary>
/// <param name="All">In the order in which they were made; one that ended stays, so that anybody can count them.</param>
public sealed record RedactionBook(
    IReadOnlyList<Redaction> All,
    IReadOnlyList<RedactionReview> Reviews
)
{
    public static readonly RedactionBook None = new([], []);

    /// <summary>Those that keep words from the public: until somebody lifts one, or the job of the day releases it, and not by the clock alone.</summary>
    /// <remarks>What is public is written once, with the act; if it depended on the day it would differ between the nodes that show it.</remarks>
    [JsonIgnore]
    public IEnumerable<Redaction> Holding => All.Where(r => r.Ended is null);

    /// <summary>Those whose time is over and which nobody has released yet.</summary>
    public IEnumerable<Redaction> Over(DateOnly today) => Holding.Where(r => !r.Holds(today));

    public Redaction? Find(int number) => All.FirstOrDefault(r => r.Number == number);

    /// <summary>A text as the public reads it.</summary>
    public OpenText Open(TextAt at, string text) =>
        OpenText.Of(text, Holding.Where(r => r.At == at));

    /// <summary>What of some texts nobody reads, each passage by itself: what a scan looks for.</summary>
    public IReadOnlyList<HiddenWords> Hidden(IEnumerable<PlacedText> texts) =>
        [
            .. from text in texts
            from one in Holding
            where one.At == text.At && one.Start < text.Text.Length
            select new HiddenWords(
                one.Number,
                text.Text[one.Start..Math.Min(one.End, text.Text.Length)]
            ),
        ];

    /// <summary>How much of all texts of the document is not shown.</summary>
    public WordShare Share(IEnumerable<PlacedText> texts)
    {
        var (words, redacted) = (0, 0);
        foreach (var text in texts)
        {
            var open = Open(text.At, text.Text);
            words += open.Words;
            redacted += open.Redacted;
        }
        return new WordShare(words, redacted);
    }

    /// <summary>Whether a second person has to agree before it may stand: more is hidden than one person may hide, and one of the redactions is one person's alone.</summary>
    public bool WaitsForSecond(IEnumerable<PlacedText> texts) =>
        Share(texts).IsMuch && Holding.Any(r => r.Second is null);

    /// <summary>The book with a redaction in place of the one of its number, or after all where there is none.</summary>
    public RedactionBook With(Redaction one) =>
        this with
        {
            All = Find(one.Number) is null
                ? [.. All, one]
                : [.. All.Select(r => r.Number == one.Number ? one : r)],
        };

    /// <summary>The book with a review in place of the one of its number, or after all where there is none.</summary>
    public RedactionBook With(RedactionReview one) =>
        this with
        {
            Reviews = Reviews.Any(r => r.Number == one.Number)
                ? [.. Reviews.Select(r => r.Number == one.Number ? one : r)]
                : [.. Reviews, one],
        };
}

/// <summary>A text of a document, with its place.</summary>
public sealed record PlacedText(TextAt At, string Text);

/// <summary>Words that a redaction hides; they never leave the casework.</summary>
public sealed record HiddenWords(int Number, string Words);

/// <summary>How many words a document has, and how many of them are not shown.</summary>
public readonly record struct WordShare(int Words, int Redacted)
{
    /// <summary>What one person may hide of a document without another, in per cent of its words.</summary>
    public const int AloneAtMost = 10;

    /// <summary>Whether it is more than one person may hide.</summary>
    public bool IsMuch => Redacted * 100L > (long)Words * AloneAtMost;

    /// <summary>In per cent, rounded up, so that something hidden is never 0; 0 where nothing is.</summary>
    public int Percent => Words == 0 ? 0 : (int)((Redacted * 100L + Words - 1) / Words);
}

/// <summary>What came of a review.</summary>
[JsonConverter(typeof(CodeInKebab<ReviewOutcome>))]
public enum ReviewOutcome
{
    /// <summary>The words stay hidden.</summary>
    Upheld,

    /// <summary>The words are public from then on.</summary>
    Released,
}

/// <summary>That somebody asked for a redaction to be looked at again. Who asked is nowhere kept, so that anybody may.</summary>
/// <param name="Number">Among those of the document, from 1.</param>
/// <param name="Of">The number of the redaction.</param>
/// <param name="Words">Of the answer; public.</param>
public sealed record RedactionReview(
    int Number,
    int Of,
    DateOnly AskedOn,
    ReviewOutcome? Outcome = null,
    DateOnly? AnsweredOn = null,
    PersonId? By = null,
    FreeText Words = default
)
{
    /// <summary>Within how many working days an answer is due: this service's own rule, that of the note of a meeting.</summary>
    public const int WorkingDays = 20;

    /// <summary>The last day on which the answer is in time; null where the calendar does not reach so far.</summary>
    [JsonIgnore]
    public DateOnly? Due => Calendar.WorkingDays.England.TryAdd(AskedOn, WorkingDays);
}
