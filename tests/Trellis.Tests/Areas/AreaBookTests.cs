using Trellis.Areas;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Areas;

/// <summary>
/// A country of two authorities in one region and a third without. Northtown (801): a maintained primary, two academies
/// of trust 10, an independent school, a children's centre, a closed school. Southtown (802): one academy of trust 10.
/// </summary>
public sealed class AreaBookTests
{
    private static readonly LocalAuthority Northtown = new(
        new(801),
        "Northtown",
        "E1",
        "London",
        []
    );
    private static readonly LocalAuthority Southtown = new(
        new(802),
        "Southtown",
        "E2",
        "London",
        []
    );
    private static readonly LocalAuthority Empty = new(new(803), "Empty", "E3", "", []);

    private static readonly Snapshot snapshot = Drawn();
    private static readonly AreaBook book = AreaBook.Of(snapshot);

    [Fact]
    public void Only_open_schools_count_and_children_s_centres_are_left_out() =>
        Assert.Equal((4, 1), (book.Of(Northtown).Schools, book.Of(Southtown).Schools));

    [Fact]
    public void The_share_in_trusts_is_of_state_funded_schools_only()
    {
        var north = book.Of(Northtown);
        Assert.Equal((3, 2), (north.StateFunded, north.InTrusts));
        Assert.Equal(100.0 * 2 / 3, north.PercentInTrusts);
    }

    [Fact]
    public void An_area_without_schools_has_no_share_rather_than_none() =>
        Assert.Null(book.Of(Empty).PercentInTrusts);

    [Fact]
    public void A_region_is_the_sum_of_its_authorities()
    {
        var london = book.OfRegion("London");
        Assert.Equal(4 + 1, london.Schools);
        Assert.Equal(3 + 1, london.StateFunded);
        Assert.Equal(1, london.Trusts);
        Assert.Equal([Northtown, Southtown], book.AuthoritiesOf("London"));
    }

    [Fact]
    public void A_school_of_no_known_authority_counts_for_the_country_alone() =>
        Assert.Equal(6, book.Country.Schools);

    [Fact]
    public void A_trust_at_work_says_how_many_schools_it_has_here_and_in_all() =>
        Assert.Equal(
            (10, 2, 3),
            book.Of(Northtown)
                .TrustsAtWork.Select(t => (t.Trust.Uid.Value, t.Here, t.InAll))
                .Single()
        );

    [Fact]
    public void Phases_and_sectors_add_up_to_the_schools()
    {
        var north = book.Of(Northtown);
        Assert.Equal(north.Schools, PhaseRows.All.Sum(north.Count));
        Assert.Equal(north.Schools, Sectors.All.Sum(north.Count));
        Assert.Equal(2, north.Count(Phase.Primary, Sector.Academy));
    }

    [Fact]
    public void Pupils_are_summed_over_the_schools_that_have_a_figure()
    {
        // 200 and 300 are published; the third is withheld, and withheld is not nought.
        var north = book.Of(Northtown);
        Assert.Equal(500, north.Pupils);
        Assert.Equal(2, north.SchoolsWithPupils);
        Assert.Null(book.Of(Southtown).Pupils);
    }

    [Fact]
    public void A_hub_serves_the_authority_whose_districts_it_names()
    {
        Assert.Equal("H1", book.HubsOf(Northtown).Single().Code);
        Assert.Empty(book.HubsOf(Southtown));
    }

    [Fact]
    public void A_special_school_that_is_not_maintained_is_no_state_school_here() =>
        Assert.Equal(
            (Sector.Maintained, Sector.Independent),
            (
                Sectors.Of(Special("Community special school")),
                Sectors.Of(Special("Non-maintained special school"))
            )
        );

    private static Establishment Special(string type) =>
        new()
        {
            Urn = new Urn(1),
            TypeGroup = "Special schools",
            Type = type,
        };

    private static Snapshot Drawn()
    {
        var day = new DateOnly(2015, 9, 1);
        var seen = new DateOnly(2024, 3, 29);
        var trust = new Group(
            new Uid(10),
            "Bridge Trust",
            [new DatedType(day, GroupType.MultiAcademyTrust)],
            "TR1",
            "01234567",
            null,
            day,
            null,
            true,
            "",
            seen
        );
        Establishment[] schools =
        [
            School(100001, 801, "Local authority maintained schools", "Community school"),
            School(100002, 801, "Academies", "Academy converter"),
            School(100003, 801, "Free Schools", "Free schools"),
            School(100004, 801, "Independent schools", "Other independent school"),
            School(100005, 801, "Children's Centres", "Children's centre"),
            School(100006, 801, "Academies", "Academy converter") with
            {
                Status = Status.Closed,
            },
            School(100007, 802, "Academies", "Academy converter"),
            School(100008, null, "Local authority maintained schools", "Community school"),
        ];
        var pupils = MeasureColumn.Pack(
            new Measure(
                "pupils.number",
                "Pupils",
                "Pupils",
                Unit.Count,
                0,
                "neither",
                "all",
                "",
                "",
                false,
                day
            ),
            new Year(2023),
            // Places in the list of establishments by URN: 100001, 100002 and 100003.
            new RowIndex("census/2023", [0, 1, 2]),
            [200, 300, double.NaN],
            [null, null, "SUPP"]
        );
        return new Snapshot(
            "drawn",
            new SnapshotContent
            {
                Establishments = schools,
                Groups = [trust],
                Memberships =
                [
                    .. new[] { 100002, 100003, 100007 }.Select(urn => new Membership(
                        new Urn(urn),
                        new Uid(10),
                        day,
                        null,
                        EndEvidence.JoinedDate,
                        EndEvidence.StillThere,
                        day,
                        seen
                    )),
                ],
                LocalAuthorities = [Northtown, Southtown, Empty],
                Hubs = [new TeachingSchoolHub("H1", "Hub One", "Lead", ["NORTHSIDE"])],
                Columns = [pupils],
            },
            Manifest.Empty
        );

        static Establishment School(int urn, int? la, string group, string type) =>
            new()
            {
                Urn = new Urn(urn),
                Name = $"School {urn}",
                La = la is { } code ? new LaCode(code) : null,
                Status = Status.Open,
                Phase = Phase.Primary,
                TypeGroup = group,
                Type = type,
                District = la == 801 ? "Northside" : "Elsewhere",
            };
    }
}
