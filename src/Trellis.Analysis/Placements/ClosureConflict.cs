namespace Trellis.Placements;

/// <summary>Why not every school can be placed: rules that together leave as many out, and of which none can be spared.</summary>
/// <param name="LeftOut">How many schools any plan leaves out that keeps these rules, whatever the others.</param>
/// <param name="Rules">Dropping any one of these, all others being set aside, lets one more school be placed. Empty where <see cref="Nowhere"/> alone says why.</param>
/// <param name="Nowhere">The schools that no trust of the instance has a place for.</param>
/// <param name="Smallest">Whether it was tried of every rule here that it cannot be spared; false where time was up.</param>
/// <param name="Proven">Whether every "cannot be placed" on the way is proven; else it is what the search could not do.</param>
/// <param name="Words">The same in words, a sentence each.</param>
public sealed record ClosureConflict(
    int LeftOut,
    IReadOnlyList<ClosureRule> Rules,
    IReadOnlyList<ClosingSchool> Nowhere,
    bool Smallest,
    bool Proven,
    IReadOnlyList<string> Words
)
{
    /// <summary>Finds the conflict; null where every school of the plan has a trust.</summary>
    /// <remarks>
    /// Halving (QuickXplain, Junker 2004): a set of rules that is not needed goes at once, so that as many plans are tried as there are
    /// rules in the conflict times the logarithm of all, not as there are rules. Only how many are placed is looked at.
    /// </remarks>
    internal static ClosureConflict? Of(
        ClosureArrays arrays,
        int leftOut,
        ulong seed,
        Func<CancellationToken> each,
        CancellationToken timeIsUp
    )
    {
        if (leftOut == 0)
            return null;
        var instance = arrays.Instance;
        var all = ClosureRule.Hard(instance);
        var reached = instance.Places.Select(p => p.School).ToHashSet(StringComparer.Ordinal);
        ClosingSchool[] nowhere = [.. instance.Schools.Where(s => !reached.Contains(s.Id))];
        var (proven, smallest) = (true, true);
        IReadOnlyList<ClosureRule> rules = Conflicts([]) ? [] : Explain([], false, all);
        return new ClosureConflict(
            leftOut,
            rules,
            nowhere,
            smallest,
            proven,
            [.. Sentences(instance, leftOut, rules, nowhere)]
        );

        // Whether these rules alone leave as many out.
        bool Conflicts(IReadOnlyCollection<ClosureRule> kept)
        {
            if (timeIsUp.IsCancellationRequested)
            {
                // Unknown: to keep the rule is the safe side.
                smallest = false;
                return false;
            }
            var freer = new ClosureArrays(ClosureRule.Without(instance, [.. all.Except(kept)]));
            if (freer.LeastLeftOutByPlaces(int.MaxValue) >= leftOut)
                return true;
            var (plan, least) = ClosurePlan.AsManyAsCanBe(freer, int.MaxValue, seed, each());
            if (ClosureArrays.Unplaced(plan) < leftOut)
                return false;
            proven &= least >= leftOut;
            return true;
        }

        IReadOnlyList<ClosureRule> Explain(
            IReadOnlyList<ClosureRule> kept,
            bool grown,
            IReadOnlyList<ClosureRule> among
        )
        {
            if (grown && Conflicts(kept))
                return [];
            if (among.Count == 1)
                return among;
            var half = among.Count / 2;
            ClosureRule[] first = [.. among.Take(half)],
                second = [.. among.Skip(half)];
            var right = Explain([.. kept, .. first], true, second);
            var left = Explain([.. kept, .. right], right.Count > 0, first);
            return [.. left, .. right];
        }
    }

    private static IEnumerable<string> Sentences(
        ClosureInstance instance,
        int leftOut,
        IReadOnlyList<ClosureRule> rules,
        IReadOnlyList<ClosingSchool> nowhere
    )
    {
        foreach (var school in nowhere)
        {
            string[] reasons =
            [
                .. instance
                    .RuledOut.Where(r => r.School == school.Id)
                    .Select(r => r.Reason)
                    .Distinct(StringComparer.Ordinal),
            ];
            yield return $"No trust has a place for {school.Name}{(reasons.Length == 0 ? "." : ": " + string.Join(" ", reasons))}";
        }
        if (rules.Count == 0)
            yield break;
        yield return $"These {rules.Count} rules together leave {ClosureRule.Count(leftOut, "school")} out, whatever the others; without any one of them one more could be placed:";
        foreach (var rule in rules)
            yield return $"- {rule.Words(instance)}";
    }
}
