using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>One of the answers beside a box or a button to tick.</summary>
public sealed record Choice
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Value { get; init; }

    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public Label? Label { get; init; }

    public Hint? Hint { get; init; }

    /// <summary>Words between two answers instead of an answer: "or".</summary>
    public string? Divider { get; init; }

    /// <summary>Whether it is ticked; null leaves it to the values of the question.</summary>
    public bool? Checked { get; init; }

    public bool Disabled { get; init; }

    /// <summary>What is asked only when this is ticked. Without script it is always there.</summary>
    public Aside? Conditional { get; init; }

    /// <summary>"exclusive" for "none of these".</summary>
    public string? Behaviour { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>Answers to tick: several of them, or one.</summary>
public abstract record Choices : FormControl
{
    /// <summary>What the ids begin with; the name when not given.</summary>
    public string? IdPrefix { get; init; }

    public Fieldset? Fieldset { get; init; }

    public IReadOnlyList<Choice?> Items { get; init; } = [];

    private protected void WriteChoices(
        Markup markup,
        string kind,
        string type,
        Func<Choice, bool> isTicked
    )
    {
        var prefix = string.IsNullOrEmpty(IdPrefix) ? Name : IdPrefix;
        OpenGroup(markup);
        var describedBy = string.IsNullOrEmpty(Fieldset?.DescribedBy)
            ? DescribedBy
            : Fieldset.DescribedBy;
        if (Fieldset is null)
        {
            WriteAll(markup);
        }
        else
        {
            var ids = Join(
                describedBy,
                If(Hint is not null, $"{prefix}-hint"),
                If(ErrorMessage is not null, $"{prefix}-error")
            );
            (Fieldset with { DescribedBy = ids, Html = new Written(WriteAll) }).Write(markup);
        }

        markup.Close("div");

        void WriteAll(Markup inner)
        {
            var notes = WriteNotes(inner, prefix, describedBy);
            inner
                .Open(
                    "div",
                    Attributes,
                    ("class", Join($"govuk-{kind}", Classes)),
                    ("data-module", $"govuk-{kind}")
                )
                .Words(FormGroup?.BeforeInputs?.Text, FormGroup?.BeforeInputs?.Html);
            for (var i = 0; i < Items.Count; i++)
            {
                if (Items[i] is { } item)
                    WriteChoice(inner, item, i, notes);
            }

            inner.Words(FormGroup?.AfterInputs?.Text, FormGroup?.AfterInputs?.Html).Close("div");
        }

        void WriteChoice(Markup inner, Choice item, int index, string? notes)
        {
            if (!string.IsNullOrEmpty(item.Divider))
            {
                inner
                    .Open("div", ("class", $"govuk-{kind}__divider"))
                    .Text(item.Divider)
                    .Close("div");
                return;
            }

            // The first has no number, so that an error summary can link to it by the question's own id.
            var id = string.IsNullOrEmpty(item.Id)
                ? prefix + (index > 0 ? $"-{index + 1}" : "")
                : item.Id;
            var hasHint =
                item.Hint is { } hint
                && (!string.IsNullOrEmpty(hint.Text) || hint.Html is not null);
            var describing = Join(
                type == "checkbox" && Fieldset is null ? notes : null,
                If(hasHint, $"{id}-item-hint")
            );
            var ticked = item.Checked ?? isTicked(item);
            var conditional = item.Conditional?.Html;
            inner
                .Open("div", ("class", $"govuk-{kind}__item"))
                .Open(
                    "input",
                    item.Attributes,
                    ("class", $"govuk-{kind}__input"),
                    ("id", id),
                    (
                        "name",
                        type == "checkbox" && !string.IsNullOrEmpty(item.Name) ? item.Name : Name
                    ),
                    ("type", type),
                    ("value", item.Value ?? ""),
                    ("checked", ticked ? "" : null),
                    ("disabled", item.Disabled ? "" : null),
                    ("data-aria-controls", conditional is null ? null : $"conditional-{id}"),
                    (
                        "data-behaviour",
                        string.IsNullOrEmpty(item.Behaviour) ? null : item.Behaviour
                    ),
                    ("aria-describedby", describing.Length == 0 ? null : describing)
                );
            new Label
            {
                Text = item.Text,
                Html = item.Html,
                For = id,
                Classes = Join($"govuk-{kind}__label", item.Label?.Classes),
                Attributes = item.Label?.Attributes,
            }.Write(inner);
            if (hasHint)
            {
                (
                    item.Hint! with
                    {
                        Id = $"{id}-item-hint",
                        Classes = Join($"govuk-{kind}__hint", item.Hint.Classes),
                    }
                ).Write(inner);
            }

            inner.Close("div");
            if (conditional is not null)
            {
                inner
                    .Open(
                        "div",
                        (
                            "class",
                            Join(
                                $"govuk-{kind}__conditional",
                                If(!ticked, $"govuk-{kind}__conditional--hidden")
                            )
                        ),
                        ("id", $"conditional-{id}")
                    )
                    .Add(conditional)
                    .Close("div");
            }
        }
    }

    private sealed class Written(Action<Markup> write) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder) =>
            write(new Markup(writer, encoder));
    }
}

/// <summary>Several answers out of a few.</summary>
public sealed record Checkboxes : Choices
{
    /// <summary>The values of those that are ticked.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    protected internal override void Write(Markup markup) =>
        WriteChoices(
            markup,
            "checkboxes",
            "checkbox",
            item =>
                item.Value is { } value && Values?.Contains(value, StringComparer.Ordinal) == true
        );
}

/// <summary>One answer out of a few.</summary>
public sealed record Radios : Choices
{
    /// <summary>The value of the one that is ticked.</summary>
    public string? Value { get; init; }

    protected internal override void Write(Markup markup) =>
        WriteChoices(
            markup,
            "radios",
            "radio",
            item => !string.IsNullOrEmpty(Value) && item.Value == Value
        );
}

/// <summary>What the two kinds of answers to tick have in common as elements.</summary>
public abstract class ChoicesTag : ComponentTag
{
    public string Name { get; set; } = "";

    public string? IdPrefix { get; set; }

    public string Legend { get; set; } = "";

    public string? LegendClass { get; set; }

    public string? Hint { get; set; }

    public string? Error { get; set; }

    public IReadOnlyList<Choice?> Items { get; set; } = [];

    private protected TChoices Fill<TChoices>(
        TChoices made,
        IReadOnlyDictionary<string, string?> attributes
    )
        where TChoices : Choices =>
        made with
        {
            Name = Name,
            IdPrefix = IdPrefix,
            Fieldset = new Fieldset
            {
                Legend = new Legend { Text = Legend, Classes = LegendClass },
            },
            Hint = string.IsNullOrEmpty(Hint) ? null : new Hint { Text = Hint },
            ErrorMessage = string.IsNullOrEmpty(Error) ? null : new ErrorMessage { Text = Error },
            Items = Items,
            Classes = Classes,
            Attributes = attributes,
        };
}

/// <summary><c>&lt;govuk-checkboxes name="phase" legend="Phase" items="..." values="..." /&gt;</c></summary>
[HtmlTargetElement("govuk-checkboxes")]
public sealed class CheckboxesTag : ChoicesTag
{
    public IReadOnlyList<string> Values { get; set; } = [];

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) => Fill(new Checkboxes { Values = Values }, attributes);
}

/// <summary><c>&lt;govuk-radios name="method" legend="Method" items="..." value="..." /&gt;</c></summary>
[HtmlTargetElement("govuk-radios")]
public sealed class RadiosTag : ChoicesTag
{
    public string? Value { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) => Fill(new Radios { Value = Value }, attributes);
}
