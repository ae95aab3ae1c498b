using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.Pages.Closures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Store;
using Given = Trellis.Procedures.Answer;

namespace Trellis.Closures;

/// <summary>A fictional trust closes through the pages: trusts are asked and offer, a school says what it wants, the plan is drafted and published, and each reads what is theirs.</summary>
public sealed class ClosureStoriesTests(TrustCountry country)
    : IClassFixture<TrustCountry>,
        IAsyncLifetime
{
    private const string Secret = "a fictional roof with truffle-3e9 in it";
    private const string Wish = "our fictional choir with sorbet-8c4 in it";

    private static readonly CaseRef reference = CaseRef.From([4, 2, 4, 2, 4, 2, 4, 2, 4, 2]);
    private static readonly string at = $"/closure/{reference}";

    private PeopleSite site = null!;
    private Scope region;
    private IReadOnlyList<Scope> schools = [];
    private ClosureTerms terms = null!;
    private Browser officer = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(country.Store);
        var snapshot = site.Site.Snapshot;
        // The trust of the most schools among which is no church school: that would wait for its diocese.
        var opening = snapshot
            .Schools.Where(s => s.IsOpen)
            .Select(s => snapshot.TrustOf(s.Urn))
            .OfType<Group>()
            .CountBy(t => t.Uid)
            .OrderByDescending(t => t.Value)
            .ThenBy(t => t.Key)
            .Select(t =>
                CaseOpening.From(
                    snapshot,
                    CaseKind.Of(ClosureTerms.Table)!,
                    [.. snapshot.MembershipsIn(t.Key).Where(m => m.To is null).Select(m => m.Urn)],
                    null,
                    site.Today.AddDays(-90)
                )
            )
            .OfType<CaseOpening>()
            .First(o => !o.HasFaith);
        (region, schools) = (opening.Region, opening.Schools);
        var by = new Holder(
            PersonId.From([4, 9, 9, 9, 9, 9, 9, 9, 9, 9]),
            new Appointment(Role.RegionOfficer, region)
        );
        byte drawn = 40;
        var begun = site.Today.AddDays(-90);
        await Together(
            by,
            begun,
            opening.Acts(
                reference,
                region,
                _ => CaseId.From([++drawn, 4, 2, 4, 2, 4, 2, 4, 2, 4]),
                begun
            )
        );
        terms = (await site.Casework.ClosureTermsOf(reference))!;
        await Together(by, begun, [Step("set-programme", begun)]);
        await Together(by, begun, [Step("open-data-room", begun)]);
        await Together(
            by,
            begun,
            [Step("ask-wishes", begun, Given.Of(Code.Parse("wishes-until"), site.Today))]
        );
        officer = await Holding(Role.RegionOfficer, region);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<Browser> Holding(Role role, Scope over) =>
        (await site.SignedIn(new Appointment(role, over))).Browser;

    private async Task Together(Holder by, DateOnly day, IReadOnlyList<Doing> acts) =>
        Assert.Null(
            await site.Casework.DoTogether(
                acts,
                new(by, new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero), day)
            )
        );

    private Doing Step(string step, DateOnly day, params IReadOnlyList<Given> said)
    {
        var answers = new List<Given>();
        foreach (
            var ask in KnownProcedures.On(ClosureTerms.Table, day)!.StepOf(Code.Parse(step))!.Asks
        )
            answers.Add(
                said.FirstOrDefault(a => a.Ask == ask.Id)
                    ?? ask.Kind switch
                    {
                        AskKind.Day => Given.Of(ask.Id, day),
                        AskKind.Ticks => Given.Of(ask.Id, [.. ask.Options.Select(o => o.Id)]),
                        _ => Given.Of(ask.Id, ask.Options[0].Id),
                    }
            );
        return Doing.Of(
            new TakeStep(terms.Procedure, Code.Parse(step), region, null, answers),
            beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
        );
    }

    private static string Trouble(Access.Answer answer) =>
        $"{answer.Status} {answer.Page.QuerySelector(".govuk-error-summary")?.TextContent}";

    private static string Said(Access.Answer answer) =>
        answer.Page.QuerySelector("main")!.TextContent;

    private static async Task<Access.Answer> Send(
        Browser by,
        string step,
        params (string, string)[] fields
    )
    {
        var page = await by.Get(at);
        var form = page
            .Page.QuerySelectorAll("main form[method=post]")
            .First(f => f.QuerySelector($"button[value={step}]") is not null);
        var all = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat(fields)
            .Append(("step", step))
            .ToArray();
        return await by.Raw(at, all);
    }

    private static async Task Done(Task<Access.Answer> sent, string done)
    {
        var answer = await sent;
        Assert.True(answer.Leads?.EndsWith($"done={done}") == true, Trouble(answer));
    }

    private async Task<string> Open(string address)
    {
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        return await site.Site.Client.GetStringAsync(address);
    }

    private async Task<IReadOnlyList<Scope>> Asked()
    {
        await Done(Send(officer, "begin"), "begun");
        var trusts = ClosureDesk
            .Suggested(site.Site.Snapshot, await Closure(), 3)
            .Select(t => t.Trust)
            .ToList();
        Assert.Equal(3, trusts.Count);
        await Done(Send(officer, "invite", [.. trusts.Select(t => ("invite", t.Id))]), "invited");
        return trusts;
    }

    private async Task<TrustClosure> Closure() =>
        (await site.Casework.Find<TrustClosure>(reference.ToString()))!.State;

    [Fact]
    public async Task A_trust_is_asked_offers_and_sees_only_what_is_for_it_and_everybody_else_reads_what_is_public()
    {
        var trusts = await Asked();
        var ofFirst = await Holding(Role.TrustOfficer, trusts[0]);
        var ofSecond = await Holding(Role.TrustOfficer, trusts[1]);

        var unfit = await Send(ofFirst, "offer", ("offer-places", "many"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unfit.Status);
        Assert.Contains("Enter how many schools it could take", Said(unfit));
        await Done(
            Send(
                ofFirst,
                "offer",
                ("offer-places", "4"),
                ("offer-points", "14"),
                ("offer-conditions", Secret)
            ),
            "offered"
        );

        Assert.Contains(
            "you offered 4 places and 14 challenge points",
            Said(await ofFirst.Get(at))
        );
        Assert.Contains(Secret, (await officer.Get(at)).Text);
        var second = await ofSecond.Get(at);
        Assert.Contains("Challenge points", Said(second));
        Assert.DoesNotContain(Secret, second.Text);
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        // An officer of another region, and a trust that is not asked, read what everybody reads.
        foreach (
            var other in new[]
            {
                await Holding(Role.RegionOfficer, Scope.Parse("region:fictional-other")),
                await Holding(Role.TrustOfficer, Scope.Parse("trust:1999")),
            }
        )
        {
            var page = await other.Get(at);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Null(page.Page.QuerySelector("#inside"));
            // It has no form there, so what it sends is forged.
            Assert.Equal(HttpStatusCode.BadRequest, (await other.Raw(at, ("step", "keep"))).Status);
        }
        var open = await Open(at);
        Assert.Contains("No plan is published yet.", open);
        Assert.DoesNotContain(Secret, open);
        Assert.DoesNotContain(NameOf(trusts[0]), open.Split("<main", 2)[1].Split("</main>", 2)[0]);
    }

    private string NameOf(Scope trust) =>
        Pages.Joining.RolePlaces.Words(site.Site.Snapshot, trust).Text;

    [Fact]
    public async Task A_plan_is_drafted_published_and_read_by_everybody_without_points_or_wishes()
    {
        var trusts = await Asked();
        var school = (await Closure()).Schools[0];
        var head = await Holding(Role.Head, school.School);
        var page = await head.Get(at);
        Assert.Contains($"your school counts {school.Challenge} of 5 challenge points", Said(page));
        await Done(Send(head, "wish", ("wish-words", Wish)), "wished");
        foreach (var trust in trusts)
            await Done(
                Send(
                    officer,
                    "offer",
                    ("offer-trust", trust.Id),
                    ("offer-places", $"{schools.Count}"),
                    ("offer-points", $"{schools.Count * 5}"),
                    ("offer-conditions", "")
                ),
                "offered"
            );
        Assert.Contains(Wish, (await officer.Get(at)).Text);

        // Wishes may come until the end of the day.
        var early = await Send(officer, "draft");
        Assert.Contains("Wishes and offers can come until the day given.", Said(early));
        site.Clock.Pass(TimeSpan.FromDays(1));
        officer = await Holding(Role.RegionOfficer, region);
        await Done(Send(officer, "draft"), "drafted");
        var until = Spans.After(site.Today, 16, Unit.WorkingDays)!.Value;
        await Done(
            Send(
                officer,
                "publish",
                ("views-until-day", $"{until.Day}"),
                ("views-until-month", $"{until.Month}"),
                ("views-until-year", $"{until.Year}")
            ),
            "published"
        );

        var kept = (await Closure()).Open!;
        foreach (var address in new[] { at, $"{at}.json", $"{at}.csv", $"{at}.atom", "/closures" })
        {
            var told = await Open(address);
            Assert.DoesNotContain(Wish, told);
            Assert.DoesNotContain("points of", told, StringComparison.OrdinalIgnoreCase);
        }
        using var json = JsonDocument.Parse(await Open($"{at}.json"));
        Assert.Equal(
            kept.Mark.ToString(),
            json.RootElement.GetProperty("plan").GetProperty("mark").GetString()
        );
        var read = await Open(at);
        Assert.Contains("Send a view", read);
        foreach (var one in kept.Placements)
            Assert.Contains("Nothing is decided yet", await Open($"{at}/{one.School.Id}"));
        Assert.Contains(
            "As what do you reply?",
            await Open($"/consultation/{terms.Procedure}/reply")
        );
        Assert.Contains("A plan for", await Open("/consultations"));

        // Once the views are over, and the schools' own consultation is recorded, each school is decided.
        await Together(
            new Holder(
                PersonId.From([4, 9, 9, 9, 9, 9, 9, 9, 9, 9]),
                new(Role.RegionOfficer, region)
            ),
            site.Today,
            [await Bypassed()]
        );
        site.Clock.Pass(TimeSpan.FromDays(until.AddDays(1).DayNumber - site.Today.DayNumber));
        officer = await Holding(Role.RegionOfficer, region);
        await Done(
            Send(officer, "revise", ("views-said", "Nobody sent a view, in fictional words.")),
            "revised"
        );
        var decider = await Holding(Role.DecisionMaker, region);
        var link = (await decider.Get(at))
            .Page.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .First(h => h.Contains($"/decide?decided-school={school.School.Id}"));
        Assert.Contains($"receiver={kept.Of(school.School)!.To!.Value.Id}", link);
        await Decided(decider, link, school.School, kept.Of(school.School)!.To!.Value);
        var told1 = await Open($"{at}/{school.School.Id}");
        Assert.Contains("it was decided that it goes to", told1);
        Assert.Contains("It is near, in fictional words.", told1);
        Assert.Contains("Held against the criteria", told1);
        Assert.Contains("It is near, in fictional words.", await Open($"/decision/{reference}"));
    }

    private async Task<Doing> Bypassed()
    {
        var consultation = (await site.Casework.ConsultationIn(reference))!.State;
        return Doing.Of(
            new TakeStep(
                consultation.Id,
                Code.Parse("bypass"),
                region,
                null,
                [
                    Given.Of(Code.Parse("not-because"), Code.Parse("asked-before")),
                    Given.Of(Code.Parse("not-because-words"), (FreeText)"In fictional words."),
                ]
            ),
            beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
        );
    }

    private async Task Decided(Browser by, string link, Scope school, Scope to)
    {
        var table = KnownProcedures.On(ClosureTerms.Table, new DateOnly(2026, 11, 22))!;
        var page = await by.Get(link);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        // What the plan says stands in the form already.
        Assert.Equal(
            school.Id,
            page.Page.QuerySelector("[name=decided-school]")?.GetAttribute("value")
        );
        Assert.Equal(to.Id, page.Page.QuerySelector("[name=receiver]")?.GetAttribute("value"));
        var decidedOn = site.Today;
        var fields = new List<(string, string)>
        {
            ("decided-school", school.Id),
            ("outcome", "placed"),
            ("receiver", to.Id),
            ("step", "check"),
        };
        foreach (var ask in table.StepOf(Code.Parse("decide"))!.Asks)
            switch (ask.Kind)
            {
                case AskKind.Day:
                    fields.AddRange([
                        ($"{ask.Id}-day", $"{decidedOn.Day}"),
                        ($"{ask.Id}-month", $"{decidedOn.Month}"),
                        ($"{ask.Id}-year", $"{decidedOn.Year}"),
                    ]);
                    break;
                case AskKind.Text when ask.When is null:
                    fields.Add(($"{ask.Id}", "It is near, in fictional words."));
                    break;
                case AskKind.Choice when ask.Id.ToString() != "outcome":
                    fields.Add(($"{ask.Id}", $"{ask.Options[0].Id}"));
                    break;
            }
        var check = await by.Tick(link, [.. fields]);
        Assert.True(check.Text.Contains("Check your answers"), Trouble(check));
        var done = await by.Tick(link, check, ("step", "do"));
        Assert.True(done.Leads?.EndsWith("?done=step") == true, Trouble(done));
    }
}
