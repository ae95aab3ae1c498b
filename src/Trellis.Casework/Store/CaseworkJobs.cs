using Microsoft.EntityFrameworkCore;

namespace Trellis.Store;

internal sealed class JobRunRow
{
    public required string Name { get; set; }
    public required string Node { get; set; }
    public required string BeganAt { get; set; }
    public string? EndedAt { get; set; }
    public string? Outcome { get; set; }
    public string? Said { get; set; }
    public string? DoneAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<JobRunRow>(t => t.ToTable("job_run").HasKey(r => r.Name));
}

/// <summary>How a run of a job stands.</summary>
public enum JobOutcome
{
    /// <summary>It has not ended, or its node died and nobody has taken it up yet.</summary>
    Running,

    /// <summary>It did what it should.</summary>
    Done,

    /// <summary>It could not.</summary>
    Failed,
}

/// <summary>The last run of a scheduled job.</summary>
/// <param name="Name">Of the job: "send-mail".</param>
/// <param name="Node">Which of the machines ran it.</param>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="Said">What it did, or why it could not, in a sentence.</param>
/// <param name="DoneAt">When it last did what it should; null where it never did.</param>
public sealed record JobRun(
    string Name,
    string Node,
    DateTimeOffset BeganAt,
    DateTimeOffset? EndedAt,
    JobOutcome Outcome,
    string Said,
    DateTimeOffset? DoneAt
);

public sealed partial class Casework
{
    /// <summary>The last run of each job that ever ran, by name.</summary>
    public Task<IReadOnlyList<JobRun>> JobRuns(CancellationToken stop = default) =>
        Read<IReadOnlyList<JobRun>>(
            async db =>
            {
                var rows = await db.Set<JobRunRow>()
                    .AsNoTracking()
                    .OrderBy(r => r.Name)
                    .ToListAsync(stop);
                return
                [
                    .. rows.Select(r => new JobRun(
                        r.Name,
                        r.Node,
                        Texts.Instant(r.BeganAt),
                        r.EndedAt is { } ended ? Texts.Instant(ended) : null,
                        r.Outcome is { } outcome
                            ? Enum.Parse<JobOutcome>(outcome)
                            : JobOutcome.Running,
                        r.Said ?? "",
                        r.DoneAt is { } done ? Texts.Instant(done) : null
                    )),
                ];
            },
            stop
        );

    /// <summary>Notes that a job begins on a node.</summary>
    public Task JobBegan(
        string name,
        string node,
        DateTimeOffset at,
        CancellationToken stop = default
    )
    {
        var began = Texts.Of(at);
        return InLine(
            db =>
                db.Database.ExecuteSqlAsync(
                    $"insert into job_run (name, node, began_at) values ({name}, {node}, {began}) on conflict (name) do update set node = excluded.node, began_at = excluded.began_at, ended_at = null, outcome = null, said = null",
                    stop
                ),
            stop
        );
    }

    /// <summary>Notes how a run ended, where it is still the last of its name.</summary>
    /// <param name="began">When it began: a run that was taken up by another node does not overwrite what that one says.</param>
    public Task JobEnded(
        string name,
        string node,
        DateTimeOffset began,
        DateTimeOffset at,
        JobOutcome outcome,
        string said,
        CancellationToken stop = default
    )
    {
        var from = Texts.Of(began);
        var to = Texts.Of(at);
        var word = outcome.ToString();
        var done = outcome == JobOutcome.Done ? to : null;
        return InLine(
            db =>
                db.Database.ExecuteSqlAsync(
                    $"insert into job_run (name, node, began_at, ended_at, outcome, said, done_at) values ({name}, {node}, {from}, {to}, {word}, {said}, {done}) on conflict (name) do update set node = excluded.node, began_at = excluded.began_at, ended_at = excluded.ended_at, outcome = excluded.outcome, said = excluded.said, done_at = coalesce(excluded.done_at, job_run.done_at) where job_run.began_at <= excluded.began_at",
                    stop
                ),
            stop
        );
    }
}
