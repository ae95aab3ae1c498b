using System.Text.Json;

namespace Trellis.Store;

/// <summary>What a backup says of itself, in <c>manifest.json</c>: enough to tell whether it is whole, and what has to be kept beside it.</summary>
/// <param name="Format">"trellis-backup-1".</param>
/// <param name="Program">Which program wrote it.</param>
/// <param name="At">The moment it shows, in UTC.</param>
/// <param name="Schema">The number of the newest schema file that was run.</param>
/// <param name="Head">The newest entry of the journal.</param>
/// <param name="Tables">In the order in which they can be put back.</param>
/// <param name="LeftOut">What is not in it, and where that comes from instead; for people.</param>
public sealed record BackupManifest(
    string Format,
    string Program,
    DateTimeOffset At,
    int Schema,
    Journal.Head Head,
    IReadOnlyList<BackupTable> Tables,
    IReadOnlyList<string> LeftOut
)
{
    internal const string TheFormat = "trellis-backup-1";

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>All rows of all tables.</summary>
    public long Rows => Tables.Sum(t => t.Rows);
}

/// <summary>A table of a backup: <c>tables/NAME.jsonl</c>, the names of its columns in the first line, a row in each line after it, by key.</summary>
/// <param name="Sha256">Of the text file, 64 hex digits.</param>
public sealed record BackupTable(string Name, long Rows, string Sha256);

/// <summary>A backup cannot be put back, or not here. Nothing was changed.</summary>
public sealed class UnusableBackupException(string sentence, Exception? cause = null)
    : IOException(sentence, cause);
