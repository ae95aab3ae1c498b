using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Trellis.Redactions;

namespace Trellis.Components;

/// <summary>Words as the public reads them, with what stands in the place of hidden ones marked, so that nobody takes it for a word of the text.</summary>
public static class RedactedWords
{
    /// <param name="open">A text built without its hidden words; nothing else is ever given to a page.</param>
    public static IHtmlContent Marked(string? open)
    {
        var html = new HtmlContentBuilder();
        var rest = open ?? "";
        while (First(rest) is { } found)
        {
            var mark = new TagBuilder("mark");
            mark.InnerHtml.Append(found.Marker);
            html.Append(rest[..found.At]).AppendHtml(mark);
            rest = rest[(found.At + found.Marker.Length)..];
        }
        return html.Append(rest);
    }

    /// <summary>The first marker of a text; null where it has none.</summary>
    private static (int At, string Marker)? First(string text)
    {
        (int At, string Marker)? first = null;
        foreach (var code in RedactionCodes.All)
        {
            var at = text.IndexOf(code.Marker(), StringComparison.Ordinal);
            if (at >= 0 && !(first?.At < at))
                first = (at, code.Marker());
        }
        return first;
    }
}
