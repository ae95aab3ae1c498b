using Trellis.Calendar;
using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Boards;

/// <summary>Publishes the agenda of a meeting, or a newer edition of it: the cases of the region that have this day as the day of their meeting.</summary>
/// <param name="Address">Where anybody may send what they think: an e-mail address of the office.</param>
/// <param name="Until">The last day on which it is read before the meeting.</param>
/// <param name="Because">Why a case is added when less than five working days are left; anybody can read it.</param>
public sealed record PublishAgenda(
    MeetingRef Ref,
    FreeText Address,
    DateOnly Until,
    FreeText Because = default
) : Act<DecisionMeeting, AgendaPublished>
{
    public const int LongestAddress = 100;
    public const int LongestReason = 500;

    public override string Subject => Ref.ToString();

    /// <summary>The cases of that day; the store fills them in within the transaction.</summary>
    public IReadOnlyList<AgendaItem> Items { get; init; } = [];

    public override Outcome<AgendaPublished> Apply(DecisionMeeting? before, Occasion now)
    {
        if (AtTheBoard.WhyNot(before, now.By) is { } no)
            return no;
        if (before!.Record is not null || now.Today > before.Day)
            return new Refusal("held-already", "The day of the meeting is over.");
        if (Address.Misfit("an e-mail address", LongestAddress, "address", true, true) is { } unfit)
            return unfit;
        var address = Address.Kept();
        var at = address.ToString().IndexOf('@', StringComparison.Ordinal);
        if (
            at < 1
            || at == address.ToString().Length - 1
            || address.ToString().Contains(' ', StringComparison.Ordinal)
        )
            return new Refusal(
                "address-unfit",
                "Enter an e-mail address of the office, as 'board@example.org'."
            );
        if (Until < now.Today && before.Agenda?.Until != Until || Until >= before.Day)
            return new Refusal(
                "until-unfit",
                "Views are taken from today on, and until the day before the meeting at the latest."
            );
        if (Items.Count == 0)
            return new Refusal(
                "agenda-empty",
                "No case is on it. Put a case on the agenda of this day first."
            );
        if (before.Agenda is { } last)
        {
            var added = Items.Except(last.Items).Any();
            if (
                !added
                && Items.Count == last.Items.Count
                && last.Address == address
                && last.Until == Until
            )
                return new Outcome<AgendaPublished>.Unchanged();
            if (
                added
                && IsLate(now.Today, before.Day)
                && Because.Misfit(
                    "why a case is added when less than five working days are left",
                    LongestReason,
                    "reason",
                    needed: true
                )
                    is { } missing
            )
                return missing;
        }
        else if (IsLate(now.Today, before.Day))
            return new Refusal(
                "agenda-late",
                $"An agenda is published at least {MeetingClock.AgendaBefore} working days before the meeting. Cancel this one, and choose a later day."
            );
        return new AgendaPublished(Ref, now.Today, address, Until, Items, Because.Kept());
    }

    private static bool IsLate(DateOnly today, DateOnly day) =>
        !(WorkingDays.England.TryAdd(today, MeetingClock.AgendaBefore) <= day);
}

/// <summary>An agenda was published.</summary>
public sealed record AgendaPublished(
    MeetingRef Ref,
    DateOnly On,
    FreeText Address,
    DateOnly Until,
    IReadOnlyList<AgendaItem> Items,
    FreeText Because
) : Event<DecisionMeeting>
{
    public override DecisionMeeting After(DecisionMeeting? before, DateTimeOffset at) =>
        before! with
        {
            Agendas = [.. before.Agendas, new Agenda(On, Address, Until, Items, Because)],
        };
}

/// <summary>Which cases are on the agenda of a day, as their procedures have it.</summary>
public static class AgendaDraft
{
    /// <summary>What a procedure calls the day of its meeting.</summary>
    public static readonly Code BoardOn = Code.Parse("board-on");

    /// <summary>The day of the meeting that a procedure waits for; null where it waits for none.</summary>
    public static DateOnly? DayOf(ProcedureCase given)
    {
        if (given.Stopped is not null)
            return null;
        for (var i = given.History.Count - 1; i >= 0; i--)
            if (given.History[i].Answers.FirstOrDefault(a => a.Ask == BoardOn) is { Day: var day })
                return given.History[i].To == given.At ? day : null;
        return null;
    }

    /// <summary>Whether a case is one of a meeting: it waits for it, or left the board on its day or after, as one does that is decided there.</summary>
    private static bool IsOf(ProcedureCase given, DateOnly day)
    {
        if (DayOf(given) == day)
            return true;
        var last = given.AnswerTo(BoardOn)?.Day;
        return last == day && (given.Stopped?.On ?? given.Since) >= day;
    }

    /// <summary>The cases of a day, in the order of their procedures' keys, so that two who ask see one agenda.</summary>
    /// <param name="agenda">The edition before: what was on it keeps its place.</param>
    public static IReadOnlyList<AgendaItem> Of(
        IEnumerable<ProcedureCase> ofRegion,
        DateOnly day,
        Agenda? agenda = null
    )
    {
        var due = ofRegion
            .Where(p => p.Of is not null && IsOf(p, day))
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new AgendaItem(p.Of!.Value, p.Id))
            .DistinctBy(i => i.Case)
            .ToList();
        var was = agenda?.Items ?? [];
        return [.. was.Where(due.Contains), .. due.Except(was)];
    }
}
