using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trellis.Journal;

/// <summary>How an act becomes a line of the journal. Pure but for the salts, which the caller draws.</summary>
public static class Writing
{
    /// <summary>The entry that stands for an act.</summary>
    /// <param name="head">The newest entry so far.</param>
    /// <param name="salt">Draws 16 bytes nobody can guess.</param>
    public static Entry Entry<TState>(
        Head head,
        string act,
        Event<TState> happened,
        TState? before,
        TState after,
        Occasion now,
        Func<byte[]> salt
    )
        where TState : State
    {
        var texts = new List<EntryText>();
        var payload = new Dictionary<string, object?>
        {
            ["number"] = head.Number + 1,
            ["at"] = Instant(now.At),
            ["act"] = act,
            ["kind"] = Naming.Of(typeof(TState)),
            ["subject"] = after.Key,
            ["by"] = now.By.Id,
            ["role"] = now.By.Role,
            ["scope"] = now.By.Scope,
            ["second"] = now.By.Second,
            ["why"] = Digested(now.Why, "why"),
            ["happened"] = Naming.Of(happened.GetType()),
            ["event"] = Plain(happened, "event"),
            ["changes"] = Changes(before, after),
        };
        // Where digests stand, so that a digest is told from anything else that looks like one.
        payload["words"] = texts.ConvertAll(t => t.Path);
        var text = JsonSerializer.Serialize(payload, compact);
        return new Entry(
            head.Number + 1,
            now.At,
            act,
            Naming.Of(typeof(TState)),
            after.Key,
            now.By.Id,
            now.By.Role,
            now.By.Scope,
            now.By.Second,
            text,
            head.Hash,
            Hash(head.Hash, text),
            texts
        );

        string? Digested(FreeText free, string path)
        {
            if (!free.IsThere)
                return null;
            // The same words in one entry ("event.name" and "changes.name.after") are kept once a place, each with its own salt.
            var drawn = Convert.ToHexStringLower(salt());
            // What an erasure takes out of a state is written nowhere again, not even for a moment.
            texts.Add(
                happened is IErases && path.StartsWith("changes.", StringComparison.Ordinal)
                    ? new EntryText(path, null, null, head.Number + 1)
                    : new EntryText(path, drawn, free.Text, null)
            );
            return Digest(drawn, free.Text!);
        }

        object Plain(object value, string path) =>
            Walk(JsonSerializer.SerializeToElement(value, value.GetType(), marked), path)!;

        // Every free text was written as {"$text": words}; here the words step out of the chain.
        object? Walk(JsonElement element, string path) =>
            element.ValueKind switch
            {
                JsonValueKind.Object when element.TryGetProperty(Mark, out var words) => Digested(
                    words.GetString(),
                    path
                ),
                JsonValueKind.Object => element
                    .EnumerateObject()
                    .ToDictionary(p => p.Name, p => Walk(p.Value, $"{path}.{p.Name}")),
                JsonValueKind.Array => element
                    .EnumerateArray()
                    .Select((e, i) => Walk(e, $"{path}.{i}"))
                    .ToArray(),
                _ => element,
            };

        object Changes(TState? from, TState to)
        {
            var old = from is null ? default : JsonSerializer.SerializeToElement(from, marked);
            var changes = new Dictionary<string, object?>();
            foreach (var field in JsonSerializer.SerializeToElement(to, marked).EnumerateObject())
            {
                var was =
                    from is not null && old.TryGetProperty(field.Name, out var value)
                        ? value
                        : default;
                if (
                    was.ValueKind == JsonValueKind.Undefined
                        ? field.Value.ValueKind == JsonValueKind.Null
                        : was.GetRawText() == field.Value.GetRawText()
                )
                    continue;
                changes[field.Name] = new Dictionary<string, object?>
                {
                    ["before"] =
                        was.ValueKind == JsonValueKind.Undefined
                            ? null
                            : Walk(was, $"changes.{field.Name}.before"),
                    ["after"] = Walk(field.Value, $"changes.{field.Name}.after"),
                };
            }
            return changes;
        }
    }

    /// <summary>The hash of an entry: SHA-256 of the previous hash, as its 64 digits, and the payload in UTF-8.</summary>
    public static string Hash(string previous, string payload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + payload)));

    /// <summary>The digest of words that stand outside the chain: SHA-256 of the salt, as its digits, and the words in UTF-8.</summary>
    public static string Digest(string salt, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + text)));

    /// <summary>An instant as the journal and the tables keep it: "2026-11-22T10:15:00.123456Z", so that the order of text is the order of time.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>Whether values of a type are ids of ours, written the way they stand in an address.</summary>
    internal static bool IsIdentifier(Type type) =>
        type.Namespace?.StartsWith("Trellis", StringComparison.Ordinal) == true
        && Array.Exists(
            type.GetInterfaces(),
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>)
        );

    private const string Mark = "$text";

    private static readonly JsonSerializerOptions compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions marked = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new Apart(),
            new Identifiers(),
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
        },
    };

    private sealed class Apart : JsonConverter<FreeText>
    {
        public override FreeText Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("Free text is never read back from the chain.");

        public override void Write(
            Utf8JsonWriter writer,
            FreeText value,
            JsonSerializerOptions options
        )
        {
            if (!value.IsThere)
            {
                writer.WriteNullValue();
                return;
            }
            writer.WriteStartObject();
            writer.WriteString(Mark, value.Text);
            writer.WriteEndObject();
        }
    }

    /// <summary>A typed id is written as its text, the way it stands in an address.</summary>
    private sealed class Identifiers : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => IsIdentifier(type);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Identifier<>).MakeGenericType(type))!;
    }

    private sealed class Identifier<T> : JsonConverter<T>
    {
        public override T Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("States are read from tables, not from the chain.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value?.ToString());
    }
}
