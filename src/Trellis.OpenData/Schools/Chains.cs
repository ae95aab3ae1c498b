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
            schools.Add(new School(urns, known[urns[^1]]));
        }

        // Links that run in a circle leave nobody without a predecessor: each of those stands alone.
        var placed = schools.SelectMany(s => s.Urns).ToHashSet();
        schools.AddRange(
            establishments.Where(e => !placed.Contains(e.Urn)).Select(e => new School([e.Urn], e))
        );
        return schools.OrderBy(s => s.Urn).ToArray();
    }
}
