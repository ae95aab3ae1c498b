using Trellis.Calendar;

namespace Trellis.Procedures;

/// <summary>In what a stretch of time is counted.</summary>
public enum Unit
{
    Days,
    WorkingDays,

    /// <summary>By the usual terms, which come near to a school's own.</summary>
    SchoolDays,
    Months,
    Years,
}

/// <summary>Dates that lie so many days or months after others, and how they are said.</summary>
public static class Spans
{
    /// <summary>The day that is so long after a day; null where the calendar does not reach so far.</summary>
    public static DateOnly? After(DateOnly day, int count, Unit unit) =>
        unit switch
        {
            Unit.Days => day.AddDays(count),
            Unit.Months => day.AddMonths(count),
            Unit.Years => day.AddYears(count),
            Unit.WorkingDays => WorkingDays.England.TryAdd(day, count),
            _ => SchoolDays.Usual.TryAdd(day, count),
        };

    /// <summary>"42 days", "1 working day".</summary>
    public static string InWords(int count, Unit unit)
    {
        var one = unit switch
        {
            Unit.Days => "day",
            Unit.WorkingDays => "working day",
            Unit.SchoolDays => "school day",
            Unit.Months => "month",
            _ => "year",
        };
        return count == 1 ? $"1 {one}" : $"{count} {one}s";
    }

    /// <summary>"12 April 2026".</summary>
    public static string InWords(DateOnly day) => day.ToString("d MMMM yyyy");
}
