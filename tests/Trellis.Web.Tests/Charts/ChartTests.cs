using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Trellis.Components;

namespace Trellis.Charts;

public sealed partial class ChartTests
{
    [Fact]
    public void Ranked_bars_are_drawn_as_agreed() =>
        Golden.Same("Charts", "ranked-bars.html", Gallery.Ranked.ToHtml());

    [Fact]
    public void Contributions_are_drawn_as_agreed() =>
        Golden.Same("Charts", "contributions.html", Gallery.Parts.ToHtml());

    [Fact]
    public void Years_are_drawn_as_agreed() =>
        Golden.Same("Charts", "years-in-deciles.html", Gallery.Years.ToHtml());

    [Fact]
    public void A_timeline_is_drawn_as_agreed() =>
        Golden.Same("Charts", "timeline.html", Gallery.Past.ToHtml());

    [Fact]
    public void A_sparkline_is_drawn_as_agreed() =>
        Golden.Same("Charts", "sparkline.html", Gallery.Spark.ToHtml());

    [Fact]
    public void Fifty_bars_weigh_at_most_twelve_kilobytes()
    {
        var bars = Enumerable
            .Range(1, 50)
            .Select(i => new RankedBar(
                $"The {i}th School of Some Long Place",
                30 + i * 0.37,
                Mine: i == 7
            ))
            .ToList();
        var html = (Gallery.Ranked with { Bars = bars }).ToHtml();
        Assert.InRange(Svg().Match(html).Length, 1, 12 * 1024);
    }

    [Fact]
    public void Bars_by_distance_start_with_the_nearest_and_still_end_with_those_without_a_figure()
    {
        var table = Rows(Gallery.Ranked with { LeastFirst = true });
        Assert.Equal("Eastside Community School|38.6", table[0]);
        Assert.Equal("Millbrook Academy|52.3", table[^2]);
        Assert.Equal("Kelbrook Grange|withheld: few pupils", table[^1]);
    }

    [Theory]
    [InlineData(2020, 2023, "2020 2021 2022 2023")]
    [InlineData(2016, 2024, "2016 2018 2020 2022 2024")]
    [InlineData(2017, 2024, "2017 2020 2022 2024")]
    [InlineData(2003, 2026, "2003 2014 2020 2026")]
    public void At_most_five_years_are_named_with_the_first_and_the_last(
        int first,
        int last,
        string named
    )
    {
        var chart = Counts([.. Enumerable.Range(first, last - first + 1).Select(y => (y, 3.0))]);
        Assert.Equal(named.Split(' '), Ticks(chart).Where(t => t.Length == 4));
    }

    [Fact]
    public void Counts_are_marked_by_whole_numbers() =>
        Assert.Equal(
            ["1", "2", "3"],
            Ticks(Counts([(2020, 1), (2021, 2), (2022, 3)])).Where(t => t.Length < 4)
        );

    private static YearsInDeciles Counts(IReadOnlyList<(int Year, double Schools)> years) =>
        new()
        {
            Key = "counts",
            Headline = "Schools in it",
            Subtitle = "Schools in it on 1 September",
            Name = "Ashford Vale Trust",
            Unit = new Unit(0),
            Mine = [.. years.Select(y => new YearFigure(y.Year, $"{y.Year}", y.Schools))],
        };

    private static string[] Ticks(Chart chart) =>
        [
            .. new HtmlParser()
                .ParseDocument(chart.ToHtml())
                .QuerySelectorAll("text.tick")
                .Select(t => t.TextContent),
        ];

    [Fact]
    public void Bars_stand_from_most_to_least_and_those_without_a_figure_last_with_the_reason()
    {
        var table = Rows(Gallery.Ranked);
        Assert.Equal(
            [
                "Millbrook Academy|52.3",
                "St Oswin's Catholic Voluntary Academy and Sixth Form College|49.8",
                "Ashford Vale School|47.1",
                "Harrow Weir High|41.2",
                "Eastside Community School|38.6",
                "Kelbrook Grange|withheld: few pupils",
            ],
            table
        );
    }

    [Fact]
    public void A_bar_is_as_long_as_its_figure()
    {
        var html = new HtmlParser().ParseDocument(Gallery.Ranked.ToHtml());
        var mine = html.QuerySelector("rect.bar-mine")!.GetAttribute("width");
        // 47.1 on a scale from 0 to 60.
        Assert.Equal("78.5%", mine);
    }

    [Fact]
    public void Parts_add_up_in_words_and_figures()
    {
        // 0.0313 + 0.0104 + 0.0421 + 0.0098 = 0.0936, whose root is 0.30594.
        Assert.Equal(
            "Most of the difference is in English as an additional language (45%) and Prior attainment (33%). The parts add up to 0.0936, the distance 0.3059 squared. Based on 4 of 5 characteristics.",
            Gallery.Parts.Summary
        );
        Assert.Equal("All together|||0.0936|100%", Rows(Gallery.Parts)[^1]);
    }

    [Fact]
    public void A_year_without_a_figure_breaks_the_line_and_stands_in_the_table_with_its_reason()
    {
        var html = new HtmlParser().ParseDocument(Gallery.Years.ToHtml());
        // Four years, a gap of two, three years: three lines and two.
        Assert.Equal(5, html.QuerySelectorAll(".chart__drawing line.line-mine").Length);
        Assert.Equal(7, html.QuerySelectorAll(".chart__drawing circle").Length);
        Assert.Contains(
            Rows(Gallery.Years),
            r => r.StartsWith("2019/20|not published|", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_year_alone_has_its_spread_as_a_column_with_the_middle_marked()
    {
        var one = Gallery.Years with
        {
            Mine = [.. Gallery.Years.Mine.TakeLast(1)],
            Field = [.. Gallery.Years.Field.TakeLast(1)],
        };
        var html = new HtmlParser().ParseDocument(one.ToHtml());
        Assert.Equal(2, html.QuerySelectorAll(".chart__drawing polygon").Length);
        Assert.Single(html.QuerySelectorAll(".chart__drawing line.line-compared"));
        Assert.StartsWith(
            "Ashford Vale School has one figure: 47.1 in 2023/24.",
            one.Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_chart_has_a_name_a_description_a_table_and_a_download()
    {
        foreach (
            var chart in new Chart[] { Gallery.Ranked, Gallery.Parts, Gallery.Years, Gallery.Past }
        )
        {
            var html = new HtmlParser().ParseDocument(chart.ToHtml());
            var svg = html.QuerySelector("svg[role=img]")!;
            var named = svg.GetAttribute("aria-labelledby")!
                .Split(' ')
                .Select(id => html.GetElementById(id)!.TextContent);
            Assert.Equal([chart.Headline, chart.Summary], named);
            Assert.NotNull(html.QuerySelector("details table"));
            Assert.Equal(chart.Csv, html.QuerySelector("p.source a")?.GetAttribute("href"));
        }
    }

    [Fact]
    public void Each_kind_of_happening_has_a_shape_of_its_own()
    {
        var shapes = Enum.GetValues<Happening>()
            .Select(kind =>
                Gallery.Past with
                {
                    Lanes =
                    [
                        new TimelineLane(
                            "",
                            [],
                            [new TimelineEvent(new DateOnly(2020, 1, 1), kind, "It happened")]
                        ),
                    ],
                }
            )
            .Select(t =>
                new HtmlParser()
                    .ParseDocument(t.ToHtml())
                    .QuerySelector("path.event")!
                    .GetAttribute("d")
            )
            .ToList();
        Assert.Equal(shapes.Count, shapes.Distinct().Count());
    }

    [Fact]
    public void A_name_that_looks_like_markup_stays_a_name()
    {
        var html = (
            Gallery.Ranked with
            {
                Bars = [new RankedBar("<script>alert(1)</script>", 1)],
            }
        ).ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    private static List<string> Rows(Chart chart) =>
        [
            .. new HtmlParser()
                .ParseDocument(chart.ToHtml())
                .QuerySelectorAll("tbody tr")
                .Select(row => string.Join('|', row.Children.Select(c => c.TextContent))),
        ];

    [GeneratedRegex(
        "<svg class=\"chart__drawing\".*</svg><p class=\"chart__summary\"",
        RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Svg();
}
