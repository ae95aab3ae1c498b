using Microsoft.Extensions.Hosting;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Brings the casework store up to date as soon as it can be reached; a site whose database is stopped starts and publishes without it.</summary>
internal sealed class Opening(SiteOptions options, TimeProvider time) : BackgroundService
{
    private readonly TaskCompletionSource done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Why casework cannot be used; empty while it can.</summary>
    public string Trouble { get; private set; } = "Casework is being opened.";

    /// <summary>Ends when casework can be used. It fails, in a sentence, where waiting will not help.</summary>
    public Task Done => done.Task;

    public bool IsOpen => done.Task.IsCompletedSuccessfully;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Casework is not { } casework)
            return;
        // The site listens first.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await casework.Upgrade(time, stoppingToken);
                Trouble = "";
                done.TrySetResult();
                return;
            }
            catch (StoreUnavailableException later)
            {
                Trouble = later.Message;
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (StoreDamagedException damaged)
            {
                Trouble = damaged.Message;
                done.TrySetException(damaged);
                return;
            }
    }
}
