using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Trellis.Search;

/// <summary>The words of a name as they are compared: small letters, no apostrophes, one spelling for each abbreviation.</summary>
/// <remarks>
/// "St. Mary's C of E (VA) Prim. Sch" and "Saint Marys Church of England Voluntary Aided Primary School" give the same
/// words. "The" is left out unless it is all there is.
/// </remarks>
public static class NameWords
{
    /// <summary>Longer texts are cut here: no name in the register has half as many characters.</summary>
    public const int LongestText = 300;

    private static readonly FrozenDictionary<string, string[]> aliases = new Dictionary<
        string,
        string[]
    >
    {
        ["the"] = [],
        ["saint"] = ["st"],
        ["ss"] = ["saints"],
        ["sts"] = ["saints"],
        ["ce"] = ["coe"],
        ["cofe"] = ["coe"],
        ["cep"] = ["coe", "primary"],
        ["ceva"] = ["coe", "va"],
        ["cevc"] = ["coe", "vc"],
        ["ceaided"] = ["coe", "aided"],
        ["rc"] = ["catholic"],
        ["rcva"] = ["catholic", "va"],
        ["jnr"] = ["junior"],
        ["jun"] = ["junior"],
        ["juniors"] = ["junior"],
        ["inf"] = ["infant"],
        ["infants"] = ["infant"],
        ["nurs"] = ["nursery"],
        ["prim"] = ["primary"],
        ["pri"] = ["primary"],
        ["sec"] = ["secondary"],
        ["sch"] = ["school"],
        ["schl"] = ["school"],
        ["schools"] = ["school"],
        ["acad"] = ["academy"],
        ["comm"] = ["community"],
        ["coll"] = ["college"],
        ["gram"] = ["grammar"],
        ["prep"] = ["preparatory"],
        ["ctr"] = ["centre"],
        ["center"] = ["centre"],
        ["fed"] = ["federation"],
        ["ltd"] = ["limited"],
        ["rd"] = ["road"],
        ["ave"] = ["avenue"],
        ["ln"] = ["lane"],
        ["gt"] = ["great"],
        ["mt"] = ["mount"],
        ["childrens"] = ["children"],
    }.ToFrozenDictionary();

    private static readonly (string[] Said, string Meant)[] phrases =
    [
        (["church", "of", "england"], "coe"),
        (["c", "of", "e"], "coe"),
        (["cof", "e"], "coe"),
        (["c", "ofe"], "coe"),
        (["c", "e"], "coe"),
        (["roman", "catholic"], "catholic"),
        (["r", "c"], "catholic"),
        (["voluntary", "aided"], "va"),
        (["v", "a"], "va"),
        (["voluntary", "controlled"], "vc"),
        (["v", "c"], "vc"),
        (["co", "operative"], "cooperative"),
        (["pre", "school"], "preschool"),
        (["pre", "prep"], "preprep"),
    ];

    private static readonly FrozenSet<string> phraseStarts = phrases
        .Select(p => p.Said[0])
        .ToFrozenSet();

    private static readonly FrozenDictionary<string, string[]>.AlternateLookup<
        ReadOnlySpan<char>
    > aliasOf = aliases.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Abbreviations of one word with the one word each stands for: targets for a misspelt "infnats".</summary>
    internal static IEnumerable<(string Said, string Meant)> Spellings =>
        aliases.Where(a => a.Value is [_]).Select(a => (a.Key, a.Value[0]));

    /// <summary>The words in the order they stand.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        Read(text, words, new WordPool(), typed: false);
        return words;
    }

    /// <summary>The words without any abbreviation resolved, joined by spaces: equal for names that differ in case and punctuation only.</summary>
    public static string Plain(string text)
    {
        var words = new List<string>();
        Split(text, words, new WordPool());
        return string.Join(' ', words);
    }

    /// <summary>Appends the words of a text.</summary>
    /// <param name="typed">Whether a person typed it: then a phrase is known with a slip in one of its longer words too.</param>
    internal static void Read(string text, List<string> words, WordPool pool, bool typed)
    {
        var start = words.Count;
        Split(text, words, pool);
        var said = words.Count;
        for (var i = start; i < said; )
        {
            var (length, meant) = PhraseAt(words, i, said, typed);
            if (length > 0)
                words.Add(meant);
            else if (aliasOf.TryGetValue(words[i], out var alias))
                words.AddRange(alias);
            else
                words.Add(words[i]);
            i += Math.Max(length, 1);
        }
        if (words.Count == said)
            return; // Nothing but "the": the words as said are all there is.
        words.RemoveRange(start, said - start);
    }

    private static (int Length, string Meant) PhraseAt(
        List<string> words,
        int at,
        int end,
        bool typed
    )
    {
        if (!typed && !phraseStarts.Contains(words[at]))
            return default;
        foreach (var (said, meant) in phrases)
        {
            if (at + said.Length > end)
                continue;
            var slips = 0;
            for (var i = 0; i < said.Length && slips <= 1; i++)
            {
                if (words[at + i] == said[i])
                    continue;
                slips +=
                    typed && said[i].Length >= 5 && Edits.Between(words[at + i], said[i], 1) <= 1
                        ? 1
                        : 2;
            }
            if (slips <= 1)
                return (said.Length, meant);
        }
        return default;
    }

    private static void Split(string text, List<string> words, WordPool pool)
    {
        if (text.Length > LongestText)
            text = text[..LongestText];
        if (!Ascii.IsValid(text))
            text = WithoutAccents(text);
        Span<char> word = stackalloc char[text.Length];
        var length = 0;
        var initials = false;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                word[length++] = char.ToLowerInvariant(c);
                continue;
            }
            if (c is '\'' or '`')
                continue;
            // "C.E." is one word, "St.Mary" is two: a dot after a single letter joins.
            if (c == '.' && (length == 1 || (initials && length > 0)))
            {
                initials = true;
                continue;
            }
            if (length > 0)
                words.Add(pool.Word(word[..length]));
            length = 0;
            initials = false;
            if (c == '&')
                words.Add("and");
        }
        if (length > 0)
            words.Add(pool.Word(word[..length]));
    }

    /// <summary>In plain letters; a curly apostrophe, and the "¿" the register has for one, become straight.</summary>
    private static string WithoutAccents(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (c is '\u2019' or '\u2018' or '\u02BC' or '\u00B4' or '\u00BF')
                plain.Append('\'');
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                plain.Append(c);
        }
        return plain.ToString();
    }
}

/// <summary>One string for each word, however often it is read.</summary>
internal sealed class WordPool
{
    private readonly HashSet<string> words = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public WordPool() => bySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Word(ReadOnlySpan<char> letters)
    {
        if (bySpan.TryGetValue(letters, out var known))
            return known;
        var word = letters.ToString();
        words.Add(word);
        return word;
    }
}
