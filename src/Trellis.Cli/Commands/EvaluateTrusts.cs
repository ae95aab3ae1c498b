using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Evaluations;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis evaluate trusts</c>: the effect of every trust, for officers.</summary>
internal static class EvaluateTrusts
{
    /// <remarks>Exit codes: 0 done · 1 there is no snapshot here · 2 no such outcome · 3 the store cannot be read or written.</remarks>
    public static Command Create()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var only = new Option<string?>("--outcome")
        {
            Description = "One outcome alone, as ks2; it is printed and not kept.",
        };
        var command = new Command(
            "trusts",
            "Estimate every trust by itself, drawn towards the mean of its kind; kept for signed-in officers and on no public page."
        )
        {
            store,
            json,
            only,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(store)!;
            if (Shared.Asked(parsed, only) is null)
                return 2;
            var outcome = parsed.GetValue(only);
            var snapshot = new SnapshotStore(folder.FullName).Load();
            var clock = Stopwatch.StartNew();
            var before = Environment.CpuUsage.TotalTime;
            var quiet = parsed.GetValue(json);
            var effects = TrustEffects.Run(
                snapshot,
                outcome,
                done: kind =>
                {
                    if (!quiet)
                        Write(kind, clock.Elapsed, Environment.CpuUsage.TotalTime - before);
                }
            );
            if (outcome is null)
                new EvaluationFile<TrustEffects>(folder, TrustEffects.Kind).Write(
                    snapshot.Id,
                    effects
                );
            if (quiet)
                Console.Out.WriteLine(Shared.Told(effects, clock.Elapsed));
            else
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{effects.Each.Select(e => e.Trust).Distinct().Count():N0} trusts, {effects.Each.Count(e => e.Reason is null):N0} figures, {effects.Each.Count(e => e.Withheld is null):N0} of {TrustEffect.Fewest} schools or more"
                    )
                );
            return 0;
        });
        return command;
    }

    private static void Write(TrustEffectKind kind, TimeSpan wall, TimeSpan core) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Arm} {kind.Phase} {kind.Outcome}: {kind.NoAnswer ?? $"{kind.Trusts:N0} trusts beside {kind.Controls:N0} schools; mean {kind.Mean:+0.000;-0.000;0.000} ({kind.MeanError:0.000}), between trusts {kind.Spread:0.000}, shared {kind.SharedCorrelation:0.000}"}; {wall.TotalSeconds:0.0} seconds so far, {core.TotalSeconds:0.0} of a core"
            )
        );
}
