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

    /// <exception cref="UnreadableSourceException">A field is missing or is not what it should be.</exception>
    public static Definition Parse(string file, string yaml)
    {
        var given = new ReviewedFile(file, yaml);
        if (!Enum.TryParse<Unit>(given.Field("unit"), ignoreCase: true, out var unit))
            throw new UnreadableSourceException(
                file,
                $"'{given.Field("unit")}' is no unit: {string.Join(", ", Enum.GetNames<Unit>())}."
            );
        if (given.Field("higher") is not ("better" or "worse" or "neither"))
            throw new UnreadableSourceException(file, "'higher' is better, worse or neither.");
        var measure = new Measure(
            given.Field("id"),
            given.Field("label"),
            given.Field("subject"),
            unit,
            int.Parse(given.Field("decimals")),
            given.Field("higher"),
            given.Field("phases"),
            given.Field("what"),
            given.Field("publisher"),
            given.Has("calendar"),
            DateOnly.Parse(given.Field("reviewed"))
        );
        var columns =
            given.Many("columns")
            ?? throw new UnreadableSourceException(file, "'columns' is missing.");
        return new Definition(
            measure,
            given.Field("source"),
            columns,
            given.Many("range") is [var least, var largest]
                ? (double.Parse(least), double.Parse(largest))
                : null,
            given.Many("when") is [var column, var text] ? (column, text) : null
        );
    }
}
