using System.Net;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Decisions;
using Trellis.Pages.Boards;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Boards;

/// <summary>A meeting from its call to its note, through the pages of those who prepare it, sit in it and read of it, with the clock moved.</summary>
public sealed class MeetingJourneyTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Secret = "a grant of 87,654 pounds";

    private static readonly string[] discussion =
    [
        "Members asked how the trust would keep the next head. The trust said that it pays for a mentor, for three years, and that the chair meets the head each month.",
        $"It has asked for {Secret}, which is still being talked about, and would put the money towards the roof and the boiler before anything else.",
        "Members asked what parents were told about uniform and buses. Nothing changes before next September, and every family is written to before the end of term.",
    ];

    private PeopleSite site = null!;
    private CasesOnRecord cases = null!;
    private School ash = null!;
    private Scope region;
    private IReadOnlyList<(Person Person, Browser Browser)> people = [];
    private Browser officer = null!;
    private Browser decider = null!;
    private Person sits = null!;
    private Browser member = null!;
    private Browser anybody = null!;
    private CaseRef reference;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        cases = new CasesOnRecord(site);
        anybody = site.Browser();
        ash = site.Site.Snapshot.Schools.First(s =>
            s.IsOpen && s.Name.Length > 0 && site.Site.Snapshot.TrustOf(s.Urn) is null
        );
        region = CasesOnRecord.RegionOf(ash);
        people =
        [
            await site.SignedIn(new Appointment(Role.RegionOfficer, region)),
            await site.SignedIn(new Appointment(Role.DecisionMaker, region)),
            await site.SignedIn(new Appointment(Role.BoardMember, region)),
        ];
        (officer, decider) = (people[0].Browser, people[1].Browser);
        (sits, member) = people[2];
        reference = await cases.Open(ash);
        await cases.Take(
            reference,
            Order,
            "record-concern",
            cases.Officer(ash),
            CasesOnRecord.Chose("category", "special-measures"),
            CasesOnRecord.Chose("foundation", "no")
        );
        await cases.Take(reference, Order, "weigh-options", cases.Officer(ash));
        await cases.Take(
            reference,
            Order,
            "propose-order",
            cases.Decider(ash),
            CasesOnRecord.Day("views-until", site.Today.AddDays(40))
        );
    }

    private const string Order = "academy-order";

    public ValueTask DisposeAsync() => site.DisposeAsync();

    /// <summary>A Thursday, seven weeks on.</summary>
    private static readonly DateOnly Day = new(2026, 11, 19);

    private string Board => $"/board/{region.Id}";

    private string Meeting => $"{Board}/{Day:yyyy-MM-dd}";

    private string Open => $"/meeting/{region.Id}/{Day:yyyy-MM-dd}";

    private static (string, string)[] On(string box, DateOnly day) =>
        [
            ($"{box}-day", $"{day.Day}"),
            ($"{box}-month", $"{day.Month}"),
            ($"{box}-year", $"{day.Year}"),
        ];

    private static string Said(Access.Answer answer) =>
        answer.Page.QuerySelector("main")!.TextContent;

    /// <summary>Sends one of the forms of a page by the value of its button, with what stands in its boxes, and follows where it leads.</summary>
    private static async Task<Access.Answer> Send(
        Browser by,
        string at,
        string step,
        params (string Name, string Value)[] fields
    )
    {
        var form = (await by.Get(at))
            .Page.QuerySelectorAll("main form[method=post]")
            .First(f => f.QuerySelector($"button[value={step}]") is not null);
        var all = form.QuerySelectorAll("input[type=hidden], input[type=text], input:not([type])")
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat(
                form.QuerySelectorAll("input[type=checkbox][checked]")
                    .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))
            )
            .Concat(
                form.QuerySelectorAll("select")
                    .Select(s =>
                        (
                            s.GetAttribute("name")!,
                            s.QuerySelector("option[selected]")?.GetAttribute("value")
                                ?? s.QuerySelector("option")?.GetAttribute("value")
                                ?? ""
                        )
                    )
            )
            .Where(f => fields.All(g => g.Name != f.Item1))
            .Concat(fields)
            .Append(("step", step))
            .ToList();
        var done = await by.Raw(at, all);
        return done.Status == HttpStatusCode.SeeOther ? await by.Get(done.Leads!) : done;
    }

    /// <summary>Time passes, and those who were signed in sign in again.</summary>
    private async Task Pass(int days)
    {
        site.Clock.Pass(TimeSpan.FromDays(days));
        foreach (var (person, browser) in people)
            await browser.SignIn(person.Email.ToString(), PeopleSite.Password);
    }

    private async Task ToTheDay()
    {
        await Send(officer, Board, "call", On("day", Day));
        await cases.Take(
            reference,
            Order,
            "put-on-agenda",
            cases.Officer(ash),
            CasesOnRecord.Day("board-on", Day),
            CasesOnRecord.Wrote("question", "Whether to make an order for this school.")
        );
        await Send(
            officer,
            Meeting,
            "agenda",
            [("address", "board@fictional.example"), .. On("until", Day.AddDays(-2))]
        );
        await Send(officer, Meeting, "papers");
        await Pass(Day.DayNumber - site.Today.DayNumber);
    }

    [Fact]
    public async Task A_meeting_is_called_and_its_agenda_is_made_of_the_cases_of_its_day()
    {
        var soon = await Send(officer, Board, "call", On("day", site.Today.AddDays(3)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, soon.Status);
        Assert.Contains("at least 5 working days before", Said(soon), StringComparison.Ordinal);

        var called = await Send(officer, Board, "call", On("day", Day));
        Assert.Contains("The meeting is called", Said(called), StringComparison.Ordinal);
        var ready = called.Page.QuerySelector("main a[href*='/put-on-agenda?board-on-day=19']");
        Assert.NotNull(ready);
        Assert.Equal(
            "19",
            (await officer.Get(ready.GetAttribute("href")!))
                .Page.QuerySelector("#board-on-day")!
                .GetAttribute("value")
        );

        await ToTheDay();
        await cases.Follow();
        var open = await anybody.Get(Open);
        Assert.Contains(
            "Whether to make an order for this school.",
            Said(open),
            StringComparison.Ordinal
        );
        Assert.Contains(
            ash.Name,
            (await anybody.Get($"{Open}.csv")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the agenda is published",
            (await anybody.Get("/meetings.atom")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Who_declared_an_interest_gets_no_paper_and_that_they_asked_is_written_down()
    {
        await ToTheDay();
        var paper = $"{Meeting}/paper/{reference}";
        Assert.Contains(
            "Whether to make an order",
            Said(await member.Get(paper)),
            StringComparison.Ordinal
        );

        var interest = await site.Casework.Do(
            new DeclareInterest(reference, Scope.School(ash.Urn), "A sister governs there.", null),
            site.On(new Holder(sits.Id, new Appointment(Role.BoardMember, region)))
        );
        Assert.IsType<Done<BrokerageCase>.Written>(interest);

        Assert.Equal(HttpStatusCode.Forbidden, (await member.Get(paper)).Status);
        var bundle = Said(await member.Get($"{Meeting}/bundle"));
        Assert.Contains("The paper is closed to you", bundle, StringComparison.Ordinal);
        Assert.DoesNotContain("What else was weighed", bundle, StringComparison.Ordinal);
        var kept = await site.Casework.Find<BrokerageCase>(reference.ToString());
        Assert.Equal(sits.Id, Assert.Single(kept!.State.TurnedAway).Person);
        // The form knows who leaves the room, and the record is refused where somebody stays.
        var form = (await officer.Get(Meeting)).Page;
        Assert.True(form.QuerySelector($"#left-1-{sits.Id}")!.HasAttribute("checked"));
        var stayed = await Send(officer, Meeting, "held", ("left-1", ""));
        Assert.Contains("declared an interest in item 1", Said(stayed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_written_hidden_in_one_place_checked_and_published_and_the_words_are_nowhere()
    {
        await ToTheDay();
        Assert.Contains(
            "recorded",
            Said(await Send(officer, Meeting, "held")),
            StringComparison.Ordinal
        );
        await cases.Take(
            reference,
            Order,
            "record-advice",
            cases.Officer(ash),
            CasesOnRecord.Chose("advice", "against")
        );
        await cases.Begin(reference, "consultation", cases.Officer(ash), ash);
        await cases.Take(
            reference,
            "consultation",
            "bypass",
            cases.Officer(ash),
            CasesOnRecord.Chose("not-because", "children-at-risk")
        );
        await cases.Take(
            reference,
            Order,
            "decide",
            cases.Decider(ash),
            CasesOnRecord.Chose("decision", "approved")
        );
        await Send(officer, Meeting, "told", ("case", $"{reference}"));
        var note = $"{Meeting}/note";
        await Send(officer, note, "write", ("discussion-1", string.Join("\n\n", discussion)));
        await Send(officer, note, "finish");

        var coded = await Send(officer, note, "hide", Words(Secret, ""));
        Assert.Contains("Choose why the words are hidden", Said(coded), StringComparison.Ordinal);
        var hidden = await Send(officer, note, "hide", Words(Secret, "CommercialInNegotiation"));
        var preview = hidden.Page.QuerySelector(".preview")!.TextContent;
        Assert.Contains(
            "[redacted: commercial, in negotiation]",
            preview,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("87,654", preview, StringComparison.Ordinal);
        Assert.Contains(
            "may reply until",
            Said(await Send(officer, note, "publish")),
            StringComparison.Ordinal
        );

        await Pass(40);
        // More than a tenth: a second person.
        await Send(
            officer,
            note,
            "hide",
            Words(
                discussion[0][..discussion[0].IndexOf(", for three", StringComparison.Ordinal)],
                "PersonalData"
            )
        );
        Assert.Contains(
            "a second person has to agree",
            Said(await Send(officer, note, "publish")),
            StringComparison.Ordinal
        );
        await Send(decider, note, "check");
        Assert.Contains(
            "The note is published",
            Said(await Send(officer, note, "publish")),
            StringComparison.Ordinal
        );
        await cases.Follow();

        foreach (var ending in new[] { "", ".json", ".csv", ".atom" })
        foreach (var page in new[] { Open, "/meetings" })
        {
            var answer = await anybody.Get($"{page}{ending}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.DoesNotContain("87,654", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("keep the next head", answer.Text, StringComparison.Ordinal);
        }
        var open = Said(await anybody.Get(Open));
        Assert.Contains(
            "The board advised against it, and it was approved.",
            open,
            StringComparison.Ordinal
        );
        Assert.Contains("working days", open, StringComparison.Ordinal);
        Assert.Contains(
            "1 was decided otherwise",
            Said(await member.Get(Board)),
            StringComparison.Ordinal
        );

        // Anybody asks for it to be looked at again, and it releases itself when its day has come.
        var ask = await anybody.Fill($"{Open}/review?passage=1", []);
        Assert.Contains("It will be looked at again", Said(ask), StringComparison.Ordinal);
        await cases.Follow();
        Assert.Contains(
            "Somebody asked on",
            Said(await anybody.Get(Open)),
            StringComparison.Ordinal
        );
        await Pass(200);
        await Jobs.NoteReleasing.Release(
            site.Casework,
            site.On(new Journal.Program("release-note-redactions")),
            TestContext.Current.CancellationToken
        );
        await cases.Follow();
        Assert.Contains("87,654", Said(await anybody.Get(Open)), StringComparison.Ordinal);
    }

    private (string, string)[] Words(string words, string code) =>
        [
            ("paragraph", words == Secret ? "2" : "1"),
            ("words", words),
            ("code", code),
            ("why", "The sum is being talked about."),
            .. On("expires", site.Today.AddDays(90)),
        ];

    [Fact]
    public async Task Words_that_another_page_says_are_not_hidden_and_the_note_says_where()
    {
        await ToTheDay();
        await Send(officer, Meeting, "held");
        await cases.Take(
            reference,
            Order,
            "record-advice",
            cases.Officer(ash),
            CasesOnRecord.Wrote("advice-because", $"Members spoke of {Secret}.")
        );
        await cases.Follow();
        await Send(officer, Meeting, "told", ("case", $"{reference}"));
        var note = $"{Meeting}/note";
        await Send(officer, note, "write", ("discussion-1", string.Join("\n\n", discussion)));
        await Send(officer, note, "finish");
        await Send(officer, note, "hide", Words(Secret, "CommercialInNegotiation"));
        await Pass(20);

        var refused = await Send(officer, note, "publish");

        Assert.Contains(
            "can still be read in the public page of",
            Said(refused),
            StringComparison.Ordinal
        );
        Assert.Contains("What was said", Said(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_case_hides_is_not_said_in_the_note_either()
    {
        await ToTheDay();
        await Send(officer, Meeting, "held");
        await cases.Take(
            reference,
            Order,
            "record-advice",
            cases.Officer(ash),
            CasesOnRecord.Wrote("advice-because", $"Members spoke of {Secret}.")
        );
        var order = (await site.Casework.Documents<ProcedureCase>(reference.Party)).Single(p =>
            p.State.Procedure.ToString() == Order
        );
        var said = order.State.PublicTexts.Single(t =>
            t.Text.Contains(Secret, StringComparison.Ordinal)
        );
        Assert.IsType<Done<ProcedureCase>.Written>(
            await site.Casework.Do(
                new RedactAnswer(
                    order.State.Id,
                    new Passage(
                        said.At,
                        said.Text.IndexOf(Secret, StringComparison.Ordinal),
                        Secret.Length,
                        RedactionCode.CommercialInNegotiation,
                        site.Today.AddDays(90),
                        "The sum is being talked about."
                    )
                ),
                site.On(cases.Officer(ash))
            )
        );
        await cases.Follow();
        await Send(officer, Meeting, "told", ("case", $"{reference}"));
        var note = $"{Meeting}/note";
        await Send(officer, note, "write", ("discussion-1", string.Join("\n\n", discussion)));
        await Send(officer, note, "finish");
        await Pass(20);

        var refused = Said(await Send(officer, note, "publish"));

        Assert.Contains(
            "Words that are hidden can still be read in",
            refused,
            StringComparison.Ordinal
        );
        await Send(officer, note, "hide", Words(Secret, "CommercialInNegotiation"));
        Assert.Contains(
            "The note is published",
            Said(await Send(officer, note, "publish")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_note_that_is_late_is_shown_as_late_to_everybody()
    {
        await ToTheDay();
        await Send(officer, Meeting, "held");
        await Pass(40);
        await cases.Follow();

        Assert.Contains(
            "working days late",
            Said(await anybody.Get(Open)),
            StringComparison.Ordinal
        );
        var book = MeetingBook.Of(
            site.Site.Part<PublicRecordFile>(),
            site.Site.Snapshot,
            site.Today
        );
        Assert.Equal(1, Assert.Single(book.ByRegion).Overdue);
        Assert.Contains("1", Said(await anybody.Get("/meetings")), StringComparison.Ordinal);
    }
}
