using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>Panels of which the truth is known, because they were drawn from it.</summary>
internal static class DrawnSchools
{
    /// <summary>Schools with a level and a noise that lasts, of which a part is treated from one of several years on.</summary>
    /// <param name="draw">Which draw: the same gives the same panel.</param>
    /// <param name="schools">How many.</param>
    /// <param name="effect">What treatment does, by cohort and event time.</param>
    /// <param name="intakeTrend">How much outcomes rise a year for a school of intake 1 above the mean; such schools are treated more often.</param>
    /// <param name="dip">How much outcomes fall in the year before treatment.</param>
    /// <param name="cohorts">First treated years; years run from 2010 to 2017.</param>
    /// <param name="neverToo">Whether some are never treated.</param>
    public static PanelRows Of(
        long draw,
        int schools,
        Func<int, int, double> effect,
        double intakeTrend = 0,
        double dip = 0,
        int[]? cohorts = null,
        bool neverToo = true
    )
    {
        cohorts ??= [2013, 2014, 2015];
        var unit = new List<string>();
        var time = new List<int>();
        List<double> first = [],
            outcome = [],
            intake = [];
        for (var s = 0; s < schools; s++)
        {
            var draws = new Draws(draw, s);
            var x = draws.Normal(0);
            var level = draws.Normal(1);
            var treated = !neverToo || draws.Uniform(2) < (x > 0 ? .6 : .25);
            var from = treated ? cohorts[draws.Below(3, cohorts.Length)] : double.PositiveInfinity;
            double lasting = 0;
            for (var t = 2010; t <= 2017; t++)
            {
                lasting = (.5 * lasting) + (.3 * draws.Normal(10 + t));
                unit.Add($"s{s}");
                time.Add(t);
                first.Add(from);
                intake.Add(x);
                outcome.Add(
                    level
                        + (.1 * (t - 2010))
                        + (intakeTrend * x * (t - 2010))
                        + lasting
                        + (t >= from ? effect((int)from, t - (int)from) : 0)
                        - (t == from - 1 ? dip : 0)
                );
            }
        }
        return new PanelRows
        {
            Unit = unit,
            Time = [.. time],
            FirstTreated = [.. first],
            Outcome = [.. outcome],
            Covariates = [new NamedColumn("intake", [.. intake])],
        };
    }

    /// <summary>The rows that are kept.</summary>
    public static PanelRows Where(this PanelRows panel, Func<int, bool> keep)
    {
        int[] rows = [.. Enumerable.Range(0, panel.Time.Length).Where(keep)];
        return panel with
        {
            Unit = [.. rows.Select(r => panel.Unit[r])],
            Time = [.. rows.Select(r => panel.Time[r])],
            FirstTreated = [.. rows.Select(r => panel.FirstTreated[r])],
            Outcome = [.. rows.Select(r => panel.Outcome[r])],
            Covariates =
            [
                .. panel.Covariates.Select(c => new NamedColumn(
                    c.Name,
                    [.. rows.Select(r => c.Values[r])]
                )),
            ],
            Weights = panel.Weights is { } w ? [.. rows.Select(r => w[r])] : null,
            Clusters =
            [
                .. panel.Clusters.Select(c => new NamedLabels(
                    c.Name,
                    [.. rows.Select(r => c.Values[r])]
                )),
            ],
        };
    }
}
