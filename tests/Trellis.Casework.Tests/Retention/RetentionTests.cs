using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Proposals;
using Trellis.Sources;
using Trellis.Store;

namespace Trellis.Retention;

/// <summary>Nothing is kept longer than its rule says, and nothing goes a day early.</summary>
public sealed class RetentionTests(Databases databases)
{
    private static RetentionRule Rule(string id) =>
        RetentionRules.All.Single(r => r.Id.ToString() == id);

    private static string Yaml(string keep, string then) =>
        $"""
            id: some-thing
            what: Something.
            basis: Public task.
            source: UK GDPR, Article 6(1)(e)
            keep: {keep}
            from: the day it came
            then: {then}
            who: Somebody
            reviewed: 2026-11-01
            review-by: 2027-11-01
            """;

    [Theory]
    [InlineData("90 days", "2026-11-22", "2026-08-24")]
    [InlineData("12 months", "2026-11-22", "2025-11-22")]
    // There is no 29 February 2023: a day more is kept, not a day less.
    [InlineData("12 months", "2024-02-29", "2023-02-28")]
    [InlineData("1 months", "2026-03-31", "2026-02-28")]
    public void What_began_before_the_first_kept_day_is_due(
        string keep,
        string today,
        string first
    ) =>
        Assert.Equal(
            DateOnly.Parse(first),
            RetentionRule
                .Parse("retention/some-thing.yaml", Yaml(keep, "deleted"))
                .FirstKept(DateOnly.Parse(today))
        );

    [Theory]
    [InlineData(
        "a while",
        "deleted",
        "line 5: 'keep' is 'a while'; it can be as '90 days', '12 months' or 'for good'."
    )]
    [InlineData(
        "0 days",
        "deleted",
        "line 5: 'keep' is '0 days'; it can be as '90 days', '12 months' or 'for good'."
    )]
    [InlineData(
        "for good",
        "deleted",
        "line 7: what is kept is kept 'for good', and nothing else is."
    )]
    [InlineData("90 days", "kept", "line 7: what is kept is kept 'for good', and nothing else is.")]
    [InlineData("90 days", "burnt", "line 7: 'then' is 'burnt'; it can be: deleted, erased, kept.")]
    public void A_rule_that_does_not_fit_is_refused_with_its_line(
        string keep,
        string then,
        string why
    ) =>
        Assert.Equal(
            "retention/x.yaml: " + why,
            Assert
                .Throws<UnreadableSourceException>(() =>
                    RetentionRule.Parse("retention/x.yaml", Yaml(keep, then))
                )
                .Message
        );

    [Fact]
    public void Every_rule_is_carried_out_by_the_job_or_says_who_does_it()
    {
        Assert.Equal(
            Casework.Swept.Order(),
            RetentionRules.All.Where(r => r.IsCarriedOut).Select(r => r.Id.ToString()).Order()
        );
        Assert.Null(Rule("casework-journal").FirstKept(Story.FirstDay));
        Assert.Contains("Whoever runs the machine", Rule("backups").ByHand);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Letters_and_invitations_go_on_their_day_and_the_journal_says_so(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(
            new InvitePerson(
                Story.Id(1),
                Story.Name(1),
                Story.Email(1),
                new Appointment(Role.Administrator, Scope.Everywhere),
                Story.FirstDay,
                null,
                null
            ),
            Story.By(new Terminal(), 0, "new"),
            beside: (_, person) => new Alongside([new Letter(person.Email, "Join", "Join us.")], [])
        );
        await using (var db = store.Connect())
            await db.Set<LetterRow>()
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(l => l.SentAt, "2026-10-02T23:30:00.000000Z")
                );
        var last = Story.FirstDay.AddDays(90);

        Assert.Empty(
            await store.CarryOutRetention(RetentionRules.All, Story.Begin.AddDays(90), last)
        );
        Assert.Equal(1, (await store.Head()).Number);

        var counts = await store.CarryOutRetention(
            RetentionRules.All,
            Story.Begin.AddDays(91),
            last.AddDays(1)
        );

        Assert.Equal(
            [("sent-letters", 1), ("unanswered-invitations", 1)],
            counts.Select(c => (c.Rule.ToString(), c.Number)).OrderBy(c => c.Item1)
        );
        Assert.Equal(
            PersonStatus.Erased,
            (await store.Find<Person>(Story.Id(1).ToString()))!.State.Status
        );
        Assert.Equal(
            ["invite-person", "erase-person", "carry-out-retention"],
            (await store.Entries(1, 10)).Select(e => e.Act)
        );
        Assert.Null((await store.Verify()).Fault);
        // A second run of the day finds nothing left.
        Assert.Empty(
            await store.CarryOutRetention(
                RetentionRules.All,
                Story.Begin.AddDays(91),
                last.AddDays(1)
            )
        );
        Assert.Equal(3, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_words_of_an_old_proposal_go_and_that_it_was_made_stays(Database database)
    {
        await using var store = await databases.Store(database);
        for (var i = 1; i <= 2; i++)
            await store.Invite(i, i, why: "new");
        await using (var db = store.Connect())
        {
            var active = nameof(PersonStatus.Active);
            await db.Set<PersonRow>().ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, active));
        }
        var id = ProposalId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        await store.Propose(
            new EraseText(new TextPlace(1, "why")),
            id,
            Story.By(new Holder(Story.Id(1), new(Role.Administrator, Scope.Everywhere)), 3)
        );
        var day = Story.FirstDay.AddDays(14 + 91);

        var counts = await store.CarryOutRetention(
            [Rule("closed-proposals")],
            Story.Begin.AddDays(14 + 91),
            day
        );

        Assert.Equal(1, Assert.Single(counts).Number);
        var kept = (await store.Find<Proposal>(id.ToString()))!.State;
        Assert.False(kept.Json.IsThere);
        Assert.Equal(Story.Id(1), kept.By);
        Assert.Null((await store.Verify()).Fault);
    }
}
