using System.Globalization;
using System.Text.Json;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Serving;

namespace Trellis.Pages.Admin;

/// <summary>A field that an act changed, in words.</summary>
/// <param name="Before">One line each; nothing where there was nothing.</param>
public sealed record FieldChange(
    string Field,
    IReadOnlyList<string> Before,
    IReadOnlyList<string> After
);

/// <summary>An entry of the journal as people read it: digests give way to the words that stand outside the chain.</summary>
public static class EntryWords
{
    /// <summary>Each field that changed, with the lines that differ.</summary>
    public static IReadOnlyList<FieldChange> Changes(Entry entry)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        if (!payload.RootElement.TryGetProperty("changes", out var changes))
            return [];
        var words = entry.Texts.ToDictionary(
            t => t.Path,
            t => t with { Text = Readable(entry, t) },
            StringComparer.Ordinal
        );
        var fields = new List<FieldChange>();
        foreach (var field in changes.EnumerateObject())
        {
            // The key of a state is one of its other fields again.
            if (field.Name == "key")
                continue;
            var before = Lines(field.Value, "before", $"changes.{field.Name}", words);
            var after = Lines(field.Value, "after", $"changes.{field.Name}", words);
            // Of a long list only what differs is of interest; the file beside it has all.
            fields.Add(
                new FieldChange(
                    Spoken(field.Name),
                    [.. before.Except(after)],
                    [.. after.Except(before)]
                )
            );
        }
        return fields;
    }

    /// <summary>The words at a place as an administrator reads them; null where they are erased.</summary>
    /// <remarks>Whoever replied to a consultation without an account was promised that nobody sees the address, and who looks after a site is somebody.</remarks>
    public static string? Readable(Entry entry, EntryText text) =>
        text.Text is not null
        && (
            entry.Kind == replies
            || (
                entry.Kind == consultations
                && text.Path.Split('.').Contains("secret", StringComparer.Ordinal)
            )
        )
            ? "(not shown: it belongs to a reply to a consultation)"
            : text.Text;

    private static readonly string replies = Naming.Of(typeof(PersonReply));
    private static readonly string consultations = Naming.Of(typeof(Consultation));

    /// <summary>The reason that was given; null where none was.</summary>
    public static string? Why(Entry entry) =>
        entry.Texts.FirstOrDefault(t => t.Path == "why") is { } why ? Shown(why) : null;

    /// <summary>Where words stand in an entry: "changes.whatItIsFor.after" gives "What it is for, after", "why" gives "The reason given".</summary>
    public static string Where(string path) =>
        path == "why"
            ? "The reason given"
            : string.Join(
                    ", ",
                    path.Split('.')
                        .Where(part => part is not ("changes" or "event"))
                        .Select(part =>
                            int.TryParse(part, NumberStyles.None, null, out var at)
                                ? $"{at + 1}"
                                : Spoken(part).ToLowerInvariant()
                        )
                )
                .Capital();

    private static List<string> Lines(
        JsonElement change,
        string side,
        string path,
        Dictionary<string, EntryText> words
    )
    {
        if (!change.TryGetProperty(side, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        var at = $"{path}.{side}";
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((one, i) => Line(one, $"{at}.{i}", words))]
            : [Line(value, at, words)];
    }

    private static string Line(
        JsonElement value,
        string path,
        Dictionary<string, EntryText> words
    ) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => string.Join(
                "; ",
                value
                    .EnumerateObject()
                    .Where(p => p.Value.ValueKind != JsonValueKind.Null)
                    .Select(p =>
                        p.Value.ValueKind == JsonValueKind.Object
                            ? Line(p.Value, $"{path}.{p.Name}", words)
                            : $"{Spoken(p.Name).ToLowerInvariant()} {Line(p.Value, $"{path}.{p.Name}", words)}"
                    )
            ),
            JsonValueKind.Array => string.Join(
                ", ",
                value.EnumerateArray().Select((one, i) => Line(one, $"{path}.{i}", words))
            ),
            JsonValueKind.String => words.TryGetValue(path, out var text)
                ? Shown(text)
                : Spelled(value.GetString()!),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => value.GetRawText(),
        };

    /// <summary>An instant by the clock in London; anything else as it is.</summary>
    private static string Spelled(string text) =>
        text.Length > 19
        && text[10] == 'T'
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at.InLondon()
            : text;

    private static string Shown(EntryText text) =>
        text.Text ?? $"(erased by entry {text.ErasedBy})";

    /// <summary>"knownFrom" gives "Known from".</summary>
    private static string Spoken(string field) => Naming.Of(field).Replace('-', ' ').Capital();
}
