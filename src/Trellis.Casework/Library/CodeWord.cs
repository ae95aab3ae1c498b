using System.Collections.Frozen;
using System.Text.Json;

namespace Trellis.Library;

/// <summary>A case of an enum as files and addresses write it: "may-change".</summary>
public static class CodeWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => Known<T>.Words[value];

    /// <summary>Every case, in its order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The case of a word; null where it is none, numbers included.</summary>
    public static T? Parse<T>(string word)
        where T : struct, Enum => Known<T>.Cases.TryGetValue(word, out var value) ? value : null;

    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>()
            .ToFrozenDictionary(
                v => v,
                v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString())
            );

        public static readonly FrozenDictionary<string, T> Cases = Words.ToFrozenDictionary(
            p => p.Value,
            p => p.Key,
            StringComparer.OrdinalIgnoreCase
        );
    }
}
