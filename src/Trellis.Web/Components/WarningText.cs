using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>Something that has consequences.</summary>
public sealed record WarningText : Wording
{
    public string? IconFallbackText { get; init; }

    protected internal override void Write(Markup markup) =>
        markup
            .Open("div", Attributes, ("class", Join("govuk-warning-text", Classes)))
            .Open("span", ("class", "govuk-warning-text__icon"), ("aria-hidden", "true"))
            .Text("!")
            .Close("span")
            .Open("strong", ("class", "govuk-warning-text__text"))
            .Open("span", ("class", "govuk-visually-hidden"))
            .Text(string.IsNullOrEmpty(IconFallbackText) ? "Warning" : IconFallbackText)
            .Close("span")
            .Text(" ")
            .Words(Text, Html)
            .Close("strong")
            .Close("div");
}

/// <summary><c>&lt;govuk-warning-text&gt;...&lt;/govuk-warning-text&gt;</c></summary>
[HtmlTargetElement("govuk-warning-text")]
public sealed class WarningTextTag : ComponentTag
{
    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new WarningText
        {
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
