using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Partnerships;
using Trellis.Procedures;
using Trellis.Schools;
using static Trellis.Decisions.CasesOnRecord;

namespace Trellis.Decisions;

/// <summary>What anybody sees of a case, from the day on which it is stated to its decision.</summary>
public sealed class DecisionPagesTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;
    private CasesOnRecord cases = null!;
    private School school = null!;
    private School other = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        cases = new CasesOnRecord(site);
        (school, other) = Registered.SchoolsWithoutTrust(site) switch
        {
            [var one, var two, ..] => (one, two),
            _ => throw new InvalidOperationException("There are too few schools."),
        };
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<CaseRef> Decided(bool stated = false)
    {
        var reference = await cases.Open(school, stated);
        await cases.Take(
            reference,
            "academy-order",
            "record-concern",
            stated ? Head(school) : cases.Officer(school),
            Day("report-on", site.Today.AddDays(-3)),
            Chose("category", "special-measures")
        );
        return reference;
    }

    [Fact]
    public async Task A_parent_finds_at_the_page_of_the_school_what_is_proposed_who_decides_and_whose_word_it_is()
    {
        var before = await site.Browser().Get($"/school/{school.Urn}");
        Assert.Null(before.Page.QuerySelector(".standing"));
        var reference = await Decided(stated: true);
        await cases.Follow();

        var page = await site.Browser().Get($"/school/{school.Urn}");
        var standing = page.Page.QuerySelector(".standing")!;
        Assert.Contains("Where things stand", standing.TextContent);
        Assert.Contains("Who decides: the regional director", standing.TextContent);
        Assert.Contains($"Stated by {school.Name} on 2 October 2026", standing.TextContent);
        Assert.Contains("has not taken it on", standing.TextContent);
        var link = standing.QuerySelector($"a[href='/decision/{reference}']");
        Assert.NotNull(link);
        // It stands before the figures.
        Assert.True(
            page.Text.IndexOf("standing", StringComparison.Ordinal)
                < page.Text.IndexOf("Working with", StringComparison.Ordinal)
        );
        // Another school is not touched.
        Assert.Null(
            (await site.Browser().Get($"/school/{other.Urn}")).Page.QuerySelector(".standing")
        );
        using var json = JsonDocument.Parse(
            (await site.Browser().Get($"/school/{school.Urn}.json")).Text
        );
        Assert.Equal(
            $"{reference}",
            json.RootElement.GetProperty("cases")[0].GetProperty("reference").GetString()
        );
    }

    [Fact]
    public async Task A_decision_says_what_was_decided_by_whom_and_when_in_every_form()
    {
        var reference = await Decided();
        site.Clock.Pass(TimeSpan.FromDays(10));
        await cases.Take(
            reference,
            "academy-order",
            "make-order",
            cases.Decider(school),
            Day("order-on", site.Today),
            Chose("limb", "power")
        );
        await cases.Follow();

        var page = await site.Browser().Get($"/decision/{reference}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var told = page.Page.QuerySelector("main")!.TextContent;
        foreach (
            var words in (string[])
                [
                    school.Name,
                    "order made",
                    "Decided 12 October 2026 by the regional director",
                    "section 4(1)(b)",
                    "special measures",
                    "day 11",
                    "Nothing",
                ]
        )
            Assert.Contains(words, told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "/guide/procedures/academy-order",
            page.Page.QuerySelector("main")!.InnerHtml
        );
        var csv = await site.Browser().Get($"/decision/{reference}.csv");
        Assert.Contains("make-order", csv.Text);
        var feed = await site.Browser().Get($"/decision/{reference}.atom");
        Assert.Contains("Make the order", feed.Text);
        using var json = JsonDocument.Parse(
            (await site.Browser().Get($"/decision/{reference}.json")).Text
        );
        var decision = json.RootElement.GetProperty("decisions")[0];
        Assert.Equal("order-made", decision.GetProperty("decision").GetString());
        Assert.Equal("2026-10-12", decision.GetProperty("on").GetString());
        Assert.Equal(10, json.RootElement.GetProperty("days").GetInt32());
    }

    [Fact]
    public async Task The_list_of_decisions_counts_by_decision_and_region_and_narrows()
    {
        var decided = await Decided();
        await cases.Take(
            decided,
            "academy-order",
            "make-order",
            cases.Decider(school),
            Day("order-on", site.Today),
            Chose("limb", "power")
        );
        var stated = await cases.Open(other, stated: true);
        await cases.Follow();

        var all = await site.Browser().Get("/decisions");
        Assert.Contains(school.Name, all.Text);
        Assert.Contains(other.Name, all.Text);
        Assert.Contains(
            "Order made",
            all.Page.QuerySelector("#counts ~ .table-scroll")!.TextContent
        );
        var some = await site.Browser().Get("/decisions?standing=decided");
        Assert.Contains($"/decision/{decided}", some.Text);
        Assert.DoesNotContain($"/decision/{stated}", some.Text);
        var about = await site.Browser().Get($"/decisions?about=school:{other.Urn}");
        Assert.Contains($"/decision/{stated}", about.Text);
        Assert.DoesNotContain($"/decision/{decided}", about.Text);
        var odd = await site.Browser().Get("/decisions?state=nonsense&about=nobody");
        Assert.Equal(HttpStatusCode.OK, odd.Status);
        Assert.Contains("left out", odd.Text);
        Assert.Contains(
            $"{decided},academy-order",
            (await site.Browser().Get("/decisions.csv")).Text
        );
        Assert.Contains("Make the order", (await site.Browser().Get("/decisions.atom")).Text);
        Assert.Contains("1 decision published", (await site.Browser().Get("/")).Text);
        foreach (
            var address in (string[])
                [$"/local-authority/{other.Current.La}", $"/region/{RegionOf(other).Id}"]
        )
            Assert.Contains(
                "under way",
                (await site.Browser().Get(address)).Page.QuerySelector("#cases")!.TextContent
            );
    }

    [Fact]
    public async Task A_procedure_of_a_case_is_told_with_the_case_and_not_by_itself()
    {
        var reference = await Decided();
        await cases.Follow();
        var id = Id(reference, "academy-order");

        Assert.Equal(
            $"/decision/{reference}",
            (await site.Browser().Get($"/procedures/{id}")).Leads
        );
        Assert.DoesNotContain($"{id}", (await site.Browser().Get("/procedures")).Text);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Browser().Get("/decision/b0000000000")).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Browser().Get("/decision/nothing")).Status
        );
    }
}
