using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>An answer on one line.</summary>
public sealed record Input : FormControl
{
    public string? Type { get; init; }

    public string? Value { get; init; }

    public string? Inputmode { get; init; }

    public string? Autocomplete { get; init; }

    public string? Autocapitalize { get; init; }

    public string? Pattern { get; init; }

    public bool? Spellcheck { get; init; }

    /// <summary>A unit before the box, such as £; not read out, so the label must name it.</summary>
    public Aside? Prefix { get; init; }

    /// <summary>A unit after the box, such as km; not read out, so the label must name it.</summary>
    public Aside? Suffix { get; init; }

    public Surround? InputWrapper { get; init; }

    protected internal override void Write(Markup markup) =>
        WriteGroup(
            markup,
            describedBy =>
            {
                var wrapped =
                    Prefix is { IsEmpty: false }
                    || Suffix is { IsEmpty: false }
                    || FormGroup?.BeforeInput is { IsEmpty: false }
                    || FormGroup?.AfterInput is { IsEmpty: false };
                if (wrapped)
                {
                    markup.Open(
                        "div",
                        InputWrapper?.Attributes,
                        ("class", Join("govuk-input__wrapper", InputWrapper?.Classes))
                    );
                }

                markup.Words(FormGroup?.BeforeInput?.Text, FormGroup?.BeforeInput?.Html);
                Affix(markup, Prefix, "prefix");
                markup.Open(
                    "input",
                    Attributes,
                    (
                        "class",
                        Join(
                            "govuk-input",
                            Classes,
                            If(ErrorMessage is not null, "govuk-input--error")
                        )
                    ),
                    ("id", ControlId),
                    ("name", Name),
                    ("type", string.IsNullOrEmpty(Type) ? "text" : Type),
                    (
                        "spellcheck",
                        Spellcheck switch
                        {
                            true => "true",
                            false => "false",
                            null => null,
                        }
                    ),
                    ("value", Value),
                    ("disabled", Disabled ? "" : null),
                    ("aria-describedby", describedBy),
                    ("autocomplete", Autocomplete),
                    ("autocapitalize", Autocapitalize),
                    ("pattern", Pattern),
                    ("inputmode", Inputmode)
                );
                Affix(markup, Suffix, "suffix");
                markup.Words(FormGroup?.AfterInput?.Text, FormGroup?.AfterInput?.Html);
                if (wrapped)
                    markup.Close("div");
            }
        );

    private static void Affix(Markup markup, Aside? affix, string place)
    {
        if (affix is null or { IsEmpty: true })
            return;
        markup
            .Open(
                "div",
                affix.Attributes,
                ("class", Join($"govuk-input__{place}", affix.Classes)),
                ("aria-hidden", "true")
            )
            .Words(affix.Text, affix.Html)
            .Close("div");
    }
}

/// <summary><c>&lt;govuk-input name="postcode" label="Postcode" hint="..." error="..." value="..." /&gt;</c></summary>
[HtmlTargetElement("govuk-input")]
public sealed class InputTag : ComponentTag
{
    public string? Id { get; set; }

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? LabelClass { get; set; }

    public string? Hint { get; set; }

    /// <summary>What is wrong with the answer; null or empty for nothing.</summary>
    public string? Error { get; set; }

    public string? Value { get; set; }

    public string? Type { get; set; }

    public string? Inputmode { get; set; }

    public string? Autocomplete { get; set; }

    public string? Prefix { get; set; }

    public string? Suffix { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Input
        {
            Id = Id,
            Name = Name,
            Label = new Label { Text = Label, Classes = LabelClass },
            Hint = string.IsNullOrEmpty(Hint) ? null : new Hint { Text = Hint },
            ErrorMessage = string.IsNullOrEmpty(Error) ? null : new ErrorMessage { Text = Error },
            Value = Value,
            Type = Type,
            Inputmode = Inputmode,
            Autocomplete = Autocomplete,
            Prefix = Prefix is null ? null : new Aside { Text = Prefix },
            Suffix = Suffix is null ? null : new Aside { Text = Suffix },
            Classes = Classes,
            Attributes = attributes,
        };
}
