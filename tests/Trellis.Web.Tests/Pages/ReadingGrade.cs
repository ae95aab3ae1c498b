using AngleSharp.Dom;

namespace Trellis.Pages;

/// <summary>How many years of school a text asks for, by Flesch and Kincaid (1975): 0.39 × words a sentence + 11.8 × syllables a word - 15.59.</summary>
/// <remarks>
/// A colon or a semicolon ends a sentence, as with Flesch. Syllables are counted by groups of vowels; a silent e is not one.
/// Left out are what a reader does not read as prose or cannot choose: numbers; links' keys of sources and the list of sources;
/// names, that is words with a capital inside a sentence, and words all in capitals; and the names of the models themselves.
/// Blocks of fewer than four words (labels, one-word answers) are left out too, since they would make any page look easy.
/// </remarks>
internal static class ReadingGrade
{
    private const int LeastWords = 4;

    private static readonly string[] Blocks =
    [
        "h1",
        "h2",
        "h3",
        "p",
        "li",
        "td",
        "th",
        "legend",
        "label",
    ];

    private static readonly string[] Unread =
    [
        "script",
        "style",
        ".claim__note",
        ".cited",
        ".govuk-visually-hidden",
        ".govuk-breadcrumbs",
    ];

    /// <summary>The grade of the main text of a page, and its longest sentence in words.</summary>
    public static (double Grade, int LongestSentence, string Longest) Of(IElement main) =>
        Of(Texts(main));

    /// <summary>How easily the same text reads, by Flesch (1948): 206.835 - 1.015 × words a sentence - 84.6 × syllables a word; 60 is plain English.</summary>
    public static double EaseOf(IElement main)
    {
        var (sentences, words, syllables, _, _) = Count(Texts(main));
        return words == 0
            ? 100
            : 206.835 - (1.015 * words / sentences) - (84.6 * syllables / words);
    }

    private static IEnumerable<string> Texts(IElement main)
    {
        var copy = (IElement)main.Clone();
        foreach (var unread in Unread)
        foreach (var element in copy.QuerySelectorAll(unread).ToArray())
            element.Remove();
        // A link to a model is its name.
        foreach (var name in copy.QuerySelectorAll("a[href^='/guide/models/']").ToArray())
            name.Remove();
        return copy.QuerySelectorAll(string.Join(',', Blocks))
            .Where(block => block.QuerySelector(string.Join(',', Blocks)) is null)
            .Select(block =>
                string.Join(
                    ' ',
                    block.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                )
            );
    }

    public static (double Grade, int LongestSentence, string Longest) Of(IEnumerable<string> texts)
    {
        var (sentences, words, syllables, longest, which) = Count(texts);
        return (
            words == 0 ? 0 : (0.39 * words / sentences) + (11.8 * syllables / words) - 15.59,
            longest,
            which
        );
    }

    private static (int Sentences, int Words, int Syllables, int Longest, string Which) Count(
        IEnumerable<string> texts
    )
    {
        var (sentences, words, syllables) = (0, 0, 0);
        var (longest, which) = (0, "");
        foreach (var text in texts)
        {
            var found = Sentences(text).ToArray();
            if (found.Sum(s => s.Count) < LeastWords)
                continue;
            foreach (var sentence in found)
            {
                if (sentence.Count > longest)
                    (longest, which) = (sentence.Count, string.Join(' ', sentence));
                var counted = sentence.Where((word, i) => !IsName(word, first: i == 0)).ToArray();
                if (counted.Length == 0)
                    continue;
                sentences++;
                words += counted.Length;
                syllables += counted.Sum(Syllables);
            }
        }
        return (sentences, words, syllables, longest, which);
    }

    /// <summary>Groups of vowels, less a silent e; one at least.</summary>
    public static int Syllables(string word)
    {
        var lower = word.ToLowerInvariant();
        var groups = 0;
        for (var i = 0; i < lower.Length; i++)
            if (IsVowel(lower[i]) && (i == 0 || !IsVowel(lower[i - 1])))
                groups++;
        var silent =
            (lower.EndsWith('e') && !lower.EndsWith("le") && !lower.EndsWith("ee"))
            || (lower.EndsWith("ed") && !lower.EndsWith("ted") && !lower.EndsWith("ded"))
            || (
                lower.EndsWith("es")
                && !lower.EndsWith("ses")
                && !lower.EndsWith("ces")
                && !lower.EndsWith("ges")
                && !lower.EndsWith("hes")
                && !lower.EndsWith("xes")
                && !lower.EndsWith("ies")
                && !lower.EndsWith("les")
                && !lower.EndsWith("ees")
            );
        return Math.Max(1, groups - (silent && groups > 1 ? 1 : 0));
    }

    private static IEnumerable<List<string>> Sentences(string text)
    {
        var sentence = new List<string>();
        foreach (var piece in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = new string([.. piece.Where(c => char.IsAsciiLetter(c) || c == '-')]).Trim(
                '-'
            );
            if (word.Length > 0)
                sentence.AddRange(word.Split('-', StringSplitOptions.RemoveEmptyEntries));
            if (
                piece.TrimEnd(')', '"', '\'')[..] is [.., '.' or '!' or '?' or ':' or ';']
                && sentence.Count > 0
            )
            {
                yield return sentence;
                sentence = [];
            }
        }
        if (sentence.Count > 0)
            yield return sentence;
    }

    private static bool IsName(string word, bool first) =>
        (word.Length > 1 && word.All(char.IsAsciiLetterUpper))
        || (!first && char.IsAsciiLetterUpper(word[0]))
        || word.Any(char.IsAsciiLetterUpper) && word.Skip(1).Any(char.IsAsciiLetterUpper);

    private static bool IsVowel(char letter) => "aeiouy".Contains(letter);
}
