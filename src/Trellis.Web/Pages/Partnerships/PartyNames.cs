using Trellis.Components;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Snapshots;

namespace Trellis.Pages.Partnerships;

/// <summary>What members are called, and what a search finds that may be one.</summary>
public static class PartyNames
{
    /// <summary>The name of a member with its page: schools, trusts and authorities as the snapshot names them, others as they were typed.</summary>
    public static PageLink Of(Snapshot snapshot, Party party, string typed = "") =>
        party.Kind switch
        {
            PartyKind.School when Urn.TryParse(Number(party), null, out var urn) => new(
                snapshot.SchoolOf(urn)?.Name is { Length: > 0 } name ? name : $"School {urn}",
                $"/school/{urn}"
            ),
            PartyKind.Trust when Uid.TryParse(Number(party), null, out var uid) => new(
                snapshot.Find(uid)?.Name is { Length: > 0 } name ? name : $"Trust {uid}",
                $"/trust/{uid}"
            ),
            PartyKind.LocalAuthority when LaCode.TryParse(Number(party), null, out var la) => new(
                snapshot.Find(la)?.Name is { Length: > 0 } name ? name : $"Authority {la}",
                $"/local-authority/{la}"
            ),
            _ => new(typed.Length > 0 ? typed : party.Kind.InWords()),
        };

    /// <inheritdoc cref="Of(Snapshot, Party, string)"/>
    public static PageLink Of(Snapshot snapshot, Party party, FreeText typed) =>
        Of(snapshot, party, typed.ToString());

    /// <summary>The party that something found may be; null for what cannot be a member: a region, a federation.</summary>
    public static Party? Of(SearchHit hit) =>
        hit switch
        {
            SchoolHit school => Party.School(school.School.Urn),
            GroupHit { Group.IsAcademyTrust: true } group => Party.Trust(group.Group.Uid),
            AuthorityHit authority => Party.LocalAuthority(authority.Authority.Code),
            _ => null,
        };

    /// <summary>Whether a party that is known by a number is in the snapshot.</summary>
    public static bool Knows(Snapshot snapshot, Party party) =>
        party.Kind switch
        {
            PartyKind.School => Urn.TryParse(Number(party), null, out var urn)
                && snapshot.SchoolOf(urn)?.Urn == urn,
            PartyKind.Trust => Uid.TryParse(Number(party), null, out var uid)
                && snapshot.Find(uid) is { IsAcademyTrust: true },
            PartyKind.LocalAuthority => LaCode.TryParse(Number(party), null, out var la)
                && snapshot.Find(la) is not null,
            _ => false,
        };

    /// <summary>The school that a party is; null where it is none, or the snapshot has it not.</summary>
    public static School? School(Snapshot snapshot, Party party) =>
        party.Kind == PartyKind.School && Urn.TryParse(Number(party), null, out var urn)
            ? snapshot.SchoolOf(urn)
            : null;

    /// <summary>The authority that a party is; null where it is none, or the snapshot has it not.</summary>
    public static LocalAuthority? Authority(Snapshot snapshot, Party party) =>
        party.Kind == PartyKind.LocalAuthority && LaCode.TryParse(Number(party), null, out var la)
            ? snapshot.Find(la)
            : null;

    private static string Number(Party party) => party.ToString().Split(':')[1];
}
