using Trellis.Components;

namespace Trellis.Charts;

/// <summary>One school's place in <see cref="Quadrants"/>.</summary>
/// <param name="Number">By which the table names it in the drawing.</param>
/// <param name="Across">What it rose in a year; null where it is not known.</param>
/// <param name="Up">Where it stands; null where it is not known.</param>
/// <param name="Size">A share from 0 to 1 that the bubble's area shows; null where it is not known.</param>
/// <param name="Marked">Whether it has the second colour.</param>
public sealed record Bubble(
    int Number,
    string Name,
    double? Across,
    double? Up,
    double? Size,
    bool Marked,
    string? Href = null
);

/// <summary>Level against improvement: who stands high and still rises, who stands low and falls; the middles of the schools shown divide the four fields (chart C9).</summary>
public sealed record Quadrants : Chart
{
    private const double Top = 30;
    private const double Plot = 360;
    private const double Left = 9;

    public required IReadOnlyList<Bubble> Bubbles { get; init; }

    public required Unit Across { get; init; }

    public required Unit Up { get; init; }

    /// <summary>"change a year", in the table's head.</summary>
    public required string AcrossLabel { get; init; }

    /// <summary>"Attainment 8", in the table's head.</summary>
    public required string UpLabel { get; init; }

    /// <summary>What the area of a bubble shows: "disadvantaged pupils".</summary>
    public required string SizeLabel { get; init; }

    /// <summary>What the second colour shows.</summary>
    public required string MarkedLabel { get; init; }

    /// <summary>Whether a lower figure is the better, as of absence: then the best stand at the bottom left.</summary>
    public bool LowerIsBetter { get; init; }

    protected override double Height => Top + Plot + 40;

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        [
            ("bar", $"the larger, the more {SizeLabel}"),
            ("bar-mine", MarkedLabel),
            ("line-compared", "middle of these schools"),
        ];

    private IReadOnlyList<Bubble> Known =>
        [.. Bubbles.Where(b => Tame(b.Across) is not null && Tame(b.Up) is not null)];

    public override string Summary
    {
        get
        {
            var known = Known;
            if (known.Count == 0)
                return "None of the schools has figures of both years.";
            var (across, up) = Middles(known);
            var sign = LowerIsBetter ? -1 : 1;
            var rising = known.Count(b =>
                sign * b.Across >= sign * across && sign * b.Up >= sign * up
            );
            var low = known.Count(b => sign * b.Across >= sign * across && sign * b.Up < sign * up);
            var missing = Bubbles.Count - known.Count;
            return $"The middle school has {Up.Words(up)} and changed by {Across.Words(across)} a year. {Count(rising)} no worse than the middle in both level and improvement; {Count(low)} below it in level and improving faster."
                + (
                    missing == 0 ? ""
                    : missing == 1 ? " One has no figures of both years and is not drawn."
                    : $" {missing} have no figures of both years and are not drawn."
                );
        }
    }

    private static string Count(int schools) => schools == 1 ? "One is" : $"{schools} are";

    private static (double Across, double Up) Middles(IReadOnlyList<Bubble> known) =>
        (Middle(known.Select(b => b.Across!.Value)), Middle(known.Select(b => b.Up!.Value)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    protected override void Draw(Drawing drawing)
    {
        var known = Known;
        var across = Scale.Nice(known.Select(b => b.Across!.Value), Left, 97, 5);
        var up = Scale.Nice(known.Select(b => b.Up!.Value), Top + Plot, Top, 5);
        foreach (var tick in across.Ticks)
        {
            drawing.Line(across.At(tick), Top, across.At(tick), Top + Plot, "grid");
            drawing.Label(
                across.At(tick),
                Top + Plot + 16,
                Across.Tick(tick, Step(across)),
                "tick",
                Anchor.Middle
            );
        }
        foreach (var tick in up.Ticks)
        {
            drawing.Line(Left, up.At(tick), 97, up.At(tick), "grid");
            drawing.Label(0, up.At(tick) + 4, Up.Tick(tick, Step(up)), "tick");
        }
        drawing.Label(0, 14, UpLabel, "tick");
        drawing.Label(97, Top + Plot + 34, $"{AcrossLabel} →", "tick", Anchor.End);
        if (known.Count == 0)
            return;
        var (middleAcross, middleUp) = Middles(known);
        drawing.Line(
            across.At(middleAcross),
            Top,
            across.At(middleAcross),
            Top + Plot,
            "line-compared"
        );
        drawing.Line(Left, up.At(middleUp), 97, up.At(middleUp), "line-compared");
        // The large first, so that none hides a smaller one.
        foreach (var bubble in known.OrderByDescending(b => b.Size ?? 0).ThenBy(b => b.Number))
            drawing.Dot(
                across.At(bubble.Across!.Value),
                up.At(bubble.Up!.Value),
                4 + (12 * Math.Sqrt(Math.Clamp(bubble.Size ?? 0, 0, 1))),
                bubble.Marked ? "bubble bubble-marked" : "bubble"
            );
        foreach (var bubble in known)
            drawing.Label(
                across.At(bubble.Across!.Value),
                up.At(bubble.Up!.Value) + 4,
                $"{bubble.Number}",
                "bubble-number",
                Anchor.Middle
            );
    }

    private static double Step(Scale scale) =>
        scale.Ticks.Count > 1 ? scale.Ticks[1] - scale.Ticks[0] : 1;

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head =
            [
                "School",
                new Cell { Text = UpLabel, Format = "numeric" },
                new Cell { Text = AcrossLabel, Format = "numeric" },
            ],
            Rows =
            [
                .. Bubbles.Select(
                    IReadOnlyList<Cell>? (b) =>
                        [
                            b.Href is null
                                ? $"{b.Number}. {b.Name}"
                                : new Cell { Html = new Link(b.Href, $"{b.Number}. {b.Name}") },
                            Tame(b.Up) is { } level
                                ? Cell.Number(Up.Words(level))
                                : new Cell { Text = "no figure", Format = "numeric" },
                            Tame(b.Across) is { } gain
                                ? Cell.Number(Across.Words(gain))
                                : new Cell { Text = "no figure", Format = "numeric" },
                        ]
                ),
            ],
        };
}
