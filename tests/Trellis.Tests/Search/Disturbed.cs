using System.Text.RegularExpressions;

namespace Trellis.Tests.Search;

/// <summary>Names as people type them.</summary>
internal static partial class Disturbed
{
    private static readonly (string Long, string Short)[] abbreviations =
    [
        ("Saint", "St"),
        ("St", "Saint"),
        ("Church of England", "CofE"),
        ("Church of England", "C of E"),
        ("Church of England", "CE"),
        ("CofE", "Church of England"),
        ("CofE", "C.E."),
        ("Roman Catholic", "RC"),
        ("Roman Catholic", "Catholic"),
        ("RC", "Roman Catholic"),
        ("Catholic", "RC"),
        ("Voluntary Aided", "VA"),
        ("VA", "Voluntary Aided"),
        ("Voluntary Controlled", "VC"),
        ("VC", "Voluntary Controlled"),
        ("Junior", "Jnr"),
        ("Infant", "Inf"),
        ("Primary", "Prim"),
        ("School", "Sch"),
        ("Academy", "Acad"),
        ("Community", "Comm"),
        ("Centre", "Ctr"),
        ("and", "&"),
        ("&", "and"),
    ];

    /// <summary>One letter inserted, left out, replaced, or swapped with the next, in a word of four letters or more; null where there is none.</summary>
    public static string? BySlip(string name, Random random)
    {
        var words = LongWord().Matches(name);
        if (words.Count == 0)
            return null;
        var word = words[random.Next(words.Count)];
        var at = word.Index + random.Next(word.Length - 1);
        var letter = (char)('a' + random.Next(26));
        var disturbed = random.Next(4) switch
        {
            0 => name.Insert(at, letter.ToString()),
            1 => name.Remove(at, 1),
            2 => name.Remove(at, 1).Insert(at, letter.ToString()),
            _ => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
        };
        return disturbed == name ? null : disturbed;
    }

    /// <summary>One word or phrase written shorter, or longer; null where the name has none of those.</summary>
    public static string? ByAbbreviation(string name, Random random)
    {
        var possible = abbreviations
            .Select(a =>
                Regex.Replace(
                    name,
                    $@"(?<![\w']){Regex.Escape(a.Long)}(?![\w'])",
                    a.Short,
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
            )
            .Where(changed => changed != name)
            .ToArray();
        return possible.Length == 0 ? null : possible[random.Next(possible.Length)];
    }

    /// <summary>Two words in each other's place; null for a name of one word.</summary>
    public static string? ByOrder(string name, Random random)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            return null;
        var first = random.Next(words.Length);
        var second = (first + 1 + random.Next(words.Length - 1)) % words.Length;
        (words[first], words[second]) = (words[second], words[first]);
        return string.Join(' ', words);
    }

    [GeneratedRegex("[A-Za-z]{4,}", RegexOptions.None, 1000)]
    private static partial Regex LongWord();
}
