using Microsoft.AspNetCore.Http;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>The cookie that says which session a browser has, and nothing else.</summary>
internal sealed class Sessions(SiteOptions options, TimeProvider time)
{
    /// <summary>A browser takes a cookie of this name only from this very host, over a safe line.</summary>
    public const string Cookie = "__Host-trellis";

    private static readonly CookieOptions kept = new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
    };

    /// <summary>Whether the browser says it has a session; whether it has one only the store knows.</summary>
    public static bool Said(HttpRequest request) => request.Cookies.ContainsKey(Cookie);

    /// <summary>Which session the browser says it has.</summary>
    public static SessionId? Of(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: 43 } secret
            ? SessionId.Parse(Secrets.Digest(secret))
            : null;

    /// <summary>Signs a person in: a new session, whatever the browser had before.</summary>
    /// <returns>False where the account opens nothing here: one that a demo made.</returns>
    public async Task<bool> Begin(HttpContext http, PersonId person, string how)
    {
        var casework = options.Casework!;
        if (
            !options.Demo && await casework.AccountOf(person, http.RequestAborted) is { Demo: true }
        )
            return false;
        if (Of(http.Request) is { } old && http.Features.Get<Visitor>() is { } was)
            await casework.EndOwnSessions(was.Person.Id, old, stop: http.RequestAborted);
        var secret = Secrets.Draw();
        var now = time.GetUtcNow();
        var device = http.Request.Headers.UserAgent.ToString();
        await casework.BeginSession(
            new Session(
                SessionId.Parse(Secrets.Digest(secret)),
                person,
                how,
                device.Length == 0 ? null
                    : device.Length > 200 ? device[..200]
                    : device,
                now,
                now,
                now + options.Limits.Longest
            ),
            http.RequestAborted
        );
        http.Response.Cookies.Append(Cookie, secret, kept);
        return true;
    }

    /// <summary>Takes the cookie away.</summary>
    public static void Drop(HttpContext http) => http.Response.Cookies.Delete(Cookie, kept);
}
