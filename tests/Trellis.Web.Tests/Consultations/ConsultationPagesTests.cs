using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Mail;
using Trellis.Pages.Consultations;
using Trellis.Pages.Placements;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;
using Answer = Trellis.Access.Answer;

namespace Trellis.Consultations;

/// <summary>A consultation through the pages: opened by an officer, answered by a parent, a school and a trust, reported; with the clock moved.</summary>
public sealed partial class ConsultationPagesTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Address = "fictional.parent@school.example";
    private const string Marzipan = "a fictional worry with marzipan-8e2 in it";

    private static readonly CaseRef reference = CaseRef.Parse("b0123456789");

    private PeopleSite site = null!;
    private School school = null!;
    private Scope trust;
    private Browser officer = null!;
    private Browser head = null!;
    private Browser trustee = null!;
    private Browser anybody = null!;

    [GeneratedRegex(
        "https?://[^ \r\n]+/consultation/c[0-9a-z]+/confirm/[A-Za-z0-9_-]+",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ConfirmLink { get; }

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        var countries = site.Site.Part<Countries>();
        school = Registered
            .SchoolsWithoutTrust(site)
            .First(s => TrustsToday.Of(countries.Current!).TrustsNear(s, 60).Count > 2);
        trust = Scope.Trust(TrustsToday.Of(countries.Current!).TrustsNear(school, 60)[0].Trust.Uid);
        var region = Scope.Parse("region:north-east");
        var authority = new Scope(ScopeKind.LocalAuthority, $"{school.Current.La}");
        var by = await site.SignedIn(new(Role.RegionOfficer, region));
        officer = by.Browser;
        head = (await site.SignedIn(new(Role.Head, Scope.School(school.Urn)))).Browser;
        trustee = (await site.SignedIn(new(Role.TrustOfficer, trust))).Browser;
        anybody = site.Browser();
        Assert.Null(
            await site.Casework.DoTogether(
                [
                    Doing.Of(
                        new OpenCase(
                            reference,
                            ProcedureId.Parse("academy-order"),
                            [Scope.School(school.Urn)],
                            authority,
                            authority,
                            region,
                            null,
                            region
                        ),
                        beside: (_, after) => new Alongside([], [PublicBrokerage.Of(after)])
                    ),
                    Doing.Of(
                        new BeginProcedure(
                            CaseId.Parse("c9876543210"),
                            ProcedureId.Parse("academy-order"),
                            site.Today,
                            region,
                            [
                                new NewParty(Code.Parse("officer"), region, null),
                                new NewParty(Code.Parse("decider"), region, null),
                                new NewParty(
                                    Code.Parse("school"),
                                    Scope.School(school.Urn),
                                    authority
                                ),
                            ],
                            reference
                        )
                    ),
                ],
                site.On(new Holder(by.Person.Id, new(Role.RegionOfficer, region)))
            )
        );
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static (string, string)[] On(string box, DateOnly day) =>
        [
            ($"{box}-day", $"{day.Day}"),
            ($"{box}-month", $"{day.Month}"),
            ($"{box}-year", $"{day.Year}"),
        ];

    private static string Trouble(Answer answer) =>
        $"{answer.Status} {answer.Page.QuerySelector(".govuk-error-summary")?.TextContent} {answer.Page.QuerySelector(".govuk-inset-text")?.TextContent}";

    private static string Told(Answer answer) =>
        Blanks.Replace(answer.Page.QuerySelector("main")!.TextContent, " ");

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks { get; }

    private static async Task Take(Browser by, string at, params (string, string)[] fields)
    {
        var check = await by.Tick(at, [.. fields, ("step", "check")]);
        Assert.True(check.Text.Contains("Check your answers"), $"{at}: {Trouble(check)}");
        var done = await by.Tick(at, check, ("step", "do"));
        Assert.True(done.Leads?.EndsWith("?done=step") == true, $"{at}: {Trouble(done)}");
    }

    private Task Follow() => site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);

    /// <summary>What the program does by itself, as if its hour had come.</summary>
    private async Task Keep()
    {
        await Consulting.Keep(
            site.Casework,
            site.Site.Client.BaseAddress!,
            site.Site.Snapshot,
            site.On(new Journal.Program("consultations")),
            CancellationToken.None
        );
        await Follow();
    }

    /// <summary>The letters that waited, all of them.</summary>
    private async Task<IReadOnlyList<string>> Letters()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-letters-").FullName;
        try
        {
            await site.Casework.SendLetters(
                new FileDrop(folder, "trellis@school.example"),
                "test",
                site.Clock
            );
            return
            [
                .. Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(File.ReadAllText)
                    .Select(letter =>
                    {
                        var at = letter.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                        return letter[..at]
                            + (
                                letter.Contains("base64", StringComparison.OrdinalIgnoreCase)
                                    ? Encoding.UTF8.GetString(
                                        Convert.FromBase64String(letter[at..].Trim())
                                    )
                                    : letter[at..].Replace("=\r\n", "", StringComparison.Ordinal)
                            );
                    }),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task Pass(int days)
    {
        site.Clock.Pass(TimeSpan.FromDays(days));
        // A session does not last so long.
        var people = new[] { officer, head, trustee };
        for (var i = 0; i < people.Length; i++)
        {
            people[i].Cookies.Clear();
            await people[i].SignIn($"person{i + 1}@school.example", PeopleSite.Password);
        }
    }

    private static readonly (string, string)[] plan =
    [
        ("proposed", "The fictional school joins a trust."),
        ("other-ways", "Support by another school."),
        ("criteria", "Criteria, version 4. The regional director decides."),
        ("if-nothing", "It stays with its local authority."),
        ("figures", "The register of schools of October 2026."),
        .. On("decides-on", new DateOnly(2027, 3, 1)),
        ("asked", "school"),
        ("asked", "parents"),
        ("asked", "staff"),
        ("asked", "authority"),
        ("ranking", "yes"),
        ("marks", "formative"),
        ("marks", "information"),
    ];

    /// <summary>Begins it at the desk and opens it on Monday 5 October 2026.</summary>
    /// <returns>The id of the consultation.</returns>
    private async Task<string> Opened()
    {
        var desk = $"/case/{reference}/consultation";
        var begun = await officer.Tick(desk, ("step", "begin"));
        Assert.True(begun.Leads?.EndsWith("?done=begun") == true, Trouble(begun));
        var id = (await site.Casework.ConsultationIn(reference))!.State.Id.ToString();
        await Take(officer, $"/procedure/{id}/plan", plan);

        // Today is a Friday: the desk and the refusal name the Monday after it.
        Assert.Contains(
            "open on 5 October 2026, close on 9 November 2026",
            Told(await officer.Get(desk))
        );
        var friday = await officer.Tick(
            $"/procedure/{id}/open",
            [
                .. On("opens-on", new DateOnly(2026, 10, 2)),
                .. On("closes-on", new DateOnly(2026, 12, 2)),
                ("step", "check"),
            ]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, friday.Status);
        Assert.Contains("The nearest day that fits is 5 October 2026.", Trouble(friday));
        await Take(
            officer,
            $"/procedure/{id}/open",
            [
                .. On("opens-on", new DateOnly(2026, 10, 5)),
                .. On("closes-on", new DateOnly(2026, 11, 9)),
            ]
        );
        await Follow();
        Assert.Contains("Opens on 5 October 2026", Told(await anybody.Get($"/consultation/{id}")));
        await Letters();
        await Pass(3);
        await Keep();
        return id;
    }

    private async Task<Answer> Reply(string id, string address) =>
        await anybody.Tick(
            $"/consultation/{id}/reply",
            ("as", "parent"),
            ("view", "against"),
            ("words", Marzipan),
            ("email", address)
        );

    private async Task<string> Link() =>
        new Uri(
            ConfirmLink.Match(Assert.Single(await Letters(), l => ConfirmLink.IsMatch(l))).Value
        ).PathAndQuery;

    [Fact]
    public async Task A_parent_replies_without_an_account_once_and_nobody_reads_who_it_was()
    {
        var id = await Opened();
        Assert.Contains(await Letters(), l => l.Contains("/my-school/consultation/"));
        var at = $"/consultation/{id}";
        var page = await anybody.Get(at);
        Assert.Contains("Open until 9 November 2026", Told(page));
        Assert.Contains("The fictional school joins a trust.", Told(page));
        Assert.Contains("Nobody has replied yet", Told(page));

        // What is missing is asked for, and what was typed stays.
        var half = await anybody.Tick($"{at}/reply", ("words", Marzipan), ("email", "nowhere"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.Status);
        Assert.Equal(3, half.Page.QuerySelectorAll(".govuk-error-summary li").Length);
        Assert.Equal(Marzipan, half.Page.QuerySelector("#words")!.TextContent.Trim());

        Assert.Contains("and not the school", Told(half));
        Assert.Contains("does not count yet", Told(await Reply(id, Address)));
        var link = await Link();
        // A program that reads mail opens links: that counts nothing.
        Assert.Contains("Count my reply", Told(await anybody.Get(link)));
        await Follow();
        Assert.Contains("Nobody has replied yet", Told(await anybody.Get(at)));
        Assert.Contains("Your reply is counted", Told(await anybody.Tick(link)));
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Get(link)).Status);

        // The form answers alike whether the address is known or not; its owner is told by the link.
        Assert.Contains("does not count yet", Told(await Reply(id, Address.ToUpperInvariant())));
        var again = await anybody.Tick(await Link());
        Assert.Contains("A reply from this address was counted on 5 October 2026", Told(again));

        await Follow();
        Assert.Contains("1 reply: 0 of organisations, 1 of people", Told(await anybody.Get(at)));
        foreach (
            var open in new[]
            {
                at,
                $"{at}.json",
                $"{at}.csv",
                "/consultations",
                "/consultations.atom",
                $"/procedures/{id}",
            }
        )
        {
            var text = (await anybody.Get(open)).Text;
            Assert.DoesNotContain("marzipan", text);
            Assert.DoesNotContain("fictional.parent", text, StringComparison.OrdinalIgnoreCase);
        }
        // A head reads none of it either; the officer reads the words and no address.
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await head.Get($"/case/{reference}/consultation")).Status
        );
        // Nor does whoever looks after the site, in the journal's pages.
        var administrator = (await site.SignedInAdministrator()).Browser;
        foreach (
            var entry in (await site.Casework.Entries(0, 1000)).Where(e =>
                e.Kind is "person-reply" or "consultation"
            )
        )
        foreach (var part in new[] { "", "/erase" })
        {
            var told = await administrator.Get($"/admin/journal/{entry.Number}{part}");
            Assert.Equal(HttpStatusCode.OK, told.Status);
            Assert.DoesNotContain("marzipan", told.Text);
            Assert.DoesNotContain(
                "fictional.parent",
                told.Text,
                StringComparison.OrdinalIgnoreCase
            );
            Assert.DoesNotContain(
                (await site.Casework.Find<Consultation>(id))!.State.Secret.ToString(),
                told.Text
            );
        }
        var desk = await officer.Get($"/case/{reference}/consultation");
        Assert.Contains("marzipan", desk.Text);
        Assert.DoesNotContain("fictional.parent", desk.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_school_replies_and_ranks_a_trust_answers_and_an_officer_reports_what_was_said_and_done()
    {
        var id = await Opened();
        await Reply(id, Address);
        await anybody.Tick(await Link());
        var mine = $"/my-school/consultation/{id}";
        Assert.Contains(
            mine,
            (await head.Get("/my-school"))
                .Page.QuerySelectorAll("main a")
                .Select(a => a.GetAttribute("href")!.Split('?')[0])
        );
        var form = await head.Get(mine);
        var boxes = form
            .Page.QuerySelectorAll("input[name^=rank-]")
            .Select(i => i.GetAttribute("name")!)
            .ToList();
        Assert.Contains($"rank-{trust.Id}", boxes);
        var twice = await head.Tick(
            mine,
            ("step", "reply"),
            ("view", "for"),
            ("words", "We are for it."),
            (boxes[0], "1"),
            (boxes[1], "1")
        );
        Assert.Contains("Two trusts have the number 1", Trouble(twice));
        var done = await head.Tick(
            mine,
            ("step", "reply"),
            ("view", "for"),
            ("words", "We are for it."),
            ($"rank-{trust.Id}", "1"),
            (boxes.First(b => b != $"rank-{trust.Id}"), "2"),
            ("questions", "Who pays for the roof?\nDoes the name stay?")
        );
        Assert.True(done.Leads?.EndsWith("done=replied") == true, Trouble(done));
        var outcome = await site.Casework.ConsultationOf(reference);
        Assert.Equal($"{outcome.PreferencesOf(school.Urn)[0]}", trust.Id);

        // The trust is written to, reads the questions and answers one; the school reads the answer.
        Assert.Contains(await Letters(), l => l.Contains("/my-trust/consultation/"));
        var theirs = $"/my-trust/consultation/{id}";
        Assert.Contains("2 questions of a school", Told(await trustee.Get("/my-trust")));
        var asked = await trustee.Get(theirs);
        Assert.Contains("Who pays for the roof?", Told(asked));
        var answer = asked
            .Page.QuerySelectorAll("main form")
            .First(f => f.QuerySelector("input[name=number][value='1']") is not null);
        var sent = await trustee.Post(
            theirs,
            answer
                .QuerySelectorAll("input[type=hidden]")
                .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "")
                .Append(new("answer-1", "We do."))
                .Append(new("step", "answer"))
                .ToDictionary()
        );
        Assert.True(sent.Leads?.EndsWith("done=answered") == true, Trouble(sent));
        Assert.Contains("We do.", Told(await head.Get(mine)));

        // After its last day nothing counts any more, and the page says since when.
        await Follow();
        await Pass(36);
        Assert.Contains(
            "closed on 9 November 2026",
            Told(await anybody.Get($"/consultation/{id}/reply"))
        );
        Assert.Contains("closed on 9 November 2026", Told(await head.Get(mine)));
        await Keep();

        var desk = $"/case/{reference}/consultation";
        Assert.Contains("0 of 2 read", Told(await officer.Get(desk)));
        (string, string)[] report =
        [
            ("said", "Parents asked about the name."),
            ("did", "The name stays."),
            ("did-not", "The day stays, because of the budget."),
            ("considered", "yes"),
        ];
        var early = await officer.Tick($"/procedure/{id}/report", [.. report, ("step", "check")]);
        Assert.Contains("Not every reply has been read yet", Trouble(early));
        Assert.EndsWith(
            "done=read#replies",
            (
                await officer.Tick(desk, ("step", "read"), ("organisation", $"school:{school.Urn}"))
            ).Leads
        );
        var people = (await site.Casework.PeopleIn(CaseId.Parse(id)))[0].Id;
        await officer.Tick(desk, ("step", "read"), ("reply", $"{people}"));
        Assert.Contains("2 of 2 read", Told(await officer.Get(desk)));
        await Take(officer, $"/procedure/{id}/report", report);
        await Keep();

        var open = await anybody.Get($"/consultation/{id}");
        Assert.Contains("You said", Told(open));
        Assert.Contains("The name stays.", Told(open));
        Assert.Contains("We are for it.", Told(open));
        // One parent alone would be made out by what they think.
        Assert.Contains("fewer than 5 replied", Told(open));
        Assert.DoesNotContain("roof", open.Text);
        Assert.Contains(
            await Letters(),
            l => l.Contains("You said, we did") && l.Contains(Address)
        );
    }

    [Fact]
    public async Task Nobody_asked_needs_a_reason_that_is_public_and_counted()
    {
        await officer.Tick($"/case/{reference}/consultation", ("step", "begin"));
        var id = (await site.Casework.ConsultationIn(reference))!.State.Id;
        var none = await officer.Tick(
            $"/procedure/{id}/bypass",
            ("not-because-words", "It cannot wait."),
            ("step", "check")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
        await Take(
            officer,
            $"/procedure/{id}/bypass",
            ("not-because", "children-at-risk"),
            ("not-because-words", "It cannot wait.")
        );
        await Follow();
        Assert.Contains(
            "Nobody was asked: children are at risk and it cannot wait.",
            Told(await anybody.Get($"/consultation/{id}"))
        );
        var list = await anybody.Get("/consultations");
        Assert.Equal(
            "children are at risk and it cannot wait|1",
            string.Join(
                '|',
                list.Page.QuerySelectorAll("main tbody tr > *").Select(c => c.TextContent)
            )
        );
        Assert.Equal(HttpStatusCode.OK, (await anybody.Get($"/consultation/{id}/reply")).Status);
    }
}
