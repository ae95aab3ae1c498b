using Trellis.Reference;

namespace Trellis.Effects;

/// <summary>Every option beside a second implementation that knows no influence function.</summary>
public sealed class StaggeredOracleTests
{
    [Theory]
    [InlineData("dr", "never", "varying", 0, false, false)]
    [InlineData("dr", "notyet", "universal", 0, true, true)]
    [InlineData("ipw", "notyet", "varying", 1, true, false)]
    [InlineData("reg", "never", "universal", 1, false, true)]
    [InlineData("reg", "notyet", "varying", 0, true, true)]
    public void A_balanced_panel_is_as_the_plain_one(
        string method,
        string controls,
        string from,
        int anticipation,
        bool weighted,
        bool moving
    ) =>
        Check(
            StaggeredPanel.Of(seed: 11, units: 130, moving, weighted),
            Design(method, controls, from, anticipation, Sampling.BalancedPanel),
            errors: true
        );

    [Theory]
    [InlineData("ipw", "never", "universal", 0, Sampling.UnbalancedPanel, true)]
    [InlineData("reg", "notyet", "varying", 1, Sampling.UnbalancedPanel, true)]
    [InlineData("dr", "notyet", "varying", 0, Sampling.UnbalancedPanel, false)]
    [InlineData("ipw", "notyet", "varying", 1, Sampling.CrossSections, true)]
    [InlineData("reg", "never", "universal", 0, Sampling.CrossSections, true)]
    [InlineData("dr", "never", "varying", 0, Sampling.CrossSections, false)]
    public void Rows_seen_where_they_are_seen_are_as_the_plain_ones(
        string method,
        string controls,
        string from,
        int anticipation,
        Sampling sampling,
        bool errors
    ) =>
        Check(
            StaggeredPanel.Of(seed: 5, units: 110, moving: true, weighted: true, seen: .8),
            Design(method, controls, from, anticipation, sampling),
            errors
        );

    private static StaggeredDesign Design(
        string method,
        string controls,
        string from,
        int anticipation,
        Sampling sampling
    ) =>
        new()
        {
            Method = CallawaySantAnnaTests.MethodOf(method),
            Controls = controls == "never" ? ControlGroup.NeverTreated : ControlGroup.NotYetTreated,
            Base = from == "varying" ? BasePeriod.Varying : BasePeriod.Universal,
            Anticipation = anticipation,
            Sampling = sampling,
        };

    private static void Check(PanelRows rows, StaggeredDesign design, bool errors)
    {
        // Errors by a fit an observation are slow: one covariate tells as much as two.
        rows = rows with
        {
            Covariates = [rows.Covariates[0]],
            Clusters = [rows.Clusters[0]],
        };
        var effects = CallawaySantAnna.Estimate(rows, design);
        var plain = PlainStudy.Of(rows, design, errors);
        var cells = effects.Cells.Where(c => !c.Reference).ToArray();
        Assert.Equal(plain.Select(p => (p.Group, p.Time)), cells.Select(c => (c.Group, c.Time)));
        var clusterOf = rows
            .Unit.Zip(rows.Clusters[0].Values)
            .DistinctBy(p => p.First)
            .ToDictionary(p => p.First, p => p.Second);
        string[] clusters =
            design.Sampling == Sampling.CrossSections
                ? [.. rows.Clusters[0].Values]
                : [.. rows.Unit.Distinct().Select(u => clusterOf[u])];
        for (var i = 0; i < plain.Count; i++)
        {
            var what = $"group {plain[i].Group} at {plain[i].Time}";
            Near.Relative(plain[i].Effect, cells[i].Effect, 1e-7, what);
            if (errors)
                Near.Relative(
                    PlainStudy.Error(plain[i].Influence, clusters),
                    cells[i].StandardError,
                    1e-4,
                    what
                );
        }
    }
}
