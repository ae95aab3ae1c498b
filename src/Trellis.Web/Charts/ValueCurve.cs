using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>How a value of 0 to 1 follows from what is measured, as a drawing no larger than it needs; its words are read out.</summary>
/// <param name="Words">What the curve says, a sentence.</param>
/// <param name="Across">What is measured, with its unit; for the page to write under the drawing.</param>
/// <param name="Points">From left to right; a value of 0 to 1 each.</param>
/// <param name="Steps">Whether only the points themselves can be, as with places on a list.</param>
public sealed record ValueCurve(
    string Words,
    string Across,
    IReadOnlyList<(double X, double Y)> Points,
    bool Steps = false
) : IHtmlContent
{
    private const double Height = 116;
    private const double Top = 12;
    private const double Bottom = 92;
    private const double Left = 9;
    private const double Right = 97;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var markup = new Markup(writer, encoder);
        markup.Open(
            "svg",
            ("class", "chart__drawing value-curve"),
            ("role", "img"),
            ("aria-label", Words),
            ("width", "100%"),
            ("height", Height.ToString("0", CultureInfo.InvariantCulture))
        );
        var drawing = new Drawing(markup);
        var (least, most) = (Points[0].X, Points[^1].X);
        double At(double x) => Left + (x - least) / (most - least) * (Right - Left);
        double Down(double y) => Bottom - Math.Clamp(y, 0, 1) * (Bottom - Top);
        foreach (var y in (double[])[0, .5, 1])
        {
            drawing.Line(Left, Down(y), Right, Down(y), y == 0 ? "axis" : "grid");
            drawing.Label(
                Left - 1.5,
                Down(y) + 5,
                y.ToString("0.#", CultureInfo.InvariantCulture),
                "tick",
                Anchor.End
            );
        }
        if (!Steps)
            drawing.Path([.. Points.Select(p => (At(p.X), (double?)Down(p.Y)))], "line-mine");
        else
            foreach (var (x, y) in Points)
            {
                drawing.Line(At(x), Down(0), At(x), Down(y), "join");
                drawing.Dot(At(x), Down(y), 5, "dot-mine");
            }
        var ticks = Steps
            ? [.. Points.Select(p => p.X)]
            : (double[])[least, (least + most) / 2, most];
        for (var i = 0; i < ticks.Length; i++)
            drawing.Label(
                At(ticks[i]),
                Bottom + 17,
                ticks[i].ToString("0.##", CultureInfo.InvariantCulture),
                "tick",
                i == 0 ? Anchor.Start
                    : i == ticks.Length - 1 ? Anchor.End
                    : Anchor.Middle
            );
        markup.Close("svg");
    }
}
