using Trellis.Neighbours;

namespace Trellis.Regression;

public sealed class RidgeTests
{
    private static double[] Standard(double[] column)
    {
        var (mean, deviation) = (Spread.Mean(column), Spread.StandardDeviation(column));
        return Array.ConvertAll(column, x => (x - mean) / deviation);
    }

    /// <summary>The least of sum (y - a - Xb)² + penalty · |b|² by Gauss's elimination on (1 | X), the intercept without a penalty.</summary>
    private static double[] Slowly(double[][] columns, double[] outcome, double penalty)
    {
        var size = columns.Length + 1;
        var kept = Enumerable
            .Range(0, outcome.Length)
            .Where(r => !double.IsNaN(outcome[r]))
            .ToArray();
        double At(int column, int row) => column == 0 ? 1 : columns[column - 1][row];
        var system = new double[size, size + 1];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                system[i, j] = kept.Sum(r => At(i, r) * At(j, r)) + (i == j && i > 0 ? penalty : 0);
            system[i, size] = kept.Sum(r => At(i, r) * outcome[r]);
        }
        for (var pivot = 0; pivot < size; pivot++)
        {
            var best = Enumerable.Range(pivot, size - pivot).MaxBy(i => Math.Abs(system[i, pivot]));
            for (var j = 0; j <= size; j++)
                (system[pivot, j], system[best, j]) = (system[best, j], system[pivot, j]);
            for (var i = 0; i < size; i++)
            {
                if (i == pivot)
                    continue;
                var times = system[i, pivot] / system[pivot, pivot];
                for (var j = pivot; j <= size; j++)
                    system[i, j] -= times * system[pivot, j];
            }
        }
        return [.. Enumerable.Range(0, size).Select(i => system[i, size] / system[i, i])];
    }

    private static (double[][] Columns, double[] Outcome) Drawn(int rows, int columns, int seed)
    {
        var chance = new Random(seed);
        var x = Enumerable
            .Range(0, columns)
            .Select(_ => Enumerable.Range(0, rows).Select(_ => chance.NextDouble() - .5).ToArray())
            .ToArray();
        var y = Enumerable
            .Range(0, rows)
            .Select(r => 3 + x.Select((c, k) => (k - 1) * c[r]).Sum() + chance.NextDouble())
            .ToArray();
        return (x, y);
    }

    [Fact]
    public void A_line_through_three_points_is_drawn_by_hand_and_the_penalty_flattens_it()
    {
        double[] x = [-1, 0, 1],
            y = [1, 2, 6];
        // Mean of y: 9 / 3 = 3. Sum of products: -1 (1 - 3) + 1 (6 - 3) = 5. Sum of squares of x: 2.
        var free = Ridge.Fit([x], y, 0);
        Assert.Equal(5 / 2.0, free.Coefficients[0], 1e-12);
        Assert.Equal(3, free.Intercept, 1e-12);
        var held = Ridge.Fit([x], y, 3);
        Assert.Equal(5 / (2.0 + 3), held.Coefficients[0], 1e-12);
        Assert.Equal(3, held.Intercept, 1e-12);
        // A tenth added to every x moves the intercept and nothing else: it bears no penalty.
        var moved = Ridge.Fit([Array.ConvertAll(x, v => v + .1)], y, 3);
        Assert.Equal(1, moved.Coefficients[0], 1e-12);
        Assert.Equal(3 - .1, moved.Intercept, 1e-12);
        Assert.Equal(
            2.9 + 2,
            moved.Predict(
                [
                    [2],
                ],
                0
            ),
            1e-12
        );
    }

    [Fact]
    public void Longleys_economy_gives_the_coefficients_that_NIST_certifies()
    {
        // Statistical Reference Datasets, Longley, certified values of B1 to B6.
        double[] certified =
        [
            15.0618722713733,
            -0.358191792925910E-01,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807E-01,
            1829.15146461355,
        ];
        var fit = Ridge.Fit([.. Longley.Economy.Select(Standard)], Longley.Employed, 0);
        for (var k = 0; k < certified.Length; k++)
            Assert.InRange(
                fit.Coefficients[k] / Spread.StandardDeviation(Longley.Economy[k]) / certified[k],
                1 - 1e-9,
                1 + 1e-9
            );
    }

    [Fact]
    public void A_penalty_gives_what_scikit_learn_gives()
    {
        // scikit-learn 1.2.1: Ridge(alpha=0.5, solver="svd") on the same standard columns.
        double[] theirs =
        [
            927.896412308917,
            1169.7511725558572,
            -903.3585609399344,
            -301.0396310372556,
            732.5995133487066,
            1285.6311298864105,
        ];
        var fit = Ridge.Fit([.. Longley.Economy.Select(Standard)], Longley.Employed, .5);
        Assert.Equal(65317.0, fit.Intercept, 1e-6);
        for (var k = 0; k < theirs.Length; k++)
            Assert.Equal(theirs[k], fit.Coefficients[k], 1e-7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.7)]
    [InlineData(30)]
    public void Gauss_gets_the_same_more_slowly(double penalty)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var (x, y) = Drawn(60, 7, seed);
            y[3] = y[40] = double.NaN;
            var slow = Slowly(x, y, penalty);
            var fit = Ridge.Fit(x, y, penalty);
            Assert.Equal(58, fit.Rows);
            Assert.Equal(slow[0], fit.Intercept, 1e-10);
            for (var k = 0; k < x.Length; k++)
                Assert.Equal(slow[k + 1], fit.Coefficients[k], 1e-10);
        }
    }

    [Fact]
    public void A_row_without_an_outcome_is_as_if_it_were_not_there()
    {
        var (x, y) = Drawn(40, 3, 9);
        var without = Ridge.Fit([.. x.Select(c => c[..30])], y[..30], 2);
        Array.Fill(y, double.NaN, 30, 10);
        var with = Ridge.Fit(x, y, 2);
        Assert.Equal(without.Intercept, with.Intercept);
        Assert.Equal(without.Coefficients, with.Coefficients);
        Assert.Equal(30, with.Rows);
    }

    [Fact]
    public void A_column_that_another_says_already_counts_for_nothing_and_a_penalty_parts_its_share()
    {
        var (x, y) = Drawn(50, 2, 4);
        var once = Ridge.Fit(x, y, 0);
        var twice = Ridge.Fit([.. x, Array.ConvertAll(x[0], v => 2 * v)], y, 0);
        Assert.All(twice.Coefficients, c => Assert.True(double.IsFinite(c)));
        for (var row = 0; row < 50; row++)
            Assert.Equal(
                once.Predict(x, row),
                twice.Predict([.. x, Array.ConvertAll(x[0], v => 2 * v)], row),
                1e-9
            );
        // Two equal columns under a penalty bear the same half each.
        var halves = Ridge.Fit([x[0], x[0]], y, 1).Coefficients;
        Assert.Equal(halves[0], halves[1], 1e-12);
        // A column that never varies has no share.
        Assert.Equal(0, Ridge.Fit([x[0], new double[50]], y, 1).Coefficients[1]);
    }

    [Fact]
    public void The_fit_without_a_fold_is_the_fit_on_the_other_rows()
    {
        var (x, y) = Drawn(90, 4, 2);
        y[7] = double.NaN;
        var folds = Enumerable.Range(0, 90).Select(row => (row * 7) % 3).ToArray();
        var (without, all) = Ridge.WithoutEachFold(x, y, 5, folds, 3);
        Assert.Equal(3, without.Count);
        for (var fold = 0; fold < 3; fold++)
        {
            var rows = Enumerable.Range(0, 90).Where(row => folds[row] != fold).ToArray();
            var direct = Slowly(
                [.. x.Select(c => rows.Select(r => c[r]).ToArray())],
                [.. rows.Select(r => y[r])],
                5
            );
            Assert.Equal(direct[0], without[fold].Intercept, 1e-10);
            for (var k = 0; k < 4; k++)
                Assert.Equal(direct[k + 1], without[fold].Coefficients[k], 1e-10);
            // What a fold's own rows reached cannot move the fit made without them.
            var other = Array.ConvertAll(y, v => v);
            foreach (var row in Enumerable.Range(0, 90).Except(rows))
                other[row] = 1000 - row;
            var again = Ridge.WithoutEachFold(x, other, 5, folds, 3).Without[fold];
            Assert.Equal(without[fold].Coefficients, again.Coefficients);
            Assert.Equal(without[fold].Intercept, again.Intercept);
        }
        var whole = Ridge.Fit(x, y, 5);
        for (var k = 0; k < 4; k++)
            Assert.Equal(whole.Coefficients[k], all.Coefficients[k], 1e-12);
    }

    [Fact]
    public void What_a_guess_explains_is_one_less_its_squares_over_those_of_the_mean()
    {
        // Mean of 1, 2, 6 is 3: squares 4 + 1 + 9 = 14. Guesses miss by 1, 0 and 2: 5.
        Assert.Equal(
            1 - (5 / 14.0),
            Ridge.Explained([1, 2, 6, double.NaN, 9], [2, 2, 4, 5, double.NaN]),
            1e-12
        );
        Assert.Equal(0, Ridge.Explained([1, 2, 6], [3, 3, 3]), 1e-12);
        Assert.True(double.IsNaN(Ridge.Explained([1, double.NaN], [1, 1])));
    }

    [Fact]
    public void A_fit_on_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            Ridge.Fit(
                [
                    [1, 2],
                ],
                [double.NaN, double.NaN],
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            Ridge.Fit(
                [
                    [1, 2, 3],
                ],
                [1, 2],
                1
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Ridge.Fit(
                [
                    [1, 2],
                ],
                [1, 2],
                -1
            )
        );
    }
}
