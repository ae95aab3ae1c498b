using System.Globalization;
using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>
/// The imputation estimator of Borusyak, Jaravel and Spiess ("Revisiting event-study designs: robust and efficient estimation",
/// Review of Economic Studies 91(6), 2024): effects of units and times are fitted to untreated rows alone, what treated rows would
/// have been is imputed from them, and the differences are averaged.
/// </summary>
/// <remarks>
/// The standard error is the conservative one of the paper's section 4.3: the estimate is a sum v'y; Σ over clusters of (Σ v ε̃)²,
/// with ε̃ of a treated row its difference less the average of its group and time, weighted as the Stata command did_imputation
/// weights it (by the weight of the cluster in the cell times that of the row), so that with clusters of one unit it is Σv²τ/Σv².
/// No small-sample correction; the normal distribution. A row can be imputed if what is asked of it is a combination of untreated
/// rows: a unit that is never seen untreated, a time at which nobody is, a part of the panel that hangs together with no other, a
/// covariate that says something new among the treated cannot, and is named.
/// </remarks>
public static class Imputation
{
    private const int UsualLeads = 5;

    // Rounding of a combination that should be 0, as a share of its terms.
    private const double Zero = 1e-8;

    /// <summary>The effects.</summary>
    /// <exception cref="UnusableDataException">The panel cannot answer: a sentence says why.</exception>
    public static ImputationAnswer Estimate(PanelRows panel, ImputationOptions? options = null)
    {
        options ??= new ImputationOptions();
        if (options.Slopes == CovariateSlopes.ByCohort)
            throw new UnusableDataException(
                "Imputation takes slopes of covariates that untreated rows tell: the same for all, or by time."
            );
        if (options.Anticipation < 0 || options.Leads < 0)
            throw new UnusableDataException("Anticipation and leads are 0 or more.");
        var sample = PanelSample.Of(panel, dropTreatedThroughout: true);
        var remarks = sample.Remarks.ToList();
        var design = new ImputationDesign(sample, options);
        var equations = design.Equations;
        if (design.Unsaid is [_, ..] unsaid)
            remarks.Add(
                new Remark(
                    "collinear",
                    unsaid.Count,
                    $"{Remark.Named("column", unsaid)} {(unsaid.Count == 1 ? "is" : "are")} already said by others among untreated rows (constant within units, or the same as another): left out."
                )
            );
        var (unknown, residual) = equations.Solve(design.Outcome);
        var level = equations.Levels(design.Outcome, unknown);
        var imputable = Imputable(design, sample, remarks);
        var effect = new double[sample.Count];
        Array.Fill(effect, double.NaN);
        foreach (var row in imputable)
            effect[row] = sample.Outcome[row] - design.Value(row, unknown, level);
        var spread = new ImputationSpread(design, sample, effect, residual);
        var keys = imputable.GroupBy(r => (Group: sample.First[r], Time: sample.Time[r]));
        var cells = keys.OrderBy(g => g.Key)
            .Select(g => new Cell(g.Key.Group, g.Key.Time, [.. g]))
            .ToArray();
        var parts = new ImputedAverage[cells.Length];
        Parallel.For(0, cells.Length, c => parts[c] = spread.Of(cells[c].Rows));
        var after = Where(c => c.Time >= c.Group);
        if (after.Length == 0)
            throw new UnusableDataException(
                "No row after treatment began can be imputed: what it would have been is not told by untreated rows."
            );
        var study = cells
            .Select(c => c.Time - c.Group)
            .Distinct()
            .Order()
            .Select(e => (At: e, Part: ImputedAverage.Average(Where(c => c.Time - c.Group == e))))
            .ToArray();
        var groups = after
            .Select(p => p.Group)
            .Distinct()
            .Select(g => (At: g, Part: ImputedAverage.Average([.. after.Where(p => p.Group == g)])))
            .ToArray();
        var all = ImputedAverage.Average(after);
        var (leads, preTrend) = PreTrend(design, sample, options, remarks);
        Alone(sample, imputable, remarks);
        var without =
            study.Count(t => t.Part.Variance < 0)
            + groups.Count(t => t.Part.Variance < 0)
            + parts.Count(t => t.Variance < 0)
            + (all.Variance < 0 ? 1 : 0);
        if (without > 0)
            remarks.Add(
                new Remark(
                    "variance-below-0",
                    without,
                    $"For {without} averages the variance by two variables of clusters comes out below 0 (too few clusters of one): they have no standard error."
                )
            );
        var imputed = new double[panel.Time.Length];
        Array.Fill(imputed, double.NaN);
        foreach (var row in imputable)
            imputed[sample.Rows[row]] = effect[row];
        return new ImputationAnswer
        {
            Att = all.Told("ATT"),
            EventStudy =
            [
                .. study.Select(t => new EffectAt(
                    t.At,
                    t.Part.Told(FormattableString.Invariant($"time::{t.At}"))
                )),
            ],
            EventStudyCovariance =
            [
                .. study.SelectMany(a =>
                    study.Select(b => ImputedAverage.Covariance(a.Part, b.Part))
                ),
            ],
            EventStudyInfluence =
                sample.Clusters.Count == 1
                    ?
                    [
                        .. study.Select(t =>
                            (double[])[.. t.Part.Sums[0].Select(v => v * t.Part.Sums[0].Length)]
                        ),
                    ]
                    : [],
            Groups =
            [
                .. groups.Select(t => new EffectAt(
                    t.At,
                    t.Part.Told(FormattableString.Invariant($"cohort::{t.At}"))
                )),
            ],
            Cells =
            [
                .. cells.Select(
                    (c, i) =>
                        new ImputedCell(
                            c.Group,
                            c.Time,
                            c.Rows.Length,
                            parts[i]
                                .Told(
                                    FormattableString.Invariant($"cohort::{c.Group}:time::{c.Time}")
                                )
                        )
                ),
            ],
            Leads = leads,
            PreTrend = preTrend,
            Imputed = imputed,
            Covariates = design.Slopes(unknown),
            UntreatedRows = [.. design.Untreated.Select(r => sample.Rows[r])],
            Treated = imputable.Length,
            Dropped = sample.Dropped + sample.Count - design.Untreated.Length - imputable.Length,
            Remarks = remarks,
        };

        ImputedAverage[] Where(Func<Cell, bool> asked) =>
            [.. parts.Where((_, i) => asked(cells[i]))];
    }

    private sealed record Cell(int Group, int Time, int[] Rows);

    // A treated row can be imputed if it asks for nothing that untreated rows leave open.
    private static int[] Imputable(
        ImputationDesign design,
        PanelSample sample,
        List<Remark> remarks
    )
    {
        var open = design
            .Equations.LeftOut.Select(j =>
            {
                var nothing = design.Equations.Nothingness(j);
                var level = design.Equations.Levels(new double[design.Untreated.Length], nothing);
                // Rounding goes with the largest terms: a row of small ones has as much of it.
                var largest = design.Untreated.Max(row =>
                    design.ValueAndSize(row, nothing, level).Size
                );
                return (Unknown: nothing, Level: level, Largest: largest);
            })
            .ToArray();
        var seen = new bool[sample.Unit.Count];
        foreach (var row in design.Untreated)
            seen[sample.Unit.Level[row]] = true;
        var imputable = new List<int>();
        var lost = new List<int>();
        foreach (var row in design.Treated)
        {
            var told = seen[sample.Unit.Level[row]];
            for (var o = 0; told && o < open.Length; o++)
            {
                var (value, size) = design.ValueAndSize(row, open[o].Unknown, open[o].Level);
                told = Math.Abs(value) <= Zero * Math.Max(size, open[o].Largest);
            }
            (told ? imputable : lost).Add(row);
        }
        if (lost.Count > 0)
        {
            var cells = lost.Select(r => (sample.First[r], sample.Time[r]))
                .Distinct()
                .Order()
                .Select(c =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"first treated {c.Item1} at {c.Item2}"
                    )
                )
                .ToArray();
            remarks.Add(
                new Remark(
                    "cannot-be-imputed",
                    lost.Count,
                    $"{lost.Count} treated rows in {Remark.Named("cell", cells)} cannot be imputed, because no combination of untreated rows says what they would have been: left out of every average."
                )
            );
        }
        if (imputable.Count == 0)
            throw new UnusableDataException(
                "No treated row can be imputed: no combination of untreated rows says what any would have been."
            );
        return [.. imputable];
    }

    private static void Alone(PanelSample sample, int[] imputable, List<Remark> remarks)
    {
        var alone = imputable
            .GroupBy(r => (sample.First[r], sample.Time[r]))
            .Where(g => g.Select(r => sample.Clusters[0].Level[r]).Distinct().Count() == 1)
            .Select(g => g.Key.Item1)
            .Distinct()
            .Order()
            .Select(g => g.ToString(CultureInfo.InvariantCulture))
            .ToArray();
        if (alone.Length > 0)
            remarks.Add(
                new Remark(
                    "cluster-alone",
                    alone.Length,
                    $"{Remark.Named("group", alone)} {(alone.Length == 1 ? "has" : "have")} a single cluster at some time: how much its effect varies cannot be seen, so that standard errors count only how sure the comparison is."
                )
            );
    }

    private static (IReadOnlyList<EffectAt> Leads, JointTest Test) PreTrend(
        ImputationDesign design,
        PanelSample sample,
        ImputationOptions options,
        List<Remark> remarks
    )
    {
        var rows = design.Untreated;
        // Some cohort has to have a row before the furthest lead, or there is nothing that leads are measured from.
        var room = rows.Where(r => sample.First[r] != PanelSample.Never)
            .GroupBy(r => sample.First[r])
            .Select(g => g.Max(r => sample.First[r] - sample.Time[r]) - options.Anticipation - 1)
            .DefaultIfEmpty(0)
            .Max();
        var leads = Math.Min(options.Leads ?? UsualLeads, room);
        var none = new JointTest(double.NaN, 0, double.NaN, double.NaN);
        if (leads <= 0)
            return ([], none);
        var column = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var lead =
                sample.First[rows[i]] == PanelSample.Never
                    ? 0
                    : sample.First[rows[i]] - options.Anticipation - sample.Time[rows[i]];
            column[i] = lead >= 1 && lead <= leads ? lead - 1 : -1;
        }
        string[] names =
        [
            .. Enumerable
                .Range(1, leads)
                .Select(l =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"time::{-l - options.Anticipation}"
                    )
                ),
        ];
        FixedEffectsFit fit;
        CoefficientTable table;
        try
        {
            fit = FixedEffectsRegression.Fit(
                design.Regression(new IndicatorColumns(names, column))
            );
            table = fit.Table(Uncertainty.Clustered, [.. sample.Clusters.Select(c => c.At(rows))]);
        }
        catch (UnusableDataException reason)
        {
            remarks.Add(new Remark("no-pre-trend", 1, $"No pre-trend is tested: {reason.Message}"));
            return ([], none);
        }
        var told = new List<(int At, int Place)>();
        for (var l = 1; l <= leads; l++)
        {
            var place = table.Coefficients.ToList().FindIndex(c => c.Name == names[l - 1]);
            if (place >= 0)
                told.Add((-l - options.Anticipation, place));
        }
        if (told.Count < leads)
            remarks.Add(
                new Remark(
                    "lead-left-out",
                    leads - told.Count,
                    $"{leads - told.Count} of {leads} leads cannot be told from the effects of units and times: not in the pre-trend test."
                )
            );
        return (
            [
                .. told.OrderBy(t => t.At)
                    .Select(t => new EffectAt(t.At, table.Coefficients[t.Place])),
            ],
            JointTest.AllZero(
                [.. told.Select(t => t.Place)],
                [.. table.Coefficients.Select(c => c.Estimate)],
                table.Covariance,
                table.DegreesOfFreedom
            )
        );
    }
}
