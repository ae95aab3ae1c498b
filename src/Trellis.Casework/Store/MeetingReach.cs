using Trellis.Boards;
using Trellis.Brokerage;
using Trellis.Journal;

namespace Trellis.Store;

/// <summary>An agenda is what the procedures of the region say in the moment in which it is published.</summary>
internal sealed class AgendaFromCases : Reach<DecisionMeeting, AgendaPublished>
{
    public override Type Act => typeof(PublishAgenda);

    public override async Task<Act<DecisionMeeting, AgendaPublished>> Complete(
        CaseworkDb db,
        Act<DecisionMeeting, AgendaPublished> act,
        CancellationToken stop
    )
    {
        var publish = (PublishAgenda)act;
        var before = await Tables.Of<DecisionMeeting>().Load(db, act.Subject, stop);
        return publish with
        {
            Items = AgendaDraft.Of(
                await Casework.ProceduresOf(db, publish.Ref.Region.ToString(), null, stop),
                publish.Ref.Day,
                before?.Agenda
            ),
        };
    }
}

/// <summary>Who leaves the room is known from what they declared in the cases.</summary>
internal sealed class InterestsOfCases : Reach<DecisionMeeting, MeetingHeld>
{
    public override Type Act => typeof(HoldMeeting);

    public override async Task<Act<DecisionMeeting, MeetingHeld>> Complete(
        CaseworkDb db,
        Act<DecisionMeeting, MeetingHeld> act,
        CancellationToken stop
    )
    {
        var hold = (HoldMeeting)act;
        var interests = new List<ItemInterest>();
        foreach (var item in hold.Items)
            if (await Tables.Of<BrokerageCase>().Load(db, item.Case.ToString(), stop) is { } given)
                interests.AddRange(
                    given.Interests.Select(i => new ItemInterest(item.Case, i.Person))
                );
        return hold with { Interests = interests };
    }
}

/// <summary>Who declared an interest in a case writes nothing of it in a note, whatever a page does.</summary>
internal sealed class NoteOfCase : Reach<DecisionMeeting, NoteSet>
{
    public override Type Act => typeof(SetNote);

    public override async Task<Act<DecisionMeeting, NoteSet>> Complete(
        CaseworkDb db,
        Act<DecisionMeeting, NoteSet> act,
        CancellationToken stop
    ) =>
        act is SetNote { Case: { } item } write
        && await Tables.Of<BrokerageCase>().Load(db, item.ToString(), stop) is { } given
            ? write with
            {
                Barred = [.. given.Interests.Select(i => i.Person)],
            }
            : act;
}
