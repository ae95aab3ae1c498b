using System.Security.Cryptography;
using System.Text;
using Trellis.Fetching;
using Trellis.Sources;

namespace Trellis.Tests.Fetching;

public sealed class FetchTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    private readonly StandIn server = new();
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-fetch-").FullName;

    [Fact]
    public async Task A_file_is_put_in_its_place_and_recorded_with_its_hash()
    {
        var body = Bytes(200_000);
        server.File("/a.csv", body);
        var report = await Run(Source("a.csv"));
        Assert.Equal(body, Kept("a.csv"));
        var done = Assert.Single(report.Fetched);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), done.Sha256);
        Assert.Equal(200_000, done.Bytes);
        Assert.Equal("https://example.org/a.csv", done.Address);
        Assert.Equal(report.Fetched, Fetch.Recorded(folder));
        Assert.Equal(["a.csv", "fetched.json"], Left());
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_goes_on_where_it_stopped()
    {
        var body = Bytes(500_000);
        server.File("/a.csv", body, breaks: 2, cut: 150_000);
        var report = await Run(Source("a.csv"));
        Assert.Equal(body, Kept("a.csv"));
        Assert.Equal([null, 150_000, 300_000], server.Requests.Select(r => r.From));
        Assert.Equal(2, report.Resumed);
        Assert.Equal(["a.csv", "fetched.json"], Left());
    }

    [Fact]
    public async Task A_server_without_ranges_is_asked_from_the_start()
    {
        var body = Bytes(300_000);
        server.At(
            "/a.csv",
            (_, before) =>
                new Reply(200, body, "ETag: \"one\"\r\n", CutAfter: before < 2 ? 100_000 : null)
        );
        var report = await Run(Source("a.csv"));
        Assert.Equal(body, Kept("a.csv"));
        Assert.Equal(0, report.Resumed);
    }

    [Fact]
    public async Task A_server_that_marks_no_version_is_never_asked_to_go_on()
    {
        var body = Bytes(300_000);
        server.At(
            "/a.csv",
            (_, before) => new Reply(200, body, CutAfter: before < 1 ? 9_000 : null)
        );
        await Run(Source("a.csv"));
        Assert.Equal(body, Kept("a.csv"));
        Assert.All(server.Requests, r => Assert.Null(r.From));
    }

    [Fact]
    public async Task A_file_published_anew_in_the_middle_is_fetched_whole_never_mixed()
    {
        byte[] old = Bytes(300_000, seed: 1),
            fresh = Bytes(280_000, seed: 2);
        server.At(
            "/a.csv",
            (asked, before) =>
                before == 0 ? new Reply(200, old, "ETag: \"old\"\r\n", CutAfter: 120_000)
                : asked.IfRange == "\"new\"" ? new Reply(206, fresh[(int)asked.From!..])
                : new Reply(200, fresh, "ETag: \"new\"\r\n")
        );
        await Run(Source("a.csv"));
        Assert.Equal(fresh, Kept("a.csv"));
        Assert.Equal("\"old\"", server.Requests.Last().IfRange);
    }

    [Fact]
    public async Task A_server_that_is_overloaded_is_asked_again()
    {
        var body = Bytes(10_000);
        server.At(
            "/a.csv",
            (_, before) =>
                before < 3 ? new Reply(503, [], "Retry-After: 0\r\n") : new Reply(200, body)
        );
        Assert.Single((await Run(Source("a.csv"))).Fetched);
        Assert.Equal(body, Kept("a.csv"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_stays_overloaded_is_given_up_and_named()
    {
        server.At("/a.csv", (_, _) => new Reply(503, []));
        var missing = Assert.Single((await Run(Source("a.csv"))).Missing);
        Assert.Contains("answered 503", missing.Reason);
        Assert.Contains("after 4 tries", missing.Reason);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task A_file_shorter_than_its_server_says_never_takes_its_place()
    {
        var before = Bytes(5_000);
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "a.csv"),
            before,
            TestContext.Current.CancellationToken
        );
        server.At("/a.csv", (_, _) => new Reply(200, Bytes(50_000), Said: 60_000));
        var missing = Assert.Single((await Run(Source("a.csv"))).Missing);
        Assert.Contains("broke off", missing.Reason);
        Assert.Equal(before, Kept("a.csv"));
    }

    [Fact]
    public async Task A_file_that_is_too_small_to_be_whole_is_refused()
    {
        server.File("/a.csv", Bytes(999));
        var missing = Assert.Single(
            (await Run(Source("a.csv") with { LeastBytes = 1_000 })).Missing
        );
        Assert.Equal("Only 999 bytes: a whole file has at least 1000.", missing.Reason);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task A_web_page_in_place_of_a_file_is_refused()
    {
        server.At("/a.csv", (_, _) => new Reply(200, Bytes(9_000), "Content-Type: text/html\r\n"));
        var missing = Assert.Single((await Run(Source("a.csv"))).Missing);
        Assert.Contains("web page", missing.Reason);
        Assert.Single(server.Requests);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task What_is_not_there_is_named_and_the_rest_is_fetched()
    {
        server.File("/b.csv", Bytes(10));
        var report = await Run(Source("a.csv"), Source("b.csv"));
        Assert.Equal(
            "https://example.org/a.csv is not there (404).",
            Assert.Single(report.Missing).Reason
        );
        Assert.Equal("b.csv", Assert.Single(report.Fetched).File);
    }

    [Fact]
    public async Task Where_todays_file_is_not_there_yet_the_day_before_is_taken()
    {
        server.File("/all20261120.csv", Bytes(10));
        var report = await Run(Source("all{day}.csv") with { DaysBack = 3 });
        Assert.Equal("all20261120.csv", Assert.Single(report.Fetched).File);
        Assert.Equal(
            ["/all20261122.csv", "/all20261121.csv", "/all20261120.csv"],
            server.Requests.Select(r => r.Path)
        );
    }

    [Fact]
    public async Task Where_no_day_has_a_file_the_days_are_named()
    {
        var missing = Assert.Single(
            (await Run(Source("all{day}.csv") with { DaysBack = 2 })).Missing
        );
        Assert.Equal(
            "Nothing is there for 22 November 2026 nor for the 2 days before it.",
            missing.Reason
        );
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_page_that_links_to_many_issues_gives_the_newest()
    {
        server.At(
            "/issues",
            (_, _) =>
                new Reply(
                    200,
                    Encoding.UTF8.GetBytes(
                        """
                        <a href="https://example.org/media/1/MI_as_at_31_Jan_2026.csv">January</a>
                        <a href="/media/2/MI_as_at_31_August_2026.csv?x=1&amp;y=2">August</a>
                        <a href="https://example.org/media/3/MI_as_at_31_July_2026.ods">July</a>
                        <a href="https://example.org/media/4/Other_as_at_31_October_2026.csv">Other</a>
                        """
                    ),
                    "Content-Type: text/html\r\n"
                )
        );
        server.File("/media/2/MI_as_at_31_August_2026.csv?x=1&y=2", Bytes(10));
        var source = Source("") with
        {
            Address = "",
            Page = "https://example.org/issues",
            Link = "MI_as_at_",
            File = "ofsted/{name}",
        };
        Assert.Equal(
            "ofsted/MI_as_at_31_August_2026.csv",
            Assert.Single((await Run(source)).Fetched).File
        );
    }

    [Fact]
    public async Task A_file_that_is_here_already_is_not_fetched_again()
    {
        server.File("/a.csv", Bytes(10_000));
        await Run(Source("a.csv"));
        var again = await Run(Source("a.csv"));
        Assert.Equal(1, again.Unchanged);
        Assert.Equal("a.csv", Assert.Single(again.Fetched).File);
        Assert.Equal("\"one\"", server.Requests.Last().IfNoneMatch);
    }

    [Fact]
    public async Task A_run_that_was_given_up_is_resumed_by_the_next()
    {
        var body = Bytes(400_000);
        server.File("/a.csv", body, breaks: 4, cut: 50_000);
        Assert.Single((await Run(Source("a.csv"))).Missing);
        Assert.Equal(["a.csv.part", "a.csv.part.version"], Left());
        Assert.Single((await Run(Source("a.csv"))).Fetched);
        Assert.Equal(body, Kept("a.csv"));
        Assert.Equal(200_000, server.Requests.Last().From);
    }

    [Fact]
    public async Task A_server_that_falls_silent_counts_as_broken()
    {
        using var silent = new SilentServer();
        var source = Source("a.csv");
        var report = await Fetch.Into(
            http,
            folder,
            [source],
            Today,
            TimeProvider.System,
            new FetchOptions(silent.Address, Tries: 1, Stall: TimeSpan.FromMilliseconds(200)),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("Nothing arrived", Assert.Single(report.Missing).Reason);
    }

    [Fact]
    public async Task No_more_files_are_fetched_at_once_than_was_said()
    {
        var sources = Enumerable.Range(0, 9).Select(i => Source($"f{i}.csv")).ToArray();
        foreach (var source in sources)
            server.At("/" + source.File, (_, _) => new Reply(200, Bytes(10), WaitMilliseconds: 40));
        var report = await Run(sources);
        Assert.Equal(9, report.Fetched.Count);
        Assert.InRange(server.MostAtOnce, 2, 3);
    }

    [Fact]
    public async Task A_zipped_answer_is_named_zip()
    {
        server.File("/a.csv", [.. "PK\x03\x04"u8, .. Bytes(100)]);
        Assert.Equal("a.zip", Assert.Single((await Run(Source("a.csv"))).Fetched).File);
    }

    [Fact]
    public void The_reviewed_list_says_of_each_file_where_it_is_and_how_that_was_checked()
    {
        Assert.NotEmpty(OfficialSources.All);
        Assert.Equal(
            OfficialSources.All.Count,
            OfficialSources.All.Select(s => s.Key).Distinct().Count()
        );
        Assert.Equal(
            OfficialSources.All.Count,
            OfficialSources.All.Select(s => s.File).Distinct().Count()
        );
        Assert.All(OfficialSources.All, s => Assert.True(s.LeastBytes > 0, s.Key));
        Assert.All(OfficialSources.All, s => Assert.DoesNotContain("{year}", s.Address + s.File));
        Assert.Contains(OfficialSources.All, s => s.Key == "ks4/2023-2024");
    }

    [Theory]
    [InlineData("file: ../a.csv", "line 10: source 'a': '../a.csv' leads out of the folder.")]
    [InlineData("file: /etc/a.csv", "line 10: source 'a': '/etc/a.csv' leads out of the folder.")]
    [InlineData("days-back: 1", "line 1: 'file' is missing.")]
    [InlineData("fille: a.csv", "line 10: there is no field 'fille' in such a file; there are: ")]
    public void An_entry_that_is_wrong_is_refused_by_name(string line, string words) =>
        Assert.Contains(
            words,
            Assert
                .Throws<UnreadableSourceException>(() =>
                    OfficialSources.Parse(
                        $"""
                        - key: a
                          title: A
                          publisher: P
                          licence: L
                          address: https://example.org/a.csv
                          least: 1
                          reviewed: 2026-11-22
                          review-by: 2027-11-01
                          verified: no
                          {line}
                        """
                    )
                )
                .Message
        );

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task<FetchReport> Run(params OfficialSource[] sources) =>
        Fetch.Into(
            http,
            folder,
            sources,
            Today,
            TimeProvider.System,
            new FetchOptions(server.Address, Tries: 4, FirstPause: TimeSpan.FromMilliseconds(1)),
            TestContext.Current.CancellationToken
        );

    private static OfficialSource Source(string name) =>
        new(
            name,
            name,
            "Publisher",
            "Licence",
            $"https://example.org/{name}",
            "",
            "",
            name,
            1,
            0,
            Today,
            "no"
        );

    private static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private byte[] Kept(string name) => File.ReadAllBytes(Path.Combine(folder, name));

    private IEnumerable<string> Left() =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal);
}
