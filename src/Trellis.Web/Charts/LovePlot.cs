using Trellis.Components;

namespace Trellis.Charts;

/// <summary>How far two groups lie apart in one characteristic, in standard deviations.</summary>
/// <param name="Name">The characteristic, as people say it.</param>
/// <param name="Before">The difference before anything was made alike; null where it is not known.</param>
/// <param name="After">The difference that was left.</param>
public sealed record BalanceRow(string Name, double? Before, double? After);

/// <summary>Standardised differences in each characteristic before and after comparison, against the limits of .05, .10 and .25 (charts C2 and C18).</summary>
/// <remarks>The size of a difference is drawn and its direction stands in the table. What is larger than .4 lies at the edge, with its figure.</remarks>
public sealed record LovePlot : Chart
{
    private const double Row = 40;
    private const double Top = 26;
    private const double Right = 97;
    private const double Most = .4;
    private static readonly Unit Two = new(2);

    /// <summary>The limits that evidence ratings use: very close, close, and too far to adjust.</summary>
    public static readonly IReadOnlyList<double> Limits = [.05, .10, .25];

    public required IReadOnlyList<BalanceRow> Rows { get; init; }

    /// <summary>What stands for "after": "after weighting".</summary>
    public string After { get; init; } = "after weighting";

    /// <summary>The largest first, so that the eye meets what matters.</summary>
    private IReadOnlyList<BalanceRow> Ordered =>
        [
            .. Rows.OrderByDescending(r =>
                    (Tame(r.Before) ?? Tame(r.After)) is { } d ? Math.Abs(d) : -1
                )
                .ThenBy(r => r.Name, StringComparer.Ordinal),
        ];

    protected override double Height => Top + (Math.Max(1, Rows.Count) * Row) + 24;

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        [("dot-hollow", "before"), ("dot-mine", After), ("limit", "limits: 0.05, 0.10, 0.25")];

    public override string Summary
    {
        get
        {
            var known = Rows.Where(r => Tame(r.After) is not null).ToList();
            if (known.Count == 0)
                return "No difference is known.";
            var worst = known.MaxBy(r => Math.Abs(r.After!.Value))!;
            var size = Math.Abs(worst.After!.Value);
            var first = Rows.Where(r => Tame(r.Before) is not null)
                .MaxBy(r => Math.Abs(r.Before!.Value));
            var within =
                size <= .05 ? "All lie within 0.05, very close."
                : size <= .10 ? "All lie within 0.10, close."
                : $"{known.Count(r => Math.Abs(r.After!.Value) <= .10)} of {known.Count} lie within 0.10{(size > .25 ? ", and the largest is too far to adjust" : "")}.";
            return (
                    first is null
                        ? ""
                        : $"Before, the largest difference was {Two.Words(Math.Abs(first.Before!.Value))} ({first.Name}). "
                ) + $"{Capital(After)} it is {Two.Words(size)} ({worst.Name}). {within}";
        }
    }

    protected override void Draw(Drawing drawing)
    {
        if (Rows.Count == 0)
        {
            drawing.Label(50, Top + 20, "No characteristics", "none", Anchor.Middle);
            return;
        }
        var bottom = Top + (Rows.Count * Row);
        foreach (var limit in Limits)
        {
            drawing.Line(At(limit), Top - 4, At(limit), bottom, "limit");
            drawing.Label(At(limit), Top - 10, Two.Words(limit), "tick", Anchor.Middle);
        }
        drawing.Line(0, Top - 4, 0, bottom, "axis");
        drawing.Label(0, Top - 10, "0", "tick");
        if (Rows.Any(r => IsOff(r.Before) || IsOff(r.After)))
            drawing.Label(100, Top - 10, $"{Two.Words(Most)} or more", "tick", Anchor.End);
        drawing.Label(0, bottom + 18, "standard deviations apart", "tick");
        drawing.Within(
            64,
            Height,
            names =>
            {
                var y = Top;
                foreach (var row in Ordered)
                {
                    names.Label(1, y + 15, Drawing.Fit(row.Name, 60), "name");
                    y += Row;
                }
            }
        );
        var at = Top;
        foreach (var row in Ordered)
        {
            var (before, after) = (Tame(row.Before), Tame(row.After));
            drawing.Label(100, at + 15, $"{Words(before)} → {Words(after)}", "n", Anchor.End);
            if (before is { } from && after is { } to)
                drawing.Line(At(from), at + 27, At(to), at + 27, "join");
            if (before is { } b)
                drawing.Dot(At(b), at + 27, 5, "dot-hollow");
            // Where both lie beyond the edge the later stands a little before the earlier, for it would hide it.
            if (after is { } a)
                drawing.Dot(
                    IsOff(after) && IsOff(before) ? Right - 2 : At(a),
                    at + 27,
                    5,
                    "dot-mine"
                );
            at += Row;
        }
    }

    private static bool IsOff(double? difference) =>
        Tame(difference) is { } d && Math.Abs(d) > Most;

    /// <summary>The place of a difference; the direction does not matter.</summary>
    private static double At(double difference) =>
        Math.Min(Math.Abs(difference), Most) / Most * Right;

    private static string Words(double? difference) =>
        difference is { } d ? Two.Words(Math.Abs(d)) : "–";

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head = ["Characteristic", Cell.Number("Before"), Cell.Number(Capital(After))],
            Rows =
            [
                .. Ordered.Select(
                    IReadOnlyList<Cell>? (r) =>
                        [r.Name, Cell.Number(Signed(r.Before)), Cell.Number(Signed(r.After))]
                ),
            ],
        };

    private static string Signed(double? difference) =>
        Tame(difference) is { } d ? new Unit(3).Words(d) : "not known";

    private static string Capital(string words) =>
        words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
