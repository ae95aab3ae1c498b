using System.Net;
using System.Text.RegularExpressions;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Mail;
using Trellis.Pages.Alerts;
using Trellis.Partnerships;
using Trellis.Schools;
using Trellis.Store;
using static Trellis.Decisions.CasesOnRecord;

namespace Trellis.Decisions;

/// <summary>A parent asks for letters about a school, gets one when something happens, and ends them with one click.</summary>
public sealed partial class AlertJourneyTests(SiteFixture fixture) : IAsyncLifetime
{
    private const string Address = "parent-quince-3d8@fictional.example";

    private static readonly CancellationToken stop = TestContext.Current.CancellationToken;

    private readonly string letters = Directory.CreateTempSubdirectory("trellis-alerts-").FullName;
    private PeopleSite site = null!;
    private CasesOnRecord cases = null!;
    private School school = null!;

    [GeneratedRegex("http[^\\s]+(/alert/[^\\s]+)", RegexOptions.None, 1000)]
    private static partial Regex Link { get; }

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        cases = new CasesOnRecord(site);
        school = Registered.SchoolsWithoutTrust(site)[0];
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(letters, recursive: true);
    }

    /// <summary>The letters that wait now, as they would leave.</summary>
    private async Task<IReadOnlyList<(string Head, string Body)>> Letters(int atLeast = 0)
    {
        var post = new FileDrop(letters, "trellis@fictional.example");
        for (var tries = 0; ; tries++)
        {
            await site.Casework.SendLetters(post, "test", site.Clock, stop: stop);
            var files = Directory.GetFiles(letters);
            if (files.Length >= atLeast || tries >= 250)
            {
                var read = new List<(string, string)>();
                foreach (var file in files)
                {
                    var parts = (await File.ReadAllTextAsync(file, stop)).Split("\r\n\r\n", 2);
                    read.Add(
                        (
                            parts[0],
                            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(parts[1]))
                        )
                    );
                    File.Delete(file);
                }
                return read;
            }
            // The first letter is written behind the page.
            await Task.Delay(20, stop);
        }
    }

    private async Task<int> Tell()
    {
        await cases.Follow();
        return await Alerting.Tell(
            site.Casework,
            site.Site.Client.BaseAddress!,
            site.Site.Part<PublicRecordFile>(),
            site.Site.Snapshot,
            site.On(Alerting.By),
            stop
        );
    }

    private async Task<string> Confirmed(Browser browser)
    {
        var asked = await browser.Fill(
            $"/alerts/school:{school.Urn}",
            new() { ["email"] = Address }
        );
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Contains("on its way", asked.Text);
        Assert.DoesNotContain("quince", asked.Text);
        var (head, body) = Assert.Single(await Letters(1));
        Assert.Contains(Address, head);
        Assert.Contains("Nothing else will be sent", body);
        var confirm = Link.Match(body).Groups[1].Value;
        // Programs that look into mail open every link: opening it does nothing.
        Assert.Contains("Yes, write to me", (await browser.Get(confirm)).Text);
        Assert.Equal(0, await Tell());
        var done = await browser.Fill(confirm, []);
        Assert.Contains("You get a letter when", done.Text);
        Assert.Contains("no-store", done.Header("Cache-Control"));
        return confirm;
    }

    [Fact]
    public async Task A_parent_subscribes_gets_one_letter_for_all_that_is_new_and_leaves_with_one_click()
    {
        var parent = site.Browser();
        Assert.NotNull(
            (await parent.Get($"/school/{school.Urn}")).Page.QuerySelector(
                $"a[href='/alerts/school:{school.Urn}']"
            )
        );
        await Confirmed(parent);

        var reference = await cases.Open(school, stated: true);
        await cases.Take(reference, "academy-order", "record-concern", Head(school));
        Assert.Equal(1, await Tell());
        Assert.Equal(0, await Tell());

        var (head, body) = Assert.Single(await Letters());
        Assert.Contains(school.Name, body);
        Assert.Contains($"Stated by {school.Name}", body);
        Assert.Contains("Record why the school is eligible", body);
        Assert.Contains($"/decision/{reference}", body);
        var leave = Link.Match(body).Groups[1].Value;
        Assert.Contains("/leave/", leave);
        Assert.Contains($"{leave}>", head);

        // Without a cookie, without the token of a form, as a mail program does it by itself.
        Assert.Contains("End these letters", (await site.Browser().Get(leave)).Text);
        var left = await site.Browser().Post(leave, new() { ["List-Unsubscribe"] = "One-Click" });
        Assert.Equal(HttpStatusCode.OK, left.Status);
        Assert.Contains("You get no more letters", left.Text);

        site.Clock.Pass(TimeSpan.FromDays(1));
        await cases.Do(new AdoptCase(reference), cases.Officer(school), PublicBrokerage.Of);
        Assert.Equal(0, await Tell());
        Assert.Empty(await Letters());
        // A second click is no error.
        Assert.Equal(HttpStatusCode.OK, (await site.Browser().Get(leave)).Status);
    }

    [Fact]
    public async Task What_was_there_before_is_told_by_the_page_and_not_by_a_letter()
    {
        await cases.Open(school);
        await cases.Follow();
        await Confirmed(site.Browser());

        Assert.Equal(0, await Tell());
    }

    [Fact]
    public async Task Nobody_learns_whether_an_address_gets_letters_and_none_is_filled_with_them()
    {
        var parent = site.Browser();
        await Confirmed(parent);
        var page = $"/alerts/school:{school.Urn}";

        var again = await site.Browser()
            .Fill(page, new() { ["email"] = Address.ToUpperInvariant() });
        var unknown = await site.Browser()
            .Fill(page, new() { ["email"] = "new@fictional.example" });

        Assert.Equal(
            again.Page.QuerySelector("main")!.TextContent,
            unknown.Page.QuerySelector("main")!.TextContent
        );
        var (head, _) = Assert.Single(await Letters(1));
        Assert.Contains("new@fictional.example", head);
        // Twenty schools ask one address: no more than the letters of a day leave.
        foreach (var one in Registered.SchoolsWithoutTrust(site).Skip(1).Take(12))
            await site.Browser()
                .Fill(
                    $"/alerts/school:{one.Urn}",
                    new() { ["email"] = "flooded@fictional.example" }
                );
        await Task.Delay(500, stop);
        Assert.InRange((await Letters(5)).Count, 1, 5);
    }

    [Fact]
    public async Task What_is_no_address_no_place_or_no_link_is_said_in_a_sentence()
    {
        var wrong = await site.Browser()
            .Fill($"/alerts/school:{school.Urn}", new() { ["email"] = "not an address" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("Enter an e-mail address", wrong.Text);
        Assert.Contains("not an address", wrong.Text);
        foreach (
            var address in (string[])
                [
                    "/alerts/school:999999",
                    "/alerts/everywhere",
                    "/alerts/diocese:nowhere",
                    "/alerts/nonsense",
                    $"/alert/a0123456789/confirm/{new string('A', 43)}",
                    $"/alert/a0123456789/leave/{new string('A', 43)}",
                    "/alert/nobody/leave/short",
                ]
        )
            Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().Get(address)).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await site.Browser().Post($"/alert/a0123456789/leave/{new string('A', 43)}", [])
            ).Status
        );
    }

    [Fact]
    public async Task Addresses_of_readers_are_on_no_page_and_in_no_file_of_the_public_record()
    {
        await Confirmed(site.Browser());
        var reference = await cases.Open(school);
        await Tell();

        foreach (
            var address in (string[])
                [
                    $"/decision/{reference}",
                    $"/decision/{reference}.json",
                    $"/decision/{reference}.csv",
                    $"/decision/{reference}.atom",
                    "/decisions",
                    "/decisions.json",
                    $"/school/{school.Urn}",
                    $"/school/{school.Urn}.json",
                    "/journal.json",
                ]
        )
            Assert.DoesNotContain("quince", (await site.Browser().Get(address)).Text);
        Assert.True((await site.Casework.Verify(stop: stop)).Fault is null);
    }
}
