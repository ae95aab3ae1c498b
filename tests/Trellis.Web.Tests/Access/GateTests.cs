using System.Net;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Who gets which page, and what is noted of those who do not.</summary>
public sealed class GateTests(SiteFixture fixture) : IAsyncLifetime
{
    private static readonly Appointment researcher = new(Role.Researcher, Scope.Everywhere);
    private static readonly Appointment administrator = new(Role.Administrator, Scope.Everywhere);
    private PeopleSite site = null!;

    public async ValueTask InitializeAsync() => site = await PeopleSite.Over(fixture.Site.Store);

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<IReadOnlyList<SecurityEvent>> Noted(string kind)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await site.Casework.SecurityEvents(kind) is { Count: > 0 } noted)
                return noted;
            await Task.Delay(20);
        }
        return [];
    }

    [Fact]
    public async Task A_page_that_names_nobody_is_shown_to_nobody()
    {
        var (_, browser) = await site.SignedInAdministrator();

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Browser().Get("/test/nobody-named")).Status
        );
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/test/nobody-named")).Status);
    }

    [Theory]
    [InlineData("/test/signed-in", HttpStatusCode.Found, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData(
        "/test/administrators",
        HttpStatusCode.Found,
        HttpStatusCode.Forbidden,
        HttpStatusCode.OK
    )]
    [InlineData(
        "/test/hidden",
        HttpStatusCode.NotFound,
        HttpStatusCode.NotFound,
        HttpStatusCode.OK
    )]
    public async Task A_page_answers_whom_its_one_line_names(
        string page,
        HttpStatusCode nobody,
        HttpStatusCode somebody,
        HttpStatusCode theirs
    )
    {
        var (_, one) = await site.SignedIn(researcher);
        var (_, other) = await site.SignedInAdministrator();

        Assert.Equal(nobody, (await site.Browser().Get(page)).Status);
        Assert.Equal(somebody, (await one.Get(page)).Status);
        Assert.Equal(theirs, (await other.Get(page)).Status);
    }

    [Fact]
    public async Task Programs_are_told_that_they_have_to_sign_in()
    {
        var answer = await site.Browser().Get("/test/signed-in", ("Accept", "application/json"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("not-signed-in", answer.Text);
        Assert.NotEmpty(answer.Whole.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task A_hidden_page_answers_as_an_address_that_does_not_exist()
    {
        var (_, browser) = await site.SignedIn(researcher);

        var hidden = await browser.Get("/test/hidden");
        var nowhere = await browser.Get("/test/no-such-page");

        Assert.Equal(nowhere.Status, hidden.Status);
        Assert.Equal(
            nowhere.Page.QuerySelector("main")!.TextContent,
            hidden.Page.QuerySelector("main")!.TextContent
        );
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_request()
    {
        var (person, browser) = await site.SignedInAdministrator();
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/test/administrators")).Status);

        await site.Casework.Do(
            new EndAppointment(person.Id, administrator, site.Today, null),
            site.On(new Holder(default, administrator))
        );

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/test/administrators")).Status);
    }

    [Fact]
    public async Task A_head_opens_the_page_of_their_school_and_no_other()
    {
        var schools = site.Site.Snapshot.Schools;
        var (own, other) = (schools[0].Urn, schools[1].Urn);
        var (_, browser) = await site.SignedIn(new Appointment(Role.Head, Scope.School(own)));

        Assert.Equal(HttpStatusCode.OK, (await browser.Get($"/test/school/{own}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get($"/test/school/{other}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/test/school/0")).Status);
    }

    [Fact]
    public async Task A_trust_officer_opens_the_pages_of_the_trusts_schools_and_no_others()
    {
        var snapshot = site.Site.Snapshot;
        var inTrust = snapshot.Schools.First(s => snapshot.TrustOf(s.Urn) is not null);
        var trust = snapshot.TrustOf(inTrust.Urn)!;
        var (_, browser) = await site.SignedIn(
            new Appointment(Role.TrustOfficer, Scope.Trust(trust.Uid))
        );

        foreach (var school in snapshot.Schools)
            Assert.Equal(
                snapshot.TrustOf(school.Urn)?.Uid == trust.Uid
                    ? HttpStatusCode.OK
                    : HttpStatusCode.Forbidden,
                (await browser.Get($"/test/school/{school.Urn}")).Status
            );
    }

    [Fact]
    public async Task A_lent_role_counts_only_while_the_lender_holds_it()
    {
        var school = site.Site.Snapshot.Schools[0].Urn;
        var own = new Appointment(Role.Head, Scope.School(school));
        var lender = await site.Join(own);
        var (borrower, browser) = await site.SignedIn(researcher);
        await site.Casework.Do(
            new DelegateRole(
                borrower.Id,
                Role.Head,
                Scope.School(school),
                site.Today,
                site.Today.AddDays(30)
            ),
            site.On(new Holder(lender.Id, own))
        );
        Assert.Equal(HttpStatusCode.OK, (await browser.Get($"/test/school/{school}")).Status);

        await site.Casework.Do(
            new EndAppointment(lender.Id, own, site.Today, null),
            site.On(new Holder(default, administrator))
        );

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.Get($"/test/school/{school}")).Status
        );
    }

    [Fact]
    public async Task A_lent_role_ends_on_its_day()
    {
        var school = site.Site.Snapshot.Schools[0].Urn;
        var own = new Appointment(Role.Head, Scope.School(school));
        var lender = await site.Join(own);
        var borrower = await site.Join(researcher);
        await site.Casework.Do(
            new DelegateRole(
                borrower.Id,
                Role.Head,
                Scope.School(school),
                site.Today,
                site.Today.AddDays(1)
            ),
            site.On(new Holder(lender.Id, own))
        );
        site.Clock.Pass(TimeSpan.FromDays(1));
        var browser = site.Browser();
        await browser.SignIn(borrower.Email.ToString(), PeopleSite.Password);

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.Get($"/test/school/{school}")).Status
        );
    }

    [Fact]
    public async Task Who_was_turned_away_is_in_the_security_log_without_what_they_typed()
    {
        var (person, browser) = await site.SignedIn(researcher);

        await browser.Get("/test/hidden?secret=canary");

        var noted = Assert.Single(await Noted("denied"));
        Assert.Equal(
            (person.Id, "hidden", "/test/hidden"),
            (noted.Person!.Value, noted.Outcome, noted.Path)
        );
        Assert.DoesNotContain("127.0.0.1", noted.Address);
    }

    [Fact]
    public async Task A_form_from_another_site_does_nothing()
    {
        var person = await site.Join(researcher);
        var browser = site.Browser();
        var form = (await browser.Get("/sign-in")).Page;
        var fields = new Dictionary<string, string>
        {
            ["form-token"] = form.QuerySelector("input[name=form-token]")!.GetAttribute("value")!,
            ["email"] = person.Email.ToString(),
            ["password"] = PeopleSite.Password,
        };

        foreach (
            var header in ((string, string)[])
                [
                    ("Origin", "https://elsewhere.example"),
                    ("Origin", "null"),
                    ("Sec-Fetch-Site", "cross-site"),
                    ("Sec-Fetch-Site", "same-site"),
                ]
        )
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await browser.Post("/sign-in", fields, header)).Status
            );
        Assert.Equal("/account", (await browser.Post("/sign-in", fields)).Leads);
        Assert.Equal(4, (await Noted("forged")).Count(e => e.Outcome == "other-site"));
    }

    [Fact]
    public async Task A_form_without_its_token_or_with_anothers_does_nothing()
    {
        var (_, browser) = await site.SignedIn(researcher);
        var (_, other) = await site.SignedIn(researcher);
        var foreign = (await other.Get("/account"))
            .Page.QuerySelector("input[name=form-token]")!
            .GetAttribute("value")!;

        foreach (var token in (string[])["", "x", foreign])
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await browser.Post("/sign-out", new() { ["form-token"] = token })).Status
            );
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/account")).Status);
    }

    [Theory]
    [InlineData("/account")]
    [InlineData("/")]
    [InlineData("/sign-in")]
    public async Task What_somebody_sees_who_is_signed_in_is_kept_by_nobody(string page)
    {
        var (_, browser) = await site.SignedIn(researcher);

        var answer = await browser.Get(page);

        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Null(answer.Header("ETag"));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe-inline", answer.Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_reader_without_a_session_gets_pages_that_may_be_kept()
    {
        var answer = await site.Browser().Get("/");

        Assert.NotNull(answer.Header("ETag"));
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.DoesNotContain("Set-Cookie", answer.Whole.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task Cookies_are_for_this_host_over_a_safe_line_and_no_script()
    {
        var person = await site.Join(researcher);
        var browser = site.Browser();

        var answer = await browser.SignIn(person.Email.ToString(), PeopleSite.Password);

        var session = answer
            .Whole.Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("__Host-trellis=", StringComparison.Ordinal));
        Assert.Contains("secure", session);
        Assert.Contains("httponly", session);
        Assert.Contains("samesite=lax", session);
        Assert.Contains("path=/", session);
        Assert.DoesNotContain("domain", session);
        Assert.Contains("__Host-trellis-form", browser.Cookies.Keys);
    }

    [Fact]
    public async Task A_proxy_is_believed_only_if_it_is_named()
    {
        await using var behind = await PeopleSite.Over(
            fixture.Site.Store,
            o => o with { Proxies = ["127.0.0.0/8"] }
        );

        var unnamed = await site.Browser().Get("/", ("X-Forwarded-Proto", "https"));
        var named = await behind.Browser().Get("/", ("X-Forwarded-Proto", "https"));

        Assert.Null(unnamed.Header("Strict-Transport-Security"));
        Assert.Equal(
            "max-age=31536000; includeSubDomains",
            named.Header("Strict-Transport-Security")
        );
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_another_is_not()
    {
        await using var narrow = await PeopleSite.Over(
            fixture.Site.Store,
            o =>
                o with
                {
                    Limits = new Limits
                    {
                        SignInsAMinute = 2,
                        AnswersASecond = 1,
                        DownloadsAMinute = 2,
                    },
                    Proxies = ["127.0.0.1"],
                }
        );
        async Task<Answer> Try(string from) =>
            await narrow.Browser().Post("/sign-in", [], ("X-Forwarded-For", from));

        await Try("192.0.2.1");
        await Try("192.0.2.1");
        var third = await Try("192.0.2.1");
        var other = await Try("192.0.2.2");

        Assert.Equal(HttpStatusCode.TooManyRequests, third.Status);
        Assert.InRange(third.Whole.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.BadRequest, other.Status);
        Answer? answer = null;
        for (var i = 0; i < 20 && answer?.Status != HttpStatusCode.TooManyRequests; i++)
            answer = await narrow
                .Browser()
                .Get("/search.json?q=a", ("X-Forwarded-For", "192.0.2.3"));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer!.Status);
        Assert.Equal(
            "application/problem+json",
            answer.Whole.Content.Headers.ContentType!.MediaType
        );
        Assert.Contains("too-often", answer.Text);
    }

    [Fact]
    public async Task Tries_of_one_account_from_many_addresses_come_to_an_end()
    {
        await using var narrow = await PeopleSite.Over(
            fixture.Site.Store,
            o =>
                o with
                {
                    Limits = new Limits { SignInsAMinute = 1_000, TriesAnAccount = 3 },
                    Proxies = ["127.0.0.1"],
                }
        );
        var person = await narrow.Join(researcher);
        for (var i = 0; i < 3; i++)
            await narrow.Browser().SignIn(person.Email.ToString(), "not the right words");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await narrow.Browser().SignIn(person.Email.ToString(), PeopleSite.Password)).Status
        );
    }

    [Fact]
    public async Task Readers_read_on_while_the_database_is_stopped_and_typed_text_is_given_back()
    {
        await using var stopped = await PeopleSite.Over(
            fixture.Site.Store,
            connection: "Host=127.0.0.1;Port=9;Database=none;Timeout=1"
        );
        var browser = stopped.Browser();
        browser.Cookies["__Host-trellis"] = Secrets.Draw();

        var page = await browser.Get("/");
        var own = await browser.Get("/account");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, own.Status);
        Assert.Equal(10, own.Whole.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        var typed = await browser.Post(
            "/account",
            new()
            {
                ["name"] = "Ada <b>Fictional</b>",
                ["password"] = "canary",
                ["once"] = "k1",
            }
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, typed.Status);
        Assert.Contains("send it again", typed.Page.QuerySelector("main")!.TextContent);
        Assert.Equal(
            "Ada <b>Fictional</b>",
            typed.Page.QuerySelector("textarea[name=name]")!.TextContent
        );
        Assert.Equal("k1", typed.Page.QuerySelector("input[name=once]")!.GetAttribute("value"));
        Assert.DoesNotContain("canary", typed.Text);
    }
}
