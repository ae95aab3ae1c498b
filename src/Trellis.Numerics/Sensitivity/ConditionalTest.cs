using System.Numerics.Tensors;

namespace Trellis.Sensitivity;

/// <summary>Whether an effect is compatible with estimates and a restriction: the test of moment inequalities of Andrews, Roth and Pakes.</summary>
/// <remarks>
/// Andrews, Roth and Pakes, "Inference for linear conditional moment inequalities", Review of Economic Studies 90 (2023). The
/// statistic is the least η for which some path δ has every inequality broken by η of its standard errors at most. It is the
/// largest of a few weighted sums of the estimates, one for each corner of the dual programme, and these corners depend on
/// neither the estimates nor the effect: they are found once, and every effect then costs a few products instead of a linear
/// programme, with the bounds of truncation exact instead of searched for.
/// </remarks>
internal sealed class ConditionalTest
{
    // Below this a weighted sum does not vary: it is broken or not.
    private const double Still = 1e-10;

    private readonly double[] constants;
    private readonly double[] slopes;
    private readonly double[] between;
    private readonly double[][] corners;
    private readonly double[]?[] beside;
    private readonly bool truncatedByFirst;
    private readonly FixedLengthInterval? first;
    private readonly double[] withFirst = [];

    /// <param name="weights">How the estimates of after make the effect asked about.</param>
    /// <param name="level">The chance of an interval to hold the truth: .95.</param>
    /// <param name="hybrid">Whether another test goes first, with a tenth of the chance of error.</param>
    /// <param name="first">The interval that goes first, made at that chance of error; null for the least favourable test.</param>
    public ConditionalTest(
        EventStudyEstimates study,
        Restriction restriction,
        ReadOnlySpan<double> weights,
        double level,
        bool hybrid,
        FixedLengthInterval? first = null
    )
    {
        // With one time after there is no path to be free; all inequalities are then kept, as HonestDiD does.
        var single = study.After == 1;
        var used = single ? restriction : restriction.OfAfter(study.Before);
        var rays = ExtremeRays.Of(Free(study, used, weights), used.Rows.Count);
        between = Between(study, used.Rows);
        var pivot = LargestAt(weights);
        constants = new double[rays.Count];
        slopes = new double[rays.Count];
        corners = new double[rays.Count][];
        for (var v = 0; v < rays.Count; v++)
        {
            var corner = corners[v] = Scaled(rays[v], between);
            for (var r = 0; r < corner.Length; r++)
                if (corner[r] > 0)
                {
                    var row = used.Rows[r];
                    constants[v] +=
                        corner[r]
                        * (TensorPrimitives.Dot<double>(row, study.Estimates) - used.Limits[r]);
                    slopes[v] += corner[r] * row[study.Before + pivot] / weights[pivot];
                }
        }
        beside = new double[rays.Count][];
        SecondError = hybrid ? AfterFirst(1 - level) : 1 - level;
        if (first is not null)
        {
            this.first = first;
            withFirst = [.. corners.Select(c => Along(study, used.Rows, c, first.Weights))];
        }
        else if (hybrid)
        {
            FirstCriticalValue = LeastFavourable.CriticalValue(
                between,
                corners,
                FirstError(1 - level)
            );
            truncatedByFirst = !single;
        }
    }

    /// <summary>The chance of error of the test that goes first: a tenth, as Rambachan and Roth have it.</summary>
    public static double FirstError(double error) => error / 10;

    private static double AfterFirst(double error) =>
        (error - FirstError(error)) / (1 - FirstError(error));

    /// <summary>What the statistic is refused above at once; positive infinity without a first test.</summary>
    public double FirstCriticalValue { get; } = double.PositiveInfinity;

    /// <summary>The chance of error left to the conditional test.</summary>
    public double SecondError { get; }

    /// <summary>The statistic at an effect, and the corner that gives it.</summary>
    public (double Statistic, int Corner) At(double effect)
    {
        var best = 0;
        var statistic = double.NegativeInfinity;
        for (var v = 0; v < constants.Length; v++)
            if (constants[v] - (slopes[v] * effect) is var value && value > statistic)
                (statistic, best) = (value, v);
        return (statistic, best);
    }

    /// <summary>Whether an effect cannot be refused.</summary>
    public bool Accepts(double effect)
    {
        var (statistic, corner) = At(effect);
        if (statistic > FirstCriticalValue || effect < first?.Lower || effect > first?.Upper)
            return false;
        var n = constants.Length;
        var covariance = Beside(corner);
        var variance = covariance[corner];
        var error = Math.Sqrt(variance);
        if (error < Still)
            return statistic <= 0;
        if (statistic <= 0)
            return true;
        double low = double.NegativeInfinity,
            high = double.PositiveInfinity;
        for (var v = 0; v < n; v++)
        {
            if (v == corner)
                continue;
            // Along what moves this corner another moves by a share of it: it overtakes at the bound.
            var share = covariance[v] / variance;
            var rest = constants[v] - (slopes[v] * effect) - (share * statistic);
            if (share < 1 - 1e-12)
                low = Math.Max(low, rest / (1 - share));
            else if (share > 1 + 1e-12)
                high = Math.Min(high, rest / (1 - share));
        }
        if (truncatedByFirst)
            high = Math.Min(high, FirstCriticalValue);
        if (first is not null && withFirst[corner] != 0)
        {
            // Nor may it have moved so far that the interval that went first had lost the effect.
            var share = withFirst[corner] / variance;
            var rest = ((first.Lower + first.Upper) / 2) - effect - (share * statistic);
            var reach = first.HalfLength / Math.Abs(share);
            low = Math.Max(low, (-rest / share) - reach);
            high = Math.Min(high, (-rest / share) + reach);
        }
        return TruncatedNormal.Above(statistic / error, low / error, high / error) >= SecondError;
    }

    /// <summary>The least and the largest effect that cannot be refused; null where all are refused.</summary>
    /// <remarks>
    /// Where the corner changes is worked out, so that nothing has to be guessed about how far to look. From the outermost effect
    /// that the first test leaves standing the search goes inwards over an even grid and these places, and halves the step in
    /// which refusing ends. What is accepted need not be all that lies between.
    /// </remarks>
    public (double Lower, double Upper)? Interval()
    {
        var (from, to) = Standing();
        if (!(from <= to))
            return null;
        var places = Places(from, to);
        var upper = Outermost(places, places.Length - 1, -1);
        return upper is null ? null : (Outermost(places, 0, 1)!.Value, upper.Value);
    }

    // The effects whose statistic is within the first critical value, or well beyond anything of note.
    private (double From, double To) Standing()
    {
        double most = double.IsFinite(FirstCriticalValue) ? FirstCriticalValue : 60,
            from = first?.Lower ?? double.NegativeInfinity,
            to = first?.Upper ?? double.PositiveInfinity;
        for (var v = 0; v < constants.Length; v++)
        {
            var end = (constants[v] - most) / slopes[v];
            if (slopes[v] > 1e-12)
                from = Math.Max(from, end);
            else if (slopes[v] < -1e-12)
                to = Math.Min(to, end);
            else if (constants[v] > most)
                return (1, 0);
        }
        return (from, to);
    }

    private double[] Places(double from, double to)
    {
        const int Even = 160;
        var places = new List<double>(Even + 20);
        for (var i = 0; i <= Even; i++)
            places.Add(from + ((to - from) * i / Even));
        foreach (var kink in Kinks())
            if (kink > from && kink < to)
                places.Add(kink);
        places.Sort();
        return [.. places];
    }

    // Where the largest of the lines changes: their upper hull, by slope.
    private List<double> Kinks()
    {
        var lines = Enumerable
            .Range(0, constants.Length)
            .OrderBy(v => -slopes[v])
            .ThenByDescending(v => constants[v])
            .ToArray();
        var hull = new List<int>();
        var kinks = new List<double>();
        foreach (var line in lines)
        {
            if (hull.Count > 0 && slopes[hull[^1]] - slopes[line] <= 1e-12)
                continue;
            double Meet(int other) =>
                (constants[other] - constants[line]) / (slopes[other] - slopes[line]);
            while (kinks.Count > 0 && Meet(hull[^1]) <= kinks[^1])
            {
                hull.RemoveAt(hull.Count - 1);
                kinks.RemoveAt(kinks.Count - 1);
            }
            if (hull.Count > 0)
                kinks.Add(Meet(hull[^1]));
            hull.Add(line);
        }
        return kinks;
    }

    private double? Outermost(double[] places, int start, int step)
    {
        for (var i = start; i >= 0 && i < places.Length; i += step)
        {
            if (!Accepts(places[i]))
                continue;
            if (i == start)
                return places[i];
            double inside = places[i],
                outside = places[i - step];
            for (var halving = 0; halving < 50; halving++)
            {
                var middle = (inside + outside) / 2;
                if (Accepts(middle))
                    inside = middle;
                else
                    outside = middle;
            }
            return inside;
        }
        return null;
    }

    // What the path after treatment may do without changing the effect asked about: a column for each of its directions.
    private static double[][] Free(
        EventStudyEstimates study,
        Restriction restriction,
        ReadOnlySpan<double> weights
    )
    {
        var pivot = LargestAt(weights);
        var columns = new List<double[]>();
        for (var t = 0; t < study.After; t++)
        {
            if (t == pivot)
                continue;
            var share = weights[t] / weights[pivot];
            columns.Add([
                .. restriction.Rows.Select(row =>
                    row[study.Before + t] - (share * row[study.Before + pivot])
                ),
            ]);
        }
        return [.. columns];
    }

    // The covariances of a corner with all, worked out when it first gives the statistic: few ever do.
    private double[] Beside(int corner)
    {
        if (beside[corner] is { } known)
            return known;
        var moved = Times(between, corners[corner]);
        return beside[corner] = [
            .. corners.Select(other => TensorPrimitives.Dot<double>(moved, other)),
        ];
    }

    // The covariance of a corner with a weighted sum of the estimates.
    private static double Along(
        EventStudyEstimates study,
        IReadOnlyList<double[]> rows,
        double[] corner,
        IReadOnlyList<double> weights
    )
    {
        var sum = new double[study.Count];
        for (var r = 0; r < corner.Length; r++)
            if (corner[r] > 0)
                TensorPrimitives.MultiplyAdd(rows[r], corner[r], sum, sum);
        return study.Between(sum, [.. weights]);
    }

    // By standard errors of the inequalities, so that η counts in them.
    private static double[] Scaled(double[] ray, double[] between)
    {
        var scale = 0.0;
        for (var r = 0; r < ray.Length; r++)
            scale += ray[r] * Math.Sqrt(Math.Max(0, between[(r * ray.Length) + r]));
        return scale > 0 ? [.. ray.Select(x => x / scale)] : ray;
    }

    private static double[] Between(EventStudyEstimates study, IReadOnlyList<double[]> rows)
    {
        var between = new double[rows.Count * rows.Count];
        for (var r = 0; r < rows.Count; r++)
        for (var c = 0; c <= r; c++)
            between[(r * rows.Count) + c] = between[(c * rows.Count) + r] = study.Between(
                rows[r],
                rows[c]
            );
        return between;
    }

    private static double[] Times(double[] matrix, double[] vector)
    {
        var product = new double[vector.Length];
        for (var i = 0; i < product.Length; i++)
            product[i] = TensorPrimitives.Dot<double>(
                matrix.AsSpan(i * vector.Length, vector.Length),
                vector
            );
        return product;
    }

    private static int LargestAt(ReadOnlySpan<double> weights)
    {
        var largest = 0;
        for (var t = 1; t < weights.Length; t++)
            if (Math.Abs(weights[t]) > Math.Abs(weights[largest]))
                largest = t;
        return largest;
    }
}
