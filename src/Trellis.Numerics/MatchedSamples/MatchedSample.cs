using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.MatchedSamples;

/// <summary>Who is compared with whom, and what everybody counts.</summary>
/// <remarks>
/// Units are numbered by their row from 0. Nothing is random: the same rows give the same sample on any number of cores.
/// Deterministic methods give the sample that MatchIt gives (Ho, Imai, King and Stuart, Journal of Statistical Software 42,
/// 2011); optimal and full matching give the least sum of distances there is.
/// </remarks>
public sealed class MatchedSample
{
    // A covariate of so few kinds is never taken for a name.
    private const int FewKinds = 20;

    private MatchedSample(MatchingUnits units, MatchingChoice choice, int[] rows) =>
        (Units, Choice, Rows) = (units, choice, rows);

    /// <summary>The units that were used, in the order of the rows, without those of which something is missing.</summary>
    public MatchingUnits Units { get; }

    public MatchingChoice Choice { get; }

    /// <summary>The row, in what was given, of each unit of <see cref="Units"/>.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The propensity score of each unit, above 0 and below 1; null where the distance is not by one.</summary>
    public double[]? Scores { get; private init; }

    /// <summary>Who is compared with whom: treated unit and control, by unit number; empty where sets are not made of pairs (subclasses, exact).</summary>
    public IReadOnlyList<(int Treated, int Control)> Pairs { get; private init; } = [];

    /// <summary>The set of each unit, from 1; 0 for a unit that is not matched. All 0 with replacement, where a control is in several.</summary>
    public int[] Sets { get; private init; } = [];

    /// <summary>What each unit counts in comparing means: 1 for a matched treated unit, 0 for a unit without a match; those of the controls add up to the number of matched controls.</summary>
    public double[] Weights { get; private init; } = [];

    /// <summary>The sum over pairs of the distance that was made small; NaN where there are no pairs.</summary>
    public double TotalDistance { get; private init; } = double.NaN;

    /// <summary>What was dropped, left out or put right.</summary>
    public IReadOnlyList<Remark> Remarks { get; private init; } = [];

    public int Treated => Units.Treated.Count(t => t);

    public int Controls => Units.Treated.Count - Treated;

    public int MatchedTreated =>
        Enumerable.Range(0, Weights.Length).Count(u => Units.Treated[u] && Weights[u] > 0);

    public int MatchedControls =>
        Enumerable.Range(0, Weights.Length).Count(u => !Units.Treated[u] && Weights[u] > 0);

    /// <summary>Finds the sample.</summary>
    /// <exception cref="UnusableDataException">Nobody, or everybody, was treated; there is nothing to match on; or nobody could be matched.</exception>
    /// <exception cref="ArgumentException">The choice cannot be carried out, as a caliper without a propensity score, or covariates are of different lengths.</exception>
    public static MatchedSample Find(MatchingUnits given, MatchingChoice choice)
    {
        Check(given, choice);
        var remarks = new List<Remark>();
        Unused(given, choice, remarks);
        var (units, rows) = Complete(given, remarks);
        var (treated, n) = (units.Treated, units.Treated.Count);
        if (!treated.Any(t => t))
            throw new UnusableDataException("No unit is treated: there is nobody to match.");
        if (treated.All(t => t))
            throw new UnusableDataException("Every unit is treated: there are no controls.");
        foreach (var covariate in units.Covariates.Concat(units.Within))
            if (covariate.Levels.Count > Math.Max(FewKinds, n / 2))
                throw new UnusableDataException(
                    $"'{covariate.Name}' has {covariate.Levels.Count} kinds among {n} units: it names units and tells nothing of who is like whom."
                );
        foreach (var covariate in units.Covariates)
            if (
                covariate.IsKind
                    ? covariate.Levels.Count == 1
                    : covariate.Figures.IndexOfAnyExcept(covariate.Figures[0]) < 0
            )
                remarks.Add(
                    new Remark(
                        "constant-covariate",
                        1,
                        $"'{covariate.Name}' is the same for all {n} units: it tells nobody from anybody and plays no part."
                    )
                );
        var scores =
            choice.ByPropensity
            && choice.Method is not (MatchingMethod.Exact or MatchingMethod.CoarsenedExact)
                ? PropensityScore.Of(
                    units,
                    choice.Distance == MatchingDistance.Logit
                        ? BinaryLink.Logit
                        : BinaryLink.Probit,
                    remarks
                )
                : null;
        var kept = Supported(units, choice.Support, scores, remarks);
        var all = kept.Length == n;
        var found = Work(
            all ? units : For(units, kept),
            choice,
            all || scores is null ? scores : [.. kept.Select(u => scores[u])],
            scores?.Where((_, u) => treated[u]) ?? [],
            remarks
        );
        if (!all)
            found = found.Among(kept, n);
        return new MatchedSample(units, choice, rows)
        {
            Scores = scores,
            Pairs = found.Pairs,
            Sets = found.Sets,
            Weights = found.Weights,
            TotalDistance = found.Total,
            Remarks = WithUnmatched(remarks, units, found.Weights),
        };
    }

    private sealed record Found(
        IReadOnlyList<(int Treated, int Control)> Pairs,
        int[] Sets,
        double[] Weights,
        double Total
    )
    {
        /// <summary>The same where the units are only some of all.</summary>
        public Found Among(int[] kept, int count)
        {
            var (sets, weights) = (new int[count], new double[count]);
            for (var i = 0; i < kept.Length; i++)
                (sets[kept[i]], weights[kept[i]]) = (Sets[i], Weights[i]);
            return new Found(
                [.. Pairs.Select(p => (kept[p.Treated], kept[p.Control]))],
                sets,
                weights,
                Total
            );
        }
    }

    private static Found Work(
        MatchingUnits units,
        MatchingChoice choice,
        double[]? scores,
        IEnumerable<double> treatedScores,
        List<Remark> remarks
    )
    {
        var treated = units.Treated;
        var exact = units.Exact.Select(e => e.Codes()).ToList();
        int[]? sets = choice.Method switch
        {
            MatchingMethod.Subclass => Within(
                exact,
                treated,
                Subclasses.ByScore(scores!, treated, treatedScores, choice.Subclasses, remarks)
            ),
            MatchingMethod.Exact => Alike(
                [.. units.Covariates.Select(c => c.Codes()), .. exact],
                treated
            ),
            MatchingMethod.CoarsenedExact => Alike(
                [.. units.Covariates.Select(c => Cut(c, choice)), .. exact],
                treated
            ),
            _ => null,
        };
        if (sets is not null)
            return new Found([], sets, MatchingWeights.OfSets(sets, treated), double.NaN);
        var pairing = Pairing.Of(units, choice, scores, exact);
        var pairs = pairing.Pairs;
        if (pairs.Count == 0)
            throw new UnusableDataException(
                $"Nobody could be matched: no treated unit has a control that {(units.Exact.Count > 0 ? "agrees with it in " + string.Join(", ", units.Exact.Select(e => e.Name)) : "may be taken")}{(choice.Caliper is null ? "" : " within the caliper")}."
            );
        if (choice.Method is MatchingMethod.Nearest or MatchingMethod.Optimal && choice.Ratio > 1)
            Short(pairs, units, choice.Ratio, remarks);
        sets = choice.Replace
            ? new int[treated.Count]
            : MatchingWeights.SetsOf(pairs, treated.Count);
        return new Found(
            pairs,
            sets,
            choice.Method == MatchingMethod.Full
                ? MatchingWeights.OfSets(sets, treated)
                : MatchingWeights.OfPairs(pairs, treated),
            pairing.Total
        );
    }

    // Who is within the scores of the other side, or need not be.
    private static int[] Supported(
        MatchingUnits units,
        CommonSupport support,
        double[]? scores,
        List<Remark> remarks
    )
    {
        var everybody = Enumerable.Range(0, units.Treated.Count).ToArray();
        if (support == CommonSupport.Everybody || scores is null)
            return everybody;
        double Bound(bool side, bool highest) =>
            everybody
                .Where(u => units.Treated[u] == side)
                .Select(u => scores[u])
                .Aggregate(highest ? Math.Max : Math.Min);
        double[] least = [Bound(false, false), Bound(true, false)],
            most = [Bound(false, true), Bound(true, true)];
        var outside = everybody
            .Where(u =>
                support
                    != (
                        units.Treated[u]
                            ? CommonSupport.WithoutControlsOutside
                            : CommonSupport.WithoutTreatedOutside
                    )
                && (
                    scores[u] < least[units.Treated[u] ? 0 : 1]
                    || scores[u] > most[units.Treated[u] ? 0 : 1]
                )
            )
            .ToHashSet();
        if (outside.Count > 0)
            remarks.Add(
                new Remark(
                    "outside-support",
                    outside.Count,
                    $"{Remark.Named("unit", [.. outside.Select(units.Name)])} left out: the propensity score lies outside the scores of the other side."
                )
            );
        if (
            !everybody.Any(u => units.Treated[u] && !outside.Contains(u))
            || everybody.All(u => units.Treated[u] || outside.Contains(u))
        )
            throw new UnusableDataException(
                "No treated unit, or no control, lies within the scores of the other side: there is nobody to compare."
            );
        return [.. everybody.Where(u => !outside.Contains(u))];
    }

    private static MatchingUnits For(MatchingUnits units, int[] kept) =>
        new(
            [.. kept.Select(u => units.Treated[u])],
            [.. units.Covariates.Select(c => c.For(kept))],
            [.. units.Exact.Select(c => c.For(kept))],
            [.. units.Within.Select(c => c.For(kept))]
        )
        {
            Names = [.. kept.Select(units.Name)],
        };

    /// <summary>How alike treated and controls are before and after.</summary>
    public BalanceTable Balance() => BalanceTable.Of(this);

    private static int[] Cut(Covariate covariate, MatchingChoice choice)
    {
        if (covariate.IsKind)
            return covariate.Codes();
        return Subclasses.Ranges(
            covariate.Figures,
            choice.Ranges.TryGetValue(covariate.Name, out var ranges)
                ? ranges
                : Subclasses.Sturges(covariate.Count)
        );
    }

    private static int[] Alike(IReadOnlyList<int[]> keys, IReadOnlyList<bool> treated)
    {
        var sets = Subclasses.Alike(keys, treated);
        return sets.Any(s => s > 0)
            ? sets
            : throw new UnusableDataException(
                "Nobody could be matched: no treated unit agrees with a control in all covariates. Use fewer covariates, or wider ranges."
            );
    }

    // A subclass is cut again by what must agree.
    private static int[] Within(List<int[]> exact, IReadOnlyList<bool> treated, int[] sets) =>
        exact.Count == 0 ? sets : Alike([sets, .. exact], treated);

    private static void Check(MatchingUnits units, MatchingChoice choice)
    {
        var n = units.Treated.Count;
        if (
            units.Covariates.Concat(units.Exact).Concat(units.Within).Any(c => c.Count != n)
            || (units.Names is { } names && names.Count != n)
        )
            throw new ArgumentException("Covariates, names and treatment are not of one length.");
        if (units.Covariates.Count == 0)
            throw new ArgumentException("There is no covariate to match on.");
        ArgumentOutOfRangeException.ThrowIfLessThan(choice.Ratio, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(choice.Subclasses, 2);
        if (choice.Caliper is { } caliper && !(caliper >= 0 && double.IsFinite(caliper)))
            throw new ArgumentException("A caliper is a number of standard deviations, 0 or more.");
        if (choice.MostControls < 1 || choice.MostTreated < 1)
            throw new ArgumentException("A set has at least 1 control and 1 treated unit.");
        if (
            choice.Method != MatchingMethod.Full
            && (choice.MostControls is not null || choice.MostTreated is not null)
        )
            throw new ArgumentException("Only a full match has bounds on its sets.");
        if (!(choice.BalanceSlack is >= 0 and <= 1))
            throw new ArgumentException("The slack for balance is a share from 0 to 1.");
        if (choice.Ranges.Values.Any(r => r < 1))
            throw new ArgumentException("A figure is cut into 1 range or more.");
        var pairs =
            choice.Method
            is MatchingMethod.Nearest
                or MatchingMethod.Optimal
                or MatchingMethod.Full;
        if (!choice.ByPropensity)
        {
            if (choice.Method == MatchingMethod.Subclass)
                throw new ArgumentException(
                    "Subclasses are cut by a propensity score: choose the distance logit or probit."
                );
            if (choice.Caliper is not null && pairs)
                throw new ArgumentException(
                    "A caliper bounds the propensity score: choose the distance logit or probit, and what to match on within it as inner covariates."
                );
            if (choice.Order is MatchingOrder.Largest or MatchingOrder.Smallest)
                throw new ArgumentException(
                    "Largest or smallest first needs a propensity score: choose the distance logit or probit, or the order closest or data."
                );
            if (choice.Support != CommonSupport.Everybody)
                throw new ArgumentException(
                    "Common support is of propensity scores: choose the distance logit or probit."
                );
            if (units.Within.Count > 0)
                throw new ArgumentException(
                    "Covariates within a caliper need a propensity score: choose the distance logit or probit."
                );
        }
        if (choice.Replace && choice.Method != MatchingMethod.Nearest)
            throw new ArgumentException("Only nearest matching can take a control several times.");
        if (
            choice.Ratio > 1
            && choice.Method is not (MatchingMethod.Nearest or MatchingMethod.Optimal)
        )
            throw new ArgumentException(
                "Only nearest and optimal matching give each treated unit a number of controls."
            );
    }

    // What bounds or orders pairs says nothing where sets are made without them.
    private static void Unused(MatchingUnits units, MatchingChoice choice, List<Remark> remarks)
    {
        string[] without =
            choice.Method is MatchingMethod.Nearest ? []
            : choice.Method is MatchingMethod.Optimal or MatchingMethod.Full
                ? choice.Order is null ? []
                    : ["an order"]
            :
            [
                .. (string[])(choice.Caliper is null ? [] : ["a caliper"]),
                .. (string[])(units.Within.Count == 0 ? [] : ["inner covariates"]),
                .. (string[])(choice.Order is null ? [] : ["an order"]),
            ];
        if (without.Length > 0)
            remarks.Add(
                new Remark(
                    "unused-choice",
                    without.Length,
                    $"This method has no use for {string.Join(" or ", without)}: what was chosen plays no part."
                )
            );
    }

    // Units of which a covariate is missing have no distance to anybody.
    private static (MatchingUnits Units, int[] Rows) Complete(
        MatchingUnits given,
        List<Remark> remarks
    )
    {
        var n = given.Treated.Count;
        var all = given.Covariates.Concat(given.Exact).Concat(given.Within).ToArray();
        var rows = Enumerable
            .Range(0, n)
            .Where(u => !Array.Exists(all, c => c.IsMissing(u)))
            .ToArray();
        if (rows.Length == n)
            return (given, rows);
        var kept = rows.ToHashSet();
        var lost = Enumerable.Range(0, n).Where(u => !kept.Contains(u)).ToArray();
        var which = all.Where(c => lost.Any(c.IsMissing)).Select(c => c.Name).Distinct();
        remarks.Add(
            new Remark(
                "missing-covariate",
                lost.Length,
                $"{Remark.Named("unit", [.. lost.Select(given.Name)])} left out: {string.Join(", ", which)} missing."
            )
        );
        if (rows.Length == 0)
            throw new UnusableDataException(
                $"Every unit lacks one of {string.Join(", ", which)}: there is nobody to match."
            );
        return (For(given, rows), rows);
    }

    private static void Short(
        IReadOnlyList<(int Treated, int Control)> pairs,
        MatchingUnits units,
        int ratio,
        List<Remark> remarks
    )
    {
        var fewer = pairs
            .GroupBy(p => p.Treated)
            .Where(g => g.Count() < ratio)
            .Select(g => units.Name(g.Key))
            .ToArray();
        if (fewer.Length > 0)
            remarks.Add(
                new Remark(
                    "fewer-controls",
                    fewer.Length,
                    $"{Remark.Named("treated unit", fewer)} got fewer than {ratio} controls; each control counts for more there."
                )
            );
    }

    private static IReadOnlyList<Remark> WithUnmatched(
        List<Remark> remarks,
        MatchingUnits units,
        double[] weights
    )
    {
        var alone = Enumerable
            .Range(0, weights.Length)
            .Where(u => units.Treated[u] && weights[u] == 0)
            .ToArray();
        if (alone.Length > 0)
            remarks.Add(
                new Remark(
                    "unmatched-treated",
                    alone.Length,
                    $"{Remark.Named("treated unit", [.. alone.Select(units.Name)])} without a match: the effect is that on the others."
                )
            );
        return remarks;
    }
}
