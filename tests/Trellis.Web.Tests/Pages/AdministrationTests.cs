using System.Net;
using Trellis.Access;
using Trellis.People;
using Trellis.Schools;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Tests.Pages;

/// <summary>What administrators, heads and officers do on their pages, from the form to the journal.</summary>
public sealed class AdministrationTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;

    public async ValueTask InitializeAsync() => site = await PeopleSite.Over(fixture.Site.Store);

    public ValueTask DisposeAsync() => site.DisposeAsync();

    /// <summary>An open school that a trust acts for, or one that acts for itself.</summary>
    private School School(bool inTrust) =>
        fixture.Site.Snapshot.Schools.First(s =>
            s.IsOpen
            && s.Current.La is not null
            && fixture.Site.Snapshot.TrustOf(s.Urn) is not null == inTrust
        );

    private static Appointment Head(School school) => new(Role.Head, Scope.School(school.Urn));

    private static Dictionary<string, string> Invitation(School school, string step) =>
        new()
        {
            ["name"] = "Hanna Fictional",
            ["email"] = "hanna@school.example",
            ["role"] = "head",
            ["place"] = school.Urn.ToString(),
            ["from-day"] = "2",
            ["from-month"] = "10",
            ["from-year"] = "2026",
            ["step"] = step,
        };

    /// <summary>Sends the form of a page that was answered, as its button does.</summary>
    private static Task<Answer> Send(Browser browser, string address, Answer page, string step)
    {
        var fields = page
            .Page.QuerySelectorAll("main form input[type=hidden], main form textarea")
            .ToDictionary(
                i => i.GetAttribute("name")!,
                i => i.GetAttribute("value") ?? i.TextContent
            );
        fields["step"] = step;
        return browser.Post(address, fields);
    }

    [Fact]
    public async Task An_administrator_invites_a_head_sees_the_act_in_the_journal_and_verifies_the_chain()
    {
        var (administrator, browser) = await site.SignedInAdministrator();
        var school = School(inTrust: false);
        const string form = "/admin/people/invite";

        var check = await browser.Fill(form, Invitation(school, "check"));
        Assert.Equal("Check your answers - Trellis", check.Page.Title);
        Assert.Contains(school.Name, check.Page.QuerySelector("main dl")!.TextContent);
        var sent = await Send(browser, form, check, "send");
        var again = await Send(browser, form, check, "send");

        Assert.Equal((HttpStatusCode.SeeOther, sent.Leads), (again.Status, again.Leads));
        var person = await browser.Get(sent.Leads!);
        Assert.Contains(
            "The invitation is written",
            person.Page.QuerySelector(".govuk-notification-banner")!.TextContent
        );
        Assert.Contains(school.Name, person.Page.QuerySelector("#roles + ul")!.TextContent);
        var newest = (await site.Casework.Head()).Number;
        var entry = await browser.Get($"/admin/journal/{newest}");
        Assert.Contains(
            administrator.Name.ToString(),
            entry.Page.QuerySelector("main dl")!.TextContent
        );
        Assert.Contains("Hanna Fictional", entry.Page.QuerySelector("main table")!.TextContent);
        var verified = await browser.Fill("/admin/journal", []);
        Assert.Contains(
            $"as it was written, up to entry {newest}",
            verified.Page.QuerySelector(".govuk-notification-banner--success")!.TextContent
        );
    }

    [Fact]
    public async Task What_was_typed_stays_in_a_form_that_is_refused()
    {
        var (_, browser) = await site.SignedInAdministrator();
        var fields = Invitation(School(inTrust: false), "check");
        fields["email"] = "hanna-at-school";
        fields["place"] = "no such <b>school</b>";

        var refused = await browser.Fill("/admin/people/invite", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("Error: ", refused.Page.Title);
        Assert.Equal(
            ["#email", "#place"],
            refused
                .Page.QuerySelectorAll(".govuk-error-summary a")
                .Select(a => a.GetAttribute("href"))
        );
        Assert.Equal("Hanna Fictional", refused.Page.QuerySelector("#name")!.GetAttribute("value"));
        Assert.Equal(
            "no such <b>school</b>",
            refused.Page.QuerySelector("#place")!.GetAttribute("value")
        );
        Assert.NotNull(refused.Page.QuerySelector("input[value=head][checked]"));
    }

    [Fact]
    public async Task A_head_whose_school_is_in_a_trust_is_told_to_ask_the_trust()
    {
        var school = School(inTrust: true);
        var (_, browser) = await site.SignedIn(Head(school));

        var page = await browser.Get($"/my-school/{school.Urn}/people/invite");
        var own = await browser.Get("/my-school");

        Assert.Null(page.Page.QuerySelector("main form"));
        Assert.Contains("Ask one of its officers", page.Page.QuerySelector("main")!.TextContent);
        Assert.Contains("only the trust can agree", own.Page.QuerySelector("main")!.TextContent);
    }

    [Theory]
    [InlineData("Academies", "academy")]
    [InlineData("Local authority maintained schools", "")]
    public async Task A_head_is_led_to_the_law_for_the_school_filled_in_and_without_its_name(
        string group,
        string kind
    )
    {
        var school = fixture.Site.Snapshot.Schools.First(s =>
            s.IsOpen && s.Current.La is not null && s.Current.TypeGroup == group
        );
        var (_, browser) = await site.SignedIn(Head(school));

        var own = (await browser.Get("/my-school")).Page.QuerySelector("main")!;
        var link = own.QuerySelector("a[href^='/guide/where-do-we-stand?school=']")!
            .GetAttribute("href")!;
        var guide = (await browser.Get(link)).Page.QuerySelector("main")!;

        Assert.Contains("Where you stand under the law", own.TextContent);
        Assert.DoesNotContain(school.Urn.ToString(), link);
        Assert.Contains(kind, link);
        Assert.Empty(guide.QuerySelectorAll(".govuk-inset-text"));
        Assert.DoesNotContain(school.Name, guide.TextContent);
        Assert.NotNull(guide.QuerySelector("#options"));
    }

    [Fact]
    public async Task The_head_of_a_school_that_the_state_does_not_fund_is_told_no_law_of_those_it_does()
    {
        var school = fixture.Site.Snapshot.Schools.First(s =>
            s.IsOpen && s.Current.La is not null && s.Current.TypeGroup == "Independent schools"
        );
        var (_, browser) = await site.SignedIn(Head(school));

        Assert.DoesNotContain("where-do-we-stand", (await browser.Get("/my-school")).Text);
    }

    [Fact]
    public async Task A_head_whose_school_acts_for_itself_invites_a_governor()
    {
        var school = School(inTrust: false);
        var (_, browser) = await site.SignedIn(Head(school));
        var address = $"/my-school/{school.Urn}/people/invite";
        var fields = Invitation(school, "check");
        fields["role"] = "governor";

        var sent = await Send(browser, address, await browser.Fill(address, fields), "send");

        Assert.Equal("/my-school?done=invited", sent.Leads);
        var own = await browser.Get("/my-school");
        Assert.Contains(
            "Hanna Fictional, governor (invited, has not answered)",
            own.Page.QuerySelector("main")!.TextContent
        );
    }

    [Fact]
    public async Task A_role_that_was_not_offered_cannot_be_sent()
    {
        var school = School(inTrust: false);
        var (_, browser) = await site.SignedIn(Head(school));
        var fields = Invitation(school, "send");
        fields["role"] = "administrator";
        var before = await site.Casework.Head();

        var refused = await browser.Fill($"/my-school/{school.Urn}/people/invite", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(before, await site.Casework.Head());
    }

    [Fact]
    public async Task What_a_school_says_is_published_on_its_page_without_the_name_of_who_said_it()
    {
        var school = School(inTrust: true);
        var (head, browser) = await site.SignedIn(Head(school));
        var address = $"/my-school/{school.Urn}/statement";
        const string words = "\n We teach Latin.\nWe look for <b>friends</b>. ";

        var check = await browser.Fill(address, new() { ["text"] = words, ["step"] = "check" });
        Assert.Contains(
            "We look for <b>friends</b>.",
            check.Page.QuerySelector("main .said")!.TextContent
        );
        var done = await Send(browser, address, check, "publish");
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        var page = await site.Browser().Get($"/school/{school.Urn}");

        Assert.Equal("/my-school?done=published", done.Leads);
        var says = page.Page.QuerySelector("#says")!.TextContent;
        Assert.Contains("We teach Latin.\nWe look for <b>friends</b>.", says);
        Assert.Contains("head, 2 October 2026", says);
        Assert.DoesNotContain(head.Name.ToString(), page.Text);
    }

    [Fact]
    public async Task A_view_that_is_kept_for_good_holds_nothing_that_a_school_may_take_back()
    {
        var school = School(inTrust: true);
        var (_, head) = await site.SignedIn(Head(school));
        var address = $"/my-school/{school.Urn}/statement";
        const string words = "We teach Fictional Latin.";
        await Send(
            head,
            address,
            await head.Fill(address, new() { ["text"] = words, ["step"] = "check" }),
            "publish"
        );
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        Assert.Contains(words, (await site.Browser().Get($"/school/{school.Urn}")).Text);

        using var asked = new HttpRequestMessage(HttpMethod.Post, "/p")
        {
            Content = new FormUrlEncodedContent([new("address", $"/school/{school.Urn}")]),
        };
        asked.Headers.Add(
            "Origin",
            site.Site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)
        );
        using var kept = await site.Site.Client.SendAsync(asked);

        var view = kept.Headers.Location!.ToString();
        foreach (var form in new[] { "", ".json", ".csv" })
            Assert.DoesNotContain(words, await site.Site.Client.GetStringAsync(view + form));
    }

    [Fact]
    public async Task Who_saves_an_older_edition_sees_who_was_first_and_keeps_what_they_typed()
    {
        var school = School(inTrust: true);
        var (head, first) = await site.SignedIn(Head(school));
        var (_, second) = await site.SignedIn(
            new Appointment(Role.Governor, Scope.School(school.Urn))
        );
        var address = $"/my-school/{school.Urn}/statement";
        var late = await second.Fill(
            address,
            new() { ["text"] = "The governor's words.", ["step"] = "check" }
        );
        await Send(
            first,
            address,
            await first.Fill(address, new() { ["text"] = "The head's words.", ["step"] = "check" }),
            "publish"
        );

        var told = await Send(second, address, late, "publish");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.Status);
        var main = told.Page.QuerySelector("main")!;
        Assert.Contains($"{head.Name} saved first, on 2 Oct 2026, 10:00.", main.TextContent);
        Assert.Contains("The head's words.", main.QuerySelector(".govuk-inset-text")!.TextContent);
        Assert.Equal("The governor's words.", main.QuerySelector("textarea")!.TextContent.Trim());
        // Having seen it, they may replace it.
        var fields = main.QuerySelectorAll("form input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        fields["text"] = "Both our words.";
        fields["step"] = "publish";
        Assert.Equal("/my-school?done=published", (await second.Post(address, fields)).Leads);
        var kept = await site.Casework.Find<SchoolStatement>(school.Urn.ToString());
        Assert.Equal("Both our words.", kept!.State.Text.ToString());
    }

    [Fact]
    public async Task What_was_known_of_a_persons_roles_on_a_day_can_be_asked()
    {
        var school = School(inTrust: true);
        var (administrator, browser) = await site.SignedInAdministrator();
        var person = await site.Join(Head(school));
        site.Clock.Pass(TimeSpan.FromDays(10));
        var ended = await site.Casework.Do(
            new EndAppointment(person.Id, Head(school), new DateOnly(2026, 10, 5), null),
            site.On(
                new Holder(administrator.Id, new Appointment(Role.Administrator, Scope.Everywhere))
            )
        );
        Assert.IsType<Done<Person>.Written>(ended);
        async Task<string> Roles(string question) =>
            string.Join(
                ';',
                (await browser.Get($"/admin/people/{person.Id}.json{question}"))
                    .Text.Split("\"rolesThen\":[")[1]
                    .Split(']')[0]
            );

        // The clock has passed the session's end: whoever looks signs in again.
        await browser.SignIn(administrator.Email.ToString(), PeopleSite.Password);
        Assert.Contains("head", await Roles("?held=2026-10-08&known=2026-10-08"));
        Assert.Equal("", await Roles("?held=2026-10-08&known=2026-10-12"));
        Assert.Contains("head", await Roles("?held=2026-10-03&known=2026-10-12"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await browser.Get($"/admin/people/{person.Id}?held=soon")).Status
        );
    }

    [Fact]
    public async Task A_role_is_given_ended_and_a_person_suspended_from_their_page()
    {
        var (_, browser) = await site.SignedInAdministrator();
        var school = School(inTrust: false);
        var person = await site.Join(new Appointment(Role.Researcher, Scope.Everywhere));
        var at = $"/admin/people/{person.Id}";

        var given = await browser.Fill(
            $"{at}/appoint",
            new()
            {
                ["role"] = "governor",
                ["place"] = school.Name,
                ["from-day"] = "2",
                ["from-month"] = "October",
                ["from-year"] = "2026",
            }
        );
        Assert.Equal($"{at}?done=appointed", given.Leads);
        var without = await browser.Fill($"{at}/suspend", []);
        Assert.Equal("Say why.", without.Page.QuerySelector(".govuk-error-summary a")!.TextContent);
        var suspended = await browser.Fill($"{at}/suspend", new() { ["why"] = "A test." });
        Assert.Equal($"{at}?done=suspended", suspended.Leads);
        var kept = (await site.Casework.Find<Person>(person.Key))!.State;
        Assert.Equal((PersonStatus.Suspended, 2), (kept.Status, kept.Appointments.Count));
    }

    [Fact]
    public async Task Erasing_a_person_waits_for_a_second_administrator()
    {
        var (_, first) = await site.SignedInAdministrator();
        var (_, second) = await site.SignedInAdministrator();
        var person = await site.Join(new Appointment(Role.Researcher, Scope.Everywhere));

        var asked = await first.Fill(
            $"/admin/people/{person.Id}/erase",
            new() { ["why"] = "They asked for it." }
        );
        Assert.Equal($"/admin/people/{person.Id}?done=asked", asked.Leads);
        Assert.DoesNotContain("value=\"confirm\"", (await first.Get("/admin/proposals")).Text);
        var confirmed = await second.Fill("/admin/proposals", new() { ["answer"] = "confirm" });

        Assert.Equal("/admin/proposals?done=confirmed", confirmed.Leads);
        Assert.Equal(
            PersonStatus.Erased,
            (await site.Casework.Find<Person>(person.Key))!.State.Status
        );
        Assert.DoesNotContain(
            person.Name.ToString(),
            (await second.Get("/admin/journal.csv")).Text
        );
    }

    [Fact]
    public async Task Two_administrators_take_words_out_that_should_not_have_been_written()
    {
        var (_, first) = await site.SignedInAdministrator();
        var (_, second) = await site.SignedInAdministrator();
        var school = School(inTrust: false);
        var (_, head) = await site.SignedIn(Head(school));
        const string said = "The fictional caretaker Fred Bloggs is ill.";
        await head.Fill(
            $"/my-school/{school.Urn}/statement",
            new() { ["text"] = said, ["step"] = "publish" }
        );
        var number = (await site.Casework.Head()).Number;
        var entry = $"/admin/journal/{number}";
        Assert.Contains($"{entry}/erase", (await first.Get(entry)).Text);

        var nothing = await first.Fill($"{entry}/erase", new() { ["why"] = "Health." });
        Assert.Contains("Choose the words that are to go.", nothing.Text);
        var form = (await first.Get($"{entry}/erase")).Page;
        var which = form.QuerySelectorAll("input[type=radio]")
            .First(r => r.ParentElement!.TextContent.Contains(said, StringComparison.Ordinal))
            .GetAttribute("value")!;
        var asked = await first.Fill(
            $"{entry}/erase",
            new() { ["words"] = which, ["why"] = "It tells of somebody's health." }
        );
        Assert.Equal("/admin/proposals?done=asked", asked.Leads);
        Assert.Contains(said, (await second.Get(entry)).Text);
        var waiting = await second.Get("/admin/proposals");
        Assert.Contains($"words of entry {number}", waiting.Text);
        var confirmed = await second.Fill("/admin/proposals", new() { ["answer"] = "confirm" });

        Assert.Equal("/admin/proposals?done=confirmed", confirmed.Leads);
        Assert.DoesNotContain(said, (await second.Get(entry)).Text);
        Assert.DoesNotContain(said, (await second.Get("/admin/journal.csv")).Text);
        Assert.DoesNotContain(said, (await head.Get($"/my-school/{school.Urn}/statement")).Text);
        Assert.Null((await site.Casework.Verify()).Fault);
    }

    public static TheoryData<string> Lists =>
        new(
            "/admin",
            "/admin/people",
            "/admin/journal",
            "/admin/definitions",
            "/admin/imports",
            "/admin/snapshots",
            "/admin/jobs",
            "/admin/health",
            "/admin/security",
            "/admin/proposals"
        );

    [Theory, MemberData(nameof(Lists))]
    public async Task A_list_of_administration_is_kept_by_nobody_and_hidden_from_others(
        string address
    )
    {
        var (_, browser) = await site.SignedInAdministrator();
        var (_, head) = await site.SignedIn(Head(School(inTrust: true)));
        foreach (var form in new[] { "", ".csv", ".json" })
        {
            var answer = await browser.Get(address + form);
            Assert.Equal((address + form, HttpStatusCode.OK), (address + form, answer.Status));
            Assert.Contains("no-store", answer.Header("Cache-Control"));
            Assert.DoesNotContain("PageLink", answer.Text);
            Assert.Equal(HttpStatusCode.NotFound, (await head.Get(address + form)).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await site.Browser().Get(address + form)).Status
            );
        }
    }

    [Fact]
    public async Task Officers_see_their_schools_and_who_speaks_for_them()
    {
        var school = School(inTrust: true);
        var (head, _) = await site.SignedIn(Head(school));
        var trust = fixture.Site.Snapshot.TrustOf(school.Urn)!;
        var (_, officer) = await site.SignedIn(
            new Appointment(Role.TrustOfficer, Scope.Trust(trust.Uid))
        );
        var (_, area) = await site.SignedIn(
            new Appointment(
                Role.LocalAuthorityOfficer,
                new Scope(ScopeKind.LocalAuthority, school.Current.La.ToString()!)
            )
        );

        foreach (var (browser, address) in new[] { (officer, "/my-trust"), (area, "/my-area") })
        {
            var page = (await browser.Get(address)).Page;
            var row = page.QuerySelectorAll("main tr")
                .Single(r => r.TextContent.Contains(school.Name, StringComparison.Ordinal));
            Assert.Contains($"{head.Name}, head", row.TextContent);
            Assert.Equal(HttpStatusCode.OK, (await browser.Get($"{address}.csv")).Status);
        }
        Assert.Equal(
            HttpStatusCode.OK,
            (await officer.Get($"/my-trust/{trust.Uid}/people/invite")).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await officer.Get("/my-trust/99999/people/invite")).Status
        );
    }

    [Fact]
    public async Task Everybody_reads_what_the_journal_is_and_how_the_site_is()
    {
        await site.JoinAdministrator();
        await site.Casework.PublishHead(site.Clock.GetUtcNow(), site.Today);
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        var browser = site.Browser();

        var journal = await browser.Get("/journal");
        Assert.Contains("2 Oct 2026", journal.Page.QuerySelector("main table")!.TextContent);
        Assert.Contains("<entry>", (await browser.Get("/journal.atom")).Text);
        var status = await browser.Get("/status");
        Assert.Contains("People can sign in", status.Page.QuerySelector("main")!.TextContent);
        Assert.Contains("Sign in", status.Page.QuerySelector("header")!.TextContent);
    }

    [Fact]
    public async Task Who_is_signed_in_and_the_way_out_stand_on_every_page()
    {
        var (person, browser) = await site.SignedIn(Head(School(inTrust: true)));

        var home = (await browser.Get("/")).Page;

        Assert.Contains(
            person.Name.ToString(),
            home.QuerySelector(".trellis-visitor")!.TextContent
        );
        Assert.NotNull(home.QuerySelector(".trellis-visitor a[href='/my-school']"));
        var form = home.QuerySelector("form[action='/sign-out']")!;
        var left = await browser.Post(
            "/sign-out",
            form.QuerySelectorAll("input")
                .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "")
        );
        Assert.Equal("/", left.Leads);
        Assert.Null((await browser.Get("/")).Page.QuerySelector(".trellis-visitor"));
    }
}
