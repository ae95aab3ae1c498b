using Trellis.Reference;

namespace Trellis.MatchedSamples;

/// <summary>Against the answers of MatchIt 4.7.2 on Lalonde's data.</summary>
public sealed class MatchItAnswersTests
{
    public static TheoryData<string> Cases =>
        [
            "nearest PS logit 1:1",
            "nearest PS logit 1:1 caliper .2",
            "nearest mahalanobis",
            "subclass 6",
            "full PS logit",
            "optimal pair PS",
        ];

    private static MatchingChoice Choice(string name) =>
        name switch
        {
            "nearest PS logit 1:1" => new(MatchingMethod.Nearest),
            "nearest PS logit 1:1 caliper .2" => new(MatchingMethod.Nearest) { Caliper = .2 },
            "nearest mahalanobis" => new(MatchingMethod.Nearest, MatchingDistance.Mahalanobis),
            "subclass 6" => new(MatchingMethod.Subclass),
            "full PS logit" => new(MatchingMethod.Full),
            _ => new(MatchingMethod.Optimal),
        };

    private static bool IsDeterministic(string name) =>
        name is not ("full PS logit" or "optimal pair PS");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_weights_and_partners_are_MatchIts(string name)
    {
        if (
            Lalonde.Table() is not { } table
            || ReferenceTable.Read("expected/matchit_lalonde_units.csv", name) is not { } expected
        )
            return;
        var sample = MatchedSample.Find(Lalonde.Units(table), Choice(name));
        var rows = expected.Where(("case", name)).ToDictionary(r => expected.Cell(r, "unit"));
        Assert.Equal(614, rows.Count);
        var partner = sample.Pairs.ToLookup(p => p.Treated, p => sample.Units.Names![p.Control]);
        var different = new List<string>();
        double theirs = 0;
        for (var u = 0; u < 614; u++)
        {
            var row = rows[sample.Units.Names![u]];
            // R stops a logit at 1e-8 of its deviance: the scores agree as far as that goes.
            if (sample.Scores is { } scores)
                Near.Relative(
                    expected.Figure(row, "distance"),
                    scores[u],
                    1e-7,
                    $"score of {sample.Units.Names[u]}"
                );
            if (!IsDeterministic(name))
                continue;
            if (Math.Abs(expected.Figure(row, "weight") - sample.Weights[u]) > 1e-9)
                different.Add(
                    $"{sample.Units.Names[u]} weighs {sample.Weights[u]}, not {expected.Cell(row, "weight")}"
                );
            if (
                name.StartsWith("nearest", StringComparison.Ordinal)
                && sample.Units.Treated[u]
                && partner[u].SingleOrDefault("")
                    != (
                        expected.Cell(row, "match") is "NA" or "" ? "" : expected.Cell(row, "match")
                    )
            )
                different.Add(
                    $"{sample.Units.Names[u]} has {partner[u].SingleOrDefault()}, not {expected.Cell(row, "match")}"
                );
        }
        Assert.True(
            different.Count == 0,
            $"{different.Count}: {string.Join("; ", different.Take(20))}"
        );
        if (IsDeterministic(name))
            return;
        // Where the least sum counts: theirs from their sets, every treated unit with every control of its set.
        var sets = Enumerable
            .Range(0, 614)
            .ToLookup(u => expected.Cell(rows[sample.Units.Names![u]], "subclass"));
        foreach (var set in sets.Where(s => s.Key is not ("" or "NA")))
        foreach (var t in set.Where(u => sample.Units.Treated[u]))
        foreach (var c in set.Where(u => !sample.Units.Treated[u]))
            theirs += Math.Abs(sample.Scores![t] - sample.Scores[c]);
        Assert.True(
            sample.TotalDistance <= theirs * (1 + 1e-12),
            $"{sample.TotalDistance} beside {theirs}"
        );
        Assert.True(sample.TotalDistance > theirs * .98, $"{sample.TotalDistance} beside {theirs}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Balance_is_MatchIts(string name)
    {
        if (
            Lalonde.Table() is not { } table
            || ReferenceTable.Read("expected/matchit_lalonde_balance.csv", name) is not { } expected
        )
            return;
        var sample = MatchedSample.Find(Lalonde.Units(table), Choice(name));
        var balance = sample.Balance();
        double theirs = 0;
        var compared = 0;
        foreach (var r in expected.Where(("case", name)))
        {
            var variable = expected.Cell(r, "var");
            var row =
                variable == "distance"
                    ? balance.Score!
                    : balance.Rows.Single(b => b.Variable == variable);
            var after = expected.Cell(r, "when") == "matched";
            if (after && variable != "distance")
                theirs = Math.Max(theirs, Math.Abs(expected.Figure(r, "Std. Mean Diff.")));
            if (after && !IsDeterministic(name))
                continue;
            var mine = after ? row.After : row.Before;
            void Same(string column, double figure)
            {
                var theirFigure = expected.Figure(r, column);
                Assert.Equal(double.IsNaN(theirFigure), double.IsNaN(figure));
                if (double.IsNaN(figure))
                    return;
                // Differences of means of money carry the rounding of thousands.
                Assert.True(
                    Math.Abs(theirFigure - figure) <= 1e-8 * Math.Max(1, Math.Abs(theirFigure)),
                    $"{name}, {variable}, {column}: {figure} beside {theirFigure}"
                );
                compared++;
            }
            Same("Means Treated", mine.TreatedMean);
            Same("Means Control", mine.ControlMean);
            Same("Std. Mean Diff.", mine.StandardisedDifference);
            Same("Var. Ratio", mine.VarianceRatio);
            Same("eCDF Mean", mine.MeanGap);
            Same("eCDF Max", mine.GreatestGap);
            if (after)
                Same("Std. Pair Dist.", row.PairDifference);
        }
        Assert.True(compared >= 50, $"{compared}");
        if (theirs > 0)
            Assert.True(
                balance.LargestAfter <= theirs + .005,
                $"{name}: {balance.LargestAfter} beside {theirs}"
            );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Effects_are_MatchIts(string name)
    {
        if (
            Lalonde.Table() is not { } table
            || ReferenceTable.Read("expected/matchit_lalonde_effects.csv", name) is not { } expected
        )
            return;
        var sample = MatchedSample.Find(Lalonde.Units(table), Choice(name));
        var row = expected.Where(("case", name)).Single();
        Assert.Equal(expected.Figure(row, "n_t"), sample.MatchedTreated);
        Assert.Equal(expected.Figure(row, "n_c"), sample.MatchedControls);
        if (!IsDeterministic(name))
            return;
        var outcome = table.Figures("re78");
        Near.Relative(
            expected.Figure(row, "att_weighted_diff"),
            MatchedEffect.WeightedDifference(sample, outcome).Estimate,
            1e-9,
            name
        );
        Near.Relative(
            expected.Figure(row, "att_gcomp"),
            MatchedEffect.GComputation(sample, outcome).Estimate,
            1e-9,
            name
        );
    }
}
