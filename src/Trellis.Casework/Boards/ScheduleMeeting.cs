using Trellis.Calendar;
using Trellis.Journal;
using Trellis.Redactions;

namespace Trellis.Boards;

/// <summary>Puts a meeting into the calendar that anybody can read.</summary>
public sealed record ScheduleMeeting(MeetingRef Ref) : Act<DecisionMeeting, MeetingScheduled>
{
    public override string Subject => Ref.ToString();

    public override Outcome<MeetingScheduled> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNot(Ref, now.By) is { } no)
            return no;
        if (before is { Cancelled: null })
            return new Refusal(
                "scheduled-already",
                "The region has a meeting on this day already. Put the case on its agenda."
            );
        if (before is not null)
            return new Refusal(
                "cancelled",
                "The meeting of this day was cancelled. Choose another day."
            );
        var day = Ref.Day;
        if (!WorkingDays.England.Knows(day) || !WorkingDays.England.Is(day))
            return new Refusal(
                "not-a-working-day",
                $"{Procedures.Spans.InWords(day)} is not a working day. Choose another."
            );
        return new MeetingClock(day).AgendaBy is not { } last || last < now.Today
            ? new Refusal(
                "too-soon",
                $"An agenda is published at least {MeetingClock.AgendaBefore} working days before a meeting, so the first day you can choose is {Procedures.Spans.InWords(WorkingDays.England.Add(now.Today, MeetingClock.AgendaBefore))}."
            )
            : new MeetingScheduled(Ref, now.Today);
    }
}

/// <summary>A meeting has a day.</summary>
public sealed record MeetingScheduled(MeetingRef Ref, DateOnly On) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        new(Ref, On, [], null, null, [], [], [], RedactionBook.None, null, [], null);
}

/// <summary>Calls a meeting off. Its day stays in the calendar, with the reason.</summary>
/// <param name="Because">Anybody can read it.</param>
public sealed record CancelMeeting(MeetingRef Ref, FreeText Because)
    : Act<DecisionMeeting, MeetingCancelled>
{
    public const int Longest = 500;

    public override string Subject => Ref.ToString();

    public override Outcome<MeetingCancelled> Apply(DecisionMeeting? before, Occasion now) =>
        AtTheBoard.WhyNot(before, now.By) is { } no ? no
        : before!.Record is not null
            ? new Refusal("held-already", "This meeting was held, so it cannot be called off.")
        : Because.Misfit("why it does not take place", Longest, "reason", needed: true) is { } unfit
            ? unfit
        : new MeetingCancelled(Ref, now.Today, Because.Kept());
}

/// <summary>A meeting does not take place.</summary>
public sealed record MeetingCancelled(MeetingRef Ref, DateOnly On, FreeText Because)
    : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Cancelled = new Cancellation(On, Because),
        };
}
