namespace Trellis.Placements;

/// <summary>Draws closing trusts that never were, to try and to compare ways of placing schools.</summary>
/// <remarks>
/// Towns lie on a plane and hold one to six of the schools, trusts lie anywhere; driving takes four minutes and 1.3 a kilometre.
/// A value is .55 exp(-minutes / 20) + .15 the trust's own + .3 the pair's own.
/// What trusts take is drawn around a hidden plan that keeps every rule, so that nearly always all schools can be placed.
/// The same numbers and seed give the same instance.
/// </remarks>
public static class ClosureGenerator
{
    // Shares of schools with 1 to 5 challenge points: most are easy, few are hard.
    private static readonly double[] Challenges = [.30, .28, .20, .13, .09];

    private const int Reach = 30;
    private const int MostInHiddenPlan = 4;

    private static readonly string[] Stems = (
        "Wend Thrim Eldr Quill Morv Selw Yarl Fenw Garr Hexl Kest Nesk Skel Torv Wyst Brenn Corv Dray Holv Sarn Vell Blen Dulv Hult"
    ).Split(' ');

    private static readonly string[] Endings = (
        "mere ley ham ford wick combe stow thorpe dale burn field gate worth hurst haven cliffe marsh ridge"
    ).Split(' ');

    private static readonly string[] Virtues =
    [
        "Learning",
        "Schools",
        "Education",
        "Futures",
        "Horizons",
    ];

    /// <param name="schools">How many schools the trust that closes has, 1 or more.</param>
    /// <param name="trusts">How many could take some of them, 1 or more.</param>
    /// <param name="tight">Whether places and challenge points are just above what is needed; else there is twice as much.</param>
    public static ClosureInstance Draw(int schools, int trusts, bool tight, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(schools, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trusts, 1);
        var chance = new Random(seed);
        var towns = Towns(schools, chance);
        // As many trusts to the square kilometre whatever their number.
        var side = 9 * Math.Sqrt(Math.Max(schools / 2.0, trusts));
        var town = towns
            .Select(_ => (X: side * chance.NextDouble(), Y: side * chance.NextDouble()))
            .ToArray();
        var where = towns
            .SelectMany((size, t) => Enumerable.Repeat(t, size))
            .Select(t => (X: town[t].X + Normal(chance, 2), Y: town[t].Y + Normal(chance, 2)))
            .ToArray();
        var cluster = towns.SelectMany((size, t) => Enumerable.Repeat(t, size)).ToArray();
        var challenge = where.Select(_ => Challenge(chance)).ToArray();
        var church = where.Select(_ => chance.NextDouble() < .12).ToArray();
        var home = Enumerable
            .Range(0, trusts)
            .Select(_ => (X: side * chance.NextDouble(), Y: side * chance.NextDouble()))
            .ToArray();
        var quality = home.Select(_ => chance.NextDouble()).ToArray();
        var takesChurch = home.Select(_ => chance.NextDouble() < .35).ToArray();

        var places = new List<PossiblePlace>();
        var ruledOut = new List<RuledOut>();
        var reachable = new List<(int Trust, double Value)>[schools];
        for (var s = 0; s < schools; s++)
        {
            var at = where[s];
            reachable[s] = [];
            foreach (
                var (trust, minutes) in Enumerable
                    .Range(0, trusts)
                    .Select(t => (t, Minutes: 4 + (1.3 * Distance(at, home[t]))))
                    .OrderBy(t => t.Minutes)
                    .ThenBy(t => t.t)
                    .Take(Reach)
            )
            {
                var own = chance.NextDouble();
                if (church[s] && !takesChurch[trust])
                {
                    ruledOut.Add(
                        new(
                            SchoolId(s),
                            TrustId(trust),
                            "Its articles do not provide for church schools."
                        )
                    );
                    continue;
                }
                var value = Math.Round(
                    (.55 * Math.Exp(-minutes / 20)) + (.15 * quality[trust]) + (.3 * own),
                    4
                );
                places.Add(new(SchoolId(s), TrustId(trust), value, Math.Round(minutes, 1)));
                reachable[s].Add((trust, value));
            }
        }

        var plan = HiddenPlan(reachable, challenge, trusts, chance);
        var count = new int[trusts];
        var load = new int[trusts];
        for (var s = 0; s < schools; s++)
            if (plan[s] >= 0)
            {
                count[plan[s]]++;
                load[plan[s]] += challenge[s];
            }
        var receivers = new ReceivingTrust[trusts];
        for (var t = 0; t < trusts; t++)
        {
            var (more, points) = tight
                ? (chance.NextDouble() < .15 ? 1 : 0, chance.NextDouble() < .3 ? 1 : 0)
                : (1 + chance.Next(2), 2 + chance.Next(4));
            if (count[t] == 0 && more > 0)
                points += 2;
            receivers[t] = new(
                TrustId(t),
                $"{Name(t, 7)} {Virtues[t % Virtues.Length]} Trust (fictional)",
                tight ? count[t] + more : (2 * count[t]) + more,
                tight ? load[t] + points : (2 * load[t]) + points
            );
        }

        var closing = new ClosingSchool[schools];
        for (var s = 0; s < schools; s++)
        {
            var performing = challenge[s] <= 2 && chance.NextDouble() < .35;
            var list =
                performing || chance.NextDouble() < .2 ? Wishes(reachable[s], plan[s], chance) : [];
            closing[s] = new(
                SchoolId(s),
                $"{Name(cluster[s], 0)} School {s + 1} (fictional)",
                challenge[s],
                towns[cluster[s]] > 1 ? Name(cluster[s], 0) : "",
                performing && list.Length > 0,
                list
            )
            {
                Pupils = 90 + chance.Next(900),
            };
        }
        return new(closing, receivers, places, ruledOut, []);
    }

    private static string SchoolId(int school) => $"s{school + 1:0000}";

    private static string TrustId(int trust) => $"t{trust + 1:0000}";

    private static string Name(int number, int turn)
    {
        var name =
            Stems[(number + turn) % Stems.Length]
            + Endings[((number / Stems.Length) + (5 * number) + turn) % Endings.Length];
        var again = number / (Stems.Length * Endings.Length);
        return again == 0 ? name : $"{name} {again + 1}";
    }

    /// <summary>How many of the schools lie in each town: one to six, two or three mostly.</summary>
    private static int[] Towns(int schools, Random chance)
    {
        var towns = new List<int>();
        for (var left = schools; left > 0; left -= towns[^1])
            towns.Add(
                Math.Min(left, 1 + chance.Next(3) + chance.Next(2) + (chance.Next(4) == 0 ? 2 : 0))
            );
        return [.. towns];
    }

    private static int Challenge(Random chance)
    {
        var draw = chance.NextDouble();
        for (var c = 0; c < 4; c++)
            if ((draw -= Challenges[c]) < 0)
                return c + 1;
        return 5;
    }

    /// <summary>A plan that keeps every rule: the hard schools first, and an easy one only where the trust takes its fair share with it.</summary>
    private static int[] HiddenPlan(
        List<(int Trust, double Value)>[] reachable,
        int[] challenge,
        int trusts,
        Random chance
    )
    {
        var fair = ClosureInstance.UsualFairShare * challenge.Average();
        var plan = new int[challenge.Length];
        var count = new int[trusts];
        var load = new int[trusts];
        var room = Math.Max(MostInHiddenPlan, (2 * challenge.Length / trusts) + 1);
        var order = Enumerable.Range(0, challenge.Length).ToArray();
        chance.Shuffle(order);
        foreach (var s in order.OrderByDescending(s => challenge[s]))
        {
            plan[s] = reachable[s]
                .Where(r =>
                    count[r.Trust] == 0
                    || (
                        count[r.Trust] < room
                        && load[r.Trust] + challenge[s] >= fair * (count[r.Trust] + 1)
                    )
                )
                .Select(r => (r.Trust, Draw: r.Value + (.3 * chance.NextDouble())))
                .OrderByDescending(r => r.Draw)
                .Select(r => r.Trust)
                .FirstOrDefault(-1);
            if (plan[s] < 0)
                continue;
            count[plan[s]]++;
            load[plan[s]] += challenge[s];
        }
        return plan;
    }

    /// <summary>Three to six trusts, the worthier nearer the front, among them the one of the hidden plan.</summary>
    private static string[] Wishes(
        List<(int Trust, double Value)> reachable,
        int planned,
        Random chance
    )
    {
        var wanted = reachable
            .Select(r => (r.Trust, Draw: r.Value + (.2 * chance.NextDouble())))
            .OrderByDescending(r => r.Draw)
            .Select(r => r.Trust)
            .Take(3 + chance.Next(4))
            .ToList();
        if (planned >= 0 && wanted.Count > 0 && !wanted.Contains(planned))
            wanted[^1] = planned;
        return [.. wanted.Select(TrustId)];
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    /// <summary>A draw from the normal law around 0 (Box and Muller 1958).</summary>
    private static double Normal(Random chance, double deviation) =>
        deviation
        * Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble()))
        * Math.Cos(2 * Math.PI * chance.NextDouble());
}
