using Trellis.Effects;
using Trellis.Lab;
using Trellis.Probability;
using Trellis.Synthesis;

namespace Trellis.Bench;

/// <summary>Meta-analysis and synthetic comparisons, against the clock, metafor and the truth.</summary>
internal static class NumericsSynthesis
{
    public static void Run(NumericsBench bench)
    {
        Speed(bench);
        Plain(bench);
        Levels(bench);
        Synthetic(bench);
    }

    private static void Speed(NumericsBench bench)
    {
        if (bench.Input("metadat_dat.konstantopoulos2011.csv") is { Exists: true } file)
        {
            var table = LabTable.Read(file);
            var studies = Studies.Of(table.Figures("yi"), table.Figures("vi"));
            GroupingLevel[] levels =
            [
                .. new[] { "district", "school" }.Select(l => new GroupingLevel(
                    l,
                    table.Labels(l)
                )),
            ];
            bench.Add(
                Timed(
                    "56 schools in 11 districts, REML of two levels with robust errors",
                    () => ClusterRobust.Of(Multilevel.Fit(studies, levels), levels[0]),
                    $"suppressMessages(library(metafor)); d <- read.csv('{file.FullName}'); t <- system.time(for (i in 1:5) robust(rma.mv(yi, vi, random = ~ 1 | district/school, data = d), cluster = d$district)); cat(t[[3]] / 5)"
                )
            );
        }
        var draws = new Draws(1, 1);
        var v = Enumerable.Range(0, 1_000).Select(i => .01 + (.1 * draws.Uniform(i))).ToArray();
        var y = v.Select((s, i) => Math.Sqrt(s + .05) * draws.Normal(2_000 + i)).ToArray();
        var many = Studies.Of(y, v);
        bench.Add(
            Timed(
                "1,000 studies, REML",
                () => RandomEffects.Fit(many),
                "suppressMessages(library(metafor)); set.seed(1); v <- .01 + .1 * runif(1000); y <- rnorm(1000, 0, sqrt(v + .05)); cat(system.time(rma(y, v))[[3]])"
            )
        );
        var few = Studies.Of(y[..100], v[..100]);
        bench.Add(
            Timed(
                "100 studies, each left out in turn, REML",
                () => StudySequences.LeaveOneOut(few),
                "suppressMessages(library(metafor)); set.seed(1); v <- .01 + .1 * runif(100); y <- rnorm(100, 0, sqrt(v + .05)); r <- rma(y, v); cat(system.time(leave1out(r))[[3]])"
            )
        );
        if (bench.Input("synthdid_california_prop99.csv") is not { Exists: true } states)
            return;
        var rows = LabTable.Read(states);
        var panel = SyntheticPanel.From(
            rows.Labels("State"),
            rows.WholeNumbers("Year"),
            rows.Figures("PacksPerCapita"),
            [.. rows.Figures("treated").Select(t => t == 1)]
        );
        bench.Add(
            Timed(
                "California's tobacco tax, synthetic difference in differences with 38 placebos",
                () => SyntheticDifferenceErrors.Placebo(SyntheticDifference.Estimate(panel)),
                null
            )
        );
    }

    // Ten studies of sizes that differ by ten, true effects that differ as much as chance: Knapp and Hartung's interval.
    private static void Plain(NumericsBench bench)
    {
        bench.Add(
            Covered(
                bench,
                "10 studies, REML with Knapp and Hartung",
                .3,
                draw =>
                {
                    var draws = new Draws(draw, 21);
                    var v = Enumerable
                        .Range(0, 10)
                        .Select(i => .01 + (.09 * draws.Uniform(i)))
                        .ToArray();
                    var y = v.Select(
                            (s, i) =>
                                .3
                                + (.2 * draws.Normal(20 + i))
                                + (Math.Sqrt(s) * draws.Normal(40 + i))
                        )
                        .ToArray();
                    var fit = RandomEffects.Fit(Studies.Of(y, v), knappHartung: true);
                    return (fit.Estimate, fit.Confidence.Lower, fit.Confidence.Upper);
                }
            )
        );
    }

    // Twelve trusts of 2 to 7 schools; the errors within a trust are correlated, which the fit is not told.
    private static void Levels(NumericsBench bench)
    {
        bench.Add(
            Covered(
                bench,
                "12 trusts, shared errors not told of, bias-reduced robust errors",
                .1,
                draw =>
                {
                    var draws = new Draws(draw, 22);
                    var (y, v, trust) = (
                        new List<double>(),
                        new List<double>(),
                        new List<string>()
                    );
                    for (var t = 0; t < 12; t++)
                    {
                        var (own, shared) = (.2 * draws.Normal(t), draws.Normal(100 + t));
                        for (var s = 0; s < 2 + (t % 6); s++)
                        {
                            var at = 1_000 + (20 * t) + s;
                            v.Add(.02 + (.06 * draws.Uniform(at)));
                            y.Add(
                                .1
                                    + own
                                    + (.15 * draws.Normal(at + 1_000))
                                    + (
                                        Math.Sqrt(v[^1])
                                        * (
                                            (Math.Sqrt(.5) * shared)
                                            + (Math.Sqrt(.5) * draws.Normal(at + 2_000))
                                        )
                                    )
                            );
                            trust.Add($"{t}");
                        }
                    }
                    var level = new GroupingLevel("trust", trust);
                    var each = new GroupingLevel("school", [.. y.Select((_, i) => $"{i}")]);
                    var fit = ClusterRobust.Of(
                        Multilevel.Fit(Studies.Of(y, v), [level, each]),
                        level,
                        ClusterCorrection.BiasReduced
                    );
                    return (fit.Estimate, fit.Confidence.Lower, fit.Confidence.Upper);
                }
            )
        );
    }

    // Eighty controls, two treated, a factor that units follow more or less. With few controls to play many treated the plays
    // overlap, and a normal interval is too short; 40 and 4 give .92.
    private static void Synthetic(NumericsBench bench)
    {
        bench.Add(
            Covered(
                bench,
                "synthetic difference in differences, 80 controls and 2 treated, placebo errors of 60 draws",
                .5,
                draw =>
                {
                    var draws = new Draws(draw, 23);
                    var (unit, time, outcome, on) = (
                        new List<string>(),
                        new List<int>(),
                        new List<double>(),
                        new List<bool>()
                    );
                    for (var u = 0; u < 82; u++)
                    for (var t = 0; t < 8; t++)
                    {
                        unit.Add($"{u}");
                        time.Add(t);
                        on.Add(u >= 80 && t >= 6);
                        outcome.Add(
                            draws.Normal(u)
                                + (draws.Uniform(100 + u) * draws.Normal(200 + t))
                                + (.5 * draws.Normal(1_000 + (8 * u) + t))
                                + (on[^1] ? .5 : 0)
                        );
                    }
                    var effect = SyntheticDifference.Estimate(
                        SyntheticPanel.From(unit, time, outcome, on)
                    );
                    var (lower, upper) = SyntheticDifferenceErrors
                        .Placebo(effect, 60, draw)
                        .Around(effect.Effect);
                    return (effect.Effect, lower, upper);
                },
                most: 500
            )
        );
    }

    private static NumericsTiming Timed(string what, Func<object> run, string? script)
    {
        var (seconds, megabytes) = NumericsBench.Fastest(() => _ = run());
        return new NumericsTiming(
            what,
            seconds,
            "metafor",
            HereSeconds: script is null ? null : NumericsBench.InR(script),
            Megabytes: megabytes
        );
    }

    private static NumericsCoverage Covered(
        NumericsBench bench,
        string what,
        double truth,
        Func<int, (double Estimate, double Lower, double Upper)> draw,
        int most = int.MaxValue
    )
    {
        var found = new (double Estimate, double Lower, double Upper)[Math.Min(bench.Draws, most)];
        Parallel.For(0, found.Length, i => found[i] = draw(i));
        return new NumericsCoverage(
            what,
            found.Length,
            found.Count(f => f.Lower <= truth && truth <= f.Upper),
            found.Average(f => f.Estimate) - truth
        );
    }
}
