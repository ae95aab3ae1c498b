using System.Net;
using Trellis.Access;
using Trellis.Evaluations;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Pages.MyArea;
using Trellis.Pages.MyTrust;
using Trellis.People;
using Trellis.Tests.Access;

namespace Trellis.Tests.Pages;

/// <summary>What a trust's schools did after joining: its officers see it, officers of its areas see it, and nobody else.</summary>
public sealed class TrustEffectPagesTests(PeopledSite site) : IClassFixture<PeopledSite>
{
    // So many decimals that nothing else on the site has them.
    private const double Canary = .4242424242;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Uid Trust => Uid.Parse(site.ScopeOf(ScopeKind.Trust, site.School).Id);

    private void Put()
    {
        TrustEffect Of(string arm, int schools) =>
            new(Trust, arm, "primary", "ks2", schools, Canary, .1, .7, .15, Canary, .2, .6, null);
        TrustEffectKind Kind(string arm) =>
            new(
                arm,
                "primary",
                "ks2",
                null,
                [new Year(2015), new Year(2023)],
                2,
                50,
                .1,
                .05,
                .2,
                0,
                4
            );
        new EvaluationFile<TrustEffects>(new DirectoryInfo(site.Store), TrustEffects.Kind).Write(
            site.Snapshot.Id,
            new TrustEffects(
                site.Snapshot.Id,
                null,
                "0",
                [Kind("converters"), Kind("sponsored")],
                [Of("converters", 5), Of("sponsored", 2)]
            )
        );
    }

    [Fact]
    public void Only_the_two_pages_of_officers_can_reach_the_figures()
    {
        var takers = typeof(EffectShelf)
            .Assembly.GetTypes()
            .Where(t =>
                t.GetConstructors()
                    .Any(c => c.GetParameters().Any(p => p.ParameterType == typeof(EffectShelf)))
            )
            .Select(t => t.Name)
            .Order();
        Assert.Equal([nameof(EffectPage), nameof(EffectsPage)], takers);
        foreach (var path in (string[])["/my-trust/effect", "/my-area/effects"])
        {
            var route = site.Routes.First(r =>
                "/" + r.RoutePattern.RawText!.TrimStart('/') == path
            );
            Assert.Equal(Who.Holders, route.Metadata.GetMetadata<AccessAttribute>()!.Who);
            Assert.DoesNotContain(Api.Routes.All, r => r.Path == path);
            Assert.Contains(path, Api.Routes.NotPartOfTheApi);
        }
    }

    [Fact]
    public async Task Nothing_open_to_everybody_says_a_figure_of_a_trust()
    {
        Put();
        var open = site
            .Routes.Where(r => r.Metadata.GetMetadata<AccessAttribute>()?.Who == Who.Everybody)
            .Where(r => r.RoutePattern.Parameters.Count == 0)
            .Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
            .Concat([
                $"/trust/{Trust}",
                $"/trust/{Trust}.json",
                $"/trust/{Trust}.csv",
                $"/school/{site.School.Urn}.json",
            ])
            .Distinct()
            .ToArray();
        Assert.True(open.Length > 20);
        foreach (var address in open)
        {
            using var answer = await site.Client.GetAsync(address, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.False(text.Contains("0.42424", StringComparison.Ordinal), address);
            Assert.False(text.Contains("my-trust/effect", StringComparison.Ordinal), address);
            Assert.False(text.Contains("my-area/effects", StringComparison.Ordinal), address);
        }
        foreach (var address in (string[])["/my-trust/effect.json", "/my-area/effects.csv"])
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await site.Client.GetAsync(address, Stop)).StatusCode
            );
    }

    [Fact]
    public async Task An_officer_of_the_trust_reads_its_figure_and_why_two_schools_have_none()
    {
        Put();
        var page = await site.Page("/my-trust/effect", "trust officer of this", Stop);
        Assert.Contains("+0.42", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("A figure needs 3", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("not ranked", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_of_another_trust_reads_nothing_of_this_one()
    {
        Put();
        using var answer = await site.Ask("/my-trust/effect", "trust officer of another", Stop);
        Assert.DoesNotContain(
            "+0.42",
            await answer.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("local authority officer of this", true)]
    [InlineData("region officer of this", true)]
    [InlineData("region officer of another", false)]
    public async Task Officers_of_an_area_read_of_its_trusts_alone(string caller, bool reads)
    {
        Put();
        var page = await site.Page("/my-area/effects?results=ks2-primary", caller, Stop);
        Assert.Equal(reads, page.Body!.TextContent.Contains("+0.42", StringComparison.Ordinal));
    }
}
