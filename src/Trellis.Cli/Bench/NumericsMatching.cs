using System.Globalization;
using Trellis.Lab;
using Trellis.MatchedSamples;
using Trellis.Probability;

namespace Trellis.Bench;

/// <summary>Matched samples against the clock and against effects that are known.</summary>
internal static class NumericsMatching
{
    // Recorded with 4.7.2; the one on the machine may be another.
    private const string Peer = "MatchIt";
    private const int Schools = 300;
    private const double Truth = .4;

    public static void Run(NumericsBench bench)
    {
        Speed(bench);
        foreach (var (words, choice) in Choices())
            Coverage(bench, words, choice);
    }

    private static void Speed(NumericsBench bench)
    {
        var file = bench.Input("simmatch_5000v15000.csv.gz");
        if (!file.Exists)
            return;
        var table = LabTable.Read(file);
        var units = new MatchingUnits(
            [.. table.Figures("treat").Select(t => t == 1)],
            [.. Enumerable.Range(1, 10).Select(i => Covariate.Of($"x{i}", table.Figures($"x{i}")))]
        );
        void Time(
            string words,
            MatchingMethod method,
            MatchingDistance distance,
            double? caliper = null,
            double? peer = null,
            double? here = null
        )
        {
            var choice = new MatchingChoice(method, distance) { Caliper = caliper };
            MatchedSample? sample = null;
            BalanceTable? balance = null;
            var (seconds, megabytes) = NumericsBench.Fastest(() =>
            {
                sample = MatchedSample.Find(units, choice);
                balance = sample.Balance();
            });
            bench.Add(
                new NumericsTiming(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{words}, 5,000 among 15,000, with its balance: {sample!.MatchedTreated:N0} matched, sum {sample.TotalDistance:0.####}, largest difference {balance!.LargestAfter:0.0000}"
                    ),
                    seconds,
                    Peer,
                    peer,
                    here,
                    megabytes
                )
            );
        }
        Time(
            "nearest by propensity score within .2",
            MatchingMethod.Nearest,
            MatchingDistance.Logit,
            .2,
            .07,
            NumericsBench.InR(
                $"suppressMessages(library(MatchIt)); d <- read.csv(gzfile('{file.FullName}')); s <- system.time(summary(matchit(treat ~ x1+x2+x3+x4+x5+x6+x7+x8+x9+x10, d, caliper = .2)))[3]; cat(s)"
            )
        );
        Time(
            "nearest by Mahalanobis distance",
            MatchingMethod.Nearest,
            MatchingDistance.Mahalanobis,
            peer: 16.2
        );
        Time("optimal pairs by propensity score", MatchingMethod.Optimal, MatchingDistance.Logit);
        Time(
            "full match by propensity score",
            MatchingMethod.Full,
            MatchingDistance.Logit,
            peer: 115
        );
        Time(
            "optimal pairs by Mahalanobis distance",
            MatchingMethod.Optimal,
            MatchingDistance.Mahalanobis
        );
        Time(
            "full match by Mahalanobis distance",
            MatchingMethod.Full,
            MatchingDistance.Mahalanobis
        );
    }

    private static (string Words, MatchingChoice Choice)[] Choices() =>
        [
            ("nearest by propensity score", new(MatchingMethod.Nearest)),
            (
                "nearest by Mahalanobis distance",
                new(MatchingMethod.Nearest, MatchingDistance.Mahalanobis)
            ),
            ("nearest, controls taken again", new(MatchingMethod.Nearest) { Replace = true }),
            ("optimal pairs", new(MatchingMethod.Optimal)),
            ("full match", new(MatchingMethod.Full)),
            ("subclasses", new(MatchingMethod.Subclass)),
        ];

    private static void Coverage(NumericsBench bench, string words, MatchingChoice choice)
    {
        var held = new bool[bench.Draws];
        var off = new double[bench.Draws];
        Parallel.For(
            0,
            bench.Draws,
            draw =>
            {
                var (units, outcome) = Drawn(draw);
                var effect = MatchedEffect.GComputation(MatchedSample.Find(units, choice), outcome);
                held[draw] = effect.Lower <= Truth && Truth <= effect.Upper;
                off[draw] = effect.Estimate - Truth;
            }
        );
        bench.Add(
            new NumericsCoverage(
                $"effect of {words}, adjusted as well, {Schools} schools of which the poorer are likelier treated",
                bench.Draws,
                held.Count(h => h),
                off.Average()
            )
        );
    }

    private static (MatchingUnits Units, double[] Outcome) Drawn(int draw)
    {
        var chance = new Draws(20261123, draw);
        var (poverty, size, region) = (
            new double[Schools],
            new double[Schools],
            new string[Schools]
        );
        var treated = new bool[Schools];
        var outcome = new double[Schools];
        for (var i = 0; i < Schools; i++)
        {
            poverty[i] = chance.Normal((6 * i) + 1);
            size[i] = chance.Normal((6 * i) + 2);
            var place = chance.Below((6 * i) + 3, 3);
            region[i] = ((string[])["north", "south", "west"])[place];
            var line = -1 + (.5 * poverty[i]) - (.4 * size[i]) + (place == 1 ? .4 : 0);
            treated[i] = chance.Uniform((6 * i) + 4) < 1 / (1 + Math.Exp(-line));
            outcome[i] =
                size[i]
                - poverty[i]
                + (place == 1 ? .5 : 0)
                + (treated[i] ? Truth : 0)
                + chance.Normal((6 * i) + 5);
        }
        return (
            new MatchingUnits(
                treated,
                [
                    Covariate.Of("poverty", poverty),
                    Covariate.Of("size", size),
                    Covariate.OfKinds("region", region),
                ]
            ),
            outcome
        );
    }
}
