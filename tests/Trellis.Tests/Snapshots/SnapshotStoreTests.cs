using Trellis.Fiction;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Tests.Sources;

namespace Trellis.Tests.Snapshots;

public sealed class SnapshotStoreTests
{
    private static readonly string[] Census =
    [
        "URN,NOR,PNUMEAL,PNUMFSM",
        "100001,234,12.5,20.1",
        "100002,400,3,8",
    ];

    private static FolderOfFiles Country(string name = "Hill School") =>
        new FolderOfFiles()
            .WithRegister(
                $"100001,{name},Open,Community school,Primary,,,201,City,3614,London,",
                "100002,Vale School,Open,Community school,Primary,,,201,City,3615,London,"
            )
            .With("2022-2023/england_census.csv", Census);

    [Fact]
    public void What_is_written_reads_back_the_same_to_the_last_figure()
    {
        using var files = new FolderOfFiles();
        FictionalCountry.Write(files.Path, schools: 60);
        var (content, manifest) = Trellis.Sources.Import.Read(files.Path);
        using var folder = new FolderOfFiles();
        var path = System.IO.Path.Combine(folder.Path, "a.sqlite");
        var id = SnapshotFile.Write(path, content, manifest);
        var read = SnapshotFile.Read(path, verify: true);
        var before = new Snapshot(id, content, manifest);

        Assert.Equal(id, read.Id);
        Assert.Equal(before.Establishments, read.Establishments);
        Assert.Equal(before.Memberships, read.Memberships);
        Assert.Equal(before.Sources, read.Sources);
        Assert.Equal(before.Measures.Columns.Count, read.Measures.Columns.Count);
        foreach (var (a, b) in before.Measures.Columns.Zip(read.Measures.Columns))
            for (var i = 0; i < before.Establishments.Count; i++)
                Assert.Equal(a.Of(i), b.Of(i));
        Assert.True(read.IsFictional);
    }

    [Fact]
    public void The_same_files_twice_are_published_once()
    {
        using var files = Country();
        using var folder = new FolderOfFiles();
        var store = new SnapshotStore(folder.Path);
        var first = store.Import(files.Path, TimeProvider.System);
        var second = store.Import(files.Path, TimeProvider.System);
        Assert.Equal(first.Id, second.Id);
        Assert.Single(store.History());
    }

    [Fact]
    public void Rolling_back_returns_to_the_snapshot_before_and_twice_goes_back_two()
    {
        using var folder = new FolderOfFiles();
        var store = new SnapshotStore(folder.Path);
        var ids = new List<string>();
        foreach (var name in (string[])["One", "Two", "Three"])
        {
            using var files = Country(name);
            ids.Add(store.Import(files.Path, TimeProvider.System).Id);
        }
        Assert.Equal(ids[1], store.Rollback(TimeProvider.System)!.Id);
        Assert.Equal("Two", store.Load().Find(new Urn(100001))!.Name);
        Assert.Equal(ids[0], store.Rollback(TimeProvider.System)!.Id);
        Assert.Null(store.Rollback(TimeProvider.System));
        Assert.Equal(ids[0], store.Current()!.Id);
    }

    [Fact]
    public void A_damaged_snapshot_is_found_out()
    {
        using var files = Country();
        using var folder = new FolderOfFiles();
        var store = new SnapshotStore(folder.Path);
        var id = store.Import(files.Path, TimeProvider.System).Id;
        var bytes = File.ReadAllBytes(store.PathOf(id));
        var at = bytes.AsSpan().IndexOf("Vale School"u8);
        bytes[at] = (byte)'D';
        File.WriteAllBytes(store.PathOf(id), bytes);
        Assert.Contains(
            "damaged",
            Assert.Throws<InvalidDataException>(() => store.Load(id, verify: true)).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string[]> Drifts =>
        new()
        {
            {
                "the column 'PNUMEAL' is gone",
                ["URN,NOR,PERCEAL,PNUMFSM", "100001,234,12.5,20.1", "100002,400,3,8"]
            },
            {
                "the column 'PNUMFSM' is gone",
                ["URN,NOR,PNUMEAL", "100001,234,12.5", "100002,400,3"]
            },
            { "50 % fewer", ["URN,NOR,PNUMEAL,PNUMFSM", "100001,234,12.5,20.1"] },
        };

    [Theory]
    [MemberData(nameof(Drifts))]
    public void A_file_that_drifted_stops_the_import_and_the_old_snapshot_stays(
        string said,
        string[] census
    )
    {
        using var files = Country();
        using var folder = new FolderOfFiles();
        var store = new SnapshotStore(folder.Path);
        var id = store.Import(files.Path, TimeProvider.System).Id;
        files.With("2022-2023/england_census.csv", census);
        var drifted = Assert.Throws<DriftedException>(() =>
            store.Import(files.Path, TimeProvider.System)
        );
        Assert.Contains("england_census.csv", drifted.Message, StringComparison.Ordinal);
        Assert.Contains(said, drifted.Message, StringComparison.Ordinal);
        Assert.Equal(id, store.Current()!.Id);
        Assert.NotEqual(id, store.Import(files.Path, TimeProvider.System, acceptDrift: true).Id);
    }

    [Fact]
    public void A_column_whose_cells_turned_into_words_stops_the_import()
    {
        using var files = Country();
        files.With(
            "2022-2023/england_census.csv",
            [
                "URN,NOR,PNUMEAL,PNUMFSM",
                .. Enumerable.Range(0, 20).Select(i => $"{100001 + i},234,few,20"),
            ]
        );
        using var folder = new FolderOfFiles();
        var drifted = Assert.Throws<DriftedException>(() =>
            new SnapshotStore(folder.Path).Import(files.Path, TimeProvider.System)
        );
        Assert.Contains("20 of 20 rows were refused", drifted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_imports_at_once_do_not_mix()
    {
        using var folder = new FolderOfFiles();
        Directory.CreateDirectory(folder.Path);
        using var held = new FileStream(
            System.IO.Path.Combine(folder.Path, "lock"),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None
        );
        using var files = Country();
        Assert.Contains(
            "under way",
            Assert
                .Throws<IOException>(() =>
                    new SnapshotStore(folder.Path).Import(files.Path, TimeProvider.System)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_damaged_list_of_publications_is_named_and_not_taken_for_an_empty_store()
    {
        using var folder = new FolderOfFiles().With("current.json", "{bad");
        var damaged = Assert.Throws<InvalidDataException>(() =>
            new SnapshotStore(folder.Path).Current()
        );
        Assert.Contains("current.json is damaged", damaged.Message, StringComparison.Ordinal);
    }
}
