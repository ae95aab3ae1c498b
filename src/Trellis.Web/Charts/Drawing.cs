using System.Globalization;
using Trellis.Components;

namespace Trellis.Charts;

/// <summary>Where a text stands to its point.</summary>
public enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Lines, bars, bands, dots and labels of a drawing that is as wide as its column.</summary>
/// <remarks>
/// Across is in hundredths of the width, down in pixels. So the drawing fits a phone and a sheet of paper without a
/// script, and its letters stay as large as the text around it: scaling a whole drawing down to 320 pixels would make
/// them unreadable. Colours come from classes alone, since the page's security policy forbids style attributes.
/// </remarks>
public sealed class Drawing(Markup markup)
{
    public void Line(double x1, double y1, double x2, double y2, string name) =>
        markup
            .Open(
                "line",
                ("class", name),
                ("x1", Across(x1)),
                ("y1", Down(y1)),
                ("x2", Across(x2)),
                ("y2", Down(y2))
            )
            .Close("line");

    /// <summary>A rectangle; one of no width is not drawn.</summary>
    public void Bar(double x1, double x2, double y, double height, string name)
    {
        var (left, right) = (Math.Min(x1, x2), Math.Max(x1, x2));
        if (right > left)
        {
            markup
                .Open(
                    "rect",
                    ("class", name),
                    ("x", Across(left)),
                    ("y", Down(y)),
                    ("width", Across(right - left)),
                    ("height", Down(height))
                )
                .Close("rect");
        }
    }

    public void Dot(double x, double y, double radius, string name) =>
        markup
            .Open(
                "circle",
                ("class", name),
                ("cx", Across(x)),
                ("cy", Down(y)),
                ("r", Down(radius))
            )
            .Close("circle");

    public void Label(double x, double y, string text, string name, Anchor anchor = Anchor.Start) =>
        markup
            .Open(
                "text",
                ("class", name),
                ("x", Across(x)),
                ("y", Down(y)),
                (
                    "text-anchor",
                    anchor switch
                    {
                        Anchor.Middle => "middle",
                        Anchor.End => "end",
                        _ => null,
                    }
                )
            )
            .Text(text)
            .Close("text");

    /// <summary>A shape of its own size at a point, drawn around 0,0 in pixels.</summary>
    public void Shape(double x, double y, string path, string name) =>
        markup
            .Open("svg", ("x", Across(x)), ("y", Down(y)), ("class", "shape"))
            .Open("path", ("class", name), ("d", path))
            .Close("path")
            .Close("svg");

    /// <summary>Draws in a strip from the left edge; what reaches out of it is cut.</summary>
    public void Within(double width, double height, Action<Drawing> draw)
    {
        markup.Open("svg", ("width", Across(width)), ("height", Down(height)));
        draw(this);
        markup.Close("svg");
    }

    /// <summary>The area between two lines; fewer than two points give none.</summary>
    /// <param name="height">The height of the drawing.</param>
    public void Band(
        IReadOnlyList<(double X, double Top, double Bottom)> points,
        double height,
        string name
    )
    {
        if (points.Count < 2)
            return;
        var there = points.Select(p => $"{Number(p.X)},{Number(p.Top)}");
        var back = points.Reverse().Select(p => $"{Number(p.X)},{Number(p.Bottom)}");
        markup
            .Open(
                "svg",
                ("viewBox", $"0 0 100 {Number(height)}"),
                ("width", "100%"),
                ("height", Down(height)),
                ("preserveAspectRatio", "none")
            )
            .Open("polygon", ("class", name), ("points", string.Join(' ', there.Concat(back))))
            .Close("polygon")
            .Close("svg");
    }

    /// <summary>A line through points, broken where there is no value; a point alone gives no line.</summary>
    public void Path(IReadOnlyList<(double X, double? Y)> points, string name)
    {
        for (var i = 1; i < points.Count; i++)
        {
            if (points[i - 1].Y is { } before && points[i].Y is { } after)
                Line(points[i - 1].X, before, points[i].X, after, name);
        }
    }

    /// <summary>Shortens a name to what fits beside a figure.</summary>
    internal static string Fit(string text, int most) =>
        text.Length <= most ? text : $"{text[..(most - 1)].TrimEnd()}…";

    /// <summary>Words broken into lines at blanks; a word longer than a line is cut. Empty gives one empty line.</summary>
    /// <param name="letters">The most letters of a line, 2 or more.</param>
    internal static IReadOnlyList<string> Lines(string text, int letters)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= letters)
                lines[^1] += " " + word;
            else
                lines.Add(Fit(word, letters));
        }
        return lines.Count == 0 ? [""] : lines;
    }

    private static string Across(double share) => $"{Number(share)}%";

    private static string Down(double pixels) => Number(pixels);

    private static string Number(double value) =>
        double.IsFinite(value)
            ? (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture)
            : throw new ArgumentException($"'{value}' has no place on a drawing.", nameof(value));
}
