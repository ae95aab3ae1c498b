namespace Trellis.Serving;

/// <summary>The legal day in England: the date in London, made from the instant at the edge.</summary>
public sealed class LondonDay(TimeProvider time)
{
    internal static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(
        "Europe/London"
    );

    public DateOnly Today =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone).DateTime);
}
