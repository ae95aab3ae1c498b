using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>Treated and controls before and after, each row seen once: repeated cross-sections.</summary>
/// <remarks>
/// Sant'Anna and Zhao (2020) as R's DRDID 1.3 reckons it. Rows lie as treated before, treated after, controls before, controls
/// after. In the influence function of the doubly robust estimators DRDID gives the regression of controls before treatment
/// the sign of the one after it; where the chances are told rightly both terms vanish, and here they are as there.
/// </remarks>
internal sealed class CrossSectionComparison
{
    private const double Overlap = .999;
    private readonly PropensityScore score = new();
    private readonly PropensityScore plain = new();
    private readonly OutcomeRegression[] fits = [new(), new(), new(), new()];
    private double[] odds = [];
    private double[] rest = [];
    private double[] scratch = [];
    private int n;
    private int treatedBefore;
    private int treated;
    private int controlsBefore;

    /// <summary>Columns of the last comparison that earlier ones already say.</summary>
    public IReadOnlyList<int> LeftOut { get; private set; } = [];

    /// <summary>Controls of the last comparison that were trimmed.</summary>
    public int Trimmed { get; private set; }

    /// <summary>The average effect on the treated.</summary>
    /// <param name="x">Columns, the first a constant; rows in four blocks.</param>
    /// <param name="blocks">How many rows each block has.</param>
    /// <param name="outcome">Each row's.</param>
    /// <param name="weights">With a mean of 1.</param>
    /// <param name="influence">Takes ψ of each row.</param>
    /// <param name="needsOverlap">Whether a chance of .999 or more is no answer, as in R's did.</param>
    /// <param name="noAnswer">Why there is none, with NaN.</param>
    public double Effect(
        TwoPeriodMethod method,
        PackedColumns x,
        (int TreatedBefore, int TreatedAfter, int ControlsBefore, int ControlsAfter) blocks,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights,
        Span<double> influence,
        bool needsOverlap,
        out NoAnswer noAnswer
    )
    {
        n = x.Rows;
        treatedBefore = blocks.TreatedBefore;
        treated = blocks.TreatedBefore + blocks.TreatedAfter;
        controlsBefore = blocks.ControlsBefore;
        Resize();
        Trimmed = 0;
        LeftOut = [];
        noAnswer = NoAnswer.Nobody;
        for (var block = 0; block < 4; block++)
        {
            var (from, count) = Block(block);
            if (count == 0 || !(ColumnLoops.Sum(weights.Slice(from, count)) > 0))
                return double.NaN;
        }
        var tilts =
            method
            is TwoPeriodMethod.ImprovedDoublyRobust
                or TwoPeriodMethod.SimpleImprovedDoublyRobust;
        influence[..n].Clear();
        if (method != TwoPeriodMethod.Regression)
        {
            noAnswer = NoAnswer.NoOverlap;
            var done = false;
            if (needsOverlap && !Overlaps(x, weights, out done))
                return double.NaN;
            if (
                (!done || tilts)
                && !(
                    tilts
                        ? score.Tilt(x, treated, weights)
                        : score.Logit(x, treated, weights, warm: false)
                )
            )
                return double.NaN;
            LeftOut = score.LeftOut;
            if (!Odds(weights))
                return double.NaN;
            if (method == TwoPeriodMethod.HorvitzThompson)
            {
                noAnswer = NoAnswer.None;
                return Unscaled(x, outcome, weights, influence);
            }
            if (method == TwoPeriodMethod.InverseProbability)
            {
                noAnswer = NoAnswer.None;
                outcome.CopyTo(rest);
                return Weighted(x, weights, influence, regresses: false, tilts: false);
            }
        }
        else
        {
            var gram = new double[x.Columns * x.Columns];
            x.Gram(0, n, weights, gram);
            LeftOut = LeastSquares.Invert(gram, x.Columns).LeftOut;
        }
        noAnswer = NoAnswer.TooFewControls;
        for (var block = 2; block < 4; block++)
            if (!Regress(x, block, outcome, tilts ? odds : weights))
                return double.NaN;
        if (method == TwoPeriodMethod.Regression)
        {
            noAnswer = NoAnswer.None;
            return Regressed(x, outcome, weights, influence);
        }
        var efficient =
            method is TwoPeriodMethod.DoublyRobust or TwoPeriodMethod.ImprovedDoublyRobust;
        noAnswer = NoAnswer.TooFewTreated;
        for (var block = 0; efficient && block < 2; block++)
            if (!Regress(x, block, outcome, weights))
                return double.NaN;
        noAnswer = NoAnswer.None;
        // Each row less what the regression on the controls of its time says.
        for (var block = 0; block < 4; block++)
        {
            var (from, count) = Block(block);
            var part = rest.AsSpan(from, count);
            x.Line(from, count, fits[2 + (block & 1)].Coefficients, part);
            ColumnLoops.Subtract(outcome.Slice(from, count), part, part);
        }
        var effect = Weighted(x, weights, influence, regresses: true, tilts);
        return efficient ? effect + Efficiency(x, outcome, weights, influence, tilts) : effect;
    }

    private (int From, int Count) Block(int block) =>
        block switch
        {
            0 => (0, treatedBefore),
            1 => (treatedBefore, treated - treatedBefore),
            2 => (treated, controlsBefore),
            _ => (treated + controlsBefore, n - treated - controlsBefore),
        };

    private bool Overlaps(PackedColumns x, ReadOnlySpan<double> weights, out bool fits)
    {
        fits = TensorPrimitives.Max(weights) - TensorPrimitives.Min(weights) < 1e-12;
        if (!fits && x.Columns == 1)
            return (double)treated / n < Overlap;
        var ask = fits ? score : plain;
        Array.Fill(scratch, 1, 0, n);
        return ask.Logit(x, treated, fits ? weights : scratch.AsSpan(0, n), warm: false)
            && TensorPrimitives.Max(ask.Chances) < Overlap;
    }

    private bool Odds(ReadOnlySpan<double> weights)
    {
        for (var i = treated; i < n; i++)
        {
            var chance = Math.Min(score.Chances[i], PairedComparison.MostChance);
            if (chance >= PairedComparison.Trim)
            {
                odds[i] = 0;
                Trimmed++;
            }
            else
                odds[i] = weights[i] * chance / (1 - chance);
        }
        var (before, after) = (Block(2), Block(3));
        return ColumnLoops.Sum(odds.AsSpan(before.From, before.Count)) > 0
            && ColumnLoops.Sum(odds.AsSpan(after.From, after.Count)) > 0;
    }

    private bool Regress(
        PackedColumns x,
        int block,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights
    )
    {
        var (from, count) = Block(block);
        fits[block].Fit(x, from, count, outcome.Slice(from, count), weights.Slice(from, count));
        return fits[block].LeftOut.Count == LeftOut.Count;
    }

    // (treated after − before) − (controls after − before), of `rest`, controls by their odds.
    private double Weighted(
        PackedColumns x,
        ReadOnlySpan<double> weights,
        Span<double> influence,
        bool regresses,
        bool tilts
    )
    {
        var k = x.Columns;
        Span<double> moment = stackalloc double[k];
        Span<double> means = stackalloc double[k];
        Span<double> turned = stackalloc double[k];
        Span<double> scores = stackalloc double[k];
        scores.Clear();
        double effect = 0;
        for (var block = 0; block < 4; block++)
        {
            var (from, count) = Block(block);
            var own = block < 2 ? weights.Slice(from, count) : odds.AsSpan(from, count);
            var sign = block is 1 or 2 ? 1 : -1;
            var total = ColumnLoops.Sum(own);
            var mean = ColumnLoops.Dot(own, rest.AsSpan(from, count)) / total;
            effect += sign * mean;
            for (var i = 0; i < count; i++)
            {
                scratch[from + i] = own[i] * (rest[from + i] - mean) / total;
                influence[from + i] += n * sign * scratch[from + i];
            }
            if (block >= 2 && !tilts)
            {
                x.Sums(from, count, scratch.AsSpan(from, count), moment);
                for (var j = 0; j < k; j++)
                    scores[j] -= sign * moment[j];
            }
        }
        if (tilts)
            return effect;
        Turn(score.InverseInformation, scores, turned);
        x.Line(0, n, turned, scratch);
        for (var i = 0; i < n; i++)
            influence[i] -= n * score.Residuals[i] * scratch[i];
        if (!regresses)
            return effect;
        for (var time = 0; time < 2; time++)
        {
            var (from, count) = Block(time);
            x.Sums(from, count, weights.Slice(from, count), means);
            var own = ColumnLoops.Sum(weights.Slice(from, count));
            (from, count) = Block(2 + time);
            x.Sums(from, count, odds.AsSpan(from, count), moment);
            var other = ColumnLoops.Sum(odds.AsSpan(from, count));
            for (var j = 0; j < k; j++)
                moment[j] = (moment[j] / other) - (means[j] / own);
            Spread(x, 2 + time, moment, weights, rest, influence);
        }
        return effect;
    }

    // ψ of what the regression on a block adds: weight times residual times x'(X'WX)⁻¹ moment.
    private void Spread(
        PackedColumns x,
        int block,
        ReadOnlySpan<double> moment,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> residual,
        Span<double> influence
    )
    {
        Span<double> turned = stackalloc double[x.Columns];
        var (from, count) = Block(block);
        Turn(fits[block].InverseGram, moment, turned);
        x.Line(from, count, turned, scratch.AsSpan(from, count));
        for (var i = from; i < from + count; i++)
            influence[i] += n * weights[i] * residual[i] * scratch[i];
    }

    // What modelling the treated too adds: their modelled course over all treated less over those seen at each time.
    private double Efficiency(
        PackedColumns x,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights,
        Span<double> influence,
        bool tilts
    )
    {
        var k = x.Columns;
        var total = ColumnLoops.Sum(weights[..treated]);
        Span<double> gap = stackalloc double[k];
        Span<double> all = stackalloc double[k];
        Span<double> some = stackalloc double[k];
        x.Sums(0, treated, weights[..treated], all);
        double effect = 0;
        for (var time = 0; time < 2; time++)
        {
            var sign = time == 1 ? 1 : -1;
            var (from, count) = Block(time);
            var seen = ColumnLoops.Sum(weights.Slice(from, count));
            for (var j = 0; j < k; j++)
                gap[j] = fits[time].Coefficients[j] - fits[2 + time].Coefficients[j];
            x.Line(0, treated, gap, scratch);
            var mean = ColumnLoops.Dot(weights[..treated], scratch.AsSpan(0, treated)) / total;
            var own =
                ColumnLoops.Dot(weights.Slice(from, count), scratch.AsSpan(from, count)) / seen;
            effect += sign * (mean - own);
            for (var i = 0; i < treated; i++)
                influence[i] += n * sign * weights[i] * (scratch[i] - mean) / total;
            for (var i = from; i < from + count; i++)
                influence[i] -= n * sign * weights[i] * (scratch[i] - own) / seen;
            if (tilts)
                continue;
            x.Sums(from, count, weights.Slice(from, count), some);
            for (var j = 0; j < k; j++)
                some[j] = sign * ((all[j] / total) - (some[j] / seen));
            // The treated's own regression, on its own residuals; then the controls', the other way.
            var own2 = rest.AsSpan();
            x.Line(from, count, fits[time].Coefficients, scratch.AsSpan(from, count));
            for (var i = from; i < from + count; i++)
                own2[i] = outcome[i] - scratch[i];
            Spread(x, time, some, weights, rest, influence);
            TensorPrimitives.Negate<double>(some, some);
            Spread(x, 2 + time, some, weights, rest, influence);
        }
        return effect;
    }

    private double Regressed(
        PackedColumns x,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights,
        Span<double> influence
    )
    {
        var k = x.Columns;
        double effect = 0;
        for (var time = 0; time < 2; time++)
        {
            var sign = time == 1 ? 1 : -1;
            var (from, count) = Block(time);
            var own = weights.Slice(from, count);
            var total = ColumnLoops.Sum(own);
            var mean = ColumnLoops.Dot(own, outcome.Slice(from, count)) / total;
            effect += sign * mean;
            for (var i = from; i < from + count; i++)
                influence[i] += n * sign * weights[i] * (outcome[i] - mean) / total;
        }
        Span<double> gap = stackalloc double[k];
        Span<double> moment = stackalloc double[k];
        for (var j = 0; j < k; j++)
            gap[j] = fits[3].Coefficients[j] - fits[2].Coefficients[j];
        x.Line(0, treated, gap, scratch);
        var all = ColumnLoops.Sum(weights[..treated]);
        var course = ColumnLoops.Dot(weights[..treated], scratch.AsSpan(0, treated)) / all;
        for (var i = 0; i < treated; i++)
            influence[i] -= n * weights[i] * (scratch[i] - course) / all;
        x.Sums(0, treated, weights[..treated], moment);
        for (var time = 0; time < 2; time++)
        {
            var sign = time == 1 ? -1 : 1;
            for (var j = 0; j < k; j++)
                gap[j] = sign * moment[j] / all;
            var (from, count) = Block(2 + time);
            x.Line(from, count, fits[2 + time].Coefficients, rest.AsSpan(from, count));
            ColumnLoops.Subtract(
                outcome.Slice(from, count),
                rest.AsSpan(from, count),
                rest.AsSpan(from, count)
            );
            Spread(x, 2 + time, gap, weights, rest, influence);
        }
        return effect - course;
    }

    private double Unscaled(
        PackedColumns x,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights,
        Span<double> influence
    )
    {
        var k = x.Columns;
        var share = ColumnLoops.Sum(weights[..treated]) / n;
        Span<double> moment = stackalloc double[k];
        Span<double> turned = stackalloc double[k];
        Span<double> scores = stackalloc double[k];
        scores.Clear();
        double effect = 0;
        for (var time = 0; time < 2; time++)
        {
            var sign = time == 1 ? 1 : -1;
            var (own, other) = (Block(time), Block(2 + time));
            var then =
                (
                    ColumnLoops.Sum(weights.Slice(own.From, own.Count))
                    + ColumnLoops.Sum(weights.Slice(other.From, other.Count))
                ) / n;
            double net = 0;
            for (var i = own.From; i < own.From + own.Count; i++)
                net += scratch[i] = weights[i] * outcome[i] / (share * then);
            for (var i = other.From; i < other.From + other.Count; i++)
                net += scratch[i] = -odds[i] * outcome[i] / (share * then);
            net /= n;
            effect += sign * net;
            for (var i = 0; i < n; i++)
            {
                var (isOwn, isOther) = (
                    i >= own.From && i < own.From + own.Count,
                    i >= other.From && i < other.From + other.Count
                );
                influence[i] +=
                    sign
                    * net
                    * (
                        1
                        - (i < treated ? weights[i] / share : 0)
                        - (isOwn || isOther ? weights[i] / then : 0)
                    );
                if (isOwn || isOther)
                    influence[i] += sign * scratch[i];
            }
            x.Sums(other.From, other.Count, scratch.AsSpan(other.From, other.Count), moment);
            for (var j = 0; j < k; j++)
                scores[j] += sign * moment[j];
        }
        Turn(score.InverseInformation, scores, turned);
        x.Line(0, n, turned, scratch);
        for (var i = 0; i < n; i++)
            influence[i] += score.Residuals[i] * scratch[i];
        return effect;
    }

    private static void Turn(double[] matrix, ReadOnlySpan<double> vector, Span<double> turned) =>
        PairedComparison.Turn(matrix, vector, turned);

    private void Resize()
    {
        if (rest.Length >= n)
            return;
        rest = new double[n];
        odds = new double[n];
        scratch = new double[n];
    }
}
