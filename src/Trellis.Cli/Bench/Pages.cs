using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Bench;

/// <summary>Cold start, then pages at a steady rate, then as many as the machine gives; the site runs as its own process on the same cores.</summary>
internal static class Pages
{
    private const int PerSecond = 100;

    public static async Task<IReadOnlyList<Timing>> Run(
        SnapshotStore store,
        int seconds,
        TextWriter output
    )
    {
        var timings = new List<Timing>();
        var url = $"http://127.0.0.1:{FreePort()}";
        var addresses = Mix(store.Load());
        var clock = Stopwatch.StartNew();
        using var site = Process.Start(
            new ProcessStartInfo(
                Environment.ProcessPath!,
                ["serve", "--store", store.Folder, "--urls", url]
            )
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            site.ErrorDataReceived += (_, _) => { };
            site.OutputDataReceived += (_, _) => { };
            site.BeginErrorReadLine();
            site.BeginOutputReadLine();
            using var client = new HttpClient(
                new SocketsHttpHandler
                {
                    MaxConnectionsPerServer = 64,
                    AutomaticDecompression = DecompressionMethods.None,
                }
            )
            {
                BaseAddress = new Uri(url),
            };
            client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            await UntilReady(client, site);
            timings.Add(
                new Timing("cold start to ready, seconds", clock.Elapsed.TotalSeconds, null)
            );
            timings.Add(new Timing("memory when ready, megabytes", Megabytes(site), null));

            // A second of every kind of page first: the figures are of a site that has been asked before.
            await Steady(client, addresses, 5);
            var steady = await Steady(client, addresses, seconds);
            timings.Add(
                new Timing(
                    $"pages at {PerSecond} a second for {seconds} s, p50 seconds",
                    steady.At(.50),
                    null
                )
            );
            timings.Add(new Timing("the same, p95 seconds", steady.At(.95), null));
            timings.Add(new Timing("the same, p99 seconds", steady.At(.99), null));
            timings.Add(new Timing("the same, errors", steady.Errors, null));
            var rate = await Saturated(client, addresses, TimeSpan.FromSeconds(10));
            timings.Add(new Timing("pages a second at saturation", rate.PerSecond, null));
            timings.Add(new Timing("the same, errors", rate.Errors, null));
            timings.Add(new Timing("memory after that, megabytes", Megabytes(site), null));
            timings.Add(
                new Timing(
                    "heaviest first view, gzipped kilobytes of HTML",
                    steady.Heaviest / 1024d,
                    null
                )
            );
        }
        catch (HttpRequestException down)
        {
            await output.WriteLineAsync($"  pages: the site did not answer: {down.Message}");
        }
        finally
        {
            site.Kill();
            await site.WaitForExitAsync();
        }
        return timings;
    }

    /// <summary>School, similar, trust and search pages of schools spread over the country, in an order that a seed fixes.</summary>
    private static string[] Mix(Snapshot snapshot)
    {
        var schools = snapshot
            .Schools.Where(s => s.IsOpen && PeersOf.School(s, snapshot) is not null)
            .ToArray();
        var trusts = snapshot
            .Groups.Where(g => g is { IsAcademyTrust: true, IsOpen: true })
            .ToArray();
        var chance = new Random(2026);
        var addresses = new string[4_000];
        for (var i = 0; i < addresses.Length; i++)
        {
            var school = schools[chance.Next(schools.Length)];
            addresses[i] = (i % 4) switch
            {
                0 => $"/school/{school.Urn}",
                1 => $"/school/{school.Urn}/similar",
                2 when trusts.Length > 0 => $"/trust/{trusts[chance.Next(trusts.Length)].Uid}",
                _ => $"/search?q={Uri.EscapeDataString(school.Name.Split(' ')[0])}",
            };
        }
        return addresses;
    }

    private sealed record Measured(double[] Sorted, int Errors, long Heaviest)
    {
        /// <summary>Quantile by the nearest rank; NaN of nothing.</summary>
        public double At(double share) =>
            Sorted.Length == 0
                ? double.NaN
                : Sorted[Math.Min(Sorted.Length - 1, (int)Math.Ceiling(share * Sorted.Length) - 1)];
    }

    /// <summary>Asks on a fixed beat, whatever the answers take, and times each from the moment it was due.</summary>
    private static async Task<Measured> Steady(HttpClient client, string[] addresses, int seconds)
    {
        var clock = Stopwatch.StartNew();
        var asked = new List<Task<(double Seconds, bool Good, long Bytes)>>();
        for (var i = 0; i < seconds * PerSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due - clock.Elapsed is { Ticks: > 0 } wait)
                await Task.Delay(wait);
            asked.Add(Ask(client, addresses[i % addresses.Length], clock, due));
        }
        var answers = await Task.WhenAll(asked);
        return new Measured(
            [.. answers.Select(a => a.Seconds).Order()],
            answers.Count(a => !a.Good),
            answers.Max(a => a.Bytes)
        );
    }

    private static async Task<(double Seconds, bool Good, long Bytes)> Ask(
        HttpClient client,
        string address,
        Stopwatch clock,
        TimeSpan due
    )
    {
        try
        {
            using var answer = await client.GetAsync(address);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            return ((clock.Elapsed - due).TotalSeconds, answer.IsSuccessStatusCode, bytes.Length);
        }
        catch (HttpRequestException)
        {
            return ((clock.Elapsed - due).TotalSeconds, false, 0);
        }
    }

    private static async Task<(double PerSecond, int Errors)> Saturated(
        HttpClient client,
        string[] addresses,
        TimeSpan length
    )
    {
        var clock = Stopwatch.StartNew();
        int next = 0,
            good = 0,
            bad = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async _ =>
                {
                    while (clock.Elapsed < length)
                    {
                        var at = Interlocked.Increment(ref next);
                        var answer = await Ask(
                            client,
                            addresses[at % addresses.Length],
                            clock,
                            clock.Elapsed
                        );
                        Interlocked.Increment(ref answer.Good ? ref good : ref bad);
                    }
                })
        );
        return (good / clock.Elapsed.TotalSeconds, bad);
    }

    private static async Task UntilReady(HttpClient client, Process site)
    {
        for (var tries = 0; tries < 3_000; tries++)
        {
            try
            {
                using var answer = await client.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!site.HasExited)
            {
                // Not listening yet.
            }
            await Task.Delay(20);
        }
        throw new HttpRequestException("not ready within a minute");
    }

    private static double Megabytes(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1024d / 1024d;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
