using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Trellis.Groups;
using Trellis.Models;
using Trellis.Procedures;

namespace Trellis.Pages;

/// <summary>A board that signs in nowhere chooses from every way of working together, and reads it in plain words.</summary>
public sealed class GuideTests(SiteFixture fixture, ITestOutputHelper output)
{
    private const string Asked =
        "/guide/choose?kind=maintained&size=below100&aim=pupil-attainment&aim=staff-support"
        + "&keep=head&keep=governors&keep=character&keep=way-out&offer=leader-days&offer=governor-time&time=a-year";

    private RunningSite Site => fixture.Site;

    private static readonly string[] Pages =
    [
        "/guide",
        "/guide/models",
        "/guide/models?keep=head&order=depth",
        "/guide/choose",
        Asked,
        "/guide/who-does-what",
        "/guide/words",
        "/guide/where-do-we-stand",
        .. WhereDoWeStandTests.Read,
        .. PartnershipModels.All.Select(m => $"/guide/models/{m.Id}"),
        "/guide/procedures",
        .. KnownProcedures.All.Select(p => $"/guide/procedures/{p.Id}?version={p.Version}"),
    ];

    [Theory]
    [InlineData("school", 1)]
    [InlineData("governors", 3)]
    [InlineData("agree", 2)]
    [InlineData("federation", 4)]
    [InlineData("changes", 2)]
    [InlineData("ended", 2)]
    [InlineData("people", 2)]
    [InlineData("rules", 2)]
    [InlineData("decides", 2)]
    [InlineData("pages", 2)]
    public void Syllables_are_counted_as_they_are_said(string word, int syllables) =>
        Assert.Equal(syllables, ReadingGrade.Syllables(word));

    /// <summary>By hand: 13 words, 1 sentence, 33 syllables: 0.39 × 13 + 11.8 × 33 / 13 - 15.59 = 19.4.</summary>
    [Fact]
    public void A_hard_text_has_a_high_grade_and_an_easy_one_a_low_one()
    {
        Assert.True(
            ReadingGrade
                .Of([
                    "The collaborative federation's constitutional accountability arrangements necessitate considerable deliberation by all participating governing bodies.",
                ])
                .Grade > 16
        );
        // 0.39 × 6 + 11.8 × 6 / 6 - 15.59 = -1.45
        Assert.Equal(-1.45, ReadingGrade.Of(["The cat sat on the mat."]).Grade, 2);
    }

    [Fact]
    public async Task Every_page_of_the_guide_reads_as_for_grade_8_or_lower_with_25_words_a_sentence_at_most()
    {
        var wrong = new List<string>();
        foreach (var address in Pages)
        {
            var (status, page) = await Site.Get(address);
            Assert.Equal(HttpStatusCode.OK, status);
            var (grade, longest, which) = ReadingGrade.Of(page.QuerySelector("main")!);
            output.WriteLine($"{grade:F1}, longest {longest}: {address}");
            if (grade > 8)
                wrong.Add($"{address} asks for grade {grade:F1}");
            if (longest > 25)
                wrong.Add($"{address} has a sentence of {longest} words: {which}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_decision_aid_asks_six_questions_at_most_on_one_form_and_keeps_the_answers_in_the_address()
    {
        var (_, page) = await Site.Get(Asked);
        var form = page.QuerySelector("form[action='/guide/choose']")!;
        Assert.Equal("get", form.GetAttribute("method"));
        Assert.Equal(6, form.QuerySelectorAll("fieldset").Length);
        Assert.Equal(
            Asked.Split('?')[1].Split('&').Order(),
            form.QuerySelectorAll("input[checked]")
                .Select(i => $"{i.GetAttribute("name")}={i.GetAttribute("value")}")
                .Order()
        );
    }

    [Fact]
    public async Task A_primary_school_of_90_pupils_sees_six_ways_first_and_all_24_and_is_told_why()
    {
        var (_, page) = await Site.Get(Asked);
        var tables = page.QuerySelectorAll("table.fits").ToArray();
        Assert.Equal([6, 18], tables.Select(t => t.QuerySelectorAll("tbody tr").Length));
        foreach (var table in tables)
        {
            var names = table.QuerySelectorAll("tbody th").Select(t => t.TextContent).ToArray();
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
        }
        var federation = Row(page, "federation");
        Assert.Contains("at least six weeks", federation, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Your governing body ends", federation);
        Assert.Contains("It keeps", federation);
        Assert.Contains("must get the plans", federation);
        Assert.Contains("cannot leave on its own", Row(page, "multi-academy-trust"));
        Assert.Contains("Nobody can begin it now", Row(page, "teaching-school-alliance"));
    }

    [Fact]
    public async Task No_way_is_ranked_and_the_page_says_so()
    {
        var (_, page) = await Site.Get(Asked);
        var words = page.QuerySelector("main")!.TextContent;
        Assert.Contains("We rank none", words);
        foreach (var praise in (string[])["recommend", "best", "score", "winner"])
            Assert.DoesNotContain(praise, words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_school_of_210_pupils_has_one_list_in_the_order_of_the_alphabet()
    {
        var (_, page) = await Site.Get("/guide/choose?size=larger&keep=name");
        var names = page.QuerySelectorAll("table.fits tbody th")
            .Select(t => t.TextContent)
            .ToArray();
        Assert.Equal(24, names.Length);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task The_number_of_a_school_fills_in_its_kind_and_its_size()
    {
        var school = Site.Snapshot.Schools.First(s =>
            s is { IsOpen: true, Current.Pupils: >= 210 }
            && Site.Snapshot.TrustOf(s.Urn)?.Type == GroupType.MultiAcademyTrust
        );
        var (_, page) = await Site.Get($"/guide/choose?urn={school.Urn}");
        Assert.Contains(school.Name, page.QuerySelector(".comparison")!.TextContent);
        Assert.NotNull(page.QuerySelector("input[value=academy-in-a-trust][checked]"));
        Assert.NotNull(page.QuerySelector("input[value=larger][checked]"));
        Assert.Contains("An academy cannot join", Row(page, "federation"));
        var (_, changed) = await Site.Get($"/guide/choose?urn={school.Urn}&size=below100");
        Assert.NotNull(changed.QuerySelector("input[value=below100][checked]"));
    }

    [Theory]
    [InlineData("/guide/choose?urn=999999&keep=name", "No school has that number")]
    [InlineData("/guide/choose?urn=%3Cb%3E&keep=name", "No school has that number")]
    [InlineData("/guide/choose?keep=name&keep=everything", "It was left out")]
    [InlineData("/guide/choose?kind=7&keep=name", "It was left out")]
    public async Task An_answer_that_is_none_is_left_out_and_said_so(string address, string notice)
    {
        var (status, page) = await Site.Get(address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(notice, page.QuerySelector("main")!.TextContent);
        Assert.Equal(24, page.QuerySelectorAll("table.fits tbody tr").Length);
    }

    [Fact]
    public async Task What_a_board_wants_to_keep_filters_the_table_and_the_count_is_told()
    {
        var (_, all) = await Site.Get("/guide/models");
        var (_, some) = await Site.Get("/guide/models?keep=governors&keep=way-out");
        string[] Names(IDocument page) =>
            [.. page.QuerySelectorAll("table.ways tbody th a").Select(a => a.TextContent)];
        Assert.Equal(24, Names(all).Length);
        Assert.Equal(Names(all).Order(StringComparer.Ordinal), Names(all));
        Assert.Contains("Informal collaboration", Names(some));
        Assert.DoesNotContain("Multi-academy trust", Names(some));
        Assert.DoesNotContain("Federation", Names(some));
        Assert.Contains(
            $"{Names(some).Length} of 24 keep this for sure",
            some.QuerySelector("main")!.TextContent
        );
    }

    [Fact]
    public async Task A_way_of_working_has_all_its_fields_its_steps_and_its_sources_on_one_page()
    {
        var (_, page) = await Site.Get("/guide/models/federation");
        var fields = page.QuerySelectorAll("table.claims tbody th").Select(t => t.TextContent);
        Assert.Equal(Enum.GetValues<ModelField>().Length, fields.Distinct().Count());
        Assert.Equal(9, page.QuerySelectorAll("#form + ol li").Length);
        Assert.Equal(5, page.QuerySelectorAll("#leave + ol li").Length);
        foreach (var link in page.QuerySelectorAll(".claim__note a"))
            Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
        Assert.NotNull(page.QuerySelector("#source-L4b a[href^='https://legislation.gov.uk']"));
    }

    [Fact]
    public async Task The_register_counts_federations_and_trusts_and_the_page_says_of_what_day()
    {
        var federations = Site
            .Snapshot.Groups.Where(g => g is { Type: GroupType.Federation, IsOpen: true })
            .Count(g =>
                Site.Snapshot.Schools.Any(s =>
                    s.IsOpen && Site.Snapshot.MembershipsNow(s.Urn).Any(m => m.Uid == g.Uid)
                )
            );
        var (_, page) = await Site.Get("/guide/models/federation");
        var words = page.QuerySelector("#now + p")!.TextContent;
        Assert.StartsWith($"{federations:N0} with ", words);
        Assert.Contains("by the register of schools of ", words);
        var (_, informal) = await Site.Get("/guide/models/informal-collaboration");
        Assert.Contains("nobody has counted", informal.QuerySelector("#now + p")!.TextContent);
    }

    [Fact]
    public async Task The_part_of_the_council_in_bringing_schools_together_is_told_with_its_sources()
    {
        var (_, page) = await Site.Get("/guide/who-does-what");
        var part = page.QuerySelector("#brokering + ul")!;
        Assert.Contains("champion of all parents and children", part.TextContent);
        Assert.Contains("50 million pounds", part.TextContent);
        Assert.Contains("Not known. No source we read sets out a duty", part.TextContent);
        Assert.NotNull(part.QuerySelector("a[href='#source-SEED-E']"));
        Assert.Equal(24, page.QuerySelectorAll("table.ways tbody tr").Length);
    }

    [Theory]
    [InlineData("/guide/models", 24)]
    [InlineData("/guide/who-does-what", 24)]
    [InlineData("/guide/choose?keep=name", 24)]
    [InlineData("/guide/choose", 0)]
    public async Task Every_table_of_the_guide_is_downloaded_as_csv_and_json(
        string address,
        int rows
    )
    {
        var at = address.Split('?');
        var query = at.Length > 1 ? "?" + at[1] : "";
        using var json = JsonDocument.Parse(
            await Site.Client.GetStringAsync(
                $"{at[0]}.json{query}",
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(rows, json.RootElement.GetProperty("rows").GetArrayLength());
        var csv = await Site.Client.GetStringAsync(
            $"{at[0]}.csv{query}",
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("id,name,", csv);
    }

    [Fact]
    public async Task The_way_to_the_guide_is_on_the_first_page_and_in_the_bar()
    {
        var (_, home) = await Site.Get("/");
        Assert.NotNull(home.QuerySelector("main a[href='/guide/choose']"));
        Assert.NotNull(home.QuerySelector("nav a[href='/guide']"));
        var (_, words) = await Site.Get("/guide/words");
        Assert.Contains("Soft federation", words.QuerySelector("#soft-federation")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Get("/guide/models/none")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Get("/guide/models/No%20ne")).Status);
    }

    private static string Row(IDocument page, string model) =>
        page.QuerySelector($"table.fits a[href='/guide/models/{model}']")!
            .Closest("tr")!
            .TextContent;
}
