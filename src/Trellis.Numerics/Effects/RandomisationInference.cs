using System.Globalization;
using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>What a randomisation test found.</summary>
/// <param name="Statistic">Of the assignment that was.</param>
/// <param name="PValue">The share of assignments, the real one among them, whose |statistic| is no less: exact where all were tried.</param>
/// <param name="Assignments">How many assignments were compared, the real one among them.</param>
/// <param name="Exact">Whether these are all there are.</param>
/// <param name="Low">The least constant effect that the test does not reject; minus infinity where none is rejected; NaN where no dose was given.</param>
/// <param name="High">The greatest constant effect that the test does not reject; infinity where none is rejected; NaN where no dose was given.</param>
/// <param name="Unanswered">Under how many assignments the statistic was not a number; each counts as one that is no less, on the safe side.</param>
public sealed record RandomisationAnswer(
    double Statistic,
    double PValue,
    long Assignments,
    bool Exact,
    double Low,
    double High,
    int Unanswered = 0
);

/// <summary>What the estimate makes of an outcome under an assignment.</summary>
/// <param name="firstTreated">For each unit the time from which it would be treated; infinity for never.</param>
/// <param name="outcome">Which outcome: the one seen, or the dose (1 where and when a unit really was treated, 0 elsewhere).</param>
public delegate double AssignmentStatistic(double[] firstTreated, AssignmentOutcome outcome);

/// <summary>Which outcome a statistic is asked of.</summary>
public enum AssignmentOutcome
{
    /// <summary>As it was seen.</summary>
    Seen,

    /// <summary>1 where and when a unit really was treated, 0 elsewhere: what a constant effect of 1 adds.</summary>
    Dose,
}

/// <summary>Tests by what else the assignment of treatment could have been: for few treated clusters, where standard errors lie.</summary>
/// <remarks>
/// <para>
/// Fisher (The Design of Experiments, 1935). Dates of treatment are exchanged among clusters (within strata where given): each
/// cluster hands its date to another, so that as many are treated at each date as really were. Under the sharp hypothesis that
/// treatment did nothing every statistic is as likely as the real one, whatever the number of clusters; it asks that dates were as good as
/// dealt among the clusters of a stratum. With fewer than 15 treated clusters prefer it to standard errors (MacKinnon and Webb,
/// Journal of Econometrics 2020).
/// </para>
/// <para>
/// The interval holds every constant effect the test does not reject. A statistic that is linear in the outcome moves by its
/// value at the dose, so the ends are found without trying effects one by one.
/// </para>
/// </remarks>
public static class RandomisationInference
{
    /// <summary>Compares the real assignment with others.</summary>
    /// <param name="firstTreated">For each unit the time from which it really was treated; infinity for never. One a cluster.</param>
    /// <param name="cluster">The cluster of each unit, numbered from 0; null where each unit stands for itself.</param>
    /// <param name="stratum">The stratum of each unit, whole clusters in one; null for one stratum.</param>
    /// <param name="statistic">The estimate: linear in the outcome for the interval to be right. It runs on several cores at once.</param>
    /// <param name="draws">How many assignments to draw where there are more than that; the real one is added.</param>
    /// <param name="seed">The same seed gives the same draws.</param>
    /// <param name="level">Of the interval, as .95.</param>
    /// <param name="withInterval">Whether the dose is asked for; an estimate that cannot take it gives no interval.</param>
    /// <exception cref="UnusableDataException">A cluster has two dates or strata, or there is nothing to exchange.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static RandomisationAnswer Test(
        double[] firstTreated,
        int[]? cluster,
        int[]? stratum,
        AssignmentStatistic statistic,
        int draws,
        long seed,
        double level = .95,
        bool withInterval = true
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var n = firstTreated.Length;
        cluster ??= [.. Enumerable.Range(0, n)];
        stratum ??= new int[n];
        if (cluster.Length != n || stratum.Length != n)
            throw new ArgumentException("Dates, clusters and strata are not of one length.");
        var (dates, strata) = ByCluster(firstTreated, cluster, stratum);
        var assignments = new Assignments(dates, strata);
        if (assignments.Count <= 1)
            throw new UnusableDataException(
                "Every exchange of dates among clusters gives the assignment that was: all are treated at one date, or none is, within each stratum."
            );
        var exact = assignments.Count <= draws;
        var tried = exact ? (int)assignments.Count : draws;
        var seen = new double[tried];
        var dosed = new double[tried];
        Parallel.For(
            0,
            tried,
            d =>
            {
                var other = exact ? assignments.Number(d) : assignments.Draw(new Draws(seed, d));
                double[] assigned = [.. cluster.Select(c => other[c])];
                seen[d] = statistic(assigned, AssignmentOutcome.Seen);
                dosed[d] = withInterval ? statistic(assigned, AssignmentOutcome.Dose) : double.NaN;
            }
        );
        var real = statistic(firstTreated, AssignmentOutcome.Seen);
        // Where all are tried the real one is among them; where some are drawn it is added, as the p-value would be too small without.
        var added = exact ? 0 : 1;
        var total = tried + added;
        long asGreat = added;
        foreach (var other in seen)
            if (!(Math.Abs(other) < Math.Abs(real) * (1 - 1e-12)))
                asGreat++;
        if (!double.IsFinite(real))
            throw new UnusableDataException(
                "The statistic of the assignment that was is not a number, so it cannot be compared."
            );
        var p = (double)asGreat / total;
        var (low, high) = withInterval
            ? Interval(
                real,
                statistic(firstTreated, AssignmentOutcome.Dose),
                seen,
                dosed,
                added,
                1 - level
            )
            : (double.NaN, double.NaN);
        return new RandomisationAnswer(
            real,
            p,
            total,
            exact,
            low,
            high,
            seen.Count(s => !double.IsFinite(s))
        );
    }

    // Effects τ with a p-value above α. Draw d counts against τ while |seen_d − τ·dosed_d| ≥ |real − τ·dose|: a set of τ bounded by where the two are equal.
    private static (double Low, double High) Interval(
        double real,
        double dose,
        double[] seen,
        double[] dosed,
        int added,
        double alpha
    )
    {
        if (!(Math.Abs(dose) > 0))
            return (double.NaN, double.NaN);
        var centre = real / dose;
        var total = seen.Length + added;
        // Going out from the centre to one side, each draw stops counting at one distance (or never).
        double Reach(int side)
        {
            var stops = new double[seen.Length];
            for (var d = 0; d < seen.Length; d++)
            {
                // With τ = centre + side·x the real side is |dose|·x and the draw's |at − slope·x|: it counts at x = 0.
                var at = seen[d] - (centre * dosed[d]);
                if (Math.Abs(at) <= 1e-12 * (Math.Abs(seen[d]) + Math.Abs(centre * dosed[d])))
                    at = 0;
                var slope = side * dosed[d];
                var size = Math.Abs(dose);
                var closes = at < 0 ? size - slope : size + slope;
                // A draw that moves more than the real assignment would count again further out: it is kept, on the safe side.
                var forever =
                    !double.IsFinite(at)
                    || closes <= 1e-12 * size
                    || Math.Abs(slope) > size * (1 + 1e-12)
                    || (at == 0 && Math.Abs(slope) >= size * (1 - 1e-12));
                stops[d] = forever ? double.PositiveInfinity : Math.Abs(at) / closes;
            }
            Array.Sort(stops);
            // p at distance x is (added + number of stops ≥ x) / total.
            for (var d = 0; d < stops.Length; d++)
                if ((double)(added + stops.Length - d - 1) / total <= alpha)
                    return stops[d];
            return double.PositiveInfinity;
        }
        return (centre - Reach(-1), centre + Reach(1));
    }

    private static (double[] Dates, int[] Strata) ByCluster(
        double[] firstTreated,
        int[] cluster,
        int[] stratum
    )
    {
        var clusters = InfluenceFunctions.Count(cluster);
        var dates = new double[clusters];
        var strata = new int[clusters];
        var known = new bool[clusters];
        for (var i = 0; i < cluster.Length; i++)
        {
            var c = cluster[i];
            if (!known[c])
                (dates[c], strata[c], known[c]) = (firstTreated[i], stratum[i], true);
            else if (!dates[c].Equals(firstTreated[i]))
                throw new UnusableDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Units of cluster {c} are treated from {dates[c]} and from {firstTreated[i]}. Dates can be exchanged only among clusters that have one each."
                    )
                );
            else if (strata[c] != stratum[i])
                throw new UnusableDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Units of cluster {c} lie in strata {strata[c]} and {stratum[i]}."
                    )
                );
        }
        return (dates, strata);
    }

    // The different ways to deal the dates of each stratum among its clusters.
    private sealed class Assignments
    {
        private const long Many = 1_000_000_000;
        private readonly double[] dates;
        private readonly int[][] members;
        private readonly long[] ways;

        public Assignments(double[] dates, int[] strata)
        {
            this.dates = dates;
            members =
            [
                .. Enumerable
                    .Range(0, dates.Length)
                    .GroupBy(c => strata[c])
                    .Select(g => g.ToArray()),
            ];
            ways = [.. members.Select(m => Ways([.. m.Select(c => dates[c])]))];
            Count = ways.Aggregate(1L, (product, one) => Math.Min(Many, product * one));
        }

        /// <summary>How many, a thousand million for that many or more.</summary>
        public long Count { get; }

        public double[] Draw(Draws chance)
        {
            var dealt = new double[dates.Length];
            long number = 0;
            foreach (var own in members)
            {
                double[] hand = [.. own.Select(c => dates[c])];
                for (var i = hand.Length - 1; i > 0; i--)
                {
                    var at = chance.Below(number++, i + 1);
                    (hand[i], hand[at]) = (hand[at], hand[i]);
                }
                for (var i = 0; i < hand.Length; i++)
                    dealt[own[i]] = hand[i];
            }
            return dealt;
        }

        /// <summary>Assignment <paramref name="number"/> in the order of the dates, from 0.</summary>
        public double[] Number(long number)
        {
            var dealt = new double[dates.Length];
            for (var s = 0; s < members.Length; s++)
            {
                var rank = number % ways[s];
                number /= ways[s];
                List<double> left = [.. members[s].Select(c => dates[c]).Order()];
                foreach (var c in members[s])
                foreach (var date in left.Distinct().ToArray())
                {
                    var without = left.ToList();
                    without.Remove(date);
                    var under = Ways(without);
                    if (rank >= under)
                    {
                        rank -= under;
                        continue;
                    }
                    (dealt[c], left) = (date, without);
                    break;
                }
            }
            return dealt;
        }

        private static long Ways(IReadOnlyCollection<double> hand)
        {
            // n! over the product of how often each date comes, factor by factor: every step is whole.
            double ways = 1;
            var placed = 0;
            foreach (var same in hand.GroupBy(d => d))
            {
                var count = same.Count();
                for (var i = 1; i <= count; i++)
                    ways = ways * (placed + i) / i;
                placed += count;
                if (ways >= Many)
                    return Many;
            }
            return (long)Math.Round(ways);
        }
    }
}
