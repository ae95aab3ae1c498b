using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Trellis.MatchedSamples;

/// <summary>Full matches nearly as short as the shortest, but better balanced.</summary>
/// <remarks>
/// Of very many full matches within a thousandth of the least sum the least itself is no better a comparison, and solvers that
/// round distances give any of them. Single units are moved to a neighbouring set, or paired anew, as long as the covariates'
/// standardised differences shrink and the sum stays within the slack.
/// </remarks>
internal sealed class FullBalance
{
    // How many neighbours on each side by score a unit may move to.
    private const int Neighbours = 6;
    private const int MostPasses = 40;

    // The share of the slack that one pass may spend.
    private const double MostOfAPass = .08;

    // A pass that betters the balance by less than this share is the last.
    private const double LeastGain = .01;

    private readonly IReadOnlyList<bool> treated;
    private readonly double[] scores;
    private readonly double caliper;

    // Columns over the treated units' standard deviation, so that means differ by standardised differences.
    private readonly double[][] columns;
    private readonly int[] setOf;
    private readonly List<List<int>> treatedIn = [];
    private readonly List<List<int>> controlsIn = [];
    private readonly double[] differences;
    private readonly double[] before;
    private readonly int matchedTreated;

    private int mostControls;
    private int mostTreated;

    // The last move made.
    private (int Unit, int From, int Other, int To) last;

    private FullBalance(
        IReadOnlyList<bool> treated,
        double[] scores,
        double caliper,
        double[][] columns,
        IReadOnlyList<(int Treated, int Control)> links
    )
    {
        (this.treated, this.scores, this.caliper, this.columns) = (
            treated,
            scores,
            caliper,
            columns
        );
        setOf = MatchingWeights.SetsOf([.. links.OrderBy(l => l.Treated)], treated.Count);
        differences = new double[columns.Length];
        before = new double[columns.Length];
        for (var set = 0; set <= setOf.Max(); set++)
        {
            treatedIn.Add([]);
            controlsIn.Add([]);
        }
        for (var unit = 0; unit < setOf.Length; unit++)
            if (setOf[unit] > 0)
                (treated[unit] ? treatedIn : controlsIn)[setOf[unit]].Add(unit);
        matchedTreated = treatedIn.Sum(t => t.Count);
        for (var set = 1; set < treatedIn.Count; set++)
            Add(differences, controlsIn[set], treatedIn[set].Count, -1);
        for (var j = 0; j < columns.Length; j++)
        for (var set = 1; set < treatedIn.Count; set++)
            foreach (var unit in treatedIn[set])
                differences[j] += columns[j][unit] / matchedTreated;
    }

    /// <summary>The links after moving.</summary>
    /// <param name="groups">The units that may meet, each group in the order of the scores.</param>
    /// <param name="choice">By what share the sum may grow, and how large sets may be.</param>
    public static List<(int Treated, int Control)> Improve(
        IReadOnlyList<(int Treated, int Control)> links,
        IReadOnlyList<int[]> groups,
        IReadOnlyList<bool> treated,
        double[] scores,
        double caliper,
        double[][] columns,
        MatchingChoice choice
    )
    {
        var balance = new FullBalance(treated, scores, caliper, columns, links)
        {
            mostControls = choice.MostControls ?? int.MaxValue,
            mostTreated = choice.MostTreated ?? int.MaxValue,
        };
        var spare =
            choice.BalanceSlack * links.Sum(l => Math.Abs(scores[l.Treated] - scores[l.Control]));
        balance.Move(groups, spare);
        var moved = new List<(int, int)>();
        for (var set = 1; set < balance.treatedIn.Count; set++)
            foreach (var t in balance.treatedIn[set])
            foreach (var c in balance.controlsIn[set])
                moved.Add((t, c));
        return moved;
    }

    // In each pass every move is weighed by the slope of the worth as things stand, and those are made that promise most for
    // what they cost, if they keep half of the promise.
    private void Move(IReadOnlyList<int[]> groups, double spare)
    {
        var left = spare;
        // Moves that cost nothing at all, between units with one score, are not divided by.
        var least = spare * 1e-6;
        var slopes = new double[setOf.Length];
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var worth = Worth(differences);
            Slopes(slopes);
            var moves = new List<(int Unit, int Other, double Rate)>();
            foreach (var (unit, other) in Neighbouring(groups))
                if (Promise(unit, other, left, slopes) is { Gain: > 0 } move)
                    moves.Add((unit, other, move.Gain / Math.Max(move.Cost, least)));
            moves.Sort(
                (a, b) =>
                    b.Rate.CompareTo(a.Rate) is not 0 and var byRate
                        ? byRate
                        : (a.Unit, a.Other).CompareTo((b.Unit, b.Other))
            );
            var (start, kept) = (worth, left - (spare * MostOfAPass));
            foreach (var (unit, other, rate) in moves)
            {
                if (Cost(unit, other) is not { } cost || cost > left)
                    continue;
                // The slopes have changed by then: what is left waits for new ones.
                if (left < kept)
                    break;
                var after = Make(unit, other);
                if (worth - after < rate / 2 * Math.Max(cost, least))
                    TakeBack();
                else
                    (worth, left) = (after, left - cost);
            }
            if (worth >= start * (1 - LeastGain))
                return;
        }
    }

    // How fast the worth falls with a unit's share among the controls.
    private void Slopes(double[] slopes)
    {
        Array.Clear(slopes);
        for (var j = 0; j < columns.Length; j++)
        {
            var d = differences[j];
            TensorPrimitives.MultiplyAdd(columns[j], 8 * d * d * d * d * d * d * d, slopes, slopes);
        }
    }

    private IEnumerable<(int Unit, int Other)> Neighbouring(IReadOnlyList<int[]> groups)
    {
        foreach (var group in groups)
            for (var at = 0; at < group.Length; at++)
            for (var side = -1; side <= 1; side += 2)
            {
                var met = 0;
                for (var next = at + side; next >= 0 && next < group.Length; next += side)
                {
                    if (treated[group[next]] == treated[group[at]] || setOf[group[next]] == 0)
                        continue;
                    if (++met > Neighbours || Apart(group[at], group[next]) > caliper)
                        break;
                    if (setOf[group[at]] > 0)
                        yield return (group[at], group[next]);
                }
            }
    }

    // What is added to the sum when one unit joins another's set, or both leave theirs to be a pair; null where it cannot be.
    private double? Cost(int unit, int other)
    {
        var (from, to) = (setOf[unit], setOf[other]);
        if (from == to || Side(unit, from).Count < 2)
            return null;
        if (
            Joins(other, to)
            && Side(unit, to).Count >= (treated[unit] ? mostTreated : mostControls)
        )
            return null;
        // A leaf goes with its link to the centre, which is the only one of the other side.
        var cost = Apart(unit, other) - Apart(unit, Opposite(unit, from)[0]);
        return Joins(other, to) ? cost : cost - Apart(other, Opposite(other, to)[0]);
    }

    private bool Joins(int other, int to) => Side(other, to).Count == 1;

    // The gain by slopes alone: a few sums of numbers, whatever the number of columns.
    private (double Cost, double Gain)? Promise(int unit, int other, double most, double[] slopes)
    {
        if (Cost(unit, other) is not { } cost || cost > most)
            return null;
        var (from, to) = (setOf[unit], setOf[other]);
        var gain = -Share(from, slopes, -1, -1) - Share(to, slopes, -1, -1);
        gain += Share(from, slopes, unit, -1);
        if (Joins(other, to))
            gain += Share(to, slopes, -1, unit);
        else
        {
            gain += Share(to, slopes, other, -1);
            gain += slopes[treated[unit] ? other : unit] / matchedTreated;
        }
        return (cost, gain);
    }

    // What a set's controls add to the controls' mean of the slopes, without one of its units and with another.
    private double Share(int set, double[] slopes, int without, int with)
    {
        double sum = 0,
            controls = controlsIn[set].Count,
            treatedUnits = treatedIn[set].Count;
        foreach (var unit in controlsIn[set])
            sum += slopes[unit];
        if (without >= 0)
            (sum, controls, treatedUnits) = treated[without]
                ? (sum, controls, treatedUnits - 1)
                : (sum - slopes[without], controls - 1, treatedUnits);
        if (with >= 0)
            (sum, controls, treatedUnits) = treated[with]
                ? (sum, controls, treatedUnits + 1)
                : (sum + slopes[with], controls + 1, treatedUnits);
        return sum * treatedUnits / controls / matchedTreated;
    }

    // Makes a move and says what it is worth then.
    private double Make(int unit, int other)
    {
        var (from, to) = (setOf[unit], setOf[other]);
        last = (unit, from, other, to);
        differences.CopyTo(before, 0);
        var joins = Joins(other, to);
        Count(from, 1);
        Count(to, 1);
        Side(unit, from).Remove(unit);
        var target = joins ? to : treatedIn.Count;
        if (!joins)
        {
            Side(other, to).Remove(other);
            treatedIn.Add([]);
            controlsIn.Add([]);
            Side(other, target).Add(other);
            setOf[other] = target;
        }
        Side(unit, target).Add(unit);
        setOf[unit] = target;
        Count(from, -1);
        Count(to, -1);
        if (!joins)
            Count(target, -1);
        return Worth(differences);
    }

    private void TakeBack()
    {
        var (unit, from, other, to) = last;
        before.CopyTo(differences, 0);
        Side(unit, setOf[unit]).Remove(unit);
        Side(unit, from).Add(unit);
        setOf[unit] = from;
        if (setOf[other] == to)
            return;
        treatedIn.RemoveAt(setOf[other]);
        controlsIn.RemoveAt(setOf[other]);
        Side(other, to).Add(other);
        setOf[other] = to;
    }

    private void Count(int set, int sign) =>
        Add(differences, controlsIn[set], treatedIn[set].Count, sign);

    // A set's controls stand, together, for as many treated units as it has.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(double[] into, List<int> controls, int treatedUnits, int sign)
    {
        var share = sign * (double)treatedUnits / controls.Count / matchedTreated;
        for (var j = 0; j < columns.Length; j++)
        {
            double sum = 0;
            foreach (var unit in controls)
                sum += columns[j][unit];
            into[j] += share * sum;
        }
    }

    // The eighth powers are ruled by the largest differences.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Worth(double[] differences)
    {
        double sum = 0;
        foreach (var d in differences)
            sum += d * d * d * d * d * d * d * d;
        return sum;
    }

    private List<int> Side(int unit, int set) => (treated[unit] ? treatedIn : controlsIn)[set];

    private List<int> Opposite(int unit, int set) => (treated[unit] ? controlsIn : treatedIn)[set];

    private double Apart(int a, int b) => Math.Abs(scores[a] - scores[b]);
}
