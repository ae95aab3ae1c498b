using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Decisions;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using static Trellis.Decisions.CasesOnRecord;
using Answer = Trellis.Procedures.Answer;
using CaseRef = Trellis.Procedures.CaseRef;
using Code = Trellis.Procedures.Code;

namespace Trellis.Waiting;

/// <summary>What anybody reads of a school that waits for a trust: what it is owed and by when, and nothing that would stick to it.</summary>
public sealed class WaitingPagesTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;
    private CasesOnRecord cases = null!;
    private School school = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        cases = new CasesOnRecord(site);
        school = Registered.SchoolsWithoutTrust(site)[0];
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<CaseRef> Ordered()
    {
        var reference = await cases.Open(school);
        await cases.Take(
            reference,
            "academy-order",
            "record-concern",
            cases.Officer(school),
            Day("report-on", site.Today.AddDays(-3)),
            Chose("category", "special-measures"),
            Chose("foundation", "no")
        );
        await cases.ToDecision(reference, school);
        await cases.Take(
            reference,
            "academy-order",
            "make-order",
            cases.Decider(school),
            Chose("limb", "power")
        );
        await cases.Take(reference, "academy-order", "start-search", cases.Officer(school));
        await cases.Begin(reference, "interim-support", cases.Officer(school), school);
        await cases.Begin(reference, "trust-match", cases.Officer(school), school);
        await cases.Take(reference, "trust-match", "record-need", cases.Officer(school));
        return reference;
    }

    private async Task<string> Told(string address)
    {
        await cases.Follow();
        var page = await site.Browser().Get(address);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return string.Join(
            ' ',
            page.Page.QuerySelector("main")!
                .TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task Where_nobody_waits_the_page_says_so() =>
        Assert.Contains("No school waits for a trust here now.", await Told("/waiting"));

    [Fact]
    public async Task A_governor_reads_what_the_school_is_owed_next_and_who_helps_meanwhile()
    {
        var reference = await Ordered();
        site.Clock.Pass(TimeSpan.FromDays(10));
        var page = await Told("/waiting");
        Assert.Contains(school.Name, page);
        Assert.Contains("Waiting for a trust, 10 days", page);
        Assert.Contains("Arrange support while it waits, by", page);
        Assert.Contains("No support while it waits is published.", page);

        // The days of support go by.
        site.Clock.Pass(TimeSpan.FromDays(30));
        Assert.Contains(
            "Arrange support while it waits. This was due by",
            await Told($"/school/{school.Urn}")
        );

        await cases.Take(
            reference,
            "interim-support",
            "arrange",
            cases.Officer(school),
            Answer.Of(
                Code.Parse("supporter"),
                new Scope(ScopeKind.LocalAuthority, $"{school.Current.La}")
            ),
            Chose("support-until", "opening"),
            Chose("confidence", "low")
        );
        page = await Told("/waiting");
        Assert.Contains("helps, until the school opens as an academy", page);

        // Six months without a trust: the regional director is owed the news, and the school another way to help.
        site.Clock.Pass(TimeSpan.FromDays(200));
        page = await Told("/waiting");
        Assert.Contains("Tell the regional director that no trust was found in 6 months", page);
        await cases.Take(reference, "trust-match", "escalate-6", cases.Officer(school));
        page = await Told($"/school/{school.Urn}");
        Assert.DoesNotContain("Tell the regional director", page);
        Assert.Contains("support by another school, a hub or the local authority", page);
        Assert.Contains("Tell the director general", page);
    }

    [Fact]
    public async Task How_sure_anybody_is_of_support_is_told_of_no_school_in_any_form()
    {
        var reference = await Ordered();
        await cases.Take(
            reference,
            "interim-support",
            "arrange",
            cases.Officer(school),
            Answer.Of(
                Code.Parse("supporter"),
                new Scope(ScopeKind.LocalAuthority, $"{school.Current.La}")
            ),
            Chose("confidence", "none")
        );
        await cases.Follow();
        foreach (
            var address in new[]
            {
                "/waiting",
                "/waiting.csv",
                "/waiting.json",
                "/waiting.atom",
                $"/decision/{reference}",
                $"/decision/{reference}.json",
                $"/school/{school.Urn}.json",
            }
        )
        {
            var text = (await site.Browser().Get(address)).Text;
            Assert.DoesNotContain("not at all", text);
            Assert.DoesNotContain("How sure", text);
        }
    }

    [Fact]
    public async Task The_same_clocks_are_on_the_pages_of_the_area_and_the_country_and_in_every_form()
    {
        var reference = await Ordered();
        site.Clock.Pass(TimeSpan.FromDays(7));
        var slug = RegionOf(school).Id;
        foreach (
            var address in new[] { "/", $"/region/{slug}", $"/local-authority/{school.Current.La}" }
        )
            Assert.Contains("7 days so far", await Told(address));
        var csv = (await site.Browser().Get($"/waiting.csv?region={slug}")).Text.Split("\r\n");
        Assert.StartsWith($"{reference},school:{school.Urn},", csv[1]);
        using var json = JsonDocument.Parse((await site.Browser().Get("/waiting.json")).Text);
        Assert.Equal(1, json.RootElement.GetProperty("waiting").GetInt32());
        // One case is no median.
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("median").ValueKind);
        Assert.Contains(
            "so it was left out",
            await Told("/waiting?region=atlantis&reason=none&stage=9")
        );
    }

    [Fact]
    public async Task Past_waits_are_shown_school_by_school_with_the_evidence()
    {
        var page = await Told("/waiting/history");
        Assert.Contains("What these figures cannot say", page);
        var csv = (await site.Browser().Get("/waiting/history.csv")).Text.Split("\r\n");
        Assert.True(csv.Length > 2, "The fictional country has no past wait.");
        var urn = csv[1].Split(',')[0];
        Assert.Contains("What the files say", await Told($"/waiting/history?school={urn}"));
        Assert.Contains(
            "No school here has this number.",
            await Told("/waiting/history?school=nobody")
        );
        Assert.Equal(
            2,
            (await site.Browser().Get($"/waiting/history.csv?school={urn}"))
                .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Length
        );
    }
}
