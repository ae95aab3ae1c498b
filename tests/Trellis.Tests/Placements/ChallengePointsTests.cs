using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;
using Trellis.Tests.Partners;

namespace Trellis.Tests.Placements;

/// <summary>Eighty primary schools on one street, half a kilometre apart; the first six are of a trust that closes, the others of four.</summary>
public sealed class ChallengePointsTests
{
    private const int Count = 80;

    private static readonly DateOnly Day = new(2017, 10, 1);

    private static readonly Uid Closing = new(900);

    private static Urn At(int n) => new(100_001 + n);

    private static MeasureColumn Column(string id, int year, Func<int, double> figure) =>
        DrawnCountry.Column(id, year, Count, figure);

    /// <param name="known">Whether only what was known on the day is in it.</param>
    private static Snapshot Country(bool known, params Inspection[] inspections)
    {
        var establishments = Enumerable
            .Range(0, Count)
            .Select(n => new Establishment
            {
                Urn = At(n),
                Name = $"School {n} (fictional)",
                Type = "Academy converter",
                TypeGroup = "Academies",
                Status = Status.Open,
                Phase = Phase.Primary,
                LowAge = 4,
                HighAge = 11,
                Region = "London",
                Opened = new DateOnly(2010, 9, 1),
                // The second school stands an hour from everybody.
                Place = new GridPoint(400_000 + (500 * n), n == 1 ? 350_000 : 300_000),
            })
            .ToArray();
        // The first school gets far less than schools with the same pupils, the others about the same.
        double Results(int n, int year) =>
            n switch
            {
                0 => 30,
                < 8 => 63,
                _ => 60 + (5 * Math.Sin((n * 1.7) + year)),
            };
        var columns = new List<MeasureColumn>
        {
            Column("ks2.rwm-expected", 2015, n => Results(n, 2015)),
            Column("pupils.number", 2013, _ => 200),
            Column("pupils.number", 2016, n => n == 2 ? 150 : 200),
            Column("money.income", 2015, n => n == 3 ? 1000 : double.NaN),
            Column("money.expenditure", 2015, n => n == 3 ? 1050 : double.NaN),
        };
        if (!known)
        {
            // Results of 2016/17 came in February 2018, the census of 2018 in July.
            columns.Add(Column("ks2.rwm-expected", 2016, n => n == 0 ? 90 : 20 + (n % 7)));
            columns.Add(Column("pupils.number", 2017, n => 10 + n));
            columns.Add(Column("money.income", 2016, _ => 1000));
            columns.Add(Column("money.expenditure", 2016, _ => 2000));
            inspections =
            [
                .. inspections,
                new(At(4), new DateOnly(2017, 9, 20), 4, "Special measures", null, []),
            ];
        }
        static Group Trust(int uid, string name) =>
            new(
                new Uid(uid),
                $"{name} (fictional)",
                [new DatedType(new DateOnly(2010, 1, 1), GroupType.MultiAcademyTrust)],
                $"TR{uid}",
                $"0{uid}",
                null,
                new DateOnly(2010, 1, 1),
                null,
                true,
                "",
                Day
            );
        return new Snapshot(
            "0123456789abcdef",
            new SnapshotContent
            {
                Establishments = establishments,
                Columns = columns,
                Inspections = inspections,
                Groups =
                [
                    Trust(900, "Closing Learning Trust"),
                    Trust(901, "First Learning Trust"),
                    Trust(902, "Second Learning Trust"),
                ],
                Memberships =
                [
                    .. Enumerable
                        .Range(0, 40)
                        .Select(n => new Membership(
                            At(n),
                            new Uid(
                                n < 6 ? 900
                                : n < 10 ? 901
                                : 902
                            ),
                            new DateOnly(2012, 9, 1),
                            null,
                            EndEvidence.FirstSeen,
                            EndEvidence.StillThere,
                            Day,
                            Day
                        )),
                ],
            },
            Manifest.Empty
        );
    }

    private static readonly Lazy<Snapshot> Known = new(() =>
        Country(
            known: true,
            new Inspection(At(4), new DateOnly(2016, 5, 4), 3, "", new DateOnly(2016, 6, 10), []),
            new Inspection(At(5), new DateOnly(2017, 3, 1), 4, "Special measures", null, [])
        )
    );

    private static ChallengePoints Of(int n, ChallengeStatement? statement = null) =>
        ChallengePoints.Of(Known.Value, Known.Value.SchoolOf(At(n))!, Day, statement);

    private static ChallengePart Part(int n, string id) => Of(n).Parts.First(p => p.Rule.Id == id);

    [Fact]
    public void Each_part_is_measured_and_adds_what_the_file_says()
    {
        Assert.True(Part(0, "residual").Measured > 1.75);
        Assert.Equal(1.5, Part(0, "residual").Adds);
        Assert.Equal("2015/16", Part(0, "residual").AsOf);
        Assert.Equal(0, Part(7, "residual").Adds);

        Assert.Equal((3, 1), (Part(4, "category").Measured, Part(4, "category").Adds));
        Assert.Equal((4, 2), (Part(5, "category").Measured, Part(5, "category").Adds));
        Assert.Equal(
            "Ofsted on 1 March 2017: Inadequate (Special measures).",
            Part(5, "category").Words
        );
        Assert.Null(Part(0, "category").Measured);

        // 200 pupils to 150: a quarter.
        Assert.Equal((.25, 1), (Part(2, "roll").Measured, Part(2, "roll").Adds));
        Assert.Equal(0, Part(0, "roll").Adds);

        // 1,050 spent of 1,000.
        Assert.Equal(.05, Part(3, "deficit").Measured!.Value, 1e-12);
        Assert.Equal(.5, Part(3, "deficit").Adds);
        Assert.Null(Part(0, "deficit").Measured);

        Assert.Equal(1, Part(1, "isolation").Adds);
        Assert.Equal(0, Part(7, "isolation").Adds);
        Assert.Null(Part(0, "building").Measured);
        Assert.Null(Part(0, "leadership").Measured);
    }

    [Fact]
    public void Points_are_one_and_what_the_parts_add_rounded_and_the_range_ends_at_the_worst()
    {
        // 1 + 2 for the category; unknown are deficit 1, building 1 and leadership 1.
        Assert.Equal((3, 5), (Of(5).Points, Of(5).AtMost));
        // 1 + 1.5, halves up; beside those the category is unknown.
        Assert.Equal((3, 5), (Of(0).Points, Of(0).AtMost));
        Assert.Equal([1.5, 0, 0, 0, 0, 0, 0], Of(0).Parts.Select(p => p.Adds));
        // A PFI contract, a poor building and two posts: 1 + 2 + 1 + .5 and a deficit of a tenth: 1.
        var stated = Of(
            5,
            new ChallengeStatement
            {
                BuildingOrPfi = 2,
                VacantPosts = 2,
                Deficit = .1,
            }
        );
        Assert.Equal((5, 5), (stated.Points, stated.AtMost));
        Assert.Equal([2, 1, 1, .5], stated.Parts.Where(p => p.Adds > 0).Select(p => p.Adds));
    }

    [Fact]
    public void Nothing_that_became_known_after_the_day_changes_anything()
    {
        var later = Country(known: false, [.. Known.Value.Inspections]);
        for (var n = 0; n < 6; n++)
        {
            var (then, now) = (Of(n), ChallengePoints.Of(later, later.SchoolOf(At(n))!, Day));
            Assert.Equal(then.Points, now.Points);
            Assert.Equal(then.Parts.Select(p => p.Words), now.Parts.Select(p => p.Words));
            Assert.Equal(then.Parts.Select(p => p.Measured), now.Parts.Select(p => p.Measured));
        }
        // A year on it counts.
        Assert.Equal(
            4,
            ChallengePoints
                .Of(later, later.SchoolOf(At(4))!, Day.AddYears(1))
                .Parts.First(p => p.Rule.Id == "category")
                .Measured
        );
    }

    [Fact]
    public void A_closing_trust_is_its_schools_that_day_and_the_trusts_near_them()
    {
        var closing = ClosingTrust.Of(Known.Value, Closing, Day)!;
        Assert.Equal(
            Enumerable.Range(0, 6).Select(n => At(n).ToString()),
            closing.Instance.Schools.Select(s => s.Id)
        );
        Assert.Equal([3, 2, 2, 2, 2, 3], closing.Instance.Schools.Select(s => s.Challenge));
        Assert.Equal(["901", "902"], closing.Instance.Trusts.Select(t => t.Id));
        // 4 schools: three tenths are 1.2, so 1 of 2.5 points, rounded up; 30 schools: 9, held at 5, of 3.5 points each.
        Assert.Equal(
            (1, 3),
            (closing.Instance.Trusts[0].Places, closing.Instance.Trusts[0].ChallengePoints)
        );
        Assert.Equal(
            (5, 18),
            (closing.Instance.Trusts[1].Places, closing.Instance.Trusts[1].ChallengePoints)
        );
        // All but the second, which stands alone, are within a quarter of an hour of each other.
        Assert.Single(
            closing
                .Instance.Schools.Where(s => s.Cluster.Length > 0)
                .Select(s => s.Cluster)
                .Distinct()
        );
        Assert.Equal("", closing.Instance.Schools[1].Cluster);
        var written = ClosureFile.Write(closing.Instance);
        Assert.Empty(
            ClosureFile.Read("closing.json", System.Text.Encoding.UTF8.GetBytes(written)).Cleaned
        );

        var plan = ClosurePlan.Of(closing.Instance, 1, ClosureTime.Until(default));
        var most = closing.NeedMost(plan, 2);
        Assert.Equal(2, most.Count);
        Assert.All(most, m => Assert.Contains("challenge point", m.Why, StringComparison.Ordinal));
        Assert.Null(ClosingTrust.Of(Known.Value, new Uid(999), Day));
    }

    [Fact]
    public void The_rules_are_read_from_their_file_and_a_wrong_file_is_refused_with_its_line()
    {
        Assert.Equal(7, ChallengeRules.Current.Parts.Count);
        var text = File.ReadAllText(
            Repository.PathTo("definitions/criteria/challenge-points.v1.yaml")
        );
        Assert.Equal(1, ChallengeRules.ParseFile("rules.yaml", text).Version);
        Assert.Contains(
            "each of residual, category, deficit, roll, building, leadership, isolation has to be there once.",
            Refusal(text.Replace("- id: roll", "- id: category", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "steps rise",
            Refusal(
                text.Replace(
                    "{from: 0.2, adds: 1}",
                    "{from: 0.05, adds: 1}",
                    StringComparison.Ordinal
                )
            ),
            StringComparison.Ordinal
        );

        static string Refusal(string yaml)
        {
            var message = Assert
                .Throws<UnreadableSourceException>(() =>
                    ChallengeRules.ParseFile("rules.yaml", yaml)
                )
                .Message;
            Assert.StartsWith("rules.yaml: line ", message, StringComparison.Ordinal);
            return message;
        }
    }
}
