using Microsoft.Extensions.DependencyInjection;
using Trellis.Answers;
using Trellis.Journal;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Protocols;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>Works out each partnership's registered evaluation when the data or the partnership changed, and keeps the answer with why it is another.</summary>
internal static class EvaluatingPartnerships
{
    private static readonly Journal.Program by = new("evaluate-partnerships");

    /// <summary>Adds the job.</summary>
    public static IServiceCollection AddEvaluatingPartnerships(
        this IServiceCollection services,
        Casework casework
    )
    {
        // Of this site alone: what was found and not kept anew is found again after a start.
        (string Snapshot, long Record) done = ("", -1);
        return services.AddJob(
            new Job(
                "evaluate-partnerships",
                "Works out the registered evaluation of each partnership stated here, again with each release of data.",
                new Timing.Every(TimeSpan.FromMinutes(10)),
                async (site, stop) =>
                {
                    if (site.GetRequiredService<Countries>().Current is not { } country)
                        throw new StoreUnavailableException(
                            "There is no snapshot yet, so there are no results."
                        );
                    var record = site.GetRequiredService<PublicRecordFile>();
                    var time = site.GetRequiredService<TimeProvider>();
                    await record.Follow(casework, time, stop);
                    if (done == (country.Snapshot.Id, record.Number))
                        return null;
                    var kept = await Evaluate(
                        casework,
                        record,
                        country.Snapshot,
                        time,
                        site.GetRequiredService<LondonDay>().Today,
                        stop
                    );
                    done = (country.Snapshot.Id, record.Number);
                    return kept > 0 ? $"Kept {kept:N0} answers." : null;
                }
            )
            {
                Tries = 3,
            }
        );
    }

    /// <summary>Registers the evaluations that are missing, keeps the answers that are other than the last ones, and hides those of partnerships that nobody may read.</summary>
    /// <returns>How many were written.</returns>
    /// <exception cref="EvaluationFailedException">Some could not be worked out; the others were kept, and their last answers stay.</exception>
    internal static async Task<int> Evaluate(
        Casework casework,
        PublicRecordFile record,
        Snapshot snapshot,
        TimeProvider time,
        DateOnly today,
        CancellationToken stop
    )
    {
        await record.Follow(casework, time, stop);
        var written = 0;
        await foreach (var whole in casework.AllDocuments<Partnership>(stop))
            if (
                whole.Evaluation is null
                && await casework.Do(
                    new RegisterProtocol(whole.Id),
                    new Occasion(by, time.GetUtcNow(), today),
                    beside: (_, after) => new Alongside([], [after.Public]),
                    stop: stop
                ) is Done<Partnership>.Written
            )
                written++;
        if (written > 0)
            await record.Follow(casework, time, stop);
        var book = PartnershipBook.Of(record, snapshot, today);
        var failed = new List<string>();
        foreach (var open in book.Stated)
        {
            stop.ThrowIfCancellationRequested();
            if (open.Evaluation is not { } evaluation)
                continue;
            try
            {
                var answer = EvaluationBook.Answer(book, open, snapshot)!;
                written += await Keep(
                    open.Id,
                    EvaluationBook.Edition(answer, evaluation, snapshot)
                );
            }
            catch (UnusableDataException wrong)
            {
                failed.Add($"{open.Id}: {wrong.Message}");
            }
        }
        await foreach (var kept in casework.AllDocuments<PartnershipResults>(stop))
            if (!kept.Hidden && book.Find(kept.Id) is null)
                written += await Keep(kept.Id, null);
        if (written > 0)
            await record.Follow(casework, time, stop);
        return failed.Count == 0
            ? written
            : throw new EvaluationFailedException(
                failed.Count == 1
                    ? $"One evaluation could not be worked out, and its last answer stays. {failed[0]}"
                    : $"{failed.Count:N0} evaluations could not be worked out, and their last answers stay. The first is {failed[0]}"
            );

        async Task<int> Keep(PartnershipId id, ResultsEdition? edition) =>
            await casework.Do(
                new KeepResults(id, edition),
                new Occasion(by, time.GetUtcNow(), today),
                beside: (_, after) => new Alongside([], [PublicResults.Of(after)]),
                stop: stop
            ) is Done<PartnershipResults>.Written
                ? 1
                : 0;
    }
}

/// <summary>Evaluations that could not be worked out from the data.</summary>
public sealed class EvaluationFailedException : IOException
{
    public EvaluationFailedException(string sentence)
        : base(sentence) { }

    public EvaluationFailedException(string sentence, Exception inner)
        : base(sentence, inner) { }

    public EvaluationFailedException() { }
}
