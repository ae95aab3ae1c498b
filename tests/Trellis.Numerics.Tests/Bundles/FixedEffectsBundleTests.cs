using Trellis.Effects;

namespace Trellis.Bundles;

public sealed class FixedEffectsBundleTests
{
    private const string Unchecked = "sun-abraham and imputation in R's own arithmetic";

    private static PanelRows Panel(int clusters, bool covariates) =>
        DrawnSchools.Of(71, 70, (g, e) => .3 + (.1 * e)).Where(r => r % 17 != 4) is var panel
            ? panel with
            {
                Covariates = covariates
                    ?
                    [
                        .. panel.Covariates,
                        new NamedColumn("x", [.. panel.Time.Select((_, r) => Math.Sin(r * 1.1))]),
                    ]
                    : [],
                Weights = covariates ? [.. panel.Time.Select((_, r) => 1 + (r % 3 / 2.0))] : null,
                Clusters = new NamedLabels[]
                {
                    new("la", [.. panel.Unit.Select(u => "la" + u[^1])]),
                    new("kind", [.. panel.Time.Select((_, r) => "k" + (r % 9))]),
                }[..clusters],
            }
            : throw new InvalidOperationException();

    [Theory]
    [InlineData(CovariateSlopes.Same, 0, false)]
    [InlineData(CovariateSlopes.Same, 2, true)]
    [InlineData(CovariateSlopes.ByTime, 1, true)]
    [InlineData(CovariateSlopes.ByCohort, 1, true)]
    public void R_finds_every_number_of_sun_and_abraham_again(
        CovariateSlopes slopes,
        int clusters,
        bool covariates
    )
    {
        var (rows, options) = (Panel(clusters, covariates), new SunAbrahamOptions(Slopes: slopes));
        var bundle = FixedEffectsBundle.Of(rows, options, SunAbraham.Estimate(rows, options));
        if (InR.Run(bundle, Unchecked) is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
        Assert.Matches(@"^[1-9]\d+ numbers, the largest difference", ran.Said);
    }

    [Theory]
    [InlineData(CovariateSlopes.Same, 0, false, 0)]
    [InlineData(CovariateSlopes.Same, 2, true, 1)]
    [InlineData(CovariateSlopes.ByTime, 1, true, 0)]
    public void R_finds_every_number_of_imputation_again(
        CovariateSlopes slopes,
        int clusters,
        bool covariates,
        int anticipation
    )
    {
        var rows = Panel(clusters, covariates);
        var options = new ImputationOptions(anticipation, Slopes: slopes);
        var bundle = FixedEffectsBundle.Of(rows, options, Imputation.Estimate(rows, options));
        if (InR.Run(bundle, Unchecked) is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
        Assert.Matches(@"^[1-9]\d+ numbers, the largest difference", ran.Said);
    }
}
