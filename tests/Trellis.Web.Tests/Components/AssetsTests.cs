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
            $"gzip bytes: trellis.css {style}, page.js {script}; on demand map.css {Assets.CompressedLength("map.css")}, map.js {Assets.CompressedLength("map.js")}"
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
            "There is no asset 'x.css'; there are map.css, map.js, mark.svg, page.js, trellis.css. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => Assets.Address("x.css")).Message
        );
}
