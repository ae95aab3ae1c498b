using System.Diagnostics;
using System.Net;

namespace Trellis.Faults;

/// <summary>The database is gone for a while under a site that is asked fifty times a second: forty readers, half of them signed in, and ten forms.</summary>
/// <param name="Asked">Published pages asked for while it was gone.</param>
/// <param name="Answered">Of these, answered with the page.</param>
/// <param name="Slowest">How long the slowest of them took.</param>
/// <param name="SlowestPage">Which that was.</param>
/// <param name="Published">Forms answered as done while it was gone.</param>
/// <param name="Later">Forms answered 503 with Retry-After; none where it hung for less than a command may take.</param>
/// <param name="Back">From the moment it was there again to the first form that is done.</param>
/// <param name="Forms">Forms sent in all; each until it was done.</param>
/// <param name="Twice">Acts in the journal beyond one a form.</param>
public sealed record SiteOutage(
    int Asked,
    int Answered,
    TimeSpan Slowest,
    string SlowestPage,
    int Published,
    int Later,
    TimeSpan Back,
    int Forms,
    long Twice
)
{
    private const int Heads = 20;

    /// <param name="frozen">Whether it hangs, so that nobody is told that it is gone, instead of being stopped.</param>
    public static async Task<SiteOutage> Run(
        Grounds grounds,
        TimeSpan lasts,
        int seed,
        bool frozen = false
    )
    {
        var ground = await grounds.Fresh(Kind.Postgres);
        await using var site = await LiveSite.Start(ground);
        var heads = new List<LiveSite.Head>();
        foreach (var school in site.Schools.Take(Heads))
            heads.Add(await site.SignIn(school));
        long before;
        await using (var store = await ground.Open())
            before = (await store.Head()).Number;
        string[] pages =
        [
            "/",
            $"/school/{site.Schools[0]}",
            "/statements",
            "/status",
            "/decisions",
            "/meetings",
            "/waiting",
        ];
        var anybody = site.Reader();
        foreach (var page in pages)
            using (await anybody.Get(page)) { }

        using var over = new CancellationTokenSource();
        var (gone, ended) = (false, false);
        var (asked, answered, published, later, forms) = (0, 0, 0, 0, 0);
        var slowest = (Took: TimeSpan.Zero, Page: "");
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readers = Task.Run(async () =>
        {
            var under = new List<Task>();
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var browser = i % 2 == 0 ? anybody : heads[i % Heads].Browser;
                under.Add(Read(browser, pages[i % pages.Length]));
                under.RemoveAll(t => t.IsCompletedSuccessfully);
                await Task.Delay(25);
            }
            await Task.WhenAll(under);
        });
        var writers = heads.Select(
            (head, h) =>
                Task.Run(async () =>
                {
                    for (var number = 0; !over.IsCancellationRequested; number++)
                    {
                        var form = Deeds.Form(seed, h, number);
                        Interlocked.Increment(ref forms);
                        while (true)
                        {
                            var during = Volatile.Read(ref gone);
                            var done = await head.Publish($"fictional words {form}", form);
                            // Both sides of the question: what was sent before it was gone may be answered after.
                            during &= Volatile.Read(ref gone);
                            if (done)
                            {
                                if (during)
                                    Interlocked.Increment(ref published);
                                else if (Volatile.Read(ref ended))
                                    back.TrySetResult();
                                break;
                            }
                            Interlocked.Increment(ref later);
                            await Task.Delay(2000);
                        }
                        await Task.Delay(2000);
                    }
                })
        );
        var all = Task.WhenAll([readers, .. writers]);

        await Task.Delay(2000);
        if (frozen)
            await grounds.Server.Freeze();
        else
            await grounds.Server.Stop();
        Volatile.Write(ref gone, true);
        await Task.WhenAny(all, Task.Delay(lasts));
        Volatile.Write(ref gone, false);
        var clock = Stopwatch.StartNew();
        if (frozen)
            await grounds.Server.Thaw();
        else
            await grounds.Server.Go();
        Volatile.Write(ref ended, true);
        await Task.WhenAny(all, back.Task, Task.Delay(TimeSpan.FromMinutes(1)));
        var took = clock.Elapsed;
        await over.CancelAsync();
        await all;

        await using (var store = await ground.Open())
            return new SiteOutage(
                asked,
                answered,
                slowest.Took,
                slowest.Page,
                published,
                later,
                took,
                forms,
                (await store.Head()).Number - before - forms
            );

        async Task Read(LiveSite.Browser browser, string page)
        {
            var during = Volatile.Read(ref gone);
            var took = Stopwatch.StartNew();
            using var answer = await browser.Get(page);
            // Whoever asked while it was gone counts, however long the answer took.
            if (!during)
                return;
            Interlocked.Increment(ref asked);
            if (answer.StatusCode == HttpStatusCode.OK)
                Interlocked.Increment(ref answered);
            lock (pages)
                if (took.Elapsed > slowest.Took)
                    slowest = (took.Elapsed, page);
        }
    }
}

/// <summary>How long a form takes over HTTP, sent by a head who is signed in.</summary>
/// <param name="Median">In milliseconds.</param>
public sealed record SitePosts(double Median, double Slow)
{
    public static async Task<SitePosts> Run(Grounds grounds, Kind kind, int posts, int seed)
    {
        await using var site = await LiveSite.Start(await grounds.Fresh(kind));
        var head = await site.SignIn(site.Schools[0]);
        var took = new List<double>();
        for (var number = 0; number < posts + 50; number++)
        {
            var form = Deeds.Form(seed, 0, number);
            var clock = Stopwatch.StartNew();
            if (!await head.Publish($"fictional words {form}", form))
                throw new InvalidOperationException("The store cannot now.");
            if (number >= 50)
                took.Add(clock.Elapsed.TotalMilliseconds);
        }
        took.Sort();
        return new SitePosts(took[took.Count / 2], took[took.Count * 95 / 100]);
    }
}
