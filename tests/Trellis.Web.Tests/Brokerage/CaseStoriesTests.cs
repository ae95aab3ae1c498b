using System.Net;
using System.Text;
using Trellis.Access;
using Trellis.People;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Brokerage;

/// <summary>The work of a region's officers through the pages.</summary>
public sealed class CaseStoriesTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;
    private School ash = null!;
    private Scope region;
    private Person anna = null!;
    private Browser officer = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        // A region with several schools that a local authority maintains.
        var here = Maintained().GroupBy(s => s.Current.Region).MaxBy(g => g.Count())!;
        ash = here.First();
        region = new Scope(ScopeKind.Region, Regions.Slug(here.Key));
        (anna, officer) = await site.SignedIn(new Appointment(Role.RegionOfficer, region));
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private IEnumerable<School> Maintained() =>
        site.Site.Snapshot.Schools.Where(s =>
            s.IsOpen
            && s.Name.Length > 0
            && site.Site.Snapshot.TrustOf(s.Urn) is null
            && s.Current.TypeGroup.Contains("maintained", StringComparison.OrdinalIgnoreCase)
            && Regions.Canonical(s.Current.Region) is not null
        );

    private static (string, string)[] On(string box, DateOnly day) =>
        [
            ($"{box}-day", $"{day.Day}"),
            ($"{box}-month", $"{day.Month}"),
            ($"{box}-year", $"{day.Year}"),
        ];

    private static string Trouble(Access.Answer answer) =>
        $"{answer.Status} {answer.Page.QuerySelector(".govuk-error-summary")?.TextContent}";

    private static string Said(Access.Answer answer) =>
        answer.Page.QuerySelector("main")!.TextContent;

    /// <summary>Opens a case through the form: checked, then opened.</summary>
    /// <returns>The address of the case.</returns>
    private static async Task<string> Open(
        Browser by,
        DateOnly begun,
        params (string, string)[] fields
    )
    {
        (string, string)[] typed = [("kind", "academy-order"), .. On("begun", begun), .. fields];
        var check = await by.Tick("/cases/new", [.. typed, ("step", "check")]);
        Assert.True(check.Text.Contains("Check before the case is opened"), Trouble(check));
        var texts = check
            .Page.QuerySelectorAll("main form textarea")
            .Select(t => (t.GetAttribute("name")!, t.TextContent));
        var done = await by.Tick("/cases/new", check, [.. texts, ("step", "do")]);
        Assert.True(done.Leads?.EndsWith("?done=opened") == true, Trouble(done));
        return done.Leads!.Split('?')[0];
    }

    /// <summary>Sends one of the forms of a page by the value of its button.</summary>
    private static async Task<Access.Answer> Send(
        Browser by,
        string at,
        string step,
        params (string, string)[] fields
    )
    {
        var page = await by.Get(at);
        var form = page
            .Page.QuerySelectorAll("main form[method=post]")
            .First(f => f.QuerySelector($"button[value={step}]") is not null);
        var all = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat(fields)
            .Append(("step", step))
            .ToDictionary(f => f.Item1, f => f.Item2);
        return await by.Post(at, all);
    }

    [Fact]
    public async Task An_officer_opens_a_case_with_three_answers_and_the_register_says_the_rest()
    {
        var check = await officer.Tick(
            "/cases/new",
            [
                ("kind", "academy-order"),
                .. On("begun", site.Today),
                ("school", $"{ash.Urn}"),
                ("step", "check"),
            ]
        );
        var said = check
            .Page.QuerySelector("main .govuk-summary-list")!
            .QuerySelectorAll(".govuk-summary-list__row");
        Assert.Equal(3, said.Length);
        foreach (var known in new[] { ash.Current.LaName, ash.Current.Type })
            Assert.Contains(known, Said(check));
        Assert.Contains("Get Information about Schools", Said(check));

        var at = await Open(officer, site.Today, ("school", $"{ash.Urn}"));

        var page = Said(await officer.Get(at));
        Assert.Contains(ash.Name, page);
        Assert.Contains("0 days", page);
        Assert.Contains("so there is no median", page);
        Assert.Contains($"{anna.Name} works on it", page);
        // The same again is told, and opens nothing.
        var twice = await officer.Tick(
            "/cases/new",
            [
                ("kind", "academy-order"),
                .. On("begun", site.Today),
                ("school", $"{ash.Urn}"),
                ("step", "check"),
            ]
        );
        Assert.Contains("There is a case of this kind for the school already", Trouble(twice));
        var list = Said(await officer.Get("/cases?show=all"));
        Assert.Contains(ash.Name, list);
        Assert.Contains($"{anna.Name}", (await officer.Get("/cases.csv?show=all")).Text);
    }

    [Fact]
    public async Task A_school_opens_its_own_timeline_and_an_officer_adopts_it_without_typing_anything()
    {
        var (_, head) = await site.SignedIn(new Appointment(Role.Head, Scope.School(ash.Urn)));
        Assert.Contains($"/cases/new?as=school:{ash.Urn}", (await head.Get("/my-school")).Text);
        var at = await Open(head, site.Today.AddDays(-30));
        // Whoever works on cases there is told, once for all that begins.
        Assert.Contains(at, await site.OneLetter(anna));
        var own = await head.Get(at);
        Assert.Contains($"Stated by {ash.Name}", Said(own));
        Assert.DoesNotContain("A note for those who work on it", Said(own));
        Assert.Contains("30 days", Said(own));
        // A stranger to the case finds nothing at the address.
        var (_, other) = await site.SignedIn(
            new Appointment(Role.Head, Scope.School(Maintained().ElementAt(1).Urn))
        );
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(at)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Get($"{at}/publish")).Status);

        Assert.Contains(ash.Name, Said(await officer.Get("/cases?show=all&stated=yes")));
        var before = (await site.Casework.Documents<ProcedureCase>($"case:{at.Split('/')[^1]}"))
            .Select(p => p.State.Key)
            .ToList();
        var done = await Send(officer, at, "adopt");

        Assert.True(done.Leads?.EndsWith("?done=adopted") == true, Trouble(done));
        Assert.Contains("adopted by the region on 2 October 2026", Said(await officer.Get(at)));
        Assert.DoesNotContain(ash.Name, Said(await officer.Get("/cases?show=all&stated=yes")));
        var after = await site.Casework.Documents<ProcedureCase>($"case:{at.Split('/')[^1]}");
        Assert.All(before, key => Assert.Contains(after, p => p.State.Key == key));
        await site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);
        Assert.Contains(ash.Name, (await site.Browser().Get("/decisions")).Text);
    }

    [Fact]
    public async Task An_officer_with_an_interest_is_turned_away_and_it_is_in_the_journal_once_a_day()
    {
        var at = await Open(officer, site.Today, ("school", $"{ash.Urn}"));
        var reference = at.Split('/')[^1];
        var (_, colleague) = await site.SignedIn(new Appointment(Role.RegionOfficer, region));

        var done = await Send(
            officer,
            at,
            "interest",
            ("interest-in", $"school:{ash.Urn}"),
            ("interest", "My fictional brother is a governor there.")
        );
        Assert.True(done.Leads == "/cases?done=declared", Trouble(done));

        foreach (
            var address in new[] { at, $"{at}/options", $"{at}/decision", $"{at}/publish", at }
        )
        {
            var shut = await officer.Get(address);
            Assert.Equal(HttpStatusCode.Forbidden, shut.Status);
            Assert.Contains("you declared an interest in it on 2 October 2026", shut.Text);
        }
        var main = (await site.Casework.Documents<ProcedureCase>($"case:{reference}"))[0].State;
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get($"/procedure/{main.Id}")).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await officer.Get($"/procedure/{main.Id}/{main.Table.Steps[0].Id}")).Status
        );
        Assert.Contains("Closed to you", Said(await officer.Get("/cases?show=all")));

        var kept = (await site.Casework.Find<BrokerageCase>(reference))!.State;
        Assert.Equal([anna.Id], kept.TurnedAway.Select(t => t.Person));
        Assert.Contains("they asked for it on 1 day", Said(await colleague.Get(at)));
        Assert.Null(kept.Officer);
    }

    [Fact]
    public async Task Forty_cases_are_loaded_from_a_file_and_two_lines_are_refused_by_their_number()
    {
        var snapshot = site.Site.Snapshot;
        var schools = snapshot
            .Schools.Where(s =>
                s.IsOpen
                && s.Name.Length > 0
                && Regions.Canonical(s.Current.Region) is not null
                && (snapshot.TrustOf(s.Urn) is not null || Maintained().Contains(s))
            )
            .OrderBy(s => Regions.Slug(s.Current.Region) != region.Id)
            .Take(38)
            .ToList();
        Assert.Equal(38, schools.Count);
        var own = schools.Count(s => Regions.Slug(s.Current.Region) == region.Id);
        Assert.True(own > 4, $"{own} schools lie in the region.");
        var file = new StringBuilder("reference,kind,schools,began_on,officer\r\n");
        foreach (var (school, i) in schools.Select((s, i) => (s, i)))
            file.Append(
                $"N-{i},{(snapshot.TrustOf(school.Urn) is null ? "academy-order" : "request-to-leave")},{school.Urn},2026-09-0{i % 9 + 1},{(i < own / 2 ? anna.Email : "")}\r\n"
            );
        file.Append($"N-0,academy-order,{ash.Urn},2026-09-01,\r\n");
        file.Append("N-90,academy-order,999999,2026-09-01,\r\n");
        var lines = new[] { schools.Count + 2, schools.Count + 3 };

        var read = await Read(file.ToString());

        Assert.Equal(schools.Count, read.Cases.Count);
        Assert.Equal(lines, read.Refused.Select(r => r.Line));
        Assert.Contains("stands on line 2 too", read.Refused[0].Why);
        Assert.Contains("no school with the URN '999999'", read.Refused[1].Why);
        foreach (var one in read.Cases)
            Assert.Null(
                await CaseFile.Open(
                    one,
                    site.Casework,
                    new Journal.Terminal(),
                    site.Clock.GetUtcNow(),
                    site.Today
                )
            );
        // The same file again opens nothing.
        var again = await Read(file.ToString());
        Assert.Empty(again.Cases);
        Assert.Equal(schools.Count, again.Already.Count);
        Assert.Equal(lines, again.Refused.Select(r => r.Line));
        Assert.Equal(
            own / 2,
            (await Caseload.Of(site.Casework, $"{region}", site.Today)).Count(c =>
                c.Case.Officer == anna.Id
            )
        );
        // They are given to somebody in one go.
        var list = await officer.Get("/cases?show=all&officer=none");
        var ticks = list
            .Page.QuerySelectorAll("input[name=case]")
            .Select(i => ("case", i.GetAttribute("value")!))
            .ToList();
        Assert.Equal(own - own / 2, ticks.Count);
        var given = await officer.Tick(
            "/cases?show=all",
            list,
            [.. ticks, ("officer", $"{anna.Id}")]
        );
        Assert.True(given.Leads?.Contains("done=assigned") == true, Trouble(given));
        Assert.Empty(
            (await officer.Get("/cases?show=all&officer=none")).Page.QuerySelectorAll(
                "input[name=case]"
            )
        );
        Assert.Contains("median", Said(await officer.Get($"/case/{read.Cases[0].Ref}")));

        Task<CaseFile> Read(string text) =>
            CaseFile.Read(
                "cases.csv",
                Encoding.UTF8.GetBytes(text),
                site.Casework,
                site.Site.Snapshot,
                null,
                site.Clock.GetUtcNow(),
                site.Today
            );
    }

    [Fact]
    public async Task A_file_is_shown_before_it_is_opened_and_a_file_that_is_none_is_refused()
    {
        var wrong = await officer.Tick("/cases/import", ("text", "reference,kind\r\nA,b\r\n"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("the required column 'schools' is missing", Trouble(wrong));

        var text =
            $"reference,kind,schools,began_on\r\nA-1,academy-order,{ash.Urn},2026-09-21\r\nA-2,nothing,{ash.Urn},2026-09-21\r\n";
        var shown = await officer.Tick("/cases/import", ("text", text));
        Assert.Contains("1 to open, 0 here already, 1 refused", Said(shown));
        Assert.Empty(await Caseload.Of(site.Casework, $"{region}", site.Today));
        var done = await officer.Tick(
            "/cases/import",
            shown,
            ("text", shown.Page.QuerySelector("textarea[name=text]")!.TextContent),
            ("step", "do")
        );
        Assert.True(done.Leads == "/cases?show=all&done=imported", Trouble(done));
        Assert.Null(
            Assert.Single(await Caseload.Of(site.Casework, $"{region}", site.Today)).Case.Officer
        );
    }

    [Fact]
    public async Task A_form_of_many_reasons_keeps_what_was_typed_when_one_is_missing()
    {
        var (_, head) = await site.SignedIn(new Appointment(Role.Head, Scope.School(ash.Urn)));
        var at = await Open(head, site.Today.AddDays(-30));
        var main = (await site.Casework.Documents<ProcedureCase>($"case:{at.Split('/')[^1]}"))
            .First(p => p.State.Procedure == ProcedureId.Parse("academy-order"))
            .State;
        (string, string)[] concern =
        [
            .. On("report-on", site.Today.AddDays(-20)),
            ("category", "coasting"),
            ("foundation", "no"),
        ];
        var first = $"/procedure/{main.Id}/record-concern";
        var told = await head.Tick(first, [.. concern, ("step", "check")]);
        Assert.True(
            (await head.Tick(first, told, ("step", "do"))).Leads is not null,
            Trouble(told)
        );
        // While no region works on it, the school states what was decided; once one does, it cannot.
        var stated = await head.Get($"/procedure/{main.Id}/make-order");
        Assert.Contains("You write down what others did", Said(stated));
        await Send(officer, at, "adopt");
        Assert.Null(
            (await head.Get($"/procedure/{main.Id}/make-order")).Page.QuerySelector("form#step")
        );

        string[] options =
        [
            "sponsored",
            "school",
            "agreement",
            "federation",
            "rise",
            "board",
            "nothing",
        ];
        var step = $"/procedure/{main.Id}/weigh-options";
        Assert.Contains("Each option, and why or why not", Said(await officer.Get(step)));
        var refused = await officer.Tick(
            step,
            [
                .. On("options-on", site.Today),
                .. options
                    .Where(o => o != "rise")
                    .Select(o => ($"option-{o}", $"Fictional words on {o}.")),
                ("option-chosen", "school"),
                ("step", "check"),
            ]
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Support from a RISE team: enter some words", Trouble(refused));
        foreach (var option in options)
            Assert.Equal(
                option == "rise" ? "" : $"Fictional words on {option}.",
                refused.Page.QuerySelector($"textarea[name=option-{option}]")!.TextContent.Trim()
            );
    }

    [Fact]
    public async Task A_step_leads_back_to_its_case_and_stands_beside_what_is_public_of_it()
    {
        var at = await Open(officer, site.Today, ("school", $"{ash.Urn}"));
        var main = (await site.Casework.Documents<ProcedureCase>($"case:{at.Split('/')[^1]}"))
            .First(p => p.State.Procedure == ProcedureId.Parse("academy-order"))
            .State;
        var step = $"/procedure/{main.Id}/record-concern";
        Assert.Contains(step, (await officer.Get(at)).Text);
        (string, string)[] answers =
        [
            .. On("report-on", site.Today.AddDays(-9)),
            ("category", "special-measures"),
            ("foundation", "no"),
        ];
        var check = await officer.Tick(step, [.. answers, ("step", "check")]);
        var done = await officer.Tick(step, check, ("step", "do"));
        Assert.True(done.Leads == $"{at}?done=step", Trouble(done));

        var beside = Said(await officer.Get($"{at}/publish"));
        Assert.Contains("23 September 2026", beside);
        Assert.Contains("all of them are public", beside);
        Assert.Contains("The range of options", Said(await officer.Get($"{at}/options")));
        Assert.Contains("What can be decided now", Said(await officer.Get($"{at}/decision")));
        var (_, member) = await site.SignedIn(new Appointment(Role.BoardMember, region));
        Assert.DoesNotContain("Write the note", Said(await member.Get(at)));
        var noted = await Send(officer, at, "note", ("note", "A fictional note."));
        Assert.True(noted.Leads == $"{at}?done=noted", Trouble(noted));
        Assert.Contains("A fictional note.", Said(await member.Get(at)));
    }

    [Fact]
    public async Task The_example_of_the_format_is_read_as_the_page_says()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "formats", "cases.md")
        );
        var example = page.Split("```csv\n")[1].Split("```")[0];
        var two = Maintained()
            .Where(s => Regions.Slug(s.Current.Region) == region.Id)
            .Take(2)
            .ToList();
        example = example
            .Replace("100001", $"{two[0].Urn}", StringComparison.Ordinal)
            .Replace("100002", $"{two[1].Urn}", StringComparison.Ordinal)
            .Replace("2026-10-05", "2026-10-01", StringComparison.Ordinal)
            .Replace("officer@region.example", $"{anna.Email}", StringComparison.Ordinal);

        var read = await CaseFile.Read(
            "cases.md",
            Encoding.UTF8.GetBytes(example),
            site.Casework,
            site.Site.Snapshot,
            region,
            site.Clock.GetUtcNow(),
            site.Today
        );

        Assert.Empty(read.Refused);
        Assert.Equal(["YH-2026-014", "YH-2026-015"], read.Cases.Select(c => c.Reference));
        Assert.Equal([anna.Id, null], read.Cases.Select(c => c.Officer));
        foreach (
            var column in new[] { "reference", "kind", "schools", "began_on", "trust", "officer" }
        )
            Assert.Contains($"| `{column}` |", page);
    }
}
