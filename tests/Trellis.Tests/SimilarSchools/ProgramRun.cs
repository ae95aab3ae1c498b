using System.Diagnostics;

namespace Trellis.Tests.SimilarSchools;

/// <summary>The program as a process: arguments in, two streams and an exit code out.</summary>
internal static class ProgramRun
{
    public static (int Code, string Out, string Errors) Of(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                ["exec", Path.Combine(AppContext.BaseDirectory, "trellis.dll"), .. arguments]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text, errors.GetAwaiter().GetResult());
    }
}
