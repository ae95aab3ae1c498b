namespace Trellis.Assignment;

/// <summary>
/// Residents who each want one place, hospitals that each have some, and both with an order of whom they would have.
/// Deferred acceptance finds who goes where so that no two would rather have each other than what they got.
/// </summary>
/// <remarks>
/// Gale and Shapley (1962), with places: Roth (1984). Lists may be incomplete, and a pair counts only where each lists the
/// other; orders are strict, so ties are broken first (<see cref="PublishedOrder"/>). The matching does not depend on who
/// proposes first. All memory is linear in the lengths of the lists.
/// </remarks>
public sealed class HospitalResidents
{
    // Pairs that both list: those of a resident lie together in the resident's order, and once more by hospital in the
    // hospital's; each knows where its other self is.
    private readonly int[] residentStarts;
    private readonly int[] residentHospitals;
    private readonly int[] inHospital;
    private readonly int[] hospitalStarts;
    private readonly int[] hospitalResidents;
    private readonly int[] inResident;
    private readonly int[] capacities;

    /// <param name="residents">For each resident the hospitals it would go to, the best first; empty where it would go nowhere.</param>
    /// <param name="hospitals">For each hospital the residents it would take, the best first.</param>
    /// <param name="capacities">How many places each hospital has, 0 or more.</param>
    /// <exception cref="ArgumentException">A number names nobody, a list names somebody twice, a capacity is below zero, or there are not as many capacities as hospitals.</exception>
    public HospitalResidents(
        IReadOnlyList<IReadOnlyList<int>> residents,
        IReadOnlyList<IReadOnlyList<int>> hospitals,
        IReadOnlyList<int> capacities
    )
    {
        ArgumentNullException.ThrowIfNull(residents);
        ArgumentNullException.ThrowIfNull(hospitals);
        ArgumentNullException.ThrowIfNull(capacities);
        if (capacities.Count != hospitals.Count)
            throw new ArgumentException(
                $"There are {capacities.Count} capacities for {hospitals.Count} hospitals.",
                nameof(capacities)
            );
        this.capacities = [.. capacities];
        if (Array.FindIndex(this.capacities, c => c < 0) is >= 0 and var below)
            throw new ArgumentException(
                $"Hospital {below} has {this.capacities[below]} places; the least is 0.",
                nameof(capacities)
            );
        var (askedStarts, asked) = Flat(residents, hospitals.Count, nameof(residents));
        var (takenStarts, taken) = Flat(hospitals, residents.Count, nameof(hospitals));

        // Where each hospital lists a resident, gathered by resident.
        var listedStarts = new int[residents.Count + 1];
        foreach (var resident in taken)
            listedStarts[resident + 1]++;
        for (var r = 0; r < residents.Count; r++)
            listedStarts[r + 1] += listedStarts[r];
        var (listedBy, listedAt) = (new int[taken.Length], new int[taken.Length]);
        var fill = listedStarts[..^1];
        for (var h = 0; h < hospitals.Count; h++)
        for (var at = takenStarts[h]; at < takenStarts[h + 1]; at++)
        {
            var slot = fill[taken[at]]++;
            (listedBy[slot], listedAt[slot]) = (h, at);
        }

        var place = new int[hospitals.Count];
        Array.Fill(place, -1);
        var pairOf = new int[taken.Length];
        Array.Fill(pairOf, -1);
        residentStarts = new int[residents.Count + 1];
        var (kept, keptAt) = (new List<int>(), new List<int>());
        for (var r = 0; r < residents.Count; r++)
        {
            for (var i = listedStarts[r]; i < listedStarts[r + 1]; i++)
                place[listedBy[i]] = listedAt[i];
            for (var i = askedStarts[r]; i < askedStarts[r + 1]; i++)
                if (place[asked[i]] is >= 0 and var at)
                {
                    pairOf[at] = kept.Count;
                    kept.Add(asked[i]);
                    keptAt.Add(at);
                }
            for (var i = listedStarts[r]; i < listedStarts[r + 1]; i++)
                place[listedBy[i]] = -1;
            residentStarts[r + 1] = kept.Count;
        }

        residentHospitals = [.. kept];
        inHospital = new int[kept.Count];
        hospitalStarts = new int[hospitals.Count + 1];
        hospitalResidents = new int[kept.Count];
        inResident = new int[kept.Count];
        var next = 0;
        for (var h = 0; h < hospitals.Count; h++)
        {
            for (var at = takenStarts[h]; at < takenStarts[h + 1]; at++)
                if (pairOf[at] is >= 0 and var pair)
                {
                    hospitalResidents[next] = taken[at];
                    inResident[next] = pair;
                    inHospital[pair] = next++;
                }
            hospitalStarts[h + 1] = next;
        }
        OneSided = asked.Length + taken.Length - (2 * kept.Count);
    }

    public int Residents => residentStarts.Length - 1;

    public int Hospitals => capacities.Length;

    /// <summary>How many entries were left aside because the other side does not list them back.</summary>
    public int OneSided { get; }

    /// <summary>
    /// The stable matching that is best for every resident at once: none has a better hospital in any other stable one.
    /// No resident can gain by giving another list than the true one (Dubins and Freedman 1981; Roth 1982); hospitals may.
    /// </summary>
    public ResidentsMatching ResidentsPropose()
    {
        var next = residentStarts[..^1];
        var held = new bool[hospitalResidents.Length];
        var count = new int[Hospitals];
        // The last place in its list that a full hospital holds: it only ever moves to the front.
        var worst = new int[Hospitals];
        Array.Fill(worst, -1);
        for (var first = 0; first < Residents; first++)
        {
            var asking = first;
            while (asking >= 0 && next[asking] < residentStarts[asking + 1])
            {
                var pair = next[asking]++;
                var hospital = residentHospitals[pair];
                var at = inHospital[pair];
                if (count[hospital] < capacities[hospital])
                {
                    count[hospital]++;
                    held[at] = true;
                    worst[hospital] = Math.Max(worst[hospital], at);
                    asking = -1;
                }
                else if (at < worst[hospital])
                {
                    held[at] = true;
                    held[worst[hospital]] = false;
                    asking = hospitalResidents[worst[hospital]];
                    while (!held[worst[hospital]])
                        worst[hospital]--;
                }
            }
        }
        return Held(held);
    }

    /// <summary>The stable matching that is best for every hospital at once, and worst for every resident.</summary>
    public ResidentsMatching HospitalsPropose()
    {
        var next = hospitalStarts[..^1];
        var count = new int[Hospitals];
        var best = new int[Residents];
        Array.Fill(best, int.MaxValue);
        var free = new Stack<int>();
        for (var h = Hospitals - 1; h >= 0; h--)
            free.Push(h);
        while (free.TryPop(out var hospital))
        while (
            count[hospital] < capacities[hospital] && next[hospital] < hospitalStarts[hospital + 1]
        )
        {
            var at = next[hospital]++;
            var resident = hospitalResidents[at];
            var pair = inResident[at];
            if (pair >= best[resident])
                continue;
            if (best[resident] != int.MaxValue)
            {
                var left = residentHospitals[best[resident]];
                count[left]--;
                free.Push(left);
            }
            best[resident] = pair;
            count[hospital]++;
        }
        var held = new bool[hospitalResidents.Length];
        foreach (var pair in best)
            if (pair != int.MaxValue)
                held[inHospital[pair]] = true;
        return Held(held);
    }

    /// <summary>
    /// The pairs that list each other and would both rather have each other than what a plan gives them: the resident
    /// prefers that hospital to its own or has none, and the hospital has a place free or prefers that resident to one it has.
    /// </summary>
    /// <param name="hospitalOf">The hospital of each resident, -1 where it has none: any plan, not only one made here. To be where one of the two does not list the other counts as worse than anything listed.</param>
    /// <returns>By resident, and each resident's in its own order; empty where the plan is stable.</returns>
    /// <exception cref="ArgumentException">There are not as many entries as residents, or one names no hospital.</exception>
    public IReadOnlyList<(int Resident, int Hospital)> BlockingPairs(IReadOnlyList<int> hospitalOf)
    {
        ArgumentNullException.ThrowIfNull(hospitalOf);
        if (hospitalOf.Count != Residents)
            throw new ArgumentException(
                $"The plan has {hospitalOf.Count} entries for {Residents} residents.",
                nameof(hospitalOf)
            );
        var count = new int[Hospitals];
        var worst = new int[Hospitals];
        Array.Fill(worst, -1);
        var own = new int[Residents];
        for (var r = 0; r < Residents; r++)
        {
            own[r] = residentStarts[r + 1];
            var hospital = hospitalOf[r];
            if (hospital == -1)
                continue;
            if ((uint)hospital >= (uint)Hospitals)
                throw new ArgumentException(
                    $"Resident {r} is at hospital {hospital}, which is none of {Hospitals}.",
                    nameof(hospitalOf)
                );
            count[hospital]++;
            var at = int.MaxValue;
            for (var pair = residentStarts[r]; pair < residentStarts[r + 1]; pair++)
                if (residentHospitals[pair] == hospital)
                {
                    own[r] = pair;
                    at = inHospital[pair];
                }
            worst[hospital] = Math.Max(worst[hospital], at);
        }
        var blocking = new List<(int, int)>();
        for (var r = 0; r < Residents; r++)
        for (var pair = residentStarts[r]; pair < own[r]; pair++)
        {
            var hospital = residentHospitals[pair];
            if (
                capacities[hospital] > 0
                && (count[hospital] < capacities[hospital] || inHospital[pair] < worst[hospital])
            )
                blocking.Add((r, hospital));
        }
        return blocking;
    }

    private ResidentsMatching Held(bool[] held)
    {
        var hospitalOf = new int[Residents];
        Array.Fill(hospitalOf, -1);
        var residentsOf = new IReadOnlyList<int>[Hospitals];
        for (var h = 0; h < Hospitals; h++)
        {
            var residents = new List<int>();
            for (var at = hospitalStarts[h]; at < hospitalStarts[h + 1]; at++)
                if (held[at])
                {
                    residents.Add(hospitalResidents[at]);
                    hospitalOf[hospitalResidents[at]] = h;
                }
            residentsOf[h] = residents;
        }
        return new ResidentsMatching(hospitalOf, residentsOf);
    }

    private static (int[] Starts, int[] Entries) Flat(
        IReadOnlyList<IReadOnlyList<int>> lists,
        int others,
        string name
    )
    {
        PreferenceLists.Check(lists, others, name);
        var starts = new int[lists.Count + 1];
        for (var i = 0; i < lists.Count; i++)
            starts[i + 1] = starts[i] + lists[i].Count;
        return (starts, [.. lists.SelectMany(list => list)]);
    }
}

/// <summary>Who goes where.</summary>
/// <param name="HospitalOf">The hospital of each resident, -1 where it has none.</param>
/// <param name="ResidentsOf">The residents of each hospital, in the hospital's own order.</param>
public sealed record ResidentsMatching(
    IReadOnlyList<int> HospitalOf,
    IReadOnlyList<IReadOnlyList<int>> ResidentsOf
);
