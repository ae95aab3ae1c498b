using System.Text;

namespace Trellis.Fiction;

/// <summary>How a publisher writes a file.</summary>
internal enum Manner
{
    /// <summary>Windows-1252, every cell in quotes, LF: the register's full extract.</summary>
    RegisterExtract,

    /// <summary>Windows-1252, every cell in quotes, CRLF: groups.</summary>
    RegisterGroups,

    /// <summary>Windows-1252, text in quotes and whole numbers bare, CRLF: links and group links.</summary>
    RegisterLinks,

    /// <summary>The same with LF, as until 2018.</summary>
    RegisterLinksUnix,

    /// <summary>UTF-8 with a byte order mark, quotes where needed, CRLF: performance tables.</summary>
    WithMark,

    /// <summary>UTF-8, quotes where needed, LF.</summary>
    Plain,

    /// <summary>UTF-8, quotes where needed, CRLF.</summary>
    PlainCrlf,
}

/// <summary>A CSV file written row by row, in a publisher's manner.</summary>
internal sealed class Table : IDisposable
{
    private readonly StreamWriter writer;
    private readonly Manner manner;
    private readonly string lineEnd;

    public Table(string folder, string name, string header, Manner manner)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        this.manner = manner;
        lineEnd = manner is Manner.RegisterExtract or Manner.RegisterLinksUnix or Manner.Plain
            ? "\n"
            : "\r\n";
        writer = new StreamWriter(path, append: false, Of(manner), 1 << 16);
        writer.Write(header);
        writer.Write(lineEnd);
    }

    public void Row(params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            Cell(cells[i]);
        }
        writer.Write(lineEnd);
    }

    private void Cell(string text)
    {
        var quoted = manner switch
        {
            Manner.RegisterExtract or Manner.RegisterGroups => true,
            // The register leaves URN and UID bare here and quotes every code ("06", "34", "203").
            Manner.RegisterLinks or Manner.RegisterLinksUnix => text.Length is < 5 or > 7
                || !text.All(char.IsAsciiDigit),
            _ => text.AsSpan().IndexOfAny(",\"\n") >= 0,
        };
        if (!quoted)
        {
            writer.Write(text);
            return;
        }
        writer.Write('"');
        writer.Write(text.Contains('"') ? text.Replace("\"", "\"\"") : text);
        writer.Write('"');
    }

    public void Dispose() => writer.Dispose();

    private static Encoding Of(Manner manner) =>
        manner switch
        {
            Manner.RegisterExtract
            or Manner.RegisterGroups
            or Manner.RegisterLinks
            or Manner.RegisterLinksUnix => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            Manner.WithMark => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
}
