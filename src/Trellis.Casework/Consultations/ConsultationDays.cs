using Trellis.Calendar;
using Trellis.Journal;
using Trellis.Procedures;
using Trellis.Schools;

namespace Trellis.Consultations;

/// <summary>From when until when a consultation is open: both days belong to it.</summary>
public sealed record ConsultationWindow(DateOnly Opens, DateOnly Closes);

/// <summary>On which days a consultation may open and close in an area: when those who are asked are at school and have time to answer.</summary>
/// <remarks>No law asks for this. It is our own rule for every case, and stricter than any that some cases have.</remarks>
public sealed class ConsultationDays
{
    /// <summary>School days after the opening day that it is open at least.</summary>
    public const int LeastSchoolDays = 20;

    /// <summary>The school days at the end of a term on which none opens: the last week, also where the term ends on a Wednesday.</summary>
    public const int LastDaysOfTerm = 5;

    private readonly CountedDays schoolDays;
    private readonly CountedDays workingDays;
    private readonly IReadOnlyList<Term> terms;

    public ConsultationDays(SchoolTerms given, BankHolidays holidays)
    {
        terms = given.Terms;
        schoolDays = SchoolDays.Of(given, holidays);
        workingDays = WorkingDays.Of(holidays);
    }

    private static readonly Lazy<ConsultationDays> Counted = new(() =>
        new ConsultationDays(SchoolTerms.Usual, BankHolidays.EnglandAndWales)
    );

    /// <summary>By the usual terms, which come near to a school's own and no more.</summary>
    public static ConsultationDays Usual => Counted.Value;

    /// <summary>By the terms of a local authority where its own are built in, else by the usual ones.</summary>
    public static ConsultationDays In(LaCode? authority) =>
        authority is not null && SchoolTerms.All.FirstOrDefault(t => t.For == authority) is { } own
            ? new ConsultationDays(own, BankHolidays.EnglandAndWales)
            : Usual;

    /// <summary>Why none may open on a day, as it goes on after "it is": "a Friday". Null where one may; "outside the calendar" where that is not known.</summary>
    public string? WhyNotOn(DateOnly day) =>
        !schoolDays.Knows(day) ? "outside the calendar of school terms"
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? $"a {day.DayOfWeek}"
        : !workingDays.Is(day) ? "a bank holiday"
        : !schoolDays.Is(day) ? "in the school holidays"
        : day.DayOfWeek == DayOfWeek.Friday ? "a Friday"
        : IsAtTheEndOfTerm(day) ? "in the last week of a term"
        : null;

    /// <summary>The first day on which one that opens on a day may close; null where the calendar does not reach so far.</summary>
    /// <param name="least">School days after the opening day.</param>
    public DateOnly? EarliestClose(DateOnly opens, int least = LeastSchoolDays) =>
        schoolDays.TryAdd(opens, least);

    /// <summary>The next window that fits, from a day on; null where the calendar does not reach so far.</summary>
    public ConsultationWindow? Next(DateOnly from)
    {
        for (var day = from; schoolDays.Knows(day); day = day.AddDays(1))
            if (WhyNotOn(day) is null)
                return EarliestClose(day) is { } closes
                    ? new ConsultationWindow(day, closes)
                    : null;
        return null;
    }

    /// <summary>The day nearest to another on which one may open, the later of two; null where the calendar has none.</summary>
    /// <param name="earliest">None before it.</param>
    public DateOnly? Nearest(DateOnly day, DateOnly earliest)
    {
        // The summer holidays with the last week before them are the longest stretch without such a day.
        for (var away = 0; away <= 70; away++)
        {
            if (day.AddDays(away) is var later && later >= earliest && WhyNotOn(later) is null)
                return later;
            if (day.AddDays(-away) is var before && before >= earliest && WhyNotOn(before) is null)
                return before;
        }
        return null;
    }

    /// <summary>Why a consultation may not be open so; null where it may.</summary>
    /// <param name="today">The nearest day that fits is never before it.</param>
    /// <param name="least">School days after the opening day.</param>
    public Refusal? WhyNot(ConsultationWindow asked, DateOnly today, int least = LeastSchoolDays)
    {
        if (WhyNotOn(asked.Opens) is { } why)
            return new Refusal(
                "opens-on-a-day-that-does-not-fit",
                $"A consultation never opens on a Friday, at a weekend, in the holidays or in the last week of a term, and {Spans.InWords(asked.Opens)} is {why}."
                    + (
                        Nearest(asked.Opens, today) is { } nearest
                            ? $" The nearest day that fits is {Spans.InWords(nearest)}."
                            : ""
                    )
            );
        if (EarliestClose(asked.Opens, least) is not { } earliest)
            return new Refusal(
                "calendar-ends",
                $"The calendar of school terms ends on {Spans.InWords(schoolDays.Last)}, so {least} school days cannot be counted."
            );
        return asked.Closes < earliest
            ? new Refusal(
                "closes-too-early",
                $"A consultation is open for at least {least} school days. One that opens on {Spans.InWords(asked.Opens)} can close on {Spans.InWords(earliest)} or later."
            )
            : null;
    }

    private bool IsAtTheEndOfTerm(DateOnly day) =>
        terms.FirstOrDefault(t => t.First <= day && day <= t.Last) is { } term
        && schoolDays.Count(day, term.Last) < LastDaysOfTerm;
}
