using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Trellis.Mail;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Writes letters with a link to a new password, behind the page, so that the time it takes to answer does not tell whether an address is known.</summary>
internal sealed class Resets(SiteOptions options, TimeProvider time) : BackgroundService
{
    private readonly Channel<(string Email, Uri Site)> asked = Channel.CreateBounded<(string, Uri)>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Ask(string email, Uri site) => asked.Writer.TryWrite((email, site));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (email, site) in asked.Reader.ReadAllAsync(stoppingToken))
            while (true)
                try
                {
                    await Write(email, site, stoppingToken);
                    break;
                }
                catch (StoreUnavailableException)
                {
                    // The person was told that a letter comes; it comes when the store does.
                    await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                }
    }

    private async Task Write(string email, Uri site, CancellationToken stop)
    {
        var casework = options.Casework!;
        if (
            await casework.PersonAt(email, stop) is not { Status: PersonStatus.Active } person
            || await casework.AccountOf(person.Id, stop) is { Demo: true } && !options.Demo
        )
            return;
        var secret = Secrets.Draw();
        var now = time.GetUtcNow();
        await casework.AddToken(
            TokenKind.Reset,
            person.Id,
            Secrets.Digest(secret),
            now,
            now + options.Limits.Reset,
            new Letter(
                person.Email,
                "A new password for Trellis",
                $"Somebody asked for a new password for this address. Choose one here; the link works once, for {options.Limits.Reset.TotalMinutes:0} minutes.\n\n{new Uri(site, $"/reset/{secret}")}\n\nIf it was not you, leave this letter: your password stays as it is.\n"
            ),
            stop
        );
    }
}
