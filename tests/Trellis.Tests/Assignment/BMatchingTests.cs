namespace Trellis.Assignment;

public sealed class BMatchingTests
{
    [Fact]
    public void Everyone_is_in_no_fewer_and_no_more_pairs_than_stated()
    {
        // Right 0 wants two, so left 1 joins it although that costs 3; left 0 takes both of its own.
        var plan = BMatching.Solve(
            [(0, 2), (0, 1)],
            [(2, 2), (0, 5)],
            [new(0, 0, 4), new(0, 1, 2), new(1, 0, -3), new(1, 1, 1)]
        );
        Assert.True(plan.Feasible);
        Assert.Equal([new(0, 0, 4), new(0, 1, 2), new(1, 0, -3)], plan.Chosen);
        Assert.Equal(4 + 2 - 3, plan.Value);
    }

    [Fact]
    public void Bounds_that_cannot_be_kept_are_said_with_how_many_pairs_are_lacking()
    {
        // Left 0 and 1 ask for three each and there are two pairs and one.
        var plan = BMatching.Solve(
            [(3, 3), (3, 3)],
            [(0, 9), (0, 9)],
            [new(0, 0, 1), new(0, 1, 1), new(1, 1, 1)]
        );
        Assert.False(plan.Feasible);
        Assert.Equal((1 + 2, 0), (plan.Lacking, plan.Chosen.Count));
        Assert.True(BMatching.Solve([], [], []).Feasible);
        Assert.False(BMatching.Solve([(1, 1)], [], []).Feasible);
    }

    [Fact]
    public void Every_choice_is_tried_and_none_is_better()
    {
        var possible = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var draw = new Random(seed);
            var left = Bounds(draw);
            var right = Bounds(draw);
            PairValue[] pairs =
            [
                .. from i in Enumerable.Range(0, left.Length)
                from j in Enumerable.Range(0, right.Length)
                where draw.NextDouble() < .7
                select new PairValue(i, j, draw.NextDouble() - .4),
            ];
            var plan = BMatching.Solve(left, right, pairs);
            double? best = null;
            for (var chosen = 0; chosen < 1 << pairs.Length; chosen++)
            {
                var (l, r) = (new int[left.Length], new int[right.Length]);
                var value = 0d;
                for (var p = 0; p < pairs.Length; p++)
                    if ((chosen >> p & 1) == 1)
                    {
                        l[pairs[p].Item]++;
                        r[pairs[p].Bin]++;
                        value += pairs[p].Value;
                    }
                if (Keeps(left, l) && Keeps(right, r) && !(value <= best))
                    best = value;
            }
            Assert.Equal(best is not null, plan.Feasible);
            if (best is not { } most)
                continue;
            possible++;
            Assert.Equal(most, plan.Value, 9);
            Assert.Equal(most, plan.Chosen.Sum(p => p.Value), 9);
        }
        Assert.InRange(possible, 60, 290);

        static (int, int)[] Bounds(Random draw) =>
            [
                .. Enumerable
                    .Range(0, draw.Next(1, 4))
                    .Select(_ => draw.Next(0, 3))
                    .Select(fewest => (fewest, fewest + draw.Next(0, 3))),
            ];

        static bool Keeps((int Fewest, int Most)[] bounds, int[] counts) =>
            bounds.Zip(counts).All(b => b.Second >= b.First.Fewest && b.Second <= b.First.Most);
    }

    [Fact]
    public void Bounds_below_zero_or_crossed_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BMatching.Solve([(-1, 2)], [], []));
        Assert.Contains(
            "Number 0 is in 3 to 2 pairs",
            Assert.Throws<ArgumentException>(() => BMatching.Solve([], [(3, 2)], [])).Message,
            StringComparison.Ordinal
        );
    }
}
