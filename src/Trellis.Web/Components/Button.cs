using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>Does something; with an address it is a link that looks like a button.</summary>
public sealed record Button : Wording
{
    public string? Href { get; init; }

    public string? Type { get; init; }

    public string? Name { get; init; }

    public string? Value { get; init; }

    public bool Disabled { get; init; }

    public bool IsStartButton { get; init; }

    public bool? PreventDoubleClick { get; init; }

    protected internal override void Write(Markup markup)
    {
        var classes = Join("govuk-button", Classes, If(IsStartButton, "govuk-button--start"));
        var isLink = !string.IsNullOrEmpty(Href);
        if (isLink)
        {
            markup.Open(
                "a",
                Attributes,
                ("href", Href),
                ("role", "button"),
                ("draggable", "false"),
                ("class", classes),
                ("data-module", "govuk-button"),
                ("id", Id)
            );
        }
        else
        {
            markup.Open(
                "button",
                Attributes,
                ("type", string.IsNullOrEmpty(Type) ? "submit" : Type),
                ("value", string.IsNullOrEmpty(Value) ? null : Value),
                ("name", string.IsNullOrEmpty(Name) ? null : Name),
                ("disabled", Disabled ? "" : null),
                ("aria-disabled", Disabled ? "true" : null),
                (
                    "data-prevent-double-click",
                    PreventDoubleClick switch
                    {
                        true => "true",
                        false => "false",
                        _ => null,
                    }
                ),
                ("class", classes),
                ("data-module", "govuk-button"),
                ("id", Id)
            );
        }

        // A start button is a flex row, which swallows the blanks between elements in its words.
        var wrapped = Html is not null && IsStartButton;
        if (wrapped)
            markup.Open("span");
        markup.Words(Text, Html);
        if (wrapped)
            markup.Close("span");
        if (IsStartButton)
        {
            markup
                .Open(
                    "svg",
                    ("class", "govuk-button__start-icon"),
                    ("xmlns", "http://www.w3.org/2000/svg"),
                    ("width", "17.5"),
                    ("height", "19"),
                    ("viewBox", "0 0 33 40"),
                    ("aria-hidden", "true"),
                    ("focusable", "false")
                )
                .Open("path", ("fill", "currentColor"), ("d", "M0 0h13l20 20-20 20H0l20-20z"))
                .Close("path")
                .Close("svg");
        }

        markup.Close(isLink ? "a" : "button");
    }
}

/// <summary><c>&lt;govuk-button&gt;Compare&lt;/govuk-button&gt;</c>, or with <c>href</c> for a link.</summary>
[HtmlTargetElement("govuk-button")]
public sealed class ButtonTag : ComponentTag
{
    public string? Id { get; set; }

    public string? Href { get; set; }

    public string? Type { get; set; }

    public string? Name { get; set; }

    public string? Value { get; set; }

    public bool Disabled { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Button
        {
            Id = Id,
            Href = Href,
            Type = Type,
            Name = Name,
            Value = Value,
            Disabled = Disabled,
            Html = content,
            Classes = Classes,
            Attributes = attributes,
        };
}
