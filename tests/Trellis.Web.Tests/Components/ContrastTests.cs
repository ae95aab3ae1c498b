using System.Globalization;
using System.Text.RegularExpressions;

namespace Trellis.Components;

/// <summary>The colours as they stand in the style's source, against the contrast that WCAG 2.2 asks for.</summary>
public sealed partial class ContrastTests
{
    private static readonly Dictionary<string, string> Named = Named_in("_settings.scss");

    [Theory]
    [InlineData("ink", "paper")]
    [InlineData("quiet-ink", "paper")]
    [InlineData("quiet-ink", "panel")]
    [InlineData("brand", "paper")]
    [InlineData("paper", "brand")]
    [InlineData("link", "paper")]
    [InlineData("link", "panel")]
    [InlineData("error", "paper")]
    [InlineData("comparison", "paper")]
    [InlineData("ink", "focus")]
    [InlineData("brand", "panel")]
    public void Words_stand_out_four_and_a_half_times(string words, string ground) =>
        Assert.InRange(Ratio(Named[words], Named[ground]), 4.5, 21);

    [Theory]
    [InlineData("brand", "paper")]
    [InlineData("comparison", "paper")]
    [InlineData("others-strong", "paper")]
    [InlineData("others-strong", "panel")]
    public void Marks_of_a_drawing_stand_out_three_times(string mark, string ground) =>
        Assert.InRange(Ratio(Named[mark], Named[ground]), 3, 21);

    [Fact]
    public void Every_area_of_a_chart_has_an_edge_that_stands_out_three_times()
    {
        var style = File.ReadAllText(
            Repository.PathTo("src", "Trellis.Web", "Look", "_charts.scss")
        );
        Assert.InRange(Ratio(Edge().Match(style).Groups["colour"].Value, "#ffffff"), 3, 21);
    }

    [Fact]
    public void Black_on_white_is_twenty_one_to_one() =>
        Assert.Equal(21, Ratio("#000000", "#ffffff"), 9);

    private static Dictionary<string, string> Named_in(string file) =>
        Colour()
            .Matches(File.ReadAllText(Repository.PathTo("src", "Trellis.Web", "Look", file)))
            .ToDictionary(
                m => m.Groups["name"].Value,
                m => m.Groups["colour"].Value,
                StringComparer.Ordinal
            );

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Relative luminance as WCAG 2.2 defines it.</summary>
    private static double Luminance(string colour) =>
        0.2126 * Part(colour, 1) + 0.7152 * Part(colour, 3) + 0.0722 * Part(colour, 5);

    private static double Part(string colour, int at)
    {
        var share =
            int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(
        @"^\$(?<name>[a-z-]+): (?<colour>#[0-9a-f]{6});",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Colour();

    [GeneratedRegex(
        @"\.band-outer,\s+\.band-inner \{[^}]*stroke: (?<colour>#[0-9a-f]{6});",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Edge();
}
