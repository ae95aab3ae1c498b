using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Decisions;
using Trellis.Jobs;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Consistency;

/// <summary>Two schools that are alike are decided about differently; anybody can see both, and whoever decides says what no figure shows.</summary>
public sealed class ConsistencyJourneyTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Order = "academy-order";

    private static readonly CancellationToken stop = TestContext.Current.CancellationToken;

    private PeopleSite site = null!;
    private CasesOnRecord cases = null!;
    private (School One, School Other) alike;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        cases = new CasesOnRecord(site);
        alike = Alike();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private (School, School) Alike()
    {
        var schools = Registered
            .SchoolsWithoutTrust(site)
            .Select(s =>
                (
                    School: s,
                    Then: SchoolThen.On(site.Site.Snapshot, s.Urn, new DateOnly(2026, 12, 1), null)!
                )
            )
            .ToList();
        foreach (var (one, i) in schools.Select((s, i) => (s, i)))
        foreach (var other in schools.Skip(i + 1))
            if (
                CasesOnRecord.RegionOf(one.School) == CasesOnRecord.RegionOf(other.School)
                && one.Then.Phase == other.Then.Phase
                && LikeCases.Apart(one.Then, other.Then).Where(a => a.Steps is not null).ToList()
                    is { Count: >= LikeCases.LeastFacts } apart
                && apart.TrueForAll(a => Math.Abs(a.Steps!.Value) <= 1)
            )
                return (one.School, other.School);
        throw new InvalidOperationException("No two schools of the country are alike.");
    }

    /// <summary>An order is approved for the one, and the other gets support first, a week later.</summary>
    private async Task<(CaseRef Earlier, CaseRef Later)> Decided()
    {
        var earlier = await cases.Open(alike.One);
        await cases.Take(earlier, Order, "record-concern", cases.Officer(alike.One));
        await cases.ToDecision(earlier, alike.One);
        site.Clock.Pass(TimeSpan.FromDays(7));
        var later = await cases.Open(alike.Other);
        await cases.Take(later, Order, "record-concern", cases.Officer(alike.Other));
        await cases.SupportFirst(later, alike.Other);
        await cases.Follow();
        return (earlier, later);
    }

    private async Task<IReadOnlyList<Quarter>> Publish()
    {
        var published = await ComparingDecisions.Publish(
            site.Casework,
            site.Site.Part<PublicRecordFile>(),
            site.Site.Snapshot,
            site.Clock,
            site.Today,
            stop
        );
        return published;
    }

    [Fact]
    public async Task A_quarter_is_published_two_weeks_after_it_and_a_decider_answers_beside_a_difference()
    {
        var (earlier, later) = await Decided();
        var anybody = site.Browser();
        // While the quarter runs, the case itself has the earlier one beside it already.
        var page = (await anybody.Get($"/decision/{later}")).Page;
        Assert.Equal(
            $"/decision/{earlier}",
            page.QuerySelector("#earlier-cases ~ .table-scroll a")!.GetAttribute("href")
        );
        Assert.Empty(await Publish());
        var early = await anybody.Get("/consistency/2026Q4");
        Assert.Equal(HttpStatusCode.NotFound, early.Status);
        Assert.Contains("is published on 15 January 2027", early.Text);

        site.Clock.Pass(
            TimeSpan.FromDays(new DateOnly(2027, 1, 15).DayNumber - site.Today.DayNumber)
        );
        Assert.Equal([Quarter.Parse("2026Q4")], await Publish());
        Assert.Empty(await Publish());

        var text = (await anybody.Get("/consistency/2026Q4")).Text;
        Assert.Contains("1 pair of like cases was decided differently", text);
        Assert.Contains("A difference is a question, not a finding", text);
        Assert.Contains("so no region is compared", text);
        Assert.Contains("The public record has the same decisions today", text);
        Assert.Contains("October to December 2026", (await anybody.Get("/consistency")).Text);

        // Anybody works it out again from the file alone.
        using var file = JsonDocument.Parse((await anybody.Get("/consistency/2026Q4.json")).Text);
        var row = file.RootElement.GetProperty("rows").EnumerateArray().Single();
        var figures = file
            .RootElement.GetProperty("cases")
            .EnumerateArray()
            .ToDictionary(
                c => c.GetProperty("reference").GetString()!,
                c => c.GetProperty("figures")
            );
        double? Figure(CaseRef of, string fact) =>
            figures[$"{of}"].GetProperty(fact) is { ValueKind: JsonValueKind.Number } n
                ? n.GetDouble()
                : null;
        var steps = new[]
        {
            Figure(later, "pupils") is { } p && Figure(earlier, "pupils") is { } q
                ? Math.Log2(p / q)
                : double.NaN,
            (Figure(later, "free-meals") - Figure(earlier, "free-meals")) / 10 ?? double.NaN,
            Figure(later, "grade") - Figure(earlier, "grade") ?? double.NaN,
            (Figure(later, "balance") - Figure(earlier, "balance")) / 10 ?? double.NaN,
        }
            .Where(s => !double.IsNaN(s))
            .ToList();
        Assert.Equal(
            Math.Sqrt(steps.Sum(s => s * s) / steps.Count),
            row.GetProperty("distance").GetDouble(),
            1e-4
        );

        // The region's decider answers; its officer and everybody else do not.
        var address = $"/consistency/2026Q4/answer/{earlier}/{later}";
        var region = CasesOnRecord.RegionOf(alike.One);
        var (_, officer) = await site.SignedIn(new(Role.RegionOfficer, region));
        Assert.NotEqual(HttpStatusCode.OK, (await officer.Get(address)).Status);
        var (_, elsewhere) = await site.SignedIn(
            new(Role.DecisionMaker, new Scope(ScopeKind.Region, "fictional-region"))
        );
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(address)).Status);
        var (_, decider) = await site.SignedIn(new(Role.DecisionMaker, region));
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await decider.Fill(address, new() { ["words"] = " " })).Status
        );
        var sent = await decider.Fill(
            address,
            new() { ["words"] = "A fictional roof had come down. <b>It</b> shows in no figure." }
        );
        Assert.StartsWith("/consistency/2026Q4#pair-", sent.Leads);
        await cases.Follow();
        var answered = await anybody.Get("/consistency/2026Q4");
        Assert.Contains(
            "A fictional roof had come down. <b>It</b> shows in no figure.",
            answered.Page.QuerySelector($"#pair-{earlier}-{later} .said")!.TextContent
        );
        Assert.Contains("A fictional roof", (await anybody.Get("/consistency/2026Q4.csv")).Text);
        Assert.Contains("A fictional roof", (await anybody.Get("/consistency.atom")).Text);

        // A decision of that time that is recorded later makes another edition a month after, and the first stays.
        var third = Registered
            .SchoolsWithoutTrust(site)
            .First(s => s != alike.One && s != alike.Other && CasesOnRecord.RegionOf(s) == region);
        var late = await cases.Open(third);
        await cases.Take(
            late,
            Order,
            "record-concern",
            cases.Officer(third),
            CasesOnRecord.Day("report-on", new(2026, 11, 2))
        );
        await cases.Take(
            late,
            Order,
            "weigh-options",
            cases.Officer(third),
            CasesOnRecord.Day("options-on", new(2026, 11, 9))
        );
        await cases.Take(
            late,
            Order,
            "choose-support",
            cases.Decider(third),
            CasesOnRecord.Day("support-from", new(2026, 12, 20)),
            CasesOnRecord.Day("support-review-on", site.Today.AddDays(200))
        );
        await cases.Follow();
        Assert.Empty(await Publish());
        Assert.Contains(
            "Another edition follows, and this one stays",
            (await anybody.Get("/consistency/2026Q4")).Text
        );
        site.Clock.Pass(TimeSpan.FromDays(32));
        Assert.Equal([Quarter.Parse("2026Q4")], await Publish());
        var second = (await anybody.Get("/consistency/2026Q4")).Page;
        Assert.Contains("2 cases were decided", second.QuerySelector("#edition-1")!.TextContent);
        Assert.Contains("3 cases were decided", second.QuerySelector("#edition-2")!.TextContent);
    }

    [Fact]
    public async Task Who_declared_an_interest_in_one_of_the_cases_is_turned_away_from_the_answer()
    {
        var (earlier, later) = await Decided();
        site.Clock.Pass(TimeSpan.FromDays(60));
        await Publish();
        var (person, browser) = await site.SignedIn(
            new(Role.DecisionMaker, CasesOnRecord.RegionOf(alike.One))
        );
        await site.Casework.Do(
            new DeclareInterest(
                later,
                Scope.School(alike.Other.Urn),
                "A fictional brother teaches there.",
                null
            ),
            site.On(
                new Holder(person.Id, new(Role.DecisionMaker, CasesOnRecord.RegionOf(alike.One)))
            ),
            stop: stop
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.Get($"/consistency/2026Q4/answer/{earlier}/{later}")).Status
        );
        Assert.Contains(
            person.Id,
            (await site.Casework.Find<BrokerageCase>($"{later}", stop))!.State.TurnedAway.Select(
                t => t.Person
            )
        );
    }

    [Theory]
    [InlineData("/consistency/2026Q5")]
    [InlineData("/consistency/9999Q4")]
    [InlineData("/consistency/0001Q1")]
    [InlineData("/consistency/x.json")]
    public async Task What_is_no_quarter_or_not_published_is_not_here(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(address)).Status);
}
