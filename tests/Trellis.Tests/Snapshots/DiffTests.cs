using Trellis.Groups;
using Trellis.Measures;
using Trellis.Schools;

namespace Trellis.Snapshots;

public sealed class DiffTests
{
    private static readonly DateOnly Day = new(2022, 9, 1);

    private static Establishment School(int urn, string name, Status status = Status.Open) =>
        new()
        {
            Urn = new Urn(urn),
            Name = name,
            Status = status,
        };

    private static Group Trust(int uid, string name) =>
        new(
            new Uid(uid),
            name,
            [new(Day, GroupType.MultiAcademyTrust)],
            "",
            "",
            null,
            null,
            null,
            IsOpen: true,
            "",
            Day
        );

    private static Membership In(int urn, int uid, DateOnly? to = null) =>
        new(
            new Urn(urn),
            new Uid(uid),
            Day,
            to,
            EndEvidence.JoinedDate,
            to is null ? EndEvidence.StillThere : EndEvidence.NoLongerSeen,
            Day,
            Day
        );

    private static MeasureColumn Scores(int year, int[] rows, double[] values, string?[] marks) =>
        MeasureColumn.Pack(
            Definitions.All.First(d => d.Measure.Id == "ks4.attainment8").Measure,
            new Year(year),
            new RowIndex($"ks4/{year}", rows),
            values,
            marks
        );

    private static Snapshot Drawn(string id, SnapshotContent content) =>
        new(id, content, Manifest.Empty);

    private static readonly Snapshot Before = Drawn(
        "a",
        new SnapshotContent
        {
            Establishments =
            [
                School(100001, "Ash"),
                School(100002, "Birch"),
                School(100003, "Cedar", Status.ProposedToOpen),
                School(100004, "Elder"),
            ],
            Groups = [Trust(2001, "Hedge Trust"), Trust(2002, "Copse Trust")],
            Memberships = [In(100001, 2001), In(100002, 2001)],
            Columns =
            [
                Scores(2017, [0, 1], [40.1, 50.2], [null, null]),
                Scores(2018, [0, 1, 3], [41, double.NaN, 44], [null, "SUPP", null]),
            ],
        }
    );

    private static readonly Snapshot After = Drawn(
        "b",
        new SnapshotContent
        {
            Establishments =
            [
                School(100001, "Ash Academy"),
                School(100002, "Birch", Status.Closed),
                School(100003, "Cedar"),
                School(100005, "Fir"),
            ],
            Groups = [Trust(2001, "Hedgerow Trust"), Trust(2003, "Grove Trust")],
            Memberships =
            [
                In(100001, 2001),
                In(100002, 2001, to: new DateOnly(2024, 1, 1)),
                In(100003, 2003),
            ],
            Columns =
            [
                Scores(2018, [0, 1, 3], [41, double.NaN, 45], [null, "NE", null]),
                Scores(2022, [0], [39.5], [null]),
            ],
        }
    );

    private static string[] Told(ChangeKind kind) =>
        [
            .. Diff.Between(Before, After)
                .Changes.Where(c => c.Kind == kind)
                .Select(c => $"{c.Name}: {c.Before} > {c.After} ({c.Count})"),
        ];

    [Fact]
    public void A_snapshot_differs_from_itself_in_nothing() =>
        Assert.Empty(Diff.Between(Before, Before).Changes);

    [Fact]
    public void The_same_content_under_another_number_differs_in_nothing() =>
        Assert.Empty(
            Diff.Between(
                Before,
                Drawn(
                    "c",
                    new SnapshotContent
                    {
                        Establishments = Before.Establishments,
                        Groups = Before.Groups,
                        Memberships = Before.Memberships,
                        Columns = Before.Measures.Columns,
                    }
                )
            ).Changes
        );

    [Theory]
    [InlineData(ChangeKind.EstablishmentAdded, "Fir:  > open (1)")]
    [InlineData(ChangeKind.EstablishmentGone, "Elder: open >  (1)")]
    [InlineData(ChangeKind.EstablishmentOpened, "Cedar: proposed to open > open (1)")]
    [InlineData(ChangeKind.EstablishmentClosed, "Birch: open > closed (1)")]
    [InlineData(ChangeKind.EstablishmentRenamed, "Ash Academy: Ash > Ash Academy (1)")]
    [InlineData(ChangeKind.GroupAdded, "Grove Trust:  > Multi-academy trust (1)")]
    [InlineData(ChangeKind.GroupGone, "Copse Trust: Multi-academy trust >  (1)")]
    [InlineData(ChangeKind.GroupRenamed, "Hedgerow Trust: Hedge Trust > Hedgerow Trust (1)")]
    [InlineData(ChangeKind.MembershipBegun, "Cedar in Grove Trust:  > from 1 September 2022 (1)")]
    [InlineData(
        ChangeKind.MembershipEnded,
        "Birch in Hedgerow Trust: from 1 September 2022 > to 1 January 2024 (1)"
    )]
    [InlineData(ChangeKind.FiguresAdded, "Attainment 8 score:  > 2022/23 (1)")]
    [InlineData(ChangeKind.FiguresGone, "Attainment 8 score: 2017/18 >  (2)")]
    public void Each_kind_of_change_is_told_once(ChangeKind kind, string told) =>
        Assert.Equal([told], Told(kind));

    /// <remarks>
    /// Birch's mark changed, and the third row of 2018 was Elder's 44 and is Fir's 45: one school left the file and one came.
    /// </remarks>
    [Fact]
    public void A_year_says_how_many_schools_have_another_figure_or_another_reason() =>
        Assert.Equal(
            ["Attainment 8 score: 2018/19 > 2018/19 (3)"],
            Told(ChangeKind.FiguresChanged)
        );
}
