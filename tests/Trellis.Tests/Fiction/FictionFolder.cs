using System.Text;
using Trellis.Fiction;

namespace Trellis.Tests.Fiction;

/// <summary>Two countries on disk, one small and one of everything only once, written for the tests of a class and removed after.</summary>
public sealed class FictionFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("trellis-fiction-").FullName;

    public FictionFolder()
    {
        Tiny = Path.Combine(root, "tiny");
        Country = Path.Combine(root, "country");
        FictionalCountry.Write(Tiny, schools: 60);
        FictionalCountry.Write(Country);
    }

    /// <summary>60 schools.</summary>
    public string Tiny { get; }

    /// <summary>1,200 schools, as the demo has.</summary>
    public string Country { get; }

    public string New(string name) => Path.Combine(root, name);

    public void Dispose() => Directory.Delete(root, recursive: true);
}

/// <summary>A published file read the plain way: a row is a dictionary by column, so that the tests lean on none of the importers.</summary>
internal static class Rows
{
    private static readonly Encoding Register = CodePagesEncodingProvider.Instance.GetEncoding(
        1252
    )!;

    public static IReadOnlyList<Dictionary<string, string>> Of(string path)
    {
        var register = path.Contains("gias", StringComparison.Ordinal);
        using var reader = new StreamReader(path, register ? Register : Encoding.UTF8);
        return Of(reader);
    }

    public static IReadOnlyList<Dictionary<string, string>> Of(Stream stream)
    {
        using var reader = new StreamReader(stream, Register);
        return Of(reader);
    }

    private static List<Dictionary<string, string>> Of(StreamReader reader)
    {
        var header = Cells(reader.ReadLine()!);
        var rows = new List<Dictionary<string, string>>();
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            var row = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < Math.Min(header.Count, cells.Count); i++)
                row[header[i]] = cells[i];
            rows.Add(row);
        }
        return rows;
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
                cell.Append(line[++at]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        }
        cells.Add(cell.ToString());
        return cells;
    }
}
