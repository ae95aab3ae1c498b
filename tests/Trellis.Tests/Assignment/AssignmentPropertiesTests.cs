using FsCheck;
using FsCheck.Fluent;

namespace Trellis.Assignment;

/// <summary>What holds of every plan, whatever the instance: said of instances that FsCheck draws and makes smaller until they fail.</summary>
public sealed class AssignmentPropertiesTests
{
    // Values are whole hundredths, so that a comparison of sums is not one of roundings.
    private static readonly Gen<Drawn> Instances =
        from items in Gen.Choose(0, 12)
        from places in Gen.Choose(0, 3).ListOf()
        from cells in Gen.Choose(-60, 100).ArrayOf(items * places.Count)
        from leftOut in Gen.Elements<double?>(null, 0, .5)
        select new Drawn(
            items,
            [.. places],
            [
                .. cells
                    .Select(
                        (value, cell) =>
                            new PairValue(cell / places.Count, cell % places.Count, value / 100d)
                    )
                    .Where(pair => pair.Value > -.3),
            ],
            leftOut
        );

    private sealed record Drawn(int Items, int[] Places, PairValue[] Pairs, double? LeftOut)
    {
        public CapacitatedPlan Plan() => CapacitatedAssignment.Solve(Items, Places, Pairs, LeftOut);
    }

    private static void Holds(Func<Drawn, bool> property) =>
        Prop.ForAll(Instances.ToArbitrary(), property).QuickCheckThrowOnFailure();

    private static double Worth(CapacitatedPlan plan, double leftOut) =>
        plan.Value - (leftOut * (plan.Bins.Count - plan.Placed));

    [Fact]
    public void No_bin_holds_more_than_its_places_and_the_value_is_that_of_the_pairs() =>
        Holds(d =>
        {
            var plan = d.Plan();
            var values = d.Pairs.ToDictionary(p => (p.Item, p.Bin), p => p.Value);
            return Enumerable
                    .Range(0, d.Places.Length)
                    .All(b => plan.Bins.Count(bin => bin == b) <= d.Places[b])
                && Math.Abs(
                    plan.Bins.Select((b, i) => b < 0 ? 0 : values[(i, b)]).Sum() - plan.Value
                ) < 1e-9
                && plan.Placed == plan.Bins.Count(b => b >= 0);
        });

    [Fact]
    public void The_numbers_of_items_and_bins_change_no_value_and_no_price() =>
        Holds(d =>
        {
            var (items, bins) = (d.Items, d.Places.Length);
            var plan = d.Plan();
            var turned = CapacitatedAssignment.Solve(
                items,
                [.. d.Places.Reverse()],
                [
                    .. d
                        .Pairs.Select(p => new PairValue(
                            items - 1 - p.Item,
                            bins - 1 - p.Bin,
                            p.Value
                        ))
                        .Reverse(),
                ],
                d.LeftOut
            );
            return plan.Placed == turned.Placed
                && Math.Abs(plan.Value - turned.Value) < 1e-9
                && plan.Prices.Zip(turned.Prices.Reverse())
                    .All(p => Math.Abs(p.First - p.Second) < 1e-9);
        });

    [Fact]
    public void One_place_more_adds_its_price_and_never_raises_another_price() =>
        Holds(d =>
        {
            var plan = d.Plan();
            for (var b = 0; b < d.Places.Length; b++)
            {
                var more = d.Places.ToArray();
                more[b]++;
                // The cost of leaving out is held, since "as many as can be" may be reckoned higher where there is more.
                var again = CapacitatedAssignment.Solve(d.Items, more, d.Pairs, plan.LeftOut);
                if (
                    Math.Abs(
                        Worth(again, plan.LeftOut) - Worth(plan, plan.LeftOut) - plan.Prices[b]
                    ) > 1e-7
                    || again.Prices.Zip(plan.Prices).Any(p => p.First > p.Second + 1e-7)
                )
                    return false;
            }
            return true;
        });

    [Fact]
    public void An_item_more_makes_no_price_lower() =>
        Holds(d =>
        {
            if (d.Items == 0)
                return true;
            var plan = d.Plan();
            var without = CapacitatedAssignment.Solve(
                d.Items - 1,
                d.Places,
                [.. d.Pairs.Where(p => p.Item < d.Items - 1)],
                plan.LeftOut
            );
            return without.Prices.Zip(plan.Prices).All(p => p.First <= p.Second + 1e-7);
        });

    [Fact]
    public void Bounds_of_nothing_to_one_and_to_the_places_choose_the_same_value_as_the_assignment() =>
        Holds(d =>
        {
            var chosen = BMatching.Solve(
                [.. Enumerable.Repeat((0, 1), d.Items)],
                [.. d.Places.Select(p => (0, p))],
                d.Pairs
            );
            var plan = CapacitatedAssignment.Solve(d.Items, d.Places, d.Pairs, leftOut: 0);
            return chosen.Feasible && Math.Abs(chosen.Value - plan.Value) < 1e-9;
        });
}
