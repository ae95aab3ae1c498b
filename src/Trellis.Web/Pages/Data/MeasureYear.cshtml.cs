using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Serving;

namespace Trellis.Pages.Data;

/// <summary>All schools' figures of one measure in one year; the page in hundreds, the CSV whole unless a page is asked for.</summary>
[Access(Who.Everybody)]
public sealed class MeasureYearPage : SitePage
{
    private const int OnThePage = 100;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("urn", "URN", "integer", What: "The URN that bears the figure in the file."),
        new("name", "School"),
        new("la", "Local authority"),
        new("figure", "Figure", "number", What: "Empty where there is none."),
        new("figure_missing", "Figure: why there is none", What: "Empty where there is a figure."),
    ];

    public Measure Measure { get; private set; } = null!;

    public MeasureColumn Column { get; private set; } = null!;

    public string YearWords => Measure.YearLabel(Column.Year);

    public int PageShown { get; private set; }

    public int Pages { get; private set; }

    public IReadOnlyList<(Trellis.Schools.Establishment School, Published Figure)> Shown
    {
        get;
        private set;
    } = [];

    public IActionResult OnGet(string id, string year)
    {
        if (Snapshot.Measures.Find(id) is not { } measure)
            return NotHere("There is no measure of this name in the snapshot.");
        if (!Year.TryParse(year, null, out var asked))
            return BadQuestion(
                "no-year",
                "Say the year as 2018-2019, or as 2019 for a calendar year."
            );
        if (Snapshot.Measures.Of(id, asked) is not { } column)
            return NotHere($"There are no figures of this measure for {measure.YearLabel(asked)}.");
        (Measure, Column) = (measure, column);

        // Read from the query itself: "page" among the route's values is the framework's own word for this page.
        string pageText = Request.Query["page"].ToString(),
            sizeText = Request.Query["pageSize"].ToString();
        var all = column.Rows.Establishments.Length;
        var isPaged = Form.Ending != ".csv" || pageText.Length > 0 || sizeText.Length > 0;
        var size =
            !isPaged ? Math.Max(1, all)
            : Form.Ending.Length == 0 ? OnThePage
            : 1000;
        if (
            Form.Ending.Length > 0
            && sizeText.Length > 0
            && (!int.TryParse(sizeText, out size) || size is < 1 or > 10_000)
        )
            return BadQuestion("page-size", "A page has 1 to 10,000 rows.");
        Pages = Math.Max(1, (all + size - 1) / size);
        var page = 1;
        if (pageText.Length > 0 && (!int.TryParse(pageText, out page) || page < 1))
            return BadQuestion("page", "Pages are counted from 1.");
        if (page > Pages)
            return NotHere($"There are {Pages:N0} pages, so there is no page {page:N0}.");
        PageShown = page;
        var rows = Enumerable
            .Range((page - 1) * size, Math.Min(size, all - ((page - 1) * size)))
            .Select(row =>
                (Snapshot.Establishments[column.Rows.Establishments[row]], column.AtRow(row))
            );
        if (Form.Ending.Length == 0)
            Shown = [.. rows];
        var sheet = new Sheet(
            $"{id}-{MeasuresPage.Slug(measure, column.Year)}",
            $"{measure.Label}, {YearWords}",
            Columns,
            Form.Ending.Length == 0
                ? []
                :
                [
                    .. rows.Select(r =>
                        (IReadOnlyList<object?>)
                            [
                                r.Item1.Urn.Value,
                                r.Item1.DisplayName,
                                r.Item1.LaName,
                                r.Item2.OrNull,
                                Marks.Why(r.Item2),
                            ]
                    ),
                ]
        );
        if (isPaged && Form.Ending == ".csv")
        {
            Response.Headers["Page"] = $"{page}";
            Response.Headers["Page-Size"] = $"{size}";
            Response.Headers["Total-Pages"] = $"{Pages}";
            Response.Headers["Total-Results"] = $"{all}";
        }
        return Answer(
            new PageFrame
            {
                Title = $"{measure.Label}, {YearWords}, all schools",
                Description = measure.What,
                Section = "data",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Data and sources", "/data"),
                    new("Measures", "/data/measures"),
                    new(measure.Label, $"/data/measures/{id}"),
                    new(YearWords),
                ],
                // The download is the whole table whichever hundred is on the screen.
                Csv = Form.Ending.Length == 0 ? $"{Request.Path}.csv" : null,
            },
            sheet,
            new Dictionary<string, object?>
            {
                ["measure"] = measure.Id,
                ["year"] = YearWords,
                ["source"] = Snapshot.SourceOf(column.Rows.Source).Words,
                ["paging"] = new
                {
                    page,
                    pageSize = size,
                    totalPages = Pages,
                    totalResults = all,
                },
            }
        );
    }

    public string Words(Published figure) =>
        figure is Published.Figure known
            ? MeasuresPage.Words(Measure, known.Value)
            : $"none: {Marks.Why(figure)}";
}
