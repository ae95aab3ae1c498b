using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>More for those who want it, closed at first.</summary>
public sealed record Details : Wording
{
    public string? SummaryText { get; init; }

    public IHtmlContent? SummaryHtml { get; init; }

    public bool Open { get; init; }

    protected internal override void Write(Markup markup) =>
        markup
            .Open(
                "details",
                Attributes,
                ("id", Id),
                ("class", Join("govuk-details", Classes)),
                ("open", Open ? "" : null)
            )
            .Open("summary", ("class", "govuk-details__summary"))
            .Open("span", ("class", "govuk-details__summary-text"))
            .Words(SummaryText, SummaryHtml)
            .Close("span")
            .Close("summary")
            .Open("div", ("class", "govuk-details__text"))
            .Words(Text, Html)
            .Close("div")
            .Close("details");
}

/// <summary><c>&lt;govuk-details summary="How this is worked out"&gt;...&lt;/govuk-details&gt;</c></summary>
[HtmlTargetElement("govuk-details")]
public sealed class DetailsTag : ComponentTag
{
    public string? Id { get; set; }

    public string Summary { get; set; } = "";

    public bool Open { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Details
        {
            Id = Id,
            SummaryText = Summary,
            Open = Open,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
