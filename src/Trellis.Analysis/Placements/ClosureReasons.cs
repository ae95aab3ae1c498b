namespace Trellis.Placements;

/// <summary>Why a school does not go to a trust.</summary>
public enum NotThereKind
{
    /// <summary>A hard filter says no, whatever the values.</summary>
    RuledOut,

    /// <summary>The instance has no place there for it and does not say why.</summary>
    NoPlace,

    /// <summary>It is performing, and the trust is not on its list.</summary>
    OffList,

    /// <summary>It is settled elsewhere.</summary>
    Settled,

    /// <summary>It would be lower on its list than any school has to accept.</summary>
    Rank,

    /// <summary>The match is worth no more than the one it has.</summary>
    WorthLess,

    /// <summary>The match is worth more, and less than what leaving the schools of its cluster costs.</summary>
    Together,

    /// <summary>All places are taken.</summary>
    Full,

    /// <summary>Too few challenge points are left.</summary>
    Points,

    /// <summary>The trust it would go to would take only easy schools.</summary>
    FairShareThere,

    /// <summary>The trust it would leave would be left with only easy schools.</summary>
    FairShareHere,

    /// <summary>Nothing stands in the way: the plan could be better, and was not proven to be the best.</summary>
    Nothing,
}

/// <summary>Why a school does not go to a trust, with the numbers it rests on.</summary>
/// <param name="Value">The value of the match; null where there is none.</param>
/// <param name="Gain">What moving the school there, and nothing else, would add to the plan's value; null where it may not be there at all. What leaving it out costs is not in it.</param>
/// <param name="Price">What a place at the trust costs at the prices of the plan, the same for every school (<see cref="ClosurePlan.TrustPrices"/>); null where the trust is not full, and where it has no place to price.</param>
/// <param name="InTheWay">The schools that are there, by id, where the trust has no room.</param>
/// <param name="Words">The reason as a sentence.</param>
public sealed record NotThere(
    ReceivingTrust Trust,
    NotThereKind Kind,
    double? Value,
    double? Gain,
    double? Price,
    IReadOnlyList<string> InTheWay,
    string Words
);

/// <summary>Says of each school and trust why the one does not go to the other, from the plan alone.</summary>
internal sealed class ClosureReasons
{
    // Below the last digits in which sums of values agree.
    private const double Nothing = 1e-9;

    private readonly ClosureArrays arrays;
    private readonly int[] plan;
    private readonly ClosurePlan of;
    private readonly int[] count;
    private readonly int[] points;
    private readonly int splits;
    private readonly ILookup<(string School, string Trust), string> ruledOut;

    public ClosureReasons(ClosureArrays arrays, int[] plan, ClosurePlan of)
    {
        (this.arrays, this.plan, this.of) = (arrays, plan, of);
        count = new int[arrays.Trusts.Length];
        points = new int[arrays.Trusts.Length];
        for (var s = 0; s < plan.Length; s++)
            if (plan[s] != ClosureArrays.NoTrust)
            {
                count[plan[s]]++;
                points[plan[s]] += arrays.Schools[s].Challenge;
            }
        splits = arrays.Splits(plan);
        ruledOut = arrays.Instance.RuledOut.ToLookup(r => (r.School, r.Trust), r => r.Reason);
    }

    /// <summary>The trusts a school was told something of (a place, a hard filter, its own list) and does not go to: those on its list first, then the most valuable.</summary>
    public IEnumerable<NotThere> Of(int school)
    {
        var who = arrays.Schools[school];
        return Enumerable
            .Range(0, arrays.Trusts.Length)
            .Where(t =>
                t != plan[school]
                && (
                    arrays.Place(school, t) is not null
                    || ruledOut.Contains((who.Id, arrays.Trusts[t].Id))
                    || who.List.Contains(arrays.Trusts[t].Id, StringComparer.Ordinal)
                )
            )
            .OrderBy(t => who.RankOf(arrays.Trusts[t].Id))
            .ThenByDescending(t => arrays.Place(school, t)?.Value ?? -1)
            .ThenBy(t => t)
            .Select(t => Why(school, t));
    }

    public NotThere Why(int school, int trust)
    {
        var who = arrays.Schools[school];
        var there = arrays.Trusts[trust];
        var hard = ruledOut[(who.Id, there.Id)].ToArray();
        if (hard.Length > 0)
            return Hard(NotThereKind.RuledOut, string.Join(" ", hard));
        if (arrays.Place(school, trust) is not { Value: var value })
            return Hard(NotThereKind.NoPlace, "It has no place for this school.");
        if (arrays.OffList(school, trust))
            return Hard(
                NotThereKind.OffList,
                "The school is performing, and this trust is not on its list."
            );
        if (arrays.IsLocked(school))
            return Hard(
                NotThereKind.Settled,
                $"The school is settled at {arrays.Trusts[arrays.LockOf(school)].Name}."
            );
        if (arrays.Rank(school, trust) is var rank && rank > of.RankLimit)
            return Hard(
                NotThereKind.Rank,
                FormattableString.Invariant(
                    $"It is number {rank} for this school{(rank > who.List.Count ? ", being off its list" : " on its list")}, and no school has to take worse than number {of.RankLimit}."
                )
            );

        var here = plan[school];
        int[] moved = [.. plan];
        moved[school] = trust;
        var spread = arrays.Instance.ClusterCost * (arrays.Splits(moved) - splits);
        var now = here == ClosureArrays.NoTrust ? 0 : arrays.Value(school, here);
        var gain = value - now - spread;
        var full = count[trust] >= there.Places;
        double? price = full && there.Places > 0 ? of.TrustPrices[there.Id] : null;
        string[] inTheWay =
        [
            .. Enumerable
                .Range(0, plan.Length)
                .Where(s => plan[s] == trust)
                .Select(s => arrays.Schools[s].Id),
        ];
        NotThere Soft(NotThereKind kind, string words, bool blocked = false) =>
            new(there, kind, value, gain, price, blocked ? inTheWay : [], words);

        // A school without a trust gains by any, whatever it is worth, unless the penalty says that leaving it out may pay.
        if (
            here == ClosureArrays.NoTrust
            && arrays.Instance.Penalty is { } saved
            && gain + saved <= Nothing
        )
            return Soft(
                spread > 0 ? NotThereKind.Together : NotThereKind.WorthLess,
                FormattableString.Invariant(
                    $"It is worth {value:0.000} to the school and {saved:0.000} not to leave it out, no more than {(spread > 0 ? FormattableString.Invariant($"the {spread:0.000} that spreading the schools of {who.Cluster} over more trusts costs") : "nothing")}."
                )
            );
        if (here != ClosureArrays.NoTrust && gain <= Nothing)
            return value - now <= Nothing
                ? Soft(
                    NotThereKind.WorthLess,
                    FormattableString.Invariant(
                        $"It is worth {value:0.000} to the school, no more than the {now:0.000} of {arrays.Trusts[here].Name}."
                    )
                )
                : Soft(
                    NotThereKind.Together,
                    FormattableString.Invariant(
                        $"It is worth {value - now:0.000} more to the school, and spreading the schools of {who.Cluster} over more trusts costs {spread:0.000}."
                    )
                );
        if (full)
            return Soft(
                NotThereKind.Full,
                there.Places == 0
                    ? "It has no places."
                    : FormattableString.Invariant(
                        $"Its {ClosureRule.Count(there.Places, "place")} {(there.Places == 1 ? "is" : "are")} taken by {Names(inTheWay)}; at the prices of the plan a place there costs {Cost(price!.Value)}, and {Gains()}."
                    ),
                blocked: true
            );
        var left = there.ChallengePoints - points[trust];
        if (who.Challenge > left)
            return Soft(
                NotThereKind.Points,
                FormattableString.Invariant(
                    $"The school has {ClosureRule.Count(who.Challenge, "challenge point")} and the trust {(left == 0 ? "none" : left.ToString(System.Globalization.CultureInfo.InvariantCulture))} left of {there.ChallengePoints}{(inTheWay.Length == 0 ? "" : ", with " + Names(inTheWay))}."
                ),
                blocked: true
            );
        if (!arrays.IsFair(count[trust] + 1, points[trust] + who.Challenge))
            return Soft(
                NotThereKind.FairShareThere,
                FormattableString.Invariant(
                    $"It would then take {count[trust] + 1} schools of {(double)(points[trust] + who.Challenge) / (count[trust] + 1):0.00} challenge points on average, below its fair share of {arrays.LeastMean:0.00}."
                ),
                blocked: true
            );
        if (
            here != ClosureArrays.NoTrust
            && !arrays.IsFair(count[here] - 1, points[here] - who.Challenge)
        )
            return Soft(
                NotThereKind.FairShareHere,
                FormattableString.Invariant(
                    $"{arrays.Trusts[here].Name} would be left with {count[here] - 1} schools of {(double)(points[here] - who.Challenge) / (count[here] - 1):0.00} challenge points on average, below its fair share of {arrays.LeastMean:0.00}."
                )
            );
        return Soft(
            NotThereKind.Nothing,
            FormattableString.Invariant(
                $"Nothing stands in the way, and {Gains()}. The plan is not proven to be the best."
            )
        );

        // Without a trust it gains whatever the match is worth, and what it would cost its cluster is said beside.
        string Gains() =>
            here != ClosureArrays.NoTrust || gain > Nothing
                ? FormattableString.Invariant($"the school would gain {gain:0.000} by going there")
            : spread > 0
                ? FormattableString.Invariant(
                    $"the match would be worth {value:0.000}, no more than the {spread:0.000} that spreading the schools of {who.Cluster} over more trusts costs"
                )
            : FormattableString.Invariant($"the match would be worth {value:0.000}");

        NotThere Hard(NotThereKind kind, string words) =>
            new(there, kind, arrays.Place(school, trust)?.Value, null, null, [], words);
    }

    // A match is worth 1 at most: a higher price comes from schools that are left out.
    private static string Cost(double price) =>
        price > 1 ? "more than any match is worth"
        : price < .0005 ? "nothing"
        : FormattableString.Invariant($"{price:0.000}");

    private string Names(IReadOnlyList<string> ids)
    {
        string[] names = [.. ids.Select(id => arrays.Schools[arrays.SchoolAt(id)].Name)];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }
}
