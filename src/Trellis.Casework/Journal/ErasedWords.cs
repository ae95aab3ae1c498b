using System.Text;
using System.Text.Json;

namespace Trellis.Journal;

/// <summary>The list of words that were erased, kept beside the store and outside it, so that an older backup does not bring them back.</summary>
/// <remarks>A line for each, as <c>{"entry":5,"path":"event.name"}</c>: where they stood, never what they were.</remarks>
public static class ErasedWords
{
    /// <summary>Its name in the folder of the store, and in a backup.</summary>
    public const string FileName = "erased.jsonl";

    /// <summary>Adds to the list of a folder, on the disk when this returns. Adding twice is harmless.</summary>
    public static void Add(string folder, IEnumerable<TextPlace> places)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(
            Path.Combine(folder, FileName),
            FileMode.Append,
            FileAccess.Write,
            FileShare.Read
        );
        file.Write(Text(places));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The list of a folder; empty where there is none.</summary>
    /// <exception cref="FormatException">A line is none of such a list; the message names file and line.</exception>
    public static IReadOnlyList<TextPlace> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Read(file, path);
    }

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="from">Read to its end.</param>
    /// <param name="name">How the list is called, for the sentence.</param>
    public static IReadOnlyList<TextPlace> Read(Stream from, string name)
    {
        using var text = new StreamReader(from);
        var places = new List<TextPlace>();
        for (var number = 1; text.ReadLine() is { } line; number++)
            places.Add(
                Place(line)
                    ?? throw new FormatException(
                        $"{name}, line {number}: this is no place of erased words, as {{\"entry\":5,\"path\":\"event.name\"}}."
                    )
            );
        return places;
    }

    /// <summary>The list as its file has it.</summary>
    public static byte[] Text(IEnumerable<TextPlace> places) =>
        Encoding.UTF8.GetBytes(
            string.Concat(
                places.Select(p =>
                    JsonSerializer.Serialize(new { entry = p.Entry, path = p.Path }) + "\n"
                )
            )
        );

    private static TextPlace? Place(string line)
    {
        try
        {
            using var read = JsonDocument.Parse(line);
            return
                read.RootElement.ValueKind == JsonValueKind.Object
                && read.RootElement.TryGetProperty("entry", out var entry)
                && entry.TryGetInt64(out var number)
                && read.RootElement.TryGetProperty("path", out var path)
                && TextPlace.TryParse($"{number}:{path.GetString()}", null, out var place)
                ? place
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
