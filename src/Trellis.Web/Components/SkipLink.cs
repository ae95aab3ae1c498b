using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>The first link on a page, seen when it has the focus: past the header to the content.</summary>
public sealed record SkipLink : Wording
{
    public string? Href { get; init; }

    protected internal override void Write(Markup markup) =>
        markup
            .Open(
                "a",
                Attributes,
                ("href", string.IsNullOrEmpty(Href) ? "#content" : Href),
                ("class", Join("govuk-skip-link", Classes)),
                ("data-module", "govuk-skip-link")
            )
            .Words(Text, Html)
            .Close("a");
}

/// <summary><c>&lt;govuk-skip-link href="#main-content"&gt;Skip to main content&lt;/govuk-skip-link&gt;</c></summary>
[HtmlTargetElement("govuk-skip-link")]
public sealed class SkipLinkTag : ComponentTag
{
    public string? Href { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new SkipLink
        {
            Href = Href,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
