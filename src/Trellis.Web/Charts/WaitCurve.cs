using System.Globalization;
using Trellis.Components;
using Trellis.Survival;

namespace Trellis.Charts;

/// <summary>Some that were followed, as one line of the drawing.</summary>
public sealed record WaitLine(string Name, KaplanMeier Figures);

/// <summary>The share that still waits by months, a step at each length at which it was over for somebody; the interval of the first line as a band (chart C11).</summary>
public sealed record WaitCurve : Chart
{
    private const double Plot = 250;
    private const double Top = 18;
    private const double DaysAMonth = 365.25 / 12;

    /// <summary>One or two; the first has its interval drawn.</summary>
    public required IReadOnlyList<WaitLine> Lines { get; init; }

    /// <summary>How far to the right it is drawn, in months: 12 to 120.</summary>
    public required int Months { get; init; }

    /// <summary>The months of the table.</summary>
    public IReadOnlyList<int> Told { get; init; } = [3, 6, 9, 12, 18, 24, 36, 48, 60];

    protected override double Height => Top + Plot + 44;

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        [
            ("line-mine", Lines[0].Name),
            ("band-inner", "where the truth lies 95 times in 100"),
            .. Lines.Skip(1).Select(l => ("line-compared", l.Name)),
        ];

    public override string Summary =>
        string.Join(' ', Lines.Select(l => $"{l.Name}: {Sentence(l.Figures)}"));

    /// <summary>When it was over for a quarter, half and three quarters.</summary>
    public static string Sentence(KaplanMeier figures)
    {
        var told = new[] { (.25, "a quarter"), (.5, "half"), (.75, "three quarters") }
            .Select(q => (Days: figures.Percentile(q.Item1).Length, Words: q.Item2))
            .Where(q => q.Days is not null)
            .Select(q => $"{q.Words} within {Whole(q.Days!.Value)} days")
            .ToList();
        return figures.Happened == 0 ? $"the wait was over for none of {Whole(figures.Number)}."
            : told.Count == 0 ? "the wait was over for less than a quarter."
            : $"it was over for {string.Join(", for ", told)}.";
    }

    protected override void Draw(Drawing drawing)
    {
        double Across(double days) => 9 + (Math.Min(days / DaysAMonth, Months) / Months * 88);
        static double Down(double share) => Top + ((1 - share) * Plot);
        foreach (var percent in (int[])[0, 25, 50, 75, 100])
        {
            var y = Down(percent / 100.0);
            drawing.Line(9, y, 97, y, percent == 0 ? "axis" : "grid");
            drawing.Label(8, y + 5, $"{percent} %", "tick", Anchor.End);
        }
        for (var month = 0; month <= Months; month += 12)
        {
            var x = Across(month * DaysAMonth);
            drawing.Line(x, Top + Plot, x, Top + Plot + 5, "axis");
            drawing.Label(x, Top + Plot + 22, $"{month}", "tick", Anchor.Middle);
        }
        drawing.Label(53, Top + Plot + 40, "months", "tick", Anchor.Middle);
        drawing.Band(
            [
                .. Points(Lines[0].Figures, s => s.StillWaiting)
                    .Zip(
                        Points(Lines[0].Figures, s => s.Interval(KaplanMeier.Ninetyfive).High)
                            .Zip(
                                Points(
                                    Lines[0].Figures,
                                    s => s.Interval(KaplanMeier.Ninetyfive).Low
                                )
                            )
                    )
                    .Select(c =>
                        (
                            Across(c.First.Days),
                            Down(c.Second.First.Share),
                            Down(c.Second.Second.Share)
                        )
                    ),
            ],
            Height,
            "band-inner"
        );
        foreach (var (line, i) in Lines.Select((l, i) => (l, i)).Reverse())
            drawing.Path(
                [
                    .. Points(line.Figures, s => s.StillWaiting)
                        .Select(c => (Across(c.Days), (double?)Down(c.Share))),
                ],
                i == 0 ? "line-mine" : "line-compared"
            );
    }

    /// <summary>The line at points so close together that no eye tells them from the stair it is. Where the interval has no bounds any more, nobody is left.</summary>
    private IEnumerable<(double Days, double Share)> Points(
        KaplanMeier figures,
        Func<KaplanMeierStep, double> of
    )
    {
        const int Many = 240;
        var most = Months * DaysAMonth;
        for (var i = 0; i <= Many; i++)
        {
            var days = most * i / Many;
            var share = figures.StepAt(days) is { } step ? of(step) : 1;
            yield return (days, double.IsFinite(share) ? share : 0);
        }
    }

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head = ["Months", .. Lines.Select(l => Cell.Number($"Still waiting: {l.Name}"))],
            Rows =
            [
                .. Told.Where(m => m <= Months)
                    .Select(
                        IReadOnlyList<Cell>? (m) =>
                            [
                                Whole(m),
                                .. Lines.Select(l => Cell.Number(Words(l.Figures, m * DaysAMonth))),
                            ]
                    ),
            ],
        };

    private static string Words(KaplanMeier figures, double days)
    {
        var step = figures.StepAt(days);
        if (step is not { } at)
            return "100 %";
        var (low, high) = at.Interval(KaplanMeier.Ninetyfive);
        return double.IsFinite(low)
            ? $"{Percent(at.StillWaiting)} ({Percent(low)} to {Percent(high)})"
            : Percent(at.StillWaiting);
    }

    /// <summary>"62.3 %".</summary>
    public static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static string Whole(double number) =>
        number.ToString("N0", CultureInfo.InvariantCulture);
}
