using System.Net;
using Trellis.Retention;

namespace Trellis.Pages;

/// <summary>What is kept of people is told to everybody; what is kept of one person is told to nobody else.</summary>
public sealed class PrivacyTests(SiteFixture fixture)
{
    [Fact]
    public async Task The_page_about_privacy_tells_every_rule_of_keeping()
    {
        var (_, page) = await fixture.Site.Get("/privacy");

        var rows = page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToArray();
        Assert.Equal(RetentionRules.All.Count, rows.Length);
        foreach (var rule in RetentionRules.All)
            Assert.Contains(
                rows,
                row => row.Contains(rule.What) && row.Contains(rule.Basis) && row.Contains(rule.Who)
            );
    }

    [Theory]
    [InlineData("/account/data")]
    [InlineData("/account/data.json")]
    public async Task What_is_held_about_somebody_is_shown_to_nobody_who_has_not_signed_in(
        string address
    )
    {
        using var answer = await fixture.Site.Client.GetAsync(address);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }
}
