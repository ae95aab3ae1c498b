using System.Globalization;
using System.Reflection;
using Trellis.Sources;

namespace Trellis.Measures;

/// <summary>A measure and how it is read from the publisher's files.</summary>
/// <param name="Source">The key of the source that carries it: "ks4", "census".</param>
/// <param name="Columns">The names its column has had over the years.</param>
/// <param name="Range">The least and the largest figure that can be right, or null where there is no bound.</param>
/// <param name="When">A column and the text it must have for the row to speak of this measure, or null.</param>
public sealed record Definition(
    Measure Measure,
    string Source,
    IReadOnlyList<string> Columns,
    (double Least, double Largest)? Range,
    (string Column, string Text)? When
);

/// <summary>The reviewed files under definitions/measures, a measure each, as they were built in.</summary>
public static class Definitions
{
    private static readonly Lazy<IReadOnlyList<Definition>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "measures/", Parse)
    );

    public static IReadOnlyList<Definition> All => Read.Value;

    public static IEnumerable<Definition> Of(string source) => All.Where(d => d.Source == source);

    private static readonly Shape Shape = new(
        new("id"),
        new("label"),
        new("subject"),
        new("unit", Shape.Content.Choice, false, Enum.GetNames<Unit>()),
        new("decimals", Shape.Content.Whole),
        new("higher", Shape.Content.Choice, false, "better", "worse", "neither"),
        new("phases"),
        new("what"),
        new("publisher"),
        new("source"),
        new("columns", Shape.Content.Texts),
        new("range", Shape.Content.Numbers, Optional: true),
        new("when", Shape.Content.Texts, Optional: true),
        new("calendar", Shape.Content.Flag, Optional: true)
    );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static Definition Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var measure = new Measure(
            given.Field("id"),
            given.Field("label"),
            given.Field("subject"),
            Enum.Parse<Unit>(given.Field("unit"), ignoreCase: true),
            given.Whole("decimals"),
            given.Field("higher"),
            given.Field("phases"),
            given.Field("what"),
            given.Field("publisher"),
            given.Has("calendar"),
            given.Day("reviewed")
        );
        return new Definition(
            measure,
            given.Field("source"),
            given.Many("columns")!,
            Range(given),
            given.Many("when") switch
            {
                null => null,
                [var column, var text] => (column, text),
                _ => throw given.Wrong("'when' is a column and its text.", "when"),
            }
        );
    }

    private static (double Least, double Largest)? Range(ReviewedFile given) =>
        given.Many("range") switch
        {
            null => null,
            [var least, var largest]
                when double.Parse(least, CultureInfo.InvariantCulture) is var from
                    && double.Parse(largest, CultureInfo.InvariantCulture) is var to
                    && from < to => (from, to),
            _ => throw given.Wrong(
                "'range' is the least and the largest figure that can be right.",
                "range"
            ),
        };
}
