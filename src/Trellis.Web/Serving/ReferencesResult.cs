using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.EvidenceLibrary;

namespace Trellis.Serving;

/// <summary>What a page cites, as BibTeX or RIS, as the address ends.</summary>
internal sealed class ReferencesResult(IReadOnlyList<Citation> references, SitePage page)
    : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var isBibTex = page.Form.Ending == ".bib";
        var bytes = Encoding.UTF8.GetBytes(
            isBibTex ? Citation.BibTex(references) : Citation.Ris(references)
        );
        response.ContentType = isBibTex
            ? "application/x-bibtex; charset=utf-8"
            : "application/x-research-info-systems; charset=utf-8";
        response.Headers.ContentDisposition =
            $"attachment; filename=\"{request.Path.Value!.Split('/')[^1]}{page.Form.Ending}\"";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(bytes, context.HttpContext.RequestAborted);
    }
}
