using System.Text.Json;

namespace Trellis.Library;

/// <summary>A case of an enum as files and addresses write it: "may-change".</summary>
public static class CodeWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Every case, in its order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The case of a word; null where it is none, numbers included.</summary>
    public static T? Parse<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(Of(value), word, StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }
}
