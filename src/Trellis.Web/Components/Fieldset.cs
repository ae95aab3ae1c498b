using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>The words over several controls that answer one question.</summary>
public sealed record Legend : Wording
{
    public bool IsPageHeading { get; init; }

    protected internal override void Write(Markup markup)
    {
        if (string.IsNullOrEmpty(Text) && Html is null)
            return;
        markup.Open("legend", ("class", Join("govuk-fieldset__legend", Classes)));
        if (IsPageHeading)
            markup.Open("h1", ("class", "govuk-fieldset__heading"));
        markup.Words(Text, Html);
        if (IsPageHeading)
            markup.Close("h1");
        markup.Close("legend");
    }
}

/// <summary>Controls that belong together, under one legend.</summary>
public sealed record Fieldset : Component
{
    public Legend? Legend { get; init; }

    public string? Role { get; init; }

    /// <summary>Ids of what describes it, separated by spaces.</summary>
    public string? DescribedBy { get; init; }

    public IHtmlContent? Html { get; init; }

    protected internal override void Write(Markup markup)
    {
        markup.Open(
            "fieldset",
            Attributes,
            ("class", Join("govuk-fieldset", Classes)),
            ("role", string.IsNullOrEmpty(Role) ? null : Role),
            ("aria-describedby", string.IsNullOrEmpty(DescribedBy) ? null : DescribedBy)
        );
        Legend?.Write(markup);
        markup.Add(Html).Close("fieldset");
    }
}

/// <summary><c>&lt;govuk-fieldset legend="..."&gt;controls&lt;/govuk-fieldset&gt;</c></summary>
[HtmlTargetElement("govuk-fieldset")]
public sealed class FieldsetTag : ComponentTag
{
    public string Legend { get; set; } = "";

    public string? LegendClass { get; set; }

    public string? DescribedBy { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Fieldset
        {
            Legend = new Legend { Text = Legend, Classes = LegendClass },
            DescribedBy = DescribedBy,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
