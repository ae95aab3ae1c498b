using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>A regression on some rows of a comparison, told for all of them.</summary>
internal sealed class OutcomeRegression
{
    private double[] weighted = [];

    public double[] Coefficients { get; private set; } = [];

    public double[] InverseGram { get; private set; } = [];

    public IReadOnlyList<int> LeftOut { get; private set; } = [];

    /// <summary>Least squares on rows <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/>.</summary>
    /// <param name="same">Whether columns and weights are those of the fit before, so that their products still stand.</param>
    public void Fit(
        PackedColumns x,
        int from,
        int count,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights,
        bool same = false
    )
    {
        var k = x.Columns;
        if (!same)
        {
            var gram = new double[k * k];
            x.Gram(from, count, weights, gram);
            (InverseGram, LeftOut) = LeastSquares.Invert(gram, k);
        }
        if (weighted.Length < count)
            weighted = new double[count];
        Coefficients = new double[k];
        Span<double> right = stackalloc double[k];
        var rest = weighted.AsSpan(0, count);
        // Twice: the second time on what the first left over.
        for (var pass = 0; pass < 2; pass++)
        {
            x.Line(from, count, Coefficients, rest);
            ColumnLoops.Subtract(outcome, rest, rest);
            ColumnLoops.Multiply(rest, weights, rest);
            x.Sums(from, count, rest, right);
            for (var j = 0; j < k; j++)
                Coefficients[j] += ColumnLoops.Dot(InverseGram.AsSpan(j * k, k), right);
        }
    }
}
