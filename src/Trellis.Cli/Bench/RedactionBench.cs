using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Trellis.Brokerage;
using Trellis.Fiction;
using Trellis.Journal;
using Trellis.People;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Bench;

/// <summary>What was found of hidden words.</summary>
/// <param name="Documents">Cases, each with two public texts.</param>
/// <param name="Redactions">How many passages were hidden in them, each from 1 to 20 a document, late: after the words were public on both nodes or on none.</param>
/// <param name="Outputs">Public answers, files of the record, kept views and lines of the log that were looked at.</param>
/// <param name="Bytes">How long they are together.</param>
/// <param name="Hits">Hidden words in any of them, in any writing; 0 is the aim.</param>
/// <param name="First">The first of them; null where there is none.</param>
/// <param name="OtherMarkers">Markers that are none of those that are the same whatever the length; 0 is the aim.</param>
/// <param name="Late">Redactions made while the nodes were asked fifty times a second.</param>
/// <param name="SlowestSeconds">From such a redaction to the moment at which the words were gone from the page and from every byte of the record of the slower node.</param>
internal sealed record RedactionFigures(
    int Documents,
    int Redactions,
    int Outputs,
    long Bytes,
    int Hits,
    string? First,
    int OtherMarkers,
    int Late,
    double SlowestSeconds,
    double Seconds
);

/// <summary><c>trellis bench redactions</c>: random documents with random passages hidden, in a real store with two nodes over HTTP, and then everything that anybody can read, looked through.</summary>
internal static partial class RedactionBench
{
    // Every hidden word begins so and no other does: one look finds each of them in any writing.
    private const string Mark = "qzxjvkwy";

    private static readonly TextAt first = Place(1, "support-words");
    private static readonly TextAt second = Place(2, "progress-words");

    private static TextAt Place(int taken, string ask) =>
        ProcedureCase.TextOf(taken, Code.Parse(ask));

    [GeneratedRegex(@"\[redacted[^\]]{0,200}\]", RegexOptions.None, 5000)]
    private static partial Regex AnyMarker();

    /// <param name="connection">Of a PostgreSQL server; null for SQLite.</param>
    /// <param name="late">How many redactions are made under load in the end.</param>
    public static async Task<RedactionFigures> Run(
        int documents,
        int late,
        int seed,
        string? connection,
        CancellationToken stop
    )
    {
        var clock = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("trellis-redactions-").FullName;
        try
        {
            var files = Path.Combine(folder, "files");
            FictionalCountry.Write(files, schools: 60);
            var snapshots = new SnapshotStore(Path.Combine(folder, "snapshots"));
            snapshots.Import(files, TimeProvider.System);
            await using var store = await Casework.Open(
                Path.Combine(folder, "casework"),
                connection,
                TimeProvider.System,
                stop
            );
            await using var one = await Node.Start(snapshots, store, Path.Combine(folder, "one"));
            await using var two = await Node.Start(snapshots, store, Path.Combine(folder, "two"));
            var work = new Work(store, snapshots.Load(), new Random(seed));
            var (refs, redactions) = (new List<CaseRef>(), 0);
            for (var i = 0; i < documents; i++)
            {
                var (reference, made) = await work.Document(work.Chance.Next(1, 21), stop);
                refs.Add(reference);
                redactions += made;
            }
            await Followed(store, [one, two], stop);
            var seen = new Seen();
            foreach (var node in new[] { one, two })
                await LookAt(node, refs, seen, stop);
            var (slowest, hidden) = await UnderLoad(work, store, [one, two], late, seen, stop);
            foreach (var line in one.Log.Concat(two.Log))
                seen.Look("a line of the log", line);
            return new RedactionFigures(
                documents,
                redactions,
                seen.Outputs,
                seen.Bytes,
                seen.Hits,
                seen.First,
                seen.OtherMarkers,
                hidden,
                slowest,
                clock.Elapsed.TotalSeconds
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Everything that anybody reads of the cases on a node.</summary>
    private static async Task LookAt(
        Node node,
        IReadOnlyList<CaseRef> refs,
        Seen seen,
        CancellationToken stop
    )
    {
        foreach (var (path, text) in node.RecordBytes())
            seen.Look(path, text);
        foreach (var reference in refs)
        foreach (var ending in new[] { "", ".csv", ".json", ".atom" })
            seen.Look(
                $"/decision/{reference}{ending}",
                await node.Get($"/decision/{reference}{ending}", stop)
            );
        foreach (
            var address in new[]
            {
                "/",
                "/decisions",
                "/decisions.csv",
                "/decisions.json",
                "/decisions.atom",
                "/consultations",
                "/procedures.json",
                "/failed-matches",
                "/consistency",
                "/waiting",
                "/journal",
                "/status",
                "/search?q=fictional",
                "/data/changes",
            }
        )
            seen.Look(address, await node.Get(address, stop));
        foreach (var reference in refs.Take(20))
            await node.Keep($"/decision/{reference}", stop);
        foreach (var (path, text) in node.KeptViews())
            seen.Look(path, text);
    }

    /// <summary>Hides words that both nodes show, while each is asked fifty times a second.</summary>
    private static async Task<(double Slowest, int Made)> UnderLoad(
        Work work,
        Casework store,
        IReadOnlyList<Node> nodes,
        int late,
        Seen seen,
        CancellationToken stop
    )
    {
        var (slowest, made) = (0.0, 0);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var load = nodes
            .Select(node =>
                Task.Run(
                    async () =>
                    {
                        while (!over.IsCancellationRequested)
                        {
                            await node.Get("/decisions", default);
                            await Task.Delay(20, default(CancellationToken));
                        }
                    },
                    stop
                )
            )
            .ToList();
        for (var i = 0; i < late; i++)
        {
            var (reference, hide) = await work.Open(stop);
            await Followed(store, nodes, stop);
            foreach (var node in nodes)
                if (!Seen.Says(await node.Get($"/decision/{reference}", stop)))
                    throw new InvalidOperationException("A node does not show what is public.");
            await hide();
            made++;
            var clock = Stopwatch.StartNew();
            foreach (var node in nodes)
                while (
                    Seen.Says(await node.Get($"/decision/{reference}", stop))
                    || node.RecordBytes().Any(f => Seen.Says(f.Text))
                )
                {
                    if (clock.Elapsed > TimeSpan.FromMinutes(2))
                        throw new InvalidOperationException("Hidden words are still public.");
                    await Task.Delay(50, stop);
                }
            slowest = Math.Max(slowest, clock.Elapsed.TotalSeconds);
            seen.Look($"/decision/{reference}", await nodes[0].Get($"/decision/{reference}", stop));
        }
        await over.CancelAsync();
        await Task.WhenAll(load);
        return (slowest, made);
    }

    private static async Task Followed(
        Casework store,
        IReadOnlyList<Node> nodes,
        CancellationToken stop
    )
    {
        foreach (var node in nodes)
            await node.Record.Follow(store, TimeProvider.System, stop);
    }

    /// <summary>What was looked at and found.</summary>
    private sealed class Seen
    {
        private static readonly IReadOnlyList<HiddenWords> mark = [new(1, Mark)];
        private static readonly HashSet<string> markers =
        [
            .. RedactionCodes.All.Select(c => c.Marker()),
        ];

        public int Outputs { get; private set; }

        public long Bytes { get; private set; }

        public int Hits { get; private set; }

        public string? First { get; private set; }

        public int OtherMarkers { get; private set; }

        public static bool Says(string text) =>
            CanaryScan.Hits(mark, [new Output("", text)]).Count > 0;

        public void Look(string place, string text)
        {
            Outputs++;
            Bytes += text.Length;
            if (CanaryScan.Hits(mark, [new Output(place, text)]) is [var hit, ..])
            {
                Hits++;
                First ??= $"{hit.Place} ({hit.How})";
            }
            OtherMarkers += AnyMarker().Matches(text).Count(m => !markers.Contains(m.Value));
        }
    }

    /// <summary>People who record cases and hide words of them.</summary>
    private sealed class Work(Casework store, Snapshot snapshot, Random chance)
    {
        private readonly School school = snapshot.Schools.First(s =>
            s.IsOpen && Regions.Canonical(s.Current.Region) is not null
        );

        private int drawn;

        public Random Chance => chance;

        private Scope Region => new(ScopeKind.Region, Regions.Slug(school.Current.Region));

        private Holder Officer(byte number = 1) =>
            new(
                PersonId.From([number, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
                new Appointment(Role.RegionOfficer, Region)
            );

        /// <summary>A document with passages to hide, all of them hidden.</summary>
        /// <returns>How many there are.</returns>
        public async Task<(CaseRef, int)> Document(int passages, CancellationToken stop)
        {
            var (a, b) = (Text(passages - (passages / 2)), Text(passages / 2));
            var (reference, id) = await Case(a.Text, b.Text, stop);
            var made = 0;
            foreach (var (at, text) in new[] { (first, a), (second, b) })
            foreach (var (start, length) in text.Secrets)
            {
                await Hide(id, at, start, length, stop);
                made++;
            }
            return (reference, made);
        }

        /// <summary>A document whose words are public until they are hidden.</summary>
        public async Task<(CaseRef, Func<Task>)> Open(CancellationToken stop)
        {
            var text = Text(1);
            var (reference, id) = await Case(text.Text, "Plain words.", stop);
            return (
                reference,
                () => Hide(id, first, text.Secrets[0].Start, text.Secrets[0].Length, stop)
            );
        }

        private async Task Hide(CaseId id, TextAt at, int start, int length, CancellationToken stop)
        {
            var today = Today;
            Written(
                await store.Do(
                    new RedactAnswer(
                        id,
                        new Passage(
                            at,
                            start,
                            length,
                            RedactionCodes.All[chance.Next(RedactionCodes.All.Count)],
                            today.AddDays(chance.Next(1, 2000)),
                            "A fictional reason."
                        )
                    ),
                    Now(),
                    stop: stop
                )
            );
        }

        private static DateOnly Today =>
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date);

        private Occasion Now() => new(Officer(), TimeProvider.System.GetUtcNow(), Today);

        private async Task<(CaseRef, CaseId)> Case(string a, string b, CancellationToken stop)
        {
            var number = BitConverter.GetBytes(++drawn);
            byte[] bytes = [.. number, 1, 2, 3, 4, 5, 6];
            // Five bits of each byte count.
            for (var i = 0; i < 6; i++)
                bytes[4 + i] = (byte)(drawn >> (5 * i) & 31);
            var (reference, id) = (CaseRef.From(bytes), CaseId.From(bytes));
            var authority = new Scope(ScopeKind.LocalAuthority, $"{school.Current.La}");
            var trust = Scope.Parse("trust:2000");
            var opening = new CaseOpening(
                new CaseKind(ProcedureId.Parse("transfer-underperforming"), [], []),
                [Scope.School(Urn.Parse($"{900_000 + drawn}"))],
                trust,
                authority,
                Region,
                null,
                null,
                Today
            );
            if (
                await store.DoTogether(
                    opening.Acts(reference, Region, _ => id, Today),
                    Now(),
                    stop
                ) is
                { } no
            )
                throw new InvalidOperationException(no.Sentence);
            await Take(
                id,
                "record-concern",
                stop,
                Procedures.Answer.Of(Code.Parse("concern-on"), Today),
                Procedures.Answer.Of(Code.Parse("concern-kind"), Code.Parse("finance"))
            );
            await Take(
                id,
                "plan-support",
                stop,
                Procedures.Answer.Of(Code.Parse("support-on"), Today),
                Procedures.Answer.Of(Code.Parse("support-by"), Code.Parse("own-trust")),
                Procedures.Answer.Of(Code.Parse("support-words"), (FreeText)a),
                Procedures.Answer.Of(Code.Parse("support-review-on"), Today.AddDays(1))
            );
            await Take(
                id,
                "begin-review",
                stop,
                Procedures.Answer.Of(Code.Parse("reviewed-on"), Today),
                Procedures.Answer.Of(Code.Parse("progress"), Code.Parse("some")),
                Procedures.Answer.Of(Code.Parse("progress-words"), (FreeText)b)
            );
            return (reference, id);
        }

        private async Task Take(
            CaseId id,
            string step,
            CancellationToken stop,
            params IReadOnlyList<Procedures.Answer> answers
        ) =>
            Written(
                await store.Do(
                    new TakeStep(id, Code.Parse(step), Region, null, answers),
                    Now(),
                    beside: (_, after) => new Alongside([], [PublicCase.Of(after)]),
                    stop: stop
                )
            );

        private static void Written(Done<ProcedureCase> done)
        {
            if (done is not Done<ProcedureCase>.Written)
                throw new InvalidOperationException(
                    done is Done<ProcedureCase>.Refused no ? no.Why.Sentence : $"{done}"
                );
        }

        /// <summary>A text with words that may be read and passages that may not, with what stands between words in every kind.</summary>
        private (string Text, List<(int Start, int Length)> Secrets) Text(int passages)
        {
            string[] between =
            [
                " ",
                " ",
                "\n",
                ", ",
                " - ",
                " & ",
                " <b> ",
                "; ",
                " \u201c",
                " 100% ",
                " \u00e9\u00df ",
            ];
            var (text, secrets) = (new StringBuilder(), new List<(int, int)>());
            Words(chance.Next(2, 12), () => Letters(chance.Next(2, 9)));
            for (var i = 0; i < passages; i++)
            {
                text.Append(' ');
                var start = text.Length;
                Words(
                    chance.Next(1, 4),
                    () =>
                        chance.Next(3) switch
                        {
                            0 => Mark + Letters(3),
                            1 => (Mark + Letters(2)).ToUpperInvariant(),
                            _ =>
                                $"{char.ToUpperInvariant(Mark[0])}{Mark[1..]}{chance.Next(10, 99)}",
                        }
                );
                secrets.Add((start, text.Length - start));
                text.Append(' ');
                Words(chance.Next(1, 10), () => Letters(chance.Next(2, 9)));
            }
            return (text.Append('.').ToString(), secrets);

            void Words(int number, Func<string> word)
            {
                for (var k = 0; k < number; k++)
                {
                    if (k > 0)
                        text.Append(between[chance.Next(between.Length)]);
                    text.Append(word());
                }
            }
        }

        private string Letters(int number) =>
            string.Concat(
                Enumerable.Range(0, number).Select(_ => "aeioubdlmnrst"[chance.Next(13)])
            );
    }

    /// <summary>One node of the site: its own copy of the record, its own kept views, its own log.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly HttpClient client;
        private readonly string folder;
        private readonly string views;
        private readonly Lines lines = new();

        private Node(WebApplication app, string folder, string views)
        {
            (this.app, this.folder, this.views) = (app, folder, views);
            client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
            {
                BaseAddress = new Uri(app.Urls.First()),
            };
            client.DefaultRequestHeaders.Add("Accept", "text/html");
        }

        public PublicRecordFile Record => app.Services.GetRequiredService<PublicRecordFile>();

        public IEnumerable<string> Log => lines.Written;

        public static async Task<Node> Start(SnapshotStore snapshots, Casework store, string folder)
        {
            var app = Site.Build(
                snapshots,
                ["http://127.0.0.1:0"],
                TimeProvider.System,
                options: new SiteOptions
                {
                    Casework = store,
                    Folder = folder,
                    RunsStudies = false,
                    Limits = new Limits { AnswersASecond = 100_000, PostsAMinute = 100_000 },
                }
            );
            await app.StartAsync();
            var node = new Node(app, folder, Path.Combine(snapshots.Folder, "frozen"));
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(node.lines);
            while ((await node.client.GetAsync("/health/ready")).StatusCode != HttpStatusCode.OK)
                await Task.Delay(50);
            return node;
        }

        public async Task<string> Get(string address, CancellationToken stop)
        {
            using var answer = await client.GetAsync(address, stop);
            return await answer.Content.ReadAsStringAsync(stop);
        }

        /// <summary>Asks for a view to be kept, as the button does.</summary>
        public async Task Keep(string address, CancellationToken stop)
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, "/p");
            asked.Content = new FormUrlEncodedContent([new("address", address)]);
            asked.Headers.Add("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
            using var _ = await client.SendAsync(asked, stop);
        }

        public IEnumerable<(string Path, string Text)> RecordBytes() =>
            Directory.EnumerateFiles(folder, "public-record*").Select(Read);

        public IEnumerable<(string Path, string Text)> KeptViews() =>
            Directory.Exists(views)
                ? Directory.EnumerateFiles(views, "*", SearchOption.AllDirectories).Select(Read)
                : [];

        private static (string, string) Read(string path)
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return (path, Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>Lines of a log, kept.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Written.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
