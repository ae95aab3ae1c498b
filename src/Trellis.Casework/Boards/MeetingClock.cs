using Trellis.Calendar;

namespace Trellis.Boards;

/// <summary>Until when what has to be published of a meeting, in working days, and how late it is.</summary>
/// <remarks>Five days before, ten and twenty after are rules of this system: practice took two months and up to six.</remarks>
/// <param name="Day">The day of the meeting.</param>
public readonly record struct MeetingClock(DateOnly Day)
{
    public const int AgendaBefore = 5;
    public const int DraftAfter = 10;
    public const int PublishedAfter = 20;

    /// <summary>The last day on which its agenda can be published; null where the calendar does not reach so far.</summary>
    public DateOnly? AgendaBy
    {
        get
        {
            var days = WorkingDays.England;
            if (!days.Knows(Day))
                return null;
            for (var day = Day.AddDays(-AgendaBefore); days.Knows(day); day = day.AddDays(-1))
                if (days.Add(day, AgendaBefore) <= Day)
                    return day;
            return null;
        }
    }

    /// <summary>Until when the note is drafted; null where the calendar does not reach so far.</summary>
    public DateOnly? DraftBy => WorkingDays.England.TryAdd(Day, DraftAfter);

    /// <summary>Until when the note is published; null where the calendar does not reach so far.</summary>
    public DateOnly? PublishBy => WorkingDays.England.TryAdd(Day, PublishedAfter);

    /// <summary>How many working days after the meeting a day is; null where the calendar does not know.</summary>
    public int? WorkingDaysTo(DateOnly day) =>
        WorkingDays.England is var days && days.Knows(Day) && days.Knows(day)
            ? days.Count(Day, day)
            : null;

    /// <summary>How many working days a note is late: on the day it was published, else today. 0 where it is not.</summary>
    /// <param name="published">Null where it is not published.</param>
    public int DaysLate(DateOnly? published, DateOnly today) =>
        PublishBy is { } due
        && WorkingDays.England is var days
        && (published ?? today) is var until
        && days.Knows(until)
            ? Math.Max(0, days.Count(due, until))
            : 0;
}
