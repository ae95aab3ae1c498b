using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Trellis.Components;

public sealed class AssetsTests(ITestOutputHelper output)
{
    private static string Shipped(string name) =>
        File.ReadAllText(Repository.PathTo("src", "Trellis.Web", "wwwroot", name));

    [Theory]
    [InlineData("trellis.css")]
    [InlineData("map.css")]
    [InlineData("page.js")]
    [InlineData("map.js")]
    [InlineData("passkeys.js")]
    [InlineData("mark.svg")]
    public void Nothing_shipped_wears_the_governments_typeface_crown_or_blue_or_calls_elsewhere(
        string name
    )
    {
        var text = Shipped(name);
        foreach (
            var mark in new[]
            {
                "GDS Transport",
                "crown",
                "logotype",
                "#1d70b8",
                "url(http",
                "fonts/",
                "sourceMappingURL",
            }
        )
            Assert.DoesNotContain(mark, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_first_view_needs_little_style_and_less_script()
    {
        var style = Assets.CompressedLength("trellis.css");
        var script = Assets.CompressedLength("page.js");
        output.WriteLine(
            $"gzip bytes: trellis.css {style}, page.js {script}; on demand map.css {Assets.CompressedLength("map.css")}, map.js {Assets.CompressedLength("map.js")}, passkeys.js {Assets.CompressedLength("passkeys.js")}"
        );
        Assert.InRange(style, 1, 20_000);
        Assert.InRange(script, 1, 3_000);
    }

    [Fact]
    public void An_address_holds_the_hash_of_what_it_gives() =>
        Assert.Matches(@"^/assets/trellis\.[0-9a-f]{12}\.css$", Assets.Address("trellis.css"));

    [Fact]
    public void An_unknown_asset_is_refused_with_those_there_are() =>
        Assert.Equal(
            "There is no asset 'x.css'; there are map.css, map.js, mark.svg, page.js, passkeys.js, trellis.css. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => Assets.Address("x.css")).Message
        );

    [Fact]
    public async Task An_asset_is_served_compressed_and_may_be_kept_for_ever_and_one_of_another_hash_is_not_there()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        app.MapAssets();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");

        var answer = await client.GetAsync(
            Assets.Address("trellis.css"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/css; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal(
            "public, max-age=31536000, immutable",
            answer.Headers.GetValues("Cache-Control").Single()
        );
        await using var stream = new GZipStream(
            await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(stream);
        Assert.Equal(
            Shipped("trellis.css"),
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken)
        );

        var other = await client.GetAsync(
            "/assets/trellis.000000000000.css",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }
}
