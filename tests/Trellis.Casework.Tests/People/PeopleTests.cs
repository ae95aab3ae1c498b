using Trellis.Groups;
using Trellis.Journal;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.People;

/// <summary>Who may give, lend and take roles, and what follows. The rules are pure, so most need no store.</summary>
public sealed class PeopleTests(Databases databases)
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly today = new(2026, 10, 2);
    private static readonly Scope school = Scope.School(Urn.Parse("100000"));
    private static readonly Scope other = Scope.School(Urn.Parse("100001"));
    private static readonly Scope trust = Scope.Trust(Uid.Parse("2000"));
    private static readonly Scope council = new(ScopeKind.LocalAuthority, "201");
    private static readonly Appointment head = new(Role.Head, school);
    private static readonly Appointment governor = new(Role.Governor, school);
    private static readonly Appointment administrator = new(Role.Administrator, Scope.Everywhere);
    private static readonly Appointment officer = new(Role.TrustOfficer, trust);

    private static PersonId Id(byte who) => PersonId.From([who, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static Holder As(Appointment held, byte who = 1) => new(Id(who), held);

    private static Occasion By(Actor who, string? why = null) => new(who, now, today, why);

    private static Person Somebody(
        byte who = 2,
        PersonStatus status = PersonStatus.Active,
        params Appointment[] held
    ) =>
        new(
            Id(who),
            "Ada Fictional",
            $"ada{who}@school.example",
            status,
            [.. held.Select(h => new Held<Appointment>(h, today, null, now))]
        );

    private static InvitePerson Invite(Appointment held, Scope? body) =>
        new(Id(2), "Ada Fictional", "Ada@School.example", held, today, null, body);

    private static string? Why<TEvent>(Outcome<TEvent> outcome) =>
        outcome is Outcome<TEvent>.Refused no ? no.Why.Code : null;

    [Fact]
    public void A_head_of_a_school_in_a_trust_cannot_invite_a_governor_for_it() =>
        Assert.Equal("the-trust-acts", Why(Invite(governor, trust).Apply(null, By(As(head)))));

    [Fact]
    public void The_trust_invites_a_governor_for_its_school() =>
        Assert.Null(Why(Invite(governor, trust).Apply(null, By(As(officer)))));

    [Fact]
    public void Another_trust_cannot_invite_for_it() =>
        Assert.Equal(
            "not-yours-to-give",
            Why(
                Invite(governor, trust)
                    .Apply(
                        null,
                        By(As(new Appointment(Role.TrustOfficer, Scope.Trust(Uid.Parse("2001")))))
                    )
            )
        );

    [Fact]
    public void A_head_of_a_school_of_a_council_invites_a_governor_for_it() =>
        Assert.Null(Why(Invite(governor, council).Apply(null, By(As(head)))));

    [Fact]
    public void A_head_invites_nobody_for_another_school() =>
        Assert.Equal(
            "not-yours-to-give",
            Why(Invite(new Appointment(Role.Governor, other), council).Apply(null, By(As(head))))
        );

    [Fact]
    public void Nobody_but_an_administrator_or_the_terminal_makes_an_administrator()
    {
        Assert.Equal(
            "not-yours-to-give",
            Why(Invite(administrator, null).Apply(null, By(As(officer))))
        );
        Assert.Null(Why(Invite(administrator, null).Apply(null, By(As(administrator)))));
        Assert.Null(Why(Invite(administrator, null).Apply(null, By(new Terminal()))));
    }

    [Fact]
    public void The_terminal_makes_administrators_and_nobody_else() =>
        Assert.Equal(
            "not-yours-to-give",
            Why(Invite(head, council).Apply(null, By(new Terminal())))
        );

    [Fact]
    public void A_school_in_a_trust_speaks_for_itself_and_does_not_act_for_itself()
    {
        Assert.True(As(head).MaySpeakFor(school));
        Assert.False(As(head).MayActFor(school, trust));
        Assert.True(As(officer).MayActFor(school, trust));
        Assert.False(As(officer).MaySpeakFor(school));
    }

    [Fact]
    public void A_school_of_a_council_acts_for_itself()
    {
        Assert.True(As(head).MayActFor(school, council));
        Assert.False(As(head).MayActFor(other, council));
    }

    [Fact]
    public void An_invitation_is_accepted_by_whom_it_was_sent_to_and_by_nobody_else()
    {
        var invited = Somebody(2, PersonStatus.Invited, head);

        Assert.Equal(
            "not-your-invitation",
            Why(new AcceptInvitation(Id(2)).Apply(invited, By(new Oneself(Id(3)))))
        );
        Assert.Null(Why(new AcceptInvitation(Id(2)).Apply(invited, By(new Oneself(Id(2))))));
    }

    [Theory]
    [InlineData(PersonStatus.Suspended)]
    [InlineData(PersonStatus.Erased)]
    public void Who_was_suspended_or_erased_cannot_come_back_by_an_old_invitation(
        PersonStatus status
    ) =>
        Assert.Equal(
            "not-invited",
            Why(new AcceptInvitation(Id(2)).Apply(Somebody(2, status), By(new Oneself(Id(2)))))
        );

    [Fact]
    public void Who_has_not_answered_holds_no_role() =>
        Assert.Empty(Somebody(2, PersonStatus.Invited, head).Roles(today, now));

    [Fact]
    public void Nobody_gives_themselves_a_role() =>
        Assert.Equal(
            "not-to-oneself",
            Why(
                new AppointPerson(
                    Id(1),
                    new Appointment(Role.DecisionMaker, new Scope(ScopeKind.Region, "london")),
                    today,
                    null,
                    null
                ).Apply(Somebody(1), By(As(administrator, who: 1)))
            )
        );

    [Fact]
    public void A_role_needs_what_it_is_over() =>
        Assert.Equal(
            "scope-unfit",
            Why(
                new AppointPerson(
                    Id(2),
                    new Appointment(Role.Head, trust),
                    today,
                    null,
                    null
                ).Apply(Somebody(), By(As(administrator)))
            )
        );

    [Fact]
    public void A_role_that_ends_today_is_not_held_today_and_was_held_yesterday()
    {
        var person = Somebody(2, PersonStatus.Active, head);
        var held = person with
        {
            Appointments = [new(head, today.AddDays(-10), null, now.AddDays(-10))],
        };

        var ended = Assert.IsType<Outcome<AppointmentEnded>.Happened>(
            new EndAppointment(Id(2), head, today, council).Apply(held, By(As(administrator)))
        );

        var after = ended.Event.After(held, now);
        Assert.Empty(after.Roles(today, now));
        Assert.Equal([head], after.Roles(today.AddDays(-1), now));
        // As it was known yesterday, it had no end.
        Assert.Equal([head], after.Roles(today, now.AddDays(-1)));
    }

    [Fact]
    public void A_person_lays_their_own_role_down() =>
        Assert.Null(
            Why(
                new EndAppointment(Id(2), head, today, trust).Apply(
                    Somebody(2, PersonStatus.Active, head),
                    By(new Oneself(Id(2)))
                )
            )
        );

    [Fact]
    public void A_role_is_lent_by_who_holds_it_with_an_end_and_for_a_year_at_most()
    {
        var lend = new DelegateRole(Id(2), Role.Head, school, today, today.AddMonths(3));

        Assert.Null(Why(lend.Apply(Somebody(), By(As(head)))));
        Assert.Equal("not-yours-to-lend", Why(lend.Apply(Somebody(), By(As(governor)))));
        Assert.Equal(
            "dates-unfit",
            Why((lend with { To = today }).Apply(Somebody(), By(As(head))))
        );
        Assert.Equal(
            "too-long",
            Why((lend with { To = today.AddYears(1).AddDays(1) }).Apply(Somebody(), By(As(head))))
        );
    }

    [Fact]
    public void A_lent_role_is_not_lent_on() =>
        Assert.Equal(
            "lent-already",
            Why(
                new DelegateRole(Id(2), Role.Head, school, today, today.AddDays(7)).Apply(
                    Somebody(),
                    By(As(head with { From = Id(5) }))
                )
            )
        );

    [Fact]
    public void An_administrators_role_is_not_lent() =>
        Assert.Equal(
            "not-to-be-lent",
            Why(
                new DelegateRole(
                    Id(2),
                    Role.Administrator,
                    Scope.Everywhere,
                    today,
                    today.AddDays(7)
                ).Apply(Somebody(), By(As(administrator)))
            )
        );

    [Fact]
    public void A_lent_role_counts_while_its_lender_holds_it()
    {
        var lent = head with { From = Id(1) };
        var borrower = Somebody(2, PersonStatus.Active, lent);
        var lender = Somebody(1, PersonStatus.Active, head);
        IReadOnlyList<Appointment> With(Person? who) =>
            borrower.Counting(
                today,
                now,
                who is null ? new Dictionary<PersonId, Person>() : new() { [who.Id] = who }
            );

        Assert.Equal([lent], With(lender));
        Assert.Empty(With(Somebody(1)));
        Assert.Empty(With(lender with { Status = PersonStatus.Suspended }));
        Assert.Empty(With(null));
        // A role that was itself lent lends nothing.
        Assert.Empty(With(Somebody(1, PersonStatus.Active, head with { From = Id(7) })));
    }

    [Fact]
    public void Only_an_administrator_suspends_with_a_reason_and_never_themselves()
    {
        var suspend = new SuspendPerson(Id(2));

        Assert.Equal("not-yours", Why(suspend.Apply(Somebody(), By(As(officer), "left"))));
        Assert.Equal("why-missing", Why(suspend.Apply(Somebody(), By(As(administrator)))));
        Assert.Equal(
            "not-oneself",
            Why(new SuspendPerson(Id(1)).Apply(Somebody(1), By(As(administrator), "left")))
        );
        Assert.Null(Why(suspend.Apply(Somebody(), By(As(administrator), "left"))));
    }

    [Fact]
    public void Who_is_restored_has_the_roles_they_still_hold()
    {
        var away = Somebody(2, PersonStatus.Suspended, head);

        var back = Assert.IsType<Outcome<PersonRestored>.Happened>(
            new RestorePerson(Id(2)).Apply(away, By(As(administrator), "came back"))
        );

        Assert.Empty(away.Roles(today, now));
        Assert.Equal([head], back.Event.After(away, now).Roles(today, now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\r\nlines")]
    public void A_name_is_one_line_and_not_empty(string name) =>
        Assert.NotNull(
            Why(new RenamePerson(Id(2), name).Apply(Somebody(), By(new Oneself(Id(2)))))
        );

    [Fact]
    public void Nobody_renames_another_but_an_administrator() =>
        Assert.Equal(
            "not-yours",
            Why(new RenamePerson(Id(2), "Eve").Apply(Somebody(), By(new Oneself(Id(3)))))
        );

    private static async Task<Session> Begin(Casework store, PersonId who, char mark)
    {
        var session = new Session(
            SessionId.Parse(new string(mark, 64)),
            who,
            "password",
            null,
            now,
            now,
            now.AddHours(12)
        );
        await store.BeginSession(session);
        return session;
    }

    private static async Task<PersonId> Join(Casework store, byte who)
    {
        await store.Do(
            new InvitePerson(
                Id(who),
                "Ada Fictional",
                $"ada{who}@school.example",
                administrator,
                today,
                null,
                null
            ),
            By(new Terminal())
        );
        await store.Do(new AcceptInvitation(Id(who)), By(new Oneself(Id(who))));
        await store.SetPassword(Id(who), "turned", now);
        return Id(who);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Sessions_that_are_ended_go_with_the_act_and_those_of_others_stay(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        var (one, two) = (await Join(store, 1), await Join(store, 2));
        var (a, b, c) = (
            await Begin(store, one, 'a'),
            await Begin(store, one, 'b'),
            await Begin(store, two, 'c')
        );
        Task<SignedIn?> In(Session s) => store.SignedInAs(s.Id, now, today, TimeSpan.FromHours(1));

        await store.Do(new EndSessions(one, a.Id), By(As(administrator, 2)));
        Assert.Null(await In(a));
        Assert.NotNull(await In(b));
        // Another's session is not among a person's, whatever the act names.
        await store.Do(new EndSessions(one, c.Id), By(As(administrator, 2)));
        Assert.NotNull(await In(c));
        await store.Do(new SuspendPerson(one), By(As(administrator, 2), "left"));

        Assert.Null(await In(b));
        Assert.Equal(two, (await In(c))!.Person.Id);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Wrong_passwords_at_the_same_moment_all_count(Database database)
    {
        await using var store = await databases.Store(database);
        var person = await Join(store, 1);

        var locks = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ => store.NoteWrongPassword(person, 10, now.AddMinutes(15)))
        );

        Assert.Single(locks, l => l);
        Assert.Equal(now.AddMinutes(15), (await store.AccountOf(person))!.LockedUntil);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Of_eight_who_use_a_link_at_once_one_does(Database database)
    {
        await using var store = await databases.Store(database);
        var person = await Join(store, 1);
        var digest = new string('d', 64);
        await store.AddToken(TokenKind.Reset, person, digest, now, now.AddMinutes(30));

        var used = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => store.SpendToken(digest, now))
        );
        var spent = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => store.Spend(digest, now, now.AddMinutes(10)))
        );

        Assert.Single(used, u => u);
        Assert.Single(spent, s => s);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_security_log_is_read_newest_first_and_by_kind(Database database)
    {
        await using var store = await databases.Store(database);
        await store.AddSecurityEvents([
            new SecurityEvent(now, "sign-in", Id(1), "x", "/sign-in", "done"),
            new SecurityEvent(now.AddSeconds(1), "denied", null, "y", "/admin", "hidden"),
            new SecurityEvent(
                now.AddSeconds(2),
                "sign-in",
                Id(2),
                "z",
                "/sign-in",
                "wrong-password"
            ),
        ]);

        var all = await store.SecurityEvents();
        var signIns = await store.SecurityEvents("sign-in");

        Assert.Equal(["wrong-password", "hidden", "done"], all.Select(e => e.Outcome));
        Assert.Equal([Id(2), Id(1)], signIns.Select(e => e.Person!.Value));
        Assert.Single(await store.SecurityEvents(before: now.AddSeconds(1)));
    }
}
