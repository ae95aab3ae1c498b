namespace Trellis.Components;

/// <summary>The words of a question with one answer. Writes nothing when it has no words.</summary>
public sealed record Label : Wording
{
    /// <summary>The id of the control.</summary>
    public string? For { get; init; }

    /// <summary>Whether the question is the page's heading too.</summary>
    public bool IsPageHeading { get; init; }

    protected internal override void Write(Markup markup)
    {
        if (string.IsNullOrEmpty(Text) && Html is null)
            return;
        if (IsPageHeading)
            markup.Open("h1", ("class", "govuk-label-wrapper"));
        markup
            .Open("label", Attributes, ("class", Join("govuk-label", Classes)), ("for", For))
            .Words(Text, Html)
            .Close("label");
        if (IsPageHeading)
            markup.Close("h1");
    }
}
