using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Trellis.Api;

namespace Trellis.Tests.Access;

/// <summary>What holds for every answer, whoever asks: its type, its letters, its refusals, and what it never tells.</summary>
public sealed class EveryAnswerTests(FailingSite site) : IClassFixture<FailingSite>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HttpClient Client => site.Client;

    /// <summary>An address of every kind that answers without signing in.</summary>
    private string[] Addresses()
    {
        var urn = $"{site.Snapshot.Schools[0].Urn}";
        var other = $"{site.Snapshot.Schools[1].Urn}";
        var filled = Routes
            .All.Select(r =>
                r.Path.Replace("{urn}", urn, StringComparison.Ordinal)
                    .Replace("{other}", other, StringComparison.Ordinal)
                    .Replace("{uid}", $"{site.Snapshot.Groups[0].Uid}", StringComparison.Ordinal)
                    .Replace(
                        "{code}",
                        $"{site.Snapshot.LocalAuthorities[0].Code}",
                        StringComparison.Ordinal
                    )
                    .Replace("{slug}", "north-east", StringComparison.Ordinal)
            )
            .Where(p => !p.Contains('{', StringComparison.Ordinal))
            .Select(p => p == "/" ? "/home" : p)
            .ToArray();
        return
        [
            .. filled.Select(p => p == "/home" ? "/" : p),
            .. filled.SelectMany(p => new[] { $"{p}.json", $"{p}.csv" }),
            "/accessibility",
            "/privacy",
            "/openapi/v1.json",
            "/data/files/establishments.csv",
            "/health/live",
            "/health/ready",
            Components.Assets.Address("trellis.css"),
            Components.Assets.Address("page.js"),
            Components.Assets.Address("mark.svg"),
            "/fails",
            "/nowhere",
            "/nowhere.json",
        ];
    }

    [Fact]
    public async Task An_answer_says_what_it_is_in_which_letters_and_is_it()
    {
        var wrong = new List<string>();
        var addresses = Addresses();
        Assert.True(addresses.Length > 40);
        foreach (var address in addresses)
        {
            using var answer = await Client.GetAsync(address, Stop);
            var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
            if (bytes.Length == 0)
                continue;
            var type = answer.Content.Headers.ContentType;
            var text = Encoding.UTF8.GetString(bytes);
            var said = type?.MediaType ?? "nothing";
            var isText =
                said.StartsWith("text/", StringComparison.Ordinal)
                || said.EndsWith("xml", StringComparison.Ordinal);
            if (isText && type!.CharSet is not "utf-8")
                wrong.Add($"{address}: {type} names no letters");
            var fits = said switch
            {
                "text/html" => text.TrimStart()
                    .StartsWith("<!DOCTYPE html>", StringComparison.Ordinal),
                "text/csv" => !text.TrimStart().StartsWith('<') && !text.StartsWith('{'),
                "text/css" or "text/javascript" or "text/plain" => !text.StartsWith('<'),
                "image/svg+xml" => text.Contains("<svg", StringComparison.Ordinal),
                _ when said.EndsWith("json", StringComparison.Ordinal) => IsJson(text),
                _ => false,
            };
            if (!fits)
                wrong.Add($"{address}: is no {said}");
        }
        Assert.Empty(wrong);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var read = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_download_has_a_name_of_ours_whatever_was_asked()
    {
        foreach (
            var address in (string[])
                [
                    "/search.csv?q=%22%0d%0aSet-Cookie:%20a=b",
                    "/search.csv?q=..%2f..%2fsecret",
                    $"/school/{site.Snapshot.Schools[0].Urn}/history.csv?k=3",
                    "/data.csv",
                ]
        )
        {
            using var answer = await Client.GetAsync(address, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Matches(
                "^attachment; filename=\"[a-z0-9-]+\\.csv\"$",
                Assert.Single(answer.Content.Headers.GetValues("Content-Disposition"))
            );
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task A_question_is_decoded_once_and_leads_to_no_address_but_ours()
    {
        // "%3Cscript%3E" typed into the box is these twelve letters, not a tag.
        foreach (
            var typed in (string[])
                [
                    "%3Cscript%3E",
                    "\"><script src=//elsewhere.example>",
                    "x&status=y",
                    "javascript:alert(1)",
                ]
        )
        {
            var html = await Client.GetStringAsync(
                $"/search?q={Uri.EscapeDataString(typed)}",
                Stop
            );
            var page = new HtmlParser().ParseDocument(html);
            Assert.Equal(typed, page.QuerySelector("main input[name=q]")!.GetAttribute("value"));
            Assert.All(
                page.QuerySelectorAll("script"),
                s => Assert.StartsWith("/assets/", s.GetAttribute("src"))
            );
            foreach (var link in page.QuerySelectorAll("main a[href]"))
            {
                var leads = link.GetAttribute("href")!;
                Assert.True(leads[0] is '/' or '?' or '#', leads);
                Assert.False(leads.StartsWith("//", StringComparison.Ordinal), leads);
                Assert.DoesNotContain("&status=y", leads);
            }
        }
        using var twice = await Client.GetAsync("/school/%2531", Stop);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("PROPFIND")]
    [InlineData("OPTIONS")]
    public async Task A_method_that_no_address_answers_is_refused_and_echoes_nothing(string method)
    {
        foreach (var address in Addresses().Where(a => a != "/fails"))
        {
            using var asked = new HttpRequestMessage(new HttpMethod(method), address);
            asked.Headers.Add("X-Canary", FailingSite.Canary);
            using var answer = await Client.SendAsync(asked, Stop);
            Assert.True(
                answer.StatusCode
                    is HttpStatusCode.MethodNotAllowed
                        or HttpStatusCode.NotFound
                        or HttpStatusCode.BadRequest
                        or HttpStatusCode.NotImplemented,
                $"{method} {address}: {answer.StatusCode}"
            );
            Assert.DoesNotContain(FailingSite.Canary, await answer.Content.ReadAsStringAsync(Stop));
        }
    }

    [Theory]
    [InlineData("/.git/config")]
    [InlineData("/.git/HEAD")]
    [InlineData("/.svn/entries")]
    [InlineData("/.env")]
    [InlineData("/appsettings.json")]
    [InlineData("/web.config")]
    [InlineData("/packages.lock.json")]
    [InlineData("/Trellis.Web.dll")]
    [InlineData("/trellis.deps.json")]
    [InlineData("/casework.db")]
    [InlineData("/current.json")]
    [InlineData("/assets/..%2fappsettings.json")]
    [InlineData("/assets/%2e%2e/%2e%2e/casework.db")]
    [InlineData("/data/files/..%2f..%2fcasework.db")]
    [InlineData("/data/files/%2fetc%2fpasswd")]
    [InlineData("/backup.zip")]
    [InlineData("/index.cshtml")]
    public async Task Nothing_of_the_source_or_the_store_is_served(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.True(
            answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest,
            $"{answer.StatusCode}"
        );
    }

    [Theory]
    [InlineData("/assets")]
    [InlineData("/assets/")]
    [InlineData("/data/files")]
    [InlineData("/data/files/")]
    [InlineData("/data/outlines/")]
    [InlineData("/snapshots/")]
    [InlineData("/frozen/")]
    [InlineData("/school/")]
    public async Task A_folder_is_not_listed(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/fails")]
    [InlineData("/fails.json")]
    public async Task A_mistake_of_ours_is_told_without_details_and_logged_with_them(string address)
    {
        using var answer = await Client.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        foreach (
            var inside in (string[])
                [FailingSite.Canary, "Exception", "   at ", ".cs:line", "Trellis.Tests"]
        )
            Assert.DoesNotContain(inside, body);
        Assert.Contains("Something went wrong on our side", body);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        Assert.Contains(site.Logged, l => l.Contains(FailingSite.Canary, StringComparison.Ordinal));
        // The next visitor notices nothing.
        using var next = await Client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_fails_half_way_is_broken_off_and_never_ended_as_if_whole()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            Client.GetStringAsync("/fails-late", Stop)
        );
    }

    [Fact]
    public async Task A_body_an_address_or_a_head_over_its_limit_is_refused()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/p");
        asked.Content = new FormUrlEncodedContent([new("address", new string('a', 70_000))]);
        asked.Headers.Add("Origin", site.Address.GetLeftPart(UriPartial.Authority));
        using var answer = await Client.SendAsync(asked, Stop);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);

        var line = await Raw($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 414", line);
        var head = await Raw(
            $"GET / HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 70_000)}\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 431", head);
    }

    [Fact]
    public async Task The_end_of_a_request_is_seen_one_way_or_the_request_is_refused()
    {
        const string Next = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        const string Form = "Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        string[] refused =
        [
            $"POST /p HTTP/1.1\r\n{Form}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde{Next}",
            $"POST /p HTTP/1.1\r\n{Form}Content-Length: 4, 5\r\n\r\nabcde{Next}",
            $"POST /p HTTP/1.1\r\n{Form}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{Next}",
            $"POST /p HTTP/1.1\r\n{Form}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{Next}",
            $"POST /p HTTP/1.1\r\n{Form}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{Next}",
            $"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n{Next}",
            $"GET / HTTP/1.1\r\nHost: x\nInjected: y\r\n bad\r\n\r\n{Next}",
        ];
        Assert.All(
            await Task.WhenAll(refused.Select(Raw)),
            answer =>
            {
                Assert.StartsWith("HTTP/1.1 400", answer);
                Assert.DoesNotContain("live", answer);
            }
        );
        // Chunks beside a length: the chunks are what counts (RFC 9112, 6.3), and the line is closed after it or what follows is the next request whole.
        var both = await Raw(
            $"POST /p HTTP/1.1\r\n{Form}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Next}"
        );
        var isRead = both.Contains("live", StringComparison.Ordinal);
        Assert.Equal(isRead ? 2 : 1, both.Split("HTTP/1.1 ").Length - 1);
    }

    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(site.Address.Host, site.Address.Port, Stop);
        await using var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
        }
        catch (IOException)
        {
            // The server had heard enough; its answer is there to be read.
        }
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Stop);
        }
        catch (IOException)
        {
            // It hung up on what it had not read.
        }
        Assert.NotEqual(0, answer.Length);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    [Fact]
    public async Task The_same_question_twice_never_overrides_what_the_address_says()
    {
        var (one, other) = (site.Snapshot.Schools[0].Urn, site.Snapshot.Schools[1].Urn);
        var plain = await Client.GetStringAsync($"/school/{one}.json", Stop);
        using var expected = JsonDocument.Parse(plain);
        foreach (
            var more in (string[])[$"?urn={other}", $"?urn={other}&urn={one}", $"?URN={other}"]
        )
        {
            using var read = JsonDocument.Parse(
                await Client.GetStringAsync($"/school/{one}.json{more}", Stop)
            );
            Assert.Equal(
                $"{expected.RootElement.GetProperty("name")}",
                $"{read.RootElement.GetProperty("name")}"
            );
        }
        using var twice = await Client.GetAsync(
            "/search?q=a&q=b&page=1&page=2&sort=name&sort=x",
            Stop
        );
        Assert.True((int)twice.StatusCode < 500, $"{twice.StatusCode}");
    }

    [Fact]
    public async Task A_visitor_cannot_speak_as_a_proxy()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/data");
        asked.Headers.Add("X-Forwarded-Proto", "https");
        asked.Headers.Add("X-Forwarded-Host", "elsewhere.example");
        asked.Headers.Add("Forwarded", "for=192.0.2.1;host=elsewhere.example;proto=https");
        asked.Headers.Add("X-Original-URL", "/fails");
        asked.Headers.Add("X-HTTP-Method-Override", "DELETE");
        using var answer = await Client.SendAsync(asked, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.DoesNotContain("elsewhere.example", $"{answer.Headers}");
        Assert.DoesNotContain("elsewhere.example", await answer.Content.ReadAsStringAsync(Stop));
        // Whoever says each time to come from another place is still counted as one visitor.
        var refused = 0;
        for (var i = 0; i < 20; i++)
        {
            using var kept = new HttpRequestMessage(HttpMethod.Post, "/p");
            kept.Content = new FormUrlEncodedContent([new("address", $"/data?n={i}")]);
            kept.Headers.Add("Origin", site.Address.GetLeftPart(UriPartial.Authority));
            kept.Headers.Add("X-Forwarded-For", $"192.0.2.{i}");
            kept.Headers.Add("X-Real-IP", $"192.0.2.{i}");
            using var said = await Client.SendAsync(kept, Stop);
            if (said.StatusCode == HttpStatusCode.TooManyRequests)
                refused++;
        }
        Assert.Equal(8, refused);
    }

    [Fact]
    public async Task An_answer_for_programs_is_never_led_to_another_line()
    {
        foreach (
            var address in Addresses()
                .Where(a =>
                    a.EndsWith(".json", StringComparison.Ordinal)
                    || a.EndsWith(".csv", StringComparison.Ordinal)
                )
        )
        {
            using var answer = await Client.GetAsync(address, Stop);
            Assert.NotEqual("https", answer.Headers.Location?.OriginalString.Split(':')[0]);
            Assert.False((int)answer.StatusCode is 301 or 302 or 307 or 308, address);
        }
    }
}
