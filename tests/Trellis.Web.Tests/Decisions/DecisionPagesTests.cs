using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Partnerships;
using Trellis.People;
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
        await cases.SupportFirst(reference, school);
        await cases.Follow();

        var page = await site.Browser().Get($"/decision/{reference}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var told = page.Page.QuerySelector("main")!.TextContent;
        foreach (
            var words in (string[])
                [
                    school.Name,
                    "support first",
                    "Decided 12 October 2026 by the regional director",
                    "Fictional words on support-because",
                    "special measures are required",
                    "day 11",
                    "What else was weighed",
                    "Fictional words on option-federation",
                ]
        )
            Assert.Contains(words, told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "/guide/procedures/academy-order",
            page.Page.QuerySelector("main")!.InnerHtml
        );
        var csv = await site.Browser().Get($"/decision/{reference}.csv");
        Assert.Contains("choose-support", csv.Text);
        var feed = await site.Browser().Get($"/decision/{reference}.atom");
        Assert.Contains("Choose support first", feed.Text);
        using var json = JsonDocument.Parse(
            (await site.Browser().Get($"/decision/{reference}.json")).Text
        );
        var decision = json.RootElement.GetProperty("decisions")[0];
        Assert.Equal("rise-first", decision.GetProperty("decision").GetString());
        Assert.Equal("2026-10-12", decision.GetProperty("on").GetString());
        Assert.Equal(10, json.RootElement.GetProperty("days").GetInt32());
    }

    [Fact]
    public async Task A_decision_after_the_board_has_a_row_for_each_criterion_and_says_why_nobody_was_asked()
    {
        const string Secret = "plover-9e1";
        var reference = await Decided();
        // What officers keep for themselves.
        await cases.Do(
            new Brokerage.WriteNote(reference, $"A note about {Secret}"),
            cases.Officer(school),
            PublicBrokerage.Of
        );
        await cases.Do(
            new NameContact(
                reference,
                Scope.School(school.Urn),
                $"Fictional {Secret}",
                "chair of governors",
                $"{Secret}@fictional.example"
            ),
            cases.Officer(school),
            PublicBrokerage.Of
        );
        await cases.Do(
            new DeclareInterest(reference, Scope.School(school.Urn), $"A cousin of {Secret}", null),
            cases.Other(school),
            PublicBrokerage.Of
        );
        await cases.ToDecision(reference, school);
        await cases.Follow();

        var page = await site.Browser().Get($"/decision/{reference}");
        var told = page.Page.QuerySelector("main")!.TextContent;
        var rows = page.Page.QuerySelectorAll("#criteria tbody tr").ToList();
        Assert.Equal(5, rows.Count);
        Assert.Contains(
            rows,
            r =>
                r.TextContent.Contains("Finance and operations", StringComparison.Ordinal)
                && r.TextContent.Contains("partly met", StringComparison.Ordinal)
                && r.TextContent.Contains(
                    "Fictional words on finance-because",
                    StringComparison.Ordinal
                )
        );
        foreach (
            var words in (string[])
                [
                    "Fictional words on decision-because",
                    "A fictional condition.",
                    "Not consulted because: children are at risk",
                    "How many members declared an interest",
                    "Fictional words on option-nothing",
                ]
        )
            Assert.Contains(words, told);
        // To withdraw it is possible too, and leads nowhere.
        Assert.Equal("Make the order", page.Page.QuerySelector("dl.figures dd.words")!.TextContent);
        var list = await site.Browser().Get("/decisions");
        Assert.Contains(
            "children are at risk",
            list.Page.QuerySelector("#not-consulted + ul")!.TextContent
        );
        Assert.Contains(
            $"/decision/{reference}",
            (await site.Browser().Get("/decisions?consulted=bypassed")).Text
        );
        foreach (
            var address in (string[])
                [
                    $"/decision/{reference}",
                    $"/decision/{reference}.json",
                    $"/decision/{reference}.csv",
                    $"/decision/{reference}.atom",
                    "/decisions",
                    "/decisions.csv",
                    "/decisions.json",
                    "/decisions.atom",
                    $"/school/{school.Urn}",
                    $"/school/{school.Urn}.json",
                ]
        )
        {
            var text = (await site.Browser().Get(address)).Text;
            Assert.DoesNotContain(Secret, text);
            // Nor does it say who it was, by name or by number.
            foreach (var person in CasesOnRecord.People)
                Assert.DoesNotContain($"{person}", text);
        }
    }

    [Fact]
    public async Task The_list_of_decisions_counts_by_decision_and_region_and_narrows()
    {
        var decided = await Decided();
        await cases.SupportFirst(decided, school);
        var stated = await cases.Open(other, stated: true);
        await cases.Follow();

        var all = await site.Browser().Get("/decisions");
        Assert.Contains(school.Name, all.Text);
        Assert.Contains(other.Name, all.Text);
        Assert.Contains(
            "Support first",
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
        Assert.Contains("Choose support first", (await site.Browser().Get("/decisions.atom")).Text);
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
    public async Task What_a_school_stated_and_the_region_adopted_says_both_with_their_days()
    {
        var reference = await cases.Open(school, stated: true);
        site.Clock.Pass(TimeSpan.FromDays(7));
        await cases.Do(new AdoptCase(reference), cases.Officer(school), PublicBrokerage.Of);
        await cases.Follow();

        foreach (var address in (string[])[$"/decision/{reference}", $"/school/{school.Urn}"])
            Assert.Contains(
                $"Stated by {school.Name} on 2 October 2026; adopted by the region on 9 October 2026.",
                (await site.Browser().Get(address)).Page.QuerySelector("main")!.TextContent
            );
        Assert.Contains(
            "Adopted by the region",
            (await site.Browser().Get($"/decision/{reference}.atom")).Text
        );
    }

    [Fact]
    public async Task A_parent_finds_until_when_and_where_to_have_a_say()
    {
        // A Monday in a term.
        site.Clock.Pass(TimeSpan.FromDays(3));
        var reference = await cases.Open(school);
        await cases.Begin(reference, "consultation", cases.Officer(school), school);
        await cases.Take(
            reference,
            "consultation",
            "plan",
            cases.Officer(school),
            Wrote("proposed", "The fictional school joins a fictional trust."),
            Day("decides-on", new(2026, 12, 1))
        );
        await cases.Take(
            reference,
            "consultation",
            "open",
            cases.Officer(school),
            Day("opens-on", site.Today),
            Day("closes-on", new(2026, 11, 18))
        );
        await cases.Follow();

        var standing = (await site.Browser().Get($"/school/{school.Urn}")).Page.QuerySelector(
            ".standing"
        )!;
        Assert.Contains("The fictional school joins a fictional trust.", standing.TextContent);
        Assert.Contains(
            "A consultation is open until 18 November 2026. Say what you think",
            standing.TextContent
        );
        var say = $"/consultation/{Id(reference, "consultation")}";
        Assert.NotNull(standing.QuerySelector($"a[href='{say}']"));
        Assert.Equal(HttpStatusCode.OK, (await site.Browser().Get(say)).Status);
        Assert.Contains("1 consultation open", (await site.Browser().Get("/")).Text);
        var page = await site.Browser().Get($"/decision/{reference}");
        Assert.Contains(
            "Fictional words on other-ways",
            page.Page.QuerySelector("main")!.TextContent
        );
        Assert.NotNull(page.Page.QuerySelector($"main a[href='{say}']"));
    }

    [Fact]
    public async Task A_request_to_leave_a_trust_says_that_the_law_gives_no_right_to_it()
    {
        var academy = site.Site.Snapshot.Schools.First(s =>
            s.IsOpen && s.Current.La is not null && site.Site.Snapshot.TrustOf(s.Urn) is not null
        );
        var reference = await cases.Open(academy, kind: "request-to-leave");
        await cases.Follow();

        var page = await site.Browser().Get($"/decision/{reference}");
        Assert.Contains(
            "no right in law",
            page.Page.QuerySelector(".govuk-inset-text")!.TextContent
        );
        using var json = JsonDocument.Parse(
            (await site.Browser().Get($"/decision/{reference}.json")).Text
        );
        Assert.False(json.RootElement.GetProperty("rightInLaw").GetBoolean());
        var trust = site.Site.Snapshot.TrustOf(academy.Urn)!;
        Assert.Contains(
            "1 case under way",
            (await site.Browser().Get($"/trust/{trust.Uid}"))
                .Page.QuerySelector("#cases")!
                .TextContent
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
