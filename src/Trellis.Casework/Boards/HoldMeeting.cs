using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Boards;

/// <summary>Records who was at a meeting, and who left the room for which item.</summary>
/// <param name="Items">One for each case on the agenda.</param>
public sealed record HoldMeeting(
    MeetingRef Ref,
    IReadOnlyList<Attendee> Attendance,
    int Officials,
    IReadOnlyList<ItemRecord> Items
) : Act<DecisionMeeting, MeetingHeld>
{
    public const int Most = 40;
    public const int LongestName = 100;
    public const int MostRepresentations = 100_000;

    public override string Subject => Ref.ToString();

    /// <summary>Who declared an interest in which case; the store fills them in within the transaction.</summary>
    public IReadOnlyList<ItemInterest> Interests { get; init; } = [];

    public override Outcome<MeetingHeld> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNot(before, now.By) is { } no)
            return no;
        if (before!.Agenda is not { } agenda)
            return new Refusal("no-agenda", "No agenda was published, so nothing was on it.");
        if (now.Today < before.Day)
            return new Refusal(
                "day-not-come",
                $"The meeting is on {Spans.InWords(before.Day)}. Today is {Spans.InWords(now.Today)}."
            );
        if (before.Editions.Count > 0)
            return new Refusal("published-already", "The note of this meeting is published.");
        if (Attendance.Count > Most || Officials is < 0 or > 100)
            return new Refusal("attendance-unfit", "Look again at how many people were there.");
        foreach (var one in Attendance)
            if (one.Name.Misfit("the name", LongestName, "name", true, true) is { } unfit)
                return unfit;
        if (Attendance.Count(a => a.Seat == BoardSeat.Chair) != 1)
            return new Refusal("chair-missing", "Say who chaired the meeting: one of those there.");
        if (
            Attendance
                .Where(a => a.Person is not null)
                .GroupBy(a => a.Person)
                .Any(g => g.Count() > 1)
        )
            return new Refusal("there-twice", "Somebody is in the list twice.");
        if (
            Items
                .Select(i => i.Case)
                .Order(CaseOrder)
                .SequenceEqual(agenda.Items.Select(i => i.Case).Order(CaseOrder))
            is false
        )
            return new Refusal("items-unfit", "Record something for each case on the agenda.");
        foreach (var item in Items)
        {
            if (
                item.Left.Any(place => place < 0 || place >= Attendance.Count)
                || item.Left.Distinct().Count() != item.Left.Count
                || item.Representations is < 0 or > MostRepresentations
            )
                return new Refusal("items-unfit", "Look again at who left the room.");
            for (var place = 0; place < Attendance.Count; place++)
                if (
                    Attendance[place].Person is { } person
                    && Interests.Contains(new ItemInterest(item.Case, person))
                    && !item.Left.Contains(place)
                )
                    return new Refusal(
                        "interest-stayed",
                        $"{Attendance[place].Name} declared an interest in item {1 + IndexOf(agenda, item.Case)}, and is not recorded as having left the room for it."
                    );
            if (item.Left.Count == Attendance.Count)
                return new Refusal(
                    "nobody-stayed",
                    $"Nobody was left for item {1 + IndexOf(agenda, item.Case)}. Put it on another agenda."
                );
        }
        return new MeetingHeld(
            Ref,
            now.Today,
            [.. Attendance.Select(a => a with { Name = a.Name.Kept() })],
            Officials,
            [.. agenda.Items.Select(i => Items.First(r => r.Case == i.Case))]
        );
    }

    private static readonly Comparer<CaseRef> CaseOrder = Comparer<CaseRef>.Create(
        (one, other) => string.CompareOrdinal(one.ToString(), other.ToString())
    );

    private static int IndexOf(Agenda agenda, CaseRef item) =>
        agenda.Items.TakeWhile(i => i.Case != item).Count();
}

/// <summary>That somebody has an interest in a case on the agenda.</summary>
public sealed record ItemInterest(CaseRef Case, PersonId Person);

/// <summary>A meeting was held.</summary>
/// <param name="On">The day on which it was recorded.</param>
public sealed record MeetingHeld(
    MeetingRef Ref,
    DateOnly On,
    IReadOnlyList<Attendee> Attendance,
    int Officials,
    IReadOnlyList<ItemRecord> Items
) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Record = new MeetingRecord(On, Attendance, Officials, Items),
        };
}

/// <summary>Records that the parties of a case know what was decided. They may reply before anybody else reads the note.</summary>
/// <param name="RepliesUntil">The last day of it.</param>
public sealed record TellParties(MeetingRef Ref, CaseRef Case, DateOnly RepliesUntil)
    : Act<DecisionMeeting, PartiesTold>
{
    public override string Subject => Ref.ToString();

    public override Outcome<PartiesTold> Apply(DecisionMeeting? before, Occasion now) =>
        AtTheBoard.WhyNotAfter(before, now.By) is { } no ? no
        : before!.Items.All(i => i.Case != Case)
            ? new Refusal("not-on-agenda", "This case was not on the agenda.")
        : before.ToldOf(Case) is { } told
            ? new Refusal(
                "told-already",
                $"They were told on {Spans.InWords(told.On)}, and may reply until {Spans.InWords(told.RepliesUntil)}."
            )
        : RepliesUntil < now.Today
        || new MeetingClock(before.Day).PublishBy is { } due && RepliesUntil > Later(due, now.Today)
            ? new Refusal(
                "replies-until-unfit",
                "They can reply from today on, and no later than the day on which the note is due, or today where that is over."
            )
        : new PartiesTold(Ref, Case, now.Today, RepliesUntil);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>The parties of a case know what was decided.</summary>
public sealed record PartiesTold(MeetingRef Ref, CaseRef Case, DateOnly On, DateOnly RepliesUntil)
    : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Told = [.. before.Told, new PartiesKnow(Case, On, RepliesUntil)],
        };
}
