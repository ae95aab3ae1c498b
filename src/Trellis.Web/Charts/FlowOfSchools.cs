using System.Globalization;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>One step from all the schools to those that count.</summary>
/// <param name="Words">Who is left at this step.</param>
/// <param name="Schools">How many, 0 or more.</param>
/// <param name="Reason">Why those who fell out since the step before did; null at the first.</param>
public sealed record FlowBar(string Words, int Schools, string? Reason = null);

/// <summary>How many schools there were, how many are in the estimate, and why the others are not.</summary>
public sealed record FlowOfSchools : Chart
{
    private const double Line = 19;

    /// <summary>Letters of a line that fit beside a number on a screen 320 pixels wide.</summary>
    private const int Letters = 26;

    /// <summary>From all the schools to those that count.</summary>
    public required IReadOnlyList<FlowBar> Steps { get; init; }

    protected override double Height => Math.Max(40, Steps.Select((_, i) => HeightOf(i)).Sum() + 8);

    public override string Summary
    {
        get
        {
            if (Steps.Count == 0)
                return "No steps are known.";
            var (first, last) = (Steps[0], Steps[^1]);
            if (Steps.Count == 1)
                return $"{Number(first.Schools)} schools: {first.Words}.";
            var worst = Enumerable
                .Range(1, Steps.Count - 1)
                .MaxBy(i => Steps[i - 1].Schools - Steps[i].Schools);
            var lost = Steps[worst - 1].Schools - Steps[worst].Schools;
            return $"Of {Number(first.Schools)} schools {Number(last.Schools)} are in the estimate."
                + (
                    lost > 0
                        ? $" Most of the others fell out here: {Steps[worst].Reason ?? Steps[worst].Words} ({Number(lost)})."
                        : " None fell out."
                );
        }
    }

    private double HeightOf(int step) =>
        (step > 0 ? (Lines(Lost(step)).Count * Line) + 10 : 0)
        + (Lines(Steps[step].Words).Count * Line)
        + 26;

    protected override void Draw(Drawing drawing)
    {
        if (Steps.Count == 0)
        {
            drawing.Label(50, 24, "No steps are known", "none", Anchor.Middle);
            return;
        }
        var most = Math.Max(1, Steps.Max(s => s.Schools));
        var y = 0.0;
        for (var i = 0; i < Steps.Count; i++)
        {
            if (i > 0)
            {
                var lost = Lines(Lost(i));
                drawing.Line(2, y, 2, y + (lost.Count * Line) + 4, "join");
                foreach (var words in lost)
                {
                    y += Line;
                    drawing.Label(5, y - 4, words, "none");
                }
                y += 10;
            }
            var lines = Lines(Steps[i].Words);
            drawing.Label(
                100,
                y + 15,
                Number(Steps[i].Schools),
                i == Steps.Count - 1 ? "mine n" : "n",
                Anchor.End
            );
            foreach (var words in lines)
            {
                y += Line;
                drawing.Label(0, y - 4, words, i == Steps.Count - 1 ? "mine" : "name");
            }
            drawing.Bar(
                0,
                100.0 * Math.Max(0, Steps[i].Schools) / most,
                y + 2,
                12,
                i == Steps.Count - 1 ? "bar-mine" : "bar"
            );
            y += 26;
        }
    }

    /// <summary>"1,204 left out: no results in the years before".</summary>
    private string Lost(int step)
    {
        var lost = Steps[step - 1].Schools - Steps[step].Schools;
        return $"{Number(lost)} left out{(Steps[step].Reason is { } why ? $": {why}" : "")}";
    }

    private static IReadOnlyList<string> Lines(string text) => Drawing.Lines(text, Letters);

    private static string Number(int schools) =>
        schools.ToString("N0", CultureInfo.InvariantCulture);

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head = ["Step", Cell.Number("Schools"), Cell.Number("Left out"), "Why"],
            Rows =
            [
                .. Steps.Select(
                    IReadOnlyList<Cell>? (s, i) =>
                        [
                            s.Words,
                            Cell.Number(Number(s.Schools)),
                            Cell.Number(i == 0 ? "–" : Number(Steps[i - 1].Schools - s.Schools)),
                            s.Reason ?? "",
                        ]
                ),
            ],
        };
}
