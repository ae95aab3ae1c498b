namespace Trellis.Store;

/// <summary>What two catalogues say differently.</summary>
internal static class Drift
{
    /// <summary>A sentence for each difference; none where the two are the same.</summary>
    public static IReadOnlyList<string> Between(
        IReadOnlyList<TableShape> files,
        IReadOnlyList<TableShape> rows
    )
    {
        var told = new List<string>();
        foreach (var name in Names(files, rows, t => t.Name))
        {
            var inFiles = files.FirstOrDefault(t => t.Name == name);
            var inRows = rows.FirstOrDefault(t => t.Name == name);
            if (inFiles is null || inRows is null)
            {
                told.Add($"table {name} is only in the {(inRows is null ? "files" : "rows")}");
                continue;
            }
            Compare(told, $"{name}: column", inFiles.Columns, inRows.Columns, c => c.Name);
            Compare(told, $"{name}: index", inFiles.Indexes, inRows.Indexes, i => i.Name);
            Compare(
                told,
                $"{name}: reference",
                inFiles.References,
                inRows.References,
                r => r.Column
            );
            if (!inFiles.Key.SequenceEqual(inRows.Key))
                told.Add(
                    $"{name}: the key is ({string.Join(", ", inFiles.Key)}) in the files and ({string.Join(", ", inRows.Key)}) in the rows"
                );
        }
        return told;
    }

    private static void Compare<T>(
        List<string> told,
        string what,
        IReadOnlyList<T> files,
        IReadOnlyList<T> rows,
        Func<T, string> name
    )
        where T : class
    {
        foreach (var one in Names(files, rows, name))
        {
            var inFiles = files.FirstOrDefault(f => name(f) == one);
            var inRows = rows.FirstOrDefault(r => name(r) == one);
            if (inFiles is null || inRows is null)
                told.Add($"{what} {one} is only in the {(inRows is null ? "files" : "rows")}");
            else if (!inFiles.Equals(inRows))
                told.Add($"{what} {one}: {inFiles} in the files, {inRows} in the rows");
        }
    }

    private static IEnumerable<string> Names<T>(
        IReadOnlyList<T> files,
        IReadOnlyList<T> rows,
        Func<T, string> name
    ) => files.Select(name).Union(rows.Select(name)).Order(StringComparer.Ordinal);
}
