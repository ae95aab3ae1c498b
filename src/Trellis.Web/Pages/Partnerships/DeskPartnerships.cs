using Trellis.Access;
using Trellis.Components;
using Trellis.Models;
using Trellis.Pages.Joining;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>Something that a school has still to say of a partnership, for its local authority.</summary>
/// <param name="What">"has not confirmed that it is in it".</param>
public sealed record WaitingSchool(Partnership Partnership, PageLink School, string What);

/// <summary>The partnerships of somebody's own parties, and what waits to be done about them.</summary>
/// <param name="Own">Each with the parties in whose names the visitor speaks in it.</param>
/// <param name="Schools">Of an area: what its maintained schools have still to say, by school; empty for others.</param>
public sealed record DeskPartnerships(
    Desk Desk,
    IReadOnlyList<(Partnership Partnership, IReadOnlyList<Speaker> Speakers)> Own,
    IReadOnlyList<TaskItem?> Tasks,
    IReadOnlyList<WaitingSchool> Schools
)
{
    /// <summary>Reads them, all in one question to the store.</summary>
    public static async Task<DeskPartnerships> Of(
        Casework casework,
        Visitor visitor,
        Snapshot snapshot,
        Desk desk,
        DateOnly today,
        CancellationToken stop
    )
    {
        var parties = Speaker.Own(visitor, snapshot, desk.Roles).ToHashSet();
        var schools = desk == Desk.Area ? Maintained(snapshot, parties) : [];
        var found = (
            await casework.DocumentsOf<Partnership>(
                [.. parties.Concat(schools).Select(p => p.ToString())],
                stop: stop
            )
        )
            .Select(k => k.State)
            .OrderBy(p => p.Name.ToString(), StringComparer.OrdinalIgnoreCase)
            .ThenBy(p => p.Id.ToString(), StringComparer.Ordinal)
            .ToList();
        var own = found
            .Where(p => p.Members.Any(m => parties.Contains(m.Party)))
            .Select(p => (p, OwnPartnershipPage.SpeakersOf(p, visitor, snapshot, desk)))
            .Where(p => p.Item2.Count > 0)
            .ToList();
        // A school that has had other numbers is one party still.
        var several =
            parties
                .Select(p => PartyNames.School(snapshot, p)?.Urn.Value ?? -p.Number)
                .Distinct()
                .Count() > 1;
        var tasks = new List<TaskItem?>();
        foreach (var (partnership, speakers) in own)
            tasks.AddRange(
                speakers
                    .Where(s => parties.Contains(s.As))
                    .SelectMany(s => Waiting(partnership, s, snapshot, desk, today, several))
            );
        var known = found.ToDictionary(p => p.Id);
        foreach (var draft in await casework.Drafts(visitor.Person.Id, stop))
            if (Begun(draft, desk, known) is { } task)
                tasks.Add(task);
        return new DeskPartnerships(
            desk,
            own,
            tasks,
            [
                .. found
                    .SelectMany(p =>
                        p.Members.Select(m => m.Party)
                            .Distinct()
                            .Where(schools.Contains)
                            .SelectMany(s =>
                                StillToSay(p, s, today)
                                    .Select(what => new WaitingSchool(
                                        p,
                                        PartyNames.Of(snapshot, s),
                                        what
                                    ))
                            )
                    )
                    .OrderBy(w => w.School.Text, StringComparer.OrdinalIgnoreCase),
            ]
        );
    }

    /// <summary>The open schools for which authorities are the responsible bodies, under all their numbers.</summary>
    private static HashSet<Party> Maintained(Snapshot snapshot, IReadOnlySet<Party> authorities) =>
        [
            .. snapshot
                .Schools.Where(s =>
                    s.IsOpen
                    && s.Current.La is { } la
                    && authorities.Contains(Party.LocalAuthority(la))
                    && RolePlaces.BodyOf(snapshot, Scope.School(s.Urn))
                        is { Kind: ScopeKind.LocalAuthority }
                )
                // A partnership of before keeps the number that the school had then.
                .SelectMany(s => s.Urns.Select(Party.School)),
        ];

    private static IEnumerable<string> StillToSay(
        Partnership partnership,
        Party school,
        DateOnly today
    )
    {
        if (
            partnership.Ended is null
            && partnership.Of(school) is { Status: MemberStatus.Stated } member
        )
            yield return $"has not confirmed that it is in it. It was stated on {member.StatedOn.InWords()}";
        foreach (var year in partnership.ReturnsDue(school, today))
            yield return $"has not filed the annual return for {year}";
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
        if (partnership.HasOutgrown(speaker.Voice, today))
            yield return PartnershipSentences.Outgrown(
                $"“{partnership.Name}”: {(several ? PartyNames.Of(snapshot, speaker.As).Text : "your school")} is an academy now",
                $"{at}/leave?as={speaker.As}"
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
