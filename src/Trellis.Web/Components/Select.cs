using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>One of the answers of a select box.</summary>
public sealed record SelectItem
{
    public string? Value { get; init; }

    public string? Text { get; init; }

    /// <summary>Whether it is the answer; null leaves it to the box's value.</summary>
    public bool? Selected { get; init; }

    public bool Disabled { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>One answer out of many, in a closed list.</summary>
public sealed record Select : FormControl
{
    public string? Value { get; init; }

    public IReadOnlyList<SelectItem?> Items { get; init; } = [];

    protected internal override void Write(Markup markup) =>
        WriteGroup(
            markup,
            describedBy =>
            {
                markup
                    .Words(FormGroup?.BeforeInput?.Text, FormGroup?.BeforeInput?.Html)
                    .Open(
                        "select",
                        Attributes,
                        (
                            "class",
                            Join(
                                "govuk-select",
                                Classes,
                                If(ErrorMessage is not null, "govuk-select--error")
                            )
                        ),
                        ("id", ControlId),
                        ("name", Name),
                        ("disabled", Disabled ? "" : null),
                        ("aria-describedby", describedBy)
                    );
                foreach (var item in Items.OfType<SelectItem>())
                {
                    var named = !string.IsNullOrEmpty(Value) && (item.Value ?? item.Text) == Value;
                    var selected = item.Selected ?? named;
                    markup
                        .Open(
                            "option",
                            item.Attributes,
                            ("value", item.Value),
                            ("selected", selected ? "" : null),
                            ("disabled", item.Disabled ? "" : null)
                        )
                        .Text(item.Text)
                        .Close("option");
                }

                markup
                    .Close("select")
                    .Words(FormGroup?.AfterInput?.Text, FormGroup?.AfterInput?.Html);
            }
        );
}

/// <summary><c>&lt;govuk-select name="sort" label="Sort by" items="..." value="..." /&gt;</c></summary>
[HtmlTargetElement("govuk-select")]
public sealed class SelectTag : ComponentTag
{
    public string? Id { get; set; }

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string? Error { get; set; }

    public string? Value { get; set; }

    public IReadOnlyList<SelectItem?> Items { get; set; } = [];

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new Select
        {
            Id = Id,
            Name = Name,
            Label = new Label { Text = Label },
            Hint = string.IsNullOrEmpty(Hint) ? null : new Hint { Text = Hint },
            ErrorMessage = string.IsNullOrEmpty(Error) ? null : new ErrorMessage { Text = Error },
            Value = Value,
            Items = Items,
            Classes = Classes,
            Attributes = attributes,
        };
}
