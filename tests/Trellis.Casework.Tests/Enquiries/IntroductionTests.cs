using Trellis.Journal;
using Trellis.Partnerships;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Enquiries;

/// <summary>What an authority may propose, who answers, and what anybody may read of it.</summary>
public sealed class IntroductionTests(Databases databases)
{
    private static ProposeIntroduction Propose =>
        new(
            Cast.Proposed(1),
            Cast.Area,
            [Cast.First.As, Cast.Third.As],
            [Cast.First.As],
            Cast.Maths,
            "Fictional schools that may fit"
        );

    private static readonly Introduction proposed = Propose.Done(
        null,
        Cast.On(Cast.OfficerOfArea, 0)
    );

    private static AnswerIntroduction Agree(Voice by) =>
        new(Cast.Proposed(1), by, true, null, default);

    [Fact]
    public void An_officer_introduces_schools_one_of_which_is_of_the_area()
    {
        Assert.Equal(
            [InvitedStatus.Invited, InvitedStatus.Invited],
            proposed.Schools.Select(s => s.Status)
        );
        Assert.Equal("not-your-area", Propose.Refused(null, Cast.On(Cast.HeadOfFirst, 0)));
        Assert.Equal(
            "none-of-yours",
            (Propose with { Ours = [] }).Refused(null, Cast.On(Cast.OfficerOfArea, 0))
        );
        Assert.Equal(
            "schools-missing",
            (Propose with { Schools = [Cast.First.As, Cast.First.As] }).Refused(
                null,
                Cast.On(Cast.OfficerOfArea, 0)
            )
        );
        Assert.Equal(
            "schools-unfit",
            (Propose with { Schools = [Cast.First.As, Cast.Area.As] }).Refused(
                null,
                Cast.On(Cast.OfficerOfArea, 0)
            )
        );
    }

    [Fact]
    public void Each_school_answers_for_itself_and_says_why_where_it_declines()
    {
        Assert.Equal(
            "not-invited",
            Agree(Cast.Second).Refused(proposed, Cast.On(Cast.HeadOfSecond, 1))
        );
        Assert.Equal(
            "not-invited",
            Agree(Cast.First).Refused(proposed, Cast.On(Cast.HeadOfSecond, 1))
        );
        var decline = new AnswerIntroduction(
            Cast.Proposed(1),
            Cast.First,
            false,
            null,
            "Fictional words"
        );
        Assert.Equal("reason-missing", decline.Refused(proposed, Cast.On(Cast.HeadOfFirst, 1)));
        var declined = (decline with { Reason = Reluctance.Competition }).Done(
            proposed,
            Cast.On(Cast.HeadOfFirst, 1)
        );
        Assert.Equal(Reluctance.Competition, declined.Of(Cast.First.As)!.Reason);
        var after = Agree(Cast.First).Done(declined, Cast.On(Cast.HeadOfFirst, 2));
        Assert.Equal(InvitedStatus.Agreed, after.Of(Cast.First.As)!.Status);
        Assert.Null(after.Of(Cast.First.As)!.Reason);
    }

    [Fact]
    public void An_authority_writes_down_answers_only_of_schools_that_have_nobody_here()
    {
        var log = new LogAnswer(
            Cast.Proposed(1),
            Cast.Area,
            Cast.First.As,
            true,
            null,
            default,
            true
        );
        Assert.Equal("the-school-answers", log.Refused(proposed, Cast.On(Cast.OfficerOfArea, 1)));
        var logged = (log with { SomebodyThere = false }).Done(
            proposed,
            Cast.On(Cast.OfficerOfArea, 1)
        );
        Assert.True(logged.Of(Cast.First.As)!.RecordedByAuthority);
        Assert.Equal("no-introduction", log.Refused(proposed, Cast.On(Cast.HeadOfFirst, 1)));
        // Once somebody of the school is here, its own word takes the place of what was written down.
        Assert.False(
            Agree(Cast.First)
                .Done(logged, Cast.On(Cast.HeadOfFirst, 2))
                .Of(Cast.First.As)!
                .RecordedByAuthority
        );
    }

    [Fact]
    public void What_is_closed_is_answered_no_more()
    {
        var closed = new CloseIntroduction(Cast.Proposed(1), Cast.Area, null).Done(
            proposed,
            Cast.On(Cast.OfficerOfArea, 1)
        );
        Assert.Equal("ended", Agree(Cast.First).Refused(closed, Cast.On(Cast.HeadOfFirst, 2)));
        Assert.Equal(
            "no-introduction",
            new CloseIntroduction(Cast.Proposed(1), Cast.Area, null).Refused(
                proposed,
                Cast.On(Cast.HeadOfFirst, 1)
            )
        );
    }

    [Theory]
    // Fewer than five in all: nothing is told.
    [InlineData("a2 b2", "")]
    [InlineData("a5", "a5")]
    [InlineData("a9 b5", "a9 b5")]
    // One small count takes the next larger to it, else it could be had by subtraction.
    [InlineData("a9 b5 c1", "a9 +6")]
    [InlineData("a9 c4", "+13")]
    [InlineData("a9 b3 c2", "a9 +5")]
    [InlineData("a2 b2 c1", "+5")]
    public void No_count_under_five_is_told_or_can_be_had_by_subtraction(string counts, string told)
    {
        var merged = IntroductionCounts.Merged(
            counts.Split(' ').SelectMany(c => Enumerable.Repeat(c[..1], int.Parse(c[1..], null)))
        );
        Assert.Equal(told, string.Join(' ', merged.Select(c => $"{c.Code ?? "+"}{c.Count}")));
    }

    [Fact]
    public void The_public_counts_name_no_school()
    {
        var many = Propose with
        {
            Schools = [.. Enumerable.Range(100_000, 10).Select(u => Party.School(new Urn(u)))],
        };
        var all = many.Done(null, Cast.On(Cast.OfficerOfArea, 0));
        Assert.Null(IntroductionCounts.Of(Cast.Area.As, [proposed]).ToPublic().Json);
        Assert.Equal(
            """{"Area":"local-authority:330","Answers":[{"Code":"invited","Count":12}],"Reasons":[]}""",
            IntroductionCounts.Of(Cast.Area.As, [all, proposed]).ToPublic().Json
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_introduction_is_kept_whole_and_found_by_the_authority_and_its_schools(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(Propose, Cast.On(Cast.OfficerOfArea, 0));
        await store.Do(Agree(Cast.First), Cast.On(Cast.HeadOfFirst, 1));
        var closed = Assert.IsType<Done<Introduction>.Written>(
            await store.Do(
                new CloseIntroduction(
                    Cast.Proposed(1),
                    Cast.Area,
                    PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
                ),
                Cast.On(Cast.OfficerOfArea, 2)
            )
        );
        foreach (var party in new[] { Cast.Area, Cast.First, Cast.Third })
            Assert.Equal(
                ActJson.Write(closed.After.State),
                ActJson.Write(
                    Assert.Single(await store.Documents<Introduction>(party.As.ToString())).State
                )
            );
        Assert.Empty(await store.Documents<Introduction>(Cast.Second.As.ToString()));
    }
}
