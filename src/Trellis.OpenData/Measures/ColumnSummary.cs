using System.Runtime.CompilerServices;

namespace Trellis.Measures;

/// <summary>How the figures of one measure in one year are spread, and how many schools have none.</summary>
/// <param name="Figures">Schools with a figure.</param>
/// <param name="Withheld">Schools whose figure the publisher keeps back.</param>
/// <param name="NotApplicable">Schools to which the measure does not apply.</param>
/// <param name="None">Schools in the file with an empty cell.</param>
/// <param name="Quantiles">The least, the lower decile, the quartiles with the median, the upper decile and the largest: type 7. Empty where there is no figure.</param>
public sealed record ColumnSummary(
    int Figures,
    int Withheld,
    int NotApplicable,
    int None,
    IReadOnlyList<double> Quantiles
)
{
    /// <summary>Which quantiles <see cref="Quantiles"/> has, in its order.</summary>
    public static readonly IReadOnlyList<double> Shares = [0, .1, .25, .5, .75, .9, 1];

    // A column never changes, so its summary is worked out once as long as it lives.
    private static readonly ConditionalWeakTable<MeasureColumn, ColumnSummary> Kept = [];

    public static ColumnSummary Of(MeasureColumn column) =>
        Kept.GetValue(column, static c => Sum(c));

    private static ColumnSummary Sum(MeasureColumn column)
    {
        var rows = column.Rows.Establishments.Length;
        var values = new List<double>(rows);
        int withheld = 0,
            notApplicable = 0,
            none = 0;
        for (var row = 0; row < rows; row++)
        {
            var value = column.RowOrNaN(row);
            if (!double.IsNaN(value))
                values.Add(value);
            else if (column.AtRow(row) is Published.Withheld)
                withheld++;
            else if (column.AtRow(row) is Published.NotApplicable)
                notApplicable++;
            else
                none++;
        }
        values.Sort();
        return new(
            values.Count,
            withheld,
            notApplicable,
            none,
            values.Count == 0 ? [] : [.. Shares.Select(share => Quantile(values, share))]
        );
    }

    private static double Quantile(List<double> sorted, double share)
    {
        var at = share * (sorted.Count - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
