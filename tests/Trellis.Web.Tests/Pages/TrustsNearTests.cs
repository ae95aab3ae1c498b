using System.Net;
using System.Text.Json;
using Trellis.Pages.Placements;
using Trellis.Placements;
using Trellis.Schools;

namespace Trellis.Pages;

/// <summary>Trusts near a school, as anybody sees them.</summary>
public sealed class TrustsNearTests(SiteFixture fixture)
{
    private RunningSite Site => fixture.Site;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private School Primary =>
        Site.Snapshot.Schools.First(s =>
            s.IsOpen && s.Current is { Phase: Phase.Primary, Place: not null }
        );

    [Fact]
    public async Task Trusts_stand_by_the_distance_to_their_nearest_school_of_the_phase()
    {
        var school = Primary;
        var (status, page) = await Site.Get($"/school/{school.Urn}/trusts");
        Assert.Equal(HttpStatusCode.OK, status);
        var shown = page.QuerySelectorAll("#trusts-near tbody tr")
            .Select(r => r.QuerySelector("th a")!.GetAttribute("href")!.Split('/')[^1])
            .ToArray();
        // Worked out anew, school by school.
        var matching = new TrustMatching(Site.Snapshot, TrustsToday.DayOf(Site.Snapshot));
        var expected = matching
            .Trusts.Select(t =>
                (
                    t.Uid,
                    Far: t.Schools.Where(s =>
                            s.Urn != school.Urn
                            && s.Current is { Phase: Phase.Primary, Place: not null }
                        )
                        .Select(s =>
                            school.Current.Place!.Value.KilometresTo(s.Current.Place!.Value)
                        )
                        .DefaultIfEmpty(double.NaN)
                        .Min()
                )
            )
            .Where(t => !double.IsNaN(t.Far))
            .OrderBy(t => t.Far)
            .Take(NearView.Few)
            .Select(t => $"{t.Uid}")
            .ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, shown);
        Assert.Contains("by distance", page.QuerySelector(".govuk-body-l")!.TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".csv")]
    [InlineData(".json")]
    [InlineData("?with=any&show=all")]
    public async Task No_search_engine_lists_them(string ending)
    {
        using var answer = await Site.Client.GetAsync(
            $"/school/{Primary.Urn}/trusts{ending}",
            Stop
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        if (answer.Content.Headers.ContentType!.MediaType == "text/html")
            Assert.Contains(
                "<meta name=\"robots\" content=\"noindex\">",
                await answer.Content.ReadAsStringAsync(Stop)
            );
    }

    [Fact]
    public async Task Nobody_reads_of_a_value_a_rank_or_a_ranking_to_follow()
    {
        var school = Primary;
        var (_, page) = await Site.Get($"/school/{school.Urn}/trusts");
        var main = page.QuerySelector("main")!;
        Assert.Contains("Why there is no ranking here", main.TextContent);
        Assert.DoesNotContain(
            main.QuerySelectorAll("a"),
            a => a.GetAttribute("href")!.Contains("ranking", StringComparison.Ordinal)
        );
        var columns = JsonDocument
            .Parse(await Site.Client.GetStringAsync($"/school/{school.Urn}/trusts.json", Stop))
            .RootElement.GetProperty("rows")[0]
            .EnumerateObject()
            .Select(c => c.Name)
            .ToArray();
        Assert.Equal(NearView.Columns.Select(c => c.Name), columns);
        Assert.DoesNotContain(columns, c => c is "rank" or "value" or "score");
    }

    [Fact]
    public async Task A_trust_without_a_school_of_the_phase_is_listed_where_it_is_asked_for()
    {
        var matching = new TrustMatching(Site.Snapshot, TrustsToday.DayOf(Site.Snapshot));
        var has = false;
        foreach (var school in Site.Snapshot.Schools.Where(s => s.Current.Place is not null))
        {
            var provision = Provisions.Of(
                Provisions.EntriesOn(Site.Snapshot, school, matching.Day)
            );
            var placed = matching
                .Trusts.Where(t =>
                    t.Schools.Any(s => s.Urn != school.Urn && s.Current.Place is not null)
                )
                .ToArray();
            var without = placed.FirstOrDefault(t => t.Teaching(provision) == 0);
            if (provision == Provision.None || without is null)
                continue;
            has = true;
            var (_, same) = await Site.Get($"/school/{school.Urn}/trusts?show=all");
            var (_, any) = await Site.Get($"/school/{school.Urn}/trusts?with=any&show=all");
            Assert.Null(same.QuerySelector($"#trusts-near a[href='/trust/{without.Uid}']"));
            Assert.NotNull(any.QuerySelector($"#trusts-near a[href='/trust/{without.Uid}']"));
            Assert.Equal(
                Math.Min(NearView.Many, placed.Length),
                any.QuerySelectorAll("#trusts-near tbody tr").Length
            );
            break;
        }
        Assert.True(has, "Every trust of the fictional country teaches everything.");
    }

    [Fact]
    public async Task A_school_page_leads_there()
    {
        var (_, page) = await Site.Get($"/school/{Primary.Urn}");
        Assert.NotNull(page.QuerySelector($".views a[href='/school/{Primary.Urn}/trusts']"));
    }
}
