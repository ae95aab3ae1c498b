using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>
/// A second implementation, slow and plain: a comparison as a function of weights, and ψ of an observation as what n times
/// the estimate changes when that observation's weight does (the infinitesimal jackknife). No formula of an influence
/// function is in it.
/// </summary>
internal sealed record PlainComparison(
    double[] Outcome,
    bool[] After,
    bool[] Treated,
    double[][] Covariates,
    bool Panel
)
{
    private int Rows => Outcome.Length;

    private double[][] Columns =>
        [
            [.. Enumerable.Repeat(1.0, Rows)],
            .. Covariates,
        ];

    public double Effect(TwoPeriodMethod method, double[] weights)
    {
        var x = Columns;
        double[] odds = new double[Rows];
        if (method != TwoPeriodMethod.Regression)
        {
            var yes = Treated.Select(t => t ? 1.0 : 0).ToArray();
            odds = Tilts(method)
                ? Tilted(x, weights)
                :
                [
                    .. BinaryRegression
                        .Fit(x, yes, weights)
                        .Chances.Zip(weights, (p, w) => p >= .995 ? 0 : w * p / (1 - p)),
                ];
        }
        // Without times a panel's change stands after treatment.
        double At(bool after)
        {
            if (Panel && !after)
                return 0;
            double[] modelled = method
                is TwoPeriodMethod.InverseProbability
                    or TwoPeriodMethod.HorvitzThompson
                ? new double[Rows]
                : Modelled(x, false, after, Tilts(method) ? odds : weights);
            if (method == TwoPeriodMethod.Regression)
                return Mean(Outcome, weights, i => Treated[i] && Is(i, after))
                    - Mean(modelled, weights, i => Treated[i]);
            var rest = Outcome.Zip(modelled, (y, m) => y - m).ToArray();
            if (method == TwoPeriodMethod.HorvitzThompson)
                // Sums of both over the share of the treated, and of those seen then.
                return (
                        Sum(rest, weights, i => Treated[i] && Is(i, after))
                        - Sum(rest, odds, i => !Treated[i] && Is(i, after))
                    )
                    / Sum(null, weights, i => Treated[i])
                    * Sum(null, weights, _ => true)
                    / Sum(null, weights, i => Is(i, after));
            var plain =
                Mean(rest, weights, i => Treated[i] && Is(i, after))
                - Mean(rest, odds, i => !Treated[i] && Is(i, after));
            if (
                Panel
                || method
                    is not (TwoPeriodMethod.DoublyRobust or TwoPeriodMethod.ImprovedDoublyRobust)
            )
                return plain;
            var own = Modelled(x, true, after, weights);
            var gap = own.Zip(modelled, (o, m) => o - m).ToArray();
            return plain
                + Mean(gap, weights, i => Treated[i])
                - Mean(gap, weights, i => Treated[i] && Is(i, after));
        }
        return At(true) - At(false);
    }

    public double[] Influence(TwoPeriodMethod method, double[] weights)
    {
        const double Step = 2e-3;
        var influence = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            double Moved(double by)
            {
                var moved = weights.ToArray();
                moved[i] *= 1 + by;
                return Effect(method, moved);
            }
            // Two central differences, so that the square of the step goes.
            var (near, far) = (Moved(Step) - Moved(-Step), Moved(2 * Step) - Moved(-2 * Step));
            influence[i] = Rows * ((8 * near) - far) / (12 * Step);
        }
        return influence;
    }

    private static bool Tilts(TwoPeriodMethod method) =>
        method
            is TwoPeriodMethod.ImprovedDoublyRobust
                or TwoPeriodMethod.SimpleImprovedDoublyRobust;

    // Odds e^xb that give controls the treated's sums of every column, by Newton from even odds.
    private double[] Tilted(double[][] x, double[] weights)
    {
        var b = new double[x.Length];
        var odds = new double[Rows];
        for (var step = 0; step < 60; step++)
        {
            for (var i = 0; i < Rows; i++)
                odds[i] = Treated[i]
                    ? 0
                    : weights[i] * Math.Exp(x.Select((c, k) => c[i] * b[k]).Sum());
            var inverse = LeastSquares.Invert(LeastSquares.Gram(x, Rows, odds), x.Length).Inverse;
            double[] gap =
            [
                .. x.Select(c =>
                    Enumerable
                        .Range(0, Rows)
                        .Sum(i => c[i] * ((Treated[i] ? weights[i] : 0) - odds[i]))
                ),
            ];
            for (var j = 0; j < b.Length; j++)
            for (var k = 0; k < b.Length; k++)
                b[j] += inverse[(j * b.Length) + k] * gap[k] / (step < 10 ? 2 : 1);
        }
        return odds;
    }

    private bool Is(int row, bool after) => Panel || After[row] == after;

    private double[] Modelled(double[][] x, bool treated, bool after, double[] weights)
    {
        int[] own =
        [
            .. Enumerable.Range(0, Rows).Where(i => Treated[i] == treated && Is(i, after)),
        ];
        return LeastSquares
            .Fit(
                [.. x.Select(c => own.Select(i => c[i]).ToArray())],
                own.Select(i => Outcome[i]).ToArray(),
                own.Select(i => weights[i]).ToArray()
            )
            .Fitted(x);
    }

    private double Sum(double[]? values, double[] weights, Func<int, bool> of) =>
        Enumerable.Range(0, Rows).Where(of).Sum(i => weights[i] * (values is null ? 1 : values[i]));

    private double Mean(double[] values, double[] weights, Func<int, bool> of) =>
        Sum(values, weights, of) / Sum(null, weights, of);
}
