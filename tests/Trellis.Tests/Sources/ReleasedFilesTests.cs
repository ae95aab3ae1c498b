using Trellis.Publications;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;

namespace Trellis.Tests.Sources;

public sealed class ReleasedFilesTests
{
    private static FolderOfFiles Country() =>
        new FolderOfFiles().WithRegister(
            "100001,Hill School,Open,Community school,Primary,,,201,City,3614,London,",
            "100002,Vale School,Open,Community school,Primary,,,201,City,3615,London,",
            "100003,Mead School,Open,Community school,Primary,,,201,City,3616,London,"
        );

    [Fact]
    public void Last_releases_families_and_neighbours_are_read_and_kept_in_the_snapshot()
    {
        using var files = Country()
            .With(
                "trellis_families_2026-03-01.csv",
                "family,kind,phase,urn,since",
                "national-primary-002,national,primary,100002,2026-03-01",
                "national-primary-001,national,primary,100001,2025-09-01",
                "national-primary-003,national,primary,,2026-03-01",
                "national-primary-001,national,primary,one,2026-03-01"
            )
            .With(
                "trellis_neighbours_2026-03-01.csv",
                "method,phase,urn,neighbour,rank",
                "trellis,primary,100002,100003,2",
                "trellis,primary,100002,100001,1",
                "trellis,primary,100001,100003,1",
                "trellis,primary,100001,100001,2"
            );
        var (content, manifest) = Import.Read(files.Path);
        using var folder = new FolderOfFiles();
        var path = System.IO.Path.Combine(folder.Path, "a.sqlite");
        SnapshotFile.Write(path, content, manifest);
        var snapshot = SnapshotFile.Read(path, verify: true);

        Assert.Equal(
            [
                new(
                    "national-primary-001",
                    "national",
                    "primary",
                    new Urn(100001),
                    new(2025, 9, 1)
                ),
                new(
                    "national-primary-002",
                    "national",
                    "primary",
                    new Urn(100002),
                    new(2026, 3, 1)
                ),
                new("national-primary-003", "national", "primary", null, new(2026, 3, 1)),
            ],
            snapshot.PublishedFamilies
        );
        var lists = snapshot.PublishedNeighbours.Find("trellis", "primary")!;
        Assert.Equal([100001, 100003], lists.Of(new Urn(100002)).ToArray());
        Assert.Equal([100003], lists.Of(new Urn(100001)).ToArray());
        Assert.Empty(lists.Of(new Urn(100003)).ToArray());
        Assert.Null(snapshot.PublishedNeighbours.Find("trellis", "secondary"));
        Assert.Equal("Families of schools", snapshot.SourceOf("families/2026-03-01").Title);
        Assert.Equal(2, manifest.Files.Sum(f => f.RowsRejected));
    }

    [Fact]
    public void The_register_of_partnerships_is_read_and_kept_in_the_snapshot()
    {
        using var files = Country()
            .With(
                "trellis_partnerships_20261101.csv",
                "partnership,name,model,began,ended,end_reason,purposes,depth,willingness,stated_by,stated_on",
                "wbbbbbbbbbb,Fictional cluster,informal-collaboration,2025-09-01,,,staff-practice|pupil-attainment,2,willing,school:100001,2026-10-02",
                "waaaaaaaaaa,'=Fictional sum,peer-review,2024-09-01,2025-07-31,achieved,staff-support,1,required,school:100002,2026-10-02",
                "wcccccccccc,Fictional depth,peer-review,2024-09-01,,,staff-support,9,willing,school:100002,2026-10-02"
            )
            .With(
                "trellis_partnership_members_20261101.csv",
                "partnership,party,name,roles,status,from,to,left_because,stated_by,stated_on,answered_on",
                "wbbbbbbbbbb,school:100002,Vale School,taker,stated,2025-09-01,,,school:100001,2026-10-02,",
                "wbbbbbbbbbb,school:100001,Hill School,giver|lead,confirmed,2025-09-01,,,school:100001,2026-10-02,2026-10-02",
                "waaaaaaaaaa,college:1,Fictional College,giver,left,2024-09-01,2025-07-31,achieved,school:100002,2026-10-02,2026-10-02",
                "waaaaaaaaaa,nobody,,giver,confirmed,2024-09-01,,,school:100002,2026-10-02,2026-10-02"
            )
            .With(
                "trellis_partnership_returns_20261101.csv",
                "partnership,year,by,filed_on,days_given,pupils,cost,gains,worth,next",
                "wbbbbbbbbbb,2025/26,school:100001,2026-10-02,4,30,,staff-practice,4,go-on"
            );
        var (content, manifest) = Import.Read(files.Path);
        using var folder = new FolderOfFiles();
        var path = System.IO.Path.Combine(folder.Path, "a.sqlite");
        SnapshotFile.Write(path, content, manifest);
        var register = SnapshotFile.Read(path, verify: true).Register;

        Assert.Equal(new DateOnly(2026, 11, 1), register.On);
        Assert.Equal(["waaaaaaaaaa", "wbbbbbbbbbb"], register.Partnerships.Select(p => p.Id));
        Assert.Equal(
            ("=Fictional sum", new DateOnly(2025, 7, 31), false),
            (
                register.Partnerships[0].Name,
                register.Partnerships[0].Ended,
                register.Partnerships[0].Willing
            )
        );
        Assert.Equal(["staff-practice", "pupil-attainment"], register.Partnerships[1].Purposes);
        Assert.Equal(
            [("college:1", true), ("school:100001", true), ("school:100002", false)],
            register.Members.Select(m => (m.Party, m.IsConfirmed))
        );
        Assert.Equal(["giver", "lead"], register.Members[1].Roles);
        Assert.Equal(new Urn(100001), register.Members[1].School);
        Assert.Null(register.Members[0].School);
        Assert.Equal(2, manifest.Files.Sum(f => f.RowsRejected));
    }

    [Fact]
    public void A_register_without_its_members_is_no_register()
    {
        using var files = Country();
        using var half = Country()
            .With(
                "trellis_partnerships_20261101.csv",
                "partnership,name,model,began,ended,end_reason,purposes,depth,willingness,stated_by,stated_on",
                "wbbbbbbbbbb,Fictional cluster,peer-review,2025-09-01,,,staff-practice,2,willing,school:100001,2026-10-02"
            );

        Assert.Equal(PublishedRegister.None.On, Import.Read(half.Path).Content.Register.On);
        Assert.Same(PublishedRegister.None, Import.Read(files.Path).Content.Register);
    }

    [Fact]
    public void Of_two_releases_the_newer_speaks()
    {
        using var files = Country()
            .With(
                "a_20250901.csv",
                "family,kind,phase,urn,since",
                "national-primary-001,national,primary,100001,2025-09-01"
            )
            .With(
                "b_20260901.csv",
                "family,kind,phase,urn,since",
                "national-primary-007,national,primary,100001,2026-09-01"
            );
        var (content, _) = Import.Read(files.Path);
        Assert.Equal(["national-primary-007"], content.Families.Select(f => f.Family));
    }

    [Fact]
    public void A_snapshot_without_a_release_of_ours_keeps_the_id_it_always_had()
    {
        using var files = Country();
        var (content, _) = Import.Read(files.Path);
        var without = SnapshotFile.IdOf(content);
        Assert.NotEqual(
            without,
            SnapshotFile.IdOf(
                content with
                {
                    Families = [new("national-primary-001", "national", "primary", null, default)],
                }
            )
        );
        Assert.NotEqual(
            without,
            SnapshotFile.IdOf(
                content with
                {
                    Neighbours = new PublishedNeighbours([
                        new("trellis", "primary", [100001], [1], [100002]),
                    ]),
                }
            )
        );
        // What the program gave for this folder before a snapshot could hold families.
        Assert.Equal("afecba678ca162926a1b8af4f6022bd4a11f3cd07140349713a03dcf95017d46", without);
    }

    [Fact]
    public void A_list_of_neighbours_without_a_date_in_its_name_is_refused_with_the_place_to_look()
    {
        using var files = Country()
            .With(
                "neighbours.csv",
                "method,phase,urn,neighbour,rank",
                "trellis,primary,100001,100002,1"
            );
        var refused = Assert.Throws<UnreadableSourceException>(() => Import.Read(files.Path));
        Assert.Contains("its date is not in its name", refused.Message, StringComparison.Ordinal);
    }
}
