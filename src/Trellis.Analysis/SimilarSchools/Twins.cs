using System.Runtime.CompilerServices;
using Trellis.Neighbours;

namespace Trellis.SimilarSchools;

/// <summary>Schools that find each other: each is among the first five of the other's list by one method, whatever filters are set.</summary>
/// <remarks>Likeness need not go both ways: an unusual school is in few lists. Where it does at the very top, the two are twins. Safe to ask from many threads.</remarks>
public sealed class Twins
{
    /// <summary>How many at the top of both lists are looked at.</summary>
    public const int First = 5;

    private static readonly ConditionalWeakTable<MethodPopulation, Twins> Kept = [];
    private readonly MethodPopulation population;
    private readonly int[]?[] firsts;

    private Twins(MethodPopulation population)
    {
        this.population = population;
        firsts = new int[population.Points.Rows][];
    }

    /// <summary>One for each population, for as long as it lives; a school's first five are found when they are first asked for.</summary>
    public static Twins In(MethodPopulation population) =>
        Kept.GetValue(population, p => new Twins(p));

    /// <summary>The positions of a school's twins, nearest first; empty where nobody answers it.</summary>
    public IReadOnlyList<int> Of(int row) =>
        [.. FirstOf(row).Where(other => FirstOf(other).Contains(row))];

    /// <summary>Whether two schools are each other's nearest.</summary>
    public bool AreNearest(int row, int other) =>
        FirstOf(row) is [var here, ..]
        && here == other
        && FirstOf(other) is [var there, ..]
        && there == row;

    // Two threads may find the same five at the same time; either is kept.
    private int[] FirstOf(int row) =>
        firsts[row] ??= [
            .. population
                .Keep(
                    row,
                    Nearest.To(
                        population.Points,
                        row,
                        population.Reach(population.Method.Take),
                        population.LeastKnown,
                        null
                    ),
                    population.Method.Take
                )
                .Take(First)
                .Select(n => n.Row),
        ];
}
