using System.Globalization;

namespace Trellis.MatchedSamples;

/// <summary>What is known of every unit before treatment: a figure, or one of a few kinds.</summary>
/// <remarks>A kind becomes one column of 0 and 1 for each of its values, in ordinal order of their names.</remarks>
public sealed class Covariate
{
    private readonly double[]? figures;
    private readonly int[]? kinds;

    private Covariate(string name, double[]? figures, int[]? kinds, IReadOnlyList<string> levels) =>
        (Name, this.figures, this.kinds, Levels) = (name, figures, kinds, levels);

    public string Name { get; }

    /// <summary>The kinds in ordinal order; empty for a figure.</summary>
    public IReadOnlyList<string> Levels { get; }

    public bool IsKind => kinds is not null;

    public int Count => figures?.Length ?? kinds!.Length;

    /// <summary>The figure of each unit; NaN where it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is a kind.</exception>
    public ReadOnlySpan<double> Figures =>
        figures ?? throw new InvalidOperationException($"'{Name}' is a kind, not a figure.");

    /// <summary>A figure a unit; NaN where it is missing.</summary>
    public static Covariate Of(string name, double[] figures) => new(name, figures, null, []);

    /// <summary>A kind a unit; empty where it is missing.</summary>
    public static Covariate OfKinds(string name, IReadOnlyList<string> labels)
    {
        var levels = labels
            .Where(l => l.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < levels.Length; i++)
            at[levels[i]] = i;
        var kinds = new int[labels.Count];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = labels[i].Length > 0 ? at[labels[i]] : -1;
        return new Covariate(name, null, kinds, levels);
    }

    /// <summary>Whether nothing is known of a unit.</summary>
    public bool IsMissing(int unit) =>
        figures is not null ? !double.IsFinite(figures[unit]) : kinds![unit] < 0;

    /// <summary>The same for some units only, in the order given; kinds that nobody has any more are gone.</summary>
    public Covariate For(IReadOnlyList<int> units)
    {
        if (figures is not null)
            return new Covariate(Name, [.. units.Select(u => figures[u])], null, []);
        return OfKinds(Name, [.. units.Select(u => kinds![u] < 0 ? "" : Levels[kinds[u]])]);
    }

    /// <summary>What a unit is, so that two units with equal words are equal in this covariate.</summary>
    public string Words(int unit) =>
        figures is not null
            ? figures[unit].ToString("R", CultureInfo.InvariantCulture)
            : Levels[kinds![unit]];

    /// <summary>Columns of figures: the figure itself, or 0 and 1 for each kind.</summary>
    /// <param name="allKinds">False leaves out the first kind, which a constant beside it already says.</param>
    internal IEnumerable<(string Name, double[] Figures)> Columns(bool allKinds)
    {
        for (var column = allKinds ? 0 : 1; column < ColumnCount; column++)
            yield return Column(column);
        if (!IsKind && !allKinds)
            yield return Column(0);
    }

    /// <summary>How many columns it is with all kinds.</summary>
    internal int ColumnCount => IsKind ? Levels.Count : 1;

    /// <summary>One of them; of a kind it is made as it is asked for, so that many kinds take no room at once.</summary>
    internal (string Name, double[] Figures) Column(int number)
    {
        if (figures is not null)
            return (Name, figures);
        var column = new double[kinds!.Length];
        for (var i = 0; i < column.Length; i++)
            column[i] = kinds[i] == number ? 1 : 0;
        return (Name + Levels[number], column);
    }

    /// <summary>A whole number a unit that is equal for two units where the covariate is.</summary>
    internal int[] Codes()
    {
        if (kinds is not null)
            return kinds;
        var at = new Dictionary<double, int>();
        var codes = new int[figures!.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            if (!at.TryGetValue(figures[i], out var code))
                at[figures[i]] = code = at.Count;
            codes[i] = code;
        }
        return codes;
    }
}
