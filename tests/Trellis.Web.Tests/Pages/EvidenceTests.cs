using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Trellis.EvidenceLibrary;
using Trellis.Library;

namespace Trellis.Pages;

/// <summary>Anybody reads what is claimed of partnerships, with what stands behind it, in plain words and without an account.</summary>
public sealed class EvidenceTests(SiteFixture fixture, ITestOutputHelper output)
{
    private RunningSite Site => fixture.Site;

    private static string[] Titles(IDocument page) =>
        [.. page.QuerySelectorAll("table.claims-list tbody th a").Select(a => a.TextContent)];

    private async Task<(string Type, string Text)> File(string address)
    {
        using var answer = await Site.Client.GetAsync(
            address,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (
            answer.Content.Headers.ContentType!.MediaType!,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Every_claim_has_a_page_with_its_words_source_strength_and_what_would_settle_it()
    {
        var (hardest, longest) = ((Grade: 0.0, Where: ""), (Words: 0, Where: ""));
        foreach (var claim in EvidenceClaims.All)
        {
            var (status, page) = await Site.Get($"/evidence/{claim.Id}");
            Assert.Equal(HttpStatusCode.OK, status);
            var main = page.QuerySelector("main")!;
            Assert.Equal(claim.Title, main.QuerySelector("h1")!.TextContent);
            Assert.Equal(claim.Words.Says, main.QuerySelector("blockquote")!.TextContent);
            Assert.Contains(claim.Who, main.TextContent);
            Assert.Contains(claim.Settle, main.TextContent);
            Assert.Contains(claim.Strength.InShort, main.TextContent);
            foreach (var source in claim.Words.Sources)
            {
                var cited = main.QuerySelector($"#source-{source.Key}")!.TextContent;
                Assert.Contains(source.Title, cited);
                Assert.Contains(source.Doubt, cited);
            }
            foreach (var study in claim.OwnStudies)
                Assert.Contains(
                    "our own study",
                    main.QuerySelector(
                        $"a[href='/what-works/{study.Slug}']"
                    )!.ParentElement!.TextContent
                );
            foreach (var link in main.QuerySelectorAll("a[href^='#']"))
                Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
            var (first, _, _) = ReadingGrade.Of([main.QuerySelector("p")!.TextContent]);
            var (grade, words, which) = ReadingGrade.Of(main);
            if (Math.Max(first, grade) is var worst && worst > hardest.Grade)
                hardest = (worst, claim.Id);
            if (words > longest.Words)
                longest = (words, $"{claim.Id}: {which}");
        }
        output.WriteLine(
            $"{EvidenceClaims.All.Count} pages; hardest {hardest.Grade:F1} ({hardest.Where}); longest sentence {longest.Words} ({longest.Where})"
        );
        Assert.True(hardest.Grade <= 9, $"{hardest.Where} asks for grade {hardest.Grade:F1}");
        Assert.True(longest.Words <= 25, longest.Where);
    }

    [Theory]
    [InlineData("/evidence")]
    [InlineData("/evidence?status=not-tested")]
    [InlineData("/initiatives")]
    public async Task A_list_reads_as_for_grade_9_or_lower_with_25_words_a_sentence_at_most(
        string address
    )
    {
        var (_, page) = await Site.Get(address);
        var main = page.QuerySelector("main")!;
        var (first, _, _) = ReadingGrade.Of([main.QuerySelector("p")!.TextContent]);
        var (grade, longest, which) = ReadingGrade.Of(main);
        output.WriteLine($"{address}: first {first:F1}, whole {grade:F1}, longest {longest}");
        Assert.True(first <= 9 && grade <= 9, $"{address}: {first:F1}, {grade:F1}");
        Assert.True(longest <= 25, which);
    }

    [Theory]
    [InlineData("/evidence/no-such-claim", "There is no such claim")]
    [InlineData("/evidence/%3Cb%3E", "There is no such claim")]
    public async Task A_claim_that_is_not_there_is_told_in_words(string address, string words)
    {
        var (status, page) = await Site.Get(address);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(words, page.QuerySelector("main")!.TextContent);
        foreach (var ending in (string[])[".json", ".csv", ".bib", ".ris"])
        {
            using var answer = await Site.Client.GetAsync(
                address + ending,
                TestContext.Current.CancellationToken
            );
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Each_filter_leaves_the_claims_that_fit_and_no_others()
    {
        var (_, all) = await Site.Get("/evidence");
        Assert.Equal(EvidenceClaims.All.Select(c => c.Title), Titles(all));
        foreach (
            var (question, fits) in ((string, Func<EvidenceClaim, bool>)[])
                [
                    ("about=federations", c => c.Topic == ClaimTopic.Federations),
                    ("strength=2", c => c.Strength.Grade == 2),
                    ("strength=none", c => c.Strength.Grade is null),
                    ("status=overtaken", c => c.Status == ClaimStatus.Overtaken),
                    ("gains=staff", c => c.WhoGains.Contains(Gainers.Staff)),
                    (
                        "about=any-partnership&gains=pupils&status=contested",
                        c =>
                            c is { Topic: ClaimTopic.AnyPartnership, Status: ClaimStatus.Contested }
                            && c.WhoGains.Contains(Gainers.Pupils)
                    ),
                ]
        )
        {
            var expected = EvidenceClaims.All.Where(fits).Select(c => c.Title).ToArray();
            Assert.InRange(expected.Length, 1, EvidenceClaims.All.Count - 1);
            var (_, page) = await Site.Get($"/evidence?{question}");
            Assert.Equal(expected, Titles(page));
            foreach (var pair in question.Split('&').Select(q => q.Split('=')))
                Assert.NotNull(
                    page.QuerySelector(
                        $"select[name='{pair[0]}'] option[value='{pair[1]}'][selected]"
                    )
                );
            using var json = JsonDocument.Parse((await File($"/evidence.json?{question}")).Text);
            Assert.Equal(expected.Length, json.RootElement.GetProperty("rows").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("/evidence?about=7&strength=9&status=%3Cb%3E&gains=all")]
    [InlineData("/evidence?strength=-1")]
    public async Task A_filter_that_is_none_is_left_out(string address) =>
        Assert.Equal(EvidenceClaims.All.Count, Titles((await Site.Get(address)).Page).Length);

    [Fact]
    public async Task What_nobody_has_tested_is_listed_with_what_would_settle_it_and_counted_by_strength()
    {
        var (_, page) = await Site.Get("/evidence");
        var gaps = page.QuerySelectorAll("#gaps ~ ul.govuk-list--bullet li")
            .Select(li => li.TextContent)
            .ToArray();
        Assert.Equal(EvidenceClaims.Gaps.Count, gaps.Length);
        Assert.All(
            EvidenceClaims.Gaps,
            gap => Assert.Contains(gaps, g => g.Contains(gap.Title) && g.Contains(gap.Settle))
        );
        var counts = page.QuerySelectorAll("#how-strong ~ div table")[0]
            .QuerySelectorAll("tbody td")
            .Select(td => int.Parse(td.TextContent))
            .ToArray();
        Assert.Equal(7, counts.Length);
        Assert.Equal(EvidenceClaims.All.Count, counts.Sum());
        Assert.NotNull(page.QuerySelector("main a[href='/what-works']"));
        Assert.NotNull(page.QuerySelector("nav a[href='/what-works']"));
    }

    [Fact]
    public async Task References_leave_as_BibTeX_and_RIS_for_all_for_some_and_for_one()
    {
        foreach (
            var (address, claims) in ((string, IEnumerable<EvidenceClaim>)[])
                [
                    ("/evidence", EvidenceClaims.All),
                    (
                        "/evidence?about=federations",
                        EvidenceClaims.All.Where(c => c.Topic == ClaimTopic.Federations)
                    ),
                    ("/evidence/atkinson-gains", [EvidenceClaims.Of("atkinson-gains")!]),
                ]
        )
        {
            var (path, question) = address.Split('?') is [var p, var q]
                ? (p, "?" + q)
                : (address, "");
            var keys = claims
                .SelectMany(c => c.Words.Sources)
                .Select(s => s.Key)
                .Distinct()
                .Order();
            var bib = await File($"{path}.bib{question}");
            Assert.Equal("application/x-bibtex", bib.Type);
            Assert.Equal(
                keys,
                bib.Text.Split('\n')
                    .Where(l => l.StartsWith("@misc{trellis-", StringComparison.Ordinal))
                    .Select(l => l["@misc{trellis-".Length..].TrimEnd(','))
                    .Order()
            );
            var ris = await File($"{path}.ris{question}");
            Assert.Equal("application/x-research-info-systems", ris.Type);
            Assert.Equal(
                keys,
                ris.Text.Split("\r\n")
                    .Where(l => l.StartsWith("ID  - trellis-", StringComparison.Ordinal))
                    .Select(l => l["ID  - trellis-".Length..])
                    .Order()
            );
        }
        Assert.Contains(
            "author = {Atkinson, M. and Springate, I. and Johnson, F. and Halsey, K.}",
            (await File("/evidence/atkinson-gains.bib")).Text
        );
        using var none = await Site.Client.GetAsync(
            "/guide/words.bib",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task The_table_of_claims_has_what_the_pages_have()
    {
        using var json = JsonDocument.Parse((await File("/evidence.json")).Text);
        var rows = json
            .RootElement.GetProperty("rows")
            .EnumerateArray()
            .ToDictionary(r => r.GetProperty("id").GetString()!);
        foreach (var claim in EvidenceClaims.All)
        {
            var row = rows[claim.Id];
            Assert.Equal(claim.Words.Says, row.GetProperty("words").GetString());
            Assert.Equal(
                claim.Strength.Grade,
                row.GetProperty("strength") is { ValueKind: JsonValueKind.Number } grade
                    ? grade.GetInt32()
                    : null
            );
            Assert.Equal(CodeWord.Of(claim.Status), row.GetProperty("status").GetString());
        }
        Assert.Equal(
            EvidenceClaims.Gaps.Select(c => c.Id),
            json.RootElement.GetProperty("gaps").EnumerateArray().Select(g => g.GetString())
        );
        var (type, csv) = await File("/evidence.csv");
        Assert.Equal("text/csv", type);
        Assert.StartsWith("id,title,who,said,words,", csv);
        Assert.Contains("\r\nfederations-better-later,", csv);
    }

    [Fact]
    public async Task Each_scheme_is_listed_with_its_years_and_its_sources_or_that_they_were_not_read()
    {
        var (_, page) = await Site.Get("/initiatives");
        var rows = page.QuerySelectorAll("main tbody tr").ToArray();
        Assert.Equal(Initiative.All.Count, rows.Length);
        var london = page.QuerySelector("#london-challenge")!.ParentElement!.TextContent;
        Assert.Contains("2003 to 2011", london);
        Assert.Contains("families of schools", london);
        var beacon = page.QuerySelector("#beacon-schools")!.ParentElement!.TextContent;
        Assert.Contains("Not known.", beacon);
        Assert.Contains("Years not read", beacon);
        Assert.Contains("could read the names of 3", page.QuerySelector("main")!.TextContent);
        foreach (var link in page.QuerySelectorAll("main a[href^='#']"))
            Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
        using var json = JsonDocument.Parse((await File("/initiatives.json")).Text);
        Assert.Equal(rows.Length, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.StartsWith("id,name,aims,", (await File("/initiatives.csv")).Text);
    }
}
