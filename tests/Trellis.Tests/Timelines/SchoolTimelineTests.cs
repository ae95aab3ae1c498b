using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Timelines;

namespace Trellis.Tests.Timelines;

public sealed class SchoolTimelineTests
{
    private static readonly DateOnly register = new(2022, 7, 22);

    private static Establishment Entry(
        int urn,
        string name,
        string opened,
        string closed = "",
        string group = "Local authority maintained schools"
    ) =>
        new()
        {
            Urn = new Urn(urn),
            Name = name,
            Type = group == "Academies" ? "Academy converter" : "Community school",
            TypeGroup = group,
            Phase = Phase.Primary,
            Opened = Day(opened),
            Closed = Day(closed),
            Status = closed.Length > 0 ? Status.Closed : Status.Open,
            AsOf = register,
        };

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.Parse(text);

    private static Group Trust(
        int uid,
        string name,
        GroupType type = GroupType.MultiAcademyTrust,
        string company = ""
    ) =>
        new(
            new Uid(uid),
            name,
            [new DatedType(new DateOnly(2010, 1, 1), type)],
            "",
            company,
            null,
            null,
            null,
            true,
            "",
            register
        );

    private static Membership In(int urn, int uid, string from, string to = "") =>
        new(
            new Urn(urn),
            new Uid(uid),
            Day(from)!.Value,
            Day(to),
            EndEvidence.JoinedDate,
            to.Length > 0 ? EndEvidence.NoLongerSeen : EndEvidence.StillThere,
            Day(from)!.Value.AddDays(20),
            register
        );

    private static Link Link(int from, int to, LinkKind kind, string on = "") =>
        new(new Urn(from), new Urn(to), kind, Day(on), kind.ToString());

    private static string[] Told(SnapshotContent content, int urn) =>
        [
            .. Events(content, urn)
                .Select(e => $"{e.On?.ToString("yyyy-MM-dd") ?? "no day"} {e.KindWords}: {e.What}"),
        ];

    private static IReadOnlyList<SchoolEvent> Events(SnapshotContent content, int urn)
    {
        var snapshot = new Snapshot("drawn", content, Manifest.Empty);
        return SchoolTimeline.Of(snapshot, snapshot.SchoolOf(new Urn(urn))!);
    }

    [Fact]
    public void A_school_that_converted_under_another_name_tells_it_in_order() =>
        Assert.Equal(
            [
                "1967-09-01 opened: Opened as Vale Primary",
                "2009-03-04 inspected: Inspected by Ofsted, overall grade: Good",
                "2013-04-01 became an academy: Became an academy: academy converter. Its URN changed from 100001 to 140001",
                "2013-04-01 renamed: Renamed from Vale Primary to Vale Academy",
                "2013-04-01 joined: Joined Beacon Hill (multi-academy trust)",
            ],
            Told(
                new SnapshotContent
                {
                    Establishments =
                    [
                        Entry(100001, "Vale Primary", "1967-09-01", "2013-03-31"),
                        Entry(140001, "Vale Academy", "2013-04-01", group: "Academies"),
                    ],
                    Links = [Link(100001, 140001, LinkKind.Successor)],
                    Groups = [Trust(1, "Beacon Hill")],
                    Memberships = [In(140001, 1, "2013-04-01")],
                    Inspections =
                    [
                        new Inspection(new Urn(100001), new(2009, 3, 4), 2, "", null, []),
                    ],
                },
                100001
            )
        );

    private static readonly SnapshotContent merger = new()
    {
        Establishments =
        [
            Entry(100001, "Hill Infants", "1960-01-01", "2015-08-31"),
            Entry(100002, "Hill Juniors", "1961-01-01", "2015-08-31"),
            Entry(100003, "Hill Primary", "2015-09-01"),
        ],
        // One side is told from the old school, the other from the new: both count.
        Links =
        [
            Link(100001, 100003, LinkKind.SuccessorMerged, "2015-09-01"),
            Link(100003, 100002, LinkKind.PredecessorMerged, "2015-09-01"),
        ],
    };

    [Fact]
    public void A_merger_names_all_its_parents()
    {
        var events = Events(merger, 100003);
        Assert.Equal(
            ["Opened as Hill Primary", "Formed from Hill Infants and Hill Juniors"],
            events.Select(e => e.What)
        );
        Assert.Equal([new Urn(100001), new Urn(100002)], events[1].Schools);
        Assert.All(events, e => Assert.Equal(new DateOnly(2015, 9, 1), e.On));
    }

    [Fact]
    public void A_school_that_was_there_before_took_the_others_in() =>
        Assert.Equal(
            "2015-09-01 merged: Took in Hill Infants and Hill Juniors",
            Told(
                merger with
                {
                    Establishments =
                    [
                        .. merger.Establishments.Take(2),
                        Entry(100003, "Hill Primary", "1990-09-01"),
                    ],
                },
                100003
            )[^1]
        );

    [Fact]
    public void A_school_that_closed_in_a_merger_says_with_whom_and_into_what() =>
        Assert.Equal(
            [
                "1960-01-01 opened: Opened as Hill Infants",
                "2015-08-31 closed: Closed as Hill Infants",
                "2015-09-01 merged: Merged, with Hill Juniors, into Hill Primary",
            ],
            Told(merger, 100001)
        );

    [Fact]
    public void A_split_names_its_children_and_each_child_its_origin()
    {
        var content = new SnapshotContent
        {
            Establishments =
            [
                Entry(100001, "Great School", "1960-01-01", "2015-08-31"),
                Entry(100002, "North", "2015-09-01"),
                Entry(100003, "South", "2015-09-01"),
            ],
            Links =
            [
                Link(100001, 100002, LinkKind.Successor, "2015-08-31"),
                Link(100001, 100003, LinkKind.Successor, "2015-08-31"),
            ],
        };
        Assert.Contains(
            "2015-08-31 split: Split: its pupils' places went on in North and South",
            Told(content, 100001)
        );
        Assert.Contains("2015-08-31 split: Split from Great School", Told(content, 100003));
    }

    private static SnapshotContent Moved(string company, string left = "2019-01-01") =>
        new()
        {
            Establishments = [Entry(140001, "Vale", "2013-04-01", group: "Academies")],
            Groups =
            [
                Trust(1, "Vale Trust", GroupType.SingleAcademyTrust, "07654321"),
                Trust(2, "Beacon Hill", company: company),
            ],
            Memberships = [In(140001, 1, "2013-04-01", left), In(140001, 2, "2019-01-01")],
        };

    [Fact]
    public void A_move_between_trusts_is_one_event()
    {
        var told = Told(Moved("01111111"), 140001);
        Assert.Equal("2019-01-01 moved trust: Moved from Vale Trust to Beacon Hill", told[^1]);
        Assert.DoesNotContain(told, t => t.Contains("left", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trust_that_changed_its_form_under_one_company_number_is_no_move() =>
        Assert.StartsWith(
            "2019-01-01 trust changed its form:",
            Told(Moved("07654321"), 140001)[^1],
            StringComparison.Ordinal
        );

    [Fact]
    public void A_year_between_two_trusts_is_told_as_leaving_and_moving() =>
        Assert.Equal(
            [
                "2018-01-01 left: Left Vale Trust",
                "2019-01-01 moved trust: Moved from Vale Trust to Beacon Hill",
            ],
            Told(Moved("01111111", left: "2018-01-01"), 140001)[^2..]
        );

    [Fact]
    public void The_same_trust_under_a_new_urn_is_not_joined_twice()
    {
        var told = Told(
            new SnapshotContent
            {
                Establishments =
                [
                    Entry(140001, "Vale", "2013-04-01", "2018-12-31", "Academies"),
                    Entry(146000, "Vale", "2019-01-01", group: "Academies"),
                ],
                Links = [Link(146000, 140001, LinkKind.Predecessor)],
                Groups = [Trust(1, "Beacon Hill")],
                Memberships =
                [
                    In(140001, 1, "2013-04-01", "2019-01-01"),
                    In(146000, 1, "2019-01-01"),
                ],
            },
            146000
        );
        Assert.Equal(
            [
                "2013-04-01 opened: Opened as Vale",
                "2013-04-01 joined: Joined Beacon Hill (multi-academy trust)",
                "2019-01-01 new URN: New URN 146000 after 140001: academy converter",
            ],
            told
        );
    }

    [Fact]
    public void A_report_card_is_told_area_by_area_and_gets_no_overall_grade()
    {
        var told = Events(
            new SnapshotContent
            {
                Establishments = [Entry(100001, "Vale", "")],
                Inspections =
                [
                    new Inspection(
                        new Urn(100001),
                        new(2026, 1, 20),
                        null,
                        "",
                        null,
                        [
                            new ReportArea("Inclusion", "Strong standard"),
                            new ReportArea("Achievement", "Expected standard"),
                        ]
                    ),
                ],
            },
            100001
        );
        Assert.Null(told[0].On);
        Assert.Equal("the register gives no day", told[0].Evidence);
        Assert.Equal(
            "Inspected by Ofsted, report card: Inclusion: Strong standard; Achievement: Expected standard",
            told[1].What
        );
    }
}
