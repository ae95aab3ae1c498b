using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Redactions;

namespace Trellis.Components;

/// <summary>Words as the public reads them, with what stands in the place of hidden ones marked, so that nobody takes it for a word of the text.</summary>
public static class RedactedWords
{
    /// <param name="open">A text built without its hidden words; nothing else is ever given to a page.</param>
    public static IHtmlContent Marked(string? open)
    {
        var html = new StringBuilder(HtmlEncoder.Default.Encode(open ?? ""));
        foreach (var code in RedactionCodes.All)
        {
            var marker = HtmlEncoder.Default.Encode(code.Marker());
            html.Replace(marker, $"<mark>{marker}</mark>");
        }
        return new HtmlString(html.ToString());
    }
}
