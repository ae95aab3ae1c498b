using Trellis.Effects;
using Trellis.Reference;

namespace Trellis.Regression;

/// <summary>Against fixest 0.12.2, to the sixth digit.</summary>
public sealed class FixestTests
{
    [Fact]
    public void Two_way_fixed_effects_with_interactions_equal_feols()
    {
        if (
            ReferenceTable.Read("fixest_base_did.csv", "two-way fixed effects against fixest")
                is not { } data
            || ReferenceTable.Read("expected/fixest.csv", "two-way fixed effects against fixest")
                is not { } expected
        )
            return;
        var id = FixedEffect.Of("id", data.Labels("id"));
        var period = FixedEffect.Of("period", data.WholeNumbers("period"));
        var (treat, post, x) = (data.Figures("treat"), data.Figures("post"), data.Figures("x1"));
        var cells = period.Level.Select((l, row) => treat[row] == 1 && l != 4 ? l : -1);
        var fit = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = data.Figures("y"),
                Effects = [id, period],
                Columns = [("x1", x)],
                Indicators =
                [
                    new IndicatorColumns(
                        [.. period.Labels.Select(p => $"period::{p}:treat")],
                        [.. cells]
                    ),
                ],
            }
        );
        Assert.Equal(["period::5:treat"], fit.LeftOut);
        Same(expected, "base_did i(period,treat,5)", fit.Table(Uncertainty.Clustered, id));
        var both = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = data.Figures("y"),
                Effects = [id, period],
                Columns =
                [
                    ("x1", x),
                    ("treat", treat),
                    ("post", post),
                    ("treat:post", [.. treat.Zip(post, (a, b) => a * b)]),
                ],
            }
        );
        Assert.Equal(["treat", "post"], both.LeftOut);
        Same(expected, "base_did 2x2", both.Table(Uncertainty.Clustered, id));
    }

    [Fact]
    public void Sun_and_abraham_equal_sunab()
    {
        if (
            ReferenceTable.Read("fixest_base_stagg.csv", "sun-abraham against fixest")
                is not { } data
            || ReferenceTable.Read("expected/fixest.csv", "sun-abraham against fixest")
                is not { } expected
        )
            return;
        var answer = SunAbraham.Estimate(
            new PanelRows
            {
                Unit = data.Labels("id"),
                Time = data.WholeNumbers("year"),
                FirstTreated = data.Figures("year_treated"),
                Outcome = data.Figures("y"),
                Covariates = [new NamedColumn("x1", data.Figures("x1"))],
            }
        );
        const string Case = "base_stagg sunab x1 cluster id";
        foreach (var row in expected.Where(("case", Case)))
        {
            var term = expected.Cell(row, "term");
            var ours =
                term == "x1"
                    ? Assert.Single(answer.Covariates)
                    : answer.EventStudy.Single(e => $"year::{e.At}" == term).Effect;
            Same(expected, row, ours);
        }
        Assert.Equal(expected.Where(("case", Case)).Count() - 1, answer.EventStudy.Count);
        Assert.Equal(950, answer.Rows);
        Assert.Equal(0, answer.Dropped);
    }

    private static void Same(ReferenceTable expected, string @case, CoefficientTable table)
    {
        var rows = expected.Where(("case", @case)).ToArray();
        Assert.Equal(rows.Length, table.Coefficients.Count);
        foreach (var row in rows)
            Same(expected, row, table[expected.Cell(row, "term")]);
    }

    private static void Same(ReferenceTable expected, int row, Coefficient ours)
    {
        Near.Relative(expected.Figure(row, "est"), ours.Estimate, 1e-8, ours.Name);
        Near.Relative(expected.Figure(row, "se"), ours.StandardError, 1e-8, ours.Name);
        Near.Relative(expected.Figure(row, "t"), ours.Statistic, 1e-8, ours.Name);
        Near.Relative(expected.Figure(row, "p"), ours.Probability, 1e-6, ours.Name);
    }
}
