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

/// <summary>Everything that happened to schools, as the register's memberships tell, with what each school was in.</summary>
public sealed class Episodes
{
    private static readonly ConditionalWeakTable<Snapshot, Episodes> known = [];

    private readonly DateOnly?[] academySince;
    private readonly ILookup<int, Episode> bySchool;

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
        foreach (var join in Joins.Between(snapshot, DateOnly.MinValue, DateOnly.MaxValue).All)
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
    }

    public static Episodes In(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new Episodes(s));

    /// <summary>By day, then school.</summary>
    public IReadOnlyList<Episode> All { get; }

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
            .Where(e =>
                e.TypeGroup.Trim().ToUpperInvariant() is "ACADEMIES" or "FREE SCHOOLS"
            )
            .Min(e => (DateOnly?)(e.Opened ?? DateOnly.MinValue));
        return joined is null ? opened
            : opened is null ? joined
            : opened < joined && opened > DateOnly.MinValue ? opened
            : joined;
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
