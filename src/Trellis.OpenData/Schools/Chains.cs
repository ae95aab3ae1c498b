namespace Trellis.Schools;

/// <summary>Joins establishments into continuing schools along one-to-one successor links.</summary>
public static class Chains
{
    /// <param name="establishments">Sorted by URN.</param>
    /// <param name="links">From either side; a link that either side calls merged, amalgamated or split chains nothing.</param>
    /// <returns>Every establishment in exactly one school, sorted by the URN of its present entry.</returns>
    public static IReadOnlyList<School> Join(
        IReadOnlyList<Establishment> establishments,
        IEnumerable<Link> links
    )
    {
        var known = establishments.ToDictionary(e => e.Urn);
        var plain = new HashSet<(Urn Before, Urn After)>();
        var many = new HashSet<(Urn Before, Urn After)>();
        foreach (var link in links)
        {
            var (pair, set) = link.Kind switch
            {
                LinkKind.Successor => ((link.From, link.To), plain),
                LinkKind.Predecessor => ((link.To, link.From), plain),
                LinkKind.SuccessorMerged or LinkKind.SuccessorSplit => ((link.From, link.To), many),
                LinkKind.PredecessorMerged or LinkKind.PredecessorSplit => (
                    (link.To, link.From),
                    many
                ),
                _ => default,
            };
            set?.Add(pair);
        }

        // A school with two predecessors, or two successors, of any kind is a merger or a split: nothing chains through it.
        var after = new Dictionary<Urn, List<Urn>>();
        var before = new Dictionary<Urn, List<Urn>>();
        foreach (var (a, b) in plain.Concat(many).Distinct())
        {
            if (a == b || !known.ContainsKey(a) || !known.ContainsKey(b))
                continue;
            (after.TryGetValue(a, out var next) ? next : after[a] = []).Add(b);
            (before.TryGetValue(b, out var last) ? last : before[b] = []).Add(a);
        }
        var successor = new Dictionary<Urn, Urn>();
        var hasPredecessor = new HashSet<Urn>();
        foreach (var (a, b) in plain)
        {
            if (many.Contains((a, b)) || plain.Contains((b, a)))
                continue;
            if (after.GetValueOrDefault(a) is not [var only] || only != b || before[b] is not [_])
                continue;
            successor[a] = b;
            hasPredecessor.Add(b);
        }

        var schools = new List<School>();
        foreach (var establishment in establishments)
        {
            if (hasPredecessor.Contains(establishment.Urn))
                continue;
            var urns = new List<Urn> { establishment.Urn };
            while (successor.TryGetValue(urns[^1], out var next) && !urns.Contains(next))
                urns.Add(next);
            schools.Add(Of(urns, known));
        }

        // Links that run in a circle leave nobody without a predecessor: each of those stands alone.
        var placed = schools.SelectMany(s => s.Urns).ToHashSet();
        schools.AddRange(
            establishments.Where(e => !placed.Contains(e.Urn)).Select(e => new School([e.Urn], e))
        );
        return schools.OrderBy(s => s.Urn).ToArray();
    }

    /// <summary>A school whose newest entry is little more than a number stands where its entry before stood: name and place are carried on, nothing that a conversion changes.</summary>
    private static School Of(List<Urn> urns, Dictionary<Urn, Establishment> known)
    {
        var current = known[urns[^1]];
        var carried = current;
        for (var i = urns.Count - 2; i >= 0; i--)
            carried = Carry(known[urns[i]], carried);
        return new School(urns, carried) { IsCarried = !ReferenceEquals(carried, current) };
    }

    private static Establishment Carry(Establishment before, Establishment now)
    {
        // An entry with a name and a place speaks for itself; one without takes both from the same entry.
        var name = now.Name.Length == 0 && before.Name.Length > 0;
        var place =
            now.Place is null
            && now.Postcode.Length == 0
            && (before.Place is not null || before.Postcode.Length > 0);
        var authority = now.La is null && before.La is not null;
        var phase = now.Phase == Phase.NotKnown && before.Phase != Phase.NotKnown;
        if (!name && !place && !authority && !phase)
            return now;
        return now with
        {
            Name = name ? before.Name : now.Name,
            La = authority ? before.La : now.La,
            LaName = authority ? before.LaName : now.LaName,
            Phase = phase ? before.Phase : now.Phase,
            Street = place ? before.Street : now.Street,
            Locality = place ? before.Locality : now.Locality,
            Address3 = place ? before.Address3 : now.Address3,
            Town = place ? before.Town : now.Town,
            County = place ? before.County : now.County,
            Postcode = place ? before.Postcode : now.Postcode,
            Place = place ? before.Place : now.Place,
            Region = now.Region.Length == 0 ? before.Region : now.Region,
            District = place ? before.District : now.District,
            Ward = place ? before.Ward : now.Ward,
            Constituency = place ? before.Constituency : now.Constituency,
            UrbanRural = place ? before.UrbanRural : now.UrbanRural,
            Msoa = place ? before.Msoa : now.Msoa,
            Lsoa = place ? before.Lsoa : now.Lsoa,
        };
    }
}
