using System.Net;
using System.Text.Json;
using Trellis.Access;
using Trellis.Groups;
using Trellis.Pages.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>The whole life of a partnership, told through the pages.</summary>
public sealed class StoryTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Notes = "a fictional note with marzipan-7f2 in it";
    private const string Badly = "a fictional trouble with marzipan-8e3 in it";
    private const string Unsent = "a fictional draft with marzipan-6d4 in it";

    private PeopleSite site = null!;
    private IReadOnlyList<School> free = [];

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        free = Registered.SchoolsWithoutTrust(site);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task<Browser> Head(School school) =>
        (await site.SignedIn(new Appointment(Role.Head, Scope.School(school.Urn)))).Browser;

    /// <summary>The public pages follow the store a second behind; a test does not wait for it.</summary>
    private Task Publish() => site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);

    private async Task<string> Public(string address)
    {
        await Publish();
        var answer = await site.Browser().Get(address);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return address.Contains('.', StringComparison.Ordinal)
            ? WebUtility.HtmlDecode(answer.Text)
            : answer.Page.QuerySelector("main")!.TextContent;
    }

    /// <summary>Answers a form, checks the answers and sends them.</summary>
    private static async Task Do(Browser browser, string address, Dictionary<string, string> fields)
    {
        var form = await browser.Get(address);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        var at = address.Split('?') is [_, var query]
            ? $"{address.Split('?')[0]}?{query}"
            : address;
        if (fields.Count > 0)
        {
            var check = await browser.Fill(at, new(fields) { ["step"] = "check" });
            Assert.True(
                check.Status == HttpStatusCode.OK && check.Text.Contains("Check your answers"),
                $"{address}: {check.Page.QuerySelector(".govuk-error-summary")?.TextContent}"
            );
        }
        var done = await browser.Fill(at, new(fields) { ["step"] = "do" });
        Assert.True(
            done.Leads?.Contains("?done=", StringComparison.Ordinal) == true,
            $"{address}: {done.Status} {done.Page.QuerySelector(".govuk-error-summary")?.TextContent}"
        );
    }

    private static Dictionary<string, string> On(string box, int day, int month, int year) =>
        new()
        {
            [$"{box}-day"] = $"{day}",
            [$"{box}-month"] = $"{month}",
            [$"{box}-year"] = $"{year}",
        };

    [Fact]
    public async Task Two_schools_register_confirm_and_report_a_third_joins_one_leaves_and_the_public_page_tells_it()
    {
        var (a, b, c) = (await Head(free[0]), await Head(free[1]), await Head(free[2]));
        var id = await Registered.With(a, free[1]);
        var (own, open) = ($"/my-school/partnership/{id}", $"/partnership/{id}");

        // Stated by one: public as that one's word.
        var stated = await Public(open);
        Assert.Contains($"Stated by {free[0].Name}, not confirmed", stated);
        Assert.Contains("Say whether you are in", (await b.Get("/my-school")).Text);

        // Confirmed by the other.
        await Do(b, $"{own}/confirm", []);
        Assert.Contains("Confirmed on 2 October 2026", await Public(open));

        // What they share, and what they say to each other alone.
        await Do(
            a,
            $"{own}/post",
            new(On("from", 1, 9, 2026))
            {
                ["role"] = "SENCO",
                ["days"] = "2.5",
                ["employer"] = $"school:{free[0].Urn}",
            }
        );
        await Do(
            b,
            $"{own}/training",
            new(On("day", 20, 9, 2026)) { ["what"] = "Phonics together", ["provider"] = "member" }
        );
        await Do(b, $"{own}/deepen", new(On("from", 1, 10, 2026)) { ["depth"] = "agreed" });
        await a.Fill($"{own}/notes", new() { ["notes"] = Notes, ["step"] = "do" });
        Assert.Contains("marzipan-7f2", (await b.Get(own)).Text);

        // The annual return, a question a page.
        var asked = await Return(a, $"{own}/return?as=school:{free[0].Urn}&year=2025/26");
        Assert.InRange(asked, 1, 10);
        Assert.Contains("marzipan-8e3", (await b.Get(own)).Text);

        // A third joins.
        await Do(
            a,
            $"{own}/member?party=school:{free[2].Urn}",
            new(On("from", 1, 10, 2026)) { ["roles"] = "taker" }
        );
        await Do(c, $"{own}/confirm", []);

        // One gives notice and is gone when the day has come.
        await Do(b, $"{own}/notice", new(On("last", 30, 11, 2026)) { ["reason"] = "cost" });
        Assert.Contains("has given notice", (await a.Get("/my-school")).Text);
        site.Clock.Pass(TimeSpan.FromDays(70));
        a = await SignedInAgain(1);

        var page = await Public(open);
        Assert.Contains("It cost too much", page, StringComparison.OrdinalIgnoreCase);
        foreach (
            var told in (string[])
                [
                    $"{free[0].Name} stated the partnership here",
                    $"{free[1].Name} confirmed that it is a member",
                    "The partnership went deeper",
                    $"{free[0].Name} filed its annual return for 2025/26",
                    $"{free[2].Name} joined",
                    $"{free[1].Name} gave notice",
                    $"{free[1].Name} left",
                    "SENCO, 2.5 days a week",
                    "Phonics together",
                ]
        )
            Assert.Contains(told, page);

        // The same for programs and feed readers.
        var feed = await Public($"{open}.atom");
        Assert.Contains($"{free[1].Name} left", feed);
        Assert.True(
            feed.IndexOf($"{free[1].Name} left", StringComparison.Ordinal)
                < feed.IndexOf($"{free[2].Name} joined", StringComparison.Ordinal),
            "The newest comes first."
        );
        Assert.Contains($"school:{free[2].Urn}", await Public($"{open}.csv"));
        using var json = JsonDocument.Parse(await Public($"{open}.json"));
        Assert.Equal(3, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal("confirmed", json.RootElement.GetProperty("standing").GetString());
        Assert.Contains("Fictional Cluster", await Public("/partnerships?from=stated"));
        Assert.Contains("Fictional Cluster", await Public("/partnerships.atom"));
        Assert.Contains("Fictional Cluster", await Public($"/school/{free[0].Urn}"));

        // When the next school year is over, its return is due.
        Assert.DoesNotContain("Annual return of", (await a.Get("/my-school")).Text);
        site.Clock.Pass(TimeSpan.FromDays(270));
        a = await SignedInAgain(1);
        Assert.Contains(
            "Annual return of “Fictional Cluster” for 2026/27",
            (await a.Get("/my-school")).Text
        );

        // It ends for all.
        await Do(
            a,
            $"{own}/end",
            new(On("last", 1, 9, 2027)) { ["reason"] = "achieved", ["words"] = Badly }
        );
        Assert.Contains("The partnership ended", await Public(open));
    }

    private async Task<Browser> SignedInAgain(int person)
    {
        var browser = site.Browser();
        await browser.SignIn($"person{person}@school.example", PeopleSite.Password);
        return browser;
    }

    private static async Task<int> Return(Browser browser, string at)
    {
        for (var asked = 0; ; asked++)
        {
            Assert.True(asked <= 12);
            var page = await browser.Get(at);
            if (page.Page.QuerySelector("input[name=box]")?.GetAttribute("value") is not { } box)
            {
                Assert.Contains("Check your answers", page.Text);
                var done = await browser.Fill(at, new() { ["step"] = "do" });
                Assert.EndsWith("?done=return", done.Leads);
                return asked;
            }
            var answer = await browser.Fill(
                at,
                new()
                {
                    ["step"] = "go-on",
                    [box] = box switch
                    {
                        "year" => "2025/26",
                        "days" => "12",
                        "pupils" => "240",
                        "cost" => "£1,500",
                        "gains" => "staff-training",
                        "worth" => "4",
                        "well" => "The shared training",
                        "badly" => Badly,
                        _ => "go-on",
                    },
                }
            );
            Assert.True(answer.Leads is not null, $"{at} {box}: {answer.Status}");
            at = answer.Leads;
        }
    }

    [Fact]
    public async Task A_return_is_kept_between_its_questions()
    {
        var (person, head) = await site.SignedIn(
            new Appointment(Role.Head, Scope.School(free[0].Urn))
        );
        var id = await Registered.With(head, free[1]);
        await head.Fill(
            $"/my-school/partnership/{id}/return?at=days",
            new() { ["days"] = "37", ["step"] = "later" }
        );
        head.Cookies.Clear();
        await head.SignIn(person.Email.ToString(), PeopleSite.Password);

        Assert.Contains("Go on with the annual return", (await head.Get("/my-school")).Text);
        Assert.Equal(
            "37",
            (await head.Get($"/my-school/partnership/{id}/return?at=days"))
                .Page.QuerySelector("#days")!
                .GetAttribute("value")
        );
    }

    [Fact]
    public async Task To_others_a_partnership_of_somebody_else_has_no_page_to_look_after_it()
    {
        var (a, stranger) = (await Head(free[0]), await Head(free[3]));
        var (_, officer) = await site.SignedIn(
            new Appointment(
                Role.TrustOfficer,
                Scope.Trust(site.Site.Snapshot.Groups.First(g => g.IsAcademyTrust && g.IsOpen).Uid)
            )
        );
        var id = await Registered.With(a, free[1]);

        foreach (var deed in (string[])["", "/confirm", "/notes", "/return", "/end", "/member"])
        {
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await stranger.Get($"/my-school/partnership/{id}{deed}")).Status
            );
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await officer.Get($"/my-trust/partnership/{id}{deed}")).Status
            );
            // Who is not signed in is asked to, whatever the address names; the letter that asks for an answer has it.
            Assert.StartsWith(
                "/sign-in?return=",
                (await site.Browser().Get($"/my-school/partnership/{id}{deed}")).Leads
            );
        }
        // Nor does a form of theirs do anything.
        var token = (await stranger.Get("/my-school/partnership/new/name"))
            .Page.QuerySelectorAll("main input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        token["step"] = "do";
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await stranger.Post($"/my-school/partnership/{id}/end", token)).Status
        );
    }

    [Fact]
    public async Task What_went_badly_is_read_by_the_members_and_still_when_it_has_ended()
    {
        var (a, b) = (await Head(free[0]), await Head(free[1]));
        var id = await Registered.With(a, free[1]);
        var own = $"/my-school/partnership/{id}";
        await Return(a, $"{own}/return?as=school:{free[0].Urn}");
        Assert.Contains(Badly, (await a.Get(own)).Text);
        Assert.DoesNotContain(Badly, (await b.Get(own)).Text);

        await Do(b, $"{own}/confirm", []);
        Assert.Contains(Badly, (await b.Get(own)).Text);

        await Do(a, $"{own}/end", new(On("last", 1, 10, 2026)) { ["reason"] = "achieved" });
        Assert.Contains(Badly, (await b.Get(own)).Text);
        Assert.DoesNotContain($"{own}/notes", (await b.Get(own)).Text);
        Assert.DoesNotContain(Badly, await Public($"/partnership/{id}"));
    }

    [Fact]
    public async Task The_measure_of_an_aim_is_chosen_by_its_name_among_those_of_the_phase()
    {
        var school = free.First(s => s.Current.Phase == Phase.Primary);
        var head = await Head(school);
        var id = await Registered.With(head, free.First(s => s != school));
        var form = $"/my-school/partnership/{id}/aim";

        var offered = (await head.Get(form))
            .Page.QuerySelectorAll("select[name=measure] option")
            .ToDictionary(o => o.GetAttribute("value")!, o => o.TextContent);
        Assert.Equal("None of these", offered[""]);
        Assert.Equal("Attendance: Overall absence (%)", offered["absence.overall"]);
        Assert.Contains("ks2.reading-expected", offered.Keys);
        Assert.DoesNotContain("ks4.attainment8", offered.Keys);
        Assert.DoesNotContain(offered.Values, o => o.StartsWith("Area:", StringComparison.Ordinal));

        var aim = new Dictionary<string, string>
        {
            ["what"] = "Fewer fictional pupils away",
            ["measure"] = "absence.overall",
            ["target"] = "5.5",
            ["step"] = "check",
        };
        var check = await head.Fill(form, aim);
        Assert.Contains("Attendance: Overall absence (%)", check.Text);
        await head.Fill(form, new(aim) { ["step"] = "do" });
        var set = (await site.Casework.Find<Partnership>($"{id}"))!.State.Aims[^1];
        Assert.Equal(("absence.overall", 5500), ($"{set.Measure}", set.TargetThousandths));

        var invented = await head.Fill(form, new(aim) { ["measure"] = "no.such" });
        Assert.Contains("Choose a measure of the list, or none", invented.Text);
    }

    [Fact]
    public async Task The_list_begins_with_what_was_stated_last_and_ends_with_what_has_ended_or_no_school()
    {
        await Registered.With(await Head(free[0]), free[1], "Zebra Cluster (fictional)");
        site.Clock.Pass(TimeSpan.FromDays(2));
        var head = await Head(free[3]);
        await Registered.With(head, free[1], "Yarrow Cluster (fictional)");
        await Registered.With(head, free[2], "Apple Cluster (fictional)");

        var list = await Public("/partnerships");
        Assert.Contains("Last those that ended or have no school.", list);
        using var all = JsonDocument.Parse(await Public("/partnerships.json?pageSize=10000"));
        var rows = all
            .RootElement.GetProperty("rows")
            .EnumerateArray()
            .Select(r =>
                (Id: r.GetProperty("id").GetString()!, Name: r.GetProperty("name").GetString()!)
            )
            .ToList();

        Assert.Equal(
            [
                "Apple Cluster (fictional)",
                "Yarrow Cluster (fictional)",
                "Zebra Cluster (fictional)",
            ],
            rows.Take(3).Select(r => r.Name)
        );
        var groups = rows.Skip(3)
            .Select(r => site.Site.Snapshot.Find(Uid.Parse(r.Id["gias-".Length..], null))!)
            .ToList();
        var now = groups.TakeWhile(GoesOnWithSchools).ToList();
        Assert.NotEmpty(now);
        Assert.True(now.Count < groups.Count);
        Assert.DoesNotContain(groups.Skip(now.Count), GoesOnWithSchools);
        Assert.Equal(now.OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase), now);

        bool GoesOnWithSchools(Group group) =>
            group.IsOpen && site.Site.Snapshot.MembershipsIn(group.Uid).Any(m => m.To is null);
    }

    [Fact]
    public async Task What_members_write_for_each_other_is_in_no_bytes_of_anybody_else()
    {
        var (a, b, stranger) = (await Head(free[0]), await Head(free[1]), await Head(free[3]));
        var id = await Registered.With(a, free[1]);
        var own = $"/my-school/partnership/{id}";
        // Before it has confirmed, the other is no member that reads notes.
        await a.Fill($"{own}/notes", new() { ["notes"] = Notes, ["step"] = "do" });
        await Return(a, $"{own}/return?as=school:{free[0].Urn}");
        await a.Fill("/my-school/partnership/new/name", new() { ["name"] = Unsent });
        Assert.DoesNotContain("marzipan", (await b.Get(own)).Text);
        await Publish();

        var asked = 0;
        foreach (var browser in (Browser[])[site.Browser(), stranger, b])
        foreach (
            var page in (string[])
                [
                    "/partnerships",
                    $"/partnership/{id}",
                    $"/school/{free[0].Urn}",
                    $"/school/{free[0].Urn}/history",
                    "/my-school",
                    own,
                    "/",
                ]
        )
        foreach (var form in (string[])["", ".json", ".csv", ".atom"])
        {
            var answer = await browser.Get(page == "/" ? $"/home{form}" : page + form);
            Assert.DoesNotContain("marzipan", answer.Text);
            asked++;
        }
        Assert.Equal(84, asked);
        // Nor in the file that public pages are read from.
        Assert.DoesNotContain(
            site.Site.Part<PublicRecordFile>().List(PublicPartnership.Kind, 100),
            e => e.Json.Contains("marzipan", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_head_of_a_school_in_a_trust_speaks_and_the_trust_acts_where_it_binds()
    {
        var snapshot = site.Site.Snapshot;
        var led = snapshot.Schools.First(s =>
            s.IsOpen && snapshot.TrustOf(s.Urn) is { IsOpen: true }
        );
        var trust = snapshot.TrustOf(led.Urn)!;
        var (a, head) = (await Head(free[0]), await Head(led));
        var (_, officer) = await site.SignedIn(
            new Appointment(Role.TrustOfficer, Scope.Trust(trust.Uid))
        );
        var id = await Registered.With(a, led, model: "service-agreement");

        var speaks = await head.Get($"/my-school/partnership/{id}");
        Assert.Contains("Ask an officer of your trust", speaks.Text);
        await Do(officer, $"/my-trust/partnership/{id}/confirm", []);

        Assert.Contains($"{led.Name} confirmed", await Public($"/partnership/{id}"));
    }

    [Fact]
    public async Task Who_says_it_is_no_member_is_in_no_public_page_any_more()
    {
        var (a, b) = (await Head(free[0]), await Head(free[1]));
        var id = await Registered.With(a, free[1]);
        Assert.Contains(free[1].Name, await Public($"/partnership/{id}"));

        await Do(b, $"/my-school/partnership/{id}/deny", []);

        Assert.DoesNotContain(free[1].Name, await Public($"/partnership/{id}"));
        Assert.DoesNotContain($"{free[1].Urn}", await Public($"/partnership/{id}.csv"));
    }

    [Fact]
    public async Task A_group_of_the_departments_register_leads_to_its_own_page_and_is_in_the_list()
    {
        var federation = site.Site.Snapshot.Groups.First(g =>
            PartnershipBook.ModelOf(g.Type) is not null
        );

        var answer = await site.Browser().Get($"/partnership/gias-{federation.Uid}");
        var listed = await Public("/partnerships.csv?from=gias");

        Assert.Equal($"/trust/{federation.Uid}", answer.Leads);
        Assert.Contains($"gias-{federation.Uid}", listed);
        Assert.Contains("cannot be edited here", await Public($"/trust/{federation.Uid}"));
    }

    [Fact]
    public async Task Who_was_second_to_save_keeps_their_words_and_is_told()
    {
        var (a, b) = (await Head(free[0]), await Head(free[1]));
        var id = await Registered.With(a, free[1]);
        var own = $"/my-school/partnership/{id}";
        await Do(b, $"{own}/confirm", []);
        var seen = (await b.Get($"{own}/notes"))
            .Page.QuerySelectorAll("main input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        await a.Fill($"{own}/notes", new() { ["notes"] = "First", ["step"] = "do" });

        (seen["notes"], seen["step"]) = ("Second", "do");
        var late = await b.Post($"{own}/notes", seen);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("saved first", late.Text);
        Assert.Contains("First", late.Text);
        Assert.Contains("Second", late.Page.QuerySelector("#notes")!.TextContent);
        Assert.Equal(
            "First",
            (await site.Casework.Find<Partnership>($"{id}"))!.State.Notes.ToString()
        );
    }
}
