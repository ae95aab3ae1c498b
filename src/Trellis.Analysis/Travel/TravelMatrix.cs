using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Trellis.Schools;
using Trellis.Sources;

namespace Trellis.Travel;

/// <summary>A router's times between schools, as they stand in a file: "from,to,minutes", a row a pair, schools by URN.</summary>
/// <remarks>
/// An empty cell of minutes says that the router found no road. Other columns are passed over. A pair may be given one way
/// only; <see cref="Journeys"/> then takes it for both.
/// </remarks>
public sealed class TravelMatrix
{
    /// <summary>A time above this is no drive in England: the file is probably in seconds.</summary>
    public const double MostMinutes = 1_440;

    private readonly long[] pairs;
    private readonly float[] minutes;

    private TravelMatrix(string file, string hash, long[] pairs, float[] minutes)
    {
        (File, Hash) = (file, hash);
        (this.pairs, this.minutes) = (pairs, minutes);
    }

    /// <summary>The name of the file, without its folder.</summary>
    public string File { get; }

    /// <summary>The SHA-256 of what was read, 64 hexadecimal digits: which times an answer rests on.</summary>
    public string Hash { get; }

    /// <summary>How many pairs the file gives.</summary>
    public int Count => pairs.Length;

    /// <summary>A pair by its place, 0 to <see cref="Count"/>, from the lowest URN up; NaN minutes where the router found no road.</summary>
    public (Urn From, Urn To, float Minutes) this[int at] =>
        (new((int)(pairs[at] >> 32)), new((int)pairs[at]), minutes[at]);

    /// <summary>A pair as one number, so that tens of millions of them can be sorted and found without an object each.</summary>
    internal static long Pair(int from, int to) => ((long)from << 32) | (uint)to;

    /// <summary>Reads a file; one that ends in ".gz" is unpacked as it is read.</summary>
    /// <exception cref="UnreadableSourceException">A column is missing, a cell is no URN or no time, or a pair is given twice; the message names line and column.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TravelMatrix Load(string path)
    {
        using var bytes = System.IO.File.OpenRead(path);
        var name = Path.GetFileName(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? Read(name, new GZipStream(bytes, CompressionMode.Decompress))
            : Read(name, bytes);
    }

    /// <summary>Reads text in UTF-8.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableSourceException">As for <see cref="Load"/>.</exception>
    public static TravelMatrix Read(string file, Stream text)
    {
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(text, hash, CryptoStreamMode.Read);
        using var reader = new StreamReader(hashed);
        try
        {
            var (pairs, minutes) = Parse(file, reader);
            return new TravelMatrix(file, Convert.ToHexStringLower(hash.Hash!), pairs, minutes);
        }
        catch (InvalidDataException damaged)
        {
            throw new UnreadableSourceException(
                file,
                "the archive is damaged or cut short.",
                damaged
            );
        }
    }

    private static (long[] Pairs, float[] Minutes) Parse(string file, StreamReader reader)
    {
        var header = (reader.ReadLine() ?? "").Split(',').Select(Bare).ToArray();
        int from = Column("from"),
            to = Column("to"),
            minutes = Column("minutes");
        var last = Math.Max(Math.Max(from, to), minutes);
        var pairs = new List<long>();
        var times = new List<float>();
        var lines = new List<int>();
        Span<Range> cells = new Range[last + 2];
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0)
                continue;
            var count = text.AsSpan().Split(cells, ',');
            if (count <= last)
                throw new UnreadableSourceException(
                    file,
                    $"line {line} has {count} cells; the header has {header.Length}."
                );
            pairs.Add(
                TravelMatrix.Pair(
                    School(from, text.AsSpan()[cells[from]], line),
                    School(to, text.AsSpan()[cells[to]], line)
                )
            );
            times.Add(Time(text.AsSpan()[cells[minutes]], line));
            lines.Add(line);
        }
        return Sorted(file, [.. pairs], times, lines);

        int Column(string wanted) =>
            Array.FindIndex(
                header,
                h => string.Equals(h, wanted, StringComparison.OrdinalIgnoreCase)
            )
                is >= 0
                    and var at
                ? at
                : throw new UnreadableSourceException(
                    file,
                    $"line 1 names no column '{wanted}': a file of times begins with from,to,minutes."
                );

        int School(int column, ReadOnlySpan<char> cell, int line) =>
            int.TryParse(Bare(cell), NumberStyles.None, CultureInfo.InvariantCulture, out var urn)
            && urn is >= Urn.Smallest and <= Urn.Largest
                ? urn
                : throw new UnreadableSourceException(
                    file,
                    $"line {line}, column '{header[column]}': '{cell}' is not a URN, as 100049."
                );

        float Time(ReadOnlySpan<char> cell, int line) =>
            Bare(cell).IsEmpty ? float.NaN
            : float.TryParse(
                Bare(cell),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var time
            )
            && time <= MostMinutes
                ? time
            : throw new UnreadableSourceException(
                file,
                $"line {line}, column '{header[minutes]}': '{cell}' is not a number of minutes from 0 to {MostMinutes}."
            );
    }

    private static (long[] Pairs, float[] Minutes) Sorted(
        string file,
        long[] pairs,
        List<float> times,
        List<int> lines
    )
    {
        int[] order = [.. Enumerable.Range(0, pairs.Length)];
        Array.Sort(pairs, order);
        for (var i = 1; i < pairs.Length; i++)
            if (pairs[i] == pairs[i - 1])
                throw new UnreadableSourceException(
                    file,
                    $"line {Math.Max(lines[order[i]], lines[order[i - 1]])}: the journey from {pairs[i] >> 32} to {(int)pairs[i]} was given before, in line {Math.Min(lines[order[i]], lines[order[i - 1]])}."
                );
        return (pairs, Array.ConvertAll(order, at => times[at]));
    }

    // Spreadsheets put quotes around cells, and some begin a file with a byte order mark.
    private static string Bare(string cell) => Bare(cell.AsSpan()).ToString();

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> cell) => cell.Trim().Trim('"');
}
