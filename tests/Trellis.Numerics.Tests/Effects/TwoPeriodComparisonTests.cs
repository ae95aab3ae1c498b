using Trellis.Reference;

namespace Trellis.Effects;

/// <summary>Two groups at two times against R's DRDID 1.3, whose own tests lock these numbers on data drawn with set.seed(20240115).</summary>
public sealed class TwoPeriodComparisonTests
{
    private const int Rows = 1000;

    private static readonly Drawn Data = Drawn.Of();

    private sealed record Drawn(
        double[][] Covariates,
        bool[] Treated,
        double[] Before,
        double[] After,
        bool[] IsAfter,
        double[] Outcome
    )
    {
        public static Drawn Of()
        {
            var chance = new RandomOfR(20240115);
            double[] Normals() => [.. Enumerable.Range(0, Rows).Select(_ => chance.Normal())];
            int[] YesNo(Func<int, double> of) =>
                [.. Enumerable.Range(0, Rows).Select(i => chance.YesNo(of(i)))];
            var x = Normals();
            double[] z = [.. YesNo(_ => .5)];
            var treated = YesNo(i => 1 / (1 + Math.Exp(.2 - (.5 * x[i]) + (.3 * z[i]))));
            var (first, second) = (Normals(), (double[])[]);
            double[] before =
            [
                .. Enumerable.Range(0, Rows).Select(i => 1 + x[i] + (.5 * z[i]) + first[i]),
            ];
            second = Normals();
            double[] after =
            [
                .. Enumerable.Range(0, Rows).Select(i => before[i] + (.8 * treated[i]) + second[i]),
            ];
            var post = YesNo(_ => .5);
            var third = Normals();
            double[] outcome =
            [
                .. Enumerable
                    .Range(0, Rows)
                    .Select(i => 1 + x[i] + (.5 * z[i]) + (.8 * treated[i] * post[i]) + third[i]),
            ];
            return new Drawn(
                [x, z],
                [.. treated.Select(t => t == 1)],
                before,
                after,
                [.. post.Select(p => p == 1)],
                outcome
            );
        }
    }

    [Theory]
    [InlineData(TwoPeriodMethod.DoublyRobust, 0.6551964166, 0.0687789916)]
    [InlineData(TwoPeriodMethod.InverseProbability, 0.6555031513, 0.0689834951)]
    [InlineData(TwoPeriodMethod.Regression, 0.6550830747, 0.0686698690)]
    public void A_panel_is_as_in_DRDID(TwoPeriodMethod method, double effect, double error)
    {
        var answer = TwoPeriodComparison.OfPanel(
            method,
            Data.Before,
            Data.After,
            Data.Treated,
            Data.Covariates
        );
        Near.Relative(effect, answer.Effect, 1e-6, "effect");
        Near.Relative(error, answer.StandardError, 1e-6, "standard error");
    }

    [Theory]
    [InlineData(TwoPeriodMethod.DoublyRobust, 0.8186719766, 0.1331289343)]
    [InlineData(TwoPeriodMethod.InverseProbability, 0.6780615210, 0.1925907969)]
    [InlineData(TwoPeriodMethod.Regression, 0.8694663521, 0.1682145937)]
    public void Cross_sections_are_as_in_DRDID(TwoPeriodMethod method, double effect, double error)
    {
        var answer = TwoPeriodComparison.OfCrossSections(
            method,
            Data.Outcome,
            Data.IsAfter,
            Data.Treated,
            Data.Covariates
        );
        Near.Relative(effect, answer.Effect, 1e-6, "effect");
        Near.Relative(error, answer.StandardError, 1e-6, "standard error");
    }

    [Theory]
    [InlineData(TwoPeriodMethod.DoublyRobust, true)]
    [InlineData(TwoPeriodMethod.InverseProbability, true)]
    [InlineData(TwoPeriodMethod.HorvitzThompson, true)]
    [InlineData(TwoPeriodMethod.Regression, true)]
    [InlineData(TwoPeriodMethod.ImprovedDoublyRobust, true)]
    [InlineData(TwoPeriodMethod.SimpleImprovedDoublyRobust, true)]
    [InlineData(TwoPeriodMethod.InverseProbability, false)]
    [InlineData(TwoPeriodMethod.HorvitzThompson, false)]
    [InlineData(TwoPeriodMethod.Regression, false)]
    public void Each_row_moves_the_effect_by_as_much_as_its_influence_says(
        TwoPeriodMethod method,
        bool panel
    )
    {
        const int Few = 150;
        var plain = new PlainComparison(
            panel ? [.. Data.After[..Few].Zip(Data.Before, (a, b) => a - b)] : Data.Outcome[..Few],
            Data.IsAfter[..Few],
            Data.Treated[..Few],
            [.. Data.Covariates.Select(c => c[..Few])],
            panel
        );
        // DRDID's unscaled weights of cross-sections reckon ψ for even weights.
        var uneven = panel || method != TwoPeriodMethod.HorvitzThompson ? .5 : 0;
        double[] weights = [.. Enumerable.Range(0, Few).Select(i => 1 + (uneven * Math.Sin(i)))];
        var answer = panel
            ? TwoPeriodComparison.OfPanel(
                method,
                Data.Before.AsSpan(0, Few),
                Data.After.AsSpan(0, Few),
                plain.Treated,
                plain.Covariates,
                weights
            )
            : TwoPeriodComparison.OfCrossSections(
                method,
                plain.Outcome,
                plain.After,
                plain.Treated,
                plain.Covariates,
                weights
            );
        Assert.Equal(plain.Effect(method, weights), answer.Effect, 1e-8);
        var expected = plain.Influence(method, weights);
        for (var i = 0; i < Few; i++)
            Assert.Equal(expected[i], answer.Influence[i], 1e-4);
    }

    [Theory]
    [InlineData(TwoPeriodMethod.DoublyRobust)]
    [InlineData(TwoPeriodMethod.SimpleDoublyRobust)]
    [InlineData(TwoPeriodMethod.ImprovedDoublyRobust)]
    [InlineData(TwoPeriodMethod.SimpleImprovedDoublyRobust)]
    public void Doubly_robust_cross_sections_are_as_the_plain_ones(TwoPeriodMethod method)
    {
        var plain = new PlainComparison(
            Data.Outcome,
            Data.IsAfter,
            Data.Treated,
            Data.Covariates,
            Panel: false
        );
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => 1 + (.5 * Math.Sin(i)))];
        var answer = TwoPeriodComparison.OfCrossSections(
            method,
            plain.Outcome,
            plain.After,
            plain.Treated,
            plain.Covariates,
            weights
        );
        Near.Relative(plain.Effect(method, weights), answer.Effect, 1e-8, "effect");
        // Each ψ has the mean 0 of a first-order condition; the spread is that of an estimate of this kind.
        Assert.Equal(0, answer.Influence.Average(), 1e-8);
        Assert.InRange(answer.StandardError, .12, .16);
    }

    [Fact]
    public void Without_covariates_every_method_is_a_difference_of_means()
    {
        static double Mean(IEnumerable<double> some) => some.Average();
        var change = Data.After.Zip(Data.Before, (a, b) => a - b).ToArray();
        var expected =
            Mean(change.Where((_, i) => Data.Treated[i]))
            - Mean(change.Where((_, i) => !Data.Treated[i]));
        foreach (var method in Enum.GetValues<TwoPeriodMethod>())
            Assert.Equal(
                expected,
                TwoPeriodComparison
                    .OfPanel(method, Data.Before, Data.After, Data.Treated, [])
                    .Effect,
                1e-12
            );
    }

    [Fact]
    public void Who_weighs_twice_counts_as_two()
    {
        int[] twice = [.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 50)];
        T[] Twice<T>(T[] from) => [.. twice.Select(i => from[i])];
        var doubled = TwoPeriodComparison.OfPanel(
            TwoPeriodMethod.DoublyRobust,
            Twice(Data.Before),
            Twice(Data.After),
            Twice(Data.Treated),
            [.. Data.Covariates.Select(Twice)]
        );
        var weighed = TwoPeriodComparison.OfPanel(
            TwoPeriodMethod.DoublyRobust,
            Data.Before.AsSpan(..200),
            Data.After.AsSpan(..200),
            Data.Treated.AsSpan(..200),
            [.. Data.Covariates.Select(c => c[..200])],
            [.. Enumerable.Range(0, 200).Select(i => i < 50 ? 2.0 : 1)]
        );
        Assert.Equal(doubled.Effect, weighed.Effect, 1e-10);
    }

    [Fact]
    public void A_covariate_that_says_nothing_new_is_left_out_and_named()
    {
        var with = TwoPeriodComparison.OfPanel(
            TwoPeriodMethod.DoublyRobust,
            Data.Before,
            Data.After,
            Data.Treated,
            [Data.Covariates[0], [.. Enumerable.Repeat(7.0, Rows)], Data.Covariates[1]]
        );
        Assert.Equal([1], with.LeftOut);
        Near.Relative(0.6551964166, with.Effect, 1e-6, "effect");
        Near.Relative(0.0687789916, with.StandardError, 1e-6, "standard error");
    }

    [Fact]
    public void Controls_that_look_like_the_treated_too_much_are_trimmed_and_counted()
    {
        // Beyond 4 all but one are treated: that one's chance is above .995.
        double[] x = [.. Enumerable.Range(0, 4000).Select(i => i / 400.0)];
        bool[] treated =
        [
            .. x.Select(
                (v, i) =>
                    i == 3900 || i % 97 == 0 ? i != 3900 && v < 5 : v > 4 + (.3 * Math.Sin(i * 1.7))
            ),
        ];
        double[] after = [.. x.Select((v, i) => v + Math.Sin(i * .9))];
        var answer = TwoPeriodComparison.OfPanel(
            TwoPeriodMethod.DoublyRobust,
            new double[4000],
            after,
            treated,
            [x]
        );
        Assert.True(answer.Trimmed >= 1);
        Assert.True(double.IsFinite(answer.StandardError));
    }

    [Theory]
    [InlineData("separated", "tell the treated from all controls")]
    [InlineData("nobody", "nobody treated, or no control")]
    [InlineData("negative", "The weight of row 3 is negative")]
    [InlineData("missing", "Row 2 lacks its outcome")]
    [InlineData("alike", "Controls are too few, or too alike")]
    public void What_the_data_cannot_answer_is_said(string what, string sentence)
    {
        bool[] treated = [true, true, true, false, false, false, false];
        double[] before = [1, 2, 3, 4, 5, 6, 7],
            after = [2, 4, 4, 5, 7, 7, 9],
            x = [1, 3, 2, 1, 2, 3, 2];
        double[]? weights = null;
        var method = TwoPeriodMethod.DoublyRobust;
        switch (what)
        {
            case "separated":
                x = [5, 6, 7, 1, 2, 3, 4];
                break;
            case "nobody":
                treated = new bool[7];
                break;
            case "negative":
                weights = [1, 1, -1, 1, 1, 1, 1];
                break;
            case "missing":
                before[1] = double.NaN;
                break;
            default:
                (x, method) = ([1, 2, 3, 2, 2, 2, 2], TwoPeriodMethod.Regression);
                break;
        }
        var said = Assert.Throws<Answers.UnusableDataException>(() =>
            TwoPeriodComparison.OfPanel(method, before, after, treated, [x], weights)
        );
        Assert.Contains(sentence, said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chances_near_none_and_near_all_are_as_those_of_the_plain_regression()
    {
        // A steep line: most chances lie below .001 or above .9.
        double[] x = [.. Enumerable.Range(0, 400).Select(i => ((i * 37 % 400) / 40.0) - 5)];
        bool[] treated = [.. x.Select((v, i) => v + (1.3 * Math.Sin(i * 2.1)) > 0)];
        double[] outcome = [.. x.Select((v, i) => (v * v / 9) + Math.Cos(i * 1.3))];
        var plain = new PlainComparison(outcome, [], treated, [x], Panel: true);
        double[] even = [.. x.Select(_ => 1.0)];
        foreach (
            var method in (TwoPeriodMethod[])
                [TwoPeriodMethod.InverseProbability, TwoPeriodMethod.DoublyRobust]
        )
            Near.Relative(
                plain.Effect(method, even),
                TwoPeriodComparison.OfPanel(method, new double[400], outcome, treated, [x]).Effect,
                1e-7,
                "effect"
            );
    }
}
