using Trellis.Probability;
using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>The line through effects for one τ²: weights 1/(v + τ²) and what estimates of τ² ask of them.</summary>
/// <remarks>P = W − WX(X'WX)⁻¹X'W is never formed: its traces are sums over studies and products of k × k matrices of coefficients.</remarks>
internal sealed class WeightedEffects
{
    private readonly IReadOnlyList<double[]> columns;
    private readonly double[] inverse;

    public WeightedEffects(Studies studies, double tau2)
        : this(studies, Array.ConvertAll(studies.Variances, v => 1 / (v + tau2))) { }

    public WeightedEffects(Studies studies, double[] weights)
    {
        columns = studies.Columns;
        Weights = weights;
        var fit = LeastSquares.Fit(columns, studies.Effects, weights);
        Coefficients = fit.Coefficients;
        inverse = fit.InverseGram;
        var fitted = fit.Fitted(columns);
        Residuals = new double[studies.Count];
        for (var i = 0; i < Residuals.Length; i++)
        {
            Residuals[i] = studies.Effects[i] - fitted[i];
            ResidualSquares += weights[i] * Residuals[i] * Residuals[i];
        }
    }

    public double[] Weights { get; }

    public double[] Coefficients { get; }

    public double[] Residuals { get; }

    /// <summary>(X'WX)⁻¹.</summary>
    public double[] Covariance => inverse;

    /// <summary>y'Py, the weighted squares of what the line leaves.</summary>
    public double ResidualSquares { get; }

    /// <summary>y'PPy.</summary>
    public double TwiceWeightedSquares()
    {
        double sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += Weights[i] * Residuals[i] * (Weights[i] * Residuals[i]);
        return sum;
    }

    /// <summary>tr(P diag(u)) for any u; empty for 1.</summary>
    public double Trace(ReadOnlySpan<double> u = default)
    {
        var n = Weights.Length;
        double sum = 0;
        var twice = new double[n];
        for (var i = 0; i < n; i++)
        {
            var each = u.IsEmpty ? 1 : u[i];
            sum += Weights[i] * each;
            twice[i] = Weights[i] * Weights[i] * each;
        }
        return sum - Symmetric.TraceOfProduct(inverse, LeastSquares.Gram(columns, n, twice));
    }

    /// <summary>tr(P diag(a) P diag(b)); empty for 1.</summary>
    public double TraceOfSquare(ReadOnlySpan<double> a = default, ReadOnlySpan<double> b = default)
    {
        var (n, k) = (Weights.Length, columns.Count);
        double sum = 0;
        var thrice = new double[n];
        var withA = new double[n];
        var withB = new double[n];
        for (var i = 0; i < n; i++)
        {
            var (eachA, eachB) = (a.IsEmpty ? 1 : a[i], b.IsEmpty ? 1 : b[i]);
            var square = Weights[i] * Weights[i];
            sum += square * eachA * eachB;
            thrice[i] = square * Weights[i] * eachA * eachB;
            withA[i] = square * eachA;
            withB[i] = square * eachB;
        }
        var gramA = Symmetric.Product(inverse, LeastSquares.Gram(columns, n, withA), k);
        var gramB = Symmetric.Product(inverse, LeastSquares.Gram(columns, n, withB), k);
        double both = 0;
        for (var i = 0; i < k; i++)
        for (var j = 0; j < k; j++)
            both += gramA[(i * k) + j] * gramB[(j * k) + i];
        return sum
            - (2 * Symmetric.TraceOfProduct(inverse, LeastSquares.Gram(columns, n, thrice)))
            + both;
    }

    /// <summary>The log of the likelihood but for what does not change with τ²; restricted where asked.</summary>
    public double LogLikelihood(bool restricted)
    {
        double sum = 0;
        foreach (var w in Weights)
            sum += Math.Log(w);
        return .5
            * (
                sum
                - ResidualSquares
                + (restricted ? Symmetric.LogDeterminant(inverse, columns.Count) : 0)
            );
    }
}

/// <summary>Estimates of the variance of true effects between studies.</summary>
internal static class Heterogeneity
{
    /// <summary>τ² and its standard error.</summary>
    public static (double Tau2, double StandardError) Estimate(
        Studies studies,
        HeterogeneityMethod method
    )
    {
        var (k, p) = (studies.Count, studies.Columns.Count);
        if (method == HeterogeneityMethod.EqualEffects)
            return (0, double.NaN);
        double spare = k - p;
        switch (method)
        {
            case HeterogeneityMethod.HunterSchmidt:
            {
                var plain = new WeightedEffects(studies, 0);
                var total = plain.Weights.Sum();
                var tau2 = Math.Max(0, (plain.ResidualSquares - k) / total);
                return (tau2, Error(plain, tau2, total, spare));
            }
            case HeterogeneityMethod.DerSimonianLaird:
            {
                var plain = new WeightedEffects(studies, 0);
                var trace = plain.Trace();
                var tau2 = Math.Max(0, (plain.ResidualSquares - spare) / trace);
                return (tau2, Error(plain, tau2, trace, spare));
            }
            case HeterogeneityMethod.HedgesOlkin:
            {
                var alike = Alike(studies);
                var trace = alike.Trace(studies.Variances);
                var tau2 = Math.Max(0, (alike.ResidualSquares - trace) / spare);
                return (
                    tau2,
                    Math.Sqrt(
                        (2 * alike.TraceOfSquare(studies.Variances, studies.Variances))
                            + (4 * tau2 * trace)
                            + (2 * tau2 * tau2 * spare)
                    ) / spare
                );
            }
            case HeterogeneityMethod.SidikJonkman:
            {
                var mean = studies.Effects.Average();
                var first = studies.Effects.Sum(y => (y - mean) * (y - mean)) / k;
                var weighted = new WeightedEffects(studies, first);
                var tau2 = first * weighted.ResidualSquares / spare;
                return (
                    tau2,
                    first
                        / spare
                        * Math.Sqrt(
                            (2 * weighted.TraceOfSquare(studies.Variances, studies.Variances))
                                + (4 * tau2 * weighted.TraceOfSquare(studies.Variances))
                                + (2 * tau2 * tau2 * weighted.TraceOfSquare())
                        )
                );
            }
            case HeterogeneityMethod.PauleMandel or HeterogeneityMethod.EmpiricalBayes:
            {
                var tau2 = SpreadOf(studies, spare);
                var total = studies.Variances.Sum(v => 1 / (v + tau2));
                return (tau2, Math.Sqrt(2 * k * k / spare) / total);
            }
            default:
            {
                var restricted = method == HeterogeneityMethod.RestrictedMaximumLikelihood;
                var tau2 = Peak(studies, restricted);
                var at = new WeightedEffects(studies, tau2);
                return (
                    tau2,
                    Math.Sqrt(2 / (restricted ? at.TraceOfSquare() : at.Weights.Sum(w => w * w)))
                );
            }
        }
    }

    /// <summary>The τ² at which the weighted squares of the residuals are what is asked; 0 where they are fewer already without any.</summary>
    public static double SpreadOf(Studies studies, double asked)
    {
        double Over(double tau2) => new WeightedEffects(studies, tau2).ResidualSquares - asked;
        if (Over(0) <= 0)
            return 0;
        var high = Largest(studies);
        while (Over(high) > 0)
            high *= 4;
        return Root.Of(Over, 0, high);
    }

    // The likelihood of τ² can have several peaks, so it is looked at from 0 to far beyond the spread of the effects, and the
    // highest peak is then found where its slope is 0.
    private static double Peak(Studies studies, bool restricted)
    {
        double Slope(double tau2)
        {
            var at = new WeightedEffects(studies, tau2);
            return at.TwiceWeightedSquares() - (restricted ? at.Trace() : at.Weights.Sum());
        }
        const int Steps = 56;
        var high = Largest(studies);
        var places = new double[Steps + 1];
        for (var s = 1; s <= Steps; s++)
            places[s] = high * Math.Pow(10, (s - Steps) / 5d);
        var slopes = Array.ConvertAll(places, Slope);
        var best = 0d;
        var height = double.NegativeInfinity;
        for (var s = 0; s <= Steps; s++)
        {
            double peak;
            if (s == 0 && slopes[0] <= 0)
                peak = 0;
            else if (s < Steps && slopes[s] > 0 && slopes[s + 1] <= 0)
                peak = Root.Of(Slope, places[s], places[s + 1]);
            else
                continue;
            var likelihood = new WeightedEffects(studies, peak).LogLikelihood(restricted);
            if (likelihood > height)
                (best, height) = (peak, likelihood);
        }
        return best;
    }

    // No study lies further from the line than all of them together, so beyond this the likelihood only falls.
    private static double Largest(Studies studies) =>
        (100 * Alike(studies).ResidualSquares) + studies.Variances.Min();

    private static WeightedEffects Alike(Studies studies)
    {
        var ones = new double[studies.Count];
        Array.Fill(ones, 1);
        return new WeightedEffects(studies, ones);
    }

    private static double Error(WeightedEffects plain, double tau2, double over, double spare) =>
        Math.Sqrt(
            (2 * spare) + (4 * tau2 * plain.Trace()) + (2 * tau2 * tau2 * plain.TraceOfSquare())
        ) / over;
}
