using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Trellis.Serving;

namespace Trellis.Jobs;

/// <summary>Has jobs done at their times: in memory where the store is a file, and through tables that all nodes share where it is on a server, so that what a dying node left is finished by another.</summary>
/// <remarks>The site starts and serves whether the database answers or not; the jobs begin when it does.</remarks>
internal sealed class Scheduling(
    IServiceProvider site,
    JobSettings settings,
    Roster roster,
    Node node,
    TimeProvider time,
    ILoggerFactory loggers
) : BackgroundService
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var log = loggers.CreateLogger<Scheduling>();
        try
        {
            await settings.Ready(site).WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await Run(stoppingToken);
                    return;
                }
                catch (Exception wrong)
                    when (wrong is SchedulerException or IOException or TimeoutException)
                {
                    log.LogWarning("Jobs cannot begin yet: {Reason}", wrong.Message);
                }
                await Task.Delay(patience, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site is going down before jobs could begin.
        }
    }

    private async Task Run(CancellationToken stop)
    {
        await using var factory = Build();
        var scheduler = await factory.GetScheduler(stop);
        foreach (var job in roster.Jobs)
            await Enter(scheduler, job, stop);
        await scheduler.Start(stop);
        if (settings is { Server: null, MakesUp: true })
            await MakeUp(scheduler, stop);
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }

    private StandaloneSchedulerFactory Build() =>
        QuartzSchedulerBuilder
            .Create(quartz =>
            {
                quartz.ConfigureScheduler(options =>
                {
                    options.InstanceName = "trellis";
                    options.InstanceId = node.Name;
                    options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
                });
                quartz.UseDefaultThreadPool(2);
                quartz
                    .Services.AddSingleton(loggers)
                    .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
                    .AddSingleton(roster)
                    .AddSingleton(settings.Casework)
                    .AddSingleton(node)
                    .AddSingleton(time)
                    .AddTransient(inside => new JobRunner(
                        roster,
                        site,
                        settings.Casework,
                        node,
                        time,
                        loggers.CreateLogger<JobRunner>()
                    ));
                if (settings.Server is not { } server)
                    quartz.UseInMemoryStore();
                else
                    quartz.UsePersistentStore(store =>
                    {
                        store.UsePostgres(server);
                        store.ProvisionSchema();
                        // A process that ends does not wait for a database that has gone.
                        store.ConfigureStore(options => options.UseBackgroundThreads = true);
                        store.UseClustering(cluster =>
                        {
                            cluster.CheckinInterval = TimeSpan.FromSeconds(5);
                            cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                        });
                    });
            })
            .Build();

    /// <summary>Enters a job, unless it stands there as it is: writing it anew would disturb a node that is doing it.</summary>
    private async Task Enter(IScheduler scheduler, Job job, CancellationToken stop)
    {
        var key = new JobKey(job.Name);
        var words = $"{job.Timing.InWords}: {job.Sentence}";
        if ((await scheduler.GetJobDetail(key, stop))?.Description == words)
            return;
        var detail = JobBuilder
            .Create<JobRunner>()
            .WithIdentity(key)
            .WithDescription(words)
            .RequestRecovery()
            .StoreDurably()
            .Build();
        // With the clock of the scheduler: a trigger that reckons by another is missed again at once each time it is made up for.
        var trigger = TriggerBuilder.Create(time).WithIdentity(job.Name).ForJob(key);
        trigger = job.Timing switch
        {
            Timing.Every every => trigger
                .StartNow()
                .WithSimpleSchedule(s => s.WithInterval(every.Time).RepeatForever()),
            Timing.Daily daily => trigger.WithCronSchedule(
                $"0 {daily.At.Minute} {daily.At.Hour} * * ?",
                c => c.InTimeZone(LondonDay.Zone)
            ),
            _ => throw new InvalidOperationException($"{job.Timing} is no timing."),
        };
        await scheduler.ScheduleJob(detail, [trigger.Build()], ScheduleJobOptions.Replacing, stop);
    }

    /// <summary>A scheduler in memory does not know what it missed while the site was down; the notes of the last runs do.</summary>
    private async Task MakeUp(IScheduler scheduler, CancellationToken stop)
    {
        var done = (await settings.Casework.JobRuns(stop)).ToDictionary(r => r.Name, r => r.DoneAt);
        foreach (var job in roster.Jobs.Where(j => j.Timing is Timing.Daily))
            if (
                done.GetValueOrDefault(job.Name) is not { } last
                || time.GetUtcNow() - last > TimeSpan.FromDays(1)
            )
                await scheduler.TriggerJob(new JobKey(job.Name), null, stop);
    }
}
