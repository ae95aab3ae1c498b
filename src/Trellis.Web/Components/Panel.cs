using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>What can be done from a panel.</summary>
public sealed record PanelAction
{
    public string? Text { get; init; }

    public string? Href { get; init; }

    public string? Type { get; init; }

    public string? Classes { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>The actions of a panel that interrupts.</summary>
public sealed record PanelActions
{
    public IReadOnlyList<PanelAction> Items { get; init; } = [];

    public string? Classes { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>The end of a task: that it is done, in large letters. It is the page's heading.</summary>
public sealed record Panel : Wording
{
    public string? TitleText { get; init; }

    public IHtmlContent? TitleHtml { get; init; }

    public int? HeadingLevel { get; init; }

    public PanelActions? Actions { get; init; }

    protected internal override void Write(Markup markup)
    {
        var interrupts =
            Classes?.Contains("govuk-panel--interruption", StringComparison.Ordinal) == true;
        var heading = $"h{HeadingLevel ?? 1}";
        markup
            .Open(
                "div",
                Attributes,
                (
                    "class",
                    Join("govuk-panel", If(!interrupts, "govuk-panel--confirmation"), Classes)
                )
            )
            .Open(heading, ("class", "govuk-panel__title"))
            .Words(TitleText, TitleHtml)
            .Close(heading);
        if (Html is not null || !string.IsNullOrEmpty(Text))
            markup.Open("div", ("class", "govuk-panel__body")).Words(Text, Html).Close("div");
        if (interrupts && Actions is { } actions)
        {
            markup.Open(
                "div",
                actions.Attributes,
                ("class", Join("govuk-panel__actions", actions.Classes))
            );
            if (actions.Items.Count > 0)
                markup.Open("div", ("class", "govuk-button-group"));
            foreach (var action in actions.Items)
                WriteAction(markup, action);
            if (actions.Items.Count > 0)
                markup.Close("div");
            markup.Close("div");
        }
        markup.Close("div");
    }

    private static void WriteAction(Markup markup, PanelAction action)
    {
        if (string.IsNullOrEmpty(action.Href) || action.Type == "button")
            new Button
            {
                Text = action.Text,
                Type = string.IsNullOrEmpty(action.Type) ? "button" : action.Type,
                Classes = Join("govuk-button--inverse", action.Classes),
                Href = action.Href,
                Attributes = action.Attributes,
            }.Write(markup);
        else
            markup
                .Open(
                    "a",
                    action.Attributes,
                    ("class", Join("govuk-link govuk-link--inverse", action.Classes)),
                    ("href", action.Href)
                )
                .Text(action.Text)
                .Close("a");
    }
}

/// <summary><c>&lt;govuk-panel title="Invitation sent"&gt;...&lt;/govuk-panel&gt;</c></summary>
[HtmlTargetElement("govuk-panel")]
public sealed class PanelTag : ComponentTag
{
    public string Title { get; set; } = "";

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Panel
        {
            TitleText = Title,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
