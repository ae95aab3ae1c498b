using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.Store;

namespace Trellis.Protocols;

/// <summary>What was found of a partnership is kept edition by edition, with why each came.</summary>
public sealed class KeepResultsTests(Databases databases)
{
    private static readonly PartnershipId id = RegisterPartnershipTests.Cluster().Id;

    private static readonly KeptFinding found = new(
        OutcomeCode.Ks2,
        PhaseGroup.Primary,
        true,
        2,
        new Year(2024),
        .25,
        -.5,
        1,
        1.1,
        3.5
    );

    private static ResultsEdition Edition(params KeptFinding[] findings) =>
        new(
            0,
            default,
            SnapshotMark.Parse("drawn"),
            Story.FirstDay,
            1,
            ProtocolHash.Of("a fictional protocol"),
            0,
            2,
            findings,
            []
        );

    private static Occasion At(int minute) =>
        Story.By(new Program("evaluate-partnerships"), minute);

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_same_answer_is_kept_once_and_another_says_why_it_is_another(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        Assert.IsType<Done<PartnershipResults>.Written>(await Keep(0, Edition(found)));
        Assert.IsType<Done<PartnershipResults>.Unchanged>(
            await Keep(1, Edition(found) with { Snapshot = SnapshotMark.Parse("a-later-one") })
        );
        await Keep(2, Edition(found with { Newest = new Year(2025), Effect = .3 }));
        await Keep(1440, Edition(found with { Newest = null, Effect = null, Compared = 0 }));

        using var record = PublicRecordFile.Open(Path.Combine(store.Folder, "node"));
        await record.Follow(store, new Clock());
        var open = PublicResults.Read(record.Find(PublicResults.Kind, $"{id}")!);

        Assert.Equal([1, 2, 3], open.Editions.Select(e => e.Number));
        Assert.Equal(
            [WhyAnew.First, WhyAnew.NewResults, WhyAnew.ResultsDropped],
            open.Editions.Select(e => e.Why[0])
        );
        Assert.Equal([.25, .3, null], open.Editions.Select(e => e.Findings[0].Effect));
        Assert.Equal(Story.FirstDay.AddDays(1), open.Newest.On);

        Assert.IsType<Done<PartnershipResults>.Written>(await Keep(1500, null));
        await record.Follow(store, new Clock());
        Assert.Null(record.Find(PublicResults.Kind, $"{id}"));
        Assert.Null((await store.Verify()).Fault);

        Task<Done<PartnershipResults>> Keep(int minute, ResultsEdition? edition) =>
            store.Do(
                new KeepResults(id, edition),
                At(minute),
                beside: (_, after) => new Alongside([], [PublicResults.Of(after)])
            );
    }

    [Fact]
    public void What_was_hidden_comes_back_as_it_was()
    {
        var kept = new PartnershipResults(
            id,
            [Edition(found) with { Number = 1, Why = [WhyAnew.First] }],
            true
        );

        var back = Assert
            .IsType<Outcome<ResultsKept>.Happened>(
                new KeepResults(id, Edition(found)).Apply(kept, At(0))
            )
            .Event.After(kept, Story.Begin);

        Assert.False(back.Hidden);
        Assert.Equal(1, Assert.Single(back.Editions).Number);
    }

    [Fact]
    public void Members_deviations_the_method_and_revised_figures_are_told_apart()
    {
        var was = Edition(found);

        Assert.Equal([WhyAnew.MembersChanged], (was with { Counting = 3 }).Since(was));
        Assert.Equal([WhyAnew.Deviation], (was with { Deviations = 1 }).Since(was));
        Assert.Equal([WhyAnew.Method], (was with { Method = 2 }).Since(was));
        Assert.Equal([WhyAnew.FiguresRevised], Edition(found with { Low = -.6 }).Since(was));
        Assert.Equal(
            [WhyAnew.MembersChanged],
            Edition(found, found with { Outcome = OutcomeCode.Absence }).Since(was)
        );
        Assert.Empty(Edition(found).Since(was));
    }

    [Fact]
    public void What_was_kept_before_givers_were_compared_is_read_as_of_the_treated()
    {
        var json = ActJson.Write(new PublicResults(id, [Edition(found)]));
        var before = json.Replace(",\"of\":\"treated\"", "", StringComparison.Ordinal);
        Assert.NotEqual(json, before);

        var read = ActJson.Read<PublicResults>(before).Newest;

        Assert.Equal(found, Assert.Single(read.Findings));
        Assert.Equal(FindingOf.Treated, read.Findings[0].Of);
        Assert.Empty(Edition(found).Since(read));
    }

    [Fact]
    public void Givers_are_never_taken_for_those_that_are_judged()
    {
        var givers = found with { Of = FindingOf.Givers, Judged = false, Newest = new Year(2023) };
        var both = Edition(found, givers);

        // A newer year of the treated is not the newer year of givers.
        Assert.Equal(
            [WhyAnew.NewResults],
            Edition(found, givers with { Newest = new Year(2024) }).Since(both)
        );
        Assert.Equal([WhyAnew.MembersChanged], both.Since(Edition(found)));
        // Nobody joined where only the way of reckoning is another.
        Assert.Equal([WhyAnew.Method], (both with { Method = 2 }).Since(Edition(found)));
        Assert.Equal(
            [WhyAnew.FiguresRevised],
            Edition(found, givers with { Effect = .1 }).Since(both)
        );
    }

    [Fact]
    public void Nobody_keeps_results_by_hand() =>
        Assert.Equal(
            "not-by-hand",
            Assert
                .IsType<Outcome<ResultsKept>.Refused>(
                    new KeepResults(id, Edition(found)).Apply(
                        null,
                        Story.By(RegisterPartnershipTests.HeadOfFirst, 0)
                    )
                )
                .Why.Code
        );

    [Fact]
    public void Every_outcome_of_a_protocol_is_a_reviewed_file() =>
        Assert.All(
            Enum.GetValues<OutcomeCode>(),
            code => Assert.Equal(code.Id(), Outcomes.Find(code.Id())!.Id)
        );
}
