using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Schools;

/// <summary>One measure of a school through the years: its rows, its chart, and what is to be known before reading it.</summary>
/// <param name="Earlier">Which years were published under an earlier URN, in a sentence; empty where none were.</param>
/// <param name="Changes">What changed in what the measure counts.</param>
public sealed record MeasureOverYears(
    Measure Measure,
    PhaseGroup? Group,
    IReadOnlyList<YearRow> Years,
    YearsInDeciles Chart,
    string Earlier,
    IReadOnlyList<string> Changes
);

/// <summary>A school's figures over the years before the deciles of its phase.</summary>
[Access(Who.Everybody)]
public sealed class Performance : OneSchool
{
    public override string View => "performance";

    /// <summary>The measure asked for; null for the headlines.</summary>
    public Measure? Chosen { get; private set; }

    public IReadOnlyList<MeasureOverYears> Shown { get; private set; } = [];

    /// <summary>The measures without a chart on this page.</summary>
    public IReadOnlyList<KeyFact> Others { get; private set; } = [];

    /// <summary>Every measure a file has of this school, for the chooser, by section.</summary>
    public IReadOnlyList<SelectItem> Choices { get; private set; } = [];

    public IActionResult OnGet(string urn, string? measure)
    {
        if (Find(urn) is { } instead)
            return instead;
        if (measure is { Length: > 0 })
        {
            Chosen = Snapshot.Measures.Find(measure);
            if (Chosen is null)
                return BadQuestion(
                    "measure-unknown",
                    "There is no measure of that name in this snapshot. Choose one from the school's page of results."
                );
        }
        var frame = new PageFrame
        {
            Title =
                $"{School.Name}: {(Chosen is null ? "results over time" : $"{Chosen.Label} over time")}",
            Description =
                $"Figures of {School.Name} year by year beside the deciles of its phase, with missing years explained.",
            Section = "find",
            Crumbs = Crumbs("Results over time"),
            Csv = Ending(".csv"),
        };
        if (Form.Ending.Length > 0)
            return Answer(frame, Sheet(), Told());

        var has = Measured().ToList();
        var headlines = KeyFacts.Headlines(Snapshot, School);
        Shown = Chosen is not null
            ? [OverYears(Chosen)]
            : [.. headlines.Select(id => OverYears(Snapshot.Measures.Find(id)!))];
        Others = Chosen is not null
            ? []
            :
            [
                .. has.Where(m => !headlines.Contains(m.Id))
                    .Select(m => KeyFacts.Fact(Snapshot, School, m.Id)!),
            ];
        Choices =
        [
            new SelectItem { Value = "", Text = "The headline measures" },
            .. has.Select(m => new SelectItem { Value = m.Id, Text = $"{Heading(m)}: {m.Label}" }),
        ];
        return Answer(frame);
    }

    public static string Heading(Measure measure) =>
        KeyFacts.Sections.FirstOrDefault(s => s.Subject == measure.Subject).Heading
        ?? "Behind the similar schools";

    /// <summary>The tenth of a group a figure lies in, in words: "higher than 6 in 10"; empty where there is no field.</summary>
    public static string Standing(YearRow row) =>
        row is { Figure: { } figure, Spread: { } spread }
            ? spread.TenthOf(figure) switch
            {
                1 => "in the lowest tenth",
                10 => "in the highest tenth",
                var tenth => $"higher than {tenth - 1} in 10",
            }
            : "";

    /// <summary>The measures that any file has of this school, by section.</summary>
    private IEnumerable<Measure> Measured() =>
        Snapshot
            .Measures.All.Where(m => Snapshot.Series(School, m.Id).Count > 0)
            .Select(m => (Measure: m, Order: Order(m)))
            .OrderBy(m => m.Order)
            .ThenBy(m => m.Measure.Id, StringComparer.Ordinal)
            .Select(m => m.Measure);

    private static int Order(Measure measure)
    {
        for (var i = 0; i < KeyFacts.Sections.Count; i++)
            if (KeyFacts.Sections[i].Subject == measure.Subject)
                return i;
        return KeyFacts.Sections.Count;
    }

    private MeasureOverYears OverYears(Measure measure)
    {
        var group = PhaseGroups.Beside(PhaseGroups.Stated(Snapshot, School), measure);
        var years = YearRow.Of(Snapshot, School, measure, group);
        var unit = MeasureUnit.Of(measure);
        var fieldOf = group?.Words() ?? "schools";
        var last = years.LastOrDefault(y => y.Figure is not null);
        // Years on an older scale stay in the table; a line through both would show a fall that never was.
        var since = Breaks.ScaleSince(measure);
        var drawn =
            since is { } scale && last?.Year.Starts >= scale.Starts
                ? years.Where(y => y.Year.Starts >= scale.Starts).ToList()
                : years;
        var standing = last is null ? "" : Standing(last);
        return new MeasureOverYears(
            measure,
            group,
            years,
            new YearsInDeciles
            {
                Key = measure.Id.Replace('.', '-'),
                Headline = last is null
                    ? $"{measure.Label}: no figure of this school is published"
                    : $"{measure.Label}: {unit.Words(last.Figure!.Value)} in {measure.YearLabel(last.Year)}"
                        + (
                            standing.Length == 0 ? ""
                            : standing.StartsWith('i') ? $", {standing} of {fieldOf}"
                            : $", {standing} {fieldOf}"
                        ),
                Subtitle = measure.What,
                Csv = $"/school/{School.Urn}/performance.csv?measure={measure.Id}",
                Source = new Sourced(SourceWords(measure, years), measure.Id),
                Name = School.Name,
                FieldOf = fieldOf,
                Unit = unit,
                Mine =
                [
                    .. drawn.Select(y => new Charts.YearFigure(
                        Place(measure, y.Year),
                        measure.YearLabel(y.Year),
                        y.Figure,
                        y.Why
                    )),
                ],
                Field =
                [
                    .. drawn
                        .Where(y => y.Spread is not null)
                        .Select(y => new YearDeciles(Place(measure, y.Year), y.Spread!.Deciles)),
                ],
            },
            UnderEarlier(measure, years),
            Breaks.Of(measure)
        );
    }

    /// <summary>The calendar year a year's figure is drawn at: the one the school year ends in.</summary>
    private static int Place(Measure measure, Year year) =>
        measure.Calendar ? year.Starts : year.Starts + 1;

    private string UnderEarlier(Measure measure, IReadOnlyList<YearRow> years) =>
        string.Join(
            ' ',
            years
                .Where(y => y.Urn is { } urn && urn != School.Urn)
                .GroupBy(y => y.Urn!.Value)
                .Select(g =>
                    $"Published under the earlier URN {g.Key}: {string.Join(", ", g.Select(y => measure.YearLabel(y.Year)))}."
                )
        );

    private string SourceWords(Measure measure, IReadOnlyList<YearRow> years)
    {
        var notes = years
            .Where(y => y.Source.Length > 0)
            .Select(y => Snapshot.SourceOf(y.Source))
            .ToList();
        if (notes.Count == 0)
            return measure.Publisher;
        var composed = notes.Count(n => n.Composed.Length > 0);
        return $"{string.Join(", ", notes.Select(n => n.Title).Distinct())}, {notes[0].Period} to {notes[^1].Period}"
            + (
                composed == 0 ? $", {notes[0].Publisher}"
                : composed == notes.Count ? "; composed files, not as published by the Department"
                : "; some years from composed files"
            );
    }

    private Sheet Sheet()
    {
        var measures = Chosen is null ? Measured().ToList() : [Chosen];
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var measure in measures)
        {
            var group = PhaseGroups.Beside(PhaseGroups.Stated(Snapshot, School), measure);
            foreach (var year in YearRow.Of(Snapshot, School, measure, group))
                rows.Add([
                    measure.Id,
                    measure.Label,
                    measure.YearLabel(year.Year),
                    year.Figure,
                    year.Why,
                    measure.Unit.ToString().ToLowerInvariant(),
                    year.Urn?.Value,
                    year.Spread is null ? "" : group?.Words(),
                    year.Spread?.Schools,
                    .. Enumerable.Range(0, 9).Select(i => (object?)year.Spread?.Deciles[i]),
                    year.Source.Length == 0 ? "" : Snapshot.SourceOf(year.Source).Words,
                ]);
        }
        return new Sheet(
            Chosen is null ? $"figures-{School.Urn}" : $"figures-{School.Urn}-{Chosen.Id}",
            $"Figures of {School.Name}",
            [
                new(
                    "measure",
                    "Measure",
                    What: "Its id; the definition is at /data/measures/{id}."
                ),
                new("label", "Measure in words"),
                new(
                    "year",
                    "Year",
                    What: "School year, or calendar year for indices of deprivation."
                ),
                new(
                    "value",
                    "Figure",
                    "number",
                    What: "In the unit named beside it; empty where there is none."
                ),
                new("missing", "Why there is none", What: "Empty where there is a figure."),
                new("unit", "Unit"),
                new("urn", "URN", "integer", What: "The entry it was published under."),
                new("group", "Seen among"),
                new("group_schools", "Schools with a figure", "integer"),
                .. Enumerable
                    .Range(1, 9)
                    .Select(i => new SheetColumn(
                        $"decile_{i}",
                        $"{i * 10} % are below",
                        "number",
                        What: "Quantile of type 7 over the group's schools open that year."
                    )),
                new("source", "Source"),
            ],
            rows
        );
    }

    private Dictionary<string, object?> Told() =>
        new()
        {
            ["urn"] = School.Urn.Value,
            ["name"] = School.Name,
            ["measure"] = Chosen?.Id,
            ["changes"] = Chosen is null ? null : Breaks.Of(Chosen),
        };

    /// <summary>The line under a chart: where the figures are from, and what the measure is.</summary>
    private sealed record Sourced(string Words, string Measure) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder) =>
            new Markup(writer, encoder)
                .Text($"Source: {Words}. ")
                .Open("a", ("href", $"/data/measures/{Measure}"))
                .Text("How it is counted")
                .Open("span", ("class", "govuk-visually-hidden"))
                .Text($": {Measure}")
                .Close("span")
                .Close("a")
                .Text(".");
    }
}
