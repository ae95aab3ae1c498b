using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Serving;

namespace Trellis.Pages.Data;

/// <summary>One measure: what it says, where it is read from, and how its figures are spread in each year.</summary>
[Access(Who.Everybody)]
public sealed class MeasurePage : SitePage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("year", "Year"),
        new("source", "Source"),
        new("figures", "Schools with a figure", "integer"),
        new("withheld", "Withheld", "integer", What: "Kept back by the publisher."),
        new("not_applicable", "Does not apply", "integer"),
        new("none", "Empty cells", "integer"),
        new("least", "Least", "number"),
        new("lower_decile", "Lower decile", "number", What: "A tenth of schools are below it."),
        new("lower_quartile", "Lower quartile", "number"),
        new("median", "Median", "number"),
        new("upper_quartile", "Upper quartile", "number"),
        new("upper_decile", "Upper decile", "number", What: "A tenth of schools are above it."),
        new("largest", "Largest", "number"),
    ];

    public Measure Measure { get; private set; } = null!;

    /// <summary>How it is read from its publisher's files; null where this program's definitions no longer have it.</summary>
    public Definition? Definition { get; private set; }

    /// <summary>Newest year first.</summary>
    public IReadOnlyList<(MeasureColumn Column, ColumnSummary Summary)> Years
    {
        get;
        private set;
    } = [];

    public IActionResult OnGet(string id)
    {
        if (Snapshot.Measures.Find(id) is not { } measure)
            return NotHere("There is no measure of this name in the snapshot.");
        Measure = measure;
        Definition = Definitions.All.FirstOrDefault(d => d.Measure.Id == id);
        Years = [.. Snapshot.Measures.Of(id).Reverse().Select(c => (c, ColumnSummary.Of(c)))];
        var sheet = new Sheet(
            $"measure-{id}",
            $"{measure.Label}: years and spread",
            Columns,
            [
                .. Years.Select(y =>
                    (IReadOnlyList<object?>)
                        [
                            measure.YearLabel(y.Column.Year),
                            Snapshot.SourceOf(y.Column.Rows.Source).Words,
                            y.Summary.Figures,
                            y.Summary.Withheld,
                            y.Summary.NotApplicable,
                            y.Summary.None,
                            .. ColumnSummary.Shares.Select(
                                (_, i) =>
                                    y.Summary.Quantiles.Count == 0
                                        ? null
                                        : (object?)y.Summary.Quantiles[i]
                            ),
                        ]
                ),
            ]
        );
        return Answer(
            new PageFrame
            {
                Title = measure.Label,
                Description = measure.What,
                Section = "data",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Data and sources", "/data"),
                    new("Measures", "/data/measures"),
                    new(measure.Label),
                ],
            },
            sheet,
            new Dictionary<string, object?>
            {
                ["id"] = measure.Id,
                ["label"] = measure.Label,
                ["what"] = measure.What,
                ["unit"] = $"{measure.Unit}".ToLowerInvariant(),
                ["higher"] = measure.Higher,
                ["phases"] = measure.Phases,
                ["publisher"] = measure.Publisher,
                ["sourceColumns"] = Definition?.Columns,
                ["reviewed"] = measure.Reviewed,
            }
        );
    }

    /// <summary>The figure at a place of the spread, or why there is none.</summary>
    public string Spread(ColumnSummary summary, int place) =>
        summary.Quantiles.Count == 0
            ? "no figures"
            : MeasuresPage.Words(Measure, summary.Quantiles[place]);

    public string Slug(Year year) => MeasuresPage.Slug(Measure, year);
}
