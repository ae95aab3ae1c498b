using Microsoft.AspNetCore.Http;

namespace Trellis.Access;

/// <summary>Marks an answer as this visitor's own: nobody keeps it, no other site reads it, and where it was is told to nobody.</summary>
internal sealed class Discretion
{
    private static readonly Discretion kept = new();

    private Discretion() { }

    /// <summary>Whether the answer is the visitor's own.</summary>
    public static bool IsKept(HttpContext http) => http.Features.Get<Discretion>() is not null;

    public static void Keep(HttpContext http)
    {
        if (IsKept(http))
            return;
        http.Features.Set(kept);
        http.Response.OnStarting(() =>
        {
            Write(http.Response.Headers);
            return Task.CompletedTask;
        });
    }

    private static void Write(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.Remove("ETag");
        headers.Remove("Access-Control-Allow-Origin");
        // To other sites nothing; "no-referrer" would make browsers send our own forms as if from nowhere.
        headers["Referrer-Policy"] = "same-origin";
    }
}
