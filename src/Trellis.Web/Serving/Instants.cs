namespace Trellis.Serving;

/// <summary>Instants as people in England read them, and as programs do.</summary>
public static class Instants
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById(
        "Europe/London"
    );

    /// <summary>"2 Oct 2026, 10:15", by the clock in London.</summary>
    public static string InLondon(this DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, London).ToString("d MMM yyyy, HH:mm");

    /// <summary>"2026-10-02T09:15:00Z".</summary>
    public static string Iso(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    /// <summary>The legal day of an instant: the date in London.</summary>
    public static DateOnly DayInLondon(this DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, London).DateTime);

    /// <summary>The first instant of a legal day.</summary>
    public static DateTimeOffset BeginsInLondon(this DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, London.GetUtcOffset(local)).ToUniversalTime();
    }
}
