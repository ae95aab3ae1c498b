using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>The chance of belonging to the treated, by columns, in arrays that are used again from comparison to comparison.</summary>
/// <remarks>
/// <see cref="BinaryRegression"/> is the plain one. Here a logit begins where the one before it ended (the next comparison is
/// nearly the same), and Newton's steps are of whole columns at a time. Two scores: likelihood, and inverse probability tilting
/// (Graham, Pinto and Egel 2012), whose weights p/(1−p) give controls exactly the covariate means of the treated.
/// </remarks>
internal sealed class PropensityScore
{
    // Squared length of a step in the metric of the information, over the weights: what is left of the error is its square.
    private const double Rest = 1e-18;
    private const double NearRest = 1e-4;

    // A row whose chance is nearer to 0 or 1 than this weighs nothing, however far its line still runs.
    private const double Settled = 1e-9;

    // A row whose line a step moves by no more rests.
    private const double Moves = 1e-8;
    private const int MostSteps = 80;
    private const int MostHalvings = 30;
    private double[] line = [];
    private double[] chances = [];
    private double[] slope = [];
    private double[] residual = [];
    private double[] coefficients = [];

    /// <summary>The chance of each row, treated rows first.</summary>
    public ReadOnlySpan<double> Chances => chances.AsSpan(0, rows);

    /// <summary>Weight times (treated − chance), each row.</summary>
    public ReadOnlySpan<double> Residuals => residual.AsSpan(0, rows);

    /// <summary>The inverse of X'diag(w p (1 − p))X.</summary>
    public double[] InverseInformation { get; private set; } = [];

    /// <summary>Columns that earlier ones already say.</summary>
    public IReadOnlyList<int> LeftOut { get; private set; } = [];

    private int rows;

    /// <summary>Fits a logit by maximum likelihood.</summary>
    /// <param name="x">Columns, the first a constant; treated rows first.</param>
    /// <param name="treated">How many rows are treated.</param>
    /// <param name="weights">0 or more each row.</param>
    /// <param name="warm">Whether to begin where the last fit ended.</param>
    /// <param name="most">
    /// The greatest likelihood of all rows that is an answer: once it is passed the best fit passes it too, and looking for it
    /// would be in vain. 1 for any.
    /// </param>
    /// <returns>Whether it came to rest.</returns>
    public bool Logit(
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> weights,
        bool warm,
        double most = 1
    ) =>
        Newton(x, treated, weights, warm, tilted: false, Math.Log(most))
        || (warm && Newton(x, treated, weights, warm: false, tilted: false, Math.Log(most)));

    /// <summary>Fits the odds so that weighted controls have the covariate means of the treated.</summary>
    public bool Tilt(PackedColumns x, int treated, ReadOnlySpan<double> weights) =>
        Logit(x, treated, weights, warm: false)
        && Newton(x, treated, weights, warm: true, tilted: true);

    private bool Newton(
        PackedColumns x,
        int treated,
        ReadOnlySpan<double> weights,
        bool warm,
        bool tilted,
        double most = 0
    )
    {
        var k = x.Columns;
        Resize(x.Rows, k);
        var total = ColumnLoops.Sum(weights);
        var share = ColumnLoops.Sum(weights[..treated]) / total;
        if (!(share > 0) || !(share < 1))
            return false;
        if (!warm)
        {
            Array.Clear(coefficients);
            coefficients[0] = Math.Log(share / (1 - share));
        }
        Span<double> gram = new double[k * k];
        Span<double> score = stackalloc double[k];
        Span<double> step = stackalloc double[k];
        var worth = double.NegativeInfinity;
        var halvings = 0;
        var first = true;
        for (var steps = 0; steps < MostSteps; )
        {
            var value = tilted ? Tilted(x, treated, weights) : Likelihood(x, treated, weights);
            // A step too far is halved; near the top only rounding differs.
            if (!(value >= worth - (1e-9 * (Math.Abs(worth) + 1e-300))))
            {
                if (++halvings > MostHalvings)
                    return false;
                for (var j = 0; j < k; j++)
                {
                    step[j] /= 2;
                    coefficients[j] -= step[j];
                }
                continue;
            }
            worth = value;
            if (most < 0 && value > most)
                return false;
            x.Sums(0, x.Rows, residual, score);
            x.Gram(0, x.Rows, slope.AsSpan(0, x.Rows), gram);
            // What columns say of each other is asked once, of all rows: later the weights lie on the few rows that are like the
            // treated, and columns that differ elsewhere look alike there.
            if (!first)
                LeaveOut(LeftOut, gram, k);
            (InverseInformation, var left) = LeastSquares.Invert(
                gram,
                k,
                first ? LeastSquares.Collinear : LeastSquares.Concentrated
            );
            // A warm start weighs the first step by chances too: columns it finds alike may differ among all rows.
            if (first && warm && !tilted && left.Count > 0 && !Alike(x, weights, left))
                return false;
            if (first)
                LeftOut = left;
            else if (left.Count != LeftOut.Count)
                return false;
            first = false;
            for (var j = 0; j < k; j++)
                step[j] = ColumnLoops.Dot(InverseInformation.AsSpan(j * k, k), score);
            var rest = ColumnLoops.Dot(score, step);
            if (rest <= Rest * total)
                return true;
            if (!tilted && rest <= NearRest * total && OthersRest(x, treated, step))
                return Parted(x, weights, gram);
            for (var j = 0; j < k; j++)
                coefficients[j] += step[j];
            steps++;
        }
        return false;
    }

    // Whether columns are said by others among all rows as they came.
    private static bool Alike(
        PackedColumns x,
        ReadOnlySpan<double> weights,
        IReadOnlyList<int> left
    )
    {
        var gram = new double[x.Columns * x.Columns];
        x.Gram(0, x.Rows, weights, gram);
        return LeastSquares
            .Invert(gram, x.Columns, LeastSquares.Collinear)
            .LeftOut.SequenceEqual(left);
    }

    // Where nobody treated has a mark, the chances of those that have it fall without end. That parts nobody from the others: once
    // the others rest, so does the fit. To go on would leave the mark's column without any weight. A treated row that runs away is
    // another matter: no control is like it.
    private bool OthersRest(PackedColumns x, int treated, ReadOnlySpan<double> step)
    {
        // The line is made anew for the next step.
        x.Line(0, x.Rows, step, line);
        for (var i = 0; i < x.Rows; i++)
            if (Math.Abs(line[i]) > Moves && (i < treated || chances[i] > Settled))
                return false;
        return true;
    }

    // Those who still run end at a chance of 0 and say nothing: what is left is the regression of the others, whose columns may say
    // less than those of all. To keep them at a chance of a billionth would leave the information to rounding.
    private bool Parted(PackedColumns x, ReadOnlySpan<double> weights, Span<double> gram)
    {
        var (n, k) = (x.Rows, x.Columns);
        var others = new double[n];
        weights.CopyTo(others);
        for (var i = 0; i < n; i++)
            if (Math.Abs(line[i]) > Moves)
                others[i] = chances[i] = residual[i] = slope[i] = 0;
        x.Gram(0, n, others, gram);
        LeaveOut(LeftOut, gram, k);
        var (_, gone) = LeastSquares.Invert(gram, k, LeastSquares.Collinear);
        x.Gram(0, n, slope.AsSpan(0, n), gram);
        LeaveOut(gone, gram, k);
        (InverseInformation, var left) = LeastSquares.Invert(gram, k, LeastSquares.Concentrated);
        return left.Count == gone.Count;
    }

    private static void LeaveOut(IReadOnlyList<int> columns, Span<double> gram, int k)
    {
        foreach (var gone in columns)
            for (var j = 0; j < k; j++)
                gram[(gone * k) + j] = gram[(j * k) + gone] = 0;
    }

    private double Likelihood(PackedColumns x, int treated, ReadOnlySpan<double> weights)
    {
        var n = x.Rows;
        var p = chances.AsSpan(0, n);
        var r = residual.AsSpan(0, n);
        var s = slope.AsSpan(0, n);
        x.Line(0, n, coefficients, line);
        return ColumnLoops.Logit(
                line.AsSpan(0, treated),
                weights[..treated],
                true,
                p[..treated],
                r[..treated],
                s[..treated]
            )
            + ColumnLoops.Logit(
                line.AsSpan(treated, n - treated),
                weights[treated..],
                false,
                p[treated..],
                r[treated..],
                s[treated..]
            );
    }

    private double Tilted(PackedColumns x, int treated, ReadOnlySpan<double> weights)
    {
        var n = x.Rows;
        var p = chances.AsSpan(0, n);
        var r = residual.AsSpan(0, n);
        var s = slope.AsSpan(0, n);
        x.Line(0, n, coefficients, line);
        var value = ColumnLoops.Dot(weights[..treated], line.AsSpan(0, treated));
        weights[..treated].CopyTo(r);
        s[..treated].Clear();
        TensorPrimitives.Exp<double>(line.AsSpan(treated, n - treated), s[treated..]);
        ColumnLoops.Multiply(s[treated..], weights[treated..], s[treated..]);
        value -= ColumnLoops.Sum(s[treated..]);
        TensorPrimitives.Negate<double>(s[treated..], r[treated..]);
        TensorPrimitives.Sigmoid<double>(line.AsSpan(0, n), p);
        return value;
    }

    private void Resize(int n, int k)
    {
        rows = n;
        if (line.Length < n)
        {
            line = new double[n];
            chances = new double[n];
            slope = new double[n];
            residual = new double[n];
        }
        if (coefficients.Length != k)
            coefficients = new double[k];
    }
}
