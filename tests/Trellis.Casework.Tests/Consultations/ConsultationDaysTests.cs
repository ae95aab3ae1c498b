using Trellis.Brokerage;
using Trellis.Calendar;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>When a consultation may be open, against a second count that walks from day to day.</summary>
public sealed class ConsultationDaysTests
{
    private static readonly ConsultationDays days = ConsultationDays.Usual;

    private static DateOnly Day(string text) => DateOnly.Parse(text);

    /// <summary>Whether schools have lessons on a day, read from the two files line by line.</summary>
    internal static bool IsSchoolDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && BankHolidays.EnglandAndWales.Days.All(h => h.Day != day)
        && SchoolTerms.Usual.Terms.Any(t =>
            t.First <= day && day <= t.Last && (day < t.HalfTerm || day >= t.Back)
        );

    private static int SchoolDaysAfter(DateOnly opens, DateOnly closes)
    {
        var count = 0;
        for (var day = opens.AddDays(1); day <= closes; day = day.AddDays(1))
            if (IsSchoolDay(day))
                count++;
        return count;
    }

    private static bool IsInALastWeek(DateOnly day) =>
        SchoolTerms.Usual.Terms.Any(t =>
            day <= t.Last && t.Last.DayNumber - day.DayNumber < 7 && Monday(day) == Monday(t.Last)
        );

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string? Wrong(ConsultationWindow window) =>
        window.Opens.DayOfWeek == DayOfWeek.Friday ? "a Friday"
        : !IsSchoolDay(window.Opens) ? "no school day"
        : IsInALastWeek(window.Opens) ? "a last week"
        : SchoolDaysAfter(window.Opens, window.Closes) < 20 ? "too short"
        : null;

    [Theory]
    [InlineData("2026-03-06", "a Friday", "2026-03-05")]
    [InlineData("2026-03-07", "a Saturday", "2026-03-09")]
    [InlineData("2026-12-17", "in the last week of a term", "2026-12-10")]
    [InlineData("2026-12-28", "a bank holiday", "2027-01-04")]
    [InlineData("2026-08-12", "in the school holidays", "2026-09-01")]
    public void A_day_that_does_not_fit_is_refused_with_why_and_the_nearest_that_does(
        string asked,
        string why,
        string nearest
    )
    {
        var opens = Day(asked);
        var refusal = days.WhyNot(
            new ConsultationWindow(opens, opens.AddDays(60)),
            Day("2026-01-05")
        );
        Assert.Contains($"{Spans.InWords(opens)} is {why}.", refusal!.Sentence);
        Assert.EndsWith(
            $"The nearest day that fits is {Spans.InWords(Day(nearest))}.",
            refusal.Sentence
        );
    }

    [Fact]
    public void A_day_that_has_gone_is_not_the_nearest() =>
        Assert.EndsWith(
            "The nearest day that fits is 9 March 2026.",
            days.WhyNot(
                new ConsultationWindow(Day("2026-03-06"), Day("2026-06-06")),
                Day("2026-03-06")
            )!.Sentence
        );

    [Fact]
    public void Twenty_school_days_over_Easter_are_six_weeks()
    {
        // 2026: spring ends on Friday 27 March, summer begins on Monday 13 April.
        var opens = Day("2026-03-16");
        Assert.Equal(Day("2026-04-27"), days.EarliestClose(opens));
        Assert.Equal(20, SchoolDaysAfter(opens, Day("2026-04-27")));
        Assert.Equal(
            "A consultation is open for at least 20 school days. One that opens on 16 March 2026 can close on 27 April 2026 or later.",
            days.WhyNot(new ConsultationWindow(opens, Day("2026-04-26")), opens)!.Sentence
        );
        Assert.Null(days.WhyNot(new ConsultationWindow(opens, Day("2026-04-27")), opens));
    }

    [Fact]
    public void Of_random_days_of_sixteen_years_none_that_is_let_through_or_proposed_is_wrong()
    {
        var chance = new Random(7);
        var first = new DateOnly(2015, 1, 1);
        var span = new DateOnly(2030, 12, 31).DayNumber - first.DayNumber + 1;
        var (allowed, refused) = (0, 0);
        foreach (var _ in Enumerable.Range(0, Walk.HowMany(600)))
        {
            var from = first.AddDays(chance.Next(span));
            var proposed = days.Next(from);
            Assert.NotNull(proposed);
            Assert.True(proposed.Opens >= from);
            Assert.Null(Wrong(proposed));
            Assert.Null(days.WhyNot(proposed, from));
            var asked = new ConsultationWindow(from, from.AddDays(chance.Next(20, 60)));
            if (days.WhyNot(asked, from) is null)
            {
                allowed++;
                Assert.Null(Wrong(asked));
            }
            else
                refused++;
        }
        // Both happen, so that neither is held by accident.
        Assert.True(allowed > 20 && refused > 20, $"{allowed} allowed, {refused} refused");
    }

    [Fact]
    public void The_table_asks_for_twenty_school_days_and_the_step_is_refused_on_a_Friday()
    {
        var region = Scope.Parse("region:north-east");
        var officer = new Holder(Story.Id(1), new(Role.RegionOfficer, region));
        var school = Scope.Parse("school:100000");
        Occasion On(string day) => new(officer, new(Day(day), default, TimeSpan.Zero), Day(day));
        var id = CaseId.Parse("c0123456789");
        var begun = Assert.IsType<Outcome<ProcedureBegun>.Happened>(
            new BeginProcedure(
                id,
                CaseKind.Consultation,
                Day("2026-03-02"),
                region,
                [
                    new NewParty(Code.Parse("officer"), region, null),
                    new NewParty(Code.Parse("school"), school, null),
                ],
                CaseRef.Parse("b0123456789")
            ).Apply(null, On("2026-03-02"))
        );
        var planned = (
            (Outcome<StepTaken>.Happened)
                ConsultationStory
                    .Plan(id, region, Day("2026-09-01"))
                    .Apply(begun.Event.After(null, default), On("2026-03-02"))
        ).Event.After(begun.Event.After(null, default), default);
        TakeStep Open(string opens, string closes) =>
            new(
                id,
                Code.Parse("open"),
                region,
                null,
                [
                    Answer.Of(Code.Parse("opens-on"), Day(opens)),
                    Answer.Of(Code.Parse("closes-on"), Day(closes)),
                ]
            );
        Assert.Equal(
            "opens-on-a-day-that-does-not-fit",
            Assert
                .IsType<Outcome<StepTaken>.Refused>(
                    Open("2026-03-06", "2026-06-01").Apply(planned, On("2026-03-03"))
                )
                .Why.Code
        );
        Assert.Equal(
            "closes-too-early",
            Assert
                .IsType<Outcome<StepTaken>.Refused>(
                    Open("2026-03-09", "2026-03-23").Apply(planned, On("2026-03-03"))
                )
                .Why.Code
        );
        Assert.IsType<Outcome<StepTaken>.Happened>(
            Open("2026-03-09", "2026-05-05").Apply(planned, On("2026-03-03"))
        );
    }
}
