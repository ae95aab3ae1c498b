using System.Globalization;
using Trellis.Effects;
using Trellis.Lab;
using Trellis.Probability;
using Trellis.Regression;

namespace Trellis.Bench;

/// <summary>Fixed effects, sun-abraham and imputation against the clock and against drawn truths.</summary>
internal static class NumericsFixedEffects
{
    private const int First = 2010;
    private const int Last = 2017;

    public static void Run(NumericsBench bench)
    {
        Time(bench);
        Cover(bench);
    }

    private static void Time(NumericsBench bench)
    {
        var table = LabTable.Read(bench.Input("simpanel_20000x12.csv.gz"));
        var panel = new PanelRows
        {
            Unit = table.Labels("id"),
            Time = table.WholeNumbers("year"),
            FirstTreated =
            [
                .. table.Figures("g").Select(g => g == 0 ? double.PositiveInfinity : g),
            ],
            Outcome = table.Figures("y"),
        };
        var intake = panel with
        {
            Covariates =
            [
                .. Enumerable
                    .Range(1, 10)
                    .Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))
                    .Select(x => new NamedColumn(x, table.Figures(x))),
            ],
        };
        var byTime = new SunAbrahamOptions(Slopes: CovariateSlopes.ByTime);
        Take("sun-abraham, 20,000 x 12", () => SunAbraham.Estimate(panel), "fixest 0.12.2", 2.0);
        Take(
            "sun-abraham, 20,000 x 12, 10 covariates with slopes by year",
            () => SunAbraham.Estimate(intake, byTime)
        );
        Take("imputation with all averages, 20,000 x 12", () => Imputation.Estimate(panel));
        var rows = new FixedEffectsRows
        {
            Outcome = panel.Outcome,
            Effects = [FixedEffect.Of("id", panel.Unit), FixedEffect.Of("year", panel.Time)],
            Columns =
            [
                ("treated", [.. panel.Time.Select((t, r) => t >= panel.FirstTreated[r] ? 1.0 : 0)]),
            ],
        };
        Take("two-way fixed effects, 20,000 x 12", () => rows.Fit(Uncertainty.Clustered));
        var many = Many(240_000, 20_000, 5_000);
        Take(
            "two effects of 20,000 and 5,000 levels that cross at random, 240,000 rows",
            () => many.Fit(Uncertainty.Clustered)
        );
        var few = bench.Input("mpdta.csv");
        var counties = LabTable.Read(few);
        var treated = counties
            .Figures("first.treat")
            .Zip(counties.WholeNumbers("year"), (g, t) => g > 0 && t >= g ? 1.0 : 0);
        var small = new FixedEffectsRows
        {
            Outcome = counties.Figures("lemp"),
            Effects =
            [
                FixedEffect.Of("county", counties.Labels("countyreal")),
                FixedEffect.Of("year", counties.WholeNumbers("year")),
            ],
            Columns = [("treated", [.. treated])],
        };
        Take(
            "two-way fixed effects, 500 counties x 5",
            () => small.Fit(Uncertainty.Independent),
            "lm with dummies",
            null,
            NumericsBench.InR(
                $"d <- read.csv('{few.FullName}'); d$w <- as.numeric(d$first.treat > 0 & d$year >= d$first.treat); cat(system.time(lm(lemp ~ w + factor(countyreal) + factor(year), d))[['elapsed']])"
            )
        );

        void Take(
            string what,
            Action run,
            string peer = "",
            double? recorded = null,
            double? here = null
        )
        {
            var (seconds, megabytes) = NumericsBench.Fastest(run);
            bench.Add(new NumericsTiming(what, seconds, peer, recorded, here, megabytes));
        }
    }

    private static void Cover(NumericsBench bench)
    {
        var least = bench.Draws >= 2000 ? .93 : .90;
        var most = bench.Draws >= 2000 ? .97 : .99;
        Held(
            "sun-abraham, average of the treated, 150 schools, noise that lasts",
            draw => SunAbraham.Estimate(Schools(draw, 150, 0)).Att
        );
        Held(
            "sun-abraham, the year after the first, 150 schools",
            draw =>
                SunAbraham.Estimate(Schools(draw, 150, 0)).EventStudy.Single(e => e.At == 1).Effect
        );
        Held(
            "sun-abraham, 60 trusts of 5 schools that share shocks and treatment",
            draw => SunAbraham.Estimate(Schools(draw, 300, 5)).Att
        );
        Held(
            "imputation, average of the treated, 150 schools",
            draw => Imputation.Estimate(Schools(draw, 150, 0), new ImputationOptions(Leads: 0)).Att
        );
        Held(
            "imputation, 60 trusts of 5 schools that share shocks and treatment",
            draw => Imputation.Estimate(Schools(draw, 300, 5), new ImputationOptions(Leads: 0)).Att
        );

        void Held(string what, Func<int, Coefficient> estimate)
        {
            var found = new Coefficient[bench.Draws];
            Parallel.For(0, found.Length, draw => found[draw] = estimate(draw));
            bench.Add(
                new NumericsCoverage(
                    what,
                    found.Length,
                    found.Count(c => c.Lower <= Effect && Effect <= c.Upper),
                    found.Average(c => c.Estimate) - Effect,
                    least,
                    most
                )
            );
        }
    }

    private const double Effect = .1;

    // Schools over eight years, part of them treated from 2013, 2014 or 2015 on; trusts share shocks and when they are treated.
    private static PanelRows Schools(int draw, int schools, int trust)
    {
        const int Years = Last - First + 1;
        var n = schools * Years;
        var unit = new string[n];
        var cluster = new string[n];
        var time = new int[n];
        var first = new double[n];
        var outcome = new double[n];
        for (var s = 0; s < schools; s++)
        {
            var own = new Draws(draw, s);
            var shared = trust == 0 ? own : new Draws(draw, 1_000_000 + (s / trust));
            var from = shared.Uniform(0) < .5 ? 2013 + shared.Below(1, 3) : double.PositiveInfinity;
            var level = own.Normal(2);
            double lasting = 0;
            for (var t = First; t <= Last; t++)
            {
                var row = (s * Years) + t - First;
                lasting = (.5 * lasting) + (.3 * own.Normal(100 + t));
                unit[row] = string.Create(CultureInfo.InvariantCulture, $"{s}");
                cluster[row] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(trust == 0 ? s : s / trust)}"
                );
                (time[row], first[row]) = (t, from);
                outcome[row] =
                    level
                    + lasting
                    + (.05 * (t - First))
                    + (trust == 0 ? 0 : .2 * shared.Normal(100 + t))
                    + (t >= from ? Effect : 0);
            }
        }
        return new PanelRows
        {
            Unit = unit,
            Time = time,
            FirstTreated = first,
            Outcome = outcome,
            Clusters = [new NamedLabels("trust", cluster)],
        };
    }

    private static FixedEffectsRows Many(int rows, int schools, int teachers)
    {
        var draws = new Draws(1, 0);
        int[] school = new int[rows],
            teacher = new int[rows];
        double[] x = new double[rows],
            y = new double[rows];
        for (var r = 0; r < rows; r++)
        {
            school[r] = draws.Below(4 * r, schools);
            teacher[r] = draws.Below((4 * r) + 1, teachers);
            x[r] = draws.Normal((4 * r) + 2);
            y[r] = x[r] + (1e-4 * (school[r] + teacher[r])) + draws.Normal((4 * r) + 3);
        }
        return new FixedEffectsRows
        {
            Outcome = y,
            Effects = [FixedEffect.Of("school", school), FixedEffect.Of("teacher", teacher)],
            Columns = [("x", x)],
        };
    }
}
