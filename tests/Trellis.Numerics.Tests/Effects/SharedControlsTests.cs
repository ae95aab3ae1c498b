using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class SharedControlsTests
{
    private static readonly int[] years = [2012, 2013, 2014, 2015, 2017, 2018];

    // Ninety of three hundred units, in five trusts, join in three years.
    private static (PanelRows Rows, NamedLabels Trusts) Panel(
        bool changing,
        bool weighted,
        bool clustered
    )
    {
        var rows = DrawnPanel.Draw(
            300,
            years,
            seed: 3,
            trend: .1,
            changing: changing,
            clusters: clustered ? 20 : 0
        );
        var first = new double[rows.Time.Length];
        var trust = new string[first.Length];
        for (var row = 0; row < first.Length; row++)
        {
            var unit = row / years.Length;
            (first[row], trust[row]) =
                unit < 90
                    ? (
                        2014 + (unit % 3 * 1.5 is var g && unit % 3 == 2 ? 3 : Math.Floor(g)),
                        $"T{unit % 5}"
                    )
                    : (double.PositiveInfinity, "");
        }
        return (
            rows with
            {
                FirstTreated = first,
                Weights = weighted ? rows.Weights : null,
            },
            new NamedLabels("trust", trust)
        );
    }

    [Theory]
    [InlineData(TwoPeriodMethod.DoublyRobust, BasePeriod.Varying, 0, false, false, false)]
    [InlineData(TwoPeriodMethod.DoublyRobust, BasePeriod.Universal, 0, true, true, true)]
    [InlineData(TwoPeriodMethod.DoublyRobust, BasePeriod.Varying, 1, true, false, true)]
    [InlineData(TwoPeriodMethod.InverseProbability, BasePeriod.Varying, 0, true, true, false)]
    [InlineData(TwoPeriodMethod.Regression, BasePeriod.Universal, 0, false, true, true)]
    [InlineData(TwoPeriodMethod.Regression, BasePeriod.Varying, 0, true, false, false)]
    public void Every_trust_at_once_is_each_trust_alone(
        TwoPeriodMethod method,
        BasePeriod @base,
        int anticipation,
        bool changing,
        bool weighted,
        bool clustered
    )
    {
        var (rows, trusts) = Panel(changing, weighted, clustered);
        var design = new StaggeredDesign
        {
            Method = method,
            Base = @base,
            Anticipation = anticipation,
        };
        var all = SharedControls.Estimate(rows, trusts, design, study => study);
        Assert.Equal(["T0", "T1", "T2", "T3", "T4"], all.Select(s => s.Name));
        foreach (var study in all)
        {
            var alone = CallawaySantAnna.Estimate(
                DrawnPanel.Where(
                    rows,
                    r => !double.IsFinite(rows.FirstTreated[r]) || trusts.Values[r] == study.Name
                ),
                design
            );
            var here = study.Effects;
            Assert.Equal(alone.Number, here.Number);
            Assert.Equal(
                alone.Cells.Select(c => (c.Group, c.Time, c.From, c.Reference)),
                here.Cells.Select(c => (c.Group, c.Time, c.From, c.Reference))
            );
            for (var c = 0; c < alone.Cells.Count; c++)
            {
                var (one, other) = (alone.Cells[c], here.Cells[c]);
                if (one.Reference)
                    continue;
                // A logit that begins where another ended rests within rounding of one that begins anew.
                var what = $"{study.Name}, {one.Group} at {one.Time}";
                Near.Relative(one.Effect, other.Effect, 1e-6, what);
                Near.Relative(one.StandardError, other.StandardError, 1e-6, what);
            }
            foreach (
                var of in (Func<GroupTimeEffects, AggregatedEffects>[])
                    [Aggregates.Simple, e => Aggregates.Dynamic(e), Aggregates.Group]
            )
            {
                Near.Relative(of(alone).Overall.Effect, of(here).Overall.Effect, 1e-6, study.Name);
                Near.Relative(
                    of(alone).Overall.StandardError,
                    of(here).Overall.StandardError,
                    1e-6,
                    study.Name
                );
            }
        }
    }

    [Fact]
    public void The_first_times_alone_are_as_they_were_among_all_and_average_to_themselves()
    {
        var (rows, trusts) = Panel(changing: true, weighted: false, clustered: false);
        var design = new StaggeredDesign { Base = BasePeriod.Universal };
        var some = design with { Least = 0, Most = 1 };
        var all = SharedControls.Estimate(rows, trusts, design, (study, _) => study);
        var first = SharedControls.Estimate(rows, trusts, some, (study, effect) => (study, effect));
        foreach (var (whole, (study, effect)) in all.Zip(first))
        {
            var asked = whole.Effects.Cells.Where(c => c.EventTime is 0 or 1).ToArray();
            Assert.Equal(
                asked.Select(c => (c.Group, c.Time)),
                study.Effects.Cells.Select(c => (c.Group, c.Time))
            );
            foreach (var (one, other) in asked.Zip(study.Effects.Cells))
                Near.Relative(one.Effect, other.Effect, 1e-6, $"{one.Group} at {one.Time}");
            // Groups of equally many units, each at two times: 2014 at 2014 and 2015, 2015 at 2015 alone, 2017 at 2017 and 2018.
            Near.Relative(
                study.Effects.Cells.Sum(c => c.Effect * Units(study, c.Group))
                    / study.Effects.Cells.Sum(c => Units(study, c.Group)),
                effect.Overall,
                1e-9,
                study.Name
            );
            Assert.True(effect.PlaceboInterval.Holds(effect.Overall));
        }

        static double Units(TreatedStudy study, int group) =>
            study.Effects.FirstTreated.Count(f => f == group);
    }

    [Fact]
    public void Trusts_of_one_or_two_units_have_an_answer_exactly_where_each_has_one_alone()
    {
        var (rows, _) = Panel(changing: true, weighted: false, clustered: false);
        var trusts = new NamedLabels(
            "trust",
            [.. rows.Unit.Select((_, r) => r / years.Length < 90 ? $"T{r / years.Length / 2}" : "")]
        );
        var all = SharedControls.Estimate(rows, trusts, null, study => study);
        Assert.Equal(45, all.Count);
        foreach (var study in all)
        {
            var alone = CallawaySantAnna.Estimate(
                DrawnPanel.Where(
                    rows,
                    r => !double.IsFinite(rows.FirstTreated[r]) || trusts.Values[r] == study.Name
                )
            );
            for (var c = 0; c < alone.Cells.Count; c++)
                if (double.IsNaN(alone.Cells[c].Effect))
                    Assert.True(double.IsNaN(study.Effects.Cells[c].Effect));
                else
                    Assert.Equal(alone.Cells[c].Effect, study.Effects.Cells[c].Effect, 6);
        }
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_cores()
    {
        var (rows, trusts) = Panel(changing: false, weighted: false, clustered: false);
        var one = SharedControls.Estimate(rows, trusts, cores: 1).Each;
        var many = SharedControls.Estimate(rows, trusts, cores: 16).Each;
        Assert.Equal(
            one.Select(e => (e.Name, e.Treated, e.Overall, e.StandardError, e.Reason)),
            many.Select(e => (e.Name, e.Treated, e.Overall, e.StandardError, e.Reason))
        );
        Assert.Equal(one.SelectMany(e => e.ByEventTime), many.SelectMany(e => e.ByEventTime));
        Assert.All(one, e => Assert.Equal(18, e.Treated));
    }

    [Fact]
    public void Trusts_that_share_controls_vary_together_as_drawn()
    {
        var (rows, trusts) = Panel(changing: false, weighted: false, clustered: false);
        var studies = SharedControls.Estimate(
            rows,
            trusts,
            null,
            study =>
            {
                var overall = Aggregates.Simple(study.Effects).Overall;
                return new StudyEstimate(
                    study.Name,
                    overall.Effect,
                    study.Units,
                    overall.Influence
                );
            }
        );
        var covariance = StudyCovariance.Of(studies);
        for (var s = 0; s < 5; s++)
            Near.Relative(
                InfluenceFunctions.StandardError(studies[s].Influence, []),
                Math.Sqrt(covariance[s * 6]),
                1e-12,
                studies[s].Name
            );
        // Three controls in four units: correlations are there, and small beside eighteen treated units each.
        Assert.InRange(covariance[1] / Math.Sqrt(covariance[0] * covariance[6]), .01, .5);
    }

    [Fact]
    public void A_trust_that_cannot_be_answered_says_why_and_the_others_stand()
    {
        var (rows, trusts) = Panel(changing: false, weighted: false, clustered: false);
        // All of T0 has an intake that nobody else has; T1 joined in the first year.
        var intake = (double[])rows.Covariates[0].Values.Clone();
        var first = (double[])rows.FirstTreated.Clone();
        for (var r = 0; r < intake.Length; r++)
        {
            if (trusts.Values[r] == "T0")
                intake[r] = 50 + (r / years.Length);
            if (trusts.Values[r] == "T1")
                first[r] = 2012;
        }
        var (all, remarks) = SharedControls.Estimate(
            rows with
            {
                FirstTreated = first,
                Covariates = [new NamedColumn("intake", intake)],
            },
            trusts
        );
        Assert.Equal(18, Assert.Single(remarks, r => r.Code == "already-treated").Count);
        Assert.True(double.IsNaN(all[0].Overall) && double.IsNaN(all[0].StandardError));
        Assert.Contains("(almost) perfectly", all[0].Reason, StringComparison.Ordinal);
        Assert.True(double.IsNaN(all[1].Overall));
        Assert.Equal(0, all[1].Treated);
        Assert.Contains("before and after", all[1].Reason, StringComparison.Ordinal);
        Assert.All(
            all.Skip(2),
            e => Assert.True(double.IsFinite(e.Overall) && e.StandardError > 0 && e.Reason is null)
        );
    }

    [Fact]
    public void A_unit_has_one_trust()
    {
        var (rows, trusts) = Panel(changing: false, weighted: false, clustered: false);
        string[] two = [.. trusts.Values];
        two[1] = "T9";
        Assert.Equal(
            "1 unit (0) with more than one 'trust': a unit has one, from whom its treatment came.",
            Assert
                .Throws<UnusableDataException>(() =>
                    SharedControls.Estimate(rows, new NamedLabels("trust", two))
                )
                .Message
        );
        for (var t = 0; t < years.Length; t++)
            two[t] = "";
        Assert.Equal(
            "1 unit (0) treated without a 'trust'. Say who treats them, or leave them out.",
            Assert
                .Throws<UnusableDataException>(() =>
                    SharedControls.Estimate(rows, new NamedLabels("trust", two))
                )
                .Message
        );
        foreach (
            var other in (StaggeredDesign[])
                [
                    new() { Controls = ControlGroup.NotYetTreated },
                    new() { Sampling = Sampling.UnbalancedPanel },
                    new() { Method = TwoPeriodMethod.HorvitzThompson },
                ]
        )
            Assert.Throws<ArgumentException>(() => SharedControls.Estimate(rows, trusts, other));
        Assert.Throws<ArgumentException>(() =>
            SharedControls.Estimate(rows, new NamedLabels("trust", ["T0"]))
        );
        Assert.Equal(
            "Nobody is never treated, so there are no controls to share.",
            Assert
                .Throws<UnusableDataException>(() =>
                    SharedControls.Estimate(
                        rows with
                        {
                            FirstTreated =
                            [
                                .. rows.FirstTreated.Select(f => double.IsFinite(f) ? f : 2018),
                            ],
                        },
                        new NamedLabels("trust", [.. trusts.Values.Select(_ => "T")]),
                        new StaggeredDesign { Method = TwoPeriodMethod.Regression }
                    )
                )
                .Message
        );
    }

    [Fact]
    public void With_two_units_errors_are_too_small_and_the_placebo_interval_is_not()
    {
        int[] times = [2012, 2013, 2014, 2015];
        const int Sets = 200;
        int byErrors = 0,
            byPlacebo = 0,
            rejected = 0;
        for (var set = 0; set < Sets / 4; set++)
        {
            // Four trusts of two schools each, joining in two years, beside 150 schools; the truth is .4.
            var rows = DrawnPanel.Draw(158, times, seed: 61, stream: set, trend: .2);
            var first = new double[rows.Time.Length];
            var outcome = (double[])rows.Outcome.Clone();
            var trust = new string[first.Length];
            for (var row = 0; row < first.Length; row++)
            {
                var unit = row / times.Length;
                (first[row], trust[row]) =
                    unit < 8 ? (2014 + (unit % 2), $"T{unit / 2}") : (double.PositiveInfinity, "");
                if (rows.Time[row] >= first[row])
                    outcome[row] += .4;
            }
            foreach (
                var answer in SharedControls
                    .Estimate(
                        rows with
                        {
                            FirstTreated = first,
                            Outcome = outcome,
                            Weights = null,
                        },
                        new NamedLabels("trust", trust),
                        new StaggeredDesign { Method = TwoPeriodMethod.Regression }
                    )
                    .Each
            )
            {
                byErrors += Math.Abs(answer.Overall - .4) <= 1.96 * answer.StandardError ? 1 : 0;
                byPlacebo += answer.PlaceboInterval.Holds(.4) ? 1 : 0;
                rejected += answer.PlaceboPValue <= .05 == !answer.PlaceboInterval.Holds(0) ? 1 : 0;
                Assert.InRange(answer.PlaceboPValue, 1 / 2000.0, 1);
            }
        }
        Assert.InRange(byPlacebo / (double)Sets, .90, .99);
        Assert.True(byErrors / (double)Sets < .80, $"{byErrors}");
        // The test and the interval agree but for tails that are not quite alike.
        Assert.InRange(rejected / (double)Sets, .95, 1);
    }
}
