using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Schools;

/// <summary>One year of a school's figures of a measure, or why the year has none.</summary>
/// <param name="Figure">Null where there is none.</param>
/// <param name="Why">Why there is none, as the end of a sentence; empty for a figure.</param>
/// <param name="Urn">The entry it was published under; null where no file of the year has the school.</param>
/// <param name="Spread">How the schools it is seen among lay in that year; null where they have too few figures.</param>
/// <param name="Source">The key of the source; empty where no file of the year has the school.</param>
public sealed record YearRow(
    Year Year,
    double? Figure,
    string Why,
    Urn? Urn,
    YearSpread? Spread,
    string Source
)
{
    /// <summary>Every year from the first to the last that any file has of the measure, while the school was open.</summary>
    public static IReadOnlyList<YearRow> Of(
        Snapshot snapshot,
        School school,
        Measure measure,
        PhaseGroup? group
    )
    {
        var columns = snapshot.Measures.Of(measure.Id);
        var series = snapshot.Series(school, measure.Id);
        if (columns.Count == 0 || series.Count == 0)
            return [];
        var opened = snapshot.Find(school.Urns[0])!.Opened;
        var first = Math.Min(
            series[0].Year.Starts,
            Math.Max(columns[0].Year.Starts, opened is { } day ? YearOf(day, measure) : 0)
        );
        var last = Math.Max(
            series[^1].Year.Starts,
            Math.Min(
                columns[^1].Year.Starts,
                school.Current.Closed is { } end ? YearOf(end, measure) : int.MaxValue
            )
        );
        var rows = new List<YearRow>();
        for (var starts = first; starts <= last; starts++)
        {
            var year = new Year(starts);
            var column = snapshot.Measures.Of(measure.Id, year);
            // Indices of deprivation come out every few years: the years between are no gaps.
            if (column is null && measure.Calendar)
                continue;
            var mine = series.FirstOrDefault(f => f.Year == year);
            var spread =
                group is { } among && column is not null
                    ? Spreads.In(snapshot).Of(measure.Id, among, year)
                    : null;
            rows.Add(
                new YearRow(
                    year,
                    mine?.Value.OrNull,
                    mine is not null ? Marks.Why(mine.Value)
                        : column is null ? Breaks.WhyNone(measure, year)
                        : "the school is not in the published file of that year",
                    mine?.Urn,
                    spread,
                    mine?.Source ?? ""
                )
            );
        }
        return rows;
    }

    private static int YearOf(DateOnly day, Measure measure) =>
        measure.Calendar || day.Month >= 9 ? day.Year : day.Year - 1;
}
