using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trellis.Access;
using Trellis.Fiction;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Tests.Access;

/// <summary>The site with two addresses more, at which it fails, and with all that it logs at hand.</summary>
public sealed class FailingSite : IAsyncLifetime
{
    /// <summary>What stands in the failure and nobody may be told.</summary>
    public const string Canary = "fictional-canary-7f3a";

    private readonly string folder = Directory.CreateTempSubdirectory("trellis-fails-").FullName;
    private readonly Lines lines = new();
    private WebApplication app = null!;

    public HttpClient Client { get; private set; } = null!;

    public Snapshot Snapshot { get; private set; } = null!;

    public Uri Address => Client.BaseAddress!;

    public IReadOnlyCollection<string> Logged => lines.Written;

    public async ValueTask InitializeAsync()
    {
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, schools: 60);
        var store = new SnapshotStore(Path.Combine(folder, "store"));
        var clock = new StandingClock(new DateTimeOffset(2026, 10, 2, 9, 0, 0, TimeSpan.Zero));
        store.Import(files, clock);
        Snapshot = store.Load();
        app = Site.Build(store, ["http://127.0.0.1:0"], clock);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        app.MapGet("/fails", (RequestDelegate)(_ => throw new InvalidOperationException(Canary)))
            .WithMetadata(new AccessAttribute(Who.Everybody));
        // Half an answer was sent already.
        app.MapGet(
                "/fails-late",
                (RequestDelegate)(
                    async http =>
                    {
                        await http.Response.WriteAsync("begun");
                        await http.Response.Body.FlushAsync();
                        throw new InvalidOperationException(Canary);
                    }
                )
            )
            .WithMetadata(new AccessAttribute(Who.Everybody));
        await app.StartAsync();
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
        for (var tries = 0; ; tries++)
        {
            using var ready = await Client.GetAsync("/health/ready");
            if (ready.StatusCode == HttpStatusCode.OK)
                return;
            if (tries == 600)
                throw new TimeoutException(await ready.Content.ReadAsStringAsync());
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
