using System.Net;
using AngleSharp.Html.Parser;
using Trellis.Fiction;
using Trellis.Snapshots;

namespace Trellis.Open;

public sealed class FrozenTests : IDisposable
{
    private const string View = "/data/measures/ks4.attainment8";
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-frozen-").FullName;
    private readonly SnapshotStore store;

    public FrozenTests()
    {
        store = new SnapshotStore(Path.Combine(folder, "store"));
        Import(seed: 1);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Import(int seed)
    {
        var files = Path.Combine(folder, $"files-{seed}");
        FictionalCountry.Write(files, schools: 60, seed);
        store.Import(files, TimeProvider.System, acceptDrift: true);
    }

    private static async Task<HttpResponseMessage> Freeze(
        RunningSite site,
        string address,
        string? origin = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/p")
        {
            Content = new FormUrlEncodedContent([new("address", address)]),
        };
        request.Headers.Add(
            "Origin",
            origin ?? site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)
        );
        return await site.Client.SendAsync(request, Stop);
    }

    private static string Figures(string html) =>
        new HtmlParser().ParseDocument(html).QuerySelector("main table")!.OuterHtml;

    [Fact]
    public async Task A_kept_view_has_the_same_figures_after_two_more_imports()
    {
        string page,
            csv,
            json,
            place;
        await using (var site = await RunningSite.Over(store))
        {
            page = Figures(await site.Client.GetStringAsync(View, Stop));
            csv = await site.Client.GetStringAsync($"{View}.csv", Stop);
            json = await site.Client.GetStringAsync($"{View}.json", Stop);
            using var kept = await Freeze(site, View);
            Assert.Equal(HttpStatusCode.SeeOther, kept.StatusCode);
            place = kept.Headers.Location!.ToString();
            Assert.StartsWith("/p/", place);
        }
        Import(seed: 2);
        Import(seed: 3);
        await using (var site = await RunningSite.Over(store))
        {
            Assert.NotEqual(page, Figures(await site.Client.GetStringAsync(View, Stop)));
            Assert.Equal(page, Figures(await site.Client.GetStringAsync(place, Stop)));
            Assert.Equal(csv, await site.Client.GetStringAsync($"{place}.csv", Stop));
            Assert.Equal(json, await site.Client.GetStringAsync($"{place}.json", Stop));
            var (_, document) = await site.Get(place);
            var says = document.QuerySelector("#kept")!.TextContent;
            Assert.Contains("Newer files have been imported since", says);
            Assert.Equal(
                View,
                document
                    .QuerySelectorAll("#kept a")
                    .Single(a => a.TextContent == "the present view")
                    .GetAttribute("href")
            );
            Assert.Single(document.QuerySelectorAll("h1"));
        }
    }

    [Fact]
    public async Task The_same_view_is_kept_once_whatever_the_order_of_its_question()
    {
        await using var site = await RunningSite.Over(store);
        using var one = await Freeze(site, $"{View}?b=2&a=1");
        using var two = await Freeze(site, $"{View}?a=1&b=2");
        Assert.Equal(one.Headers.Location, two.Headers.Location);
        Assert.Single(Directory.GetDirectories(Path.Combine(store.Folder, "frozen")));
    }

    [Theory]
    [InlineData("http://elsewhere.example")]
    [InlineData("null")]
    public async Task Another_site_keeps_nothing(string origin)
    {
        await using var site = await RunningSite.Over(store);
        using var refused = await Freeze(site, View, origin);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(store.Folder, "frozen")));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("http://elsewhere.example/", HttpStatusCode.BadRequest)]
    [InlineData("//elsewhere.example/", HttpStatusCode.BadRequest)]
    [InlineData("/p/00000000000000000000", HttpStatusCode.BadRequest)]
    [InlineData("/data/files/establishments.csv", HttpStatusCode.BadRequest)]
    [InlineData("/data/%00", HttpStatusCode.BadRequest)]
    [InlineData("/directory", HttpStatusCode.BadRequest)]
    [InlineData("/directory/l0000000000", HttpStatusCode.BadRequest)]
    [InlineData("/introductions", HttpStatusCode.BadRequest)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/school/999999", HttpStatusCode.NotFound)]
    public async Task Only_a_page_of_ours_that_answers_is_kept(
        string address,
        HttpStatusCode status
    )
    {
        await using var site = await RunningSite.Over(store);
        using var refused = await Freeze(site, address);
        Assert.Equal(status, refused.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(store.Folder, "frozen")));
    }

    [Fact]
    public async Task Who_keeps_too_many_in_a_minute_is_told_when_to_come_again()
    {
        await using var site = await RunningSite.Over(store);
        for (var i = 0; i < 12; i++)
        {
            using var kept = await Freeze(site, $"{View}?n={i}");
            Assert.Equal(HttpStatusCode.SeeOther, kept.StatusCode);
        }
        using var refused = await Freeze(site, $"{View}?n=12");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(60), refused.Headers.RetryAfter!.Delta);
        // What is kept already costs nothing and is still found.
        using var again = await Freeze(site, $"{View}?n=3");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task A_page_with_figures_has_the_button_and_a_statement_has_not()
    {
        await using var site = await RunningSite.Over(store);
        var (_, with) = await site.Get($"{View}?a=1");
        Assert.Equal(
            $"{View}?a=1",
            with.QuerySelector("form[action='/p'] input[name=address]")!.GetAttribute("value")
        );
        var (_, without) = await site.Get("/accessibility");
        Assert.Null(without.QuerySelector("form[action='/p']"));
    }
}
