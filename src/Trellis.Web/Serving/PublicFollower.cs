using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trellis.Store;

namespace Trellis.Serving;

/// <summary>Keeps this node's public record up with the casework store, a second behind at most.</summary>
/// <param name="ready">Done when the store's schema is up to date; until then there is nothing to follow.</param>
internal sealed class PublicFollower(
    PublicRecordFile record,
    Casework store,
    Task ready,
    TimeProvider time,
    ILogger<PublicFollower> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await record.Follow(store, time, stoppingToken);
                told = false;
            }
            catch (Exception away) when (away is StoreUnavailableException or StoreDamagedException)
            {
                // Told once an outage; published pages go on from the file.
                if (!told)
                    log.LogWarning("The public record waits: {Sentence}", away.Message);
                told = true;
            }
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }
}
