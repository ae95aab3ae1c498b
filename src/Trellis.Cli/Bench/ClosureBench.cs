using System.Diagnostics;
using Trellis.Closures;
using Trellis.Store;

namespace Trellis.Bench;

/// <summary>A change to the facts of a closing trust, and the plan made again after it.</summary>
/// <param name="Change">What was changed, in words.</param>
/// <param name="Seconds">From the change to the kept plan: stored, solved, explained, kept.</param>
/// <param name="Placed">How many schools have a trust.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Explained">Whether nothing of the explanation was left out because time was up.</param>
internal sealed record ClosureChange(
    string Change,
    double Seconds,
    int Placed,
    int Of,
    bool Proven,
    bool Explained
);

/// <summary>A trust of 12 and one of 21 close in a real store; after each change of what schools and trusts say, the plan is made again, explained and kept.</summary>
internal static class ClosureBench
{
    private static readonly DateOnly first = new(2026, 9, 7);

    public static async Task<IReadOnlyList<ClosureChange>> Run(
        int schools,
        string folder,
        CancellationToken stop
    )
    {
        await using var store = await Casework.Open(folder, null, TimeProvider.System, stop);
        var tale = FictionalClosure.Of(schools);
        var told = new ClosureTale(store, tale, first, TimeProvider.System);
        await told.UntilOffers(stop);
        var changes = new List<ClosureChange>();
        foreach (var (words, act) in told.Changes())
        {
            var watch = Stopwatch.StartNew();
            await act(stop);
            var (plan, report) = await told.Solve(stop);
            changes.Add(
                new ClosureChange(
                    words,
                    watch.Elapsed.TotalSeconds,
                    plan.Placements.Count(p => p.To is not null),
                    plan.Placements.Count,
                    plan.Proven,
                    report.NotReached.Count == 0
                )
            );
        }
        await told.UntilMoved(stop);
        return changes;
    }
}
