using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class MarkNobodyTreatedHasTests
{
    // 300 fictional units in two years, a third treated; those of one of four regions never are. The first has no mark of its own.
    private static readonly Draws Draw = new(4, 0);

    private static int Region(int unit) => unit % 4;

    private static bool Treated(int unit, int untreated) =>
        Region(unit) != untreated && unit % 3 == 0;

    private static double X(int unit, int untreated) =>
        Draw.Normal(unit) + (Treated(unit, untreated) ? .5 : 0);

    private static double Outcome(int unit, int year, int untreated) =>
        (year * X(unit, untreated))
        + Region(unit)
        + (Treated(unit, untreated) && year == 1 ? 1 : 0)
        + Draw.Normal(10_000 + (2 * unit) + year);

    private static GroupTimeEffects Estimate(
        TwoPeriodMethod method,
        int untreated,
        Func<int, bool> seen
    )
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
                FirstTreated =
                [
                    .. rows.Select(r => Treated(r.unit, untreated) ? 1 : double.PositiveInfinity),
                ],
                Outcome = [.. rows.Select(r => Outcome(r.unit, r.year, untreated))],
                Covariates =
                [
                    new NamedColumn("x", [.. rows.Select(r => X(r.unit, untreated))]),
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

    // Who lives where nobody is treated stands for nobody: without them the weights are the same, and so is what chance does.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Weighted_controls_of_a_region_without_any_treated_count_for_nothing(int untreated)
    {
        var all = Estimate(TwoPeriodMethod.InverseProbability, untreated, _ => true);
        var without = Estimate(
            TwoPeriodMethod.InverseProbability,
            untreated,
            unit => Region(unit) != untreated
        );
        Assert.Empty(all.Unanswered);
        var (here, there) = (Assert.Single(without.Cells), Assert.Single(all.Cells));
        Near.Relative(here.Effect, there.Effect, 1e-9, "the effect");
        Near.Relative(here.StandardError, there.StandardError, 1e-9, "its error");
    }

    // The limit that R's glm reaches where the region's controls are left out of the chances (they are 0 there) and kept among those
    // who tell the course without treatment: R 4.2.2.
    [Theory]
    [InlineData(0, .82425429122986, .225832308257717)]
    [InlineData(3, .844832990047604, .219096762919044)]
    public void The_doubly_robust_effect_is_the_limit_of_chances_that_fall_without_end(
        int untreated,
        double effect,
        double error
    )
    {
        var cell = Assert.Single(
            Estimate(TwoPeriodMethod.DoublyRobust, untreated, _ => true).Cells
        );
        Near.Relative(effect, cell.Effect, 1e-9, "the effect");
        Near.Relative(error, cell.StandardError, 1e-9, "its error");
        Assert.InRange(effect, 1 - (3 * error), 1 + (3 * error));
    }

    // The chances of a region without any of the group are 0 by the end of one comparison, from where the next begins.
    [Fact]
    public void A_comparison_is_the_same_whatever_was_compared_before()
    {
        var rows = SmallGroupsOfNineRegions();
        var all = CallawaySantAnna.Estimate(rows, cores: 1);
        var after = CallawaySantAnna.Estimate(rows, new StaggeredDesign { Least = 0 }, cores: 1);
        Assert.Empty(all.Unanswered);
        Assert.Empty(after.Unanswered);
        var same = all.Cells.Where(c => c.EventTime >= 0).ToArray();
        Assert.Equal(13, same.Length);
        Assert.Equal(
            same.Select(c => (c.Group, c.Time)),
            after.Cells.Select(c => (c.Group, c.Time))
        );
        foreach (var (one, other) in same.Zip(after.Cells))
        {
            var cell = $"{one.Group} at {one.Time}";
            Near.Relative(one.Effect, other.Effect, 1e-6, cell);
            Near.Relative(one.StandardError, other.StandardError, 1e-6, cell);
        }
    }

    // 500 fictional units in nine regions; seven groups of 14 or 15, so that most lack a region.
    private static PanelRows SmallGroupsOfNineRegions()
    {
        int[] years = [2015, 2016, 2017, 2018, 2023];
        int[] began = [2016, 2017, 2018, 2020, 2021, 2022, 2023];
        const int Units = 500;
        const int Regions = 9;
        var chance = new Draws(1, 0);
        var rows = Enumerable.Range(0, Units * years.Length).ToArray();
        int UnitOf(int row) => row / years.Length;
        double Level(int row) => chance.Normal(1_000 + UnitOf(row));
        return new PanelRows
        {
            Unit = Array.ConvertAll(rows, r => $"fictional {UnitOf(r)}"),
            Time = Array.ConvertAll(rows, r => years[r % years.Length]),
            FirstTreated = Array.ConvertAll(
                rows,
                r => UnitOf(r) < 100 ? began[UnitOf(r) % began.Length] : double.PositiveInfinity
            ),
            Outcome = Array.ConvertAll(rows, r => Level(r) + chance.Normal(5_000 + r)),
            Covariates =
            [
                .. Enumerable
                    .Range(0, Regions - 1)
                    .Select(region => new NamedColumn(
                        $"region {region}",
                        Array.ConvertAll(
                            rows,
                            r => chance.Below(UnitOf(r), Regions) == region ? 1.0 : 0
                        )
                    )),
                new NamedColumn("level", Array.ConvertAll(rows, r => Level(r))),
                new NamedColumn("changing", Array.ConvertAll(rows, r => chance.Normal(20_000 + r))),
                new NamedColumn(
                    "rare",
                    Array.ConvertAll(rows, r => chance.Uniform(30_000 + r) < .1 ? 1.0 : 0)
                ),
            ],
        };
    }
}
