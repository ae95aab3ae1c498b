using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Logging;
using Trellis.Access;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Mail;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Tests.Access;

/// <summary>Every payload of the table goes into every box that people can type into, and every answer, file, feed, letter and line that shows it is read: it is text there, or it is refused.</summary>
public sealed partial class InjectionTests(SiteFixture fixture, ITestOutputHelper output)
    : IAsyncLifetime
{
    private static readonly HtmlParser parser = new();

    private readonly Lines lines = new();
    private readonly ConcurrentBag<string> successes = [];
    private PeopleSite site = null!;
    private HttpClient client = null!;
    private int cells;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(
            fixture.Site.Store,
            o =>
                o with
                {
                    Limits = o.Limits with
                    {
                        AnswersASecond = 1_000_000,
                        DownloadsAMinute = 1_000_000,
                        PostsAMinute = 1_000_000,
                    },
                }
        );
        site.Site.Part<ILoggerFactory>().AddProvider(lines);
        client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
        )
        {
            BaseAddress = site.Site.Client.BaseAddress,
        };
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return site.DisposeAsync();
    }

    [Fact]
    public void The_table_has_more_than_two_hundred_different_payloads_of_all_families()
    {
        Assert.True(Payloads.All.Count >= 200, $"{Payloads.All.Count}");
        Assert.Equal(Payloads.All.Count, Payloads.All.Distinct().Count());
        Assert.True(Payloads.All.GroupBy(p => p.Family).Count() >= 20);
    }

    [Fact]
    public async Task What_would_run_is_found_where_it_is_not_escaped()
    {
        // The reader of pages is held to finding what it is there to find.
        foreach (
            var payload in Payloads.All.Where(p =>
                p.Family is "event" or "svg" or "math" or "frame"
            )
        )
            Assert.True(
                Runs(parser.ParseDocument($"<main>{payload.Text}</main>")).Any(),
                payload.Text
            );
        Assert.Empty(
            Runs(parser.ParseDocument((await site.Browser().Get("/search?q=school")).Text))
        );
        Assert.NotEmpty(Formulas("a,b\r\n1,=1+1\r\n"));
        Assert.Empty(Formulas("a,b\r\n1,'=1+1\r\n-1.5,\"x\n=1\"\r\n"));
    }

    [Fact]
    public async Task What_a_school_says_is_text_wherever_it_comes_out()
    {
        var schools = fixture
            .Site.Snapshot.Schools.Where(s => s.IsOpen && s.Current.La is not null)
            .Take(45)
            .ToArray();
        var (head, browser) = await site.SignedIn(Head(schools[0]));
        foreach (var school in schools[1..])
            await Written(
                new AppointPerson(head.Id, Head(school), site.Today, null, null),
                Administrator
            );
        var kept = 0;
        foreach (var round in Payloads.All.Chunk(schools.Length))
        {
            var said = new Dictionary<int, string>();
            foreach (var (payload, school) in round.Zip(schools))
            {
                var address = $"/my-school/{school.Urn}/statement";
                var form = await Form(browser, address);
                await Typed(browser, address, form, payload, "text", ("step", "check"));
                var sent = await Typed(
                    browser,
                    address,
                    form,
                    payload,
                    "text",
                    ("step", "publish")
                );
                if (sent.Leads == "/my-school?done=published")
                    said[school.Urn.Value] = (
                        await site.Casework.Find<SchoolStatement>(school.Urn.ToString())
                    )!.State.Text.ToString();
                if (payload.Raw is null && sent.Leads is not null)
                    Same(
                        said[school.Urn.Value],
                        payload.Text.Trim(),
                        $"kept of {address}",
                        payload.Text
                    );
            }
            kept += said.Count;
            await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
            await EveryStatement(said);
            foreach (var (urn, text) in said)
            {
                var page = Html(await Get(null, $"/school/{urn}"), text);
                Same(page?.QuerySelector("#says .said")?.TextContent, text, $"/school/{urn}", text);
                Json(await Get(null, $"/school/{urn}.json"), null);
            }
            Html(await Get(browser, "/my-school"), "all");
        }
        // And as an act, without the page before it: half letters and zeros reach the rule so.
        foreach (var payload in Payloads.All.Where(p => p.Raw is null))
        {
            var urn = schools[0].Urn;
            var act = new MakeStatement(urn, payload.Text);
            var done = await site.Casework.Do(
                act,
                site.On(new Holder(head.Id, Head(schools[0]))),
                beside: (_, after) => new Alongside([], [after.Public])
            );
            if (done is not Done<SchoolStatement>.Written)
                continue;
            await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
            Html(await Get(null, $"/school/{urn}"), payload.Text);
        }
        Assert.True(kept > 120, $"Only {kept} were taken.");
        Ends();
    }

    [Fact]
    public async Task What_is_said_of_a_partnership_is_text_on_its_pages_in_its_files_and_in_its_feed()
    {
        var schools = fixture
            .Site.Snapshot.Schools.Where(s =>
                s.IsOpen && fixture.Site.Snapshot.TrustOf(s.Urn) is null && s.Current.La is not null
            )
            .Take(2)
            .ToArray();
        var (head, browser) = await site.SignedIn(Head(schools[0]));
        var voice = new Voice(
            Party.School(schools[0].Urn),
            new Scope(ScopeKind.LocalAuthority, $"{schools[0].Current.La}")
        );
        var (kept, number) = (0, (byte)0);
        foreach (var payload in Payloads.All.Where(p => p.Raw is null))
        {
            var id = PartnershipId.From([++number, 7, 7, 7, 7, 7, 7, 7, 7, (byte)(number >> 5)]);
            // What is one line takes no payload of several; its other words still do.
            foreach (var name in (string[])[payload.Text, "Fictional Circle"])
            {
                var act = new RegisterPartnership(
                    id,
                    voice,
                    name,
                    Models.ModelId.Parse("informal-collaboration"),
                    site.Today,
                    [Purpose.StaffPractice],
                    Depth.Informal,
                    Willingness.Required,
                    payload.Text,
                    [
                        new NewMember(voice.As, default, [], site.Today),
                        new NewMember(Party.School(schools[1].Urn), default, [], site.Today),
                        new NewMember(new Party(PartyKind.College, 1), name, [], site.Today),
                    ],
                    new Agreement(true, null, null, payload.Text),
                    new Costs(null, null, [], payload.Text),
                    [new Aim(payload.Text, null, null, null, site.Today, null)]
                );
                var done = await site.Casework.Do(
                    act,
                    site.On(new Holder(head.Id, Head(schools[0]))),
                    beside: (_, after) => new Alongside([], [after.Public])
                );
                if (done is not Done<Partnership>.Written)
                    continue;
                kept++;
                await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
                var page = Any(await Get(null, $"/partnership/{id}"), payload.Text);
                Same(
                    page!.QuerySelector("h1")!.TextContent,
                    name,
                    $"/partnership/{id}",
                    payload.Text
                );
                foreach (var form in (string[])[".json", ".csv", ".atom"])
                    Any(await Get(null, $"/partnership/{id}{form}"), payload.Text);
                foreach (var deed in (string[])["", "/change", "/notes", "/drop-aim?number=0"])
                    Any(await Get(browser, $"/my-school/partnership/{id}{deed}"), payload.Text);
                break;
            }
        }
        foreach (var form in (string[])["", ".json", ".csv", ".atom"])
        {
            Any(await Get(null, $"/partnerships{form}"), "all");
            Any(await Get(null, $"/school/{schools[0].Urn}{form}"), "all");
            Any(await Get(null, $"/school/{schools[0].Urn}/history{form}"), "all");
            Any(await Get(browser, $"/my-school{form}"), "all");
        }
        Assert.True(kept > 120, $"Only {kept} were taken.");
        Ends();
    }

    private async Task EveryStatement(Dictionary<int, string> said)
    {
        var page = Html(await Get(null, "/statements"), "all");
        foreach (var section in page!.QuerySelectorAll(".trellis-said"))
        {
            var urn = int.Parse(
                section.QuerySelector("h2 a")!.GetAttribute("href")!.Split('/')[^1],
                CultureInfo.InvariantCulture
            );
            if (said.TryGetValue(urn, out var text))
                Same(
                    section.QuerySelector(".trellis-said__words")!.TextContent,
                    text,
                    "/statements",
                    text
                );
        }
        var csv = Csv(await Get(null, "/statements.csv"));
        using var json = Json(await Get(null, "/statements.json"), null)!;
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Same($"{csv.Count}", $"{rows.Length + 1}", "rows of /statements.csv", "all");
        foreach (var row in rows)
            if (said.TryGetValue(row.GetProperty("urn").GetInt32(), out var text))
                Same(row.GetProperty("text").GetString(), text, "/statements.json", text);
        foreach (var row in csv.Skip(1))
            if (said.TryGetValue(int.Parse(row[0], CultureInfo.InvariantCulture), out var text))
                Same(row[4].TrimStart('\''), text.TrimStart('\''), "/statements.csv", text);
        var entries = Atom(await Get(null, "/statements.atom"));
        foreach (var (link, _, summary) in entries)
            if (
                Regex.Match(link, "/school/([0-9]+)", RegexOptions.None, TimeSpan.FromSeconds(1))
                    is { Success: true } found
                && said.TryGetValue(
                    int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture),
                    out var text
                )
            )
                Same(summary, text, "/statements.atom", text);
    }

    [Fact]
    public async Task Names_addresses_and_reasons_are_text_on_pages_in_files_in_the_journal_and_in_letters()
    {
        var (administrator, browser) = await site.SignedInAdministrator();
        const string address = "/admin/people/invite";
        var form = await Form(browser, address);
        var drawn = 0;
        Dictionary<string, string> Plain() =>
            new(form)
            {
                ["once"] = (++drawn).ToString("x32", CultureInfo.InvariantCulture),
                ["name"] = "Fictional Hanna",
                ["email"] = $"hanna{drawn}@school.example",
                ["role"] = "researcher",
                ["from-day"] = "2",
                ["from-month"] = "10",
                ["from-year"] = "2026",
                ["step"] = "send",
            };
        var names = new Dictionary<string, string>();
        foreach (var payload in Payloads.All)
        {
            foreach (
                var boxes in (string[][])
                    [
                        ["name"],
                        ["email"],
                        ["why"],
                        ["role"],
                        ["place"],
                        ["from-day", "from-month", "to-year", "once"],
                        ["step"],
                    ]
            )
            {
                var fields = Plain();
                var box = boxes[0];
                // Of what is refused whatever was typed, one step is enough.
                if (box is not ("name" or "email" or "why"))
                    fields["step"] = "check";
                else if (box == "name")
                    await Typed(browser, address, fields, payload, box, ("step", "check"));
                var sent = await Typed(browser, address, fields, payload, boxes);
                if (box == "name" && sent.Leads is { } leads && payload.Raw is null)
                    names[leads.Split('/', '?')[3]] = payload.Text;
            }
        }
        Assert.True(names.Count > 120, $"Only {names.Count} names were taken.");
        foreach (var (id, name) in names)
        {
            var page = Html(await Get(browser, $"/admin/people/{id}"), name);
            Same(page?.QuerySelector("h1")?.TextContent, name, "/admin/people/{id}", name);
            using var json = Json(await Get(browser, $"/admin/people/{id}.json"), null);
            Same(json!.RootElement.GetProperty("name").GetString(), name, "person.json", name);
        }
        await Everywhere(browser);
        await Letters(names);
        Assert.NotNull(administrator);
        Ends();
    }

    /// <summary>Every list and every entry of the journal, in every form.</summary>
    private async Task Everywhere(Browser browser)
    {
        foreach (var list in (string[])["/admin/people", "/admin/journal", "/admin/proposals"])
        {
            for (var (next, pages) = (list, 0); next is not null && pages < 40; pages++)
            {
                var page = Html(await Get(browser, next), "all");
                next = page
                    ?.QuerySelectorAll("main a[href]")
                    .Select(a => a.GetAttribute("href")!)
                    .FirstOrDefault(h =>
                        h.StartsWith(list + "?", StringComparison.Ordinal)
                        && (
                            h.Contains("before=", StringComparison.Ordinal)
                            || h.Contains("after=", StringComparison.Ordinal)
                        )
                    );
            }
            var csv = Csv(await Get(browser, list + ".csv"));
            using var json = Json(await Get(browser, list + ".json"), null)!;
            var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToArray();
            Same($"{csv.Count}", $"{rows.Length + 1}", $"rows of {list}.csv", "all");
            if (csv.Count == rows.Length + 1)
                foreach (var (row, said) in csv.Skip(1).Zip(rows))
                foreach (var (cell, value) in row.Zip(said.EnumerateObject()))
                    if (value.Value.ValueKind == JsonValueKind.String)
                        Same(
                            cell.TrimStart('\''),
                            value.Value.GetString()!.TrimStart('\''),
                            $"{list}.csv beside {list}.json",
                            cell
                        );
        }
        Atom(await Get(browser, "/admin/journal.atom"));
        var newest = (await site.Casework.Head()).Number;
        for (var entry = 1L; entry <= newest; entry++)
        {
            Html(await Get(browser, $"/admin/journal/{entry}"), $"entry {entry}");
            if (entry % 3 == 0)
                Csv(await Get(browser, $"/admin/journal/{entry}.csv"));
            if (entry % 3 == 1)
                Json(await Get(browser, $"/admin/journal/{entry}.json"), null)?.Dispose();
        }
        Html(await Get(browser, "/admin/security"), "all");
        Csv(await Get(browser, "/admin/security.csv"));
        Assert.Null((await site.Casework.Verify(stop: Stop)).Fault);
    }

    private async Task Letters(Dictionary<string, string> names)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-injected-").FullName;
        try
        {
            while (
                await site.Casework.SendLetters(
                    new FileDrop(folder, "trellis@school.example"),
                    "test",
                    site.Clock,
                    stop: Stop
                ) > 0
            ) { }
            var files = Directory.GetFiles(folder);
            Assert.True(files.Length > names.Count, $"{files.Length} letters.");
            var greeted = new HashSet<string>();
            foreach (var file in files)
            {
                var letter = await File.ReadAllTextAsync(file, Stop);
                var cut = letter.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                var head = letter[..cut].Split("\r\n");
                Same(
                    string.Join(' ', head.Select(h => h.Split(':')[0])),
                    "From To Subject Date Message-ID Auto-Submitted MIME-Version Content-Type Content-Transfer-Encoding",
                    "head of a letter",
                    letter[..cut]
                );
                Same(head[0], "From: trellis@school.example", "sender", letter[..cut]);
                Same(head[2], "Subject: Your invitation to Trellis", "subject", letter[..cut]);
                var body = Encoding
                    .UTF8.GetString(Convert.FromBase64String(letter[cut..].Trim()))
                    .Split("\r\n");
                // Our own words and lines around the name, whatever the name is.
                Same($"{body.Length}", "10", "lines of a letter", body[0]);
                Same(body[2], "You are invited to Trellis as researcher.", "letter", body[0]);
                greeted.Add(Plainly(body[0]));
            }
            foreach (var name in names.Values)
                Same(
                    greeted.Contains(Plainly($"Hello {name}")) ? name : null,
                    name,
                    "greeting",
                    name
                );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Whatever_is_typed_into_the_forms_about_somebody_comes_back_as_text()
    {
        var (_, browser) = await site.SignedInAdministrator();
        var (_, second) = await site.SignedInAdministrator();
        var person = await site.Join(new Appointment(Role.Researcher, Scope.Everywhere));
        var at = $"/admin/people/{person.Id}";
        (string Address, string[][] Boxes)[] forms =
        [
            (
                $"{at}/suspend",
                [
                    ["why"],
                    ["once"],
                ]
            ),
            (
                $"{at}/restore",
                [
                    ["why"],
                ]
            ),
            (
                $"{at}/end-sessions",
                [
                    ["why"],
                ]
            ),
            (
                $"{at}/appoint",
                [
                    ["place"],
                    ["why"],
                    ["from-day"],
                    ["role"],
                ]
            ),
            (
                $"{at}/end-role",
                [
                    ["which"],
                    ["role-0"],
                    ["on-day", "on-year"],
                ]
            ),
        ];
        // A person with hundreds of roles would make long pages of them: ten share them.
        var many = new List<Person>();
        for (var i = 0; i <= Payloads.All.Count / 28; i++)
            many.Add(await site.Join(new Appointment(Role.Researcher, Scope.Everywhere), false));
        foreach (var (address, boxes) in forms)
        {
            var form = await Form(browser, address);
            foreach (var (payload, i) in Payloads.All.Select((p, i) => (p, i)))
            foreach (var box in boxes)
            {
                var fields = new Dictionary<string, string>(form)
                {
                    ["once"] = $"{address.Length:x4}{i:x28}",
                };
                if (address.EndsWith("/appoint", StringComparison.Ordinal))
                {
                    fields["role"] = box is ["place"] ? "head" : "editor";
                    fields["from-day"] = $"{1 + i % 28}";
                    fields["from-month"] = $"{1 + i / 28}";
                    fields["from-year"] = "2027";
                }
                await Typed(
                    browser,
                    address.EndsWith("/appoint", StringComparison.Ordinal)
                        ? $"/admin/people/{many[i / 28].Id}/appoint"
                        : address,
                    fields,
                    payload,
                    box
                );
            }
        }
        // One erasure waits at a time: what it is asked for with, and what it is declined with.
        var erase = await Form(browser, $"{at}/erase");
        var drawn = 0;
        foreach (var payload in Payloads.All)
        {
            erase["once"] = (++drawn).ToString("x32", CultureInfo.InvariantCulture);
            var asked = await Typed(browser, $"{at}/erase", erase, payload, "why");
            if (asked.Leads is null)
                await browser.Fill($"{at}/erase", new() { ["why"] = "They asked for it." });
            var form = await Form(second, "/admin/proposals");
            await Typed(second, "/admin/proposals", form, payload, "proposal");
            await Typed(second, "/admin/proposals", form, payload, "why", ("answer", "decline"));
        }
        Html(await Get(browser, at), "all");
        Json(await Get(browser, at + ".json"), null)?.Dispose();
        await Everywhere(browser);
        Ends();
    }

    [Fact]
    public async Task A_name_of_ones_own_a_passkeys_name_and_what_a_browser_says_it_is_are_text()
    {
        var (person, browser) = await site.SignedIn(
            new Appointment(Role.Researcher, Scope.Everywhere)
        );
        var (_, administrator) = await site.SignedInAdministrator();
        var form = await Form(browser, "/account", "handler=Name");
        var taken = 0;
        foreach (var payload in Payloads.All)
        {
            var sent = await Typed(browser, "/account?handler=Name", form, payload, "name");
            if (sent.Leads is null || payload.Raw is not null)
                continue;
            taken++;
            var kept = (await site.Casework.Find<Person>(person.Key))!.State.Name.ToString();
            Same(kept, payload.Text.Trim(), "name kept", payload.Text);
            var page = Html(await Get(browser, "/account"), kept);
            var head = page?.QuerySelector(".trellis-visitor")?.TextContent ?? "";
            Same(
                Plainly(head).Contains(Plainly(kept), StringComparison.Ordinal) ? kept : head,
                kept,
                "head of a page",
                kept
            );
            // All that is held has every earlier name again: it is read now and then, and at the end.
            if (taken % 12 != 0)
                continue;
            Html(await Get(browser, "/account/data"), kept);
            Json(await Get(browser, "/account/data.json"), kept)?.Dispose();
            Html(await Get(administrator, $"/admin/people/{person.Id}"), kept);
        }
        Assert.True(taken > 120, $"Only {taken} were taken.");
        var passkey = await Form(browser, "/account", "handler=PasskeyOptions");
        passkey["passkey-password"] = "not the password";
        foreach (var payload in Payloads.All.Where((_, i) => i % 12 == 0))
            await Typed(
                browser,
                "/account?handler=PasskeyOptions",
                passkey,
                payload,
                "passkey-name"
            );
        // What a browser says of itself is shown on the page of its person.
        foreach (var payload in Payloads.All.Where((p, i) => p.Raw is null && i % 12 == 0))
        {
            var letters = string.Concat(payload.Text.Where(c => c is >= ' ' and <= '~'));
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
            asked.Headers.TryAddWithoutValidation(
                "User-Agent",
                letters[..Math.Min(400, letters.Length)]
            );
            using var answer = await client.SendAsync(asked, Stop);
            var page = parser.ParseDocument(await answer.Content.ReadAsStringAsync(Stop));
            using var signing = new HttpRequestMessage(HttpMethod.Post, "/sign-in");
            signing.Headers.TryAddWithoutValidation(
                "User-Agent",
                letters[..Math.Min(400, letters.Length)]
            );
            signing.Headers.TryAddWithoutValidation(
                "Cookie",
                string.Join(
                    "; ",
                    answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])
                )
            );
            signing.Content = new FormUrlEncodedContent(
                page.QuerySelectorAll("main form input[type=hidden]")
                    .Select(i =>
                        KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")
                    )
                    .Append(KeyValuePair.Create("email", person.Email.ToString()))
                    .Append(KeyValuePair.Create("password", PeopleSite.Password))
                    .DistinctBy(f => f.Key)
            );
            using var signed = await client.SendAsync(signing, Stop);
            Assert.Equal("/account", signed.Headers.Location?.OriginalString);
        }
        Html(await Get(browser, "/account/data"), "all");
        Html(await Get(browser, "/account"), "browsers");
        Json(await Get(browser, "/account/data.json"), null)?.Dispose();
        Html(await Get(administrator, $"/admin/people/{person.Id}"), "browsers");
        await Everywhere(administrator);
        Ends();
    }

    [Fact]
    public async Task What_is_asked_in_an_address_comes_back_as_text_and_leads_nowhere_else()
    {
        var (_, administrator) = await site.SignedInAdministrator();
        var visitor = site.Browser();
        var urn = fixture.Site.Snapshot.Schools.First(s => s.IsOpen).Urn;
        var person = await site.Join(new Appointment(Role.Researcher, Scope.Everywhere));
        (Browser By, string Address)[] asked =
        [
            (visitor, "/search?q="),
            (visitor, "/search?near="),
            (visitor, "/search?phase=primary&region="),
            (visitor, "/search?kind="),
            (visitor, "/search.csv?q="),
            (visitor, "/search.json?q="),
            (visitor, "/search?sort="),
            (visitor, "/statements?before="),
            (visitor, "/sign-in?return="),
            (visitor, $"/school/{urn}/similar?weights="),
            (visitor, $"/school/{urn}/similar?method="),
            (visitor, $"/school/{urn}/similar?la="),
            (visitor, "/reset/"),
            (visitor, "/invitation/"),
            (visitor, "/id/"),
            (visitor, "/school/"),
            (visitor, "/nowhere/"),
            (visitor, "/nowhere.json?"),
            (administrator, "/sign-in?return="),
            (administrator, "/admin/people?q="),
            (administrator, "/admin/people?role="),
            (administrator, "/admin/people?status="),
            (administrator, "/admin/people.csv?q="),
            (administrator, "/admin/journal?who="),
            (administrator, "/admin/journal?act="),
            (administrator, "/admin/journal?subject="),
            (administrator, "/admin/journal?from="),
            (administrator, "/admin/journal.atom?kind="),
            (administrator, "/admin/security?kind="),
            (administrator, "/admin/security?before="),
            (administrator, $"/admin/people/{person.Id}?held="),
            (administrator, $"/admin/people/{person.Id}?done="),
            (administrator, "/admin/people/"),
        ];
        await Parallel.ForEachAsync(
            asked,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Stop },
            async (ask, _) =>
            {
                foreach (var payload in Payloads.All)
                {
                    var words = Escaped(payload);
                    // A longer head of a request is refused before anything of it is read.
                    if (words.Length > 7_000)
                        words = words[^(words.Length % 7_000)..].TrimStart('%');
                    var answer = await Get(ask.By, ask.Address + words);
                    var page = Any(answer, payload.Raw ?? payload.Text);
                    if (
                        ask.Address == "/search?q="
                        && payload.Raw is null
                        && words.Length < 200
                        && answer.Status == HttpStatusCode.OK
                    )
                        Same(
                            page?.QuerySelector("main input[name=q]")?.GetAttribute("value"),
                            payload.Text,
                            ask.Address,
                            payload.Text
                        );
                }
            }
        );
        // A view that is kept leads to itself, and to nobody else's site.
        foreach (var payload in Payloads.All)
        {
            var sent = await Send(
                visitor,
                "/p",
                $"address={Escaped(payload)}",
                ("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority))
            );
            Any(sent, payload.Text);
        }
        Ends();
    }

    [Fact]
    public async Task What_is_typed_to_sign_in_is_text_and_reaches_no_line_of_a_log()
    {
        var browser = site.Browser();
        // Comparing a password is made to take long: several payloads are typed at once.
        foreach (var address in (string[])["/sign-in", "/forgotten"])
        {
            var form = await Form(browser, address);
            foreach (
                var few in Payloads.All.Where(p => p.Raw is null && p.Text.Length < 900).Chunk(9)
            )
            {
                var fields = new Dictionary<string, string>(form) { ["password"] = few[0].Text };
                await Typed(
                    browser,
                    address,
                    fields,
                    new Payload("all", string.Join(' ', few.Select(p => p.Text))),
                    "email"
                );
            }
            foreach (var payload in Payloads.All.Where(p => p.Family is "mail" or "bytes"))
                await Typed(browser, address, form, payload, "email");
        }
        // Where a visitor goes after signing in.
        var person = await site.Join(new Appointment(Role.Researcher, Scope.Everywhere));
        foreach (var payload in Payloads.All.Where(p => p.Family is "elsewhere" or "address"))
        {
            var back = site.Browser();
            var address = $"/sign-in?return={Escaped(payload)}";
            var form = await Form(back, address);
            form["email"] = person.Email.ToString();
            form["password"] = PeopleSite.Password;
            var sent = await Send(back, address, Body(form));
            Any(sent, payload.Text);
            Assert.NotNull(sent.Leads);
        }
        for (var tries = 0; tries < 200; tries++)
        {
            if ((await site.Casework.SecurityEvents(take: 1_000, stop: Stop)).Count > 30)
                break;
            await Task.Delay(20, Stop);
        }
        var rows = await site.Casework.SecurityEvents(take: 10_000, stop: Stop);
        Assert.NotEmpty(rows);
        foreach (var row in rows)
            OneLine($"{row.Kind} {row.Address} {row.Path} {row.Outcome}", "security log");
        Assert.Contains(lines.Written, l => l.Contains("\"sign-in\"", StringComparison.Ordinal));
        Ends();
    }

    [Fact]
    public async Task What_is_written_in_the_directory_in_enquiries_and_introductions_is_text()
    {
        var schools = fixture
            .Site.Snapshot.Schools.Where(s =>
                s.IsOpen && s.Current.La is not null && fixture.Site.Snapshot.TrustOf(s.Urn) is null
            )
            .Take(2)
            .ToArray();
        var authority = new Scope(ScopeKind.LocalAuthority, $"{schools[0].Current.La}");
        var officerOf = new Appointment(Role.LocalAuthorityOfficer, authority);
        var (head, browser) = await site.SignedIn(Head(schools[0]));
        var (other, _) = await site.SignedIn(Head(schools[1]));
        var (officer, desk) = await site.SignedIn(officerOf);
        var own = new Voice(Party.School(schools[0].Urn), authority);
        var theirs = new Voice(Party.School(schools[1].Urn), authority);
        var area = new Voice(Party.Of(authority)!.Value, null);
        var by = new Holder(head.Id, Head(schools[0]));
        var mine = $"/my-school/{schools[0].Urn}";
        var form = await Form(browser, $"{mine}/offers/new?kind=post-offered");
        var ask = await Form(browser, $"{mine}/enquiries/ask");
        var list = await Form(browser, $"{mine}/enquiries");
        var broker = await Form(desk, $"/my-area/{authority.Id}/broker/new");
        var kept = new Dictionary<string, string>();
        var number = 0;
        foreach (var payload in Payloads.All)
        {
            foreach (
                var boxes in (string[][])
                    [
                        ["words", "record", "quality", "role", "week", "partnerships"],
                        ["topic"],
                    ]
            )
                await Typed(
                    browser,
                    $"{mine}/offers/new?kind=post-offered",
                    form,
                    payload,
                    boxes,
                    ("step", "check")
                );
            await Typed(
                browser,
                $"{mine}/enquiries/ask",
                ask,
                payload,
                ["words", "to"],
                ("step", "check")
            );
            await Typed(browser, $"{mine}/enquiries", list, payload, "who", ("step", "put"));
            await Typed(
                desk,
                $"/my-area/{authority.Id}/broker/new",
                broker,
                payload,
                "schools",
                ("step", "check")
            );
            if (payload.Raw is not null)
                continue;
            var words = Uri.EscapeDataString(new FreeText(payload.Text).ToString());
            // As long as the address may be, each name has it at once; a page that is none is asked for by itself.
            foreach (
                var names in words.Length > 1_000
                    ? (string[][])
                        [
                            ["q"],
                            ["near"],
                            ["minutes"],
                            ["la"],
                            ["by"],
                            ["page"],
                        ]
                    :
                    [
                        ["q", "near", "minutes", "la", "by"],
                        ["page"],
                    ]
            )
                Html(
                    await Get(
                        null,
                        $"/directory?{string.Join('&', names.Select(n => $"{n}={words}"))}"
                    ),
                    payload.Text
                );
            // What the rules take is kept, and read wherever it comes out.
            byte[] id = [(byte)(++number & 31), (byte)(number >> 5), 7, 7, 7, 7, 7, 7, 7, 7];
            var posted = await site.Casework.Do(
                new PostListing(
                    ListingId.From(id),
                    own,
                    ListingKind.PostOffered,
                    new ListingTerms(
                        TopicId.Parse("senco"),
                        payload.Text,
                        null,
                        site.Today,
                        null,
                        payload.Text,
                        [],
                        payload.Text,
                        new Post(
                            payload.Text.Length > 80 ? "SENCO" : payload.Text,
                            25,
                            site.Today,
                            null
                        )
                    )
                ),
                site.On(by),
                beside: (_, after) => new Alongside([], [PublicListing.Of(after)])
            );
            if (posted is Done<Listing>.Written { After.State: var listing })
                kept[listing.Key] = listing.Terms.Words.ToString();
            await site.Casework.Do(
                new AskSchool(
                    EnquiryId.From(id),
                    theirs,
                    own.As,
                    null,
                    null,
                    false,
                    payload.Text,
                    null,
                    true
                ),
                site.On(new Holder(other.Id, Head(schools[1])))
            );
            await site.Casework.Do(new PutOnShortlist(own, theirs.As, payload.Text), site.On(by));
            Html(await Get(browser, $"{mine}/enquiries/{EnquiryId.From(id)}"), payload.Text);
            Html(await Get(browser, $"{mine}/enquiries"), payload.Text);
            if (number % 4 != 0)
                continue;
            await site.Casework.Do(
                new ProposeIntroduction(
                    IntroductionId.From(id),
                    area,
                    [own.As, theirs.As],
                    [own.As],
                    TopicId.Parse("senco"),
                    payload.Text
                ),
                site.On(new Holder(officer.Id, officerOf))
            );
            await site.Casework.Do(
                new AnswerIntroduction(
                    IntroductionId.From(id),
                    own,
                    false,
                    Reluctance.Other,
                    payload.Text
                ),
                site.On(by)
            );
            Html(
                await Get(desk, $"/my-area/{authority.Id}/broker/{IntroductionId.From(id)}"),
                payload.Text
            );
        }
        Assert.True(kept.Count > 120, $"Only {kept.Count} were taken.");
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        for (var page = 1; page <= (kept.Count / 50) + 1; page++)
            Html(await Get(null, $"/directory?page={page}"), "all");
        foreach (var (id, words) in kept)
        {
            var page = Html(await Get(null, $"/directory/{id}"), words);
            Same(
                page?.QuerySelector(".statement .said")?.TextContent,
                words,
                "/directory/{id}",
                words
            );
        }
        using var json = Json(await Get(null, "/directory.json"), null)!;
        foreach (var row in json.RootElement.GetProperty("rows").EnumerateArray())
            Same(
                row.GetProperty("words").GetString(),
                kept[row.GetProperty("id").GetString()!],
                "/directory.json",
                "all"
            );
        Csv(await Get(null, "/directory.csv"));
        Atom(await Get(null, "/directory.atom"));
        Html(await Get(browser, $"{mine}/introductions"), "all");
        Html(await Get(browser, $"{mine}/offers"), "all");
        Html(await Get(desk, "/my-area/broker"), "all");
        foreach (
            var address in (string[])
                [$"{mine}/offers", $"{mine}/enquiries", $"{mine}/introductions"]
        )
            Csv(await Get(browser, $"{address}.csv"));
        Csv(await Get(desk, "/my-area/broker.csv"));
        Ends();
    }

    private static Appointment Head(School school) => new(Role.Head, Scope.School(school.Urn));

    private static Holder Administrator =>
        new(default, new Appointment(Role.Administrator, Scope.Everywhere));

    private async Task Written<TEvent>(Act<Person, TEvent> act, Actor by)
        where TEvent : Event<Person> =>
        Assert.IsType<Done<Person>.Written>(await site.Casework.Do(act, site.On(by)));

    /// <summary>The hidden fields of a form, as they stand.</summary>
    private async Task<Dictionary<string, string>> Form(
        Browser browser,
        string address,
        string handler = ""
    )
    {
        var page = (await browser.Get(address)).Page;
        return page.QuerySelectorAll("main form[method=post]")
            .First(f => handler.Length == 0 || f.GetAttribute("action")?.Contains(handler) == true)
            .QuerySelectorAll("input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
    }

    /// <summary>Types a payload into a box, sends the form, and reads what comes back.</summary>
    private async Task<Answer> Typed(
        Browser browser,
        string address,
        Dictionary<string, string> form,
        Payload payload,
        string box,
        params (string Name, string Value)[] also
    ) => await Typed(browser, address, form, payload, [box], also);

    /// <summary>The same of several boxes that are looked at each by itself: the payload goes into all of them at once.</summary>
    private async Task<Answer> Typed(
        Browser browser,
        string address,
        Dictionary<string, string> form,
        Payload payload,
        string[] boxes,
        params (string Name, string Value)[] also
    )
    {
        var fields = new Dictionary<string, string>(form);
        foreach (var (name, value) in also)
            fields[name] = value;
        foreach (var box in boxes)
            fields.Remove(box);
        var escaped = Escaped(payload);
        var typed = boxes.Select(b => $"&{Uri.EscapeDataString(b)}={escaped}");
        var answer = await Send(browser, address, $"{Body(fields)}{string.Concat(typed)}");
        var page = Any(answer, payload.Raw ?? payload.Text);
        if (page is null || payload.Raw is not null)
            return answer;
        foreach (var box in boxes)
            if (Shown(page, box) is { } shown)
                Same(
                    shown,
                    payload.Text.Length > 8_000 ? payload.Text[..8_000] : payload.Text,
                    $"{box} of {address}",
                    payload.Text
                );
        return answer;
    }

    /// <summary>What stands in a box that takes any text; null where there is none.</summary>
    private static string? Shown(IDocument page, string box) =>
        box is "step" or "once" ? null
        : page.QuerySelector($"main textarea[name='{box}']") is { } area ? area.TextContent
        : page.QuerySelector(
            $"main input[type=text][name='{box}'], main input[type=email][name='{box}']"
        )
            is { } input
            ? input.GetAttribute("value") ?? ""
        : null;

    private static string Escaped(Payload payload)
    {
        if (payload.Raw is { } raw)
            return raw;
        var escaped = new StringBuilder();
        foreach (var letter in payload.Text.EnumerateRunes())
            escaped.Append(Uri.EscapeDataString(letter.ToString()));
        return escaped.ToString();
    }

    private static string Body(Dictionary<string, string> fields) =>
        string.Join(
            '&',
            fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}")
        );

    private async Task<Answer> Get(Browser? by, string address)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, address);
        return await Ask(by, asked);
    }

    private async Task<Answer> Send(
        Browser by,
        string address,
        string body,
        params (string Name, string Value)[] headers
    )
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, address);
        // Without a charset, as browsers send forms.
        asked.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        asked.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        foreach (var (name, value) in headers)
            asked.Headers.TryAddWithoutValidation(name, value);
        return await Ask(by, asked);
    }

    private async Task<Answer> Ask(Browser? by, HttpRequestMessage asked)
    {
        asked.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (by is { Cookies.Count: > 0 })
            asked.Headers.TryAddWithoutValidation(
                "Cookie",
                string.Join("; ", by.Cookies.Select(c => $"{c.Key}={c.Value}"))
            );
        var answer = await client.SendAsync(asked, Stop);
        return new Answer(
            answer.StatusCode,
            answer.Headers.Location?.OriginalString,
            await answer.Content.ReadAsStringAsync(Stop),
            answer
        );
    }

    /// <summary>Reads an answer as what it says it is.</summary>
    /// <returns>The page, where it is one.</returns>
    private IDocument? Any(Answer answer, string payload)
    {
        IDocument? page = null;
        var said = answer.Whole.Content.Headers.ContentType?.MediaType ?? "";
        var where = $"{answer.Whole.RequestMessage!.RequestUri!.AbsolutePath}";
        Interlocked.Increment(ref cells);
        if ((int)answer.Status >= 500)
            successes.Add($"{where} failed with {(int)answer.Status}: {Cut(payload)}");
        if (
            answer.Leads is { } leads
            && (
                leads[0] != '/'
                || leads.StartsWith("//", StringComparison.Ordinal)
                || leads.Contains('\\', StringComparison.Ordinal)
                || leads.Any(char.IsControl)
            )
        )
            successes.Add($"{where} leads to {leads}: {Cut(payload)}");
        foreach (var (name, values) in answer.Whole.Headers.Concat(answer.Whole.Content.Headers))
            if (
                name.Contains(Payloads.Mark, StringComparison.OrdinalIgnoreCase)
                || name == "Set-Cookie"
                    && values.Any(v => v.Contains(Payloads.Mark, StringComparison.Ordinal))
            )
                successes.Add($"{where} has the header {name}: {Cut(payload)}");
        switch (said)
        {
            case "text/html":
                page = Html(answer, payload);
                break;
            case "text/csv":
                Csv(answer);
                break;
            case "application/atom+xml":
                Atom(answer);
                break;
            case "application/json" or "application/problem+json":
                Json(answer, null)?.Dispose();
                break;
            case "":
            case "text/plain":
                break;
            default:
                successes.Add($"{where} is {said}: {Cut(payload)}");
                break;
        }
        return page;
    }

    private IDocument? Html(Answer answer, string payload)
    {
        Interlocked.Increment(ref cells);
        var where = answer.Whole.RequestMessage!.RequestUri!.AbsolutePath;
        if ((int)answer.Status >= 500)
            successes.Add($"{where} failed with {(int)answer.Status}: {Cut(payload)}");
        var page = answer.Page;
        foreach (var what in Runs(page))
            successes.Add($"{where}: {what}: {Cut(payload)}");
        return page;
    }

    /// <summary>What in a page would run, load or lead elsewhere.</summary>
    private static IEnumerable<string> Runs(IDocument page)
    {
        foreach (var element in page.All)
        {
            var name = element.LocalName;
            if (
                name
                is "iframe"
                    or "object"
                    or "embed"
                    or "math"
                    or "base"
                    or "applet"
                    or "frame"
                    or "portal"
                    or "marquee"
                    or "plaintext"
                    or "foreignobject"
                    or "animate"
                    or "audio"
                    or "video"
            )
                yield return $"<{name}>";
            if (
                name == "script"
                && (
                    element.GetAttribute("src") is not { } from
                    || !from.StartsWith("/assets/", StringComparison.Ordinal)
                    || element.TextContent.Length > 0
                )
            )
                yield return "a script";
            if (name is "style" || name.Contains(Payloads.Mark, StringComparison.Ordinal))
                yield return $"<{name}>";
            if (name == "meta" && element.HasAttribute("http-equiv"))
                yield return "a meta";
            if (
                name is "svg"
                && element.OuterHtml.Contains(Payloads.Mark, StringComparison.Ordinal)
            )
                yield return "an svg";
            foreach (var attribute in element.Attributes)
            {
                var value = attribute.Value.Trim();
                if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
                    yield return $"{name} {attribute.Name}";
                if (attribute.Name is "srcdoc" or "style" or "xlink:href" or "ping")
                    yield return $"{name} {attribute.Name}";
                if (
                    attribute.Name is "href" or "src" or "action" or "formaction" or "data"
                    && value.Length > 0
                    && (
                        value[0] is not ('/' or '?' or '#')
                            && !value.StartsWith("https://", StringComparison.Ordinal)
                            // The telephone of a school's office, from the register.
                            && !(
                                value.StartsWith("tel:+", StringComparison.Ordinal)
                                && value[5..].All(char.IsAsciiDigit)
                            )
                        || value.StartsWith("//", StringComparison.Ordinal)
                        || value.StartsWith("/\\", StringComparison.Ordinal)
                        || value.StartsWith("https://elsewhere.", StringComparison.Ordinal)
                    )
                )
                    yield return $"{name} {attribute.Name}={Cut(value)}";
            }
        }
    }

    /// <summary>The rows of a CSV, its cells checked to be no formulas and its rows to be as long as its head.</summary>
    private List<string[]> Csv(Answer answer)
    {
        Interlocked.Increment(ref cells);
        var where = answer.Whole.RequestMessage!.RequestUri!.AbsolutePath;
        foreach (var formula in Formulas(answer.Text))
            successes.Add($"{where}: {Cut(formula)}");
        var rows = Rows(answer.Text);
        foreach (var row in rows.Where(r => r.Length != rows[0].Length))
            successes.Add($"{where}: a row of {row.Length}: {Cut(string.Join(',', row))}");
        return rows;
    }

    private static IEnumerable<string> Formulas(string csv) =>
        Rows(csv)
            .SelectMany(r => r)
            .Where(c =>
                c.Length > 0
                && c[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n'
                && !double.TryParse(c, CultureInfo.InvariantCulture, out _)
            );

    /// <summary>Reads RFC 4180, by its letter.</summary>
    private static List<string[]> Rows(string csv)
    {
        var (rows, row, cell, quoted) = (
            new List<string[]>(),
            new List<string>(),
            new StringBuilder(),
            false
        );
        for (var i = 0; i < csv.Length; i++)
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[i++]);
            else if (csv[i] == '"')
                quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n' && !quoted)
            {
                row.Add(csv[i] == '\n' ? cell.ToString().TrimEnd('\r') : cell.ToString());
                cell.Clear();
                if (csv[i] != '\n')
                    continue;
                rows.Add([.. row]);
                row.Clear();
            }
            else
                cell.Append(csv[i]);
        return rows;
    }

    private JsonDocument? Json(Answer answer, string? holds)
    {
        Interlocked.Increment(ref cells);
        var where = answer.Whole.RequestMessage!.RequestUri!.AbsolutePath;
        try
        {
            var read = JsonDocument.Parse(answer.Text);
            var names = new List<string>();
            var texts = new List<string>();
            Walk(read.RootElement, names, texts);
            foreach (
                var name in names.Where(n => n.Contains(Payloads.Mark, StringComparison.Ordinal))
            )
                successes.Add($"{where}: a field {Cut(name)}");
            if (holds is not null && !texts.Exists(t => Plainly(t) == Plainly(holds)))
                successes.Add($"{where} lacks {Cut(holds)}");
            return read;
        }
        catch (JsonException wrong)
        {
            successes.Add($"{where}: {wrong.Message}");
            return null;
        }
    }

    private static void Walk(JsonElement value, List<string> names, List<string> texts)
    {
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var field in value.EnumerateObject())
            {
                names.Add(field.Name);
                Walk(field.Value, names, texts);
            }
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var one in value.EnumerateArray())
                Walk(one, names, texts);
        else if (value.ValueKind == JsonValueKind.String)
            texts.Add(value.GetString()!);
    }

    private List<(string Link, string Title, string Summary)> Atom(Answer answer)
    {
        Interlocked.Increment(ref cells);
        var where = answer.Whole.RequestMessage!.RequestUri!.AbsolutePath;
        if (answer.Status != HttpStatusCode.OK)
            return [];
        XNamespace atom = "http://www.w3.org/2005/Atom";
        try
        {
            using var text = new StringReader(answer.Text);
            using var xml = XmlReader.Create(
                text,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
            );
            var feed = XDocument.Load(xml).Root!;
            foreach (
                var odd in feed.DescendantNodes()
                    .Where(n =>
                        n is XComment or XProcessingInstruction or XCData
                        || n is XElement e
                            && (
                                e.Name.Namespace != atom
                                || e.Name.LocalName
                                    is not (
                                        "title"
                                        or "id"
                                        or "updated"
                                        or "link"
                                        or "author"
                                        or "name"
                                        or "entry"
                                        or "summary"
                                    )
                                || e.Name.LocalName == "summary"
                                    && (string?)e.Attribute("type") != "text"
                            )
                    )
            )
                successes.Add($"{where}: {Cut($"{odd}")}");
            return
            [
                .. feed.Elements(atom + "entry")
                    .Select(e =>
                        (
                            (string)e.Element(atom + "id")!,
                            (string)e.Element(atom + "title")!,
                            (string)e.Element(atom + "summary")!
                        )
                    ),
            ];
        }
        catch (XmlException wrong)
        {
            successes.Add($"{where}: {wrong.Message}");
            return [];
        }
    }

    private void OneLine(string line, string where)
    {
        Interlocked.Increment(ref cells);
        if (line.Any(char.IsControl) || line.Contains(Payloads.Mark, StringComparison.Ordinal))
            successes.Add($"{where}: {Cut(line)}");
    }

    private void Same(string? shown, string typed, string where, string payload)
    {
        Interlocked.Increment(ref cells);
        if (shown is null || Plainly(shown) != Plainly(typed))
            successes.Add(
                $"{where}: shown as {Cut(shown ?? "nothing")}, typed as {Cut(typed)}: {Cut(payload)}"
            );
    }

    /// <summary>Words without what no page can show: control characters, halves of letters and what stands for them; blanks as one.</summary>
    private static string Plainly(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsWhiteSpace(rune) || rune.Value == 0x2026)
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                    plain.Append(' ');
            }
            // HTML reads the references to two of these as the letters of an older code page.
            else if (
                !Rune.IsControl(rune) && rune.Value is not (0xfffd or 0xfffe or 0xffff or 0x203a)
            )
                plain.Append(rune);
        return plain.ToString().Trim();
    }

    private static string Cut(string text) =>
        JsonSerializer.Serialize(text.Length > 160 ? text[..160] : text);

    /// <summary>Reads what was logged meanwhile, and ends the count: not one may have succeeded.</summary>
    private void Ends()
    {
        foreach (var line in lines.Written)
            OneLine(line.TrimEnd(), "log");
        output.WriteLine(
            $"{Payloads.All.Count} payloads, {cells:N0} answers, files, letters, lines and values checked, {successes.Count} successes"
        );
        foreach (var success in successes.Distinct().Order(StringComparer.Ordinal).Take(200))
            output.WriteLine(success);
        Assert.Empty(successes.Distinct().Order(StringComparer.Ordinal).Take(60));
    }
}
