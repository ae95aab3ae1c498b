using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>A drawing of figures with what makes it readable by everyone: a headline, a summary, the table, a download.</summary>
/// <remarks>The same figures give the same bytes on every machine.</remarks>
public abstract record Chart : IHtmlContent
{
    /// <summary>A word of its own on the page, for ids: letters, digits, hyphens.</summary>
    public required string Key { get; init; }

    /// <summary>What the chart shows, as a sentence a busy person takes away.</summary>
    public required string Headline { get; init; }

    /// <summary>What is measured, in what unit, for whom and when.</summary>
    public required string Subtitle { get; init; }

    /// <summary>The address of these figures as CSV.</summary>
    public string? Csv { get; init; }

    /// <summary>Who published the figures and when: a line with links, or null where the page says so.</summary>
    public IHtmlContent? Source { get; init; }

    /// <summary>Height in pixels.</summary>
    protected abstract double Height { get; }

    /// <summary>What the drawing says, in one to three sentences worked out from the figures.</summary>
    public abstract string Summary { get; }

    protected abstract void Draw(Drawing drawing);

    /// <summary>Every figure of the drawing.</summary>
    protected abstract Table Figures();

    /// <summary>What the marks mean, where they are not labelled where they stand.</summary>
    protected virtual IReadOnlyList<(string Mark, string Words)> Legend => [];

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var markup = new Markup(writer, encoder);
        markup
            .Open("figure", ("class", "chart"), ("id", Key))
            .Open("figcaption", ("class", "chart__caption"))
            .Open("p", ("class", "chart__headline"))
            .Text(Headline)
            .Close("p")
            .Open("p", ("class", "chart__subtitle"))
            .Text(Subtitle)
            .Close("p")
            .Close("figcaption");
        if (Legend is { Count: > 0 } legend)
            WriteLegend(markup, legend);
        markup
            .Open(
                "svg",
                ("class", "chart__drawing"),
                ("role", "img"),
                ("aria-labelledby", $"{Key}-title {Key}-desc"),
                ("width", "100%"),
                ("height", Height.ToString("0", System.Globalization.CultureInfo.InvariantCulture))
            )
            .Open("title", ("id", $"{Key}-title"))
            .Text(Headline)
            .Close("title")
            .Open("desc", ("id", $"{Key}-desc"))
            .Text(Summary)
            .Close("desc");
        Draw(new Drawing(markup));
        markup.Close("svg").Open("p", ("class", "chart__summary")).Text(Summary).Close("p");
        markup.Add(
            new Details
            {
                SummaryText = "These figures as a table",
                Html = new Scrolling(
                    Figures() with
                    {
                        Caption = Headline,
                        CaptionClasses = "govuk-visually-hidden",
                    },
                    Headline
                ),
                Classes = "chart__table",
            }
        );
        if (Csv is not null || Source is not null)
        {
            markup.Open("p", ("class", "source")).Add(Source);
            if (Csv is not null)
            {
                markup
                    .Text(Source is null ? "" : " ")
                    .Open("a", ("href", Csv))
                    .Text("Download these figures")
                    .Open("span", ("class", "govuk-visually-hidden"))
                    .Text($": {Headline}")
                    .Close("span")
                    .Text(" (CSV)")
                    .Close("a");
            }

            markup.Close("p");
        }

        markup.Close("figure");
    }

    /// <summary>The chart's HTML, as text.</summary>
    public string ToHtml()
    {
        using var writer = new StringWriter();
        WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    /// <summary>What is no finite number is missing: it never reaches a drawing.</summary>
    protected static double? Tame(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static void WriteLegend(
        Markup markup,
        IReadOnlyList<(string Mark, string Words)> legend
    )
    {
        markup.Open("ul", ("class", "chart__legend"));
        foreach (var (mark, words) in legend)
        {
            markup
                .Open("li")
                .Open(
                    "svg",
                    ("class", "chart__key"),
                    ("width", "26"),
                    ("height", "14"),
                    ("aria-hidden", "true"),
                    ("focusable", "false")
                );
            var key = new Drawing(markup);
            if (
                mark.StartsWith("band", StringComparison.Ordinal)
                || mark.StartsWith("bar", StringComparison.Ordinal)
            )
                key.Bar(0, 100, 1, 12, mark);
            else if (mark.StartsWith("dot", StringComparison.Ordinal))
                key.Dot(50, 7, 5, mark);
            else if (mark.StartsWith("mark", StringComparison.Ordinal))
                key.Shape(50, 7, "M-5,-5H5V5H-5Z", mark);
            else
                key.Line(0, 7, 100, 7, mark);
            if (
                mark.EndsWith("mine", StringComparison.Ordinal)
                && mark.StartsWith("line", StringComparison.Ordinal)
            )
                key.Dot(50, 7, 4, "dot-mine");
            markup.Close("svg").Text(words).Close("li");
        }

        markup.Close("ul");
    }

    /// <summary>A table that may be wider than its column: scrolled by keyboard too, so it has the focus and a name.</summary>
    private sealed class Scrolling(Table table, string name) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
            new Markup(writer, encoder)
                .Open(
                    "div",
                    ("class", "table-scroll"),
                    ("role", "region"),
                    ("tabindex", "0"),
                    ("aria-label", $"Table: {name}")
                )
                .Add(table)
                .Close("div");
    }
}
