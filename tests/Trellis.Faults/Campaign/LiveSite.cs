using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Trellis.Access;
using Trellis.Fiction;
using Trellis.People;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>A site as people have it: a fictional country, casework on either database, heads who signed in with their passwords.</summary>
public sealed partial class LiveSite : IAsyncDisposable
{
    private const string Password = "a fictional password of heads";

    private readonly Scratch scratch = new();
    private readonly Casework casework;
    private readonly WebApplication site;

    private LiveSite(Ground ground)
    {
        var files = scratch["files"];
        FictionalCountry.Write(files, schools: 120, seed: 1);
        var snapshots = new SnapshotStore(scratch["store"]);
        Schools =
        [
            .. snapshots
                .Import(files, TimeProvider.System, acceptDrift: true)
                .Snapshot.Schools.Where(s => s.IsOpen)
                .Select(s => s.Urn),
        ];
        casework = Casework.At(ground.Folder, ground.Connection);
        // What is measured is the store: the site's own limits on eager people are tested elsewhere.
        site = Site.Build(
            snapshots,
            ["http://127.0.0.1:0"],
            TimeProvider.System,
            options: new SiteOptions
            {
                Casework = casework,
                RunsStudies = false,
                Limits = new Limits
                {
                    SignInsAMinute = 100_000,
                    TriesAnAccount = 100_000,
                    PostsAMinute = 100_000,
                    AnswersASecond = 100_000,
                },
            }
        );
    }

    public IReadOnlyList<Urn> Schools { get; }

    /// <summary>Somebody who is not signed in.</summary>
    public Browser Reader() => new(new Uri(site.Urls.First()));

    public static async Task<LiveSite> Start(Ground ground)
    {
        await using (await ground.Open()) { }
        var live = new LiveSite(ground);
        await live.site.StartAsync();
        var reader = live.Reader();
        while ((await reader.Get("/health/ready")).StatusCode != HttpStatusCode.OK)
            await Task.Delay(50);
        return live;
    }

    /// <summary>The head of a school: invited, in, and signed in through the page.</summary>
    public async Task<Head> SignIn(Urn school)
    {
        var person = Deeds.Somebody(school.Value);
        var email = $"head{school}@fictional.example";
        var administrator = new Holder(
            Deeds.Somebody(1),
            new Appointment(Role.Administrator, Scope.Everywhere)
        );
        var now = Deeds.Now(administrator);
        Written(
            await casework.Do(
                new InvitePerson(
                    person,
                    "Ada Fictional",
                    email,
                    new Appointment(Role.Head, Scope.School(school)),
                    now.Today,
                    null,
                    null
                ),
                now
            )
        );
        Written(await casework.Do(new AcceptInvitation(person), Deeds.Now(new Oneself(person))));
        await casework.SetPassword(person, Passwords.Turn(Password), now.At);
        var browser = Reader();
        var answer = await browser.Post(
            "/sign-in",
            new()
            {
                ["email"] = email,
                ["password"] = Password,
                ["form-token"] = await browser.Token("/sign-in"),
            }
        );
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"Signing in was answered {answer.StatusCode}.");
        var page = $"/my-school/{school}/statement";
        return new Head(browser, page, await browser.Token(page));
    }

    private static void Written(Done<Person> done)
    {
        if (done is not Done<Person>.Written)
            throw new InvalidOperationException($"Not an answer to expect: {done}");
    }

    public async ValueTask DisposeAsync()
    {
        await site.StopAsync();
        await site.DisposeAsync();
        await casework.DisposeAsync();
        scratch.Dispose();
    }

    /// <summary>A head with the form of what the school says before them.</summary>
    public sealed class Head(Browser browser, string page, string token)
    {
        private int version;

        public Browser Browser { get; } = browser;

        /// <summary>Publishes words; sent again with the same key until it is answered, it is one form.</summary>
        /// <returns>Whether it is published, or the store cannot now.</returns>
        /// <exception cref="InvalidOperationException">It was answered in another way, or a 503 does not say when to come back.</exception>
        public async Task<bool> Publish(string words, string form)
        {
            using var answer = await Browser.Post(
                page,
                new()
                {
                    ["step"] = "publish",
                    ["text"] = words,
                    ["version"] = $"{version}",
                    ["once"] = form,
                    ["form-token"] = token,
                }
            );
            if (
                answer.StatusCode == HttpStatusCode.ServiceUnavailable
                && answer.Headers.RetryAfter is not null
            )
                return false;
            if (
                !((int)answer.StatusCode is 302 or 303)
                || answer.Headers.Location is not { } location
                || !location.ToString().Contains("published", StringComparison.Ordinal)
            )
                throw new InvalidOperationException(
                    $"Publishing was answered {answer.StatusCode} {answer.Headers.Location}: {await answer.Content.ReadAsStringAsync()}"
                );
            version++;
            return true;
        }
    }

    /// <summary>A browser that keeps its cookies and follows nothing. Those that only go over a safe line go to this machine too, as browsers let them.</summary>
    public sealed partial class Browser(Uri address) : IDisposable
    {
        public void Dispose() => client.Dispose();

        private readonly HttpClient client = new(
            new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }
        )
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(40),
        };
        private readonly Dictionary<string, string> cookies = [];

        public Task<HttpResponseMessage> Get(string path) =>
            Send(new HttpRequestMessage(HttpMethod.Get, path));

        public Task<HttpResponseMessage> Post(string path, Dictionary<string, string> form) =>
            Send(
                new HttpRequestMessage(HttpMethod.Post, path)
                {
                    Content = new FormUrlEncodedContent(form),
                }
            );

        /// <summary>The token of a page's form.</summary>
        public async Task<string> Token(string path)
        {
            using var answer = await Get(path);
            var page = await answer.Content.ReadAsStringAsync();
            return FormToken().Match(page) is { Success: true } found
                ? WebUtility.HtmlDecode(found.Groups[1].Value)
                : throw new InvalidOperationException(
                    $"{path} was answered {answer.StatusCode} and has no form."
                );
        }

        private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
        {
            request.Headers.Accept.ParseAdd("text/html");
            lock (cookies)
                if (cookies.Count > 0)
                    request.Headers.Add(
                        "Cookie",
                        string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"))
                    );
            var answer = await client.SendAsync(request);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var cookie in set)
                {
                    var pair = cookie.Split(';')[0].Split('=', 2);
                    lock (cookies)
                        cookies[pair[0]] = pair[1];
                }
            return answer;
        }

        [GeneratedRegex("name=\"form-token\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
        private static partial Regex FormToken();
    }
}
