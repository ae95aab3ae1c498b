using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>A line as small as a word, beside the figure it belongs to; not read out (chart C12).</summary>
/// <param name="Values">In order of time; null and what is no finite number leave a gap.</param>
public sealed record Sparkline(IReadOnlyList<double?> Values) : IHtmlContent
{
    private const double Height = 26;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var known = Values.Select(v => v is { } d && double.IsFinite(d) ? v : null).ToList();
        if (known.TrueForAll(v => v is null))
            return;
        var markup = new Markup(writer, encoder);
        var values = known.OfType<double>().ToList();
        var (low, high) = (values.Min(), values.Max());
        // A line that does not change lies in the middle. Halves, so that huge values do not overflow.
        var reach = high / 2 - low / 2;
        double Down(double v) =>
            reach > 0 ? Height - 5 - (v / 2 - low / 2) / reach * (Height - 10) : Height / 2;
        double Across(int i) => known.Count == 1 ? 50 : 5 + i * 90.0 / (known.Count - 1);
        markup.Open(
            "svg",
            ("class", "sparkline"),
            ("width", "96"),
            ("height", "26"),
            ("aria-hidden", "true"),
            ("focusable", "false")
        );
        var drawing = new Drawing(markup);
        drawing.Path(
            [.. known.Select((v, i) => (Across(i), v is { } d ? Down(d) : (double?)null))],
            "line-mine"
        );
        var last = known.FindLastIndex(v => v is not null);
        drawing.Dot(Across(last), Down(known[last]!.Value), 3.5, "dot-mine");
        markup.Close("svg");
    }

    /// <summary>The line's HTML, as text; empty when there is no value.</summary>
    public string ToHtml()
    {
        using var writer = new StringWriter();
        WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
