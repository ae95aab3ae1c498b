using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Procedures;

/// <summary>A federation formed through the pages, with the clock moved over the six weeks.</summary>
public sealed class FederationPagesTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Private = "a fictional response with marzipan-5b1 in it";

    private PeopleSite site = null!;
    private School ash = null!;
    private School beech = null!;
    private School other = null!;
    private Browser first = null!;
    private Browser second = null!;
    private Browser officer = null!;
    private Browser stranger = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        var free = Registered.SchoolsWithoutTrust(site);
        // Of one area, so that one officer makes the instrument.
        var pair = free.GroupBy(s => s.Current.La!.Value).First(g => g.Count() > 1).ToList();
        (ash, beech) = (pair[0], pair[1]);
        other = free.First(s => s.Current.La != ash.Current.La);
        first = await Holding(Role.Head, Scope.School(ash.Urn));
        second = await Holding(Role.Governor, Scope.School(beech.Urn));
        officer = await Holding(
            Role.LocalAuthorityOfficer,
            new Scope(ScopeKind.LocalAuthority, $"{ash.Current.La}")
        );
        stranger = await Holding(Role.Head, Scope.School(other.Urn));
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<Browser> Holding(Role role, Scope over) =>
        (await site.SignedIn(new Appointment(role, over))).Browser;

    private async Task Pass(int days)
    {
        site.Clock.Pass(TimeSpan.FromDays(days));
        // A session does not last so long.
        var people = new[] { first, second, officer, stranger };
        for (var i = 0; i < people.Length; i++)
        {
            people[i].Cookies.Clear();
            await people[i].SignIn($"person{i + 1}@school.example", PeopleSite.Password);
        }
    }

    private static (string, string)[] On(string box, int day, int month, int year) =>
        [($"{box}-day", $"{day}"), ($"{box}-month", $"{month}"), ($"{box}-year", $"{year}")];

    private static string Trouble(Access.Answer answer) =>
        $"{answer.Status} {answer.Page.QuerySelector(".govuk-error-summary")?.TextContent} {answer.Page.QuerySelector(".govuk-inset-text")?.TextContent}";

    private async Task<string> Begun()
    {
        (string, string)[] fields =
        [
            .. On("begun", 2, 10, 2026),
            ("side-school", $"{ash.Urn}\n{beech.Urn}"),
            ("side-authority", $"{ash.Current.La}"),
        ];
        var at = $"/procedure/new/federation-formation?as=school:{ash.Urn}";
        var check = await first.Tick(at, [.. fields, ("step", "check")]);
        Assert.True(check.Text.Contains("Check before it begins"), Trouble(check));
        Assert.Contains(beech.Name, check.Page.QuerySelector("main")!.TextContent);
        var texts = check
            .Page.QuerySelectorAll("main form textarea")
            .Select(t => (t.GetAttribute("name")!, t.TextContent));
        var done = await first.Tick(at, check, [.. texts, ("step", "do")]);
        Assert.True(done.Leads?.EndsWith("?done=begun") == true, Trouble(done));
        return done.Leads!.Split('?')[0];
    }

    private static async Task Take(Browser by, string at, params (string, string)[] fields)
    {
        var check = await by.Tick(at, [.. fields, ("step", "check")]);
        Assert.True(check.Text.Contains("Check your answers"), $"{at}: {Trouble(check)}");
        // What was checked is carried by the page itself.
        var done = await by.Tick(at, check, ("step", "do"));
        Assert.True(done.Leads?.EndsWith("?done=step") == true, $"{at}: {Trouble(done)}");
    }

    private static (string, string)[] Report =>
        [.. On("report-on", 2, 10, 2026), ("named-item", "yes"), ("go-on", "yes")];

    private static (string, string)[] Proposals(int closingDay) =>
        [
            .. On("published-on", 2, 10, 2026),
            .. On("closing-on", closingDay, 11, 2026),
            .. On("federation-on", 1, 4, 2027),
            ("governors", "9"),
            .. new[]
            {
                "partners",
                "size",
                "categories",
                "staffing",
                "federation-date",
                "admissions",
                "closing-date",
            }.Select(c => ("contents", c)),
            .. new[] { "secretary-of-state", "authorities", "heads", "staff", "parents" }.Select(
                c => ("sent-to", c)
            ),
            ("read-at", "https://fictional.example/proposals"),
        ];

    private async Task<string> ToProposals()
    {
        var at = await Begun();
        foreach (var by in new[] { first, second })
            await Take(by, $"{at}/consider-report", Report);
        foreach (var by in new[] { first, second })
            await Take(by, $"{at}/agree-proposals", On("agreed-on", 2, 10, 2026));
        return at;
    }

    [Fact]
    public async Task Two_schools_federate_through_the_six_weeks_and_the_public_page_tells_it()
    {
        var at = await ToProposals();
        var open = at.Replace("/procedure/", "/procedures/", StringComparison.Ordinal);
        await Follow();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(open)).Status);

        // A day too few is refused with the day that would do, and what was typed is kept.
        var early = await first.Tick(
            $"{at}/publish-proposals",
            [.. Proposals(12), ("step", "check")]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.Status);
        Assert.Contains("The first day it can be is 13 November 2026", Trouble(early));
        Assert.Equal("12", early.Page.QuerySelector("#closing-on-day")!.GetAttribute("value"));
        Assert.Equal(7, early.Page.QuerySelectorAll("input[name=contents][checked]").Length);
        await Take(first, $"{at}/publish-proposals", Proposals(13));

        await Take(
            officer,
            $"{at}/respond",
            [.. On("responded-on", 2, 10, 2026), ("response", Private)]
        );
        Assert.Contains("marzipan", (await second.Get(at)).Text);
        Assert.Contains("From 14 November 2026", (await first.Get(at)).Text);

        await Pass(45);
        await Take(
            second,
            $"{at}/consider-jointly",
            [
                .. On("jointly-on", 14, 11, 2026),
                ("all-took-part", "yes"),
                ("responses", "1"),
                ("summary", "One response, in favour."),
            ]
        );
        foreach (var by in new[] { first, second })
            await Take(
                by,
                $"{at}/decide",
                [.. On("decided-on", 15, 11, 2026), ("decision", "proceed")]
            );
        Assert.Contains("Waits for you", (await officer.Get("/procedure")).Text);
        await Take(
            officer,
            $"{at}/make-instrument",
            [
                .. On("instrument-on", 16, 11, 2026),
                .. On("federates-on", 1, 4, 2027),
                ("governors-made", "9"),
            ]
        );
        await Pass(140);
        await Take(
            first,
            $"{at}/federate",
            ("passed", "dissolved"),
            ("passed", "incorporated"),
            ("passed", "property")
        );

        await Follow();
        var page = await site.Browser().Get(open);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var told = page.Page.QuerySelector("main")!.TextContent;
        foreach (
            var words in (string[])
                [
                    ash.Name,
                    beech.Name,
                    "Federated",
                    "13 November 2026",
                    "One response, in favour.",
                    "go ahead",
                ]
        )
            Assert.Contains(words, told);
        Assert.DoesNotContain("marzipan", page.Text);
        using var json = JsonDocument.Parse((await site.Browser().Get($"{open}.json")).Text);
        Assert.Equal("federated", json.RootElement.GetProperty("state").GetString());
        Assert.DoesNotContain("marzipan", json.RootElement.GetRawText());
        Assert.Contains(ash.Name, (await site.Browser().Get("/procedures")).Text);
    }

    private Task Follow() => site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);

    [Fact]
    public async Task To_those_who_take_no_part_a_case_has_no_page()
    {
        var at = await Begun();

        foreach (var form in (string[])["", ".json", ".csv", "/consider-report", "/stop-it"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(at + form)).Status);
            Assert.NotEqual(HttpStatusCode.NotFound, (await first.Get(at)).Status);
        }
        // Who is not signed in is asked to, whatever the address names.
        Assert.StartsWith("/sign-in?return=", (await site.Browser().Get(at)).Leads);
        Assert.DoesNotContain(at, (await stranger.Get("/procedure")).Text);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await stranger.Get($"/my-school/{ash.Urn}/procedures")).Status
        );
        Assert.Contains(at, (await first.Get($"/my-school/{ash.Urn}/procedures")).Text);
        // Nor does a form of theirs do anything.
        var token = (
            await stranger.Get($"/procedure/new/federation-formation?as=school:{other.Urn}")
        )
            .Page.QuerySelectorAll("main form input[type=hidden]")
            .GroupBy(i => i.GetAttribute("name")!)
            .ToDictionary(g => g.Key, g => g.First().GetAttribute("value") ?? "");
        token["step"] = "do";
        token["why"] = "a fictional reason";
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Post($"{at}/stop-it", token)).Status);
    }

    [Fact]
    public async Task A_step_that_waits_for_others_says_for_whom()
    {
        var at = await Begun();
        await Take(first, $"{at}/consider-report", Report);

        var waits = await first.Get($"{at}/consider-report");
        Assert.Contains(beech.Name, waits.Page.QuerySelector(".govuk-inset-text")!.TextContent);
        Assert.Contains(
            "not open now",
            (await first.Get($"{at}/publish-proposals"))
                .Page.QuerySelector(".govuk-inset-text")!
                .TextContent
        );
        Assert.Equal(HttpStatusCode.NotFound, (await first.Get($"{at}/no-such-step")).Status);
    }

    [Fact]
    public async Task A_case_is_stopped_with_a_reason_that_only_its_people_read()
    {
        var at = await Begun();

        var without = await first.Tick($"{at}/stop-it", ("step", "do"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Contains("Say why it is stopped", Trouble(without));
        var done = await first.Tick($"{at}/stop-it", ("why", Private), ("step", "do"));
        Assert.EndsWith("?done=stopped", done.Leads);
        Assert.Contains("marzipan", (await second.Get(at)).Text);
    }

    [Fact]
    public async Task The_guide_to_procedures_can_be_read_after_eight_years_of_school()
    {
        var hard = new List<string>();
        foreach (
            var address in KnownProcedures
                .All.Select(t => $"/guide/procedures/{t.Id}?version={t.Version}")
                .Prepend("/guide/procedures")
        )
        {
            var (grade, longest, which) = Pages.ReadingGrade.Of(
                (await site.Browser().Get(address)).Page.QuerySelector("main")!
            );
            if (grade > 8 || longest > 25)
                hard.Add($"{address}: grade {grade:0.0}, {longest} words: {which}");
        }
        Assert.True(hard.Count == 0, string.Join(Environment.NewLine, hard));
    }

    [Fact]
    public async Task The_guide_says_each_step_with_its_source_and_what_is_not_sure()
    {
        var page = await site.Browser().Get("/guide/procedures/federation-formation");
        var text = page.Page.QuerySelector("main")!.TextContent;

        Assert.Contains("is at least 42 days after 'Day of publication'", text);
        Assert.Contains("What is not sure", text);
        Assert.Contains("regulation 9", text);
        foreach (var table in KnownProcedures.All)
            Assert.Equal(
                HttpStatusCode.OK,
                (
                    await site.Browser()
                        .Get($"/guide/procedures/{table.Id}?version={table.Version}")
                ).Status
            );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await site.Browser().Get("/guide/procedures/federation-formation?version=9")).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Browser().Get("/guide/procedures/nothing")).Status
        );
    }
}
