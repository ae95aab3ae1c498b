using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trellis.Journal;
using Trellis.People;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>A clock that a test sets: it begins on 2 October 2026, 09:00 UTC.</summary>
public sealed class MovingClock : TimeProvider
{
    private long passed;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 10, 2, 9, 0, 0, TimeSpan.Zero)
        + TimeSpan.FromTicks(Interlocked.Read(ref passed));

    public void Pass(TimeSpan time) => Interlocked.Add(ref passed, time.Ticks);
}

/// <summary>A site with casework of its own over a snapshot that others share, and people who sign in to it.</summary>
public sealed class PeopleSite : IAsyncDisposable
{
    public const string Password = "orange lattice quiet rope";

    private readonly string folder;
    private readonly List<Browser> browsers = [];
    private byte made;

    private PeopleSite(RunningSite site, Casework casework, MovingClock clock, string folder)
    {
        (Site, Casework, Clock) = (site, casework, clock);
        this.folder = folder;
    }

    public RunningSite Site { get; }

    public Casework Casework { get; }

    public MovingClock Clock { get; }

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    /// <param name="with">Changes what the site is given.</param>
    /// <param name="connection">Of a server; null for a file of the test's own.</param>
    public static async Task<PeopleSite> Over(
        SnapshotStore snapshots,
        Func<SiteOptions, SiteOptions>? with = null,
        string? connection = null,
        MovingClock? clock = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("trellis-people-").FullName;
        var casework = Casework.At(folder, connection);
        clock ??= new MovingClock();
        if (connection is null)
            await casework.Upgrade(clock);
        var options = new SiteOptions
        {
            Casework = casework,
            Folder = folder,
            RunsStudies = false,
            // What the jobs of a day write would stand among a test's own acts.
            MakesUpJobs = false,
            Limits = new Limits
            {
                SignInsAMinute = 10_000,
                TriesAnAccount = 10_000,
                PostsAMinute = 10_000,
            },
        };
        var site = await RunningSite.Over(
            snapshots,
            options: with?.Invoke(options) ?? options,
            time: clock,
            also: Pages
        );
        var people = new PeopleSite(site, casework, clock, folder);
        if (connection is null)
            await site.Part<Opening>().Done;
        return people;
    }

    /// <summary>Pages of the tests' own, one of each kind of access.</summary>
    private static void Pages(WebApplication app)
    {
        Map("/test/signed-in", new AccessAttribute(Who.SignedIn));
        Map("/test/administrators", new AccessAttribute(Who.Holders, Role.Administrator));
        Map("/test/hidden", new AccessAttribute(Who.Holders, Role.Administrator) { Hidden = true });
        Map(
            "/test/school/{urn}",
            new AccessAttribute(Who.Holders, Role.Head, Role.TrustOfficer) { Over = "urn" }
        );
        app.MapGet("/test/nobody-named", () => "secret");

        void Map(string route, AccessAttribute access) =>
            app.MapGet(
                    route,
                    (HttpContext http) =>
                        $"for {http.Features.Get<Visitor>()!.Person.Name}, {http.Features.Get<Visitor>()!.As}"
                )
                .WithMetadata(access);
    }

    public Browser Browser()
    {
        var browser = new Browser(Site.Client.BaseAddress!.ToString());
        browsers.Add(browser);
        return browser;
    }

    /// <summary>Somebody who has joined in a role, with the usual password.</summary>
    public async Task<Person> Join(Appointment held, bool active = true)
    {
        var id = PersonId.From([++made, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        var by = new Holder(default, new Appointment(Role.Administrator, Scope.Everywhere));
        await Casework.Do(
            new InvitePerson(
                id,
                $"Fictional Person {made}",
                $"person{made}@school.example",
                held,
                Today,
                null,
                null
            ),
            On(by)
        );
        if (active)
        {
            await Casework.Do(new AcceptInvitation(id), On(new Oneself(id)));
            await Casework.SetPassword(id, turned.Value, Clock.GetUtcNow());
        }
        return (await Casework.Find<Person>(id.ToString()))!.State;
    }

    /// <summary>The words of the one letter that waits for a person, which leaves into a folder.</summary>
    public async Task<string> OneLetter(Person person)
    {
        var letters = Directory.CreateTempSubdirectory("trellis-letters-").FullName;
        try
        {
            var post = new Mail.FileDrop(letters, "trellis@school.example");
            // A letter is written behind the page that asked for it.
            for (var tries = 0; await Casework.SendLetters(post, "test", Clock) == 0; tries++)
            {
                Assert.True(tries < 500, "No letter leaves.");
                await Task.Delay(20);
            }
            var letter = await File.ReadAllTextAsync(
                Assert.Single(Directory.EnumerateFiles(letters, "*", SearchOption.AllDirectories))
            );
            Assert.Contains(person.Email.ToString(), letter);
            var body = letter[letter.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].Trim();
            return letter.Contains("base64", StringComparison.OrdinalIgnoreCase)
                ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(body))
                : body.Replace("=\r\n", "", StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(letters, recursive: true);
        }
    }

    public Task<Person> JoinAdministrator() =>
        Join(new Appointment(Role.Administrator, Scope.Everywhere));

    /// <summary>Somebody who has joined and has a session, begun as the page of signing in begins it once the password is right.</summary>
    /// <remarks>Comparing a password is made to take long; that the page does it is held where signing in is tested.</remarks>
    public async Task<(Person Person, Browser Browser)> SignedIn(Appointment held)
    {
        var person = await Join(held);
        var browser = Browser();
        var secret = Secrets.Draw();
        var now = Clock.GetUtcNow();
        await Casework.BeginSession(
            new Session(
                SessionId.Parse(Secrets.Digest(secret)),
                person.Id,
                "password",
                null,
                now,
                now,
                now + new Limits().Longest
            )
        );
        browser.Cookies[Sessions.Cookie] = secret;
        return (person, browser);
    }

    public Task<(Person Person, Browser Browser)> SignedInAdministrator() =>
        SignedIn(new Appointment(Role.Administrator, Scope.Everywhere));

    public Occasion On(Actor by, string? why = null) => new(by, Clock.GetUtcNow(), Today, why);

    // One turning for all tests: it is made to take long.
    private static readonly Lazy<string> turned = new(() => Passwords.Turn(Password));

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers)
            browser.Dispose();
        await Site.DisposeAsync();
        await Casework.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
