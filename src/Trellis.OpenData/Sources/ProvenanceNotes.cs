namespace Trellis.Sources;

/// <summary>What a collection's own MANIFEST.csv says was changed in each file since its publication.</summary>
/// <remarks>A page that shows figures from a changed file names it as composed, never as published by the Department.</remarks>
public sealed class ProvenanceNotes
{
    private readonly Dictionary<string, string> changed = new(StringComparer.OrdinalIgnoreCase);

    public static bool Is(InputFile file) =>
        file.Name.Equals("MANIFEST.csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads MANIFEST.csv in the folder or beside it; without one there are no notes.</summary>
    public static ProvenanceNotes Beside(string folder)
    {
        var notes = new ProvenanceNotes();
        foreach (var place in (string[])[folder, Path.Combine(folder, "..")])
        {
            var path = Path.Combine(place, "MANIFEST.csv");
            if (!System.IO.File.Exists(path))
                continue;
            using var table = new Table("MANIFEST.csv", System.IO.File.ReadAllBytes(path));
            int zip = table.Header.Find("zip"),
                file = table.Header.Find("file"),
                what = table.Header.Find("changed");
            if (zip < 0 || file < 0 || what < 0)
                continue;
            while (table.Read())
                if (table.Text(what) is { Length: > 0 } text && !AsPublished(text))
                    notes.changed[$"{table.Text(zip)}/{table.Text(file)}"] = WithoutPointers(text);
            break;
        }
        return notes;
    }

    // "composed from many files (see README.md, part 3)": what a reader of a page cannot follow is left out.
    private static string WithoutPointers(string text) =>
        text.IndexOf(" (see ", StringComparison.Ordinal) is >= 0 and var at && text.EndsWith(')')
            ? text[..at]
            : text;

    // "As published", a workbook written out and a name taken out leave every figure as it was.
    private static bool AsPublished(string text) =>
        text.StartsWith("as published", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("kept as found", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("as in the DfE repository", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("workbook written out", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("sheet", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("one row a pair", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("light outlines", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("JSON written out", StringComparison.OrdinalIgnoreCase)
        || text.Contains("name columns left out", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("names of heads", StringComparison.OrdinalIgnoreCase);

    /// <summary>What was changed, or "" where nothing is known to have been.</summary>
    public string Of(InputFile file)
    {
        var parts = file.Path.Split('/');
        for (var from = 0; from < parts.Length; from++)
            if (changed.TryGetValue(string.Join('/', parts[from..]), out var text))
                return text;
        return "";
    }
}
