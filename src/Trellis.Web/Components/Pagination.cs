using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>The page before or after.</summary>
public sealed record PageStep
{
    public string? Href { get; init; }

    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public string? LabelText { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>One page by its number, or a gap in the numbers.</summary>
public sealed record PageNumber
{
    public string? Number { get; init; }

    public string? Href { get; init; }

    public bool Current { get; init; }

    public bool Ellipsis { get; init; }

    public string? VisuallyHiddenText { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>The way through a list that does not fit on one page.</summary>
public sealed record Pagination : Component
{
    public IReadOnlyList<PageNumber?>? Items { get; init; }

    public PageStep? Previous { get; init; }

    public PageStep? Next { get; init; }

    public string? LandmarkLabel { get; init; }

    /// <summary>The pages around one page: the first, the last, the neighbours, gaps between.</summary>
    /// <param name="page">The page shown, from 1.</param>
    /// <param name="pages">How many there are; one or none gives nothing to step to.</param>
    /// <param name="address">The address of a page by its number.</param>
    public static Pagination Of(int page, int pages, Func<int, string> address)
    {
        var numbers = new List<PageNumber?>();
        for (var number = 1; number <= pages; number++)
        {
            if (number == 1 || number == pages || Math.Abs(number - page) <= 1)
            {
                numbers.Add(
                    new PageNumber
                    {
                        Number = number.ToString(),
                        Href = address(number),
                        Current = number == page,
                    }
                );
            }
            else if (numbers[^1] is { Ellipsis: false })
            {
                numbers.Add(new PageNumber { Ellipsis = true });
            }
        }

        return new Pagination
        {
            Items = numbers,
            Previous = page > 1 ? new PageStep { Href = address(page - 1) } : null,
            Next = page < pages ? new PageStep { Href = address(page + 1) } : null,
        };
    }

    protected internal override void Write(Markup markup)
    {
        var block = Items is null && (Next is not null || Previous is not null);
        markup.Open(
            "nav",
            Attributes,
            ("class", Join("govuk-pagination", If(block, "govuk-pagination--block"), Classes)),
            ("aria-label", string.IsNullOrEmpty(LandmarkLabel) ? "Pagination" : LandmarkLabel)
        );
        WriteStep(markup, Previous, "prev", "Previous", block);
        if (Items is not null)
        {
            markup.Open("ul", ("class", "govuk-pagination__list"));
            foreach (var item in Items.OfType<PageNumber>())
                WriteNumber(markup, item);
            markup.Close("ul");
        }

        WriteStep(markup, Next, "next", "Next", block);
        markup.Close("nav");
    }

    private static void WriteNumber(Markup markup, PageNumber item)
    {
        markup.Open(
            "li",
            (
                "class",
                Join(
                    "govuk-pagination__item",
                    If(item.Current, "govuk-pagination__item--current"),
                    If(item.Ellipsis, "govuk-pagination__item--ellipsis")
                )
            )
        );
        if (item.Ellipsis)
        {
            markup.Text("\u22ef");
        }
        else
        {
            markup
                .Open(
                    "a",
                    item.Attributes,
                    ("class", "govuk-link govuk-pagination__link"),
                    ("href", item.Href ?? ""),
                    ("aria-label", item.VisuallyHiddenText ?? $"Page {item.Number}"),
                    ("aria-current", item.Current ? "page" : null)
                )
                .Text(item.Number)
                .Close("a");
        }

        markup.Close("li");
    }

    private static void WriteStep(
        Markup markup,
        PageStep? step,
        string way,
        string standing,
        bool block
    )
    {
        if (step is null || string.IsNullOrEmpty(step.Href))
            return;
        var labelled = !string.IsNullOrEmpty(step.LabelText);
        markup
            .Open("div", ("class", $"govuk-pagination__{way}"))
            .Open(
                "a",
                step.Attributes,
                ("class", "govuk-link govuk-pagination__link"),
                ("href", step.Href),
                ("rel", way)
            );
        if (block || way == "prev")
            WriteArrow(markup, way);
        markup.Open(
            "span",
            (
                "class",
                Join(
                    "govuk-pagination__link-title",
                    If(block && !labelled, "govuk-pagination__link-title--decorated")
                )
            )
        );
        if (step.Html is not null || !string.IsNullOrEmpty(step.Text))
            markup.Words(step.Text, step.Html);
        else
            markup
                .Text(standing)
                .Open("span", ("class", "govuk-visually-hidden"))
                .Text(" page")
                .Close("span");
        markup.Close("span");
        if (labelled && block)
        {
            markup
                .Open("span", ("class", "govuk-visually-hidden"))
                .Text(":")
                .Close("span")
                .Open("span", ("class", "govuk-pagination__link-label"))
                .Text(step.LabelText)
                .Close("span");
        }

        if (!block && way == "next")
            WriteArrow(markup, way);
        markup.Close("a").Close("div");
    }

    private static void WriteArrow(Markup markup, string way) =>
        markup
            .Open(
                "svg",
                ("class", $"govuk-pagination__icon govuk-pagination__icon--{way}"),
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("height", "13"),
                ("width", "15"),
                ("aria-hidden", "true"),
                ("focusable", "false"),
                ("viewBox", "0 0 15 13")
            )
            .Open(
                "path",
                (
                    "d",
                    way == "prev"
                        ? "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"
                        : "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"
                )
            )
            .Close("path")
            .Close("svg");
}

/// <summary><c>&lt;govuk-pagination page="2" pages="14" address="n =&gt; ..." /&gt;</c>; nothing when there is one page.</summary>
[HtmlTargetElement("govuk-pagination")]
public sealed class PaginationTag : ComponentTag
{
    public int Page { get; set; } = 1;

    public int Pages { get; set; }

    public Func<int, string> Address { get; set; } = number => $"?page={number}";

    public override Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Pages > 1)
            return base.ProcessAsync(context, output);
        output.SuppressOutput();
        return Task.CompletedTask;
    }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) => Pagination.Of(Page, Pages, Address) with { Classes = Classes, Attributes = attributes };
}
