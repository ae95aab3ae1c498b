using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Places;
using Trellis.Serving;

namespace Trellis.Pages.Data;

/// <summary>The panel counted and averaged by form: the address is the question, so it can be kept, sent and asked again.</summary>
[Access(Who.Everybody)]
public sealed class WorkbenchPage : SitePage
{
    /// <summary>Rows that the page shows; the CSV has all.</summary>
    public const int Most = 200;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new(
            "row",
            "Row",
            What: "A code: a year, a slug, a number or a URN; none where it is not known."
        ),
        new("row_words", "Row in words"),
        new("column", "Column", What: "The same of the columns; empty where none are chosen."),
        new("column_words", "Column in words"),
        new("schools", "Schools", "integer", "schools"),
        new("school_years", "School-years", "integer", What: "A school counts once a year."),
        new("figures", "Figures", "integer", What: "School-years with a figure of the outcome."),
        new(
            "mean_z",
            "Mean, in standard deviations",
            "number",
            "standard deviations between schools",
            "Each school-year counts once, from the mean of its phase and year. Empty where there is no figure."
        ),
        new(
            "mean_raw",
            "Mean as published",
            "number",
            What: "Empty where there is no figure, or where figures are on two scales."
        ),
        new("two_scales", "On two scales", "boolean"),
        new(
            "share_in",
            "Share in it",
            "number",
            "of 1",
            "Of the school-years, those in which the school was in what is asked for. Empty where nothing is."
        ),
    ];

    private static readonly (string Code, string Words, PanelCut Cut)[] Cuts =
    [
        ("year", "Year", PanelCut.Year),
        ("phase", "Phase", PanelCut.Phase),
        ("region", "Region", PanelCut.Region),
        ("authority", "Local authority", PanelCut.Authority),
        ("happening", "What the school was in", PanelCut.Happening),
        ("model", "Way of working together", PanelCut.Model),
        ("outcome", "Outcome", PanelCut.Outcome),
        ("first-year", "First year after it happened", PanelCut.FirstYear),
        ("since", "Years since it happened", PanelCut.Since),
        ("school", "School", PanelCut.School),
    ];

    private static readonly (string Code, string Words, PanelWhich Which)[] Whiches =
    [
        ("all", "All schools", PanelWhich.All),
        ("ever", "Schools to which it happened, all their years", PanelWhich.Ever),
        ("during", "Only their years in it", PanelWhich.During),
        ("before", "Only their years before", PanelWhich.Before),
        ("never", "Schools to which it never happened", PanelWhich.Never),
    ];

    // What is written in a cell where columns are chosen.
    private static readonly (string Code, string Words, Func<PanelLine, string> Told)[] Cells =
    [
        (
            "mean",
            "Mean (SD)",
            l => double.IsNaN(l.MeanZ) ? "none" : new Trellis.Charts.Unit(2).Words(l.MeanZ)
        ),
        (
            "published",
            "Mean as published",
            l =>
                l.IsMixed ? "two scales"
                : double.IsNaN(l.MeanRaw) ? "none"
                : l.MeanRaw.ToString("0.0", CultureInfo.InvariantCulture)
        ),
        ("schools", "Schools", l => l.Schools.ToString("N0", CultureInfo.InvariantCulture)),
        (
            "school-years",
            "School-years",
            l => l.SchoolYears.ToString("N0", CultureInfo.InvariantCulture)
        ),
        ("figures", "Figures", l => l.Figures.ToString("N0", CultureInfo.InvariantCulture)),
        (
            "share",
            "Share in it",
            l => $"{(100 * l.Share).ToString("0.0", CultureInfo.InvariantCulture)} %"
        ),
    ];

    public IReadOnlyList<PageLink> Wrong { get; private set; } = [];

    /// <summary>How many rows the answer has.</summary>
    public int Count { get; private set; }

    /// <summary>The columns that were chosen, code and words; empty where none were.</summary>
    public IReadOnlyList<(string Code, string Words)> Across { get; private set; } = [];

    /// <summary>Those that are shown: a line for each row, or for each cell where columns were chosen.</summary>
    public IReadOnlyList<PanelLine> Lines { get; private set; } = [];

    /// <summary>The lines of each row that is shown, by their column.</summary>
    public IEnumerable<(PanelLine First, IReadOnlyDictionary<string, PanelLine> ByColumn)> Rows =>
        Lines
            .GroupBy(l => l.Row)
            .Select(g =>
                (g.First(), (IReadOnlyDictionary<string, PanelLine>)g.ToDictionary(l => l.Column))
            );

    /// <summary>The figures that are shown of a row, each with its words; one of them where columns were chosen.</summary>
    public IReadOnlyList<(string Code, string Words, Func<PanelLine, string> Told)> Figures =>
        Query!.Columns is not null
            ? [.. Cells.Where(c => c.Code == Box("figure"))]
            :
            [
                .. new[] { 2, 3, 4, 0, 1, 5 }
                    .Select(c => Cells[c])
                    .Where(c => c.Code != "share" || Query.What is not null),
            ];

    public PanelQuery? Query { get; private set; }

    /// <summary>The words of the rows and columns, as the table's heads.</summary>
    public string RowHead => Cuts.First(c => c.Cut == Query!.Rows).Words;

    public string ColumnHead => Cuts.First(c => c.Cut == Query!.Columns).Words;

    private bool IsEach => Query is { Rows: PanelCut.Outcome } or { Columns: PanelCut.Outcome };

    /// <summary>Which figures are averaged: one outcome, or each by itself.</summary>
    public string Averaged => IsEach ? "each by itself" : Outcome.Label;

    /// <summary>Who publishes them.</summary>
    public string Sources =>
        IsEach ? string.Join("; ", Outcomes.All.Select(o => o.Source).Distinct()) : Outcome.Source;

    public Outcome Outcome => Query?.Outcome ?? Outcomes.All[0];

    public IReadOnlyList<Year> Years => PanelFile.In(Snapshot).Years;

    public IReadOnlyList<SelectItem> RowItems => [.. Cuts.Select(c => Item(c.Code, c.Words))];

    public IReadOnlyList<SelectItem> ColumnItems =>
        [
            Item("", "The figures"),
            .. Cuts.Where(c => FitsAcross(c.Cut)).Select(c => Item(c.Code, c.Words)),
        ];

    public IReadOnlyList<SelectItem> FigureItems => [.. Cells.Select(c => Item(c.Code, c.Words))];

    public IReadOnlyList<SelectItem> OutcomeItems =>
        [.. Outcomes.All.Select(o => Item(o.Id, o.Label))];

    public IReadOnlyList<SelectItem> PhaseItems =>
        [Item("", "All"), Item("primary", "Primary"), Item("secondary", "Secondary")];

    public IReadOnlyList<SelectItem> RegionItems =>
        [Item("", "All regions"), .. Regions.Names.Select(r => Item(Regions.Slug(r), r))];

    public IReadOnlyList<SelectItem> AuthorityItems =>
        [
            Item("", "All local authorities"),
            .. Snapshot
                .LocalAuthorities.OrderBy(a => a.Name, StringComparer.Ordinal)
                .Select(a => Item(a.Code.ToString(), a.Name)),
        ];

    public IReadOnlyList<SelectItem> YearItems =>
        [
            Item("", "Any"),
            .. Years.Select(y =>
                Item(y.Starts.ToString(CultureInfo.InvariantCulture), y.ToString())
            ),
        ];

    public IReadOnlyList<SelectItem> WhatItems =>
        [
            Item("", "Nothing"),
            .. Enum.GetValues<Happening>()
                .Select(h => Item(h.Code(), char.ToUpperInvariant(h.Words()[0]) + h.Words()[1..])),
        ];

    public IReadOnlyList<SelectItem> WhichItems => [.. Whiches.Select(w => Item(w.Code, w.Words))];

    /// <summary>What a box holds: as asked, or as it stands where nothing was.</summary>
    public string Box(string name) =>
        Request.Query[name] is [.., { Length: > 0 } typed] ? typed
        : name == "rows" ? "year"
        : name == "outcome" ? "ks2"
        : name == "figure" ? "mean"
        : name == "which" ? "all"
        : "";

    public string? WrongAt(string name) => Wrong.FirstOrDefault(w => w.Href == $"#{name}")?.Text;

    /// <summary>A line's place in the register, where it has a page.</summary>
    public static string? PageOf(PanelCut? cut, string code) =>
        cut switch
        {
            PanelCut.School => $"/school/{code}",
            PanelCut.Authority when code != "none" => $"/local-authority/{code}",
            PanelCut.Region when code != "none" => $"/region/{code}",
            _ => null,
        };

    // Hundreds of columns are no table; they go in rows.
    private static bool FitsAcross(PanelCut cut) =>
        cut is not (PanelCut.School or PanelCut.Authority);

    public IActionResult OnGet()
    {
        Query = Read();
        if (Query is null)
        {
            if (Form != AnswerForm.Page)
                return BadQuestion("not-a-question", string.Join(' ', Wrong.Select(w => w.Text)));
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else
        {
            var answer = Query.Answer(Snapshot, Form == AnswerForm.Page ? Most : int.MaxValue);
            Count = answer.Count;
            Across =
            [
                .. answer.Columns.Select(c => (c.Code, Named(Query.Columns, c.Code, c.Words))),
            ];
            Lines =
            [
                .. answer.Lines.Select(l =>
                    l with
                    {
                        RowWords = Named(Query.Rows, l.Row, l.RowWords),
                        ColumnWords = Named(Query.Columns, l.Column, l.ColumnWords),
                    }
                ),
            ];
        }
        return Answer(
            new PageFrame
            {
                Title = "Workbench",
                Description =
                    "Count schools and average their results over years, regions and partnerships by form. No script is needed.",
                Section = "data",
                Crumbs = [new("Home", "/"), new("Data and sources", "/data"), new("Workbench")],
                HasErrors = Wrong.Count > 0,
                Listed = Request.Query.Count == 0,
            },
            new Sheet(
                "workbench",
                "The panel of schools, counted",
                Columns,
                Form == AnswerForm.Page ? [] : [.. Lines.Select(Row)]
            ),
            new Dictionary<string, object?>
            {
                ["outcome"] = IsEach ? null : Outcome.Id,
                ["lines"] = Lines.Count,
            }
        );
    }

    // The names of ways of working together are kept with their files.
    private static string Named(PanelCut? cut, string code, string words) =>
        cut is PanelCut.Model
            ? PartnershipModels.All.FirstOrDefault(m => m.Id.ToString() == code)?.Name ?? words
            : words;

    private static IReadOnlyList<object?> Row(PanelLine l) =>
        [
            l.Row,
            l.RowWords,
            l.Column,
            l.ColumnWords,
            l.Schools,
            l.SchoolYears,
            l.Figures,
            l.MeanZ,
            l.MeanRaw,
            l.IsMixed,
            l.Share,
        ];

    private PanelQuery? Read()
    {
        var wrong = new List<PageLink>();
        void Say(string box, string sentence) => wrong.Add(new(sentence, $"#{box}"));
        PanelCut? Cut(string box) =>
            Cuts.Where(c => c.Code == Box(box)).Select(c => (PanelCut?)c.Cut).FirstOrDefault();

        var rows = Cut("rows");
        if (rows is null)
            Say(
                "rows",
                $"There are no rows by this. Choose one of: {string.Join(", ", Cuts.Select(c => c.Code))}."
            );
        var columns = Cut("columns");
        if (Box("columns").Length > 0 && columns is null)
            Say(
                "columns",
                $"There are no columns by this. Choose one of: {string.Join(", ", Cuts.Where(c => FitsAcross(c.Cut)).Select(c => c.Code))}."
            );
        else if (columns is { } across && !FitsAcross(across))
            Say("columns", "These would be too many columns. Put them in rows.");
        else if (columns is not null && columns == rows)
            Say("columns", "Rows are by this already. Choose other columns.");
        if (Cells.All(c => c.Code != Box("figure")))
            Say("figure", $"Choose one of: {string.Join(", ", Cells.Select(c => c.Code))}.");
        var outcome = Outcomes.Find(Box("outcome"));
        if (outcome is null)
            Say(
                "outcome",
                $"There is no such outcome. Choose one of: {string.Join(", ", Outcomes.All.Select(o => o.Id))}."
            );
        PhaseGroup? phase = Box("phase") switch
        {
            "primary" => PhaseGroup.Primary,
            "secondary" => PhaseGroup.Secondary,
            _ => null,
        };
        if (Box("phase").Length > 0 && phase is null)
            Say("phase", "Choose primary or secondary, or all.");
        var isEach = rows is PanelCut.Outcome || columns is PanelCut.Outcome;
        if (!isEach && phase is { } only && outcome?.Phases.Contains(only) == false)
            Say(
                "outcome",
                $"{outcome.Label}: not published of {Box("phase")} schools. Choose another outcome or all phases."
            );
        var region = Regions.FromSlug(Box("region"));
        if (Box("region").Length > 0 && region is null)
            Say("region", "There is no such region.");
        int? authority = null;
        if (Box("authority") is { Length: > 0 } number)
        {
            authority = Snapshot
                .LocalAuthorities.FirstOrDefault(a => a.Code.ToString() == number)
                ?.Code.Value;
            if (authority is null)
                Say("authority", "There is no local authority of this number.");
        }
        var (from, to) = (YearOf("from"), YearOf("to"));
        if (from is { } first && to is { } last && first.CompareTo(last) > 0)
            Say("to", "The last year lies before the first. Choose a later one.");
        var what = Happenings.Find(Box("happening"));
        if (Box("happening").Length > 0 && what is null)
            Say("happening", "Nothing of this name can have happened. Choose from the list.");
        var which = Whiches
            .Where(w => w.Code == Box("which"))
            .Select(w => (PanelWhich?)w.Which)
            .FirstOrDefault();
        if (which is null)
            Say("which", $"Choose one of: {string.Join(", ", Whiches.Select(w => w.Code))}.");
        if (
            what is null
            && Box("happening").Length == 0
            && (
                which is not (null or PanelWhich.All)
                || rows is PanelCut.FirstYear or PanelCut.Since
                || columns is PanelCut.FirstYear or PanelCut.Since
                || (columns is not null && Box("figure") == "share")
            )
        )
            Say("happening", "Choose what happened: years and schools are counted from it.");
        Wrong = wrong;
        return wrong.Count > 0
            ? null
            : new PanelQuery(
                rows!.Value,
                columns,
                outcome!,
                phase,
                region,
                authority,
                from,
                to,
                what,
                which!.Value
            );

        Year? YearOf(string box)
        {
            if (Box(box).Length == 0)
                return null;
            if (Year.TryParse(Box(box), null, out var year))
                return year;
            Say(box, "This is no school year. Write it as 2018-2019.");
            return null;
        }
    }

    private static SelectItem Item(string value, string text) =>
        new() { Value = value, Text = text };
}
