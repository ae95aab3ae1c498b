namespace Trellis.Assignment;

public sealed class BalancedAssignmentTests
{
    [Fact]
    public void Small_problems_get_a_plan_that_keeps_every_rule_and_a_bound_that_no_plan_exceeds()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var problem = BalancedInstances.Small(seed);
            var best = BalancedInstances.BestOfAll(problem);
            if (double.IsNaN(best))
                continue;
            var plan = BalancedAssignment.Solve(problem, 1, TestContext.Current.CancellationToken);
            var value = BalancedInstances.Objective(problem, plan.Bins);
            Assert.False(double.IsNaN(value), $"Seed {seed}: the plan breaks a rule.");
            Assert.Equal(value, plan.Value, 1e-9 * (1 + Math.Abs(value)));
            Assert.True(plan.Bound >= best, $"Seed {seed}: bound {plan.Bound}, best {best}.");
            Assert.True(plan.Proven, $"Seed {seed}");
            Assert.True(
                value >= best - (1e-9 * (1 + Math.Abs(best))),
                $"Seed {seed}: {value} found, best {best}."
            );
        }
    }
}
