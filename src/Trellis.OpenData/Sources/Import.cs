using System.Collections.Concurrent;
using System.Diagnostics;
using Trellis.Snapshots;

namespace Trellis.Sources;

/// <summary>Reads a folder of published files into the content of a snapshot.</summary>
public static class Import
{
    /// <summary>Every source we know, in the order in which a header is held against them.</summary>
    public static IReadOnlyList<SourceFormat> Formats() =>
        [
            new GiasGroupLinks(),
            new GiasEstablishments(),
            new GiasLinks(),
            new GiasGroups(),
            new SchoolInformation(),
            new SimilarSchoolsValues(),
            // Before the files that are only listed: their headers hold those of authority tables and of hub areas too.
            new ApplicationsAndOffers(),
            new Hubs(),
            .. ListedOnly.All,
            new KeyStage2(),
            new KeyStage4(),
            new KeyStage5(),
            new SchoolCensus(),
            new Absence(),
            new Workforce(),
            new Finance(),
            new FinancePerPupil(),
            new Destinations(),
            new PupilPremium(),
            new OfstedHistory(),
            new OfstedManagementInformation(),
            new OfstedLatest(),
            new OfstedReportCards(),
            new OfstedRatings(),
            new Indices(),
            new UrbanRuralClass(),
            new StatisticalNeighbours(),
            new ReleasedFamilies(),
            new ReleasedNeighbours(),
            new RegisterPartnerships(),
            new RegisterMembers(),
        ];

    private sealed record Task(InputFile File, SourceFormat? Format, Period Period, bool IsOutline);

    private const string FictionMark = "FICTIONAL.txt";

    /// <summary>Reads every file of the folder.</summary>
    /// <param name="folder">CSV (plain, gzipped or zipped) and GeoJSON, in any order and under any names.</param>
    /// <exception cref="UnreadableSourceException">A file is not what it should be; nothing was changed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static (SnapshotContent Content, Manifest Manifest) Read(string folder)
    {
        var clock = Stopwatch.StartNew();
        var files = InputFiles.In(folder);
        if (files.Count == 0)
            throw new UnreadableSourceException(
                folder,
                "it holds no file of data: .csv, .csv.gz, .zip or .geojson."
            );
        var notes = ProvenanceNotes.Beside(folder);

        var formats = Formats();
        using var headText = new Text();
        var tasks = new List<Task>();
        foreach (var file in files)
            if (Recognise(file, formats, headText) is { } task)
                tasks.Add(task);

        var harvest = new Harvest();
        var register = new Register();
        var read = new ConcurrentBag<FileRead>();
        var contentOf = new ConcurrentDictionary<string, (string Path, string Sha)>(
            StringComparer.Ordinal
        );
        // The register fills in newest first and so keeps one thread; all other files go to whoever is free, longest first.
        var registers = tasks
            .Where(t => t.Format is RegisterFormat)
            .OrderBy(t => ((RegisterFormat)t.Format!).Order)
            .ThenByDescending(t => t.Period.Date)
            .ThenBy(t => t.Period.Key, StringComparer.Ordinal)
            .ToArray();
        var others = new ConcurrentQueue<Task>(
            tasks.Where(t => t.Format is not RegisterFormat).OrderByDescending(t => t.File.Length)
        );
        try
        {
            Parallel.Invoke(
                () =>
                {
                    using var text = new Text();
                    foreach (var task in registers)
                        ReadOne(task, text, harvest, register, read, contentOf, notes);
                    while (others.TryDequeue(out var task))
                        ReadOne(task, text, harvest, register, read, contentOf, notes);
                },
                () =>
                {
                    using var text = new Text();
                    while (others.TryDequeue(out var task))
                        ReadOne(task, text, harvest, register, read, contentOf, notes);
                }
            );
        }
        catch (AggregateException several)
        {
            // The first by file, so that the same folder always gives the same message.
            var first = several
                .Flatten()
                .InnerExceptions.OfType<UnreadableSourceException>()
                .MinBy(e => e.File, StringComparer.Ordinal);
            if (first is null)
                throw;
            throw new UnreadableSourceException(first.File, first.Why, first);
        }

        var noteOf = read.ToLookup(r => r.Source).ToDictionary(g => g.Key, g => g.First().Note);
        var sources = tasks
            .Where(t => t.Format is not ListedOnly)
            .Select(t =>
                t.Format is { } format
                    ? format.Note(
                        t.Period,
                        noteOf.GetValueOrDefault($"{format.Key}/{t.Period.Key}") ?? ""
                    )
                    : new SourceNote(
                        $"outlines/{t.Period.Key}",
                        "Outlines of areas",
                        "Office for National Statistics",
                        t.Period.Words,
                        t.Period.Date,
                        noteOf.GetValueOrDefault($"outlines/{t.Period.Key}") ?? ""
                    )
            )
            .DistinctBy(n => n.Key)
            .ToArray();
        var content = Merge.Of(harvest, register, sources);
        var fictional = File.Exists(Path.Combine(folder, FictionMark));
        var manifest = new Manifest(
            [.. read.OrderBy(r => r.Path, StringComparer.Ordinal)],
            [],
            clock.Elapsed.TotalSeconds,
            fictional
        );
        return (content, manifest);
    }

    private static Task? Recognise(InputFile file, IReadOnlyList<SourceFormat> formats, Text text)
    {
        if (file.Name.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase))
            return new Task(
                file,
                null,
                new Period(file.Name, file.Name, default, default),
                IsOutline: true
            );
        if (ProvenanceNotes.Is(file))
            return null;
        text.Load(file, head: 64 << 10);
        using var table = new Table(file.Path, text.Utf8);
        if (text.Utf8.Span.IndexOfAnyExcept("\r\n "u8) < 0)
            throw new UnreadableSourceException(file.Path, "it is empty.");
        var format =
            formats.FirstOrDefault(f => f.Recognises(table.Header))
            ?? throw new UnreadableSourceException(
                file.Path,
                $"its header is none that we know ({string.Join(", ", table.Header.Names.Take(6))}, ...)."
            );
        var period = format.PeriodOf(
            file,
            table.Header,
            () =>
            {
                // The header has been read: its buffer may be filled again with the whole file.
                text.Load(file);
                return new Table(file.Path, text.Utf8);
            }
        );
        return new Task(file, format, period, IsOutline: false);
    }

    private static void ReadOne(
        Task task,
        Text text,
        Harvest harvest,
        Register register,
        ConcurrentBag<FileRead> read,
        ConcurrentDictionary<string, (string Path, string Sha)> contentOf,
        ProvenanceNotes notes
    )
    {
        text.Load(task.File);
        if (task.IsOutline)
        {
            var (kind, outlines) = Outlines.Read(task.File.Path, text.Utf8);
            harvest.Add(h => h.Outlines.AddRange(outlines));
            read.Add(
                new FileRead(
                    task.File.Path,
                    text.Sha256,
                    $"outlines/{kind}",
                    [],
                    outlines.Count,
                    outlines.Count,
                    new Dictionary<string, int>(),
                    0,
                    [],
                    notes.Of(task.File)
                )
            );
            return;
        }
        var format = task.Format!;
        var source = $"{format.Key}/{task.Period.Key}";
        if (format is not ListedOnly && !contentOf.TryAdd(source, (task.File.Path, text.Sha256)))
        {
            var first = contentOf[source];
            if (first.Sha != text.Sha256)
            {
                var (a, b) =
                    string.CompareOrdinal(first.Path, task.File.Path) < 0
                        ? (first.Path, task.File.Path)
                        : (task.File.Path, first.Path);
                throw new UnreadableSourceException(
                    b,
                    $"it and {a} both claim to be '{format.Title}, {task.Period.Words}' and differ; keep one."
                );
            }
            read.Add(
                new FileRead(
                    task.File.Path,
                    text.Sha256,
                    source,
                    [],
                    0,
                    0,
                    new Dictionary<string, int>(),
                    0,
                    [],
                    "the same file again"
                )
            );
            return;
        }
        using var table = new Table(task.File.Path, text.Utf8);
        if (format is RegisterFormat registering)
            registering.ReadInto(table, task.Period, harvest, register);
        else
            format.Read(table, task.Period, harvest);
        if (table.RowsIn == 0)
            throw new UnreadableSourceException(task.File.Path, "it has a header and no rows.");
        read.Add(
            new FileRead(
                task.File.Path,
                text.Sha256,
                source,
                [.. table.Columns],
                table.RowsIn,
                table.RowsKept,
                new SortedDictionary<string, int>(
                    table.RowsSetAside.ToDictionary(),
                    StringComparer.Ordinal
                ),
                table.RowsRejected,
                table.Rejected,
                notes.Of(task.File)
            )
        );
    }
}
