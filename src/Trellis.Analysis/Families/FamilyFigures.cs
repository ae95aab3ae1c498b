using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Families;

/// <summary>How the families of a kind and phase stand.</summary>
/// <param name="Schools">How many schools are in them.</param>
/// <param name="WithinBounds">The share of families whose size is within the rule's bounds, 0 to 1.</param>
/// <param name="MatesKept">Of each school's mates in the last release that are still open, the share that are still its mates, averaged; null where there was no release.</param>
/// <param name="Moved">How many schools are in another family than in the last release.</param>
/// <param name="Joined">How many were in none.</param>
/// <param name="NewFamilies">How many families the last release did not have.</param>
/// <param name="EndedFamilies">How many ended with this release.</param>
/// <param name="Measure">The measure of <paramref name="R2"/>.</param>
/// <param name="R2">1 - SSE / SST where each school is predicted by the mean of the others of its family; null with fewer than ten figures.</param>
/// <param name="Predicted">How many schools have a figure and a mate with one.</param>
/// <param name="PairsTooFar">For regional families, pairs farther apart than the rule's minutes or without a road; 0 for national ones.</param>
/// <param name="Pairs">All pairs of mates.</param>
public sealed record FamilyFigures(
    FamilyKind Kind,
    Peers Peers,
    int Families,
    int Schools,
    int Smallest,
    int Largest,
    double WithinBounds,
    double? MatesKept,
    int Moved,
    int Joined,
    int NewFamilies,
    int EndedFamilies,
    string Measure,
    double? R2,
    int Predicted,
    int PairsTooFar,
    int Pairs
)
{
    internal static FamilyFigures Of(Families all, FamilyKind kind, Peers peers)
    {
        var families = all.Of(kind, peers);
        var snapshot = all.Snapshot;
        var published = snapshot
            .PublishedFamilies.Where(f => f.Kind == kind.Key() && f.Phase == peers.Key())
            .ToArray();
        var before = new Dictionary<School, string>(ReferenceEqualityComparer.Instance);
        foreach (var row in published.Where(f => f.Urn is not null).OrderBy(f => f.Urn!.Value))
            if (snapshot.SchoolOf(row.Urn!.Value) is { } school)
                before[school] = row.Family;
        int moved = 0,
            joined = 0;
        foreach (var family in families)
        foreach (var member in family.Members)
            if (!before.TryGetValue(member.School, out var old))
                joined++;
            else if (old != family.Id)
                moved++;
        var ids = before.Values.ToHashSet(StringComparer.Ordinal);
        var (r2, predicted, measure) = Predict(snapshot, peers, families);
        var (far, pairs) = TooFar(all, kind, peers, families);
        return new FamilyFigures(
            kind,
            peers,
            families.Count,
            families.Sum(f => f.Members.Count),
            families.Count == 0 ? 0 : families.Min(f => f.Members.Count),
            families.Count == 0 ? 0 : families.Max(f => f.Members.Count),
            families.Count == 0
                ? 1
                : (double)families.Count(f => f.IsWithinBounds) / families.Count,
            published.Length == 0 ? null : Kept(families, before),
            published.Length == 0 ? 0 : moved,
            published.Length == 0 ? 0 : joined,
            published.Length == 0 ? 0 : families.Count(f => !ids.Contains(f.Id)),
            published.Length == 0
                ? 0
                : all.Ended(kind, peers)
                    .Count(e => published.Any(p => p.Family == e.Id && p.Urn is not null)),
            measure,
            r2,
            predicted,
            far,
            pairs
        );
    }

    /// <summary>The share of mates kept, over schools that had any.</summary>
    private static double? Kept(IReadOnlyList<Family> families, Dictionary<School, string> before)
    {
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        var old = new List<int>();
        var now = new List<int>();
        for (var f = 0; f < families.Count; f++)
            foreach (var member in families[f].Members)
            {
                if (!before.TryGetValue(member.School, out var id))
                    continue;
                if (!number.TryGetValue(id, out var known))
                    number[id] = known = number.Count;
                old.Add(known);
                now.Add(f);
            }
        return MatesKeptBetween(old, now);
    }

    /// <summary>Of each school's mates before, the share that are mates still, averaged over schools that had mates; null where none had.</summary>
    /// <param name="before">The family of each school before; below zero for none.</param>
    /// <param name="now">The family of each school now, in the same order.</param>
    public static double? MatesKeptBetween(IReadOnlyList<int> before, IReadOnlyList<int> now)
    {
        var sizes = before.Where(f => f >= 0).CountBy(f => f).ToDictionary();
        var both = before.Zip(now).Where(p => p.First >= 0).CountBy(p => p).ToDictionary();
        double sum = 0;
        var schools = 0;
        for (var i = 0; i < before.Count; i++)
        {
            if (before[i] < 0 || sizes[before[i]] < 2)
                continue;
            sum += (both[(before[i], now[i])] - 1.0) / (sizes[before[i]] - 1);
            schools++;
        }
        return schools == 0 ? null : sum / schools;
    }

    /// <summary>The measure by which families of a phase are judged.</summary>
    public static string MeasureFor(Peers peers) =>
        peers switch
        {
            Peers.Secondary => "ks4.attainment8",
            Peers.Primary => "ks2.reading-average",
            _ => "absence.overall",
        };

    /// <summary>How well the mean of the others of its family predicts a school's figure of one year; null with fewer than ten.</summary>
    /// <param name="figures">A school a place; NaN where missing.</param>
    /// <param name="of">The family of each school.</param>
    public static (double? R2, int Schools) PredictedBy(double[] figures, IReadOnlyList<int> of)
    {
        var sums = new Dictionary<int, (double Sum, int Count)>();
        for (var row = 0; row < figures.Length; row++)
            if (!double.IsNaN(figures[row]))
            {
                var (sum, count) = sums.GetValueOrDefault(of[row]);
                sums[of[row]] = (sum + figures[row], count + 1);
            }
        var pairs = new List<(double, double)>();
        for (var row = 0; row < figures.Length; row++)
            if (!double.IsNaN(figures[row]) && sums[of[row]] is { Count: > 1 } family)
                pairs.Add((figures[row], (family.Sum - figures[row]) / (family.Count - 1)));
        return (R2Of(pairs), pairs.Count);
    }

    private static (double? R2, int Predicted, string Measure) Predict(
        Snapshot snapshot,
        Peers peers,
        IReadOnlyList<Family> families
    )
    {
        var measure = MeasureFor(peers);
        var population = Likeness.In(snapshot).Population(peers);
        var read = population.Read(Reading.Of(measure, ""));
        var of = new int[population.Schools.Count];
        for (var f = 0; f < families.Count; f++)
            foreach (var member in families[f].Members)
                of[population.PositionOf(member.School)] = f;
        var (r2, predicted) = PredictedBy(OfOneYear(read), of);
        return (r2, predicted, measure);
    }

    /// <summary>The figures of the population's year alone: an older one would be of other pupils.</summary>
    internal static double[] OfOneYear(ReadFigures read) =>
        [
            .. read.Figures.Select(
                (figure, row) =>
                    read.Year is { } year && read.Years[row] == year ? figure : double.NaN
            ),
        ];

    /// <summary>1 - SSE / SST; null with fewer than ten pairs or where nothing varies.</summary>
    public static double? R2Of(IReadOnlyList<(double Own, double Predicted)> pairs)
    {
        if (pairs.Count < 10)
            return null;
        var mean = pairs.Average(p => p.Own);
        var total = pairs.Sum(p => (p.Own - mean) * (p.Own - mean));
        return total > 0
            ? 1 - (pairs.Sum(p => (p.Own - p.Predicted) * (p.Own - p.Predicted)) / total)
            : null;
    }

    private static (int TooFar, int Pairs) TooFar(
        Families all,
        FamilyKind kind,
        Peers peers,
        IReadOnlyList<Family> families
    )
    {
        var pairs = families.Sum(f => f.Members.Count * (f.Members.Count - 1) / 2);
        if (kind == FamilyKind.National || pairs == 0)
            return (0, pairs);
        var population = Likeness.In(all.Snapshot).Population(peers);
        var nearby = all.Nearby(peers);
        var far = 0;
        foreach (var family in families)
        {
            var rows = family.Members.Select(m => population.PositionOf(m.School)).ToArray();
            for (var i = 0; i < rows.Length; i++)
            for (var j = i + 1; j < rows.Length; j++)
                if (!nearby.AreNear(rows[i], rows[j]))
                    far++;
        }
        return (far, pairs);
    }
}
