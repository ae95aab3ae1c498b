using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Trellis.Serving;

/// <summary>303: what is asked for has an address of its own.</summary>
/// <param name="address">A path of this site, never text somebody typed.</param>
public sealed class Elsewhere(string address) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
