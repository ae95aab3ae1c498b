using System.Globalization;

namespace Trellis.Assignment;

/// <summary>A market drawn from a seed: incomplete lists with ties, some entries of one side only, some hospitals without places; the ties broken by the published order.</summary>
internal sealed class RandomMarket
{
    public RandomMarket(int seed, int mostResidents, int mostHospitals)
    {
        var draw = new Random(seed);
        var residents = draw.Next(1, mostResidents + 1);
        var hospitals = draw.Next(1, mostHospitals + 1);
        var listed = draw.NextDouble();
        var tied = draw.NextDouble() * .7;
        var orderOfResidents = PublishedOrder.Of(Names("resident", residents), seed);
        var orderOfHospitals = PublishedOrder.Of(Names("hospital", hospitals), seed);
        Residents = Lists(residents, hospitals, orderOfHospitals);
        Hospitals = Lists(hospitals, residents, orderOfResidents);
        Capacities =
        [
            .. Enumerable
                .Range(0, hospitals)
                .Select(_ =>
                    draw.Next(9) == 0 ? 0 : draw.Next(1, Math.Max(2, 2 * residents / hospitals))
                ),
        ];

        int[][] Lists(int from, int to, int[] order)
        {
            var lists = new int[from][];
            for (var i = 0; i < from; i++)
            {
                var groups = new List<IReadOnlyList<int>>();
                var group = new List<int>();
                foreach (var other in Shuffled(draw, to))
                {
                    if (draw.NextDouble() > .2 + (.8 * listed))
                        continue;
                    if (group.Count > 0 && draw.NextDouble() > tied)
                    {
                        groups.Add(group);
                        group = [];
                    }
                    group.Add(other);
                }
                groups.Add(group);
                Ties += groups.Count(g => g.Count > 1);
                lists[i] = PublishedOrder.Break(groups, order);
            }
            return lists;
        }
    }

    public int[][] Residents { get; }

    public int[][] Hospitals { get; }

    public int[] Capacities { get; }

    public int Ties { get; private set; }

    public HospitalResidents Market => new(Residents, Hospitals, Capacities);

    public static int[] Shuffled(Random draw, int count)
    {
        var all = Enumerable.Range(0, count).ToArray();
        draw.Shuffle(all);
        return all;
    }

    private static string[] Names(string kind, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{kind} {i}")),
        ];
}
