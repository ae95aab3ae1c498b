using System.ComponentModel;
using System.Diagnostics;

namespace Trellis.Bundles;

/// <summary>R, where it is installed; a test that needs it says what it leaves out without it.</summary>
public static class InR
{
    /// <summary>Writes a bundle into a folder of its own and runs its script there.</summary>
    /// <param name="unchecked">What is not checked without R.</param>
    /// <returns>How the script ended and what it said; null where R is not installed, which the run then says.</returns>
    public static (int Code, string Said)? Run(Bundle bundle, string @unchecked)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-bundle-");
        try
        {
            bundle.WriteTo(folder);
            using var process = Process.Start(
                new ProcessStartInfo("Rscript", ["--vanilla", "run.R"])
                {
                    WorkingDirectory = folder.FullName,
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said + errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            TestContext.Current.AddWarning($"R is not at hand: {@unchecked} not checked.");
            return null;
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
