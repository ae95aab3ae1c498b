namespace Trellis.Snapshots;

/// <summary>What an import read: every file, what it was taken for, how many rows went where.</summary>
/// <remarks>Kept beside the content and outside its hash: renaming a file changes the manifest, not the snapshot's id.</remarks>
public sealed record Manifest(
    IReadOnlyList<FileRead> Files,
    IReadOnlyList<FileRefused> Refused,
    double Seconds,
    bool Fictional
)
{
    public static readonly Manifest Empty = new([], [], 0, false);
}

/// <param name="Path">Within the folder that was imported; a file inside an archive as "gias.zip/allgroupsdata.csv".</param>
/// <param name="Sha256">Of the file's own bytes, in hexadecimal.</param>
/// <param name="Source">The key of the source it was recognised as, as "census/2018".</param>
/// <param name="Columns">The columns we looked for and found, by our name for each: a later file that lost one is noticed.</param>
/// <param name="RowsIn">Rows of data, the header not counted.</param>
/// <param name="RowsKept">Rows that are in the snapshot.</param>
/// <param name="RowsSetAside">Rows read well and not kept: national totals, types of group we do not hold. Reason and count.</param>
/// <param name="Rejected">Rows refused, each with its place and reason; at most the first 100, <paramref name="RowsRejected"/> has the count.</param>
/// <param name="Note">What the folder's own MANIFEST.csv says was changed since publication; empty where it says nothing.</param>
public sealed record FileRead(
    string Path,
    string Sha256,
    string Source,
    IReadOnlyList<string> Columns,
    int RowsIn,
    int RowsKept,
    IReadOnlyDictionary<string, int> RowsSetAside,
    int RowsRejected,
    IReadOnlyList<RowRejected> Rejected,
    string Note
);

/// <param name="Line">In the file, from 1, the header included.</param>
/// <param name="Expected">What would have been right: "a percentage between 0 and 100".</param>
public sealed record RowRejected(int Line, string Column, string Value, string Expected);

/// <summary>A file that was not read at all, and why: it is no source we know, and we say so.</summary>
public sealed record FileRefused(string Path, string Reason);
