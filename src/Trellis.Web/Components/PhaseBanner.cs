using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>How far to trust what is shown: a trial, a demo.</summary>
public sealed record PhaseBanner : Wording
{
    public Tag? Tag { get; init; }

    protected internal override void Write(Markup markup)
    {
        markup
            .Open(
                "div",
                Attributes,
                ("class", Join("govuk-phase-banner govuk-width-container", Classes))
            )
            .Open("p", ("class", "govuk-phase-banner__content"));
        var tag = Tag ?? new Tag();
        (tag with { Classes = Join("govuk-phase-banner__content__tag", tag.Classes) }).Write(
            markup
        );
        markup
            .Open("span", ("class", "govuk-phase-banner__text"))
            .Words(Text, Html)
            .Close("span")
            .Close("p")
            .Close("div");
    }
}

/// <summary><c>&lt;govuk-phase-banner tag="Demo"&gt;...&lt;/govuk-phase-banner&gt;</c></summary>
[HtmlTargetElement("govuk-phase-banner")]
public sealed class PhaseBannerTag : ComponentTag
{
    public string Tag { get; set; } = "";

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new PhaseBanner
        {
            Tag = new Tag { Text = Tag },
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
