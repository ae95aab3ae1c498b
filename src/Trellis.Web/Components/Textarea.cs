using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>An answer in several lines.</summary>
public sealed record Textarea : FormControl
{
    public string? Rows { get; init; }

    public string? Value { get; init; }

    public string? Autocomplete { get; init; }

    public bool? Spellcheck { get; init; }

    protected internal override void Write(Markup markup) =>
        WriteGroup(
            markup,
            describedBy =>
                markup
                    .Words(FormGroup?.BeforeInput?.Text, FormGroup?.BeforeInput?.Html)
                    .Open(
                        "textarea",
                        Attributes,
                        (
                            "class",
                            Join(
                                "govuk-textarea",
                                If(ErrorMessage is not null, "govuk-textarea--error"),
                                Classes
                            )
                        ),
                        ("id", ControlId),
                        ("name", Name),
                        ("rows", string.IsNullOrEmpty(Rows) ? "5" : Rows),
                        (
                            "spellcheck",
                            Spellcheck switch
                            {
                                true => "true",
                                false => "false",
                                null => null,
                            }
                        ),
                        ("disabled", Disabled ? "" : null),
                        ("aria-describedby", describedBy),
                        ("autocomplete", string.IsNullOrEmpty(Autocomplete) ? null : Autocomplete)
                    )
                    // A browser drops the first line break after the tag; what somebody typed keeps its own.
                    .Literal("\n")
                    .Text(Value)
                    .Close("textarea")
                    .Words(FormGroup?.AfterInput?.Text, FormGroup?.AfterInput?.Html)
        );
}

/// <summary>An answer in several lines that may not be longer than so many letters or words; the words under it say how many.</summary>
/// <remarks>Without script the limit is said and not counted; the rule that takes the answer says when it is too long.</remarks>
public sealed record CharacterCount : FormControl
{
    public string? Rows { get; init; }

    public string? Value { get; init; }

    public bool? Spellcheck { get; init; }

    public string? Maxlength { get; init; }

    public string? Maxwords { get; init; }

    /// <summary>From how many per cent of the limit on it is counted.</summary>
    public string? Threshold { get; init; }

    /// <summary>"words" or "characters"; where it is not said, words if a limit in words is.</summary>
    public string? CountType { get; init; }

    /// <summary>The words under the box; "%{count}" stands for the limit.</summary>
    public string? TextareaDescriptionText { get; init; }

    public Surround? CountMessage { get; init; }

    public IReadOnlyDictionary<string, string?>? CharactersUnderLimitText { get; init; }

    public string? CharactersAtLimitText { get; init; }

    public IReadOnlyDictionary<string, string?>? CharactersOverLimitText { get; init; }

    public IReadOnlyDictionary<string, string?>? WordsUnderLimitText { get; init; }

    public string? WordsAtLimitText { get; init; }

    public IReadOnlyDictionary<string, string?>? WordsOverLimitText { get; init; }

    protected internal override void Write(Markup markup)
    {
        var limit = string.IsNullOrEmpty(Maxwords) ? Maxlength : Maxwords;
        var limited = !string.IsNullOrEmpty(limit);
        var counts =
            !string.IsNullOrEmpty(CountType) ? CountType
            : string.IsNullOrEmpty(Maxwords) ? null
            : "words";
        var said = string.IsNullOrEmpty(TextareaDescriptionText)
            ? $"You can enter up to %{{count}} {(counts == "words" ? "words" : "characters")}"
            : TextareaDescriptionText;
        var attributes = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["data-module"] = "govuk-character-count",
        };
        Put("data-maxlength", Maxlength);
        Put("data-maxwords", Maxwords);
        Put("data-threshold", Threshold);
        Put("data-count-type", counts);
        if (!limited && !string.IsNullOrEmpty(TextareaDescriptionText))
            Put("data-i18n.textarea-description.other", TextareaDescriptionText);
        PutAll("data-i18n.characters-under-limit", CharactersUnderLimitText);
        Put("data-i18n.characters-at-limit", CharactersAtLimitText);
        PutAll("data-i18n.characters-over-limit", CharactersOverLimitText);
        PutAll("data-i18n.words-under-limit", WordsUnderLimitText);
        Put("data-i18n.words-at-limit", WordsAtLimitText);
        PutAll("data-i18n.words-over-limit", WordsOverLimitText);
        foreach (var (name, value) in FormGroup?.Attributes ?? NoAttributes)
            attributes[name] = value;
        var after = new HtmlContentBuilder().AppendHtml(
            new Hint
            {
                Id = $"{ControlId}-info",
                Text = limited ? said.Replace("%{count}", limit, StringComparison.Ordinal) : null,
                Classes = Join("govuk-character-count__message", CountMessage?.Classes),
            }
        );
        if (FormGroup?.AfterInput?.Html is { } html)
            after.AppendHtml(html);
        else if (FormGroup?.AfterInput?.Text is { } text)
            after.Append(text);
        new Textarea
        {
            Id = ControlId,
            Name = Name,
            DescribedBy = $"{ControlId}-info",
            Rows = Rows,
            Spellcheck = Spellcheck,
            Value = Value,
            Disabled = Disabled,
            FormGroup = new Surround
            {
                Classes = Join("govuk-character-count", FormGroup?.Classes),
                Attributes = attributes,
                BeforeInput = FormGroup?.BeforeInput,
                AfterInput = new Aside { Html = after },
            },
            Classes = Join("govuk-js-character-count", Classes),
            Label = Label,
            Hint = Hint,
            ErrorMessage = ErrorMessage,
            Attributes = Attributes,
        }.Write(markup);

        void Put(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                attributes[name] = value;
        }

        void PutAll(string name, IReadOnlyDictionary<string, string?>? values)
        {
            foreach (var (plural, value) in values ?? NoAttributes)
                attributes[$"{name}.{plural}"] = value;
        }
    }
}

/// <summary><c>&lt;govuk-textarea name="why" label="Why?" max="500" value="..." /&gt;</c>; with <c>max</c> it says how many letters there may be.</summary>
[HtmlTargetElement("govuk-textarea")]
public sealed class TextareaTag : ComponentTag
{
    public string? Id { get; set; }

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? LabelClass { get; set; }

    public string? Hint { get; set; }

    /// <summary>What is wrong with the answer; null or empty for nothing.</summary>
    public string? Error { get; set; }

    public string? Value { get; set; }

    public int Rows { get; set; } = 5;

    /// <summary>The most letters; null for no limit that is said.</summary>
    public int? Max { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    )
    {
        var label = new Label { Text = Label, Classes = LabelClass };
        var hint = string.IsNullOrEmpty(Hint) ? null : new Hint { Text = Hint };
        var error = string.IsNullOrEmpty(Error) ? null : new ErrorMessage { Text = Error };
        var rows = Rows.ToString(CultureInfo.InvariantCulture);
        return Max is { } max
            ? new CharacterCount
            {
                Id = Id,
                Name = Name,
                Label = label,
                Hint = hint,
                ErrorMessage = error,
                Value = Value,
                Rows = rows,
                Maxlength = max.ToString(CultureInfo.InvariantCulture),
                Classes = Classes,
                Attributes = attributes,
            }
            : new Textarea
            {
                Id = Id,
                Name = Name,
                Label = label,
                Hint = hint,
                ErrorMessage = error,
                Value = Value,
                Rows = rows,
                Classes = Classes,
                Attributes = attributes,
            };
    }
}
