using System.Collections.Concurrent;
using System.Diagnostics;

namespace Trellis.Faults;

/// <summary>The database cannot be written for a while: its server is stopped, or its disk is full.</summary>
/// <param name="Later">Times that somebody was told that it cannot now.</param>
/// <param name="Sentence">What they were told.</param>
/// <param name="DidMeanwhile">Acts that were answered as done while nothing could be; those under way when it began are not among them.</param>
/// <param name="ReadMeanwhile">Times that the casework store was read while it lasted.</param>
/// <param name="PublicMeanwhile">Times that the public record was read while it lasted.</param>
/// <param name="Back">From when it could be written again to the first act.</param>
public sealed record Outage(
    int Later,
    string Sentence,
    int DidMeanwhile,
    int ReadMeanwhile,
    int PublicMeanwhile,
    TimeSpan Back,
    IReadOnlyList<string> Wrong
)
{
    /// <summary>PostgreSQL is stopped, and started again.</summary>
    public static async Task<Outage> OfServer(Grounds grounds, TimeSpan lasts, int seed) =>
        await Run(
            await grounds.Fresh(Kind.Postgres),
            lasts,
            seed,
            _ => grounds.Server.Stop(),
            _ => grounds.Server.Go()
        );

    /// <summary>No file of the writer's may grow beyond its first kilobyte, which is how a full disk looks to SQLite; then they may again.</summary>
    public static async Task<Outage> OfRoom(Grounds grounds, TimeSpan lasts, int seed) =>
        await Run(
            await grounds.Fresh(Kind.Sqlite),
            lasts,
            seed,
            victim => victim.Limit("1024"),
            victim => victim.Limit("unlimited")
        );

    private static async Task<Outage> Run(
        Ground ground,
        TimeSpan lasts,
        int seed,
        Func<Victim, Task> begin,
        Func<Victim, Task> end
    )
    {
        var acknowledged = new ConcurrentDictionary<string, long>();
        using var victim = new Victim(ground, seed, acknowledged);
        await victim.Until(v => v.Did > 100 && v.Publicly > 0 && v.Read > 0, "it wrote and read");
        await begin(victim);
        await victim.Until(v => v.Later > 0, "it was told that the store cannot now");
        // What was answered just before it began is still on its way to us.
        await Task.Delay(200);
        var (did, read, publicly) = (victim.Did, victim.Read, victim.Publicly);
        await Task.Delay(lasts);
        (did, read, publicly) = (victim.Did - did, victim.Read - read, victim.Publicly - publicly);
        var before = victim.Did;
        var clock = Stopwatch.StartNew();
        await end(victim);
        await victim.Until(v => v.Did > before, "it wrote again");
        var back = clock.Elapsed;
        await victim.Until(v => v.Did > before + 50, "it wrote on");
        await victim.Kill();
        return new Outage(
            victim.Later,
            victim.Sentence,
            did,
            read,
            publicly,
            back,
            await Inspection.Of(ground, acknowledged)
        );
    }
}
