using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Evaluations;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Protocols;

/// <summary>A partnership's evaluation is registered with it, and never changed.</summary>
public sealed class ProtocolTests(Databases databases)
{
    private static readonly RegisterPartnership cluster = RegisterPartnershipTests.Cluster() with
    {
        Aims =
        [
            new Aim(
                "Fictional children read\nfor joy",
                MeasureId.Parse("ks2.reading-average"),
                105_500,
                new Year(2027),
                default,
                null
            ),
        ],
    };

    private static readonly Occasion now = Story.By(RegisterPartnershipTests.HeadOfFirst, 0);

    private static Partnership Registered(RegisterPartnership act) =>
        Assert
            .IsType<Outcome<PartnershipRegistered>.Happened>(act.Apply(null, now))
            .Event.After(null, Story.Begin);

    private static DeviateFromProtocol Deviate(
        Partnership whole,
        string why = "We teach juniors."
    ) =>
        new(
            whole.Id,
            cluster.By,
            whole.Evaluation!.Protocol.Terms with
            {
                PrimarySchools = OutcomeCode.Absence,
            },
            why
        );

    private static Partnership After(Partnership whole, DeviateFromProtocol act) =>
        Assert
            .IsType<Outcome<ProtocolDeviated>.Happened>(act.Apply(whole, now))
            .Event.After(whole, Story.Begin);

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task It_is_written_and_published_in_the_transaction_of_the_registration(
        Database database
    )
    {
        await using var store = await databases.Store(database);

        await store.Do(cluster, now, beside: (_, after) => new Alongside([], [after.Public]));

        var step = Assert.Single(await store.PublicSteps(0, 10));
        Assert.Equal(1, step.Entry);
        var open = ActJson.Read<PublicPartnership>(step.Change.Json!);
        var kept = (await store.Find<Partnership>(cluster.Subject))!.State;
        Assert.Equal(1, (await store.Head()).Number);
        Assert.Equal(kept.Evaluation!.Protocol.Hash, open.Evaluation!.Protocol.Hash);
        Assert.Equal(kept.Evaluation.Protocol.Canonical, open.Evaluation.Protocol.Canonical);
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_registration_that_is_refused_writes_no_protocol(Database database)
    {
        await using var store = await databases.Store(database);

        Assert.IsType<Done<Partnership>.Refused>(
            await store.Do(
                cluster with
                {
                    Purposes = [],
                },
                now,
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );

        Assert.Null(await store.Find<Partnership>(cluster.Subject));
        Assert.Equal(0, (await store.Head()).Number);
        Assert.Empty(await store.PublicSteps(0, 10));
    }

    [Fact]
    public void Its_hash_is_the_sha_256_of_its_text_in_utf_8()
    {
        var protocol = Registered(cluster).Evaluation!.Protocol;

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(protocol.Canonical))),
            $"{protocol.Hash}"
        );
        Assert.True(protocol.IsWhole);
        Assert.Equal(
            """
            Trellis evaluation protocol, method 2
            Partnership: w123456789a
            Stated here: 2026-10-02
            Registered: 2026-10-02
            This was registered in the moment in which the partnership was stated here.
            Way of working together: informal-collaboration
            Began: 2025-09-01
            Members named: 2
            Hypothesis: The members work together to exchange good practice and raise pupils' results. If this helps, results of the treated schools rise more than those of schools like them that are in no such partnership.
            Aim 1: measure ks2.reading-average, target 105.5, by 2027/28, in the members' words:
            Fictional children read
            for joy
            Primary schools are judged by: reading and maths at the end of primary school (key stage 2).
            Secondary schools are judged by: Attainment 8 at the end of secondary school (key stage 4).
            Shown beside, never judged by: overall absence.
            Who counts as treated: The schools that take support, apart from those that only give it. Where no member is said to take, all member schools.
            Who they are compared with: Nearest unpartnered schools, version 1: schools of the same phase and region that are in no partnership stated here. Where the region has fewer than forty, those of the whole country. The twenty nearest by results in the three years before the base year, in the base year, and by intake.
            First school year that counts: For each school by the day on which it joined: that school year where it joined by 1 January, else the next.
            Measured from: The last year with results before the first year that counts.
            Shown by themselves, never judged by: Where some schools take support, those that only give it are compared in the same way, by themselves: helping may cost the school that helps.
            When it can be known: Results of a school year can be known when the Department for Education publishes them. By its usual calendar that is by December after the school year has ended. No tests were held in 2019/20 and 2020/21, and key stage 2 results of 2021/22 were not published school by school.

            """.ReplaceLineEndings("\n"),
            protocol.Canonical
        );
    }

    [Fact]
    public void No_member_is_named_in_it_for_one_may_say_later_that_it_is_none() =>
        Assert.DoesNotContain(
            "school:100001",
            Registered(cluster).Evaluation!.Protocol.Canonical,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_was_required_is_measured_from_a_year_earlier() =>
        Assert.Equal(
            BaseYear.TwoYearsBefore,
            Registered(
                cluster with
                {
                    Willingness = Willingness.Required,
                    RequiredBecause = "An order",
                }
            ).Evaluation!.Protocol.Terms.Base
        );

    [Fact]
    public void One_of_before_gets_its_protocol_once_and_the_protocol_says_that_it_is_late()
    {
        var json = JsonNode.Parse(ActJson.Write(Registered(cluster)))!.AsObject();
        Assert.True(json.Remove("evaluation"));
        var before = ActJson.Read<Partnership>(json.ToJsonString());
        var later = new Occasion(
            new Program("evaluate-partnerships"),
            Story.Begin.AddDays(40),
            Story.FirstDay.AddDays(40)
        );
        var act = new RegisterProtocol(before.Id);

        var after = Assert
            .IsType<Outcome<ProtocolRegistered>.Happened>(act.Apply(before, later))
            .Event.After(before, later.At);

        var protocol = after.Evaluation!.Protocol;
        Assert.True(protocol.Late);
        Assert.Equal(new DateOnly(2026, 11, 11), protocol.On);
        Assert.Contains(
            "This was registered after the partnership was stated here.",
            protocol.Canonical
        );
        Assert.Contains("Stated here: 2026-10-02\nRegistered: 2026-11-11\n", protocol.Canonical);
        Assert.IsType<Outcome<ProtocolRegistered>.Unchanged>(act.Apply(after, later));
        Assert.Equal(
            "not-by-hand",
            Assert.IsType<Outcome<ProtocolRegistered>.Refused>(act.Apply(before, now)).Why.Code
        );
    }

    [Fact]
    public void A_deviation_before_results_counts_and_is_a_diff()
    {
        var whole = Registered(cluster);

        var after = After(whole, Deviate(whole));

        Assert.Equal(
            ActJson.Write(whole.Evaluation!.Protocol),
            ActJson.Write(after.Evaluation!.Protocol)
        );
        Assert.Equal(OutcomeCode.Absence, after.Evaluation.Counting.PrimarySchools);
        var change = Assert.Single(after.Evaluation.DiffTo(after.Evaluation.Wanted));
        Assert.Equal("Primary schools are judged by", change.Name);
        Assert.Equal(
            "reading and maths at the end of primary school (key stage 2).",
            change.Registered
        );
        Assert.Equal("overall absence.", change.Now);
    }

    [Theory]
    [InlineData(2024, false)]
    [InlineData(2025, true)]
    public void A_deviation_after_results_of_a_treated_year_is_shown_and_does_not_count(
        int newest,
        bool late
    )
    {
        var whole = Registered(cluster);

        // It began on 1 September 2025, so 2025/26 is the first year that counts.
        var after = After(
            whole,
            Deviate(whole) with
            {
                Published = [new PublishedResults(OutcomeCode.Ks2, new Year(newest))],
            }
        );

        var deviation = Assert.Single(after.Evaluation!.Deviations);
        Assert.Equal(late, deviation.AfterResults);
        Assert.Equal(late ? new Year(newest) : null, deviation.ResultsUntil);
        Assert.Equal(
            late ? OutcomeCode.Ks2 : OutcomeCode.Absence,
            after.Evaluation.Counting.PrimarySchools
        );
        Assert.Equal(OutcomeCode.Absence, after.Evaluation.Wanted.PrimarySchools);
    }

    [Fact]
    public void A_deviation_needs_a_reason_a_member_and_a_change()
    {
        var whole = Registered(cluster);

        Assert.Equal("why-missing", Refused(Deviate(whole, " ")));
        Assert.Equal(
            "outcome-of-others",
            Refused(
                Deviate(whole) with
                {
                    Terms = whole.Evaluation!.Protocol.Terms with
                    {
                        PrimarySchools = OutcomeCode.Ks4,
                    },
                }
            )
        );
        Assert.Equal(
            "year-out-of-time",
            Refused(
                Deviate(whole) with
                {
                    Terms = whole.Evaluation.Protocol.Terms with { From = new Year(2012) },
                }
            )
        );
        Assert.Equal(
            "not-your-party",
            Assert
                .IsType<Outcome<ProtocolDeviated>.Refused>(
                    Deviate(whole)
                        .Apply(
                            whole,
                            Story.By(
                                new Holder(
                                    Story.Id(9),
                                    new Appointment(
                                        Role.Head,
                                        Party.School(new Urn(100_077)).Scope!.Value
                                    )
                                ),
                                0
                            )
                        )
                )
                .Why.Code
        );
        Assert.IsType<Outcome<ProtocolDeviated>.Unchanged>(
            (Deviate(whole) with { Terms = whole.Evaluation.Protocol.Terms }).Apply(whole, now)
        );

        string Refused(DeviateFromProtocol act) =>
            Assert.IsType<Outcome<ProtocolDeviated>.Refused>(act.Apply(whole, now)).Why.Code;
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_deviation_is_kept_in_order_with_its_words_outside_the_chain(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(cluster, now);
        var whole = (await store.Find<Partnership>(cluster.Subject))!.State;
        await store.Do(Deviate(whole), Story.By(RegisterPartnershipTests.HeadOfFirst, 1));
        await store.Do(
            Deviate(whole, "And once more.") with
            {
                Terms = whole.Evaluation!.Protocol.Terms with { From = new Year(2026) },
            },
            Story.By(RegisterPartnershipTests.HeadOfFirst, 2)
        );

        var kept = (await store.Find<Partnership>(cluster.Subject))!.State.Evaluation!;

        Assert.Equal(
            ["We teach juniors.", "And once more."],
            kept.Deviations.Select(d => d.Reason.Text)
        );
        Assert.Equal(ActJson.Write(whole.Evaluation.Protocol), ActJson.Write(kept.Protocol));
        Assert.DoesNotContain(
            await store.Entries(0, 10),
            e => e.Payload.Contains("juniors", StringComparison.Ordinal)
        );
        Assert.Null((await store.Verify()).Fault);
    }

    [Fact]
    public void Words_that_were_erased_are_told_by_the_hash()
    {
        var protocol = Registered(cluster).Evaluation!.Protocol;

        var without = ActJson.Read<Protocol>(
            ActJson.Write(protocol),
            text => text == "Fictional children read\nfor joy" ? "[erased]" : text
        );

        Assert.False(without.IsWhole);
        Assert.Equal(protocol.Hash, without.Hash);
    }

    [Theory]
    [InlineData("2026-09-01", 2026)]
    [InlineData("2027-01-01", 2026)]
    [InlineData("2027-01-02", 2027)]
    [InlineData("2026-08-31", 2026)]
    public void Who_joined_by_1_january_is_treated_from_that_school_year(string day, int year) =>
        Assert.Equal(new Year(year), Episode.FirstYearOf(DateOnly.Parse(day, null)));
}
