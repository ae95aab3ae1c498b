using System.Globalization;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>One of many who treat, as it is handed to who asked.</summary>
/// <param name="Name">Who treats, as a trust.</param>
/// <param name="Effects">Of its own units, by when they were treated, beside the controls: its observations are its units, then all controls.</param>
/// <param name="Units">For each observation its number among all units of the panel, for <see cref="StudyCovariance"/>.</param>
public sealed record TreatedStudy(string Name, GroupTimeEffects Effects, int[] Units);

/// <summary>What one of many who treat did.</summary>
/// <param name="Name">Who treats.</param>
/// <param name="Treated">How many of its units have an effect.</param>
/// <param name="Overall">The average over its groups and times since treatment, in the unit of the outcome; NaN where there is a reason.</param>
/// <param name="StandardError">Of the overall average: by who happens to be observed, and blind to what is common to its units.</param>
/// <param name="PlaceboPValue">How often as many controls, drawn by chance in the place of its units, change as much: right with one unit too; NaN where there is a reason.</param>
/// <param name="PlaceboInterval">The effects that those draws do not reject at 5 %, in the unit of the outcome.</param>
/// <param name="ByEventTime">Times since treatment, effects, standard errors; references left out.</param>
/// <param name="Reason">Why there is no effect, or what was left out of it; null where nothing was.</param>
public sealed record TreatedEffect(
    string Name,
    int Treated,
    double Overall,
    double StandardError,
    double PlaceboPValue,
    Interval PlaceboInterval,
    IReadOnlyList<(int EventTime, double Effect, double StandardError)> ByEventTime,
    string? Reason
);

/// <summary>What many who treat did, with what was left out of the panel for all of them.</summary>
/// <param name="Each">In the order of names.</param>
/// <param name="Remarks">What was left out or put right before anybody was estimated, and why.</param>
public sealed record TreatedEffects(
    IReadOnlyList<TreatedEffect> Each,
    IReadOnlyList<Remark> Remarks
);

/// <summary>Many who treat, each estimated against the same never treated units: every trust of England at once.</summary>
/// <remarks>
/// <para>
/// The answers are those of <see cref="CallawaySantAnna"/> on the units of one treater and the controls, treater by treater. What
/// lies on the side of the controls is done once for all: the panel is made ready, and each regression of their change on
/// covariates with its residuals. Left for each treater are the chances of belonging to it and sums over controls.
/// </para>
/// <para>
/// Estimates that share controls vary together: keep <see cref="TreatedStudy.Effects"/> and ask <see cref="StudyCovariance"/> before
/// a synthesis.
/// </para>
/// <para>
/// With a handful of units standard errors are too small: a single unit has no variance of its own. The placebo interval takes
/// the controls' departures from their own regression for what chance does to the units (Conley and Taber, Review of Economics and
/// Statistics 2011), which asks that units and controls depart alike, and not that units are many.
/// </para>
/// </remarks>
public static class SharedControls
{
    /// <summary>Each treater's average effect and event study.</summary>
    /// <inheritdoc cref="Estimate{T}(PanelRows, NamedLabels, StaggeredDesign, Func{TreatedStudy, T}, int)"/>
    public static TreatedEffects Estimate(
        PanelRows rows,
        NamedLabels treatedBy,
        StaggeredDesign? design = null,
        int cores = -1
    )
    {
        var (each, remarks) = Each(rows, treatedBy, design, Answer, cores);
        return new TreatedEffects(each, remarks);
    }

    /// <summary>Each treater's effects, and of each what is asked for.</summary>
    /// <param name="rows">A panel; units not seen at every time are left out.</param>
    /// <param name="treatedBy">For each row who treats its unit; not looked at where the unit is never treated.</param>
    /// <param name="design">Never treated controls in a balanced panel; doubly robust, weighted or by regression.</param>
    /// <param name="select">What to keep of each; it runs on several cores at once. What was left out of the panel is among the remarks of each.</param>
    /// <param name="cores">On how many cores at most; −1 for all. The answer does not depend on it.</param>
    /// <returns>In the order of names.</returns>
    /// <exception cref="UnusableDataException">As of <see cref="CallawaySantAnna"/>, nobody is never treated, or a unit has two treaters.</exception>
    /// <exception cref="ArgumentException">Another method, control group or sampling, or columns of different lengths.</exception>
    public static IReadOnlyList<T> Estimate<T>(
        PanelRows rows,
        NamedLabels treatedBy,
        StaggeredDesign? design,
        Func<TreatedStudy, T> select,
        int cores = -1
    ) => Each(rows, treatedBy, design, (study, _, _) => select(study), cores).Each;

    /// <summary>Each treater's effects with its average and what chance does to it, and of each what is asked for.</summary>
    /// <inheritdoc cref="Estimate{T}(PanelRows, NamedLabels, StaggeredDesign, Func{TreatedStudy, T}, int)"/>
    public static IReadOnlyList<T> Estimate<T>(
        PanelRows rows,
        NamedLabels treatedBy,
        StaggeredDesign? design,
        Func<TreatedStudy, TreatedEffect, T> select,
        int cores = -1
    ) =>
        Each(
            rows,
            treatedBy,
            design,
            (study, side, number) => select(study, Answer(study, side, number)),
            cores
        ).Each;

    private static (IReadOnlyList<T> Each, IReadOnlyList<Remark> Remarks) Each<T>(
        PanelRows rows,
        NamedLabels treatedBy,
        StaggeredDesign? design,
        Func<TreatedStudy, ControlSide, int, T> select,
        int cores
    )
    {
        design ??= new StaggeredDesign();
        if (
            design.Method
                is not (
                    TwoPeriodMethod.DoublyRobust
                    or TwoPeriodMethod.InverseProbability
                    or TwoPeriodMethod.Regression
                )
            || design.Controls != ControlGroup.NeverTreated
            || design.Sampling != Sampling.BalancedPanel
        )
            throw new ArgumentException(
                "Shared controls are the never treated of a balanced panel; methods are doubly robust, inverse probability (Hajek) and regression.",
                nameof(design)
            );
        if (treatedBy.Values.Count != rows.Time.Length)
            throw new ArgumentException(
                "The columns of the panel are not of one length.",
                nameof(treatedBy)
            );
        var treaters = Treaters(rows, treatedBy);
        var last = rows.Time.Length == 0 ? 0 : rows.Time.Max();
        // Here, for a panel without any would be estimated with its last group in their place.
        if (rows.FirstTreated.All(first => first <= last))
            throw new UnusableDataException(
                "Nobody is never treated, so there are no controls to share."
            );
        var ready = new StaggeredRows(rows, design);
        var side = new ControlSide(ready, design);
        string[] names =
        [
            .. treaters.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var s = 0; s < names.Length; s++)
            number[names[s]] = s;
        var own = new List<int>[names.Length];
        for (var s = 0; s < own.Length; s++)
            own[s] = [];
        for (var i = 0; i < ready.FirstTreated.Length; i++)
            if (
                double.IsFinite(ready.FirstTreated[i])
                && treaters.TryGetValue(ready.Names[i], out var name)
            )
                own[number[name]].Add(i);
        var answers = new T[names.Length];
        Parallel.For(
            0,
            names.Length,
            new ParallelOptions { MaxDegreeOfParallelism = cores },
            () => new TreatedSide(side),
            (s, _, work) =>
            {
                answers[s] = select(work.Study(names[s], [.. own[s]]), side, s);
                return work;
            },
            _ => { }
        );
        return (answers, ready.Remarks);
    }

    // Who treats each unit that is ever treated.
    private static Dictionary<string, string> Treaters(PanelRows rows, NamedLabels treatedBy)
    {
        var treaters = new Dictionary<string, string>(StringComparer.Ordinal);
        var nobody = new List<string>();
        var two = new List<string>();
        for (var row = 0; row < rows.Time.Length; row++)
        {
            if (!double.IsFinite(rows.FirstTreated[row]))
                continue;
            var (unit, name) = (rows.Unit[row], treatedBy.Values[row]);
            if (!treaters.TryAdd(unit, name) && treaters[unit] != name)
                two.Add(unit);
            else if (name.Length == 0)
                nobody.Add(unit);
        }
        if (two.Count > 0)
            throw new UnusableDataException(
                $"{Remark.Named("unit", [.. two.Distinct(StringComparer.Ordinal)])} with more than one '{treatedBy.Name}': a unit has one, from whom its treatment came."
            );
        if (nobody.Count > 0)
            throw new UnusableDataException(
                $"{Remark.Named("unit", [.. nobody.Distinct(StringComparer.Ordinal)])} treated without a '{treatedBy.Name}'. Say who treats them, or leave them out."
            );
        return treaters;
    }

    private static TreatedEffect Answer(TreatedStudy study, ControlSide side, int number)
    {
        var effects = study.Effects;
        string[] lost =
        [
            .. effects
                .Cells.Where(c => double.IsNaN(c.Effect))
                .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Group} at {c.Time}")),
        ];
        var reason =
            lost.Length == 0
                ? null
                : $"{Remark.Named("cell", lost)} without an effect: {effects.Unanswered[0].Reason}";
        var treated = effects.FirstTreated.Count(double.IsFinite);
        if (effects.Cells.All(c => c.EventTime < 0 || c.Reference || double.IsNaN(c.Effect)))
            return new TreatedEffect(
                study.Name,
                0,
                double.NaN,
                double.NaN,
                double.NaN,
                new Interval(double.NaN, double.NaN),
                [],
                reason
                    ?? "None of its units is seen before and after its treatment began, at every time."
            );
        var overall = Aggregates.Simple(effects).Overall;
        var (p, interval) = PlaceboUnits.Test(study, overall.Effect, side, number);
        return new TreatedEffect(
            study.Name,
            treated,
            overall.Effect,
            overall.StandardError,
            p,
            interval,
            [
                .. Aggregates
                    .Dynamic(effects)
                    .Parts.Where(p => !p.Reference)
                    .Select(p => (p.At!.Value, p.Effect, p.StandardError)),
            ],
            reason
        );
    }
}
