namespace Trellis.Assignment;

/// <summary>Drawn problems of <see cref="BalancedAssignment"/>, and the slow ways to answer and to check them.</summary>
internal static class BalancedInstances
{
    /// <summary>A problem so small that every plan of it can be looked at.</summary>
    public static BalancedProblem Small(int seed)
    {
        var chance = new Random(seed);
        var items = chance.Next(1, 8);
        var bins = chance.Next(1, 6);
        var pairs = new List<PairValue>();
        for (var item = 0; item < items; item++)
        for (var bin = 0; bin < bins; bin++)
            if (chance.NextDouble() < .55)
                pairs.Add(new PairValue(item, bin, Math.Round(chance.NextDouble(), 3)));
        int[] loads = [.. Enumerable.Range(0, items).Select(_ => chance.Next(1, 6))];
        int[] places = [.. Enumerable.Range(0, bins).Select(_ => chance.Next(0, 4))];
        var settled = new List<(int Item, int Bin)>();
        if (chance.Next(4) == 0 && pairs.Count > 0)
        {
            var pair = pairs[chance.Next(pairs.Count)];
            places[pair.Bin] = Math.Max(1, places[pair.Bin]);
            settled.Add((pair.Item, pair.Bin));
            // Often two of them in one bin, light ones too.
            var beside = pairs.FindIndex(p => p.Bin == pair.Bin && p.Item != pair.Item);
            if (beside >= 0 && chance.Next(2) == 0)
            {
                places[pair.Bin] = 3;
                settled.Add((pairs[beside].Item, pair.Bin));
            }
        }
        int[] capacities = [.. Enumerable.Range(0, bins).Select(_ => chance.Next(0, 12))];
        foreach (var (_, bin) in settled)
            capacities[bin] = Math.Max(capacities[bin], settled.Sum(s => loads[s.Item]));
        return new BalancedProblem
        {
            Loads = loads,
            Groups =
                chance.Next(4) == 0
                    ? []
                    : [.. Enumerable.Range(0, items).Select(_ => chance.Next(-1, 3))],
            Places = places,
            Capacities = capacities,
            Pairs = pairs,
            LeftOut = chance.Next(3) switch
            {
                0 => 100,
                1 => 1e7,
                _ => .4,
            },
            Split = chance.Next(3) * .15,
            LeastMeanLoad = chance.Next(3) switch
            {
                0 => 0,
                1 => .7 * loads.Average(),
                _ => 1.2 * loads.Average(),
            },
            Settled = settled,
        };
    }

    /// <summary>
    /// Items and bins in towns on a map, each item with the bins near it, hardly more places than items and hardly more
    /// capacity than load: fictional schools and trusts, without their names.
    /// </summary>
    public static BalancedProblem Tight(int items, int bins, int near, double spare, int seed)
    {
        var chance = new Random(seed);
        var towns = Enumerable
            .Range(0, Math.Max(1, items / 5))
            .Select(_ => (X: 70 * chance.NextDouble(), Y: 70 * chance.NextDouble()))
            .ToList();
        (double X, double Y, int Town) Somewhere()
        {
            var town = chance.Next(towns.Count);
            return (
                towns[town].X + (8 * (chance.NextDouble() - .5)),
                towns[town].Y + (8 * (chance.NextDouble() - .5)),
                town
            );
        }
        var homes = Enumerable.Range(0, items).Select(_ => Somewhere()).ToList();
        var seats = Enumerable.Range(0, bins).Select(_ => Somewhere()).ToList();
        var quality = seats.Select(_ => chance.NextDouble()).ToList();
        int[] loads =
        [
            .. homes.Select(_ =>
                chance.NextDouble() switch
                {
                    < .25 => 1,
                    < .55 => 2,
                    < .8 => 3,
                    < .95 => 4,
                    _ => 5,
                }
            ),
        ];
        var nearest = homes
            .Select(h =>
                seats
                    .Select(
                        (s, b) =>
                            (
                                Bin: b,
                                Distance: Math.Sqrt(Math.Pow(s.X - h.X, 2) + Math.Pow(s.Y - h.Y, 2))
                            )
                    )
                    .OrderBy(s => s.Distance)
                    .Take(near)
                    .ToList()
            )
            .ToList();
        // A plan is hidden in it, so that all can be placed; what is spare lies anywhere.
        var places = new int[bins];
        var capacities = new int[bins];
        for (var item = 0; item < items; item++)
        {
            var bin = nearest[item][chance.Next(near)].Bin;
            places[bin]++;
            capacities[bin] += loads[item];
        }
        for (var left = (int)Math.Round((spare - 1) * items); left > 0; left--)
        {
            var bin = chance.Next(bins);
            places[bin]++;
            capacities[bin] += 3;
        }
        var pairs = new List<PairValue>();
        for (var item = 0; item < items; item++)
            foreach (var (bin, distance) in nearest[item])
                pairs.Add(
                    new PairValue(
                        item,
                        bin,
                        (.5 * Math.Exp(-distance / 20))
                            + (.3 * quality[bin])
                            + (.2 * chance.NextDouble())
                    )
                );
        return new BalancedProblem
        {
            Loads = loads,
            Groups = [.. homes.Select((h, i) => i % 2 == 0 ? h.Town : -1)],
            Places = places,
            Capacities = capacities,
            Pairs = pairs,
            LeftOut = 2 * items,
            Split = .05,
            LeastMeanLoad = .7 * loads.Average(),
        };
    }

    /// <summary>The objective, added as the definition says; NaN where the plan breaks a rule.</summary>
    public static double Objective(BalancedProblem problem, IReadOnlyList<int> bins)
    {
        var value = 0.0;
        for (var item = 0; item < bins.Count; item++)
        {
            if (bins[item] == -1)
            {
                value -= problem.LeftOut;
                continue;
            }
            var pair = problem.Pairs.Where(p => p.Item == item && p.Bin == bins[item]).ToList();
            if (pair.Count == 0)
                return double.NaN;
            value += pair[0].Value;
        }
        for (var bin = 0; bin < problem.Places.Count; bin++)
        {
            var held = Enumerable.Range(0, bins.Count).Where(i => bins[i] == bin).ToList();
            var load = held.Sum(i => problem.Loads[i]);
            if (held.Count > problem.Places[bin] || load > problem.Capacities[bin])
                return double.NaN;
            if (held.Count >= 2 && load < (problem.LeastMeanLoad * held.Count) - 1e-9)
                return double.NaN;
        }
        if (problem.Settled.Any(s => bins[s.Item] != s.Bin))
            return double.NaN;
        if (problem.Groups.Count > 0)
            foreach (
                var group in Enumerable
                    .Range(0, bins.Count)
                    .Where(i => problem.Groups[i] >= 0 && bins[i] >= 0)
                    .GroupBy(i => problem.Groups[i])
            )
                value -= problem.Split * (group.Select(i => bins[i]).Distinct().Count() - 1);
        return value;
    }

    /// <summary>The best of all plans; NaN where there is none.</summary>
    public static double BestOfAll(BalancedProblem problem)
    {
        var bins = new int[problem.Loads.Count];
        return From(0);

        double From(int item)
        {
            if (item == bins.Length)
                return Objective(problem, bins);
            var best = double.NaN;
            foreach (
                var bin in problem.Pairs.Where(p => p.Item == item).Select(p => p.Bin).Append(-1)
            )
            {
                bins[item] = bin;
                var value = From(item + 1);
                if (double.IsNaN(best) || value > best)
                    best = value;
            }
            return best;
        }
    }
}
