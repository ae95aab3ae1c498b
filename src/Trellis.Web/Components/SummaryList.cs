using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>What can be done about a row.</summary>
public sealed record RowAction
{
    public string? Href { get; init; }

    /// <summary>The name and value that a button sends with the form around it: then it is no link, and what was typed stands in no address.</summary>
    public (string Name, string Value)? Sends { get; init; }

    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    /// <summary>What it is about, read out after the words: "name" after "Change".</summary>
    public string? VisuallyHiddenText { get; init; }

    public string? Classes { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>The actions of a row or card.</summary>
public sealed record RowActions
{
    public IReadOnlyList<RowAction> Items { get; init; } = [];

    public string? Classes { get; init; }
}

/// <summary>A key or a value.</summary>
public sealed record RowWords
{
    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public string? Classes { get; init; }

    public int? HeadingLevel { get; init; }
}

/// <summary>A fact: what it is about and what it is.</summary>
public sealed record SummaryRow
{
    public RowWords Key { get; init; } = new();

    public RowWords Value { get; init; } = new();

    public RowActions? Actions { get; init; }

    public string? Classes { get; init; }

    /// <summary>A row of plain words.</summary>
    public static SummaryRow Of(string key, string value) =>
        new()
        {
            Key = new RowWords { Text = key },
            Value = new RowWords { Text = value },
        };

    /// <summary>A row of an answer that can be changed: the button leads back to the form with all that was typed.</summary>
    /// <param name="box">The id of the answer's box, where the form then begins.</param>
    public static SummaryRow Answer(string key, string value, string box) =>
        Of(key, value.Length == 0 ? "Not given" : value) with
        {
            Actions = new RowActions
            {
                Items =
                [
                    new RowAction
                    {
                        Text = "Change",
                        VisuallyHiddenText = key.ToLowerInvariant(),
                        Sends = ("step", "form"),
                        Attributes = new Dictionary<string, string?>(StringComparer.Ordinal)
                        {
                            ["formaction"] = $"#{box}",
                        },
                    },
                ],
            },
        };

    /// <summary>A row whose value is HTML, such as a figure with its source.</summary>
    public static SummaryRow Of(string key, IHtmlContent value) =>
        new()
        {
            Key = new RowWords { Text = key },
            Value = new RowWords { Html = value },
        };
}

/// <summary>A frame with a title around a list of facts.</summary>
public sealed record SummaryCard
{
    public RowWords? Title { get; init; }

    public RowActions? Actions { get; init; }

    public string? Classes { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>Facts about one thing.</summary>
public sealed record SummaryList : Component
{
    public IReadOnlyList<SummaryRow?> Rows { get; init; } = [];

    public SummaryCard? Card { get; init; }

    protected internal override void Write(Markup markup)
    {
        if (Card is null)
            WriteList(markup);
        else
            WriteCard(markup, Card);
    }

    private void WriteCard(Markup markup, SummaryCard card)
    {
        markup
            .Open("div", card.Attributes, ("class", Join("govuk-summary-card", card.Classes)))
            .Open("div", ("class", "govuk-summary-card__title-wrapper"));
        if (card.Title is { } title)
        {
            var heading = $"h{title.HeadingLevel ?? 2}";
            markup
                .Open(heading, ("class", Join("govuk-summary-card__title", title.Classes)))
                .Words(title.Text, title.Html)
                .Close(heading);
        }

        WriteActions(
            markup,
            card.Actions,
            card.Title,
            "div",
            "govuk-summary-card__actions",
            "govuk-summary-card__action"
        );
        markup.Close("div").Open("div", ("class", "govuk-summary-card__content"));
        WriteList(markup);
        markup.Close("div").Close("div");
    }

    private void WriteList(Markup markup)
    {
        var anyActions = Rows.Any(r => r?.Actions?.Items.Count > 0);
        markup.Open("dl", Attributes, ("class", Join("govuk-summary-list", Classes)));
        foreach (var row in Rows.OfType<SummaryRow>())
        {
            var none = anyActions && (row.Actions?.Items ?? []).Count == 0;
            markup
                .Open(
                    "div",
                    (
                        "class",
                        Join(
                            "govuk-summary-list__row",
                            If(none, "govuk-summary-list__row--no-actions"),
                            row.Classes
                        )
                    )
                )
                .Open("dt", ("class", Join("govuk-summary-list__key", row.Key.Classes)))
                .Words(row.Key.Text, row.Key.Html)
                .Close("dt")
                .Open("dd", ("class", Join("govuk-summary-list__value", row.Value.Classes)))
                .Words(row.Value.Text, row.Value.Html)
                .Close("dd");
            WriteActions(
                markup,
                row.Actions,
                Card?.Title,
                "dd",
                "govuk-summary-list__actions",
                "govuk-summary-list__actions-list-item"
            );
            markup.Close("div");
        }

        markup.Close("dl");
    }

    private static void WriteActions(
        Markup markup,
        RowActions? actions,
        RowWords? about,
        string element,
        string name,
        string itemName
    )
    {
        if (actions is null || actions.Items.Count == 0)
            return;
        var one = actions.Items.Count == 1;
        // A card's several actions are the list itself; a row's are a list inside its cell.
        var inCell = element == "dd";
        var outer = one || inCell ? element : "ul";
        markup.Open(outer, ("class", Join(name, actions.Classes)));
        if (!one && inCell)
            markup.Open("ul", ("class", "govuk-summary-list__actions-list"));
        foreach (var action in actions.Items)
        {
            if (!one)
                markup.Open("li", ("class", itemName));
            WriteAction(markup, action, about);
            if (!one)
                markup.Close("li");
        }

        if (!one && inCell)
            markup.Close("ul");
        markup.Close(outer);
    }

    private static void WriteAction(Markup markup, RowAction action, RowWords? about)
    {
        var element = action.Sends is null ? "a" : "button";
        if (action.Sends is var (name, value))
            markup.Open(
                element,
                action.Attributes,
                ("class", Join("govuk-link link-button", action.Classes)),
                ("type", "submit"),
                ("name", name),
                ("value", value)
            );
        else
            markup.Open(
                element,
                action.Attributes,
                ("class", Join("govuk-link", action.Classes)),
                ("href", action.Href ?? "")
            );
        markup.Words(action.Text, action.Html);
        if (!string.IsNullOrEmpty(action.VisuallyHiddenText) || about is not null)
        {
            markup.Open("span", ("class", "govuk-visually-hidden"));
            if (!string.IsNullOrEmpty(action.VisuallyHiddenText))
                markup.Text($" {action.VisuallyHiddenText}");
            if (about is not null)
                markup.Text(" (").Words(about.Text, about.Html).Text(")");
            markup.Close("span");
        }

        markup.Close(element);
    }
}

/// <summary><c>&lt;govuk-summary-list rows="..." /&gt;</c></summary>
[HtmlTargetElement("govuk-summary-list")]
public sealed class SummaryListTag : ComponentTag
{
    public IReadOnlyList<SummaryRow?> Rows { get; set; } = [];

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new SummaryList
        {
            Rows = Rows,
            Classes = Classes,
            Attributes = attributes,
        };
}
