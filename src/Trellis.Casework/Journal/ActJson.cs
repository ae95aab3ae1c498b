using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trellis.Journal;

/// <summary>An act as text that waits to be done: whole, with the words people typed, so never part of the chain.</summary>
public static class ActJson
{
    public static string Write<TAct>(TAct act)
        where TAct : notnull => JsonSerializer.Serialize(act, whole);

    /// <exception cref="JsonException">The text is not this act, or not as this program writes it.</exception>
    public static TAct Read<TAct>(string json)
        where TAct : notnull =>
        JsonSerializer.Deserialize<TAct>(json, whole)
        ?? throw new JsonException($"There is no {typeof(TAct).Name} in it.");

    /// <summary>The same with every free text in it changed; codes, ids and dates are as they were.</summary>
    /// <inheritdoc cref="Read{TAct}(string)"/>
    public static TAct Read<TAct>(string json, Func<string, string> change)
        where TAct : notnull =>
        JsonSerializer.Deserialize<TAct>(json, Options(change))
        ?? throw new JsonException($"There is no {typeof(TAct).Name} in it.");

    private static readonly JsonSerializerOptions whole = Options(text => text);

    private static JsonSerializerOptions Options(Func<string, string> change) =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            // Names stay as they were typed, so that an erasure finds them.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new Words(change),
                new Identifiers(),
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
            },
        };

    private sealed class Words(Func<string, string> change) : JsonConverter<FreeText>
    {
        public override bool HandleNull => true;

        public override FreeText Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) => reader.GetString() is { } text ? change(text) : default(FreeText);

        public override void Write(
            Utf8JsonWriter writer,
            FreeText value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue(value.Text);
    }

    private sealed class Identifiers : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => Writing.IsIdentifier(type);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Identifier<>).MakeGenericType(type))!;
    }

    private sealed class Identifier<T> : JsonConverter<T>
        where T : IParsable<T>
    {
        public override T Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) =>
            T.TryParse(reader.GetString(), null, out var id)
                ? id
                : throw new JsonException($"This is no {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
