using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Placements;

/// <summary>An academy trust as it stood on a day.</summary>
/// <param name="IsMulti">A multi-academy trust; a single-academy trust else.</param>
/// <param name="Schools">Its schools that day, by URN; at least one.</param>
/// <param name="TakenOn">How many of them it took on in the months that the criteria count, after its own first day.</param>
/// <param name="YearlyGrowth">Those a year, as a share of the schools it had before; a trust that had fewer than the base counts as the base.</param>
public sealed record TrustOnDay(
    Group Group,
    bool IsMulti,
    IReadOnlyList<School> Schools,
    int TakenOn,
    double YearlyGrowth
)
{
    public Uid Uid => Group.Uid;

    public string Name => Group.Name;

    /// <summary>What each of its schools teaches, in their order.</summary>
    public required IReadOnlyList<Provision> Provisions { get; init; }

    /// <summary>The faith of each of its schools, in their order; empty for none.</summary>
    public required IReadOnlyList<string> Faiths { get; init; }

    /// <summary>How many of its schools teach what a school teaches, or a part of it.</summary>
    public int Teaching(Provision provision) =>
        Provisions.Count(p => (p & provision) != Provision.None);

    /// <summary>How many of its schools are of a faith; empty for none.</summary>
    public int OfFaith(string faith) => Faiths.Count(f => f == faith);

    /// <summary>The faith of most of its schools, empty where most have none; of equally many the first in order of letters.</summary>
    public string MainFaith =>
        Faiths
            .GroupBy(f => f)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .First()
            .Key;
}

/// <summary>The schools of all trusts side by side; those of trust t stand from <c>Starts[t]</c> up to <c>Starts[t + 1]</c>.</summary>
internal sealed class TrustMembers
{
    public TrustMembers(IReadOnlyList<TrustOnDay> trusts)
    {
        Starts = new int[trusts.Count + 1];
        for (var t = 0; t < trusts.Count; t++)
            Starts[t + 1] = Starts[t] + trusts[t].Schools.Count;
        Schools = [.. trusts.SelectMany(t => t.Schools)];
        Teaches = [.. trusts.SelectMany(t => t.Provisions)];
        Faiths = [.. trusts.SelectMany(t => t.Faiths)];
        Authorities = [.. Schools.Select(s => s.Current.La?.Value ?? 0)];
        Regions = [.. Schools.Select(s => s.Current.Region)];
    }

    public int[] Starts { get; }

    public School[] Schools { get; }

    public Provision[] Teaches { get; }

    public string[] Faiths { get; }

    /// <summary>The number of each one's local authority; 0 where the register does not say.</summary>
    public int[] Authorities { get; }

    public string[] Regions { get; }
}
