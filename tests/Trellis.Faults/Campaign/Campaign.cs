using System.Diagnostics;

namespace Trellis.Faults;

/// <summary>All attacks at their full size, each figure beside what was asked.</summary>
public static class Campaign
{
    private const int Seed = 20_261_122;

    /// <param name="quick">In a few minutes, for a look.</param>
    /// <param name="only">Which attacks: posts, races, forms, kills, backups, room, server, site; and on which database: sqlite, postgres. None of them for all.</param>
    /// <returns>0 where all is as asked, else 1.</returns>
    public static async Task<int> Run(bool quick, IReadOnlyList<string> only)
    {
        var clock = Stopwatch.StartNew();
        var missed = 0;
        await using var grounds = await Grounds.Take();
        string[] kinds = ["sqlite", "postgres"];
        foreach (var kind in new[] { Kind.Sqlite, Kind.Postgres })
        {
            if (only.Intersect(kinds).Any() && !only.Contains(kinds[(int)kind]))
                continue;
            if (Asked("posts"))
                await PostsOf(kind);
            if (Asked("races"))
            {
                var races = await Races.Run(grounds, kind, quick ? 300 : 10_000, Seed);
                Say(
                    $"{kind}: lost updates in {races.Held:N0} races of 2-32 editors, {races.Editors:N0} in all",
                    "0",
                    $"{races.Lost}",
                    races.Lost == 0,
                    races.Wrong
                );
            }
            if (Asked("forms"))
            {
                var twins = await Duplicates.Run(grounds, kind, quick ? 100 : 2000, Seed);
                Say(
                    $"{kind}: {twins.Posts:N0} posts of {twins.Forms:N0} forms: done twice; answered otherwise than first",
                    "0; 0",
                    $"{twins.Twice}; {twins.Otherwise}",
                    twins is { Twice: 0, Otherwise: 0 }
                );
            }
            if (Asked("kills"))
            {
                var kills = await Kills.Run(grounds, kind, quick ? 10 : 200, Seed);
                Say(
                    $"{kind}: kill -9 during writes by 16 clients, {kills.Killed} times, the server {kills.Servers} of them; {kills.Acknowledged:N0} acts acknowledged: lost, half written, not chained",
                    "0",
                    $"{kills.Wrong.Count}",
                    kills.Wrong.Count == 0,
                    kills.Wrong
                );
            }
        }
        foreach (
            var (from, into) in new[] { (Kind.Sqlite, Kind.Postgres), (Kind.Postgres, Kind.Sqlite) }
        )
        {
            if (!Asked("backups"))
                break;
            var found = await Backups.Run(grounds, from, into, quick ? 300 : 10_000, Seed);
            Say(
                $"A backup of {from} with {found.Acts:N0} acts, taken while {found.Since} more were done, put back into {into}: seconds",
                "<= 120",
                $"{found.Restoring.TotalSeconds:0.0}",
                found.Restoring <= TimeSpan.FromMinutes(2)
            );
            Say(
                "The same: rows, hashes and head that differ, things that do not agree",
                "0",
                $"{found.Wrong.Count}",
                found.Wrong.Count == 0,
                found.Wrong
            );
        }
        if (Asked("room"))
            Tell(
                "Sqlite: no room on the disk",
                await Outage.OfRoom(grounds, TimeSpan.FromSeconds(quick ? 3 : 30), Seed),
                reads: true
            );
        var seconds = quick ? 5 : 60;
        if (Asked("server"))
            Tell(
                $"Postgres: stopped for {seconds} s",
                await Outage.OfServer(grounds, TimeSpan.FromSeconds(seconds), Seed),
                reads: false
            );
        if (Asked("site"))
        {
            await SiteOf("stopped", frozen: false);
            await SiteOf("hanging", frozen: true);
        }
        Console.WriteLine($"{missed} not as asked; {clock.Elapsed.TotalMinutes:0.0} minutes");
        return missed == 0 ? 0 : 1;

        bool Asked(string attack) => !only.Except(kinds).Any() || only.Contains(attack);

        async Task PostsOf(Kind kind)
        {
            var goal = kind == Kind.Sqlite ? 10 : 15;
            var posts = await Posts.Run(grounds, kind, quick ? 300 : 2000, Seed);
            Say(
                $"{kind}: an act in the store, median of one client; of 16 clients at once",
                "",
                $"{posts.Alone:0.0} ms; {posts.Crowded:0.0} ms, {posts.PerSecond:0} a second",
                true
            );
            var site = await SitePosts.Run(grounds, kind, quick ? 200 : 1000, Seed);
            Say(
                $"{kind}: a form sent over HTTP by somebody signed in, median, ms (95 of 100 within {site.Slow:0.0})",
                $"<= {goal}",
                $"{site.Median:0.0}",
                site.Median <= goal
            );
        }

        async Task SiteOf(string how, bool frozen)
        {
            var found = await SiteOutage.Run(grounds, TimeSpan.FromSeconds(seconds), Seed, frozen);
            var what = $"The site, its database {how} for {seconds} s, 50 requests a second";
            Say(
                $"{what}: published pages answered (the slowest, {found.SlowestPage}, in {found.Slowest.TotalSeconds:0.0} s)",
                "100 %",
                $"{found.Answered:N0} of {found.Asked:N0}",
                found.Asked > 0 && found.Answered == found.Asked
            );
            Say(
                $"{what}: forms answered 503 with Retry-After; as done",
                "> 0; 0",
                $"{found.Later}; {found.Published}",
                found.Published == 0 && (found.Later > 0 || (frozen && quick))
            );
            Say(
                $"{what}: seconds until a form was done again",
                "<= 10",
                $"{found.Back.TotalSeconds:0.0}",
                found.Back <= TimeSpan.FromSeconds(10)
            );
            Say(
                $"{what}: done twice or lost of {found.Forms:N0} forms",
                "0",
                $"{found.Twice}",
                found.Twice == 0
            );
        }

        void Tell(string what, Outage outage, bool reads)
        {
            Say($"{what}: told to come back later", "> 0", $"{outage.Later}", outage.Later > 0);
            Say($"{what}: in these words", "the place", outage.Sentence, true);
            Say(
                $"{what}: acts done meanwhile",
                "0",
                $"{outage.DidMeanwhile}",
                outage.DidMeanwhile == 0
            );
            if (reads)
                Say(
                    $"{what}: reads of casework meanwhile",
                    "> 0",
                    $"{outage.ReadMeanwhile}",
                    outage.ReadMeanwhile > 0
                );
            Say(
                $"{what}: reads of the public record meanwhile",
                "> 0",
                $"{outage.PublicMeanwhile}",
                outage.PublicMeanwhile > 0
            );
            Say(
                $"{what}: seconds until it wrote again",
                "<= 10",
                $"{outage.Back.TotalSeconds:0.0}",
                outage.Back <= TimeSpan.FromSeconds(10)
            );
            Say(
                $"{what}: lost, half done, done twice",
                "0",
                $"{outage.Wrong.Count}",
                outage.Wrong.Count == 0,
                outage.Wrong
            );
        }

        void Say(
            string what,
            string asked,
            string found,
            bool asAsked,
            IReadOnlyList<string>? wrong = null
        )
        {
            if (!asAsked || wrong is { Count: > 0 })
                missed++;
            Console.WriteLine(
                $"{(asAsked && wrong is not { Count: > 0 } ? "ok  " : "MISS")} {what}: {found}{(asked.Length > 0 ? $" (asked {asked})" : "")}"
            );
            foreach (var one in wrong?.Take(10) ?? [])
                Console.WriteLine($"       {one}");
        }
    }
}
