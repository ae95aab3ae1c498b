using System.Net;
using Trellis.People;

namespace Trellis.Access;

/// <summary>Who may sign in, how, and for how long.</summary>
public sealed partial class SigningInTests(SiteFixture fixture) : IAsyncLifetime
{
    private static readonly Appointment researcher = new(Role.Researcher, Scope.Everywhere);
    private static readonly Appointment administrator = new(Role.Administrator, Scope.Everywhere);
    private PeopleSite site = null!;

    public async ValueTask InitializeAsync() => site = await PeopleSite.Over(fixture.Site.Store);

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<string> Invite(Person person) =>
        await site
            .Site.Part<Invitations>()
            .Renew(person, new Uri("http://localhost"), byLetter: true);

    [Fact]
    public async Task An_invited_person_chooses_a_password_and_is_signed_in()
    {
        var person = await site.Join(researcher, active: false);
        var browser = site.Browser();

        var joined = await browser.Fill(
            await Invite(person),
            new() { ["password"] = PeopleSite.Password }
        );

        Assert.Equal("/account", joined.Leads);
        var account = await browser.Get("/account");
        Assert.Contains("Fictional Person", account.Text);
        Assert.Contains("researcher", account.Text);
        var kept = await site.Casework.Find<Person>(person.Key);
        Assert.Equal(PersonStatus.Active, kept!.State.Status);
    }

    [Fact]
    public async Task An_invitation_works_once_and_fourteen_days()
    {
        var (first, second) = (
            await site.Join(researcher, active: false),
            await site.Join(researcher, active: false)
        );
        var (used, late) = (await Invite(first), await Invite(second));
        await site.Browser().Fill(used, new() { ["password"] = PeopleSite.Password });

        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(used)).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.Browser().Get(late)).Status);
        site.Clock.Pass(TimeSpan.FromDays(14));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(late)).Status);
    }

    [Theory]
    [InlineData("short", "at least 12")]
    [InlineData("password1234", "Many people")]
    [InlineData("P@ssw0rd2024!!", "Many people")]
    [InlineData("Liverpool2026", "Many people")]
    [InlineData("abcdefghijklm", "Many people")]
    [InlineData("aaaaaaaaaaaaaa", "Many people")]
    [InlineData("qwertyuiop123", "Many people")]
    public async Task A_password_that_everybody_tries_is_refused(string password, string says)
    {
        var person = await site.Join(researcher, active: false);

        var answer = await site.Browser()
            .Fill(await Invite(person), new() { ["password"] = password });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(says, answer.Page.QuerySelector(".govuk-error-summary")!.TextContent);
        Assert.DoesNotContain(password, answer.Text);
    }

    [Fact]
    public void What_is_kept_of_a_password_took_at_least_210_000_turns_of_sha_512()
    {
        var kept = Convert.FromBase64String(Passwords.Turn(PeopleSite.Password));

        // ASP.NET Core Identity, version 3: a mark, which hash (2 is SHA-512), how many turns, the salt's length, salt, key.
        Assert.Equal(1, kept[0]);
        Assert.Equal(2, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(kept.AsSpan(1)));
        Assert.True(
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(kept.AsSpan(5)) >= 210_000
        );
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var person = await site.Join(researcher);

        var wrong = await site.Browser().SignIn(person.Email.ToString(), "not the right words");
        var unknown = await site.Browser().SignIn("nobody@school.example", "not the right words");

        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(unknown.Status, wrong.Status);
        Assert.Equal(
            unknown.Page.QuerySelector(".govuk-error-summary")!.TextContent,
            wrong.Page.QuerySelector(".govuk-error-summary")!.TextContent
        );
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour()
    {
        var person = await site.Join(researcher);
        var email = person.Email.ToString();
        for (var i = 0; i < 10; i++)
            await site.Browser().SignIn(email, $"wrong words number {i}");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await site.Browser().SignIn(email, PeopleSite.Password)).Status
        );
        site.Clock.Pass(TimeSpan.FromMinutes(15));
        Assert.Equal("/account", (await site.Browser().SignIn(email, PeopleSite.Password)).Leads);
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_without_use_and_after_twelve_hours_at_all()
    {
        var (_, idle) = await site.SignedIn(researcher);
        var (_, busy) = await site.SignedIn(researcher);
        for (var i = 0; i < 23; i++)
        {
            site.Clock.Pass(TimeSpan.FromMinutes(30));
            Assert.Equal(HttpStatusCode.OK, (await busy.Get("/account")).Status);
        }

        Assert.Equal(HttpStatusCode.Found, (await idle.Get("/account")).Status);
        site.Clock.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.Found, (await busy.Get("/account")).Status);
    }

    [Fact]
    public async Task Who_signs_out_is_signed_out_even_with_the_old_cookie()
    {
        var (_, browser) = await site.SignedIn(researcher);
        var cookie = browser.Cookies["__Host-trellis"];

        await browser.Fill("/sign-out", []);

        Assert.DoesNotContain("__Host-trellis", browser.Cookies.Keys);
        browser.Cookies["__Host-trellis"] = cookie;
        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/account")).Status);
    }

    [Fact]
    public async Task A_person_ends_another_of_their_sessions_and_never_somebody_elses()
    {
        var (person, here) = await site.SignedIn(researcher);
        var there = site.Browser();
        await there.SignIn(person.Email.ToString(), PeopleSite.Password);
        var (_, other) = await site.SignedIn(researcher);
        var others = Secrets.Digest(other.Cookies["__Host-trellis"]);

        await here.Fill("/account", new() { ["session"] = others }, "handler=End");
        await here.Fill(
            "/account",
            new() { ["session"] = Secrets.Digest(there.Cookies["__Host-trellis"]) },
            "handler=End"
        );

        Assert.Equal(HttpStatusCode.OK, (await other.Get("/account")).Status);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).Status);
        Assert.Equal(HttpStatusCode.Found, (await there.Get("/account")).Status);
    }

    [Fact]
    public async Task A_changed_password_ends_all_other_sessions_and_tells_by_letter()
    {
        var (person, here) = await site.SignedIn(researcher);
        var there = site.Browser();
        await there.SignIn(person.Email.ToString(), PeopleSite.Password);

        var answer = await here.Fill(
            "/account/password",
            new()
            {
                ["password"] = PeopleSite.Password,
                ["new-password"] = "seven green kettles sing",
            }
        );

        Assert.Equal("/account", answer.Leads);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).Status);
        Assert.Equal(HttpStatusCode.Found, (await there.Get("/account")).Status);
        Assert.Equal(1, (await site.Casework.Outbox(site.Clock.GetUtcNow())).Waiting);
    }

    [Fact]
    public async Task An_administrator_ends_a_persons_sessions_and_it_is_in_the_journal()
    {
        var (person, browser) = await site.SignedIn(researcher);
        var by = new Holder(default, administrator);

        await site.Casework.Do(new EndSessions(person.Id), site.On(by));

        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/account")).Status);
        var entries = await site.Casework.Entries(1, 100);
        Assert.Equal("end-sessions", entries[^1].Act);
    }

    [Fact]
    public async Task Who_is_suspended_is_out_at_once_and_cannot_come_in()
    {
        var (person, browser) = await site.SignedIn(researcher);

        await site.Casework.Do(
            new SuspendPerson(person.Id),
            site.On(new Holder(default, administrator), "left the school")
        );

        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/account")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await site.Browser().SignIn(person.Email.ToString(), PeopleSite.Password)).Status
        );
    }

    [Fact]
    public async Task A_letter_leads_to_a_new_password_once_and_the_answer_tells_nothing()
    {
        var (person, before) = await site.SignedIn(researcher);

        var known = await site.Browser()
            .Fill("/forgotten", new() { ["email"] = person.Email.ToString() });
        var unknown = await site.Browser()
            .Fill("/forgotten", new() { ["email"] = "nobody@school.example" });

        Assert.Equal(
            known.Page.QuerySelector("main")!.TextContent,
            unknown.Page.QuerySelector("main")!.TextContent
        );
        var link = await Letter(person);
        var changed = await site.Browser()
            .Fill(link, new() { ["password"] = "seven green kettles sing" });
        Assert.Equal("/sign-in", changed.Leads);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(link)).Status);
        Assert.Equal(HttpStatusCode.Found, (await before.Get("/account")).Status);
        Assert.Equal(
            "/account",
            (await site.Browser().SignIn(person.Email.ToString(), "seven green kettles sing")).Leads
        );
    }

    /// <summary>The link in the one letter that waits.</summary>
    private async Task<string> Letter(Person person) =>
        "/reset/" + ResetLink.Match(await site.OneLetter(person)).Groups[1].Value;

    [Fact]
    public async Task Somebody_whose_password_was_changed_is_told_by_letter()
    {
        var (person, browser) = await site.SignedIn(researcher);

        await browser.Fill(
            "/account/password",
            new()
            {
                ["password"] = PeopleSite.Password,
                ["new-password"] = "seven green kettles sing",
            }
        );

        Assert.Contains("Your password for Trellis was changed", await site.OneLetter(person));
    }

    [System.Text.RegularExpressions.GeneratedRegex(
        "/reset/([A-Za-z0-9_-]{43})",
        System.Text.RegularExpressions.RegexOptions.None,
        1000
    )]
    private static partial System.Text.RegularExpressions.Regex ResetLink { get; }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\r\nSet-Cookie: x=y")]
    public async Task Signing_in_never_leads_to_another_site(string wanted)
    {
        var person = await site.Join(researcher);

        var answer = await site.Browser()
            .Fill(
                $"/sign-in?return={Uri.EscapeDataString(wanted)}",
                new() { ["email"] = person.Email.ToString(), ["password"] = PeopleSite.Password }
            );

        Assert.Equal("/account", answer.Leads);
    }

    [Fact]
    public async Task Signing_in_leads_to_the_page_that_was_wanted()
    {
        var person = await site.Join(researcher);
        var browser = site.Browser();

        var asked = await browser.Get("/account/password");
        var answer = await browser.Fill(
            asked.Leads!,
            new() { ["email"] = person.Email.ToString(), ["password"] = PeopleSite.Password }
        );

        Assert.Equal("/account/password", answer.Leads);
    }

    [Fact]
    public async Task The_accounts_of_the_demo_open_nothing_outside_the_demo()
    {
        var people = await DemoPeople.Prepare(
            site.Casework,
            site.Site.Snapshot,
            site.Clock,
            PeopleSite.Password
        );

        Assert.Equal(Roles.All, people.Select(p => p.As.Role));
        foreach (var person in people)
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await site.Browser().SignIn(person.Email, PeopleSite.Password)).Status
            );
    }

    [Fact]
    public async Task In_the_demo_each_role_signs_in_and_no_session_of_it_lives_elsewhere()
    {
        await using var demo = await PeopleSite.Over(
            fixture.Site.Store,
            o => o with { Demo = true }
        );
        var people = await DemoPeople.Prepare(
            demo.Casework,
            demo.Site.Snapshot,
            demo.Clock,
            PeopleSite.Password
        );
        var browser = demo.Browser();
        foreach (var person in people)
        {
            var signedIn = demo.Browser();
            Assert.Equal(
                "/account",
                (await signedIn.SignIn(person.Email, PeopleSite.Password)).Leads
            );
            Assert.Contains(person.As.Role.InWords(), (await signedIn.Get("/account")).Text);
            browser = signedIn;
        }
        await using var serious = await PeopleSite.Over(
            fixture.Site.Store,
            o => o with { Casework = demo.Casework }
        );
        var moved = serious.Browser();
        moved.Cookies["__Host-trellis"] = browser.Cookies["__Host-trellis"];

        Assert.Equal(HttpStatusCode.Found, (await moved.Get("/account")).Status);
    }
}
