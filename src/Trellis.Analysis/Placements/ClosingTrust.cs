using System.Globalization;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Placements;

/// <summary>How much a trust is taken to be able to receive, from open files alone.</summary>
/// <param name="Words">How the estimate came about, a sentence.</param>
public sealed record ReceiverEstimate(
    TrustOnDay Trust,
    int Places,
    int ChallengePoints,
    string Words
)
{
    /// <summary>Estimates it by the published rules.</summary>
    public static ReceiverEstimate Of(TrustOnDay trust, ChallengeRules rules)
    {
        var size = trust.Schools.Count;
        if (trust.YearlyGrowth >= rules.Receiver("brake"))
            return new(
                trust,
                0,
                0,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Estimated: none, as it grew by {trust.YearlyGrowth:P0} a year and has to digest."
                )
            );
        var places = (int)
            Math.Clamp(
                Math.Floor(rules.Receiver("share") * size),
                rules.Receiver("least"),
                rules.Receiver("most")
            );
        var each = rules.Receiver(size >= rules.Receiver("strong") ? "pointsOfStrong" : "points");
        var points = (int)Math.Ceiling(places * each);
        return new(
            trust,
            places,
            points,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Estimated: {ClosureRule.Count(places, "school")} of {points} challenge points together, as it has {ClosureRule.Count(size, "school")}."
            )
        );
    }
}

/// <summary>A trust of England whose schools all need another one, as it stood on a day, with the trusts near them.</summary>
/// <param name="Schools">Its schools that day with their challenge points; by the id they have in the instance.</param>
/// <param name="Receivers">The trusts that could take one at least, with what they are taken to carry.</param>
/// <param name="Instance">What a plan is made from.</param>
/// <param name="Notes">What a reader has to know, in sentences.</param>
/// <remarks>
/// Nothing that became known after the day is used, but that which school was in which trust that day is read from all files.
/// What trusts can carry is estimated, as no open file states it, and no wishes of schools are known: a plan from this shows how
/// far open data go and where the hard ones are. It decides nothing.
/// </remarks>
public sealed record ClosingTrust(
    TrustOnDay Trust,
    DateOnly Day,
    IReadOnlyDictionary<string, ChallengePoints> Schools,
    IReadOnlyList<ReceiverEstimate> Receivers,
    ClosureInstance Instance,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Schools this near each other by car are a cluster, and those of one town.</summary>
    public const double ClusterMinutes = 15;

    /// <summary>A trust whose nearest school is farther by car is not asked.</summary>
    public const double MostMinutes = 60;

    private const int GoodGrade = 2;

    /// <summary>Reads it from a snapshot.</summary>
    /// <param name="statements">What the trust states of its schools, by URN on the day; null for nothing.</param>
    /// <returns>Null where the trust had no school that day.</returns>
    public static ClosingTrust? Of(
        Snapshot snapshot,
        Uid uid,
        DateOnly day,
        IReadOnlyDictionary<Urn, ChallengeStatement>? statements = null
    )
    {
        var matching = TrustMatching.On(snapshot, day);
        if (matching.Find(uid) is not { } closing)
            return null;
        var rules = ChallengeRules.Current;
        var schools = closing
            .Schools.Select(school =>
            {
                var entry = Provisions.EntriesOn(snapshot, school, day)[0];
                return (
                    School: school,
                    Entry: entry,
                    Id: entry.Urn.ToString(),
                    Challenge: ChallengePoints.Of(
                        snapshot,
                        school,
                        day,
                        statements?.GetValueOrDefault(entry.Urn),
                        rules
                    )
                );
            })
            .OrderBy(s => s.Id, StringComparer.Ordinal)
            .ToArray();
        var values = schools
            .Select(s =>
                matching.Values(
                    s.School,
                    new MatchQuestion { MostMinutes = MostMinutes, Challenge = s.Challenge.Points }
                )
            )
            .ToArray();
        var receivers = matching
            .Trusts.Select((trust, at) => (Trust: trust, At: at))
            .Where(t => t.Trust.IsMulti && t.Trust.Uid != uid)
            .Where(t => values.Any(v => v[t.At].Value is not null))
            .Select(t => (Estimate: ReceiverEstimate.Of(t.Trust, rules), t.At))
            .ToArray();
        var places = new List<PossiblePlace>();
        var ruledOut = new List<RuledOut>();
        for (var s = 0; s < schools.Length; s++)
            foreach (var (receiver, at) in receivers)
                if (values[s][at] is { Value: { } value, Minutes: var minutes })
                    places.Add(
                        new(
                            schools[s].Id,
                            receiver.Trust.Uid.ToString(),
                            Math.Clamp(value, 0, 1),
                            minutes
                        )
                    );
                else
                    foreach (var reason in values[s][at].Reasons)
                        ruledOut.Add(new(schools[s].Id, receiver.Trust.Uid.ToString(), reason));
        var clusters = Clusters(matching.Journeys, [.. schools.Select(s => s.School)]);
        var closingSchools = schools.Select(
            (s, at) =>
                new ClosingSchool(
                    s.Id,
                    s.Entry.DisplayName,
                    s.Challenge.Points,
                    clusters[at],
                    Performing: s.Challenge.Parts.First(p => p.Rule.Id == "category").Measured
                        <= GoodGrade,
                    []
                )
                {
                    Pupils = Roll(snapshot, s.School, day),
                }
        );
        var singles = matching.Trusts.Count(t => !t.IsMulti);
        return new ClosingTrust(
            closing,
            day,
            schools.ToDictionary(s => s.Id, s => s.Challenge, StringComparer.Ordinal),
            [.. receivers.Select(r => r.Estimate)],
            new ClosureInstance(
                [.. closingSchools],
                [
                    .. receivers.Select(r => new ReceivingTrust(
                        r.Estimate.Trust.Uid.ToString(),
                        r.Estimate.Trust.Name,
                        r.Estimate.Places,
                        r.Estimate.ChallengePoints
                    )),
                ],
                places,
                ruledOut,
                []
            ),
            [
                "What each trust can take is estimated from how many schools it had and how fast it grew (definitions/criteria/challenge-points.v1.yaml); no open file states it.",
                "Challenge points are from open files alone. Building, PFI contract and vacant posts are in none, and the finances of an academy are not by school.",
                "No school's own wishes are known, so no list binds anybody.",
                FormattableString.Invariant(
                    $"Only multi-academy trusts with a school within {MostMinutes:0} minutes are asked; the {singles} single-academy trusts of that day are not."
                ),
            ]
        );
    }

    /// <summary>The schools that need most help to be placed: those without a trust first, then by challenge points, then by how few trusts could take them.</summary>
    /// <returns>As many as asked for, each with a sentence on why.</returns>
    public IReadOnlyList<(ClosingSchool School, string Why)> NeedMost(ClosurePlan plan, int count)
    {
        var open = Instance.Trusts.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var could = Instance
            .Places.Where(p => open[p.Trust].Places > 0)
            .ToLookup(p => p.School, StringComparer.Ordinal);
        return
        [
            .. plan
                .Placements.OrderBy(p => p.Trust is null ? 0 : 1)
                .ThenByDescending(p => p.School.Challenge)
                .ThenByDescending(p => Schools[p.School.Id].Parts.Sum(c => c.Adds))
                .ThenBy(p =>
                    could[p.School.Id]
                        .Count(c => open[c.Trust].ChallengePoints >= p.School.Challenge)
                )
                .ThenBy(p => p.School.Id, StringComparer.Ordinal)
                .Take(count)
                .Select(p =>
                {
                    var takers = could[p.School.Id]
                        .Count(c => open[c.Trust].ChallengePoints >= p.School.Challenge);
                    var parts = Schools[p.School.Id]
                        .Parts.Where(c => c.Adds > 0)
                        .OrderByDescending(c => c.Adds)
                        .Select(c => c.Words);
                    var where = p.Trust is null
                        ? "No trust is left for it."
                        : FormattableString.Invariant(
                            $"It would go to {p.Trust.Name}, at a value of {p.Value:0.000}."
                        );
                    return (
                        p.School,
                        $"{ClosureRule.Count(p.School.Challenge, "challenge point")}, and {ClosureRule.Count(takers, "trust")} that could carry it. {string.Join(" ", parts.Append(where))}"
                    );
                }),
        ];
    }

    private static int? Roll(Snapshot snapshot, School school, DateOnly day)
    {
        foreach (
            var column in snapshot
                .Measures.Of("pupils.number")
                .Where(c => ChallengePoints.CensusKnownFrom(c.Year) <= day)
                .OrderByDescending(c => c.Year)
        )
        foreach (var urn in school.Urns.Reverse())
            if (
                snapshot.PositionOf(urn) is >= 0 and var at
                && column.OrNaN(at) is var pupils
                && !double.IsNaN(pupils)
            )
                return (int)pupils;
        return null;
    }

    /// <summary>Groups in which every two schools are within the minutes or in one town, the nearest joined first (complete linkage); a school alone is in none.</summary>
    private static string[] Clusters(Journeys journeys, IReadOnlyList<School> schools)
    {
        var groups = Enumerable.Range(0, schools.Count).Select(s => new List<int> { s }).ToList();
        var apart = new double[schools.Count, schools.Count];
        for (var a = 0; a < schools.Count; a++)
        for (var b = 0; b < schools.Count; b++)
        {
            var (one, other) = (schools[a].Current, schools[b].Current);
            apart[a, b] =
                one.Town.Length > 0
                && string.Equals(one.Town, other.Town, StringComparison.OrdinalIgnoreCase)
                    ? 0
                    : journeys.Between(one, other).Minutes ?? double.PositiveInfinity;
        }
        while (true)
        {
            var (first, second, least) = (-1, -1, double.PositiveInfinity);
            for (var a = 0; a < groups.Count; a++)
            for (var b = a + 1; b < groups.Count; b++)
            {
                var far = groups[a]
                    .Max(x => groups[b].Max(y => Math.Max(apart[x, y], apart[y, x])));
                if (far <= ClusterMinutes && far < least)
                    (first, second, least) = (a, b, far);
            }
            if (first < 0)
                break;
            groups[first].AddRange(groups[second]);
            groups.RemoveAt(second);
        }
        var names = new string[schools.Count];
        Array.Fill(names, "");
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups.Where(g => g.Count > 1))
        {
            var town = group
                .GroupBy(s => schools[s].Current.Town, StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .First()
                .Key;
            var place = town.Length > 0 ? town : schools[group.Min()].Current.DisplayName;
            var name = place;
            for (var again = 2; !taken.Add(name); again++)
                name = FormattableString.Invariant($"{place} {again}");
            foreach (var s in group)
                names[s] = name;
        }
        return names;
    }
}
