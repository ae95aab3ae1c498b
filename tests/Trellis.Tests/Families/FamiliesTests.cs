using Trellis.Neighbours;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Tests.Sources;

namespace Trellis.Families;

public sealed class FamiliesTests
{
    /// <summary>Schools in a row, a kilometre from one to the next, alike by the figure given.</summary>
    private static (Points Points, Nearby Nearby) Row(
        IReadOnlyList<double> figures,
        Func<int, GridPoint>? place = null
    )
    {
        var schools = figures
            .Select(
                (_, i) =>
                    new School(
                        [new Urn(100_000 + i)],
                        new Establishment
                        {
                            Urn = new Urn(100_000 + i),
                            Name = $"School {i}",
                            Place =
                                place?.Invoke(i) ?? new GridPoint(400_000 + (i * 1000), 300_000),
                            La = new LaCode(201),
                        }
                    )
            )
            .ToArray();
        var snapshot = new Snapshot(
            "",
            new SnapshotContent { Establishments = [.. schools.Select(s => s.Current)] },
            new Manifest([], [], 0, true)
        );
        return (
            new Points(
                [
                    [.. figures],
                ],
                [1],
                [1]
            ),
            new Nearby(snapshot, schools)
        );
    }

    private static double[] Even(int schools) =>
        [.. Enumerable.Range(0, schools).Select(i => (double)i)];

    [Fact]
    public void Every_school_is_in_one_family_and_every_family_within_the_bounds()
    {
        var chance = new Random(7);
        foreach (var kind in Enum.GetValues<FamilyKind>())
        {
            var (points, nearby) = Row([
                .. Enumerable.Range(0, 433).Select(_ => chance.NextDouble()),
            ]);
            var of = new FamilyDraw(points, kind, nearby).Anew();
            Assert.All(of.CountBy(f => f), f => Assert.InRange(f.Value, kind.Least(), kind.Most()));
        }
    }

    [Fact]
    public void No_two_schools_of_a_regional_family_are_more_than_ninety_minutes_apart_where_the_map_allows()
    {
        var chance = new Random(11);
        var (points, nearby) = Row(
            [.. Enumerable.Range(0, 600).Select(_ => chance.NextDouble())],
            i => new GridPoint(300_000 + (i * 500), 300_000)
        );
        var of = new FamilyDraw(points, FamilyKind.Regional, nearby).Anew();
        for (var a = 0; a < of.Length; a++)
        for (var b = a + 1; b < of.Length; b++)
            Assert.True(of[a] != of[b] || nearby.AreNear(a, b));
    }

    [Fact]
    public void Where_nothing_changed_nobody_moves()
    {
        var (points, nearby) = Row(Even(400));
        foreach (var kind in Enum.GetValues<FamilyKind>())
        {
            var draw = new FamilyDraw(points, kind, nearby);
            var before = draw.Anew();
            Assert.Equal(before, draw.Carried(before));
        }
    }

    [Fact]
    public void A_school_moves_when_one_family_in_twenty_fits_it_better_and_not_when_it_drifts_less()
    {
        // Twenty families of 50 in a row: 0-49, 50-99, and so on. One alternative may be better, two may not.
        Assert.Equal(1, FamilyRule.AlternativesAmong(20));
        var before = Enumerable.Range(0, 1000).Select(i => i / 50).ToArray();
        var figures = Even(1000);
        // School 10 now fits each of the next three families better than its own, the second of them best.
        figures[10] = 130;
        // School 11 drifted into the next family alone.
        figures[11] = 60;
        var (points, nearby) = Row(figures);
        var now = new FamilyDraw(points, FamilyKind.National, nearby).Carried(before);
        Assert.Equal(2, now[10]);
        Assert.Equal(0, now[11]);
        for (var i = 0; i < now.Length; i++)
            if (i != 10)
                Assert.Equal(before[i], now[i]);
    }

    [Fact]
    public void A_new_school_joins_the_nearest_family_that_has_room()
    {
        // The family of 0-59 is full, that of 60-109 is not.
        var before = Enumerable.Range(0, 110).Select(i => i < 60 ? 0 : 1).Append(-1).ToArray();
        var (points, nearby) = Row([.. Even(110), 20]);
        var now = new FamilyDraw(points, FamilyKind.National, nearby).Carried(before);
        Assert.Equal(1, now[110]);
        Assert.Equal(before[..110], now[..110]);
    }

    [Fact]
    public void A_family_that_became_too_small_is_drawn_anew_with_its_nearest_neighbour_and_the_others_stay()
    {
        // 20 left of the first family; 50 in each of the other three, the second the nearest.
        var before = Enumerable
            .Range(0, 170)
            .Select(i => i < 20 ? 0 : 1 + ((i - 20) / 50))
            .ToArray();
        var (points, nearby) = Row(Even(170));
        var now = new FamilyDraw(points, FamilyKind.National, nearby).Carried(before);
        Assert.All(now.CountBy(f => f), f => Assert.InRange(f.Value, 40, 60));
        Assert.Equal(before[120..], now[120..]);
    }

    [Fact]
    public void When_all_families_are_full_new_schools_open_another_and_old_numbers_stay_with_most_of_their_schools()
    {
        // Two full families and thirty schools that are new: 150 make three.
        var before = Enumerable
            .Range(0, 150)
            .Select(i =>
                i < 60 ? 0
                : i < 120 ? 1
                : -1
            )
            .ToArray();
        var (points, nearby) = Row(Even(150));
        var now = new FamilyDraw(points, FamilyKind.National, nearby).Carried(before);
        Assert.Equal([0, 1, 2], now.Distinct().Order());
        Assert.All(now.CountBy(f => f), f => Assert.InRange(f.Value, 40, 60));
        Assert.Equal(0, now[0]);
        Assert.Equal(1, now[80]);
    }

    [Fact]
    public void Mates_kept_is_the_share_of_each_schools_old_mates_that_are_mates_still()
    {
        // Of four mates one left: three schools keep two mates of three, the one that left keeps none.
        Assert.Equal(
            ((3 * (2 / 3.0)) + 0) / 4,
            FamilyFigures.MatesKeptBetween([0, 0, 0, 0], [0, 0, 0, 1])!.Value,
            tolerance: 1e-12
        );
        Assert.Null(FamilyFigures.MatesKeptBetween([-1, -1], [0, 0]));
    }

    [Fact]
    public void The_families_of_one_release_are_the_source_of_the_next_and_stay_the_same_where_nothing_changed()
    {
        using var files = new FolderOfFiles();
        Fiction.FictionalCountry.Write(files.Path, schools: 300);
        var first = Load(files.Path);
        var families = Families.In(first);
        using (var writer = new StreamWriter(Path.Combine(files.Path, "trellis_families.csv")))
            FamilyFile.Write(writer, families, Enum.GetValues<FamilyKind>());
        var second = Families.In(Load(files.Path));
        Assert.NotEqual(first.Id, second.Snapshot.Id);
        Assert.Equal(families.Release, second.Release);
        var seen = 0;
        foreach (var kind in Enum.GetValues<FamilyKind>())
        foreach (var peers in Enum.GetValues<Peers>())
        {
            Assert.Equal(
                families.Of(kind, peers).Select(Line),
                second.Of(kind, peers).Select(Line)
            );
            foreach (var family in families.Of(kind, peers))
            {
                seen += family.Members.Count;
                Assert.Equal(family.Id, families.Find(family.Id.ToUpperInvariant())!.Id);
                Assert.All(family.Members, m => Assert.Same(family, families.Of(m.School, kind)));
            }
            if (families.Of(kind, peers).Count > 0)
                Assert.Equal(1, second.Figures(kind, peers).MatesKept ?? 1, tolerance: 1e-12);
        }
        Assert.True(seen > 300);

        static string Line(Family f) =>
            $"{f.Id} {f.Shared} {string.Join(' ', f.Members.Select(m => $"{m.School.Urn} {m.Since}"))}";
    }

    [Fact]
    public void An_id_that_ended_is_not_given_again()
    {
        using var files = new FolderOfFiles();
        Fiction.FictionalCountry.Write(files.Path, schools: 120);
        files.With(
            "trellis_families.csv",
            "family,kind,phase,urn,since",
            "national-primary-001,national,primary,,2020-09-01"
        );
        var all = Families.In(Load(files.Path));
        var families = all.Of(FamilyKind.National, Peers.Primary);
        Assert.NotEmpty(families);
        Assert.DoesNotContain("national-primary-001", families.Select(f => f.Id));
        Assert.Contains(
            ("national-primary-001", new DateOnly(2020, 9, 1)),
            all.Ended(FamilyKind.National, Peers.Primary)
        );
    }

    private static Snapshot Load(string folder)
    {
        var (content, manifest) = Trellis.Sources.Import.Read(folder);
        return new Snapshot(SnapshotFile.IdOf(content), content, manifest);
    }
}
