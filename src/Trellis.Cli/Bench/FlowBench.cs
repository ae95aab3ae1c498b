using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Trellis.Assignment;
using Trellis.Lab;

namespace Trellis.Bench;

/// <summary><c>trellis bench flow</c>: cheapest flows and items in bins, against scipy on the same instances in the same run.</summary>
internal static class FlowBench
{
    private const int Networks = 1_000;

    /// <returns>The figures, and whether the peer's answers were all the same; null where there was no peer.</returns>
    /// <param name="script">The path of bench/flow.py; null or a missing file leaves the peer out, and the output says so.</param>
    /// <param name="python">The interpreter that has scipy.</param>
    public static (IReadOnlyList<Timing> Timings, bool? Equal) Run(
        TextWriter output,
        string? script,
        string python = "/usr/bin/python3"
    )
    {
        var folder = Directory.CreateTempSubdirectory("trellis-bench-");
        try
        {
            var timings = new List<Timing>();
            var flows = OfNetworks(folder, output, timings, Ask);
            bool? equal = flows;
            foreach (var (share, most, what) in Sizes)
                if (OfPlaces(folder, output, timings, Ask, share, most, what) is { } same)
                    equal = (equal ?? true) && same;
            return (timings, equal);
        }
        finally
        {
            folder.Delete(true);
        }

        string[]? Ask(params string[] arguments)
        {
            if (script is null || !File.Exists(script) || !File.Exists(python))
            {
                output.WriteLine("  no peer: bench/flow.py or python3 with scipy is not here");
                return null;
            }
            try
            {
                using var process = Process.Start(
                    new ProcessStartInfo(python, [script, .. arguments])
                    {
                        UseShellExecute = false,
                        RedirectStandardOutput = true,
                        RedirectStandardError = true,
                    }
                )!;
                var errors = process.StandardError.ReadToEndAsync();
                var lines = process
                    .StandardOutput.ReadToEnd()
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries);
                process.WaitForExit();
                if (process.ExitCode == 0)
                    return lines;
                output.WriteLine(
                    $"  no peer: {errors.GetAwaiter().GetResult().Trim().Split('\n')[^1]}"
                );
            }
            catch (Win32Exception missing)
            {
                output.WriteLine($"  no peer: {missing.Message}");
            }
            return null;
        }
    }

    private static readonly (double Share, int Most, string What)[] Sizes =
    [
        (1, 3, "300 items, 2,500 bins of 0 to 3 places, every pair"),
        (.016, 2, "300 items, 2,500 bins of 0 to 2 places, 40 pairs an item"),
        (1, 0, "300 items, 250 places in 2,500 bins, every pair"),
    ];

    private static bool? OfNetworks(
        DirectoryInfo folder,
        TextWriter output,
        List<Timing> timings,
        Func<string[], string[]?> ask
    )
    {
        var texts = Enumerable.Range(0, Networks).Select(Network).ToArray();
        var path = Path.Combine(folder.FullName, "networks.jsonl");
        File.WriteAllLines(path, texts);
        FlowFile[] files =
        [
            .. texts.Select(t => FlowFile.Read("network", Encoding.UTF8.GetBytes(t))),
        ];
        var watch = Stopwatch.StartNew();
        FlowAnswer[] answers = [.. files.Select(f => f.Solve("network"))];
        var seconds = watch.Elapsed.TotalSeconds;
        var lines = ask(["networks", path]);
        double? peer = null;
        bool? same = null;
        if (lines is not null)
        {
            var (equal, infeasible) = (0, 0);
            for (var i = 0; i < Networks; i++)
            {
                using var line = JsonDocument.Parse(lines[i]);
                var cost = line.RootElement.GetProperty("cost");
                infeasible += answers[i].Feasible ? 0 : 1;
                equal +=
                    cost.ValueKind == JsonValueKind.Null
                        ? answers[i].Feasible
                            ? 0
                            : 1
                        : answers[i].Feasible
                        && Math.Abs(cost.GetDouble() - (double)answers[i].Cost)
                            < 1e-6 * Math.Max(1, Math.Abs(cost.GetDouble()))
                            ? 1
                            : 0;
            }
            using var last = JsonDocument.Parse(lines[^1]);
            peer = last.RootElement.GetProperty("seconds").GetDouble();
            same = equal == Networks;
            output.WriteLine(
                $"  {equal:N0} of {Networks:N0} networks as HiGHS says, {infeasible:N0} of them not feasible"
            );
        }
        timings.Add(new($"{Networks:N0} cheapest flows, 2 to 60 nodes", seconds, peer));
        Print(output, timings[^1], "HiGHS");
        return same;
    }

    private static bool? OfPlaces(
        DirectoryInfo folder,
        TextWriter output,
        List<Timing> timings,
        Func<string[], string[]?> ask,
        double share,
        int most,
        string what
    )
    {
        const int Items = 300;
        const int Bins = 2_500;
        var draw = new Random(11);
        var places = new int[Bins];
        if (most > 0)
            for (var b = 0; b < Bins; b++)
                places[b] = draw.Next(most + 1);
        else
            for (var place = 0; place < 250; place++)
                places[draw.Next(Bins)]++;
        var values = new double[Items * Bins];
        var pairs = new List<PairValue>();
        // Near bins are good for many, so that items compete.
        for (var i = 0; i < Items; i++)
        for (var b = 0; b < Bins; b++)
        {
            var value = (draw.NextDouble() + (draw.Next(Bins) < b ? 1 : 0)) / 2;
            values[(i * Bins) + b] = double.NaN;
            if (draw.NextDouble() >= share)
                continue;
            values[(i * Bins) + b] = value;
            pairs.Add(new PairValue(i, b, value));
        }
        var path = Path.Combine(folder.FullName, "places.bin");
        File.WriteAllBytes(
            path,
            [.. MemoryMarshal.AsBytes<int>(places), .. MemoryMarshal.AsBytes<double>(values)]
        );

        CapacitatedPlan? plan = null;
        var (best, processor) = (double.PositiveInfinity, double.PositiveInfinity);
        using var process = Process.GetCurrentProcess();
        for (var time = 0; time < 3; time++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            plan = CapacitatedAssignment.Solve(Items, places, pairs);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            process.Refresh();
            processor = Math.Min(processor, (process.TotalProcessorTime - before).TotalSeconds);
        }
        double? peer = null;
        bool? same = null;
        if (
            ask([
                "places",
                path,
                Items.ToString(CultureInfo.InvariantCulture),
                Bins.ToString(CultureInfo.InvariantCulture),
            ])
            is [var text, ..]
        )
        {
            using var line = JsonDocument.Parse(text);
            peer = line.RootElement.GetProperty("seconds").GetDouble();
            var (value, placed) = (
                line.RootElement.GetProperty("value").GetDouble(),
                line.RootElement.GetProperty("placed").GetInt32()
            );
            same = placed == plan!.Placed && Math.Abs(value - plan.Value) < 1e-6;
            if (same == false)
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  the peer differs: {placed} placed, value {value:R}, against {plan.Placed} and {plan.Value:R}"
                    )
                );
        }
        timings.Add(
            new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}, prices included: {plan!.Placed} placed, {processor * 1000:N0} ms of processor"
                ),
                best,
                peer
            )
        );
        Print(output, timings[^1], "scipy's linear_sum_assignment");
        return same;
    }

    private static void Print(TextWriter output, Timing timing, string peer) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {timing.Seconds * 1000, 10:N1} ms  {timing.What}"
            )
                + (
                    timing is { Peer: { } against, Ratio: { } ratio }
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"; {peer} {against * 1000:N1} ms, {ratio:N1} times as fast"
                        )
                        : ""
                )
        );

    /// <summary>A network with least flows, costs below zero and sometimes more to deliver than the arcs carry.</summary>
    private static string Network(int seed)
    {
        var draw = new Random(seed);
        var nodes = draw.Next(2, 61);
        var supply = new int[nodes];
        for (var pair = draw.Next(0, nodes); pair > 0; pair--)
        {
            var units = draw.Next(1, 20);
            supply[draw.Next(nodes)] += units;
            supply[draw.Next(nodes)] -= units;
        }
        var arcs = new List<string>();
        for (var arc = draw.Next(nodes, nodes * 8); arc > 0; arc--)
        {
            var from = draw.Next(nodes);
            var to = (from + draw.Next(1, nodes)) % nodes;
            var atLeast = draw.Next(12) == 0 ? draw.Next(1, 4) : 0;
            arcs.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"from":"{{from}}","to":"{{to}}","capacity":{{atLeast + draw.Next(0, 40)}},"cost":{{draw.Next(-10, 100)}},"atLeast":{{atLeast}}}"""
                )
            );
        }
        var all = supply.Select(
            (units, n) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"id":"{{n}}","supply":{{units}}}"""
                )
        );
        return $$"""{"nodes":[{{string.Join(',', all)}}],"arcs":[{{string.Join(',', arcs)}}]}""";
    }
}
