using Microsoft.Extensions.DependencyInjection;
using Trellis.Evaluations;
using Trellis.Pages.WhatWorks;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Jobs;

/// <summary>Runs every registered study again on the data in use, by itself after each import, so that nobody chooses when.</summary>
internal static class EvaluatingStudies
{
    // After an import the country is still being read; a site that is starting has none yet.
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan look = TimeSpan.FromSeconds(1);

    /// <summary>Adds the job.</summary>
    public static IServiceCollection AddEvaluatingStudies(this IServiceCollection services) =>
        services.AddJob(
            new Job(
                "evaluate-studies",
                "Runs every registered study of what works on the data in use, where that has not been done.",
                new Timing.Every(TimeSpan.FromMinutes(5)),
                async (site, stop) =>
                {
                    var countries = site.GetRequiredService<Countries>();
                    for (
                        var waited = TimeSpan.Zero;
                        countries.Current is null && waited < patience;
                        waited += look
                    )
                        await Task.Delay(look, stop);
                    if (countries.Current is not { } country)
                        throw new IOException("There is no snapshot yet.");
                    return await Run(
                        country.Snapshot,
                        Programmes.All,
                        site.GetRequiredService<StudyShelf>(),
                        stop
                    );
                }
            )
        );

    /// <summary>Runs some programmes on a snapshot whose answers are not there yet, and keeps them.</summary>
    /// <returns>What was done in a sentence; null where there was nothing to do.</returns>
    /// <exception cref="IOException">The store cannot be written; the answers that were there stay.</exception>
    internal static async Task<string?> Run(
        Snapshot snapshot,
        IReadOnlyList<Programme> programmes,
        StudyShelf shelf,
        CancellationToken stop
    )
    {
        if (shelf.Files.Of(snapshot.Id) is not null)
        {
            shelf.Rest(null);
            return null;
        }
        try
        {
            // Pages are answered meanwhile: the work is not done on the scheduler's own turn.
            var book = await Task.Run(
                () => StudyBook.Run(snapshot, programmes, shelf.Advance, stop: stop),
                stop
            );
            shelf.Files.Write(book);
            shelf.Rest(null);
            return $"Ran {book.Studies.Count} studies on snapshot {snapshot.ShortId}; {book.Studies.Count(s => s.Overall is not null)} of them have an answer.";
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            shelf.Rest(
                wrong is IOException or UnauthorizedAccessException
                    ? "The store could not be written."
                    : "It ended in an error of the program."
            );
            throw;
        }
    }
}
