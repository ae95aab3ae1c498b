using System.Globalization;

namespace Trellis.Store;

/// <summary>Days and instants as the tables keep them: text whose order is the order of time, the same in both databases.</summary>
internal static class Texts
{
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd");

    public static string Of(DateTimeOffset instant) => Journal.Writing.Instant(instant);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
}
