namespace Trellis.Placements;

/// <summary>The kinds of rule that a plan keeps and that could be dropped one by one.</summary>
public enum ClosureRuleKind
{
    /// <summary>That spreading a cluster over several trusts costs something, for all clusters.</summary>
    Clusters,

    /// <summary>The same for one cluster, by its name.</summary>
    Cluster,

    /// <summary>That no trust takes only the easy ones.</summary>
    FairShare,

    /// <summary>That performing schools go only to trusts on their lists, for all of them.</summary>
    Lists,

    /// <summary>The same for one school, by its id.</summary>
    List,

    /// <summary>That no school has a worse rank than it must.</summary>
    WorstRank,

    /// <summary>How many schools a trust takes, by its id.</summary>
    Places,

    /// <summary>How many challenge points a trust takes, by its id.</summary>
    Points,

    /// <summary>That a school's trust is settled, by the school's id.</summary>
    Lock,
}

/// <summary>A rule of an instance that can be dropped to see what it costs, or kept alone to see what it conflicts with.</summary>
/// <param name="Name">The cluster, school or trust it is of; empty for a rule of all.</param>
public sealed record ClosureRule(ClosureRuleKind Kind, string Name = "")
{
    /// <summary>Every rule that can make a school's placing impossible, in a fixed order; those of trusts that nobody could go to are left out.</summary>
    public static IReadOnlyList<ClosureRule> Hard(ClosureInstance instance)
    {
        var wanted = instance.Places.Select(p => p.Trust).ToHashSet(StringComparer.Ordinal);
        var rules = new List<ClosureRule>();
        if (instance.FairShare > 0)
            rules.Add(new(ClosureRuleKind.FairShare));
        rules.AddRange(
            instance
                .Locks.Select(l => new ClosureRule(ClosureRuleKind.Lock, l.School))
                .Concat(
                    instance
                        .Schools.Where(s => s is { Performing: true, List.Count: > 0 })
                        .Select(s => new ClosureRule(ClosureRuleKind.List, s.Id))
                )
                .OrderBy(r => r.Kind)
                .ThenBy(r => r.Name, StringComparer.Ordinal)
        );
        foreach (var trust in wanted.Order(StringComparer.Ordinal))
        {
            rules.Add(new(ClosureRuleKind.Places, trust));
            rules.Add(new(ClosureRuleKind.Points, trust));
        }
        return rules;
    }

    /// <summary>The instance as it would be without this rule, all else as it was. The rule of ranks is none of the instance's and is dropped where the plan is made.</summary>
    public ClosureInstance Without(ClosureInstance instance) => Without(instance, [this]);

    /// <summary>The instance without any of some rules.</summary>
    public static ClosureInstance Without(
        ClosureInstance instance,
        IReadOnlyCollection<ClosureRule> dropped
    )
    {
        var gone = dropped.ToHashSet();
        bool Drops(ClosureRuleKind kind, string name = "") => gone.Contains(new(kind, name));
        var all = instance.Schools.Sum(s => s.Challenge);
        return instance with
        {
            ClusterCost = Drops(ClosureRuleKind.Clusters) ? 0 : instance.ClusterCost,
            FairShare = Drops(ClosureRuleKind.FairShare) ? 0 : instance.FairShare,
            Schools =
            [
                .. instance.Schools.Select(s =>
                    s with
                    {
                        Cluster = Drops(ClosureRuleKind.Cluster, s.Cluster) ? "" : s.Cluster,
                        Performing =
                            s.Performing
                            && !Drops(ClosureRuleKind.Lists)
                            && !Drops(ClosureRuleKind.List, s.Id),
                    }
                ),
            ],
            Trusts =
            [
                .. instance.Trusts.Select(t =>
                    t with
                    {
                        Places = Drops(ClosureRuleKind.Places, t.Id)
                            ? Math.Max(t.Places, instance.Schools.Count)
                            : t.Places,
                        ChallengePoints = Drops(ClosureRuleKind.Points, t.Id)
                            ? Math.Max(t.ChallengePoints, all)
                            : t.ChallengePoints,
                    }
                ),
            ],
            Locks = [.. instance.Locks.Where(l => !Drops(ClosureRuleKind.Lock, l.School))],
        };
    }

    /// <summary>What the rule says, within a sentence: "Northern Learning takes 2 schools".</summary>
    public string Words(ClosureInstance instance)
    {
        ClosingSchool School() => instance.Schools.First(s => s.Id == Name);
        ReceivingTrust Trust() => instance.Trusts.First(t => t.Id == Name);
        return Kind switch
        {
            ClosureRuleKind.Clusters => "schools of one place are kept together",
            ClosureRuleKind.Cluster => $"the schools of {Name} are kept together",
            ClosureRuleKind.FairShare => "no trust takes only the easy schools",
            ClosureRuleKind.Lists => "performing schools go only to trusts on their lists",
            ClosureRuleKind.List => $"{School().Name} goes only to trusts on its list",
            ClosureRuleKind.WorstRank => "no school gets a trust lower on its list than must be",
            ClosureRuleKind.Places => $"{Trust().Name} takes {Count(Trust().Places, "school")}",
            ClosureRuleKind.Points =>
                $"{Trust().Name} takes {Count(Trust().ChallengePoints, "challenge point")}",
            ClosureRuleKind.Lock =>
                $"{School().Name} is settled at {instance.Trusts.First(t => t.Id == instance.Locks.First(l => l.School == Name).Trust).Name}",
            _ => throw new InvalidOperationException($"No words for {Kind}."),
        };
    }

    internal static string Count(int number, string one) =>
        FormattableString.Invariant($"{number} {one}{(number == 1 ? "" : "s")}");
}
