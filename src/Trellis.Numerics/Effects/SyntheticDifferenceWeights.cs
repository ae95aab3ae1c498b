using System.Numerics.Tensors;

namespace Trellis.Effects;

/// <summary>Shares that add up to 1 and make a mixture of columns lie near a target.</summary>
/// <remarks>
/// Minimises ζ²Σx² + Σ(Ax − b)²/rows over x ≥ 0, Σx = 1, by steps towards one column at a time with the best length (Frank and Wolfe, Naval Research
/// Logistics 3, 1956), as synthdid does and stopping where it does: where x is hardly determined, its weights are those that the published method gives, not another
/// point of the same height.
/// </remarks>
internal static class SyntheticDifferenceWeights
{
    /// <summary>Steps before small shares are set to 0.</summary>
    private const int StepsBeforeSparse = 100;

    private const int MostSteps = 10_000;

    // Up to here the products of columns with each other are kept, and a step costs as much as one column instead of all of them.
    private const int MostKept = 400;

    /// <summary>Steps, then shares of a quarter of the largest or less set to 0, then steps again.</summary>
    /// <param name="columns">A, a column each.</param>
    /// <param name="target">b.</param>
    /// <param name="penalty">ζ.</param>
    /// <param name="centred">Whether each column and the target are measured from their mean, which leaves room for a constant gap.</param>
    /// <param name="leastDecrease">Steps end where one lowers the height by no more than the square of this.</param>
    /// <param name="start">Shares to begin with; null for equal ones.</param>
    public static double[] Find(
        double[][] columns,
        double[] target,
        double penalty,
        bool centred,
        double leastDecrease,
        double[]? start = null
    )
    {
        if (centred)
        {
            columns = Array.ConvertAll(columns, Centred);
            target = Centred(target);
        }
        var shares = new double[columns.Length];
        if (start is null)
            Array.Fill(shares, 1d / shares.Length);
        else
            start.CopyTo(shares, 0);
        Descend(columns, target, penalty, leastDecrease, shares, StepsBeforeSparse);
        var largest = shares.Max();
        double sum = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] <= largest / 4)
                shares[i] = 0;
            sum += shares[i];
        }
        for (var i = 0; i < shares.Length; i++)
            shares[i] /= sum;
        Descend(columns, target, penalty, leastDecrease, shares, MostSteps);
        return shares;
    }

    private static void Descend(
        double[][] columns,
        double[] target,
        double penalty,
        double leastDecrease,
        double[] shares,
        int steps
    )
    {
        var rows = target.Length;
        var eta = rows * penalty * penalty;
        var off = Mixed(columns, shares);
        TensorPrimitives.Subtract(off, target, off);
        var towards = new double[rows];
        // Each column's product with how far off the mixture is; a step moves it as it moves the mixture.
        var slopes = Array.ConvertAll(columns, c => TensorPrimitives.Dot<double>(off, c));
        var kept = columns.Length <= MostKept ? new double[columns.Length][] : null;
        var before = double.PositiveInfinity;
        for (var step = 0; step < steps; step++)
        {
            var best = 0;
            double least = double.PositiveInfinity,
                along = 0;
            for (var i = 0; i < shares.Length; i++)
            {
                var slope = slopes[i] + (eta * shares[i]);
                along += slope * shares[i];
                if (slope < least)
                    (best, least) = (i, slope);
            }
            // From the mixture towards the best column alone: how fast the height falls, and how it bends.
            for (var r = 0; r < rows; r++)
                towards[r] = columns[best][r] - target[r] - off[r];
            var square = TensorPrimitives.Dot<double>(shares, shares);
            var bend =
                TensorPrimitives.SumOfSquares<double>(towards)
                + (eta * (square - (2 * shares[best]) + 1));
            var length = bend > 0 ? Math.Clamp((along - least) / bend, 0, 1) : 0;
            TensorPrimitives.Multiply(shares, 1 - length, shares);
            shares[best] += length;
            TensorPrimitives.MultiplyAdd(towards, length, off, off);
            if (kept is null)
                for (var i = 0; i < slopes.Length; i++)
                    slopes[i] = TensorPrimitives.Dot<double>(off, columns[i]);
            else
            {
                kept[best] ??= Array.ConvertAll(columns, c => Alone(columns[best], target, c));
                TensorPrimitives.Multiply(slopes, 1 - length, slopes);
                TensorPrimitives.MultiplyAdd(kept[best], length, slopes, slopes);
            }
            var height =
                (penalty * penalty * TensorPrimitives.SumOfSquares<double>(shares))
                + (TensorPrimitives.SumOfSquares<double>(off) / rows);
            if (step > 0 && !(before - height > leastDecrease * leastDecrease))
                return;
            before = height;
        }
    }

    // A column's product with how far off another is alone.
    private static double Alone(double[] other, double[] target, double[] column)
    {
        double sum = 0;
        for (var r = 0; r < target.Length; r++)
            sum += (other[r] - target[r]) * column[r];
        return sum;
    }

    private static double[] Mixed(double[][] columns, double[] shares)
    {
        var mixed = new double[columns[0].Length];
        for (var i = 0; i < shares.Length; i++)
            if (shares[i] != 0)
                TensorPrimitives.MultiplyAdd(columns[i], shares[i], mixed, mixed);
        return mixed;
    }

    private static double[] Centred(double[] column)
    {
        var mean = TensorPrimitives.Sum<double>(column) / column.Length;
        var centred = new double[column.Length];
        TensorPrimitives.Subtract(column, mean, centred);
        return centred;
    }
}
