using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trellis.Mail;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>Jobs are done at their times, noted, and finished by another node when one dies.</summary>
public sealed class JobTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-jobs-").FullName;
    private Server? server;

    public async ValueTask InitializeAsync() => server = await Server.Start();

    private string Connection => server!.Connection("postgres");

    /// <summary>Waits for what has to come; a minute is much more than it takes.</summary>
    private static async Task<T> Until<T>(Func<Task<T?>> seen)
        where T : class
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await seen() is { } there)
                return there;
            await Task.Delay(100);
        }
        throw new TimeoutException("It did not come within a minute.");
    }

    private static Task<JobRun> Ended(Casework casework, string job) =>
        Until(async () =>
        {
            try
            {
                return (await casework.JobRuns()).FirstOrDefault(r =>
                    r.Name == job && r.EndedAt is not null
                );
            }
            catch (StoreUnavailableException)
            {
                return null;
            }
        });

    private Casework At(bool onServer) => Casework.At(folder, onServer ? Connection : null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_is_done_again_and_again_and_noted(bool onServer)
    {
        await using var casework = At(onServer);
        var done = 0;
        await using var host = JobNode.Of(
            casework,
            onServer ? Connection : null,
            new Job(
                "count",
                "Counts.",
                new Timing.Every(TimeSpan.FromSeconds(1)),
                (_, _) => Task.FromResult<string?>($"Counted {Interlocked.Increment(ref done)}.")
            )
        );
        await host.StartAsync();

        await Until(() => Task.FromResult(Volatile.Read(ref done) >= 3 ? "three" : null));

        await host.StopAsync();
        var run = await Ended(casework, "count");
        Assert.Equal((JobOutcome.Done, $"Counted {done}."), (run.Outcome, run.Said));
        Assert.Equal(run.EndedAt, run.DoneAt);
        Assert.EndsWith($"-{Environment.ProcessId}", run.Node, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_says_why_and_is_tried_again()
    {
        await using var casework = At(onServer: false);
        var tries = 0;
        await using var host = JobNode.Of(
            casework,
            null,
            new Job(
                "try",
                "Tries.",
                new Timing.Every(TimeSpan.FromSeconds(1)),
                (_, _) =>
                    Interlocked.Increment(ref tries) == 1
                        ? throw new IOException("The folder is not there.")
                        : Task.FromResult<string?>("Found it.")
            )
        );
        await host.StartAsync();

        var first = await Ended(casework, "try");
        Assert.True(
            (JobOutcome.Failed, "The folder is not there.") == (first.Outcome, first.Said)
                || tries > 1
        );
        await Until(async () =>
            (await casework.JobRuns()).FirstOrDefault(r => r.Outcome == JobOutcome.Done)
        );
    }

    [Theory]
    [InlineData(2, JobOutcome.Done, "Found it.")]
    [InlineData(4, JobOutcome.Failed, "The folder is not there. It was tried 3 times.")]
    public async Task A_run_that_may_try_more_than_once_ends_as_failed_when_the_last_try_does(
        int found,
        JobOutcome outcome,
        string said
    )
    {
        await using var casework = At(onServer: false);
        var tries = 0;
        await using var host = JobNode.Of(
            casework,
            null,
            new Job(
                "persist",
                "Tries.",
                new Timing.Every(TimeSpan.FromHours(1)),
                (_, _) =>
                    Interlocked.Increment(ref tries) < found
                        ? throw new IOException("The folder is not there.")
                        : Task.FromResult<string?>("Found it.")
            )
            {
                Tries = 3,
            }
        );
        await host.StartAsync();

        var run = await Ended(casework, "persist");

        Assert.Equal((outcome, said), (run.Outcome, run.Said));
        Assert.Equal(Math.Min(found, 3), tries);
    }

    [Fact]
    public async Task An_error_of_the_program_is_noted_as_one()
    {
        await using var casework = At(onServer: false);
        await using var host = JobNode.Of(
            casework,
            null,
            new Job(
                "break",
                "Breaks.",
                new Timing.Every(TimeSpan.FromHours(1)),
                (_, _) => throw new InvalidOperationException("secret inside")
            )
        );
        await host.StartAsync();

        var run = await Ended(casework, "break");

        Assert.Equal(JobOutcome.Failed, run.Outcome);
        Assert.Equal("It ended in an error of the program, which is in the log.", run.Said);
    }

    [Fact]
    public async Task A_daily_job_that_was_missed_while_the_site_was_down_is_made_up_for_and_once()
    {
        await using var casework = At(onServer: false);
        var done = 0;
        var job = new Job(
            "daily",
            "Once a day.",
            new Timing.Daily(
                TimeOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(6))
            ),
            (_, _) => Task.FromResult<string?>($"Day {Interlocked.Increment(ref done)}.")
        );
        await using (var host = JobNode.Of(casework, null, job))
        {
            await host.StartAsync();
            await Ended(casework, "daily");
            await host.StopAsync();
        }
        await using (
            var again = JobNode.Of(
                casework,
                null,
                job,
                new Job(
                    "after",
                    "Runs after it.",
                    new Timing.Every(TimeSpan.FromSeconds(1)),
                    (_, _) => Task.FromResult<string?>("Ran.")
                )
            )
        )
        {
            await again.StartAsync();
            await Ended(casework, "after");
            await again.StopAsync();
        }

        Assert.Equal(1, done);
    }

    [Fact]
    public async Task Letters_are_sent_by_a_job()
    {
        await using var casework = At(onServer: false);
        await casework.Upgrade(TimeProvider.System);
        await using var host = JobNode.Of(casework, null, MailJob());
        await host.StartAsync();

        var run = await Ended(casework, "send-mail");

        Assert.Equal((JobOutcome.Done, "There was nothing to do."), (run.Outcome, run.Said));
    }

    /// <summary>The job as the site has it.</summary>
    private Job MailJob()
    {
        var services = new ServiceCollection().AddMail(new FileDrop(folder, "trellis@a.example"));
        using var built = services.BuildServiceProvider();
        return built.GetRequiredService<Job>();
    }

    [Fact]
    public async Task A_site_whose_database_is_stopped_starts_and_its_jobs_begin_when_it_answers()
    {
        await using var casework = At(onServer: true);
        await server!.Stop();
        await using var host = JobNode.Of(
            casework,
            Connection,
            new Job(
                "work",
                "Works.",
                new Timing.Every(TimeSpan.FromHours(1)),
                (_, _) => Task.FromResult<string?>("Worked.")
            )
        );

        await host.StartAsync();
        Assert.NotEmpty(host.Urls);
        await server.Go();
        // The site does so too; whoever comes second finds it done. Without it the test would ask for a table before there is one.
        await casework.Upgrade(TimeProvider.System);

        Assert.Equal("Worked.", (await Ended(casework, "work")).Said);
    }

    [Fact]
    public async Task A_database_that_stops_before_the_scheduler_began_is_waited_for()
    {
        await using var casework = At(onServer: true);
        await casework.Upgrade(TimeProvider.System);
        await server!.Stop();
        await using var host = JobNode.Of(
            casework,
            Connection,
            Task.CompletedTask,
            new Job(
                "work",
                "Works.",
                new Timing.Every(TimeSpan.FromHours(1)),
                (_, _) => Task.FromResult<string?>("Worked.")
            )
        );

        await host.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.False(
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested
        );
        await server.Go();

        Assert.Equal("Worked.", (await Ended(casework, "work")).Said);
    }

    [Fact]
    public async Task What_a_killed_node_was_doing_is_finished_by_another()
    {
        var log = Path.Combine(folder, "log");
        await File.WriteAllTextAsync(log, "");
        using var one = Start(log, "hangs");
        using var two = await Second();
        try
        {
            one.Kill();
            await one.WaitForExitAsync();

            await Until(async () =>
                (await File.ReadAllLinesAsync(log)).FirstOrDefault(l => l == $"done {two.Id}")
            );
        }
        finally
        {
            two.Kill();
            await two.WaitForExitAsync();
        }

        Assert.Equal(
            [$"began {one.Id}", $"began {two.Id}", $"done {two.Id}"],
            await File.ReadAllLinesAsync(log)
        );
        await using var casework = At(onServer: true);
        var run = Assert.Single(await casework.JobRuns());
        Assert.EndsWith($"-{two.Id}", run.Node, StringComparison.Ordinal);

        async Task<Process> Second()
        {
            await Until(async () =>
                (await File.ReadAllLinesAsync(log)).FirstOrDefault(l => l == $"began {one.Id}")
            );
            return Start(log, "works");
        }
    }

    private Process Start(string log, string how) =>
        Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["node", Connection, log, how])
            {
                UseShellExecute = false,
            }
        )!;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
