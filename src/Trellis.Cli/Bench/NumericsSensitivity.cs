using Trellis.Lab;
using Trellis.Probability;
using Trellis.Sensitivity;

namespace Trellis.Bench;

/// <summary>Intervals under trends that differ, against the clock and under the worst trends their bounds allow.</summary>
internal static class NumericsSensitivity
{
    public static void Run(NumericsBench bench)
    {
        Speed(bench);
        WithoutTrends(bench);
        RelativeMagnitudes(bench);
        FixedLength(bench);
    }

    private static void Speed(NumericsBench bench)
    {
        var beta = bench.Input("honestdid_BCdata_EventStudy_betahat.csv");
        var sigma = bench.Input("honestdid_BCdata_EventStudy_sigma.csv");
        if (!beta.Exists || !sigma.Exists)
            return;
        var study = EventStudyFiles.Read(beta, sigma, 4, 4);
        var average = HonestIntervals.Average(study);
        double[] bounds = [0, .5, 1, 1.5, 2];
        var (seconds, megabytes) = NumericsBench.Fastest(() =>
        {
            foreach (var bound in bounds)
                _ = HonestIntervals.RelativeMagnitudes(study, average, bound);
        });
        bench.Add(
            new NumericsTiming(
                "relative magnitudes, 5 bounds, 4 times before and 4 after",
                seconds,
                "HonestDiD 0.2.8",
                PeerSeconds: 48,
                Megabytes: megabytes
            )
        );
        (seconds, megabytes) = NumericsBench.Fastest(() =>
        {
            foreach (var bound in bounds)
                _ = HonestIntervals.Smoothness(study, average, bound);
        });
        bench.Add(
            new NumericsTiming(
                "shortest intervals of fixed length, 5 bounds",
                seconds,
                "HonestDiD 0.2.8",
                Megabytes: megabytes
            )
        );
    }

    // Each step after treatment as long as the longest before, all the same way, nothing being true of the effect.
    private static void RelativeMagnitudes(NumericsBench bench)
    {
        double[] path = [-.05, -.1, -.15, .15, .3];
        double[] weights = [.5, .5];
        var (held, bias) = Held(
            bench.Draws,
            path,
            3,
            study =>
            {
                var interval = HonestIntervals.RelativeMagnitudes(study, weights, 1);
                return (interval.Holds(0), (interval.Lower + interval.Upper) / 2);
            }
        );
        // Which step is the longest is not known, so the interval must hold for each: it may hold more often than it says.
        bench.Add(
            new NumericsCoverage(
                "relative magnitudes at a bound of 1, trends as bad after as the worst before",
                bench.Draws,
                held,
                bias,
                MostShare: 1
            )
        );
    }

    // With parallel trends and a bound of 0 there is nothing to be cautious about.
    private static void WithoutTrends(NumericsBench bench)
    {
        double[] weights = [.5, .5];
        var (held, bias) = Held(
            bench.Draws,
            new double[5],
            3,
            study =>
            {
                var interval = HonestIntervals.RelativeMagnitudes(study, weights, 0);
                return (interval.Holds(0), (interval.Lower + interval.Upper) / 2);
            }
        );
        bench.Add(
            new NumericsCoverage(
                "relative magnitudes at a bound of 0, trends parallel",
                bench.Draws,
                held,
                bias
            )
        );
    }

    private static void FixedLength(NumericsBench bench)
    {
        const double Bend = .1;
        double[] weights = [0, 1];
        var shape = new EventStudyEstimates(new double[6], Covariance(6), 4);
        var interval = HonestIntervals.FixedLength(shape, weights, Bend);
        var worst = Enumerable
            .Range(0, 32)
            .Select(signs =>
                Bent(
                    4,
                    [.. Enumerable.Range(0, 5).Select(b => ((signs >> b) & 1) == 1 ? Bend : -Bend)]
                )
            )
            .MaxBy(path => path.Select((d, i) => d * interval.Weights[i]).Sum())!;
        var (held, bias) = Held(
            bench.Draws,
            worst,
            4,
            study =>
            {
                var centre = 0.0;
                for (var i = 0; i < study.Count; i++)
                    centre += interval.Weights[i] * study.Estimates[i];
                return (Math.Abs(centre) <= interval.HalfLength, centre);
            }
        );
        bench.Add(
            new NumericsCoverage(
                "interval of fixed length under the worst bends it allows for; its bias is theirs",
                bench.Draws,
                held,
                bias
            )
        );
    }

    private static (int Held, double Bias) Held(
        int draws,
        double[] truth,
        int before,
        Func<EventStudyEstimates, (bool Holds, double Centre)> interval
    )
    {
        var n = truth.Length;
        var covariance = Covariance(n);
        var answers = new (bool Holds, double Centre)[draws];
        Parallel.For(
            0,
            draws,
            d =>
            {
                // A part of its own for each and one shared by all, that of the base.
                var chance = new Draws(9, d);
                var shared = Math.Sqrt(.003) * chance.Normal(0);
                answers[d] = interval(
                    new EventStudyEstimates(
                        [
                            .. truth.Select(
                                (t, i) => t + shared + (Math.Sqrt(.006) * chance.Normal(i + 1))
                            ),
                        ],
                        covariance,
                        before
                    )
                );
            }
        );
        return (answers.Count(a => a.Holds), answers.Average(a => a.Centre));
    }

    private static double[] Covariance(int n)
    {
        var covariance = new double[n * n];
        Array.Fill(covariance, .003);
        for (var i = 0; i < n; i++)
            covariance[(i * n) + i] += .006;
        return covariance;
    }

    // The path with these bends, earliest first, that is 0 at time 0 and the time before it.
    private static double[] Bent(int before, double[] bends)
    {
        var path = new double[bends.Length + 2];
        for (var i = before + 1; i < path.Length; i++)
            path[i] = bends[i - 2] + (2 * path[i - 1]) - path[i - 2];
        for (var i = before - 2; i >= 0; i--)
            path[i] = bends[i] + (2 * path[i + 1]) - path[i + 2];
        return [.. path[..before], .. path[(before + 1)..]];
    }
}
