using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Trellis.Access;
using Trellis.People;

namespace Trellis.OpenId;

/// <summary>One site with two providers for all tests of them; each test has a person, a subject and an hour of its own.</summary>
public sealed class ProviderSite(SiteFixture fixture) : IAsyncLifetime
{
    private int tests;

    public LocalProvider Provider { get; private set; } = null!;

    public LocalProvider Second { get; private set; } = null!;

    public PeopleSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var clock = new MovingClock();
        Provider = await LocalProvider.Start(clock);
        Second = await LocalProvider.Start(clock);
        Site = await PeopleSite.Over(
            fixture.Site.Store,
            o =>
                o with
                {
                    Providers =
                    [
                        new Provider(
                            "Local",
                            Provider.Issuer,
                            LocalProvider.Client,
                            LocalProvider.Secret
                        ),
                        new Provider(
                            "Second",
                            Second.Issuer,
                            LocalProvider.Client,
                            LocalProvider.Secret
                        ),
                    ],
                },
            clock: clock
        );
    }

    /// <summary>Another test: what the provider said of itself is forgotten after an hour.</summary>
    public void Anew()
    {
        Site.Clock.Pass(TimeSpan.FromHours(1));
        Provider.Twist = Twist.None;
        Provider.Subject = $"24828976{++tests:0000}";
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Provider.DisposeAsync();
        await Second.DisposeAsync();
    }
}

/// <summary>Signing in through another provider: the happy way, and every way round it we know of.</summary>
public sealed class ProviderTests : IClassFixture<ProviderSite>
{
    private static readonly Appointment researcher = new(Role.Researcher, Scope.Everywhere);
    private static readonly RSA foreign = RSA.Create(2048);
    private readonly LocalProvider provider;
    private readonly PeopleSite site;
    private readonly DateTimeOffset began;

    public ProviderTests(ProviderSite shared)
    {
        shared.Anew();
        (provider, site) = (shared.Provider, shared.Site);
        began = site.Clock.GetUtcNow();
    }

    /// <summary>Goes from the site to the provider, and gives the address it sends back to.</summary>
    private static async Task<string> Out(Browser browser, string from)
    {
        var onward = await browser.Get(from);
        Assert.Equal(HttpStatusCode.Found, onward.Status);
        return await At(onward.Leads!);
    }

    private static async Task<string> At(string authorize)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var sent = await client.GetAsync(authorize);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        return sent.Headers.Location!.AbsoluteUri;
    }

    private async Task<Answer> SignIn(Browser browser) =>
        await browser.Get(await Out(browser, "/sign-in/with/local"));

    private async Task<Person> Linked()
    {
        var person = await site.Join(researcher);
        await site.Casework.Link(
            provider.Issuer,
            provider.Subject,
            person.Id,
            site.Clock.GetUtcNow()
        );
        return person;
    }

    [Fact]
    public async Task Somebody_who_was_linked_signs_in()
    {
        var person = await Linked();
        var browser = site.Browser();

        var back = await SignIn(browser);

        Assert.Equal("/account", back.Leads);
        Assert.Contains(person.Name.ToString(), (await browser.Get("/account")).Text);
    }

    [Fact]
    public async Task Nobody_is_let_in_by_an_e_mail_address()
    {
        var person = await site.Join(researcher);
        provider.Twist = Claim("email", person.Email.ToString());
        var browser = site.Browser();

        var back = await SignIn(browser);

        Assert.Equal(HttpStatusCode.Forbidden, back.Status);
        Assert.DoesNotContain("__Host-trellis", browser.Cookies.Keys);
    }

    [Fact]
    public async Task An_invitation_is_accepted_with_a_providers_account_and_links_it()
    {
        var person = await site.Join(researcher, active: false);
        var link = await site
            .Site.Part<Invitations>()
            .Renew(person, new Uri("http://localhost"), byLetter: false);
        var browser = site.Browser();
        var way = (await browser.Get(link))
            .Page.QuerySelector("a[href*='/sign-in/with/local']")!
            .GetAttribute("href")!;

        var back = await browser.Get(await Out(browser, way));

        Assert.Equal("/account", back.Leads);
        Assert.Equal(person.Id, await site.Casework.LinkedAs(provider.Issuer, provider.Subject));
        Assert.Equal("/account", (await SignIn(site.Browser())).Leads);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(link)).Status);
    }

    [Fact]
    public async Task Somebody_who_is_signed_in_links_a_providers_account()
    {
        var (person, browser) = await site.SignedIn(researcher);

        var sent = await browser.Fill("/account/link/local", []);
        var onward = sent.Page.QuerySelector("main a.govuk-button")!.GetAttribute("href")!;
        var back = await browser.Get(await At(onward));

        Assert.Equal("/account", back.Leads);
        Assert.Equal(person.Id, await site.Casework.LinkedAs(provider.Issuer, provider.Subject));
    }

    [Fact]
    public async Task A_link_that_one_began_never_falls_to_another()
    {
        var (_, one) = await site.SignedIn(researcher);
        var (_, other) = await site.SignedIn(researcher);
        var sent = await one.Fill("/account/link/local", []);
        var back = await At(sent.Page.QuerySelector("main a.govuk-button")!.GetAttribute("href")!);
        other.Cookies["__Host-trellis-provider"] = one.Cookies["__Host-trellis-provider"];

        Assert.Equal(HttpStatusCode.Forbidden, (await other.Get(back)).Status);
        Assert.Null(await site.Casework.LinkedAs(provider.Issuer, provider.Subject));
    }

    [Fact]
    public async Task An_account_that_is_linked_with_one_person_is_not_linked_with_another()
    {
        var first = await Linked();
        var (_, browser) = await site.SignedIn(researcher);
        var sent = await browser.Fill("/account/link/local", []);

        var back = await browser.Get(
            await At(sent.Page.QuerySelector("main a.govuk-button")!.GetAttribute("href")!)
        );

        Assert.Equal(HttpStatusCode.Forbidden, back.Status);
        Assert.Equal(first.Id, await site.Casework.LinkedAs(provider.Issuer, provider.Subject));
    }

    [Fact]
    public async Task A_provider_may_begin_to_sign_with_another_key()
    {
        await Linked();
        Assert.Equal("/account", (await SignIn(site.Browser())).Leads);

        provider.Rotate();
        site.Clock.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("/account", (await SignIn(site.Browser())).Leads);
    }

    [Fact]
    public async Task Who_is_suspended_does_not_come_in_through_a_provider()
    {
        var person = await Linked();
        await site.Casework.Do(
            new SuspendPerson(person.Id),
            site.On(
                new Holder(default, new Appointment(Role.Administrator, Scope.Everywhere)),
                "left"
            )
        );

        Assert.Equal(HttpStatusCode.Forbidden, (await SignIn(site.Browser())).Status);
    }

    /// <summary>Everything that must be refused: a sentence, the word in the security log, and how it is done.</summary>
    private static readonly Dictionary<string, (string Code, Twist Twist)> attacks = new()
    {
        ["An answer without a state"] = ("state", Query("state", null)),
        ["An answer with another state"] = ("state", Query("state", "x")),
        ["An answer with two states"] = ("said-twice", new() { Back = b => b + "&state=x" }),
        ["An answer with two codes"] = ("said-twice", new() { Back = b => b + "&code=x" }),
        ["An answer of another issuer, mixed up"] = (
            "answer-of-another",
            Query("iss", "https://evil.example")
        ),
        ["An answer of nobody, though the provider promised to name itself"] = (
            "answer-of-nobody",
            Query("iss", null)
        ),
        ["An answer that is an error"] = (
            "provider-refused",
            new() { Back = b => b + "&error=access_denied" }
        ),
        ["An answer without a code"] = ("no-code", Query("code", null)),
        ["A code that was made up"] = ("code-refused", Query("code", "code-999")),
        ["A code of endless length"] = ("no-code", Query("code", new string('x', 5000))),
        ["A token that nobody signed"] = (
            "algorithm",
            new() { Head = h => h["alg"] = "none", Sign = (_, _) => [] }
        ),
        ["A token that nobody signed, in capitals"] = (
            "algorithm",
            new() { Head = h => h["alg"] = "NONE", Sign = (_, _) => [] }
        ),
        ["A token signed with the public key as if it were a secret"] = (
            "algorithm",
            new()
            {
                Head = h => h["alg"] = "HS256",
                Sign = (p, b) => HMACSHA256.HashData(p.Key.ExportSubjectPublicKeyInfo(), b),
            }
        ),
        ["A token signed with the public key's text as a secret"] = (
            "algorithm",
            new()
            {
                Head = h => h["alg"] = "HS256",
                Sign = (p, b) =>
                    HMACSHA256.HashData(
                        Encoding.ASCII.GetBytes(p.Key.ExportSubjectPublicKeyInfoPem()),
                        b
                    ),
            }
        ),
        ["A token of an algorithm that is not on the list"] = (
            "algorithm",
            new()
            {
                Head = h => h["alg"] = "RS512",
                Sign = (p, b) =>
                    p.Key.SignData(b, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            }
        ),
        ["A token without an algorithm"] = ("algorithm", new() { Head = h => h.Remove("alg") }),
        ["A token signed with a foreign key under the provider's name"] = (
            "signature",
            new() { Sign = Foreign }
        ),
        ["A token signed with a foreign key under its own name"] = (
            "key-unknown",
            new() { Head = h => h["kid"] = "mine", Sign = Foreign }
        ),
        ["A token that brings its key along"] = (
            "signature",
            new() { Head = h => h["jwk"] = Public(), Sign = Foreign }
        ),
        ["A token that says where its key lies"] = (
            "signature",
            new() { Head = h => h["jku"] = "https://evil.example/keys", Sign = Foreign }
        ),
        ["A token that was changed after it was signed"] = ("signature", new() { Token = Changed }),
        ["A token whose signature was taken off"] = (
            "signature",
            new() { Token = t => t[..(t.LastIndexOf('.') + 1)] }
        ),
        ["A token with five parts"] = ("token-unfit", new() { Token = t => t + ".x.y" }),
        ["A token that is no token"] = ("token-unfit", new() { Token = _ => "x.y.z" }),
        ["A token that asks for what we do not know"] = (
            "token-unfit",
            new() { Head = h => h["crit"] = new[] { "exp" } }
        ),
        ["A token of another issuer"] = ("issuer", Claim("iss", "https://evil.example")),
        ["A token of almost the same issuer"] = (
            "issuer",
            new() { Claims = c => c["iss"] = c["iss"] + "/" }
        ),
        ["A token without an issuer"] = ("issuer", Claim("iss", null)),
        ["A token for another site"] = ("audience", Claim("aud", "another-site")),
        ["A token for nobody"] = ("audience", Claim("aud", null)),
        ["A token for two sites that names neither as the one it was given to"] = (
            "authorized-party",
            Claim("aud", new[] { LocalProvider.Client, "another-site" })
        ),
        ["A token that was given to another site"] = (
            "authorized-party",
            Claim("azp", "another-site")
        ),
        ["A token whose time is over"] = ("lifetime", Ago("exp", 120)),
        ["A token without an end"] = ("lifetime", Claim("exp", null)),
        ["A token that does not hold yet"] = ("lifetime", Ago("nbf", -300)),
        ["A token of the future"] = ("lifetime", Ago("iat", -300)),
        ["A token of an hour ago"] = ("lifetime", Ago("iat", 3600)),
        ["A token without a beginning"] = ("lifetime", Claim("iat", null)),
        ["A token without a nonce"] = ("nonce", Claim("nonce", null)),
        ["A token with the nonce of another try"] = ("nonce", Claim("nonce", "n-0S6_WzA2Mj")),
        ["A token with an access token that is not its own"] = (
            "access-token",
            new() { Gives = g => g["access_token"] = "another" }
        ),
        ["A token whose access token is missing"] = (
            "access-token",
            new() { Gives = g => g.Remove("access_token") }
        ),
        ["A token about nobody"] = ("subject", Claim("sub", null)),
        ["A token about an empty name"] = ("subject", Claim("sub", "")),
        ["A token about a name of endless length"] = (
            "subject",
            Claim("sub", new string('9', 300))
        ),
        ["An answer to the code that is no JSON"] = ("no-token", new() { Body = "<html>" }),
        ["An answer to the code without a token"] = (
            "no-token",
            new() { Gives = g => g.Remove("id_token") }
        ),
        ["A key that is for hiding and not for signing"] = (
            "key-unknown",
            new() { Key = k => k["use"] = "enc" }
        ),
        ["A provider that says it is another"] = (
            "issuer",
            new() { Says = s => s["issuer"] = "https://evil.example" }
        ),
        ["A provider that sends the code over an open line"] = (
            "not-safe",
            new() { Says = s => s["token_endpoint"] = "http://evil.example/token" }
        ),
        ["A provider whose keys come over an open line"] = (
            "not-safe",
            new() { Says = s => s["jwks_uri"] = "http://evil.example/keys" }
        ),
    };

    private static Twist Query(string name, string? value) =>
        new()
        {
            Back = b =>
            {
                var at = new UriBuilder(b);
                at.Query = string.Join(
                    '&',
                    at.Query.TrimStart('?')
                        .Split('&')
                        .Where(p => !p.StartsWith(name + "=", StringComparison.Ordinal))
                        .Concat(value is null ? [] : [$"{name}={Uri.EscapeDataString(value)}"])
                );
                return at.Uri.AbsoluteUri;
            },
        };

    private static Twist Claim(string name, object? value) =>
        new()
        {
            Claims = c =>
            {
                if (value is null)
                    c.Remove(name);
                else
                    c[name] = value;
            },
        };

    private static Twist Ago(string name, long seconds) =>
        new() { Claims = c => c[name] = (long)c["exp"]! - 300 - seconds };

    private static byte[] Foreign(LocalProvider provider, byte[] bytes) =>
        foreign.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static object Public()
    {
        var key = foreign.ExportParameters(false);
        return new
        {
            kty = "RSA",
            n = Base64Url.EncodeToString(key.Modulus),
            e = Base64Url.EncodeToString(key.Exponent),
        };
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        parts[1] = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(claims.Replace("24828976", "24828977", StringComparison.Ordinal))
        );
        return string.Join('.', parts);
    }

    public static TheoryData<string> Attacks => [.. attacks.Keys];

    [Theory, MemberData(nameof(Attacks))]
    public async Task Is_refused(string attack)
    {
        var (code, twist) = attacks[attack];
        await Linked();
        provider.Twist = twist;
        var browser = site.Browser();
        var onward = await browser.Get("/sign-in/with/local");
        var answer =
            onward.Status == HttpStatusCode.Found
                ? await browser.Get(await At(onward.Leads!))
                : onward;

        await Refused(browser, answer, code);
    }

    private async Task Refused(Browser browser, Answer answer, string code)
    {
        Assert.True(
            answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.BadGateway,
            $"{answer.Status}, to {answer.Leads}"
        );
        Assert.DoesNotContain("__Host-trellis", browser.Cookies.Keys);
        for (var tries = 0; tries < 200; tries++)
        {
            if (
                await site.Casework.SecurityEvents("provider") is [var noted, ..]
                && noted.At >= began
            )
            {
                Assert.Equal(code, noted.Outcome);
                return;
            }
            await Task.Delay(20);
        }
        Assert.Fail("Nothing was noted.");
    }

    [Fact]
    public async Task An_answer_that_was_used_is_refused_even_with_its_cookie()
    {
        await Linked();
        var browser = site.Browser();
        var back = await Out(browser, "/sign-in/with/local");
        var cookie = browser.Cookies["__Host-trellis-provider"];
        Assert.Equal("/account", (await browser.Get(back)).Leads);
        var thief = site.Browser();
        thief.Cookies["__Host-trellis-provider"] = cookie;

        await Refused(thief, await thief.Get(back), "used-before");
    }

    [Fact]
    public async Task An_answer_in_another_browser_is_refused()
    {
        await Linked();
        var back = await Out(site.Browser(), "/sign-in/with/local");
        var victim = site.Browser();

        await Refused(victim, await victim.Get(back), "nothing-asked");
    }

    [Fact]
    public async Task A_code_of_anothers_try_is_refused_for_its_proof()
    {
        await Linked();
        var (attacker, victim) = (site.Browser(), site.Browser());
        var stolen = await Out(attacker, "/sign-in/with/local");
        var own = await Out(victim, "/sign-in/with/local");
        static string Of(string address, string name) =>
            address
                .Split(['?', '&'])
                .Single(p => p.StartsWith(name + "=", StringComparison.Ordinal));
        var mixed = own.Replace(Of(own, "code"), Of(stolen, "code"), StringComparison.Ordinal);

        await Refused(victim, await victim.Get(mixed), "code-refused");
    }

    [Fact]
    public async Task A_cookie_that_was_changed_is_refused()
    {
        await Linked();
        var browser = site.Browser();
        var back = await Out(browser, "/sign-in/with/local");
        browser.Cookies["__Host-trellis-provider"] =
            browser.Cookies["__Host-trellis-provider"][..^4] + "AAAA";

        await Refused(browser, await browser.Get(back), "nothing-asked");
    }

    [Fact]
    public async Task An_answer_after_ten_minutes_is_refused()
    {
        await Linked();
        var browser = site.Browser();
        var back = await Out(browser, "/sign-in/with/local");
        site.Clock.Pass(TimeSpan.FromMinutes(10));

        await Refused(browser, await browser.Get(back), "too-late");
    }

    [Fact]
    public async Task An_answer_at_another_providers_address_is_refused()
    {
        await Linked();
        var browser = site.Browser();
        var back = await Out(browser, "/sign-in/with/local");

        await Refused(
            browser,
            await browser.Get(
                back.Replace("/with/local/", "/with/second/", StringComparison.Ordinal)
            ),
            "asked-another"
        );
    }

    [Fact]
    public async Task A_short_key_is_no_key()
    {
        await Linked();
        provider.Rotate(bits: 1024);
        var browser = site.Browser();

        await Refused(browser, await SignIn(browser), "key-unknown");
        provider.Rotate();
    }
}
