using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Fiction;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Placements;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Matching;

/// <summary>A fictional country large enough that several trusts could take a school.</summary>
public sealed class TrustCountry : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-match-").FullName;

    public TrustCountry()
    {
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, schools: 500);
        Store = new SnapshotStore(Path.Combine(folder, "store"));
        Store.Import(files, TimeProvider.System);
    }

    public SnapshotStore Store { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>A region finds a trust for a school through the pages, and trusts answer through theirs.</summary>
public sealed class MatchStoriesTests(TrustCountry country)
    : IClassFixture<TrustCountry>,
        IAsyncLifetime
{
    private const string Secret = "a fictional amount with nougat-7d2 in it";
    private const string Why = "The first has just taken on two schools.";

    private PeopleSite site = null!;
    private School ash = null!;
    private Scope region;
    private Browser officer = null!;
    private RankedTrust first = null!;
    private RankedTrust second = null!;
    private Browser ofFirst = null!;
    private Browser ofSecond = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(country.Store);
        var matching = TrustMatching.On(site.Site.Snapshot, TrustsToday.DayOf(site.Site.Snapshot));
        MatchAnswer? answer = null;
        foreach (
            var school in site.Site.Snapshot.Schools.Where(s =>
                s.IsOpen
                && s.Name.Length > 0
                && s.Current.TypeGroup.Contains("maintained", StringComparison.OrdinalIgnoreCase)
                && site.Site.Snapshot.TrustOf(s.Urn) is null
                && Regions.Canonical(s.Current.Region) is not null
            )
        )
        {
            answer = matching.Answer(school, new MatchQuestion());
            if (answer.Candidates >= 3)
                break;
        }
        ash = answer!.School;
        (first, second) = (answer.Ranked[0], answer.Ranked[1]);
        region = new Scope(ScopeKind.Region, Regions.Slug(ash.Current.Region));
        officer = await Holding(Role.RegionOfficer, region);
        ofFirst = await Holding(Role.TrustOfficer, Scope.Trust(first.Trust.Uid));
        ofSecond = await Holding(Role.TrustOfficer, Scope.Trust(second.Trust.Uid));
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<Browser> Holding(Role role, Scope over) =>
        (await site.SignedIn(new Appointment(role, over))).Browser;

    private static (string, string)[] On(string box, DateOnly day) =>
        [
            ($"{box}-day", $"{day.Day}"),
            ($"{box}-month", $"{day.Month}"),
            ($"{box}-year", $"{day.Year}"),
        ];

    private static string Trouble(Access.Answer answer) =>
        $"{answer.Status} {answer.Page.QuerySelector(".govuk-error-summary")?.TextContent}";

    private static string Said(Access.Answer answer) =>
        answer.Page.QuerySelector("main")!.TextContent;

    private static async Task<Access.Answer> Send(
        Browser by,
        string at,
        string step,
        params (string, string)[] fields
    )
    {
        var page = await by.Get(at);
        var form = page
            .Page.QuerySelectorAll("main form[method=post]")
            .First(f => f.QuerySelector($"button[value={step}]") is not null);
        // A form of several boxes that share a name is sent as it stands.
        var all = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat(fields)
            .Append(("step", step))
            .ToArray();
        return await by.Raw(at, all);
    }

    /// <summary>A page as anybody reads it, once what was done is published.</summary>
    private async Task<string> Open(string address)
    {
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        return await site.Site.Client.GetStringAsync(address);
    }

    private async Task<string> Case()
    {
        var reference = CaseRef.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        var by = new Holder(
            PersonId.From([1, 9, 9, 9, 9, 9, 9, 9, 9, 9]),
            new Appointment(Role.RegionOfficer, region)
        );
        var opening = CaseOpening.From(
            site.Site.Snapshot,
            CaseKind.Of(ProcedureId.Parse("academy-order"))!,
            [ash.Urn],
            null,
            site.Today
        )!;
        byte drawn = 0;
        Assert.Null(
            await site.Casework.DoTogether(
                opening.Acts(
                    reference,
                    region,
                    _ => CaseId.From([++drawn, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    site.Today
                ),
                site.On(by)
            )
        );
        return $"/case/{reference}";
    }

    private async Task<string> Sought(int days = 100)
    {
        var at = await Case();
        var begun = await Send(
            officer,
            $"{at}/match",
            "begin",
            On("needed-on", site.Today.AddDays(-days))
        );
        Assert.True(begun.Leads?.EndsWith("done=begun") == true, Trouble(begun));
        return at;
    }

    private Task<Access.Answer> Invite(string at, string why, params RankedTrust[] trusts) =>
        Send(
            officer,
            $"{at}/match",
            "invite",
            [
                .. trusts.Select(t => ("trust", t.Trust.Uid.ToString())),
                ("why", why),
                .. On("answer-by", site.Today.AddDays(28)),
                ("words", ""),
            ]
        );

    private static async Task Take(Browser by, string at, params (string, string)[] fields)
    {
        var check = await by.Tick(at, [.. fields, ("step", "check")]);
        Assert.True(check.Text.Contains("Check your answers"), $"{at}: {Trouble(check)}");
        var done = await by.Tick(at, check, ("step", "do"));
        Assert.True(done.Leads?.EndsWith("?done=step") == true, $"{at}: {Trouble(done)}");
    }

    private static string StepOf(Access.Answer page, string step) =>
        page
            .Page.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .First(a => a.StartsWith("/procedure/") && a.Split('?')[0].EndsWith($"/{step}"));

    private async Task State(Browser by, string places)
    {
        var done = await by.Fill(
            "/my-trust/capacity",
            new()
            {
                ["primary"] = places,
                ["secondary"] = places,
                ["special"] = places,
                ["alternative"] = places,
                ["in-all"] = places,
                ["from-day"] = $"{site.Today.Day}",
                ["from-month"] = $"{site.Today.Month}",
                ["from-year"] = $"{site.Today.Year}",
                ["words"] = "We are good at fictional reading.",
                ["needs"] = "grant",
                ["need-words"] = Secret,
            }
        );
        Assert.True(done.Leads?.EndsWith("done=stated") == true, Trouble(done));
    }

    [Fact]
    public async Task An_officer_who_invites_the_second_on_the_list_must_say_why_and_anybody_can_read_it()
    {
        var at = await Sought();
        var page = await officer.Get($"{at}/match");
        Assert.Contains("Waiting for a trust, 100 days.", Said(page));
        Assert.Equal(first.Trust.Name, page.Page.QuerySelector("ol.ranked h3 a")!.TextContent);

        var silent = await Invite(at, "", second);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.Status);
        Assert.Contains("The first of the ranking is not among those you chose", Said(silent));
        // What was chosen stays chosen.
        Assert.NotNull(silent.Page.QuerySelector($"#trust-{second.Trust.Uid}[checked]"));

        var said = await Invite(at, Why, second);
        Assert.True(said.Leads?.EndsWith("done=invited") == true, Trouble(said));
        Assert.Contains(second.Trust.Name, Said(await officer.Get($"{at}/match")));

        var open = await Open($"/ranking/{at.Split('/')[^1]}");
        Assert.Contains(Why, open);
        Assert.Contains("Worked out again just now, it comes out the same.", open);
        // Who was invited is not told.
        var told = await Open($"/ranking/{at.Split('/')[^1]}.json");
        using var json = JsonDocument.Parse(told);
        Assert.Equal(
            1,
            json.RootElement.GetProperty("rankings")[0].GetProperty("chosen").GetInt32()
        );
        // Only the trust that was asked finds the case; another finds nothing at its address.
        Assert.Equal(HttpStatusCode.OK, (await ofSecond.Get($"/my-trust{at}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ofFirst.Get($"/my-trust{at}")).Status);
    }

    [Fact]
    public async Task A_search_of_seven_months_is_looked_at_higher_up_before_anybody_else_is_invited()
    {
        var at = await Sought(days: 214);
        var early = await Invite(at, "", first);
        Assert.Contains("No trust for six months", Said(early));
        var page = await officer.Get($"{at}/match");
        Assert.DoesNotContain("director general", Said(page));
        await Take(
            officer,
            StepOf(page, "escalate-6"),
            [
                .. On("told-6-on", site.Today),
                ("option-6", "school-support"),
                ("option-6-words", "A fictional school helps with reading."),
            ]
        );
        var done = await Invite(at, "", first);
        Assert.True(done.Leads?.EndsWith("done=invited") == true, Trouble(done));
        // It is told once, and anybody can read what helps meanwhile.
        Assert.DoesNotContain("escalate-6", (await officer.Get($"{at}/match")).Text);
        Assert.Contains(
            "A fictional school helps with reading.",
            await Open($"/decision/{at.Split('/')[^1]}")
        );
    }

    [Fact]
    public async Task A_trust_offers_on_conditions_and_takes_a_place_and_another_declines_and_is_not_named()
    {
        await State(ofFirst, "1");
        var at = await Sought();
        var invited = await Invite(at, "", first, second);
        Assert.True(invited.Leads?.EndsWith("done=invited") == true, Trouble(invited));

        // It looks into it, with a list of its own that begins with what open data says.
        var mine = $"/my-trust{at}";
        await Take(ofFirst, StepOf(await ofFirst.Get(mine), "look-into-it"));
        var list = await ofFirst.Get(mine);
        Assert.Contains("by car to your nearest school", Said(list));
        Assert.Contains("0 of 17 done", Said(list));
        var noted = await ofFirst.Fill(
            $"{mine}/pfi",
            new()
            {
                ["who"] = "Fictional Finance Lead",
                ["done-day"] = $"{site.Today.Day}",
                ["done-month"] = $"{site.Today.Month}",
                ["done-year"] = $"{site.Today.Year}",
                ["notes"] = Secret,
            }
        );
        Assert.Contains("done=noted", noted.Leads);
        Assert.Contains("1 of 17 done", Said(await ofFirst.Get(mine)));

        await Take(
            ofFirst,
            StepOf(await ofFirst.Get(mine), "offer"),
            [
                .. On("offered-on", site.Today),
                ("conditional", "yes"),
                ("conditions", "grant"),
                ("conditions", "works"),
                ("condition-words", Secret),
            ]
        );
        var capacity = (
            await site.Casework.Find<TrustCapacity>(Scope.Trust(first.Trust.Uid).ToString())
        )!.State;
        Assert.Equal((1, 1), (capacity.Held(), capacity.Terms.InAll));
        Assert.Contains("a grant: not answered", Said(await officer.Get($"{at}/match")));

        await Take(
            ofSecond,
            StepOf(await ofSecond.Get(mine), "decline"),
            [
                .. On("declined-on", site.Today),
                ("barriers", "financial"),
                ("barriers", "isolation"),
                ("barrier-words", Secret),
                ("may-be-named", "no"),
            ]
        );
        var register = await Open("/failed-matches.csv");
        // What stood in the way is counted over many schools, and told of none.
        Assert.Contains("fewer than five", register);
        Assert.DoesNotContain("isolation", register);
        Assert.DoesNotContain(
            "distance from the schools",
            await Open($"/decision/{at.Split('/')[^1]}.json")
        );
        Assert.DoesNotContain(second.Trust.Uid.ToString(), register);
        var page = await officer.Get($"{at}/match");
        Assert.Contains("One trust has declined or withdrawn.", Said(page));

        // Each condition is answered before anything is agreed.
        var agree = StepOf(page, "agree");
        var early = await officer.Tick(agree, [.. On("agreed-on", site.Today), ("step", "check")]);
        Assert.Contains("Answer each condition of the trust first.", Said(early));
        await Take(
            officer,
            StepOf(page, "answer-needs"),
            [
                .. On("needs-answered-on", site.Today),
                ("answer-grant", "given"),
                ("answer-debt", "not-asked"),
                ("answer-works", "partly"),
                ("answer-people", "not-asked"),
                ("needs-answer-words", Secret),
            ]
        );
        await Take(officer, agree, On("agreed-on", site.Today));
        Assert.Contains("works on the buildings: in part", Said(await ofFirst.Get(mine)));

        foreach (
            var open in new[]
            {
                "/failed-matches",
                "/failed-matches.json",
                $"/ranking/{at.Split('/')[^1]}.json",
                $"/decision/{at.Split('/')[^1]}",
                $"/trust/{first.Trust.Uid}",
            }
        )
            Assert.DoesNotContain("nougat-7d2", await Open(open));
        Assert.DoesNotContain("nougat-7d2", Said(await ofSecond.Get(mine)));
    }

    [Fact]
    public async Task A_trust_without_a_free_place_is_told_so_and_offers_once_it_states_more()
    {
        var at = await Sought();
        await Invite(at, "", first);
        var mine = $"/my-trust{at}";
        await Take(ofFirst, StepOf(await ofFirst.Get(mine), "look-into-it"));
        Assert.Contains("You have not stated yet", Said(await ofFirst.Get(mine)));
        await State(ofFirst, "0");
        var offer = StepOf(await ofFirst.Get(mine), "offer");
        (string, string)[] answers = [.. On("offered-on", site.Today), ("conditional", "no")];
        var check = await ofFirst.Tick(offer, [.. answers, ("step", "check")]);
        var full = await ofFirst.Tick(offer, check, ("step", "do"));
        Assert.Contains("all that are left are promised", Said(full));
        await State(ofFirst, "1");
        await Take(ofFirst, offer, answers);
        // It gives the place back with its withdrawal.
        await Take(
            ofFirst,
            StepOf(await ofFirst.Get(mine), "withdraw"),
            [
                .. On("withdrawn-on", site.Today),
                ("withdrawn-barriers", "capacity"),
                ("withdrawn-words", "Fictional words."),
                ("withdrawn-named", "yes"),
                ("withdrawn-trust", $"{first.Trust.Uid}"),
            ]
        );
        Assert.Contains(first.Trust.Name, await Open("/failed-matches"));
        Assert.Equal(
            0,
            (
                await site.Casework.Find<TrustCapacity>(Scope.Trust(first.Trust.Uid).ToString())
            )!.State.Held()
        );
    }
}
