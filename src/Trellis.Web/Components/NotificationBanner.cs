using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>News about the page or what was just done, above its heading.</summary>
public sealed record NotificationBanner : Wording
{
    public string? TitleText { get; init; }

    public IHtmlContent? TitleHtml { get; init; }

    public int? TitleHeadingLevel { get; init; }

    public string? TitleId { get; init; }

    /// <summary>"success" for what was done; else important.</summary>
    public string? Type { get; init; }

    public string? Role { get; init; }

    public bool? DisableAutoFocus { get; init; }

    protected internal override void Write(Markup markup)
    {
        var success = Type == "success";
        var titleId = string.IsNullOrEmpty(TitleId) ? "govuk-notification-banner-title" : TitleId;
        var heading = $"h{TitleHeadingLevel ?? 2}";
        var standing = success ? "Success" : "Important";
        markup
            .Open(
                "div",
                Attributes,
                (
                    "class",
                    Join(
                        "govuk-notification-banner",
                        If(success, "govuk-notification-banner--success"),
                        Classes
                    )
                ),
                (
                    "role",
                    !string.IsNullOrEmpty(Role) ? Role
                    : success ? "alert"
                    : "region"
                ),
                ("aria-labelledby", titleId),
                ("data-module", "govuk-notification-banner"),
                (
                    "data-disable-auto-focus",
                    DisableAutoFocus switch
                    {
                        true => "true",
                        false => "false",
                        _ => null,
                    }
                )
            )
            .Open("div", ("class", "govuk-notification-banner__header"))
            .Open(heading, ("class", "govuk-notification-banner__title"), ("id", titleId))
            .Words(string.IsNullOrEmpty(TitleText) ? standing : TitleText, TitleHtml)
            .Close(heading)
            .Close("div")
            .Open("div", ("class", "govuk-notification-banner__content"));
        if (Html is not null)
            markup.Add(Html);
        else if (!string.IsNullOrEmpty(Text))
            markup.Open("p", ("class", "govuk-notification-banner__heading")).Text(Text).Close("p");
        markup.Close("div").Close("div");
    }
}

/// <summary><c>&lt;govuk-notification-banner title="..."&gt;...&lt;/govuk-notification-banner&gt;</c></summary>
[HtmlTargetElement("govuk-notification-banner")]
public sealed class NotificationBannerTag : ComponentTag
{
    public string? Title { get; set; }

    public string? Type { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new NotificationBanner
        {
            TitleText = Title,
            Type = Type,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
