using Microsoft.AspNetCore.Html;

namespace Trellis.Components;

/// <summary>The header of a service off gov.uk: its own name, no crown.</summary>
/// <remarks>The layout has a header of its own with a search box; this plain one is for pages outside the site.</remarks>
public sealed record GenericHeader : Component
{
    public string? Url { get; init; }

    public string? LogoText { get; init; }

    public IHtmlContent? LogoHtml { get; init; }

    public string? ContainerClasses { get; init; }

    protected internal override void Write(Markup markup) =>
        markup
            .Open("div", Attributes, ("class", Join("govuk-generic-header", Classes)))
            .Open(
                "div",
                (
                    "class",
                    Join(
                        "govuk-generic-header__container",
                        string.IsNullOrEmpty(ContainerClasses)
                            ? "govuk-width-container"
                            : ContainerClasses
                    )
                )
            )
            .Open("div", ("class", "govuk-generic-header__logo"))
            .Open(
                "a",
                ("href", string.IsNullOrEmpty(Url) ? "/" : Url),
                ("class", "govuk-generic-header__homepage-link")
            )
            .Words(LogoText, LogoHtml)
            .Close("a")
            .Close("div")
            .Close("div")
            .Close("div");
}
