using Microsoft.AspNetCore.Html;

namespace Trellis.Components;

/// <summary>What stands around a control: more classes, and words or elements before and after it.</summary>
public sealed record Surround
{
    public string? Classes { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    public Aside? BeforeInput { get; init; }

    public Aside? AfterInput { get; init; }

    public Aside? BeforeInputs { get; init; }

    public Aside? AfterInputs { get; init; }
}

/// <summary>Something beside a control: a unit, a button.</summary>
public sealed record Aside
{
    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public string? Classes { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    internal bool IsEmpty => string.IsNullOrEmpty(Text) && Html is null;
}

/// <summary>A question with its hint, what is wrong with its answer, and the control that takes the answer.</summary>
public abstract record FormControl : Component
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public Label? Label { get; init; }

    public Hint? Hint { get; init; }

    public ErrorMessage? ErrorMessage { get; init; }

    /// <summary>Ids of what else describes it, separated by spaces.</summary>
    public string? DescribedBy { get; init; }

    public Surround? FormGroup { get; init; }

    public bool Disabled { get; init; }

    protected string? ControlId => string.IsNullOrEmpty(Id) ? Name : Id;

    /// <summary>Writes what is common and then the control.</summary>
    /// <param name="control">Writes the control; given the ids of what describes it, or null.</param>
    private protected void WriteGroup(Markup markup, Action<string?> control)
    {
        OpenGroup(markup);
        ((Label ?? new Label()) with { For = ControlId }).Write(markup);
        control(WriteNotes(markup, ControlId, DescribedBy));
        markup.Close("div");
    }

    private protected void OpenGroup(Markup markup) =>
        markup.Open(
            "div",
            FormGroup?.Attributes,
            (
                "class",
                Join(
                    "govuk-form-group",
                    If(ErrorMessage is not null, "govuk-form-group--error"),
                    FormGroup?.Classes
                )
            )
        );

    /// <summary>Writes hint and error, and gives the ids of all that describes the control.</summary>
    private protected string? WriteNotes(Markup markup, string? id, string? describedBy)
    {
        var ids = describedBy;
        if (Hint is not null)
        {
            (Hint with { Id = $"{id}-hint" }).Write(markup);
            ids = Join(ids, $"{id}-hint");
        }

        if (ErrorMessage is not null)
        {
            (ErrorMessage with { Id = $"{id}-error" }).Write(markup);
            ids = Join(ids, $"{id}-error");
        }

        return string.IsNullOrEmpty(ids) ? null : ids;
    }
}
