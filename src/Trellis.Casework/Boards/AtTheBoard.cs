using Trellis.Journal;
using Trellis.People;

namespace Trellis.Boards;

/// <summary>What is asked of everybody who prepares a meeting for its region.</summary>
internal static class AtTheBoard
{
    /// <summary>Why somebody may not; null where they may.</summary>
    public static Refusal? WhyNot(MeetingRef meeting, Actor by) =>
        by is Holder { As: { Role: Role.RegionOfficer or Role.DecisionMaker, Over: var over } }
        && over == meeting.Region
            ? null
            : new Refusal(
                "not-your-meeting",
                "This is for the officers of the region, and for whoever decides in it."
            );

    /// <summary>Why nothing more can be done with a meeting; null where it can.</summary>
    public static Refusal? WhyNot(DecisionMeeting? before, Actor by) =>
        before is null ? new Refusal("no-meeting", "There is no such meeting.")
        : WhyNot(before.Ref, by) is { } no ? no
        : before.Cancelled is { } cancelled
            ? new Refusal(
                "cancelled",
                $"This meeting was cancelled on {Procedures.Spans.InWords(cancelled.On)}."
            )
        : null;

    /// <summary>The same for what is done once a meeting was held.</summary>
    public static Refusal? WhyNotAfter(DecisionMeeting? before, Actor by) =>
        WhyNot(before, by)
        ?? (
            before!.Record is null
                ? new Refusal("not-held", "Record first who was at the meeting.")
                : null
        );
}
