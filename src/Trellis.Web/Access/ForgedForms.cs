using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Trellis.Serving;

namespace Trellis.Access;

/// <summary>A form without the token it was shown with was sent by somebody else's page, or is too old: it does nothing, and that is noted.</summary>
internal sealed class ForgedForms(SecurityLog log) : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
            return;
        log.Note(context.HttpContext, "forged", "token");
        context.Result = new StatusSentence(
            StatusCodes.Status400BadRequest,
            "form-too-old",
            "This form was shown before you signed in or out, or long ago, so nothing was done. Go back, load the page again and send it again."
        );
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
