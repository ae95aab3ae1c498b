using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Stands before every page: finds who asks, and answers those who may not. A page that says nothing about who may see it is shown to nobody.</summary>
internal sealed class Gate(
    SiteOptions options,
    Opening opening,
    SecurityLog log,
    TimeProvider time,
    LondonDay day
)
{
    // Less often than this it is not noted that a session is in use: a page view is no write.
    private static readonly TimeSpan noted = TimeSpan.FromMinutes(1);

    // A page for everybody waits no longer than this to know who asks.
    private static readonly TimeSpan patient = TimeSpan.FromSeconds(1);

    public async Task Ask(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        if (endpoint.Metadata.GetMetadata<AccessAttribute>() is not { } access)
        {
            log.Note(http, "denied", "nobody-named");
            await NotHere(http);
            return;
        }
        if (access.Private)
            Discretion.Keep(http);
        if (IsForged(http.Request))
        {
            log.Note(http, "forged", "other-site");
            await StatusSentence.WriteAsync(
                http,
                StatusCodes.Status403Forbidden,
                "This form was sent from another site, so nothing was done."
            );
            return;
        }
        if (access.Who == Who.Everybody)
        {
            // A style or a picture is nobody's: it stays in the browser's own store, whoever is signed in.
            if (http.Features.Get<Country>() is not null)
                await Remember(http);
            await next(http);
            return;
        }
        SignedIn? known;
        try
        {
            known = await Known(http, http.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            Discretion.Keep(http);
            throw;
        }
        if (known is null)
        {
            await AskToSignIn(http, access);
            return;
        }
        var held =
            access.Who == Who.SignedIn
                ? null
                : known.Roles.FirstOrDefault(r =>
                    access.Roles.Contains(r.Role) && Covers(http, access, r)
                );
        Admit(http, known, held);
        if (access.Who == Who.Holders && held is null)
        {
            log.Note(http, "denied", access.Hidden ? "hidden" : "not-theirs");
            await (
                access.Hidden
                    ? NotHere(http)
                    : StatusSentence.WriteAsync(
                        http,
                        StatusCodes.Status403Forbidden,
                        $"This page is for {Named(access)}. You are signed in, but without that role."
                    )
            );
            return;
        }
        await next(http);
    }

    private static Task NotHere(HttpContext http) =>
        StatusSentence.WriteAsync(
            http,
            StatusCodes.Status404NotFound,
            "There is no page at this address."
        );

    private static string Named(AccessAttribute access) =>
        access.Roles.Count == 1
            ? $"people with the role {access.Roles[0].InWords()}"
            : $"people with one of the roles {string.Join(", ", access.Roles.Select(r => r.InWords()))}";

    /// <summary>Who is signed in; null where nobody is. The store is asked only where the browser says it has a session.</summary>
    private async Task<SignedIn?> Known(HttpContext http, CancellationToken stop)
    {
        if (options.Casework is not { } casework || Sessions.Of(http.Request) is not { } session)
            return null;
        if (!opening.IsOpen)
            throw new StoreUnavailableException(opening.Trouble);
        var now = time.GetUtcNow();
        var known = await casework.SignedInAs(session, now, day.Today, options.Limits.Idle, stop);
        // An account that a demo made opens nothing elsewhere.
        if (known is null || (known.Demo && !options.Demo))
            return null;
        if (now - known.Session.SeenAt >= noted)
            await casework.SeeSession(session, now, stop);
        return known;
    }

    /// <summary>On pages for everybody: who asks, if that can be known now. Where the store is stopped, readers read on as anybody.</summary>
    private async Task Remember(HttpContext http)
    {
        if (!Sessions.Said(http.Request))
            return;
        try
        {
            // A database that hangs says nothing, not even that it is gone, and does not hear that nobody waits any more.
            if (
                await Known(http, http.RequestAborted).WaitAsync(patient, http.RequestAborted) is
                { } known
            )
                Admit(http, known, null);
        }
        catch (Exception down)
            when (down is StoreUnavailableException or StoreDamagedException or TimeoutException)
        {
            // The page needs nothing of it.
        }
    }

    private static void Admit(HttpContext http, SignedIn known, Appointment? held)
    {
        http.Features.Set(
            new Visitor(known.Person, known.Session.Id.ToString(), known.Roles, held)
        );
        // A form's token holds only for whom it was shown to.
        http.User = new ClaimsPrincipal(
            new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, known.Person.Key)],
                known.Session.How
            )
        );
        Discretion.Keep(http);
    }

    private static bool Covers(HttpContext http, AccessAttribute access, Appointment held) =>
        access.Over.Length == 0
        || Covering.Holds(
            held,
            access.Over,
            http.Request.RouteValues[access.Over] as string ?? "",
            http.Features.Get<Country>()?.Snapshot
        );

    private async Task AskToSignIn(HttpContext http, AccessAttribute access)
    {
        if (access.Hidden)
        {
            log.Note(http, "denied", "hidden");
            await NotHere(http);
            return;
        }
        Discretion.Keep(http);
        var form = http.Features.Get<AnswerForm>();
        var isPage = form is null or { Ending.Length: 0 } && StatusSentence.WantsHtml(http.Request);
        if (
            isPage
            && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        )
        {
            var here = $"{http.Request.Path.ToUriComponent()}{http.Request.QueryString}";
            http.Response.Redirect($"/sign-in?return={Uri.EscapeDataString(here)}");
            return;
        }
        log.Note(http, "denied", "not-signed-in");
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (isPage)
        {
            await Unsent.Write(
                http,
                StatusCodes.Status401Unauthorized,
                "You are signed out",
                "Nothing was saved. Open a new tab, sign in there, come back and send this again."
            );
            return;
        }
        http.Response.Headers.WWWAuthenticate = "Session";
        await StatusSentence.WriteProblem(
            http,
            StatusCodes.Status401Unauthorized,
            "not-signed-in",
            "Sign in to ask this."
        );
    }

    /// <summary>Whether a browser says that another site made it send this. The token in the form is the second lock.</summary>
    private static bool IsForged(HttpRequest request)
    {
        if (
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
        )
            return false;
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            if (site is not ("same-origin" or "none"))
                return true;
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(
                    from.Authority,
                    request.Host.Value,
                    StringComparison.OrdinalIgnoreCase
                )
            );
    }
}
