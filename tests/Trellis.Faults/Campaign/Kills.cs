using System.Collections.Concurrent;

namespace Trellis.Faults;

/// <summary>kill -9 while sixteen clients write; the store is reopened and inspected after each.</summary>
/// <param name="Killed">How often the writer was killed.</param>
/// <param name="Servers">How often the database's server was stopped without a word before that, as by a power cut.</param>
/// <param name="Acknowledged">How many acts had been answered in all.</param>
/// <param name="Wrong">What was wrong afterwards.</param>
public sealed record Kills(int Killed, int Servers, int Acknowledged, IReadOnlyList<string> Wrong)
{
    /// <summary>After so many kills the next store is a fresh one, so that inspections stay short.</summary>
    private const int Together = 10;

    public static async Task<Kills> Run(Grounds grounds, Kind kind, int kills, int seed)
    {
        var moments = new Random(seed);
        var wrong = new List<string>();
        var (servers, total) = (0, 0);
        var acknowledged = new ConcurrentDictionary<string, long>();
        var ground = await grounds.Fresh(kind);
        for (var round = 0; round < kills; round++)
        {
            if (round > 0 && round % Together == 0)
            {
                total += acknowledged.Count;
                acknowledged = new();
                ground = await grounds.Fresh(kind);
            }
            using var victim = new Victim(ground, seed + round, acknowledged);
            // Sometimes while it is still young, mostly in full flight.
            var acts = moments.Next(1, 120);
            await victim.Until(v => v.Did >= acts, $"{acts} acts");
            await Task.Delay(moments.Next(30));
            if (kind == Kind.Postgres && round % 5 == 4)
            {
                await grounds.Server.Kill();
                servers++;
                // Every other time both die together.
                if (servers % 2 == 1)
                {
                    await grounds.Server.Go();
                    var before = victim.Did;
                    await victim.Until(v => v.Did > before, "an act after the server was back");
                    await victim.Kill();
                }
                else
                {
                    await victim.Kill();
                    await grounds.Server.Go();
                }
            }
            else
                await victim.Kill();
            wrong.AddRange(
                (await Inspection.Of(ground, acknowledged)).Select(w =>
                    $"{kind}, kill {round + 1}: {w}"
                )
            );
        }
        return new Kills(kills, servers, total + acknowledged.Count, wrong);
    }
}
