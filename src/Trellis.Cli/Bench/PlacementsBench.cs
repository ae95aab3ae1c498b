using System.Diagnostics;
using Trellis.Placements;
using Trellis.Snapshots;

namespace Trellis.Bench;

/// <summary><c>trellis bench match</c>: the trusts of a day put together, and one school against all of them.</summary>
internal static class PlacementsBench
{
    /// <summary>How many schools ask, spread evenly over all that are open.</summary>
    private const int Asking = 300;

    public static IReadOnlyList<Timing> Run(SnapshotStore store, TextWriter output)
    {
        var snapshot = store.Load();
        var day =
            snapshot.RegisterDate ?? snapshot.Sources.Select(s => s.Date).DefaultIfEmpty().Max();
        var open = snapshot.Schools.Where(s => s.IsOpen && s.Current.Place is not null).ToArray();
        var asking = open.Where((_, at) => at % Math.Max(1, open.Length / Asking) == 0).ToArray();
        var question = new MatchQuestion();
        var timings = new List<Timing>();

        var first = Stopwatch.GetTimestamp();
        _ = new TrustMatching(snapshot, day.AddDays(-1));
        timings.Add(new("the trusts of a first day, with where schools stand", Since(first), null));
        var second = Stopwatch.GetTimestamp();
        var matching = new TrustMatching(snapshot, day);
        timings.Add(new("the trusts of a further day", Since(second), null));
        var track = Stopwatch.GetTimestamp();
        _ = matching.Answer(asking[0], question);
        timings.Add(
            new("the first answer, track records of all trusts included", Since(track), null)
        );

        var each = asking
            .Select(school =>
            {
                var from = Stopwatch.GetTimestamp();
                _ = matching.Answer(school, question);
                return Since(from);
            })
            .Order()
            .ToArray();
        timings.Add(
            new(
                $"one school against {matching.Trusts.Count} trusts, the middle of {each.Length}",
                each[each.Length / 2],
                null
            )
        );
        timings.Add(new("the same, 99 of a hundred", each[(int)(.99 * (each.Length - 1))], null));
        var values = Stopwatch.GetTimestamp();
        foreach (var school in asking.Take(21))
            _ = matching.Values(school, question);
        timings.Add(
            new("the values of 21 schools for all trusts, without words", Since(values), null)
        );
        foreach (var timing in timings)
            output.WriteLine($"  {timing.Seconds * 1000, 10:N2} ms  {timing.What}");
        return timings;
    }

    private static double Since(long from) => Stopwatch.GetElapsedTime(from).TotalSeconds;
}
