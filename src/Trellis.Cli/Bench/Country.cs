using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Trellis.Snapshots;

namespace Trellis.Bench;

/// <summary><c>trellis bench country</c>: import, cold start, likeness and pages, each against a peer in the same run where one exists.</summary>
/// <remarks>Times of a busy machine drift; a ratio measured in one run holds. Run it with nothing else on the machine.</remarks>
internal static class Country
{
    /// <param name="files">The published files that the import and its peer read; null leaves both out, and the output says so.</param>
    /// <param name="seconds">How long pages are asked at 100 a second.</param>
    public static async Task<IReadOnlyList<Timing>> Run(
        SnapshotStore store,
        string? files,
        int seconds,
        TextWriter output
    )
    {
        var timings = new List<Timing>();
        var bench = BenchFolder();

        if (files is null || !Directory.Exists(files))
            await output.WriteLineAsync(
                "import: left out, for want of published files (--files FOLDER)"
            );
        else
            timings.AddRange(
                Import(files, bench is null ? null : Path.Combine(bench, "import.py"), output)
            );

        timings.AddRange(
            SimilarSchoolsBench.Run(
                store.Load(),
                output,
                bench is null ? null : Path.Combine(bench, "neighbours.py")
            )
        );
        timings.AddRange(await Pages.Run(store, seconds, output));

        foreach (var timing in timings)
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{timing.What, -78} {timing.Seconds, 10:0.0000}{(timing.Peer is { } peer ? $"  peer {peer:0.0000}  {timing.Ratio:0.0} x as fast" : "")}"
                )
            );
        return timings;
    }

    private static IEnumerable<Timing> Import(string files, string? script, TextWriter output)
    {
        var scratch = Directory.CreateTempSubdirectory("trellis-bench-").FullName;
        try
        {
            var json = Answer(
                Environment.ProcessPath!,
                ["import", files, "--store", scratch, "--json"],
                output
            );
            if (json is null)
                yield break;
            using var document = JsonDocument.Parse(json);
            var ours = document.RootElement.GetProperty("seconds").GetDouble();
            var peer = script is null ? null : Answer("/usr/bin/python3", [script, files], output);
            double? theirs = peer?.Trim().Split('\n')[^1].Split(' ') is [_, _, var took, var memory]
                ? Said(double.Parse(took), $"pandas: peak {memory} MB", output)
                : null;
            yield return new Timing(
                "import of all files to a published snapshot, seconds",
                ours,
                theirs
            );
            yield return new Timing(
                "import, peak megabytes",
                document.RootElement.GetProperty("peakMegabytes").GetDouble(),
                null
            );
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static double Said(double value, string words, TextWriter output)
    {
        output.WriteLine($"  {words}");
        return value;
    }

    /// <summary>What a program prints, or null where it is not there or fails; then the output says why.</summary>
    private static string? Answer(string program, string[] arguments, TextWriter output)
    {
        if (!File.Exists(program))
        {
            output.WriteLine($"  no peer: {program} is not here");
            return null;
        }
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
            return answer;
        output.WriteLine(
            $"  no figure: {Path.GetFileName(program)} ended with {process.ExitCode}: {errors.Result.Trim()}"
        );
        return null;
    }

    internal static string? BenchFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Trellis.slnx")))
                return Path.Combine(at.FullName, "bench");
        return null;
    }
}
