using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Trellis.Serving;

/// <summary>What one of our own pages answered.</summary>
/// <param name="Type">The content type without its parameters.</param>
internal sealed record Answered(int Status, string Type, byte[] Body);

/// <summary>Marks a request whose answer is kept for good: what somebody may take back is not part of it.</summary>
internal sealed record ForGood;

/// <summary>Asks the site for one of its own pages, inside the process: the very answer a visitor would get, of a given snapshot.</summary>
internal sealed class Inside(IServiceScopeFactory scopes)
{
    private RequestDelegate? site;

    /// <summary>Remembers the rest of the pipeline at the place where a request has its snapshot.</summary>
    public RequestDelegate Stand(RequestDelegate next)
    {
        site = next;
        return next;
    }

    /// <param name="path">Decoded, without an ending.</param>
    /// <param name="ending">"", ".csv" or ".json".</param>
    public async Task<Answered> Ask(
        Country country,
        PathString path,
        QueryString query,
        string ending,
        CancellationToken stop
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Method = HttpMethods.Get;
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("inside");
        http.Request.Path = path;
        http.Request.QueryString = query;
        http.Request.Headers.Accept = "text/html";
        http.RequestAborted = stop;
        http.Response.Body = body;
        http.Features.Set(country);
        http.Features.Set(new ForGood());
        if (ending.Length > 0)
            http.Features.Set(new AnswerForm(ending));
        await site!(http);
        await http.Response.CompleteAsync();
        var type = http.Response.ContentType ?? "";
        return new Answered(http.Response.StatusCode, type.Split(';', 2)[0].Trim(), body.ToArray());
    }
}
