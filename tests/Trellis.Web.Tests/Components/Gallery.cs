using Microsoft.AspNetCore.Html;
using Trellis.Charts;

namespace Trellis.Components;

/// <summary>One page with every component and chart on it, of made-up schools.</summary>
internal static class Gallery
{
    public static Edition Fictional { get; } =
        new(
            "5f1c0a9b2d3e7744aa01",
            new DateOnly(2026, 5, 1),
            new DateOnly(2026, 8, 21),
            Fictional: true
        );

    public static PageFrame Frame { get; } =
        new()
        {
            Title = "Ashford Vale School: similar schools",
            Description = "Fifty schools most like Ashford Vale School.",
            Edition = Fictional,
            Section = "find",
            Crumbs =
            [
                new PageLink("Home", "/"),
                new PageLink("Northtown", "/local-authority/301"),
                new PageLink("Ashford Vale School", "/school/900001"),
                new PageLink("Similar schools"),
            ],
            Canonical = "/school/900001/similar",
            Csv = "/school/900001/similar.csv",
            Json = "/school/900001/similar.json",
        };

    public static RankedBars Ranked { get; } =
        new()
        {
            Key = "attainment",
            Headline = "Pupils here reach a little more than in most schools like it",
            Subtitle = "Attainment 8, points a pupil, school year 2023/24",
            Measure = "Attainment 8",
            Unit = new Unit(1),
            Middle = 45.9,
            MiddleOf = "middle of all secondary schools",
            Csv = "/school/900001/similar.csv",
            Bars =
            [
                new RankedBar("Ashford Vale School", 47.1, Mine: true, Href: "/school/900001"),
                new RankedBar("Millbrook Academy", 52.3, Href: "/school/900002"),
                new RankedBar(
                    "St Oswin's Catholic Voluntary Academy and Sixth Form College",
                    49.8,
                    Href: "/school/900003"
                ),
                new RankedBar("Harrow Weir High", 41.2, Href: "/school/900004"),
                new RankedBar("Eastside Community School", 38.6, Href: "/school/900005"),
                new RankedBar(
                    "Kelbrook Grange",
                    null,
                    "withheld: few pupils",
                    Href: "/school/900006"
                ),
            ],
        };

    public static Contributions Parts { get; } =
        new()
        {
            Key = "parts",
            Headline = "What makes the two schools differ",
            Subtitle =
                "Each characteristic's part of the squared distance, method dfe-2026-secondary-02",
            MyName = "Ashford Vale School",
            TheirName = "Millbrook Academy",
            Csv = "/school/900001/similar/900002.csv",
            Parts =
            [
                new Contribution("Prior attainment", "101.2", "101.6", 0.0313),
                new Contribution("Pupil premium", "51%", "49%", 0.0104),
                new Contribution("English as an additional language", "22%", "34%", 0.0421),
                new Contribution("Number of pupils", "1,040", "1,115", 0.0098),
                new Contribution(
                    "Mobility",
                    "not published",
                    "4%",
                    null,
                    "no figure for Ashford Vale School"
                ),
            ],
        };

    public static YearsInDeciles Years { get; } =
        new()
        {
            Key = "years",
            Headline = "Attainment fell after 2022 and is again above the middle",
            Subtitle =
                "Attainment 8, points a pupil. No results were published for 2019/20 and 2020/21",
            Name = "Ashford Vale School",
            FieldOf = "secondary schools in England",
            Unit = new Unit(1),
            Csv = "/school/900001/performance.csv",
            Mine =
            [
                new YearFigure(2016, "2015/16", 49.2),
                new YearFigure(2017, "2016/17", 46.0),
                new YearFigure(2018, "2017/18", 46.9),
                new YearFigure(2019, "2018/19", 48.1),
                new YearFigure(2020, "2019/20", null, "not published"),
                new YearFigure(2021, "2020/21", null, "not published"),
                new YearFigure(2022, "2021/22", 50.3),
                new YearFigure(2023, "2022/23", 45.2),
                new YearFigure(2024, "2023/24", 47.1),
            ],
            Field =
            [
                .. new[] { 2016, 2017, 2018, 2019, 2022, 2023, 2024 }.Select(y => new YearDeciles(
                    y,
                    [.. Enumerable.Range(1, 9).Select(d => 36.5 + d * 2.1 + (y % 3) * 0.9)]
                )),
            ],
        };

    public static Timeline Past { get; } =
        new()
        {
            Key = "past",
            Headline = "One school since 1967, in its second trust",
            Subtitle = "As the register of schools records it",
            Until = new DateOnly(2026, 8, 21),
            Lanes =
            [
                new TimelineLane(
                    "The school",
                    [
                        new TimelineSpan(
                            new DateOnly(1967, 9, 1),
                            new DateOnly(2013, 4, 1),
                            "Community school"
                        ),
                        new TimelineSpan(new DateOnly(2013, 4, 1), null, "Academy"),
                    ],
                    [
                        new TimelineEvent(
                            new DateOnly(1967, 9, 1),
                            Happening.Opened,
                            "Opened as Ashford Vale Comprehensive"
                        ),
                        new TimelineEvent(
                            new DateOnly(1991, 9, 1),
                            Happening.Renamed,
                            "Renamed Ashford Vale School"
                        ),
                        new TimelineEvent(
                            new DateOnly(2013, 4, 1),
                            Happening.Converted,
                            "Became an academy"
                        ),
                    ]
                ),
                new TimelineLane(
                    "Trust",
                    [
                        new TimelineSpan(
                            new DateOnly(2013, 4, 1),
                            new DateOnly(2019, 9, 1),
                            "Vale Learning Trust"
                        ),
                        new TimelineSpan(new DateOnly(2019, 9, 1), null, "Beacon Hill Trust"),
                    ],
                    [
                        new TimelineEvent(
                            new DateOnly(2013, 4, 1),
                            Happening.Joined,
                            "Joined Vale Learning Trust"
                        ),
                        new TimelineEvent(
                            new DateOnly(2019, 9, 1),
                            Happening.Left,
                            "Left Vale Learning Trust"
                        ),
                        new TimelineEvent(
                            new DateOnly(2019, 9, 1),
                            Happening.Joined,
                            "Joined Beacon Hill Trust"
                        ),
                    ]
                ),
            ],
        };

    public static Sparkline Spark { get; } =
        new([49.2, 46, 46.9, 48.1, null, null, 50.3, 45.2, 47.1]);

    public static IHtmlContent Body()
    {
        var body = new HtmlContentBuilder();
        body.AppendHtml(
            """
            <h1 class="govuk-heading-l">Ashford Vale School</h1>
            <p class="standfirst">Secondary, 11 to 18. Northtown. In <a class="govuk-link" href="/trust/5001">Beacon Hill Trust</a> since 1 September 2019.</p>
            <nav class="views" aria-label="About this school"><ul>
            <li><a href="/school/900001">The school</a></li><li><a href="/school/900001/similar" aria-current="page">Similar schools</a></li>
            <li><a href="/school/900001/performance">Results over time</a></li><li><a href="/school/900001/history">History</a></li></ul></nav>
            <dl class="figures">
            <div><dt>Pupils</dt><dd>1,040</dd><dd>census, January 2026</dd></div>
            <div><dt>Free school meals</dt><dd>31.4%</dd><dd>census, January 2026</dd></div>
            <div><dt>Attainment 8</dt><dd>47.1
            """
        );
        body.AppendHtml(" ").AppendHtml(Spark);
        body.AppendHtml(
            """
            </dd><dd>2023/24</dd></div>
            <div><dt>Persistent absence</dt><dd class="missing">withheld</dd><dd>2023/24, few pupils</dd></div></dl>
            <p class="source">Source: <a href="/data/census">School census</a>, January 2026. <a href="/method/measures">What these measure</a>.</p>
            """
        );
        body.AppendHtml(Ranked).AppendHtml(Years).AppendHtml(Parts).AppendHtml(Past);
        body.AppendHtml("""<h2 class="govuk-heading-m">The most similar schools</h2>""");
        body.AppendHtml(
            """
            <ol class="ranked">
            <li><h3>1. <a class="govuk-link" href="/school/900001/similar/900002">Millbrook Academy</a></h3>
            <ul class="marks"><li><strong class="govuk-tag">close</strong></li><li>distance 0.31</li><li>8 km away</li></ul>
            <p><strong>Like yours in</strong> prior attainment (101.2 and 101.6), pupil premium (51% and 49%), size.</p>
            <p><strong>Unlike in</strong> English as an additional language (22% and 34%).</p></li>
            <li><h3>2. <a class="govuk-link" href="/school/900001/similar/900004">Harrow Weir High</a></h3>
            <ul class="marks"><li><strong class="govuk-tag govuk-tag--grey">fair</strong></li><li>distance 0.52</li><li>41 km away</li></ul>
            <p><strong>Like yours in</strong> pupil premium, mobility.</p></li></ol>
            <ul class="take-away"><li><a class="govuk-link" href="?view=map">Map</a></li><li><a class="govuk-link" href="/school/900001/similar.csv">CSV</a></li><li><a class="govuk-link" href="/school/900001/similar.json">JSON</a></li><li><a class="govuk-link" href="/school/900001/similar">Link to exactly this</a></li></ul>
            """
        );
        body.AppendHtml(
            """<div class="table-scroll" role="region" tabindex="0" aria-label="Table: schools">"""
        );
        body.AppendHtml(
            new Table
            {
                Caption = "Schools in the trust",
                CaptionClasses = "govuk-table__caption--m",
                FirstCellIsHeader = true,
                Head =
                [
                    "School",
                    "Phase",
                    new Cell { Text = "Pupils", Format = "numeric" },
                    new Cell { Text = "Since", Format = "numeric" },
                ],
                Rows =
                [
                    [
                        new Cell
                        {
                            Html = new HtmlString(
                                "<a class=\"govuk-link\" href=\"/school/900001\">Ashford Vale School</a>"
                            ),
                        },
                        "Secondary",
                        Cell.Number("1,040"),
                        Cell.Number("1 Sep 2019"),
                    ],
                    [
                        new Cell
                        {
                            Html = new HtmlString(
                                "<a class=\"govuk-link\" href=\"/school/900002\">Millbrook Academy</a>"
                            ),
                        },
                        "Secondary",
                        Cell.Number("1,115"),
                        Cell.Number("1 Apr 2014"),
                    ],
                    [
                        new Cell
                        {
                            Html = new HtmlString(
                                "<a class=\"govuk-link\" href=\"/school/900009\">Wray Primary School</a>"
                            ),
                        },
                        "Primary",
                        Cell.Number("210"),
                        Cell.Number("1 Jan 2021"),
                    ],
                ],
            }
        );
        body.AppendHtml("</div>");
        body.AppendHtml(
            new SummaryList
            {
                Rows =
                [
                    SummaryRow.Of("URN", "900001"),
                    SummaryRow.Of("Type", "Academy converter"),
                    SummaryRow.Of("Religious character", "none"),
                ],
            }
        );
        body.AppendHtml("""<div class="beside"><form class="filters" action="/search">""");
        body.AppendHtml(
            new Checkboxes
            {
                Name = "phase",
                Classes = "govuk-checkboxes--small",
                Fieldset = new Fieldset { Legend = new Legend { Text = "Phase" } },
                Values = ["secondary"],
                Items =
                [
                    new Choice { Value = "primary", Text = "Primary (16,701)" },
                    new Choice { Value = "secondary", Text = "Secondary (3,412)" },
                ],
            }
        );
        body.AppendHtml(
            new Select
            {
                Name = "sort",
                Label = new Label { Text = "Sort by" },
                Items =
                [
                    new SelectItem { Value = "name", Text = "Name" },
                    new SelectItem { Value = "near", Text = "Nearest first" },
                ],
            }
        );
        body.AppendHtml(
            new Input
            {
                Name = "within",
                Label = new Label { Text = "Within, in kilometres" },
                Suffix = new Aside { Text = "km" },
                Classes = "govuk-input--width-4",
                Value = "25",
            }
        );
        body.AppendHtml(new Button { Text = "Show" });
        body.AppendHtml("</form><div>");
        body.AppendHtml(
            new ErrorSummary
            {
                ErrorList =
                [
                    new ErrorItem
                    {
                        Href = "#within",
                        Text = "Enter a distance in kilometres, such as 25",
                    },
                ],
            }
        );
        body.AppendHtml(
            """<ul class="chosen"><li><a href="/search">Secondary</a></li><li><a href="/search">Within 25 km</a></li></ul>"""
        );
        body.AppendHtml(new InsetText { Text = "The distance is straight, not by road." });
        body.AppendHtml(new WarningText { Text = "These figures were withheld by the publisher." });
        body.AppendHtml(
            new Details
            {
                SummaryText = "How likeness is worked out",
                Text = "From the published characteristics.",
            }
        );
        body.AppendHtml(Pagination.Of(3, 14, n => $"?page={n}"));
        body.AppendHtml(
            new TaskList
            {
                Items =
                [
                    TaskItem.Of("Say who speaks for the school", "#people", TaskState.Completed),
                    TaskItem.Of(
                        "Tell possible partners about the school",
                        "#statement",
                        TaskState.NotStarted,
                        "About ten minutes"
                    ),
                    TaskItem.Of("Agree with the trust", null, TaskState.CannotStart),
                ],
            }
        );
        body.AppendHtml(
            new CharacterCount
            {
                Name = "about",
                Label = new Label { Text = "What can the school offer?" },
                Maxlength = "500",
                Value = "A maths lead who has time on Tuesdays.",
            }
        );
        body.AppendHtml(
            new DateInput
            {
                Id = "first-day",
                NamePrefix = "first-day",
                Fieldset = new Fieldset { Legend = new Legend { Text = "First day" } },
                ErrorMessage = new ErrorMessage { Text = "Enter a first day" },
            }
        );
        body.AppendHtml(
            new PasswordInput
            {
                Name = "password",
                Label = new Label { Text = "Password" },
            }
        );
        body.AppendHtml(
            new NotificationBanner { Type = "success", Text = "The statement is published." }
        );
        body.AppendHtml(
            new PhaseBanner
            {
                Tag = new Tag { Text = "Demo" },
                Text = "These accounts and schools are fictional.",
            }
        );
        body.AppendHtml(
            new Panel
            {
                TitleText = "Invitation sent",
                HeadingLevel = 2,
                Text = "It waits in the outbox.",
            }
        );
        body.AppendHtml("</div></div>");
        return body;
    }
}
