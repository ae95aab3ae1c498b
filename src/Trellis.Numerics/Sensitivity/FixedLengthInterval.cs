namespace Trellis.Sensitivity;

/// <summary>The shortest interval of one length for all data when bends of the trend are bounded, and the weights that give it.</summary>
/// <remarks>
/// <para>
/// The estimate is a weighted sum: the target's weights after treatment, and before it weights that take a straight trend out.
/// Its interval reaches <see cref="FoldedNormal.CriticalValue"/> standard errors to both sides, so that the largest bias the
/// bends allow is paid for. Rambachan and Roth (2023), section 4; Armstrong and Kolesár (2018).
/// </para>
/// <para>
/// Weights that trade bias for variance best minimise variance/2 + λ times the largest bias, which is a sum of absolute values:
/// for a given λ an exact active set, then λ by golden section, the length being unimodal along it. HonestDiD 0.2.8 simulates the
/// critical value and differentiates that by differences; this is exact to about ten digits.
/// </para>
/// </remarks>
/// <param name="Lower">In the unit of the outcome.</param>
/// <param name="Upper">In the unit of the outcome.</param>
/// <param name="Weights">Of each estimate in the sum.</param>
/// <param name="LargestBias">How far the bends may push the sum off, in the unit of the outcome.</param>
/// <param name="StandardError">Of the sum.</param>
public sealed record FixedLengthInterval(
    double Lower,
    double Upper,
    IReadOnlyList<double> Weights,
    double LargestBias,
    double StandardError
)
{
    /// <summary>Half of the length.</summary>
    public double HalfLength => (Upper - Lower) / 2;

    /// <summary>The shortest such interval.</summary>
    /// <param name="weights">How the estimates of after make the effect asked about.</param>
    /// <param name="bound">The largest bend of the trend from one step to the next, in the unit of the outcome; 0 for a straight one.</param>
    /// <param name="level">The chance to hold the truth.</param>
    internal static FixedLengthInterval Shortest(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level
    )
    {
        var search = new Search(study, weights, bound, level);
        double low = 0,
            high = search.LargestPenalty;
        var best = search.At(low);
        Better(search.At(high));
        // In the root of the penalty, as small ones matter more.
        (low, high) = (0, Math.Sqrt(high));
        var golden = (Math.Sqrt(5) - 1) / 2;
        double first = high - (golden * (high - low)),
            second = low + (golden * (high - low));
        Candidate atFirst = search.At(first * first),
            atSecond = search.At(second * second);
        for (var step = 0; step < 80 && high - low > 1e-12 * search.LargestPenalty; step++)
            if (atFirst.HalfLength <= atSecond.HalfLength)
            {
                Better(atFirst);
                (high, second, atSecond) = (second, first, atFirst);
                first = high - (golden * (high - low));
                atFirst = search.At(first * first);
            }
            else
            {
                Better(atSecond);
                (low, first, atFirst) = (first, second, atSecond);
                second = low + (golden * (high - low));
                atSecond = search.At(second * second);
            }
        var centre = 0.0;
        for (var i = 0; i < study.Count; i++)
            centre += best.Weights[i] * study.Estimates[i];
        return new FixedLengthInterval(
            centre - best.HalfLength,
            centre + best.HalfLength,
            best.Weights,
            best.Bias,
            best.Error
        );

        void Better(Candidate other)
        {
            if (other.HalfLength < best.HalfLength)
                best = other;
        }
    }

    private readonly record struct Candidate(
        double[] Weights,
        double Bias,
        double Error,
        double HalfLength
    );

    // A sum that takes out any straight trend is a sum of bends: those after treatment are given by the target, those before
    // are free, and a bend pushes the sum off by its own share.
    private sealed class Search
    {
        private readonly EventStudyEstimates study;
        private readonly double bound;
        private readonly double level;
        private readonly double[] start;
        private readonly double[][] directions;
        private readonly double[] quadratic;
        private readonly double[] linear;
        private readonly double biasAfter;

        public Search(
            EventStudyEstimates study,
            ReadOnlySpan<double> weights,
            double bound,
            double level
        )
        {
            (this.study, this.bound, this.level) = (study, bound, level);
            start = new double[study.Count];
            var bends = Restriction.Bends(study);
            // From the last time back: only one bend that is not yet given reaches each.
            for (var c = bends.Length - 1; c >= study.Before - 1; c--)
            {
                var at = c + 1;
                var share = (weights[at - study.Before] - start[at]) / bends[c][at];
                biasAfter += Math.Abs(share);
                for (var i = 0; i <= at; i++)
                    start[i] += share * bends[c][i];
            }
            weights.CopyTo(start.AsSpan(study.Before));
            var free = study.Before - 1;
            directions = new double[free][];
            Array.Copy(bends, directions, free);
            quadratic = new double[free * free];
            linear = new double[free];
            for (var k = 0; k < free; k++)
            {
                linear[k] = study.Between(directions[k], start);
                for (var j = 0; j <= k; j++)
                    quadratic[(k * free) + j] = quadratic[(j * free) + k] = study.Between(
                        directions[k],
                        directions[j]
                    );
                LargestPenalty = Math.Max(LargestPenalty, Math.Abs(linear[k]));
            }
        }

        /// <summary>From here on nothing is left of the weights but those that take the trend out by the last step.</summary>
        public double LargestPenalty { get; }

        public Candidate At(double penalty)
        {
            var u = AbsolutePenalty.Minimise(quadratic, linear, penalty);
            var weights = (double[])start.Clone();
            var bias = biasAfter;
            for (var k = 0; k < u.Length; k++)
            {
                bias += Math.Abs(u[k]);
                for (var i = 0; i < study.Before; i++)
                    weights[i] += u[k] * directions[k][i];
            }
            bias *= bound;
            var error = Math.Sqrt(Math.Max(0, study.Between(weights, weights)));
            var half = error > 0 ? error * FoldedNormal.CriticalValue(bias / error, level) : bias;
            return new Candidate(weights, bias, error, half);
        }
    }
}
