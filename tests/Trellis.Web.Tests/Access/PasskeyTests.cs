using System.Net;
using System.Text.Json;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Passkeys: who may add one, and that nothing but the right answer of the right device signs anybody in.</summary>
public sealed class PasskeyTests(SiteFixture fixture) : IAsyncLifetime
{
    private static readonly Appointment researcher = new(Role.Researcher, Scope.Everywhere);
    private PeopleSite site = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        site = await PeopleSite.Over(
            fixture.Site.Store,
            o => o with { Address = new Uri("https://trellis.example") }
        );

    public ValueTask DisposeAsync() => site.DisposeAsync();

    // --- what the page's script does -----------------------------------------------------------------------------------

    private static async Task<Answer> Send(
        Browser browser,
        string page,
        string handler,
        params (string Name, string Value)[] fields
    )
    {
        var form = (await browser.Get(page)).Page.QuerySelector("form[data-passkey]")!;
        var all = form.QuerySelectorAll("input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        foreach (var (name, value) in fields)
            all[name] = value;
        return await browser.Post($"{page}?handler={handler}", all, ("Accept", "application/json"));
    }

    private static Task<Answer> AskToAdd(
        Browser browser,
        string name = "Fictional laptop",
        string password = PeopleSite.Password
    ) =>
        Send(
            browser,
            "/account",
            "PasskeyOptions",
            ("passkey-name", name),
            ("passkey-password", password)
        );

    private static async Task<Answer> Add(Browser browser, Device device, string name = "Laptop")
    {
        var asked = await AskToAdd(browser, name);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        return await SendNew(browser, device.Create(asked.Text));
    }

    private static Task<Answer> SendNew(Browser browser, string credential) =>
        Send(browser, "/account", "Passkey", ("credential", credential));

    private static async Task<string> Ask(Browser browser)
    {
        var asked = await Send(browser, "/sign-in", "PasskeyOptions");
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        return asked.Text;
    }

    private static Task<Answer> SendAnswer(Browser browser, string credential) =>
        Send(browser, "/sign-in", "Passkey", ("credential", credential));

    private static async Task<Answer> SignIn(Browser browser, Device device) =>
        await SendAnswer(browser, device.Sign(await Ask(browser)));

    /// <summary>Somebody with a device that has their passkey.</summary>
    private async Task<(Person Person, Browser Browser, Device Device)> Keyed()
    {
        var (person, browser) = await site.SignedIn(researcher);
        var device = new Device();
        Assert.Equal(HttpStatusCode.OK, (await Add(browser, device)).Status);
        return (person, browser, device);
    }

    private static void AssertSignedIn(Browser browser, Answer answer)
    {
        Assert.Equal((HttpStatusCode.OK, """{"next":"/account"}"""), (answer.Status, answer.Text));
        Assert.Contains(Sessions.Cookie, browser.Cookies.Keys);
    }

    /// <summary>One status, one sentence, no session: whatever was wrong.</summary>
    private static void AssertRefused(Browser browser, Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(
            "application/problem+json",
            answer.Whole.Content.Headers.ContentType!.MediaType
        );
        using var problem = JsonDocument.Parse(answer.Text);
        Assert.Equal(Passkeys.Wrong, problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(
            """[{"message":"That passkey did not sign you in. Try again, or sign in with your password.","code":"passkey-refused"}]""",
            problem.RootElement.GetProperty("errors").GetRawText()
        );
        Assert.DoesNotContain(Sessions.Cookie, browser.Cookies.Keys);
    }

    private async Task<SecurityEvent> Noted(string outcome)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var rows = await site.Casework.SecurityEvents("passkey", stop: Stop);
            if (rows.FirstOrDefault(r => r.Outcome == outcome) is { } found)
                return found;
            await Task.Delay(50, Stop);
        }
        throw new InvalidOperationException($"'{outcome}' is not in the security log.");
    }

    // --- adding and removing -------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_passkey_that_was_added_signs_its_person_in()
    {
        var (person, _, device) = await Keyed();
        using var held = device;
        var browser = site.Browser();

        AssertSignedIn(browser, await SignIn(browser, device));

        var account = await browser.Get("/account");
        Assert.Contains(person.Name.ToString(), account.Text);
        Assert.Contains("Laptop", account.Text);
        Assert.Contains(
            await site.Casework.SessionsOf(
                person.Id,
                site.Clock.GetUtcNow(),
                TimeSpan.FromHours(1),
                Stop
            ),
            s => s.How == "passkey"
        );
        Assert.Equal(person.Id, (await Noted("added")).Person);
        Assert.Equal(person.Id, (await Noted("used")).Person);
    }

    [Fact]
    public async Task The_page_says_when_a_passkey_was_added_and_last_used()
    {
        var (_, browser, device) = await Keyed();
        using var held = device;
        Assert.Contains("Not yet", (await browser.Get("/account")).Text);
        site.Clock.Pass(TimeSpan.FromMinutes(7));

        await SignIn(site.Browser(), device);

        var cells = (await browser.Get("/account"))
            .Page.QuerySelectorAll("[aria-label='Table: your passkeys'] td")
            .Select(c => c.TextContent.Trim())
            .ToArray();
        Assert.Equal(["2 October 2026 09:00", "2 October 2026 09:07"], cells[..2]);
    }

    [Fact]
    public async Task Without_script_the_form_is_hidden_and_the_page_says_what_is_needed()
    {
        var (_, browser) = await site.SignedIn(researcher);
        var page = (await browser.Get("/account")).Page;
        Assert.True(page.QuerySelector("form[data-passkey]")!.HasAttribute("hidden"));
        Assert.Contains(
            "with script switched on",
            page.QuerySelector("[data-without-passkeys]")!.TextContent
        );
        Assert.True(
            (await site.Browser().Get("/sign-in"))
                .Page.QuerySelector("form[data-passkey]")!
                .HasAttribute("hidden")
        );
    }

    [Fact]
    public async Task The_browser_is_asked_for_a_key_of_this_site_that_knows_its_person_and_asks_them()
    {
        var (person, browser, device) = await Keyed();
        using var held = device;

        using var adding = JsonDocument.Parse((await AskToAdd(browser)).Text);
        using var signing = JsonDocument.Parse(await Ask(site.Browser()));

        var asked = adding.RootElement;
        Assert.Equal("trellis.example", asked.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("none", asked.GetProperty("attestation").GetString());
        var choice = asked.GetProperty("authenticatorSelection");
        Assert.Equal("required", choice.GetProperty("residentKey").GetString());
        Assert.Equal("required", choice.GetProperty("userVerification").GetString());
        // The device that has one is not asked for a second.
        Assert.Equal(
            System.Buffers.Text.Base64Url.EncodeToString(device.Id),
            asked.GetProperty("excludeCredentials")[0].GetProperty("id").GetString()
        );
        // What a device keeps to know its person by is no name and no address.
        Assert.Equal(person.Key, device.Handle);
        Assert.Equal("required", signing.RootElement.GetProperty("userVerification").GetString());
        Assert.Equal("trellis.example", signing.RootElement.GetProperty("rpId").GetString());
        Assert.Equal(0, signing.RootElement.GetProperty("allowCredentials").GetArrayLength());
    }

    [Theory]
    [InlineData("Laptop", "not the password", "wrong-password")]
    [InlineData("", PeopleSite.Password, "passkey-name")]
    [InlineData("a\nb", PeopleSite.Password, "passkey-name")]
    public async Task Adding_needs_a_name_and_the_password(
        string name,
        string password,
        string code
    )
    {
        var (person, browser) = await site.SignedIn(researcher);

        var answer = await AskToAdd(browser, name, password);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"\"{code}\"", answer.Text);
        Assert.DoesNotContain(Passkeys.Cookie, browser.Cookies.Keys);
        Assert.Empty(await site.Casework.PasskeysOf(person.Id, Stop));
    }

    [Fact]
    public async Task Nobody_adds_a_passkey_without_the_forms_token()
    {
        var (person, browser) = await site.SignedIn(researcher);
        var asked = await browser.Post(
            "/account?handler=PasskeyOptions",
            new() { ["passkey-name"] = "x", ["passkey-password"] = PeopleSite.Password },
            ("Accept", "application/json")
        );
        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Contains("form-too-old", asked.Text);

        using var device = new Device();
        var credential = device.Create((await AskToAdd(browser)).Text);
        var sent = await browser.Post(
            "/account?handler=Passkey",
            new() { ["credential"] = credential },
            ("Accept", "application/json")
        );
        Assert.Contains("form-too-old", sent.Text);
        Assert.Empty(await site.Casework.PasskeysOf(person.Id, Stop));
    }

    public static TheoryData<string> Lies =>
        ["origin", "plain line", "frame", "site", "untouched", "unverified"];

    private static void Lie(Device device, string how)
    {
        switch (how)
        {
            case "origin":
                device.Origin = "https://trellis.example.evil.example";
                break;
            case "plain line":
                device.Origin = "http://trellis.example";
                break;
            case "frame":
                device.IsInsideAnother = true;
                break;
            case "site":
                device.Site = "evil.example";
                break;
            case "untouched":
                device.IsTouched = false;
                break;
            default:
                device.IsVerified = false;
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_key_made_elsewhere_or_without_its_person_is_not_added(string how)
    {
        var (person, browser) = await site.SignedIn(researcher);
        using var device = new Device();
        Lie(device, how);

        var answer = await Add(browser, device);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("passkey-not-added", answer.Text);
        Assert.Empty(await site.Casework.PasskeysOf(person.Id, Stop));
        await Noted("not-added");
    }

    [Fact]
    public async Task A_new_key_answers_the_question_of_its_own_session_once_and_soon()
    {
        var (person, browser) = await site.SignedIn(researcher);
        var (other, elsewhere) = await site.SignedIn(researcher);
        using var device = new Device();
        var credential = device.Create((await AskToAdd(browser)).Text);
        var question = browser.Cookies[Passkeys.Cookie];

        elsewhere.Cookies[Passkeys.Cookie] = question;
        Assert.Equal(HttpStatusCode.BadRequest, (await SendNew(elsewhere, credential)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendNew(browser, credential)).Status);
        browser.Cookies[Passkeys.Cookie] = question;
        Assert.Equal(HttpStatusCode.BadRequest, (await SendNew(browser, credential)).Status);
        using var late = new Device();
        var second = late.Create((await AskToAdd(browser)).Text);
        site.Clock.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendNew(browser, second)).Status);

        Assert.Single(await site.Casework.PasskeysOf(person.Id, Stop));
        Assert.Empty(await site.Casework.PasskeysOf(other.Id, Stop));
    }

    [Fact]
    public async Task A_key_that_is_somebodys_is_nobody_elses()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var (other, browser) = await site.SignedIn(researcher);
        using var copy = new Device { Id = device.Id };

        Assert.Equal(HttpStatusCode.BadRequest, (await Add(browser, copy)).Status);

        Assert.Empty(await site.Casework.PasskeysOf(other.Id, Stop));
        AssertSignedIn(browser = site.Browser(), await SignIn(browser, device));
    }

    [Fact]
    public async Task Ten_passkeys_are_enough_for_anybody()
    {
        var (person, browser) = await site.SignedIn(researcher);
        for (var i = 0; i < Passkeys.Most; i++)
        {
            using var device = new Device();
            Assert.Equal(HttpStatusCode.OK, (await Add(browser, device)).Status);
            site.Clock.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Contains("passkeys-full", (await AskToAdd(browser)).Text);
        Assert.Equal(10, (await site.Casework.PasskeysOf(person.Id, Stop)).Count);
    }

    [Fact]
    public async Task A_removed_passkey_opens_nothing_and_another_persons_cannot_be_removed()
    {
        var (person, browser, device) = await Keyed();
        using var held = device;
        var id = Assert.Single(await site.Casework.PasskeysOf(person.Id, Stop)).Id;
        var (_, stranger, own) = await Keyed();
        using var theirs = own;

        await stranger.Fill("/account", new() { ["passkey"] = id }, "RemovePasskey");
        Assert.Single(await site.Casework.PasskeysOf(person.Id, Stop));

        // The form works as any form does: no script takes part.
        var removed = await browser.Fill("/account", [], "RemovePasskey");
        Assert.Equal("/account", removed.Leads);
        Assert.Empty(await site.Casework.PasskeysOf(person.Id, Stop));
        var later = site.Browser();
        AssertRefused(later, await SignIn(later, device));
        Assert.Equal(person.Id, (await Noted("removed")).Person);
    }

    // --- signing in ----------------------------------------------------------------------------------------------------

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_answer_for_another_site_or_without_its_person_is_refused(string how)
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        Lie(device, how);
        var browser = site.Browser();

        AssertRefused(browser, await SignIn(browser, device));

        await Noted("refused");
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var browser = site.Browser();
        var credential = device.Sign(await Ask(browser));
        var question = browser.Cookies[Passkeys.Cookie];
        AssertSignedIn(browser, await SendAnswer(browser, credential));

        var thief = site.Browser();
        thief.Cookies[Passkeys.Cookie] = question;
        AssertRefused(thief, await SendAnswer(thief, credential));
        AssertRefused(thief, await SendAnswer(thief, credential));
        await Ask(thief);
        AssertRefused(thief, await SendAnswer(thief, credential));
    }

    [Fact]
    public async Task A_refused_answer_uses_the_question_up()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var browser = site.Browser();
        var options = await Ask(browser);
        var question = browser.Cookies[Passkeys.Cookie];
        AssertRefused(browser, await SendAnswer(browser, "{}"));

        browser.Cookies[Passkeys.Cookie] = question;

        AssertRefused(browser, await SendAnswer(browser, device.Sign(options)));
    }

    [Fact]
    public async Task The_question_of_another_browser_is_not_answered_here()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var (one, two) = (site.Browser(), site.Browser());
        var credential = device.Sign(await Ask(one));
        await Ask(two);

        AssertRefused(two, await SendAnswer(two, credential));
    }

    [Fact]
    public async Task A_question_is_answered_within_five_minutes()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var browser = site.Browser();
        var credential = device.Sign(await Ask(browser));
        site.Clock.Pass(TimeSpan.FromMinutes(5));

        AssertRefused(browser, await SendAnswer(browser, credential));
    }

    [Fact]
    public async Task A_wrong_signature_is_refused()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        using var other = new Device();
        var browser = site.Browser();

        AssertRefused(
            browser,
            await SendAnswer(browser, device.Sign(await Ask(browser), by: other))
        );
    }

    [Fact]
    public async Task A_key_that_nobody_added_and_a_key_of_somebody_else_are_refused_alike()
    {
        var (person, _, device) = await Keyed();
        using var held = device;
        var (other, _, own) = await Keyed();
        using var theirs = own;
        using var unknown = new Device { Handle = person.Key };
        using var nobodys = new Device { Handle = "nobody" };
        device.Handle = other.Key;

        foreach (var wrong in (Device[])[unknown, nobodys, device])
        {
            var browser = site.Browser();
            AssertRefused(browser, await SignIn(browser, wrong));
        }
    }

    [Fact]
    public async Task A_count_that_falls_or_stands_is_the_sign_of_a_copy()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        Browser browser;
        device.Count = 5;
        AssertSignedIn(browser = site.Browser(), await SignIn(browser, device));
        foreach (var count in (uint[])[5, 3, 0])
        {
            // Signing adds one.
            device.Count = count;
            AssertRefused(browser = site.Browser(), await SignIn(browser, device));
        }
        device.Count = null;
        AssertRefused(browser = site.Browser(), await SignIn(browser, device));
        device.Count = 6;
        AssertSignedIn(browser = site.Browser(), await SignIn(browser, device));
    }

    [Fact]
    public async Task A_device_that_keeps_no_count_signs_in_again_and_again()
    {
        var (_, browser) = await site.SignedIn(researcher);
        using var device = new Device { Count = null };
        await Add(browser, device);
        for (var i = 0; i < 3; i++)
            AssertSignedIn(browser = site.Browser(), await SignIn(browser, device));
    }

    [Fact]
    public async Task Of_eight_answers_with_one_count_at_one_moment_one_signs_in()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var answers = new List<(Browser Browser, string Credential)>();
        for (var i = 0; i < 8; i++)
        {
            var browser = site.Browser();
            device.Count = 7;
            answers.Add((browser, device.Sign(await Ask(browser))));
        }

        var said = await Task.WhenAll(answers.Select(a => SendAnswer(a.Browser, a.Credential)));

        Assert.Single(said, s => s.Status == HttpStatusCode.OK);
        Assert.Equal(7, said.Count(s => s.Status == HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Somebody_suspended_is_refused_like_anybody_and_let_in_again_afterwards()
    {
        var (person, _, device) = await Keyed();
        using var held = device;
        var by = new Holder(default, new Appointment(Role.Administrator, Scope.Everywhere));
        await site.Casework.Do(new SuspendPerson(person.Id), site.On(by, "Fictional."), stop: Stop);
        var browser = site.Browser();
        AssertRefused(browser, await SignIn(browser, device));
        Assert.Equal(person.Id, (await Noted("not-active")).Person);

        await site.Casework.Do(new RestorePerson(person.Id), site.On(by, "Fictional."), stop: Stop);
        AssertSignedIn(browser, await SignIn(browser, device));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"id\":7}")]
    [InlineData("{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}")]
    [InlineData("<script>")]
    public async Task What_is_no_answer_at_all_is_refused_alike(string text)
    {
        var browser = site.Browser();
        await Ask(browser);

        AssertRefused(browser, await SendAnswer(browser, text));
    }

    [Fact]
    public async Task A_question_that_was_changed_or_never_asked_is_no_question()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        var browser = site.Browser();
        var credential = device.Sign(await Ask(browser));
        browser.Cookies[Passkeys.Cookie] = $"A{browser.Cookies[Passkeys.Cookie][1..^1]}A";
        AssertRefused(browser, await SendAnswer(browser, credential));

        browser.Cookies.Remove(Passkeys.Cookie);
        AssertRefused(browser, await SendAnswer(browser, credential));
        await Noted("nothing-asked");
    }

    [Fact]
    public async Task The_question_lies_in_a_cookie_for_this_host_alone_and_five_minutes()
    {
        var asked = await Send(site.Browser(), "/sign-in", "PasskeyOptions");

        var cookie = Assert.Single(
            asked.Whole.Headers.GetValues("Set-Cookie"),
            c => c.StartsWith(Passkeys.Cookie, StringComparison.Ordinal)
        );
        foreach (
            var part in (string[])
                ["; secure", "; httponly", "; samesite=strict", "; path=/", "; max-age=300"]
        )
            Assert.Contains(part, cookie);
        Assert.DoesNotContain("domain=", cookie);
        Assert.Contains("no-store", asked.Whole.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Signing_in_leads_to_an_address_of_this_site_alone()
    {
        var (_, _, device) = await Keyed();
        using var held = device;
        foreach (
            var (wanted, leads) in ((string, string)[])
                [("/my-school", "/my-school"), ("//evil.example", "/account")]
        )
        {
            var browser = site.Browser();
            var credential = device.Sign(await Ask(browser));
            var page = (await browser.Get($"/sign-in?return={wanted}")).Page;
            var form = page.QuerySelector("form[data-passkey]")!;
            var answer = await browser.Post(
                form.GetAttribute("data-answer")!,
                new()
                {
                    ["form-token"] = form.QuerySelector("[name=form-token]")!
                        .GetAttribute("value")!,
                    ["credential"] = credential,
                },
                ("Accept", "application/json")
            );
            Assert.Equal($$"""{"next":"{{leads}}"}""", answer.Text);
        }
    }

    [Fact]
    public async Task The_person_is_told_by_letter_that_a_passkey_was_added()
    {
        var (person, _, device) = await Keyed();
        using var held = device;
        Assert.Contains("A passkey was added", await site.OneLetter(person));
    }
}
