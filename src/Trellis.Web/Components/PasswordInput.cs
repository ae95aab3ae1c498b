using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>A password, with a button that shows it; without script there is no button.</summary>
public sealed record PasswordInput : FormControl
{
    public string? Value { get; init; }

    public string? Autocomplete { get; init; }

    public string? ShowPasswordText { get; init; }

    public string? HidePasswordText { get; init; }

    public string? ShowPasswordAriaLabelText { get; init; }

    public string? HidePasswordAriaLabelText { get; init; }

    public string? PasswordShownAnnouncementText { get; init; }

    public string? PasswordHiddenAnnouncementText { get; init; }

    public Surround? Button { get; init; }

    protected internal override void Write(Markup markup)
    {
        var attributes = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["data-module"] = "govuk-password-input",
        };
        Put("show-password", ShowPasswordText);
        Put("hide-password", HidePasswordText);
        Put("show-password-aria-label", ShowPasswordAriaLabelText);
        Put("hide-password-aria-label", HidePasswordAriaLabelText);
        Put("password-shown-announcement", PasswordShownAnnouncementText);
        Put("password-hidden-announcement", PasswordHiddenAnnouncementText);
        foreach (var (name, value) in FormGroup?.Attributes ?? NoAttributes)
            attributes[name] = value;
        var after = new HtmlContentBuilder().AppendHtml(
            new Button
            {
                Type = "button",
                Classes = Join(
                    "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
                    Button?.Classes
                ),
                Text = ShowPasswordText ?? "Show",
                Attributes = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["aria-controls"] = ControlId,
                    ["aria-label"] = ShowPasswordAriaLabelText ?? "Show password",
                    ["hidden"] = "",
                },
            }
        );
        if (FormGroup?.AfterInput?.Html is { } html)
            after.AppendHtml(html);
        else if (FormGroup?.AfterInput?.Text is { } text)
            after.Append(text);
        new Input
        {
            FormGroup = new Surround
            {
                Classes = Join("govuk-password-input", FormGroup?.Classes),
                Attributes = attributes,
                BeforeInput = FormGroup?.BeforeInput,
                AfterInput = new Aside { Html = after },
            },
            InputWrapper = new Surround { Classes = "govuk-password-input__wrapper" },
            Label = Label,
            Hint = Hint,
            Classes = Join("govuk-password-input__input govuk-js-password-input-input", Classes),
            ErrorMessage = ErrorMessage,
            Id = ControlId,
            Name = Name,
            Type = "password",
            Spellcheck = false,
            Autocapitalize = "none",
            Autocomplete = string.IsNullOrEmpty(Autocomplete) ? "current-password" : Autocomplete,
            Value = Value,
            Disabled = Disabled,
            DescribedBy = DescribedBy,
            Attributes = Attributes,
        }.Write(markup);

        void Put(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                attributes[$"data-i18n.{name}"] = value;
        }
    }
}

/// <summary><c>&lt;govuk-password-input name="password" label="Password" error="..." /&gt;</c>; what was typed is never sent back.</summary>
[HtmlTargetElement("govuk-password-input")]
public sealed class PasswordInputTag : ComponentTag
{
    public string? Id { get; set; }

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>What is wrong with the answer; null or empty for nothing.</summary>
    public string? Error { get; set; }

    /// <summary>"new-password" where one is chosen, so that a password manager offers a new one.</summary>
    public string? Autocomplete { get; set; }

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new PasswordInput
        {
            Id = Id,
            Name = Name,
            Label = new Label { Text = Label },
            Hint = string.IsNullOrEmpty(Hint) ? null : new Hint { Text = Hint },
            ErrorMessage = string.IsNullOrEmpty(Error) ? null : new ErrorMessage { Text = Error },
            Autocomplete = Autocomplete,
            Classes = Classes,
            Attributes = attributes,
        };
}
