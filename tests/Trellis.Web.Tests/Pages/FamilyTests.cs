using System.Net;
using System.Text.Json;

namespace Trellis.Pages;

/// <summary>Who are we with, and what do they do well?</summary>
public sealed class FamilyTests(SiteFixture fixture)
{
    private RunningSite Site => fixture.Site;

    [Fact]
    public async Task From_its_own_page_a_school_finds_its_families_and_itself_in_each()
    {
        var (_, list) = await Site.Get("/families?kind=national&phase=primary");
        var first = list.QuerySelector("tbody th a")!.GetAttribute("href")!;
        var (_, family) = await Site.Get(first);
        var school = family.QuerySelector("tbody th a[href^='/school/']")!.GetAttribute("href")!;
        var (_, page) = await Site.Get(school);
        var families = page.QuerySelectorAll("a[href^='/family/']")
            .Select(a => a.GetAttribute("href")!)
            .ToArray();
        Assert.Equal(2, families.Length);
        Assert.Contains(first, families);
        foreach (var address in families)
        {
            var (status, its) = await Site.Get(address);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.NotNull(its.QuerySelector($"tbody th a[href='{school}']"));
            Assert.DoesNotContain("NaN", its.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_booklet_has_every_school_of_the_family_on_its_second_side()
    {
        var (_, list) = await Site.Get("/families?kind=national&phase=secondary");
        var address = list.QuerySelector("tbody th a")!.GetAttribute("href")!;
        using var answer = JsonDocument.Parse(
            await Site.Client.GetStringAsync(
                address + ".json",
                TestContext.Current.CancellationToken
            )
        );
        var (_, booklet) = await Site.Get(address + "/booklet");
        var sides = booklet.QuerySelectorAll(".booklet__side").ToArray();
        Assert.Equal(2, sides.Length);
        Assert.Equal(
            answer.RootElement.GetProperty("rows").GetArrayLength(),
            sides[1].QuerySelectorAll("tbody tr").Length
        );
    }

    [Theory]
    [InlineData("/family/national-primary-999", HttpStatusCode.NotFound)]
    [InlineData("/family/none", HttpStatusCode.NotFound)]
    [InlineData("/families?kind=local", HttpStatusCode.BadRequest)]
    [InlineData("/families?phase=7", HttpStatusCode.BadRequest)]
    [InlineData("/families?region=wales", HttpStatusCode.BadRequest)]
    public async Task What_is_no_family_is_said_so(string address, HttpStatusCode status) =>
        Assert.Equal(status, (await Site.Get(address)).Status);
}
