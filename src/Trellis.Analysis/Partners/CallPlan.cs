using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Assignment;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>Who would best ring whom, if all schools of a kind asked for one need at once and no school could help more than a few.</summary>
/// <remarks>
/// Every school asks for its best three within an hour, as the search would list them without this plan. Where a school would
/// be among the first three of more than <see cref="MostCalls"/>, it is often asked. The calls are then spread by min-cost
/// flow: as much of the worth of all calls as can be had with at most <see cref="MostCalls"/> to each school, from the best
/// <see cref="Listed"/> of each. A search puts those last who are often asked and are not planned for the school that asks.
/// </remarks>
public sealed class CallPlan
{
    /// <summary>So many calls may a school be expected to answer for one need.</summary>
    public const int MostCalls = 6;

    /// <summary>How many calls a school makes.</summary>
    public const int CallsMade = 3;

    /// <summary>From how many of a school's best its calls are planned.</summary>
    public const int Listed = 10;

    /// <summary>How far the schools are that calls are planned to.</summary>
    private const double Minutes = 60;

    /// <summary>Below this a difference squared over its variance is no chance of four in five: .8416² is .7083.</summary>
    private const double Squared = .7;

    /// <summary>Worths are counted in whole thousandths, so that the flow is exact; finer than that nobody can tell.</summary>
    private const double Thousandths = 1e3;

    private static readonly ConditionalWeakTable<
        Likeness,
        ConcurrentDictionary<(Peers Peers, string Method, string Need), Lazy<CallPlan>>
    > Kept = [];

    private readonly int[] wished;
    private readonly Dictionary<int, int[]> planned;

    private CallPlan(int[] wished, Dictionary<int, int[]> planned) =>
        (this.wished, this.planned) = (wished, planned);

    /// <summary>Of how many schools a school is among the first three, before calls are spread.</summary>
    public int WishedBy(int row) => wished[row];

    /// <summary>Whether a school would get more calls than it can be expected to answer.</summary>
    public bool IsOftenAsked(int row) => wished[row] > MostCalls;

    /// <summary>The schools that one is planned to ring, by position; empty where nobody matches.</summary>
    public IReadOnlyList<int> PlannedFor(int row) => planned.GetValueOrDefault(row) ?? [];

    /// <summary>The plan for a need under a named method, worked out once and kept; journeys are estimated.</summary>
    public static CallPlan In(
        Likeness likeness,
        MethodPopulation population,
        Strengths strengths
    ) =>
        Kept.GetValue(likeness, _ => new())
            .GetOrAdd(
                (population.Population.Peers, population.Method.Id, strengths.Need.Id),
                _ => new Lazy<CallPlan>(() => Make(likeness, population, strengths))
            )
            .Value;

    private static CallPlan Make(
        Likeness likeness,
        MethodPopulation population,
        Strengths strengths
    )
    {
        var schools = population.Population.Schools;
        var capacities = Capacities.In(likeness, population.Population.Peers);
        var capacity = Enumerable
            .Range(0, schools.Count)
            .Select(row => strengths.MayHelp(row) ? capacities.Of(row, strengths).Value : 0)
            .ToArray();
        var journeys = Journeys.In(likeness.Snapshot);
        var lists = new (int Row, double Worth)[schools.Count][];
        Parallel.For(
            0,
            schools.Count,
            row => lists[row] = Best(population, strengths, capacity, journeys, row)
        );

        var wished = new int[schools.Count];
        foreach (var list in lists)
        foreach (var (row, _) in list.Take(CallsMade))
            wished[row]++;
        return new CallPlan(wished, Spread(lists, schools.Count));
    }

    private static (int Row, double Worth)[] Best(
        MethodPopulation population,
        Strengths strengths,
        double[] capacity,
        Journeys journeys,
        int row
    )
    {
        var points = population.Points;
        var least = population.LeastKnown * points.TotalWeight;
        var schools = population.Population.Schools;
        var own = strengths.Of(row).Level;
        var best = new List<(int Row, double Worth)>();
        if (schools[row].Current.Place is not { } here)
            return [];
        var farthest = journeys.FarthestKilometres(Minutes) * 1000;
        for (var other = 0; other < schools.Count; other++)
        {
            // Most schools are not expected to be better, or are far: what is quick to see comes first.
            var level = strengths.Of(other).Level;
            var ahead = level.Mean - own.Mean;
            if (
                !(ahead > 0)
                || ahead * ahead < Squared * (level.OfNextFigure + own.OfNextFigure)
                || schools[other].Current.Place is not { } there
                || Math.Abs(there.Easting - here.Easting) > farthest
                || Math.Abs(there.Northing - here.Northing) > farthest
                || !strengths.MayHelp(other)
            )
                continue;
            var probability = strengths.ProbabilityBetter(other, row);
            if (
                probability < PartnerQuestion.Sure
                || points.WeightOf(points.Known(row) & points.Known(other)) < least
                || !(points.Distance(row, other) <= population.Limits.Fair)
            )
                continue;
            var minutes = journeys.Minutes(schools[row].Current, schools[other].Current);
            if (!(minutes <= Minutes))
                continue;
            best.Add(
                (other, probability * Math.Exp(-minutes / PartnerSearch.Patience) * capacity[other])
            );
        }
        return [.. best.OrderByDescending(b => b.Worth).ThenBy(b => b.Row).Take(Listed)];
    }

    /// <summary>Nodes: the schools that ask, the schools that are asked, and one that takes what is not wanted.</summary>
    private static Dictionary<int, int[]> Spread((int Row, double Worth)[][] lists, int schools)
    {
        var askers = Enumerable.Range(0, schools).Where(row => lists[row].Length > 0).ToArray();
        var helpers = lists.SelectMany(l => l.Select(b => b.Row)).Distinct().Order().ToArray();
        var planned = new Dictionary<int, int[]>();
        if (askers.Length == 0)
            return planned;
        var place = new Dictionary<int, int>();
        foreach (var helper in helpers)
            place[helper] = askers.Length + place.Count;
        var sink = askers.Length + helpers.Length;
        var flow = new MinCostFlow(sink + 1);
        var calls = new List<(int Arc, int Asker, int Helper)>();
        for (var node = 0; node < askers.Length; node++)
        {
            flow.Supply(node, CallsMade);
            flow.Supply(sink, -CallsMade);
            // A call that is not made is worth nothing.
            flow.Add(node, sink, CallsMade, 0);
            foreach (var (helper, worth) in lists[askers[node]])
                calls.Add(
                    (
                        flow.Add(node, place[helper], 1, -(long)Math.Round(worth * Thousandths)),
                        askers[node],
                        helper
                    )
                );
        }
        foreach (var helper in helpers)
            flow.Add(place[helper], sink, MostCalls, 0);
        var answer = flow.Solve();
        foreach (var group in calls.Where(c => answer.Flow(c.Arc) > 0).GroupBy(c => c.Asker))
            planned[group.Key] = [.. group.Select(c => c.Helper)];
        return planned;
    }
}
