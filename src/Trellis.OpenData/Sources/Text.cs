using System.Buffers;
using System.Security.Cryptography;

namespace Trellis.Sources;

/// <summary>A whole file as UTF-8 text in a buffer that is used again for the next file.</summary>
/// <remarks>
/// One buffer a worker: copies of 60 MB files would be most of the memory of an import. Files come in UTF-8, with or
/// without a byte order mark, or in windows-1252; what is not valid UTF-8 is read as windows-1252, where every byte but five is a letter.
/// </remarks>
public sealed class Text : IDisposable
{
    private byte[] raw = ArrayPool<byte>.Shared.Rent(1 << 20);
    private byte[] turned = [];

    /// <summary>The text without a byte order mark; holds until the next <see cref="Load"/>.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; private set; }

    /// <summary>The SHA-256 of the file's own bytes, before any turning.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Reads a file whole.</summary>
    /// <param name="head">Stop after about this many bytes (to look at the header only).</param>
    /// <exception cref="UnreadableSourceException">It is not text, it is damaged, or it is too long.</exception>
    public void Load(InputFile file, int head = int.MaxValue)
    {
        var length = Fill(file, head);
        var bytes = raw.AsSpan(0, length);
        Sha256 = head == int.MaxValue ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : "";
        if (bytes.IndexOf((byte)0) is >= 0 and var at)
            throw new UnreadableSourceException(
                file.Path,
                $"byte {at:N0} is zero: this is not text."
            );
        var start = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        var body = bytes[start..];
        if (head != int.MaxValue && length >= head)
            body = body[..(body.LastIndexOf((byte)'\n') + 1)];
        if (System.Text.Unicode.Utf8.IsValid(body))
            Utf8 = raw.AsMemory(start, body.Length);
        else
            Turn(body);
    }

    private int Fill(InputFile file, int head)
    {
        var length = 0;
        try
        {
            using var stream = file.Open();
            while (length < head)
            {
                if (length == raw.Length)
                {
                    if (length >= InputFiles.LargestFile)
                        throw new UnreadableSourceException(
                            file.Path,
                            $"it unpacks to more than {InputFiles.LargestFile:N0} bytes."
                        );
                    var larger = ArrayPool<byte>.Shared.Rent(
                        (int)Math.Max(file.Length + 1, raw.Length * 2L)
                    );
                    raw.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(raw);
                    raw = larger;
                }
                var read = stream.Read(
                    raw.AsSpan(length, Math.Min(raw.Length - length, head - length))
                );
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new UnreadableSourceException(
                file.Path,
                "the archive is damaged or cut short.",
                damaged
            );
        }
        return length;
    }

    /// <summary>Windows-1252 to UTF-8: bytes under 128 stay, the others become two or three.</summary>
    private void Turn(ReadOnlySpan<byte> bytes)
    {
        if (turned.Length < bytes.Length + (bytes.Length / 8) + 16)
            turned = new byte[bytes.Length + (bytes.Length / 4) + 16];
        var to = 0;
        while (bytes.Length > 0)
        {
            var plain = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            var run = plain < 0 ? bytes : bytes[..plain];
            if (turned.Length - to < run.Length + 3)
                Array.Resize(ref turned, (turned.Length * 2) + run.Length);
            run.CopyTo(turned.AsSpan(to));
            to += run.Length;
            if (plain < 0)
                break;
            to += new System.Text.Rune(Windows1252(bytes[plain])).EncodeToUtf8(turned.AsSpan(to));
            bytes = bytes[(plain + 1)..];
        }
        Utf8 = turned.AsMemory(0, to);
    }

    // The 32 characters in which windows-1252 differs from Latin-1; the five unassigned bytes become the replacement character.
    private const string High =
        "\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD"
        + "\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178";

    private static char Windows1252(byte value) =>
        value is >= 0x80 and < 0xA0 ? High[value - 0x80] : (char)value;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(raw);
        raw = [];
    }
}
