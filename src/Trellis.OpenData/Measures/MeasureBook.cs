using System.Collections.Frozen;

namespace Trellis.Measures;

/// <summary>All columns of a snapshot, by measure and year.</summary>
public sealed class MeasureBook
{
    private readonly FrozenDictionary<string, MeasureColumn[]> byMeasure;

    public MeasureBook(IReadOnlyList<MeasureColumn> columns)
    {
        Columns = columns
            .OrderBy(c => c.Measure.Id, StringComparer.Ordinal)
            .ThenBy(c => c.Year)
            .ToArray();
        byMeasure = Columns
            .GroupBy(c => c.Measure.Id)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray());
        All = byMeasure
            .Values.Select(c => c[0].Measure)
            .OrderBy(m => m.Id, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>Every column, by measure and year.</summary>
    public IReadOnlyList<MeasureColumn> Columns { get; }

    /// <summary>Every measure that has at least one column, by id.</summary>
    public IReadOnlyList<Measure> All { get; }

    /// <summary>The columns of a measure, oldest year first; empty where there is none.</summary>
    public IReadOnlyList<MeasureColumn> Of(string measure) =>
        byMeasure.GetValueOrDefault(measure) ?? [];

    public Measure? Find(string measure) => Of(measure) is [var first, ..] ? first.Measure : null;

    public MeasureColumn? Of(string measure, Year year) =>
        Of(measure).FirstOrDefault(c => c.Year == year);
}
