using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>A passage set apart from the text around it.</summary>
public sealed record InsetText : Wording
{
    protected internal override void Write(Markup markup) =>
        markup
            .Open("div", Attributes, ("id", Id), ("class", Join("govuk-inset-text", Classes)))
            .Words(Text, Html)
            .Close("div");
}

/// <summary><c>&lt;govuk-inset-text&gt;...&lt;/govuk-inset-text&gt;</c></summary>
[HtmlTargetElement("govuk-inset-text")]
public sealed class InsetTextTag : ComponentTag
{
    public string? Id { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new InsetText
        {
            Id = Id,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
