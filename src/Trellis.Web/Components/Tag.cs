using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>The state a thing is in, in a word or two.</summary>
public sealed record Tag : Wording
{
    protected internal override void Write(Markup markup) =>
        markup
            .Open("strong", Attributes, ("class", Join("govuk-tag", Classes)))
            .Words(Text, Html)
            .Close("strong");
}

/// <summary><c>&lt;govuk-tag class="govuk-tag--grey"&gt;Closed&lt;/govuk-tag&gt;</c></summary>
[HtmlTargetElement("govuk-tag")]
public sealed class TagTag : ComponentTag
{
    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Tag
        {
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
