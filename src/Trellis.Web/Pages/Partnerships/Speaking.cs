using Trellis.Access;
using Trellis.Groups;
using Trellis.Pages.Joining;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Snapshots;

namespace Trellis.Pages.Partnerships;

/// <summary>A party in whose name a visitor may speak, and the role in which they do.</summary>
public sealed record Speaker(Holder By, Voice Voice)
{
    public Party As => Voice.As;

    /// <summary>The voices of a visitor among some parties; where several of their roles would do, the one nearest to the party comes first.</summary>
    /// <param name="roles">The roles that count on this page.</param>
    public static IReadOnlyList<Speaker> Among(
        Visitor visitor,
        Snapshot snapshot,
        IReadOnlyList<Role> roles,
        IEnumerable<Party> parties
    )
    {
        var holders = visitor
            .Roles.Where(r => roles.Contains(r.Role))
            .Select(r => new Holder(visitor.Person.Id, r))
            .ToList();
        var found = new List<Speaker>();
        foreach (var party in parties.Distinct())
        {
            if (party.Scope is null)
                continue;
            var voice = RolePlaces.VoiceOf(snapshot, party);
            if (
                holders
                    .Where(h => voice.MaySpeak(h))
                    .OrderByDescending(h => voice.MayAct(h))
                    .FirstOrDefault() is
                { } by
            )
                found.Add(new Speaker(by, voice));
        }
        return found;
    }

    /// <summary>The parties that are somebody's own: their schools; or their trust and its schools; or their authority.</summary>
    public static IReadOnlyList<Party> Own(
        Visitor visitor,
        Snapshot snapshot,
        IReadOnlyList<Role> roles
    ) =>
        [
            .. visitor
                .Roles.Where(r => roles.Contains(r.Role))
                .SelectMany(r =>
                    Party.Of(r.Over) is not { } own ? []
                    : own.Kind == PartyKind.Trust && Uid.TryParse(r.Over.Id, null, out var uid)
                        ?
                        [
                            own,
                            .. snapshot
                                .MembershipsIn(uid)
                                .Where(m => m.To is null)
                                .Select(m => snapshot.SchoolOf(m.Urn))
                                .Where(s => s is { IsOpen: true })
                                .OrderBy(s => s!.Name, StringComparer.Ordinal)
                                .SelectMany(s => s!.Urns.Reverse())
                                .Select(Party.School),
                        ]
                    // A partnership of before keeps the number that the school had then.
                    : PartyNames.School(snapshot, own) is { } school
                    && Party.School(school.Urn) == own
                        ? [.. school.Urns.Reverse().Select(Party.School)]
                    : new[] { own }
                )
                .Distinct(),
        ];
}
