namespace Trellis.Components;

/// <summary>Help that stands between a question and its answer.</summary>
public sealed record Hint : Wording
{
    protected internal override void Write(Markup markup) =>
        markup
            .Open("div", Attributes, ("id", Id), ("class", Join("govuk-hint", Classes)))
            .Words(Text, Html)
            .Close("div");
}
