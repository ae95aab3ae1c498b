using System.Net;
using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Partnerships;

/// <summary>How a partnership is registered: a question a page, nothing lost, one partnership however often it is sent.</summary>
public sealed class RegisteringTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;
    private School ours = null!;
    private School theirs = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        var free = Registered.SchoolsWithoutTrust(site);
        (ours, theirs) = (free[0], free[1]);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private Task<(Person Person, Browser Browser)> Head(School school) =>
        site.SignedIn(new Appointment(Role.Head, Scope.School(school.Urn)));

    [Fact]
    public async Task Two_schools_are_asked_at_most_twelve_questions()
    {
        var (_, head) = await Head(ours);

        var asked = await Registered.Answer(head, theirs);

        // The last page is where the answers are checked, and no question.
        Assert.Equal("/my-school/partnership/new/check", asked[^1]);
        Assert.Equal(11, asked.Count - 1);
        Assert.InRange(Registration.Questions.Count, 1, 12);
    }

    [Fact]
    public async Task Each_answer_is_kept_so_that_a_lost_session_loses_none()
    {
        var (person, head) = await Head(ours);
        await head.Fill(
            "/my-school/partnership/new/name",
            new() { ["name"] = "Fictional Cluster" }
        );
        await head.Fill(
            "/my-school/partnership/new/model",
            new() { ["model"] = "informal-collaboration" }
        );
        head.Cookies.Clear();

        await head.SignIn(person.Email.ToString(), PeopleSite.Password);
        var tasks = await head.Get("/my-school/partnership/new");

        Assert.Contains("Fictional Cluster", tasks.Text);
        Assert.Contains("Informal collaboration", tasks.Text);
        var own = await head.Get("/my-school");
        Assert.Contains("Go on with", own.Text);
        Assert.Contains("Fictional Cluster", own.Text);
    }

    [Fact]
    public async Task What_was_sent_while_the_session_was_lost_can_be_sent_again()
    {
        var (person, head) = await Head(ours);
        await head.Fill(
            "/my-school/partnership/new/name",
            new() { ["name"] = "Fictional Cluster" }
        );
        var form = (await head.Get("/my-school/partnership/new/began")).Page;
        var fields = form.QuerySelectorAll("main form input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        (fields["began-day"], fields["began-month"], fields["began-year"]) = ("1", "9", "2025");
        head.Cookies.Remove("__Host-trellis");

        var lost = await head.Post("/my-school/partnership/new/began", fields);
        await head.SignIn(person.Email.ToString(), PeopleSite.Password);
        var kept = await head.Get("/my-school/partnership/new/name");
        await head.Fill(
            "/my-school/partnership/new/began",
            new()
            {
                ["began-day"] = "1",
                ["began-month"] = "9",
                ["began-year"] = "2025",
            }
        );

        Assert.Equal(HttpStatusCode.Unauthorized, lost.Status);
        Assert.Contains("Nothing was saved", lost.Text);
        Assert.Contains("Fictional Cluster", kept.Text);
        Assert.Contains("1 September 2025", (await head.Get("/my-school/partnership/new")).Text);
    }

    [Fact]
    public async Task A_wrong_answer_says_what_to_do_and_keeps_what_was_typed()
    {
        var (_, head) = await Head(ours);
        await head.Fill(
            "/my-school/partnership/new/name",
            new() { ["name"] = "Fictional Cluster" }
        );

        var wrong = await head.Fill(
            "/my-school/partnership/new/began",
            new()
            {
                ["began-day"] = "31",
                ["began-month"] = "2",
                ["began-year"] = "2025",
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains(
            "Enter the day on which it began",
            wrong.Page.QuerySelector(".govuk-error-summary")!.TextContent
        );
        Assert.Equal("31", wrong.Page.QuerySelector("#began-day")!.GetAttribute("value"));
        Assert.StartsWith("Error:", wrong.Page.Title);
    }

    [Fact]
    public async Task A_member_is_found_by_its_name_without_script_and_may_be_taken_out_again()
    {
        var (_, head) = await Head(ours);
        await head.Fill(
            "/my-school/partnership/new/name",
            new() { ["name"] = "Fictional Cluster" }
        );

        var found = await head.Get(
            $"/my-school/partnership/new/members?q={Uri.EscapeDataString(theirs.Name)}"
        );
        var add = found.Page.QuerySelector($"button[value='school:{theirs.Urn}']");
        Assert.Equal("add", add!.GetAttribute("name"));
        await head.Fill(
            "/my-school/partnership/new/members",
            new() { ["add"] = $"school:{theirs.Urn}" }
        );
        await head.Fill(
            "/my-school/partnership/new/members",
            new()
            {
                ["kind"] = "college",
                ["other"] = "Fictional College",
                ["step"] = "other",
            }
        );
        var both = (await head.Get("/my-school/partnership/new")).Text;
        await head.Fill(
            "/my-school/partnership/new/members",
            new() { ["remove"] = $"school:{theirs.Urn}" }
        );
        var one = (await head.Get("/my-school/partnership/new")).Text;

        Assert.Contains(theirs.Name, both);
        Assert.Contains("Fictional College", both);
        Assert.DoesNotContain(theirs.Name, one);
        Assert.Contains("Fictional College", one);
    }

    [Fact]
    public async Task It_is_registered_once_however_often_the_form_is_sent_and_the_draft_is_gone()
    {
        var (person, head) = await Head(ours);
        await Registered.Answer(head, theirs);
        var check = (await head.Get("/my-school/partnership/new/check")).Page;
        var fields = check
            .QuerySelectorAll("main form input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");

        var first = await head.Post("/my-school/partnership/new/check", fields);
        var again = await head.Post("/my-school/partnership/new/check", fields);

        Assert.Matches("^/my-school/partnership/w[0-9a-z]{10}\\?done=registered$", first.Leads);
        Assert.NotEqual(HttpStatusCode.InternalServerError, again.Status);
        Assert.Single(await site.Casework.Documents<Partnership>(null));
        Assert.Empty(await site.Casework.Drafts(person.Id));
    }

    [Fact]
    public async Task The_people_of_a_member_get_a_letter_and_nobody_else_does()
    {
        var (_, head) = await Head(ours);
        var asked = await site.Join(new Appointment(Role.Head, Scope.School(theirs.Urn)));
        await Registered.Answer(head, theirs);
        var done = await head.Fill("/my-school/partnership/new/check", []);

        var letter = await site.OneLetter(asked);

        Assert.Contains("Fictional Cluster", letter);
        Assert.Contains(done.Leads![..done.Leads!.IndexOf('?', StringComparison.Ordinal)], letter);
    }

    [Fact]
    public async Task Nobody_else_sees_the_answers_that_somebody_has_not_sent()
    {
        var (_, head) = await Head(ours);
        var (_, governor) = await site.SignedIn(
            new Appointment(Role.Governor, Scope.School(ours.Urn))
        );
        await head.Fill(
            "/my-school/partnership/new/name",
            new() { ["name"] = "Fictional Quincunx" }
        );

        foreach (
            var address in (string[])
                ["/my-school", "/my-school/partnership/new", "/my-school/partnership/new/name"]
        )
            Assert.DoesNotContain("Quincunx", (await governor.Get(address)).Text);
        foreach (
            var address in (string[])
                ["/partnerships", "/partnerships.json", "/partnerships.csv", "/partnerships.atom"]
        )
            Assert.DoesNotContain("Quincunx", (await site.Browser().Get(address)).Text);
    }

    [Fact]
    public async Task An_officer_of_a_trust_registers_for_the_trust_or_one_of_its_schools()
    {
        var school = site.Site.Snapshot.Schools.First(s =>
            s.IsOpen && site.Site.Snapshot.TrustOf(s.Urn) is not null
        );
        var trust = site.Site.Snapshot.TrustOf(school.Urn)!;
        var (_, officer) = await site.SignedIn(
            new Appointment(Role.TrustOfficer, Scope.Trust(trust.Uid))
        );

        var first = await officer.Get("/my-trust/partnership/new/name");
        var choice = await officer.Get("/my-trust/partnership/new/as");

        Assert.Equal("/my-trust/partnership/new/as", first.Leads);
        Assert.Contains($"trust:{trust.Uid}", choice.Text);
        Assert.Contains($"school:{school.Urn}", choice.Text);
    }
}
