using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Fiction;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis;

/// <summary>A clock that stands still: pages say how old the register is.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>The site over a store, listening on a free port; it is asked as a browser asks, but follows no redirect by itself.</summary>
public sealed class RunningSite : IAsyncDisposable
{
    private static readonly StandingClock clock = new(
        new DateTimeOffset(2026, 10, 2, 9, 0, 0, TimeSpan.Zero)
    );
    private readonly WebApplication app;
    private readonly string? temporary;

    private RunningSite(WebApplication app, SnapshotStore store, string? temporary)
    {
        Store = store;
        this.app = app;
        this.temporary = temporary;
        Snapshot = store.Load();
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
        Client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public Snapshot Snapshot { get; }

    /// <summary>Where its snapshots are; another site may be built over them.</summary>
    public SnapshotStore Store { get; }

    /// <summary>A part of the site, for what cannot be asked over HTTP.</summary>
    public T Part<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public HttpClient Client { get; }

    /// <summary>The site over a fictional country, made for this run.</summary>
    public static Task<RunningSite> OverFiction(int schools, TravelMatrix? times = null)
    {
        var folder = NewFolder();
        var files = Path.Combine(folder, "files");
        FictionalCountry.Write(files, schools);
        var store = new SnapshotStore(Path.Combine(folder, "store"));
        store.Import(files, clock);
        return Over(store, folder, times);
    }

    /// <summary>The site over a snapshot that was drawn by hand.</summary>
    public static Task<RunningSite> Over(SnapshotContent content)
    {
        var folder = NewFolder();
        return Over(Drawn(folder, content), folder);
    }

    /// <summary>A store in a folder whose one snapshot was drawn by hand.</summary>
    public static SnapshotStore Drawn(string folder, SnapshotContent content)
    {
        var store = new SnapshotStore(folder);
        var drawn = Path.Combine(folder, "drawn");
        Directory.CreateDirectory(Path.Combine(folder, "snapshots"));
        var id = SnapshotFile.Write(drawn, content, Manifest.Empty);
        File.Move(drawn, store.PathOf(id));
        File.WriteAllText(
            Path.Combine(folder, "current.json"),
            JsonSerializer.Serialize<Publication[]>([new(id, clock.GetUtcNow(), "import", "drawn")])
        );
        return store;
    }

    /// <param name="temporary">A folder to delete in the end, or null.</param>
    /// <param name="times">A router's times between schools; null where minutes are estimated.</param>
    /// <param name="also">Adds pages of the test's own before the site starts.</param>
    public static async Task<RunningSite> Over(
        SnapshotStore store,
        string? temporary = null,
        TravelMatrix? times = null,
        SiteOptions? options = null,
        TimeProvider? time = null,
        Action<WebApplication>? also = null
    )
    {
        // All tests come from one address.
        options ??= new SiteOptions
        {
            Limits = new Limits { AnswersASecond = 100_000, DownloadsAMinute = 100_000 },
        };
        var app = Site.Build(store, ["http://127.0.0.1:0"], time ?? clock, times, options);
        also?.Invoke(app);
        await app.StartAsync();
        var site = new RunningSite(app, store, temporary);
        for (var tries = 0; ; tries++)
        {
            using var ready = await site.Client.GetAsync("/health/ready");
            if (ready.StatusCode == HttpStatusCode.OK)
                return site;
            if (tries == 6_000)
                throw new TimeoutException(await ready.Content.ReadAsStringAsync());
            await Task.Delay(10);
        }
    }

    /// <summary>The page at an address, and what it answered.</summary>
    public async Task<(HttpStatusCode Status, IDocument Page)> Get(string address)
    {
        using var answer = await Client.GetAsync(address);
        var html = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, new HtmlParser().ParseDocument(html));
    }

    /// <summary>What an address answers, and where it leads; the body as text.</summary>
    public async Task<(HttpStatusCode Status, string? Leads, string Body)> Ask(string address)
    {
        using var answer = await Client.GetAsync(address);
        return (
            answer.StatusCode,
            answer.Headers.Location?.ToString(),
            await answer.Content.ReadAsStringAsync()
        );
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        if (temporary is not null)
            Directory.Delete(temporary, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("trellis-site-").FullName;
}
