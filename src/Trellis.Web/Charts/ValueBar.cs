using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>A value of 0 to 1 as a bar of a hundred points, with the interval it lies in; its words are read out.</summary>
/// <param name="Value">0 to 1; what lies beyond is drawn at the end.</param>
/// <param name="Low">The least the value may be; the same as the value where it is sure.</param>
public sealed record ValueBar(double Value, double Low, double High) : IHtmlContent
{
    private const double Height = 22;
    private const double Middle = 11;

    /// <summary>Other words for it; null for the points.</summary>
    public string? Said { get; init; }

    /// <summary>"62 of 100 points, between 55 and 69".</summary>
    public string Words =>
        Said is { } said ? said
        : Points(Low) == Points(High) ? $"{Points(Value)} of 100 points"
        : $"{Points(Value)} of 100 points, between {Points(Low)} and {Points(High)}";

    /// <summary>A share of 1 as whole points of a hundred.</summary>
    public static string Points(double share) =>
        Math.Round(100 * share, MidpointRounding.AwayFromZero)
            .ToString("0", CultureInfo.InvariantCulture);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var markup = new Markup(writer, encoder);
        markup.Open(
            "svg",
            ("class", "chart__drawing value-bar"),
            ("role", "img"),
            ("aria-label", Words),
            ("width", "100%"),
            ("height", Height.ToString("0", CultureInfo.InvariantCulture))
        );
        var drawing = new Drawing(markup);
        drawing.Bar(0, 100, Middle - 6, 12, "value-bar__room");
        drawing.Bar(0, Across(Value), Middle - 6, 12, "bar-mine");
        if (High > Low)
        {
            drawing.Line(Across(Low), Middle, Across(High), Middle, "value-bar__reach");
            drawing.Line(Across(Low), Middle - 6, Across(Low), Middle + 6, "value-bar__reach");
            drawing.Line(Across(High), Middle - 6, Across(High), Middle + 6, "value-bar__reach");
        }
        markup.Close("svg");
    }

    private static double Across(double share) =>
        double.IsFinite(share) ? 100 * Math.Clamp(share, 0, 1) : 0;
}
