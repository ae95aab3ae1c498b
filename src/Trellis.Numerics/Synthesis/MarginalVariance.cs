using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>The variance of estimates that share something, block by block: estimates of different blocks share nothing.</summary>
internal sealed class MarginalVariance
{
    private MarginalVariance(IReadOnlyList<Block> blocks, int count) =>
        (Blocks, Count) = (blocks, count);

    /// <summary>Estimates that share something, directly or through others.</summary>
    /// <param name="Rows">Their numbers, ascending.</param>
    /// <param name="Matrix">Variances and covariances, row by row.</param>
    internal sealed record Block(int[] Rows, double[] Matrix);

    public IReadOnlyList<Block> Blocks { get; }

    public int Count { get; }

    public static MarginalVariance Diagonal(IReadOnlyList<double> variances) =>
        new([.. variances.Select((v, i) => new Block([i], [v]))], variances.Count);

    /// <summary>Blocks of those that are grouped together or have a covariance other than 0.</summary>
    /// <param name="variances">One an estimate.</param>
    /// <param name="covariance">All with all, row by row; null where errors are independent.</param>
    /// <param name="groups">The widest grouping; null for none.</param>
    public static MarginalVariance Of(
        double[] variances,
        double[]? covariance,
        IReadOnlyList<int>? groups
    )
    {
        var n = variances.Length;
        var parent = Enumerable.Range(0, n).ToArray();
        int Find(int i)
        {
            while (parent[i] != i)
                i = parent[i] = parent[parent[i]];
            return i;
        }
        void Join(int a, int b)
        {
            var (ra, rb) = (Find(a), Find(b));
            parent[Math.Max(ra, rb)] = Math.Min(ra, rb);
        }
        if (groups is not null)
        {
            var first = new Dictionary<int, int>();
            for (var i = 0; i < n; i++)
                if (!first.TryAdd(groups[i], i))
                    Join(first[groups[i]], i);
        }
        if (covariance is not null)
            for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                if (covariance[(i * n) + j] != 0)
                    Join(i, j);
        var blocks = Enumerable
            .Range(0, n)
            .GroupBy(Find)
            .OrderBy(g => g.Key)
            .Select(g =>
            {
                var rows = g.ToArray();
                var matrix = new double[rows.Length * rows.Length];
                for (var a = 0; a < rows.Length; a++)
                for (var b = 0; b < rows.Length; b++)
                    matrix[(a * rows.Length) + b] =
                        covariance is not null ? covariance[(rows[a] * n) + rows[b]]
                        : a == b ? variances[rows[a]]
                        : 0;
                return new Block(rows, matrix);
            })
            .ToArray();
        return new MarginalVariance(blocks, n);
    }

    /// <summary>Each variance and covariance with something added, given the numbers of the two estimates.</summary>
    public MarginalVariance Plus(Func<int, int, double> added) =>
        new(
            [
                .. Blocks.Select(block =>
                {
                    var m = block.Rows.Length;
                    var matrix = (double[])block.Matrix.Clone();
                    for (var a = 0; a < m; a++)
                    for (var b = 0; b < m; b++)
                        matrix[(a * m) + b] += added(block.Rows[a], block.Rows[b]);
                    return block with { Matrix = matrix };
                }),
            ],
            Count
        );

    /// <summary>The inverse and the log of the determinant; null where a block is not positive definite.</summary>
    public (MarginalVariance Inverse, double LogDeterminant)? Invert()
    {
        var inverted = new Block[Blocks.Count];
        double log = 0;
        for (var b = 0; b < inverted.Length; b++)
        {
            var m = Blocks[b].Rows.Length;
            var lower = (double[])Blocks[b].Matrix.Clone();
            if (!Symmetric.Factor(lower, m))
                return null;
            log += Symmetric.LogDeterminantOfFactor(lower, m);
            inverted[b] = Blocks[b] with { Matrix = Symmetric.InverseOfFactor(lower, m) };
        }
        return (new MarginalVariance(inverted, Count), log);
    }

    /// <summary>The matrix times a column.</summary>
    public double[] Times(ReadOnlySpan<double> column)
    {
        var product = new double[Count];
        foreach (var block in Blocks)
        {
            var m = block.Rows.Length;
            for (var a = 0; a < m; a++)
            {
                double sum = 0;
                for (var b = 0; b < m; b++)
                    sum += block.Matrix[(a * m) + b] * column[block.Rows[b]];
                product[block.Rows[a]] = sum;
            }
        }
        return product;
    }
}
