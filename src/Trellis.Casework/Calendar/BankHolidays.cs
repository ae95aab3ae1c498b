using System.Collections.Frozen;
using System.Reflection;
using Trellis.Sources;

namespace Trellis.Calendar;

/// <summary>A bank holiday in England and Wales.</summary>
/// <param name="Name">"Good Friday".</param>
/// <param name="Announced">False where the day follows the rules of the Act for a year that was not announced when the file was reviewed.</param>
/// <param name="Why">Why it is on this day, where it was moved or added; else empty.</param>
public sealed record BankHoliday(DateOnly Day, string Name, bool Announced, string Why);

/// <summary>The bank holidays of England and Wales: the reviewed file definitions/calendar/bank-holidays.yaml.</summary>
/// <param name="From">The first day the file speaks of.</param>
/// <param name="Until">The last one.</param>
public sealed record BankHolidays(
    DateOnly From,
    DateOnly Until,
    string Source,
    IReadOnlyList<BankHoliday> Days
)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("name"),
        new("source"),
        new("from", Shape.Content.Day),
        new("until", Shape.Content.Day),
        Shape.Field.List(
            "days",
            Shape.Part(
                new("day", Shape.Content.Day),
                new("name"),
                new("how", Shape.Content.Choice, false, "announced", "computed"),
                new("why", Optional: true)
            )
        )
    );

    private static readonly Lazy<BankHolidays> Read = new(() =>
        ReviewedFile
            .BuiltIn(Assembly.GetExecutingAssembly(), "calendar/bank-holidays", Parse)
            .Single()
    );

    /// <summary>As they were built in.</summary>
    public static BankHolidays EnglandAndWales => Read.Value;

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static BankHolidays Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var (from, until) = (given.Day("from"), given.Day("until"));
        var days = new List<BankHoliday>();
        foreach (var entry in given.Entries("days"))
        {
            var day = entry.Day("day");
            if (day < from || day > until)
                throw entry.Wrong("this day is not between 'from' and 'until'.", "day");
            if (days is [.., var last] && day <= last.Day)
                throw entry.Wrong("the days are not in order, or one is there twice.", "day");
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                throw entry.Wrong("a bank holiday is not on a Saturday or Sunday.", "day");
            days.Add(
                new BankHoliday(
                    day,
                    entry.Field("name"),
                    entry.Field("how") == "announced",
                    entry.Optional("why")
                )
            );
        }
        return new BankHolidays(from, until, given.Field("source"), days);
    }
}

/// <summary>Working days: Monday to Friday, but for bank holidays in England and Wales.</summary>
public static class WorkingDays
{
    private static readonly Lazy<CountedDays> Counted = new(() => Of(BankHolidays.EnglandAndWales));

    /// <summary>By the calendar that was built in.</summary>
    public static CountedDays England => Counted.Value;

    /// <summary>By a calendar.</summary>
    public static CountedDays Of(BankHolidays holidays)
    {
        var off = holidays.Days.Select(h => h.Day).ToFrozenSet();
        return new CountedDays(
            holidays.From,
            holidays.Until,
            day =>
                day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !off.Contains(day)
        );
    }
}
