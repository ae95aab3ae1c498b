namespace Trellis.Snapshots;

/// <summary>Compares what an import read with what the snapshot before it was read from: a file that lost columns or rows stops the import.</summary>
public static class Drift
{
    /// <summary>The share of rows a file may lose against the one before it.</summary>
    public const double RowsLost = .25;

    /// <summary>The share of a file's rows that may be refused, once at least ten are.</summary>
    public const double RowsRefused = .05;

    /// <summary>What drifted, a sentence each that names the file; empty where nothing did.</summary>
    /// <param name="before">The manifest of the snapshot in use, or null for the first import.</param>
    public static IReadOnlyList<string> Between(Manifest? before, Manifest now)
    {
        var found = new List<string>();
        foreach (var file in now.Files)
            if (file.RowsRejected >= 10 && file.RowsRejected > file.RowsIn * RowsRefused)
                found.Add(
                    $"{file.Path}: {file.RowsRejected:N0} of {file.RowsIn:N0} rows were refused; the first at line {file.Rejected[0].Line}, column '{file.Rejected[0].Column}': '{file.Rejected[0].Value}' where {file.Rejected[0].Expected} was expected."
                );
        if (before is null)
            return found;

        var old = Last(before);
        var current = Last(now);
        // The same collection grown by a file, or another collection: only the first makes a newer period answer for an older one.
        var shared = old.Count == 0 ? 0 : (double)old.Keys.Count(current.ContainsKey) / old.Count;
        var newest = old
            .Values.GroupBy(f => Kind(f.Source))
            .ToDictionary(g => g.Key, g => g.MaxBy(f => f.Source, StringComparer.Ordinal)!);
        foreach (var (source, file) in current.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (!old.TryGetValue(source, out var previous))
                previous = shared >= .5 ? newest.GetValueOrDefault(Kind(source)) : null;
            if (previous is null || previous.Sha256 == file.Sha256)
                continue;
            foreach (var column in previous.Columns.Except(file.Columns))
                found.Add($"{file.Path}: the column '{column}' is gone; {previous.Path} had it.");
            if (previous.RowsKept > 0 && file.RowsKept < previous.RowsKept * (1 - RowsLost))
                found.Add(
                    $"{file.Path}: {file.RowsKept:N0} rows where {previous.Path} had {previous.RowsKept:N0}: {1 - ((double)file.RowsKept / previous.RowsKept):P0} fewer."
                );
        }
        return found;
    }

    private static Dictionary<string, FileRead> Last(Manifest manifest) =>
        manifest
            .Files.Where(f => f.RowsIn > 0)
            .GroupBy(f => f.Source)
            .ToDictionary(g => g.Key, g => g.First());

    // "similar/primary-2026-04-07": the kind of source is what stands before the period.
    private static string Kind(string source)
    {
        var digit = source.IndexOfAny(
            [.. "0123456789"],
            source.IndexOf('/', StringComparison.Ordinal) + 1
        );
        return digit < 0 ? source : source[..digit];
    }
}

/// <summary>An import stopped because its files drifted; the old snapshot stays.</summary>
public sealed class DriftedException(IReadOnlyList<string> sentences)
    : Exception(
        "The files are not as they were, so nothing was changed (publish them all the same with --accept-drift):\n"
            + string.Join('\n', sentences)
    )
{
    public IReadOnlyList<string> Sentences { get; } = sentences;
}
