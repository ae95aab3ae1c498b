using Microsoft.Extensions.DependencyInjection;
using Trellis.Consistency;
using Trellis.Journal;
using Trellis.Pages.Consistency;
using Trellis.Pages.Decisions;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>Publishes each quarter's decisions beside earlier ones, by itself, so that nobody chooses when or leaves one out.</summary>
internal static class ComparingDecisions
{
    /// <summary>So many quarters back a decision that is recorded late, or put right, leads to another edition.</summary>
    private const int Quarters = 4;

    private static readonly Journal.Program by = new("compare-decisions");

    /// <summary>Adds the job.</summary>
    public static IServiceCollection AddComparingDecisions(
        this IServiceCollection services,
        Casework casework
    ) =>
        services.AddJob(
            new Job(
                "compare-decisions",
                "Publishes the decisions of a quarter beside the earlier cases most like them, two weeks after it has ended.",
                new Timing.Daily(new TimeOnly(4, 0)),
                async (site, stop) =>
                {
                    if (site.GetRequiredService<Countries>().Current is not { } country)
                        throw new StoreUnavailableException(
                            "There is no snapshot yet, so nobody knows what a school was like."
                        );
                    var time = site.GetRequiredService<TimeProvider>();
                    var published = await Publish(
                        casework,
                        site.GetRequiredService<PublicRecordFile>(),
                        country.Snapshot,
                        time,
                        site.GetRequiredService<LondonDay>().Today,
                        stop
                    );
                    return published.Count > 0
                        ? $"Published {string.Join(", ", published)}."
                        : null;
                }
            )
        );

    /// <summary>Publishes what is due on a day: the quarters that have no edition, and another edition where decisions have changed and the last is a month old.</summary>
    /// <returns>The quarters of which something was published.</returns>
    internal static async Task<IReadOnlyList<Quarter>> Publish(
        Casework casework,
        PublicRecordFile record,
        Snapshot snapshot,
        TimeProvider time,
        DateOnly today,
        CancellationToken stop
    )
    {
        await record.Follow(casework, time, stop);
        var cases = DecidedCases.Of(DecisionBook.Of(record, snapshot, today), snapshot);
        var published = new List<Quarter>();
        var quarter = Quarter.Of(today);
        for (var i = 0; i < Quarters; i++)
        {
            quarter = quarter.Before;
            if (
                today < PublishConsistency.FirstDay(quarter)
                || ConsistencyBook.Find(record, quarter)?.Editions is [.., var last]
                    && last.On.AddMonths(1) > today
                // Before the first decision that is on record there is nothing to publish.
                || !cases.All.Any(c => c.On <= quarter.Last)
            )
                continue;
            if (
                await casework.Do(
                    new PublishConsistency(quarter, cases.Edition(quarter, record, snapshot)),
                    new Occasion(by, time.GetUtcNow(), today),
                    beside: (_, after) => new Alongside([], [PublicConsistency.Of(after)]),
                    stop: stop
                ) is Done<ConsistencyReport>.Written
            )
                published.Add(quarter);
        }
        if (published.Count > 0)
            await record.Follow(casework, time, stop);
        return published;
    }
}
