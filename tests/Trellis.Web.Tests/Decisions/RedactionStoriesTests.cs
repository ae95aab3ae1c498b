using System.Net;
using System.Text;
using Trellis.Access;
using Trellis.Pages.Decisions;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Schools;
using Trellis.Store;
using static Trellis.Decisions.CasesOnRecord;

namespace Trellis.Decisions;

/// <summary>Words that were public are hidden on a page of the desk, and are in nothing that anybody can read from then on.</summary>
public sealed class RedactionStoriesTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Secret = "Quillon Merrydew was offered 41,750 pounds";
    private const string Reasons =
        "The school has a plan with its governors, and the two schools beside it help with reading and with attendance. "
        + Secret
        + " to lead the work for a year, which the authority pays from what it has set aside for schools in its area. The region looks at "
        + "it each month with the governors and says in public what it has seen, what has changed since, and what comes next for the school.";

    private PeopleSite site = null!;
    private CasesOnRecord cases = null!;
    private School school = null!;
    private Browser officer = null!;
    private Browser second = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        cases = new CasesOnRecord(site);
        school = Registered.SchoolsWithoutTrust(site)[0];
        var region = RegionOf(school);
        (_, officer) = await site.SignedIn(new Appointment(Role.RegionOfficer, region));
        (_, second) = await site.SignedIn(new Appointment(Role.DecisionMaker, region));
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<string> Decided()
    {
        var reference = await cases.Open(school);
        await cases.Take(
            reference,
            "academy-order",
            "record-concern",
            cases.Officer(school),
            Day("report-on", site.Today.AddDays(-3)),
            Chose("category", "special-measures")
        );
        await cases.Take(reference, "academy-order", "weigh-options", cases.Officer(school));
        await cases.Take(
            reference,
            "academy-order",
            "choose-support",
            cases.Decider(school),
            Wrote("support-because", Reasons),
            Day("support-review-on", site.Today.AddDays(200))
        );
        await cases.Follow();
        return $"{reference}";
    }

    private static string Trouble(Access.Answer answer) =>
        $"{answer.Status} {answer.Page.QuerySelector(".govuk-error-summary")?.TextContent}";

    private static async Task<Access.Answer> Send(
        Browser by,
        string at,
        Access.Answer page,
        string step,
        params (string, string)[] fields
    )
    {
        var form = page
            .Page.QuerySelectorAll("main form[method=post]")
            .First(f => f.QuerySelector($"button[value={step}]") is not null);
        var all = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat(fields)
            .Append(("step", step));
        return await by.Post(at, all.ToDictionary(f => f.Item1, f => f.Item2));
    }

    private (string, string)[] Passage(
        string reference,
        string words,
        params (string, string)[] other
    )
    {
        var until = site.Today.AddDays(60);
        return
        [
            .. new[]
            {
                ("text", $"{Id(CaseRef.Parse(reference), "academy-order")}/2.support-because"),
                ("words", words),
                ("code", "personal-data"),
                ("until-day", $"{until.Day}"),
                ("until-month", $"{until.Month}"),
                ("until-year", $"{until.Year}"),
                ("reason", "Somebody who does not act in public."),
            }.Where(f => other.All(o => o.Item1 != f.Item1)),
            .. other,
        ];
    }

    /// <summary>Where a case could be told.</summary>
    private string[] Addresses(string reference) =>
        [
            $"/decision/{reference}",
            $"/decision/{reference}.csv",
            $"/decision/{reference}.json",
            $"/decision/{reference}.atom",
            "/decisions",
            "/decisions.csv",
            "/decisions.json",
            "/decisions.atom",
            "/consistency",
            "/waiting",
            $"/procedures/{Id(CaseRef.Parse(reference), "academy-order")}",
            "/procedures.json",
            $"/school/{school.Urn}",
            $"/school/{school.Urn}.json",
            $"/search?q={WebUtility.UrlEncode(Secret)}",
            "/",
        ];

    /// <summary>Every public answer in which a case could be told, and the bytes of the record itself.</summary>
    private async Task<IReadOnlyList<CanaryHit>> Anywhere(string reference)
    {
        var nobody = site.Browser();
        var outputs = new List<Output>();
        foreach (
            var address in Addresses(reference)
                .Where(a => !a.StartsWith("/search", StringComparison.Ordinal))
        )
            outputs.Add(new Output(address, (await nobody.Get(address)).Text));
        foreach (var file in Directory.EnumerateFiles(site.Casework.Folder, "public-record*"))
        {
            await using var open = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes);
            outputs.Add(new Output(file, Encoding.UTF8.GetString(bytes.ToArray())));
        }
        // What a search repeats of its own question is the visitor's word.
        return
        [
            .. CanaryScan
                .Hits([new(1, Secret), new(2, "Merrydew"), new(3, "41,750")], outputs)
                .Where(h => !h.Place.StartsWith("/search", StringComparison.Ordinal)),
        ];
    }

    [Fact]
    public async Task An_officer_sees_what_everybody_will_read_hides_it_and_it_is_nowhere_any_more()
    {
        var reference = await Decided();
        var at = $"/case/{reference}/publish";
        Assert.NotEmpty(await Anywhere(reference));
        var page = await officer.Get(at);
        Assert.Contains("None. Everything that is public is read whole.", page.Text);

        var look = await Send(
            officer,
            at,
            page,
            "look",
            Passage(reference, "quillon merrydew  WAS offered 41,750 pounds")
        );
        var preview = look.Page.QuerySelector("#preview");
        Assert.True(preview is not null, Trouble(look));
        Assert.Contains("[redacted: personal data]", preview.QuerySelector("mark")!.TextContent);
        Assert.DoesNotContain("Merrydew", preview.QuerySelector(".said")!.TextContent);
        // Until it is done nothing is hidden.
        Assert.NotEmpty(await Anywhere(reference));

        var done = await Send(officer, at, look, "hide", Passage(reference, Secret));
        Assert.True(
            done.Leads?.EndsWith("?done=hidden", StringComparison.Ordinal) == true,
            Trouble(done)
        );
        await cases.Follow();

        Assert.Empty(await Anywhere(reference));
        var told = await site.Browser().Get($"/decision/{reference}");
        Assert.Contains(
            "One passage is withheld: personal data, until 1 December 2026.",
            told.Text
        );
        Assert.NotEmpty(told.Page.QuerySelectorAll("mark"));
        var after = await officer.Get(at);
        Assert.DoesNotContain("can still be read by everybody", after.Text);
        Assert.Contains("by you", after.Page.QuerySelector("main")!.TextContent);

        // On its day it is public again by itself.
        site.Clock.Pass(TimeSpan.FromDays(60));
        Assert.Equal(1, await site.Casework.ReleaseRedactions(site.Clock.GetUtcNow(), site.Today));
        await cases.Follow();
        Assert.NotEmpty(await Anywhere(reference));
        Assert.Contains(
            "It is shown again since 1 December 2026",
            (await site.Browser().Get($"/decision/{reference}")).Text
        );
    }

    [Fact]
    public async Task Without_a_code_or_a_day_nothing_is_hidden_and_the_form_says_why()
    {
        var reference = await Decided();
        var at = $"/case/{reference}/publish";
        var page = await officer.Get(at);
        foreach (
            var (field, words) in new[]
            {
                (("code", ""), "Choose why the words are hidden"),
                (("until-day", ""), "Enter a day"),
                (("reason", ""), "Enter the reason"),
                (("words", "no such words"), "do not stand in the text"),
                (("words", "what"), "stand there"),
                (("text", "c0000000000/9.none"), "Choose the text"),
            }
        )
        {
            foreach (var step in new[] { "look", "hide" })
            {
                var fields = Passage(reference, Secret, field);
                var sent = await officer.Post(
                    at,
                    page.Page.QuerySelectorAll("#hide ~ form input[type=hidden]")
                        .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
                        .Concat(fields)
                        .Append(("step", step))
                        .ToDictionary(f => f.Item1, f => f.Item2)
                );
                Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
                Assert.Contains(words, Trouble(sent));
            }
        }
        await cases.Follow();
        Assert.NotEmpty(await Anywhere(reference));
    }

    [Fact]
    public async Task What_is_much_waits_for_another_person_and_anybody_asks_for_it_to_be_looked_at_again()
    {
        var reference = await Decided();
        var at = $"/case/{reference}/publish";
        var much = Reasons[..Reasons.IndexOf(" which the authority", StringComparison.Ordinal)];
        var done = await Send(
            officer,
            at,
            await Look(reference, much),
            "hide",
            Passage(reference, much)
        );
        Assert.True(
            done.Leads?.EndsWith("?done=hidden", StringComparison.Ordinal) == true,
            Trouble(done)
        );
        await cases.Follow();
        var nobody = site.Browser();
        Assert.Contains(
            "it waits for a second person to agree",
            (await nobody.Get($"/decision/{reference}")).Text
        );
        Assert.DoesNotContain("value=\"agree\"", (await officer.Get(at)).Text);

        var agreed = await Send(second, at, await second.Get(at), "agree");
        Assert.True(
            agreed.Leads?.EndsWith("?done=agreed", StringComparison.Ordinal) == true,
            Trouble(agreed)
        );
        await cases.Follow();
        var open = await nobody.Get($"/decision/{reference}");
        Assert.DoesNotContain("waits for a second person", open.Text);

        // Nobody has to say who they are.
        var ask = open.Page.QuerySelector("a[href*='/review?passage=']")!.GetAttribute("href")!;
        var asked = await nobody.Tick(ask);
        Assert.Contains("It will be looked at again", asked.Text);
        await cases.Follow();
        var waits = await nobody.Get($"/decision/{reference}");
        Assert.Contains("The answer is due by", waits.Text);
        Assert.Null(waits.Page.QuerySelector("a[href*='/review?passage=']"));
        Assert.Contains("somebody else answers", (await officer.Get(at)).Text);

        var answered = await Send(
            second,
            at,
            await second.Get(at),
            "answer",
            ("outcome", "released"),
            ("answer", "Nobody is harmed by it now.")
        );
        Assert.True(
            answered.Leads?.EndsWith("?done=answered", StringComparison.Ordinal) == true,
            Trouble(answered)
        );
        await cases.Follow();
        var last = await nobody.Get($"/decision/{reference}");
        Assert.Contains("the words are public. Nobody is harmed by it now.", last.Text);
        Assert.Contains("Quillon Merrydew", last.Text);
    }

    [Fact]
    public async Task No_kept_view_holds_what_people_wrote_in_a_case()
    {
        var reference = await Decided();
        var views = Path.Combine(site.Site.Store.Folder, "frozen");
        var before = Directory.Exists(views) ? Directory.GetDirectories(views) : [];
        foreach (
            var address in Addresses(reference)
                .Where(a => !a.StartsWith("/search", StringComparison.Ordinal))
        )
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, "/p");
            asked.Content = new FormUrlEncodedContent([new("address", address)]);
            asked.Headers.Add(
                "Origin",
                site.Site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)
            );
            using var answer = await site.Site.Client.SendAsync(asked);
            Assert.True(answer.StatusCode is not HttpStatusCode.Forbidden, address);
        }
        var kept = Directory.GetDirectories(views).Except(before).ToList();
        Assert.NotEmpty(kept);
        var outputs =
            from folder in kept
            from file in Directory.EnumerateFiles(folder)
            select new Output(file, File.ReadAllText(file));
        Assert.Empty(CanaryScan.Hits([new(1, Secret), new(2, reference)], outputs));
    }

    [Fact]
    public async Task A_node_that_is_cut_off_for_more_than_a_minute_shows_no_words_that_may_be_hidden_by_now()
    {
        var reference = CaseRef.Parse(await Decided());
        var folder = Path.Combine(site.Casework.Folder, "cut-off");
        var clock = new Stopped();
        using var node = PublicRecordFile.Open(folder);
        await node.Follow(site.Casework, clock);
        CaseOnRecord Read() =>
            DecisionBook.Of(node, site.Site.Snapshot, site.Today).Find(reference)!;
        string Why() =>
            string.Join(' ', Read().Decisions.SelectMany(d => d.Step.Answers).Select(a => a.Text));
        Assert.Contains(Secret, Why());
        clock.Seconds = 60;
        Assert.Contains(Secret, Why());

        clock.Seconds = 61;
        Assert.Contains("has not heard from its casework", Why());
        Assert.DoesNotContain("Quillon", Why());
        Assert.Single(Read().Decisions);
        Assert.Same(Read(), Read());

        await node.Follow(site.Casework, clock);
        Assert.Contains(Secret, Why());
        // A node that starts and hears nothing does not know how old its file is.
        using var later = PublicRecordFile.Open(folder);
        Assert.False(later.IsBehind);
    }

    /// <summary>Time that passes when a test says so.</summary>
    private sealed class Stopped : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 1000 + Seconds;
    }

    private async Task<Access.Answer> Look(string reference, string words)
    {
        var at = $"/case/{reference}/publish";
        var look = await Send(
            officer,
            at,
            await officer.Get(at),
            "look",
            Passage(reference, words)
        );
        Assert.True(look.Page.QuerySelector("#preview") is not null, Trouble(look));
        return look;
    }
}
