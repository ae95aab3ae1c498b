using System.Reflection;
using Trellis.Sources;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

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
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("measures/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Parse(name, text.ReadToEnd());
            })
            .ToArray();
    });

    public static IReadOnlyList<Definition> All => Read.Value;

    public static IEnumerable<Definition> Of(string source) => All.Where(d => d.Source == source);

    /// <exception cref="UnreadableSourceException">A field is missing or is not what it should be.</exception>
    public static Definition Parse(string file, string yaml)
    {
        var fields = new DeserializerBuilder()
            .WithNamingConvention(NullNamingConvention.Instance)
            .Build()
            .Deserialize<Dictionary<string, object>>(yaml);

        string Field(string name) =>
            fields.TryGetValue(name, out var value) && value is string { Length: > 0 } text
                ? text
                : throw new UnreadableSourceException(file, $"'{name}' is missing.");

        List<string>? Many(string name) =>
            fields.TryGetValue(name, out var value) && value is List<object> list
                ? list.ConvertAll(item => (string)item)
                : null;

        if (!Enum.TryParse<Unit>(Field("unit"), ignoreCase: true, out var unit))
            throw new UnreadableSourceException(
                file,
                $"'{Field("unit")}' is no unit: {string.Join(", ", Enum.GetNames<Unit>())}."
            );
        if (Field("higher") is not ("better" or "worse" or "neither"))
            throw new UnreadableSourceException(file, "'higher' is better, worse or neither.");
        var measure = new Measure(
            Field("id"),
            Field("label"),
            Field("subject"),
            unit,
            int.Parse(Field("decimals")),
            Field("higher"),
            Field("phases"),
            Field("what"),
            Field("publisher"),
            fields.ContainsKey("calendar"),
            DateOnly.Parse(Field("reviewed"))
        );
        var columns =
            Many("columns") ?? throw new UnreadableSourceException(file, "'columns' is missing.");
        return new Definition(
            measure,
            Field("source"),
            columns,
            Many("range") is [var least, var largest]
                ? (double.Parse(least), double.Parse(largest))
                : null,
            Many("when") is [var column, var text] ? (column, text) : null
        );
    }
}
