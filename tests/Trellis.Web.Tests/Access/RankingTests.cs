using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Trellis.Pages.Placements;
using Trellis.Placements;
using Trellis.Schools;

namespace Trellis.Tests.Access;

/// <summary>The trusts ranked for a school, as those see them who speak or act for it, and as nobody else does.</summary>
public sealed class RankingTests(PeopledSite site) : IClassFixture<PeopledSite>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Here => $"/school/{site.School.Urn}/trusts/ranking";

    private Task<HttpResponseMessage> Send(string address, string caller) =>
        site.Ask(address, caller, Stop);

    private Task<IDocument> Page(string address, string caller = "head of this") =>
        site.Page(address, caller, Stop);

    private Task<JsonElement> Json(string query = "") =>
        site.Json($"{Here}.json{query}", "head of this", Stop);

    private School School => site.Snapshot.SchoolOf(site.School.Urn)!;

    private MatchAnswer Answer(MatchQuestion? question = null) =>
        new TrustMatching(site.Snapshot, TrustsToday.DayOf(site.Snapshot)).Answer(
            School,
            question ?? new MatchQuestion { Top = int.MaxValue }
        );

    [Theory]
    [InlineData("head of this")]
    [InlineData("governor of this")]
    [InlineData("trust officer of this")]
    [InlineData("local authority officer of this")]
    [InlineData("diocesan officer of this")]
    [InlineData("region officer of this")]
    [InlineData("decision-maker of this")]
    public async Task Those_who_speak_or_act_for_the_school_see_it_and_nobody_keeps_it(
        string caller
    )
    {
        foreach (var ending in (string[])["", ".csv", ".json"])
        {
            using var answer = await Send(Here + ending, caller);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Null(answer.Headers.ETag);
            Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        }
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("head of another")]
    [InlineData("trust officer of another")]
    [InlineData("researcher of this")]
    [InlineData("board member of this")]
    [InlineData("administrator")]
    [InlineData("no role yet")]
    public async Task For_anybody_else_there_is_no_such_page(string caller)
    {
        foreach (var ending in (string[])["", ".csv", ".json"])
        {
            using var answer = await Send(Here + ending, caller);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_first_line_is_the_answer()
    {
        var answer = Answer();
        var page = await Page(Here);
        var line = page.QuerySelector("main .govuk-body-l")!.TextContent;
        Assert.StartsWith(
            $"{answer.Candidates:N0} of {answer.Candidates + answer.Excluded.Count:N0} trusts could take {School.Name}",
            line
        );
        Assert.Contains(
            "informed by data like this, and not determined by it",
            page.QuerySelector("main")!.TextContent
        );
    }

    [Fact]
    public async Task The_points_of_each_part_add_up_to_the_value()
    {
        var rows = (await Json()).GetProperty("rows").EnumerateArray().ToArray();
        var ranked = rows.Where(r => r.GetProperty("rank").ValueKind == JsonValueKind.Number)
            .ToArray();
        Assert.NotEmpty(ranked);
        foreach (var row in ranked)
        {
            var parts = Criteria
                .Current.All.Where(c =>
                    row.GetProperty($"{c.Id}_weight").ValueKind == JsonValueKind.Number
                )
                .ToArray();
            Assert.Equal(1, parts.Sum(c => row.GetProperty($"{c.Id}_weight").GetDouble()), 9);
            Assert.Equal(
                row.GetProperty("value").GetDouble(),
                parts.Sum(c =>
                    row.GetProperty($"{c.Id}_weight").GetDouble()
                    * row.GetProperty($"{c.Id}_value").GetDouble()
                ),
                9
            );
        }
    }

    [Fact]
    public async Task The_page_shows_the_first_ten_in_the_order_of_the_answer_each_with_its_parts()
    {
        var answer = Answer();
        var page = await Page(Here);
        var shown = page.QuerySelectorAll(".placed > li").ToArray();
        Assert.Equal(
            answer.Ranked.Take(RankingView.Shown).Select(r => $"/trust/{r.Trust.Uid}"),
            shown.Select(l => l.QuerySelector("h3 a")!.GetAttribute("href")!)
        );
        foreach (var (item, trust) in shown.Zip(answer.Ranked))
        {
            Assert.Equal(trust.Parts.Count + 1, item.QuerySelectorAll("tbody tr").Length);
            Assert.NotNull(item.QuerySelector("svg[role=img][aria-label*='of 100 points']"));
        }
    }

    [Fact]
    public async Task A_wish_of_the_school_counts_and_stays_in_the_address()
    {
        var answer = Answer();
        Assert.True(answer.Ranked.Count > 1);
        var last = answer.Ranked[^1].Trust;
        var before = answer.Ranked[^1].Value;
        var json = await Json($"?prefer={last.Uid}");
        var row = json.GetProperty("rows")
            .EnumerateArray()
            .Single(r => r.GetProperty("uid").GetInt32() == last.Uid.Value);
        Assert.Equal(1, row.GetProperty("preference_value").GetDouble());
        Assert.True(row.GetProperty("value").GetDouble() > before);
        var page = await Page($"{Here}?prefer={last.Uid}&minutes=120");
        Assert.Equal(last.Name, page.QuerySelector("#prefer-1")!.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("#minutes option[value='120'][selected]"));
        // The question about one trust keeps the wish.
        Assert.NotNull(
            page.QuerySelector($"form[action$='#asked'] input[name=prefer][value='{last.Uid}']")
        );
    }

    [Fact]
    public async Task Nearer_is_asked_for_and_those_farther_are_left_out_with_the_reason()
    {
        var json = await Json("?minutes=5");
        var near = Answer(new MatchQuestion { MostMinutes = 5, Top = int.MaxValue });
        Assert.Equal(near.Candidates, json.GetProperty("candidates").GetInt32());
        Assert.Contains(
            json.GetProperty("rows").EnumerateArray(),
            r =>
                r.GetProperty("left_out_because")
                    .GetString()!
                    .Contains("the most asked for is 5 minutes", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Why_not_this_trust_is_answered_by_name_and_by_number()
    {
        var answer = Answer();
        var outside = answer.Excluded[0];
        var page = await Page($"{Here}?trust={outside.Trust.Uid}");
        var asked = page.QuerySelector("#asked")!.TextContent;
        Assert.Contains(outside.Trust.Name, asked);
        Assert.All(outside.Reasons, r => Assert.Contains(r, asked));
        var last = answer.Ranked[^1];
        page = await Page($"{Here}?trust={Uri.EscapeDataString(last.Trust.Name)}");
        Assert.Contains(
            $"It stands at place {last.Rank} of {answer.Candidates:N0}",
            page.QuerySelector("#asked")!.TextContent
        );
        Assert.Contains(" behind ", page.QuerySelector("#asked")!.TextContent);
    }

    [Theory]
    [InlineData("?trust=nobody-is-called-so", "is called 'nobody-is-called-so'")]
    [InlineData("?prefer=%20%20&prefer=zzz", "is called 'zzz'")]
    [InlineData("?minutes=-1", "is no number of minutes")]
    [InlineData("?minutes=1e9", "is no number of minutes")]
    public async Task What_cannot_be_read_is_said_and_the_page_answers_without_it(
        string query,
        string said
    ) => Assert.Contains(said, (await Page(Here + query)).QuerySelector("main")!.TextContent);

    [Fact]
    public async Task Who_is_left_out_stands_in_groups_that_count_each_trust_once()
    {
        var answer = Answer();
        var page = await Page(Here);
        var groups = page.QuerySelectorAll("main details summary")
            .Select(s => s.TextContent.Trim())
            .Where(t =>
                t.EndsWith(" trust", StringComparison.Ordinal)
                || t.EndsWith(" trusts", StringComparison.Ordinal)
            )
            .ToArray();
        Assert.Equal(
            answer.Excluded.Count,
            groups.Sum(g => int.Parse(g.Split(": ")[1].Split(' ')[0].Replace(",", "")))
        );
        Assert.DoesNotContain(groups, g => g.StartsWith("Other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_weight_that_is_said_to_change_the_order_does_change_it()
    {
        var answer = Answer();
        if (answer.Swap?.Smallest is not { TieAt: { } at } least)
        {
            Assert.Contains(
                "No change of a single weight",
                (await Page(Here)).QuerySelector("main")!.TextContent
            );
            return;
        }
        double With(RankedTrust trust, double weight) =>
            trust.Parts.Sum(p =>
                p.Value
                * (
                    p.Criterion.Id == least.Criterion.Id
                        ? weight
                        : p.Weight * (1 - weight) / (1 - least.Weight)
                )
            );
        var (first, second) = (answer.Ranked[0], answer.Ranked[1]);
        var step = at > least.Weight ? .001 : -.001;
        Assert.True(With(first, at - step) > With(second, at - step));
        Assert.True(With(first, at + step) < With(second, at + step));
        Assert.Contains(
            $"{second.Trust.Name} would stand before {first.Trust.Name}",
            (await Page(Here)).QuerySelector("main")!.TextContent
        );
    }

    [Fact]
    public async Task Who_may_see_the_ranking_is_led_to_it_and_nobody_else()
    {
        var near = $"/school/{site.School.Urn}/trusts";
        Assert.NotNull((await Page(near)).QuerySelector($"main a[href='{Here}']"));
        Assert.NotNull((await Page("/my-school")).QuerySelector($"main a[href='{Here}']"));
        foreach (var caller in (string[])["nobody", "head of another", "administrator"])
            Assert.Null((await Page(near, caller)).QuerySelector($"a[href*='ranking']"));
    }
}
