using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Trellis.Sources;

/// <summary>A value of a JSON text that knows in which line and where in the whole it stands, so that what is wrong with it can be found.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Path">As "schools[3].list[0]"; empty for the whole.</param>
/// <remarks>For files that people write by hand. The library's own documents forget lines once they are read.</remarks>
public sealed record LinedJson(JsonTokenType Kind, int Line, string Path)
{
    /// <summary>Of an object: its fields in the order of the text; a name that stands twice is there twice.</summary>
    public IReadOnlyList<KeyValuePair<string, LinedJson>> Fields { get; private init; } = [];

    /// <summary>Of a list: what is in it.</summary>
    public IReadOnlyList<LinedJson> Items { get; private init; } = [];

    /// <summary>Of a text: the text. Of a number: its digits as they stand. Else empty.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Where it stands: "line 3, schools[0].challenge".</summary>
    public string Place => Path.Length == 0 ? $"line {Line}" : $"line {Line}, {Path}";

    /// <summary>What it is, for a sentence: "a list", "the number 7", "the text 'seven'".</summary>
    public string Words =>
        Kind switch
        {
            JsonTokenType.StartObject => "named fields",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => $"the text '{Short(Text)}'",
            JsonTokenType.Number => $"the number {Short(Text)}",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        };

    /// <summary>The number; null where it is none, or none that is finite.</summary>
    public double? Number =>
        Kind == JsonTokenType.Number
        && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    /// <summary>The whole number; null where it is none: 3 and 3.0 are, 3.5 is not.</summary>
    public int? Whole =>
        Number is { } number
        && number is >= int.MinValue and <= int.MaxValue
        && double.IsInteger(number)
            ? (int)number
            : null;

    /// <summary>Reads a whole text, UTF-8 with or without a byte order mark.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableSourceException">It is no JSON; the message says in which line and why.</exception>
    public static LinedJson Read(string file, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 32 });
            if (!reader.Read())
                throw new UnreadableSourceException(file, "line 1: the file is empty.");
            var lines = new Lines(json);
            var whole = Value(ref reader, ref lines, "");
            // Reads on to the end, so that anything after the whole is noticed.
            while (reader.Read()) { }
            return whole;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // An escape that makes no character is an InvalidOperationException without a line.
            var line = wrong is JsonException { LineNumber: { } at } ? at + 1 : 1;
            throw new UnreadableSourceException(
                file,
                $"line {line}: it is no JSON: {wrong.Message.Split(" LineNumber:")[0]}",
                wrong
            );
        }
    }

    private static LinedJson Value(ref Utf8JsonReader reader, ref Lines lines, string path)
    {
        var line = lines.Of(reader.TokenStartIndex);
        var kind = reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.StartObject:
                var fields = new List<KeyValuePair<string, LinedJson>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    fields.Add(
                        new(
                            name,
                            Value(ref reader, ref lines, path.Length == 0 ? name : $"{path}.{name}")
                        )
                    );
                }
                return new(kind, line, path) { Fields = fields };
            case JsonTokenType.StartArray:
                var items = new List<LinedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Value(ref reader, ref lines, $"{path}[{items.Count}]"));
                return new(kind, line, path) { Items = items };
            case JsonTokenType.String:
                return new(kind, line, path) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new(kind, line, path)
                {
                    Text = Encoding.UTF8.GetString(
                        reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan
                    ),
                };
            default:
                return new(kind, line, path);
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    /// <summary>Counts lines once from front to back.</summary>
    private ref struct Lines(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private int until;
        private int line = 1;

        public int Of(long at)
        {
            line += text[until..(int)at].Count((byte)'\n');
            until = (int)at;
            return line;
        }
    }
}
