using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class StudyCovarianceTests
{
    // Mean of own units less mean of controls, with ψ.
    private static StudyEstimate Study(string name, int[] own, int[] controls, double[] y)
    {
        var n = own.Length + controls.Length;
        var (a, b) = (own.Average(u => y[u]), controls.Average(u => y[u]));
        return new StudyEstimate(
            name,
            a - b,
            [.. own, .. controls],
            [
                .. own.Select(u => (y[u] - a) * n / own.Length),
                .. controls.Select(u => -(y[u] - b) * n / controls.Length),
            ]
        );
    }

    private static int[] From(int start, int count) => [.. Enumerable.Range(start, count)];

    [Fact]
    public void Studies_that_share_controls_vary_with_the_mean_of_the_controls()
    {
        double[] y = [1, 3, 2, 6, 0, 4, 5, 7];
        var one = Study("one", [0, 1], [4, 5, 6, 7], y);
        var two = Study("two", [2, 3], [4, 5, 6, 7], y);
        // Both lose the controls' mean: covariance Σ(y − 4)²/4² over 0, 4, 5, 7 = (16 + 0 + 1 + 9)/16.
        var covariance = StudyCovariance.Of([one, two]);
        Assert.Equal(26 / 16.0, covariance[1], 12);
        Assert.Equal(covariance[1], covariance[2]);
        Assert.Equal(((1 + 1) / 4.0) + (26 / 16.0), covariance[0], 12);
        Assert.Equal(((4 + 4) / 4.0) + (26 / 16.0), covariance[3], 12);
    }

    [Fact]
    public void Studies_that_share_nobody_do_not_vary_together()
    {
        double[] y = [1, 3, 2, 6, 0, 4, 5, 7];
        var covariance = StudyCovariance.Of([
            Study("one", [0, 1], [2, 3], y),
            Study("two", [4, 5], [6, 7], y),
        ]);
        Assert.Equal(0, covariance[1]);
        Assert.Equal(0, covariance[2]);
    }

    [Fact]
    public void Units_of_one_cluster_in_two_studies_tie_them()
    {
        double[] y = [1, 3, 2, 6, 0, 4, 5, 7];
        var one = Study("one", [0, 1], [2, 3], y);
        var two = Study("two", [4, 5], [6, 7], y);
        int[] cluster = [0, 1, 2, 3, 0, 1, 2, 3];
        double expected = 0;
        for (var i = 0; i < 4; i++)
            expected += one.Influence[i] * two.Influence[i] / 16;
        Assert.Equal(expected, StudyCovariance.Of([one, two], cluster)[1], 12);
    }

    [Fact]
    public void Many_studies_give_what_pairs_give_and_the_diagonal_is_the_squared_error()
    {
        double[] y = [.. From(0, 320).Select(i => new Draws(1, 0).Normal(i))];
        // 70 studies pass the 64 that are spread out together.
        StudyEstimate[] studies =
        [
            .. From(0, 70).Select(s => Study($"{s}", From(s * 2, 2), From(150, 100 + s), y)),
        ];
        var all = StudyCovariance.Of(studies);
        for (var a = 0; a < 70; a += 23)
        for (var b = 0; b < 70; b += 13)
            Near.Relative(
                a == b
                    ? Math.Pow(InfluenceFunctions.StandardError(studies[a].Influence, []), 2)
                    : StudyCovariance.Of([studies[a], studies[b]])[1],
                all[(a * 70) + b],
                1e-12,
                $"{a} {b}"
            );
    }

    [Fact]
    public void Drawn_again_and_again_estimates_vary_as_told()
    {
        const int Sets = 3000;
        double sum = 0,
            one = 0,
            two = 0,
            told = 0;
        for (var set = 0; set < Sets; set++)
        {
            double[] y = [.. From(0, 60).Select(i => new Draws(9, set).Normal(i))];
            var (a, b) = (
                Study("a", From(0, 20), From(40, 20), y),
                Study("b", From(20, 20), From(40, 20), y)
            );
            (sum, one, two) = (sum + (a.Effect * b.Effect), one + a.Effect, two + b.Effect);
            told += StudyCovariance.Of([a, b])[1] / Sets;
        }
        var varied = (sum / Sets) - (one / Sets * (two / Sets));
        // 1/20 but for the degree of freedom of the mean.
        Assert.Equal(.05, varied, .006);
        Assert.Equal(.05 * 19 / 20, told, .002);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() =>
            StudyCovariance.Of([new StudyEstimate("a", 1, [0, 1], [1])])
        );
        Assert.Throws<ArgumentException>(() =>
            StudyCovariance.Of([new StudyEstimate("a", 1, [3], [1])], [0, 1])
        );
        Assert.Empty(StudyCovariance.Of([]));
    }
}
