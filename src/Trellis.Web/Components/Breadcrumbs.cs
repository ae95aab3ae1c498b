using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>A step on the way to a page; the last has no address.</summary>
public sealed record Crumb
{
    public string? Href { get; init; }

    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>Where a page lies.</summary>
public sealed record Breadcrumbs : Component
{
    public IReadOnlyList<Crumb> Items { get; init; } = [];

    public bool CollapseOnMobile { get; init; }

    public string LabelText { get; init; } = "Breadcrumb";

    protected internal override void Write(Markup markup)
    {
        markup
            .Open(
                "nav",
                Attributes,
                (
                    "class",
                    Join(
                        "govuk-breadcrumbs",
                        Classes,
                        If(CollapseOnMobile, "govuk-breadcrumbs--collapse-on-mobile")
                    )
                ),
                ("aria-label", LabelText)
            )
            .Open("ol", ("class", "govuk-breadcrumbs__list"));
        foreach (var item in Items)
        {
            if (string.IsNullOrEmpty(item.Href))
            {
                markup
                    .Open("li", ("class", "govuk-breadcrumbs__list-item"), ("aria-current", "page"))
                    .Words(item.Text, item.Html);
            }
            else
            {
                markup
                    .Open("li", ("class", "govuk-breadcrumbs__list-item"))
                    .Open(
                        "a",
                        item.Attributes,
                        ("class", "govuk-breadcrumbs__link"),
                        ("href", item.Href)
                    )
                    .Words(item.Text, item.Html)
                    .Close("a");
            }

            markup.Close("li");
        }

        markup.Close("ol").Close("nav");
    }
}

/// <summary><c>&lt;govuk-breadcrumbs items="..." /&gt;</c>; the layout writes it from the page's frame.</summary>
[HtmlTargetElement("govuk-breadcrumbs")]
public sealed class BreadcrumbsTag : ComponentTag
{
    public IReadOnlyList<PageLink> Items { get; set; } = [];

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Breadcrumbs
        {
            Items = [.. Items.Select(i => new Crumb { Text = i.Text, Href = i.Href })],
            Classes = Classes,
            Attributes = attributes,
        };
}
