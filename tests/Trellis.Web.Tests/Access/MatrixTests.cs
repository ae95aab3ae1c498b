using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Trellis.Access;
using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Tests.Access;

/// <summary>Every route, asked by everybody in every form: what the one attribute says is what happens.</summary>
/// <remarks>
/// What is expected is worked out here anew from the attribute and the person, not with the site's own code: a rule that is
/// read wrongly in one place is read rightly in the other.
/// </remarks>
public sealed partial class MatrixTests(PeopledSite site, ITestOutputHelper output)
    : IClassFixture<PeopledSite>
{
    private const string Html = "";

    /// <summary>The forms of an address; search, export and the program for assistants have tests of their own below.</summary>
    private static readonly string[] Forms = [Html, ".json", ".csv", ".atom"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static AccessAttribute? Rule(RouteEndpoint route) =>
        route.Metadata.GetMetadata<AccessAttribute>();

    private static bool IsPage(RouteEndpoint route) =>
        route.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    private static string Pattern(RouteEndpoint route) =>
        "/" + route.RoutePattern.RawText!.TrimStart('/');

    /// <summary>A style, a picture, or whether the site lives: the same for all, so nobody is asked who they are.</summary>
    private static bool IsNobodys(string address) =>
        address.StartsWith("/assets/", StringComparison.Ordinal)
        || address.StartsWith("/health/", StringComparison.Ordinal);

    // --- who says who may see it ---------------------------------------------------------------------------------------

    private static IEnumerable<string> Unlisted(IEnumerable<RouteEndpoint> routes) =>
        routes.Where(r => Rule(r) is null).Select(Pattern);

    [Fact]
    public void Every_route_says_who_may_see_it() =>
        Assert.DoesNotContain(Unlisted(site.Routes), p => p != Made.Unlisted);

    [Fact]
    public void A_route_that_says_nothing_is_noticed() =>
        Assert.Equal([Made.Unlisted], Unlisted(site.Routes).Distinct());

    [Fact]
    public void A_rule_for_nobody_or_over_nothing_is_no_rule()
    {
        foreach (var route in site.Routes)
        {
            if (Rule(route) is not { } rule)
                continue;
            Assert.Equal(rule.Who == Who.Holders, rule.Roles.Count > 0);
            // What a role has to be held over stands in the address.
            Assert.True(
                rule.Over.Length == 0
                    || route.RoutePattern.Parameters.Any(p => p.Name == rule.Over),
                $"{Pattern(route)} has no {{{rule.Over}}}."
            );
        }
    }

    // --- the second reading of the rule --------------------------------------------------------------------------------

    /// <summary>What parts of an address name, by their names.</summary>
    private sealed record Named(
        Establishment School,
        Scope Trust,
        Scope Area,
        Scope Region,
        Scope Diocese
    )
    {
        /// <summary>The things of which somebody has to hold one for a rule over a part of the address.</summary>
        public Scope[] Holding(string over) =>
            over switch
            {
                "urn" => [Scope.School(School.Urn), .. Around],
                "uid" => [Trust, .. TrustRegions],
                "code" => [Area],
                "slug" or "region" => [Region],
                "diocese" => [Diocese],
                _ => throw new ArgumentException($"The test does not know what '{over}' names."),
            };

        /// <summary>The trust, area, region and diocese that the register says the school is in.</summary>
        public required Scope[] Around { get; init; }

        /// <summary>The regions in which the trust has schools.</summary>
        public required Scope[] TrustRegions { get; init; }
    }

    private Named These(Establishment school) =>
        new(
            school,
            site.ScopeOf(ScopeKind.Trust, school),
            site.ScopeOf(ScopeKind.LocalAuthority, school),
            site.ScopeOf(ScopeKind.Region, school),
            site.ScopeOf(ScopeKind.Diocese, school)
        )
        {
            Around =
            [
                site.ScopeOf(ScopeKind.Trust, school),
                site.ScopeOf(ScopeKind.LocalAuthority, school),
                site.ScopeOf(ScopeKind.Region, school),
                site.ScopeOf(ScopeKind.Diocese, school),
            ],
            TrustRegions =
            [
                .. site
                    .Snapshot.Establishments.Where(e =>
                        site.Snapshot.MembershipsNow(e.Urn)
                            .Any(m => $"{m.Uid}" == site.ScopeOf(ScopeKind.Trust, school).Id)
                    )
                    .Select(e => site.ScopeOf(ScopeKind.Region, e))
                    .Distinct(),
            ],
        };

    /// <summary>Whether the page is for this person at an address that names these things.</summary>
    private static bool IsFor(AccessAttribute rule, Caller caller, Named named) =>
        rule.Who switch
        {
            Who.Everybody => true,
            Who.SignedIn => caller.IsSignedIn,
            _ => caller.IsSignedIn
                && caller.Holds.Any(h =>
                    rule.Roles.Contains(h.Role)
                    && (
                        rule.Over == ""
                        || h.Over == Scope.Everywhere
                        || named.Holding(rule.Over).Contains(h.Over)
                    )
                ),
        };

    /// <summary>What those get whom a page is not for.</summary>
    private static int Refused(AccessAttribute rule, Caller caller, string form, string method) =>
        rule.Hidden ? 404
        : caller.IsSignedIn ? 403
        : form == Html && method != "POST" ? 302
        : 401;

    /// <summary>The status of a cell; several where a page may have this form or not.</summary>
    private int[] Expected(RouteEndpoint route, Caller caller, string form, string method)
    {
        if (Rule(route) is not { } rule)
            return [404];
        if (!IsFor(rule, caller, These(site.School)))
            return [Refused(rule, caller, form, method)];
        var pattern = Pattern(route);
        if (method == "POST")
            // A form without its token; or an address that takes none.
            // Letters are ended by a post without one: a mail program has none, and the link's own secret is no real one here.
            return pattern == "/alert/{id}/leave/{token}" ? [404]
                : IsPage(route) ? [400]
                : pattern == "/p" ? [403]
                : pattern.StartsWith("/made/", StringComparison.Ordinal) ? [200]
                // The page of a study takes every form sent to such an address, and finds no token.
                : pattern.StartsWith("/what-works/", StringComparison.Ordinal) ? [400]
                : [404, 405];
        if (pattern == "/p")
            return [404, 405];
        // A partnership is there for those who speak for one of its members, and for nobody else who has the role.
        if (IsOwnPartnership(pattern))
            return !SpeaksInIt(caller) ? [404]
                : form == Html ? [200]
                : [200, 404];
        if (form != Html && Odd.ContainsKey(pattern))
            return [200, 302, 303, 400, 404];
        if (form != Html)
            return Api.Routes.All.Any(r => r.Path == Plain(route) && form == ".json")
                ? [200]
                : [200, 404];
        return Odd.TryGetValue(pattern, out var said) ? said(caller) : [200];
    }

    private static bool IsOwnPartnership(string address) =>
        address.StartsWith("/my-", StringComparison.Ordinal)
        && address.Contains("/partnership/", StringComparison.Ordinal)
        && !address.Contains("/partnership/new", StringComparison.Ordinal);

    /// <summary>The school, its trust and its authority are members.</summary>
    private bool SpeaksInIt(Caller caller) =>
        caller.Holds.Any(h =>
            h.Role is Role.Head or Role.Governor or Role.TrustOfficer or Role.LocalAuthorityOfficer
            && These(site.School).Holding("urn").Contains(h.Over)
        );

    /// <summary>Pages that answer those they are for with something else than themselves.</summary>
    private static readonly Dictionary<string, Func<Caller, int[]>> Odd = new(
        StringComparer.Ordinal
    )
    {
        ["/id/{**text}"] = _ => [301, 302, 303, 307, 308],
        ["/invitation/{token}"] = _ => [404],
        ["/reset/{token}"] = _ => [404],
        // A case of nobody's: who is in one, and who is not, is asked through the pages of procedures.
        ["/procedure/{id}"] = _ => [404],
        ["/procedure/{id}/{step}"] = _ => [404],
        ["/procedures/{id}"] = _ => [404],
        // A case of brokerage that is not there: whose one is, and whose not, is asked through its own pages.
        ["/case/{reference}"] = _ => [404],
        ["/case/{reference}/match"] = _ => [404],
        ["/my-trust/case/{reference}"] = _ => [404],
        ["/my-trust/case/{reference}/{item}"] = _ => [404],
        ["/case/{reference}/options"] = _ => [404],
        ["/case/{reference}/decision"] = _ => [404],
        ["/case/{reference}/publish"] = _ => [404],
        ["/decision/{reference}"] = _ => [404],
        ["/decision/{reference}/review"] = _ => [404],
        ["/closure/{reference}"] = _ => [404],
        ["/closure/{reference}/{urn}"] = _ => [404],
        ["/ranking/{reference}"] = _ => [404],
        // Nor is there a meeting: its story is told by its own journey.
        ["/meeting/{region}/{date}"] = _ => [404],
        ["/meeting/{region}/{date}/review"] = _ => [404],
        ["/board/{region}/{date}"] = _ => [404],
        ["/board/{region}/{date}/paper/{reference}"] = _ => [404],
        ["/board/{region}/{date}/bundle"] = _ => [404],
        ["/board/{region}/{date}/note"] = _ => [404],
        ["/alert/{id}/confirm/{token}"] = _ => [404],
        ["/alert/{id}/leave/{token}"] = _ => [404],
        ["/sign-in/with/{provider}"] = _ => [404],
        ["/sign-in/with/{provider}/back"] = _ => [400, 404],
        ["/account/link/{provider}"] = _ => [404],
        // Nor a consultation of nobody's: its story is told through its own pages.
        ["/case/{reference}/consultation"] = _ => [404],
        ["/consultation/{id}"] = _ => [404],
        ["/consultation/{id}/reply"] = _ => [404],
        ["/consultation/{id}/confirm/{token}"] = _ => [404],
        ["/my-school/consultation/{id}"] = _ => [404],
        ["/my-trust/consultation/{id}"] = _ => [404],
        ["/my-area/consultation/{id}"] = _ => [404],
        // No quarter is published: its story is told by its own journey.
        ["/consistency/{quarter}"] = _ => [404],
        ["/consistency/{quarter}/answer/{earlier}/{later}"] = _ => [404],
        // The fictional country is too small for an answer that could be run again.
        ["/what-works/{programme}/{study}.zip"] = _ => [404],
        ["/what-works/together/{family}.zip"] = _ => [404],
        // Who speaks for one party is led to its form.
        ["/directory/{id}/ask"] = _ => [200, 303],
        ["/sign-in"] = c => c.IsSignedIn ? [302] : [200],
    };

    // --- addresses -----------------------------------------------------------------------------------------------------

    [GeneratedRegex(@"\^\(?([a-z-]+)", RegexOptions.None, 1000)]
    private static partial Regex FirstChoice { get; }

    private static string Plain(RouteEndpoint route) =>
        "/"
        + string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(s =>
                string.Concat(
                    s.Parts.Select(p =>
                        p switch
                        {
                            RoutePatternLiteralPart literal => literal.Content,
                            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
                            RoutePatternSeparatorPart separator => separator.Content,
                            _ => "",
                        }
                    )
                )
            )
        );

    /// <summary>An address of a route, of things that are there; null where the test does not know what stands in it.</summary>
    private string? Address(RouteEndpoint route, Named? named = null, string? id = null)
    {
        named ??= These(site.School);
        var pattern = Pattern(route);
        var address = new StringBuilder();
        foreach (var segment in route.RoutePattern.PathSegments)
        {
            address.Append('/');
            foreach (var part in segment.Parts)
                switch (part)
                {
                    case RoutePatternLiteralPart literal:
                        address.Append(literal.Content);
                        break;
                    case RoutePatternSeparatorPart separator:
                        address.Append(separator.Content);
                        break;
                    case RoutePatternParameterPart parameter:
                        if (Value(pattern, parameter, named, id) is not { } value)
                            return null;
                        address.Append(value);
                        break;
                }
        }
        return address.Length == 0 ? "/" : address.ToString();
    }

    /// <param name="id">What stands for a person, an entry or a link, where it is not the usual one.</param>
    private string? Value(
        string pattern,
        RoutePatternParameterPart parameter,
        Named named,
        string? id
    ) =>
        parameter.Name switch
        {
            "urn" => $"{named.School.Urn}",
            "other" => $"{site.Elsewhere.Urn}",
            "uid" => named.Trust.Id,
            "code" => named.Area.Id,
            "slug" when pattern.StartsWith("/evidence/", StringComparison.Ordinal) =>
                "federations-better-later",
            "slug" or "region" => named.Region.Id,
            "date" => "2026-12-10",
            "diocese" => named.Diocese.Id,
            "id" when id is null && pattern.Contains("consultation", StringComparison.Ordinal) =>
                "c0000000000",
            "reference" when pattern.EndsWith("/consultation", StringComparison.Ordinal) =>
                "b0000000000",
            "id" or "number" or "token" when id is not null => id,
            "part" or "deed" => parameter.ParameterPolicies is [{ Content: { } choices }, ..]
                ? FirstChoice.Match(choices).Groups[1].Value
                : null,
            "text" => $"{site.School.Urn}",
            "item" => "education",
            "about" => $"school:{named.School.Urn}",
            "reference" or "earlier" or "later" => "b0000000000",
            "quarter" => "2026Q3",
            "family" => "attainment",
            "id" when pattern.StartsWith("/alert/", StringComparison.Ordinal) => "a0000000000",
            "table" => "federation-formation",
            "programme" => "joining-a-trust",
            "study" => "converters-primary-ks2",
            "step" => "consider-report",
            "id" when pattern.StartsWith("/procedure", StringComparison.Ordinal) => "c0000000000",
            "token" => new string('A', 43),
            "provider" => "nowhere",
            "number" => "1",
            "kind" => "regions",
            "name" => "dfe-2026-primary",
            "year" => "2018-2019",
            "version" => "1",
            "file" when pattern.StartsWith("/assets/", StringComparison.Ordinal) => Components
                .Assets.Address("trellis.css")
                .Split('/')[^1],
            "file" => "establishments.csv",
            "id" when pattern.StartsWith("/guide/models/", StringComparison.Ordinal) =>
                "federation",
            "id" when pattern.StartsWith("/directory/", StringComparison.Ordinal) => site.Listing,
            "id" when pattern.EndsWith("/enquiries/{id}", StringComparison.Ordinal) => "ask",
            "id"
                when pattern.EndsWith("/offers/{id}", StringComparison.Ordinal)
                    || pattern.EndsWith("/broker/{id}", StringComparison.Ordinal) => "new",
            "id" when pattern.Contains("/partnership/", StringComparison.Ordinal) =>
                $"{site.Partnership}",
            "id" when pattern.StartsWith("/admin/people/", StringComparison.Ordinal) =>
                $"{site.Called("head of this").Id}",
            "id" when pattern.StartsWith("/data/imports/", StringComparison.Ordinal) =>
                site.Snapshot.Id,
            "id" when pattern.StartsWith("/data/measures/", StringComparison.Ordinal) =>
                "ks4.attainment8",
            "id" when pattern.StartsWith("/family/", StringComparison.Ordinal) => site.Family,
            "id" when pattern.StartsWith("/p/", StringComparison.Ordinal) => site.Kept,
            _ => null,
        };

    private Task<HttpResponseMessage> Send(
        string address,
        string? cookie,
        string method = "GET",
        string accept = "text/html"
    )
    {
        var asked = new HttpRequestMessage(new HttpMethod(method), address);
        asked.Headers.Add("Accept", accept);
        if (cookie is not null)
            asked.Headers.Add("Cookie", cookie);
        if (method == "POST")
            asked.Content = new FormUrlEncodedContent([new("name", "fictional")]);
        return site.Client.SendAsync(asked, Stop);
    }

    // --- the matrix ----------------------------------------------------------------------------------------------------

    private sealed record Cell(
        RouteEndpoint Route,
        string Address,
        Caller Caller,
        string Form,
        string Method
    );

    private static readonly byte[][] Canaries =
    [
        Encoding.UTF8.GetBytes("Quillfeather"),
        Encoding.UTF8.GetBytes("quillfeather"),
        Encoding.UTF8.GetBytes("nougat-4b7"),
        Encoding.UTF8.GetBytes("marzipan-9c1"),
    ];

    /// <summary>Who may read of the head: the name, those who speak or act for the same school, on their own pages; all of it, the head and an administrator; the reason of a suspension, an administrator alone.</summary>
    private bool MayRead(Caller caller, string address, byte[] canary)
    {
        // What members write for each other, their own people read on their own pages; an administrator has no part in it.
        if (canary == Canaries[^2])
            return IsOwnPartnership(address) && SpeaksInIt(caller);
        if (caller.Name == "administrator")
            return true;
        if (canary == Canaries[^1])
            return false;
        if (caller.Name == "head of this")
            return true;
        string own = caller.Holds.Select(h => h.Role).FirstOrDefault() switch
        {
            Role.Head or Role.Governor => "/my-school",
            Role.TrustOfficer => "/my-trust",
            Role.LocalAuthorityOfficer => "/my-area",
            _ => "",
        };
        return canary == Canaries[0]
            && own.Length > 0
            && address.StartsWith(own, StringComparison.Ordinal)
            && caller.Holds.Any(h => These(site.School).Holding("urn").Contains(h.Over));
    }

    [Fact]
    public async Task Every_cell_is_as_the_one_attribute_says()
    {
        var head = (await site.Casework.Head(Stop)).Number;
        var unfilled = site.Routes.Where(r => Address(r) is null).Select(Pattern).ToArray();
        Assert.Empty(unfilled);
        var cells = (
            from route in site.Routes
            from caller in site.Callers
            from form in Forms
            from method in (string[])["GET", "HEAD", "POST"]
            // A form sent to a page that takes none is asked once.
            where method != "POST" || form == Html || site.TakesForms(route)
            select new Cell(route, Address(route)!, caller, form, method)
        ).ToArray();
        var wrong = new ConcurrentQueue<(Cell Cell, string Trouble)>();
        var said = new ConcurrentDictionary<(string, string, string), int>();
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            cells,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop },
            async (cell, _) =>
            {
                foreach (var trouble in await Ask(cell, said))
                    wrong.Enqueue((cell, trouble));
            }
        );
        var passed = Stopwatch.GetElapsedTime(began);
        output.WriteLine(
            $"{cells.Length:N0} cells asserted: {site.Routes.Count} routes x {site.Callers.Count} callers x {Forms.Length} forms x their methods, in {passed.TotalSeconds:N0} s; {wrong.Count:N0} wrong."
        );
        // The same trouble of many callers is told once.
        var told = wrong
            .GroupBy(w => $"{w.Cell.Method} {w.Cell.Address}{w.Cell.Form}: {w.Trouble}")
            .Select(g =>
                $"{g.Key} ({g.Count()}: {string.Join(", ", g.Take(3).Select(w => w.Cell.Caller.Name))})"
            )
            .Order(StringComparer.Ordinal)
            .ToArray();
        foreach (var line in told.Take(60))
            output.WriteLine(line);
        Assert.Empty(told);
        // Reading changes nothing, and neither does a form without its token.
        Assert.Equal(head, (await site.Casework.Head(Stop)).Number);
    }

    private async Task<IReadOnlyList<string>> Ask(
        Cell cell,
        ConcurrentDictionary<(string, string, string), int> said
    )
    {
        var (route, address, caller, form, method) = cell;
        var where = address == "/" && form != Html ? "/home" : address;
        using var answer = await Send(
            where + form,
            caller.Cookie,
            method,
            form == Html ? "text/html" : "*/*"
        );
        var status = (int)answer.StatusCode;
        var body = await answer.Content.ReadAsByteArrayAsync(Stop);
        var trouble = new List<string>();
        var expected = Expected(route, caller, form, method);
        if (!expected.Contains(status))
            trouble.Add($"{status} and not {string.Join(" or ", expected)}");
        var rule = Rule(route);
        var may = rule is not null && IsFor(rule, caller, These(site.School));
        // Whoever it is for gets the same: nothing but the attribute decides, and of a partnership whether they speak in it.
        if (
            may
            && !Odd.ContainsKey(Pattern(route))
            && (!IsOwnPartnership(address) || SpeaksInIt(caller))
        )
        {
            var first = said.GetOrAdd((address, form, method), status);
            if (first != status)
                trouble.Add($"{status}, and {first} for somebody else it is for");
        }
        if (status is 302 && !may && answer.Headers.Location is { } leads)
            if (leads.ToString() != $"/sign-in?return={Uri.EscapeDataString(where)}")
                trouble.Add($"leads to {leads}");
        if (status is 401 && !answer.Headers.Contains("WWW-Authenticate") && form != Html)
            trouble.Add("401 does not say how to sign in");
        // What is somebody's own is kept by nobody and read by no other site.
        var own =
            rule is not null
            && !IsNobodys(address)
            && (
                rule.Private
                || (may && caller.IsSignedIn)
                || (caller.IsSignedIn && !may)
                || rule.Who != Who.Everybody && !rule.Hidden
            );
        if (own && status is not (404 or 405))
        {
            if (answer.Headers.CacheControl is not { NoStore: true })
                trouble.Add($"may be kept: {answer.Headers.CacheControl}");
            if (answer.Headers.ETag is not null)
                trouble.Add("has a tag");
            if (answer.Headers.Contains("Access-Control-Allow-Origin"))
                trouble.Add("is open to other sites");
        }
        foreach (
            var header in (string[])
                [
                    "Content-Security-Policy",
                    "X-Content-Type-Options",
                    "Referrer-Policy",
                    "Cross-Origin-Opener-Policy",
                ]
        )
            if (!answer.Headers.Contains(header))
                trouble.Add($"has no {header}");
        foreach (var canary in Canaries)
        {
            var words = Encoding.UTF8.GetString(canary);
            if (
                (
                    body.AsSpan().IndexOf(canary) >= 0
                    || $"{answer.Headers}".Contains(words, StringComparison.Ordinal)
                ) && !MayRead(caller, address, canary)
            )
                trouble.Add($"tells {words}");
        }
        return trouble;
    }

    [Fact]
    public async Task What_nobody_may_know_of_is_answered_as_what_is_not_there()
    {
        using var nowhere = await Send("/made/nowhere-at-all", null);
        var expected = await nowhere.Content.ReadAsStringAsync(Stop);
        var hidden = site.Routes.Where(r => Rule(r) is { Hidden: true }).ToArray();
        Assert.NotEmpty(hidden);
        foreach (var route in hidden)
        {
            using var answer = await Send(Address(route)!, null);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Stop));
            Assert.Equal(
                nowhere.Headers.Select(h => h.Key).Order(),
                answer.Headers.Select(h => h.Key).Order()
            );
        }
    }

    // --- at the next request -------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_request()
    {
        var head = new Appointment(Role.Head, Scope.School(site.School.Urn));
        var (id, email) = await site.Join("head for a while", head);
        var cookie = await site.SignIn(email);
        var address = $"/made/speaks/{site.School.Urn}";
        using (var before = await Send(address, cookie))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await site.Must(
            new EndAppointment(id, head, site.Now(new Terminal()).Today, null),
            site.Administrator
        );
        using (var after = await Send(address, cookie))
            Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
        // Still signed in, and given back at once.
        using (var own = await Send("/account", cookie))
            Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        await site.Must(
            new AppointPerson(id, head, site.Now(new Terminal()).Today, null, null),
            site.Administrator
        );
        using var again = await Send(address, cookie);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_lent_role_goes_with_the_role_of_whoever_lent_it()
    {
        var head = new Appointment(Role.Head, Scope.School(site.School.Urn));
        var today = site.Now(new Terminal()).Today;
        var (lender, _) = await site.Join("lender for a while", head);
        var (borrower, email) = await site.Join("borrower for a while", head, from: 10);
        await site.Must(
            new DelegateRole(borrower, head.Role, head.Over, today, today.AddDays(5)),
            new Holder(lender, head)
        );
        var cookie = await site.SignIn(email);
        var address = $"/made/speaks/{site.School.Urn}";
        using (var before = await Send(address, cookie))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await site.Must(new SuspendPerson(lender), site.Administrator, "fictional");
        using var after = await Send(address, cookie);
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
    }

    [Fact]
    public async Task A_session_that_was_ended_opens_nothing_at_the_next_request()
    {
        var head = new Appointment(Role.Head, Scope.School(site.School.Urn));
        var (id, email) = await site.Join("signed in for a while", head);
        var (one, other) = (await site.SignIn(email), await site.SignIn(email));
        Assert.NotEqual(one, other);
        await site.Must(new EndSessions(id), site.Administrator);
        foreach (var cookie in (string[])[one, other])
        {
            using var page = await Send("/account", cookie);
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
            using var program = await Send("/account.json", cookie);
            Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_is_suspended_is_out_at_the_next_request_and_cannot_come_back()
    {
        var head = new Appointment(Role.Head, Scope.School(site.School.Urn));
        var (id, email) = await site.Join("suspended in a while", head);
        var cookie = await site.SignIn(email);
        await site.Must(new SuspendPerson(id), site.Administrator, "fictional");
        using var page = await Send($"/made/speaks/{site.School.Urn}", cookie);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => site.SignIn(email));
    }

    /// <summary>Whose kind of role might make a difference to what is found.</summary>
    private static readonly string[] Some =
    [
        "nobody",
        "administrator",
        "head of this",
        "governor of this",
        "trust officer of this",
        "local authority officer of another",
        "researcher of this",
        "suspended",
    ];

    // --- ids of others -------------------------------------------------------------------------------------------------

    [Fact]
    public async Task No_id_of_another_opens_anything_in_five_thousand_tries()
    {
        const int Tries = 5_000;
        var chance = new Random(20261122);
        var guarded = site
            .Routes.Where(r =>
                Rule(r) is { } rule
                && (rule.Who != Who.Everybody || rule.Private)
                && r.RoutePattern.Parameters.Count > 0
                && !Odd.ContainsKey(Pattern(r))
            )
            .ToArray();
        var schools = site.Snapshot.Schools.Select(s => site.Snapshot.Find(s.Urn)!).ToArray();
        var places = schools.Where(s => site.IsWhole(s)).Select(These).ToArray();
        // Ids of every kind, each where it belongs and where it does not.
        var ids = site
            .Callers.Where(c => c.Email.Length > 0)
            .Select(c => $"{c.Id}")
            .Concat(Enumerable.Range(1, 60).Select(n => $"{n}"))
            .Concat(schools.Take(10).Select(s => $"{s.Urn}"))
            .Concat(["me", "0", "-1", "p0000000000000000", new string('0', 64)])
            .ToArray();
        var tries =
            new List<(
                RouteEndpoint Route,
                string Address,
                Caller Caller,
                string Form,
                string Method
            )>();
        while (tries.Count < Tries)
        {
            var route = guarded[chance.Next(guarded.Length)];
            var caller = site.Callers[chance.Next(site.Callers.Count)];
            var named = places[chance.Next(places.Length)];
            if (IsFor(Rule(route)!, caller, named))
                continue;
            tries.Add(
                (
                    route,
                    Address(route, named, ids[chance.Next(ids.Length)])!,
                    caller,
                    Forms[chance.Next(Forms.Length)],
                    chance.Next(4) == 0 && site.TakesForms(route) ? "POST" : "GET"
                )
            );
        }
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            tries,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop },
            async (one, _) =>
            {
                var (route, address, caller, form, method) = one;
                using var answer = await Send(
                    address + form,
                    caller.Cookie,
                    method,
                    form == Html ? "text/html" : "*/*"
                );
                var expected = Refused(Rule(route)!, caller, form, method);
                if ((int)answer.StatusCode != expected)
                    wrong.Enqueue(
                        $"{method} {address}{form} as {caller.Name}: {answer.StatusCode} and not {expected}"
                    );
                var body = await answer.Content.ReadAsByteArrayAsync(Stop);
                if (
                    Canaries.Any(c => body.AsSpan().IndexOf(c) >= 0 && !MayRead(caller, address, c))
                )
                    wrong.Enqueue($"{method} {address}{form} as {caller.Name}: tells a canary");
                if (body.AsSpan().IndexOf("inside"u8) == 0)
                    wrong.Enqueue($"{method} {address}{form} as {caller.Name}: was let in");
            }
        );
        output.WriteLine(
            $"{tries.Count:N0} tries at {guarded.Length} routes with ids of others: {wrong.Count} leaks."
        );
        Assert.Empty(wrong.Order(StringComparer.Ordinal).Take(20));
    }

    [Fact]
    public async Task No_session_of_another_is_ended_or_seen()
    {
        var head = site.Called("head of this");
        var today = site.Now(new Terminal());
        var theirs = await site.Casework.SessionsOf(head.Id, today.At, TimeSpan.FromHours(1), Stop);
        Assert.NotEmpty(theirs);
        foreach (var caller in site.Callers.Where(c => c.IsSignedIn && c.Id != head.Id).Take(8))
        {
            using var page = await Send("/account", caller.Cookie);
            var html = await page.Content.ReadAsStringAsync(Stop);
            Assert.All(theirs, t => Assert.DoesNotContain($"{t.Id}", html));
            using var sent = await site.Submit(
                "/account",
                "/account?handler=End",
                caller.Cookie!,
                new KeyValuePair<string, string>("session", $"{theirs[0].Id}")
            );
            Assert.True((int)sent.StatusCode < 500);
        }
        Assert.Equal(
            theirs.Select(t => t.Id),
            (await site.Casework.SessionsOf(head.Id, today.At, TimeSpan.FromHours(1), Stop)).Select(
                t => t.Id
            )
        );
    }

    // --- cookies, forms and addresses ----------------------------------------------------------------------------------

    [Fact]
    public async Task Cookies_are_for_this_host_over_a_safe_line_and_for_no_script()
    {
        var (_, email) = await site.Join(
            "somebody with cookies",
            new Appointment(Role.Head, Scope.School(site.School.Urn))
        );
        var set = await site.CookiesOf(email);
        Assert.Equal(2, set.Count);
        Assert.All(
            set,
            cookie =>
            {
                Assert.StartsWith("__Host-", cookie);
                Assert.Contains("; secure", cookie);
                Assert.Contains("; httponly", cookie);
                Assert.Contains("; path=/", cookie);
                Assert.Matches("; samesite=(lax|strict)", cookie);
                Assert.DoesNotContain("domain=", cookie);
                Assert.True(cookie.Length < 4096);
            }
        );
    }

    [Fact]
    public async Task Signing_out_clears_what_the_browser_kept()
    {
        var (_, email) = await site.Join(
            "somebody who signs out",
            new Appointment(Role.Head, Scope.School(site.School.Urn))
        );
        var cookie = await site.SignIn(email);
        using var sent = await site.Submit("/sign-out", "/sign-out", cookie);
        Assert.Equal(
            "\"cache\", \"storage\"",
            Assert.Single(sent.Headers.GetValues("Clear-Site-Data"))
        );
        Assert.Contains(
            sent.Headers.GetValues("Set-Cookie"),
            c =>
                c.StartsWith("__Host-trellis=;", StringComparison.Ordinal)
                && c.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal)
        );
        using var after = await Send("/account", cookie);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Who_is_signed_in_can_sign_out_on_every_page()
    {
        var asked = 0;
        foreach (var name in (string[])["administrator", "head of this", "no role yet"])
        foreach (var route in site.Routes.Where(r => IsPage(r) && Pattern(r) != "/sign-out"))
        {
            using var answer = await Send(Address(route)!, site.Called(name).Cookie);
            if (
                answer.StatusCode != HttpStatusCode.OK
                || answer.Content.Headers.ContentType?.MediaType != "text/html"
            )
                continue;
            asked++;
            Assert.True(
                (await answer.Content.ReadAsStringAsync(Stop)).Contains(
                    "action=\"/sign-out\"",
                    StringComparison.Ordinal
                ),
                $"{Address(route)} as {name} has no way to sign out."
            );
        }
        Assert.True(asked > 60);
    }

    [Fact]
    public async Task No_page_sends_what_is_secret_in_its_address()
    {
        var asked = 0;
        foreach (var name in (string[])["nobody", "administrator", "head of this"])
        foreach (var route in site.Routes.Where(IsPage))
        {
            using var answer = await Send(Address(route)!, site.Called(name).Cookie);
            if (answer.StatusCode != HttpStatusCode.OK)
                continue;
            asked++;
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(
                await answer.Content.ReadAsStringAsync(Stop)
            );
            foreach (var form in page.QuerySelectorAll("form:not([method=post])"))
                Assert.Empty(
                    form.QuerySelectorAll(
                        "input[type=password], input[type=email], input[name=form-token], input[name=session], textarea"
                    )
                );
            // Nor does a link carry the session, or anybody's address.
            Assert.DoesNotContain(
                page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!),
                h =>
                    h.Contains("fictional.example", StringComparison.Ordinal)
                        && !h.StartsWith("mailto:", StringComparison.Ordinal)
                    || h.Contains("form-token", StringComparison.Ordinal)
            );
        }
        Assert.True(asked > 60);
    }

    // --- search, export, assistants ------------------------------------------------------------------------------------

    [Theory]
    [InlineData("Zebedee")]
    [InlineData("fictional.example")]
    [InlineData("9c1")]
    public async Task A_search_finds_no_person_whoever_asks(string words)
    {
        foreach (var name in Some)
        foreach (var form in Forms)
        {
            var caller = site.Called(name);
            using var answer = await Send(
                $"/search{form}?q={Uri.EscapeDataString(words)}",
                caller.Cookie
            );
            // The page of somebody signed in may greet them by name; what is found never does.
            AssertTellsNothing(
                await answer.Content.ReadAsByteArrayAsync(Stop),
                form == Html && caller.Name == "head of this"
            );
        }
    }

    private static void AssertTellsNothing(byte[] bytes, bool except)
    {
        if (!except)
            Assert.All(Canaries, c => Assert.True(bytes.AsSpan().IndexOf(c) < 0));
    }

    [Fact]
    public async Task No_download_and_no_feed_has_a_person_in_it_whoever_asks()
    {
        foreach (var caller in Some.Select(site.Called))
        foreach (
            var file in (string[])
                [
                    "/data/files/establishments.csv",
                    "/data/files/trellis.sqlite",
                    "/data.csv",
                    "/openapi/v1.json",
                    "/changes.json",
                    "/status.json",
                ]
        )
        {
            using var answer = await Send(file, caller.Cookie);
            AssertTellsNothing(await answer.Content.ReadAsByteArrayAsync(Stop), except: false);
        }
        // Nor does the file that public pages are read from.
        var record = Directory.GetFiles(site.Store, "public*", SearchOption.AllDirectories);
        Assert.NotEmpty(record);
        foreach (var file in record)
        {
            await using var open = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes, Stop);
            AssertTellsNothing(bytes.ToArray(), except: false);
        }
    }

    private static string Asking(int id, string tool, string name, string number) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{"name":"{{tool}}","arguments":{"{{name}}":"""
        + number
        + "}}}";

    [Fact]
    public async Task An_assistant_only_reads_and_reads_only_what_is_public()
    {
        var bin = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        using var program = Process.Start(
            new ProcessStartInfo(
                Path.Combine(bin.Parent!.Parent!.FullName, "Trellis.Cli", bin.Name, "trellis"),
                ["mcp", "--store", site.Store]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        string[] asked =
        [
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""",
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            """{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}""",
            """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"search","arguments":{"text":"Zebedee","count":10}}}""",
            Asking(4, "school", "urn", $"{site.School.Urn}"),
            Asking(5, "trust", "uid", site.ScopeOf(ScopeKind.Trust, site.School).Id),
            """{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"people","arguments":{}}}""",
        ];
        foreach (var line in asked)
            await program.StandardInput.WriteLineAsync(line);
        program.StandardInput.Close();
        var told = await program.StandardOutput.ReadToEndAsync(Stop);
        await program.WaitForExitAsync(Stop);
        AssertTellsNothing(Encoding.UTF8.GetBytes(told), except: false);
        var answers = told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToDictionary(a => a.GetProperty("id").GetInt32());
        Assert.Equal([1, 2, 3, 4, 5, 6], answers.Keys.Order());
        Assert.All(
            answers[2].GetProperty("result").GetProperty("tools").EnumerateArray(),
            t => Assert.True(t.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean())
        );
    }

    [Fact]
    public async Task A_kept_view_is_never_made_of_what_only_some_may_see()
    {
        // One of each kind of rule: who keeps more than twelve in a minute is told to wait.
        var kinds = site
            .Routes.Where(r => Rule(r) is { Who: not Who.Everybody })
            .OrderByDescending(IsPage)
            .DistinctBy(r => (Rule(r)!.Who, Rule(r)!.Hidden, Rule(r)!.Over.Length > 0))
            .ToArray();
        Assert.InRange(kinds.Length, 4, 8);
        foreach (var route in kinds)
        {
            using var answer = await site.Keep(
                Address(route)!,
                site.Called("administrator").Cookie
            );
            Assert.True(
                answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest,
                $"{Address(route)}: {answer.StatusCode}"
            );
        }
    }
}
