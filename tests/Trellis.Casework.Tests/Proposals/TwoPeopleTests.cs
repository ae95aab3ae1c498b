using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Proposals;

/// <summary>What needs two people is never done by one.</summary>
public sealed class TwoPeopleTests(Databases databases)
{
    private static readonly Appointment administrator = new(Role.Administrator, Scope.Everywhere);
    private static readonly ProposalId proposal = ProposalId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    private static Holder Admin(int number) => new(Story.Id(number), administrator);

    /// <summary>Two administrators, 1 and 2, and a third person to be erased.</summary>
    private async Task<Casework> Three(Database database, int administrators = 2)
    {
        var store = await databases.Store(database);
        for (var i = 1; i <= 3; i++)
            await store.Invite(
                i,
                i,
                i <= administrators
                    ? administrator
                    : new Appointment(Role.Head, Scope.Parse("school:100000"))
            );
        await using var db = store.Connect();
        var active = nameof(PersonStatus.Active);
        await db.Set<PersonRow>().ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, active));
        return store;
    }

    private static Task<Done<Proposal>> ProposeErasing(Casework store, int who, int by = 1) =>
        store.Propose(
            new ErasePerson(Story.Id(who)),
            proposal,
            Story.By(Admin(by), 10, "asked for")
        );

    private static string Refused<T>(Done<T> done)
        where T : State => Assert.IsType<Done<T>.Refused>(done).Why.Code;

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task One_person_alone_is_refused_and_nothing_is_written(Database database)
    {
        await using var store = await Three(database);

        var done = await store.Do(new ErasePerson(Story.Id(3)), Story.By(Admin(1), 10));

        Assert.Equal("second-person-needed", Refused(done));
        Assert.Equal(3, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Confirmed_by_another_it_is_done_and_both_are_in_the_journal(Database database)
    {
        await using var store = await Three(database);
        Assert.IsType<Done<Proposal>.Written>(await ProposeErasing(store, 3));
        Assert.Single(await store.OpenProposals(Story.Begin.AddMinutes(11)));

        var done = await store.Confirm(proposal, Story.By(Admin(2), 12));

        Assert.IsType<Done<Proposal>.Written>(done);
        var entries = await store.Entries(4, 10);
        Assert.Equal(
            ["propose-act", "confirm-proposal", "erase-person"],
            entries.Select(e => e.Act)
        );
        Assert.Equal(
            (Story.Id(1).ToString(), Story.Id(2).ToString()),
            (entries[2].By, entries[2].Second)
        );
        Assert.Equal(
            PersonStatus.Erased,
            (await store.Find<Person>(Story.Id(3).ToString()))!.State.Status
        );
        Assert.Empty(await store.OpenProposals(Story.Begin.AddMinutes(13)));
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Whoever_proposed_it_cannot_confirm_it(Database database)
    {
        await using var store = await Three(database);
        await ProposeErasing(store, 3);

        Assert.Equal("same-person", Refused(await store.Confirm(proposal, Story.By(Admin(1), 12))));
        Assert.Equal(4, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_somebody_proposed_whose_role_was_taken_away_since_cannot_be_confirmed(
        Database database
    )
    {
        await using var store = await Three(database);
        await ProposeErasing(store, 3);
        await store.Do(
            new EndAppointment(Story.Id(1), administrator, Story.By(Admin(2), 11).Today, null),
            Story.By(Admin(2), 11)
        );

        Assert.Equal(
            "proposer-gone",
            Refused(await store.Confirm(proposal, Story.By(Admin(2), 12)))
        );
        Assert.Equal(
            PersonStatus.Active,
            (await store.Find<Person>(Story.Id(3).ToString()))!.State.Status
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_second_person_without_the_role_cannot_confirm_it(Database database)
    {
        await using var store = await Three(database);
        await ProposeErasing(store, 3);
        var head = new Holder(
            Story.Id(3),
            new Appointment(Role.Head, Scope.Parse("school:100000"))
        );

        Assert.Equal(
            "not-yours-to-erase",
            Refused(await store.Confirm(proposal, Story.By(head, 12)))
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Where_nobody_else_could_confirm_the_refusal_says_what_to_do(Database database)
    {
        await using var store = await Three(database, administrators: 1);

        var done = await ProposeErasing(store, 3);

        var why = Assert.IsType<Done<Proposal>.Refused>(done).Why;
        Assert.Equal("nobody-to-confirm", why.Code);
        Assert.Contains("Invite a second administrator", why.Sentence);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_the_rules_refuse_by_now_is_not_done_and_the_proposal_stays_open(
        Database database
    )
    {
        await using var store = await Three(database);
        await store.Propose(
            new EraseText(new TextPlace(1, "why")),
            proposal,
            Story.By(Admin(1), 10)
        );
        // Meanwhile it has been erased another way.
        await store.Do(
            new EraseText(new TextPlace(1, "why")),
            Story.By(new Holder(Story.Id(1), administrator, Story.Id(2)), 11)
        );

        Assert.Equal(
            "words-not-there",
            Refused(await store.Confirm(proposal, Story.By(Admin(2), 12)))
        );
        Assert.Single(await store.OpenProposals(Story.Begin.AddMinutes(13)));
        Assert.Equal(5, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_the_rules_refuse_today_cannot_be_proposed(Database database)
    {
        await using var store = await Three(database);

        Assert.Equal("nobody-there", Refused(await ProposeErasing(store, 77)));
        Assert.Equal(3, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_proposal_lapses_after_fourteen_days(Database database)
    {
        await using var store = await Three(database);
        await ProposeErasing(store, 3);
        var late = 10 + 14 * 1440;

        Assert.Equal(
            "proposal-lapsed",
            Refused(await store.Confirm(proposal, Story.By(Admin(2), late)))
        );
        Assert.Empty(await store.OpenProposals(Story.Begin.AddMinutes(late)));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Declined_with_a_reason_it_is_not_done(Database database)
    {
        await using var store = await Three(database);
        await ProposeErasing(store, 3);

        Assert.Equal(
            "reason-missing",
            Refused(await store.Do(new DeclineProposal(proposal, " "), Story.By(Admin(2), 12)))
        );
        await store.Do(new DeclineProposal(proposal, "not asked for"), Story.By(Admin(2), 12));

        Assert.Equal(
            "proposal-closed",
            Refused(await store.Confirm(proposal, Story.By(Admin(2), 13)))
        );
        var kept = (await store.Find<Proposal>(proposal.ToString()))!.State;
        Assert.Equal((ProposalStatus.Declined, "not asked for"), (kept.Status, kept.Reason.Text));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Confirmed_by_many_at_once_it_is_done_once(Database database)
    {
        await using var store = await Three(database);
        await ProposeErasing(store, 3);

        var all = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => store.Confirm(proposal, Story.By(Admin(2), 12)))
        );

        Assert.Single(all, d => d is Done<Proposal>.Written);
        Assert.Equal(6, (await store.Head()).Number);
        Assert.Null((await store.Verify()).Fault);
    }
}
