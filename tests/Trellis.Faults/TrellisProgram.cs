using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Trellis.Faults;

/// <summary>The built program as its users have it: a process with arguments, two streams and an exit code.</summary>
public static class TrellisProgram
{
    // artifacts/bin/Trellis.Faults/release/ beside artifacts/bin/Trellis.Cli/release/.
    private static readonly string Path = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(
            AppContext.BaseDirectory,
            "../../Trellis.Cli",
            System.IO.Path.GetFileName(
                System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)
            ),
            "trellis"
        )
    );

    /// <summary>Runs to the end.</summary>
    /// <exception cref="TimeoutException">It did not end within two minutes; it is killed.</exception>
    public static Answer Run(params string[] arguments) => Finish(Start(arguments), arguments);

    /// <summary>Runs with no file allowed to grow beyond a size: what a full disk looks like to a program.</summary>
    /// <param name="blocks">Of 1,024 bytes, as ulimit counts.</param>
    public static Answer RunWithSmallFiles(int blocks, params string[] arguments)
    {
        // With the signal ignored the write itself fails, as it does on a full disk. The runtime reserves its own memory
        // through a large file unless told not to.
        var shell = Start(
            "/bin/bash",
            [
                "-c",
                $"trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f {blocks}; exec \"$0\" \"$@\"",
                Path,
                .. arguments,
            ]
        );
        return Finish(shell, arguments);
    }

    public static Process Start(params string[] arguments) => Start(Path, arguments);

    private static Process Start(string program, string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        process.Start();
        process.StandardInput.Close();
        return process;
    }

    private static Answer Finish(Process process, string[] arguments)
    {
        using (process)
        {
            var error = new StringBuilder();
            process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException(
                    $"trellis {string.Join(' ', arguments)} did not end. {error}"
                );
            }
            process.WaitForExit();
            return new Answer(process.ExitCode, output.Result, error.ToString());
        }
    }
}

/// <summary>What a process said before it ended.</summary>
public sealed record Answer(int Code, string Output, string Error)
{
    public JsonElement Json
    {
        get
        {
            Assert.True(Code == 0, $"exit code {Code}: {Error}{Output}");
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }
}
