using Trellis.Components;

namespace Trellis.Charts;

/// <summary>A school's figure for a year.</summary>
/// <param name="Year">The calendar year that places it: the one the school year ends in.</param>
/// <param name="Label">The year as people say it: "2023/24".</param>
/// <param name="Value">The figure; null when there is none.</param>
/// <param name="Why">Why there is none.</param>
public sealed record YearFigure(int Year, string Label, double? Value, string? Why = null);

/// <summary>The field a school is seen against in a year.</summary>
/// <param name="Deciles">The nine figures below which 10 %, 20 % ... 90 % of schools lie, rising; anything else is left out.</param>
public sealed record YearDeciles(int Year, IReadOnlyList<double> Deciles);

/// <summary>A school's figures over the years before the spread of its phase (chart C4).</summary>
public sealed record YearsInDeciles : Chart
{
    private const double Plot = 250;
    private const double Top = 18;

    /// <summary>"2023/24" so many times in a line still leaves gaps on a screen 360 pixels wide.</summary>
    private const int MostLabels = 5;

    public required string Name { get; init; }

    public required IReadOnlyList<YearFigure> Mine { get; init; }

    public IReadOnlyList<YearDeciles> Field { get; init; } = [];

    /// <summary>Whose spread it is: "secondary schools in England".</summary>
    public string FieldOf { get; init; } = "schools";

    public required Unit Unit { get; init; }

    private IReadOnlyList<YearFigure> Figured =>
        [.. Mine.DistinctBy(f => f.Year).OrderBy(f => f.Year)];

    private IReadOnlyList<YearDeciles> Spread =>
        [
            .. Field
                .Where(d => d.Deciles.Count == 9 && d.Deciles.All(double.IsFinite))
                .DistinctBy(d => d.Year)
                .OrderBy(d => d.Year),
        ];

    protected override double Height => Top + Plot + 30;

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        Spread.Count == 0
            ? [("line-mine", Name)]
            :
            [
                ("line-mine", Name),
                ("line-compared", $"the middle of {FieldOf}"),
                ("band-inner", "four in ten around the middle"),
                ("band-outer", "eight in ten"),
            ];

    public override string Summary
    {
        get
        {
            var known = Figured.Where(f => Tame(f.Value) is not null).ToList();
            if (known.Count == 0)
                return $"{Name} has no figure in these years.";
            var last = known[^1];
            var sentences = new List<string>
            {
                known.Count == 1
                    ? $"{Name} has one figure: {Unit.Words(last.Value!.Value)} in {last.Label}."
                    : $"{Name} went from {Unit.Words(known[0].Value!.Value)} in {known[0].Label} to {Unit.Words(last.Value!.Value)} in {last.Label}.",
            };
            if (Spread.FirstOrDefault(d => d.Year == last.Year) is { } spread)
            {
                sentences.Add(
                    $"The middle of {FieldOf} was then {Unit.Words(spread.Deciles[4])}; eight in ten lay between {Unit.Words(spread.Deciles[0])} and {Unit.Words(spread.Deciles[8])}."
                );
            }

            var missing = Figured.Count - known.Count;
            if (missing > 0)
                sentences.Add(
                    missing == 1 ? "One year has no figure." : $"{missing} years have no figure."
                );
            return string.Join(' ', sentences);
        }
    }

    protected override void Draw(Drawing drawing)
    {
        var mine = Figured;
        var spread = Spread;
        var years = mine.Select(f => f.Year).Concat(spread.Select(d => d.Year)).ToList();
        if (years.Count == 0)
        {
            drawing.Label(50, Top + Plot / 2, "No figures in these years", "none", Anchor.Middle);
            return;
        }

        var across = Scale.Years(years.Min(), years.Max(), 11, 93);
        var values = mine.Select(f => Tame(f.Value)).OfType<double>();
        // Half a school, or half of what is written without decimals, is no mark to read by.
        var down = Scale.Nice(
            values.Concat(spread.SelectMany(d => d.Deciles)),
            Top + Plot,
            Top,
            whole: Unit.Decimals == 0
        );
        foreach (var run in Runs(spread))
        {
            DrawSpread(drawing, across, down, run, 8, 0, "band-outer");
            DrawSpread(drawing, across, down, run, 6, 2, "band-inner");
        }

        var step = down.Ticks.Count > 1 ? down.Ticks[1] - down.Ticks[0] : 1;
        foreach (var tick in down.Ticks)
        {
            drawing.Line(0, down.At(tick), 100, down.At(tick), tick == down.Low ? "axis" : "grid");
            drawing.Label(0, down.At(tick) - 4, Unit.Tick(tick, step), "tick");
        }

        foreach (var year in Labelled((int)across.Low, (int)across.High))
        {
            var label = mine.FirstOrDefault(f => f.Year == year)?.Label ?? Short(year);
            drawing.Label(across.At(year), Top + Plot + 20, label, "tick", Anchor.Middle);
        }

        Draw(
            spread.Select(d => (d.Year, (double?)down.At(d.Deciles[4]))).ToList(),
            "line-compared"
        );
        Draw(
            mine.Select(f => (f.Year, Tame(f.Value) is { } v ? down.At(v) : (double?)null))
                .ToList(),
            "line-mine"
        );
        foreach (var figure in mine)
        {
            if (Tame(figure.Value) is { } value)
                drawing.Dot(across.At(figure.Year), down.At(value), 4.5, "dot-mine");
        }

        LabelEnds(drawing, across, down);

        void Draw(List<(int Year, double? Y)> points, string name)
        {
            // A year that is not there at all breaks the line as much as one without a figure.
            var whole = new List<(double, double?)>();
            for (var i = 0; i < points.Count; i++)
            {
                if (i > 0 && points[i].Year - points[i - 1].Year > 1)
                    whole.Add((across.At(points[i].Year), null));
                whole.Add((across.At(points[i].Year), points[i].Y));
            }

            drawing.Path(whole, name);
        }
    }

    /// <summary>The area between two deciles; over one year alone, a column.</summary>
    private void DrawSpread(
        Drawing drawing,
        Scale across,
        Scale down,
        IReadOnlyList<YearDeciles> run,
        int upper,
        int lower,
        string name
    )
    {
        // Half a column for a year alone; 2 in a hundred is the width of a word on a phone.
        const double half = 2;
        List<(double, double, double)> points =
        [
            .. run.Select(d =>
                (across.At(d.Year), down.At(d.Deciles[upper]), down.At(d.Deciles[lower]))
            ),
        ];
        if (points is [var (x, top, bottom)])
            points = [(x - half, top, bottom), (x + half, top, bottom)];
        drawing.Band(points, Height, name);
        if (run is [var alone] && upper == 6)
        {
            var middle = down.At(alone.Deciles[4]);
            drawing.Line(
                across.At(alone.Year) - half,
                middle,
                across.At(alone.Year) + half,
                middle,
                "line-compared"
            );
        }
    }

    private void LabelEnds(Drawing drawing, Scale across, Scale down)
    {
        var known = Figured.Where(f => Tame(f.Value) is not null).ToList();
        foreach (var end in known.Take(1).Concat(known.TakeLast(1)).Distinct())
        {
            var y = down.At(end.Value!.Value);
            drawing.Label(
                across.At(end.Year),
                y < Top + 24 ? y + 21 : y - 11,
                Unit.Words(end.Value.Value),
                "mine n",
                Anchor.Middle
            );
        }
    }

    protected override Table Figures()
    {
        var spread = Spread.ToDictionary(d => d.Year);
        var mine = Figured.ToDictionary(f => f.Year);
        var head = new List<Cell>
        {
            "Year",
            new() { Text = Name, Format = "numeric" },
        };
        if (spread.Count > 0)
        {
            for (var tenth = 1; tenth <= 9; tenth++)
                head.Add(
                    new Cell
                    {
                        Text = tenth == 5 ? "Middle" : $"{tenth * 10}% are below",
                        Format = "numeric",
                    }
                );
        }

        return new Table
        {
            FirstCellIsHeader = true,
            Head = head,
            Rows =
            [
                .. mine
                    .Keys.Union(spread.Keys)
                    .Order()
                    .Select(
                        IReadOnlyList<Cell>? (year) =>
                        {
                            var figure = mine.GetValueOrDefault(year);
                            var row = new List<Cell>
                            {
                                figure?.Label ?? Short(year),
                                Cell.Number(
                                    Tame(figure?.Value) is { } value
                                        ? Unit.Words(value)
                                        : figure?.Why ?? "no figure"
                                ),
                            };
                            if (spread.TryGetValue(year, out var field))
                                row.AddRange(field.Deciles.Select(d => Cell.Number(Unit.Words(d))));
                            else if (spread.Count > 0)
                                row.AddRange(Enumerable.Repeat(Cell.Number("no figure"), 9));
                            return row;
                        }
                    ),
            ],
        };
    }

    /// <summary>The years that are named under the drawing: the first, the last, and as many evenly between as a phone has room for.</summary>
    private static IEnumerable<int> Labelled(int first, int last)
    {
        var step = Math.Max(1, (last - first + MostLabels - 2) / (MostLabels - 1));
        yield return first;
        // Counted from the last, which people look for; one too near the first would run into it.
        for (var year = last - (last - first) / step * step; year <= last; year += step)
        {
            if (year - first >= step)
                yield return year;
        }
    }

    private static string Short(int year) =>
        year.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<IReadOnlyList<YearDeciles>> Runs(IReadOnlyList<YearDeciles> spread)
    {
        var run = new List<YearDeciles>();
        foreach (var year in spread)
        {
            if (run.Count > 0 && year.Year - run[^1].Year > 1)
            {
                yield return run;
                run = [];
            }

            run.Add(year);
        }

        if (run.Count > 0)
            yield return run;
    }
}
