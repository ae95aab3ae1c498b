using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Placements;

/// <summary>The academy trusts of a snapshot as they stood on a day, ready to be ranked for any school. Safe to ask from many threads.</summary>
/// <remarks>
/// Only what holds on or before the day is read: memberships, openings, figures published by then. Which school was in
/// which trust that day is taken from all files, later ones too, as they state days that lie before them.
/// </remarks>
public sealed class TrustMatching
{
    /// <summary>Fewer trusts that schools joined, with results before and after, say nothing of how trusts differ.</summary>
    public const int FewestTrackRecords = 10;

    /// <summary>How many days are kept for a snapshot: pages ask of one or two, a back-test keeps none.</summary>
    private const int DaysKept = 4;

    private static readonly ConditionalWeakTable<
        Snapshot,
        ConcurrentDictionary<DateOnly, Lazy<TrustMatching>>
    > Kept = [];

    private readonly TrustOnDay[] trusts;
    private readonly Dictionary<Uid, int> placeOf = [];

    private readonly Dictionary<Urn, int> trustOfSchool = [];
    private readonly Lazy<TrackRecords> tracks;

    /// <param name="journeys">A router's times; null for estimates.</param>
    public TrustMatching(Snapshot snapshot, DateOnly day, Journeys? journeys = null)
    {
        (Snapshot, Day) = (snapshot, day);
        Journeys = journeys ?? Journeys.In(snapshot);
        var capacity = Criteria.Current["capacity"];
        trusts = [.. Standing(snapshot, day, capacity)];
        for (var t = 0; t < trusts.Length; t++)
            placeOf[trusts[t].Uid] = t;
        Members = new TrustMembers(trusts);
        MembershipsKnownTo = snapshot
            .Memberships.Where(m => placeOf.ContainsKey(m.Uid))
            .Select(m => m.LastSeen)
            .DefaultIfEmpty(day)
            .Max();
        for (var t = 0; t < trusts.Length; t++)
            foreach (var school in trusts[t].Schools)
                trustOfSchool[school.Urn] = t;
        tracks = new Lazy<TrackRecords>(() =>
            TrackRecords.Known(snapshot, day, Criteria.Current["track"])
        );
    }

    /// <summary>Those of a day by estimated journeys: worked out once, and kept with the snapshot.</summary>
    public static TrustMatching On(Snapshot snapshot, DateOnly day)
    {
        var days = Kept.GetValue(snapshot, _ => new());
        // A page that lets people choose a day must not fill the memory.
        if (days.Count > DaysKept && !days.ContainsKey(day))
            days.Clear();
        return days.GetOrAdd(
            day,
            d => new Lazy<TrustMatching>(() => new TrustMatching(snapshot, d))
        ).Value;
    }

    public Snapshot Snapshot { get; }

    public DateOnly Day { get; }

    public Journeys Journeys { get; }

    /// <summary>The day of the newest file that shows who is in which trust; the day asked about where the files show none.</summary>
    public DateOnly MembershipsKnownTo { get; }

    internal TrustMembers Members { get; }

    /// <summary>What became of schools that joined each trust, by results known that day.</summary>
    internal TrackRecords Tracks => tracks.Value;

    /// <summary>Every academy trust that had a school that day, by UID.</summary>
    public IReadOnlyList<TrustOnDay> Trusts => trusts;

    /// <summary>A trust as it stood that day; null where it had no school.</summary>
    public TrustOnDay? Find(Uid uid) => placeOf.TryGetValue(uid, out var at) ? trusts[at] : null;

    /// <summary>The trust a school was in that day; null for a school in none.</summary>
    public TrustOnDay? TrustOf(School school) =>
        trustOfSchool.TryGetValue(school.Urn, out var at) ? trusts[at] : null;

    /// <summary>The place of the trust a school was in that day, or -1.</summary>
    internal int PlaceOfTrust(School school) => trustOfSchool.GetValueOrDefault(school.Urn, -1);

    /// <summary>The place of a trust among <see cref="Trusts"/>, or -1.</summary>
    internal int PlaceOf(Uid uid) => placeOf.GetValueOrDefault(uid, -1);

    /// <summary>The trusts for a school: the best worded out, all that were left out with their reasons, and what would change the order.</summary>
    /// <exception cref="ArgumentException">A share or a number of points in the question is out of its range.</exception>
    public MatchAnswer Answer(School school, MatchQuestion question) =>
        new TrustScores(this, school, question).Answer();

    /// <summary>The value of every trust for a school, in the order of <see cref="Trusts"/>: for many schools at once.</summary>
    /// <inheritdoc cref="Answer"/>
    public IReadOnlyList<PlacementValue> Values(School school, MatchQuestion question) =>
        new TrustScores(this, school, question).Values();

    /// <summary>Trusts near a school by the straight line to their nearest school: facts, and no order of merit. The school's own trust is among them.</summary>
    /// <param name="take">How many at most.</param>
    /// <returns>Empty where the register gives no place for the school.</returns>
    public IReadOnlyList<NearbyTrust> TrustsNear(School school, int take = 20)
    {
        school = Sites.In(Snapshot).Placed(school);
        if (school.Current.Place is not { } here)
            return [];
        var provision = Provisions.Of(Provisions.EntriesOn(Snapshot, school, Day));
        var nearest = new (int Trust, double Kilometres, int Member, int OfPhase)[trusts.Length];
        for (var t = 0; t < trusts.Length; t++)
        {
            var any = -1;
            var same = -1;
            double far = double.PositiveInfinity,
                farSame = double.PositiveInfinity;
            for (var m = Members.Starts[t]; m < Members.Starts[t + 1]; m++)
            {
                if (
                    Members.Schools[m].Urn == school.Urn
                    || Members.Schools[m].Current.Place is not { } there
                )
                    continue;
                var kilometres = here.KilometresTo(there);
                if (kilometres < far)
                    (far, any) = (kilometres, m);
                if ((Members.Teaches[m] & provision) != Provision.None && kilometres < farSame)
                    (farSame, same) = (kilometres, m);
            }
            nearest[t] = (t, far, any, same);
        }
        return
        [
            .. nearest
                .Where(n => n.Member >= 0)
                .OrderBy(n => n.Kilometres)
                .ThenBy(n => trusts[n.Trust].Uid)
                .Take(take)
                .Select(n =>
                {
                    var journey = Journeys.Between(
                        school.Current,
                        Members.Schools[n.Member].Current
                    );
                    var phase =
                        n.OfPhase < 0
                            ? null
                            : Journeys.Between(school.Current, Members.Schools[n.OfPhase].Current);
                    return new NearbyTrust(
                        trusts[n.Trust],
                        Members.Schools[n.Member],
                        n.Kilometres,
                        journey.Minutes,
                        n.OfPhase < 0 ? null : Members.Schools[n.OfPhase],
                        phase?.Kilometres,
                        phase?.Minutes
                    );
                }),
        ];
    }

    private static IEnumerable<TrustOnDay> Standing(
        Snapshot snapshot,
        DateOnly day,
        Criterion capacity
    )
    {
        var sites = Sites.In(snapshot);
        var since = day.AddMonths(-(int)capacity["months"]);
        foreach (var group in snapshot.Groups)
        {
            if (!group.IsAcademyTrust && !group.Types.Any(t => t.Type.IsAcademyTrust()))
                continue;
            var type = group.TypeOn(day);
            if (!type.IsAcademyTrust())
                continue;
            var first = DateOnly.MaxValue;
            SortedDictionary<Urn, (School School, DateOnly From, Urn Urn)>? schools = null;
            foreach (var membership in snapshot.MembershipsIn(group.Uid))
            {
                if (membership.From < first)
                    first = membership.From;
                if (
                    !membership.HoldsOn(day)
                    || snapshot.Find(membership.Urn) is not { } entry
                    || entry.Closed <= day
                    || snapshot.SchoolOf(membership.Urn) is not { } school
                )
                    continue;
                schools ??= [];
                // Both numbers of a school that changed its number may be listed: it is one school, there since the first day.
                if (
                    !schools.TryGetValue(school.Urn, out var before)
                    || membership.From < before.From
                )
                    schools[school.Urn] = (school, membership.From, membership.Urn);
            }
            if (schools is null)
                continue;
            var taken = schools.Values.Count(s => s.From > since && s.From > first);
            var entries = schools
                .Values.Select(s => Provisions.EntriesOn(snapshot, s.School, day))
                .ToArray();
            yield return new TrustOnDay(
                group,
                type == GroupType.MultiAcademyTrust,
                [.. schools.Values.Select(s => sites.Placed(s.School))],
                taken,
                taken * 12 / capacity["months"] / Math.Max(capacity["base"], schools.Count - taken)
            )
            {
                Provisions = [.. entries.Select(Placements.Provisions.Of)],
                Faiths = [.. entries.Select(Placements.Provisions.FaithOf)],
            };
        }
    }
}
