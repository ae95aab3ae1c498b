using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Trellis.Access;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Jobs;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Pages;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Protocols;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>A partnership has its evaluation from the first minute, and the page says what can be known and when. All of it is fictional.</summary>
public sealed class EvaluationPagesTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;
    private IReadOnlyList<School> free = [];
    private byte drawn;

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        free =
        [
            .. Registered
                .SchoolsWithoutTrust(site)
                .Where(s => s.Current.Phase is Phase.Primary && s.Current.Region.Length > 0),
        ];
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task Publish() => site.Site.Part<PublicRecordFile>().Follow(site.Casework, site.Clock);

    private async Task<(string First, string Main, string Json)> Read(PartnershipId id)
    {
        await Publish();
        var at = $"/partnership/{id}/evaluation";
        var page = await site.Browser().Get(at);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var main = page.Page.QuerySelector("main")!;
        var first = main.QuerySelector("#first")?.TextContent ?? "";
        if (first.Length > 0)
        {
            var (grade, longest, which) = ReadingGrade.Of([first]);
            Assert.True(grade <= 9, $"Grade {grade:0.0}: {first}");
            Assert.True(longest <= 25, which);
        }
        Assert.Equal(HttpStatusCode.OK, (await site.Browser().Get($"{at}.csv")).Status);
        var json = await site.Browser().Get($"{at}.json");
        Assert.Equal(HttpStatusCode.OK, json.Status);
        return (first, main.TextContent, json.Text);
    }

    private Task<int> Job(Snapshot? snapshot = null) =>
        EvaluatingPartnerships.Evaluate(
            site.Casework,
            site.Site.Part<PublicRecordFile>(),
            snapshot ?? site.Site.Snapshot,
            site.Clock,
            site.Today,
            Stop
        );

    private Holder HeadOf(Party party) =>
        new(
            PersonId.From([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
            new Appointment(Role.Head, party.Scope!.Value)
        );

    /// <summary>Registers a partnership by the acts themselves, each school confirming that it is in it.</summary>
    private async Task<PartnershipId> With(
        DateOnly from,
        IReadOnlyList<Party> parties,
        bool takers = true
    )
    {
        var id = PartnershipId.From([++drawn, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        var done = await site.Casework.Do(
            new RegisterPartnership(
                id,
                RolePlaces.VoiceOf(site.Site.Snapshot, parties[0]),
                "Fictional Evaluated Cluster",
                ModelId.Parse("informal-collaboration"),
                from,
                [Purpose.PupilAttainment],
                Depth.Planned,
                Willingness.Willing,
                default,
                [
                    .. parties.Select(p => new NewMember(
                        p,
                        p.CanAnswer ? default(FreeText) : "Fictional College",
                        takers ? [MemberRole.Taker] : [],
                        from
                    )),
                ],
                Agreement.None,
                Costs.NotSaid,
                []
            ),
            Now(parties[0]),
            beside: (_, after) => new Alongside([], [after.Public]),
            stop: Stop
        );
        Assert.IsType<Done<Partnership>.Written>(done);
        foreach (var party in parties.Skip(1).Where(p => p.CanAnswer))
            Assert.IsType<Done<Partnership>.Written>(
                await site.Casework.Do(
                    new ConfirmMembership(id, RolePlaces.VoiceOf(site.Site.Snapshot, party)),
                    Now(party),
                    beside: (_, after) => new Alongside([], [after.Public]),
                    stop: Stop
                )
            );
        return id;
    }

    private Occasion Now(Party by) => new(HeadOf(by), site.Clock.GetUtcNow(), site.Today);

    private static Party Of(School school) => Party.School(school.Urn);

    [Fact]
    public async Task Registered_over_the_form_it_has_its_page_at_once_and_anybody_works_out_its_hash()
    {
        var (_, head) = await site.SignedIn(new Appointment(Role.Head, Scope.School(free[0].Urn)));
        var id = await Registered.With(head, free[1]);

        var (first, main, json) = await Read(id);

        Assert.NotEmpty(first);
        Assert.Contains("Registered on 2 October 2026, in the moment", main);
        using var read = JsonDocument.Parse(json);
        var protocol = read.RootElement.GetProperty("protocol");
        Assert.Equal(
            Convert.ToHexStringLower(
                SHA256.HashData(
                    Encoding.UTF8.GetBytes(protocol.GetProperty("canonical").GetString()!)
                )
            ),
            protocol.GetProperty("sha256").GetString()
        );
        Assert.Contains(protocol.GetProperty("sha256").GetString()!, main);
        var own = await site.Browser().Get($"/partnership/{id}");
        Assert.NotNull(own.Page.QuerySelector($"a[href='/partnership/{id}/evaluation']"));
        var desk = await head.Get($"/my-school/partnership/{id}?done=registered");
        Assert.Contains("an evaluation was registered with it", desk.Text);
        Assert.NotNull(desk.Page.QuerySelector($"a[href='/partnership/{id}/evaluation']"));
    }

    [Fact]
    public async Task One_that_nobody_may_read_of_has_no_page_of_its_evaluation()
    {
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Browser().Get("/partnership/w0000000000/evaluation")).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Browser().Get("/partnership/nonsense/evaluation")).Status
        );
    }

    [Fact]
    public async Task Before_any_results_the_page_says_which_year_will_tell_first()
    {
        var id = await With(new DateOnly(2026, 9, 1), [Of(free[0]), Of(free[1])]);

        var (first, main, _) = await Read(id);

        Assert.Contains("Nothing can be said yet", first);
        Assert.Contains("The first school year that counts is 2026/27.", first);
        Assert.Contains("0 of 5", main);
        Assert.Contains(
            "Counts from 2026/27. Nothing can be known of it before results of 2026/27 are published.",
            main
        );
    }

    [Fact]
    public async Task One_school_and_a_college_are_told_of_each_by_what_it_is()
    {
        var id = await With(
            new DateOnly(2023, 9, 1),
            [Of(free[0]), new Party(PartyKind.College, 1)]
        );

        var (first, main, json) = await Read(id);

        // Of sixty schools too few are left to compare with.
        Assert.Contains("No school has results before and after that could be compared.", first);
        Assert.Contains("Not a school, so it has no results of its own", main);
        Assert.Contains("0 of 5", main);
        using var read = JsonDocument.Parse(json);
        Assert.Equal(0, read.RootElement.GetProperty("rating").GetInt32());
    }

    [Fact]
    public async Task Members_that_all_joined_in_2020_have_a_page_that_says_tests_had_been_sat_when_it_was_registered()
    {
        var id = await With(new DateOnly(2020, 9, 1), [Of(free[0]), Of(free[1])]);

        var (_, main, _) = await Read(id);

        Assert.Contains("Tests of a year that counts had been sat by then.", main);
    }

    [Fact]
    public async Task A_special_school_and_one_that_closed_have_a_page_that_says_so()
    {
        var snapshot = site.Site.Snapshot;
        var special = snapshot.Schools.First(s =>
            s.IsOpen && s.Current.Type.Contains("special", StringComparison.OrdinalIgnoreCase)
        );
        var closed = snapshot.Schools.First(s =>
            !s.IsOpen && s.Current is { Phase: Phase.Primary, Closed: not null }
        );

        var ofSpecial = await Read(
            await With(new DateOnly(2023, 9, 1), [Of(special), new Party(PartyKind.College, 1)])
        );
        var ofClosed = await Read(
            await With(closed.Current.Closed!.Value.AddDays(-30), [Of(closed), Of(free[3])])
        );

        Assert.Contains("No results can be compared.", ofSpecial.First);
        Assert.Contains("A special school or alternative provision.", ofSpecial.Main);
        Assert.Contains("It closed before it had results", ofClosed.Main);
    }

    [Fact]
    public async Task A_member_states_a_deviation_by_the_form_and_everybody_reads_the_difference()
    {
        var (_, head) = await site.SignedIn(new Appointment(Role.Head, Scope.School(free[0].Urn)));
        var id = await With(new DateOnly(2023, 9, 1), [Of(free[0]), Of(free[1])]);
        var at = $"/my-school/partnership/{id}/protocol";
        var answers = new Dictionary<string, string>
        {
            ["primary"] = "absence",
            ["secondary"] = "ks4",
            ["treated"] = "takers",
            ["base"] = "year-before",
            ["why"] = "This fictional partnership is about coming to school.",
        };

        var missing = await head.Fill(at, new(answers) { ["why"] = "", ["step"] = "check" });
        var check = await head.Fill(at, new(answers) { ["step"] = "check" });
        var done = await head.Fill(at, new(answers) { ["step"] = "do" });
        var (_, main, json) = await Read(id);

        Assert.Contains("Say why it should be judged otherwise.", missing.Text);
        Assert.Contains("Check your answers", check.Text);
        Assert.Equal($"/my-school/partnership/{id}?done=protocol", done.Leads);
        Assert.Contains("This fictional partnership is about coming to school.", main);
        Assert.Contains("Results of 2024/25 had been published when this was stated.", main);
        using var read = JsonDocument.Parse(json);
        var deviation = read.RootElement.GetProperty("deviations")[0];
        Assert.True(deviation.GetProperty("afterResults").GetBoolean());
        Assert.Equal(
            "Primary schools are judged by",
            deviation.GetProperty("changes")[0].GetProperty("name").GetString()
        );
        // The registered outcome stays the one that it is judged by.
        Assert.Equal(
            "ks2",
            read.RootElement.GetProperty("findings")
                .EnumerateArray()
                .First(f => f.GetProperty("judged").GetBoolean())
                .GetProperty("outcome")
                .GetString()
        );
    }

    [Fact]
    public async Task The_job_keeps_each_answer_once_and_what_a_snapshot_drops_stays_with_its_date()
    {
        var id = await With(new DateOnly(2023, 9, 1), [Of(free[0]), Of(free[1])]);
        // The site's own job may have been first.
        Assert.InRange(await Job(), 0, 1);
        Assert.Equal(0, await Job());
        var (_, kept, _) = await Read(id);
        Assert.Contains("The first answer", kept);

        var without = new Snapshot(
            "without",
            new SnapshotContent
            {
                Establishments =
                [
                    .. new[] { free[0], free[1] }.Select(s => s.Current).OrderBy(e => e.Urn),
                ],
            },
            Manifest.Empty
        );
        Assert.Equal(1, await Job(without));
        var (_, main, json) = await Read(id);

        Assert.Contains(
            "the data no longer hold an outcome; its last answer stays",
            main,
            StringComparison.OrdinalIgnoreCase
        );
        using var read = JsonDocument.Parse(json);
        // The site's own job may have kept one of the first member alone before the second confirmed.
        JsonElement[] editions = [.. read.RootElement.GetProperty("editions").EnumerateArray()];
        var dropped = Array.FindIndex(
            editions,
            e => e.GetProperty("why")[0].GetString() == "results-dropped"
        );
        Assert.True(dropped > 0);
        Assert.Equal("2024/25", Newest(dropped - 1).GetString());
        Assert.Equal(JsonValueKind.Null, Newest(dropped).ValueKind);

        JsonElement Newest(int edition) =>
            editions[edition].GetProperty("findings")[0].GetProperty("newest");
    }

    [Fact]
    public async Task An_outcome_without_an_answer_shows_the_last_one_that_was_kept()
    {
        var id = await With(new DateOnly(2026, 9, 1), [Of(free[0]), Of(free[1])]);
        await site.Casework.Do(
            new KeepResults(
                id,
                new ResultsEdition(
                    0,
                    default,
                    SnapshotMark.Parse("an-earlier-one"),
                    new DateOnly(2026, 9, 1),
                    1,
                    ProtocolHash.Of("a fictional protocol"),
                    0,
                    2,
                    [
                        // Of givers, who are another finding of the same outcome.
                        new KeptFinding(
                            OutcomeCode.Ks2,
                            PhaseGroup.Primary,
                            false,
                            1,
                            new Year(2024),
                            -.9,
                            -2,
                            .1,
                            1,
                            4,
                            FindingOf.Givers
                        ),
                        new KeptFinding(
                            OutcomeCode.Ks2,
                            PhaseGroup.Primary,
                            true,
                            2,
                            new Year(2024),
                            .5,
                            -.5,
                            1.5,
                            1,
                            4
                        ),
                    ],
                    []
                )
            ),
            new Occasion(
                new Trellis.Journal.Program("evaluate-partnerships"),
                site.Clock.GetUtcNow(),
                site.Today
            ),
            beside: (_, after) => new Alongside([], [PublicResults.Of(after)]),
            stop: Stop
        );

        var (_, main, _) = await Read(id);

        Assert.Contains(
            "The data that this site has now give no answer. The last one is of 2 October 2026: Reading and maths at the end of primary school, primary schools: +2.0 points, between −2.0 and +6.0 (2 compared, results to 2024/25).",
            main
        );
        Assert.Contains(
            "primary schools that gave help: −3.6 points, between −8.0 and +0.4 (1 compared,",
            main
        );
        // It is a study of its own among all others.
        var together = await site.Browser().Get("/what-works/together");
        var row = together
            .Page.QuerySelector($"a[href='/partnership/{id}/evaluation']")!
            .Closest("tr")!;
        Assert.Contains("+0.50 (−0.50 to +1.50)", row.TextContent);
        var file = await site.Browser().Get("/what-works/together.csv");
        Assert.Contains($"partnership,{id},", file.Text);
        var absence = await site.Browser().Get("/what-works/together?family=attendance");
        Assert.Contains("None has an answer of this kind yet.", absence.Text);
    }

    [Fact]
    public async Task One_that_an_earlier_program_kept_gets_its_evaluation_by_the_job_and_says_that_it_is_late()
    {
        var id = await With(new DateOnly(2023, 9, 1), [Of(free[0]), Of(free[1])]);
        await using (var file = new SqliteConnection($"Data Source={site.Casework.Place}"))
        {
            await file.OpenAsync(Stop);
            var command = file.CreateCommand();
            command.CommandText =
                "update document set json = json_remove(json, '$.evaluation') where kind = 'partnership'";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
        }
        site.Clock.Pass(TimeSpan.FromDays(3));

        await Job();
        var (_, main, _) = await Read(id);

        Assert.Contains(
            "Registered on 5 October 2026, after the partnership was stated here",
            main
        );
        Assert.Contains("This was registered after the partnership was stated here.", main);
    }
}
