using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class MarkNobodyTreatedHasTests
{
    // 300 fictional units in two years, a third treated; those of the last of four regions never are.
    private static readonly Draws Draw = new(4, 0);

    private static int Region(int unit) => unit % 4;

    private static bool Treated(int unit) => Region(unit) < 3 && unit % 3 == 0;

    private static double X(int unit) => Draw.Normal(unit) + (Treated(unit) ? .5 : 0);

    private static double Outcome(int unit, int year) =>
        (year * X(unit))
        + Region(unit)
        + (Treated(unit) && year == 1 ? 1 : 0)
        + Draw.Normal(10_000 + (2 * unit) + year);

    private static GroupTimeEffects Estimate(TwoPeriodMethod method, Func<int, bool> seen)
    {
        var rows = Enumerable
            .Range(0, 300)
            .Where(seen)
            .SelectMany(unit => Enumerable.Range(0, 2).Select(year => (unit, year)))
            .ToArray();
        return CallawaySantAnna.Estimate(
            new PanelRows
            {
                Unit = [.. rows.Select(r => $"fictional {r.unit}")],
                Time = [.. rows.Select(r => r.year)],
                FirstTreated = [.. rows.Select(r => Treated(r.unit) ? 1 : double.PositiveInfinity)],
                Outcome = [.. rows.Select(r => Outcome(r.unit, r.year))],
                Covariates =
                [
                    new NamedColumn("x", [.. rows.Select(r => X(r.unit))]),
                    .. Enumerable
                        .Range(1, 3)
                        .Select(region => new NamedColumn(
                            $"region {region}",
                            [.. rows.Select(r => Region(r.unit) == region ? 1.0 : 0)]
                        )),
                ],
            },
            new StaggeredDesign { Method = method }
        );
    }

    // Who lives where nobody is treated stands for nobody: without them the weights are the same.
    [Fact]
    public void Weighted_controls_of_a_region_without_any_treated_count_for_nothing()
    {
        var all = Estimate(TwoPeriodMethod.InverseProbability, _ => true);
        var without = Estimate(TwoPeriodMethod.InverseProbability, unit => Region(unit) < 3);
        Assert.Empty(all.Unanswered);
        Near.Relative(
            Assert.Single(without.Cells).Effect,
            Assert.Single(all.Cells).Effect,
            1e-6,
            "the effect"
        );
    }

    [Fact]
    public void The_doubly_robust_effect_has_an_answer_too()
    {
        var cell = Assert.Single(Estimate(TwoPeriodMethod.DoublyRobust, _ => true).Cells);
        Assert.InRange(cell.Effect, 1 - (3 * cell.StandardError), 1 + (3 * cell.StandardError));
        Assert.InRange(cell.StandardError, .05, .5);
    }
}
