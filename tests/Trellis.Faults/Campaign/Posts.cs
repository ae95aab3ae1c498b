using System.Diagnostics;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>How long a form's act takes in the store: its key, its state, the journal, a letter, a step of the public record, on the disk.</summary>
/// <param name="Alone">The median of one client, in milliseconds.</param>
/// <param name="Crowded">The median of sixteen at once, in milliseconds.</param>
/// <param name="PerSecond">Acts a second of the sixteen together.</param>
public sealed record Posts(double Alone, double Crowded, double PerSecond)
{
    public static async Task<Posts> Run(Grounds grounds, Kind kind, int posts, int seed)
    {
        await using var store = await (await grounds.Fresh(kind)).Open();
        await Client(store, seed, 0, 100);
        var alone = await Client(store, seed, 1, posts);
        var clock = Stopwatch.StartNew();
        var crowd = await Task.WhenAll(
            Enumerable
                .Range(2, 16)
                .Select(c => Task.Run(() => Client(store, seed, c, Math.Max(1, posts / 16))))
        );
        var rate = crowd.Sum(c => c.Count) / clock.Elapsed.TotalSeconds;
        return new Posts(Median(alone), Median([.. crowd.SelectMany(c => c)]), rate);
    }

    private static async Task<List<double>> Client(Casework store, int seed, int client, int posts)
    {
        var took = new List<double>();
        for (var number = 0; number < posts; number++)
        {
            var form = Deeds.Form(seed, client, number);
            var clock = Stopwatch.StartNew();
            await store.Say(
                Deeds.School(client * 10 + number % 10),
                $"fictional words {form}",
                new Conditions(Once: form)
            );
            took.Add(clock.Elapsed.TotalMilliseconds);
        }
        return took;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
