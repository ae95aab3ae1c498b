using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>A link to the page before, on pages that are steps.</summary>
public sealed record BackLink : Wording
{
    public string? Href { get; init; }

    protected internal override void Write(Markup markup) =>
        markup
            .Open(
                "a",
                Attributes,
                ("href", string.IsNullOrEmpty(Href) ? "#" : Href),
                ("class", Join("govuk-back-link", Classes))
            )
            .Words(string.IsNullOrEmpty(Text) ? "Back" : Text, Html)
            .Close("a");
}

/// <summary><c>&lt;govuk-back-link href="..."&gt;Back to the list&lt;/govuk-back-link&gt;</c></summary>
[HtmlTargetElement("govuk-back-link")]
public sealed class BackLinkTag : ComponentTag
{
    public string? Href { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new BackLink
        {
            Href = Href,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
