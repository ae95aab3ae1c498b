using Microsoft.Extensions.Logging;
using Quartz;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>Does a job when the scheduler says so, and notes how it ended.</summary>
[DisallowConcurrentExecution]
internal sealed class JobRunner(
    Roster roster,
    IServiceProvider site,
    Casework casework,
    Node node,
    TimeProvider time,
    ILogger<JobRunner> log
) : IJob
{
    // A job that is asked every few seconds and finds nothing to do is noted once a minute.
    private static readonly TimeSpan quiet = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan between = TimeSpan.FromSeconds(1);

    public async ValueTask Execute(
        IJobExecutionContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (roster.Find(context.JobDetail.Key.Name) is { } job)
            await Do(job, cancellationToken);
    }

    /// <summary>Does one run of a job and notes it.</summary>
    internal async Task Do(Job job, CancellationToken cancellationToken)
    {
        var frequent = job.Timing is Timing.Every { Time: var every } && every < quiet;
        var began = time.GetUtcNow();
        var outcome = JobOutcome.Failed;
        string? said = "It ended in an error of the program, which is in the log.";
        try
        {
            if (!frequent)
                await casework.JobBegan(job.Name, node.Name, began, cancellationToken);
            said = await Try(job, cancellationToken);
            outcome = JobOutcome.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            said = "The site was stopped while it ran.";
        }
        catch (Exception wrong) when (IsOfTheWorld(wrong))
        {
            // The next run may find it better.
            said =
                job.Tries > 1 ? $"{wrong.Message} It was tried {job.Tries} times." : wrong.Message;
            log.LogWarning("The job {Job} could not be done: {Reason}", job.Name, wrong.Message);
        }
        finally
        {
            // Asked in any case: what was done is not overwritten at once by nothing that was.
            var due = node.IsTimeToSay(job.Name, began, quiet);
            if (due || !frequent || said is not null)
                await Note(job, began, outcome, said ?? "There was nothing to do.");
        }
    }

    private async Task<string?> Try(Job job, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
            try
            {
                return await job.Run(site, stop);
            }
            catch (Exception wrong) when (IsOfTheWorld(wrong) && tries < job.Tries)
            {
                log.LogWarning("The job {Job} is tried again: {Reason}", job.Name, wrong.Message);
                await Task.Delay(between, stop);
            }
    }

    /// <summary>Whether the world is not as it should be, rather than the program.</summary>
    private static bool IsOfTheWorld(Exception wrong) =>
        wrong is IOException or UnauthorizedAccessException;

    private async Task Note(Job job, DateTimeOffset began, JobOutcome outcome, string said)
    {
        try
        {
            await casework.JobEnded(
                job.Name,
                node.Name,
                began,
                time.GetUtcNow(),
                outcome,
                said,
                CancellationToken.None
            );
        }
        catch (StoreUnavailableException wrong)
        {
            log.LogWarning(
                "How the job {Job} ended could not be noted: {Reason}",
                job.Name,
                wrong.Message
            );
        }
    }
}
