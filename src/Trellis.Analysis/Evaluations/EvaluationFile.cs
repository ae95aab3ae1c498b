using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Groups;
using Trellis.Measures;

namespace Trellis.Evaluations;

/// <summary>A file of answers about one snapshot under <c>evaluations</c> in a store: read whole, and put in place whole.</summary>
/// <param name="store">The folder of the store.</param>
/// <param name="kind">How its name begins: "audit" for audit-SNAPSHOT.json.</param>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class EvaluationFile<T>(DirectoryInfo store, string kind)
    where T : class
{
    /// <summary>What a snapshot's file holds; null where there is none, or it is of another version.</summary>
    public T? Of(string snapshot)
    {
        try
        {
            return File.Exists(PathOf(snapshot))
                ? FromBytes(File.ReadAllBytes(PathOf(snapshot)))
                : null;
        }
        catch (JsonException)
        {
            // Of another version, or broken off: it is made again.
            return null;
        }
    }

    /// <summary>When a snapshot's file was last written; long ago where there is none.</summary>
    public DateTime WrittenAt(string snapshot) => File.GetLastWriteTimeUtc(PathOf(snapshot));

    /// <summary>Writes it so that a reader sees the old file or the new one.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public void Write(string snapshot, T answers)
    {
        var path = PathOf(snapshot);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Two nodes may write the same answers into one folder at once, each beside the file under a name of its own.
        var beside = $"{path}.{Path.GetRandomFileName()}";
        File.WriteAllBytes(beside, ToBytes(answers));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>UTF-8 JSON: the same answers give the same bytes.</summary>
    public static byte[] ToBytes(T answers) =>
        JsonSerializer.SerializeToUtf8Bytes(answers, EvaluationForm.Json);

    /// <exception cref="JsonException">It is something else.</exception>
    public static T FromBytes(byte[] bytes) =>
        JsonSerializer.Deserialize<T>(bytes, EvaluationForm.Json)
        ?? throw new JsonException("It is empty.");

    private string PathOf(string snapshot) =>
        Path.Combine(store.FullName, "evaluations", $"{kind}-{snapshot}.json");
}

/// <summary>How answers are written: years by the autumn in which they begin, trusts by their number.</summary>
internal static class EvaluationForm
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
            new YearForm(),
            new UidForm(),
        },
    };

    private sealed class YearForm : JsonConverter<Year>
    {
        public override Year Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => new(reader.GetInt32());

        public override void Write(
            Utf8JsonWriter writer,
            Year value,
            JsonSerializerOptions options
        ) => writer.WriteNumberValue(value.Starts);
    }

    private sealed class UidForm : JsonConverter<Uid>
    {
        public override Uid Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            Uid.TryParse(reader.GetString(), null, out var uid)
                ? uid
                : throw new JsonException("It is no group's number.");

        public override void Write(
            Utf8JsonWriter writer,
            Uid value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue(value.ToString());
    }
}
