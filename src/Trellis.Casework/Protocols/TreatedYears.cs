using Trellis.Measures;

namespace Trellis.Protocols;

/// <summary>From which school year on a member counts as treated.</summary>
public static class TreatedYears
{
    /// <summary>The school year of a day up to 1 January of it; else the next.</summary>
    public static Year FirstOf(DateOnly joined) =>
        new(joined is { Month: < 9, DayOfYear: > 1 } or { Month: >= 9 } ? joined.Year : joined.Year - 1);
}
