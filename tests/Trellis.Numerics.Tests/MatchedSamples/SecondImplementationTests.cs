using Trellis.Reference;

namespace Trellis.MatchedSamples;

/// <summary>Each method of pairs against the same method the long way round, on units drawn afresh.</summary>
public sealed class SecondImplementationTests
{
    private static readonly MatchingDistance[] All = Enum.GetValues<MatchingDistance>();

    [Fact]
    public void The_nearest_that_is_left_is_taken_in_the_order_of_rows()
    {
        for (var seed = 0; seed < 4; seed++)
            foreach (var distance in All)
            {
                var (units, _) = Drawn.Units(seed, 240);
                var sample = MatchedSample.Find(
                    units,
                    new(MatchingMethod.Nearest, distance) { Order = MatchingOrder.Data }
                );
                Same(
                    PlainMatching.Nearest(sample, Treated(sample), 1, false),
                    sample,
                    $"{distance} {seed}"
                );
            }
    }

    [Fact]
    public void The_largest_and_the_smallest_score_choose_first_where_asked()
    {
        var (units, _) = Drawn.Units(5, 300);
        var largest = MatchedSample.Find(
            units,
            new(MatchingMethod.Nearest) { Ratio = 2, Caliper = .1 }
        );
        Same(
            PlainMatching.Nearest(
                largest,
                Treated(largest).OrderByDescending(t => largest.Scores![t]),
                2,
                false
            ),
            largest,
            "largest"
        );
        var smallest = MatchedSample.Find(
            units,
            new(MatchingMethod.Nearest)
            {
                Ratio = 2,
                Caliper = .1,
                Order = MatchingOrder.Smallest,
            }
        );
        Same(
            PlainMatching.Nearest(
                smallest,
                Treated(smallest).OrderBy(t => smallest.Scores![t]),
                2,
                false
            ),
            smallest,
            "smallest"
        );
        Assert.NotEqual(largest.TotalDistance, smallest.TotalDistance);
    }

    [Fact]
    public void Controls_that_may_be_taken_again_are_the_nearest_of_all()
    {
        foreach (var distance in All)
        {
            var (units, _) = Drawn.Units(7, 260, constant: .6);
            var sample = MatchedSample.Find(
                units,
                new(MatchingMethod.Nearest, distance) { Replace = true, Ratio = 3 }
            );
            Same(PlainMatching.Nearest(sample, Treated(sample), 3, true), sample, $"{distance}");
            Assert.True(sample.Pairs.Count > sample.MatchedControls);
            // Each control counts for what it was taken for, and all together for as many as they are.
            Near.Relative(
                sample.MatchedControls,
                sample.Weights.Where((_, u) => !units.Treated[u]).Sum(),
                1e-12,
                "weights"
            );
        }
    }

    [Fact]
    public void Partners_agree_in_what_must_agree_and_stay_within_the_caliper_while_distance_is_by_inner_covariates()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var (units, _) = Drawn.Units(20 + seed, 300);
            units = units with
            {
                Exact = [units.Covariates[2]],
                Within = [.. units.Covariates.Take(2)],
            };
            var sample = MatchedSample.Find(units, new(MatchingMethod.Nearest) { Caliper = .3 });
            var may = PlainMatching.May(sample);
            Assert.All(sample.Pairs, p => Assert.True(may(p.Treated, p.Control)));
            Same(
                PlainMatching.Nearest(
                    sample,
                    Treated(sample).OrderByDescending(t => sample.Scores![t]),
                    1,
                    false
                ),
                sample,
                $"{seed}"
            );
            Assert.True(sample.MatchedTreated < sample.Treated);
            Assert.Contains(
                sample.Remarks,
                r =>
                    r.Code == "unmatched-treated"
                    && r.Count == sample.Treated - sample.MatchedTreated
            );
        }
    }

    [Fact]
    public void The_closest_pair_of_all_goes_first()
    {
        foreach (
            var distance in (MatchingDistance[])
                [MatchingDistance.Logit, MatchingDistance.Mahalanobis]
        )
        {
            var (units, _) = Drawn.Units(31, 220);
            var sample = MatchedSample.Find(
                units,
                new(MatchingMethod.Nearest, distance) { Order = MatchingOrder.Closest }
            );
            var far = PlainMatching.Distances(sample);
            var expected = new List<double>();
            var gone = new HashSet<int>();
            var all = (
                from t in Treated(sample)
                from c in Enumerable.Range(0, 220)
                where !units.Treated[c]
                orderby far[t, c]
                select (t, c)
            ).ToArray();
            foreach (var (t, c) in all)
                if (!gone.Contains(t) && !gone.Contains(c))
                {
                    gone.Add(t);
                    gone.Add(c);
                    expected.Add(far[t, c]);
                }
            var mine = PlainMatching.Taken(sample).Order().ToArray();
            Assert.Equal(expected.Count, mine.Length);
            for (var i = 0; i < mine.Length; i++)
                Assert.Equal(expected[i], mine[i], 1e-12);
        }
    }

    [Fact]
    public void Optimal_pairs_have_the_least_sum_there_is()
    {
        for (var seed = 0; seed < 5; seed++)
            foreach (var distance in All)
            foreach (var ratio in (int[])[1, 2])
            {
                var (units, _) = Drawn.Units(40 + seed, 90, constant: -1.6);
                var sample = MatchedSample.Find(
                    units,
                    new(MatchingMethod.Optimal, distance) { Ratio = ratio }
                );
                if (sample.Treated * ratio > sample.Controls)
                    continue;
                var expected = PlainMatching.LeastSum(Table(sample, ratio));
                Assert.Equal(sample.Treated * ratio, sample.Pairs.Count);
                Assert.Equal(
                    sample.Pairs.Count,
                    sample.Pairs.Select(p => p.Control).Distinct().Count()
                );
                Near.Relative(expected, sample.TotalDistance, 1e-9, $"{distance} {ratio} {seed}");
            }
    }

    [Fact]
    public void Where_controls_are_fewer_the_optimal_pairs_are_as_many_and_then_as_short_as_can_be()
    {
        foreach (var distance in All)
        {
            var (units, _) = Drawn.Units(60, 70, constant: 1);
            var sample = MatchedSample.Find(units, new(MatchingMethod.Optimal, distance));
            Assert.True(sample.Treated > sample.Controls);
            Assert.Equal(sample.Controls, sample.Pairs.Count);
            var table = Table(sample, 1);
            var turned = new double[table.GetLength(1), table.GetLength(0)];
            for (var i = 0; i < turned.GetLength(0); i++)
            for (var j = 0; j < turned.GetLength(1); j++)
                turned[i, j] = table[j, i];
            Near.Relative(
                PlainMatching.LeastSum(turned),
                sample.TotalDistance,
                1e-9,
                $"{distance}"
            );
        }
    }

    [Fact]
    public void Optimal_pairs_within_a_caliper_are_as_many_as_can_be()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var (units, _) = Drawn.Units(70 + seed, 80);
            var choice = new MatchingChoice(MatchingMethod.Optimal) { Caliper = .05 };
            var onLine = MatchedSample.Find(units, choice);
            var may = PlainMatching.May(onLine);
            var table = Table(onLine, 1);
            var (m, n) = (table.GetLength(0), table.GetLength(1));
            var (t, c) = (Treated(onLine), Controls(onLine));
            // Alone costs 1,000; nothing that may be costs as much.
            var costs = new double[m, n + m];
            for (var i = 0; i < m; i++)
            for (var j = 0; j < n + m; j++)
                costs[i, j] =
                    j < n && may(t[i], c[j]) ? table[i, j]
                    : j == n + i ? 1000
                    : 1e6;
            var expected = PlainMatching.LeastSum(costs);
            Near.Relative(
                expected,
                onLine.TotalDistance + (1000.0 * (m - onLine.Pairs.Count)),
                1e-9,
                $"{seed}"
            );
            Assert.InRange(onLine.Pairs.Count, 1, m - 1);
            Assert.All(onLine.Pairs, p => Assert.True(may(p.Treated, p.Control)));
        }
    }

    [Fact]
    public void A_full_match_has_the_least_sum_of_any_sets_that_hold_everybody()
    {
        for (var seed = 0; seed < 5; seed++)
            foreach (var distance in All)
            {
                var (units, _) = Drawn.Units(80 + seed, 70, constant: seed - 2);
                var sample = MatchedSample.Find(
                    units,
                    new(MatchingMethod.Full, distance) { BalanceSlack = 0 }
                );
                Near.Relative(
                    PlainMatching.LeastCover(Table(sample, 1)),
                    sample.TotalDistance,
                    1e-9,
                    $"{distance} {seed}"
                );
                AssertStars(sample);
                Assert.All(sample.Sets, s => Assert.True(s > 0));
            }
    }

    [Fact]
    public void A_full_match_may_be_a_little_longer_for_much_better_balance_and_no_longer_than_asked()
    {
        var (units, _) = Drawn.Units(90, 600);
        var shortest = MatchedSample.Find(units, new(MatchingMethod.Full) { BalanceSlack = 0 });
        var usual = MatchedSample.Find(units, new(MatchingMethod.Full));
        var wide = MatchedSample.Find(units, new(MatchingMethod.Full) { BalanceSlack = .05 });
        Assert.InRange(
            usual.TotalDistance,
            shortest.TotalDistance,
            shortest.TotalDistance * 1.0005
        );
        Assert.InRange(
            wide.TotalDistance,
            shortest.TotalDistance * 1.001,
            shortest.TotalDistance * 1.05
        );
        Assert.True(usual.Balance().LargestAfter < shortest.Balance().LargestAfter);
        Assert.True(wide.Balance().LargestAfter < usual.Balance().LargestAfter / 2);
        AssertStars(usual);
        AssertStars(wide);
        Assert.All(wide.Sets, s => Assert.True(s > 0));
    }

    [Fact]
    public void A_full_match_in_sets_that_must_agree_and_within_a_caliper_stays_there()
    {
        var (units, _) = Drawn.Units(95, 400);
        units = units with { Exact = [units.Covariates[2]] };
        foreach (
            var within in (Covariate[][])
                [
                    [],
                    [.. units.Covariates.Take(2)],
                ]
        )
        {
            var sample = MatchedSample.Find(
                units with
                {
                    Within = within,
                },
                new(MatchingMethod.Full) { Caliper = .02, BalanceSlack = .1 }
            );
            var may = PlainMatching.May(sample);
            Assert.All(sample.Pairs, p => Assert.True(may(p.Treated, p.Control)));
            AssertStars(sample);
            // Everybody who can meet somebody is in.
            for (var u = 0; u < 400; u++)
            {
                var can = Enumerable
                    .Range(0, 400)
                    .Any(o => units.Treated[o] != units.Treated[u] && may(u, o));
                Assert.Equal(can, sample.Sets[u] > 0);
            }
        }
    }

    [Fact]
    public void A_full_match_with_bounds_is_the_shortest_of_all_that_keep_them()
    {
        for (var seed = 0; seed < 6; seed++)
            foreach (
                var distance in (MatchingDistance[])
                    [MatchingDistance.Euclidean, MatchingDistance.Logit]
            )
            foreach (
                var (controls, treated) in ((int?, int?)[])[(2, null), (1, 3), (2, 2), (null, 1)]
            )
            {
                var (units, _) = Drawn.Units(200 + seed, 8, alone: true);
                var choice = new MatchingChoice(MatchingMethod.Full, distance)
                {
                    MostControls = controls,
                    MostTreated = treated,
                    BalanceSlack = 0,
                };
                if (units.Treated.All(t => t == units.Treated[0]))
                    continue;
                var sample = MatchedSample.Find(units, choice);
                var table = Table(sample, 1);
                var (m, n) = (table.GetLength(0), table.GetLength(1));
                // Every choice of links: as many units as can be, then the shortest.
                var best = (Left: int.MaxValue, Sum: double.PositiveInfinity);
                for (var links = 1; links < 1 << (m * n); links++)
                {
                    var (t, c, sum) = (new int[m], new int[n], 0.0);
                    for (var link = 0; link < m * n; link++)
                        if ((links >> link & 1) == 1)
                        {
                            t[link / n]++;
                            c[link % n]++;
                            sum += table[link / n, link % n];
                        }
                    if (t.Max() > (controls ?? 99) || c.Max() > (treated ?? 99))
                        continue;
                    var left = t.Count(x => x == 0) + c.Count(x => x == 0);
                    if (left < best.Left || (left == best.Left && sum < best.Sum))
                        best = (left, sum);
                }
                var what = $"{seed} {distance} {controls} {treated}";
                Assert.Equal(best.Left, sample.Sets.Count(s => s == 0));
                Assert.True(
                    Math.Abs(best.Sum - sample.TotalDistance) < 1e-7,
                    $"{what}: {sample.TotalDistance} beside {best.Sum}"
                );
                AssertStars(sample);
            }
    }

    [Fact]
    public void Bounds_that_hold_anyway_change_nothing_and_balance_keeps_them()
    {
        var (units, _) = Drawn.Units(210, 300);
        var free = MatchedSample.Find(units, new(MatchingMethod.Full) { BalanceSlack = 0 });
        var wide = MatchedSample.Find(
            units,
            new(MatchingMethod.Full)
            {
                BalanceSlack = 0,
                MostControls = 300,
                MostTreated = 300,
            }
        );
        Near.Relative(free.TotalDistance, wide.TotalDistance, 1e-7, "sum");
        var bounded = new MatchingChoice(MatchingMethod.Full)
        {
            MostControls = 5,
            MostTreated = 2,
            BalanceSlack = .2,
        };
        var sample = MatchedSample.Find(units, bounded);
        var shortest = MatchedSample.Find(units, bounded with { BalanceSlack = 0 });
        Assert.True(sample.Balance().LargestAfter < shortest.Balance().LargestAfter);
        Assert.InRange(sample.TotalDistance, shortest.TotalDistance, 1.2 * shortest.TotalDistance);
        AssertStars(sample);
        foreach (
            var set in Enumerable
                .Range(0, 300)
                .Where(u => sample.Sets[u] > 0)
                .GroupBy(u => sample.Sets[u])
        )
        {
            Assert.InRange(set.Count(u => units.Treated[u]), 1, 2);
            Assert.InRange(set.Count(u => !units.Treated[u]), 1, 5);
        }
        // Narrower sets, steadier weights.
        Assert.True(sample.Balance().ControlSize > free.Balance().ControlSize);
    }

    // Everybody in a set with one treated unit or one control, and only links of one set.
    private static void AssertStars(MatchedSample sample)
    {
        foreach (var set in sample.Pairs.GroupBy(p => sample.Sets[p.Treated]))
        {
            Assert.All(set, p => Assert.Equal(set.Key, sample.Sets[p.Control]));
            var (t, c) = (
                set.Select(p => p.Treated).Distinct().Count(),
                set.Select(p => p.Control).Distinct().Count()
            );
            Assert.True(t == 1 || c == 1);
            Assert.Equal(t * c, set.Count());
            Assert.Equal(t + c, sample.Sets.Count(s => s == set.Key));
        }
    }

    private static double[,] Table(MatchedSample sample, int ratio)
    {
        var far = PlainMatching.Distances(sample);
        var (t, c) = (Treated(sample), Controls(sample));
        var table = new double[t.Length * ratio, c.Length];
        for (var i = 0; i < t.Length * ratio; i++)
        for (var j = 0; j < c.Length; j++)
            table[i, j] = far[t[i / ratio], c[j]];
        return table;
    }

    private static int[] Treated(MatchedSample sample) =>
        [.. Enumerable.Range(0, sample.Weights.Length).Where(u => sample.Units.Treated[u])];

    private static int[] Controls(MatchedSample sample) =>
        [.. Enumerable.Range(0, sample.Weights.Length).Where(u => !sample.Units.Treated[u])];

    private static void Same(double[] expected, MatchedSample sample, string what)
    {
        var mine = PlainMatching.Taken(sample);
        Assert.Equal(expected.Length, mine.Length);
        for (var i = 0; i < mine.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - mine[i]) < 1e-9,
                $"{what}, pair {i}: {mine[i]} beside {expected[i]}"
            );
        Near.Relative(expected.Sum(), sample.TotalDistance, 1e-9, what);
    }
}
