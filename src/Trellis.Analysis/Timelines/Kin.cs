using System.Runtime.CompilerServices;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Timelines;

/// <summary>A school that another came from or became, as the register's links state it from either side.</summary>
/// <param name="Many">Whether the register calls it a merger, an amalgamation or a split.</param>
/// <param name="On">The day stated for it, the earliest where the two sides differ; null where none is.</param>
public sealed record Relative(Urn Urn, bool Many, bool Split, DateOnly? On, string Words);

/// <summary>Which establishments came before and after each, by the register's links read from both sides.</summary>
public sealed class Kin
{
    // A snapshot never changes, so what is derived from it may be kept as long as it lives.
    private static readonly ConditionalWeakTable<Snapshot, Kin> known = [];
    private readonly Dictionary<Urn, List<Relative>> before = [];
    private readonly Dictionary<Urn, List<Relative>> after = [];

    private Kin(Snapshot snapshot)
    {
        foreach (var link in snapshot.Links)
        {
            var forward =
                link.Kind
                is LinkKind.Successor
                    or LinkKind.SuccessorMerged
                    or LinkKind.SuccessorSplit;
            if (!forward && link.Kind is LinkKind.SixthForm or LinkKind.Other)
                continue;
            if (link.From == link.To || snapshot.Find(link.From) is null)
                continue;
            if (snapshot.Find(link.To) is null)
                continue;
            var (old, young) = forward ? (link.From, link.To) : (link.To, link.From);
            Add(after, old, young, link);
            Add(before, young, old, link);
        }
    }

    public static Kin In(Snapshot snapshot) => known.GetValue(snapshot, static s => new Kin(s));

    /// <summary>The establishments one came from, by URN; empty where the register links none.</summary>
    public IReadOnlyList<Relative> Before(Urn urn) => before.GetValueOrDefault(urn) ?? [];

    /// <summary>The establishments one became, or went into, by URN.</summary>
    public IReadOnlyList<Relative> After(Urn urn) => after.GetValueOrDefault(urn) ?? [];

    private static void Add(Dictionary<Urn, List<Relative>> side, Urn of, Urn other, Link link)
    {
        var list = side.TryGetValue(of, out var found) ? found : side[of] = [];
        var split = link.Kind is LinkKind.SuccessorSplit or LinkKind.PredecessorSplit;
        var many = split || link.Kind is LinkKind.SuccessorMerged or LinkKind.PredecessorMerged;
        var at = list.FindIndex(r => r.Urn == other);
        if (at < 0)
        {
            list.Add(new Relative(other, many, split, link.Established, link.Words));
            list.Sort((a, b) => a.Urn.CompareTo(b.Urn));
            return;
        }
        var same = list[at];
        list[at] = same with
        {
            Many = same.Many || many,
            Split = same.Split || split,
            On =
                same.On is null || link.Established < same.On
                    ? link.Established ?? same.On
                    : same.On,
            // The side that says more is quoted.
            Words = many && !same.Many ? link.Words : same.Words,
        };
    }
}
