using Trellis.Boards;
using Trellis.Brokerage;
using Trellis.Calendar;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Schools;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Access;

/// <summary>Three meetings of the demo's region: one to come, one whose note is published with a passage hidden, and one whose note is late.</summary>
public sealed partial class DemoCases
{
    private const string Address = "board@demo.example";

    private async Task WriteMeetings(Holder member)
    {
        var published = WorkingDays.England.Next(today.AddDays(-44));
        var late = WorkingDays.England.Next(today.AddDays(-34));
        var coming = WorkingDays.England.Next(today.AddDays(15));

        if (await Call(published))
        {
            var first = await OnAgenda("board one", published);
            var second = await OnAgenda("board two", published, member);
            await Meet(published, member);
            await Decide("board one", published, "conditions", "approved", left: 0);
            await Decide("board two", published, "against", "approved", left: 1);
            foreach (var item in new[] { first, second }.OfType<CaseRef>())
                await Do(
                    new TellParties(MeetingOf(published), item, published.AddDays(14)),
                    published.AddDays(6)
                );
            if (first is { } one)
                await Do(
                    new SetNote(
                        MeetingOf(published),
                        one,
                        NotePart.Discussion,
                        [
                            "The fictional school has had three heads in four years. Members asked how the trust would keep the next one.",
                            "The trust set out what it would bring. It has asked for a grant of 85,000 pounds towards the roof, which is still being talked about.",
                            "Members asked what parents were told about uniform and buses. Nothing changes before next September. The officer was asked to write that to every family before the end of term.",
                        ]
                    ),
                    published.AddDays(8)
                );
            if (second is { } two)
                await Do(
                    new SetNote(
                        MeetingOf(published),
                        two,
                        NotePart.Discussion,
                        [
                            "Members thought that the trust is too far away to help with staff at short notice. They would rather have seen one more try with a school near by.",
                        ]
                    ),
                    published.AddDays(8)
                );
            await Do(new FinishNote(MeetingOf(published)), published.AddDays(8));
            await Hide(published, "a grant of 85,000 pounds");
            await Do(new PublishNote(MeetingOf(published)), published.AddDays(21));
        }
        if (await Call(late))
        {
            await OnAgenda("board three", late);
            await Meet(late, member);
            await Decide("board three", late, "support", "approved", left: 0);
        }
        if (await Call(coming))
        {
            await OnAgenda("board four", coming);
            await OnAgenda("board five", coming);
            await Do(
                new PublishAgenda(MeetingOf(coming), Address, coming.AddDays(-2)),
                today.AddDays(-1)
            );
        }
    }

    private MeetingRef MeetingOf(DateOnly day) => MeetingRef.Of(officer.As.Over, day);

    /// <summary>Calls a meeting a month before, or long enough before today; false where it was called at an earlier start.</summary>
    private async Task<bool> Call(DateOnly day)
    {
        if (await casework.Find<DecisionMeeting>(MeetingOf(day).ToString(), stop) is not null)
            return false;
        await Do(new ScheduleMeeting(MeetingOf(day)), day.AddDays(-30));
        return true;
    }

    private async Task Meet(DateOnly day, Holder member)
    {
        await Do(
            new PublishAgenda(MeetingOf(day), Address, day.AddDays(-2)),
            new MeetingClock(day).AgendaBy!.Value
        );
        await Do(new SendPapers(MeetingOf(day)), day.AddDays(-5));
        if (
            await casework.Find<DecisionMeeting>(MeetingOf(day).ToString(), stop)
            is not { State.Agenda: { } agenda }
        )
            return;
        var names = await casework.Names([$"{decider.Person}", $"{member.Person}"], stop);
        var items = new List<ItemRecord>();
        foreach (var item in agenda.Items)
        {
            var given = (await casework.Find<BrokerageCase>(item.Case.ToString(), stop))?.State;
            items.Add(
                new ItemRecord(
                    item.Case,
                    given?.InterestOf(member.Person) is null ? [] : [1],
                    items.Count * 3 + 2
                )
            );
        }
        await Do(
            new HoldMeeting(
                MeetingOf(day),
                [
                    new Attendee(decider.Person, names[$"{decider.Person}"], BoardSeat.Chair),
                    new Attendee(member.Person, names[$"{member.Person}"], BoardSeat.Member),
                ],
                2,
                items
            ),
            day
        );
    }

    /// <summary>Opens a case and puts it on the agenda of a meeting.</summary>
    /// <param name="interested">Who declares an interest in it before the meeting; null for nobody.</param>
    /// <returns>Null where no school of the region fits.</returns>
    private async Task<CaseRef?> OnAgenda(string name, DateOnly board, Holder? interested = null)
    {
        // The time for views is over before the board meets.
        var day = board.AddDays(-100);
        foreach (var school in Schools(IsMaintained).Take(20))
        {
            if (
                Opening("academy-order", school, day) is not { } opening
                || !await Begin(
                    name,
                    opening,
                    officer,
                    day,
                    ["record-concern", "weigh-options", "propose-order"]
                )
            )
                continue;
            var reference = CaseRef.From(DemoPeople.Ten($"case {name}"));
            var main = CaseId.From(DemoPeople.Ten($"case {name} {opening.Kind.Main}"));
            await StepOn(
                main,
                Code.Parse("put-on-agenda"),
                opening,
                Earlier(board.AddDays(-11), today),
                Answer.Of(AgendaDraft.BoardOn, board),
                Answer.Of(
                    Code.Parse("question"),
                    (FreeText)
                        $"Whether to make an academy order for {school.Name} (fictional), so that it joins a trust."
                )
            );
            if (interested is { } member)
                await Do(
                    new DeclareInterest(
                        reference,
                        opening.Schools[0],
                        "A fictional interest: a sister teaches there.",
                        null
                    ),
                    board.AddDays(-4),
                    member
                );
            return reference;
        }
        return null;
    }

    /// <summary>Records what the board advised on a case, and what was decided.</summary>
    private async Task Decide(string name, DateOnly board, string advice, string decision, int left)
    {
        if (
            await casework.Find<BrokerageCase>(
                CaseRef.From(DemoPeople.Ten($"case {name}")).ToString(),
                stop
            )
                is not { State: var given }
            || Opening(
                "academy-order",
                snapshot.Find(Urn.Parse(given.Schools[0].Id, null))!,
                board.AddDays(-100)
            )
                is not { } opening
        )
            return;
        var main = CaseId.From(DemoPeople.Ten($"case {name} {given.Main}"));
        await StepOn(
            CaseId.From(DemoPeople.Ten($"case {name} {CaseKind.Consultation}")),
            Code.Parse("bypass"),
            opening,
            board
        );
        await StepOn(
            main,
            Code.Parse("record-advice"),
            opening,
            board.AddDays(1),
            Answer.Of(Code.Parse("advised-on"), board),
            Answer.Of(Code.Parse("advice"), [Code.Parse(advice)]),
            Answer.Of(Code.Parse("interests"), left)
        );
        await StepOn(
            main,
            Code.Parse("decide"),
            opening,
            board.AddDays(5),
            Answer.Of(Code.Parse("decided-on"), board.AddDays(4)),
            Answer.Of(Code.Parse("decision"), [Code.Parse(decision)])
        );
    }

    private async Task Hide(DateOnly board, string words)
    {
        if (
            await casework.Find<DecisionMeeting>(MeetingOf(board).ToString(), stop)
                is not { State: var given }
            || given.Texts.FirstOrDefault(t => t.Text.Contains(words, StringComparison.Ordinal))
                is not { } text
        )
            return;
        await Do(
            new RedactNote(
                given.Ref,
                new Passage(
                    text.At,
                    text.Text.IndexOf(words, StringComparison.Ordinal),
                    words.Length,
                    RedactionCode.CommercialInNegotiation,
                    today.AddDays(60),
                    "Fictional: the sum is still being talked about with the trust."
                )
            ),
            board.AddDays(9)
        );
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private async Task Do<TEvent>(Act<DecisionMeeting, TEvent> act, DateOnly day)
        where TEvent : Event<DecisionMeeting> =>
        await casework.Do(
            act,
            On(officer, Earlier(day, today)),
            Conditions.None,
            (_, after) => new Alongside([], [PublicMeeting.Of(after)]),
            stop
        );

    private Task Do<TEvent>(Act<BrokerageCase, TEvent> act, DateOnly day, Holder by)
        where TEvent : Event<BrokerageCase> =>
        casework.Do(
            act,
            On(by, Earlier(day, today)),
            Conditions.None,
            (_, after) => new Alongside([], [PublicBrokerage.Of(after)]),
            stop
        );
}
