using System.IO.Compression;
using System.Text;

namespace Trellis.Faults;

/// <summary>Ways in which a folder of good files goes bad. Each takes the folder and gives the name of the file it spoiled.</summary>
public static class Spoil
{
    // One byte a character and back again, whatever the file's own encoding.
    private static readonly Encoding Bytes = Encoding.Latin1;

    /// <summary>The first file of a name like this, by path.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string First(string folder, string pattern) =>
        Directory
            .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault()
        ?? throw new FileNotFoundException($"No file like {pattern} is in the fictional country.");

    /// <summary>Rewrites the lines of a file, the header first.</summary>
    public static string Lines(
        string folder,
        string pattern,
        Func<string, int, IReadOnlyList<string>, string?> line
    )
    {
        var file = First(folder, pattern);
        var ending = File.ReadAllText(file, Bytes).Contains("\r\n", StringComparison.Ordinal)
            ? "\r\n"
            : "\n";
        var lines = File.ReadAllLines(file, Bytes);
        var header = lines[0].Split(',').Select(c => c.Trim('"', 'ÿ', 'ï', '»', '¿')).ToArray();
        var kept = lines.Select((text, at) => line(text, at, header)).OfType<string>();
        File.WriteAllText(file, string.Join(ending, kept) + ending, Bytes);
        return Path.GetFileName(file);
    }

    /// <summary>Renames a column.</summary>
    public static string Rename(string folder, string pattern, string column, string becomes) =>
        Lines(
            folder,
            pattern,
            (text, at, header) =>
                at > 0 ? text
                : header.Contains(column) ? text.Replace(column, becomes, StringComparison.Ordinal)
                : throw new InvalidOperationException($"{pattern} has no column {column}.")
        );

    /// <summary>Rewrites the cells of a column; a null takes the column out, header and all.</summary>
    public static string Column(
        string folder,
        string pattern,
        string column,
        Func<string, string>? becomes
    ) =>
        Lines(
            folder,
            pattern,
            (text, at, header) =>
            {
                var place = header.ToList().IndexOf(column);
                if (place < 0)
                    throw new InvalidOperationException($"{pattern} has no column {column}.");
                var cells = Cells(text);
                if (becomes is null)
                    cells.RemoveAt(place);
                else if (at > 0)
                    cells[place] = $"\"{becomes(cells[place].Trim('"'))}\"";
                return string.Join(',', cells);
            }
        );

    /// <summary>Keeps about seven rows of ten.</summary>
    public static string ThinOut(string folder, string pattern) =>
        Lines(folder, pattern, (text, at, _) => at > 0 && at % 10 is 1 or 4 or 7 ? null : text);

    /// <summary>Puts a NUL into the middle of the file.</summary>
    public static string Nul(string folder, string pattern) =>
        Lines(
            folder,
            pattern,
            (text, at, _) =>
                at == 20 ? text[..(text.Length / 2)] + "\0" + text[(text.Length / 2)..] : text
        );

    /// <summary>Writes noise over the whole file.</summary>
    public static string Noise(string folder, string pattern)
    {
        var file = First(folder, pattern);
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(file, noise);
        return Path.GetFileName(file);
    }

    /// <summary>Packs a file into a zip of its own name, and the zip's bytes through whatever goes wrong with them.</summary>
    public static string Zip(string folder, string pattern, Func<byte[], byte[]> packed)
    {
        var file = First(folder, pattern);
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntryFromFile(file, Path.GetFileName(file));
        File.Delete(file);
        var name = Path.ChangeExtension(file, ".zip");
        File.WriteAllBytes(name, packed(memory.ToArray()));
        return Path.GetFileName(name);
    }

    /// <summary>Adds a zip of a few kilobytes that unpacks to gigabytes of noughts.</summary>
    public static string Bomb(string folder)
    {
        using var stream = File.Create(Path.Combine(folder, "bomb.zip"));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        using var entry = archive.CreateEntry("links_edubasealldata20260101.csv").Open();
        var noughts = new byte[1 << 20];
        for (var megabyte = 0; megabyte < 300; megabyte++)
            entry.Write(noughts);
        return "bomb.zip";
    }

    /// <summary>Adds a gzip that says nothing of how much it unpacks to, and unpacks to more than any published file has.</summary>
    public static string EndlessGzip(string folder)
    {
        var header = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"\r\n";
        using var stream = File.Create(Path.Combine(folder, "links_edubasealldata20260101.csv.gz"));
        stream.Write(Gzip(Encoding.ASCII.GetBytes(header)));
        var member = Gzip(Encoding.ASCII.GetBytes(new string('1', 8 << 20)));
        for (var times = 0; times < 200; times++)
            stream.Write(member);
        return "links_edubasealldata20260101.csv.gz";
    }

    /// <summary>Adds a zip with an entry that leads out of it.</summary>
    public static string PathTrick(string folder, string entry)
    {
        using var stream = File.Create(Path.Combine(folder, "trick.zip"));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
        writer.Write("URN\n100001\n");
        return "trick.zip";
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        return memory.ToArray();
    }

    // Commas within quotes belong to the cell.
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var (from, quoted) = (0, false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"')
                quoted = !quoted;
            else if (line[at] == ',' && !quoted)
            {
                cells.Add(line[from..at]);
                from = at + 1;
            }
        }
        cells.Add(line[from..]);
        return cells;
    }
}
