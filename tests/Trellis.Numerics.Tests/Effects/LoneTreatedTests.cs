using Trellis.Probability;
using Trellis.Reference;
using Trellis.Regression;

namespace Trellis.Effects;

public sealed class LoneTreatedTests
{
    private const int Units = 6_000;
    private const int Columns = 10;

    // The first of 6,000 fictional units is treated in the second year, and no line parts it from the others.
    private static readonly Draws Draw = new(5, 0);

    // Six figures, and four marks that a unit has or has not.
    private static double X(int column, int unit) =>
        column < 6 ? Draw.Normal((column * Units) + unit)
        : Draw.Uniform((column * Units) + unit) < .3 ? 1
        : 0;

    private static double Outcome(int unit, int year) =>
        X(0, unit) + Draw.Normal(1_000_000 + (2 * unit) + year);

    [Fact]
    public void A_lone_treated_unit_beside_thousands_has_the_effect_that_its_chances_say()
    {
        var seen = Enumerable
            .Range(0, Units)
            .SelectMany(unit => Enumerable.Range(0, 2).Select(year => (unit, year)))
            .ToArray();
        var effects = CallawaySantAnna.Estimate(
            new PanelRows
            {
                Unit = [.. seen.Select(s => $"fictional {s.unit}")],
                Time = [.. seen.Select(s => s.year)],
                FirstTreated = [.. seen.Select(s => s.unit == 0 ? 1 : double.PositiveInfinity)],
                Outcome = [.. seen.Select(s => Outcome(s.unit, s.year))],
                Covariates =
                [
                    .. Enumerable
                        .Range(0, Columns)
                        .Select(k => new NamedColumn($"x{k}", [.. seen.Select(s => X(k, s.unit))])),
                ],
            },
            new StaggeredDesign { Method = TwoPeriodMethod.InverseProbability }
        );
        Assert.Empty(effects.Unanswered);
        var yes = new double[Units];
        yes[0] = 1;
        var chances = BinaryRegression
            .Fit(
                [
                    [.. Enumerable.Repeat(1.0, Units)],
                    .. Enumerable
                        .Range(0, Columns)
                        .Select(k => Enumerable.Range(0, Units).Select(i => X(k, i)).ToArray()),
                ],
                yes
            )
            .Chances;
        Assert.InRange(chances[0], .0001, .4);
        double Change(int unit) => Outcome(unit, 1) - Outcome(unit, 0);
        double weights = 0,
            changes = 0;
        for (var i = 1; i < Units; i++)
        {
            weights += chances[i] / (1 - chances[i]);
            changes += chances[i] / (1 - chances[i]) * Change(i);
        }
        Near.Relative(
            Change(0) - (changes / weights),
            Assert.Single(effects.Cells).Effect,
            1e-6,
            "the effect"
        );
    }
}
