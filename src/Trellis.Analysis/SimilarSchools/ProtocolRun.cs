using System.Reflection;
using System.Text.Json;

namespace Trellis.SimilarSchools;

/// <summary>A run of the protocol that was kept, with the hashes of what went in, so that anybody can run it again.</summary>
/// <param name="Title">What was compared: "Secondary schools of England, 2018/19".</param>
/// <param name="Table">The name of the table.</param>
/// <param name="TableHash">The SHA-256 of the table's bytes, unpacked, in hexadecimal.</param>
/// <param name="FieldsHash">The same of the file that says what its columns are.</param>
/// <param name="Command">The command that makes the run again.</param>
/// <param name="On">The day of the run.</param>
public sealed record ProtocolRun(
    string Title,
    string Note,
    string Table,
    string TableHash,
    string FieldsHash,
    string Command,
    DateOnly On,
    int Seed,
    IReadOnlyList<ProtocolResult> Results
)
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = System
            .Text
            .Json
            .Serialization
            .JsonNumberHandling
            .AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<IReadOnlyList<ProtocolRun>> Kept = new(() =>
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("runs/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<ProtocolRun>(stream, Json)!;
            })
            .ToArray();
    });

    /// <summary>The runs that are published, from <c>docs/methods/runs</c>.</summary>
    public static IReadOnlyList<ProtocolRun> All => Kept.Value;
}
