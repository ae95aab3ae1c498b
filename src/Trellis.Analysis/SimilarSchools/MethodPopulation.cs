using System.Collections.Concurrent;
using Trellis.Neighbours;

namespace Trellis.SimilarSchools;

/// <summary>How alike two schools are, by where their distance lies among those of all pairs of the population.</summary>
public enum Closeness
{
    /// <summary>Among the nearest 1 % of all pairs.</summary>
    Close,

    /// <summary>Among the nearest 5 % of all pairs, and not close.</summary>
    Fair,

    /// <summary>Farther: the nearest there is, and not very near.</summary>
    Loose,
}

/// <summary>The limits of the words: a distance up to the first is close, up to the second fair.</summary>
public readonly record struct ClosenessLimits(double Close, double Fair)
{
    /// <summary>Two schools drawn at random are this close once in 100 times.</summary>
    public const double CloseShare = .01;

    /// <summary>Two schools drawn at random are this fair once in 20 times.</summary>
    public const double FairShare = .05;

    public Closeness Of(double distance) =>
        distance <= Close ? Closeness.Close
        : distance <= Fair ? Closeness.Fair
        : Closeness.Loose;
}

/// <summary>A population seen through a method: each variable's figures, and the points they make. Everything an answer needs, made once.</summary>
public sealed class MethodPopulation
{
    /// <summary>Pairs drawn for the limits of closeness; the share at the limit is then known to a fourteenth of itself.</summary>
    private const int PairsDrawn = 20_000;

    /// <summary>Two schools must both know this share of what a school knows on average to be compared.</summary>
    internal const double ShareOfUsual = .25;

    private readonly ConcurrentDictionary<int, Lazy<MutualLists>> lists = new();
    private readonly Lazy<HashSet<int>?[]?> before;

    public MethodPopulation(Population population, SimilarMethod method)
    {
        method = method.For(population.Peers);
        (Population, Method) = (population, method);
        before = new Lazy<HashSet<int>?[]?>(() => Staying.Before(population, method));
        Figures = method.Variables.Select(population.Read).ToArray();
        Coefficients = method.Variables.Zip(Figures, (v, f) => v.CoefficientOver(f)).ToArray();
        Points = new Points(
            Figures.Select(f => f.Compared).ToArray(),
            Coefficients,
            method.Variables.Select(v => v.Weight).ToArray(),
            method.Missing
        );
        LeastKnown = ShareOfUsual * Points.UsuallyKnown();
        Limits = DrawLimits();
    }

    public Population Population { get; }

    public SimilarMethod Method { get; }

    public Points Points { get; }

    /// <summary>Each variable's figures, in the order of the method.</summary>
    public IReadOnlyList<VariableFigures> Figures { get; }

    /// <summary>c of each variable, as used: printed, so that a distance can be worked out by hand.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>
    /// The share of the weight that two schools must both know to be compared: a quarter of what a school of the population
    /// knows on average. With less asked, a school of which hardly anything is known would be everybody's neighbour; with
    /// more, a secondary school without results yet would have no neighbours by the Department's method, where prior
    /// attainment has .6 of the weight.
    /// </summary>
    public double LeastKnown { get; }

    /// <summary>Up to which distance two schools are close or fair; NaN in a population where no pair can be compared.</summary>
    public ClosenessLimits Limits { get; }

    /// <summary>How a school's figure was read; null where it has none, or where it is a trait or a place on a learned axis.</summary>
    public Reading? ReadingOf(int variable, int row) =>
        double.IsNaN(Figures[variable].Shown[row]) || Figures[variable].Readings.Count == 0
            ? null
            : Figures[variable].Readings[Figures[variable].ReadingOf[row]];

    /// <summary>The share of the schools whose figure is lower, counting half of those equal, itself among them; NaN where the figure is missing.</summary>
    public double ShareBelow(int variable, int row)
    {
        var own = Figures[variable].Compared[row];
        if (double.IsNaN(own))
            return double.NaN;
        int lower = 0,
            equal = 0;
        foreach (var figure in Figures[variable].Compared)
        {
            lower += figure < own ? 1 : 0;
            equal += figure == own ? 1 : 0;
        }
        return (lower + (equal / 2.0)) / Figures[variable].Known;
    }

    /// <summary>The lists of all schools, found once for each length and kept.</summary>
    public MutualLists Lists(int take) =>
        lists.GetOrAdd(take, t => new Lazy<MutualLists>(() => new MutualLists(this, t))).Value;

    /// <summary>Whether the last release's lists of the method are among the files, so that its names stay while they are near.</summary>
    public bool Continues => before.Value is not null;

    /// <summary>Whether the last release named a school for another.</summary>
    public bool NamedBefore(int row, int other) => before.Value?[row]?.Contains(other) == true;

    /// <summary>The schools that the last release named for one, by position; empty where it named none.</summary>
    public IReadOnlyCollection<int> NamedBefore(int row) => before.Value?[row] ?? [];

    /// <summary>How many nearest have to be found to name <paramref name="take"/>.</summary>
    public int Reach(int take) =>
        Math.Max(Method.Reach(take), Continues ? Staying.Reach(take) : take);

    /// <summary>Of the nearest, those the method keeps: where it asks for the school's own region first, they go before the others; where the last release named some, they stay while they are near.</summary>
    /// <param name="nearest">Nearest first, <see cref="Reach"/> of them.</param>
    /// <returns>At most <paramref name="take"/>, nearest first.</returns>
    public IReadOnlyList<Neighbour> Keep(int row, IReadOnlyList<Neighbour> nearest, int take)
    {
        if (Method.ShortlistForRegion > 0)
        {
            var region = Population.Schools[row].Current.Region;
            nearest = nearest
                .OrderBy(n =>
                    region.Length > 0 && Population.Schools[n.Row].Current.Region == region ? 0 : 1
                )
                .Take(take)
                .OrderBy(n => n.SquaredDistance)
                .ThenBy(n => n.Row)
                .ToArray();
        }
        else if (before.Value?[row] is { } named)
            nearest = Staying.Keep(nearest, n => named.Contains(n.Row), take).ToArray();
        return nearest.Count <= take ? nearest : nearest.Take(take).ToArray();
    }

    private ClosenessLimits DrawLimits()
    {
        var rows = Points.Rows;
        var distances = new List<double>(PairsDrawn);
        // The same draw for the same number of schools, in the order of their URNs.
        var chance = new Random(20260701);
        for (var drawn = 0; drawn < PairsDrawn && rows > 1; drawn++)
        {
            int a = chance.Next(rows),
                b = chance.Next(rows - 1);
            b += b >= a ? 1 : 0;
            if (
                Points.WeightOf(Points.Known(a) & Points.Known(b))
                < LeastKnown * Points.TotalWeight
            )
                continue;
            var squared = Points.SquaredDistance(a, b);
            if (!double.IsNaN(squared))
                distances.Add(squared);
        }
        if (distances.Count == 0)
            return new ClosenessLimits(double.NaN, double.NaN);
        // Only the nearest twentieth is looked at, and somebody may be waiting: the rest is left unsorted.
        var values = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(distances);
        var fair = (int)(ClosenessLimits.FairShare * (values.Length - 1));
        SmallestFirst(values, fair + 1);
        values[..(fair + 1)].Sort();
        return new ClosenessLimits(
            Math.Sqrt(values[(int)(ClosenessLimits.CloseShare * (values.Length - 1))]),
            Math.Sqrt(values[fair])
        );
    }

    /// <summary>Moves the <paramref name="count"/> smallest values to the front, in any order (Hoare's selection).</summary>
    private static void SmallestFirst(Span<double> values, int count)
    {
        int low = 0,
            high = values.Length - 1;
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            int left = low,
                right = high;
            while (left <= right)
            {
                while (values[left] < pivot)
                    left++;
                while (values[right] > pivot)
                    right--;
                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }
            if (count - 1 <= right)
                high = right;
            else if (count - 1 >= left)
                low = left;
            else
                return;
        }
    }
}

/// <summary>Every school's list under a method, and the other way round: in whose lists a school is. Four bytes a name.</summary>
public sealed class MutualLists
{
    private readonly int[] starts;
    private readonly int[] named;
    private readonly int[] namedByStarts;
    private readonly int[] namedBy;

    public MutualLists(MethodPopulation population, int take)
    {
        var rows = population.Points.Rows;
        starts = new int[rows + 1];
        var all = new List<int>(rows * take);
        if (rows > 0)
        {
            var lists = AllNearest.Of(
                population.Points,
                population.Reach(take),
                population.LeastKnown
            );
            var plain = population.Method.ShortlistForRegion == 0 && !population.Continues;
            for (var row = 0; row < rows; row++)
            {
                if (plain)
                    all.AddRange(lists.Rows(row));
                else
                {
                    var nearest = new Neighbour[lists.Rows(row).Length];
                    for (var i = 0; i < nearest.Length; i++)
                        nearest[i] = new(lists.Rows(row)[i], lists.SquaredDistances(row)[i]);
                    all.AddRange(population.Keep(row, nearest, take).Select(n => n.Row));
                }
                starts[row + 1] = all.Count;
            }
        }
        named = [.. all];

        namedByStarts = new int[rows + 1];
        foreach (var row in named)
            namedByStarts[row + 1]++;
        for (var row = 0; row < rows; row++)
            namedByStarts[row + 1] += namedByStarts[row];
        namedBy = new int[named.Length];
        var next = namedByStarts.ToArray();
        for (var row = 0; row < rows; row++)
        for (var i = starts[row]; i < starts[row + 1]; i++)
            namedBy[next[named[i]]++] = row;
    }

    /// <summary>A school's neighbours, nearest first.</summary>
    public ReadOnlySpan<int> Of(int row) =>
        named.AsSpan(starts[row], starts[row + 1] - starts[row]);

    /// <summary>The schools that have a school in their list, in order of position.</summary>
    public ReadOnlySpan<int> Naming(int row) =>
        namedBy.AsSpan(namedByStarts[row], namedByStarts[row + 1] - namedByStarts[row]);
}
