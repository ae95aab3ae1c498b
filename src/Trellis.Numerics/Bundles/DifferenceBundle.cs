using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;

namespace Trellis.Bundles;

/// <summary>Group-time effects, their averages and their bootstrap as a bundle that base R finds again.</summary>
public static class DifferenceBundle
{
    // Two-sided 95 %.
    private const double Reach = 1.959963984540054;

    /// <summary>The bundle of a balanced panel.</summary>
    /// <param name="rows">What the effects were estimated from; units that were left out stay out.</param>
    /// <param name="design">How they were.</param>
    /// <param name="effects">What came of it.</param>
    /// <param name="balanceAt">For how many times after treatment groups have to be seen in a second event study; null for none.</param>
    /// <param name="draws">How many draws of the multiplier bootstrap; 0 for none. With two variables of clusters there is none.</param>
    /// <param name="seed">Of the bootstrap: the script draws the same signs.</param>
    /// <param name="most">The last time since treatment of one more average, "first": of the times from 0 to it, groups by their shares; null for none.</param>
    /// <param name="band">Which times since treatment the band holds at once; null for all.</param>
    /// <param name="figures">Numbers told elsewhere, each with the answer that it is or why none is; the script holds them against its own. Null for none.</param>
    /// <exception cref="UnusableDataException">The effects are not those of a balanced panel, or none stands after treatment began.</exception>
    public static Bundle Of(
        PanelRows rows,
        StaggeredDesign design,
        GroupTimeEffects effects,
        int? balanceAt = null,
        int draws = 0,
        long seed = 0,
        int? most = null,
        IReadOnlyList<int>? band = null,
        IReadOnlyList<BundleFigure>? figures = null
    )
    {
        if (design.Sampling != Sampling.BalancedPanel)
            throw new UnusableDataException(
                "A bundle is written for a balanced panel: units seen at every time."
            );
        var bundle = Bundle.Of(
            "did",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Effects of treatment on {effects.Cells.Select(c => c.Group).Distinct().Count()} groups of {effects.Number} units (Callaway and Sant'Anna 2021)."
            ),
            Data(rows, effects),
            [
                ("method", Word(design.Method)),
                ("control", design.Controls == ControlGroup.NeverTreated ? "never" : "notyet"),
                ("base", design.Base == BasePeriod.Universal ? "universal" : "varying"),
                ("anticipation", Number(design.Anticipation)),
                ("balance", balanceAt is { } at ? Number(at) : ""),
                ("most", most is { } end ? Number(end) : ""),
                ("band", band is null ? "" : Times(band)),
                ("bootstrap", Number(draws)),
                ("seed", Number(seed)),
            ],
            Answers(effects, balanceAt, draws, seed, most, band)
        );
        return figures is null ? bundle : bundle.With(figures);
    }

    /// <summary>The SHA-256 of the script that all these bundles carry, 64 hexadecimal digits.</summary>
    public static string ScriptHash { get; } = Bundle.HashOf("did");

    private static BundleTable Data(PanelRows rows, GroupTimeEffects effects)
    {
        var table = new BundleTable([
            "unit",
            "name",
            "time",
            "group",
            "outcome",
            "weight",
            .. effects.Clusters.Select((_, c) => Number(c + 1)).Select(c => "cluster" + c),
            .. rows.Covariates.Select(c => "x." + c.Name),
        ]);
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var unit = 0; unit < effects.Units.Count; unit++)
            number[effects.Units[unit]] = unit;
        for (var row = 0; row < rows.Time.Length; row++)
            // Where nobody is never treated, times from the last group's treatment on are no part of the answer.
            if (
                number.TryGetValue(rows.Unit[row], out var unit)
                && effects.Times.Contains(rows.Time[row])
            )
                table.Add([
                    unit + 1,
                    rows.Unit[row],
                    rows.Time[row],
                    effects.FirstTreated[unit],
                    rows.Outcome[row],
                    rows.Weights?[row] ?? 1.0,
                    .. effects.Clusters.Select(c => (object)c[unit]),
                    .. rows.Covariates.Select(c => (object)c.Values[row]),
                ]);
        return table;
    }

    private static BundleTable Answers(
        GroupTimeEffects effects,
        int? balanceAt,
        int draws,
        long seed,
        int? most,
        IReadOnlyList<int>? banded
    )
    {
        var table = new BundleTable(
            "what",
            "group",
            "time",
            "base",
            "estimate",
            "se",
            "low",
            "high"
        );
        foreach (
            var group in effects.FirstTreated.GroupBy(first => first).OrderBy(first => first.Key)
        )
            Add(
                "units",
                double.IsFinite(group.Key) ? (object)group.Key : "",
                "",
                "",
                group.Count(),
                double.NaN,
                []
            );
        Add(
            "treated units",
            "",
            "",
            "",
            effects.FirstTreated.Count(double.IsFinite),
            double.NaN,
            []
        );
        if (effects.Clusters.Count > 0)
            Add(
                "treated clusters",
                "",
                "",
                "",
                effects
                    .Clusters[0]
                    .Where((_, unit) => double.IsFinite(effects.FirstTreated[unit]))
                    .Distinct()
                    .Count(),
                double.NaN,
                []
            );
        int[] known =
        [
            .. Enumerable
                .Range(0, effects.Cells.Count)
                .Where(c => double.IsFinite(effects.Cells[c].Effect)),
        ];
        foreach (var cell in known.Select(c => effects.Cells[c]))
            Add(
                "attgt",
                cell.Group,
                cell.Time,
                cell.From ?? cell.Time,
                cell.Effect,
                cell.StandardError,
                [cell.Group]
            );
        Average("simple", Aggregates.Simple(effects));
        if (most is { } last && First(effects, last) is { } first)
            Average("first", Aggregates.Simple(first));
        Average("dynamic", Aggregates.Dynamic(effects));
        Average("group", Aggregates.Group(effects));
        Average("calendar", Aggregates.Calendar(effects));
        if (balanceAt is { } at)
            Average("balanced", Aggregates.Dynamic(effects, at));
        if (draws > 0 && effects.Clusters.Count < 2)
        {
            Band();
            var moved = known.Where(c => !effects.Cells[c].Reference).ToArray();
            var bootstrap = MultiplierBootstrap.Run(
                [.. moved.Select(c => effects.Influence[c])],
                effects.Clusters,
                draws,
                seed
            );
            for (var i = 0; i < moved.Length; i++)
                Add(
                    "bootstrap",
                    effects.Cells[moved[i]].Group,
                    effects.Cells[moved[i]].Time,
                    "",
                    double.NaN,
                    bootstrap.StandardErrors[i],
                    []
                );
            Add("critical", "", "", "", bootstrap.CriticalValue(), double.NaN, []);
        }
        return table;

        void Add(
            string what,
            object group,
            object time,
            object from,
            double estimate,
            double error,
            IReadOnlyList<int> groups
        )
        {
            var reach = double.IsFinite(error)
                ? error
                    * FewTreatedClusters.Reach(Reach, FewTreatedClusters.Number(effects, groups))
                : double.NaN;
            table.Add(what, group, time, from, estimate, error, estimate - reach, estimate + reach);
        }

        void Band()
        {
            AverageEffect[] years =
            [
                .. Aggregates
                    .Dynamic(effects)
                    .Parts.Where(p => !p.Reference && banded?.Contains(p.At!.Value) != false),
            ];
            if (years.Length == 0)
                return;
            var band = UniformBand.Of(
                [.. years.Select(y => y.Effect)],
                MultiplierBootstrap.Run(
                    [.. years.Select(y => y.Influence)],
                    effects.Clusters,
                    draws,
                    seed
                ),
                clusters: [.. years.Select(y => FewTreatedClusters.Number(effects, y.Groups))]
            );
            for (var i = 0; i < years.Length; i++)
                table.Add(
                    "band",
                    years[i].At!.Value,
                    "",
                    "",
                    years[i].Effect,
                    band.StandardErrors[i],
                    band.Band[i].Low,
                    band.Band[i].High
                );
            Add("band", "", "", "", band.CriticalValue, double.NaN, []);
        }

        void Average(string what, AggregatedEffects averages)
        {
            foreach (var part in averages.Parts.Where(p => !p.Reference))
                Add(what, part.At ?? 0, "", "", part.Effect, part.StandardError, part.Groups);
            var all = averages.Overall;
            Add(what, "", "", "", all.Effect, all.StandardError, all.Groups);
        }
    }

    // Only the cells of the first times; null where there is none.
    private static GroupTimeEffects? First(GroupTimeEffects effects, int last)
    {
        int[] own =
        [
            .. Enumerable
                .Range(0, effects.Cells.Count)
                .Where(c =>
                    effects.Cells[c] is { Reference: false, EventTime: >= 0 } cell
                    && cell.EventTime <= last
                    && double.IsFinite(cell.Effect)
                ),
        ];
        return own.Length == 0
            ? null
            : effects with
            {
                Cells = [.. own.Select(c => effects.Cells[c])],
                Influence = [.. own.Select(c => effects.Influence[c])],
            };
    }

    // A word where there are none, for nothing stands for all.
    private static string Times(IReadOnlyList<int> times) =>
        times.Count == 0 ? "none" : string.Join(' ', times.Select(t => Number(t)));

    private static string Word(TwoPeriodMethod method) =>
        method switch
        {
            TwoPeriodMethod.InverseProbability => "ipw",
            TwoPeriodMethod.Regression => "reg",
            _ => "dr",
        };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
