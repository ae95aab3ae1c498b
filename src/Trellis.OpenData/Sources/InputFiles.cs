using System.IO.Compression;

namespace Trellis.Sources;

/// <summary>One file of data in the folder: plain, gzipped, or inside a zip.</summary>
/// <param name="Path">Within the folder, slashes forward; inside an archive as "gias.zip/links.csv".</param>
/// <param name="Length">Bytes when unpacked, as the archive states it; for gzip the packed length.</param>
public sealed record InputFile(string Path, string Archive, string Entry, long Length)
{
    /// <summary>The last part of the path, without ".gz".</summary>
    public string Name
    {
        get
        {
            var name = System.IO.Path.GetFileName(Path);
            return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        }
    }

    /// <summary>Opens the unpacked bytes.</summary>
    /// <exception cref="UnreadableSourceException">The archive is damaged.</exception>
    public Stream Open()
    {
        try
        {
            if (Entry.Length > 0)
            {
                var archive = ZipFile.OpenRead(Archive);
                var entry =
                    archive.GetEntry(Entry)
                    ?? throw new UnreadableSourceException(Path, "the archive lost this entry.");
                return new EntryStream(archive, entry.Open());
            }
            var file = File.OpenRead(Archive);
            return Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress)
                : file;
        }
        catch (InvalidDataException damaged)
        {
            throw new UnreadableSourceException(
                Path,
                "the archive is damaged or cut short.",
                damaged
            );
        }
    }

    /// <summary>Closes the archive together with its entry.</summary>
    private sealed class EntryStream(ZipArchive archive, Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length =>
            throw new NotSupportedException("An entry of an archive is read once.");
        public override long Position
        {
            get => throw new NotSupportedException("An entry of an archive is read once.");
            set => throw new NotSupportedException("An entry of an archive is read once.");
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException("An entry of an archive is read once.");

        public override void SetLength(long value) =>
            throw new NotSupportedException("An entry of an archive is read once.");

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("An entry of an archive is read once.");

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                archive.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}

/// <summary>Finds the files of data in a folder and in the zips it holds.</summary>
public static class InputFiles
{
    /// <summary>The largest file read, unpacked. GIAS's full register has 60 MB.</summary>
    public const long LargestFile = 512L << 20;

    /// <summary>The most that one archive may unpack to, and how much more than its own size: a bomb is refused before it is opened.</summary>
    public const long LargestArchive = 4L << 30;
    private const int LargestRatio = 200;
    private const int MostEntries = 5_000;

    private static readonly string[] Data =
    [
        ".csv",
        ".csv.gz",
        ".geojson",
        ".geojson.gz",
        ".txt.gz",
    ];

    /// <summary>Every file of data in the folder, sorted by path; other files (a README, a PDF) are passed over.</summary>
    /// <exception cref="UnreadableSourceException">An archive is damaged, holds a path that leads out of it, or would unpack to too much.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<InputFile> In(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var found = new List<InputFile>();
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (relative.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                found.AddRange(InArchive(path, relative));
            else if (IsData(relative))
            {
                var length = new FileInfo(path).Length;
                if (length > LargestFile)
                    throw new UnreadableSourceException(
                        relative,
                        $"it has {length:N0} bytes; at most {LargestFile:N0} are read."
                    );
                found.Add(new InputFile(relative, path, "", length));
            }
        }
        return found.OrderBy(f => f.Path, StringComparer.Ordinal).ToArray();
    }

    private static bool IsData(string path) =>
        Array.Exists(Data, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static List<InputFile> InArchive(string path, string relative)
    {
        var found = new List<InputFile>();
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var packed = new FileInfo(path).Length;
            if (archive.Entries.Count > MostEntries)
                throw new UnreadableSourceException(
                    relative,
                    $"it holds {archive.Entries.Count:N0} entries; at most {MostEntries:N0} are read."
                );
            var total = archive.Entries.Sum(e => e.Length);
            if (total > LargestArchive || total > packed * LargestRatio)
                throw new UnreadableSourceException(
                    relative,
                    $"it would unpack from {packed:N0} to {total:N0} bytes, which no published file does."
                );
            foreach (var entry in archive.Entries)
            {
                var name = entry.FullName.Replace('\\', '/');
                if (
                    name.StartsWith('/')
                    || name.Contains(':', StringComparison.Ordinal)
                    || name.Split('/').Contains("..")
                )
                    throw new UnreadableSourceException(
                        relative,
                        $"its entry '{name}' leads out of the archive."
                    );
                if (!IsData(name))
                    continue;
                if (entry.Length > LargestFile)
                    throw new UnreadableSourceException(
                        $"{relative}/{name}",
                        $"it has {entry.Length:N0} bytes; at most {LargestFile:N0} are read."
                    );
                found.Add(new InputFile($"{relative}/{name}", path, entry.FullName, entry.Length));
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new UnreadableSourceException(
                relative,
                "the zip is damaged or cut short.",
                damaged
            );
        }
        return found;
    }
}
