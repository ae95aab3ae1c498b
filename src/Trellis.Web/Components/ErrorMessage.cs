namespace Trellis.Components;

/// <summary>What is wrong with one answer and how to put it right, beside the answer.</summary>
public sealed record ErrorMessage : Wording
{
    /// <summary>What is read out before it; empty for nothing.</summary>
    public string VisuallyHiddenText { get; init; } = "Error";

    protected internal override void Write(Markup markup)
    {
        markup.Open("p", Attributes, ("id", Id), ("class", Join("govuk-error-message", Classes)));
        if (VisuallyHiddenText.Length > 0)
        {
            markup
                .Open("span", ("class", "govuk-visually-hidden"))
                .Text($"{VisuallyHiddenText}:")
                .Close("span")
                .Text(" ");
        }

        markup.Words(Text, Html).Close("p");
    }
}
