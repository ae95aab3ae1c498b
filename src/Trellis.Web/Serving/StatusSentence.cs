using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Trellis.Components;

namespace Trellis.Serving;

/// <summary>A "no" with a sentence: a page for people, RFC 9457 for programs.</summary>
public sealed class StatusSentence(int status, string code, string sentence) : IActionResult
{
    public int Status => status;

    public string Sentence => sentence;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<AnswerForm>() is { Ending.Length: > 0 } || !WantsHtml(http.Request))
        {
            await WriteProblem(http, status, code, sentence);
            return;
        }
        http.Response.StatusCode = status;
        var country = http.Features.Get<Country>();
        var view = new ViewResult
        {
            ViewName = "/Pages/Shared/Sentence.cshtml",
            StatusCode = status,
            ViewData = new ViewDataDictionary<string>(
                new EmptyModelMetadataProvider(),
                new ModelStateDictionary()
            )
            {
                Model = sentence,
            },
        };
        view.ViewData.Frame(
            new PageFrame
            {
                Title =
                    status == 404 ? "Page not found"
                    : status == 400 ? "We do not understand the question"
                    : status == 403 ? "You cannot do this"
                    : status == 429 ? "Too often"
                    : "Something went wrong",
                Listed = false,
                Edition = country is null
                    ? null
                    : new Edition(
                        country.Snapshot.Id,
                        country.Snapshot.RegisterDate,
                        country.Snapshot.RegisterDate ?? default,
                        country.Snapshot.IsFictional
                    ),
            }
        );
        await view.ExecuteResultAsync(context);
    }

    /// <summary>The same outside a page: for a route that does not exist, or a failure.</summary>
    internal static Task WriteAsync(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        return new StatusSentence(
            status,
            status == 404 ? "not-here"
                : status == 500 ? "failed"
                : status == 403 ? "not-allowed"
                : status == 429 ? "too-often"
                : "refused",
            sentence
        ).ExecuteResultAsync(
            new ActionContext(
                http,
                http.GetRouteData(),
                new Microsoft.AspNetCore.Mvc.Abstractions.ActionDescriptor()
            )
        );
    }

    internal static bool WantsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString() is var accept
        && (
            accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || !accept.Contains("json", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Writes application/problem+json with a stable code for programs and a sentence for people.</summary>
    public static async Task WriteProblem(
        HttpContext http,
        int status,
        string code,
        string sentence
    )
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        await http.Response.WriteAsync(
            JsonSerializer.Serialize(
                new
                {
                    type = $"/problems#{code}",
                    title = ReasonPhrases.GetReasonPhrase(status),
                    status,
                    detail = sentence,
                    instance = $"{http.Request.Path}",
                    errors = new[] { new { message = sentence, code } },
                }
            ),
            http.RequestAborted
        );
    }
}
