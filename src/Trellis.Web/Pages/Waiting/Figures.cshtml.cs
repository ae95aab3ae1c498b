using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Survival;
using Trellis.Waits;

namespace Trellis.Pages.Waiting;

/// <summary>The figures of past waits by law, region and phase, with their intervals.</summary>
[Access(Who.Everybody)]
public sealed class FiguresPage : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("by", "By", What: "all, law, region or phase."),
        new("group", "Group"),
        new("waits", "Waits", "integer"),
        new(
            "in_figures",
            "In the figures",
            "integer",
            What: "Those that a list could show before they ended."
        ),
        new("openings", "Openings with a sponsor", "integer"),
        .. new[] { "quarter", "half", "three_quarters" }.SelectMany(q =>
            new SheetColumn[]
            {
                new(
                    q,
                    $"Over for {q.Replace('_', ' ')} after",
                    "number",
                    "days",
                    "Empty where it is not reached, or openings are fewer than five."
                ),
                new($"{q}_low", "Lower end", "number", "days"),
                new($"{q}_high", "Upper end", "number", "days", "Empty where it is not reached."),
            }
        ),
        .. WaitGroup.Months.SelectMany(m =>
            new SheetColumn[]
            {
                new($"waiting_{m}", $"Still waiting after {m} months", "number", "share of 1"),
                new($"waiting_{m}_low", "Lower end", "number", "share of 1"),
                new($"waiting_{m}_high", "Upper end", "number", "share of 1"),
            }
        ),
    ];

    public IReadOnlyList<WaitGroup> Groups { get; private set; } = [];

    public IActionResult OnGet()
    {
        Groups = PastWaits.In(Snapshot).Groups;
        return Answer(
            new PageFrame
            {
                Title = "Past waits for a sponsor: the figures",
                Description =
                    "Quarter, half and three quarters of past waits, and the share that still waited after 6, 9, 12 and 24 months, by law, region and phase.",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Waiting for a trust", "/waiting"),
                    new("Past waits", "/waiting/history"),
                    new("Figures"),
                ],
            },
            new Sheet(
                "waiting-history-figures",
                "Past waits for a sponsor, figures",
                Columns,
                [
                    .. Groups.Select(g =>
                        (IReadOnlyList<object?>)
                            [
                                g.Kind,
                                g.Name,
                                g.Spells.Count,
                                g.Figures.Number,
                                g.Figures.Happened,
                                .. new[] { .25, .5, .75 }.SelectMany(q =>
                                    g.Percentile(q) is { } at
                                        ? new object?[] { at.Length, at.Low, at.High }
                                        : [null, null, null]
                                ),
                                .. WaitGroup.Months.SelectMany(m =>
                                    g.After(m) is { } at
                                    && at.Interval(KaplanMeier.Ninetyfive) is var (low, high)
                                        ? new object?[]
                                        {
                                            at.StillWaiting,
                                            Finite(low),
                                            Finite(high),
                                        }
                                        : [null, null, null]
                                ),
                            ]
                    ),
                ]
            )
        );
    }

    internal static object Told(WaitGroup g) =>
        new
        {
            by = g.Kind,
            group = g.Name,
            waits = g.Spells.Count,
            inFigures = g.Figures.Number,
            openings = g.Figures.Happened,
            quarter = g.Percentile(.25),
            half = g.Percentile(.5),
            threeQuarters = g.Percentile(.75),
            stillWaiting = WaitGroup.Months.Select(m => new
            {
                months = m,
                share = g.After(m)?.StillWaiting,
            }),
        };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
