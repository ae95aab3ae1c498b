using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trellis.MatchedSamples;

/// <summary>The squared distances of a treated unit to all controls of a set, worked out as they are asked for: never a table of all pairs.</summary>
/// <remarks>Where scores bound who may meet, controls stand in order of their scores and only those within reach are looked at.</remarks>
internal sealed class ControlDistances
{
    private readonly double[][] axes;
    private readonly double[][] controlAxes;
    private readonly double[]? scores;
    private readonly double[] sortedScores;
    private readonly double caliper;

    /// <param name="scores">Null where no caliper bounds who may meet.</param>
    public ControlDistances(
        CovariateSpace space,
        IReadOnlyList<int> units,
        IReadOnlyList<bool> treated,
        double[]? scores,
        double caliper
    )
    {
        axes = space.Axes;
        (this.scores, this.caliper) = (scores, caliper);
        var controls = units.Where(u => !treated[u]).ToArray();
        if (scores is not null)
            controls = Ordered.By(scores, controls);
        Controls = controls;
        sortedScores = scores is null ? [] : [.. controls.Select(c => scores[c])];
        controlAxes = [.. axes.Select(axis => controls.Select(c => axis[c]).ToArray())];
    }

    /// <summary>The controls, by their place here.</summary>
    public int[] Controls { get; }

    /// <summary>Which places are within reach of a treated unit: from the first to before the second.</summary>
    public (int From, int To) Reach(int treated)
    {
        if (scores is null)
            return (0, Controls.Length);
        var score = scores[treated];
        var from = Bound(score - caliper - 1e-12);
        while (
            from < Controls.Length
            && Math.Abs(sortedScores[from] - score) > caliper
            && sortedScores[from] < score
        )
            from++;
        var to = Bound(score + caliper + 1e-12);
        while (to > from && Math.Abs(sortedScores[to - 1] - score) > caliper)
            to--;
        return (from, to);
    }

    /// <summary>Squared distances to the places within reach, at those places of <paramref name="into"/>.</summary>
    public (int From, int To) Squares(int treated, double[] into)
    {
        var (from, to) = Reach(treated);
        Fill(treated, from, to, into);
        return (from, to);
    }

    /// <summary>Distances to all places, within reach or not.</summary>
    public (int From, int To) Everyone(int treated, double[] into)
    {
        Fill(treated, 0, Controls.Length, into);
        System.Numerics.Tensors.TensorPrimitives.Sqrt(into, into);
        return (0, Controls.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int treated, int from, int to, double[] into)
    {
        var width = Vector<double>.Count;
        var place = from;
        for (; place <= to - width; place += width)
        {
            var sum = Vector<double>.Zero;
            for (var d = 0; d < axes.Length; d++)
            {
                var gap =
                    new Vector<double>(controlAxes[d], place)
                    - new Vector<double>(axes[d][treated]);
                sum += gap * gap;
            }
            sum.CopyTo(into, place);
        }
        for (; place < to; place++)
            into[place] = Square(treated, place);
    }

    /// <summary>Distances to the places within reach, at those places of <paramref name="into"/>.</summary>
    public (int From, int To) Distances(int treated, double[] into)
    {
        var (from, to) = Squares(treated, into);
        var reach = into.AsSpan(from, to - from);
        System.Numerics.Tensors.TensorPrimitives.Sqrt(reach, reach);
        return (from, to);
    }

    /// <summary>The squared distance to one place, by the same sums in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Square(int treated, int place)
    {
        double sum = 0;
        for (var d = 0; d < axes.Length; d++)
        {
            var gap = controlAxes[d][place] - axes[d][treated];
            sum += gap * gap;
        }
        return sum;
    }

    private int Bound(double score)
    {
        var (from, to) = (0, sortedScores.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (sortedScores[middle] < score)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }
}
