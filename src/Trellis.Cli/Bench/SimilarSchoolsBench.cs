using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Trellis.Neighbours;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Bench;

/// <summary>One figure of a bench.</summary>
/// <param name="Peer">The peer's seconds in the same run; null where there is no peer.</param>
public sealed record Timing(string What, double Seconds, double? Peer)
{
    /// <summary>How many times as fast as the peer; null where there is none.</summary>
    public double? Ratio => Peer / Seconds;
}

/// <summary>Similar schools against the clock, and against scikit-learn in the same run on the same arrays.</summary>
public static class SimilarSchoolsBench
{
    private const int K = 50;
    private const int Times = 5;

    /// <summary>Times the first reading of the figures, all pairs of all phases, and one school's answer; prints a line a figure.</summary>
    /// <param name="script">The path of bench/neighbours.py; null or a missing file leaves the peer out, and the output says so.</param>
    /// <param name="python">The interpreter that has scikit-learn.</param>
    public static IReadOnlyList<Timing> Run(
        Snapshot snapshot,
        TextWriter output,
        string? script = null,
        string python = "/usr/bin/python3"
    )
    {
        var likeness = Likeness.In(snapshot);
        var populations = new List<MethodPopulation>();
        var reading = Stopwatch.StartNew();
        foreach (var peers in Enum.GetValues<Peers>())
            if (likeness.Population(peers).Schools.Count > 1)
                populations.Add(likeness.Population(peers, SimilarMethods.DefaultFor(peers)));
        var timings = new List<Timing>
        {
            new("figures of all phases read and scaled, once a snapshot", Seconds(reading), null),
        };

        // The peer cannot leave a figure out: on arrays whose holes are filled with the mean both do the same work.
        var filled = populations.Select(p => Filled(p.Points)).ToList();
        var peer = Peer(filled, script, python, out var whyNone);
        if (whyNone.Length > 0)
            output.WriteLine($"  no peer: {whyNone}");

        double whole = 0,
            checksum = 0;
        foreach (var points in filled)
            whole += Best(() =>
            {
                var lists = AllNearest.Of(points, K);
                checksum = Checksum(lists);
            });
        timings.Add(
            new(
                $"all pairs of all phases, {string.Join(" + ", filled.Select(p => p.Rows.ToString("N0", CultureInfo.InvariantCulture)))} schools, k = {K}, holes filled",
                whole,
                peer?.Sum(p => p.Seconds)
            )
        );
        if (
            peer is not null
            && filled.Count > 0
            && Math.Abs(peer[^1].Checksum - checksum) > 1e-6 * checksum
        )
            output.WriteLine(
                $"  the peer's distances differ: {peer[^1].Checksum:R} against {checksum:R}"
            );

        double partial = 0;
        foreach (var population in populations)
            partial += Best(() => AllNearest.Of(population.Points, K, population.LeastKnown));
        timings.Add(new("the same with partial distances, as served", partial, null));

        if (filled.Count > 0)
        {
            var largest = filled.MaxBy(p => p.Rows)!;
            timings.Add(
                new(
                    "one school's 50 nearest, arrays only",
                    Best(() => Nearest.To(largest, 0, K), 20),
                    peer?[filled.IndexOf(largest)].Single
                )
            );
            timings.Add(
                new("one school's answer with its reasons", Answer(likeness, populations), null)
            );
            timings.Add(
                new(
                    "one school's answer under weights of one's own, never asked before",
                    OwnWeights(likeness),
                    null
                )
            );
        }
        foreach (var timing in timings)
            output.WriteLine(
                $"  {timing.Seconds * 1000, 10:N2} ms  {timing.What}"
                    + (
                        timing is { Peer: { } against, Ratio: { } ratio }
                            ? $"; scikit-learn {against * 1000:N1} ms, {ratio:N1} times as fast"
                            : ""
                    )
            );
        return timings;
    }

    private static double Answer(Likeness likeness, List<MethodPopulation> populations)
    {
        var population = populations.MaxBy(p => p.Points.Rows)!;
        var urn = population.Population.Schools[0].Urn;
        return Best(() => likeness.Ask(urn, population.Method), 20);
    }

    private static double OwnWeights(Likeness likeness)
    {
        var snapshot = likeness.Snapshot;
        var peers = Enum.GetValues<Peers>().MaxBy(p => likeness.Population(p).Schools.Count);
        var urn = likeness.Population(peers).Schools[0].Urn;
        var ids = snapshot
            .Measures.All.Where(m => m.Subject is "Pupils" or "Area")
            .Select(m => m.Id)
            .Take(10)
            .ToList();
        if (ids.Count == 0)
            return 0;
        var step = 0;
        return Best(
            () =>
            {
                step++;
                var method = SimilarMethods.YourWeights(
                    snapshot.Measures,
                    ids.Select((id, i) => KeyValuePair.Create(id, 1 + (((i + step) % 7) / 10.0))),
                    out _
                );
                likeness.Ask(urn, method!);
            },
            6
        );
    }

    /// <summary>The same scaled figures with the column's mean where one is missing.</summary>
    private static Points Filled(Points points)
    {
        var columns = new List<double[]>();
        for (var column = 0; column < points.Columns; column++)
        {
            var figures = points.Column(column).ToArray();
            var mean = Spread.Mean(figures);
            columns.Add(
                Array.ConvertAll(
                    figures,
                    f =>
                        double.IsNaN(mean) ? 0
                        : double.IsNaN(f) ? mean
                        : f
                )
            );
        }
        var ones = columns.ConvertAll(_ => 1.0);
        return new Points(columns, ones, ones);
    }

    private static List<(double Seconds, double Single, double Checksum)>? Peer(
        List<Points> filled,
        string? script,
        string python,
        out string whyNone
    )
    {
        whyNone = "";
        if (script is null || !File.Exists(script))
        {
            whyNone = "bench/neighbours.py is not here";
            return null;
        }
        if (!File.Exists(python))
        {
            whyNone = $"{python} is not here; Debian's python3-sklearn brings it";
            return null;
        }
        var folder = Directory.CreateTempSubdirectory("trellis-bench-");
        try
        {
            var start = new ProcessStartInfo(python)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.ArgumentList.Add(script);
            start.ArgumentList.Add(K.ToString(CultureInfo.InvariantCulture));
            for (var i = 0; i < filled.Count; i++)
            {
                var path = Path.Combine(folder.FullName, $"{i}.f8");
                File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>(RowMajor(filled[i])));
                start.ArgumentList.Add(filled[i].Rows.ToString(CultureInfo.InvariantCulture));
                start.ArgumentList.Add(filled[i].Columns.ToString(CultureInfo.InvariantCulture));
                start.ArgumentList.Add(path);
            }
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var lines = process
                .StandardOutput.ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                whyNone = errors.GetAwaiter().GetResult().Trim().Split('\n')[^1];
                return null;
            }
            return lines
                .Select(line =>
                {
                    using var json = JsonDocument.Parse(line);
                    return (
                        json.RootElement.GetProperty("seconds").GetDouble(),
                        json.RootElement.GetProperty("single").GetDouble(),
                        json.RootElement.GetProperty("checksum").GetDouble()
                    );
                })
                .ToList();
        }
        catch (Win32Exception missing)
        {
            whyNone = missing.Message;
            return null;
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static double[] RowMajor(Points points)
    {
        var figures = new double[points.Rows * points.Columns];
        for (var column = 0; column < points.Columns; column++)
        for (var row = 0; row < points.Rows; row++)
            figures[(row * points.Columns) + column] = points.Column(column)[row];
        return figures;
    }

    private static double Checksum(NeighbourLists lists)
    {
        double sum = 0;
        for (var row = 0; row < lists.Count; row++)
            foreach (var squared in lists.SquaredDistances(row))
                sum += Math.Sqrt(squared);
        return sum;
    }

    private static double Best(Action act, int times = Times)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            act();
            best = Math.Min(best, Seconds(watch));
        }
        return best;
    }

    private static double Seconds(Stopwatch watch) => watch.Elapsed.TotalSeconds;
}
