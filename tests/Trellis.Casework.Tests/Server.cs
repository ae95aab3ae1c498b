using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Trellis;

/// <summary>A PostgreSQL 15 of our own in a temporary folder, listening on a free port of this machine, gone when disposed.</summary>
/// <remarks>PostgreSQL refuses to run as root; where the tests do, it runs as the user that Debian's package makes.</remarks>
public sealed class Server : IAsyncDisposable
{
    private readonly string folder;
    private readonly bool safe;
    private Process? running;

    private Server(string folder, int port, bool safe)
    {
        this.folder = folder;
        this.safe = safe;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The connection of a database on it.</summary>
    public string Connection(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=trellis;Database={database};Include Error Detail=true;Timeout=5";

    /// <param name="safe">Whether a commit waits for the disk: only tests that kill the server need it.</param>
    public static async Task<Server> Start(bool safe = false)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-postgres-").FullName;
        var server = new Server(folder, FreePort(), safe);
        if (IsRoot)
            await Finish("chown", ["-R", "postgres", folder]);
        await server.Run(
            "initdb",
            [
                "-D",
                Path.Combine(folder, "data"),
                "-U",
                "trellis",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ]
        );
        await server.Go();
        return server;
    }

    /// <summary>Starts it, or starts it again after <see cref="Stop"/> or <see cref="Kill"/>.</summary>
    public async Task Go()
    {
        running = Process.Start(
            Command(
                "postgres",
                [
                    "-D",
                    Path.Combine(folder, "data"),
                    "-p",
                    $"{Port}",
                    "-h",
                    "127.0.0.1",
                    "-k",
                    folder,
                    "-c",
                    $"fsync={(safe ? "on" : "off")}",
                    "-c",
                    $"synchronous_commit={(safe ? "on" : "off")}",
                    "-c",
                    $"full_page_writes={(safe ? "on" : "off")}",
                    "-c",
                    "max_connections=200",
                    "-c",
                    "shared_buffers=64MB",
                ]
            )
        );
        // A server whose words nobody takes stops at the line that no longer fits.
        running!.BeginOutputReadLine();
        running.BeginErrorReadLine();
        for (var tries = 0; ; tries++)
        {
            using var ready = Process.Start(
                Command("pg_isready", ["-h", "127.0.0.1", "-p", $"{Port}", "-q"])
            )!;
            await ready.WaitForExitAsync();
            if (ready.ExitCode == 0)
                return;
            if (tries == 300 || running.HasExited)
                throw new InvalidOperationException("PostgreSQL did not start.");
            await Task.Delay(50);
        }
    }

    /// <summary>Stops it as an administrator would who does not wait for the clients.</summary>
    public async Task Stop()
    {
        await Run("pg_ctl", ["stop", "-D", Path.Combine(folder, "data"), "-m", "fast", "-w"]);
        await running!.WaitForExitAsync();
    }

    /// <summary>Stops it as a power cut would.</summary>
    public async Task Kill()
    {
        await Run("pg_ctl", ["stop", "-D", Path.Combine(folder, "data"), "-m", "immediate", "-w"]);
        await running!.WaitForExitAsync();
    }

    /// <summary>Makes it hang, as behind a line that was cut: who asks hears nothing, not even that it is gone.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>Lets it go on after <see cref="Freeze"/>.</summary>
    public Task Thaw() => Signal("CONT");

    private async Task Signal(string name)
    {
        var first = running!.Id;
        // The first one stops before the others are looked up and goes on after them: meanwhile it makes none and forgets none.
        if (name == "STOP")
            await Finish("kill", ["-STOP", $"{first}"]);
        var children = await File.ReadAllTextAsync($"/proc/{first}/task/{first}/children");
        await Finish(
            "kill",
            [$"-{name}", .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{first}"]
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (running is { HasExited: false })
            await Kill();
        running?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task Run(string program, string[] arguments) => Finish(Command(program, arguments));

    private static bool IsRoot => Environment.UserName == "root";

    private static string Home { get; } =
        Directory.Exists("/usr/lib/postgresql/15/bin") ? "/usr/lib/postgresql/15/bin/" : "";

    private ProcessStartInfo Command(string program, string[] arguments)
    {
        var start = IsRoot
            // Becomes the program and does not stay beside it: a parent that stops and goes on with its child may miss the latter.
            ? new ProcessStartInfo(
                "setpriv",
                [
                    "--reuid=postgres",
                    "--regid=postgres",
                    "--init-groups",
                    "--",
                    Home + program,
                    .. arguments,
                ]
            )
            : new ProcessStartInfo(Home + program, arguments);
        start.WorkingDirectory = folder;
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }

    private static Task Finish(string program, string[] arguments) =>
        Finish(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        );

    private static async Task Finish(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{start.FileName} {start.ArgumentList[^1]}: {said}"
            );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
