using System.Net;
using AngleSharp.Dom;
using Trellis.Access;
using Trellis.Enquiries;
using Trellis.Listings;
using Trellis.People;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Tests.Pages;

/// <summary>What a school offers is found by another, asked for, agreed and counted; an authority introduces those that fit.</summary>
public sealed class ExpertiseTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;

    /// <summary>Three fictional schools of one authority, in no trust.</summary>
    private School giver = null!;
    private School taker = null!;
    private School silent = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        var snapshot = fixture.Site.Snapshot;
        var three = snapshot
            .Schools.Where(s =>
                s.IsOpen
                && s.Current.La is not null
                && s.Current.Place is not null
                && s.Current.Telephone.Length > 0
                && snapshot.TrustOf(s.Urn) is null
            )
            .GroupBy(s => s.Current.La)
            .First(g => g.Count() >= 3)
            .Take(3)
            .ToArray();
        (giver, taker, silent) = (three[0], three[1], three[2]);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static Appointment Head(School school) => new(Role.Head, Scope.School(school.Urn));

    private Appointment Officer =>
        new(Role.LocalAuthorityOfficer, new Scope(ScopeKind.LocalAuthority, $"{giver.Current.La}"));

    private Task Publish() => site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);

    private static Dictionary<string, string> Offer(string topic = "maths") =>
        new()
        {
            ["topic"] = topic,
            ["words"] = "Fictional maths teachers who coach others",
            ["days"] = "10",
            ["from-day"] = "1",
            ["from-month"] = "9",
            ["from-year"] = "2026",
            ["record"] = "Two fictional schools helped",
            ["step"] = "check",
        };

    /// <summary>Fills the form in, checks the answers and sends them.</summary>
    private static async Task<Answer> Through(
        Browser browser,
        string address,
        Dictionary<string, string> fields,
        string last
    )
    {
        var check = await browser.Fill(address, fields);
        Assert.Equal(HttpStatusCode.OK, check.Status);
        var form = check.Page.QuerySelector("main form")!;
        var carried = form.QuerySelectorAll("input[type=hidden], textarea")
            .ToDictionary(
                i => i.GetAttribute("name")!,
                i =>
                    i is AngleSharp.Html.Dom.IHtmlTextAreaElement area
                        ? area.Value
                        : i.GetAttribute("value") ?? ""
            );
        carried["step"] = last;
        return await browser.Post(address, carried);
    }

    private async Task<string> Offered(Browser browser)
    {
        var posted = await Through(
            browser,
            $"/my-school/{giver.Urn}/offers/new?kind=offer",
            Offer(),
            "publish"
        );
        Assert.Equal($"/my-school/{giver.Urn}/offers?done=posted", posted.Leads);
        await Publish();
        return Assert
            .Single(await site.Casework.Documents<Listing>($"school:{giver.Urn}", stop: Stop))
            .State.Key;
    }

    [Fact]
    public async Task An_offer_is_found_asked_for_agreed_and_its_share_is_public_without_whom()
    {
        var (_, head) = await site.SignedIn(Head(giver));
        var (_, other) = await site.SignedIn(Head(taker));
        var id = await Offered(head);

        var visitor = site.Browser();
        var found = await visitor.Get($"/directory?topic=maths&kind=offer&near={taker.Urn}");
        Assert.Contains(giver.Name, found.Text.Replace("&#x27;", "'", StringComparison.Ordinal));
        Assert.Contains("by car (estimated)", found.Text);
        Assert.Contains("10 days a term", (await visitor.Get($"/directory/{id}")).Text);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get($"/directory.atom?topic=maths")).Status);

        // Asked from the entry: led to the form of the one school they speak for.
        var from = await other.Get($"/directory/{id}/ask");
        Assert.Equal($"/my-school/{taker.Urn}/enquiries/ask?about={id}", from.Leads);
        var sent = await Through(
            other,
            from.Leads!,
            new()
            {
                ["words"] = "May we have four fictional days?",
                ["days"] = "4",
                ["step"] = "check",
            },
            "send"
        );
        Assert.Equal($"/my-school/{taker.Urn}/enquiries?done=sent", sent.Leads);
        Assert.Single(await site.Casework.LettersWaiting(10, Stop));

        var enquiry = Assert
            .Single(await site.Casework.Documents<Enquiry>($"school:{giver.Urn}", stop: Stop))
            .State;
        var page = $"/my-school/{giver.Urn}/enquiries/{enquiry.Id}";
        Assert.Contains("May we have four fictional days?", (await head.Get(page)).Text);
        var unsaid = await head.Fill(page, new() { ["step"] = "reply" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.Status);
        var answered = await head.Fill(
            page,
            new()
            {
                ["answer"] = "yes",
                ["days"] = "4",
                ["until-day"] = "31",
                ["until-month"] = "7",
                ["until-year"] = "2027",
                ["step"] = "reply",
            }
        );
        Assert.Equal($"/my-school/{giver.Urn}/enquiries?done=answered", answered.Leads);
        await Publish();
        // 4 of 10 days.
        var entry = await visitor.Get($"/directory/{id}");
        Assert.Contains("10 days a term, 40 % taken", entry.Text);
        Assert.DoesNotContain(taker.Urn.ToString(), entry.Text);
        Assert.Contains(
            "10 days a term, 4 agreed",
            (await head.Get($"/my-school/{giver.Urn}/offers")).Text
        );
        // Withdrawn, the days are free again.
        await other.Fill(
            $"/my-school/{taker.Urn}/enquiries/{enquiry.Id}",
            new() { ["step"] = "withdraw" }
        );
        await Publish();
        Assert.DoesNotContain("taken", (await visitor.Get($"/directory/{id}")).Text);

        // Closed, it is gone.
        await head.Post(
            $"/my-school/{giver.Urn}/offers/{id}",
            Hidden(await head.Get($"/my-school/{giver.Urn}/offers/{id}"), "filled")
        );
        await Publish();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get($"/directory/{id}")).Status);
    }

    private static Dictionary<string, string> Hidden(Answer page, string step)
    {
        var fields = page
            .Page.QuerySelectorAll("main form")
            .Last()
            .QuerySelectorAll("input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        fields["step"] = step;
        return fields;
    }

    [Fact]
    public async Task Half_a_SENCO_is_found_within_thirty_minutes_and_not_from_far_away()
    {
        var (_, head) = await site.SignedIn(Head(giver));
        var posted = await Through(
            head,
            $"/my-school/{giver.Urn}/offers/new?kind=post-offered",
            new(Offer("senco"))
            {
                ["role"] = "SENCO",
                ["week"] = "2.5",
                ["travel"] = "30",
            },
            "publish"
        );
        Assert.Equal($"/my-school/{giver.Urn}/offers?done=posted", posted.Leads);
        await Publish();
        var visitor = site.Browser();
        string Near(string days) =>
            $"/directory?kind=post&q=senco&days={days}&minutes=30&near={giver.Urn}";
        Assert.Contains("Post offered: SENCO", (await visitor.Get(Near("2.5"))).Text);
        Assert.DoesNotContain("Post offered: SENCO", (await visitor.Get(Near("3"))).Text);
        // The same from the postcode of the school, asked by a program.
        var json = await visitor.Get(
            $"/directory.json?kind=post&minutes=30&near={Uri.EscapeDataString(giver.Current.Postcode)}"
        );
        Assert.Equal(
            2.5,
            System
                .Text.Json.JsonDocument.Parse(json.Text)
                .RootElement.GetProperty("rows")[0]
                .GetProperty("days_a_week")
                .GetDouble()
        );
        var journeys = new Trellis.Travel.Journeys(fixture.Site.Snapshot);
        var far = fixture.Site.Snapshot.Schools.First(s =>
            s.IsOpen && journeys.Between(s.Current, giver.Current).Minutes > 30
        );
        Assert.DoesNotContain(
            "Post offered: SENCO",
            (await visitor.Get($"/directory?kind=post&minutes=30&near={far.Urn}")).Text
        );
    }

    [Theory]
    [InlineData("/directory?kind=wish", HttpStatusCode.BadRequest)]
    [InlineData("/directory?topic=astrology", HttpStatusCode.BadRequest)]
    [InlineData("/directory?region=atlantis", HttpStatusCode.BadRequest)]
    [InlineData("/directory/l0000000000", HttpStatusCode.NotFound)]
    [InlineData("/directory/nothing", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_answered_is_said(string address, HttpStatusCode status) =>
        Assert.Equal(status, (await site.Browser().Get(address)).Status);

    [Theory]
    [InlineData("near=nowhere", "Enter a postcode")]
    [InlineData("near=999999", "no school with the URN")]
    [InlineData("minutes=many", "'minutes' was passed over")]
    [InlineData("days=9", "'days' was passed over")]
    [InlineData("minutes=20", "Enter from where")]
    public async Task What_is_passed_over_is_said(string query, string notice) =>
        Assert.Contains(
            notice,
            WebUtility.HtmlDecode((await site.Browser().Get($"/directory?{query}")).Text)
        );

    [Fact]
    public async Task An_offer_that_nobody_renews_leaves_the_list_after_a_year()
    {
        var (_, head) = await site.SignedIn(Head(giver));
        var id = await Offered(head);
        site.Clock.Pass(TimeSpan.FromDays(366));
        var visitor = site.Browser();
        Assert.DoesNotContain($"/directory/{id}", (await visitor.Get("/directory")).Text);
        Assert.Contains("Lapsed: not renewed", (await visitor.Get("/directory?lapsed=yes")).Text);
        Assert.Contains("This entry has lapsed", (await visitor.Get($"/directory/{id}")).Text);
    }

    [Fact]
    public async Task To_a_school_with_nobody_here_nothing_is_sent_and_the_page_says_how_to_reach_it()
    {
        var (_, head) = await site.SignedIn(Head(taker));
        var before = (await site.Casework.Head(Stop)).Number;
        var answer = await head.Fill(
            $"/my-school/{taker.Urn}/enquiries/ask",
            new()
            {
                ["to"] = $"{silent.Urn}",
                ["words"] = "A fictional question that is kept nowhere",
                ["step"] = "check",
            }
        );
        Assert.Contains("Nothing was sent, and nothing you wrote was kept.", answer.Text);
        Assert.NotNull(answer.Page.QuerySelector("a[href^='tel:']"));
        Assert.Contains(
            "A fictional question that is kept nowhere",
            answer.Page.QuerySelector("textarea[name=letter]")!.TextContent
        );
        Assert.Equal(before, (await site.Casework.Head(Stop)).Number);
        Assert.Empty(await site.Casework.LettersWaiting(10, Stop));

        // If they wish, a note stands on their own shortlist.
        var kept = await head.Fill(
            $"/my-school/{taker.Urn}/enquiries",
            new()
            {
                ["who"] = $"{silent.Urn}",
                ["note"] = "Ring in the fictional spring",
                ["step"] = "put",
            }
        );
        Assert.Equal($"/my-school/{taker.Urn}/enquiries?done=listed", kept.Leads);
        Assert.Contains(
            "Ring in the fictional spring",
            (await head.Get($"/my-school/{taker.Urn}/enquiries")).Text
        );
        await head.Fill($"/my-school/{taker.Urn}/enquiries", new() { ["step"] = "take" });
        Assert.DoesNotContain(
            "Ring in the fictional spring",
            (await head.Get($"/my-school/{taker.Urn}/enquiries")).Text
        );
    }

    [Fact]
    public async Task An_authority_introduces_schools_that_answer_for_themselves_or_are_written_down()
    {
        var (_, head) = await site.SignedIn(Head(giver));
        var (_, officer) = await site.SignedIn(Officer);
        await Offered(head);
        var need = await Through(
            (await site.SignedIn(Head(taker))).Browser,
            $"/my-school/{taker.Urn}/offers/new?kind=need",
            new(Offer()) { ["words"] = "Fictional help wanted" },
            "publish"
        );
        Assert.Equal($"/my-school/{taker.Urn}/offers?done=posted", need.Leads);
        await Publish();
        // The desk shows the need with the nearest offer.
        var desk = (await officer.Get("/my-area/broker")).Page;
        var propose = desk.QuerySelectorAll("main table a")
            .Select(a => a.GetAttribute("href")!)
            .Single(a => a.Contains("/broker/new?", StringComparison.Ordinal));
        Assert.Contains($"{taker.Urn}", propose);

        var address = $"/my-area/{giver.Current.La}/broker/new";
        var sent = await Through(
            officer,
            address,
            new()
            {
                ["schools"] = $"{giver.Urn}\n{silent.Urn}",
                ["topic"] = "maths",
                ["words"] = "You may fit, fictionally",
                ["step"] = "check",
            },
            "send"
        );
        var one = sent.Leads!.Split('?')[0];
        // To the school with nobody here nothing was sent; the other got one letter.
        Assert.Single(await site.Casework.LettersWaiting(10, Stop));
        Assert.Contains("nothing was sent", (await officer.Get(one)).Text);

        var asked = $"/my-school/{giver.Urn}/introductions";
        Assert.Contains("You may fit, fictionally", (await head.Get(asked)).Text);
        var id = one.Split('/')[^1];
        var unsaid = await head.Fill(asked, new() { [$"answer-{id}"] = "no" });
        Assert.Contains("Choose the reason that fits best.", unsaid.Text);
        var declined = await head.Fill(
            asked,
            new()
            {
                [$"answer-{id}"] = "no",
                [$"reason-{id}"] = "competition",
                [$"words-{id}"] = "We compete, fictionally",
            }
        );
        Assert.Equal($"{asked}?done=answered", declined.Leads);
        var seen = (await officer.Get(one)).Text;
        Assert.Contains("the schools compete for pupils", seen);
        Assert.Contains("We compete, fictionally", seen);

        var logged = await officer.Fill(
            one,
            new()
            {
                ["school"] = $"school:{silent.Urn}",
                ["answer"] = "yes",
                ["step"] = "log",
            }
        );
        Assert.Equal($"{one}?done=logged", logged.Leads);
        Assert.Contains("(recorded by the authority)", (await officer.Get(one)).Text);
        // Somebody who is there is not answered for.
        var forced = await officer.Fill(
            one,
            new()
            {
                ["school"] = $"school:{giver.Urn}",
                ["answer"] = "yes",
                ["step"] = "log",
            }
        );
        Assert.Contains("so it answers itself", forced.Text);

        await Publish();
        // Two schools are too few to be counted in public.
        var open = await site.Browser().Get("/introductions.json");
        Assert.DoesNotContain("competition", open.Text);
        Assert.DoesNotContain("local-authority:", open.Text);
    }

    [Fact]
    public async Task Five_that_agreed_are_counted_in_public_and_one_that_declined_is_not_told_apart()
    {
        var (_, officer) = await site.SignedIn(Officer);
        var area = giver.Current.La;
        var schools = fixture
            .Site.Snapshot.Schools.Where(s => s.IsOpen)
            .Where(s => s.Urn != giver.Urn)
            .Take(6)
            .Prepend(giver)
            .ToArray();
        var sent = await Through(
            officer,
            $"/my-area/{area}/broker/new",
            new()
            {
                ["schools"] = string.Join("\n", schools.Select(s => s.Urn)),
                ["topic"] = "governance",
                ["words"] = "Fictional boards",
                ["step"] = "check",
            },
            "send"
        );
        var one = sent.Leads!.Split('?')[0];
        foreach (var school in schools)
            await officer.Fill(
                one,
                new()
                {
                    ["school"] = $"school:{school.Urn}",
                    ["answer"] = school == giver ? "no" : "yes",
                    ["reason"] = school == giver ? "no-time" : "",
                    ["step"] = "log",
                }
            );
        await Publish();
        var open = (await site.Browser().Get("/introductions.csv")).Text;
        // Six agreed and one declined: told apart, the one could be had by subtraction.
        Assert.Contains("\"others, too few to be told apart\",7", open);
        Assert.DoesNotContain("no time", open);
    }

    [Fact]
    public async Task A_page_of_somebody_elses_school_or_enquiry_is_not_there()
    {
        var (_, head) = await site.SignedIn(Head(giver));
        var (_, other) = await site.SignedIn(Head(taker));
        var id = await Offered(head);
        foreach (
            var address in new[]
            {
                $"/my-school/{giver.Urn}/offers",
                $"/my-school/{giver.Urn}/enquiries",
                $"/my-school/{giver.Urn}/introductions",
                $"/my-school/{taker.Urn}/offers/{id}",
                $"/my-school/{taker.Urn}/enquiries/e0000000000",
            }
        )
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get(address)).Status);
    }
}
