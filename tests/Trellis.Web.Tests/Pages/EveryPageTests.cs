using System.Net;
using Trellis.Snapshots;

namespace Trellis.Tests.Pages;

public sealed class EveryPageTests(SiteFixture fixture, ITestOutputHelper output)
{
    private static readonly string[] views =
    [
        "",
        "/history",
        "/performance",
        "/partners",
        "/trusts",
    ];

    [Fact]
    public async Task Every_school_and_trust_of_a_small_country_has_every_page()
    {
        var report = await RenderEverything.Of(
            fixture.Site.Snapshot,
            fixture.Site.Client,
            views,
            trusts: true
        );
        output.WriteLine(report.ToString());
        Assert.Empty(report.Wrong);
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/school/999999")]
    public async Task A_refusal_is_compressed_like_a_page(string address)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, address);
        asked.Headers.Add("Accept-Encoding", "gzip");
        using var answer = await fixture.Site.Client.SendAsync(
            asked,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
    }

    /// <summary>By hand, over real England: TRELLIS_STORE=DIR Trellis.Web.Tests -explicit only -method "*a_given_store*".</summary>
    [Fact(Explicit = true)]
    public async Task Every_school_and_trust_of_a_given_store_has_its_page()
    {
        var folder = Environment.GetEnvironmentVariable("TRELLIS_STORE");
        Assert.True(folder is not null, "Set TRELLIS_STORE to the folder of a store.");
        await using var site = await RunningSite.Over(new SnapshotStore(folder));
        var wrong = new List<string>();
        foreach (var view in views)
        {
            var report = await RenderEverything.Of(
                site.Snapshot,
                site.Client,
                [view],
                trusts: view.Length == 0
            );
            output.WriteLine($"/school/{{urn}}{view}: {report}");
            wrong.AddRange(report.Wrong);
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("<p>NaN points</p>")]
    [InlineData("<td>null</td>")]
    public void A_figure_that_is_none_is_noticed(string cell) =>
        Assert.NotNull(RenderEverything.Trouble($"<h1>A school</h1>{cell}</html>"));

    [Fact]
    public void A_whole_page_is_no_trouble() =>
        Assert.Null(
            RenderEverything.Trouble("<h1>Nullarbor Banana School</h1><p>1.2</p></html>\n")
        );
}
