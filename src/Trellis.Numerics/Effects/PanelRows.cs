namespace Trellis.Effects;

/// <summary>A panel as it comes, a row each time a unit was looked at, in any order.</summary>
/// <remarks>All arrays are of one length. A figure that is not known is NaN.</remarks>
public sealed record PanelRows
{
    /// <summary>Who was looked at.</summary>
    public required IReadOnlyList<string> Unit { get; init; }

    /// <summary>When: whole numbers, as years; a year in which nobody was looked at is a hole and stays one.</summary>
    public required int[] Time { get; init; }

    /// <summary>The time from which the unit is treated; positive infinity for never.</summary>
    public required double[] FirstTreated { get; init; }

    /// <summary>What may change by treatment; NaN where it is not known.</summary>
    public required double[] Outcome { get; init; }

    /// <summary>What may tell who is treated and how outcomes move.</summary>
    public IReadOnlyList<NamedColumn> Covariates { get; init; } = [];

    /// <summary>How many each row counts for, 0 or more; null for 1 each.</summary>
    public double[]? Weights { get; init; }

    /// <summary>What units lie together in, so that their chances are not their own: none, one or two, a label a row.</summary>
    public IReadOnlyList<NamedLabels> Clusters { get; init; } = [];

    /// <summary>The line of the file on which each row stood, for sentences; null where rows are counted from 1.</summary>
    public int[]? Lines { get; init; }

    /// <summary>The line of a row, for sentences.</summary>
    public int Line(int row) => Lines is null ? row + 1 : Lines[row];
}

/// <summary>A column of figures with its name.</summary>
public sealed record NamedColumn(string Name, double[] Values);

/// <summary>A column of labels with its name.</summary>
public sealed record NamedLabels(string Name, IReadOnlyList<string> Values);
