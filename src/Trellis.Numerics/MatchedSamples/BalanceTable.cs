namespace Trellis.MatchedSamples;

/// <summary>How alike treated units and controls are in one column.</summary>
/// <param name="Variable">The covariate, with the kind's name behind it for a column of 0 and 1.</param>
/// <param name="TreatedMean">Of matched treated units.</param>
/// <param name="ControlMean">Of matched controls, weighted.</param>
/// <param name="StandardisedDifference">Treated mean less control mean, over the standard deviation of all treated units before matching (over the pooled one where all treated are the same; NaN where everybody is).</param>
/// <param name="VarianceRatio">Variance of treated over that of controls; NaN for a column of 0 and 1.</param>
/// <param name="MeanGap">Mean over the values that occur of the gap between the two shares that lie at or below it, 0 to 1.</param>
/// <param name="GreatestGap">The greatest such gap, 0 to 1.</param>
public sealed record Balance(
    string Variable,
    double TreatedMean,
    double ControlMean,
    double StandardisedDifference,
    double VarianceRatio,
    double MeanGap,
    double GreatestGap
);

/// <summary>One row of a love plot: a column before and after.</summary>
/// <param name="IsShare">Whether the column holds 0 and 1 only.</param>
/// <param name="PairDifference">The mean over pairs of the gap between partners, in standard deviations as above; NaN where there are no pairs or sets.</param>
public sealed record BalanceRow(
    string Variable,
    Balance Before,
    Balance After,
    bool IsShare,
    double PairDifference
);

/// <summary>The balance of every column, each value of a kind being one (Stuart, Statistical Science 25, 2010).</summary>
/// <param name="Rows">In the order of the covariates, then what must agree and inner covariates that are not among them.</param>
/// <param name="Score">The row of the propensity score; null where there is none.</param>
/// <param name="TreatedSize">Treated units after matching, as many as their weights are worth: (Σw)² / Σw² (Kish).</param>
/// <param name="ControlSize">Controls likewise.</param>
public sealed record BalanceTable(
    IReadOnlyList<BalanceRow> Rows,
    BalanceRow? Score,
    double TreatedSize,
    double ControlSize
)
{
    // Means nearer than this are equal but for rounding, and stay undivided.
    private static readonly double Rounding = Math.Sqrt(2.220446049250313e-16);

    /// <summary>The largest standardised difference of a covariate after matching, without sign; NaN where that of a covariate is not known.</summary>
    public double LargestAfter => Largest(r => r.After);

    /// <summary>The largest before matching.</summary>
    public double LargestBefore => Largest(r => r.Before);

    internal static BalanceTable Of(MatchedSample sample)
    {
        var columns = Columns(sample.Units);
        var treated = sample.Units.Treated.ToArray();
        var rows = new BalanceRow[columns.Length];
        Parallel.For(
            0,
            rows.Length,
            i =>
            {
                var (name, figures) = columns[i].Covariate.Column(columns[i].Number);
                rows[i] = Row(name, figures, treated, sample);
            }
        );
        return new BalanceTable(
            rows,
            sample.Scores is null ? null : Row("distance", sample.Scores, treated, sample),
            Size(sample.Weights, treated, true),
            Size(sample.Weights, treated, false)
        );
    }

    /// <summary>The columns over what differences of means are divided by; columns in which everybody is alike are left out.</summary>
    internal static double[][] Standardised(MatchingUnits units)
    {
        var treated = units.Treated.ToArray();
        return
        [
            .. Columns(units)
                .Select(c => c.Covariate.Column(c.Number))
                .Select(c => (c.Figures, Spread: Spread(c.Figures, treated, IsShare(c.Figures))))
                .Where(c => c.Spread >= Rounding)
                .Select(c => c.Figures.Select(x => x / c.Spread).ToArray()),
        ];
    }

    private static (Covariate Covariate, int Number)[] Columns(MatchingUnits units)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. units
                .Covariates.Concat(units.Exact)
                .Concat(units.Within)
                .Where(c => seen.Add(c.Name))
                .SelectMany(c => Enumerable.Range(0, c.ColumnCount).Select(i => (c, i))),
        ];
    }

    private static bool IsShare(double[] figures) => Array.TrueForAll(figures, x => x is 0 or 1);

    private static double Spread(double[] figures, bool[] treated, bool isShare)
    {
        var one = new double[figures.Length];
        Array.Fill(one, 1.0);
        var spread = Math.Sqrt(Moments(figures, one, treated, true, isShare).Variance);
        return spread >= Rounding ? spread : Pooled(figures, treated, isShare);
    }

    private double Largest(Func<BalanceRow, Balance> of)
    {
        double largest = 0;
        foreach (var row in Rows)
            largest = Math.Max(largest, Math.Abs(of(row).StandardisedDifference));
        return largest;
    }

    private static BalanceRow Row(
        string name,
        double[] figures,
        bool[] treated,
        MatchedSample sample
    )
    {
        var isShare = IsShare(figures);
        var order = new int[figures.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        if (!isShare)
            Array.Sort((double[])figures.Clone(), order);
        var one = new double[figures.Length];
        Array.Fill(one, 1.0);
        var spread = Spread(figures, treated, isShare);
        return new BalanceRow(
            name,
            Of(name, figures, one, treated, isShare, spread, order),
            Of(name, figures, sample.Weights, treated, isShare, spread, order),
            isShare,
            Standardised(PairGap(figures, sample), spread)
        );
    }

    private static Balance Of(
        string name,
        double[] figures,
        double[] weights,
        bool[] treated,
        bool isShare,
        double spread,
        int[] order
    )
    {
        var t = Moments(figures, weights, treated, true, isShare);
        var c = Moments(figures, weights, treated, false, isShare);
        var difference = t.Mean - c.Mean;
        var (mean, greatest) = isShare
            ? (Math.Abs(difference), Math.Abs(difference))
            : Gaps(figures, weights, treated, order);
        return new Balance(
            name,
            t.Mean,
            c.Mean,
            Math.Abs(difference) > Rounding ? difference / spread : difference,
            isShare ? double.NaN : t.Variance / c.Variance,
            mean,
            greatest
        );
    }

    private static double Standardised(double gap, double spread) =>
        Math.Abs(gap) > 1e-8 ? gap / spread : gap;

    // Mean and variance of one side; a share's variance is p(1 − p), a figure's has the weights' degrees of freedom taken off.
    private static (double Mean, double Variance) Moments(
        double[] figures,
        double[] weights,
        bool[] treated,
        bool side,
        bool isShare
    )
    {
        double total = 0,
            sum = 0;
        for (var u = 0; u < figures.Length; u++)
            if (treated[u] == side)
            {
                total += weights[u];
                sum += weights[u] * figures[u];
            }
        var mean = sum / total;
        if (isShare)
            return (mean, mean * (1 - mean));
        double squares = 0,
            spent = 0;
        for (var u = 0; u < figures.Length; u++)
            if (treated[u] == side)
            {
                var share = weights[u] / total;
                squares += share * (figures[u] - mean) * (figures[u] - mean);
                spent += share * share;
            }
        return (mean, squares / (1 - spent));
    }

    private static double Pooled(double[] figures, bool[] treated, bool isShare)
    {
        var one = new double[figures.Length];
        Array.Fill(one, 1.0);
        double n1 = treated.Count(t => t),
            n0 = treated.Length - n1;
        var t = Moments(figures, one, treated, true, isShare).Variance;
        var c = Moments(figures, one, treated, false, isShare).Variance;
        return isShare
            ? Math.Sqrt(((n1 * t) + (n0 * c)) / (n1 + n0))
            : Math.Sqrt((Squares(n1, t) + Squares(n0, c)) / (n1 + n0 - 2));

        // One unit has no variance, and adds nothing to what others have.
        static double Squares(double count, double variance) =>
            count > 1 ? (count - 1) * variance : 0;
    }

    private static (double Mean, double Greatest) Gaps(
        double[] figures,
        double[] weights,
        bool[] treated,
        int[] order
    )
    {
        double total1 = 0,
            total0 = 0;
        for (var u = 0; u < figures.Length; u++)
            if (treated[u])
                total1 += weights[u];
            else
                total0 += weights[u];
        double gap = 0,
            sum = 0,
            greatest = 0;
        var values = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var u = order[i];
            gap += treated[u] ? weights[u] / total1 : -weights[u] / total0;
            if (i + 1 < order.Length && figures[order[i + 1]] == figures[u])
                continue;
            values++;
            sum += Math.Abs(gap);
            greatest = Math.Max(greatest, Math.Abs(gap));
        }
        return (sum / values, greatest);
    }

    // Between partners where there are pairs; between all treated and controls of a set where there are sets only.
    private static double PairGap(double[] figures, MatchedSample sample)
    {
        double sum = 0;
        if (sample.Pairs.Count > 0)
        {
            foreach (var (t, c) in sample.Pairs)
                sum += Math.Abs(figures[t] - figures[c]);
            return sum / sample.Pairs.Count;
        }
        long pairs = 0;
        foreach (
            var set in Enumerable
                .Range(0, figures.Length)
                .Where(u => sample.Sets[u] > 0)
                .GroupBy(u => sample.Sets[u])
        )
        {
            var t = set.Where(u => sample.Units.Treated[u]).Select(u => figures[u]).ToArray();
            var c = set.Where(u => !sample.Units.Treated[u]).Select(u => figures[u]).ToArray();
            sum += SumOfGaps(t, c);
            pairs += (long)t.Length * c.Length;
        }
        return pairs == 0 ? double.NaN : sum / pairs;
    }

    // Σ |t − c| over all pairs, from sorted figures: each figure counts by how many of the other side lie below and above.
    private static double SumOfGaps(double[] t, double[] c)
    {
        Array.Sort(c);
        var below = new double[c.Length + 1];
        for (var i = 0; i < c.Length; i++)
            below[i + 1] = below[i] + c[i];
        double sum = 0;
        foreach (var x in t)
        {
            var at = Array.BinarySearch(c, x);
            if (at < 0)
                at = ~at;
            sum += (x * at) - below[at] + (below[^1] - below[at]) - (x * (c.Length - at));
        }
        return sum;
    }

    private static double Size(double[] weights, bool[] treated, bool side)
    {
        double sum = 0,
            squares = 0;
        for (var u = 0; u < weights.Length; u++)
            if (treated[u] == side)
            {
                sum += weights[u];
                squares += weights[u] * weights[u];
            }
        return squares > 0 ? sum * sum / squares : 0;
    }
}
