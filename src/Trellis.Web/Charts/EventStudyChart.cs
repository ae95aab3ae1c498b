using System.Globalization;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>What was found at one distance from the start, in school years.</summary>
/// <param name="EventTime">School years since the start: 0 is the first year in it, −1 the last before it.</param>
/// <param name="Estimate">In the chart's unit; null where there are no data, and in the base year, which is nought by definition.</param>
/// <param name="Low">The lower end of the year's own 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="BandLow">The lower end of the band that holds for all years together.</param>
/// <param name="BandHigh">Its upper end.</param>
/// <param name="Why">Why there is no estimate: "no tests in 2020 and 2021"; null says "no data".</param>
public sealed record EventStudyPoint(
    int EventTime,
    double? Estimate,
    double? Low = null,
    double? High = null,
    double? BandLow = null,
    double? BandHigh = null,
    string? Why = null
);

/// <summary>Differences from comparable schools by the years before and after the start, with each year's interval and the band for all (chart C17).</summary>
public sealed record EventStudyChart : Chart
{
    private const double Plot = 250;
    private const double Top = 34;
    private const double Left = 12;
    private const double Right = 98;

    /// <summary>As many "−10" as fit beside one another on a screen 320 pixels wide.</summary>
    private const int MostLabels = 9;

    /// <summary>In any order; of two with the same event time the first counts.</summary>
    public required IReadOnlyList<EventStudyPoint> Points { get; init; }

    /// <summary>The event time that all others are measured from; null where several are.</summary>
    public int? Base { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>What starts at nought, as it stands after "years before and after": "joining".</summary>
    public string Start { get; init; } = "joining";

    /// <summary>Every event time between the first and the last, one without an entry as a hole.</summary>
    private IReadOnlyList<EventStudyPoint> All
    {
        get
        {
            var known = Points.DistinctBy(p => p.EventTime).ToDictionary(p => p.EventTime);
            var times = known.Keys.Concat(Base is { } b ? [b] : []).ToList();
            return times.Count == 0
                ? []
                :
                [
                    .. Enumerable
                        .Range(times.Min(), times.Max() - times.Min() + 1)
                        .Select(t => known.GetValueOrDefault(t) ?? new EventStudyPoint(t, null)),
                ];
        }
    }

    private bool IsBase(EventStudyPoint point) => point.EventTime == Base;

    private bool IsHole(EventStudyPoint point) => !IsBase(point) && Tame(point.Estimate) is null;

    /// <summary>The reasons for holes in the order in which they first stand, each with its letter.</summary>
    private IReadOnlyList<(string Letter, string Why)> Holes =>
        [
            .. All.Where(IsHole)
                .Select(Reason)
                .Distinct(StringComparer.Ordinal)
                .Select((why, i) => (((char)('A' + (i % 26))).ToString(), why)),
        ];

    private static string Reason(EventStudyPoint point) => point.Why ?? "no data";

    protected override double Height => Top + Plot + 46;

    protected override IReadOnlyList<(string Mark, string Words)> Legend =>
        [
            ("line-mine", "estimate, hollow before the start"),
            ("mark-base", "the year all others are measured from"),
            ("interval", "where it lies 95 times in 100"),
            .. All.Any(p => Tame(p.BandLow) is not null)
                ? [("band-outer", "where all the years lie together 95 times in 100")]
                : ((string, string)[])[],
            .. Holes.Select(h => ("bar-hole", $"{h.Letter}: {h.Why}")),
        ];

    public override string Summary
    {
        get
        {
            var known = All.Where(p => !IsBase(p) && Tame(p.Estimate) is not null).ToList();
            if (known.Count == 0)
                return "There is no estimate for any year.";
            var before = known.Where(p => p.EventTime < 0).ToList();
            var after = known.Where(p => p.EventTime >= 0).ToList();
            var sentences = new List<string>();
            if (before.Count > 0)
                sentences.Add($"Before {Start} {Lie(before)}.");
            if (after.Count > 0)
            {
                var clear = after
                    .Where(p => Tame(p.BandLow) > 0 || Tame(p.BandHigh) < 0)
                    .Select(p => Time(p.EventTime))
                    .ToList();
                var banded = after.Any(p => Tame(p.BandLow) is not null);
                sentences.Add(
                    $"After it {Lie(after)}{(banded ? clear.Count == 0 ? "; the band holds zero in every year" : $"; the band leaves zero out in {Listed(clear)}" : "")}."
                );
            }

            var holes = All.Where(IsHole).ToList();
            if (holes.Count > 0)
                sentences.Add(
                    holes.Count == 1
                        ? $"Year {Time(holes[0].EventTime)} has no estimate: {Reason(holes[0])}."
                        : $"{holes.Count.ToString(CultureInfo.InvariantCulture)} years have no estimate: {Listed([.. Holes.Select(h => h.Why)])}."
                );
            return string.Join(' ', sentences);
        }
    }

    private string Lie(List<EventStudyPoint> points)
    {
        var (low, high) = (points.Min(p => p.Estimate!.Value), points.Max(p => p.Estimate!.Value));
        return points.Count == 1 || Unit.Words(low) == Unit.Words(high)
            ? $"the difference was {Unit.Words(low)}"
            : $"differences lay between {Unit.Words(low)} and {Unit.Words(high)}";
    }

    protected override void Draw(Drawing drawing)
    {
        var all = All;
        if (!all.Any(p => Tame(p.Estimate) is not null))
        {
            drawing.Label(50, Top + (Plot / 2), "No estimate for any year", "none", Anchor.Middle);
            return;
        }

        var width = (Right - Left) / all.Count;
        double Middle(EventStudyPoint p) => Left + ((p.EventTime - all[0].EventTime + .5) * width);
        var down = Scale.Nice(
            all.SelectMany(p =>
                    new[] { p.Estimate, p.Low, p.High, p.BandLow, p.BandHigh }.Select(Tame)
                )
                .OfType<double>(),
            Top + Plot,
            Top,
            fromZero: true
        );
        DrawHoles(drawing, all, Middle, width);
        foreach (var p in all.Where(p => !IsBase(p) && !IsHole(p)))
        {
            if (Tame(p.BandLow) is { } low && Tame(p.BandHigh) is { } high)
                drawing.Bar(
                    Middle(p) - (width / 2),
                    Middle(p) + (width / 2),
                    down.At(high),
                    down.At(low) - down.At(high),
                    "band-outer"
                );
        }

        var step = down.Ticks[1] - down.Ticks[0];
        foreach (var tick in down.Ticks)
        {
            var y = down.At(tick);
            drawing.Line(0, y, 100, y, tick == 0 ? "zero" : "grid");
            drawing.Label(0, y - 4, Unit.Bare.Tick(tick, step), "tick");
        }

        if (all[0].EventTime < 0 && all[^1].EventTime >= 0)
        {
            var start = Left + (-all[0].EventTime * width);
            drawing.Line(start, Top - 12, start, Top + Plot, "turn");
            drawing.Label(
                start,
                Top - 18,
                Start,
                "tick",
                start < 30 ? Anchor.Start
                    : start > 70 ? Anchor.End
                    : Anchor.Middle
            );
        }

        foreach (var p in all)
        {
            var x = Middle(p);
            if (IsBase(p))
                drawing.Shape(x, down.At(0), "M-6,-6H6V6H-6Z", "mark-base");
            else if (Tame(p.Estimate) is { } estimate)
            {
                if (Tame(p.Low) is { } low && Tame(p.High) is { } high)
                    drawing.Line(x, down.At(low), x, down.At(high), "interval");
                drawing.Dot(x, down.At(estimate), 5, p.EventTime < 0 ? "dot-hollow" : "dot-mine");
            }
        }

        var every = Math.Max(1, (all.Count + MostLabels - 1) / MostLabels);
        foreach (var p in all.Where(p => p.EventTime % every == 0))
            drawing.Label(Middle(p), Top + Plot + 20, Time(p.EventTime), "tick", Anchor.Middle);
        drawing.Label(
            (Left + Right) / 2,
            Top + Plot + 40,
            $"years before and after {Start}",
            "tick",
            Anchor.Middle
        );
    }

    /// <summary>Years without data as a shaded strip each run, with the letter of the reason.</summary>
    private void DrawHoles(
        Drawing drawing,
        IReadOnlyList<EventStudyPoint> all,
        Func<EventStudyPoint, double> middle,
        double width
    )
    {
        var letters = Holes.ToDictionary(h => h.Why, h => h.Letter, StringComparer.Ordinal);
        for (var i = 0; i < all.Count; )
        {
            if (!IsHole(all[i]))
            {
                i++;
                continue;
            }
            var last = i;
            while (
                last + 1 < all.Count
                && IsHole(all[last + 1])
                && Reason(all[last + 1]) == Reason(all[i])
            )
                last++;
            var (left, right) = (middle(all[i]) - (width / 2), middle(all[last]) + (width / 2));
            drawing.Bar(left, right, Top, Plot, "bar-hole");
            drawing.Label(
                (left + right) / 2,
                Top + Plot - 8,
                letters[Reason(all[i])],
                "tick",
                Anchor.Middle
            );
            i = last + 1;
        }
    }

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head =
            [
                $"Years since {Start}",
                Cell.Number("Difference"),
                Cell.Number("95 times in 100 between"),
                Cell.Number("All years together between"),
            ],
            Rows =
            [
                .. All.Select(
                    IReadOnlyList<Cell>? (p) =>
                        [
                            Time(p.EventTime),
                            Cell.Number(
                                IsBase(p) ? "0: the year all others are measured from"
                                : Tame(p.Estimate) is { } estimate ? Unit.Words(estimate)
                                : Reason(p)
                            ),
                            Cell.Number(Between(p, p.Low, p.High)),
                            Cell.Number(Between(p, p.BandLow, p.BandHigh)),
                        ]
                ),
            ],
        };

    private string Between(EventStudyPoint point, double? low, double? high) =>
        IsBase(point) || Tame(point.Estimate) is null ? "–"
        : Tame(low) is { } from && Tame(high) is { } to ? $"{Unit.Words(from)} and {Unit.Words(to)}"
        : "no interval";

    /// <summary>"−2", "0", "+3".</summary>
    internal static string Time(int years) =>
        years < 0
            ? $"\u2212{(-years).ToString(CultureInfo.InvariantCulture)}"
            : $"{(years > 0 ? "+" : "")}{years.ToString(CultureInfo.InvariantCulture)}";

    private static string Listed(IReadOnlyList<string> words) =>
        words.Count == 1
            ? words[0]
            : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
}
