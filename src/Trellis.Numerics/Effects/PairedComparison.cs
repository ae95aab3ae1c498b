using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>Why a comparison has no answer.</summary>
internal enum NoAnswer
{
    None,

    /// <summary>A chance of .999 or more: covariates tell (some) treated from all controls.</summary>
    NoOverlap,

    /// <summary>A covariate varies among all but not among the controls, or controls are fewer than covariates.</summary>
    TooFewControls,

    /// <summary>As <see cref="TooFewControls"/>, among the treated at one of the two times.</summary>
    TooFewTreated,

    /// <summary>Nobody treated, or no control, with a weight above 0.</summary>
    Nobody,
}

/// <summary>The change of treated units over two times beside that of controls, seen at both: panels.</summary>
/// <remarks>
/// Sant'Anna and Zhao, "Doubly robust difference-in-differences estimators", Journal of Econometrics 219 (2020), as R's DRDID
/// 1.3 reckons it: weights scaled to a mean of 1, chances capped at 1 − 1e-6, controls of a chance of .995 or more trimmed.
/// Arrays are used again from comparison to comparison.
/// </remarks>
internal sealed class PairedComparison
{
    public const double MostChance = 1 - 1e-6;
    public const double Trim = .995;
    private const double Overlap = .999;
    private readonly PropensityScore score = new();
    private readonly OutcomeRegression regression = new();
    private readonly PropensityScore plain = new();
    private double[] rest = [];
    private double[] odds = [];
    private double[] scratch = [];
    private bool fitted;
    private int warmColumns = -1;

    /// <summary>Columns of the last comparison that earlier ones already say.</summary>
    public IReadOnlyList<int> LeftOut { get; private set; } = [];

    /// <summary>Controls of the last comparison that were trimmed.</summary>
    public int Trimmed { get; private set; }

    /// <summary>The average effect on the treated.</summary>
    /// <param name="x">Columns, the first a constant; treated rows first.</param>
    /// <param name="treated">How many rows are treated.</param>
    /// <param name="change">The outcome after less before, each row.</param>
    /// <param name="weights">With a mean of 1.</param>
    /// <param name="influence">Takes ψ of each row.</param>
    /// <param name="same">Whether rows, columns and weights are those of the comparison before, so that only the change is new.</param>
    /// <param name="needsOverlap">Whether a chance of .999 or more is no answer, as in R's did.</param>
    /// <param name="noAnswer">Why there is none, with NaN.</param>
    public double Effect(
        TwoPeriodMethod method,
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> change,
        ReadOnlySpan<double> weights,
        Span<double> influence,
        bool same,
        bool needsOverlap,
        out NoAnswer noAnswer
    )
    {
        var n = x.Rows;
        Resize(n);
        same &= fitted;
        fitted = false;
        Trimmed = 0;
        noAnswer = NoAnswer.Nobody;
        if (
            treated == 0
            || treated == n
            || !(ColumnLoops.Sum(weights[..treated]) > 0)
            || !(ColumnLoops.Sum(weights[treated..]) > 0)
        )
            return double.NaN;
        var regresses =
            method is not (TwoPeriodMethod.InverseProbability or TwoPeriodMethod.HorvitzThompson);
        var tilts =
            method
            is TwoPeriodMethod.ImprovedDoublyRobust
                or TwoPeriodMethod.SimpleImprovedDoublyRobust;
        if (method != TwoPeriodMethod.Regression)
        {
            noAnswer = NoAnswer.NoOverlap;
            var done = same;
            // A fit that failed is no place to begin.
            var warm = x.Columns == warmColumns;
            warmColumns = -1;
            if (!done && needsOverlap && !Overlaps(x, treated, weights, warm, out done))
                return double.NaN;
            if (
                (!done || (tilts && !same))
                && !(
                    tilts ? score.Tilt(x, treated, weights) : score.Logit(x, treated, weights, warm)
                )
            )
                return double.NaN;
            warmColumns = x.Columns;
            LeftOut = score.LeftOut;
            if (!Odds(treated, weights))
                return double.NaN;
        }
        if (regresses)
        {
            noAnswer = NoAnswer.TooFewControls;
            regression.Fit(
                x,
                treated,
                n - treated,
                change[treated..],
                tilts ? odds.AsSpan(treated, n - treated) : weights[treated..],
                same
            );
            if (method == TwoPeriodMethod.Regression)
                LeftOut = regression.LeftOut.Count == 0 ? [] : Collinear(x, weights);
            if (regression.LeftOut.Count != LeftOut.Count)
                return double.NaN;
            x.Line(0, n, regression.Coefficients, rest);
            ColumnLoops.Subtract(change, rest.AsSpan(0, n), rest);
        }
        else
            change.CopyTo(rest);
        noAnswer = NoAnswer.None;
        fitted = true;
        return method switch
        {
            TwoPeriodMethod.Regression => Regressed(x, treated, weights, influence),
            TwoPeriodMethod.HorvitzThompson => Unscaled(x, treated, weights, influence),
            TwoPeriodMethod.ImprovedDoublyRobust or TwoPeriodMethod.SimpleImprovedDoublyRobust =>
                Improved(n, treated, weights, influence),
            _ => Weighted(x, treated, weights, influence, regresses),
        };
    }

    // What R's did asks before it begins: an unweighted logit that is sure of nobody. With even weights it is the one needed.
    private bool Overlaps(
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> weights,
        bool warm,
        out bool fits
    )
    {
        fits = TensorPrimitives.Max(weights) - TensorPrimitives.Min(weights) < 1e-12;
        if (!fits && x.Columns == 1)
            return (double)treated / x.Rows < Overlap;
        var ask = fits ? score : plain;
        Array.Fill(scratch, 1, 0, x.Rows);
        return ask.Logit(x, treated, fits ? weights : scratch.AsSpan(0, x.Rows), warm)
            && TensorPrimitives.Max(ask.Chances) < Overlap;
    }

    private static IReadOnlyList<int> Collinear(PackedColumns x, ReadOnlySpan<double> weights)
    {
        var gram = new double[x.Columns * x.Columns];
        x.Gram(0, x.Rows, weights, gram);
        return LeastSquares.Invert(gram, x.Columns).LeftOut;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Odds(int treated, ReadOnlySpan<double> weights)
    {
        var chances = score.Chances;
        for (var i = treated; i < chances.Length; i++)
        {
            var chance = Math.Min(chances[i], MostChance);
            if (chance >= Trim)
            {
                odds[i] = 0;
                Trimmed++;
            }
            else
                odds[i] = weights[i] * chance / (1 - chance);
        }
        return ColumnLoops.Sum(odds.AsSpan(treated, chances.Length - treated)) > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Weighted(
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> weights,
        Span<double> influence,
        bool regresses
    )
    {
        var (n, k) = (x.Rows, x.Columns);
        var controls = n - treated;
        var own = weights[..treated];
        var others = odds.AsSpan(treated, controls);
        var (totalOwn, totalOthers) = (ColumnLoops.Sum(own), ColumnLoops.Sum(others));
        var meanOwn = ColumnLoops.Dot(own, rest.AsSpan(0, treated)) / totalOwn;
        var meanOthers = ColumnLoops.Dot(others, rest.AsSpan(treated, controls)) / totalOthers;
        // What the estimation of the chances adds.
        for (var i = treated; i < n; i++)
            scratch[i] = odds[i] * (rest[i] - meanOthers) / totalOthers;
        Span<double> moment = stackalloc double[k];
        Span<double> turned = stackalloc double[k];
        x.Sums(treated, controls, scratch.AsSpan(treated, controls), moment);
        Turn(score.InverseInformation, moment, turned);
        x.Line(0, n, turned, scratch);
        ColumnLoops.Multiply(score.Residuals, scratch.AsSpan(0, n), influence);
        if (regresses)
        {
            // What the estimation of the course without treatment adds: by as much as the means of the columns differ.
            Span<double> other = stackalloc double[k];
            x.Sums(0, treated, own, moment);
            x.Sums(treated, controls, others, other);
            for (var j = 0; j < k; j++)
                moment[j] = (moment[j] / totalOwn) - (other[j] / totalOthers);
            Turn(regression.InverseGram, moment, turned);
            x.Line(treated, controls, turned, scratch.AsSpan(treated, controls));
            for (var i = treated; i < n; i++)
                influence[i] += weights[i] * rest[i] * scratch[i];
        }
        for (var i = 0; i < treated; i++)
            influence[i] = n * ((weights[i] * (rest[i] - meanOwn) / totalOwn) - influence[i]);
        for (var i = treated; i < n; i++)
            influence[i] = n * ((-odds[i] * (rest[i] - meanOthers) / totalOthers) - influence[i]);
        return meanOwn - meanOthers;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Regressed(
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> weights,
        Span<double> influence
    )
    {
        var (n, k) = (x.Rows, x.Columns);
        var own = weights[..treated];
        var total = ColumnLoops.Sum(own);
        var effect = ColumnLoops.Dot(own, rest.AsSpan(0, treated)) / total;
        Span<double> moment = stackalloc double[k];
        Span<double> turned = stackalloc double[k];
        x.Sums(0, treated, own, moment);
        for (var j = 0; j < k; j++)
            moment[j] /= total;
        Turn(regression.InverseGram, moment, turned);
        x.Line(treated, n - treated, turned, scratch.AsSpan(treated, n - treated));
        for (var i = 0; i < treated; i++)
            influence[i] = n * weights[i] * (rest[i] - effect) / total;
        for (var i = treated; i < n; i++)
            influence[i] = -n * weights[i] * rest[i] * scratch[i];
        return effect;
    }

    private double Unscaled(
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> weights,
        Span<double> influence
    )
    {
        var (n, k) = (x.Rows, x.Columns);
        var controls = n - treated;
        var total = ColumnLoops.Sum(weights[..treated]);
        for (var i = treated; i < n; i++)
            scratch[i] = odds[i] * rest[i];
        var effect =
            (
                ColumnLoops.Dot(weights[..treated], rest.AsSpan(0, treated))
                - ColumnLoops.Sum(scratch.AsSpan(treated, controls))
            ) / total;
        Span<double> moment = stackalloc double[k];
        Span<double> turned = stackalloc double[k];
        x.Sums(treated, controls, scratch.AsSpan(treated, controls), moment);
        Turn(score.InverseInformation, moment, turned);
        x.Line(0, n, turned, influence);
        ColumnLoops.Multiply(score.Residuals, influence, influence);
        for (var i = 0; i < treated; i++)
            influence[i] = n * ((weights[i] * (rest[i] - effect)) - influence[i]) / total;
        for (var i = treated; i < n; i++)
            influence[i] = n * (-scratch[i] - influence[i]) / total;
        return effect;
    }

    // Tilting and weighting leave nothing for the estimation of either model to add.
    private double Improved(
        int n,
        int treated,
        ReadOnlySpan<double> weights,
        Span<double> influence
    )
    {
        var total = ColumnLoops.Sum(weights[..treated]);
        for (var i = 0; i < treated; i++)
            influence[i] = weights[i] * rest[i];
        for (var i = treated; i < n; i++)
            influence[i] = -odds[i] * rest[i];
        var effect = ColumnLoops.Sum(influence[..n]) / total;
        for (var i = 0; i < treated; i++)
            influence[i] -= weights[i] * effect;
        ColumnLoops.Scale(influence[..n], n / total, influence[..n]);
        return effect;
    }

    internal static void Turn(double[] matrix, ReadOnlySpan<double> vector, Span<double> turned)
    {
        for (var j = 0; j < vector.Length; j++)
            turned[j] = ColumnLoops.Dot(matrix.AsSpan(j * vector.Length, vector.Length), vector);
    }

    private void Resize(int n)
    {
        if (rest.Length >= n)
            return;
        rest = new double[n];
        odds = new double[n];
        scratch = new double[n];
    }
}
