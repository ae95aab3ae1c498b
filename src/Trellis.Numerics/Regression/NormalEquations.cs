using System.Numerics.Tensors;

namespace Trellis.Regression;

/// <summary>
/// The normal equations of least squares in which one effect of many levels is taken out exactly, the other effects and indicator
/// columns stay what they are, a number a row, and only true figures are columns of figures.
/// </summary>
/// <remarks>
/// A panel of 20,000 schools over 12 years with 90 cells of cohort and year would be 90 columns of 240,000 figures. Here a school
/// adds the products of its own few figures, so that the whole matrix costs a pass over the rows. Unknowns are numbered: levels of
/// the effects that are not taken out, then columns of figures, then indicator columns; of two that say the same the later is left
/// out. Work is cut into as many parts as the data say, never as there are cores, and parts are added in order: the same digits on
/// any machine.
/// </remarks>
internal sealed class NormalEquations
{
    private const int Parts = 16;

    // A squared length that taking means out has shrunk by this much is rounding, not a column.
    private const double Nothing = 1e-16;
    private const double NothingOfIndicators = 1e-11;

    private readonly int rows;
    private readonly FixedEffect? absorbed;
    private readonly IndicatorColumns[] blocks;
    private readonly int[] first;
    private readonly double[][] raw;
    private readonly double[][] centred;
    private readonly double[]? weights;
    private readonly int[] start;
    private readonly int[] order;
    private readonly double[] levelWeight;

    // Mean of each indicator column within each level of what is taken out, only those that are not 0.
    private readonly int[] meanStart;
    private readonly int[] meanOf;
    private readonly double[] mean;
    private readonly Lazy<double[][]> columnMeans;

    /// <param name="rows">How many.</param>
    /// <param name="absorbed">The effect taken out; null for none.</param>
    /// <param name="effects">Effects that stay as unknowns, each level one.</param>
    /// <param name="columns">Figures, finite.</param>
    /// <param name="indicators">Columns of which a row has one at most.</param>
    /// <param name="weights">0 or more; null for 1 each.</param>
    public NormalEquations(
        int rows,
        FixedEffect? absorbed,
        IReadOnlyList<FixedEffect> effects,
        IReadOnlyList<double[]> columns,
        IReadOnlyList<IndicatorColumns> indicators,
        double[]? weights
    )
    {
        (this.rows, this.absorbed, this.weights) = (rows, absorbed, weights);
        blocks = [.. effects.Select(e => new IndicatorColumns(e.Labels, e.Level)), .. indicators];
        raw = [.. columns];
        first = new int[blocks.Length];
        var at = 0;
        for (var b = 0; b < blocks.Length; b++)
        {
            if (b == effects.Count)
                at += columns.Count;
            first[b] = at;
            at += blocks[b].Names.Count;
        }
        FirstColumn = effects.Sum(e => e.Count);
        Unknowns = FirstColumn + columns.Count + indicators.Sum(i => i.Names.Count);
        (start, order) = absorbed?.Rows() ?? ([], []);
        levelWeight = new double[absorbed?.Count ?? 0];
        for (var l = 0; l < levelWeight.Length; l++)
        for (var r = start[l]; r < start[l + 1]; r++)
            levelWeight[l] += Weight(order[r]);
        (meanStart, meanOf, mean) = LevelMeans();
        centred = new double[raw.Length][];
        Parallel.For(0, raw.Length, c => centred[c] = Centred(raw[c]));
        columnMeans = new Lazy<double[][]>(() => [.. raw.Select(Means)]);
        Gram = MakeGram();
        (Inverse, LeftOut) = LeastSquares.Invert(Gram, Unknowns);
    }

    /// <summary>How many unknowns besides the levels taken out.</summary>
    public int Unknowns { get; }

    /// <summary>The unknown of the first column of figures; below it are levels of effects.</summary>
    public int FirstColumn { get; }

    /// <summary>X'WX after the effect is taken out.</summary>
    public double[] Gram { get; }

    /// <summary>Its inverse; 0 for what is left out.</summary>
    public double[] Inverse { get; }

    /// <summary>Unknowns that earlier ones and the levels taken out already say, ascending.</summary>
    public IReadOnlyList<int> LeftOut { get; }

    /// <summary>The answer and what it leaves over of each row.</summary>
    public (double[] Unknown, double[] Residual) Solve(ReadOnlySpan<double> outcome)
    {
        var unknown = new double[Unknowns];
        var residual = Centred(outcome.ToArray());
        // Twice: the second time on what the first left over, which gives back the digits that squaring costs.
        for (var pass = 0; pass < 2; pass++)
        {
            var right = Products(residual);
            var step = new double[Unknowns];
            for (var j = 0; j < Unknowns; j++)
                step[j] = TensorPrimitives.Dot<double>(
                    Inverse.AsSpan(j * Unknowns, Unknowns),
                    right
                );
            TensorPrimitives.Add(unknown, step, unknown);
            TensorPrimitives.Subtract(residual, Fitted(step, centredColumns: true), residual);
        }
        return (unknown, residual);
    }

    /// <summary>The level of each unit of what is taken out: the mean of what the other unknowns do not tell.</summary>
    public double[] Levels(ReadOnlySpan<double> outcome, ReadOnlySpan<double> unknown)
    {
        var left = outcome.ToArray();
        TensorPrimitives.Subtract(left, Line(unknown), left);
        return Means(left);
    }

    /// <summary>What the unknowns say of each row, the level taken out not counted.</summary>
    public double[] Line(ReadOnlySpan<double> unknown)
    {
        var line = Indicated(unknown);
        for (var c = 0; c < raw.Length; c++)
            if (unknown[FirstColumn + c] != 0)
                TensorPrimitives.MultiplyAdd(raw[c], unknown[FirstColumn + c], line, line);
        return line;
    }

    /// <summary>λ with (X'WX) λ = c, for what the effect taken out and the unknowns are asked for: the weights of a sum of fitted values on the rows are w x'λ.</summary>
    public (double[] Level, double[] Unknown) Solve(
        ReadOnlySpan<double> levels,
        ReadOnlySpan<double> unknowns
    )
    {
        var right = unknowns.ToArray();
        for (var l = 0; l < levels.Length; l++)
        {
            if (levels[l] == 0)
                continue;
            for (var m = meanStart[l]; m < meanStart[l + 1]; m++)
                right[meanOf[m]] -= levels[l] * mean[m];
            for (var c = 0; c < raw.Length; c++)
                right[FirstColumn + c] -= levels[l] * columnMeans.Value[c][l];
        }
        var unknown = new double[Unknowns];
        for (var j = 0; j < Unknowns; j++)
            unknown[j] = TensorPrimitives.Dot<double>(
                Inverse.AsSpan(j * Unknowns, Unknowns),
                right
            );
        var level = new double[levels.Length];
        for (var l = 0; l < level.Length; l++)
        {
            if (levelWeight[l] == 0)
                continue;
            var sum = levels[l] / levelWeight[l];
            for (var m = meanStart[l]; m < meanStart[l + 1]; m++)
                sum -= mean[m] * unknown[meanOf[m]];
            for (var c = 0; c < raw.Length; c++)
                sum -= columnMeans.Value[c][l] * unknown[FirstColumn + c];
            level[l] = sum;
        }
        return (level, unknown);
    }

    /// <summary>What combination of unknowns says 0 of every row: one for an unknown that was left out, which is 1 in it.</summary>
    public double[] Nothingness(int leftOut)
    {
        var unknown = new double[Unknowns];
        for (var j = 0; j < Unknowns; j++)
            unknown[j] = -TensorPrimitives.Dot<double>(
                Inverse.AsSpan(j * Unknowns, Unknowns),
                Gram.AsSpan(leftOut * Unknowns, Unknowns)
            );
        unknown[leftOut] = 1;
        return unknown;
    }

    /// <summary>Σ over clusters of s s', s being the sum of w e x of a cluster's rows with the effect taken out of x.</summary>
    public double[] Meat(FixedEffect clusters, ReadOnlySpan<double> residual)
    {
        var scores = Scores(clusters, residual);
        return Mirrored(
            Added(
                clusters.Count,
                (from, to, meat) =>
                    scores(from, to, (_, places, sum) => Outer(meat, Unknowns, places, sum))
            )
        );
    }

    /// <summary>For each direction d of unknowns what each cluster adds to it: s'd.</summary>
    public double[][] Along(
        FixedEffect clusters,
        ReadOnlySpan<double> residual,
        IReadOnlyList<double[]> directions
    )
    {
        var along = directions.Select(_ => new double[clusters.Count]).ToArray();
        Scores(clusters, residual)(
            0,
            clusters.Count,
            (cluster, places, sum) =>
            {
                for (var d = 0; d < along.Length; d++)
                    foreach (var place in places)
                        along[d][cluster] += sum[place] * directions[d][place];
            }
        );
        return along;
    }

    // What a cluster scores: only the unknowns at the places, ascending, are not 0.
    private delegate void Scored(int cluster, ReadOnlySpan<int> places, double[] score);

    private Action<int, int, Scored> Scores(FixedEffect clusters, ReadOnlySpan<double> residual)
    {
        var (clusterStart, clusterOrder) = clusters.Rows();
        // What is taken out sums to 0 within its own levels: their means need not be taken from x where a cluster has whole levels.
        var whole = absorbed is null || absorbed.LiesWithin(clusters);
        var scaled = residual.ToArray();
        if (weights is not null)
            TensorPrimitives.Multiply(scaled, weights, scaled);
        return (from, to, give) =>
        {
            var sum = new double[Unknowns];
            var touched = new int[Unknowns];
            var seen = new bool[Unknowns];
            for (var c = from; c < to; c++)
            {
                var many = 0;
                for (var r = clusterStart[c]; r < clusterStart[c + 1]; r++)
                {
                    var row = clusterOrder[r];
                    var e = scaled[row];
                    for (var b = 0; b < blocks.Length; b++)
                        if (blocks[b].Column[row] is var k and >= 0)
                            Add(first[b] + k, e * Figure(b, row));
                    for (var k = 0; k < centred.Length; k++)
                        Add(FirstColumn + k, e * centred[k][row]);
                    if (whole)
                        continue;
                    var l = absorbed!.Level[row];
                    for (var m = meanStart[l]; m < meanStart[l + 1]; m++)
                        Add(meanOf[m], -e * mean[m]);
                }
                touched.AsSpan(0, many).Sort();
                give(c, touched.AsSpan(0, many), sum);
                for (var t = 0; t < many; t++)
                    (sum[touched[t]], seen[touched[t]]) = (0, false);

                void Add(int unknown, double value)
                {
                    if (!seen[unknown])
                        (seen[unknown], touched[many++]) = (true, unknown);
                    sum[unknown] += value;
                }
            }
        };
    }

    private double Weight(int row) => weights is null ? 1 : weights[row];

    private double Figure(int block, int row) =>
        blocks[block].Figures is { } figures ? figures[row] : 1;

    private (int[] Start, int[] Of, double[] Mean) LevelMeans()
    {
        var starts = new int[levelWeight.Length + 1];
        var of = new List<int>(rows);
        var means = new List<double>(rows);
        var sum = new double[Unknowns];
        var seen = new bool[Unknowns];
        for (var l = 0; l < levelWeight.Length; l++)
        {
            var begin = of.Count;
            for (var r = start[l]; r < start[l + 1]; r++)
            {
                var row = order[r];
                for (var b = 0; b < blocks.Length; b++)
                {
                    if (blocks[b].Column[row] is not (var k and >= 0))
                        continue;
                    var j = first[b] + k;
                    if (!seen[j])
                    {
                        seen[j] = true;
                        of.Add(j);
                    }
                    sum[j] += Weight(row) * Figure(b, row);
                }
            }
            of.Sort(begin, of.Count - begin, null);
            for (var m = begin; m < of.Count; m++)
            {
                means.Add(levelWeight[l] > 0 ? sum[of[m]] / levelWeight[l] : 0);
                (sum[of[m]], seen[of[m]]) = (0, false);
            }
            starts[l + 1] = of.Count;
        }
        return (starts, [.. of], [.. means]);
    }

    private double[] Means(double[] column)
    {
        var means = new double[levelWeight.Length];
        for (var l = 0; l < means.Length; l++)
        {
            if (levelWeight[l] == 0)
                continue;
            double sum = 0;
            for (var r = start[l]; r < start[l + 1]; r++)
                sum += Weight(order[r]) * column[order[r]];
            means[l] = sum / levelWeight[l];
        }
        return means;
    }

    // The means of the levels taken out; all 0 where only rounding is left.
    private double[] Centred(double[] column)
    {
        if (absorbed is null)
            return column;
        var means = Means(column);
        var left = new double[rows];
        for (var row = 0; row < rows; row++)
            left[row] = column[row] - means[absorbed.Level[row]];
        double overall = TensorPrimitives.Average<double>(column),
            before = 0;
        for (var row = 0; row < rows; row++)
            before += (column[row] - overall) * (column[row] - overall);
        var after = TensorPrimitives.SumOfSquares<double>(left);
        if (
            after <= Nothing * before
            || after <= 1e-28 * TensorPrimitives.SumOfSquares<double>(column)
        )
            Array.Clear(left);
        return left;
    }

    private double[] MakeGram()
    {
        var q = Unknowns;
        var own = new double[q];
        var gram = absorbed is null
            ? Added(rows, (from, to, sum) => RowProducts(from, to, null, sum))
            : Added(
                absorbed.Count,
                (from, to, sum) =>
                {
                    RowProducts(start[from], start[to], order, sum);
                    for (var l = from; l < to; l++)
                    {
                        var of = meanOf.AsSpan(meanStart[l], meanStart[l + 1] - meanStart[l]);
                        var values = mean.AsSpan(meanStart[l], of.Length);
                        for (var a = 0; a < of.Length; a++)
                        {
                            var scaled = levelWeight[l] * values[a];
                            for (var b = 0; b <= a; b++)
                                sum[(of[a] * q) + of[b]] -= scaled * values[b];
                        }
                    }
                }
            );
        for (var row = 0; row < rows; row++)
        for (var b = 0; b < blocks.Length; b++)
            if (blocks[b].Column[row] is var k and >= 0)
                own[first[b] + k] += Weight(row) * Figure(b, row) * Figure(b, row);
        var dense = new double[centred.Length * centred.Length];
        Parallel.For(
            0,
            centred.Length,
            a =>
            {
                var scaled = centred[a];
                if (weights is not null)
                {
                    scaled = new double[rows];
                    TensorPrimitives.Multiply(centred[a], weights, scaled);
                }
                for (var b = 0; b <= a; b++)
                    dense[(a * centred.Length) + b] = TensorPrimitives.Dot<double>(
                        scaled,
                        centred[b]
                    );
            }
        );
        for (var a = 0; a < centred.Length; a++)
        for (var b = 0; b <= a; b++)
            gram[((FirstColumn + a) * q) + FirstColumn + b] = dense[(a * centred.Length) + b];
        for (var a = 0; a < q; a++)
        {
            if (own[a] > 0 && gram[(a * q) + a] <= NothingOfIndicators * own[a])
            {
                gram.AsSpan(a * q, a + 1).Clear();
                for (var b = a; b < q; b++)
                    gram[(b * q) + a] = 0;
            }
        }
        return Mirrored(gram);
    }

    // Products of indicators with indicators and with figures, row by row, into the lower triangle.
    private void RowProducts(int from, int to, int[]? rowsOf, double[] sum)
    {
        var q = Unknowns;
        for (var r = from; r < to; r++)
        {
            var row = rowsOf is null ? r : rowsOf[r];
            var w = Weight(row);
            for (var a = 0; a < blocks.Length; a++)
            {
                if (blocks[a].Column[row] is not (var ka and >= 0))
                    continue;
                var i = first[a] + ka;
                var figure = w * Figure(a, row);
                for (var b = 0; b <= a; b++)
                    if (blocks[b].Column[row] is var kb and >= 0)
                        sum[(i * q) + first[b] + kb] += figure * Figure(b, row);
                for (var c = 0; c < centred.Length; c++)
                {
                    var j = FirstColumn + c;
                    sum[i > j ? (i * q) + j : (j * q) + i] += figure * centred[c][row];
                }
            }
        }
    }

    private double[] Products(double[] residual)
    {
        var scaled = residual;
        if (weights is not null)
        {
            scaled = new double[rows];
            TensorPrimitives.Multiply(residual, weights, scaled);
        }
        var products = new double[Unknowns];
        for (var b = 0; b < blocks.Length; b++)
        {
            var into = products.AsSpan(first[b]);
            var column = blocks[b].Column;
            var figures = blocks[b].Figures;
            for (var row = 0; row < rows; row++)
                if (column[row] is var k and >= 0)
                    into[k] += figures is null ? scaled[row] : scaled[row] * figures[row];
        }
        Parallel.For(
            0,
            centred.Length,
            c => products[FirstColumn + c] = TensorPrimitives.Dot<double>(scaled, centred[c])
        );
        return products;
    }

    private double[] Indicated(ReadOnlySpan<double> unknown)
    {
        var line = new double[rows];
        for (var b = 0; b < blocks.Length; b++)
        {
            var of = unknown[first[b]..];
            var column = blocks[b].Column;
            var figures = blocks[b].Figures;
            for (var row = 0; row < rows; row++)
                if (column[row] is var k and >= 0)
                    line[row] += figures is null ? of[k] : of[k] * figures[row];
        }
        return line;
    }

    private double[] Fitted(ReadOnlySpan<double> unknown, bool centredColumns)
    {
        var line = Indicated(unknown);
        if (absorbed is not null)
        {
            var means = Means(line);
            for (var row = 0; row < rows; row++)
                line[row] -= means[absorbed.Level[row]];
        }
        var columns = centredColumns ? centred : raw;
        for (var c = 0; c < columns.Length; c++)
            if (unknown[FirstColumn + c] != 0)
                TensorPrimitives.MultiplyAdd(columns[c], unknown[FirstColumn + c], line, line);
        return line;
    }

    // s s' into the lower triangle; the places ascend.
    private static void Outer(double[] into, int q, ReadOnlySpan<int> of, double[] values)
    {
        for (var a = 0; a < of.Length; a++)
        {
            var left = values[of[a]];
            for (var b = 0; b <= a; b++)
                into[(of[a] * q) + of[b]] += left * values[of[b]];
        }
    }

    private double[] Mirrored(double[] lower)
    {
        for (var a = 0; a < Unknowns; a++)
        for (var b = 0; b < a; b++)
            lower[(b * Unknowns) + a] = lower[(a * Unknowns) + b];
        return lower;
    }

    // Sums of parts that are cut by the data and added in order.
    private double[] Added(int count, Action<int, int, double[]> part)
    {
        var size = Unknowns * Unknowns;
        // A part has to be worth its own matrix.
        var parts = (int)Math.Clamp(8L * rows / Math.Max(1, size), 1, Parts);
        var sums = new double[parts][];
        Parallel.For(
            0,
            parts,
            p =>
            {
                sums[p] = new double[size];
                part((int)((long)count * p / parts), (int)((long)count * (p + 1) / parts), sums[p]);
            }
        );
        for (var p = 1; p < parts; p++)
            TensorPrimitives.Add(sums[0], sums[p], sums[0]);
        return sums[0];
    }
}
