using System.Globalization;
using System.Runtime.InteropServices;

namespace Trellis.Regression;

/// <summary>A level of its own for everything that shares a label: one for each school, one for each year.</summary>
/// <param name="Name">As the column is called.</param>
/// <param name="Level">Of each row, numbered from 0.</param>
/// <param name="Labels">Of each level.</param>
public sealed record FixedEffect(string Name, int[] Level, IReadOnlyList<string> Labels)
{
    /// <summary>How many levels.</summary>
    public int Count => Labels.Count;

    /// <summary>Levels by label, numbered in the order in which they first appear.</summary>
    public static FixedEffect Of(string name, IReadOnlyList<string> labels)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var level = new int[labels.Count];
        for (var row = 0; row < level.Length; row++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                numbers,
                labels[row],
                out var seen
            );
            if (!seen)
                number = numbers.Count - 1;
            level[row] = number;
        }
        return new FixedEffect(name, level, [.. numbers.Keys]);
    }

    /// <summary>Levels by whole number, ascending, as years are.</summary>
    public static FixedEffect Of(string name, ReadOnlySpan<int> values)
    {
        var ascending = new SortedSet<int>();
        foreach (var value in values)
            ascending.Add(value);
        var numbers = new Dictionary<int, int>();
        foreach (var value in ascending)
            numbers.Add(value, numbers.Count);
        var level = new int[values.Length];
        for (var row = 0; row < level.Length; row++)
            level[row] = numbers[values[row]];
        return new FixedEffect(
            name,
            level,
            [.. ascending.Select(v => v.ToString(CultureInfo.InvariantCulture))]
        );
    }

    /// <summary>The rows that are kept, and the levels that they still have.</summary>
    public FixedEffect At(ReadOnlySpan<int> rows)
    {
        var number = new int[Count];
        Array.Fill(number, -1);
        var labels = new List<string>();
        var level = new int[rows.Length];
        // In the order of the levels, so that years stay ascending.
        foreach (var row in rows)
            number[Level[row]] = 0;
        for (var l = 0; l < number.Length; l++)
            if (number[l] == 0)
            {
                number[l] = labels.Count;
                labels.Add(Labels[l]);
            }
        for (var i = 0; i < level.Length; i++)
            level[i] = number[Level[rows[i]]];
        return new FixedEffect(Name, level, labels);
    }

    /// <summary>Rows by level: those of level l are at <c>Order[Start[l]..Start[l + 1]]</c>, in the order in which they came.</summary>
    internal (int[] Start, int[] Order) Rows()
    {
        var start = new int[Count + 1];
        foreach (var level in Level)
            start[level + 1]++;
        for (var l = 0; l < Count; l++)
            start[l + 1] += start[l];
        var next = start.AsSpan(0, Count).ToArray();
        var order = new int[Level.Length];
        for (var row = 0; row < order.Length; row++)
            order[next[Level[row]]++] = row;
        return (start, order);
    }

    /// <summary>Whether all rows of a level lie in one level of another.</summary>
    public bool LiesWithin(FixedEffect other)
    {
        var of = new int[Count];
        Array.Fill(of, -1);
        for (var row = 0; row < Level.Length; row++)
        {
            ref var there = ref of[Level[row]];
            if (there < 0)
                there = other.Level[row];
            else if (there != other.Level[row])
                return false;
        }
        return true;
    }

    /// <summary>A level for each pair of levels that appears.</summary>
    public FixedEffect With(FixedEffect other)
    {
        var numbers = new Dictionary<long, int>();
        var labels = new List<string>();
        var level = new int[Level.Length];
        for (var row = 0; row < level.Length; row++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                numbers,
                ((long)Level[row] << 32) | (uint)other.Level[row],
                out var seen
            );
            if (!seen)
            {
                number = labels.Count;
                labels.Add($"{Labels[Level[row]]}, {other.Labels[other.Level[row]]}");
            }
            level[row] = number;
        }
        return new FixedEffect($"{Name} and {other.Name}", level, labels);
    }
}

/// <summary>Columns of which a row has a figure in one at most and 0 in all others, kept as one number a row.</summary>
/// <param name="Names">Of each column.</param>
/// <param name="Column">In which column a row has a figure; −1 for none.</param>
/// <param name="Figures">The figure of each row; null for 1.</param>
public sealed record IndicatorColumns(
    IReadOnlyList<string> Names,
    int[] Column,
    double[]? Figures = null
);
