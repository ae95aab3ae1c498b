using System.Diagnostics;
using System.Globalization;
using Trellis.Snapshots;

namespace Trellis.Faults;

/// <summary>An import that is killed, starved of disk or raced leaves the old snapshot or the new one, whole.</summary>
public sealed class KillTests(Countries countries) : IClassFixture<Countries>
{
    /// <summary>How many kills: ten, or as many as `./trellis bench kills` asks for.</summary>
    private static int Kills =>
        int.Parse(
            Environment.GetEnvironmentVariable("TRELLIS_KILLS") ?? "10",
            CultureInfo.InvariantCulture
        );

    [Fact]
    public async Task A_kill_at_any_moment_leaves_the_old_snapshot_or_the_new_one_and_the_rerun_ends_in_the_same_id()
    {
        using var scratch = new Scratch();
        var store = new Store(scratch["store"]);
        Assert.Equal(countries.FirstId, store.Import(countries.First));
        string[] either = [countries.FirstId, countries.SecondId];
        var moments = new Random(20_261_122);
        // A whole import with the reader at work: the moments have to reach to its very end, and follow as the machine's
        // other work makes imports faster or slower.
        var takes = (await Round(store, Timeout.InfiniteTimeSpan, either)).Took;
        Assert.Equal(countries.SecondId, store.Served());

        var (rounds, killed, published, reads) = (0, 0, 0, 0);
        for (; killed < Kills && rounds < 4 * Kills; rounds++)
        {
            var (folder, id) = Next(store);
            // Half of the time the snapshot that comes is not in the store yet.
            if (rounds % 4 < 2)
                File.Delete(new SnapshotStore(store.Folder).PathOf(id));
            // Anywhere, and every other time in the last third, where it is written, read back and published.
            var share = moments.NextDouble();
            var outcome = await Round(
                store,
                takes * (rounds % 2 == 0 ? share : (2 + share) / 3),
                either
            );
            takes = outcome.Killed ? takes * 1.03 : outcome.Took;
            killed += outcome.Killed ? 1 : 0;
            reads += outcome.Reads;
            published += outcome.Killed && store.Served() == id ? 1 : 0;
            store.AssertWhole();
            Assert.Equal(id, store.Import(folder));
            Assert.Equal(id, store.Served());
        }
        // A test of kills in which little was killed or read would show little.
        Assert.True(
            killed * 2 >= Kills,
            $"only {killed} of {Kills} were still running when killed"
        );
        Assert.True(reads >= Kills, $"only {reads} reads in {rounds} rounds");
        Assert.Empty(
            Directory.EnumerateFiles(store.Folder, "*.partial*", SearchOption.AllDirectories)
        );
        TestContext.Current.SendDiagnosticMessage(
            $"{killed} killed in {rounds} rounds, {published} of them after they had published; {reads} whole reads meanwhile"
        );
    }

    private (string Folder, string Id) Next(Store store) =>
        store.Served() == countries.FirstId
            ? (countries.Second, countries.SecondId)
            : (countries.First, countries.FirstId);

    /// <summary>Imports the country that is not served and kills the import, while a reader reads the store over and over.</summary>
    private async Task<(TimeSpan Took, bool Killed, int Reads)> Round(
        Store store,
        TimeSpan moment,
        string[] either
    )
    {
        var (folder, _) = Next(store);
        using var over = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                var reads = 0;
                var readable = new SnapshotStore(store.Folder);
                while (!over.IsCancellationRequested)
                {
                    var id = readable.Current()!.Id;
                    Assert.Contains(id, either);
                    Assert.Equal(id, readable.Load(id, verify: true).Id);
                    reads++;
                }
                return reads;
            },
            CancellationToken.None
        );

        var clock = Stopwatch.StartNew();
        using var import = TrellisProgram.Start("import", folder, "--store", store.Folder);
        var ended = import.WaitForExitAsync(TestContext.Current.CancellationToken);
        var first = await Task.WhenAny(
            ended,
            Task.Delay(moment, TestContext.Current.CancellationToken)
        );
        var killed = first != ended && !import.HasExited;
        if (killed)
            import.Kill();
        await ended;
        var took = clock.Elapsed;
        await over.CancelAsync();
        return (took, killed, await reader);
    }

    [Fact]
    public void A_disk_that_fills_up_leaves_the_old_snapshot_and_an_import_with_room_succeeds()
    {
        using var scratch = new Scratch();
        var store = new Store(scratch["store"]);
        store.Import(countries.First);
        var largest = Directory
            .EnumerateFiles(store.Folder, "*", SearchOption.AllDirectories)
            .Max(f => new FileInfo(f).Length);

        foreach (var share in new[] { 0.02, 0.5, 0.9 })
        {
            var answer = TrellisProgram.RunWithSmallFiles(
                (int)(largest * share / 1024) + 1,
                "import",
                countries.Second,
                "--store",
                store.Folder,
                "--json"
            );
            Assert.NotEqual(0, answer.Code);
            Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
            Assert.Equal(countries.FirstId, store.Served());
            store.AssertWhole();
        }
        Assert.Equal(countries.SecondId, store.Import(countries.Second));
    }

    [Fact]
    public async Task Two_imports_at_once_end_in_one_of_the_two_whole()
    {
        using var scratch = new Scratch();
        var store = new Store(scratch["store"]);
        var answers = await Task.WhenAll(
            Task.Run(() => store.Try(countries.First), TestContext.Current.CancellationToken),
            Task.Run(() => store.Try(countries.Second), TestContext.Current.CancellationToken)
        );
        Assert.Contains(answers, a => a.Code == 0);
        Assert.Contains(store.Served(), new[] { countries.FirstId, countries.SecondId });
        store.AssertWhole();
    }
}
