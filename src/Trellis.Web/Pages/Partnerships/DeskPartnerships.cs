using Trellis.Access;
using Trellis.Components;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>The partnerships of somebody's own parties, and what waits to be done about them.</summary>
/// <param name="Own">Each with the parties in whose names the visitor speaks in it.</param>
public sealed record DeskPartnerships(
    Desk Desk,
    IReadOnlyList<(Partnership Partnership, IReadOnlyList<Speaker> Speakers)> Own,
    IReadOnlyList<TaskItem?> Tasks
)
{
    /// <summary>Reads them.</summary>
    public static async Task<DeskPartnerships> Of(
        Casework casework,
        Visitor visitor,
        Snapshot snapshot,
        Desk desk,
        DateOnly today,
        CancellationToken stop
    )
    {
        var parties = Speaker.Own(visitor, snapshot, desk.Roles);
        var found = new Dictionary<PartnershipId, Partnership>();
        foreach (var party in parties)
        foreach (var kept in await casework.Documents<Partnership>(party.ToString(), stop: stop))
            found[kept.State.Id] = kept.State;
        var own = found
            .Values.Select(p => (p, OwnPartnershipPage.SpeakersOf(p, visitor, snapshot, desk)))
            .Where(p => p.Item2.Count > 0)
            .OrderBy(p => p.p.Name.ToString(), StringComparer.OrdinalIgnoreCase)
            .ThenBy(p => p.p.Id.ToString(), StringComparer.Ordinal)
            .ToList();
        var tasks = new List<TaskItem?>();
        foreach (var (partnership, speakers) in own)
            tasks.AddRange(
                speakers.SelectMany(s =>
                    Waiting(partnership, s, snapshot, desk, today, parties.Count > 1)
                )
            );
        foreach (var draft in await casework.Drafts(visitor.Person.Id, stop))
            if (Begun(draft, desk, found) is { } task)
                tasks.Add(task);
        return new DeskPartnerships(desk, own, tasks);
    }

    private static IEnumerable<TaskItem> Waiting(
        Partnership partnership,
        Speaker speaker,
        Snapshot snapshot,
        Desk desk,
        DateOnly today,
        bool several
    )
    {
        var at = desk.Partnership(partnership.Id);
        var whose = several ? $" ({PartyNames.Of(snapshot, speaker.As).Text})" : "";
        if (partnership.Of(speaker.As) is not { } member)
            yield break;
        if (member.Status == MemberStatus.Stated && partnership.Ended is null)
        {
            var why = PartnershipModels.Of(partnership.Model) is { } model
                ? speaker.Voice.MayConfirm(speaker.By, model)
                : null;
            yield return TaskItem.Of(
                $"Say whether {(several ? PartyNames.Of(snapshot, speaker.As).Text : "you")} {(several ? "is" : "are")} in “{partnership.Name}”",
                why is null ? $"{at}/confirm?as={speaker.As}" : at,
                why is null ? TaskState.NotStarted : TaskState.CannotStart,
                why?.Sentence
                    ?? $"{PartyNames.Of(snapshot, member.StatedBy).Text} stated it on {member.StatedOn.InWords()}."
            );
        }
        foreach (var year in partnership.ReturnsDue(speaker.As, today))
            yield return TaskItem.Of(
                $"Annual return of “{partnership.Name}” for {year}{whose}",
                $"{at}/return?as={speaker.As}&year={year}",
                TaskState.NotStarted,
                "At most ten short questions. The school year has ended, and none is filed."
            );
        foreach (
            var leaving in partnership.Members.Where(m =>
                m.HasConfirmed && m.To is { } to && to > today
            )
        )
            yield return TaskItem.Of(
                $"“{partnership.Name}”: {PartyNames.Of(snapshot, leaving.Party, leaving.Name).Text} has given notice",
                at,
                new TaskState { Text = "Runs" },
                $"Its last day as a member is {leaving.LastDay!.Value.InWords()}."
            );
    }

    private static TaskItem? Begun(
        Draft draft,
        Desk desk,
        IReadOnlyDictionary<PartnershipId, Partnership> found
    )
    {
        if (draft.Kind == Registration.Kind && draft.Key == desk.At)
        {
            var name = Registration.Read(draft.Json)?.Name.ToString() ?? "";
            return TaskItem.Of(
                name.Length > 0
                    ? $"Go on with registering “{name}”"
                    : "Go on with registering a partnership",
                desk.Registering,
                TaskState.Tagged("In progress", "light-blue"),
                $"Your answers are kept since {draft.SavedAt.DayInLondon().InWords()}."
            );
        }
        if (
            draft.Kind == ReturnDraft.Kind
            && draft.Key.Split(' ') is [var at, var id, var party]
            && at == desk.At
            && PartnershipId.TryParse(id, null, out var partnership)
            && found.TryGetValue(partnership, out var known)
        )
            return TaskItem.Of(
                $"Go on with the annual return of “{known.Name}”",
                $"{desk.Partnership(partnership)}/return?as={party}",
                TaskState.Tagged("In progress", "light-blue"),
                $"Your answers are kept since {draft.SavedAt.DayInLondon().InWords()}."
            );
        return null;
    }
}
