using Microsoft.AspNetCore.Html;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>One school's bar.</summary>
/// <param name="Name">The school's name.</param>
/// <param name="Value">The figure; null when there is none.</param>
/// <param name="Why">Why there is none, in a few words: "withheld: few pupils".</param>
/// <param name="Mine">Whether it is the school the page is about.</param>
/// <param name="Href">The school's page, linked from the table.</param>
public sealed record RankedBar(
    string Name,
    double? Value,
    string? Why = null,
    bool Mine = false,
    string? Href = null
);

/// <summary>Bars from most to least or the other way round, one's own marked, those without a figure named at the end (chart C1).</summary>
public sealed record RankedBars : Chart
{
    private const double Row = 33;
    private const double Top = 26;

    /// <summary>How far a name may reach before it is cut, so that a long one never runs into its figure.</summary>
    private const double NameRoom = 82;

    public required IReadOnlyList<RankedBar> Bars { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>What the figure is called in the table's head.</summary>
    public required string Measure { get; init; }

    /// <summary>Whether the least stands first, as where less is nearer.</summary>
    public bool LeastFirst { get; init; }

    /// <summary>The middle of a wider field, drawn as a line across each bar; null for none.</summary>
    public double? Middle { get; init; }

    /// <summary>Whose middle it is: "middle of all secondary schools".</summary>
    public string MiddleOf { get; init; } = "middle";

    private IReadOnlyList<RankedBar> Known =>
        [
            .. Bars.Where(b => Tame(b.Value) is not null)
                .OrderBy(b => LeastFirst ? b.Value : -b.Value)
                .ThenByDescending(b => b.Mine)
                .ThenBy(b => b.Name, StringComparer.Ordinal),
        ];

    private IReadOnlyList<RankedBar> Unknown =>
        [
            .. Bars.Where(b => Tame(b.Value) is null)
                .OrderByDescending(b => b.Mine)
                .ThenBy(b => b.Name, StringComparer.Ordinal),
        ];

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        Tame(Middle) is { } middle ? [("line-compared", $"{MiddleOf}: {Unit.Words(middle)}")] : [];

    protected override double Height => Top + Bars.Count * Row + 22;

    public override string Summary
    {
        get
        {
            var known = Known;
            if (known.Count == 0)
                return "None of the schools has a figure.";
            var sentences = new List<string>();
            if (known.FirstOrDefault(b => b.Mine) is { } mine)
            {
                var lower = known.Count(b => !b.Mine && b.Value < mine.Value);
                var others = known.Count(b => !b.Mine);
                sentences.Add(
                    others == 0
                        ? $"{mine.Name} has {Unit.Words(mine.Value!.Value)}."
                        : $"{mine.Name} has {Unit.Words(mine.Value!.Value)}, more than {lower} of the {others} others."
                );
            }
            else if (Bars.FirstOrDefault(b => b.Mine) is { } silent)
            {
                sentences.Add($"{silent.Name} has no figure{Because(silent)}.");
            }

            sentences.Add(
                known.Count == 1
                    ? "One school has a figure."
                    : $"They go from {Unit.Words(known.Min(b => b.Value!.Value))} to {Unit.Words(known.Max(b => b.Value!.Value))}."
            );
            if (Tame(Middle) is { } middle)
                sentences.Add($"The {MiddleOf} is {Unit.Words(middle)}.");
            var missing = Unknown.Count(b => !b.Mine);
            if (missing > 0)
                sentences.Add(
                    missing == 1 ? "One other has no figure." : $"{missing} others have no figure."
                );
            return string.Join(' ', sentences);
        }
    }

    protected override void Draw(Drawing drawing)
    {
        var known = Known;
        var middle = Tame(Middle);
        var values = known.Select(b => b.Value!.Value).Concat(middle is { } m ? [m] : []);
        var scale = Scale.Nice(values, 0, 100, 4, fromZero: true, whole: Unit.Decimals == 0);
        var bottom = Top + Bars.Count * Row;
        // At the left edge the names stand in line, and a rule through them would be in their way.
        foreach (var tick in scale.Ticks.Where(t => t > scale.Low))
            drawing.Line(scale.At(tick), Top, scale.At(tick), bottom, tick == 0 ? "axis" : "grid");

        var y = Top;
        foreach (var bar in known)
        {
            drawing.Bar(
                scale.At(0),
                scale.At(bar.Value!.Value),
                y + 20,
                9,
                bar.Mine ? "bar-mine" : "bar"
            );
            y += Row;
        }

        if (middle is { } at)
        {
            // Broken between the bars by the style, 13 of each row's 33: a whole rule would run through the names.
            var end = Top + known.Count * Row;
            drawing.Line(scale.At(at), Top + 18, scale.At(at), end, "line-compared by-row");
            var side = scale.At(at) > 50 ? Anchor.End : Anchor.Start;
            drawing.Label(scale.At(at), Top - 10, Unit.Words(at), "compared", side);
        }

        drawing.Within(
            NameRoom,
            Height,
            names =>
            {
                var at = Top;
                foreach (var bar in known.Concat(Unknown))
                {
                    names.Label(0, at + 15, Drawing.Fit(bar.Name, 80), bar.Mine ? "mine" : "name");
                    at += Row;
                }
            }
        );
        y = Top;
        foreach (var bar in known)
        {
            drawing.Label(
                100,
                y + 15,
                Unit.Words(bar.Value!.Value),
                bar.Mine ? "mine n" : "n",
                Anchor.End
            );
            y += Row;
        }

        foreach (var bar in Unknown)
        {
            drawing.Label(100, y + 15, Drawing.Fit(bar.Why ?? "no figure", 30), "none", Anchor.End);
            y += Row;
        }

        WriteTicks(drawing, scale, Unit, bottom + 16);
    }

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head = ["School", new Cell { Text = Measure, Format = "numeric" }],
            Rows =
            [
                .. Known
                    .Concat(Unknown)
                    .Select(
                        IReadOnlyList<Cell>? (b) =>
                            [
                                b.Href is null
                                    ? b.Name
                                    : new Cell { Html = new Link(b.Href, b.Name) },
                                Tame(b.Value) is { } value
                                    ? Cell.Number(Unit.Words(value))
                                    : new Cell { Text = b.Why ?? "no figure", Format = "numeric" },
                            ]
                    ),
            ],
        };

    internal static void WriteTicks(Drawing drawing, Scale scale, Unit unit, double y)
    {
        var step = scale.Ticks.Count > 1 ? scale.Ticks[1] - scale.Ticks[0] : 1;
        for (var i = 0; i < scale.Ticks.Count; i++)
        {
            var anchor =
                i == 0 ? Anchor.Start
                : i == scale.Ticks.Count - 1 ? Anchor.End
                : Anchor.Middle;
            drawing.Label(
                scale.At(scale.Ticks[i]),
                y,
                unit.Tick(scale.Ticks[i], step),
                "tick",
                anchor
            );
        }
    }

    private static string Because(RankedBar bar) => bar.Why is null ? "" : $" ({bar.Why})";
}

/// <summary>A link as HTML, its words and address encoded.</summary>
internal sealed class Link(string href, string text) : IHtmlContent
{
    public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder) =>
        new Markup(writer, encoder)
            .Open("a", ("class", "govuk-link"), ("href", href))
            .Text(text)
            .Close("a");
}
