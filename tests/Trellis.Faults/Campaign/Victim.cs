using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Trellis.Faults;

/// <summary>A running <see cref="Writer"/>, seen from outside.</summary>
public sealed class Victim : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder error = new();
    private readonly ConcurrentDictionary<string, long> acknowledged;
    private int did;
    private int later;
    private int read;
    private int publicly;

    /// <param name="acknowledged">Where what it was answered is written down.</param>
    public Victim(
        Ground ground,
        int seed,
        ConcurrentDictionary<string, long> acknowledged,
        int clients = 16
    )
    {
        this.acknowledged = acknowledged;
        process = Process.Start(
            // With the signal ignored a write beyond the limit fails, as it does on a full disk; the runtime reserves its own
            // memory through a large file unless told not to.
            new ProcessStartInfo(
                "/bin/bash",
                [
                    "-c",
                    "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; exec \"$0\" \"$@\"",
                    Environment.ProcessPath!,
                    "write",
                    ground.Folder,
                    ground.Connection ?? "-",
                    clients.ToString(CultureInfo.InvariantCulture),
                    seed.ToString(CultureInfo.InvariantCulture),
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Acts that were answered so far.</summary>
    public int Did => Volatile.Read(ref did);

    /// <summary>Times it was told that the store cannot now.</summary>
    public int Later => Volatile.Read(ref later);

    public int Read => Volatile.Read(ref read);

    public int Publicly => Volatile.Read(ref publicly);

    /// <summary>What it was told last when the store could not.</summary>
    public string Sentence { get; private set; } = "";

    /// <summary>Waits until something was seen.</summary>
    /// <returns>How long it took.</returns>
    /// <exception cref="InvalidOperationException">It ended by itself, or ten minutes passed.</exception>
    public async Task<TimeSpan> Until(Func<Victim, bool> seen, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!seen(this))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(10))
                throw new InvalidOperationException(
                    $"The writer {(process.HasExited ? "ended" : "hangs")} before {what}; it did {Did}, later {Later} ({Sentence}). {error}"
                );
            await Task.Delay(5);
        }
        return clock.Elapsed;
    }

    /// <summary>kill -9, and everything it had said is written down.</summary>
    /// <exception cref="InvalidOperationException">It had ended by itself.</exception>
    public async Task Kill()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"The writer ended by itself: {error}");
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>From now on no file of it may grow beyond a size.</summary>
    /// <param name="bytes">Or "unlimited".</param>
    public async Task Limit(string bytes)
    {
        using var limit = Process.Start(
            "prlimit",
            ["--pid", process.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]
        );
        await limit.WaitForExitAsync();
        if (limit.ExitCode != 0)
            throw new InvalidOperationException($"prlimit ended with {limit.ExitCode}.");
    }

    private void Take(string? line)
    {
        switch (line?.Split(' '))
        {
            case ["did", var form, var entry]:
                acknowledged[form] = long.Parse(entry, CultureInfo.InvariantCulture);
                Interlocked.Increment(ref did);
                break;
            case ["later", ..]:
                Sentence = line[6..];
                Interlocked.Increment(ref later);
                break;
            case ["read"]:
                Interlocked.Increment(ref read);
                break;
            case ["public"]:
                Interlocked.Increment(ref publicly);
                break;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
