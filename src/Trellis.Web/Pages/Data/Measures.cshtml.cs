using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Serving;

namespace Trellis.Pages.Data;

/// <summary>Every measure with its years and how many figures there are.</summary>
[Access(Who.Everybody)]
public sealed class MeasuresPage : SitePage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Id"),
        new("label", "Measure"),
        new("subject", "Subject"),
        new("unit", "Unit"),
        new("phases", "Phases"),
        new("first_year", "First year"),
        new("last_year", "Last year"),
        new("years", "Years with figures", "integer"),
        new("figures", "Figures", "integer"),
        new("withheld", "Withheld", "integer", What: "Kept back by the publisher."),
        new("not_applicable", "Does not apply", "integer"),
        new("none", "Empty cells", "integer"),
        new("reviewed", "Definition last checked", "date"),
    ];

    public IReadOnlyList<(Measure Measure, IReadOnlyList<MeasureColumn> Years)> All
    {
        get;
        private set;
    } = [];

    public IActionResult OnGet()
    {
        All = [.. Snapshot.Measures.All.Select(m => (m, Snapshot.Measures.Of(m.Id)))];
        var sheet = new Sheet(
            $"measures-{Snapshot.ShortId}",
            "Measures",
            Columns,
            [
                .. All.Select(m =>
                {
                    var sums = m.Years.Select(ColumnSummary.Of).ToArray();
                    return (IReadOnlyList<object?>)
                        [
                            m.Measure.Id,
                            m.Measure.Label,
                            m.Measure.Subject,
                            $"{m.Measure.Unit}".ToLowerInvariant(),
                            m.Measure.Phases,
                            m.Measure.YearLabel(m.Years[0].Year),
                            m.Measure.YearLabel(m.Years[^1].Year),
                            m.Years.Count,
                            sums.Sum(s => s.Figures),
                            sums.Sum(s => s.Withheld),
                            sums.Sum(s => s.NotApplicable),
                            sums.Sum(s => s.None),
                            m.Measure.Reviewed,
                        ];
                }),
            ]
        );
        return Answer(
            new PageFrame
            {
                Title = "Measures",
                Description = "Every measure of schools here, with its definition and years.",
                Section = "data",
                Crumbs = [new("Home", "/"), new("Data and sources", "/data"), new("Measures")],
            },
            sheet
        );
    }

    /// <summary>A figure as its measure writes it: "24.1 %", "£4,600".</summary>
    internal static string Words(Measure measure, double figure) =>
        (
            measure.Unit switch
            {
                Measures.Unit.Percent => new Charts.Unit(measure.Decimals, " %"),
                Measures.Unit.Pounds => new Charts.Unit(measure.Decimals, "", "£"),
                _ => new Charts.Unit(measure.Decimals),
            }
        ).Words(figure);

    /// <summary>The year as it stands in an address: "2018-2019", or "2019" for a calendar year.</summary>
    internal static string Slug(Measure measure, Year year) =>
        measure.Calendar ? $"{year.Starts}" : $"{year.Starts}-{year.Starts + 1}";
}
