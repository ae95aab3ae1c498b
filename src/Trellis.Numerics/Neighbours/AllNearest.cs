using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trellis.Neighbours;

/// <summary>The nearest rows to every row: exact, without a matrix of all pairs.</summary>
/// <remarks>
/// Rows that know the same columns are kept together and cut at medians (as in a k-d tree) into blocks small enough for the
/// first cache. A block asks the blocks nearest to it first and stops when the gap between the two boxes is wider than the
/// farthest neighbour any of its rows still holds. Inside a pair of blocks no figure is missing, so the loop is plain
/// subtraction, multiplication and addition, in the order of the columns: bit for bit what <see cref="Points.SquaredDistance"/> gives.
/// </remarks>
public static class AllNearest
{
    private const int Lanes = 8;

    /// <param name="most">How many neighbours a row, above zero.</param>
    /// <param name="leastKnown">The share of the total weight, 0 to 1, that two rows must both know to be compared at all.</param>
    /// <param name="workers">Threads at most; 0 for one a processor. The answer does not depend on it.</param>
    public static NeighbourLists Of(Points points, int most, double leastKnown = 0, int workers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        most = Math.Min(most, Math.Max(1, points.Rows - 1));
        var blocks = Blocks.Cut(points);
        var lists = new NeighbourLists(points.Rows, most);
        Parallel.For(
            0,
            blocks.Count,
            new ParallelOptions { MaxDegreeOfParallelism = workers == 0 ? -1 : workers },
            () => new Search(points, blocks, most, leastKnown),
            (block, _, search) =>
            {
                search.Fill(block, lists);
                return search;
            },
            _ => { }
        );
        return lists;
    }

    /// <summary>What one thread needs to answer for one block after another.</summary>
    private sealed class Search
    {
        private readonly Points points;
        private readonly Blocks blocks;
        private readonly double leastWeight;
        private readonly NearestHeap[] heaps;
        private readonly double[] limits = new double[Blocks.Size];
        private readonly double[] pointGaps = new double[Blocks.Size];
        private readonly double[] gaps;
        private readonly int[] order;
        private readonly int[] columns;

        public Search(Points points, Blocks blocks, int most, double leastKnown)
        {
            this.points = points;
            this.blocks = blocks;
            leastWeight = leastKnown * points.TotalWeight;
            heaps = new NearestHeap[Blocks.Size];
            for (var i = 0; i < heaps.Length; i++)
                heaps[i] = new NearestHeap(most);
            gaps = new double[blocks.Count];
            order = new int[blocks.Count];
            columns = new int[points.Columns];
        }

        public void Fill(int block, NeighbourLists lists)
        {
            var asking = blocks.Rows(block);
            for (var i = 0; i < asking.Length; i++)
            {
                heaps[i].Clear();
                limits[i] = double.PositiveInfinity;
            }

            var comparable = 0;
            for (var other = 0; other < blocks.Count; other++)
            {
                var weight = points.WeightOf(blocks.Known(block) & blocks.Known(other));
                if (weight == 0 || weight < leastWeight)
                    continue;
                gaps[comparable] = blocks.Gap(block, other) * points.Rescaling(weight);
                order[comparable++] = other;
            }
            Array.Sort(gaps, order, 0, comparable);

            for (var next = 0; next < comparable; next++)
            {
                // The gap is a sum of its own with its own rounding: a hair is given away so that a tie is never cut off.
                if (gaps[next] * (1 - 1e-12) > Farthest(asking.Length))
                    break;
                Compare(block, order[next]);
            }

            for (var i = 0; i < asking.Length; i++)
                lists.Set(asking[i], heaps[i].Sorted());
        }

        private double Farthest(int count)
        {
            double farthest = 0;
            for (var i = 0; i < count; i++)
                farthest = Math.Max(farthest, limits[i]);
            return farthest;
        }

        private void Compare(int block, int other)
        {
            var both = blocks.Known(block) & blocks.Known(other);
            var rescaling = points.Rescaling(points.WeightOf(both));
            var count = 0;
            for (var column = 0; column < points.Columns; column++)
                if ((both >> column & 1) != 0)
                    columns[count++] = column * Blocks.Size;

            var asking = blocks.Rows(block);
            var asked = blocks.Rows(other);
            ref var from = ref MemoryMarshal.GetReference(blocks.Figures(block));
            ref var to = ref MemoryMarshal.GetReference(blocks.Figures(other));
            ref var column0 = ref MemoryMarshal.GetArrayDataReference(columns);
            var scale = Vector512.Create(rescaling);
            PointGaps(block, other, count, rescaling);
            for (var i = 0; i < asking.Length; i++)
            {
                if (pointGaps[i] > limits[i])
                    continue;
                var limit = Vector512.Create(limits[i]);
                for (var j = 0; j < asked.Length; j += 2 * Lanes)
                {
                    // Blocks.Size is a multiple of both steps, and the places past the last row are NaN, which no limit lets in.
                    var first = Vector512<double>.Zero;
                    var second = Vector512<double>.Zero;
                    for (var c = 0; c < count; c++)
                    {
                        var at = Unsafe.Add(ref column0, c);
                        var own = Vector512.Create(Unsafe.Add(ref from, at + i));
                        var a = Vector512.LoadUnsafe(ref to, (nuint)(at + j)) - own;
                        var b = Vector512.LoadUnsafe(ref to, (nuint)(at + j + Lanes)) - own;
                        first += a * a;
                        second += b * b;
                    }
                    first *= scale;
                    second *= scale;
                    var near =
                        Vector512.LessThanOrEqual(first, limit).ExtractMostSignificantBits()
                        | Vector512.LessThanOrEqual(second, limit).ExtractMostSignificantBits()
                            << Lanes;
                    if (near != 0)
                    {
                        Offer(i, asking[i], asked, j, near, first, second);
                        limit = Vector512.Create(limits[i]);
                    }
                }
            }
        }

        /// <summary>How far each asking row is from the box of a block at least: squared, rescaled, a hair less for rounding.</summary>
        private void PointGaps(int block, int other, int count, double rescaling)
        {
            ref var from = ref MemoryMarshal.GetReference(blocks.Figures(block));
            var least = blocks.Least(other);
            var most = blocks.Most(other);
            var scale = Vector512.Create(rescaling * (1 - 1e-12));
            for (var i = 0; i < Blocks.Size; i += Lanes)
            {
                var sum = Vector512<double>.Zero;
                for (var c = 0; c < count; c++)
                {
                    var column = columns[c] / Blocks.Size;
                    var own = Vector512.LoadUnsafe(ref from, (nuint)(columns[c] + i));
                    var gap = Vector512.Max(
                        Vector512.Max(
                            Vector512.Create(least[column]) - own,
                            own - Vector512.Create(most[column])
                        ),
                        Vector512<double>.Zero
                    );
                    sum += gap * gap;
                }
                (sum * scale).StoreUnsafe(ref pointGaps[i]);
            }
        }

        private void Offer(
            int i,
            int own,
            ReadOnlySpan<int> asked,
            int j,
            ulong near,
            Vector512<double> first,
            Vector512<double> second
        )
        {
            var heap = heaps[i];
            for (; near != 0; near &= near - 1)
            {
                var lane = BitOperations.TrailingZeroCount(near);
                var row = asked[j + lane];
                if (row != own)
                    heap.Offer(row, lane < Lanes ? first[lane] : second[lane - Lanes]);
            }
            limits[i] = heap.Limit;
        }
    }
}
