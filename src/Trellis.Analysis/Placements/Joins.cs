using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Placements;

/// <summary>A school that really joined a trust that was there before it.</summary>
/// <param name="Urn">Its URN in the trust.</param>
/// <param name="Day">Its first day there.</param>
/// <param name="From">The trust it left; null for a school that was in none.</param>
public sealed record Join(School School, Urn Urn, Uid Trust, DateOnly Day, Uid? From)
{
    /// <summary>From one trust to another; else a conversion into a trust.</summary>
    public bool IsTransfer => From is not null;
}

/// <summary>Why a beginning of a membership is not counted as a join.</summary>
public enum NoJoin
{
    /// <summary>The trust only changed its form: both have one company number.</summary>
    SameTrust,

    /// <summary>A single-academy trust, which has one school.</summary>
    SingleAcademyTrust,

    /// <summary>A new school, opened within the trust.</summary>
    NewSchool,

    /// <summary>The trust had no school the day before: the school is one of its founders.</summary>
    Founding,

    /// <summary>All schools of a trust that had several went to one other trust on one day: a merger of trusts.</summary>
    Merger,
}

/// <summary>The real joins of a time, and what was left out of them.</summary>
public sealed record Joins(IReadOnlyList<Join> All, IReadOnlyDictionary<NoJoin, int> LeftOut)
{
    /// <summary>The beginnings that are no joins, each with why; a merger is one of them.</summary>
    public IReadOnlyList<(Join Beginning, NoJoin Why)> Others { get; init; } = [];

    /// <summary>Reads them from the memberships that began between two days, both included; by day, then by URN.</summary>
    public static Joins Between(Snapshot snapshot, DateOnly from, DateOnly to)
    {
        var found = new List<Join>();
        var others = new List<(Join, NoJoin)>();
        var leftOut = Enum.GetValues<NoJoin>().ToDictionary(n => n, _ => 0);
        foreach (var school in snapshot.Schools)
        {
            Membership? before = null;
            foreach (
                var membership in snapshot
                    .MembershipsOf(school)
                    .OrderBy(m => m.From)
                    .ThenBy(m => m.Uid)
            )
            {
                if (
                    snapshot.Find(membership.Uid) is not { } trust
                    || !trust.TypeOn(membership.From).IsAcademyTrust()
                )
                    continue;
                var left = before;
                before = membership;
                if (membership.From < from || membership.From > to || left?.Uid == membership.Uid)
                    continue;
                var join = new Join(school, membership.Urn, trust.Uid, membership.From, left?.Uid);
                if (Why(snapshot, school, membership, left, trust) is { } why)
                {
                    leftOut[why]++;
                    others.Add((join, why));
                }
                else
                    found.Add(join);
            }
        }
        var merged = Mergers(snapshot, found);
        leftOut[NoJoin.Merger] = merged.Count;
        return new Joins(
            [.. found.Where(j => !merged.Contains(j)).OrderBy(j => j.Day).ThenBy(j => j.Urn)],
            leftOut
        )
        {
            Others = [.. others, .. merged.Select(j => (j, NoJoin.Merger))],
        };
    }

    private static NoJoin? Why(
        Snapshot snapshot,
        School school,
        Membership membership,
        Membership? left,
        Group trust
    )
    {
        if (
            left is not null
            && snapshot.Find(left.Uid) is { CompanyNumber.Length: > 0 } old
            && old.CompanyNumber == trust.CompanyNumber
        )
            return NoJoin.SameTrust;
        if (trust.TypeOn(membership.From) != GroupType.MultiAcademyTrust)
            return NoJoin.SingleAcademyTrust;
        if (left is null && IsNew(snapshot, school, membership.Urn, membership.From))
            return NoJoin.NewSchool;
        return snapshot
            .MembershipsIn(trust.Uid)
            .Any(m =>
                m.HoldsOn(membership.From.AddDays(-1))
                && !(snapshot.Find(m.Urn)?.Closed < membership.From)
            )
            ? null
            : NoJoin.Founding;
    }

    /// <summary>Whether no entry of a school was open before a day, as far as the register says.</summary>
    /// <param name="urn">The entry that it has on that day.</param>
    internal static bool IsNew(Snapshot snapshot, School school, Urn urn, DateOnly day) =>
        !(snapshot.Find(urn)?.Opened < day)
        && !school.Urns.Any(u =>
            u != urn && (snapshot.Find(u)?.Opened is not { } opened || opened < day)
        );

    private static HashSet<Join> Mergers(Snapshot snapshot, List<Join> found) =>
        [
            .. found
                .Where(j => j.IsTransfer)
                .GroupBy(j => (j.From, j.Trust, j.Day))
                .Where(g =>
                    g.Count() > 1
                    && snapshot
                        .MembershipsIn(g.Key.From!.Value)
                        .Where(m =>
                            m.HoldsOn(g.Key.Day.AddDays(-1))
                            && !(snapshot.Find(m.Urn)?.Closed <= g.Key.Day)
                        )
                        .Select(m => snapshot.SchoolOf(m.Urn)?.Urn)
                        .All(u => g.Any(j => j.School.Urn == u))
                )
                .SelectMany(g => g),
        ];
}
