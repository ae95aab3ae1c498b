using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Placements;

namespace Trellis.Tests.Access;

/// <summary>The what-if of a living trust: who sees it, what it answers, and that nothing leads to it.</summary>
public sealed class WhatIfTests(PeopledSite site, ITestOutputHelper output)
    : IClassFixture<PeopledSite>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Trust => site.ScopeOf(ScopeKind.Trust, site.School).Id;

    private string Here => $"/trust/{Trust}/what-if";

    private Task<HttpResponseMessage> Send(string address, string caller) =>
        site.Ask(address, caller, Stop);

    private Task<IDocument> Page(string query = "") =>
        site.Page(Here + query, "trust officer of this", Stop);

    private Task<JsonElement> Json(string query = "") =>
        site.Json($"{Here}.json{query}", "trust officer of this", Stop);

    [Theory]
    [InlineData("trust officer of this")]
    [InlineData("region officer of this")]
    [InlineData("decision-maker of this")]
    public async Task Its_own_officers_and_those_of_its_regions_see_it_and_nobody_keeps_it(
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
    [InlineData("head of this")]
    [InlineData("governor of this")]
    [InlineData("trust officer of another")]
    [InlineData("local authority officer of this")]
    [InlineData("diocesan officer of this")]
    [InlineData("administrator")]
    [InlineData("researcher of this")]
    public async Task For_anybody_else_there_is_no_such_page(string caller)
    {
        using var nowhere = await Send("/trust/what-if/nowhere", caller);
        foreach (var ending in (string[])["", ".csv", ".json"])
        {
            using var answer = await Send(Here + ending, caller);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [Fact]
    public async Task A_region_without_a_school_of_the_trust_sees_nothing()
    {
        var regions = site
            .Snapshot.Establishments.Where(e =>
                site.Snapshot.MembershipsNow(e.Urn).Any(m => $"{m.Uid}" == Trust)
            )
            .Select(e => site.ScopeOf(ScopeKind.Region, e))
            .ToHashSet();
        var strangers = site
            .Callers.Where(c =>
                c.IsSignedIn
                && c.Holds.Any(h => h.Role is Role.RegionOfficer or Role.DecisionMaker)
                && c.Holds.All(h => !regions.Contains(h.Over))
            )
            .ToArray();
        Assert.NotEmpty(strangers);
        foreach (var stranger in strangers)
        {
            using var answer = await Send(Here, stranger.Name);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task No_page_leads_to_a_what_if_whoever_reads()
    {
        var asked = 0;
        foreach (
            var caller in (string[])
                ["nobody", "trust officer of this", "region officer of this", "administrator"]
        )
        {
            // From the home page on, and from everybody's own pages, as far as links lead; schools and trusts have pages of one kind.
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
            var next = new Queue<string>([
                "/",
                "/account",
                "/my-trust",
                "/my-area",
                $"/trust/{Trust}",
                $"/school/{site.School.Urn}/trusts",
                "/method/placements",
            ]);
            while (next.TryDequeue(out var address) && seen.Count < 260)
            {
                if (!seen.Add(address))
                    continue;
                using var answer = await Send(address, caller);
                if (
                    answer.Content.Headers.ContentType?.MediaType
                    is not ("text/html" or "application/json")
                )
                    continue;
                var text = await answer.Content.ReadAsStringAsync(Stop);
                asked++;
                var page = new HtmlParser().ParseDocument(text);
                // What somebody did, their own page of data tells them; it leads nowhere.
                Assert.True(
                    page.QuerySelector("[href*='what-if'], [action*='what-if']") is null,
                    $"{address} as {caller} leads to a what-if."
                );
                if (caller == "nobody")
                    Assert.DoesNotContain("what-if", text, StringComparison.OrdinalIgnoreCase);
                foreach (var link in page.QuerySelectorAll("a[href^='/']"))
                {
                    var to = link.GetAttribute("href")!.Split('#', '?')[0];
                    var kind = string.Join(
                        '/',
                        to.Split('/').Select(p => p.Any(char.IsAsciiDigit) ? "*" : p)
                    );
                    kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                    if (kinds[kind] <= 4 && !to.StartsWith("/assets", StringComparison.Ordinal))
                        next.Enqueue(to);
                }
            }
        }
        output.WriteLine($"{asked} pages read; none names a what-if.");
        Assert.True(asked > 150, $"{asked}");
        using var api = await Send("/openapi/v1.json", "nobody");
        Assert.DoesNotContain("what-if", await api.Content.ReadAsStringAsync(Stop));
        Assert.Contains("/trust/{uid}/what-if", Api.Routes.NotPartOfTheApi);
    }

    [Fact]
    public async Task The_plan_places_the_schools_under_its_rules_and_says_how_sure_it_is()
    {
        var json = await Json();
        var rows = json.GetProperty("rows").EnumerateArray().ToArray();
        var closing = ClosingTrust.Of(
            site.Snapshot,
            Groups.Uid.Parse(Trust),
            TrustsToday.DayOf(site.Snapshot)
        )!;
        Assert.Equal(closing.Schools.Count, rows.Length);
        // Each number anew: values from the instance, loads against what trusts take.
        var value = 0d;
        foreach (
            var row in rows.Where(r => r.GetProperty("trust_uid").ValueKind == JsonValueKind.Number)
        )
        {
            var place = closing.Instance.Places.Single(p =>
                p.School == $"{row.GetProperty("urn").GetInt32()}"
                && p.Trust == $"{row.GetProperty("trust_uid").GetInt32()}"
            );
            Assert.Equal(place.Value, row.GetProperty("value").GetDouble(), 12);
            value += place.Value;
        }
        foreach (
            var used in rows.Where(r =>
                    r.GetProperty("trust_uid").ValueKind == JsonValueKind.Number
                )
                .GroupBy(r => $"{r.GetProperty("trust_uid").GetInt32()}")
        )
        {
            var trust = closing.Instance.Trusts.Single(t => t.Id == used.Key);
            Assert.True(used.Count() <= trust.Places);
            Assert.True(
                used.Sum(r => r.GetProperty("challenge_points").GetInt32()) <= trust.ChallengePoints
            );
        }
        Assert.True(json.GetProperty("value").GetDouble() <= value + 1e-9);
        Assert.True(
            json.GetProperty("bound").GetDouble() >= json.GetProperty("value").GetDouble() - 1e-9
        );
        var page = await Page();
        Assert.Contains(
            json.GetProperty("proof").GetString()!,
            page.QuerySelector("main")!.TextContent
        );
        Assert.Equal(rows.Length, page.QuerySelectorAll("#plan tbody tr").Length);
    }

    [Fact]
    public async Task A_school_that_is_settled_goes_there_and_the_form_says_so()
    {
        var closing = ClosingTrust.Of(
            site.Snapshot,
            Groups.Uid.Parse(Trust),
            TrustsToday.DayOf(site.Snapshot)
        )!;
        var first = (await Json()).GetProperty("rows").EnumerateArray().ToArray();
        // Somewhere else than the plan's own choice, where a trust has room for it alone.
        var other = closing.Instance.Places.First(p =>
            closing.Instance.Trusts.Single(t => t.Id == p.Trust) is { Places: > 0 } trust
            && trust.ChallengePoints >= closing.Schools[p.School].Points
            && first.Any(r =>
                $"{r.GetProperty("urn").GetInt32()}" == p.School
                && r.GetProperty("trust_uid").ToString() != p.Trust
            )
        );
        var query = $"?settle={other.School}-{other.Trust}";
        var row = (await Json(query))
            .GetProperty("rows")
            .EnumerateArray()
            .Single(r => $"{r.GetProperty("urn").GetInt32()}" == other.School);
        Assert.Equal(other.Trust, $"{row.GetProperty("trust_uid").GetInt32()}");
        Assert.True(row.GetProperty("settled").GetBoolean());
        var page = await Page(query);
        Assert.Equal(
            $"{other.School}-{other.Trust}",
            page.QuerySelector($"#settle-{other.School} option[selected]")!.GetAttribute("value")
        );
    }

    [Fact]
    public async Task A_trust_that_is_given_no_places_takes_no_school()
    {
        var used = (await Json())
            .GetProperty("rows")
            .EnumerateArray()
            .Select(r => r.GetProperty("trust_uid"))
            .First(t => t.ValueKind == JsonValueKind.Number)
            .GetInt32();
        var without = await Json($"?places-{used}=0");
        Assert.DoesNotContain(
            without.GetProperty("rows").EnumerateArray(),
            r => r.GetProperty("trust_uid").ToString() == $"{used}"
        );
        var page = await Page($"?places-{used}=0");
        Assert.Equal("0", page.QuerySelector($"#places-{used}")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("?places-999999=3", "is no trust that could take")]
    [InlineData("?settle=1-2", "names no school and trust")]
    [InlineData("?settle=%3Cscript%3E", "names no school and trust")]
    public async Task What_cannot_be_read_is_said_and_the_plan_made_without_it(
        string query,
        string said
    ) => Assert.Contains(said, (await Page(query)).QuerySelector("main")!.TextContent);

    [Fact]
    public async Task A_number_that_is_none_leaves_the_estimate()
    {
        var trust = ClosingTrust
            .Of(site.Snapshot, Groups.Uid.Parse(Trust), TrustsToday.DayOf(site.Snapshot))!
            .Instance.Trusts[0];
        foreach (var text in (string[])["-1", "1e3", "51", "zwei"])
            Assert.Contains(
                "the estimate stays",
                (await Page($"?places-{trust.Id}={text}")).QuerySelector("main")!.TextContent
            );
    }
}
