using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Areas;

/// <summary>A school in a group now.</summary>
/// <param name="Membership">Since when, and how that is known.</param>
/// <param name="Pupils">The newest published number; null where no file speaks of it.</param>
/// <param name="Latest">The newest inspection through all its URNs; null where none is known.</param>
public sealed record Member(
    School School,
    Membership Membership,
    YearFigure? Pupils,
    Inspection? Latest
);

/// <summary>A school that was in a group and is so no longer.</summary>
/// <param name="Next">The group of the same sort it went to; null where the files show none.</param>
/// <param name="IsSameTrust">Whether <paramref name="Next"/> bears the same company number: the trust only changed its form.</param>
/// <param name="Successors">Where the school itself ended: those it was merged into or split between; may be empty.</param>
public sealed record Departure(
    School School,
    Membership Membership,
    Group? Next,
    bool IsSameTrust,
    IReadOnlyList<School> Successors
);

/// <param name="On">The first of September, or the day the register was published for the last.</param>
public readonly record struct SizeOn(DateOnly On, int Schools);

/// <summary>What the files tell of a group: its schools now, those that left and where they went, and how it grew.</summary>
public sealed record GroupStory(
    Group Group,
    IReadOnlyList<Member> Now,
    IReadOnlyList<Departure> Left,
    IReadOnlyList<SizeOn> Sizes
)
{
    /// <summary>Reads the story of a group; every part is empty for one that no file shows a school in.</summary>
    public static GroupStory Of(Snapshot snapshot, Group group)
    {
        var memberships = snapshot.MembershipsIn(group.Uid).ToArray();
        var now = new Dictionary<Urn, (School School, Membership Membership)>();
        var past = new Dictionary<Urn, (School School, Membership Membership)>();
        foreach (var membership in memberships)
        {
            if (snapshot.SchoolOf(membership.Urn) is not { } school)
                continue;
            // A membership without an end of an establishment that has closed ended with it.
            var lasts = membership.To is null && snapshot.Find(membership.Urn) is { IsOpen: true };
            var into = lasts ? now : past;
            if (
                !into.TryGetValue(school.Urn, out var before)
                || before.Membership.From < membership.From
            )
                into[school.Urn] = (school, membership);
        }
        foreach (var urn in now.Keys)
            past.Remove(urn);
        return new GroupStory(
            group,
            now.Values.Select(m => new Member(
                    m.School,
                    m.Membership,
                    snapshot.Latest(m.School, "pupils.number"),
                    snapshot.InspectionsOf(m.School).FirstOrDefault()
                ))
                .OrderBy(m => m.School.Name, StringComparer.Ordinal)
                .ThenBy(m => m.School.Urn)
                .ToArray(),
            past.Values.Select(m => Departed(snapshot, group, m.School, m.Membership))
                .OrderByDescending(d => d.Membership.To ?? d.Membership.LastSeen)
                .ThenBy(d => d.School.Urn)
                .ToArray(),
            Grown(snapshot, memberships)
        );
    }

    private static Departure Departed(
        Snapshot snapshot,
        Group group,
        School school,
        Membership membership
    )
    {
        var next = snapshot
            .MembershipsOf(school)
            .Where(m => m.From >= (membership.To ?? membership.From) && m.Uid != group.Uid)
            .Select(m => snapshot.Find(m.Uid))
            .OfType<Group>()
            .FirstOrDefault(g => g.IsAcademyTrust == group.IsAcademyTrust);
        var same =
            next is { CompanyNumber.Length: > 0 } && next.CompanyNumber == group.CompanyNumber;
        var successors = school.IsOpen
            ? []
            : snapshot
                .LinksOf(school.Urn)
                .Where(l =>
                    l.Kind
                        is LinkKind.Successor
                            or LinkKind.SuccessorMerged
                            or LinkKind.SuccessorSplit
                )
                .Select(l => snapshot.SchoolOf(l.To))
                .OfType<School>()
                .Where(s => s.Urn != school.Urn)
                .DistinctBy(s => s.Urn)
                .ToArray();
        return new Departure(school, membership, next, same, successors);
    }

    /// <summary>How many schools were in the group on each first of September, from its first to the day of the register.</summary>
    private static SizeOn[] Grown(Snapshot snapshot, IReadOnlyList<Membership> memberships)
    {
        if (memberships.Count == 0)
            return [];
        var last = memberships.Max(m => m.LastSeen);
        if (snapshot.RegisterDate is { } register && register > last)
            last = register;
        var first = memberships.Min(m => m.From);
        if (first > last)
            return [];
        var sizes = new List<SizeOn>();
        for (var year = first.Year; year <= last.Year; year++)
            if (new DateOnly(year, 9, 1) is var day && day >= first && day < last)
                sizes.Add(new SizeOn(day, CountOn(day)));
        sizes.Add(new SizeOn(last, CountOn(last)));
        return [.. sizes];

        int CountOn(DateOnly day)
        {
            var schools = new HashSet<Urn>();
            foreach (var membership in memberships)
                if (
                    membership.HoldsOn(day)
                    && snapshot.SchoolOf(membership.Urn) is { } school
                    && !(
                        membership.To is null
                        && snapshot.Find(membership.Urn) is { IsOpen: false } shut
                        && (shut.Closed ?? membership.LastSeen) <= day
                    )
                )
                    schools.Add(school.Urn);
            return schools.Count;
        }
    }
}
