using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Trellis.Fetching;

/// <summary>Fetches official files into a folder: resumed when broken, checked when whole, and only then put in their place.</summary>
/// <remarks>
/// A file grows as ".part" beside its place, with the publisher's mark of its version in ".part.version"; it goes on from there, in the
/// same run or the next, only while the publisher still has that version (If-Range). What was fetched is written to fetched.json.
/// </remarks>
public static partial class Fetch
{
    /// <summary>The record of what was fetched, in the folder.</summary>
    public const string Record = "fetched.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Fetches each source's newest file.</summary>
    /// <param name="http">Without a limit of time of its own: a large file may take as long as bytes arrive.</param>
    /// <param name="folder">Created where there is none.</param>
    /// <param name="today">The last day a dated file can be of.</param>
    /// <param name="time">For pauses and for the time in the record.</param>
    /// <returns>What is in place, and what could not be had and why: a file missing at its publisher is no exception.</returns>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; parts stay and are resumed next time.</exception>
    public static async Task<FetchReport> Into(
        HttpClient http,
        string folder,
        IReadOnlyList<OfficialSource> sources,
        DateOnly today,
        TimeProvider time,
        FetchOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        Directory.CreateDirectory(folder);
        var run = new Run(http, folder, today, time, options ?? new FetchOptions());
        await Parallel.ForEachAsync(
            sources,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Max(1, run.Options.AtOnce),
                CancellationToken = cancellation,
            },
            async (source, stop) => await run.One(source, stop)
        );
        return run.Report(sources);
    }

    /// <summary>What the folder's record says was fetched before; empty where there is none.</summary>
    /// <exception cref="JsonException">The record is not one of ours.</exception>
    public static IReadOnlyList<FetchedFile> Recorded(string folder)
    {
        var path = Path.Combine(folder, Record);
        return File.Exists(path)
            ? JsonSerializer.Deserialize<FetchedFile[]>(File.ReadAllText(path), Json) ?? []
            : [];
    }

    [GeneratedRegex("href=\"([^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Links();

    [GeneratedRegex("^[A-Za-z0-9_.-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();

    /// <summary>Why a request came to nothing, and whether another try may help.</summary>
    private sealed record Failure(string Reason, bool MayPass, bool NotThere, TimeSpan? Wait);

    private sealed class Run(
        HttpClient http,
        string folder,
        DateOnly today,
        TimeProvider time,
        FetchOptions options
    )
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, FetchedFile> record = Recorded(folder)
            .ToDictionary(f => f.File, StringComparer.Ordinal);
        private readonly Dictionary<string, FetchedFile> fetched = [];
        private readonly Dictionary<string, NotFetched> missing = [];
        private int unchanged;
        private int resumed;

        public FetchOptions Options => options;

        public FetchReport Report(IReadOnlyList<OfficialSource> sources) =>
            new(
                sources
                    .Where(s => fetched.ContainsKey(s.Key))
                    .Select(s => fetched[s.Key])
                    .ToArray(),
                sources
                    .Where(s => missing.ContainsKey(s.Key))
                    .Select(s => missing[s.Key])
                    .ToArray(),
                unchanged,
                resumed
            );

        public async Task One(OfficialSource source, CancellationToken stop)
        {
            if (source.Page.Length > 0)
            {
                await FromPage(source, stop);
                return;
            }
            // A day's file appears in the course of its morning: the newest that is there is taken.
            for (var back = 0; ; back++)
            {
                var day = today.AddDays(-back).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
                var address = source.Address.Replace("{day}", day);
                var failure = await Whole(source, address, source.File.Replace("{day}", day), stop);
                if (failure is null)
                    return;
                if (failure.NotThere && source.IsDated && back < source.DaysBack)
                    continue;
                var reason =
                    failure.NotThere && source.IsDated
                        ? $"Nothing is there for {today:d MMMM yyyy} nor for the {source.DaysBack} days before it."
                        : failure.Reason;
                Miss(source, address, reason);
                return;
            }
        }

        private void Miss(OfficialSource source, string address, string reason)
        {
            lock (gate)
                missing[source.Key] = new NotFetched(source.Key, source.Title, address, reason);
        }

        private async Task FromPage(OfficialSource source, CancellationToken stop)
        {
            var (text, failure) = await Page(source.Page, stop);
            if (text is null)
            {
                Miss(source, source.Page, failure!.Reason);
                return;
            }
            var page = new Uri(source.Page);
            var newest = Links()
                .Matches(text)
                .Select(m => new Uri(page, WebUtility.HtmlDecode(m.Groups[1].Value)))
                .Select(link => (Link: link, Name: Path.GetFileName(link.AbsolutePath)))
                .Where(l =>
                    l.Link.Scheme == "https"
                    && l.Name.StartsWith(source.Link, StringComparison.OrdinalIgnoreCase)
                    && l.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                    && PlainName().IsMatch(l.Name)
                )
                .OrderByDescending(l => NamedDay(l.Name[source.Link.Length..^4]))
                .FirstOrDefault();
            if (newest.Link is null)
            {
                Miss(source, source.Page, $"The page links to no file '{source.Link}....csv'.");
                return;
            }
            var address = newest.Link.AbsoluteUri;
            if (
                await Whole(source, address, source.File.Replace("{name}", newest.Name), stop) is
                { } bad
            )
                Miss(source, address, bad.Reason);
        }

        /// <summary>The day in "31_August_2026" or "31_Aug_2026"; the first of days where there is none.</summary>
        private static DateOnly NamedDay(string text) =>
            DateOnly.TryParseExact(
                text.Replace('_', ' '),
                ["d MMMM yyyy", "d MMM yyyy"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day
                : DateOnly.MinValue;

        private async Task<(string? Text, Failure? Failure)> Page(
            string address,
            CancellationToken stop
        )
        {
            Failure? failure = null;
            for (var tried = 1; tried <= options.Tries; tried++)
            {
                if (failure is not null)
                    await Pause(tried, failure, stop);
                try
                {
                    using var answer = await http.GetAsync(At(address), stop);
                    if (answer.IsSuccessStatusCode)
                        return (await answer.Content.ReadAsStringAsync(stop), null);
                    failure = Refused(answer, address);
                    if (!failure.MayPass)
                        break;
                }
                catch (HttpRequestException broken)
                {
                    failure = new Failure(Unreachable(address, broken), true, false, null);
                }
            }
            return (null, failure);
        }

        private Uri At(string address)
        {
            var official = new Uri(address);
            return options.From is { } from ? new Uri(from, official.PathAndQuery) : official;
        }

        /// <summary>Fetches one file whole into its place; null when it is there.</summary>
        private async Task<Failure?> Whole(
            OfficialSource source,
            string address,
            string file,
            CancellationToken stop
        )
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Failure? failure = null;
            for (var tried = 1; tried <= options.Tries; tried++)
            {
                if (failure is not null)
                    await Pause(tried, failure, stop);
                failure = await Try(source, address, file, path, stop);
                if (failure is null || !failure.MayPass)
                    return failure;
            }
            return failure! with
            {
                Reason = $"{failure.Reason} Given up after {options.Tries} tries.",
            };
        }

        private Task Pause(int tried, Failure failure, CancellationToken stop)
        {
            var first = options.FirstPause ?? TimeSpan.FromSeconds(1);
            var pause = failure.Wait ?? first * Math.Pow(2, tried - 2);
            var longest = TimeSpan.FromMinutes(1);
            return Task.Delay(pause < longest ? pause : longest, time, stop);
        }

        private async Task<Failure?> Try(
            OfficialSource source,
            string address,
            string file,
            string path,
            CancellationToken stop
        )
        {
            var part = path + ".part";
            var version = part + ".version";
            var had = File.Exists(part) && File.Exists(version) ? new FileInfo(part).Length : 0;
            using var request = new HttpRequestMessage(HttpMethod.Get, At(address));
            FetchedFile? before;
            lock (gate)
                before = record.GetValueOrDefault(file);
            if (had > 0)
            {
                request.Headers.Range = new RangeHeaderValue(had, null);
                request.Headers.TryAddWithoutValidation("If-Range", File.ReadAllText(version));
            }
            else if (
                before is { Validator.Length: > 0 }
                && before.Address == address
                && File.Exists(path)
                && new FileInfo(path).Length == before.Bytes
            )
                request.Headers.TryAddWithoutValidation(
                    before.Validator[0] == '"' ? "If-None-Match" : "If-Modified-Since",
                    before.Validator
                );

            HttpResponseMessage answer;
            try
            {
                answer = await http.SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead,
                    stop
                );
            }
            catch (HttpRequestException broken)
            {
                return new Failure(Unreachable(address, broken), true, false, null);
            }
            using (answer)
            {
                if (answer.StatusCode == HttpStatusCode.NotModified && before is not null)
                {
                    lock (gate)
                    {
                        fetched[source.Key] = before;
                        unchanged++;
                    }
                    return null;
                }
                if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    Forget(part);
                    return new Failure(
                        "The server would not go on where the transfer had stopped.",
                        true,
                        false,
                        TimeSpan.Zero
                    );
                }
                if (!answer.IsSuccessStatusCode)
                    return Refused(answer, address);
                if (answer.Content.Headers.ContentType?.MediaType == "text/html")
                    return new Failure(
                        $"{address} answered with a web page, not with a file.",
                        false,
                        false,
                        null
                    );
                var goesOn =
                    answer.StatusCode == HttpStatusCode.PartialContent
                    && answer.Content.Headers.ContentRange?.From == had;
                if (answer.StatusCode == HttpStatusCode.PartialContent && !goesOn)
                {
                    Forget(part);
                    return new Failure(
                        "The server sent another part than was asked for.",
                        true,
                        false,
                        TimeSpan.Zero
                    );
                }
                if (!goesOn)
                {
                    had = 0;
                    Forget(part);
                    if (Version(answer) is { Length: > 0 } mark)
                        await File.WriteAllTextAsync(version, mark, stop);
                }
                else
                    lock (gate)
                        resumed++;
                var whole = goesOn
                    ? answer.Content.Headers.ContentRange!.Length
                    : answer.Content.Headers.ContentLength;
                if (await Body(answer, part, goesOn, stop) is { } broken)
                    return broken;
                return Place(source, address, file, path, whole, Version(answer));
            }
        }

        /// <summary>The publisher's mark of a version that If-Range may be given: a strong ETag, else the day it was last changed; else empty.</summary>
        private static string Version(HttpResponseMessage answer) =>
            answer.Headers.ETag is { IsWeak: false } mark ? mark.Tag
            : answer.Content.Headers.LastModified is { } changed
                ? changed.ToString("R", CultureInfo.InvariantCulture)
            : "";

        /// <summary>Writes the body to the part; a failure of the network is returned, one of the disk is thrown.</summary>
        private async Task<Failure?> Body(
            HttpResponseMessage answer,
            string part,
            bool append,
            CancellationToken stop
        )
        {
            using var body = await answer.Content.ReadAsStreamAsync(stop);
            using var file = new FileStream(
                part,
                append ? FileMode.Append : FileMode.Create,
                FileAccess.Write
            );
            var buffer = new byte[1 << 16];
            var stall = options.Stall ?? TimeSpan.FromSeconds(60);
            while (true)
            {
                int read;
                using var patience = new CancellationTokenSource(stall, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(
                    stop,
                    patience.Token
                );
                try
                {
                    read = await body.ReadAsync(buffer, either.Token);
                }
                catch (IOException broken)
                {
                    return new Failure(
                        $"The transfer broke off after {file.Length} bytes: {broken.Message}",
                        true,
                        false,
                        null
                    );
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    return new Failure(
                        $"Nothing arrived for {stall.TotalSeconds:0} seconds.",
                        true,
                        false,
                        null
                    );
                }
                if (read == 0)
                    break;
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }
            file.Flush(flushToDisk: true);
            return null;
        }

        private Failure? Place(
            OfficialSource source,
            string address,
            string file,
            string path,
            long? whole,
            string validator
        )
        {
            var part = path + ".part";
            var bytes = new FileInfo(part).Length;
            if (whole is { } said && said != bytes)
            {
                // Longer than said is not this file any more; shorter goes on where it stopped.
                if (bytes > said)
                    Forget(part);
                return new Failure(
                    $"{bytes} bytes arrived of a file of {said}.",
                    true,
                    false,
                    null
                );
            }
            if (bytes < source.LeastBytes)
            {
                Forget(part);
                return new Failure(
                    $"Only {bytes} bytes: a whole file has at least {source.LeastBytes}.",
                    false,
                    false,
                    null
                );
            }
            // The performance tables come zipped when the site wishes so: the name should say what it is.
            if (IsZip(part) && file.EndsWith(".csv", StringComparison.Ordinal))
                (file, path) = (
                    Path.ChangeExtension(file, ".zip"),
                    Path.ChangeExtension(path, ".zip")
                );
            string hash;
            using (var stream = File.OpenRead(part))
                hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            File.Move(part, path, overwrite: true);
            Forget(part);
            var done = new FetchedFile(
                source.Key,
                source.Title,
                source.Publisher,
                source.Licence,
                address,
                file,
                bytes,
                hash,
                validator,
                time.GetUtcNow()
            );
            lock (gate)
            {
                fetched[source.Key] = done;
                record[file] = done;
                WriteRecord();
            }
            return null;
        }

        private static bool IsZip(string path)
        {
            Span<byte> start = stackalloc byte[4];
            using var stream = File.OpenRead(path);
            return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4
                && start.SequenceEqual("PK\x03\x04"u8);
        }

        private void WriteRecord()
        {
            var path = Path.Combine(folder, Record);
            File.WriteAllText(
                path + ".part",
                JsonSerializer.Serialize(
                    record.Values.OrderBy(f => f.File, StringComparer.Ordinal),
                    Json
                )
            );
            File.Move(path + ".part", path, overwrite: true);
        }

        private static void Forget(string part)
        {
            File.Delete(part);
            File.Delete(part + ".version");
        }

        private static string Unreachable(string address, HttpRequestException broken) =>
            $"{new Uri(address).Host} could not be reached: {broken.Message}";

        private static Failure Refused(HttpResponseMessage answer, string address)
        {
            var code = (int)answer.StatusCode;
            var notThere = answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone;
            var mayPass = code is 408 or 429 or >= 500;
            return new Failure(
                notThere
                    ? $"{address} is not there (404)."
                    : $"{address} answered {code} {answer.ReasonPhrase}.",
                mayPass,
                notThere,
                mayPass ? answer.Headers.RetryAfter?.Delta : null
            );
        }
    }
}
