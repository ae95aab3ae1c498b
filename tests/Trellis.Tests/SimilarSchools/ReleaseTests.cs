using System.Text.Json;
using Trellis.Families;
using Trellis.Fiction;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Tests.Sources;

namespace Trellis.Tests.SimilarSchools;

/// <summary>"release" as a process, and the import that continues from what it wrote.</summary>
public sealed class ReleaseTests
{
    private static string Lists(Snapshot snapshot)
    {
        using var text = new StringWriter();
        NeighbourFile.Write(text, Likeness.In(snapshot), SimilarMethods.Trellis);
        return text.ToString();
    }

    private static string FamiliesOf(Snapshot snapshot)
    {
        using var text = new StringWriter();
        FamilyFile.Write(
            text,
            Trellis.Families.Families.In(snapshot),
            Enum.GetValues<FamilyKind>()
        );
        return text.ToString();
    }

    [Fact]
    public void A_country_with_its_own_release_among_its_files_gives_the_same_release_again()
    {
        using var files = new FolderOfFiles();
        using var work = new FolderOfFiles();
        FictionalCountry.Write(files.Path, schools: 500);
        var store = new SnapshotStore(Path.Combine(work.Path, "store"));
        var first = store.Import(files.Path, TimeProvider.System).Snapshot;
        var folder = Path.Combine(files.Path, "release");

        var (code, text, errors) = ProgramRun.Of(
            "release",
            "--store",
            store.Folder,
            "--out",
            folder,
            "--json"
        );
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        // The day of the newest file that went in, as its note says; not today.
        var day = first.Sources.Max(s => s.Date);
        Assert.Equal($"{day:yyyy-MM-dd}", json.RootElement.GetProperty("release").GetString());
        Assert.Equal(
            [$"trellis_families_{day:yyyy-MM-dd}.csv", $"trellis_neighbours_{day:yyyy-MM-dd}.csv"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order()
        );
        var neighbours = File.ReadAllText(json.RootElement.GetProperty("neighbours").GetString()!);
        Assert.Equal(Lists(first), neighbours);
        Assert.StartsWith(
            "method,phase,urn,neighbour,rank\r\ntrellis,primary,",
            neighbours,
            StringComparison.Ordinal
        );
        Assert.Equal(
            neighbours.Count(c => c == '\n') - 1,
            json.RootElement.GetProperty("names").GetInt32()
        );

        var second = store.Import(files.Path, TimeProvider.System).Snapshot;
        Assert.NotEqual(first.Id, second.Id);
        Assert.NotNull(second.PublishedNeighbours.Find("trellis", "special"));
        Assert.NotEmpty(second.PublishedFamilies);
        Assert.Equal(Lists(first), Lists(second));
        Assert.Equal(FamiliesOf(first), FamiliesOf(second));
        (code, _, errors) = ProgramRun.Of(
            "release",
            "--store",
            store.Folder,
            "--out",
            Path.Combine(work.Path, "again")
        );
        Assert.True(code == 0, errors);
        foreach (var file in Directory.EnumerateFiles(folder))
            Assert.Equal(
                File.ReadAllText(file),
                File.ReadAllText(Path.Combine(work.Path, "again", Path.GetFileName(file)))
            );
    }
}
