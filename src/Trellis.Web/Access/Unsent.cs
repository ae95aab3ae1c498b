using System.Net;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>A form that could not be taken now, given back whole: what was typed stands in the page, and one button sends it again.</summary>
/// <remarks>Written without the site's layout, which may itself need what is not there. Sending again is safe: the form's own key makes two posts one act.</remarks>
internal static class Unsent
{
    // What must not stand in a page in plain letters.
    private static readonly string[] secret = ["password", "new-password", "secret"];

    /// <summary>Answers a failure of the store; any other failure is left to the caller.</summary>
    /// <returns>Whether it was one.</returns>
    public static async Task<bool> Answer(HttpContext http)
    {
        if (http.Features.Get<IExceptionHandlerFeature>()?.Error is not { } wrong)
            return false;
        if (IsLater(wrong))
            await Later(http);
        else if (Within<StoreDamagedException>(wrong))
            await Write(
                http,
                StatusCodes.Status503ServiceUnavailable,
                "What people record is damaged",
                "The store of what people record is damaged, and nothing is written to it. Published pages go on. Tell the administrator."
            );
        else
            return false;
        return true;
    }

    /// <summary>Whether it says that the store cannot be reached just now.</summary>
    public static bool IsLater(Exception wrong) => Within<StoreUnavailableException>(wrong);

    private static bool Within<T>(Exception wrong)
        where T : Exception => wrong is T || wrong.InnerException is { } inner && Within<T>(inner);

    private static Task Later(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "10";
        return Write(
            http,
            StatusCodes.Status503ServiceUnavailable,
            "Not saved yet",
            HttpMethods.IsPost(http.Request.Method)
                ? "The store cannot be reached just now, so nothing was saved. Wait a little and send it again."
                : "The store cannot be reached just now. Published pages go on; try this one again in a little while."
        );
    }

    /// <summary>Writes the page, or RFC 9457 for programs.</summary>
    public static async Task Write(HttpContext http, int status, string title, string sentence)
    {
        Discretion.Keep(http);
        var request = http.Request;
        if (
            !StatusSentence.WantsHtml(request)
            || http.Features.Get<AnswerForm>() is { Ending.Length: > 0 }
        )
        {
            await StatusSentence.WriteProblem(http, status, "store-unavailable", sentence);
            return;
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var page = new StringBuilder();
        page.Append(
            $"""
            <!DOCTYPE html>
            <html lang="en-GB" class="govuk-template">
            <head>
                <meta charset="utf-8">
                <title>{title} - Trellis</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <link rel="stylesheet" href="{Assets.Address("trellis.css")}">
            </head>
            <body class="govuk-template__body">
            <div class="trellis-paper"><div class="govuk-width-container">
            <main class="govuk-main-wrapper" id="main-content">
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">{sentence}</p>
            """
        );
        if (HttpMethods.IsPost(request.Method) && await Form(http) is { Count: > 0 } form)
            Fields(page, request, form);
        page.Append("</main></div></div></body></html>");
        await http.Response.WriteAsync(page.ToString(), http.RequestAborted);
    }

    private static void Fields(StringBuilder page, HttpRequest request, IFormCollection form)
    {
        var address = WebUtility.HtmlEncode(
            $"{request.Path.ToUriComponent()}{request.QueryString}"
        );
        page.Append($"<form method=\"post\" action=\"{address}\">");
        var number = 0;
        foreach (var (name, values) in form)
        foreach (var value in values)
        {
            var (safeName, safe) = (
                WebUtility.HtmlEncode(name),
                WebUtility.HtmlEncode(value ?? "")
            );
            var hidden =
                name == "form-token" || name.StartsWith('_') || name is "once" or "version";
            if (secret.Contains(name))
                page.Append(
                    $"<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"f{++number}\">{safeName}</label><input class=\"govuk-input\" id=\"f{number}\" name=\"{safeName}\" type=\"password\"></div>"
                );
            else if (hidden)
                page.Append($"<input type=\"hidden\" name=\"{safeName}\" value=\"{safe}\">");
            else
                page.Append(
                    $"<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"f{++number}\">{safeName}</label><textarea class=\"govuk-textarea\" id=\"f{number}\" name=\"{safeName}\" rows=\"{(safe.Length > 80 ? 6 : 1)}\">\n{safe}</textarea></div>"
                );
        }
        page.Append("<button class=\"govuk-button\" type=\"submit\">Send it again</button></form>");
    }

    private static async Task<IFormCollection?> Form(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType
                ? await http.Request.ReadFormAsync(http.RequestAborted)
                : null;
        }
        catch (Exception unreadable)
            when (unreadable is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
