using System.Net;
using Trellis.Enquiries;
using Trellis.Fiction;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>What a visitor of the demo finds: a register in which something has happened and something waits.</summary>
public sealed class DemoRegisterTests(SiteFixture fixture)
{
    private static Task<PeopleSite> Demo(SiteFixture fixture) =>
        PeopleSite.Over(fixture.Site.Store, o => o with { Demo = true });

    private static async Task<IReadOnlyList<DemoPerson>> Prepare(PeopleSite demo)
    {
        var people = await DemoPeople.Prepare(
            demo.Casework,
            demo.Site.Snapshot,
            demo.Clock,
            PeopleSite.Password
        );
        var neighbours = await DemoRegister.Prepare(
            demo.Casework,
            demo.Site.Snapshot,
            people,
            demo.Clock,
            PeopleSite.Password
        );
        await demo.Site.Part<PublicRecordFile>().Follow(demo.Casework, demo.Clock);
        return neighbours;
    }

    [Fact]
    public async Task A_visitor_of_the_demo_sees_who_works_with_whom_who_offers_what_and_what_goes_on()
    {
        await using var demo = await Demo(fixture);
        await Prepare(demo);
        var visitor = demo.Browser();

        var partnerships = (await visitor.Get("/partnerships")).Text;
        foreach (
            var name in (string[])
                [
                    "Fictional Reading Together",
                    "Fictional Shared Office",
                    "Fictional Moderation Circle",
                ]
        )
            Assert.Contains(name, partnerships);
        var directory = (await visitor.Get("/directory")).Text;
        Assert.Contains("Fictional help with reading", directory);
        Assert.Contains("A fictional business manager", directory);
        Assert.Contains("Open for responses", (await visitor.Get("/procedures")).Text);
        Assert.DoesNotContain("fictional bus was late", partnerships);
    }

    [Fact]
    public async Task The_head_of_the_demo_finds_partnerships_a_return_to_file_and_letters_to_answer()
    {
        await using var demo = await Demo(fixture);
        await Prepare(demo);
        var head = demo.Browser();
        await head.SignIn("head@demo.example", PeopleSite.Password);

        var own = (await head.Get("/my-school")).Text;

        Assert.Contains("Annual return of “Fictional Reading Together” for 2025/26", own);
        Assert.Contains("Say whether you are in “Fictional Attendance Group”", own);
        Assert.Contains("1 enquiry waits for your answer", own);
        Assert.Contains("1 introduction waits for your answer", own);
    }

    [Fact]
    public async Task An_officer_of_the_authority_sees_which_of_its_maintained_schools_have_still_to_answer()
    {
        await using var demo = await Demo(fixture);
        var neighbours = await Prepare(demo);
        var area = demo.Site.Snapshot.Find(Urn.Parse(neighbours[0].As.Over.Id, null))!.La!.Value;
        var (_, officer) = await demo.SignedIn(
            new Appointment(
                Role.LocalAuthorityOfficer,
                new Scope(ScopeKind.LocalAuthority, $"{area}")
            )
        );

        var page = (await officer.Get("/my-area")).Page;
        var waits = page.QuerySelectorAll("#schools-wait ~ ul")
            .First()
            .QuerySelectorAll("li")
            .Select(li => li.TextContent)
            .ToList();

        // What one of them has filed for the same year does not stand here.
        Assert.Equal(
            [
                "Fictional Attendance Group: it has not confirmed that it is in it.",
                "Fictional Moderation Circle: it has not filed the annual return for 2025/26.",
                "Fictional Moderation Circle: it has not filed the annual return for 2025/26.",
                "Fictional Reading Together: it has not filed the annual return for 2025/26.",
                "Fictional Shared Office: it has not filed the annual return for 2025/26.",
            ],
            waits
                .Select(w =>
                    w[w.IndexOf("Fictional ", StringComparison.Ordinal)..].Split(" It was")[0]
                )
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await officer.Get(
                    page.QuerySelector("#schools-wait ~ ul a[href^='/my-area/partnership/']")!
                        .GetAttribute("href")!
                )
            ).Status
        );
        // What waits for schools is not on the list of what the officer has to do.
        Assert.DoesNotContain("Annual return of", page.Body!.TextContent);
    }

    [Fact]
    public async Task A_neighbour_of_the_demo_signs_in_and_sees_the_other_side()
    {
        await using var demo = await Demo(fixture);
        var neighbours = await Prepare(demo);
        Assert.Equal(3, neighbours.Count);

        var other = demo.Browser();
        await other.SignIn(neighbours[1].Email, PeopleSite.Password);

        Assert.Contains("Fictional Shared Office", (await other.Get("/my-school")).Text);
        Assert.Contains("Forming a federation", (await other.Get("/procedure")).Text);
    }

    [Fact]
    public async Task Started_again_on_another_day_the_demo_is_as_it_was_left()
    {
        await using var demo = await Demo(fixture);
        await Prepare(demo);
        var before = await All(demo.Casework);
        // Four partnerships, four entries, two enquiries, an introduction and a case.
        Assert.Equal(12, before.Count);

        demo.Clock.Pass(TimeSpan.FromDays(9));
        await Prepare(demo);

        Assert.Equal(before, await All(demo.Casework));
    }

    // New Year, a leap day to come, the days around which a school year ends and begins, and years later.
    [Theory]
    [InlineData(0)]
    [InlineData(91)]
    [InlineData(333)]
    [InlineData(334)]
    [InlineData(515)]
    [InlineData(2_900)]
    public async Task On_whatever_day_the_demo_starts_its_register_keeps_the_rules_and_its_journal_verifies(
        int days
    )
    {
        await using var demo = await Demo(fixture);
        demo.Clock.Pass(TimeSpan.FromDays(days));

        Assert.Equal(3, (await Prepare(demo)).Count);

        Assert.Null((await demo.Casework.Verify()).Fault);
    }

    [Fact]
    public async Task The_neighbours_of_the_demo_open_nothing_outside_the_demo()
    {
        await using var serious = await PeopleSite.Over(fixture.Site.Store);
        foreach (var neighbour in await Prepare(serious))
            Assert.Null(
                (await serious.Browser().SignIn(neighbour.Email, PeopleSite.Password)).Leads
            );
    }

    [Fact]
    public async Task A_country_that_is_not_fictional_gets_no_register_that_nobody_wrote()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-no-demo-").FullName;
        try
        {
            var files = Path.Combine(folder, "files");
            FictionalCountry.Write(files, schools: 60);
            File.Delete(Path.Combine(files, "FICTIONAL.txt"));
            var store = new SnapshotStore(Path.Combine(folder, "store"));
            store.Import(files, TimeProvider.System);
            await using var site = await PeopleSite.Over(store, o => o with { Demo = true });

            await Assert.ThrowsAsync<InvalidOperationException>(() => Prepare(site));

            Assert.Empty(await All(site.Casework));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> All(Casework casework) =>
        [
            .. (await casework.Documents<Partnership>(null)).Select(Edition),
            .. (await casework.Documents<Listing>(null)).Select(Edition),
            .. (await casework.Documents<Enquiry>(null)).Select(Edition),
            .. (await casework.Documents<Introduction>(null)).Select(Edition),
            .. (await casework.Documents<ProcedureCase>(null)).Select(Edition),
        ];

    private static string Edition<TState>(Kept<TState> kept)
        where TState : Journal.Document =>
        $"{kept.State.Key} {kept.Version} {Journal.ActJson.Write(kept.State)}";
}
