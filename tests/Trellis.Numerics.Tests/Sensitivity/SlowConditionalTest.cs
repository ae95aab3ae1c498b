using Trellis.Probability;

namespace Trellis.Sensitivity;

/// <summary>The conditional test once more, as plainly as it can be written: every linear programme by trying all of its corners, every bound by halving.</summary>
internal sealed class SlowConditionalTest
{
    private readonly EventStudyEstimates study;
    private readonly double[][] rows;
    private readonly double[] limits;
    private readonly double[] weights;
    private readonly double level;
    private readonly double[] errors;
    private readonly List<(int[] Rows, double[][] Inverse)> corners = [];
    private readonly double first;
    private readonly FixedLengthInterval? interval;

    /// <param name="rows">A, without what is about times before treatment alone.</param>
    public SlowConditionalTest(
        EventStudyEstimates study,
        double[][] rows,
        double[] limits,
        double[] weights,
        double level,
        bool hybrid,
        FixedLengthInterval? interval = null
    )
    {
        this.interval = interval;
        (this.study, this.rows, this.limits, this.weights, this.level) = (
            study,
            rows,
            limits,
            weights,
            level
        );
        errors = [.. rows.Select(r => Math.Sqrt(Covariance(r, r)))];
        foreach (var chosen in Choose(rows.Length, study.After))
            if (Inverse([.. chosen.Select(PrimalRow)]) is { } inverse)
                corners.Add((chosen, inverse));
        first =
            hybrid && interval is null
                ? LeastFavourable((1 - level) / 10)
                : double.PositiveInfinity;
    }

    /// <summary>The outermost effects accepted on a grid.</summary>
    public (double Lower, double Upper) Interval(double from, double to, int points)
    {
        double lower = double.NaN,
            upper = double.NaN;
        for (var i = 0; i <= points; i++)
        {
            var effect = from + ((to - from) * i / points);
            if (!Accepts(effect))
                continue;
            if (double.IsNaN(lower))
                lower = effect;
            upper = effect;
        }
        return (lower, upper);
    }

    public bool Accepts(double effect)
    {
        var y = new double[rows.Length];
        // Any path after treatment that makes an effect of 1 may be taken off; the last weight that is not 0 carries it.
        var carrier = Array.FindLastIndex(weights, w => w != 0);
        for (var r = 0; r < y.Length; r++)
            y[r] =
                Dot(rows[r], study.Estimates.ToArray())
                - limits[r]
                - (effect * rows[r][study.Before + carrier] / weights[carrier]);
        var (eta, corner) = Solve(y);
        if (eta > first || effect < interval?.Lower || effect > interval?.Upper)
            return false;
        // The multipliers of the binding rows: the first row of the inverse.
        var gamma = new double[rows.Length];
        for (var k = 0; k < corners[corner].Rows.Length; k++)
            gamma[corners[corner].Rows[k]] = corners[corner].Inverse[0][k];
        var sum = new double[study.Count];
        for (var r = 0; r < gamma.Length; r++)
        for (var i = 0; i < sum.Length; i++)
            sum[i] += gamma[r] * rows[r][i];
        var variance = Covariance(sum, sum);
        if (variance < 1e-18)
            return eta <= 0;
        var b = rows.Select(r => Covariance(r, sum) / variance).ToArray();
        var s = y.Select((v, r) => v - (b[r] * eta)).ToArray();
        bool Stays(double at) =>
            Math.Abs(Solve([.. s.Select((v, r) => v + (b[r] * at))]).Eta - at) < 1e-9
            && Math.Abs(Centre(at) - effect) <= (interval?.HalfLength ?? double.MaxValue);
        // Where the interval that goes first would have its middle, had the statistic been this.
        double Centre(double at) =>
            interval is null
                ? effect
                : Dot([.. interval.Weights], study.Estimates.ToArray())
                    + (Covariance(sum, [.. interval.Weights]) / variance * (at - eta));
        var error = Math.Sqrt(variance);
        double low = Bound(-100),
            high = Math.Min(Bound(100), first);
        var size =
            double.IsInfinity(first) && interval is null
                ? 1 - level
                : ((1 - level) * .9) / (1 - ((1 - level) / 10));
        return eta <= 0 || TruncatedNormal.Above(eta / error, low / error, high / error) >= size;

        double Bound(double far)
        {
            if (Stays(far))
                return double.CopySign(double.PositiveInfinity, far);
            double inside = eta,
                outside = far;
            for (var i = 0; i < 50; i++)
            {
                var middle = (inside + outside) / 2;
                if (Stays(middle))
                    inside = middle;
                else
                    outside = middle;
            }
            return inside;
        }
    }

    // The least eta with y - X delta <= eta * errors, over all corners that are feasible.
    private (double Eta, int Corner) Solve(double[] y)
    {
        var best = (Eta: double.NegativeInfinity, Corner: 0);
        for (var c = 0; c < corners.Count; c++)
        {
            var (chosen, inverse) = corners[c];
            // Feasible in the dual, and of those the largest.
            var feasible = true;
            var eta = 0.0;
            for (var k = 0; k < chosen.Length; k++)
            {
                feasible &= inverse[0][k] >= -1e-9;
                eta += inverse[0][k] * y[chosen[k]];
            }
            if (feasible && eta > best.Eta)
                best = (eta, c);
        }
        return best;
    }

    private double[] PrimalRow(int row)
    {
        var carrier = Array.FindLastIndex(weights, w => w != 0);
        var primal = new List<double> { errors[row] };
        for (var t = 0; t < study.After; t++)
            if (t != carrier)
                primal.Add(
                    rows[row][study.Before + t]
                        - (rows[row][study.Before + carrier] * weights[t] / weights[carrier])
                );
        return [.. primal];
    }

    private double LeastFavourable(double error)
    {
        const int Number = 20000;
        var factor = new double[study.Count * study.Count];
        var lower = TrendStudies.LowerFactor(study.Covariance.ToArray(), study.Count);
        lower.CopyTo(factor, 0);
        var draws = new Draws(7, 0);
        var largest = new double[Number];
        for (var n = 0; n < Number; n++)
        {
            var normal = Enumerable
                .Range(0, study.Count)
                .Select(i => draws.Normal((n * study.Count) + i))
                .ToArray();
            var shift = new double[study.Count];
            for (var i = 0; i < study.Count; i++)
            for (var j = 0; j <= i; j++)
                shift[i] += factor[(i * study.Count) + j] * normal[j];
            largest[n] = Solve([.. rows.Select(r => Dot(r, shift))]).Eta;
        }
        Array.Sort(largest);
        return largest[(int)((1 - error) * Number)];
    }

    private double Covariance(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < study.Count; i++)
        for (var j = 0; j < study.Count; j++)
            sum += one[i] * study.Covariance[(i * study.Count) + j] * other[j];
        return sum;
    }

    private static double Dot(double[] one, double[] other) =>
        one.Zip(other, (a, b) => a * b).Sum();

    private static IEnumerable<int[]> Choose(int of, int count, int from = 0)
    {
        if (count == 0)
            yield return [];
        else
            for (var i = from; i <= of - count; i++)
                foreach (var rest in Choose(of, count - 1, i + 1))
                    yield return [i, .. rest];
    }

    // Gauss and Jordan; null where there is none. Transposed so that its first row holds the multipliers of the objective.
    private static double[][]? Inverse(double[][] matrix)
    {
        var n = matrix.Length;
        var left = matrix
            .Select(
                (r, i) => r.Concat(Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0)).ToArray()
            )
            .ToArray();
        for (var c = 0; c < n; c++)
        {
            var pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(left[r][c]));
            if (Math.Abs(left[pivot][c]) < 1e-12)
                return null;
            (left[c], left[pivot]) = (left[pivot], left[c]);
            for (var r = 0; r < n; r++)
            {
                if (r == c)
                    continue;
                var times = left[r][c] / left[c][c];
                for (var k = 0; k < 2 * n; k++)
                    left[r][k] -= times * left[c][k];
            }
        }
        return
        [
            .. Enumerable
                .Range(0, n)
                .Select(r => left[r].Skip(n).Select(x => x / left[r][r]).ToArray()),
        ];
    }
}
