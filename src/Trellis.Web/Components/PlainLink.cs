using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Trellis.Components;

/// <summary>A link for where a component takes HTML: in a cell, beside a key.</summary>
public sealed record PlainLink(string Text, string Href) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
        new Markup(writer, encoder)
            .Open("a", ("class", "govuk-link"), ("href", Href))
            .Text(Text)
            .Close("a");
}
