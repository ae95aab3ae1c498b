using Trellis.Probability;

namespace Trellis.MatchedSamples;

/// <summary>Units drawn with a known effect: who has more of the first two covariates is likelier treated and has the higher outcome.</summary>
internal static class Drawn
{
    public static (MatchingUnits Units, double[] Outcome) Units(
        int seed,
        int count,
        double constant = -1,
        double effect = 0,
        bool coarse = false,
        bool alone = false
    )
    {
        var draws = new Draws(seed, 0);
        var (a, b, kind) = (new double[count], new double[count], new string[count]);
        var treated = new bool[count];
        var outcome = new double[count];
        for (var i = 0; i < count; i++)
        {
            a[i] = draws.Normal((6 * i) + 1);
            b[i] = draws.Normal((6 * i) + 2);
            if (coarse)
                (a[i], b[i]) = (Math.Round(a[i]), Math.Round(b[i]));
            var third = draws.Below((6 * i) + 3, 3);
            kind[i] = ((string[])["north", "south", "west"])[third];
            var line = constant + (.5 * a[i]) - (.4 * b[i]) + (third == 1 ? .4 : 0);
            treated[i] = draws.Uniform((6 * i) + 4) < 1 / (1 + Math.Exp(-line));
            outcome[i] =
                a[i]
                - b[i]
                + (third == 1 ? .5 : 0)
                + (treated[i] ? effect : 0)
                + draws.Normal((6 * i) + 5);
        }
        return (
            new MatchingUnits(
                treated,
                alone
                    ? [Covariate.Of("a", a)]
                    : [Covariate.Of("a", a), Covariate.Of("b", b), Covariate.OfKinds("kind", kind)]
            ),
            outcome
        );
    }
}
