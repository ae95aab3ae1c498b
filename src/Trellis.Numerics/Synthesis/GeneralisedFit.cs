using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>Generalised least squares with a variance that is known block by block.</summary>
internal sealed class GeneralisedFit
{
    private GeneralisedFit(
        Studies studies,
        MarginalVariance weights,
        double logDeterminant,
        bool restricted
    )
    {
        Weights = weights;
        var p = studies.Columns.Count;
        WeightedColumns = [.. studies.Columns.Select(c => weights.Times(c))];
        var gram = new double[p * p];
        for (var i = 0; i < p; i++)
        for (var j = 0; j < p; j++)
            gram[(i * p) + j] = TensorPrimitives.Dot<double>(
                WeightedColumns[Math.Max(i, j)],
                studies.Columns[Math.Min(i, j)]
            );
        Covariance = LeastSquares.Invert(gram, p).Inverse;
        Coefficients = new double[p];
        Residuals = (double[])studies.Effects.Clone();
        // Twice: the second time on what rounding of the first left over.
        for (var pass = 0; pass < 2; pass++)
        {
            var right = Array.ConvertAll(
                WeightedColumns,
                c => TensorPrimitives.Dot<double>(c, Residuals)
            );
            for (var j = 0; j < p; j++)
            {
                var step = TensorPrimitives.Dot<double>(Covariance.AsSpan(j * p, p), right);
                Coefficients[j] += step;
                TensorPrimitives.MultiplyAdd(studies.Columns[j], -step, Residuals, Residuals);
            }
        }
        WeightedResiduals = weights.Times(Residuals);
        ResidualSquares = TensorPrimitives.Dot<double>(Residuals, WeightedResiduals);
        LogLikelihood =
            -.5
            * (
                logDeterminant
                + ResidualSquares
                + (restricted ? Symmetric.LogDeterminant(gram, p) : 0)
            );
    }

    /// <summary>M⁻¹.</summary>
    public MarginalVariance Weights { get; }

    /// <summary>M⁻¹X.</summary>
    public double[][] WeightedColumns { get; }

    /// <summary>(X'M⁻¹X)⁻¹.</summary>
    public double[] Covariance { get; }

    public double[] Coefficients { get; }

    public double[] Residuals { get; }

    /// <summary>M⁻¹(y − Xb), which is Py.</summary>
    public double[] WeightedResiduals { get; }

    public double ResidualSquares { get; }

    /// <summary>But for what does not change with the variances.</summary>
    public double LogLikelihood { get; }

    /// <summary>Null where the variance is not positive definite.</summary>
    public static GeneralisedFit? Of(Studies studies, MarginalVariance variance, bool restricted) =>
        variance.Invert() is var (inverse, log)
            ? new GeneralisedFit(studies, inverse, log, restricted)
            : null;

    /// <summary>Pv = M⁻¹v − M⁻¹X(X'M⁻¹X)⁻¹X'M⁻¹v.</summary>
    public double[] Project(ReadOnlySpan<double> v)
    {
        var p = WeightedColumns.Length;
        var projected = Weights.Times(v);
        var onto = new double[p];
        for (var j = 0; j < p; j++)
            onto[j] = TensorPrimitives.Dot(WeightedColumns[j], v);
        for (var j = 0; j < p; j++)
            TensorPrimitives.MultiplyAdd(
                WeightedColumns[j],
                -TensorPrimitives.Dot<double>(Covariance.AsSpan(j * p, p), onto),
                projected,
                projected
            );
        return projected;
    }

    /// <summary>tr(P).</summary>
    public double Trace()
    {
        double sum = 0;
        foreach (var block in Weights.Blocks)
            for (var a = 0; a < block.Rows.Length; a++)
                sum += block.Matrix[(a * block.Rows.Length) + a];
        return sum
            - OfColumns(
                (i, j) => TensorPrimitives.Dot<double>(WeightedColumns[i], WeightedColumns[j])
            );
    }

    /// <summary>Σ over i, j of (X'M⁻¹X)⁻¹ times something of columns i and j.</summary>
    public double OfColumns(Func<int, int, double> of)
    {
        var p = WeightedColumns.Length;
        double sum = 0;
        for (var i = 0; i < p; i++)
        for (var j = 0; j < p; j++)
            sum += Covariance[(i * p) + j] * of(i, j);
        return sum;
    }
}
