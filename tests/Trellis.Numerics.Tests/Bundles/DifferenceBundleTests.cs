using Trellis.Answers;
using Trellis.Effects;
using Trellis.Probability;

namespace Trellis.Bundles;

public sealed class DifferenceBundleTests
{
    private const string Years = "group-time effects in R's own arithmetic";

    // 90 fictional units in 6 years, three groups of which one is never treated; covariates move both.
    private static PanelRows Panel(bool weights, int clusters, int seed = 3)
    {
        List<string> unit = [];
        List<int> time = [];
        List<double> first = [],
            outcome = [],
            x = [],
            z = [],
            weight = [];
        List<string> district = [],
            kind = [];
        for (var i = 0; i < 90; i++)
        {
            var draw = new Draws(seed, i);
            var (a, b) = (draw.Normal(0), draw.Normal(1));
            var group =
                draw.Uniform(2) + (.15 * a) < .4 ? double.PositiveInfinity
                : draw.Uniform(3) < .5 ? 2013
                : 2015;
            for (var year = 2011; year <= 2016; year++)
            {
                unit.Add($"unit {i}");
                time.Add(year);
                first.Add(group);
                x.Add(a + (.1 * (year - 2011)));
                z.Add(b);
                weight.Add(weights ? .5 + draw.Uniform(4) : 1);
                district.Add($"d{i % 12}");
                kind.Add($"k{i % 7}");
                outcome.Add(
                    a
                        + (.3 * b * (year - 2011))
                        + (year >= group ? .5 + (.1 * (year - group)) : 0)
                        + draw.Normal(year)
                );
            }
        }
        return new PanelRows
        {
            Unit = unit,
            Time = [.. time],
            FirstTreated = [.. first],
            Outcome = [.. outcome],
            Covariates = [new NamedColumn("x", [.. x]), new NamedColumn("z", [.. z])],
            Weights = weights ? [.. weight] : null,
            Clusters = new NamedLabels[] { new("district", district), new("kind", kind) }[
                ..clusters
            ],
        };
    }

    public static TheoryData<TwoPeriodMethod, ControlGroup, BasePeriod, int, bool, int> Designs =>
        new()
        {
            {
                TwoPeriodMethod.DoublyRobust,
                ControlGroup.NotYetTreated,
                BasePeriod.Varying,
                0,
                false,
                0
            },
            {
                TwoPeriodMethod.DoublyRobust,
                ControlGroup.NeverTreated,
                BasePeriod.Universal,
                1,
                true,
                1
            },
            {
                TwoPeriodMethod.InverseProbability,
                ControlGroup.NotYetTreated,
                BasePeriod.Universal,
                0,
                true,
                0
            },
            {
                TwoPeriodMethod.Regression,
                ControlGroup.NotYetTreated,
                BasePeriod.Varying,
                1,
                true,
                2
            },
        };

    [Theory]
    [MemberData(nameof(Designs))]
    public void R_finds_every_number_again_from_the_data(
        TwoPeriodMethod method,
        ControlGroup controls,
        BasePeriod from,
        int anticipation,
        bool weights,
        int clusters
    )
    {
        var rows = Panel(weights, clusters);
        var design = new StaggeredDesign
        {
            Method = method,
            Controls = controls,
            Base = from,
            Anticipation = anticipation,
        };
        var effects = CallawaySantAnna.Estimate(rows, design);
        var bundle = DifferenceBundle.Of(rows, design, effects, 1, draws: 100, seed: 5);
        if (InR.Run(bundle, Years) is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
        // Cells, and at least an overall average of each of five kinds, each with its error.
        Assert.Matches(@"^[1-9]\d+ numbers, the largest difference", ran.Said);
    }

    // Fictional units of four regions; those treated in 2013 lack the first, which has no mark, those treated in 2015 the last.
    private static PanelRows PanelWithRegions()
    {
        var rows = Panel(weights: false, clusters: 1);
        int[] region =
        [
            .. Enumerable.Range(0, 90).Select(i => (int)(new Draws(6, i).Uniform(0) * 4)),
        ];
        var first = rows.FirstTreated.ToArray();
        for (var row = 0; row < first.Length; row++)
            if ((first[row], region[row / 6]) is (2013, 0) or (2015, 3))
                first[row] = double.PositiveInfinity;
        return rows with
        {
            FirstTreated = first,
            Covariates =
            [
                rows.Covariates[0],
                .. Enumerable
                    .Range(1, 3)
                    .Select(mark => new NamedColumn(
                        $"region {mark}",
                        [.. first.Select((_, row) => region[row / 6] == mark ? 1.0 : 0)]
                    )),
            ],
        };
    }

    [Fact]
    public void R_finds_a_study_again_whose_joiners_lack_a_region_with_its_band_and_its_figures()
    {
        var rows = PanelWithRegions();
        var design = new StaggeredDesign
        {
            Controls = ControlGroup.NotYetTreated,
            Base = BasePeriod.Universal,
        };
        var effects = CallawaySantAnna.Estimate(rows, design);
        Assert.Empty(effects.Unanswered);
        var first = Aggregates.Simple(effects).Overall;
        var bundle = DifferenceBundle.Of(
            rows,
            design,
            effects,
            draws: 300,
            seed: 5,
            most: 2,
            band: [0, 1],
            figures:
            [
                new("all", "All years", first.Effect, new("simple", null, "estimate")),
                new(
                    "points",
                    "The same, doubled",
                    2 * first.Effect,
                    new("simple", null, "estimate", 2)
                ),
                new("rating", "Evidence", 2, null, "It is a rule's."),
            ]
        );
        var answers = bundle.Files["answers.csv"].Split('\n');
        // The two years asked for, and the critical value.
        Assert.Equal(3, answers.Count(a => a.StartsWith("band,", StringComparison.Ordinal)));
        if (InR.Run(bundle, Years) is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
        Assert.Contains("2 of 3 figures found again", ran.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_is_not_its_answer_is_found_out()
    {
        var rows = Panel(false, 0);
        var effects = CallawaySantAnna.Estimate(rows, new StaggeredDesign());
        var bundle = DifferenceBundle.Of(
            rows,
            new StaggeredDesign(),
            effects,
            figures: [new("all", "All years", .123, new("simple", null, "estimate"))]
        );
        if (InR.Run(bundle, Years) is not { } ran)
            return;
        Assert.Equal(1, ran.Code);
        Assert.Contains("0.123", ran.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ControlGroup.NeverTreated)]
    [InlineData(ControlGroup.NotYetTreated)]
    public void Without_never_treated_the_data_end_before_the_last_group_is_treated(
        ControlGroup controls
    )
    {
        var rows = Panel(false, 0);
        rows = rows with
        {
            FirstTreated =
            [
                .. rows.FirstTreated.Select(g => double.IsPositiveInfinity(g) ? 2016 : g),
            ],
        };
        var design = new StaggeredDesign { Controls = controls };
        var bundle = DifferenceBundle.Of(rows, design, CallawaySantAnna.Estimate(rows, design));
        if (InR.Run(bundle, Years) is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
    }

    [Fact]
    public void A_number_that_is_not_what_the_data_say_is_found_out()
    {
        var rows = Panel(false, 0);
        var effects = CallawaySantAnna.Estimate(rows, new StaggeredDesign());
        var bundle = DifferenceBundle.Of(rows, new StaggeredDesign(), effects);
        var lines = bundle.Files["answers.csv"].Split('\n');
        var cells = lines[1].Split(',');
        cells[4] = "0.123";
        lines[1] = string.Join(',', cells);
        var forged = new Bundle(
            new Dictionary<string, string>(bundle.Files, StringComparer.Ordinal)
            {
                ["answers.csv"] = string.Join('\n', lines),
            }
        );
        if (InR.Run(forged, Years) is not { } ran)
            return;
        Assert.Equal(1, ran.Code);
        Assert.Contains("0.123", ran.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_balanced_panel_gets_no_bundle()
    {
        var rows = Panel(false, 0);
        var design = new StaggeredDesign { Sampling = Sampling.CrossSections };
        var effects = CallawaySantAnna.Estimate(rows, design);
        var refused = Assert.Throws<UnusableDataException>(() =>
            DifferenceBundle.Of(rows, design, effects)
        );
        Assert.Contains("balanced panel", refused.Message, StringComparison.Ordinal);
    }
}
