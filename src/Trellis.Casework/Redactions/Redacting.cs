using System.Globalization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Redactions;

/// <summary>Words that somebody wants to keep from the public, as a form gives them.</summary>
/// <param name="Code">Null where none was chosen, which is refused.</param>
/// <param name="Expires">The day from which the words are public again; null where none was given, which is refused.</param>
/// <param name="Why">For whoever reviews it; never public.</param>
public sealed record Passage(
    TextAt At,
    int Start,
    int Length,
    RedactionCode? Code,
    DateOnly? Expires,
    FreeText Why
);

/// <summary>The rules of redacting, the same for every document that has texts: a part of its acts, which keep what comes of it.</summary>
public static class Redacting
{
    public const int LongestWhy = 1000;

    /// <summary>How far off the last day may be; whoever wants longer looks at it again then.</summary>
    public const int LongestYears = 20;

    /// <summary>Hides a passage, or says why not.</summary>
    /// <param name="texts">All texts of the document that are public or will be.</param>
    /// <returns>A redaction over whole words: half a word tells the other half.</returns>
    public static Outcome<Redaction> Propose(
        this RedactionBook book,
        Passage asked,
        IReadOnlyList<PlacedText> texts,
        Holder by,
        DateOnly today
    )
    {
        if (texts.FirstOrDefault(t => t.At == asked.At)?.Text is not { Length: > 0 } text)
            return new Refusal(
                "redaction-text-unknown",
                "There is no public text of this name, so nothing of it can be hidden."
            );
        if (asked.Start < 0 || asked.Length < 1 || asked.Start > text.Length - asked.Length)
            return new Refusal(
                "redaction-outside",
                "The passage does not lie within the text. Choose it again."
            );
        if (asked.Code is not { } code || !Enum.IsDefined(code))
            return new Refusal(
                "redaction-code-missing",
                "Choose why the words are hidden, from the list. Without a reason from the list they are public."
            );
        if (asked.Expires is not { } expires)
            return new Refusal(
                "redaction-expiry-missing",
                "Enter the day from which the words are public again."
            );
        if (expires <= today)
            return new Refusal(
                "redaction-expiry-past",
                $"{Spans.InWords(expires)} has come already, so nothing would be hidden. Enter a later day."
            );
        if (expires > today.AddYears(LongestYears))
            return new Refusal(
                "redaction-expiry-far",
                $"Enter a day within {LongestYears} years. Somebody can hide the words again then."
            );
        if (
            asked.Why.Misfit("the reason, for whoever reviews it", LongestWhy, "reason", true) is
            { } unfit
        )
            return unfit;
        var (start, end) = WholeWords(text, asked.Start, asked.Start + asked.Length);
        if (start == end)
            return new Refusal("redaction-empty", "The passage has no words. Choose it again.");
        if (book.Holding.Any(r => r.At == asked.At && r.Start <= start && end <= r.End))
            return new Refusal("redacted-already", "These words are hidden already.");
        return new Redaction(
            book.All.Count + 1,
            asked.At,
            start,
            end - start,
            code,
            by.Person,
            today,
            asked.Why.Kept(),
            expires
        );
    }

    /// <summary>Agrees to a redaction as the second person.</summary>
    public static Outcome<Redaction> Agree(this RedactionBook book, int number, Holder by) =>
        book.Find(number) is not { Ended: null } one
            ? new Refusal("no-redaction", "There is no such redaction, or it has ended.")
        : one.Second is not null ? new Outcome<Redaction>.Unchanged()
        : one.By == by.Person
            ? new Refusal(
                "second-person-needed",
                "You hid these words yourself. Ask another who works on it to look at them."
            )
        : one with { Second = by.Person };

    /// <summary>Ends a redaction: its words are public from now on.</summary>
    public static Outcome<Redaction> Lift(this RedactionBook book, int number, DateOnly today) =>
        book.Find(number) is not { } one
            ? new Refusal("no-redaction", "There is no such redaction.")
        : one.Ended is not null ? new Outcome<Redaction>.Unchanged()
        : one with { Ended = today };

    /// <summary>Asks for a redaction to be looked at again. Anybody may, and it is asked once at a time.</summary>
    public static Outcome<RedactionReview> AskAgain(
        this RedactionBook book,
        int number,
        DateOnly today
    )
    {
        if (book.Find(number) is not { Ended: null })
            return new Refusal(
                "no-redaction",
                "These words are not hidden any more, or there is no such passage."
            );
        var asked = book.Reviews.Where(r => r.Of == number).ToList();
        if (asked.Exists(r => r.Outcome is null))
            return new Outcome<RedactionReview>.Unchanged();
        if (asked is [.., { AnsweredOn: { } last }] && last.AddMonths(1) > today)
            return new Refusal(
                "review-lately",
                $"This passage was looked at again on {Spans.InWords(last)}. It can be asked again a month after."
            );
        return new RedactionReview(book.Reviews.Count + 1, number, today);
    }

    /// <summary>Answers a review. Who hid the words does not judge them again.</summary>
    /// <param name="hidden">What the document hides: the answer is public and must not say it.</param>
    public static Outcome<RedactionReview> AnswerReview(
        this RedactionBook book,
        int review,
        ReviewOutcome? outcome,
        FreeText words,
        IReadOnlyList<HiddenWords> hidden,
        Holder by,
        DateOnly today
    )
    {
        if (book.Reviews.FirstOrDefault(r => r.Number == review) is not { } asked)
            return new Refusal("no-review", "Nobody asked for this.");
        if (asked.Outcome is not null)
            return new Refusal(
                "answered-already",
                $"This was answered on {Spans.InWords(asked.AnsweredOn!.Value)}."
            );
        if (book.Find(asked.Of) is { } one && one.By == by.Person)
            return new Refusal(
                "second-person-needed",
                "You hid these words yourself. Somebody else answers whether they stay hidden."
            );
        if (outcome is not { } found || !Enum.IsDefined(found))
            return new Refusal(
                "outcome-missing",
                "Choose whether the words stay hidden or become public."
            );
        if (words.Misfit("why, for everybody to read", LongestWhy, "answer", true) is { } unfit)
            return unfit;
        var stays =
            found == ReviewOutcome.Upheld ? hidden : [.. hidden.Where(h => h.Number != asked.Of)];
        if (CanaryScan.Hits(stays, [new Output("your answer", words.ToString())]) is [_, ..])
            return new Refusal(
                "hidden-words-said",
                "Your answer says words that are hidden. Everybody reads it, so say it in another way."
            );
        return asked with
        {
            Outcome = found,
            AnsweredOn = today,
            By = by.Person,
            Words = words.Kept(),
        };
    }

    /// <summary>The redactions of a text that was corrected: each moves to where its words stand now; where they do not stand there exactly once, the whole text is hidden until somebody has looked.</summary>
    /// <param name="after">Null where there is no such text any more.</param>
    /// <param name="today">The day on which redactions of a text that is gone end; null where they stay.</param>
    public static RedactionBook Corrected(
        this RedactionBook book,
        TextAt at,
        string? before,
        string? after,
        DateOnly? today
    )
    {
        if (before == after)
            return book;
        foreach (var one in book.Holding.Where(r => r.At == at).ToList())
        {
            if (string.IsNullOrEmpty(after))
            {
                book = today is null ? book : book.With(one with { Ended = today });
                continue;
            }
            var words = (before ?? "")[
                Math.Min(one.Start, before?.Length ?? 0)..Math.Min(one.End, before?.Length ?? 0)
            ];
            var first = words.Length == 0 ? -1 : after.IndexOf(words, StringComparison.Ordinal);
            var once = first >= 0 && after.IndexOf(words, first + 1, StringComparison.Ordinal) < 0;
            var (start, end) = once
                ? WholeWords(after, first, first + words.Length)
                : (0, after.Length);
            book = book.With(one with { Start = start, Length = end - start });
        }
        return book;
    }

    /// <summary>The words from one number to another, counted from 1, as the page numbers them: how a passage is chosen without a script.</summary>
    /// <returns>Where they stand; null where the text has no such words.</returns>
    public static (int Start, int Length)? WordsFromTo(string text, int first, int last)
    {
        var words = OpenText.WordsOf(text).ToList();
        return first < 1 || last < first || last > words.Count
            ? null
            : (words[first - 1].Start, words[last - 1].End - words[first - 1].Start);
    }

    /// <summary>Where words that somebody typed or copied stand in a text, however blanks, line ends, quotes and capitals were typed; each place once.</summary>
    public static IReadOnlyList<(int Start, int Length)> PlacesOf(string text, string typed)
    {
        var wanted = OpenText.WordsOf(typed).Select(w => Plain(typed[w.Start..w.End])).ToList();
        if (wanted.Count == 0)
            return [];
        var words = OpenText.WordsOf(text).ToList();
        var found = new List<(int, int)>();
        for (var i = 0; i + wanted.Count <= words.Count; i++)
        {
            var fits = true;
            for (var k = 0; k < wanted.Count && fits; k++)
            {
                var word = Plain(text[words[i + k].Start..words[i + k].End]);
                fits =
                    word == wanted[k]
                    || (k == 0 || k == wanted.Count - 1) && Trimmed(word) == Trimmed(wanted[k]);
            }
            if (fits)
                found.Add((words[i].Start, words[i + wanted.Count - 1].End - words[i].Start));
        }
        return found;
    }

    private static string Plain(string word) =>
        word.Replace('\u2018', '\'')
            .Replace('\u2019', '\'')
            .Replace('\u201c', '"')
            .Replace('\u201d', '"')
            .ToUpperInvariant();

    private static string Trimmed(string word)
    {
        var (start, end) = (0, word.Length);
        while (start < end && !char.IsLetterOrDigit(word[start]))
            start++;
        while (end > start && !char.IsLetterOrDigit(word[end - 1]))
            end--;
        return word[start..end];
    }

    /// <summary>A passage without the blanks around it, widened where it cuts a word.</summary>
    private static (int Start, int End) WholeWords(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (start == end)
            return (start, start);
        while (start > 0 && Joined(text, start))
            start--;
        while (end < text.Length && Joined(text, end))
            end++;
        return (start, end);
    }

    /// <summary>Whether the letters on both sides of a place are of one word, or of one number: "41,750", "4.2".</summary>
    private static bool Joined(string text, int at) =>
        OfWord(text[at - 1]) && OfWord(text[at])
        || at > 1
            && text[at - 1] is (',' or '.')
            && char.IsAsciiDigit(text[at - 2])
            && char.IsAsciiDigit(text[at])
        || at + 1 < text.Length
            && text[at] is (',' or '.')
            && char.IsAsciiDigit(text[at - 1])
            && char.IsAsciiDigit(text[at + 1]);

    private static bool OfWord(char letter) =>
        char.IsLetterOrDigit(letter)
        || char.IsSurrogate(letter)
        || letter is '\'' or '\u2019' or '-' or '_' or '@'
        || CharUnicodeInfo.GetUnicodeCategory(letter)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Format;
}
