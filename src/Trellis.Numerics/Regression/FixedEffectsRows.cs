using System.Globalization;
using Trellis.Answers;

namespace Trellis.Regression;

/// <summary>Rows as they come, some without figures, for <see cref="FixedEffectsRegression"/>.</summary>
/// <remarks>All arrays are of one length. A figure that is not known is NaN.</remarks>
public sealed record FixedEffectsRows
{
    /// <summary>What is told.</summary>
    public required double[] Outcome { get; init; }

    /// <summary>Effects whose levels are taken out.</summary>
    public IReadOnlyList<FixedEffect> Effects { get; init; } = [];

    /// <summary>Columns that tell it.</summary>
    public IReadOnlyList<(string Name, double[] Figures)> Columns { get; init; } = [];

    /// <summary>Columns of which a row has a figure in one at most.</summary>
    public IReadOnlyList<IndicatorColumns> Indicators { get; init; } = [];

    /// <summary>None, one or two variables of clusters; without any the first effect is one, as in fixest.</summary>
    public IReadOnlyList<FixedEffect> Clusters { get; init; } = [];

    /// <summary>How many each row counts for, 0 or more; null for 1 each.</summary>
    public double[]? Weights { get; init; }

    /// <summary>The line of the file on which each row stood; null where rows are counted from 1.</summary>
    public int[]? Lines { get; init; }

    /// <summary>Leaves out rows that lack a figure, fits, and says what was done.</summary>
    /// <param name="uncertainty">How standard errors are told.</param>
    /// <param name="dropSingletons">Leave out rows alone in a level, and then those that become so: they tell nothing, but count as clusters (Correia, "Singletons, cluster-robust standard errors and fixed effects", 2015). Kept unless asked, as in fixest.</param>
    /// <exception cref="UnusableDataException">The rows cannot answer: a sentence says why.</exception>
    public FixedEffectsAnswer Fit(Uncertainty uncertainty, bool dropSingletons = false)
    {
        if (Clusters.Count > 2)
            throw new UnusableDataException("Clusters are told by one column or two.");
        var remarks = new List<Remark>();
        List<int> kept = [.. Enumerable.Range(0, Outcome.Length)];
        if (Weights is { } all)
        {
            var wrong = kept.Where(r => all[r] < 0).ToArray();
            if (wrong.Length > 0)
                throw new UnusableDataException(
                    $"A weight is 0 or more; {Named(wrong)} {(wrong.Length == 1 ? "has" : "have")} one below 0."
                );
        }
        Leave("missing-outcome", "without an outcome", r => double.IsFinite(Outcome[r]));
        if (kept.Count == 0)
            throw new UnusableDataException("No row has an outcome.");
        foreach (var (name, figures) in Columns)
            Leave("missing-column", $"without '{name}'", r => double.IsFinite(figures[r]));
        foreach (var block in Indicators)
            if (block.Figures is { } figures)
                Leave(
                    "missing-column",
                    $"without a figure of '{block.Names.FirstOrDefault()}'",
                    r => double.IsFinite(figures[r])
                );
        // What is not known is no level: rows without one have nothing in common.
        foreach (var effect in Effects.Concat(Clusters).DistinctBy(e => e.Name))
            Leave(
                "missing-level",
                $"without '{effect.Name}'",
                r => Remark.IsKnown(effect.Labels[effect.Level[r]])
            );
        if (Weights is { } weighed)
        {
            Leave("missing-weight", "without a weight", r => double.IsFinite(weighed[r]));
            Leave("no-weight", "with a weight of 0", r => weighed[r] > 0);
        }
        var alone = Alone(kept);
        if (alone.Count > 0)
        {
            var names = Named([.. alone.Order()]);
            if (dropSingletons)
                kept.RemoveAll(alone.Contains);
            remarks.Add(
                new Remark(
                    "singletons",
                    alone.Count,
                    $"{names} {(alone.Count == 1 ? "is" : "are")} alone in a level: {(dropSingletons ? "left out" : "told by that level and kept, which makes clusters look more than they are")}."
                )
            );
        }
        if (kept.Count == 0)
            throw new UnusableDataException("No row has an outcome and all that is to tell it.");
        int[] rows = [.. kept];
        var problem = new FixedEffectsProblem
        {
            Outcome = At(Outcome, rows),
            Effects = [.. Effects.Select(e => e.At(rows))],
            Columns = [.. Columns.Select(c => (c.Name, At(c.Figures, rows)))],
            Indicators =
            [
                .. Indicators.Select(i =>
                    i with
                    {
                        Column = At(i.Column, rows),
                        Figures = i.Figures is null ? null : At(i.Figures, rows),
                    }
                ),
            ],
            Weights = Weights is null ? null : At(Weights, rows),
        };
        var fit = FixedEffectsRegression.Fit(problem);
        if (fit.LeftOut.Count > 0)
            remarks.Add(
                new Remark(
                    "collinear",
                    fit.LeftOut.Count,
                    $"{Remark.Named("column", fit.LeftOut)} {(fit.LeftOut.Count == 1 ? "is" : "are")} already said by levels or earlier columns: left out."
                )
            );
        if (fit.Names.Count == 0)
            throw new UnusableDataException(
                "No column says anything that the levels do not already say."
            );
        IReadOnlyList<FixedEffect> clusters =
            uncertainty != Uncertainty.Clustered ? []
            : Clusters.Count > 0 ? [.. Clusters.Select(c => c.At(rows))]
            : problem.Effects.Count > 0 ? [problem.Effects[0]]
            : throw new UnusableDataException(
                "Clusters are asked for, but no column of clusters is named."
            );
        var table = fit.Table(uncertainty, clusters);
        return new FixedEffectsAnswer(
            table,
            fit.LeftOut,
            fit.Rows,
            Outcome.Length - fit.Rows,
            [.. remarks, .. table.Remarks]
        );

        void Leave(string code, string words, Func<int, bool> whole)
        {
            var without = kept.Where(r => !whole(r)).ToArray();
            if (without.Length == 0)
                return;
            kept.RemoveAll(r => !whole(r));
            remarks.Add(new Remark(code, without.Length, $"{Named(without)} {words}: left out."));
        }
    }

    private HashSet<int> Alone(List<int> kept)
    {
        var alone = new HashSet<int>();
        for (var before = -1; before != alone.Count; )
        {
            before = alone.Count;
            foreach (var effect in Effects)
            {
                var many = new int[effect.Count];
                foreach (var row in kept)
                    if (!alone.Contains(row))
                        many[effect.Level[row]]++;
                foreach (var row in kept)
                    if (many[effect.Level[row]] == 1)
                        alone.Add(row);
            }
        }
        return alone;
    }

    private string Named(int[] rows) =>
        Remark.Named(
            "row",
            [
                .. rows.Select(r =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"line {(Lines is null ? r + 1 : Lines[r])}"
                    )
                ),
            ]
        );

    private static T[] At<T>(T[] values, int[] rows) => [.. rows.Select(r => values[r])];
}

/// <summary>What a regression beside fixed effects found.</summary>
/// <param name="Table">The coefficients.</param>
/// <param name="LeftOut">Columns that others already say.</param>
/// <param name="Rows">How many rows were used.</param>
/// <param name="Dropped">How many were not.</param>
/// <param name="Remarks">What was left out or put right.</param>
public sealed record FixedEffectsAnswer(
    CoefficientTable Table,
    IReadOnlyList<string> LeftOut,
    int Rows,
    int Dropped,
    IReadOnlyList<Remark> Remarks
);
