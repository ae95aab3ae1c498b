using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>A host with jobs and nothing else.</summary>
internal static class JobNode
{
    /// <summary>A process of its own: its one job tells a file when it begins and when it is done, and may hang in between.</summary>
    public static async Task<int> Run(string connection, string log, bool hangs)
    {
        await using var casework = Casework.At(Path.GetTempPath(), connection);
        var me = $"{Environment.ProcessId}";
        await using var host = Of(
            casework,
            connection,
            new Job(
                "long-work",
                "Takes long.",
                new Timing.Every(TimeSpan.FromHours(1)),
                async (_, stop) =>
                {
                    await File.AppendAllTextAsync(log, $"began {me}\n", stop);
                    if (hangs)
                        await Task.Delay(Timeout.Infinite, stop);
                    await File.AppendAllTextAsync(log, $"done {me}\n", stop);
                    return "Worked.";
                }
            )
        );
        await host.StartAsync();
        await host.WaitForShutdownAsync();
        return 0;
    }

    public static WebApplication Of(Casework casework, string? server, params Job[] jobs) =>
        Of(casework, server, Ready(casework), jobs);

    public static WebApplication Of(
        Casework casework,
        string? server,
        Task ready,
        params Job[] jobs
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddJobs(new JobSettings(casework, server, _ => ready));
        foreach (var job in jobs)
            builder.Services.AddJob(job);
        var host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        return host;
    }

    private static async Task Ready(Casework casework)
    {
        while (true)
            try
            {
                await casework.Upgrade(TimeProvider.System);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(200);
            }
    }
}
