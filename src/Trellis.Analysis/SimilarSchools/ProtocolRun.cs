using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Sources;

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
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<IReadOnlyList<ProtocolRun>> Kept = new(() =>
        ReviewedFile.BuiltIn(
            Assembly.GetExecutingAssembly(),
            "runs/",
            (_, text) => JsonSerializer.Deserialize<ProtocolRun>(text, Json)!
        )
    );

    /// <summary>The runs that are published, from <c>docs/methods/runs</c>.</summary>
    public static IReadOnlyList<ProtocolRun> All => Kept.Value;
}
