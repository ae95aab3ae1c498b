using Trellis.Sources;

namespace Trellis.Calendar;

/// <summary>The calendar against a second one that knows no table: Easter by rule, bank holidays by the Act, days counted one by one.</summary>
public sealed class CalendarTests
{
    private static readonly DateOnly first = new(2012, 1, 1);
    private static readonly DateOnly last = new(2030, 12, 31);

    private static IEnumerable<DateOnly> EveryDay
    {
        get
        {
            for (var day = first; day <= last; day = day.AddDays(1))
                yield return day;
        }
    }

    /// <summary>Easter Sunday by the anonymous Gregorian computus (Nature, 20 April 1876).</summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new DateOnly(year, n / 31, n % 31 + 1);
    }

    private static bool IsWeekend(DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Whether a day is a bank holiday, by rule alone.</summary>
    private static bool IsBankHoliday(DateOnly day)
    {
        var easter = Easter(day.Year);
        bool Monday() => day.DayOfWeek == DayOfWeek.Monday;
        if (IsWeekend(day))
            return false;
        if (day == easter.AddDays(-2) || day == easter.AddDays(1))
            return true;
        return (day.Year, day.Month, day.Day) switch
        {
            // By proclamation.
            (2012, 6, 4 or 5) or (2020, 5, 8) or (2022, 6, 2 or 3) or (2022, 9, 19) => true,
            (2023, 5, 8) => true,
            (2012, 5, 28) or (2020, 5, 4) or (2022, 5, 30) => false,
            // The first working day of the year.
            (_, 1, 1) => true,
            (_, 1, 2 or 3) => Monday(),
            (_, 5, <= 7) or (_, 5, >= 25) or (_, 8, >= 25) => Monday(),
            (_, 12, 25 or 26) => true,
            // For one or both of the two days that fell on a weekend.
            (_, 12, 27) => day.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday,
            (_, 12, 28) => day.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday,
            _ => false,
        };
    }

    private static bool IsWorkingDay(DateOnly day) => !IsWeekend(day) && !IsBankHoliday(day);

    private static DateOnly From(DateOnly day, DayOfWeek wanted)
    {
        while (day.DayOfWeek != wanted)
            day = day.AddDays(1);
        return day;
    }

    private static DateOnly Working(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>Whether a day is a school day, by the rule that the file of terms tells.</summary>
    private static bool IsSchoolDay(DateOnly day)
    {
        if (!IsWorkingDay(day))
            return false;
        bool Week(DateOnly monday) => monday <= day && day < monday.AddDays(5);
        var year = day.Year;
        if (day.Month >= 9)
            return day >= Working(From(new(year, 9, 1), DayOfWeek.Tuesday))
                && day <= From(new(year, 12, 16), DayOfWeek.Friday)
                && !Week(From(new(year, 10, 23), DayOfWeek.Monday));
        var easter = Easter(year);
        var late = easter >= new DateOnly(year, 4, 18);
        var holiday = late ? easter.AddDays(-13) : easter.AddDays(-6);
        return day >= From(new(year - 1, 12, 16), DayOfWeek.Friday).AddDays(17)
            && day <= From(new(year, 7, 18), DayOfWeek.Wednesday)
            && !Week(From(new(year, 2, 12), DayOfWeek.Monday))
            && (day < holiday || day >= holiday.AddDays(14))
            && !Week(year == 2012 ? new(2012, 6, 4) : From(new(year, 5, 25), DayOfWeek.Monday));
    }

    [Fact]
    public void The_table_of_bank_holidays_and_the_rules_differ_on_no_day_of_2012_to_2030()
    {
        var table = BankHolidays.EnglandAndWales.Days.Select(h => h.Day).ToHashSet();

        Assert.Equal(6_940, EveryDay.Count());
        Assert.DoesNotContain(EveryDay, day => table.Contains(day) != IsBankHoliday(day));
    }

    [Fact]
    public void Working_days_and_school_days_differ_from_the_rules_on_no_day_of_2012_to_2030()
    {
        Assert.DoesNotContain(EveryDay, day => WorkingDays.England.Is(day) != IsWorkingDay(day));
        Assert.DoesNotContain(EveryDay, day => SchoolDays.Usual.Is(day) != IsSchoolDay(day));
    }

    [Fact]
    public void Counting_differs_from_counting_one_by_one_for_no_day_of_2012_to_2030()
    {
        foreach (
            var (counted, counts) in new (CountedDays, Func<DateOnly, bool>)[]
            {
                (WorkingDays.England, IsWorkingDay),
                (SchoolDays.Usual, IsSchoolDay),
            }
        )
        {
            var known = EveryDay.Where(counts).ToHashSet();
            DateOnly Slowly(DateOnly day, int number)
            {
                for (var left = number; left > 0; )
                {
                    day = day.AddDays(1);
                    if (known.Contains(day))
                        left--;
                }
                while (!known.Contains(day))
                    day = day.AddDays(1);
                return day;
            }
            foreach (var day in EveryDay.Where(d => d.Year < 2030))
            {
                foreach (var number in (int[])[0, 1, 5, 20, 40])
                    Assert.Equal(Slowly(day, number), counted.Add(day, number));
                Assert.Equal(Slowly(day, 0), counted.Next(day));
                var to = day.AddDays(day.DayNumber % 90);
                var between = 0;
                for (var one = day.AddDays(1); one <= to; one = one.AddDays(1))
                    between += known.Contains(one) ? 1 : 0;
                Assert.Equal(between, counted.Count(day, to));
            }
        }
    }

    [Theory]
    [InlineData("2012-06-05", "Queen's Diamond Jubilee")]
    [InlineData("2012-06-04", "Spring bank holiday")]
    [InlineData("2020-05-08", "Early May bank holiday")]
    [InlineData("2022-06-02", "Spring bank holiday")]
    [InlineData("2022-06-03", "Queen's Platinum Jubilee")]
    [InlineData("2022-09-19", "State Funeral of Queen Elizabeth II")]
    [InlineData("2023-05-08", "Coronation of King Charles III")]
    public void Days_that_were_moved_or_added_are_there_and_say_why(string day, string name)
    {
        var found = Assert.Single(
            BankHolidays.EnglandAndWales.Days,
            h => h.Day == DateOnly.Parse(day)
        );

        Assert.Equal((name, true), (found.Name, found.Announced));
        Assert.NotEmpty(found.Why);
    }

    [Fact]
    public void A_day_that_nobody_has_announced_says_so() =>
        Assert.All(
            BankHolidays.EnglandAndWales.Days.Where(h => h.Day.Year >= 2028),
            h => Assert.False(h.Announced)
        );

    [Fact]
    public void A_day_outside_the_years_that_are_known_is_no_answer_at_all() =>
        Assert.Contains(
            "2036-01-01 asks for a day outside it",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    WorkingDays.England.Is(new DateOnly(2036, 1, 1))
                )
                .Message
        );

    [Fact]
    public void One_working_day_after_a_Friday_is_Monday_and_after_Maundy_Thursday_it_is_Tuesday()
    {
        Assert.Equal(
            new DateOnly(2026, 11, 23),
            WorkingDays.England.Add(new DateOnly(2026, 11, 20), 1)
        );
        Assert.Equal(
            new DateOnly(2026, 4, 7),
            WorkingDays.England.Add(new DateOnly(2026, 4, 2), 1)
        );
    }

    private const string Own = """
        id: school-terms-330
        name: Terms of a fictional authority
        local-authority: 330
        how: as the fictional authority says
        source: a fictional authority
        from: 2026-09-03
        until: 2026-12-18
        terms:
          - { name: autumn, first: 2026-09-03, half-term: 2026-10-19, back: 2026-11-02, last: 2026-12-18 }
        reviewed: 2026-11-22
        review-by: 2027-11-22
        """;

    [Fact]
    public void An_authority_may_have_terms_of_its_own()
    {
        var own = SchoolDays.Of(
            SchoolTerms.Parse("school-terms.330.yaml", Own),
            BankHolidays.EnglandAndWales
        );

        Assert.False(own.Is(new DateOnly(2026, 10, 20)));
        Assert.True(SchoolDays.Usual.Is(new DateOnly(2026, 10, 20)));
    }

    [Theory]
    [InlineData("back: 2026-11-02", "back: 2026-10-02", "line 9: the days of this term are not")]
    [InlineData("until: 2026-12-18", "until: 2026-12-01", "line 9: this term is not between")]
    [InlineData("local-authority: 330", "local-authority: x", "line 3: 'local-authority' is a")]
    public void Terms_that_cannot_be_are_refused_with_their_line(
        string was,
        string becomes,
        string why
    ) =>
        Assert.StartsWith(
            "terms.yaml: " + why,
            Assert
                .Throws<UnreadableSourceException>(() =>
                    SchoolTerms.Parse("terms.yaml", Own.Replace(was, becomes))
                )
                .Message
        );

    [Theory]
    [InlineData("2026-12-25", "line 7: the days are not in order, or one is there twice.")]
    [InlineData("2026-12-27", "line 7: a bank holiday is not on a Saturday or Sunday.")]
    [InlineData("2027-01-01", "line 7: this day is not between 'from' and 'until'.")]
    public void A_bank_holiday_that_cannot_be_is_refused_with_its_line(string day, string why) =>
        Assert.Equal(
            "holidays.yaml: " + why,
            Assert
                .Throws<UnreadableSourceException>(() =>
                    BankHolidays.Parse(
                        "holidays.yaml",
                        $$"""
                        id: a
                        name: Fictional holidays
                        source: nobody
                        from: 2026-01-01
                        until: 2026-12-31
                        days: [{ day: 2026-12-25, name: Christmas Day, how: announced },
                          { day: {{day}}, name: Another, how: computed }]
                        reviewed: 2026-11-22
                        review-by: 2027-11-22
                        """
                    )
                )
                .Message
        );
}
