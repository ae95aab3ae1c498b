namespace Trellis.Neighbours;

/// <summary>
/// Rows of figures, each column scaled so that plain squared differences add up to the distance:
/// d² = sum of c (x - y)² = sum of (z - z')² with z = sqrt(c) x.
/// </summary>
/// <remarks>
/// Every weighted Euclidean distance is a choice of coefficients: w / sd² for z-scores, w / range² for the linear-range
/// distance of financial benchmarking, a published coefficient as it stands. A figure that is NaN is missing. Two rows are
/// then compared over the columns that both know, and the sum is multiplied by total weight / known weight, so that a row
/// with holes is neither nearer nor farther than it would be if its unknown columns differed like its known ones.
/// All sums run over the columns in order, without fused operations: the same figures give the same last digit everywhere.
/// </remarks>
public sealed class Points
{
    /// <summary>Which columns a row knows is kept in the bits of one number.</summary>
    public const int MostColumns = 64;

    private readonly double[] z;
    private readonly double[] weights;
    private readonly ulong[] known;

    /// <param name="columns">A column a variable, all of one length; NaN where the figure is missing.</param>
    /// <param name="coefficients">c of each column, zero or more, in one over the square of the column's unit.</param>
    /// <param name="weights">
    /// What each column counts for when others are missing, above zero; only their ratios matter. Usually w where c is w / sd².
    /// </param>
    /// <param name="missing">
    /// The power of total weight / known weight by which a partial sum is multiplied: 1 takes what is missing to differ like what
    /// is known; more takes it to differ by more, so that rows with holes are not everybody's neighbours.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, a figure is infinite, a coefficient is negative or not a number, or a weight is not above zero.</exception>
    public Points(
        IReadOnlyList<double[]> columns,
        IReadOnlyList<double> coefficients,
        IReadOnlyList<double> weights,
        double missing = 1
    )
    {
        if (columns.Count is 0 or > MostColumns)
            throw new ArgumentException($"Between 1 and {MostColumns} columns.", nameof(columns));
        if (coefficients.Count != columns.Count || weights.Count != columns.Count)
            throw new ArgumentException("A coefficient and a weight for each column.");
        ArgumentOutOfRangeException.ThrowIfLessThan(missing, 1);
        Missing = missing;
        Rows = columns[0].Length;
        Columns = columns.Count;
        this.weights = [.. weights];
        z = new double[Rows * Columns];
        known = new ulong[Rows];
        for (var column = 0; column < Columns; column++)
        {
            if (columns[column].Length != Rows)
                throw new ArgumentException($"Column {column} is not of the length of the first.");
            if (!double.IsFinite(coefficients[column]) || coefficients[column] < 0)
                throw new ArgumentException(
                    $"The coefficient of column {column} is not 0 or more."
                );
            if (!double.IsFinite(weights[column]) || weights[column] <= 0)
                throw new ArgumentException($"The weight of column {column} is not above 0.");
            TotalWeight += weights[column];
            var scale = Math.Sqrt(coefficients[column]);
            var to = z.AsSpan(column * Rows, Rows);
            var from = columns[column];
            for (var row = 0; row < to.Length; row++)
            {
                to[row] = from[row] * scale;
                if (double.IsInfinity(to[row]))
                    throw new ArgumentException($"Row {row} of column {column} is infinite.");
                if (!double.IsNaN(to[row]))
                    known[row] |= 1UL << column;
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The power by which missing weight makes two rows farther apart; 1 for rescaling alone.</summary>
    public double Missing { get; }

    /// <summary>The sum of the weights, in the order of the columns.</summary>
    public double TotalWeight { get; }

    /// <summary>The scaled figures of one column; NaN where missing.</summary>
    public ReadOnlySpan<double> Column(int column) => z.AsSpan(column * Rows, Rows);

    /// <summary>The columns that a row knows: bit k for column k.</summary>
    public ulong Known(int row) => known[row];

    public double Weight(int column) => weights[column];

    /// <summary>The weight of some columns, summed in their order; equal to <see cref="TotalWeight"/> to the last digit for all of them.</summary>
    public double WeightOf(ulong columns)
    {
        double sum = 0;
        for (var column = 0; column < Columns; column++)
            if ((columns >> column & 1) != 0)
                sum += weights[column];
        return sum;
    }

    /// <summary>The share of the total weight, 0 to 1, that a row knows on average; 0 where there are no rows.</summary>
    public double UsuallyKnown()
    {
        double sum = 0;
        for (var column = 0; column < Columns; column++)
        {
            var count = 0;
            foreach (var figure in Column(column))
                count += double.IsNaN(figure) ? 0 : 1;
            sum += weights[column] * count / Math.Max(1, Rows);
        }
        return sum / TotalWeight;
    }

    /// <summary>By what the sum over the known columns is multiplied; exactly 1 where nothing is missing.</summary>
    /// <param name="knownWeight">Above zero.</param>
    public double Rescaling(double knownWeight) =>
        knownWeight == TotalWeight ? 1
        : Missing == 1 ? TotalWeight / knownWeight
        : Math.Pow(TotalWeight / knownWeight, Missing);

    /// <summary>Over how many columns two rows are compared.</summary>
    public int KnownToBoth(int a, int b) =>
        System.Numerics.BitOperations.PopCount(known[a] & known[b]);

    /// <summary>The squared distance of two rows; NaN where no column is known to both.</summary>
    public double SquaredDistance(int a, int b)
    {
        double sum = 0,
            weight = 0;
        for (int column = 0, at = 0; column < Columns; column++, at += Rows)
        {
            var difference = z[at + a] - z[at + b];
            if (double.IsNaN(difference))
                continue;
            sum += difference * difference;
            weight += weights[column];
        }
        return weight == 0 ? double.NaN : sum * Rescaling(weight);
    }

    /// <summary>The distance of two rows; NaN where no column is known to both.</summary>
    public double Distance(int a, int b) => Math.Sqrt(SquaredDistance(a, b));

    /// <summary>What each column adds to the squared distance, rescaled: together they are the squared distance (to 1e-15 of it).</summary>
    /// <param name="contributions">Filled, one a column; NaN for a column that either row does not know.</param>
    public void Contributions(int a, int b, Span<double> contributions)
    {
        double weight = 0;
        for (int column = 0, at = 0; column < Columns; column++, at += Rows)
        {
            var difference = z[at + a] - z[at + b];
            contributions[column] = difference * difference;
            if (!double.IsNaN(difference))
                weight += weights[column];
        }
        var rescaling = weight == 0 ? double.NaN : Rescaling(weight);
        for (var column = 0; column < Columns; column++)
            contributions[column] *= rescaling;
    }
}
