using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trellis.Commands;

/// <summary>Options that many verbs take, and how answers are printed.</summary>
internal static class Shared
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<DirectoryInfo> Store() =>
        new("--store")
        {
            Description = "The folder that holds the snapshots.",
            DefaultValueFactory = _ => new DirectoryInfo(".trellis"),
        };

    public static Option<bool> AsJson() =>
        new("--json") { Description = "Answer in JSON, numbers in full precision." };

    public static void Print(object answer) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(answer, Json));
}
