using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Measures;
using Trellis.Neighbours;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.SimilarSchools;

/// <summary>Which schools are like a school, asked of one snapshot. Safe to ask from many threads; what is worked out once is kept.</summary>
public sealed class Likeness
{
    /// <summary>Answers under weights of one's own are kept for so many choices.</summary>
    private const int ChoicesKept = 16;

    /// <summary>The most neighbours one may ask for.</summary>
    public const int Most = 500;

    private static readonly ConditionalWeakTable<
        Snapshot,
        ConcurrentDictionary<int, Likeness>
    > Kept = [];

    private readonly ConcurrentDictionary<Peers, Lazy<Population>> populations = new();
    private readonly ConcurrentDictionary<
        (Peers Peers, string Method),
        Lazy<MethodPopulation>
    > named = new();
    private readonly Lock choosing = new();
    private readonly LinkedList<(Peers Peers, Lazy<MethodPopulation> Population)> chosen = [];

    private readonly Likeness? under;

    private Likeness(Snapshot snapshot, Year? until, Likeness? under = null) =>
        (Snapshot, Until, this.under) = (snapshot, until, under);

    public Snapshot Snapshot { get; }

    /// <summary>The last year whose figures are looked at; null for all there are.</summary>
    public Year? Until { get; }

    /// <summary>One for each snapshot, for as long as the snapshot lives.</summary>
    /// <param name="until">
    /// The last year whose figures are looked at, to see likeness as it was then; null for all there are. The schools are
    /// those of today, along their chains.
    /// </param>
    public static Likeness In(Snapshot snapshot, Year? until = null) =>
        Kept.GetValue(snapshot, _ => new())
            .GetOrAdd(until?.Starts ?? int.MaxValue, _ => new Likeness(snapshot, until));

    /// <summary>This snapshot seen by the published constants of another: a school that came or went since changes no distance of two others.</summary>
    public Likeness Under(Likeness published) => new(Snapshot, Until, published);

    /// <summary>The schools of a kind.</summary>
    public Population Population(Peers peers) =>
        populations
            .GetOrAdd(
                peers,
                p => new Lazy<Population>(() =>
                    new Population(Snapshot, p, Until, under?.Population(p))
                )
            )
            .Value;

    /// <summary>The schools of a kind as a method sees them.</summary>
    public MethodPopulation Population(Peers peers, SimilarMethod method)
    {
        if (method.Named)
            return named.GetOrAdd((peers, method.Id), _ => Prepare(peers, method)).Value;
        Lazy<MethodPopulation> prepared;
        lock (choosing)
        {
            var at = chosen.First;
            while (
                at is not null && !(at.Value.Peers == peers && IsSame(at.Value.Population, method))
            )
                at = at.Next;
            prepared = at?.Value.Population ?? Prepare(peers, method);
            if (at is not null)
                chosen.Remove(at);
            chosen.AddFirst((peers, prepared));
            if (chosen.Count > ChoicesKept)
                chosen.RemoveLast();
        }
        return prepared.Value;

        static bool IsSame(Lazy<MethodPopulation> kept, SimilarMethod method) =>
            kept.IsValueCreated && kept.Value.Method.Id == method.Id;
    }

    /// <summary>The schools most like one.</summary>
    /// <param name="urn">Any URN of the school's chain: a closed URN whose school continues asks for the school it became.</param>
    /// <param name="filter">Null for none.</param>
    /// <param name="take">How many, 1 to <see cref="Most"/>; null for the method's own number.</param>
    /// <param name="journeys">By which minutes are told; null for estimates.</param>
    public SimilarReply Ask(
        Urn urn,
        SimilarMethod method,
        SimilarFilter? filter = null,
        int? take = null,
        Journeys? journeys = null
    )
    {
        journeys ??= Journeys.In(Snapshot);
        if (Place(urn, method, out var population, out var row) is { } none)
            return none;
        var wanted = Math.Clamp(take ?? method.Take, 1, Most);
        var schools = population.Population.Schools;
        var own = schools[row].Current;
        var trust = filter is { ExcludeOwnTrust: true } ? Snapshot.TrustOf(own.Urn)?.Uid : null;
        var nearest = Nearest.To(
            population.Points,
            row,
            population.Reach(wanted),
            population.LeastKnown,
            filter is null || filter == SimilarFilter.None
                ? null
                : other =>
                    filter.Passes(own, schools[other].Current, journeys)
                    && (trust is null || Snapshot.TrustOf(schools[other].Urn)?.Uid != trust)
        );
        var neighbours = population
            .Keep(row, nearest, wanted)
            .Select(
                (n, i) =>
                    Explain(population, row, n.Row, i + 1) with
                    {
                        Journey = journeys.Between(own, schools[n.Row].Current),
                    }
            )
            .ToArray();
        var count = neighbours.CountBy(n => n.Closeness).ToDictionary();
        return new SimilarAnswer(
            schools[row],
            population.Method,
            Snapshot.Id,
            population.Population.Peers,
            neighbours,
            OwnFigures(population, row),
            count.GetValueOrDefault(Closeness.Close),
            count.GetValueOrDefault(Closeness.Fair),
            count.GetValueOrDefault(Closeness.Loose),
            UnusualIn(population, row),
            schools.Count - 1,
            population.Limits
        );
    }

    /// <summary>Two schools of one kind under a method, whether or not either is in the other's list.</summary>
    /// <returns>With rank 0; null where they cannot be compared.</returns>
    public SimilarSchool? Pair(Urn urn, Urn other, SimilarMethod method)
    {
        if (
            Place(urn, method, out var population, out var row) is not null
            || Snapshot.SchoolOf(other) is not { } school
            || population.Population.PositionOf(school) is not (>= 0 and var otherRow)
            || double.IsNaN(population.Points.SquaredDistance(row, otherRow))
        )
            return null;
        return Explain(population, row, otherRow, 0);
    }

    /// <summary>How sure it is that each school of a list belongs to it: the share of 200 draws of the figures in which it is among the nearest.</summary>
    /// <param name="take">How many nearest make the list; null for the method's own number.</param>
    /// <returns>By URN; schools in no draw are left out. Null where the school is not compared or the method's figures have no known chance.</returns>
    public IReadOnlyDictionary<Urn, double>? Belonging(
        Urn urn,
        SimilarMethod method,
        int? take = null
    ) =>
        Place(urn, method, out var population, out var row) is null
            ? SimilarSchools
                .Belonging.Of(population, row, Math.Clamp(take ?? method.Take, 1, Most))
                ?.ToDictionary(m => population.Population.Schools[m.Key].Urn, m => m.Value)
            : null;

    /// <summary>Who has a school in their list, nearest first; empty where nobody has, or where the school is not compared. The first question of a method works out all lists.</summary>
    public IReadOnlyList<NamedBy> WhoNames(Urn urn, SimilarMethod method)
    {
        if (Place(urn, method, out var population, out var row) is not null)
            return [];
        var lists = population.Lists(method.Take);
        var naming = new List<NamedBy>();
        foreach (var other in lists.Naming(row))
        {
            var distance = population.Points.Distance(other, row);
            naming.Add(
                new NamedBy(
                    population.Population.Schools[other],
                    lists.Of(other).IndexOf(row) + 1,
                    distance,
                    population.Limits.Of(distance)
                )
            );
        }
        return naming.OrderBy(n => n.Distance).ThenBy(n => n.School.Urn).ToArray();
    }

    private Lazy<MethodPopulation> Prepare(Peers peers, SimilarMethod method) =>
        new(() => new MethodPopulation(Population(peers), method));

    private NoSimilarAnswer? Place(
        Urn urn,
        SimilarMethod method,
        out MethodPopulation population,
        out int row
    )
    {
        population = null!;
        row = -1;
        if (Snapshot.SchoolOf(urn) is not { } school)
            return new("no-such-school", $"No school with URN {urn} is in this snapshot.");
        if (PeersOf.School(school, Snapshot) is not { } peers)
            return new(
                "not-compared",
                school.IsOpen
                    ? $"{school.Name} is not compared: only state-funded primary, secondary and special schools are."
                    : $"{school.Name} is not compared: it is not open."
            );
        if (!method.Peers.Contains(peers))
            return new("method-not-for-peers", $"{method.Label} does not compare {peers.Words()}.");
        population = Population(peers, method);
        row = population.Population.PositionOf(school);
        var known = population.Points.WeightOf(population.Points.Known(row));
        return known > 0 && known >= population.LeastKnown * population.Points.TotalWeight
            ? null
            : new(
                "too-little-known",
                $"Too little is known of {school.Name} to compare it: the published files have {System.Numerics.BitOperations.PopCount(population.Points.Known(row))} of {population.Method.Variables.Count} figures."
            );
    }

    private static SimilarSchool Explain(MethodPopulation population, int row, int other, int rank)
    {
        var variables = population.Method.Variables;
        Span<double> squared = stackalloc double[variables.Count];
        population.Points.Contributions(row, other, squared);
        var contributions = new Contribution[variables.Count];
        for (var k = 0; k < contributions.Length; k++)
        {
            var figures = population.Figures[k];
            var apart = (figures.Compared[other] - figures.Compared[row]) / figures.Deviation;
            contributions[k] = new Contribution(
                variables[k],
                OrNull(figures.Shown[row]),
                OrNull(figures.Shown[other]),
                OrNull(squared[k]),
                OrNull(apart)
            );
        }
        var schools = population.Population.Schools;
        var distance = population.Points.Distance(row, other);
        return new SimilarSchool(
            schools[other],
            rank,
            distance,
            population.Limits.Of(distance),
            schools[row].Current.Place is { } here && schools[other].Current.Place is { } there
                ? here.KilometresTo(there)
                : null,
            contributions,
            population.Points.KnownToBoth(row, other),
            variables.Count
        );
    }

    private string YearLabel(Reading reading, Year year) =>
        Snapshot.Measures.Find(reading.Terms[0].Measure)?.YearLabel(year) ?? year.ToString();

    private OwnFigure[] OwnFigures(MethodPopulation population, int row) =>
        population
            .Method.Variables.Select(
                (variable, k) =>
                {
                    var reading = population.ReadingOf(k, row);
                    return new OwnFigure(
                        variable,
                        OrNull(population.Figures[k].Shown[row]),
                        reading is null ? null : population.Figures[k].Years[row],
                        reading is null ? "" : YearLabel(reading, population.Figures[k].Years[row]),
                        reading,
                        population.Coefficients[k]
                    );
                }
            )
            .ToArray();

    private static Unusual[] UnusualIn(MethodPopulation population, int row) =>
        population
            .Method.Variables.Select(
                (variable, k) =>
                    new Unusual(
                        variable,
                        population.Figures[k].Shown[row],
                        population.ShareBelow(k, row)
                    )
            )
            .Where(u => !u.Variable.IsPlace && u.ShareBelow is (<= .05 or >= .95))
            .OrderByDescending(u => Math.Abs(u.ShareBelow - .5))
            .ToArray();

    private static double? OrNull(double figure) => double.IsFinite(figure) ? figure : null;
}
