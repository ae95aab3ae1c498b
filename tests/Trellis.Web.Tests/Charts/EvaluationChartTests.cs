using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Trellis.Charts;

/// <summary>The charts of an evaluation: places worked out by hand, words that say what is drawn, and nothing over anything else on a phone.</summary>
public sealed class EvaluationChartTests
{
    private static readonly Unit Sd = new(2, " SD");

    private static readonly EventStudyChart Study = new()
    {
        Key = "study",
        Headline = "Results before and after joining",
        Subtitle = "Reading and mathematics, in standard deviations between schools",
        Unit = Sd,
        Base = -1,
        Csv = "/what-works/joining/study.csv",
        Points =
        [
            new(-3, .02, -.06, .10, -.10, .14),
            new(-2, -.01, -.08, .06, -.11, .09),
            new(0, .05, -.02, .12, -.05, .15),
            new(1, null, Why: "no tests in 2020 and 2021"),
            new(2, null, Why: "no tests in 2020 and 2021"),
            new(3, .20, .12, .28, .08, .32),
        ],
    };

    private static readonly LovePlot Love = new()
    {
        Key = "love",
        Headline = "How alike",
        Subtitle = "Standardised differences",
        Rows =
        [
            new("Free school meals", -.20, .02),
            new("Results before", .62, -.06),
            new("Size", null, null),
        ],
    };

    private static readonly ForestPlot Forest = new()
    {
        Key = "forest",
        Headline = "All studies",
        Subtitle = "In standard deviations",
        Unit = Sd,
        Rows =
        [
            new("Joining a trust, primary schools that converted", .10, 0, .20, .36),
            new("Joining a trust, secondary schools with a sponsor", -.20, -.40, 0, .64),
            new("Federations", null, Why: "too few schools"),
        ],
        Total = new(.05, -.05, .15, -.30, .40),
        Sides = ("worse", "better"),
    };

    private static readonly FunnelPlot Funnel = new()
    {
        Key = "funnel",
        Headline = "Are small studies different?",
        Subtitle = "Estimates and errors",
        Unit = Sd,
        Middle = 0,
        Points = [new("One", .1, .1), new("Two", -.5, .2), new("Three", null, null)],
    };

    private static readonly FlowOfSchools Flow = new()
    {
        Key = "flow",
        Headline = "Who is in it",
        Subtitle = "Primary schools",
        Steps =
        [
            new("All primary schools in England since 2010", 16_000),
            new("With results in the years before", 12_000, "no results in all three years before"),
            new("In the estimate", 3_000, "no comparable school nearby"),
        ],
    };

    private static readonly IReadOnlyList<Chart> All = [Study, Love, Forest, Funnel, Flow];

    [Fact]
    public void A_year_of_an_event_study_stands_where_its_number_says()
    {
        var html = Parse(Study);
        // Seven columns of (98 - 12) / 7 = 12.2857 from 12: −3 in the middle of the first, 3 in that of the last.
        var dots = Drawn(html, "circle");
        Assert.Equal(["18.14%", "30.43%", "55%", "91.86%"], dots.Select(d => d.GetAttribute("cx")));
        // −.2 to .4 by .1 would be seven marks; nice steps of .2 go from −.2 to .4: .20 is a third from the top, 34 + 250 / 3.
        Assert.Equal("117.33", dots[^1].GetAttribute("cy"));
        Assert.Equal(
            ["dot-hollow", "dot-hollow", "dot-mine", "dot-mine"],
            dots.Select(d => d.ClassName)
        );
        // The base on the zero line, 34 + 250 * 2 / 3.
        var mark = html.QuerySelector(".chart__drawing path.mark-base")!.ParentElement!;
        Assert.Equal(("42.71%", "200.67"), (mark.GetAttribute("x"), mark.GetAttribute("y")));
        // Joining stands between −1 and 0: 12 + 3 columns.
        Assert.Equal("48.86%", html.QuerySelector(".chart__drawing line.turn")!.GetAttribute("x1"));
    }

    [Fact]
    public void Intervals_and_bands_are_as_long_as_they_are()
    {
        var html = Parse(Study);
        var last = html.QuerySelectorAll(".chart__drawing line.interval")[^1];
        // From .12 to .28 on 250 px for .6: 34 + 250 * (.4 - .12) / .6 and 34 + 250 * (.4 - .28) / .6.
        Assert.Equal(("150.67", "84"), (last.GetAttribute("y1"), last.GetAttribute("y2")));
        var band = html.QuerySelectorAll(".chart__drawing rect.band-outer")[^1];
        // .08 to .32 is .24 of .6: 100 px.
        Assert.Equal(
            ("85.71%", "12.29%", "67.33", "100"),
            (
                band.GetAttribute("x"),
                band.GetAttribute("width"),
                band.GetAttribute("y"),
                band.GetAttribute("height")
            )
        );
    }

    [Fact]
    public void Years_without_data_are_one_shaded_strip_with_a_letter_whose_reason_is_named()
    {
        var html = Parse(Study);
        var hole = html.QuerySelectorAll(".chart__drawing rect.bar-hole").Single();
        // Two columns from 12 + 4 * 12.2857.
        Assert.Equal(("61.14%", "24.57%"), (hole.GetAttribute("x"), hole.GetAttribute("width")));
        Assert.Contains(
            "A: no tests in 2020 and 2021",
            html.QuerySelector(".chart__legend")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(Drawn(html, "text"), t => t.TextContent == "A");
        Assert.Equal("+1|no tests in 2020 and 2021|–|–", Rows(html)[4]);
    }

    [Fact]
    public void A_year_nobody_named_between_two_others_is_a_hole_too()
    {
        var html = Parse(Study with { Points = [new(-3, .1, 0, .2), new(0, .1, 0, .2)] });
        Assert.Equal("−2|no data|–|–", Rows(html)[1]);
        Assert.Single(html.QuerySelectorAll(".chart__drawing rect.bar-hole"));
    }

    [Fact]
    public void A_band_is_explained_where_one_is_drawn_and_nowhere_else()
    {
        string Legend(EventStudyChart chart) =>
            Parse(chart).QuerySelector(".chart__legend")!.TextContent;

        Assert.Contains("all the years lie together", Legend(Study), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "all the years lie together",
            Legend(Study with { Points = [new(-1, null), new(0, .1, 0, .2)] }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_summary_of_an_event_study_says_what_the_band_holds_and_never_speaks_of_significance() =>
        Assert.Equal(
            "Before joining differences lay between −0.01 SD and 0.02 SD. After it differences lay between 0.05 SD and 0.20 SD; the band leaves zero out in +3. 2 years have no estimate: no tests in 2020 and 2021.",
            Study.Summary
        );

    [Fact]
    public void The_base_year_is_marked_and_never_called_an_estimate() =>
        Assert.Equal("−1|0: the year all others are measured from|–|–", Rows(Parse(Study))[2]);

    [Fact]
    public void A_love_plot_draws_sizes_and_keeps_directions_in_the_table()
    {
        var html = Parse(Love);
        // 97 % of the width for .4; .62 lies at the edge. The largest first.
        Assert.Equal(
            ["97%", "14.55%", "48.5%", "4.85%"],
            Drawn(html, "circle").Select(d => d.GetAttribute("cx"))
        );
        Assert.Equal(
            ["12.12%", "24.25%", "60.62%"],
            html.QuerySelectorAll(".chart__drawing line.limit").Select(l => l.GetAttribute("x1"))
        );
        Assert.Equal(
            [
                "Results before|0.620|−0.060",
                "Free school meals|−0.200|0.020",
                "Size|not known|not known",
            ],
            Rows(html)
        );
        Assert.Equal(
            "Before, the largest difference was 0.62 (Results before). After weighting it is 0.06 (Results before). All lie within 0.10, close.",
            Love.Summary
        );
    }

    [Fact]
    public void A_forest_plot_has_squares_by_weight_a_diamond_and_what_the_next_study_would_find()
    {
        var html = Parse(Forest);
        // The scale goes from −.4 to .4 by .2, across 7 to 93: .10 at 7 + 86 * .5 / .8.
        var squares = html.QuerySelectorAll(".chart__drawing path.mark-study");
        Assert.Equal(["60.75%", "28.5%"], squares.Select(s => s.ParentElement!.GetAttribute("x")));
        // Sides 2.5 + 4.5 times the root of .36 and .64: 5.2 and 6.1.
        Assert.Equal(
            ["M-5.20,-5.20H5.20V5.20H-5.20Z", "M-6.10,-6.10H6.10V6.10H-6.10Z"],
            squares.Select(s => s.GetAttribute("d"))
        );
        // 8 + 79 + 79 + 60 + 30 is the middle of the last line, two names taking two lines; −.05, .05 and .15 at 7 + 86 * (x + .4) / .8, halves to even.
        Assert.Equal(
            "44.62,256 55.38,249 66.12,256 66.12,256 55.38,263 44.62,256",
            html.QuerySelector(".chart__drawing polygon.band-diamond")!.GetAttribute("points")
        );
        var next = html.QuerySelector(".chart__drawing line.prediction")!;
        Assert.Equal(("17.75%", "93%"), (next.GetAttribute("x1"), next.GetAttribute("x2")));
        Assert.Equal(
            "2 studies go from −0.20 SD to 0.10 SD; the intervals of 2 hold zero. Together they say 0.05 SD, between −0.05 SD and 0.15 SD. The next study would lie between −0.30 SD and 0.40 SD.",
            Forest.Summary
        );
        Assert.Equal("Federations|too few schools|–|–", Rows(html)[2]);
    }

    [Fact]
    public void A_funnel_has_the_surest_on_top_between_the_lines_of_chance()
    {
        var html = Parse(Funnel);
        var dots = Drawn(html, "circle");
        // Errors 0 to .2 over 240 px from 16; estimates −.5 to .5 by .25 over 76 % from 16.
        Assert.Equal(["136", "256"], dots.Select(d => d.GetAttribute("cy")));
        Assert.Equal(["61.6%", "16%"], dots.Select(d => d.GetAttribute("cx")));
        // 1.96 errors at the foot: −.392 and .392 around 0, which is at 54 %.
        Assert.Equal(
            ["24.21%", "83.79%"],
            html.QuerySelectorAll(".chart__drawing line.line-compared")
                .Select(l => l.GetAttribute("x2"))
        );
        Assert.Equal(
            "Of 2 studies 1 lie between the lines around 0.00 SD. 1 lie above it and 1 below.",
            Funnel.Summary
        );
    }

    [Fact]
    public void The_flow_of_schools_loses_none_without_a_reason()
    {
        var html = Parse(Flow);
        Assert.Equal(
            ["100%", "75%", "18.75%"],
            Drawn(html, "rect").Select(r => r.GetAttribute("width"))
        );
        Assert.Equal(
            "Of 16,000 schools 3,000 are in the estimate. Most of the others fell out here: no comparable school nearby (9,000).",
            Flow.Summary
        );
        Assert.Equal(
            "With results in the years before|12,000|4,000|no results in all three years before",
            Rows(html)[1]
        );
    }

    [Fact]
    public void No_word_lies_over_another_on_a_screen_of_320_pixels()
    {
        foreach (var chart in All)
        {
            var boxes = Boxes(Parse(chart), 288);
            for (var i = 0; i < boxes.Count; i++)
            for (var j = i + 1; j < boxes.Count; j++)
                Assert.False(
                    boxes[i].Left < boxes[j].Right
                        && boxes[j].Left < boxes[i].Right
                        && Math.Abs(boxes[i].Foot - boxes[j].Foot) < 11,
                    $"{chart.Key}: '{boxes[i].Text}' lies over '{boxes[j].Text}'"
                );
        }
    }

    [Fact]
    public void Nothing_and_one_point_are_drawn_in_words_and_as_one_point()
    {
        Chart[] none =
        [
            Study with
            {
                Points = [],
                Base = null,
            },
            Love with
            {
                Rows = [],
            },
            Forest with
            {
                Rows = [],
                Total = null,
            },
            Funnel with
            {
                Points = [],
            },
            Flow with
            {
                Steps = [],
            },
        ];
        Assert.Equal(
            [
                "There is no estimate for any year.",
                "No difference is known.",
                "No study has an estimate.",
                "No study has an estimate with an error.",
                "No steps are known.",
            ],
            none.Select(c => c.Summary)
        );
        foreach (var chart in none)
            Assert.Single(Drawn(Parse(chart), "text.none"));
        Assert.Single(
            Drawn(Parse(Study with { Points = [new(0, .1, 0, .2)], Base = null }), "circle")
        );
        Assert.Single(Drawn(Parse(Love with { Rows = [new("Size", null, .01)] }), "circle"));
        Assert.Single(Drawn(Parse(Funnel with { Points = [new("One", 0, 0)] }), "circle"));
        Assert.Equal(
            "One study has an estimate: 0.10 SD.",
            (Forest with { Rows = [new("One", .1)], Total = null }).Summary
        );
        Assert.Equal("5 schools: All.", (Flow with { Steps = [new("All", 5)] }).Summary);
    }

    [Fact]
    public void What_is_no_number_is_no_mark()
    {
        Chart[] odd =
        [
            Study with
            {
                Points =
                [
                    new(0, double.NaN, 0, 1),
                    new(1, .1, double.NegativeInfinity, 1, double.NaN, 2),
                ],
            },
            Love with
            {
                Rows = [new("Size", double.NaN, double.PositiveInfinity)],
            },
            Forest with
            {
                Rows = [new("One", double.NaN), new("Two", .1, double.NaN, 3)],
                Total = new(double.NaN, 0, 1),
            },
            Funnel with
            {
                Points = [new("One", .1, double.NaN), new("Two", .1, -1), new("Three", 1, .2)],
                Middle = double.NaN,
            },
        ];
        foreach (var chart in odd)
        {
            var html = chart.ToHtml();
            Assert.DoesNotContain("NaN", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
            Assert.DoesNotContain("&#x221E;", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_chart_has_a_name_a_summary_and_a_table_of_all_it_draws() =>
        Assert.All(
            All,
            chart =>
            {
                var html = Parse(chart);
                Assert.Equal(chart.Summary, html.QuerySelector("svg[role=img] desc")!.TextContent);
                Assert.Equal(chart.Summary, html.QuerySelector("p.chart__summary")!.TextContent);
                Assert.True(html.QuerySelectorAll("details table tbody tr").Length >= 3);
            }
        );

    private static IHtmlDocument Parse(Chart chart) =>
        new HtmlParser().ParseDocument(chart.ToHtml());

    private static List<IElement> Drawn(IHtmlDocument html, string what) =>
        [.. html.QuerySelectorAll($".chart__drawing {what}")];

    private static List<string> Rows(IHtmlDocument html) =>
        [
            .. html.QuerySelectorAll("tbody tr")
                .Select(row => string.Join('|', row.Children.Select(c => c.TextContent))),
        ];

    /// <summary>Where the words of a drawing lie: 8.2 pixels a letter, 7.4 where they are small.</summary>
    private static List<(string Text, double Left, double Right, double Foot)> Boxes(
        IHtmlDocument html,
        double width
    ) =>
        [
            .. Drawn(html, "text")
                .Select(t =>
                {
                    var at =
                        double.Parse(
                            t.GetAttribute("x")!.TrimEnd('%'),
                            CultureInfo.InvariantCulture
                        )
                        / 100
                        * width;
                    var long_ = t.TextContent.Length * (t.ClassName == "tick" ? 7.4 : 8.2);
                    var left = t.GetAttribute("text-anchor") switch
                    {
                        "middle" => at - (long_ / 2),
                        "end" => at - long_,
                        _ => at,
                    };
                    return (
                        t.TextContent,
                        left,
                        left + long_,
                        double.Parse(t.GetAttribute("y")!, CultureInfo.InvariantCulture)
                    );
                }),
        ];
}
