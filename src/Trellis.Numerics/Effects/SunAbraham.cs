using System.Globalization;
using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>The interaction-weighted event study of Sun and Abraham (Journal of Econometrics 225(2), 2021): an effect for each cohort at each event time beside effects of units and times, then averaged by how many are in the cells.</summary>
/// <remarks>
/// Equal to <c>feols(y ~ x + sunab(group, time) | unit + time)</c> of fixest where that is sound. It differs where it is not: a
/// cohort whose reference year was not observed (a year of no tests) is measured from its last observed year before, which is
/// said, and not from one that collinearity picks; and where nobody is never treated the last cohort is the comparison until it
/// is treated, its later rows being left out, as the paper has it.
/// </remarks>
public static class SunAbraham
{
    /// <summary>The effects.</summary>
    /// <exception cref="UnusableDataException">The panel cannot answer: a sentence says why.</exception>
    public static SunAbrahamAnswer Estimate(PanelRows panel, SunAbrahamOptions? options = null)
    {
        options ??= new SunAbrahamOptions();
        var wanted = options.References ?? [-1];
        if (!wanted.Any(r => r < 0))
            throw new UnusableDataException(
                "Effects are measured from an event time before treatment, as -1."
            );
        var sample = PanelSample.Of(panel, dropTreatedThroughout: true);
        var remarks = sample.Remarks.ToList();
        var (rows, comparison) = Comparison(sample, remarks);
        var (first, time) = (Picked(sample.First, rows), Picked(sample.Time, rows));
        var cohorts = first
            .Where(f => f != PanelSample.Never && f != comparison)
            .Distinct()
            .Order()
            .ToArray();
        var references = References(cohorts, first, time, wanted, remarks);
        // A cohort that was not observed at its reference or before would be measured from times that may already be moved.
        var without = cohorts.Where(c => !references.ContainsKey(c)).ToArray();
        if (without.Length > 0)
        {
            var before = rows.Length;
            rows = [.. rows.Where((_, i) => !without.Contains(first[i]))];
            (first, time) = (Picked(sample.First, rows), Picked(sample.Time, rows));
            cohorts = [.. cohorts.Except(without)];
            var names = Remark.Named(
                "cohort",
                [.. without.Select(c => c.ToString(CultureInfo.InvariantCulture))]
            );
            if (cohorts.Length == 0)
                throw new UnusableDataException(
                    $"No cohort was observed at its reference or before ({names}): there is nothing to measure effects from."
                );
            remarks.Add(
                new Remark(
                    "no-reference",
                    without.Length,
                    $"{names} {(without.Length == 1 ? "was" : "were")} not observed at the reference or before: left out, {before - rows.Length} rows."
                )
            );
        }
        var weights = sample.Weights is { } w ? Picked(w, rows) : null;
        var (cells, cellOf) = Cells(cohorts, first, time, references, weights);
        if (cells.Count == 0)
            throw new UnusableDataException(
                "No cohort has a row apart from its reference, so that no effect can be told."
            );
        var problem = new FixedEffectsProblem
        {
            Outcome = Picked(sample.Outcome, rows),
            Effects = [sample.Unit.At(rows), sample.Period.At(rows)],
            Columns =
                options.Slopes == CovariateSlopes.Same
                    ? [.. sample.Covariates.Select(c => (c.Name, Picked(c.Values, rows)))]
                    : [],
            Indicators =
            [
                .. options.Slopes == CovariateSlopes.Same
                    ? []
                    : sample.Covariates.Select(c =>
                        Sloped(c, options.Slopes, rows, sample, first, cohorts)
                    ),
                new IndicatorColumns([.. cells.Select(Name)], cellOf),
            ],
            Weights = weights,
        };
        var fit = FixedEffectsRegression.Fit(problem);
        FixedEffect[] clusters = [.. sample.Clusters.Select(c => c.At(rows))];
        var table = fit.Table(Uncertainty.Clustered, clusters);
        remarks.AddRange(table.Remarks);
        if (fit.LeftOut.Count > 0)
            remarks.Add(
                new Remark(
                    "collinear",
                    fit.LeftOut.Count,
                    $"{Remark.Named("column", fit.LeftOut)} {(fit.LeftOut.Count == 1 ? "is" : "are")} already said by others (constant within units, or the same as another): left out."
                )
            );
        return Averaged(sample, rows, cells, references, fit, table, clusters, remarks);
    }

    private readonly record struct Cell(int Group, int EventTime, double Weight);

    private static string Name(Cell cell) =>
        string.Create(CultureInfo.InvariantCulture, $"time::{cell.EventTime}:cohort::{cell.Group}");

    // Without anyone never treated the last cohort is who others are compared with, until it is treated itself.
    private static (int[] Rows, int Comparison) Comparison(PanelSample sample, List<Remark> remarks)
    {
        var all = Enumerable.Range(0, sample.Count);
        var cohorts = sample.Cohorts();
        if (cohorts.Length == 0)
            throw new UnusableDataException(
                "Nobody becomes treated while the panel lasts: there is no effect to be told."
            );
        if (sample.First.Contains(PanelSample.Never))
            return ([.. all], PanelSample.Never);
        if (cohorts.Length == 1)
            throw new UnusableDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"All units are first treated at {cohorts[0]} and none is never treated: there is nobody to compare them with."
                )
            );
        var last = cohorts[^1];
        int[] rows = [.. all.Where(r => sample.Time[r] < last)];
        remarks.Add(
            new Remark(
                "last-cohort-compares",
                sample.Count - rows.Length,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nobody is never treated: those first treated at {last} are the comparison until then, and the {sample.Count - rows.Length} rows from {last} on are left out."
                )
            )
        );
        return (rows, last);
    }

    private static Dictionary<int, IReadOnlyList<int>> References(
        int[] cohorts,
        int[] first,
        int[] time,
        IReadOnlyList<int> wanted,
        List<Remark> remarks
    )
    {
        var seen = cohorts.ToDictionary(c => c, _ => new SortedSet<int>());
        for (var row = 0; row < first.Length; row++)
            if (seen.TryGetValue(first[row], out var times))
                times.Add(time[row] - first[row]);
        var references = new Dictionary<int, IReadOnlyList<int>>();
        var moved = new List<string>();
        foreach (var cohort in cohorts)
        {
            var own = wanted.Where(seen[cohort].Contains).ToArray();
            if (!own.Any(r => r < 0))
            {
                var nearest = wanted.Where(r => r < 0).Max();
                var before = seen[cohort].Where(e => e < nearest).ToArray();
                if (before.Length == 0)
                    continue;
                own = [.. own, before[^1]];
                moved.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{cohort} from {cohort + before[^1]}"
                    )
                );
            }
            references.Add(cohort, own);
        }
        if (moved.Count > 0)
            remarks.Add(
                new Remark(
                    "reference-moved",
                    moved.Count,
                    $"{Remark.Named("cohort", moved)} {(moved.Count == 1 ? "is" : "are")} measured from the last observed time before the reference, which was not observed."
                )
            );
        return references;
    }

    private static (List<Cell> Cells, int[] CellOf) Cells(
        int[] cohorts,
        int[] first,
        int[] time,
        Dictionary<int, IReadOnlyList<int>> references,
        double[]? weights
    )
    {
        var weight = new SortedDictionary<(int EventTime, int Group), double>();
        var compared = cohorts.ToHashSet();
        for (var row = 0; row < first.Length; row++)
        {
            if (!compared.Contains(first[row]))
                continue;
            var e = time[row] - first[row];
            if (references.TryGetValue(first[row], out var own) && own.Contains(e))
                continue;
            weight.TryGetValue((e, first[row]), out var sum);
            weight[(e, first[row])] = sum + (weights is null ? 1 : weights[row]);
        }
        var numbers = new Dictionary<(int EventTime, int Group), int>();
        foreach (var key in weight.Keys)
            numbers.Add(key, numbers.Count);
        var cellOf = new int[first.Length];
        for (var row = 0; row < first.Length; row++)
            cellOf[row] =
                compared.Contains(first[row])
                && numbers.TryGetValue((time[row] - first[row], first[row]), out var number)
                    ? number
                    : -1;
        return ([.. weight.Select(c => new Cell(c.Key.Group, c.Key.EventTime, c.Value))], cellOf);
    }

    private static IndicatorColumns Sloped(
        NamedColumn covariate,
        CovariateSlopes slopes,
        int[] rows,
        PanelSample sample,
        int[] first,
        int[] cohorts
    )
    {
        var figures = Picked(covariate.Values, rows);
        if (slopes == CovariateSlopes.ByTime)
        {
            var period = sample.Period.At(rows);
            return new IndicatorColumns(
                [.. period.Labels.Select(t => $"{covariate.Name}:time::{t}")],
                period.Level,
                figures
            );
        }
        var numbers = cohorts.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        return new IndicatorColumns(
            [
                .. cohorts.Select(c =>
                    string.Create(CultureInfo.InvariantCulture, $"{covariate.Name}:cohort::{c}")
                ),
                $"{covariate.Name}:cohort::comparison",
            ],
            [.. first.Select(f => numbers.GetValueOrDefault(f, cohorts.Length))],
            figures
        );
    }

    private static SunAbrahamAnswer Averaged(
        PanelSample sample,
        int[] rows,
        List<Cell> cells,
        Dictionary<int, IReadOnlyList<int>> references,
        FixedEffectsFit fit,
        CoefficientTable table,
        FixedEffect[] clusters,
        List<Remark> remarks
    )
    {
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < table.Coefficients.Count; k++)
            place[table.Coefficients[k].Name] = k;
        var told = cells.Where(c => place.ContainsKey(Name(c))).ToArray();
        if (told.Length == 0)
            throw new UnusableDataException(
                "No effect of any cohort can be told apart from the effects of units, times and covariates."
            );
        var lost = cells.Where(c => c.EventTime >= 0 && !place.ContainsKey(Name(c))).ToArray();
        if (lost.Length > 0)
            remarks.Add(
                new Remark(
                    "cell-left-out",
                    lost.Length,
                    $"{Remark.Named("treated cell", [.. lost.Select(Name)])} cannot be told from the effects of units and times: not in any average."
                )
            );
        var treated = told.Where(c => c.EventTime >= 0).ToArray();
        if (treated.Length == 0)
            throw new UnusableDataException(
                "No effect after treatment began can be told apart from the effects of units and times."
            );
        int[] events = [.. told.Select(c => c.EventTime).Distinct().Order()];
        var shares = events.Select(e => Shares(told.Where(c => c.EventTime == e))).ToArray();
        var covariance = Covariance(shares, table);
        var study = events.Select(
            (e, i) =>
                new EffectAt(
                    e,
                    table.Sum(string.Create(CultureInfo.InvariantCulture, $"time::{e}"), shares[i])
                )
        );
        return new SunAbrahamAnswer
        {
            Cells =
            [
                .. told.Select(c => new CohortEffect(
                    c.Group,
                    c.EventTime,
                    c.Weight,
                    table.Coefficients[place[Name(c)]]
                )),
            ],
            EventStudy = [.. study],
            EventStudyCovariance = covariance,
            EventStudyInfluence =
                clusters.Length == 1
                    ?
                    [
                        .. fit.Moves(clusters[0], shares)
                            .Select(m => (double[])[.. m.Select(v => v * m.Length)]),
                    ]
                    : [],
            Att = table.Sum("ATT", Shares(treated)),
            Groups =
            [
                .. treated
                    .GroupBy(c => c.Group)
                    .OrderBy(g => g.Key)
                    .Select(g => new EffectAt(
                        g.Key,
                        table.Sum(
                            string.Create(CultureInfo.InvariantCulture, $"cohort::{g.Key}"),
                            Shares(g)
                        )
                    )),
            ],
            Covariates =
            [
                .. table.Coefficients.Where(c =>
                    !c.Name.StartsWith("time::", StringComparison.Ordinal)
                ),
            ],
            PreTrend = JointTest.AllZero(
                [.. events.Select((e, i) => (e, i)).Where(p => p.e < 0).Select(p => p.i)],
                [.. events.Select((_, i) => table.Sum("", shares[i]).Estimate)],
                covariance,
                table.DegreesOfFreedom
            ),
            References = [.. references.OrderBy(r => r.Key).Select(r => (r.Key, r.Value))],
            Used = Picked(sample.Rows, rows),
            Dropped = sample.Dropped + sample.Count - rows.Length,
            Remarks = remarks,
        };

        double[] Shares(IEnumerable<Cell> of)
        {
            var share = new double[table.Coefficients.Count];
            double all = 0;
            foreach (var cell in of)
                all += share[place[Name(cell)]] = cell.Weight;
            for (var k = 0; k < share.Length; k++)
                share[k] /= all;
            return share;
        }
    }

    private static double[] Covariance(double[][] shares, CoefficientTable table)
    {
        var k = table.Coefficients.Count;
        var covariance = new double[shares.Length * shares.Length];
        for (var a = 0; a < shares.Length; a++)
        {
            var line = new double[k];
            for (var i = 0; i < k; i++)
                if (shares[a][i] != 0)
                    for (var j = 0; j < k; j++)
                        line[j] += shares[a][i] * table.Covariance[(i * k) + j];
            for (var b = 0; b < shares.Length; b++)
            for (var j = 0; j < k; j++)
                covariance[(a * shares.Length) + b] += line[j] * shares[b][j];
        }
        return covariance;
    }

    private static T[] Picked<T>(T[] values, int[] rows)
    {
        if (rows.Length == values.Length)
            return values;
        var picked = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            picked[i] = values[rows[i]];
        return picked;
    }
}
