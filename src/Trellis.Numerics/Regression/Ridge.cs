namespace Trellis.Regression;

/// <summary>A line through many columns: outcome = intercept + sum of coefficient times column.</summary>
/// <param name="Coefficients">One a column, in units of the outcome over units of the column.</param>
/// <param name="Rows">How many rows it was fitted on.</param>
public sealed record RidgeFit(double Intercept, IReadOnlyList<double> Coefficients, int Rows)
{
    /// <summary>What the fit says of a row; NaN where one of its columns is.</summary>
    public double Predict(IReadOnlyList<double[]> columns, int row)
    {
        var sum = Intercept;
        for (var k = 0; k < columns.Count; k++)
            sum += Coefficients[k] * columns[k][row];
        return sum;
    }

    /// <summary>What the fit says of every row.</summary>
    public double[] Predict(IReadOnlyList<double[]> columns)
    {
        var predicted = new double[columns.Count == 0 ? 0 : columns[0].Length];
        Array.Fill(predicted, Intercept);
        for (var k = 0; k < columns.Count; k++)
        {
            var (coefficient, column) = (Coefficients[k], columns[k]);
            for (var row = 0; row < predicted.Length; row++)
                predicted[row] += coefficient * column[row];
        }
        return predicted;
    }
}

/// <summary>
/// Ridge regression (Hoerl and Kennard 1970): least squares with a penalty on the squared coefficients, the intercept
/// left free. Minimises sum (y - a - Xb)² + penalty · |b|².
/// </summary>
/// <remarks>
/// The penalty counts each column alike, so give columns on one scale: mean 0 and standard deviation 1. The columns may not
/// hold NaN; the outcome may, and such rows are passed over. All sums run in the order of the rows.
/// </remarks>
public static class Ridge
{
    /// <summary>One fit on all rows that have an outcome.</summary>
    /// <param name="penalty">Zero or more; in rows, so to speak: 30 pulls like 30 rows that say the column does nothing.</param>
    /// <exception cref="ArgumentException">No row has an outcome, lengths differ, or the penalty is negative.</exception>
    public static RidgeFit Fit(IReadOnlyList<double[]> columns, double[] outcome, double penalty) =>
        WithoutEachFold(columns, outcome, penalty, new int[outcome.Length], 1).All;

    /// <summary>A fit for each fold, made without the rows of that fold, and one on all.</summary>
    /// <param name="folds">The fold of each row, 0 to <paramref name="count"/> - 1.</param>
    /// <returns>With one fold, the fit without it is the fit on all.</returns>
    /// <exception cref="ArgumentException">A fit has no row, lengths differ, or the penalty is negative.</exception>
    public static (IReadOnlyList<RidgeFit> Without, RidgeFit All) WithoutEachFold(
        IReadOnlyList<double[]> columns,
        double[] outcome,
        double penalty,
        IReadOnlyList<int> folds,
        int count
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(penalty);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (folds.Count != outcome.Length || columns.Any(c => c.Length != outcome.Length))
            throw new ArgumentException("Columns, outcome and folds are not of one length.");
        // The sums of each fold are made once; a fit without a fold is all sums less that fold's.
        var moments = new Moments[count];
        for (var fold = 0; fold < count; fold++)
            moments[fold] = new Moments(columns.Count);
        var values = new double[columns.Count];
        for (var row = 0; row < outcome.Length; row++)
        {
            if (double.IsNaN(outcome[row]))
                continue;
            for (var k = 0; k < values.Length; k++)
                values[k] = columns[k][row];
            moments[folds[row]].Add(values, outcome[row]);
        }
        var all = Moments.Sum(moments, except: -1, columns.Count);
        var whole = all.Solve(penalty);
        if (count == 1)
            return ([whole], whole);
        return (
            Enumerable
                .Range(0, count)
                .Select(fold => Moments.Sum(moments, fold, columns.Count).Solve(penalty))
                .ToArray(),
            whole
        );
    }

    /// <summary>The share of an outcome's variance that predictions made without the row's own fold explain: 1 - SSE/SST, over rows that have both; NaN where fewer than two have.</summary>
    public static double Explained(ReadOnlySpan<double> outcome, ReadOnlySpan<double> predicted)
    {
        double sum = 0;
        var count = 0;
        for (var row = 0; row < outcome.Length; row++)
            if (!double.IsNaN(outcome[row] + predicted[row]))
            {
                sum += outcome[row];
                count++;
            }
        if (count < 2)
            return double.NaN;
        var mean = sum / count;
        double errors = 0,
            total = 0;
        for (var row = 0; row < outcome.Length; row++)
            if (!double.IsNaN(outcome[row] + predicted[row]))
            {
                errors += (outcome[row] - predicted[row]) * (outcome[row] - predicted[row]);
                total += (outcome[row] - mean) * (outcome[row] - mean);
            }
        return 1 - (errors / total);
    }

    /// <summary>Sums, sums of products: all a fit needs of its rows.</summary>
    private sealed class Moments(int columns)
    {
        private readonly double[] sums = new double[columns];
        private readonly double[] products = new double[columns * columns];
        private readonly double[] withOutcome = new double[columns];
        private double outcomes;
        private int rows;

        public void Add(ReadOnlySpan<double> values, double outcome)
        {
            rows++;
            outcomes += outcome;
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                sums[i] += value;
                withOutcome[i] += value * outcome;
                // Indicators are mostly zero: their rows of the sums are then left as they are.
                if (value == 0)
                    continue;
                var to = products.AsSpan(i * columns, i + 1);
                for (var j = 0; j < to.Length; j++)
                    to[j] += value * values[j];
            }
        }

        public static Moments Sum(Moments[] parts, int except, int columns)
        {
            var sum = new Moments(columns);
            for (var part = 0; part < parts.Length; part++)
            {
                if (part == except)
                    continue;
                sum.rows += parts[part].rows;
                sum.outcomes += parts[part].outcomes;
                Add(sum.sums, parts[part].sums);
                Add(sum.products, parts[part].products);
                Add(sum.withOutcome, parts[part].withOutcome);
            }
            return sum;

            static void Add(double[] to, double[] from)
            {
                for (var i = 0; i < to.Length; i++)
                    to[i] += from[i];
            }
        }

        public RidgeFit Solve(double penalty)
        {
            if (rows == 0)
                throw new ArgumentException("No row has an outcome.");
            var meanOutcome = outcomes / rows;
            var matrix = new double[columns * columns];
            var right = new double[columns];
            for (var i = 0; i < columns; i++)
            {
                right[i] = withOutcome[i] - (sums[i] * meanOutcome);
                for (var j = 0; j <= i; j++)
                    matrix[(i * columns) + j] =
                        products[(i * columns) + j] - (sums[i] * sums[j] / rows);
                matrix[(i * columns) + i] += penalty;
            }
            Cholesky.Solve(matrix, right);
            var intercept = meanOutcome;
            for (var i = 0; i < columns; i++)
                intercept -= right[i] * sums[i] / rows;
            return new RidgeFit(intercept, right, rows);
        }
    }
}
