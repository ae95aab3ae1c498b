using System.Net;
using System.Text.Json;

namespace Trellis.Pages;

/// <summary>A governor asks where the school stands: without signing in, without naming it, by the law of a day.</summary>
public sealed class WhereDoWeStandTests(SiteFixture fixture, ITestOutputHelper output)
{
    private const string Guide = "/guide/where-do-we-stand";
    private const string July =
        "school=community&phase=primary&category=special-measures&report-on=2026-07-10&on=2026-07-10";

    /// <summary>Questions whose answers are read for plain words.</summary>
    internal static readonly string[] Read =
    [
        $"{Guide}?{July}",
        $"{Guide}?school=community&category=special-measures&order-on=2026-05-20&on=2026-08-01",
        $"{Guide}?school=voluntary-aided&religious=yes&category=significant-improvement&on=2026-09-10",
        $"{Guide}?school=academy-in-trust&category=special-measures&on=2026-11-01",
        $"{Guide}?school=single-academy&inspections=2022-05-10+RI,2026-02-10+needs-attention&on=2026-11-01",
        $"{Guide}?school=academy-in-trust&trust-closing=yes&performing=well&on=2026-11-01",
        $"{Guide}?school=community&category=none&on=2026-11-01",
    ];

    private RunningSite Site => fixture.Site;

    [Theory]
    [InlineData(
        "R1",
        "school=community&category=special-measures&report-on=2026-05-10&on=2026-05-10&case=order",
        "order-must-be-made no-consultation-on-converting minister-approves-revoking order-keeps-its-law",
        "no-action"
    )]
    [InlineData(
        "R2",
        July + "&case=order",
        "structural-by-default sponsored-academy school-support rise-support no-action ask-everybody",
        "order-must-be-made"
    )]
    [InlineData(
        "R3",
        "school=voluntary-aided&foundation=yes&religious=yes&category=significant-improvement&on=2026-09-10",
        "foundation-before-the-order rise-first",
        "order-must-be-made"
    )]
    [InlineData(
        "R4",
        "school=voluntary-aided&order-on=2026-02-10&limb=duty&on=2026-08-15",
        "foundation-on-the-sponsor aa2010-s5a cwsa2026-s58-9",
        "foundation-before-the-order"
    )]
    [InlineData(
        "R5",
        "school=voluntary-aided&category=special-measures&order-on=2016-03-01&on=2016-03-01",
        "aa2010-s4-1b-2010",
        "aa2010-s5a"
    )]
    [InlineData(
        "R6",
        "school=academy-in-trust&category=special-measures&report-on=2026-01-20&on=2026-01-31",
        "warning-notice-presumed transfer end-the-agreement",
        "aa2010-s4-a1"
    )]
    [InlineData(
        "R7",
        "school=single-academy&inspections=2022-05-10+RI,2024-03-12+RI&on=2025-03-01",
        "coasting-2022 no-structural-intervention stuck rise-support",
        "coasting-2025"
    )]
    [InlineData(
        "R8",
        "school=single-academy&latest-on=2026-02-10&latest-grade=needs-attention&before-on=2022-05-10&before-grade=requires-improvement&on=2026-03-01",
        "coasting-2025 stuck rise-support",
        "coasting-2022"
    )]
    [InlineData(
        "R9 refused",
        "case=federation&federation-schools=2&asked-by=parents&signed-percent=19.9&on=2026-03-01",
        "request-refused notices-within-a-week meeting-not-before",
        "request-accepted"
    )]
    [InlineData(
        "R9 accepted",
        "case=federation&federation-schools=2&asked-by=parents&signed-percent=20.0&on=2026-03-01",
        "request-accepted",
        "request-refused"
    )]
    [InlineData(
        "R10 short",
        "case=federation&published-on=2026-03-01&closing-on=2026-04-11&on=2026-03-01",
        "proposals-invalid",
        "proposals-valid"
    )]
    [InlineData(
        "R10 long",
        "case=federation&published-on=2026-03-01&closing-on=2026-04-12&on=2026-03-01",
        "proposals-valid",
        "proposals-invalid"
    )]
    [InlineData(
        "R11",
        "case=grant&fund=conversion-support&applied-on=2025-01-10&schools=2&on=2025-01-10",
        "no-conversion-grant",
        "conversion-grant-groups"
    )]
    [InlineData(
        "R12",
        "case=grant&fund=trust-capacity&applied-on=2024-03-01&grade=RI&investment-area=yes&trust-notice=open&on=2024-03-01",
        "trust-not-eligible",
        "trust-capacity-larger"
    )]
    [InlineData(
        "R13",
        "case=measures&years-in-trust=3.2,3.0,2.9&on=2026-03-01",
        "not-in-the-measures shown-over-time",
        "in-the-measures"
    )]
    public async Task The_thirteen_cases_are_answered_on_the_page_and_for_programs(
        string name,
        string query,
        string holds,
        string not
    )
    {
        var (_, _, body) = await Site.Ask($"{Guide}.json?{query}");
        using var json = JsonDocument.Parse(body);
        var rows = json
            .RootElement.GetProperty("rows")
            .EnumerateArray()
            .ToLookup(
                r => r.GetProperty("id").GetString()!,
                r => r.GetProperty("says").GetString()!
            );
        var (status, page) = await Site.Get($"{Guide}?{query}");
        var main = Words(page.QuerySelector("main")!.TextContent);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(page.QuerySelectorAll("main .govuk-inset-text"));
        foreach (var id in holds.Split(' '))
        {
            Assert.True(rows.Contains(id), $"{name} has no {id}.");
            if (
                page.QuerySelector("#findings") is not null
                && id == holds.Split(' ')[0]
                && !id.StartsWith("aa2010", StringComparison.Ordinal)
            )
                Assert.Contains(Words(rows[id].First())[^20..], main);
        }
        Assert.False(rows.Contains(not), $"{name} has {not}.");
    }

    [Fact]
    public async Task It_asks_for_no_name_and_no_sign_in_and_keeps_what_it_is_told_in_the_address()
    {
        var (status, page) = await Site.Get(Guide);
        Assert.Equal(HttpStatusCode.OK, status);
        var form = page.QuerySelector($"form[action='{Guide}']")!;
        Assert.Equal("get", form.GetAttribute("method"));
        foreach (var input in form.QuerySelectorAll("input, select"))
            Assert.DoesNotContain(
                input.GetAttribute("name") ?? "",
                (string[])["urn", "name", "email", "school-name"]
            );

        (_, page) = await Site.Get($"{Guide}?{July}");
        Assert.Equal(
            "special-measures",
            page.QuerySelector("#category option[selected]")!.GetAttribute("value")
        );
        Assert.Equal("2026-07-10", page.QuerySelector("#report-on")!.GetAttribute("value"));
        Assert.Contains("The Regional Director", page.QuerySelector("#decider + p")!.TextContent);
        Assert.Contains("29 June 2026", page.QuerySelector(".law")!.TextContent);
    }

    [Theory]
    [InlineData(
        "category=awful",
        "'category' cannot be 'awful'. It can be: none, special-measures"
    )]
    [InlineData("report-on=2026-12-01&on=2026-11-01", "after the day asked about")]
    [InlineData("on=soon", "is no day as 2026-09-01")]
    [InlineData("case=tax", "We cannot answer for")]
    public async Task What_cannot_be_taken_is_said_and_left_out(string wrong, string why)
    {
        var (status, page) = await Site.Get($"{Guide}?school=community&{wrong}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(why, page.QuerySelector("main .govuk-inset-text")!.TextContent);
        Assert.NotNull(page.QuerySelector("#options"));
    }

    [Fact]
    public async Task Every_answer_reads_easily()
    {
        var hard = new List<string>();
        foreach (var address in Read.Prepend(Guide))
        {
            var (_, page) = await Site.Get(address);
            var ease = ReadingGrade.EaseOf(page.QuerySelector("main")!);
            output.WriteLine($"{ease:F1}: {address}");
            if (ease < 60)
                hard.Add($"{address}: {ease:F1}");
        }
        Assert.Empty(hard);
    }

    [Fact]
    public async Task A_school_s_own_page_leads_to_the_law_for_its_kind_and_names_it_nowhere()
    {
        var school = Site.Snapshot.Schools.First(s =>
            s.IsOpen && s.Current.TypeGroup == "Local authority maintained schools"
        );
        var (_, page) = await Site.Get($"/school/{school.Urn}");
        var link = page.QuerySelector($"a[href^='{Guide}?school=']")!.GetAttribute("href")!;

        Assert.DoesNotContain(school.Urn.ToString(), link);
        var (_, answer) = await Site.Get(link);
        Assert.NotNull(answer.QuerySelector("#options"));
        Assert.DoesNotContain(school.Name, answer.QuerySelector("main")!.TextContent);
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
