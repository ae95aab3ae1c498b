using Trellis.Probability;

namespace Trellis.Synthesis;

/// <summary>Known truths drawn 200 times: intervals of 95 % hold them 90 to 99 times of a hundred. The bench draws 2,000.</summary>
public sealed class CoverageTests
{
    private const int Draws = 200;

    [Fact]
    public void Knapp_and_Hartungs_interval_holds_the_average_of_ten_studies()
    {
        Held(
            .3,
            draw =>
            {
                var draws = new Draws(draw, 31);
                var v = Enumerable
                    .Range(0, 10)
                    .Select(i => .01 + (.09 * draws.Uniform(i)))
                    .ToArray();
                var y = v.Select(
                        (s, i) =>
                            .3 + (.2 * draws.Normal(20 + i)) + (Math.Sqrt(s) * draws.Normal(40 + i))
                    )
                    .ToArray();
                return RandomEffects.Fit(Studies.Of(y, v), knappHartung: true).Confidence;
            }
        );
    }

    [Fact]
    public void A_prediction_holds_the_effect_of_a_next_study()
    {
        double next = 0;
        var held = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var draws = new Draws(draw, 32);
            next = .3 + (.2 * draws.Normal(1));
            var v = Enumerable
                .Range(0, 20)
                .Select(i => .01 + (.04 * draws.Uniform(50 + i)))
                .ToArray();
            var y = v.Select(
                    (s, i) =>
                        .3 + (.2 * draws.Normal(100 + i)) + (Math.Sqrt(s) * draws.Normal(200 + i))
                )
                .ToArray();
            var said = RandomEffects.Fit(Studies.Of(y, v)).WiderPrediction;
            if (said.Lower <= next && next <= said.Upper)
                held++;
        }
        Assert.InRange(held / (double)Draws, .9, .99);
    }

    [Fact]
    public void Robust_errors_hold_where_estimates_share_more_than_the_fit_was_told()
    {
        Held(
            .1,
            draw =>
            {
                var draws = new Draws(draw, 33);
                var (y, v, trust) = (new List<double>(), new List<double>(), new List<string>());
                for (var t = 0; t < 12; t++)
                {
                    var (own, shared) = (.2 * draws.Normal(t), draws.Normal(100 + t));
                    for (var s = 0; s < 2 + (t % 4); s++)
                    {
                        var at = 1_000 + (20 * t) + s;
                        v.Add(.02 + (.06 * draws.Uniform(at)));
                        y.Add(
                            .1 + own + (Math.Sqrt(v[^1] / 2) * (shared + draws.Normal(at + 2_000)))
                        );
                        trust.Add($"{t}");
                    }
                }
                var level = new GroupingLevel("trust", trust);
                return ClusterRobust
                    .Of(
                        Multilevel.Fit(Studies.Of(y, v), [level]),
                        level,
                        ClusterCorrection.BiasReduced
                    )
                    .Confidence;
            }
        );
    }

    private static void Held(double truth, Func<int, MetaInterval> interval)
    {
        var held = Enumerable
            .Range(0, Draws)
            .Count(i => interval(i) is var said && said.Lower <= truth && truth <= said.Upper);
        Assert.InRange(held / (double)Draws, .9, .99);
    }
}
