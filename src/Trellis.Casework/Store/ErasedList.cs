using System.Text;
using System.Text.Json;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>The list of what was erased, beside the store: a backup made before an erasure still has the words, and whoever restores it erases them again by this list.</summary>
/// <remarks>One JSON object a line: <c>{"entry":5,"path":"event.name"}</c> for words of the journal, <c>{"person":"p..."}</c> for a person. It holds no word of what was erased.</remarks>
public static class ErasedList
{
    public const string File = "erased.jsonl";

    /// <summary>What a list names.</summary>
    public sealed record Named(IReadOnlyList<PersonId> People, IReadOnlyList<TextPlace> Texts);

    /// <summary>Reads a list; a file that is not there names nothing.</summary>
    /// <exception cref="StoreDamagedException">A line other than the last is none; the last may have been cut off by a power cut and is then passed over.</exception>
    public static Named Read(string path)
    {
        var people = new List<PersonId>();
        var texts = new List<TextPlace>();
        if (!System.IO.File.Exists(path))
            return new Named(people, texts);
        var lines = System.IO.File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            try
            {
                using var read = JsonDocument.Parse(lines[i]);
                var line = read.RootElement;
                if (line.TryGetProperty("person", out var person))
                    people.Add(PersonId.Parse(person.GetString()!));
                else
                    texts.Add(
                        new TextPlace(
                            line.GetProperty("entry").GetInt64(),
                            line.GetProperty("path").GetString()!
                        )
                    );
            }
            catch (Exception wrong)
                when (wrong
                        is JsonException
                            or FormatException
                            or InvalidOperationException
                            or KeyNotFoundException
                )
            {
                if (i < lines.Length - 1)
                    throw new StoreDamagedException(
                        $"{path}, line {i + 1}: this names neither a person nor a place in the journal.",
                        wrong
                    );
            }
        }
        return new Named([.. people.Distinct()], [.. texts.Distinct()]);
    }

    /// <summary>Adds to a list and waits until it is on the disk.</summary>
    internal static void Add(string path, PersonId? person, IReadOnlyList<TextPlace> texts)
    {
        var lines = new StringBuilder();
        if (person is { } who)
            lines.Append($"{{\"person\":\"{who}\"}}\n");
        foreach (var place in texts)
            lines.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{{\"entry\":{place.Entry},\"path\":\"{place.Path}\"}}\n"
            );
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        file.Flush(flushToDisk: true);
    }
}
