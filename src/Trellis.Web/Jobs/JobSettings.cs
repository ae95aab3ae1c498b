using Microsoft.Extensions.DependencyInjection;
using Trellis.Mail;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>What jobs need of the site.</summary>
/// <param name="Server">The PostgreSQL connection over which nodes agree who does what; null where jobs are kept in memory, which is right for one node.</param>
/// <param name="Ready">Ends when the tables of casework are up to date.</param>
/// <param name="MakesUp">Whether one node does at its start what it missed; nodes that share tables find that there.</param>
public sealed record JobSettings(
    Casework Casework,
    string? Server,
    Func<IServiceProvider, Task> Ready,
    bool MakesUp = true
);

/// <summary>How a site gets its jobs.</summary>
public static class JobRegistration
{
    /// <summary>Has the jobs of a site done while it runs.</summary>
    public static IServiceCollection AddJobs(
        this IServiceCollection services,
        JobSettings settings
    ) =>
        services
            .AddSingleton(settings)
            .AddSingleton<Roster>()
            .AddSingleton(new Node($"{Environment.MachineName}-{Environment.ProcessId}"))
            .AddHostedService<Scheduling>();

    /// <summary>Adds one job.</summary>
    public static IServiceCollection AddJob(this IServiceCollection services, Job job) =>
        services.AddSingleton(job);

    /// <summary>Adds the job that sends letters.</summary>
    /// <param name="post">How they leave.</param>
    public static IServiceCollection AddMail(this IServiceCollection services, IPost post) =>
        services
            .AddSingleton(post)
            .AddJob(
                new Job(
                    "send-mail",
                    "Sends the letters that wait.",
                    new Timing.Every(TimeSpan.FromSeconds(5)),
                    async (site, stop) =>
                        await site.GetRequiredService<JobSettings>()
                            .Casework.SendLetters(
                                post,
                                site.GetRequiredService<Node>().Name,
                                site.GetRequiredService<TimeProvider>(),
                                stop: stop
                            )
                            is var sent
                                and > 0
                            ? sent == 1
                                ? "Sent 1 letter."
                                : $"Sent {sent} letters."
                            : null
                )
            );
}
