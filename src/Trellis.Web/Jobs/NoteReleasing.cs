using Microsoft.Extensions.DependencyInjection;
using Trellis.Boards;
using Trellis.Journal;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>Words of notes whose time is over are public again, without anybody having to think of it.</summary>
internal static class NoteReleasing
{
    private static readonly Journal.Program by = new("release-note-redactions");

    /// <summary>Adds the job.</summary>
    public static IServiceCollection AddNoteReleasing(
        this IServiceCollection services,
        Casework casework
    ) =>
        services.AddJob(
            new Job(
                "release-note-redactions",
                "Shows words of notes of meetings again whose last day has come.",
                new Timing.Daily(new TimeOnly(0, 5)),
                async (site, stop) =>
                    await Release(
                        casework,
                        new Occasion(
                            by,
                            site.GetRequiredService<TimeProvider>().GetUtcNow(),
                            site.GetRequiredService<LondonDay>().Today
                        ),
                        stop
                    )
                        is > 0
                            and var shown
                        ? $"Shows {shown:N0} passages of notes again."
                        : null
            )
        );

    /// <returns>How many passages are shown again.</returns>
    internal static async Task<int> Release(Casework casework, Occasion now, CancellationToken stop)
    {
        var shown = 0;
        await foreach (var meeting in casework.AllDocuments<DecisionMeeting>(stop))
        foreach (var over in meeting.Redactions.Over(now.Today))
            if (
                await casework.Do(
                    new ReleaseNoteRedaction(meeting.Ref, over.Number),
                    now,
                    Conditions.None,
                    (_, after) => new Alongside([], [PublicMeeting.Of(after)]),
                    stop
                ) is Done<DecisionMeeting>.Written
            )
                shown++;
        return shown;
    }
}
