using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Trellis.Bench;

/// <summary>A figure of a method: how long it took beside a peer, and what it was asked to reach.</summary>
/// <param name="What">The method and the size of what it was given.</param>
/// <param name="Seconds">The fastest of three runs, reading files apart.</param>
/// <param name="Peer">Who else does it: "did 2.5.1".</param>
/// <param name="PeerSeconds">What the peer took on two quiet cores, as recorded with the reference answers; null where nobody recorded it.</param>
/// <param name="HereSeconds">What the peer took on this machine in the same run; null where it is not installed.</param>
/// <param name="Megabytes">What the run allocated; null where it was not asked.</param>
internal sealed record NumericsTiming(
    string What,
    double Seconds,
    string Peer,
    double? PeerSeconds = null,
    double? HereSeconds = null,
    double? Megabytes = null
)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"  {Seconds, 8:0.000} s  {What}{(PeerSeconds is { } recorded ? $"; {Peer} {recorded:0.##} s recorded, ratio {recorded / Seconds:0.#}" : "")}{(HereSeconds is { } here ? $"; {Peer} {here:0.###} s here, ratio {here / Seconds:0.#}" : "")}{(Megabytes is { } mb ? $"; {mb:0} MB allocated" : "")}"
        );
}

/// <summary>How often intervals held the truth where the truth was known.</summary>
/// <param name="What">The estimate and how the data were drawn.</param>
/// <param name="Draws">How many data sets were drawn.</param>
/// <param name="Covered">How many intervals held the truth.</param>
/// <param name="Bias">The mean of the estimates less the truth, in the unit of the outcome.</param>
/// <param name="LeastShare">The share asked for, at least.</param>
/// <param name="MostShare">And at most.</param>
internal sealed record NumericsCoverage(
    string What,
    int Draws,
    int Covered,
    double Bias,
    double LeastShare = .93,
    double MostShare = .97
)
{
    public double Share => (double)Covered / Draws;

    public bool Reached => Share >= LeastShare && Share <= MostShare;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"  {Share:0.000} of {Draws:N0} intervals hold the truth, bias {Bias:0.0000}{(Reached ? "" : $", NOT within {LeastShare:0.00} to {MostShare:0.00}")}: {What}"
        );
}

/// <summary><c>trellis bench numerics</c>: every method of evidence against the clock, its recorded peer, R where it is installed, and the truth where it is known.</summary>
internal sealed class NumericsBench(DirectoryInfo inputs, int draws, TextWriter output)
{
    private readonly List<NumericsTiming> timings = [];
    private readonly List<NumericsCoverage> coverages = [];

    public IReadOnlyList<NumericsTiming> Timings => timings;

    public IReadOnlyList<NumericsCoverage> Coverages => coverages;

    /// <summary>How many data sets a simulation draws.</summary>
    public int Draws => draws;

    /// <summary>A file of the reference inputs.</summary>
    public FileInfo Input(string name) => new(Path.Combine(inputs.FullName, name));

    /// <summary>Runs everything, printing each figure as it comes.</summary>
    /// <param name="only">The name of one part; null for all.</param>
    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    public void Run(string? only)
    {
        if (only is not null && !Parts.ContainsKey(only))
            throw new KeyNotFoundException(
                $"'{only}' is no part. They are: {string.Join(", ", Parts.Keys)}."
            );
        foreach (var (name, part) in Parts)
            if (only is null || only == name)
            {
                output.WriteLine(name);
                part(this);
            }
    }

    /// <summary>The parts by name, in the order they run.</summary>
    public static IReadOnlyDictionary<string, Action<NumericsBench>> Parts { get; } =
        new Dictionary<string, Action<NumericsBench>>(StringComparer.Ordinal)
        {
            ["staggered"] = NumericsStaggered.Run,
            ["shared-controls"] = NumericsShared.Run,
            ["known-truth"] = NumericsKnownTruth.Run,
            ["fixed-effects"] = NumericsFixedEffects.Run,
            ["sensitivity"] = NumericsSensitivity.Run,
            ["matching"] = NumericsMatching.Run,
            ["synthesis"] = NumericsSynthesis.Run,
        };

    /// <summary>The fastest of three runs after one that is not counted, and what one run allocates.</summary>
    public static (double Seconds, double Megabytes) Fastest(Action run)
    {
        run();
        var best = double.PositiveInfinity;
        var before = GC.GetTotalAllocatedBytes(true);
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            run();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return (best, (GC.GetTotalAllocatedBytes(true) - before) / 3e6);
    }

    public void Add(NumericsTiming timing)
    {
        timings.Add(timing);
        output.WriteLine(timing);
    }

    public void Add(NumericsCoverage coverage)
    {
        coverages.Add(coverage);
        output.WriteLine(coverage);
    }

    /// <summary>What a script of R says took how long: its last line is a number of seconds. Null where R or a package it loads is not installed.</summary>
    public static double? InR(string script)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("Rscript", ["--vanilla", "-e", script])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var errors = process.StandardError.ReadToEndAsync();
            var last = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n')[^1];
            process.WaitForExit();
            _ = errors.GetAwaiter().GetResult();
            return
                process.ExitCode == 0
                && double.TryParse(
                    last,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var seconds
                )
                ? seconds
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
