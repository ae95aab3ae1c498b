namespace Trellis.Placements;

/// <summary>Why a school cannot be placed beside the others: schools and rules that cannot all be, and of which none can be spared.</summary>
/// <param name="School">The school that the plan leaves out.</param>
/// <param name="Schools">It and those that stand against it: with any one of them left out the rest can all be placed under <paramref name="Rules"/>.</param>
/// <param name="Rules">With any one of these dropped, all of <paramref name="Schools"/> can be placed; empty where no trust has a place for the school at all.</param>
/// <param name="Smallest">Whether it was tried of everything here that it cannot be spared; false where time was up.</param>
/// <param name="Proven">Whether every "cannot be placed" on the way is proven; else it is what the search could not do.</param>
/// <param name="Words">The same in words, a sentence or a line each.</param>
public sealed record ClosureConflict(
    ClosingSchool School,
    IReadOnlyList<ClosingSchool> Schools,
    IReadOnlyList<ClosureRule> Rules,
    bool Smallest,
    bool Proven,
    IReadOnlyList<string> Words
)
{
    private const int FirstTried = 4;

    /// <summary>Finds the conflict of a school that a plan leaves out.</summary>
    /// <param name="plan">One that leaves out as few as can be: so the schools it places and this one cannot all be placed.</param>
    /// <remarks>
    /// Schools and rules are put in the order in which they are reached from the school over the trusts that could take it, the smallest
    /// beginning that cannot be is sought by doubling, and what of it can be spared goes by halves (QuickXplain, Junker 2004). Only
    /// whether all are placed is looked at, never values or ranks.
    /// </remarks>
    internal static ClosureConflict Of(
        ClosureArrays arrays,
        IReadOnlyList<int> plan,
        int school,
        ulong seed,
        Func<CancellationToken> each,
        CancellationToken timeIsUp
    )
    {
        var instance = arrays.Instance;
        var all = ClosureRule.Hard(instance);
        var (proven, smallest) = (true, true);
        var order = Reached(arrays, plan, school, all);
        IReadOnlyList<Part> parts;
        if (instance.Places.All(p => p.School != arrays.Schools[school].Id))
            parts = [new Part(arrays.Schools[school], null)];
        else
        {
            var enough = FirstTried;
            while (enough < order.Count && !Conflicts([.. order.Take(enough)]))
                enough *= 2;
            parts = Explain([], false, [.. order.Take(enough)]);
        }
        ClosingSchool[] schools = [.. parts.Select(p => p.School).OfType<ClosingSchool>()];
        ClosureRule[] rules = [.. parts.Select(p => p.Rule).OfType<ClosureRule>()];
        return new ClosureConflict(
            arrays.Schools[school],
            schools,
            rules,
            smallest,
            proven,
            [.. Sentences(instance, arrays.Schools[school], schools, rules)]
        );

        // Whether these schools cannot all be placed under these rules alone.
        bool Conflicts(IReadOnlyCollection<Part> kept)
        {
            if (timeIsUp.IsCancellationRequested)
            {
                // Unknown: to keep what is asked about is the safe side.
                smallest = false;
                return false;
            }
            var only = Only(arrays, all, kept);
            if (only.Schools.Length == 0)
                return false;
            if (only.LeastLeftOutByPlaces(int.MaxValue) > 0)
                return true;
            var (found, least) = ClosurePlan.AsManyAsCanBe(only, int.MaxValue, seed, each());
            if (ClosureArrays.Unplaced(found) == 0)
                return false;
            proven &= least > 0;
            return true;
        }

        IReadOnlyList<Part> Explain(IReadOnlyList<Part> kept, bool grown, IReadOnlyList<Part> among)
        {
            if (grown && Conflicts(kept))
                return [];
            if (among.Count <= 1)
                return among;
            var half = among.Count / 2;
            Part[] first = [.. among.Take(half)],
                second = [.. among.Skip(half)];
            var right = Explain([.. kept, .. first], true, second);
            var left = Explain([.. kept, .. right], right.Count > 0, first);
            return [.. left, .. right];
        }
    }

    /// <summary>A school that is to be placed, or a rule that is to be kept.</summary>
    private sealed record Part(ClosingSchool? School, ClosureRule? Rule);

    /// <summary>The instance of some schools and rules alone; the fair share stays what it is for all schools.</summary>
    private static ClosureArrays Only(
        ClosureArrays arrays,
        IReadOnlyList<ClosureRule> all,
        IReadOnlyCollection<Part> kept
    )
    {
        var rules = kept.Select(k => k.Rule).OfType<ClosureRule>().ToHashSet();
        var instance = ClosureRule.Without(
            arrays.Instance,
            [.. all.Where(r => !rules.Contains(r))]
        );
        var ids = kept.Select(k => k.School)
            .OfType<ClosingSchool>()
            .Select(s => s.Id)
            .ToHashSet(StringComparer.Ordinal);
        ClosingSchool[] schools = [.. instance.Schools.Where(s => ids.Contains(s.Id))];
        var mean = schools.Length == 0 ? 1 : schools.Average(s => s.Challenge);
        return new ClosureArrays(
            instance with
            {
                Schools = schools,
                Places = [.. instance.Places.Where(p => ids.Contains(p.School))],
                Locks = [.. instance.Locks.Where(l => ids.Contains(l.School))],
                FairShare = instance.FairShare * arrays.MeanChallenge / mean,
            }
        );
    }

    /// <summary>The school, the rules of the trusts that could take it, the schools that are there, and so on outwards.</summary>
    private static List<Part> Reached(
        ClosureArrays arrays,
        IReadOnlyList<int> plan,
        int school,
        IReadOnlyList<ClosureRule> all
    )
    {
        var rules = all.ToHashSet();
        var order = new List<Part>();
        var (seenSchools, seenTrusts) = (new HashSet<int> { school }, new HashSet<int>());
        void Add(ClosureRule rule)
        {
            if (rules.Contains(rule))
                order.Add(new Part(null, rule));
        }
        var trustsOf = arrays.Instance.Places.ToLookup(
            p => arrays.SchoolAt(p.School),
            p => arrays.TrustAt(p.Trust)
        );
        List<int> wave = [school];
        Add(new(ClosureRuleKind.FairShare));
        while (wave.Count > 0)
        {
            var next = new List<int>();
            foreach (var s in wave)
            {
                order.Add(new Part(arrays.Schools[s], null));
                Add(new(ClosureRuleKind.Lock, arrays.Schools[s].Id));
                Add(new(ClosureRuleKind.List, arrays.Schools[s].Id));
            }
            foreach (var t in wave.SelectMany(s => trustsOf[s].Order()))
            {
                if (!seenTrusts.Add(t))
                    continue;
                Add(new(ClosureRuleKind.Places, arrays.Trusts[t].Id));
                Add(new(ClosureRuleKind.Points, arrays.Trusts[t].Id));
                for (var s = 0; s < plan.Count; s++)
                    if (plan[s] == t && seenSchools.Add(s))
                        next.Add(s);
            }
            wave = next;
        }
        // What is not reached over placed schools cannot be in the way, but for trusts only others could go to.
        foreach (var rule in all)
            if (!order.Exists(p => p.Rule == rule))
                order.Add(new Part(null, rule));
        for (var s = 0; s < plan.Count; s++)
            if (plan[s] != ClosureArrays.NoTrust && seenSchools.Add(s))
                order.Add(new Part(arrays.Schools[s], null));
        return order;
    }

    private static IEnumerable<string> Sentences(
        ClosureInstance instance,
        ClosingSchool school,
        ClosingSchool[] schools,
        ClosureRule[] rules
    )
    {
        if (rules.Length == 0)
        {
            string[] reasons =
            [
                .. instance
                    .RuledOut.Where(r => r.School == school.Id)
                    .Select(r => r.Reason)
                    .Distinct(StringComparer.Ordinal),
            ];
            yield return $"No trust has a place for {school.Name}{(reasons.Length == 0 ? "." : ": " + string.Join(" ", reasons))}";
            yield break;
        }
        string[] others =
        [
            .. schools
                .Where(s => s.Id != school.Id)
                .OrderBy(s => s.Id, StringComparer.Ordinal)
                .Select(s => s.Name),
        ];
        yield return others.Length == 0
            ? $"{school.Name} cannot be placed while these rules hold; without any one of them it could:"
            : $"{school.Name} and {string.Join(", ", others)} cannot all be placed while these rules hold; without any one of the rules, or any one of the schools, the rest could:";
        var trusts = rules
            .Where(r => r.Kind is ClosureRuleKind.Places or ClosureRuleKind.Points)
            .Select(r => r.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (trusts.Count > 1)
        {
            ReceivingTrust[] named = [.. instance.Trusts.Where(t => trusts.Contains(t.Id))];
            var owed = ClosureRule.Count(schools.Sum(s => s.Challenge), "challenge point");
            var room = ClosureRule.Count(named.Sum(t => t.Places), "school");
            var carry = ClosureRule.Count(named.Sum(t => t.ChallengePoints), "challenge point");
            yield return $"These {schools.Length} schools have {owed}; the {named.Length} trusts named here take {room} of {carry} altogether.";
        }
        foreach (var rule in rules.OrderBy(r => r.Kind).ThenBy(r => r.Name, StringComparer.Ordinal))
            yield return $"- {rule.Words(instance)}";
    }
}
