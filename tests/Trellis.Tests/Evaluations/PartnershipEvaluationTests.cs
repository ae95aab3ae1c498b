using Trellis.Answers;
using Trellis.Distributions;
using Trellis.Effects;
using Trellis.Evaluations;
using Trellis.Measures;
using Trellis.Probability;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Evaluations;

/// <summary>What can be said of a partnership of a few schools, on drawn countries. All of it is fictional.</summary>
public sealed class PartnershipEvaluationTests
{
    private const int Schools = 240;
    private const int Special = 200_000;
    private const int Secondary = 200_001;
    private static readonly int[] tested = [2015, 2016, 2017, 2018, 2021, 2022, 2023, 2024];
    private static readonly Urn first = new(100_000);
    private static readonly Urn second = new(100_001);
    private static readonly Lazy<Snapshot> country = new(() => Drawn("drawn"));

    /// <summary>Schools of one region with results that wander; the first two rise by planted numbers of points from 2022/23 on.</summary>
    private static Snapshot Drawn(
        string id,
        double planted = 0,
        double? inSecond = null,
        double odd = 0,
        IReadOnlyList<int>? years = null,
        DateOnly? closed = null,
        bool results = true,
        int schools = Schools
    )
    {
        var chance = new Draws(1, 1);
        years ??= tested;
        var entries = Enumerable
            .Range(0, schools)
            .Select(i => new Establishment
            {
                Urn = new Urn(100_000 + i),
                TypeGroup = "Local authority maintained schools",
                Type = "Community school",
                Phase = Phase.Primary,
                Region = i < 200 ? "North East" : "South West",
                Closed = i == 0 ? closed : null,
                Status = i == 0 && closed is not null ? Status.Closed : Status.Open,
            })
            .Append(
                new Establishment
                {
                    Urn = new Urn(Special),
                    TypeGroup = "Special schools",
                    Type = "Community special school",
                    Region = "North East",
                    Status = Status.Open,
                }
            )
            .Append(
                new Establishment
                {
                    Urn = new Urn(Secondary),
                    TypeGroup = "Academies",
                    Type = "Academy converter",
                    Phase = Phase.Secondary,
                    Region = "North East",
                    Status = Status.Open,
                }
            )
            .ToArray();
        var columns = new List<MeasureColumn>();
        foreach (var (year, y) in years.Select((year, y) => (year, y)))
        foreach (var name in new[] { "ks2.reading-average", "ks2.maths-average" })
            columns.Add(
                MeasureColumn.Pack(
                    Measure(name),
                    new Year(year),
                    new RowIndex($"{name}/{year}", [.. Enumerable.Range(0, schools)]),
                    [
                        .. Enumerable
                            .Range(0, schools)
                            .Select(i =>
                                closed is not null && i == 0 && year >= closed.Value.Year
                                    ? double.NaN
                                    : 104
                                        + (3 * chance.Normal(i))
                                        + chance.Normal(1000 + (i * 50) + y)
                                        + (
                                            i < 2 && year >= 2022
                                                ? i == 1
                                                    ? inSecond ?? planted
                                                    : planted
                                                : 0
                                        )
                                        + (i == 99 && year == 2023 ? odd : 0)
                            ),
                    ],
                    [.. Enumerable.Range(0, schools).Select(_ => "SUPP")]
                )
            );
        return new Snapshot(
            id,
            new SnapshotContent { Establishments = entries, Columns = results ? columns : [] },
            Manifest.Empty
        );
    }

    private static Measure Measure(string id) =>
        new(id, id, "Results", Unit.Points, 1, "better", "primary", "", "", false, new(2026, 1, 1));

    private static PartnershipMember Member(
        Urn? urn,
        string from = "2022-09-01",
        bool gives = false,
        bool takes = false,
        bool confirmed = true,
        string? to = null
    ) =>
        new(
            urn,
            DateOnly.Parse(from, null),
            to is null ? null : DateOnly.Parse(to, null),
            gives,
            takes,
            confirmed
        );

    private static PartnershipQuestion Of(params PartnershipMember[] members) =>
        new(members, new HashSet<Urn>(), "ks2", "ks4", ["absence"], true, 0, null);

    private static PartnershipFinding Ks2(PartnershipAnswer answer) =>
        Assert.Single(answer.Findings, f => f.IsJudged);

    [Fact]
    public void One_school_has_an_effect_an_interval_and_the_smallest_that_could_be_seen()
    {
        var finding = Ks2(PartnershipEvaluation.Of(country.Value, Of(Member(first))));

        var school = Assert.Single(finding.Schools);
        Assert.Equal(ResultsCase.Compared, school.Case);
        Assert.Equal(new Year(2021), school.Base);
        Assert.Equal([new Year(2022), new Year(2023), new Year(2024)], school.After);
        Assert.Equal(PartnershipEvaluation.Comparators, school.Comparators.Count);
        var effect = finding.Effect!;
        Assert.InRange(effect.Effect, effect.Low, effect.High);
        Assert.True(effect.SmallestSeen > 0);
        // The region has 200 schools; the member itself is no placebo.
        Assert.Equal(199, effect.Placebos);
    }

    [Fact]
    public void The_effect_is_the_plain_difference_in_differences_of_two_periods()
    {
        var finding = Ks2(PartnershipEvaluation.Of(country.Value, Of(Member(first))));
        var series = SchoolYears
            .In(country.Value)
            .Of(Outcomes.Find("ks2")!, PhaseGroup.Primary)
            .Years;
        int[] rows = [0, .. finding.Schools[0].Comparators];
        var effect = TwoPeriodComparison.OfPanel(
            TwoPeriodMethod.DoublyRobust,
            [.. rows.Select(s => series.First(y => y.Year.Starts == 2021).Z[s])],
            [.. rows.Select(s => series.Where(y => y.Year.Starts > 2021).Average(y => y.Z[s]))],
            [.. rows.Select(s => s == 0)],
            []
        );

        Assert.Equal(effect.Effect, finding.Effect!.Effect, 10);
        Assert.Equal(
            finding.Effect.Effect,
            finding.Years.Where(y => y.Treated > 0).Average(y => y.Difference),
            10
        );
        Assert.Equal(0, finding.Years.Single(y => y.Bases == 1).Difference, 12);
    }

    [Fact]
    public void The_nearest_are_of_the_region_and_in_no_partnership_and_the_answer_is_always_the_same()
    {
        var asked = Of(Member(first)) with
        {
            Partnered = Enumerable.Range(100_050, 50).Select(u => new Urn(u)).ToHashSet(),
        };

        var finding = Ks2(PartnershipEvaluation.Of(country.Value, asked));
        var again = Ks2(PartnershipEvaluation.Of(country.Value, asked));

        Assert.Equal(149, finding.Effect!.Placebos);
        Assert.Equal(finding.Effect, again.Effect);
        Assert.All(
            finding.Schools[0].Comparators,
            s =>
            {
                Assert.Equal("North East", country.Value.Schools[s].Current.Region);
                Assert.InRange(s, 1, 199);
                Assert.False(s is >= 50 and < 100);
            }
        );
    }

    [Fact]
    public void A_planted_rise_is_found_and_chance_alone_does_not_reach_it()
    {
        // 8 points are about two and a half standard deviations between these schools.
        var answer = PartnershipEvaluation.Of(
            Drawn("planted", planted: 8),
            Of(Member(first), Member(second))
        );

        var finding = Ks2(answer);
        Assert.Equal(2, finding.Compared);
        Assert.InRange(finding.Effect!.Effect * finding.ScaleDeviation, 6.5, 9.5);
        Assert.True(finding.Effect.Low > 0);
        Assert.Equal(1 / 2000.0, finding.Effect.AsFar, 6);
        Assert.Equal(1, answer.Rating);
    }

    [Fact]
    public void Of_schools_to_which_nothing_happened_nineteen_in_twenty_intervals_hold_nought()
    {
        var held = Enumerable
            .Range(0, 100)
            .Count(i =>
                Ks2(
                    PartnershipEvaluation.Of(country.Value, Of(Member(new Urn(100_000 + (2 * i)))))
                ).Effect
                    is { Low: <= 0, High: >= 0 }
            );

        Assert.InRange(held, 90, 99);
    }

    [Fact]
    public void Before_any_results_nothing_is_said_but_when_something_will_be()
    {
        var answer = PartnershipEvaluation.Of(country.Value, Of(Member(first, "2026-09-01")));

        var finding = Ks2(answer);
        Assert.Equal(ResultsCase.NotYet, finding.Schools[0].Case);
        Assert.Null(finding.Effect);
        Assert.Equal(new Year(2024), finding.Newest);
        Assert.Equal(new Year(2026), finding.NextTold);
        Assert.Equal(0, answer.Rating);
    }

    [Fact]
    public void Members_that_all_joined_in_2020_are_first_seen_when_tests_came_back()
    {
        var finding = Ks2(PartnershipEvaluation.Of(country.Value, Of(Member(first, "2020-09-01"))));

        var school = Assert.Single(finding.Schools);
        Assert.Equal(new Year(2020), school.First);
        Assert.Equal(new Year(2018), school.Base);
        Assert.Equal(new Year(2021), school.After[0]);
        Assert.Equal([new Year(2019), new Year(2020)], finding.Holes);
        Assert.NotNull(finding.Effect);
    }

    [Fact]
    public void A_special_school_a_college_and_who_only_gives_are_named_and_not_compared()
    {
        var answer = PartnershipEvaluation.Of(
            country.Value,
            Of(
                Member(new Urn(Special), takes: true),
                Member(null, takes: true),
                Member(second, gives: true),
                Member(new Urn(999_999), takes: true),
                Member(new Urn(100_005), takes: true, confirmed: false),
                Member(first, takes: true)
            )
        );

        Assert.Equal(
            [
                MemberCase.Special,
                MemberCase.NotASchool,
                MemberCase.GivesOnly,
                MemberCase.NotInTheRegister,
                MemberCase.NotConfirmed,
                MemberCase.Counts,
            ],
            answer.Members.Select(m => m.Case)
        );
        Assert.Equal(5, Assert.Single(Ks2(answer).Schools).Member);
    }

    [Fact]
    public void What_was_planted_in_takers_and_in_givers_is_found_in_their_own_findings()
    {
        var asked = Of(Member(first, takes: true), Member(second, gives: true));

        var answer = PartnershipEvaluation.Of(
            Drawn("both", planted: 8, inSecond: -6),
            asked with
            {
                Beside = [],
            }
        );
        var before = PartnershipEvaluation.Of(country.Value, asked with { Beside = [] });

        Assert.Equal([FindingOf.Treated, FindingOf.Givers], answer.Findings.Select(f => f.Of));
        Assert.Equal([true, false], answer.Findings.Select(f => f.IsJudged));
        Assert.Equal([0, 1], answer.Findings.Select(f => Assert.Single(f.Schools).Member));
        Assert.InRange(Points(answer.Findings[0]) - Points(before.Findings[0]), 7.5, 8.5);
        Assert.InRange(Points(answer.Findings[1]) - Points(before.Findings[1]), -6.5, -5.5);
        Assert.True(answer.Findings[0].Effect!.Low > 0);
        Assert.True(answer.Findings[1].Effect!.High < 0);
        Assert.Equal([MemberCase.Counts, MemberCase.GivesOnly], answer.Members.Select(m => m.Case));
        Assert.Equal(1, answer.Rating);

        static double Points(PartnershipFinding finding) =>
            finding.Effect!.Effect * finding.ScaleDeviation;
    }

    [Fact]
    public void The_number_of_takers_is_the_same_with_and_without_a_comparison_of_givers()
    {
        var with = Ks2(
            PartnershipEvaluation.Of(
                country.Value,
                Of(Member(first, takes: true), Member(second, gives: true))
            )
        );
        var without = Ks2(
            PartnershipEvaluation.Of(
                country.Value,
                Of(Member(first, takes: true)) with
                {
                    Partnered = new HashSet<Urn> { second },
                }
            )
        );

        Assert.Equal(without.Effect, with.Effect);
        Assert.Equal(without.Schools[0].Comparators, with.Schools[0].Comparators);
    }

    [Fact]
    public void Givers_that_are_compared_never_move_the_rating()
    {
        var answer = PartnershipEvaluation.Of(
            country.Value,
            Of(Member(null, takes: true), Member(second, gives: true))
        );

        Assert.All(answer.Findings, f => Assert.Equal(FindingOf.Givers, f.Of));
        Assert.Equal(["ks2", "absence"], answer.Findings.Select(f => f.Outcome.Id));
        Assert.NotNull(answer.Findings[0].Effect);
        Assert.Equal(0, answer.Rating);
    }

    [Fact]
    public void Who_gave_and_takes_under_another_entry_is_no_giver_and_who_does_neither_is_none_too()
    {
        var answer = PartnershipEvaluation.Of(
            country.Value,
            Of(
                Member(first, gives: true, to: "2023-09-01"),
                Member(first, "2023-09-01", takes: true),
                Member(second)
            )
        );

        Assert.Equal(
            [MemberCase.GivesOnly, MemberCase.Counts, MemberCase.TakesNone],
            answer.Members.Select(m => m.Case)
        );
        Assert.All(answer.Findings, f => Assert.Equal(FindingOf.Treated, f.Of));
    }

    [Fact]
    public void A_figure_beyond_all_reckoning_is_named_with_its_year_and_file()
    {
        var wrong = Assert.Throws<UnusableDataException>(() =>
            PartnershipEvaluation.Of(Drawn("odd", odd: 1e200), Of(Member(first)))
        );

        Assert.Contains("2023/24", wrong.Message);
        Assert.Contains("ks2.reading-average/2023", wrong.Message);
    }

    [Fact]
    public void Without_any_school_that_counts_there_is_an_answer_without_findings()
    {
        var answer = PartnershipEvaluation.Of(
            country.Value,
            Of(Member(new Urn(Special)), Member(null))
        );

        Assert.Empty(answer.Findings);
        Assert.Equal(0, answer.Rating);
    }

    [Fact]
    public void Where_no_roles_are_stated_all_members_count() =>
        Assert.All(
            PartnershipEvaluation.Of(country.Value, Of(Member(first), Member(second))).Members,
            m => Assert.Equal(MemberCase.Counts, m.Case)
        );

    [Fact]
    public void A_school_that_closed_has_no_results_after_and_the_others_are_compared()
    {
        var finding = Ks2(
            PartnershipEvaluation.Of(
                Drawn("closed", closed: new DateOnly(2021, 8, 31)),
                Of(Member(first, "2021-01-01"), Member(second))
            )
        );

        Assert.Equal(
            [ResultsCase.Closed, ResultsCase.Compared],
            finding.Schools.Select(s => s.Case)
        );
        Assert.Equal(1, finding.Compared);
    }

    [Fact]
    public void Who_left_is_compared_over_the_years_in_which_it_was_a_member() =>
        Assert.Equal(
            [new Year(2022), new Year(2023)],
            Ks2(PartnershipEvaluation.Of(country.Value, Of(Member(first, to: "2024-09-01"))))
                .Schools[0]
                .After
        );

    [Fact]
    public void Where_a_requirement_came_first_the_base_is_a_year_earlier() =>
        Assert.Equal(
            new Year(2018),
            Ks2(
                PartnershipEvaluation.Of(country.Value, Of(Member(first)) with { YearsEarlier = 1 })
            )
                .Schools[0]
                .Base
        );

    [Fact]
    public void An_outcome_that_no_file_has_is_an_answer_without_years()
    {
        var finding = Ks2(
            PartnershipEvaluation.Of(Drawn("without", results: false), Of(Member(first)))
        );

        Assert.Null(finding.Newest);
        Assert.Null(finding.Effect);
        Assert.Empty(finding.Years);
        Assert.Equal(ResultsCase.NotYet, finding.Schools[0].Case);
    }

    [Fact]
    public void Each_phase_is_judged_by_its_own_outcome() =>
        Assert.Equal(
            [("ks2", PhaseGroup.Primary), ("ks4", PhaseGroup.Secondary)],
            PartnershipEvaluation
                .Of(country.Value, Of(Member(new Urn(Secondary)), Member(first)))
                .Findings.Where(f => f.IsJudged)
                .Select(f => (f.Outcome.Id, f.Phase))
        );

    [Fact]
    public void Where_the_region_is_too_small_the_whole_country_is_looked_at_and_else_nobody()
    {
        // 40 schools in the south west, so 39 beside a member; 240 in the country.
        var finding = Ks2(PartnershipEvaluation.Of(country.Value, Of(Member(new Urn(100_210)))));
        var small = Ks2(PartnershipEvaluation.Of(Drawn("small", schools: 40), Of(Member(first))));

        Assert.Equal(239, finding.Effect!.Placebos);
        Assert.Equal(ResultsCase.NobodyLikeIt, small.Schools[0].Case);
        Assert.Null(small.Effect);
    }

    [Fact]
    public void Each_year_has_its_own_range_of_chance_and_the_base_none()
    {
        var years = Ks2(PartnershipEvaluation.Of(country.Value, Of(Member(first)))).Years;

        Assert.Equal(tested, years.Select(y => y.Year.Starts));
        Assert.All(
            years,
            y =>
            {
                if (y.Bases == 1)
                    Assert.True(double.IsNaN(y.Low) && double.IsNaN(y.High));
                else
                    Assert.InRange(y.Difference, y.Low, y.High);
            }
        );
    }
}
