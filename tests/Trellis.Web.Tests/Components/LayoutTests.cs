using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Html;

namespace Trellis.Components;

public sealed class LayoutTests
{
    [Fact]
    public async Task A_page_with_every_component_has_one_heading_no_style_attribute_no_foreign_address_and_no_id_twice()
    {
        var html = await Layouts.Render(Gallery.Frame, Gallery.Body());
        // Kept beside the test program, to be looked at.
        await File.WriteAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "gallery.html"),
            html,
            TestContext.Current.CancellationToken
        );
        var page = await new HtmlParser().ParseDocumentAsync(
            html,
            TestContext.Current.CancellationToken
        );

        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src])"));
        Assert.Equal(
            page.QuerySelectorAll("[id]").Select(e => e.Id),
            page.QuerySelectorAll("[id]").Select(e => e.Id).Distinct()
        );
        var loaded = page.QuerySelectorAll("script[src], link[href], img[src]")
            .Select(e => e.GetAttribute("src") ?? e.GetAttribute("href"));
        Assert.All(loaded, address => Assert.StartsWith("/", address, StringComparison.Ordinal));
        Assert.All(
            page.QuerySelectorAll("input:not([type=hidden]), select"),
            control => Assert.NotNull(page.QuerySelector($"label[for='{control.Id}']"))
        );
        var missing = page.QuerySelectorAll("[aria-labelledby], [aria-describedby]")
            .SelectMany(e =>
                $"{e.GetAttribute("aria-labelledby")} {e.GetAttribute("aria-describedby")}".Split(
                    ' ',
                    StringSplitOptions.RemoveEmptyEntries
                )
            )
            .Where(id => page.GetElementById(id) is null);
        Assert.Empty(missing);
        Assert.Equal("Ashford Vale School: similar schools - Trellis", page.Title);
        Assert.Equal("#main-content", page.Body!.Children[0].GetAttribute("href"));
        Assert.NotNull(page.GetElementById("main-content"));
    }

    [Fact]
    public async Task A_fictional_country_says_so_on_every_page_and_a_real_one_does_not()
    {
        var made = await Layouts.Render(Gallery.Frame, HtmlString.Empty);
        Assert.Contains(
            "Every school, trust and figure here is made up.",
            made,
            StringComparison.Ordinal
        );

        var real = Gallery.Frame with { Edition = Gallery.Fictional with { Fictional = false } };
        Assert.DoesNotContain(
            "made up",
            await Layouts.Render(real, HtmlString.Empty),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(90, false)]
    [InlineData(91, true)]
    public async Task A_register_is_called_old_from_its_ninety_first_day(int days, bool old)
    {
        var register = new DateOnly(2026, 5, 1);
        var edition = new Edition("5f1c0a9b", register, register.AddDays(days), Fictional: false);
        var html = await Layouts.Render(Gallery.Frame with { Edition = edition }, HtmlString.Empty);
        Assert.Equal(
            old,
            html.Contains($"The register is {days} days old.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_page_without_a_frame_still_stands()
    {
        var html = await Layouts.Render(new PageFrame(), new HtmlString("<h1>Not found</h1>"));
        Assert.Contains("<title>Trellis</title>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Snapshot", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_with_errors_says_so_first_in_its_title() =>
        Assert.Equal(
            "Error: Search - Trellis",
            new PageFrame { Title = "Search", HasErrors = true }.FullTitle
        );
}
