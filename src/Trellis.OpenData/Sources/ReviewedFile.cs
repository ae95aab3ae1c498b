using System.Globalization;
using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Trellis.Sources;

/// <summary>One entry that people review, under <c>definitions/</c>: named fields in YAML, all of which fit their <see cref="Shape"/>.</summary>
/// <remarks>Whatever does not fit stops the start, with the file, the line and the reason; nothing is guessed and nothing passed over.</remarks>
public sealed class ReviewedFile
{
    private readonly string file;
    private readonly YamlMappingNode entry;

    private ReviewedFile(string file, YamlMappingNode entry)
    {
        this.file = file;
        this.entry = entry;
    }

    /// <summary>Reads a file that is one entry.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableSourceException">It is no YAML, or does not fit; the message says in which line and why.</exception>
    public static ReviewedFile One(string file, string yaml, Shape shape) =>
        Root(file, yaml) is YamlMappingNode entry
            ? Fitting(file, entry, shape)
            : throw new UnreadableSourceException(file, "line 1: it is not named fields.");

    /// <summary>Reads a file that is a list of entries.</summary>
    /// <inheritdoc cref="One"/>
    public static IReadOnlyList<ReviewedFile> List(string file, string yaml, Shape shape) =>
        Root(file, yaml) is YamlSequenceNode list
            ?
            [
                .. list.Children.Select(child =>
                    child is YamlMappingNode entry
                        ? Fitting(file, entry, shape)
                        : throw Misfit(file, Shape.Line(child), "this entry is not named fields.")
                ),
            ]
            : throw new UnreadableSourceException(file, "line 1: it is not a list of entries.");

    public bool Has(string name) => Value(name) is not null;

    /// <summary>A field that has to be there.</summary>
    /// <exception cref="UnreadableSourceException">It is missing or a list.</exception>
    public string Field(string name) =>
        Value(name) is YamlScalarNode { Value: { Length: > 0 } text }
            ? text
            : throw Wrong($"'{name}' is missing.");

    /// <summary>A field that may be left out; empty where it was.</summary>
    public string Optional(string name) => Has(name) ? Field(name) : "";

    /// <summary>A field that is a list; null where it is not there.</summary>
    public IReadOnlyList<string>? Many(string name) =>
        Value(name) is YamlSequenceNode list
            ? [.. list.Children.Select(item => ((YamlScalarNode)item).Value!)]
            : null;

    /// <summary>A field that is a list of entries; empty where it is not there.</summary>
    public IReadOnlyList<ReviewedFile> Entries(string name) =>
        Value(name) is YamlSequenceNode list
            ? [.. list.Children.Select(item => new ReviewedFile(file, (YamlMappingNode)item))]
            : [];

    /// <summary>A field that is a day.</summary>
    public DateOnly Day(string name) => DateOnly.ParseExact(Field(name), "yyyy-MM-dd");

    /// <summary>A field that is a whole number.</summary>
    public int Whole(string name) => int.Parse(Field(name), CultureInfo.InvariantCulture);

    /// <summary>What a rule beyond the shape finds wrong with a field: the exception to throw, with the field's line.</summary>
    /// <param name="name">The field; null, or one that is not there, for the entry as a whole.</param>
    public UnreadableSourceException Wrong(string why, string? name = null) =>
        Misfit(file, Shape.Line(name is null ? entry : Value(name) ?? entry), why);

    /// <summary>When the entries of a file were reviewed and are to be reviewed again, whatever else is in them.</summary>
    /// <exception cref="UnreadableSourceException">It is no YAML, or an entry does not say.</exception>
    public static IReadOnlyList<Review> Reviews(string file, string yaml)
    {
        var root = Root(file, yaml);
        YamlNode[] entries = root is YamlSequenceNode list ? [.. list.Children] : [root];
        return
        [
            .. entries.Select(node =>
            {
                if (node is not YamlMappingNode map)
                    throw Misfit(file, Shape.Line(node), "this entry is not named fields.");
                var entry = new ReviewedFile(file, map);
                return new Review(
                    file,
                    entry.Has("id") ? entry.Field("id") : entry.Optional("key"),
                    entry.Day("reviewed"),
                    entry.Day("review-by")
                );
            }),
        ];
    }

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

    private YamlNode? Value(string name) =>
        entry.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    private static ReviewedFile Fitting(string file, YamlMappingNode entry, Shape shape) =>
        shape.Misfit(entry) is var (line, why)
            ? throw Misfit(file, line, why)
            : new ReviewedFile(file, entry);

    private static YamlNode Root(string file, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: var root }]
                ? root
                : throw new UnreadableSourceException(
                    file,
                    "line 1: it is empty, or more than one document."
                );
        }
        catch (YamlException wrong)
        {
            throw new UnreadableSourceException(
                file,
                $"line {wrong.Start.Line}: this is not YAML: {wrong.Message}",
                wrong
            );
        }
        catch (InvalidOperationException wrong)
        {
            // The library's own scanner falls over a list that is not closed, and says nothing of where.
            throw new UnreadableSourceException(
                file,
                $"line {LastRead(yaml)}: this is not YAML: something begun here is not ended.",
                wrong
            );
        }
    }

    /// <summary>The line up to which a text can be read.</summary>
    private static long LastRead(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var line = 1L;
        try
        {
            while (parser.MoveNext())
                line = parser.Current!.End.Line;
        }
        catch (Exception wrong) when (wrong is YamlException or InvalidOperationException)
        {
            return line;
        }
        return line;
    }

    private static UnreadableSourceException Misfit(string file, int line, string why) =>
        new(file, $"line {line}: {why}");
}

/// <summary>When an entry was looked at last, and when it has to be looked at again.</summary>
/// <param name="File">The file it is in: "measures/absence.overall.yaml".</param>
/// <param name="Entry">Its id in the file.</param>
/// <param name="By">The last day before it is overdue.</param>
public sealed record Review(string File, string Entry, DateOnly Reviewed, DateOnly By)
{
    public bool OverdueOn(DateOnly day) => day > By;

    /// <summary>The reviews of every definition that was built into an assembly.</summary>
    public static IReadOnlyList<Review> In(Assembly assembly) =>
        [
            .. ReviewedFile
                .BuiltIn(
                    assembly,
                    "",
                    (name, text) =>
                        name.EndsWith(".yaml", StringComparison.Ordinal)
                            ? ReviewedFile.Reviews(name, text)
                            : []
                )
                .SelectMany(r => r),
        ];
}
