using System.Globalization;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Joining;

/// <summary>What a role is over, in words and with its page, and read from what somebody typed.</summary>
public static class RolePlaces
{
    /// <summary>The name of what a role is over, with its page where it has one: "Ashford Vale School", "all of Trellis".</summary>
    public static PageLink Words(Snapshot snapshot, Scope over)
    {
        switch (over.Kind)
        {
            case ScopeKind.School when Urn.TryParse(over.Id, null, out var urn):
                return new(
                    snapshot.SchoolOf(urn)?.Name ?? $"the school with URN {over.Id}",
                    $"/school/{over.Id}"
                );
            case ScopeKind.Trust when Uid.TryParse(over.Id, null, out var uid):
                return new(
                    snapshot.Find(uid)?.Name ?? $"the trust with UID {over.Id}",
                    $"/trust/{over.Id}"
                );
            case ScopeKind.LocalAuthority when LaCode.TryParse(over.Id, null, out var code):
                return new(
                    snapshot.Find(code)?.Name ?? $"the authority with number {over.Id}",
                    $"/local-authority/{over.Id}"
                );
            case ScopeKind.Region:
                return new(Regions.FromSlug(over.Id) ?? over.Id, $"/region/{over.Id}");
            case ScopeKind.Diocese:
                return new(
                    CultureInfo.InvariantCulture.TextInfo.ToTitleCase(over.Id.Replace('-', ' '))
                );
            case ScopeKind.OwnCases:
                return new("the cases that name them");
            default:
                return new("all of Trellis");
        }
    }

    /// <summary>"head of Ashford Vale School".</summary>
    public static string InWords(Snapshot snapshot, Appointment role) =>
        role.Over.Kind is ScopeKind.Everywhere
            ? role.Role.InWords()
            : $"{role.Role.InWords()}, {Words(snapshot, role.Over).Text}";

    /// <summary>What somebody has to name for a role: "The school: its URN or its whole name"; null where a role needs nothing.</summary>
    public static string? Asked(ScopeKind kind) =>
        kind switch
        {
            ScopeKind.School => "the school's URN or whole name",
            ScopeKind.Trust => "the trust's UID or whole name",
            ScopeKind.LocalAuthority => "the local authority's number or name",
            ScopeKind.Region => "the region's name",
            ScopeKind.Diocese => "the diocese's name",
            _ => null,
        };

    /// <summary>What a role is over, read from a number, a name or the address of a page.</summary>
    /// <returns>Null where nothing of the kind is meant, or more than one.</returns>
    public static Scope? Read(Country country, ScopeKind kind, string typed)
    {
        var text = typed.Trim();
        if (kind is ScopeKind.Everywhere)
            return Scope.Everywhere;
        if (kind is ScopeKind.OwnCases)
            return Scope.OwnCases;
        if (text.Length is 0 or > 200)
            return null;
        if (kind is ScopeKind.Diocese)
            return Scope.Diocese(text);
        if (Resolver.Resolve(country.Snapshot, text) is { } address && Of(address) is { } resolved)
            if (resolved.Kind == kind)
                return resolved;
        var named = country
            .Search.Find(new SearchQuery { Text = text, PageSize = 40 })
            .Hits.Where(h => string.Equals(h.Name, text, StringComparison.OrdinalIgnoreCase))
            .Select(h => Of(h.Address))
            .OfType<Scope>()
            .Where(s => s.Kind == kind)
            .Distinct()
            .ToList();
        return named is [var one] ? one : null;
    }

    /// <summary>Who acts for a school today, under whichever of its numbers it is named: its trust, or else its local authority; null where the register names neither.</summary>
    /// <remarks>A school that became an academy has a new number. Its former authority acts for it no more, under the old number either.</remarks>
    public static Scope? BodyOf(Snapshot snapshot, Scope school) =>
        school.Kind != ScopeKind.School || !Urn.TryParse(school.Id, null, out var urn) ? null
        : snapshot.TrustOf(Latest(snapshot, urn)) is { } trust ? Scope.Trust(trust.Uid)
        : snapshot.Find(Latest(snapshot, urn))?.La is { } la
            ? new Scope(ScopeKind.LocalAuthority, la.ToString())
        : null;

    /// <summary>A school under the number that it has now; null where that is the one by which it is named.</summary>
    public static Scope? Renumbered(Snapshot snapshot, Scope school) =>
        school.Kind == ScopeKind.School
        && Urn.TryParse(school.Id, null, out var urn)
        && Latest(snapshot, urn) is var now
        && now != urn
            ? Scope.School(now)
            : null;

    /// <summary>In whose name somebody acts, as the register has the party today.</summary>
    public static Voice VoiceOf(Snapshot snapshot, Party party) =>
        party.Scope is { } own
            ? new Voice(party, BodyOf(snapshot, own)) { Now = Renumbered(snapshot, own) }
            : new Voice(party, null);

    private static Urn Latest(Snapshot snapshot, Urn urn) => snapshot.SchoolOf(urn)?.Urn ?? urn;

    /// <summary>The scope whose page an address is; null where it is none's.</summary>
    private static Scope? Of(string address) =>
        address.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var kind, var id]
        && Scope.TryParse($"{kind}:{id}", null, out var scope)
            ? scope
            : null;
}
