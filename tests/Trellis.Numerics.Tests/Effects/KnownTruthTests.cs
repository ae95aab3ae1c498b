using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>Treatments that never were, with an effect that was put there: what estimators say of them.</summary>
public sealed class KnownTruthTests
{
    private const int Sets = 200;
    private static readonly int[] years = [2012, 2013, 2014, 2015, 2016, 2017];
    private static readonly PlaceboAdoption adoption = new()
    {
        Groups = [2014, 2015, 2016],
        TreatedShare = .5,
        Effect = .3,
        EffectGrowth = .1,
    };

    private static AuditDraw One(
        PanelRows rows,
        PlaceboAdoption adoption,
        StaggeredDesign design,
        long seed
    )
    {
        var effects = CallawaySantAnna.Estimate(rows, design, cores: 1);
        var overall = Aggregates.Simple(effects);
        var dynamic = Aggregates.Dynamic(effects);
        AverageEffect[] parts = [overall.Overall, .. dynamic.Parts.Where(p => !p.Reference)];
        var drawn = MultiplierBootstrap.Run(
            [.. parts.Select(p => p.Influence)],
            effects.Clusters,
            300,
            seed
        );
        double Share(int group) => effects.FirstTreated.Count(f => f == group);
        var after = effects.Cells.Where(c => c.EventTime >= 0).ToArray();
        var truth =
            after.Sum(c => Share(c.Group) * adoption.Truth(c.EventTime))
            / after.Sum(c => Share(c.Group));
        return new AuditDraw(
            [truth, .. parts.Skip(1).Select(p => adoption.Truth(p.At!.Value))],
            [.. parts.Select(p => p.Effect)],
            [.. parts.Select(p => p.StandardError)],
            drawn.CriticalValue()
        );
    }

    [Fact]
    public void Intervals_and_bands_hold_the_truth_as_often_as_they_say()
    {
        var audit = KnownTruthAudit.Run(
            Sets,
            i =>
                One(
                    adoption.Deal(
                        DrawnPanel.Draw(150, years, seed: 21, stream: i) with
                        {
                            Covariates = [],
                            Weights = null,
                        },
                        new Draws(22, i)
                    ),
                    adoption,
                    new StaggeredDesign { Controls = ControlGroup.NotYetTreated },
                    i
                )
        );
        Assert.Equal(0, audit.Unanswered);
        Assert.InRange(audit.Coverage, .90, .99);
        Assert.InRange(audit.BandCoverage, .90, .99);
        Assert.InRange(audit.Bias, -.03, .03);
        Assert.InRange(audit.MeanStandardError / audit.Spread, .85, 1.15);
        Assert.InRange(audit.Power, .5, 1);
    }

    [Fact]
    public void With_clusters_intervals_hold_only_where_the_clusters_are_told()
    {
        AuditAnswer Audit(bool told) =>
            KnownTruthAudit.Run(
                Sets,
                i =>
                {
                    var rows = DrawnPanel.Draw(
                        240,
                        [2012, 2013, 2014, 2015],
                        seed: 31,
                        stream: i,
                        clusters: 60,
                        clusterNoise: 1
                    );
                    var dealt = (adoption with { Groups = [2014, 2015] }).Deal(
                        rows with
                        {
                            Covariates = [],
                            Weights = null,
                        },
                        new Draws(32, i),
                        rows.Clusters[0]
                    );
                    return One(
                        told ? dealt : dealt with { Clusters = [] },
                        adoption,
                        new StaggeredDesign(),
                        i
                    );
                }
            );
        var (told, untold) = (Audit(true), Audit(false));
        Assert.InRange(told.Coverage, .89, .99);
        Assert.True(untold.Coverage < .85, $"{untold.Coverage}");
        Assert.Equal(told.Bias, untold.Bias, 12);
        Assert.True(untold.MeanStandardError < .8 * told.MeanStandardError);
    }

    [Fact]
    public void Where_trends_follow_a_covariate_only_an_estimate_that_knows_it_holds_the_truth()
    {
        AuditAnswer Audit(bool known) =>
            KnownTruthAudit.Run(
                Sets,
                i =>
                {
                    var rows = DrawnPanel.Draw(
                        200,
                        [2012, 2013, 2014],
                        seed: 41,
                        stream: i,
                        trend: .5
                    );
                    // Who has more of the covariate is likelier to be treated.
                    var first = new double[rows.Time.Length];
                    for (var r = 0; r < first.Length; r++)
                        first[r] =
                            new Draws(42, i).Uniform(r / 3)
                            < 1 / (1 + Math.Exp(-rows.Covariates[0].Values[r]))
                                ? 2014
                                : double.PositiveInfinity;
                    var effects = CallawaySantAnna.Estimate(
                        rows with
                        {
                            FirstTreated = first,
                            Covariates = known ? rows.Covariates : [],
                            Weights = null,
                        },
                        cores: 1
                    );
                    var overall = Aggregates.Simple(effects).Overall;
                    return new AuditDraw([0], [overall.Effect], [overall.StandardError]);
                }
            );
        var (known, unknown) = (Audit(true), Audit(false));
        Assert.InRange(known.Coverage, .90, .99);
        Assert.InRange(known.Bias, -.05, .05);
        Assert.True(unknown.Bias > .3, $"{unknown.Bias}");
        Assert.True(unknown.Coverage < .5, $"{unknown.Coverage}");
    }

    // A dip of .15 in the year before joining, a true effect of .03, noise small enough to see it (6,000 schools).
    private static (GroupTimeEffects Registered, GroupTimeEffects Rebased) Dipped(
        double dip,
        long seed,
        int units,
        double noise
    )
    {
        var dipping = new PlaceboAdoption
        {
            Groups = [2015, 2016],
            TreatedShare = .4,
            Effect = .03,
            Dip = dip,
        };
        var rows = dipping.Deal(
            DrawnPanel.Draw(units, years, seed: 51, stream: seed, noise: noise) with
            {
                Covariates = [],
                Weights = null,
            },
            new Draws(52, seed)
        );
        return (
            CallawaySantAnna.Estimate(rows),
            CallawaySantAnna.Estimate(rows, new StaggeredDesign { Anticipation = 1 })
        );
    }

    [Fact]
    public void A_base_a_year_earlier_is_not_taken_in_by_a_dip()
    {
        var (registered, rebased) = Dipped(dip: .15, seed: 0, units: 6000, noise: .2);
        // Measured from the dip its own end counts as effect: .03 + .15.
        Assert.Equal(.18, Aggregates.Simple(registered).Overall.Effect, .02);
        Assert.Equal(.03, Aggregates.Simple(rebased).Overall.Effect, .01);
        var dip = DipBeforeTreatment.Look(registered, rebased);
        Assert.True(dip.Detected);
        Assert.Equal(-.15, dip.Size, .02);
        Assert.True(dip.PValue < 1e-6);
        // The registered estimate stands as it was.
        Assert.Equal(Aggregates.Simple(registered).Overall.Effect, dip.Registered.Effect);
        Assert.Equal(Aggregates.Simple(rebased).Overall.Effect, dip.Rebased.Effect);
        Assert.Equal(dip.Registered.Effect - dip.Rebased.Effect, dip.Difference);
        Assert.True(Math.Abs(dip.Difference) > 10 * dip.DifferenceStandardError);
    }

    [Fact]
    public void Without_a_dip_one_is_detected_as_rarely_as_the_test_says()
    {
        var found = 0;
        double difference = 0,
            squares = 0,
            told = 0;
        for (var set = 0; set < Sets; set++)
        {
            var (registered, rebased) = Dipped(dip: 0, seed: set, units: 120, noise: 1);
            var dip = DipBeforeTreatment.Look(registered, rebased);
            found += dip.Detected ? 1 : 0;
            difference += dip.Difference / Sets;
            squares += dip.Difference * dip.Difference / Sets;
            told += dip.DifferenceStandardError / Sets;
        }
        Assert.InRange(found / (double)Sets, .01, .10);
        Assert.Equal(0, difference, .05);
        Assert.InRange(told / Math.Sqrt(squares), .85, 1.15);
    }

    [Fact]
    public void A_dip_is_looked_for_only_with_an_earlier_base()
    {
        var (registered, rebased) = Dipped(dip: .15, seed: 1, units: 60, noise: 1);
        Assert.Throws<ArgumentException>(() => DipBeforeTreatment.Look(rebased, registered));
        Assert.Throws<ArgumentException>(() => DipBeforeTreatment.Look(registered, registered));
        // What rests on other units has no error of the difference; the rest stands.
        var (_, other) = Dipped(dip: .15, seed: 2, units: 60, noise: 1);
        var apart = DipBeforeTreatment.Look(registered, other);
        Assert.True(double.IsNaN(apart.DifferenceStandardError));
        Assert.True(double.IsFinite(apart.Difference) && double.IsFinite(apart.Size));
    }

    [Fact]
    public void A_placebo_moves_outcomes_by_what_it_says()
    {
        var placebo = new PlaceboAdoption
        {
            Groups = [2015],
            TreatedShare = 1,
            Effect = 2,
            EffectGrowth = .5,
            Dip = 3,
            DipTimes = 2,
        };
        Assert.Equal([0, -3, -3, 2, 2.5, 3], years.Select(y => placebo.Moved(y, 2015)));
        Assert.Equal(0, placebo.Moved(2015, double.PositiveInfinity));
        Assert.Equal([0, 2, 3], new[] { -1, 0, 2 }.Select(placebo.Truth));
        var rows = DrawnPanel.Draw(50, years, seed: 1, clusters: 10);
        var dealt = (placebo with { TreatedShare = .5 }).Deal(
            rows,
            new Draws(1, 0),
            rows.Clusters[0]
        );
        for (var r = 0; r < rows.Time.Length; r++)
        {
            Assert.Equal(
                rows.Outcome[r] + placebo.Moved(rows.Time[r], dealt.FirstTreated[r]),
                dealt.Outcome[r],
                12
            );
            // Units of one cluster are treated alike: 50 units in 10 clusters, unit u in cluster u mod 10.
            Assert.Equal(dealt.FirstTreated[r % (10 * years.Length)], dealt.FirstTreated[r]);
        }
        Assert.InRange(
            dealt.FirstTreated.Count(double.IsFinite) / (double)rows.Time.Length,
            .2,
            .8
        );
        Assert.Throws<UnusableDataException>(() =>
            placebo.Deal(DrawnPanel.Where(rows, _ => false), new Draws(1, 0))
        );
    }

    [Fact]
    public void An_audit_counts_what_it_says()
    {
        AuditDraw[] draws =
        [
            new([0, 0], [1, 0], [1, 1], 2),
            new([0, 0], [-3, 0], [1, 1], 2, Marked: true),
            new([0, 0], [0, 3], [1, 1], 2, Marked: true),
            new([0, 0], [double.NaN, 0], [1, 1], 2),
            new([5, 0], [4, 9], [1, double.NaN], 2),
            new([0, 0], [0, 0], [1, 1]),
        ];
        var audit = KnownTruthAudit.Run(draws.Length, i => draws[i]);
        Assert.Equal(6, audit.Draws);
        Assert.Equal(1, audit.Unanswered);
        Assert.Equal(5, audit.Answered);
        Assert.Equal((1 - 3 + 0 - 1 + 0) / 5.0, audit.Bias, 12);
        Assert.Equal(4, audit.Covered);
        Assert.Equal(.8, audit.Coverage, 12);
        Assert.Equal(2, audit.BandCovered);
        Assert.Equal(2, audit.Rejected);
        Assert.Equal(2, audit.Marked);
        Assert.Equal(1, audit.MarkedCovered);
        Assert.Equal((-3 + 0) / 2.0, audit.MarkedBias, 12);
        Assert.Equal(1, audit.MeanStandardError, 12);
        // sd(c(1, -3, 0, -1, 0)) in R.
        Assert.Equal(1.5165750888103102, audit.Spread, 12);
    }
}
