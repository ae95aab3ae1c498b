using Trellis.Components;

namespace Trellis.Charts;

/// <summary>One study's line.</summary>
/// <param name="Name">What was studied, as people say it.</param>
/// <param name="Estimate">In the chart's unit; null where the study has none.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Weight">Its share of the summary, 0 to 1; null where there is none.</param>
/// <param name="Why">Why it has no estimate.</param>
/// <param name="Href">Its page, linked from the table.</param>
public sealed record ForestRow(
    string Name,
    double? Estimate,
    double? Low = null,
    double? High = null,
    double? Weight = null,
    string? Why = null,
    string? Href = null
);

/// <summary>What all the studies say together.</summary>
/// <param name="Estimate">In the chart's unit.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="PredictionLow">The lower end of what the next study would find 95 times in 100; null where it cannot be said.</param>
/// <param name="PredictionHigh">Its upper end.</param>
public sealed record ForestTotal(
    double Estimate,
    double Low,
    double High,
    double? PredictionLow = null,
    double? PredictionHigh = null
);

/// <summary>Studies under one another, each with its interval, and what they say together (chart C16).</summary>
public sealed record ForestPlot : Chart
{
    private const double Line = 19;
    private const double Below = 41;
    private const double Top = 8;

    /// <summary>Letters of a name's line that fit a screen 320 pixels wide.</summary>
    private const int Letters = 32;

    /// <summary>In the order in which they are drawn.</summary>
    public required IReadOnlyList<ForestRow> Rows { get; init; }

    /// <summary>Null where they are not put together.</summary>
    public ForestTotal? Total { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>What stands left and right of zero: "worse", "better"; null for none.</summary>
    public (string Less, string More)? Sides { get; init; }

    private ForestTotal? Whole =>
        Total is { } t
        && double.IsFinite(t.Estimate)
        && double.IsFinite(t.Low)
        && double.IsFinite(t.High)
            ? t
            : null;

    /// <summary>What a row and many rows are called in the summary.</summary>
    public (string One, string Many) Called { get; init; } = ("study", "studies");

    private double Bottom =>
        Top
        + (Rows.Count == 0 ? Line + Below : Rows.Sum(HeightOf))
        + (Whole is null ? 0 : Line + Below);

    private static double HeightOf(ForestRow row) =>
        (Drawing.Lines(row.Name, Letters).Count * Line) + Below;

    protected override double Height => Bottom + (Sides is null ? 28 : 46);

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        [
            ("interval", "where it lies 95 times in 100"),
            .. Whole is null ? [] : ((string, string)[])[("band-diamond", "all of them together")],
            .. Whole?.PredictionLow is null
                ? []
                : ((string, string)[])
                    [("prediction", "where the next study would lie 95 times in 100")],
        ];

    public override string Summary
    {
        get
        {
            var known = Rows.Where(r => Tame(r.Estimate) is not null).ToList();
            if (known.Count == 0)
                return $"No {Called.One} has an estimate.";
            var sentences = new List<string>
            {
                known.Count == 1
                    ? $"One {Called.One} has an estimate: {Unit.Words(known[0].Estimate!.Value)}."
                    : $"{known.Count} {Called.Many} go from {Unit.Words(known.Min(r => r.Estimate!.Value))} to {Unit.Words(known.Max(r => r.Estimate!.Value))}; the intervals of {known.Count(Holds)} hold zero.",
            };
            if (Whole is { } t)
                sentences.Add(
                    $"Together they say {Unit.Words(t.Estimate)}, between {Unit.Words(t.Low)} and {Unit.Words(t.High)}."
                );
            if (
                Whole is not null
                && Tame(Total!.PredictionLow) is { } low
                && Tame(Total.PredictionHigh) is { } high
            )
                sentences.Add(
                    $"The next study would lie between {Unit.Words(low)} and {Unit.Words(high)}."
                );
            return string.Join(' ', sentences);
        }
    }

    private static bool Holds(ForestRow row) => Tame(row.Low) <= 0 && Tame(row.High) >= 0;

    protected override void Draw(Drawing drawing)
    {
        if (Rows.Count == 0 && Whole is null)
        {
            drawing.Label(50, Top + 20, "No studies", "none", Anchor.Middle);
            return;
        }
        var across = Scale.Nice(
            Rows.Where(r => Tame(r.Estimate) is not null)
                .SelectMany(r => new[] { r.Estimate, r.Low, r.High })
                .Concat(
                    Whole is { } t
                        ? [t.Estimate, t.Low, t.High, t.PredictionLow, t.PredictionHigh]
                        : []
                )
                .Select(Tame)
                .OfType<double>(),
            7,
            93,
            4,
            fromZero: true
        );
        var bottom = Bottom;
        foreach (var tick in across.Ticks)
            drawing.Line(
                across.At(tick),
                Top,
                across.At(tick),
                bottom,
                tick == 0 ? "zero" : "grid"
            );
        var at = Top;
        foreach (var row in Rows)
        {
            Draw(drawing, across, row, at);
            at += HeightOf(row);
        }
        if (Whole is { } total)
            Draw(drawing, across, total, at);
        WriteTicks(drawing, across, Unit, bottom + 18);
        if (Sides is { } sides)
        {
            drawing.Label(0, bottom + 38, $"← {sides.Less}", "tick");
            drawing.Label(100, bottom + 38, $"{sides.More} →", "tick", Anchor.End);
        }
    }

    /// <summary>The marks under their lines, without the unit, which is said once.</summary>
    internal static void WriteTicks(Drawing drawing, Scale across, Unit unit, double y)
    {
        var step = across.Ticks[1] - across.Ticks[0];
        foreach (var tick in across.Ticks)
            drawing.Label(across.At(tick), y, unit.Bare.Tick(tick, step), "tick", Anchor.Middle);
    }

    private void Draw(Drawing drawing, Scale across, ForestRow row, double top)
    {
        var y = top - Line;
        foreach (var words in Drawing.Lines(row.Name, Letters))
        {
            y += Line;
            drawing.Label(0, y + 15, words, "name");
        }
        if (Tame(row.Estimate) is not { } estimate)
        {
            drawing.Label(
                100,
                y + 33,
                Drawing.Fit(row.Why ?? "no estimate", 38),
                "none",
                Anchor.End
            );
            return;
        }
        drawing.Label(100, y + 48, Short(estimate, row.Low, row.High), "n", Anchor.End);
        if (Tame(row.Low) is { } low && Tame(row.High) is { } high)
            drawing.Line(across.At(low), y + 27, across.At(high), y + 27, "interval");
        // Half as heavy is half the area, so the side goes with the root.
        var half = 2.5 + (4.5 * Math.Sqrt(Math.Clamp(Tame(row.Weight) ?? .2, 0, 1)));
        var side = new Unit(2).Words(half);
        drawing.Shape(
            across.At(estimate),
            y + 27,
            $"M-{side},-{side}H{side}V{side}H-{side}Z",
            "mark-study"
        );
    }

    private void Draw(Drawing drawing, Scale across, ForestTotal total, double y)
    {
        drawing.Line(0, y + 1, 100, y + 1, "axis");
        drawing.Label(0, y + 18, "Together", "mine");
        drawing.Label(
            100,
            y + 52,
            Short(total.Estimate, total.Low, total.High),
            "mine n",
            Anchor.End
        );
        if (Tame(total.PredictionLow) is { } from && Tame(total.PredictionHigh) is { } to)
            drawing.Line(across.At(from), y + 30, across.At(to), y + 30, "prediction");
        drawing.Band(
            [
                (across.At(total.Low), y + 30, y + 30),
                (across.At(total.Estimate), y + 23, y + 37),
                (across.At(total.High), y + 30, y + 30),
            ],
            Height,
            "band-diamond"
        );
    }

    /// <summary>"0.03 (−0.01 to 0.07)".</summary>
    private string Short(double estimate, double? low, double? high) =>
        Tame(low) is { } from && Tame(high) is { } to
            ? $"{Unit.Bare.Words(estimate)} ({Unit.Bare.Words(from)} to {Unit.Bare.Words(to)})"
            : Unit.Bare.Words(estimate);

    protected override Table Figures()
    {
        var weighed = Rows.Any(r => Tame(r.Weight) is not null);
        IReadOnlyList<Cell> Line(
            Cell name,
            double? estimate,
            double? low,
            double? high,
            double? weight,
            string? why
        ) =>
            [
                name,
                Cell.Number(Tame(estimate) is { } e ? Unit.Words(e) : why ?? "no estimate"),
                Cell.Number(
                    Tame(estimate) is not null && Tame(low) is { } from && Tame(high) is { } to
                        ? $"{Unit.Words(from)} and {Unit.Words(to)}"
                        : "–"
                ),
                .. weighed
                    ? (Cell[])
                        [
                            Cell.Number(
                                Tame(weight) is { } w ? new Unit(1, " %").Words(100 * w) : "–"
                            ),
                        ]
                    : [],
            ];
        return new Table
        {
            FirstCellIsHeader = true,
            Head =
            [
                "Study",
                Cell.Number("Estimate"),
                Cell.Number("95 times in 100 between"),
                .. weighed ? (Cell[])[Cell.Number("Weight")] : [],
            ],
            Rows =
            [
                .. Rows.Select(
                    IReadOnlyList<Cell>? (r) =>
                        Line(
                            r.Href is null ? r.Name : new Cell { Html = new Link(r.Href, r.Name) },
                            r.Estimate,
                            r.Low,
                            r.High,
                            r.Weight,
                            r.Why
                        )
                ),
                .. Whole is { } t
                    ? (IReadOnlyList<Cell>[])
                        [
                            Line("Together", t.Estimate, t.Low, t.High, null, null),
                            .. Tame(t.PredictionLow) is null
                                ? (IReadOnlyList<Cell>[])[]
                                :
                                [
                                    Line(
                                        "The next study",
                                        t.Estimate,
                                        t.PredictionLow,
                                        t.PredictionHigh,
                                        null,
                                        null
                                    ),
                                ],
                        ]
                    : [],
            ],
        };
    }
}
