using Trellis.Calendar;
using Trellis.Consultations;

namespace Trellis.Bench;

/// <summary>What was found over random days: how many windows were let through or proposed, and how many of those break a rule.</summary>
/// <param name="Days">How many days were drawn.</param>
/// <param name="LetThrough">Windows that were asked for and let through.</param>
/// <param name="Refused">Windows that were asked for and refused.</param>
/// <param name="Proposed">Windows that were proposed.</param>
internal sealed record ConsultationCounts(
    int Days,
    int LetThrough,
    int Refused,
    int Proposed,
    int OnAFriday,
    int AtAWeekend,
    int InHolidays,
    int InALastWeek,
    int TooShort
)
{
    /// <summary>How many of all break a rule.</summary>
    public int Wrong => OnAFriday + AtAWeekend + InHolidays + InALastWeek + TooShort;
}

/// <summary>Consultation windows over random days of sixteen years, counted a second time from day to day.</summary>
internal static class ConsultationBench
{
    public static ConsultationCounts Run(int number, int seed)
    {
        var chance = new Random(seed);
        var first = new DateOnly(2015, 1, 1);
        var span = new DateOnly(2030, 12, 31).DayNumber - first.DayNumber + 1;
        var days = ConsultationDays.Usual;
        var counts = new ConsultationCounts(number, 0, 0, 0, 0, 0, 0, 0, 0);
        for (var i = 0; i < number; i++)
        {
            var day = first.AddDays(chance.Next(span));
            var asked = new ConsultationWindow(day, day.AddDays(chance.Next(14, 80)));
            if (days.WhyNot(asked, day) is null)
                counts = Count(counts with { LetThrough = counts.LetThrough + 1 }, asked);
            else
                counts = counts with { Refused = counts.Refused + 1 };
            if (days.Next(day) is { } next)
                counts = Count(counts with { Proposed = counts.Proposed + 1 }, next);
        }
        return counts;
    }

    private static ConsultationCounts Count(ConsultationCounts counts, ConsultationWindow window)
    {
        var opens = window.Opens;
        var lessons = 0;
        for (var day = opens.AddDays(1); day <= window.Closes; day = day.AddDays(1))
            if (HasLessons(day))
                lessons++;
        var weekend = opens.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return counts with
        {
            OnAFriday = counts.OnAFriday + (opens.DayOfWeek == DayOfWeek.Friday ? 1 : 0),
            AtAWeekend = counts.AtAWeekend + (weekend ? 1 : 0),
            InHolidays = counts.InHolidays + (!weekend && !HasLessons(opens) ? 1 : 0),
            InALastWeek =
                counts.InALastWeek
                + (SchoolTerms.Usual.Terms.Any(t => Monday(t.Last) == Monday(opens)) ? 1 : 0),
            TooShort = counts.TooShort + (lessons < 20 ? 1 : 0),
        };
    }

    private static bool HasLessons(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && BankHolidays.EnglandAndWales.Days.All(h => h.Day != day)
        && SchoolTerms.Usual.Terms.Any(t =>
            t.First <= day && day <= t.Last && (day < t.HalfTerm || day >= t.Back)
        );

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
