using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>A section of the service.</summary>
public sealed record NavigationItem
{
    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public string? Href { get; init; }

    /// <summary>Whether the page is this one.</summary>
    public bool Current { get; init; }

    /// <summary>Whether the page lies in it.</summary>
    public bool Active { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>The sections of the service, under its header. There is no menu button: the few words wrap.</summary>
public sealed record ServiceNavigation : Component
{
    public string? ServiceName { get; init; }

    public string? ServiceUrl { get; init; }

    public IReadOnlyList<NavigationItem?>? Navigation { get; init; }

    public string? NavigationLabel { get; init; }

    public string? NavigationId { get; init; }

    public string? NavigationClasses { get; init; }

    public string? AriaLabel { get; init; }

    public string? MenuButtonText { get; init; }

    public string? MenuButtonLabel { get; init; }

    /// <summary>Whether there is a button that a script may use to fold the list; null for when there are several.</summary>
    public bool? CollapseNavigationOnMobile { get; init; }

    protected internal override void Write(Markup markup)
    {
        var items = (Navigation ?? []).OfType<NavigationItem>().ToList();
        var named = !string.IsNullOrEmpty(ServiceName);
        var outer = named ? "section" : "div";
        var menu = string.IsNullOrEmpty(MenuButtonText) ? "Menu" : MenuButtonText;
        var id = string.IsNullOrEmpty(NavigationId) ? "navigation" : NavigationId;
        markup
            .Open(
                outer,
                Attributes,
                ("aria-label", named ? AriaLabel ?? "Service information" : null),
                ("class", Join("govuk-service-navigation", Classes)),
                ("data-module", "govuk-service-navigation")
            )
            .Open("div", ("class", "govuk-width-container"))
            .Open("div", ("class", "govuk-service-navigation__container"));
        if (named)
        {
            markup.Open("span", ("class", "govuk-service-navigation__service-name"));
            if (string.IsNullOrEmpty(ServiceUrl))
                markup
                    .Open("span", ("class", "govuk-service-navigation__text"))
                    .Text(ServiceName)
                    .Close("span");
            else
            {
                markup
                    .Open("a", ("href", ServiceUrl), ("class", "govuk-service-navigation__link"))
                    .Text(ServiceName)
                    .Close("a");
            }

            markup.Close("span");
        }

        if (items.Count > 0)
        {
            markup.Open(
                "nav",
                ("aria-label", string.IsNullOrEmpty(NavigationLabel) ? menu : NavigationLabel),
                ("class", Join("govuk-service-navigation__wrapper", NavigationClasses))
            );
            if (CollapseNavigationOnMobile ?? items.Count > 1)
            {
                markup
                    .Open(
                        "button",
                        ("type", "button"),
                        (
                            "class",
                            "govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
                        ),
                        ("aria-controls", id),
                        (
                            "aria-label",
                            string.IsNullOrEmpty(MenuButtonLabel) || MenuButtonLabel == menu
                                ? null
                                : MenuButtonLabel
                        ),
                        ("hidden", ""),
                        ("aria-hidden", "true")
                    )
                    .Text(menu)
                    .Close("button");
            }

            markup.Open("ul", ("class", "govuk-service-navigation__list"), ("id", id));
            foreach (var item in items)
                WriteItem(markup, item);
            markup.Close("ul").Close("nav");
        }

        markup.Close("div").Close("div").Close(outer);
    }

    private static void WriteItem(Markup markup, NavigationItem item)
    {
        var here = item.Current || item.Active;
        markup.Open(
            "li",
            (
                "class",
                Join(
                    "govuk-service-navigation__item",
                    If(here, "govuk-service-navigation__item--active")
                )
            )
        );
        var current = here ? (item.Current ? "page" : "true") : null;
        var linked = !string.IsNullOrEmpty(item.Href);
        var worded = !string.IsNullOrEmpty(item.Text) || item.Html is not null;
        if (linked || worded)
        {
            markup.Open(
                linked ? "a" : "span",
                linked ? item.Attributes : null,
                (
                    "class",
                    linked ? "govuk-service-navigation__link" : "govuk-service-navigation__text"
                ),
                ("href", linked ? item.Href : null),
                ("aria-current", current)
            );
            // Somebody who overrides styles still sees where they are.
            if (here)
                markup.Open("strong", ("class", "govuk-service-navigation__active-fallback"));
            markup.Words(item.Text, item.Html);
            if (here)
                markup.Close("strong");
            markup.Close(linked ? "a" : "span");
        }

        markup.Close("li");
    }
}

/// <summary><c>&lt;govuk-service-navigation sections="..." here="find" /&gt;</c></summary>
[HtmlTargetElement("govuk-service-navigation")]
public sealed class ServiceNavigationTag : ComponentTag
{
    public IReadOnlyList<SiteSection> Sections { get; set; } = [];

    /// <summary>The key of the section the page stands in.</summary>
    public string? Here { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new ServiceNavigation
        {
            Navigation =
            [
                .. Sections.Select(s => new NavigationItem
                {
                    Text = s.Text,
                    Href = s.Href,
                    Active = s.Key == Here,
                }),
            ],
            NavigationLabel = "Sections",
            CollapseNavigationOnMobile = false,
            Classes = Classes,
            Attributes = attributes,
        };
}
