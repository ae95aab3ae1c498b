using Trellis.Components;

namespace Trellis.Charts;

/// <summary>One study as a point.</summary>
/// <param name="Name">What was studied.</param>
/// <param name="Estimate">In the chart's unit.</param>
/// <param name="StandardError">In the same unit, not negative.</param>
public sealed record FunnelPoint(string Name, double? Estimate, double? StandardError);

/// <summary>Estimates against their standard errors, the surest on top, with the lines between which 95 in 100 would lie if all told of one effect.</summary>
public sealed record FunnelPlot : Chart
{
    private const double Plot = 240;
    private const double Top = 16;

    /// <summary>The 97.5 % point of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    public required IReadOnlyList<FunnelPoint> Points { get; init; }

    /// <summary>What they say together; null for the lines to stand around zero.</summary>
    public double? Middle { get; init; }

    public required Unit Unit { get; init; }

    private IReadOnlyList<(string Name, double Estimate, double Error)> Known =>
        [
            .. Points
                .Where(p => Tame(p.Estimate) is not null && Tame(p.StandardError) is >= 0)
                .Select(p => (p.Name, p.Estimate!.Value, p.StandardError!.Value)),
        ];

    private double Centre => Tame(Middle) ?? 0;

    protected override double Height => Top + Plot + 44;

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        [
            ("dot-mine", "a study"),
            ("line-compared", "95 in 100 would lie between these lines by chance alone"),
        ];

    public override string Summary
    {
        get
        {
            var known = Known;
            if (known.Count == 0)
                return "No study has an estimate with an error.";
            var outside = known.Count(p => Math.Abs(p.Estimate - Centre) > Z * p.Error);
            return $"{(known.Count == 1 ? "The one study lies" : $"Of {known.Count} studies {known.Count - outside} lie")} {(known.Count == 1 && outside == 1 ? "outside" : "between")} the lines around {Unit.Words(Centre)}. "
                + $"{known.Count(p => p.Estimate > Centre)} lie above it and {known.Count(p => p.Estimate < Centre)} below.";
        }
    }

    protected override void Draw(Drawing drawing)
    {
        var known = Known;
        if (known.Count == 0)
        {
            drawing.Label(50, Top + (Plot / 2), "No estimates", "none", Anchor.Middle);
            return;
        }
        var down = Scale.Nice(known.Select(p => p.Error), Top, Top + Plot, 4, fromZero: true);
        var across = Scale.Nice(
            known
                .Select(p => p.Estimate)
                .Concat([Centre, Centre - (Z * down.High), Centre + (Z * down.High)]),
            16,
            92,
            4
        );
        var step = down.Ticks[1] - down.Ticks[0];
        foreach (var tick in down.Ticks)
        {
            drawing.Line(0, down.At(tick), 100, down.At(tick), tick == 0 ? "axis" : "grid");
            drawing.Label(0, down.At(tick) - 4, Unit.Bare.Tick(tick, step), "tick");
        }
        drawing.Line(across.At(Centre), down.At(0), across.At(Centre), down.At(down.High), "zero");
        foreach (var side in (double[])[-1, 1])
            drawing.Line(
                across.At(Centre),
                down.At(0),
                across.At(Centre + (side * Z * down.High)),
                down.At(down.High),
                "line-compared"
            );
        foreach (var p in known)
            drawing.Dot(across.At(p.Estimate), down.At(p.Error), 5, "dot-mine");
        ForestPlot.WriteTicks(drawing, across, Unit, Top + Plot + 20);
        drawing.Label(54, Top + Plot + 40, "estimate; down: standard error", "tick", Anchor.Middle);
    }

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head = ["Study", Cell.Number("Estimate"), Cell.Number("Standard error")],
            Rows =
            [
                .. Points.Select(
                    IReadOnlyList<Cell>? (p) =>
                        [
                            p.Name,
                            Cell.Number(Tame(p.Estimate) is { } e ? Unit.Words(e) : "no estimate"),
                            Cell.Number(
                                Tame(p.StandardError) is { } s
                                    ? new Unit(Math.Min(6, Unit.Decimals + 1)).Words(s)
                                    : "–"
                            ),
                        ]
                ),
            ],
        };
}
