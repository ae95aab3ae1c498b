using Microsoft.AspNetCore.Http;

namespace Trellis.Serving;

/// <summary>The form in which a page is asked for, by the ending of its address: "/school/100049.json".</summary>
/// <param name="Ending">"", ".csv", ".json", ".csv-metadata.json", ".atom", or ".bib" and ".ris" for references.</param>
public sealed record AnswerForm(string Ending)
{
    public static readonly AnswerForm Page = new("");

    private static readonly string[] Endings =
    [
        ".csv-metadata.json",
        ".csv",
        ".json",
        ".atom",
        ".bib",
        ".ris",
    ];

    /// <summary>Takes the ending off the path, so that one route answers all forms, and remembers it.</summary>
    internal static void Take(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (
            path.StartsWith("/assets/", StringComparison.Ordinal)
            || path.StartsWith("/openapi/", StringComparison.Ordinal)
            || path.StartsWith("/data/files/", StringComparison.Ordinal)
            || path.StartsWith("/data/outlines/", StringComparison.Ordinal)
        )
            return;
        foreach (var ending in Endings)
            if (path.Length > ending.Length + 1 && path.EndsWith(ending, StringComparison.Ordinal))
            {
                context.Features.Set(new AnswerForm(ending));
                // Made of the decoded text as it is: assigning a bare string would decode it a second time.
                context.Request.Path = new PathString(
                    path[..^ending.Length] is "/home" ? "/" : path[..^ending.Length]
                );
                return;
            }
    }
}
