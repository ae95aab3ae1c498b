using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trellis.Access;
using Trellis.Alerts;
using Trellis.Jobs;
using Trellis.Journal;
using Trellis.Pages.Decisions;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Alerts;

/// <summary>Writes the letters, by itself: the one that asks whether letters are wanted, and those that tell what is new.</summary>
/// <remarks>The first is written behind the page, so that the time it takes to answer does not tell whether somebody gets letters already.</remarks>
internal sealed class Alerting(
    SiteOptions options,
    Countries countries,
    TimeProvider time,
    LondonDay day
) : BackgroundService
{
    internal static readonly Journal.Program By = new("alerts");

    private readonly Channel<(string Address, Scope About, Uri Site)> asked =
        Channel.CreateBounded<(string, Scope, Uri)>(
            new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite }
        );

    /// <summary>Adds it, with the job that tells what is new.</summary>
    public static IServiceCollection Add(IServiceCollection services, Casework casework) =>
        services
            .AddSingleton<Alerting>()
            .AddHostedService(s => s.GetRequiredService<Alerting>())
            .AddJob(
                new Job(
                    "send-alerts",
                    "Writes to those who asked for letters about a school, a trust or an area what has been published since, one letter for all of it.",
                    new Timing.Every(TimeSpan.FromMinutes(15)),
                    async (site, stop) =>
                    {
                        // Without a snapshot no case has a name; the job is done once there is one.
                        if (site.GetRequiredService<Countries>().Current is not { } country)
                            return null;
                        var written = await Tell(
                            casework,
                            site.GetRequiredService<Whereabouts>().Site,
                            site.GetRequiredService<PublicRecordFile>(),
                            country.Snapshot,
                            new Occasion(
                                By,
                                site.GetRequiredService<TimeProvider>().GetUtcNow(),
                                site.GetRequiredService<LondonDay>().Today
                            ),
                            stop
                        );
                        return written > 0
                            ? $"Wrote {written:N0} {(written == 1 ? "letter" : "letters")} about what is new."
                            : null;
                    }
                )
            );

    /// <summary>Asks, by a letter, whether somebody wants letters.</summary>
    public void Ask(string address, Scope about, Uri site) =>
        asked.Writer.TryWrite((address, about, site));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (address, about, site) in asked.Reader.ReadAllAsync(stoppingToken))
            while (true)
                try
                {
                    await Write(address, about, site, stoppingToken);
                    break;
                }
                catch (StoreUnavailableException)
                {
                    // Whoever asked was told that a letter comes; it comes when the store does.
                    await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                }
    }

    private async Task Write(string address, Scope about, Uri site, CancellationToken stop)
    {
        if (countries.Current is not { } country)
            return;
        var casework = options.Casework!;
        Alert? before = null;
        string? after = null;
        while (before is null)
        {
            const int AtOnce = 1_000;
            var some = await casework.Documents<Alert>(about.ToString(), after, AtOnce, stop);
            before = some.Select(k => k.State)
                .FirstOrDefault(a =>
                    string.Equals(a.Address.Text, address, StringComparison.OrdinalIgnoreCase)
                );
            if (some.Count < AtOnce)
                break;
            after = some[^1].State.Key;
        }
        var secret = Secrets.Draw();
        var id = before?.Id ?? AlertId.From(RandomNumberGenerator.GetBytes(10));
        await casework.Do(
            new AskForAlert(
                id,
                about,
                before?.Address ?? (FreeText)address,
                AlertLetters.Digest(secret)
            ),
            new Occasion(By, time.GetUtcNow(), day.Today),
            beside: (_, asking) =>
                new Alongside(
                    [
                        AlertLetters.First(
                            asking.Address.ToString(),
                            RolePlaces.Words(country.Snapshot, about).Text,
                            site,
                            id,
                            secret
                        ),
                    ],
                    []
                ),
            stop: stop
        );
    }

    /// <summary>Writes to everybody who has not been told of all that is published. Done again it writes nothing, on whichever node.</summary>
    /// <returns>How many letters.</returns>
    internal static async Task<int> Tell(
        Casework casework,
        Uri site,
        PublicRecordFile record,
        Snapshot snapshot,
        Occasion now,
        CancellationToken stop
    )
    {
        var book = DecisionBook.Of(record, snapshot, now.Today);
        var written = 0;
        await foreach (var alert in casework.AllDocuments<Alert>(stop))
        {
            // Words that were erased are no address, and nothing goes there.
            if (!alert.IsOn || !Addresses.Fit(alert.Address.Text))
                continue;
            var cases = book.OfAny(Parties(snapshot, alert.About));
            var news = AlertLetters.News(alert, cases);
            if (news.Count == 0)
                continue;
            var secret = Secrets.Draw();
            var letter = AlertLetters.Next(
                alert,
                AlertLetters.NameOf(snapshot, alert),
                news,
                site,
                secret
            );
            if (
                await casework.Do(
                    new TellAlert(alert.Id, AlertLetters.Digest(secret), AlertLetters.Stand(cases)),
                    now,
                    beside: (_, _) => new Alongside([letter], []),
                    stop: stop
                ) is Done<Alert>.Written
            )
                written++;
        }
        return written;
    }

    /// <summary>All numbers that what an alert is about has had: a school that became an academy is the same school.</summary>
    internal static IEnumerable<string> Parties(Snapshot snapshot, Scope about) =>
        about.Kind == ScopeKind.School
        && Trellis.Schools.Urn.TryParse(about.Id, null, out var urn)
        && snapshot.SchoolOf(urn) is { } school
            ? school.Urns.Select(u => $"school:{u}")
            : [about.ToString()];
}
