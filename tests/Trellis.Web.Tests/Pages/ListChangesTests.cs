using System.Text.Json;
using Trellis.Fiction;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Pages;

/// <summary>What a page says of a list that differs from the last release's.</summary>
public sealed class ListChangesTests(SiteFixture fixture)
{
    private static readonly StandingClock clock = new(
        new DateTimeOffset(2026, 10, 2, 9, 0, 0, TimeSpan.Zero)
    );

    private static School Primary(Snapshot snapshot) =>
        snapshot.Schools.First(s =>
            PeersOf.School(s, snapshot) == Peers.Primary
            && Likeness.In(snapshot).Ask(s.Urn, SimilarMethods.Trellis, take: 1) is SimilarAnswer
        );

    [Fact]
    public async Task Without_a_release_the_page_says_how_to_make_one()
    {
        var school = Primary(fixture.Site.Snapshot);
        var (_, page) = await fixture.Site.Get($"/school/{school.Urn}/similar");
        Assert.Contains(
            "trellis release",
            page.QuerySelector("#changes")!.NextElementSibling!.TextContent
        );
        var (_, filtered) = await fixture.Site.Get($"/school/{school.Urn}/similar?place=urban");
        Assert.Null(filtered.QuerySelector("#changes"));
    }

    [Fact]
    public async Task A_list_after_a_release_names_who_joined_who_left_and_why()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-lists-").FullName;
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, 400);
        var store = new SnapshotStore(Path.Combine(folder, "store"));
        store.Import(files, clock);
        var first = store.Load();
        var school = Primary(first);
        var all = Assert
            .IsType<SimilarAnswer>(
                Likeness.In(first).Ask(school.Urn, SimilarMethods.Trellis, take: Likeness.Most)
            )
            .Neighbours.Select(n => n.School.Urn)
            .ToArray();
        Assert.True(all.Length > 100);
        var closed = first.Schools.First(s => !s.IsOpen).Urn;
        var wide = first.Schools.First(s => PeersOf.School(s, first) == Peers.Secondary).Urn;

        // Last time it named the nearest but one, one that is far off, one that has closed and one of another kind.
        Urn[] before = [.. all[1..48], all[^1], closed, wide];
        var export = new StringWriter();
        ListFile.Write(export, Likeness.In(first), SimilarMethods.Trellis);
        var rows = export
            .ToString()
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(r => r.Split(',')[2] != school.Urn.ToString())
            .Concat(before.Select((urn, i) => $"trellis,primary,{school.Urn},{urn},{i + 1}"));
        File.WriteAllLines(Path.Combine(files, "trellis_neighbours_2026-03-01.csv"), rows);
        store.Import(files, clock);

        await using var site = await RunningSite.Over(store, folder);
        using var json = JsonDocument.Parse(
            await site.Client.GetStringAsync(
                $"/school/{school.Urn}/similar.json",
                TestContext.Current.CancellationToken
            )
        );
        var changes = json.RootElement.GetProperty("changes");
        Assert.Equal(
            [all[0].Value, all[48].Value, all[49].Value],
            changes
                .GetProperty("joined")
                .EnumerateArray()
                .Select(c => c.GetProperty("urn").GetInt32())
        );
        var left = changes
            .GetProperty("left")
            .EnumerateArray()
            .ToDictionary(
                c => c.GetProperty("urn").GetInt32(),
                c => c.GetProperty("why").GetString()!
            );
        Assert.Equal(new[] { all[^1].Value, closed.Value, wide.Value }.Order(), left.Keys.Order());
        Assert.Equal("it is no longer open", left[closed.Value]);
        Assert.Equal("it is now among the secondary schools", left[wide.Value]);
        Assert.Contains("what sets it apart most", left[all[^1].Value]);

        var (_, page) = await site.Get($"/school/{school.Urn}/similar");
        Assert.Contains("3 joined the list, 3 left it", page.Body!.TextContent);
        // Everybody else's list was written by the export, and stands as it was.
        var other = all.First(u => u != school.Urn);
        var (_, same) = await site.Get($"/school/{other}/similar");
        Assert.Contains("No school joined or left the list", same.Body!.TextContent);
    }
}
