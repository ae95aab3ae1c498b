using Trellis.Shrinkage;

namespace Trellis.Tests.Shrinkage;

public sealed class DriftingLevelsTests
{
    private const double None = double.NaN;

    // Levels of variance 4, half of which stays from year to year; a year's figure of 10 pupils has noise 1 + 30 / 10 = 4.
    private static readonly DriftingLevels Drawn = new(
        Lasting: 0,
        Drifting: 4,
        Persistence: .5,
        PerYear: 1,
        PerPupil: 30,
        Years: [2016, 2017],
        Scales: [1, 1],
        UsualPupils: 30
    );

    [Fact]
    public void One_figure_is_drawn_towards_the_average_by_noise_and_by_drift()
    {
        var next = Drawn.Predict([None, 6], pupils: 10, year: 2018);
        // Together with next year 4 × .5 = 2; variance of the figure 4 + 4 = 8; mean 2 / 8 × 6; left 4 - 2 × 2 / 8.
        Assert.Equal(2d / 8 * 6, next.Mean, 1e-12);
        Assert.Equal(4 - (2d * 2 / 8), next.Variance, 1e-12);
        Assert.Equal(1 + (30d / 10), next.Noise, 1e-12);
        Assert.Equal(3.5 + 4, next.OfNextFigure, 1e-12);
        Assert.Equal(1, next.Years);
    }

    [Fact]
    public void Two_figures_are_weighed_by_how_far_back_they_lie()
    {
        var next = Drawn.Predict([6, 6], pupils: 10, year: 2018);
        // Figures: variance 8 each, together 2. Weights: (2 - 2 × 1 / 8) / (8 - 2 × 2 / 8) on the last, (1 - 2 × 2 / 8) / 7.5 on the one before.
        var last = (2 - (2d * 1 / 8)) / (8 - (2d * 2 / 8));
        var before = (1 - (2d * 2 / 8)) / (8 - (2d * 2 / 8));
        Assert.Equal((last + before) * 6, next.Mean, 1e-12);
        Assert.Equal(4 - ((last * 2) + (before * 1)), next.Variance, 1e-12);
    }

    [Fact]
    public void Without_a_figure_a_unit_is_the_average_and_may_be_anything()
    {
        var next = Drawn.Predict([None, None], pupils: None, year: 2018);
        Assert.Equal(
            (0d, 4d, 1 + (30d / 30), 0),
            (next.Mean, next.Variance, next.Noise, next.Years)
        );
    }

    [Fact]
    public void The_smaller_the_cohort_the_less_of_a_figure_is_kept()
    {
        Assert.Equal(4 / (4 + 4d), Drawn.Kept(10), 1e-12);
        Assert.Equal(4 / (4 + 1.3), Drawn.Kept(100), 1e-12);
    }

    [Fact]
    public void It_is_what_taking_in_one_figure_after_the_other_comes_to()
    {
        var chance = new Random(20261122);
        for (var draw = 0; draw < 200; draw++)
        {
            var model = new DriftingLevels(
                chance.NextDouble(),
                chance.NextDouble() * 3,
                .3 + (chance.NextDouble() * .6),
                chance.NextDouble(),
                chance.NextDouble() * 40,
                [2013, 2015, 2016, 2018],
                [1, 1, 1, 1],
                30
            );
            var figures = Enumerable
                .Range(0, 4)
                .Select(_ => chance.Next(4) == 0 ? None : (chance.NextDouble() * 6) - 3)
                .ToArray();
            var pupils = 5 + chance.Next(100);
            var next = model.Predict(figures, pupils, 2019, last: 4);
            var (mean, variance) = OneByOne(model, figures, pupils, 2019);
            Assert.Equal(mean, next.Mean, 1e-9);
            Assert.Equal(variance, next.Variance, 1e-9);
        }
    }

    /// <summary>Slower, another way: the levels of all years as one normal vector, conditioned on a figure at a time.</summary>
    private static (double Mean, double Variance) OneByOne(
        DriftingLevels model,
        double[] figures,
        double pupils,
        int year
    )
    {
        int[] years = [.. model.Years, year];
        var mean = new double[years.Length];
        var c = new double[years.Length, years.Length];
        for (var a = 0; a < years.Length; a++)
        for (var b = 0; b < years.Length; b++)
            c[a, b] =
                model.Lasting
                + (model.Drifting * Math.Pow(model.Persistence, Math.Abs(years[a] - years[b])));
        for (var y = 0; y < figures.Length; y++)
        {
            if (double.IsNaN(figures[y]))
                continue;
            var variance = c[y, y] + model.PerYear + (model.PerPupil / pupils);
            var gain = Enumerable.Range(0, years.Length).Select(a => c[a, y] / variance).ToArray();
            var off = figures[y] - mean[y];
            var row = Enumerable.Range(0, years.Length).Select(a => c[y, a]).ToArray();
            for (var a = 0; a < years.Length; a++)
            {
                mean[a] += gain[a] * off;
                for (var b = 0; b < years.Length; b++)
                    c[a, b] -= gain[a] * row[b];
            }
        }
        return (mean[^1], c[years.Length - 1, years.Length - 1]);
    }

    [Fact]
    public void The_parts_that_figures_were_drawn_from_are_found_again()
    {
        var (years, figures, pupils, _) = Draw(units: 20_000, seed: 7);
        var model = DriftingLevels.Fit(years, figures, pupils)!;
        Assert.Equal(0, model.Lasting);
        Assert.InRange(model.Drifting, 3.7, 4.3);
        Assert.InRange(model.Persistence, .72, .78);
        Assert.InRange(model.PerPupil, 33, 43);
        Assert.InRange(model.PerYear, 0, .4);
        Assert.InRange(model.Misses, .97, 1.03);
    }

    [Fact]
    public void What_was_promised_of_next_year_comes_true_as_often_as_promised()
    {
        var (years, figures, pupils, next) = Draw(units: 8_000, seed: 11);
        var model = DriftingLevels.Fit(years, figures, pupils)!;
        double promised = 0,
            still = 0,
            pairs = 0;
        for (var unit = 0; unit + 1 < pupils.Length; unit += 2)
        {
            var one = Of(unit);
            var other = Of(unit + 1);
            var better = Normal.Below(
                (other.Mean - one.Mean) / Math.Sqrt(one.OfNextFigure + other.OfNextFigure)
            );
            var (sure, was) =
                better >= .5
                    ? (better, next[unit + 1] > next[unit])
                    : (1 - better, next[unit] > next[unit + 1]);
            if (sure < .8)
                continue;
            promised += sure;
            still += was ? 1 : 0;
            pairs++;
        }
        Assert.True(pairs > 400);
        Assert.InRange(still / pairs, (promised / pairs) - .04, (promised / pairs) + .04);

        Posterior Of(int unit) =>
            model.Predict([.. figures.Select(f => f[unit])], pupils[unit], years[^1] + 1);
    }

    [Fact]
    public void A_few_unusual_units_do_not_make_all_others_uncertain()
    {
        var (years, figures, pupils, _) = Draw(units: 5_000, seed: 13);
        var plain = DriftingLevels.Fit(years, figures, pupils)!;
        for (var unit = 0; unit < 50; unit++)
            figures[2][unit] = unit % 2 == 0 ? 60 : -60;
        var disturbed = DriftingLevels.Fit(years, figures, pupils)!;
        var before = plain.Predict([1, 1, 1], 30, years[^1] + 1).OfNextFigure;
        var after = disturbed.Predict([1, 1, 1], 30, years[^1] + 1).OfNextFigure;
        Assert.InRange(after / before, .9, 1.15);
    }

    [Fact]
    public void A_year_counted_in_another_unit_is_put_on_the_scale_of_the_last()
    {
        var (years, figures, pupils, _) = Draw(units: 2_000, seed: 17);
        var same = DriftingLevels.Fit(years, figures, pupils)!;
        var tenfold = DriftingLevels.Fit(
            years,
            [Array.ConvertAll(figures[0], f => 10 * f), figures[1], figures[2]],
            pupils
        )!;
        Assert.Equal(same.Scales[0] / 10, tenfold.Scales[0], 1e-9);
        Assert.Equal(same.Drifting, tenfold.Drifting, 1e-9);
    }

    [Fact]
    public void Too_few_years_or_units_say_nothing()
    {
        Assert.Null(
            DriftingLevels.Fit(
                [2018],
                [
                    [1, 2, 3],
                ],
                [30, 30, 30]
            )
        );
        Assert.Null(
            DriftingLevels.Fit(
                [2017, 2018],
                [
                    [1, 2, 3],
                    [1, 2, 3],
                ],
                [30, 30, 30]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            DriftingLevels.Fit(
                [2018, 2017],
                [
                    [1],
                    [1],
                ],
                [30]
            )
        );
    }

    /// <summary>Levels of variance 4 of which .75 stays, noise 38 / pupils, three years and the one after.</summary>
    private static (int[] Years, double[][] Figures, double[] Pupils, double[] Next) Draw(
        int units,
        int seed
    )
    {
        var chance = new Random(seed);
        var figures = Enumerable.Range(0, 4).Select(_ => new double[units]).ToArray();
        var pupils = new double[units];
        for (var unit = 0; unit < units; unit++)
        {
            pupils[unit] = 8 + chance.Next(70);
            var level = 2 * Gauss();
            for (var y = 0; y < 4; y++)
            {
                figures[y][unit] = level + (Math.Sqrt(38 / pupils[unit]) * Gauss());
                level = (.75 * level) + (2 * Math.Sqrt(1 - (.75 * .75)) * Gauss());
            }
        }
        return ([2015, 2016, 2017], figures[..3], pupils, figures[3]);

        double Gauss() =>
            Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble()))
            * Math.Cos(2 * Math.PI * chance.NextDouble());
    }
}
