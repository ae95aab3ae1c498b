using System.Globalization;
using System.Numerics.Tensors;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Averages effects of groups at times into a few numbers, with influence functions.</summary>
/// <remarks>
/// <para>
/// A cell's weight is its group's share of observations, Σw over who is first treated then, over n. The shares are estimates
/// too, and the influence functions say so: an average θ = Σpθ/Σp of cells moves by w Σ(θ<sub>cell</sub> − θ)/Σp for an
/// observation of a group, beside what moves the cells (Callaway and Sant'Anna 2021, Corollary 2; did's wif).
/// </para>
/// <para>
/// References (0 by their making) are never averaged: where holes in the panel give cohorts different references, each time
/// since treatment averages the cohorts that have an estimate there. did averages the zeros in. A cell whose effect is not a number is left out and
/// named in the remarks, as are fewer than 15 treated clusters. Times before treatment within the anticipation are parts of an event study and of no overall average.
/// </para>
/// </remarks>
public static class Aggregates
{
    /// <summary>All cells from treatment on.</summary>
    /// <exception cref="UnusableDataException">No group has a cell from its treatment on.</exception>
    public static AggregatedEffects Simple(GroupTimeEffects effects)
    {
        var cells = new Cells(effects);
        return new AggregatedEffects
        {
            Kind = Aggregation.Simple,
            Overall = cells.ByShare(null, cells.After),
            Parts = [],
            Remarks = cells.Remarks,
        };
    }

    /// <summary>By times since treatment, 0 for the time it began; overall the mean of those from 0 on.</summary>
    /// <param name="effects">Of groups at times.</param>
    /// <param name="balanceAt">
    /// Only groups that are looked at for this many times after treatment began, and only times since treatment up to it and
    /// back as far as the panel lets the last of these groups be seen (did's balance_e); null for all.
    /// </param>
    /// <param name="least">The least time since treatment shown; null for all.</param>
    /// <param name="most">The greatest time since treatment, shown and averaged; null for all.</param>
    /// <exception cref="UnusableDataException">No group has a cell from its treatment on, or none is left by the balance.</exception>
    public static AggregatedEffects Dynamic(
        GroupTimeEffects effects,
        int? balanceAt = null,
        int? least = null,
        int? most = null
    )
    {
        var cells = new Cells(effects);
        var last = cells.Last;
        bool Kept(int cell) =>
            (balanceAt is null || last - effects.Cells[cell].Group >= balanceAt)
            && (balanceAt is null || effects.Cells[cell].EventTime <= balanceAt)
            && (least is null || effects.Cells[cell].EventTime >= least)
            && (most is null || effects.Cells[cell].EventTime <= most);
        var parts = cells.By(cells.All.Where(Kept), c => c.EventTime);
        AverageEffect[] after = [.. parts.Where(p => p.At >= 0 && !p.Reference)];
        if (after.Length == 0)
            throw new UnusableDataException(
                balanceAt is { } at
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"No group is looked at for {at} times after its treatment began, so there is nothing to balance."
                    )
                    : "No group has an effect from its treatment on among the times since treatment asked for."
            );
        return new AggregatedEffects
        {
            Kind = Aggregation.Dynamic,
            Overall = cells.Mean(after),
            Parts = parts,
            Remarks = cells.Remarks,
        };
    }

    /// <summary>By when treatment began: the mean over the times from then on; overall by the groups' shares.</summary>
    /// <exception cref="UnusableDataException">No group has a cell from its treatment on.</exception>
    public static AggregatedEffects Group(GroupTimeEffects effects)
    {
        var cells = new Cells(effects);
        var parts = cells.By(cells.After, c => c.Group);
        return new AggregatedEffects
        {
            Kind = Aggregation.Group,
            Overall = cells.ByShare(parts),
            Parts = parts,
            Remarks = cells.Remarks,
        };
    }

    /// <summary>By when it is looked at: groups treated by then, by their shares; overall the mean over times.</summary>
    /// <exception cref="UnusableDataException">No group has a cell from its treatment on.</exception>
    public static AggregatedEffects Calendar(GroupTimeEffects effects)
    {
        var cells = new Cells(effects);
        var parts = cells.By(cells.After, c => c.Time);
        return new AggregatedEffects
        {
            Kind = Aggregation.Calendar,
            Overall = cells.Mean(parts),
            Parts = parts,
            Remarks = cells.Remarks,
        };
    }

    // Cells that can be averaged, with the shares of their groups.
    private sealed class Cells
    {
        // MacKinnon and Webb, Journal of Applied Econometrics 2017: errors mislead with few treated clusters, however many there are in all.
        private const int Few = 15;
        private readonly GroupTimeEffects effects;
        private readonly Dictionary<int, double> share = [];
        private readonly List<Remark> remarks = [];

        public Cells(GroupTimeEffects effects)
        {
            this.effects = effects;
            var number = Enumerable.Range(0, effects.Cells.Count);
            All = [.. number.Where(c => !double.IsNaN(effects.Cells[c].Effect))];
            if (All.Length < effects.Cells.Count)
                remarks.Add(Unknown(effects));
            foreach (var group in effects.Cells.Select(c => c.Group).Distinct())
                share[group] = 0;
            for (var i = 0; i < effects.Number; i++)
                if (
                    double.IsFinite(effects.FirstTreated[i])
                    && share.TryGetValue((int)effects.FirstTreated[i], out var before)
                )
                    share[(int)effects.FirstTreated[i]] = before + effects.Weights[i];
            foreach (var group in share.Keys.ToArray())
                share[group] /= effects.Number;
            After = [.. All.Where(c => effects.Cells[c] is { EventTime: >= 0, Reference: false })];
            if (After.Length == 0)
                throw new UnusableDataException(
                    "No group has an effect at any time from its treatment on, so there is nothing to average."
                );
            if (
                FewTreatedClusters.Number(
                    effects,
                    After.Select(c => effects.Cells[c].Group).ToHashSet()
                )
                is var treated
                    and < Few
            )
                remarks.Add(
                    new Remark(
                        "few-treated-clusters",
                        treated,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Only {treated} {(effects.Clusters.Count == 0 ? "observation" : "cluster")}{(treated == 1 ? " is" : "s are")} treated: below {Few} standard errors are likely too small. Deal the dates again instead (randomisation inference)."
                        )
                    )
                );
        }

        public int[] All { get; }

        public int[] After { get; }

        public IReadOnlyList<Remark> Remarks => remarks;

        public int Last => All.Max(c => effects.Cells[c].Time);

        /// <summary>An average of the cells for each value of a key, ascending.</summary>
        public AverageEffect[] By(IEnumerable<int> cells, Func<GroupTimeEffect, int> key) =>
            [
                .. cells
                    .GroupBy(c => key(effects.Cells[c]))
                    .OrderBy(g => g.Key)
                    .Select(g => ByShare(g.Key, [.. g])),
            ];

        public AverageEffect ByShare(int? at, IReadOnlyList<int> cells)
        {
            int[] own = [.. cells.Where(c => !effects.Cells[c].Reference)];
            IReadOnlyList<int> groups = Groups(own.Length == 0 ? cells : own);
            if (own.Length == 0)
                return new AverageEffect(
                    at,
                    0,
                    double.NaN,
                    new double[effects.Number],
                    Reference: true,
                    groups
                );
            return Weighted(
                at,
                [
                    .. own.Select(c =>
                        (effects.Cells[c].Group, effects.Cells[c].Effect, effects.Influence[c])
                    ),
                ],
                groups
            );
        }

        public AverageEffect ByShare(IReadOnlyList<AverageEffect> groups) =>
            Weighted(
                null,
                [.. groups.Select(g => (g.At!.Value, g.Effect, g.Influence))],
                [.. groups.Select(g => g.At!.Value)]
            );

        public AverageEffect Mean(IReadOnlyList<AverageEffect> parts)
        {
            var influence = new double[effects.Number];
            double effect = 0;
            foreach (var part in parts)
            {
                effect += part.Effect / parts.Count;
                TensorPrimitives.MultiplyAdd(
                    part.Influence,
                    1.0 / parts.Count,
                    influence,
                    influence
                );
            }
            return Average(
                null,
                effect,
                influence,
                [.. parts.SelectMany(p => p.Groups).Distinct().Order()]
            );
        }

        private AverageEffect Weighted(
            int? at,
            (int Group, double Effect, double[] Influence)[] terms,
            IReadOnlyList<int> groups
        )
        {
            var sum = terms.Sum(t => share[t.Group]);
            var effect = terms.Sum(t => share[t.Group] / sum * t.Effect);
            var influence = new double[effects.Number];
            var byShares = new Dictionary<int, double>();
            foreach (var (group, own, moves) in terms)
            {
                TensorPrimitives.MultiplyAdd(moves, share[group] / sum, influence, influence);
                byShares[group] = byShares.GetValueOrDefault(group) + ((own - effect) / sum);
            }
            // One group alone has weights that do not depend on its share.
            if (byShares.Count > 1)
                for (var i = 0; i < influence.Length; i++)
                    if (
                        double.IsFinite(effects.FirstTreated[i])
                        && byShares.TryGetValue((int)effects.FirstTreated[i], out var move)
                    )
                        influence[i] += effects.Weights[i] * move;
            return Average(at, effect, influence, groups);
        }

        private AverageEffect Average(
            int? at,
            double effect,
            double[] influence,
            IReadOnlyList<int> groups
        ) =>
            new(
                at,
                effect,
                InfluenceFunctions.StandardError(influence, effects.Clusters),
                influence,
                Reference: false,
                groups
            );

        private int[] Groups(IReadOnlyList<int> cells) =>
            [.. cells.Select(c => effects.Cells[c].Group).Distinct().Order()];

        private static Remark Unknown(GroupTimeEffects effects)
        {
            string[] names =
            [
                .. effects
                    .Cells.Where(c => double.IsNaN(c.Effect))
                    .Select(c =>
                        string.Create(CultureInfo.InvariantCulture, $"{c.Group} at {c.Time}")
                    ),
            ];
            return new Remark(
                "cells-without-effect",
                names.Length,
                $"{Remark.Named("cell", names)} could not be estimated and stand in no average."
            );
        }
    }
}
