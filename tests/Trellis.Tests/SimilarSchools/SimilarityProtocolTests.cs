using Trellis.Metrics;
using Trellis.Neighbours;
using Trellis.Regression;
using Trellis.SimilarSchools;

namespace Trellis.Tests.SimilarSchools;

public sealed class SimilarityProtocolTests
{
    private static readonly ComparisonTable Table = new DrawnTable(800).Table();
    private static readonly TableMethod Trellis = TableMethod.Find("trellis")!;

    private static (ProtocolResult Result, IReadOnlyList<ProtocolNeighbour> Neighbours) Run(
        ComparisonTable table,
        TableMethod method,
        int k = 50,
        int seed = 1
    ) => SimilarityProtocol.Run(table, method, k, seed)!.Value;

    private static TableColumn Column(string name) => Table.Columns.Single(c => c.Name == name);

    private static ComparisonTable With(TableColumn column) =>
        Table with
        {
            Columns = [.. Table.Columns, column],
        };

    /// <summary>A method that is none of the product's, with one set of points for all folds.</summary>
    private static TableMethod Method(Func<ComparisonTable, int[], Points> points) =>
        new("planted", "", null, (table, folds) => [points(table, folds)]);

    [Fact]
    public void A_method_that_looks_at_the_outcome_itself_is_caught()
    {
        var looking = Method((t, _) => new Points([t.Outcomes.First().Figures], [1], [1]));
        var leak = Assert.Throws<LeakException>(() => Run(Table, looking));
        Assert.StartsWith(
            "The method 'planted' leaks: the neighbours of URN ",
            leak.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_method_that_only_learns_its_weights_from_the_schools_it_is_judged_on_is_caught()
    {
        // The weights of a ridge on all schools: hardly a leak at all, and one all the same.
        var learning = Method((t, _) => Weighted(t, Ridge.Fit(Standardised(t), Attainment(t), 30)));
        Assert.Throws<LeakException>(() => Run(Table, learning));
    }

    [Fact]
    public void A_method_that_learns_on_the_other_folds_alone_is_let_through()
    {
        var honest = new TableMethod(
            "honest",
            "",
            null,
            (t, folds) =>
                Ridge
                    .WithoutEachFold(Standardised(t), Attainment(t), 30, folds, TableMethod.Folds)
                    .Without.Select(fit => Weighted(t, fit))
                    .ToArray()
        );
        Assert.InRange(Run(Table, honest).Result.R2["Attainment"], .65, 1);
        // The same with two folds mistaken for each other has seen what it must not.
        var mistaken = honest with
        {
            Learn = (t, folds) =>
                honest.Learn(t, Array.ConvertAll(folds, f => (f + 1) % TableMethod.Folds)),
        };
        Assert.Throws<LeakException>(() => Run(Table, mistaken));
    }

    private static double[][] Standardised(ComparisonTable table) =>
        [
            .. table.Features.Select(f =>
                Array.ConvertAll(f.Figures, Standard.Over(f.Figures, 0).Of)
            ),
        ];

    private static double[] Attainment(ComparisonTable table) =>
        table.Columns.Single(c => c.Name == "Attainment").Figures;

    private static Points Weighted(ComparisonTable table, RidgeFit fit)
    {
        var weights = fit.Coefficients.Select(c => c * c).ToArray();
        return new Points(Standardised(table), weights, weights);
    }

    [Fact]
    public void An_outcome_given_as_a_feature_is_refused_for_every_method()
    {
        var table = Table with
        {
            Columns =
            [
                .. Table.Columns.Select(c =>
                    c.Name == "Progress" ? c with { IsFeature = true } : c
                ),
            ],
        };
        foreach (var method in TableMethod.All)
        {
            var leak = Assert.Throws<LeakException>(() => Run(table, method));
            Assert.Equal(
                "'Progress' is an outcome and a feature: a result is never a feature, whatever its year.",
                leak.Message
            );
        }
    }

    [Theory]
    [InlineData("Attainment", .1)]
    [InlineData("Attainment", .5)]
    [InlineData("Attainment", 4)]
    [InlineData("Progress", .3)]
    [InlineData("Absence", .3)]
    public void An_outcome_under_another_name_is_refused_though_it_has_noise_on_it(
        string outcome,
        double noise
    )
    {
        var chance = new Random(6);
        var copy = new TableColumn(
            "Buildings, score",
            Array.ConvertAll(
                Column(outcome).Figures,
                f => 1000 - (7 * (f + (noise * (chance.NextDouble() - .5))))
            )
        )
        {
            IsFeature = true,
        };
        var leak = Assert.Throws<LeakException>(() => Run(With(copy), Trellis));
        Assert.StartsWith(
            $"The feature 'Buildings, score' gives the outcome '{outcome}' away",
            leak.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "Attainment, 2018",
        "The feature 'Attainment, 2018' is the outcome 'Attainment' of another year"
    )]
    [InlineData(
        "attainment 2018/19",
        "The feature 'attainment 2018/19' is the outcome 'Attainment' of another year"
    )]
    [InlineData("Ofsted rating", "The feature 'Ofsted rating' is an inspection's judgement")]
    public void A_result_of_another_year_and_an_inspections_grade_are_refused_by_their_names(
        string name,
        string sentence
    )
    {
        // The figures themselves say nothing.
        var feature = new TableColumn(name, Column("Size").Figures) { IsFeature = true };
        var leak = Assert.Throws<LeakException>(() => Run(With(feature), Trellis));
        Assert.StartsWith(sentence, leak.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_that_says_much_of_an_outcome_is_no_leak()
    {
        // Known before the results, and half of them: as prior attainment is.
        var chance = new Random(6);
        var early = new TableColumn(
            "Entry test",
            Array.ConvertAll(
                Column("Attainment").Figures,
                f => f + (8 * (chance.NextDouble() + chance.NextDouble() - 1))
            )
        )
        {
            IsFeature = true,
        };
        Assert.Equal("", With(early).Fault());
    }

    [Fact]
    public void The_metric_guesses_better_than_methods_that_learn_nothing_and_chance_guesses_nothing()
    {
        var trellis = Run(Table, Trellis).Result;
        Assert.Equal(720, trellis.N);
        // Of 18 parts 14 can be expected, of 7.25 five, of 6.25 four.
        Assert.InRange(trellis.R2["Attainment"], .68, 14 / 18.0);
        Assert.InRange(trellis.R2["Progress"], .50, 5 / 7.25);
        Assert.InRange(trellis.R2["Absence"], .45, 4 / 6.25);
        var random = Run(Table, TableMethod.Find("random")!).Result;
        Assert.All(random.R2, r => Assert.InRange(r.Value, -.1, .05));
        Assert.InRange(random.Balance, 1.05, 1.2); // two normal draws differ by 2 / sqrt(pi) = 1.128
        foreach (var other in new[] { "equal-weights", "fft-default", "dfe-2012" })
            Assert.True(
                Run(Table, TableMethod.Find(other)!).Result.R2["Attainment"]
                    < trellis.R2["Attainment"],
                other
            );
    }

    [Fact]
    public void An_outcome_never_taught_is_guessed_by_a_metric_that_has_not_seen_it_of_any_school()
    {
        // Absences dealt out to other schools follow nothing that is known.
        var upset = Table.With(Column("Absence"), [.. Column("Absence").Figures.Reverse()]);
        // What absence is has no say in its own row: the lists by which it is guessed are those of a table without its axis.
        var untaught = Table with
        {
            Columns =
            [
                .. Table.Columns.Select(c => c.Name == "Absence" ? c with { Axis = "" } : c),
            ],
        };
        Assert.Equal(
            Run(untaught, Trellis).Result.R2["Absence"],
            Run(Table, Trellis).Result.R2["Absence"],
            1e-12
        );
        Assert.InRange(Run(upset, Trellis).Result.R2["Absence"], -.1, .05);
    }

    [Fact]
    public void A_school_without_outcomes_still_gets_its_fifty_neighbours()
    {
        foreach (
            var method in new[]
            {
                "trellis",
                "learned-diagonal",
                "equal-weights",
                "fft-default",
                "random",
            }
        )
        {
            var (result, lists) = Run(Table, TableMethod.Find(method)!);
            Assert.Equal(50, result.K);
            Assert.All(lists.CountBy(l => l.Urn), l => Assert.Equal(50, l.Value));
            Assert.Equal(800, lists.CountBy(l => l.Urn).Count());
            Assert.All(lists, l => Assert.NotEqual(l.Urn, l.Neighbour));
        }
        // A method that fixes its own number keeps it.
        Assert.All(
            Run(Table, TableMethod.Find("dfe-2012")!).Neighbours.CountBy(l => l.Urn),
            l => Assert.Equal(54, l.Value)
        );
    }

    [Fact]
    public void The_score_can_be_worked_out_again_from_the_lists()
    {
        var (result, lists) = Run(Table, Trellis);
        var place = Table.Urns.Select((u, row) => (u, row)).ToDictionary(p => p.u, p => p.row);
        foreach (var outcome in new[] { "Attainment", "Progress" })
        {
            var figures = Column(outcome).Figures;
            double errors = 0,
                total = 0;
            var mean = figures.Where(f => !double.IsNaN(f)).Average();
            foreach (var school in lists.GroupBy(l => l.Urn))
            {
                var own = figures[place[school.Key]];
                if (double.IsNaN(own))
                    continue;
                var guess = school
                    .Select(l => figures[place[l.Neighbour]])
                    .Where(f => !double.IsNaN(f))
                    .Average();
                errors += (own - guess) * (own - guess);
                total += (own - mean) * (own - mean);
            }
            Assert.Equal(1 - (errors / total), result.R2[outcome], 1e-9);
        }
        // Nearest first, by the distance given.
        Assert.All(
            lists.GroupBy(l => l.Urn),
            l => Assert.Equal(l.Select(n => n.Distance).Order(), l.Select(n => n.Distance))
        );
    }

    [Fact]
    public void A_table_without_what_a_method_looks_at_leaves_the_method_out()
    {
        var bare = Table with
        {
            Columns = [.. Table.Columns.Select(c => c with { Variables = [] })],
        };
        Assert.Null(SimilarityProtocol.Run(bare, TableMethod.Find("fft-default")!, 50));
        Assert.NotNull(SimilarityProtocol.Run(bare, Trellis, 50));
    }

    [Fact]
    public void The_switch_leaves_out_a_group_of_features_and_no_outcome()
    {
        var mix = new TableColumn("Mix", Column("Girls").Figures)
        {
            IsFeature = true,
            Group = "ethnic",
        };
        var without = With(mix).Without("ethnic");
        Assert.Equal(Table.Columns.Select(c => c.Name), without.Columns.Select(c => c.Name));
    }
}
