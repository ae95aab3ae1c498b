using System.Runtime.CompilerServices;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>What happened to a school that may have changed how it does.</summary>
public enum Happening
{
    /// <summary>It became an academy by its own wish and joined a multi-academy trust that had schools.</summary>
    JoinedAsConverter,

    /// <summary>It was placed with a sponsor: a sponsor-led academy in a multi-academy trust that had schools.</summary>
    JoinedWithSponsor,

    /// <summary>A single academy joined a multi-academy trust.</summary>
    SingleJoined,

    /// <summary>It went from one multi-academy trust to another; mergers of whole trusts are not counted.</summary>
    Moved,

    /// <summary>It joined a federation on a day that the register states.</summary>
    Federated,

    /// <summary>It became an academy on its own: the one school of its trust.</summary>
    ConvertedAlone,

    /// <summary>A new school, opened within a trust; nothing came before it.</summary>
    OpenedInTrust,

    /// <summary>It was there when its multi-academy trust took its first schools.</summary>
    Founded,

    /// <summary>All schools of its trust went to another trust on one day.</summary>
    Merged,

    /// <summary>It left a trust or federation and is in no other since.</summary>
    Left,

    /// <summary>It is a member of a partnership of the published register of partnerships.</summary>
    Partnered,
}

/// <summary>A dated happening of a school.</summary>
/// <param name="School">Its position in <see cref="Snapshot.Schools"/>.</param>
/// <param name="Urn">Its URN in the group.</param>
/// <param name="From">Its first day there.</param>
/// <param name="To">The first day no longer there; null while it lasts as far as the files know.</param>
public sealed record Episode(
    int School,
    Happening What,
    Urn Urn,
    Uid Group,
    DateOnly From,
    DateOnly? To
)
{
    /// <summary>The first school year that counts as after it: the one in which it happened, where it was by 1 January; else the next.</summary>
    public Year FirstYear => FirstYearOf(From);

    public static Year FirstYearOf(DateOnly day) =>
        new(day is { Month: < 9, DayOfYear: 1 } ? day.Year - 1 : day.Year);
}

/// <summary>Something that a school was in with others, as the panel file has it.</summary>
/// <param name="School">Its position in <see cref="Snapshot.Schools"/>.</param>
/// <param name="Group">The UID of the trust or federation, or the id of the partnership.</param>
/// <param name="Model">The way of working together, as in definitions/models.</param>
/// <param name="Roles">Of giver, taker, lead, with upright strokes between them; empty for a trust or federation, where all are alike.</param>
/// <param name="Announced">When it was said that it would come. No open file has this day, so it is null throughout.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The first day no longer; null while it lasts as far as the files know.</param>
/// <param name="IsConfirmed">Whether the register or the school itself says so; else others stated it, and it is no fact.</param>
public sealed record SchoolEpisode(
    int School,
    Happening What,
    string Group,
    string Model,
    string Roles,
    DateOnly? Announced,
    DateOnly From,
    DateOnly? To,
    bool IsConfirmed
)
{
    /// <inheritdoc cref="Episode.FirstYear"/>
    public Year FirstYear => Episode.FirstYearOf(From);
}

/// <summary>Everything that happened to schools, as the register's memberships tell, with what each school was in.</summary>
public sealed class Episodes
{
    private static readonly ConditionalWeakTable<Snapshot, Episodes> known = [];

    private readonly DateOnly?[] academySince;
    private readonly ILookup<int, Episode> bySchool;
    private readonly ILookup<int, SchoolEpisode> every;

    private Episodes(Snapshot snapshot)
    {
        var position = new Dictionary<Urn, int>();
        academySince = new DateOnly?[snapshot.Schools.Count];
        var found = new List<Episode>();
        for (var s = 0; s < snapshot.Schools.Count; s++)
        {
            var school = snapshot.Schools[s];
            position[school.Urn] = s;
            academySince[s] = AcademySince(snapshot, school);
            if (FirstFederation(snapshot, school) is { } first)
                found.Add(
                    new Episode(s, Happening.Federated, first.Urn, first.Uid, first.From, first.To)
                );
        }
        var joins = Joins.Between(snapshot, DateOnly.MinValue, DateOnly.MaxValue);
        foreach (var join in joins.All)
            if (What(snapshot, join) is { } what)
                found.Add(
                    new Episode(
                        position[join.School.Urn],
                        what,
                        join.Urn,
                        join.Trust,
                        join.Day,
                        snapshot
                            .MembershipsOf(join.Urn)
                            .First(m => m.Uid == join.Trust && m.From == join.Day)
                            .To
                    )
                );
        All = [.. found.OrderBy(e => e.From).ThenBy(e => e.School).ThenBy(e => e.What)];
        bySchool = All.ToLookup(e => e.School);
        Every =
        [
            .. All.Select(e => InGroup(snapshot, e.School, e.What, e.Group, e.From, e.To))
                .Concat(Others(snapshot, joins, position))
                .Concat(Left(snapshot))
                .Concat(Partnered(snapshot, position))
                .OrderBy(e => e.From)
                .ThenBy(e => e.School)
                .ThenBy(e => e.What)
                .ThenBy(e => e.Group, StringComparer.Ordinal),
        ];
        every = Every.ToLookup(e => e.School);
    }

    public static Episodes In(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new Episodes(s));

    /// <summary>Those that studies are made of, the first five kinds, by day, then school.</summary>
    public IReadOnlyList<Episode> All { get; }

    /// <summary>Those and all others, by day, then school: what the panel file has.</summary>
    public IReadOnlyList<SchoolEpisode> Every { get; }

    /// <summary>All of a school, oldest first.</summary>
    /// <param name="school">Its position in <see cref="Snapshot.Schools"/>.</param>
    public IEnumerable<SchoolEpisode> EveryOf(int school) => every[school];

    /// <summary>What happened to a school, oldest first.</summary>
    /// <param name="school">Its position in <see cref="Snapshot.Schools"/>.</param>
    public IEnumerable<Episode> Of(int school) => bySchool[school];

    /// <summary>The first day on which a school was an academy or a free school; null where it never was.</summary>
    public DateOnly? AcademySince(int school) => academySince[school];

    private static Happening? What(Snapshot snapshot, Join join)
    {
        if (join.From is { } from)
            return snapshot.Find(from)?.TypeOn(join.Day) == GroupType.SingleAcademyTrust
                ? Happening.SingleJoined
                : Happening.Moved;
        var type = snapshot.Find(join.Urn)?.Type ?? "";
        return type.Equals("Academy converter", StringComparison.OrdinalIgnoreCase)
                ? Happening.JoinedAsConverter
            : type.Equals("Academy sponsor led", StringComparison.OrdinalIgnoreCase)
                ? Happening.JoinedWithSponsor
            : null;
    }

    private static DateOnly? AcademySince(Snapshot snapshot, School school)
    {
        var joined = snapshot
            .MembershipsOf(school)
            .Where(m => snapshot.Find(m.Uid)?.TypeOn(m.From).IsAcademyTrust() == true)
            .Min(m => (DateOnly?)m.From);
        var opened = school
            .Urns.Select(u => snapshot.Find(u)!)
            .Where(e => e.TypeGroup.Trim().ToUpperInvariant() is "ACADEMIES" or "FREE SCHOOLS")
            .Min(e => (DateOnly?)(e.Opened ?? DateOnly.MinValue));
        return joined is null ? opened
            : opened is null ? joined
            : opened < joined && opened > DateOnly.MinValue ? opened
            : joined;
    }

    private static SchoolEpisode InGroup(
        Snapshot snapshot,
        int school,
        Happening what,
        Uid group,
        DateOnly from,
        DateOnly? to
    ) =>
        new(
            school,
            what,
            group.ToString(),
            ModelOf(snapshot.Find(group)?.TypeOn(from)),
            "",
            null,
            from,
            to,
            true
        );

    private static string ModelOf(GroupType? type) =>
        type switch
        {
            GroupType.Federation => "federation",
            GroupType.SingleAcademyTrust => "single-academy-trust",
            _ => "multi-academy-trust",
        };

    private static IEnumerable<SchoolEpisode> Others(
        Snapshot snapshot,
        Joins joins,
        Dictionary<Urn, int> position
    ) =>
        from other in joins.Others
        let began = other.Beginning
        let what = other.Why switch
        {
            NoJoin.NewSchool => Happening.OpenedInTrust,
            NoJoin.Founding => Happening.Founded,
            NoJoin.Merger => Happening.Merged,
            NoJoin.SingleAcademyTrust when began.From is null => Joins.IsNew(
                snapshot,
                began.School,
                began.Urn,
                began.Day
            )
                ? Happening.OpenedInTrust
                : Happening.ConvertedAlone,
            _ => (Happening?)null,
        }
        where what is not null
        select InGroup(
            snapshot,
            position[began.School.Urn],
            what.Value,
            began.Trust,
            began.Day,
            snapshot
                .MembershipsOf(began.Urn)
                .First(m => m.Uid == began.Trust && m.From == began.Day)
                .To
        );

    // Neither the closing of the school nor an end that no file dates is a leaving; and one who goes on to another trust has moved.
    private static IEnumerable<SchoolEpisode> Left(Snapshot snapshot)
    {
        for (var s = 0; s < snapshot.Schools.Count; s++)
        {
            var school = snapshot.Schools[s];
            var all = snapshot.MembershipsOf(school).ToList();
            foreach (var one in all)
            {
                var federation = IsFederation(snapshot, one);
                if (
                    one.To is not { } day
                    || one.ToEvidence is EndEvidence.EstablishmentClosed or EndEvidence.StillThere
                    || !(federation || IsTrust(snapshot, one))
                    || (school.Current.Closed is { } closed && closed <= day.AddDays(GraceDays))
                    || all.Any(m =>
                        m != one
                        && (federation ? IsFederation(snapshot, m) : IsTrust(snapshot, m))
                        && m.From <= day.AddDays(GraceDays)
                        && (m.To is not { } to || to > day)
                    )
                )
                    continue;
                yield return InGroup(snapshot, s, Happening.Left, one.Uid, day, null);
            }
        }
    }

    // A month lies between the end of one membership and the beginning of the next where files differ.
    private const int GraceDays = 31;

    private static bool IsFederation(Snapshot snapshot, Membership one) =>
        snapshot.Find(one.Uid)?.TypeOn(one.From) == GroupType.Federation;

    private static bool IsTrust(Snapshot snapshot, Membership one) =>
        snapshot.Find(one.Uid)?.TypeOn(one.From).IsAcademyTrust() == true;

    private static IEnumerable<SchoolEpisode> Partnered(
        Snapshot snapshot,
        Dictionary<Urn, int> position
    )
    {
        var partnerships = snapshot.Register.Partnerships.ToDictionary(p => p.Id);
        foreach (var member in snapshot.Register.Members)
            if (
                member.School is { } urn
                && snapshot.SchoolOf(urn) is { } school
                && partnerships.TryGetValue(member.Partnership, out var partnership)
            )
                yield return new SchoolEpisode(
                    position[school.Urn],
                    Happening.Partnered,
                    partnership.Id,
                    partnership.Model,
                    string.Join('|', member.Roles),
                    null,
                    member.From,
                    member.To ?? partnership.Ended,
                    member.IsConfirmed
                );
    }

    private static Membership? FirstFederation(Snapshot snapshot, School school) =>
        snapshot
            .MembershipsOf(school)
            .Where(m => snapshot.Find(m.Uid)?.TypeOn(m.From) == GroupType.Federation)
            .MinBy(m => m.From)
            is { FromEvidence: EndEvidence.JoinedDate } first
            ? first
            : null;
}
