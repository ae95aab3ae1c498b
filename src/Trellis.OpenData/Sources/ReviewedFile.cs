using System.Reflection;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Trellis.Sources;

/// <summary>One file that people review, under <c>definitions/</c>: named fields in YAML.</summary>
/// <param name="file">Its name, for messages.</param>
public sealed class ReviewedFile(string file, string yaml)
{
    private readonly Dictionary<string, object> fields = new DeserializerBuilder()
        .WithNamingConvention(NullNamingConvention.Instance)
        .Build()
        .Deserialize<Dictionary<string, object>>(yaml);

    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>A field that has to be there.</summary>
    /// <exception cref="UnreadableSourceException">It is missing, empty or a list.</exception>
    public string Field(string name) =>
        fields.TryGetValue(name, out var value) && value is string { Length: > 0 } text
            ? text
            : throw new UnreadableSourceException(file, $"'{name}' is missing.");

    /// <summary>A field that is a list; null where it is not there or is none.</summary>
    public IReadOnlyList<string>? Many(string name) =>
        fields.TryGetValue(name, out var value) && value is List<object> list
            ? list.ConvertAll(item => (string)item)
            : null;

    /// <summary>The files that were built into an assembly, in the order of their names.</summary>
    /// <param name="prefix">How their names begin: "measures/".</param>
    /// <param name="parse">Makes of a file's name and text what it stands for.</param>
    public static IReadOnlyList<T> BuiltIn<T>(
        Assembly assembly,
        string prefix,
        Func<string, string, T> parse
    ) =>
        assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return parse(name, text.ReadToEnd());
            })
            .ToArray();
}
