using Trellis.Components;

namespace Trellis.Charts;

/// <summary>What kind of thing happened; each has a shape of its own.</summary>
public enum Happening
{
    Opened,
    Closed,
    Converted,
    Joined,
    Left,
    Renamed,
    Other,
}

/// <summary>Something that happened on a day.</summary>
/// <param name="On">The day; null when it is not known, and then it is in the list alone.</param>
/// <param name="What">In words, as it stands in the list.</param>
public sealed record TimelineEvent(DateOnly? On, Happening Kind, string What);

/// <summary>A state that lasted: in a trust, under a name.</summary>
/// <param name="From">Its first day; null when not known.</param>
/// <param name="To">The first day after it; null when it lasts.</param>
public sealed record TimelineSpan(DateOnly? From, DateOnly? To, string Name);

/// <summary>One line of states and happenings: the school, its trusts, its names.</summary>
public sealed record TimelineLane(
    string Name,
    IReadOnlyList<TimelineSpan> Spans,
    IReadOnlyList<TimelineEvent> Events
);

/// <summary>What happened to a school, lane by lane; the list is the first form, the drawing the second (chart C10).</summary>
public sealed record Timeline : Chart
{
    private const double Lane = 74;
    private const double Foot = 30;

    public required IReadOnlyList<TimelineLane> Lanes { get; init; }

    /// <summary>The day the record reaches to.</summary>
    public required DateOnly Until { get; init; }

    private IReadOnlyList<(string Lane, TimelineEvent Event)> Told =>
        [
            .. Lanes
                .SelectMany(l => l.Events.Select(e => (l.Name, e)))
                .OrderBy(p => p.e.On ?? DateOnly.MinValue),
        ];

    private DateOnly First =>
        Lanes
            .SelectMany(l => l.Spans.Select(s => s.From).Concat(l.Events.Select(e => e.On)))
            .OfType<DateOnly>()
            .Where(d => d <= Until)
            .DefaultIfEmpty(Until.AddYears(-1))
            .Min();

    protected override double Height => Lanes.Count * Lane + Foot;

    public override string Summary
    {
        get
        {
            var told = Told;
            return told.Count switch
            {
                0 => "The register records no change.",
                1 => $"The register records one change: {Say(told[0].Event)}.",
                _ =>
                    $"The register records {told.Count} changes, from {Say(told[0].Event)} to {Say(told[^1].Event)}.",
            };
        }
    }

    protected override void Draw(Drawing drawing)
    {
        var first = First;
        var across = Scale.Years(first.Year, Until.Year + 1, 1, 99, most: 7);
        var bottom = Lanes.Count * Lane;
        foreach (var year in across.Ticks)
        {
            drawing.Line(across.At(year), 4, across.At(year), bottom, "grid");
            var anchor =
                across.At(year) < 8 ? Anchor.Start
                : across.At(year) > 92 ? Anchor.End
                : Anchor.Middle;
            drawing.Label(
                across.At(year),
                bottom + 20,
                year.ToString("0", System.Globalization.CultureInfo.InvariantCulture),
                "tick",
                anchor
            );
        }

        var y = 0.0;
        foreach (var lane in Lanes)
        {
            drawing.Label(0, y + 18, lane.Name, "mine");
            drawing.Line(0, y + 46, 100, y + 46, "axis");
            var nth = 0;
            foreach (var span in lane.Spans.OrderBy(s => s.From ?? first))
            {
                var from = Place(across, span.From ?? first);
                var to = Place(across, span.To ?? Until);
                drawing.Bar(
                    from,
                    Math.Max(to, from + 0.6),
                    y + 38,
                    16,
                    nth++ % 2 == 0 ? "span" : "span-next"
                );
            }

            LabelSpans(drawing, across, [.. lane.Spans.OrderBy(s => s.From ?? first)], y + 68);
            foreach (var happened in lane.Events.Where(e => e.On is not null).OrderBy(e => e.On))
                drawing.Shape(
                    Place(across, happened.On!.Value),
                    y + 46,
                    PathOf(happened.Kind),
                    "event"
                );
            y += Lane;
        }
    }

    protected override Table Figures() =>
        new()
        {
            FirstCellIsHeader = true,
            Head = ["Date", "What", "What happened"],
            Rows =
            [
                .. Told.Select(
                    IReadOnlyList<Cell>? (p) =>
                        [p.Event.On?.InWords() ?? "date not known", p.Lane, p.Event.What]
                ),
            ],
        };

    /// <summary>Names what there is room for, on a phone too: about two letters for five hundredths of the width.</summary>
    private void LabelSpans(
        Drawing drawing,
        Scale across,
        IReadOnlyList<TimelineSpan> spans,
        double y
    )
    {
        var taken = 0.0;
        for (var i = 0; i < spans.Count; i++)
        {
            var from = Place(across, spans[i].From ?? First);
            var to = Place(across, spans[i].To ?? Until);
            var room = (int)((to - from) * 0.42);
            if (room >= Math.Min(8, spans[i].Name.Length))
            {
                drawing.Label(from, y, Drawing.Fit(spans[i].Name, room), "tick");
                taken = to;
            }
            else if (i == spans.Count - 1 && to - taken > 20)
            {
                // The state that lasts is what people look for: it may reach back under those before it.
                drawing.Label(
                    to,
                    y,
                    Drawing.Fit(spans[i].Name, (int)((to - taken) * 0.42)),
                    "tick",
                    Anchor.End
                );
            }
        }
    }

    private static string Say(TimelineEvent happened) =>
        happened.On is { } day ? $"{happened.What} ({day.InWords()})" : happened.What;

    private double Place(Scale across, DateOnly day)
    {
        var held = day > Until ? Until : day;
        return across.At(held.Year + (held.DayOfYear - 1) / 366.0);
    }

    private static string PathOf(Happening kind) =>
        kind switch
        {
            Happening.Opened => "M0-8A8 8 0 1 1 0 8A8 8 0 1 1 0-8Z",
            Happening.Closed => "M-7-7 7 7M7-7-7 7",
            Happening.Converted => "M0-9 9 0 0 9-9 0Z",
            Happening.Joined => "M-6-8 8 0-6 8Z",
            Happening.Left => "M6-8-8 0 6 8Z",
            Happening.Renamed => "M-7-7H7V7H-7Z",
            _ => "M0-9V9",
        };
}
