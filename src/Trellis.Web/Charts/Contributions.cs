using Trellis.Components;

namespace Trellis.Charts;

/// <summary>What one characteristic adds to the difference between two schools.</summary>
/// <param name="Name">The characteristic.</param>
/// <param name="Mine">One's own value in words, with unit.</param>
/// <param name="Theirs">The other's value in words, with unit.</param>
/// <param name="Squared">Its part of the squared distance, at least 0; null when one of them has no value.</param>
/// <param name="Why">Why it could not be compared.</param>
public sealed record Contribution(
    string Name,
    string Mine,
    string Theirs,
    double? Squared,
    string? Why = null
);

/// <summary>A bar a characteristic, each beginning where the one before ended, that add up to the squared distance (chart C2).</summary>
public sealed record Contributions : Chart
{
    private const double Row = 50;

    private static readonly Unit Share = new(0, "%");
    private static readonly Unit Plain = new(4);

    public required IReadOnlyList<Contribution> Parts { get; init; }

    public required string MyName { get; init; }

    public required string TheirName { get; init; }

    private IReadOnlyList<Contribution> Known =>
        [
            .. Parts
                .Where(p => Tame(p.Squared) is not null)
                .OrderByDescending(p => p.Squared)
                .ThenBy(p => p.Name, StringComparer.Ordinal),
        ];

    private IReadOnlyList<Contribution> Unknown => [.. Parts.Where(p => Tame(p.Squared) is null)];

    private double Total => Known.Sum(Part);

    protected override double Height => Parts.Count * Row + 40;

    public override string Summary
    {
        get
        {
            var known = Known;
            if (known.Count == 0)
                return "Nothing could be compared: one or the other has no value for each characteristic.";
            var total = Total;
            var most = known.Where(p => p.Squared > 0).Take(2).Select(p => p.Name).ToList();
            var told = most.Count switch
            {
                0 => "The two schools are the same in everything compared.",
                1 => $"All of the difference is in {most[0]}.",
                _ =>
                    $"Most of the difference is in {most[0]} ({Percent(known[0], total)}) and {most[1]} ({Percent(known[1], total)}).",
            };
            var based =
                Unknown.Count == 0
                    ? ""
                    : $" Based on {known.Count} of {Parts.Count} characteristics.";
            return $"{told} The parts add up to {Plain.Words(total)}, the distance {Plain.Words(Math.Sqrt(total))} squared.{based}";
        }
    }

    protected override void Draw(Drawing drawing)
    {
        var known = Known;
        var total = Total;
        var most = total > 0 && double.IsFinite(total) ? total : 1;
        var y = 0.0;
        var reached = 0.0;
        foreach (var part in known)
        {
            var from = reached / most * 100;
            reached = Math.Min(most, reached + Part(part));
            var to = reached / most * 100;
            drawing.Line(0, y + 41, 100, y + 41, "grid");
            drawing.Bar(from, to, y + 36, 10, "bar-mine");
            if (part != known[^1])
                drawing.Line(to, y + 46, to, y + Row + 36, "join");
            drawing.Label(0, y + 14, part.Name, "name");
            drawing.Label(100, y + 14, Percent(part, total), "n", Anchor.End);
            drawing.Label(0, y + 30, $"{part.Mine} and {part.Theirs}", "tick");
            y += Row;
        }

        foreach (var part in Unknown)
        {
            drawing.Label(0, y + 14, part.Name, "name");
            drawing.Label(100, y + 14, "not compared", "none", Anchor.End);
            drawing.Label(0, y + 30, part.Why ?? "one of the two has no value", "tick");
            y += Row;
        }

        drawing.Label(0, y + 16, "All together", "mine");
        drawing.Label(
            100,
            y + 16,
            $"{Plain.Words(total)} = {Plain.Words(Math.Sqrt(total))} squared",
            "mine n",
            Anchor.End
        );
        drawing.Bar(0, total > 0 ? 100 : 0, y + 23, 10, "bar");
    }

    protected override Table Figures()
    {
        var total = Total;
        return new Table
        {
            FirstCellIsHeader = true,
            Head =
            [
                "Characteristic",
                new Cell { Text = MyName, Format = "numeric" },
                new Cell { Text = TheirName, Format = "numeric" },
                new Cell { Text = "Part of the squared distance", Format = "numeric" },
                new Cell { Text = "Share", Format = "numeric" },
            ],
            Rows =
            [
                .. Known.Select(
                    IReadOnlyList<Cell>? (p) =>
                        [
                            p.Name,
                            Cell.Number(p.Mine),
                            Cell.Number(p.Theirs),
                            Cell.Number(Plain.Words(p.Squared!.Value)),
                            Cell.Number(Percent(p, total)),
                        ]
                ),
                .. Unknown.Select(
                    IReadOnlyList<Cell>? (p) =>
                        [
                            p.Name,
                            Cell.Number(p.Mine),
                            Cell.Number(p.Theirs),
                            Cell.Number(p.Why ?? "not compared"),
                            Cell.Number(""),
                        ]
                ),
                [
                    "All together",
                    "",
                    "",
                    Cell.Number(Plain.Words(total)),
                    Cell.Number(total > 0 ? "100%" : "0%"),
                ],
            ],
        };
    }

    private static string Percent(Contribution part, double total) =>
        Share.Words(total > 0 ? Part(part) / total * 100 : 0);

    // Held below what a sum could overflow; no distance comes near.
    private static double Part(Contribution part) => Math.Clamp(part.Squared ?? 0, 0, 1e150);
}
