using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trellis.Access;
using Trellis.Fiction;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Tests.Access;

/// <summary>Somebody who asks: a fictional person with real cookies, or nobody.</summary>
/// <param name="Name">In the words of the test.</param>
/// <param name="Id">Default for nobody.</param>
/// <param name="Cookie">As the browser sends it; null for nobody.</param>
/// <param name="IsSignedIn">Whether the session opens anything still.</param>
/// <param name="Holds">The roles that count today.</param>
public sealed record Caller(
    string Name,
    PersonId Id,
    string Email,
    string? Cookie,
    bool IsSignedIn,
    IReadOnlyList<Appointment> Holds
);

/// <summary>A site over a fictional country with people in every role, each signed in through the page as people sign in.</summary>
public sealed partial class PeopledSite : IAsyncLifetime
{
    /// <summary>What is written of one head and one suspended person and nobody else may read.</summary>
    public const string CanaryName = "Fictional Zebedee Quillfeather";
    public const string CanaryEmail = "zebedee.quillfeather@fictional.example";
    public const string CanaryWhy = "a fictional reason with marzipan-9c1 in it";

    /// <summary>What members of a partnership write for each other.</summary>
    public const string CanaryNotes = "a fictional note with nougat-4b7 in it";

    private const string Password = "four plain fictional words";

    private static readonly DateTimeOffset start = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-peopled-").FullName;
    private readonly StandingClock clock = new(start);
    private readonly List<Caller> callers = [];
    private readonly HashSet<RouteEndpoint> taking = [];
    private readonly Lines lines = new();
    private WebApplication app = null!;
    private string turned = "";
    private int drawn;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>All that was logged.</summary>
    public IReadOnlyCollection<string> Logged => lines.Written;

    public Casework Casework { get; private set; } = null!;

    public Snapshot Snapshot { get; private set; } = null!;

    public string Store => Path.Combine(folder, "store");

    /// <summary>The school, trust, area, region and diocese that addresses name in the matrix.</summary>
    public Establishment School { get; private set; } = null!;

    /// <summary>A school in none of them.</summary>
    public Establishment Elsewhere { get; private set; } = null!;

    public IReadOnlyList<Caller> Callers => callers;

    public IReadOnlyList<RouteEndpoint> Routes { get; private set; } = [];

    /// <summary>Whether a route takes a form.</summary>
    public bool TakesForms(RouteEndpoint route) => taking.Contains(route);

    /// <summary>A family that is there.</summary>
    public string Family { get; private set; } = "";

    /// <summary>A partnership of the school, its trust, its authority and a school elsewhere in none of the others' roles.</summary>
    public PartnershipId Partnership { get; } = PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    /// <summary>A view that was kept.</summary>
    public string Kept { get; private set; } = "";

    /// <summary>An entry of the directory.</summary>
    public string Listing { get; private set; } = "";

    [GeneratedRegex("href=\"/family/([a-z0-9-]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FamilyLink { get; }

    /// <summary>Asks for a view to be kept, as the button does.</summary>
    public async Task<HttpResponseMessage> Keep(string address, string? cookie)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/p");
        asked.Content = new FormUrlEncodedContent([new("address", address)]);
        asked.Headers.Add("Origin", Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        if (cookie is not null)
            asked.Headers.Add("Cookie", cookie);
        return await Client.SendAsync(asked);
    }

    /// <summary>Asks for a page as one of the callers.</summary>
    public async Task<HttpResponseMessage> Ask(
        string address,
        string caller,
        CancellationToken stop
    )
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, address);
        asked.Headers.Add("Accept", "text/html");
        if (Called(caller).Cookie is { } cookie)
            asked.Headers.Add("Cookie", cookie);
        return await Client.SendAsync(asked, stop);
    }

    /// <summary>The page that one of the callers is answered.</summary>
    public async Task<IDocument> Page(string address, string caller, CancellationToken stop)
    {
        using var answer = await Ask(address, caller, stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(stop));
    }

    /// <summary>What a program is answered as one of the callers.</summary>
    public async Task<JsonElement> Json(string address, string caller, CancellationToken stop)
    {
        using var answer = await Ask(address, caller, stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop)).RootElement;
    }

    public Occasion Now(Actor by, FreeText why = default) =>
        new(by, start, DateOnly.FromDateTime(start.UtcDateTime), why);

    private static DateOnly Today => DateOnly.FromDateTime(start.UtcDateTime);

    public Caller Called(string name) => callers.Single(c => c.Name == name);

    public Holder Administrator { get; private set; } = null!;

    /// <summary>What each kind of scope is where an address names this school.</summary>
    public Scope ScopeOf(ScopeKind kind, Establishment school) =>
        kind switch
        {
            ScopeKind.School => Scope.School(school.Urn),
            ScopeKind.Trust => Scope.Trust(Snapshot.TrustOf(school.Urn)!.Uid),
            ScopeKind.LocalAuthority => new Scope(kind, $"{school.La}"),
            ScopeKind.Diocese => new Scope(kind, Slug(school.Diocese)),
            ScopeKind.Region => new Scope(kind, Regions.Slug(school.Region)),
            ScopeKind.OwnCases => Scope.OwnCases,
            _ => Scope.Everywhere,
        };

    /// <summary>Whether a school is in something of every kind.</summary>
    public bool IsWhole(Establishment school) =>
        Snapshot.TrustOf(school.Urn) is not null
        && school.La is not null
        && Slug(school.Diocese).Length > 0
        && Regions.Slug(school.Region).Length > 0;

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex NoLetters { get; }

    public static string Slug(string name) =>
        NoLetters.Replace(name.ToLowerInvariant(), "-").Trim('-');

    public async ValueTask InitializeAsync()
    {
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, schools: 60);
        var store = new SnapshotStore(Store);
        store.Import(files, clock);
        Snapshot = store.Load();
        var whole = Snapshot
            .Schools.Where(s => s.IsOpen)
            .Select(s => Snapshot.Find(s.Urn)!)
            .Where(IsWhole)
            .ToArray();
        School = whole[0];
        Elsewhere = whole.First(s =>
            Enum.GetValues<ScopeKind>()
                .Where(k => k is not (ScopeKind.Everywhere or ScopeKind.OwnCases))
                .All(k => ScopeOf(k, s) != ScopeOf(k, School))
        );
        Casework = await Casework.Open(Store, null, clock);
        app = Site.Build(
            store,
            ["http://127.0.0.1:0"],
            clock,
            options: new SiteOptions
            {
                Casework = Casework,
                RunsStudies = false,
                // One machine asks for everybody here.
                Limits = new Limits
                {
                    SignInsAMinute = 1_000_000,
                    PostsAMinute = 1_000_000,
                    AnswersASecond = 1_000_000,
                    DownloadsAMinute = 1_000_000,
                    WhatIfsAtOnce = 1_000_000,
                },
            }
        );
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        Made.Map(app);
        await app.StartAsync();
        Client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
        )
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
        for (var tries = 0; ; tries++)
        {
            using var ready = await Client.GetAsync("/health/ready");
            if (ready.StatusCode == HttpStatusCode.OK)
                break;
            if (tries == 600)
                throw new TimeoutException(await ready.Content.ReadAsStringAsync());
            await Task.Delay(100);
        }
        var loader = app.Services.GetRequiredService<PageLoader>();
        Routes =
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>(),
        ];
        foreach (var route in Routes)
            if (
                route.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                    ? (await loader.LoadAsync(page, route.Metadata)).HandlerMethods.Any(h =>
                        h.HttpMethod == "Post"
                    )
                    : route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST")
                        == true
            )
                taking.Add(route);
        turned = Passwords.Turn(Password);
        await People();
        await Post();
        await WorkTogether();
        Family = FamilyLink
            .Match(await Client.GetStringAsync("/families?kind=national&phase=primary"))
            .Groups[1]
            .Value;
        using var view = await Keep("/data", null);
        Kept = view.Headers.Location!.ToString().Split('/')[^1];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await Casework.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task People()
    {
        callers.Add(new Caller("nobody", default, "", null, false, []));
        var (first, firstEmail) = await Join(
            "administrator",
            new Appointment(Role.Administrator, Scope.Everywhere),
            new Terminal()
        );
        Administrator = new Holder(first, new Appointment(Role.Administrator, Scope.Everywhere));
        await SignIn("administrator", first, firstEmail, Administrator.As);
        foreach (var role in Roles.All.Where(r => r != Role.Administrator))
        {
            await Somebody($"{role.InWords()} of this", new(role, ScopeOf(role.Over(), School)));
            if (ScopeOf(role.Over(), School) != ScopeOf(role.Over(), Elsewhere))
                await Somebody(
                    $"{role.InWords()} of another",
                    new(role, ScopeOf(role.Over(), Elsewhere))
                );
        }
        var head = new Appointment(Role.Head, Scope.School(School.Urn));
        var (later, laterEmail) = await Join("no role yet", head, from: 10);
        await SignIn("no role yet", later, laterEmail);
        var (was, wasEmail) = await Join("role ended", head, from: -10, to: 0);
        await SignIn("role ended", was, wasEmail);

        // A role that was lent counts while the lender holds it.
        foreach (var keeps in (bool[])[true, false])
        {
            var (lender, _) = await Join($"lender {keeps}", head);
            var name = keeps ? "borrower" : "borrower of a lender who lost the role";
            var (borrower, email) = await Join(name, head, from: 10);
            await Must(
                new DelegateRole(borrower, head.Role, head.Over, Today, Today.AddDays(30)),
                new Holder(lender, head)
            );
            if (!keeps)
                await Must(new EndAppointment(lender, head, Today, null), Administrator);
            await SignIn(name, borrower, email, keeps ? [head with { From = lender }] : []);
        }

        var (suspended, suspendedEmail) = await Join("suspended", head);
        await SignIn("suspended", suspended, suspendedEmail, head);
        await Must(new SuspendPerson(suspended), Administrator, CanaryWhy);
        Shut("suspended");

        var (out_, outEmail) = await Join("session ended", head);
        await SignIn("session ended", out_, outEmail, head);
        await Must(new EndSessions(out_), Administrator);
        Shut("session ended");

        callers.Add(
            new Caller(
                "invented cookie",
                default,
                "",
                "__Host-trellis=" + new string('A', 43),
                false,
                []
            )
        );
    }

    /// <summary>The school offers something, which everybody reads.</summary>
    private async Task Post()
    {
        var head = Called("head of this");
        var own = Party.School(School.Urn);
        var posted = await Casework.Do(
            new PostListing(
                ListingId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                new Voice(own, ScopeOf(ScopeKind.Trust, School)),
                ListingKind.Offer,
                new ListingTerms(
                    TopicId.Parse("maths"),
                    "Fictional help",
                    10,
                    Today,
                    null,
                    default,
                    [],
                    default,
                    null
                )
            ),
            Now(new Holder(head.Id, head.Holds[0])),
            beside: (_, after) => new Alongside([], [PublicListing.Of(after)])
        );
        Listing = ((Done<Listing>.Written)posted).After.State.Key;
        await app.Services.GetRequiredService<PublicRecordFile>().Follow(Casework, clock);
    }

    /// <summary>States a partnership of the school with others, confirmed by itself, with notes for its members.</summary>
    private async Task WorkTogether()
    {
        var trust = ScopeOf(ScopeKind.Trust, School);
        var head = new Holder(
            Called("head of this").Id,
            new Appointment(Role.Head, Scope.School(School.Urn))
        );
        var voice = new Voice(Party.School(School.Urn), trust);
        var third = Snapshot.Schools.First(s =>
            s.IsOpen && s.Urn != School.Urn && s.Urn != Elsewhere.Urn
        );
        await Together(
            new RegisterPartnership(
                Partnership,
                voice,
                "Fictional Cluster",
                ModelId.Parse("informal-collaboration"),
                Today.AddYears(-1),
                [Purpose.StaffPractice],
                Depth.Informal,
                Willingness.Willing,
                default,
                [
                    .. new[]
                    {
                        voice.As,
                        Party.School(third.Urn),
                        Party.Parse($"{trust}"),
                        Party.Parse($"{ScopeOf(ScopeKind.LocalAuthority, School)}"),
                    }.Select(p => new NewMember(p, default, [], Today.AddYears(-1))),
                ],
                Agreement.None,
                Costs.NotSaid,
                []
            ),
            head
        );
        await Together(new WriteNote(Partnership, voice, CanaryNotes), head);
        foreach (var officer in (Role[])[Role.TrustOfficer, Role.LocalAuthorityOfficer])
        {
            var over = ScopeOf(officer.Over(), School);
            await Together(
                new ConfirmMembership(Partnership, new Voice(Party.Parse($"{over}"), null)),
                new Holder(
                    Called($"{officer.InWords()} of this").Id,
                    new Appointment(officer, over)
                )
            );
        }
        await app.Services.GetRequiredService<PublicRecordFile>().Follow(Casework, clock);
    }

    private async Task Together<TEvent>(Act<Partnership, TEvent> act, Actor by)
        where TEvent : Event<Partnership>
    {
        var done = await Casework.Do(
            act,
            Now(by),
            beside: (_, after) => new Alongside([], [after.Public])
        );
        if (done is not Done<Partnership>.Written)
            throw new InvalidOperationException($"{act.GetType().Name}: {done}");
    }

    private void Shut(string name) =>
        callers[callers.FindIndex(c => c.Name == name)] = Called(name) with
        {
            IsSignedIn = false,
            Holds = [],
        };

    private async Task Somebody(string name, Appointment held)
    {
        var (id, email) = await Join(name, held);
        await SignIn(name, id, email, held);
    }

    /// <summary>Somebody who was invited and has accepted, with a password.</summary>
    public async Task<(PersonId Id, string Email)> Join(
        string name,
        Appointment held,
        Actor? by = null,
        int from = -1,
        int? to = null
    )
    {
        var isCanary = name == "head of this";
        var bytes = new byte[10];
        BitConverter.TryWriteBytes(bytes, ++drawn);
        var id = PersonId.From(bytes);
        var email = isCanary ? CanaryEmail : $"{Slug(name)}@fictional.example";
        await Must(
            new InvitePerson(
                id,
                isCanary ? CanaryName : $"Fictional {name}",
                email,
                held,
                Today.AddDays(from),
                to is { } days ? Today.AddDays(days) : null,
                null
            ),
            by ?? Administrator
        );
        await Must(new AcceptInvitation(id), new Oneself(id));
        await Casework.SetPassword(id, turned, start);
        return (id, email);
    }

    /// <summary>Does an act, which must be done.</summary>
    public async Task Must<TEvent>(Act<Person, TEvent> act, Actor by, string why = "")
        where TEvent : Event<Person>
    {
        var done = await Casework.Do(act, Now(by, why));
        if (done is not Done<Person>.Written)
            throw new InvalidOperationException($"{act.GetType().Name}: {done}");
    }

    [GeneratedRegex("name=\"form-token\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token { get; }

    private async Task SignIn(string name, PersonId id, string email, params Appointment[] held) =>
        callers.Add(new Caller(name, id, email, await SignIn(email), true, held));

    /// <summary>Signs in through the page.</summary>
    /// <returns>The session's cookie.</returns>
    public async Task<string> SignIn(string email) =>
        (await CookiesOf(email))
            .Select(c => c.Split(';')[0])
            .SingleOrDefault(c => c.StartsWith("__Host-trellis=", StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"{email} could not sign in.");

    /// <summary>Signs in through the page.</summary>
    /// <returns>All cookies that were set on the way, with what they say of themselves.</returns>
    public async Task<IReadOnlyList<string>> CookiesOf(string email, string password = Password)
    {
        using var form = await Client.GetAsync("/sign-in");
        using var answer = await Send(
            form,
            "/sign-in",
            null,
            [new("email", email), new("password", password)]
        );
        return [.. Cookies(form), .. Cookies(answer)];
    }

    /// <summary>Fills a form in and sends it, as somebody who is signed in.</summary>
    public async Task<HttpResponseMessage> Submit(
        string page,
        string to,
        string cookie,
        params KeyValuePair<string, string>[] fields
    )
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, page);
        asked.Headers.Add("Cookie", cookie);
        using var form = await Client.SendAsync(asked);
        return await Send(form, to, cookie, fields);
    }

    private async Task<HttpResponseMessage> Send(
        HttpResponseMessage form,
        string to,
        string? cookie,
        IEnumerable<KeyValuePair<string, string>> fields
    )
    {
        var token = Token.Match(await form.Content.ReadAsStringAsync()).Groups[1].Value;
        using var sent = new HttpRequestMessage(HttpMethod.Post, to);
        sent.Content = new FormUrlEncodedContent([
            .. fields,
            new("form-token", WebUtility.HtmlDecode(token)),
        ]);
        sent.Headers.Add(
            "Cookie",
            string.Join(
                "; ",
                Cookies(form)
                    .Select(c => c.Split(';')[0])
                    .Prepend(cookie ?? "")
                    .Where(c => c.Length > 0)
            )
        );
        return await Client.SendAsync(sent);
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];
}

/// <summary>Addresses made for the test, of every kind of rule there is: pages that come later are held to the same gate.</summary>
internal static class Made
{
    public const string Unlisted = "/made/unlisted";

    public static void Map(WebApplication app)
    {
        Page(app, "/made/everybody", new AccessAttribute(Who.Everybody));
        Page(app, "/made/own", new AccessAttribute(Who.Everybody) { Private = true });
        Page(app, "/made/signed-in", new AccessAttribute(Who.SignedIn));
        Page(app, "/made/signed-in-hidden", new AccessAttribute(Who.SignedIn) { Hidden = true });
        foreach (var role in Roles.All)
            Page(app, $"/made/for/{role.Code()}", new AccessAttribute(Who.Holders, role));
        // With every role, so that what it is held over alone decides.
        foreach (var over in (string[])["urn", "uid", "code", "slug", "diocese"])
        foreach (var hidden in (bool[])[true, false])
            Page(
                app,
                $"/made/{(hidden ? "hidden" : "known")}/{over}/{{{over}}}",
                new AccessAttribute(Who.Holders, [.. Roles.All]) { Over = over, Hidden = hidden }
            );
        Page(
            app,
            "/made/speaks/{urn}",
            new AccessAttribute(Who.Holders, Role.Head, Role.Governor, Role.TrustOfficer)
            {
                Over = "urn",
            }
        );
        app.MapMethods(Unlisted, ["GET", "HEAD", "POST"], () => Results.Text("inside"));
    }

    private static void Page(WebApplication app, string pattern, AccessAttribute access) =>
        app.MapMethods(pattern, ["GET", "HEAD", "POST"], () => Results.Text("inside"))
            .WithMetadata(access);
}
