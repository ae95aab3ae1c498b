using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>One thing that is wrong, with the address of the answer it is about.</summary>
public sealed record ErrorItem
{
    public string? Href { get; init; }

    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>All that is wrong on a page, at its top; the script gives it the focus.</summary>
public sealed record ErrorSummary : Component
{
    public string TitleText { get; init; } = "There is a problem";

    public IHtmlContent? TitleHtml { get; init; }

    public string? DescriptionText { get; init; }

    public IHtmlContent? DescriptionHtml { get; init; }

    public IReadOnlyList<ErrorItem> ErrorList { get; init; } = [];

    public bool? DisableAutoFocus { get; init; }

    protected internal override void Write(Markup markup)
    {
        markup
            .Open(
                "div",
                Attributes,
                ("class", Join("govuk-error-summary", Classes)),
                (
                    "data-disable-auto-focus",
                    DisableAutoFocus switch
                    {
                        true => "true",
                        false => "false",
                        _ => null,
                    }
                ),
                ("data-module", "govuk-error-summary")
            )
            .Open("div", ("role", "alert"))
            .Open("h2", ("class", "govuk-error-summary__title"))
            .Words(TitleText, TitleHtml)
            .Close("h2")
            .Open("div", ("class", "govuk-error-summary__body"));
        if (!string.IsNullOrEmpty(DescriptionText) || DescriptionHtml is not null)
            markup.Open("p").Words(DescriptionText, DescriptionHtml).Close("p");
        if (ErrorList.Count > 0)
        {
            markup.Open("ul", ("class", "govuk-list govuk-error-summary__list"));
            foreach (var item in ErrorList)
            {
                markup.Open("li");
                if (string.IsNullOrEmpty(item.Href))
                    markup.Words(item.Text, item.Html);
                else
                    markup
                        .Open("a", item.Attributes, ("href", item.Href))
                        .Words(item.Text, item.Html)
                        .Close("a");
                markup.Close("li");
            }

            markup.Close("ul");
        }

        markup.Close("div").Close("div").Close("div");
    }
}

/// <summary><c>&lt;govuk-error-summary errors="..." /&gt;</c>; writes nothing when nothing is wrong.</summary>
[HtmlTargetElement("govuk-error-summary")]
public sealed class ErrorSummaryTag : ComponentTag
{
    public IReadOnlyList<PageLink> Errors { get; set; } = [];

    public override Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Errors.Count > 0)
            return base.ProcessAsync(context, output);
        output.SuppressOutput();
        return Task.CompletedTask;
    }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new ErrorSummary
        {
            ErrorList = [.. Errors.Select(e => new ErrorItem { Text = e.Text, Href = e.Href })],
            DescriptionHtml = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
