using Trellis.Groups;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Partnerships;

/// <summary>What members may do in a partnership, act by act, and what they are told where they may not.</summary>
public sealed class PartnershipRulesTests
{
    private static readonly Scope authority = new(ScopeKind.LocalAuthority, "330");
    private static readonly Scope trust = new(ScopeKind.Trust, "2345");
    private static readonly Party first = Party.School(new Urn(100_000));
    private static readonly Party second = Party.School(new Urn(100_001));
    private static readonly Party third = Party.School(new Urn(100_002));
    private static readonly Party college = new(PartyKind.College, 1);
    private static readonly Voice byFirst = new(first, authority);
    private static readonly Voice bySecond = new(second, authority);
    private static readonly Voice byThird = new(third, authority);
    private static readonly DateOnly today = new(2026, 10, 2);
    private static readonly PartnershipId id = RegisterPartnershipTests.Cluster().Id;

    // Each voice with the head of its school, on some day after the first.
    private static Occasion Head(Voice by, int day = 0) =>
        Story.By(
            new Holder(Story.Id(1), new Appointment(Role.Head, by.As.Scope!.Value)),
            day * 1440
        );

    private static Partnership Do<TEvent>(
        Partnership? before,
        Act<Partnership, TEvent> act,
        Occasion now
    )
        where TEvent : Event<Partnership> =>
        act.Apply(before, now) switch
        {
            Outcome<TEvent>.Happened { Event: var happened } => happened.After(before, now.At),
            Outcome<TEvent>.Refused { Why: var why } => throw new InvalidOperationException(
                why.Code
            ),
            _ => throw new InvalidOperationException("unchanged"),
        };

    private static string Said<TEvent>(
        Partnership? before,
        Act<Partnership, TEvent> act,
        Occasion now
    )
        where TEvent : Event<Partnership> =>
        act.Apply(before, now) switch
        {
            Outcome<TEvent>.Happened => "happened",
            Outcome<TEvent>.Refused { Why: var why } => why.Code,
            _ => "unchanged",
        };

    private static Partnership Stated(string model = "informal-collaboration") =>
        Do(null, RegisterPartnershipTests.Cluster(model), Head(byFirst));

    private static Partnership Both(string model = "informal-collaboration") =>
        Do(Stated(model), new ConfirmMembership(id, bySecond), Head(bySecond, 1));

    private static readonly FileReturn good = new(
        id,
        bySecond,
        new Year(2025),
        12,
        60,
        null,
        [Purpose.PupilAttainment],
        4,
        "Reading together.",
        "Too many meetings.",
        Outlook.GoOn
    );

    [Fact]
    public void The_page_and_the_feed_tell_the_whole_story()
    {
        var whole = Both();
        whole = Do(whole, good, Head(bySecond, 2));
        whole = Do(
            whole,
            new ProposeMember(id, byFirst, third, default, [MemberRole.Giver], today),
            Head(byFirst, 3)
        );
        whole = Do(whole, new ConfirmMembership(id, byThird), Head(byThird, 4));
        whole = Do(
            whole,
            new DeepenPartnership(id, byFirst, Depth.Agreed, today.AddDays(5)),
            Head(byFirst, 5)
        );
        whole = Do(
            whole,
            new GiveNotice(id, bySecond, today.AddDays(30), EndReason.Cost),
            Head(bySecond, 6)
        );
        whole = Do(
            whole,
            new LinkLaterPartnership(id, byFirst, null, new Uid(2345)) { IsThere = true },
            Head(byFirst, 7)
        );
        whole = Do(
            whole,
            new EndPartnership(id, byFirst, today.AddDays(40), EndReason.MergedIntoFormal, "Kept"),
            Head(byFirst, 40)
        );

        var open = ActJson.Read<PublicPartnership>(whole.Public.Json!);

        Assert.Equal(
            [
                "2025-09-01 The partnership began.",
                "2026-10-02 100000 stated the partnership here.",
                "2026-10-02 100002 joined.",
                "2026-10-03 100001 confirmed that it is a member.",
                "2026-10-04 100001 filed its annual return for 2025/26.",
                "2026-10-05 100000 stated that 100002 is a member.",
                "2026-10-06 100002 confirmed that it is a member.",
                "2026-10-07 The partnership went deeper: a written agreement.",
                "2026-10-08 100001 gave notice.",
                "2026-10-09 The partnership led to the trust.",
                "2026-11-01 100001 left: it cost too much.",
                "2026-11-11 The partnership ended: it became a formal group.",
            ],
            open.Story.Select(l =>
                $"{l.On:yyyy-MM-dd} {l.InWords(p => $"{p.Number}", _ => "the trust")}"
            )
        );
        Assert.Equal(EndReason.MergedIntoFormal, open.EndedWhy);
        Assert.DoesNotContain("Kept", whole.Public.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("meetings", whole.Public.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_school_that_was_named_without_asking_takes_itself_out_and_alone_comes_back()
    {
        var denied = Do(Stated(), new DenyMembership(id, bySecond), Head(bySecond, 1));

        Assert.DoesNotContain("100001", denied.Public.Json, StringComparison.Ordinal);
        Assert.Contains(second.ToString(), denied.Involves);
        Assert.Equal("unchanged", Said(denied, new DenyMembership(id, bySecond), Head(bySecond)));
        Assert.Equal(
            "said-it-is-none",
            Said(denied, new ProposeMember(id, byFirst, second, default, [], today), Head(byFirst))
        );
        var back = Do(denied, new ConfirmMembership(id, bySecond), Head(bySecond, 2));
        Assert.Contains("100001", back.Public.Json, StringComparison.Ordinal);
        Assert.Equal(
            "confirmed-already",
            Said(back, new DenyMembership(id, bySecond), Head(bySecond, 3))
        );
    }

    [Fact]
    public void A_school_that_was_named_twice_takes_back_both()
    {
        // Stated, said to have left, and stated again, all by another and never by itself.
        var twice = Do(
            Do(
                Stated(),
                new LeavePartnership(id, byFirst, second, today, EndReason.Drifted),
                Head(byFirst, 1)
            ),
            new ProposeMember(id, byFirst, second, default, [], today.AddDays(2)),
            Head(byFirst, 2)
        );
        Assert.Contains("100001", twice.Public.Json, StringComparison.Ordinal);

        var denied = Do(twice, new DenyMembership(id, bySecond), Head(bySecond, 3));

        Assert.DoesNotContain("100001", denied.Public.Json, StringComparison.Ordinal);
        Assert.DoesNotContain(denied.WhoWasIn(today, Head(bySecond, 3).At), s => s.Party == second);
    }

    [Fact]
    public void A_school_under_a_new_number_speaks_for_what_it_was_under_the_old_one_and_others_do_not()
    {
        var renumbered = bySecond with { Now = third.Scope };
        var head = new Holder(Story.Id(3), new Appointment(Role.Head, third.Scope!.Value));
        var now = Story.By(head, 1440);

        Assert.Equal("not-your-party", Said(Stated(), new ConfirmMembership(id, bySecond), now));
        Assert.Equal("happened", Said(Stated(), new ConfirmMembership(id, renumbered), now));
        // It became an academy: what binds is its trust's, whoever acted for it before.
        var academy = renumbered with
        {
            Body = trust,
        };
        Assert.False(academy.MayAct(head));
        Assert.True(academy.MayAct(new Holder(Story.Id(4), new(Role.TrustOfficer, trust))));
        Assert.False(
            academy.MaySpeak(new Holder(Story.Id(5), new(Role.LocalAuthorityOfficer, authority)))
        );
    }

    [Fact]
    public void Who_has_left_employs_nobody_for_the_members()
    {
        var stated = Do(
            Both(),
            new ProposeMember(id, byFirst, college, "Fictional College", [], today),
            Head(byFirst, 1)
        );
        var left = Do(
            stated,
            new LeavePartnership(id, byFirst, college, today.AddDays(2), EndReason.Drifted),
            Head(byFirst, 3)
        );
        var post = new SharePost(id, byFirst, "Technician", 25, college, today.AddDays(3));

        Assert.Equal("not-a-member", Said(left, post, Head(byFirst, 5)));
        Assert.Equal(
            "happened",
            Said(left, post with { From = today.AddDays(2) }, Head(byFirst, 5))
        );
    }

    [Fact]
    public void Training_that_was_set_for_a_day_after_the_end_was_not_had()
    {
        var whole = Both();
        foreach (var ahead in (int[])[3, 60])
            whole = Do(
                whole,
                new ShareTraining(
                    id,
                    byFirst,
                    $"Fictional phonics in {ahead} days",
                    TrainingProvider.Member,
                    today.AddDays(ahead)
                ),
                Head(byFirst, 2)
            );
        var ended = Do(
            whole,
            new EndPartnership(id, byFirst, today.AddDays(10), EndReason.Achieved, default),
            Head(byFirst, 10)
        );

        Assert.Equal(2, ActJson.Read<PublicPartnership>(whole.Public.Json!).Training.Count);
        Assert.Equal(
            "Fictional phonics in 3 days",
            ActJson.Read<PublicPartnership>(ended.Public.Json!).Training.Single().What.ToString()
        );
    }

    [Fact]
    public void Who_was_in_it_is_told_as_it_was_known()
    {
        var whole = Do(
            Both(),
            new LeavePartnership(id, bySecond, second, today.AddDays(-100), EndReason.Drifted),
            Head(bySecond, 10)
        );
        bool? Known(DateOnly day, int onDay) =>
            whole
                .WhoWasIn(day, Story.Begin.AddDays(onDay))
                .Where(s => s.Party == second)
                .Select(s => (bool?)s.Confirmed)
                .SingleOrDefault();

        Assert.Null(Known(today, onDay: -1));
        Assert.False(Known(today, onDay: 0));
        Assert.True(Known(today, onDay: 1));
        Assert.Null(Known(today, onDay: 10));
        Assert.True(Known(today.AddDays(-100), onDay: 10));
        Assert.Null(Known(new DateOnly(2025, 8, 31), onDay: 10));
    }

    [Fact]
    public void Only_who_is_a_member_by_its_own_word_changes_anything()
    {
        var note = new WriteNote(id, bySecond, "Words");

        Assert.Equal("no-partnership", Said(null, note, Head(bySecond)));
        Assert.Equal("not-confirmed", Said(Stated(), note, Head(bySecond)));
        Assert.Equal("not-your-party", Said(Both(), note, Head(byFirst)));
        Assert.Equal(
            "not-a-member",
            Said(Both(), new WriteNote(id, byThird, "Words"), Head(byThird))
        );
        Assert.Equal(
            "ended",
            Said(
                Do(
                    Both(),
                    new EndPartnership(id, byFirst, today, EndReason.Achieved, default),
                    Head(byFirst, 1)
                ),
                note,
                Head(bySecond, 2)
            )
        );
    }

    [Fact]
    public void In_a_model_that_binds_who_acts_for_the_school_says_that_it_leaves()
    {
        var inTrust = new Voice(second, trust);
        var officer = Story.By(
            new Holder(Story.Id(3), new Appointment(Role.TrustOfficer, trust)),
            1440
        );
        var whole = Do(Stated("service-agreement"), new ConfirmMembership(id, inTrust), officer);
        var notice = new GiveNotice(id, inTrust, today.AddDays(90), EndReason.Cost);

        Assert.Equal("the-trust-acts", Said(whole, notice, Head(bySecond, 2)));
        Assert.Equal("happened", Said(whole, notice, officer));
        Assert.Equal(
            "happened",
            Said(whole, new WriteNote(id, inTrust, "Words"), Head(bySecond, 2))
        );
    }

    [Fact]
    public void An_academy_cannot_sit_in_a_joint_committee()
    {
        var academy = new Voice(second, trust);
        var officer = Story.By(
            new Holder(Story.Id(3), new Appointment(Role.TrustOfficer, trust)),
            1440
        );

        Assert.Equal(
            "academy-cannot-sit",
            Said(Stated("joint-committee"), new ConfirmMembership(id, academy), officer)
        );
        Assert.Equal(
            "happened",
            Said(Stated("joint-committee"), new ConfirmMembership(id, bySecond), Head(bySecond, 1))
        );
    }

    [Theory]
    [InlineData(29, "notice-too-short")]
    [InlineData(30, "happened")]
    [InlineData(0, "notice-in-the-past")]
    [InlineData(-1, "notice-in-the-past")]
    [InlineData(5000, "notice-too-far")]
    public void Notice_is_as_long_as_was_agreed(int days, string said)
    {
        var agreed = Do(
            Both(),
            new ChangePartnership(
                id,
                byFirst,
                "Fictional reading cluster",
                [Purpose.StaffPractice],
                Willingness.Willing,
                default,
                Agreement.None with
                {
                    Written = true,
                    NoticeDays = 30,
                },
                Costs.NotSaid
            ),
            Head(byFirst, 2)
        );

        Assert.Equal(
            said,
            Said(
                agreed,
                new GiveNotice(id, bySecond, today.AddDays(3 + days), EndReason.Cost),
                Head(bySecond, 3)
            )
        );
    }

    [Fact]
    public void Notice_is_withdrawn_before_its_last_day_is_over_and_not_after()
    {
        var notice = Do(
            Both(),
            new GiveNotice(id, bySecond, today.AddDays(20), EndReason.Cost),
            Head(bySecond, 2)
        );

        Assert.True(notice.IsIn(second, today.AddDays(20)));
        Assert.False(notice.IsIn(second, today.AddDays(21)));
        var stays = Do(notice, new WithdrawNotice(id, bySecond), Head(bySecond, 20));
        Assert.Null(stays.Of(second)!.To);
        Assert.Equal(
            "not-a-member",
            Said(notice, new WithdrawNotice(id, bySecond), Head(bySecond, 21))
        );
        Assert.Equal(
            "no-notice",
            Said(stays, new WithdrawNotice(id, bySecond), Head(bySecond, 21))
        );
    }

    [Fact]
    public void Nobody_says_of_another_that_it_left_but_of_a_school_that_has_closed()
    {
        var leave = new LeavePartnership(
            id,
            byFirst,
            second,
            today.AddDays(-30),
            EndReason.SchoolClosed
        );

        Assert.Equal("not-its-own-word", Said(Both(), leave, Head(byFirst, 2)));
        Assert.Equal(
            "not-its-own-word",
            Said(Both(), leave with { ClosedOn = today.AddDays(-31) }, Head(byFirst, 2))
        );
        Assert.Equal(
            "happened",
            Said(Both(), leave with { ClosedOn = today.AddDays(-30) }, Head(byFirst, 2))
        );
    }

    [Fact]
    public void A_member_that_left_comes_back_as_a_second_membership()
    {
        var left = Do(
            Both(),
            new LeavePartnership(id, bySecond, second, today.AddDays(-9), EndReason.Drifted),
            Head(bySecond, 2)
        );

        Assert.Equal(
            "member-then",
            Said(
                left,
                new ProposeMember(id, byFirst, second, default, [], today.AddDays(-9)),
                Head(byFirst, 3)
            )
        );
        var again = Do(
            left,
            new ProposeMember(id, byFirst, second, default, [], today.AddDays(-8)),
            Head(byFirst, 3)
        );
        Assert.Equal(2, again.Members.Count(m => m.Party == second));
        Assert.Equal(
            "left-already",
            Said(left, new ConfirmMembership(id, bySecond), Head(bySecond, 3))
        );
        Assert.Equal(
            "happened",
            Said(again, new ConfirmMembership(id, bySecond), Head(bySecond, 4))
        );
    }

    [Fact]
    public void What_was_stated_wrongly_is_taken_back_by_who_stated_it_and_leaves_no_trace_in_public()
    {
        var wrong = Do(
            Both(),
            new ProposeMember(id, byFirst, third, default, [], today),
            Head(byFirst, 2)
        );

        Assert.Equal(
            "stated-by-another",
            Said(wrong, new RetractMember(id, bySecond, third), Head(bySecond, 3))
        );
        var back = Do(wrong, new RetractMember(id, byFirst, third), Head(byFirst, 3));
        Assert.DoesNotContain("100002", back.Public.Json, StringComparison.Ordinal);
        Assert.Single(back.WhoWasIn(today, Story.Begin.AddDays(2)), s => s.Party == third);
        Assert.Equal(
            "not-stated",
            Said(back, new RetractMember(id, byFirst, second), Head(byFirst, 4))
        );
    }

    [Fact]
    public void Each_says_what_it_gives_and_a_lead_says_who_leads()
    {
        var whole = Both();

        Assert.Equal(
            "its-own-to-say",
            Said(
                whole,
                new SetMemberRoles(id, byFirst, second, [MemberRole.Giver]),
                Head(byFirst, 2)
            )
        );
        Assert.Equal(
            "lead-says-who-leads",
            Said(
                whole,
                new SetMemberRoles(id, bySecond, second, [MemberRole.Taker, MemberRole.Lead]),
                Head(bySecond, 2)
            )
        );
        var leads = Do(
            whole,
            new SetMemberRoles(id, byFirst, second, [MemberRole.Taker, MemberRole.Lead]),
            Head(byFirst, 2)
        );
        Assert.Equal(
            "lead-ends-it",
            Said(
                whole,
                new EndPartnership(id, bySecond, today, EndReason.Achieved, default),
                Head(bySecond, 3)
            )
        );
        Assert.Equal(
            "happened",
            Said(
                leads,
                new EndPartnership(id, bySecond, today, EndReason.Achieved, default),
                Head(bySecond, 3)
            )
        );
    }

    [Fact]
    public void Depth_moves_forward_in_time_and_its_newest_day_can_be_corrected()
    {
        var whole = Do(
            Both(),
            new DeepenPartnership(id, byFirst, Depth.SharedLeadership, today),
            Head(byFirst, 2)
        );

        Assert.Equal(Depth.Planned, whole.DepthOn(today.AddDays(-1)));
        Assert.Equal(Depth.SharedLeadership, whole.DepthOn(today));
        Assert.Equal(
            "depth-out-of-time",
            Said(
                whole,
                new DeepenPartnership(id, byFirst, Depth.Agreed, today.AddDays(-1)),
                Head(byFirst, 3)
            )
        );
        Assert.Equal(
            "unchanged",
            Said(
                whole,
                new DeepenPartnership(id, byFirst, Depth.SharedLeadership, today.AddDays(1)),
                Head(byFirst, 3)
            )
        );
        var corrected = Do(
            whole,
            new DeepenPartnership(id, byFirst, Depth.Planned, today),
            Head(byFirst, 3)
        );
        Assert.Single(corrected.Depths);
    }

    [Fact]
    public void An_employer_records_and_ends_its_own_posts()
    {
        var post = new SharePost(id, byFirst, "SENCO", 25, first, today);
        var whole = Do(Both(), post, Head(byFirst, 2));

        Assert.Equal("unchanged", Said(whole, post, Head(byFirst, 3)));
        Assert.Equal(
            "employer-says-so",
            Said(whole, post with { By = bySecond }, Head(bySecond, 3))
        );
        Assert.Equal(
            "post-days",
            Said(whole, post with { TenthsOfDaysAWeek = 71 }, Head(byFirst, 3))
        );
        Assert.Equal(
            "employer-says-so",
            Said(whole, new EndPost(id, bySecond, 0, today.AddDays(2)), Head(bySecond, 3))
        );
        Assert.Equal(
            "not-there",
            Said(whole, new EndPost(id, byFirst, 1, today), Head(byFirst, 3))
        );
        var over = Do(whole, new EndPost(id, byFirst, 0, today.AddDays(2)), Head(byFirst, 3));
        Assert.Equal(today.AddDays(3), over.Posts[0].To);
        // Who leaves takes its posts with it, and the public page says so without an act of its own.
        var left = Do(
            whole,
            new LeavePartnership(id, byFirst, first, today.AddDays(4), EndReason.Cost),
            Head(byFirst, 5)
        );
        Assert.Equal(
            today.AddDays(5),
            ActJson.Read<PublicPartnership>(left.Public.Json!).Posts[0].To
        );
    }

    [Fact]
    public void An_aim_is_never_changed_only_dropped()
    {
        var aim = new SetAim(
            id,
            byFirst,
            "More pupils read well.",
            MeasureId.Parse("ks2.reading-expected"),
            75_000,
            new Year(2027)
        );
        var whole = Do(Both(), aim, Head(byFirst, 2));

        Assert.Equal("unchanged", Said(whole, aim, Head(byFirst, 3)));
        Assert.Equal(
            "measure-unknown",
            Said(whole, aim with { Measure = MeasureId.Parse("no.such") }, Head(byFirst, 3))
        );
        Assert.Equal(
            "target-of-nothing",
            Said(whole, aim with { Measure = null }, Head(byFirst, 3))
        );
        Assert.Equal(
            "aim-year",
            Said(whole, aim with { Until = new Year(2020) }, Head(byFirst, 3))
        );
        var dropped = Do(whole, new DropAim(id, byFirst, 0), Head(byFirst, 3));
        Assert.Equal(today.AddDays(3), dropped.Aims[0].DroppedOn);
        Assert.Equal("happened", Said(dropped, aim, Head(byFirst, 4)));
    }

    [Fact]
    public void Aims_set_with_the_registration_follow_the_same_rule()
    {
        var aim = new Aim(
            "More pupils read well.",
            null,
            null,
            null,
            new DateOnly(1999, 1, 1),
            null
        );
        var with = RegisterPartnershipTests.Cluster() with { Aims = [aim] };

        Assert.Equal(today, Do(null, with, Head(byFirst)).Aims[0].SetOn);
        Assert.Equal(
            "aim-missing",
            Said(null, with with { Aims = [aim with { What = " " }] }, Head(byFirst))
        );
        Assert.Equal(
            "target-of-nothing",
            Said(null, with with { Aims = [aim with { TargetThousandths = 1 }] }, Head(byFirst))
        );
    }

    [Fact]
    public void A_member_files_one_return_a_year_and_corrects_its_own()
    {
        var filed = Do(Both(), good, Head(bySecond, 2));

        Assert.Equal("unchanged", Said(filed, good, Head(bySecond, 3)));
        var corrected = Do(filed, good with { Pupils = 61 }, Head(bySecond, 3));
        Assert.Equal(
            (61, today.AddDays(2)),
            (corrected.Returns[0].Pupils, corrected.Returns[0].FiledOn)
        );
        Assert.Equal(2, Do(corrected, good with { By = byFirst }, Head(byFirst, 4)).Returns.Count);
        Assert.Equal(
            "not-a-member-then",
            Said(filed, good with { Year = new Year(2024) }, Head(bySecond, 3))
        );
        Assert.Equal(
            "year-ahead",
            Said(filed, good with { Year = new Year(2027) }, Head(bySecond, 3))
        );
        Assert.Equal("worth-missing", Said(filed, good with { Worth = 0 }, Head(bySecond, 3)));
        Assert.Equal("count", Said(filed, good with { DaysGiven = -1 }, Head(bySecond, 3)));
    }

    [Fact]
    public void A_return_is_due_once_the_year_is_over()
    {
        var whole = Both();

        Assert.Empty(whole.ReturnsDue(first, new DateOnly(2027, 8, 31)));
        Assert.Equal([new Year(2026)], whole.ReturnsDue(first, new DateOnly(2027, 9, 1)));
        var filed = Do(whole, good with { By = byFirst, Year = new Year(2026) }, Head(byFirst, 3));
        Assert.Empty(filed.ReturnsDue(first, new DateOnly(2027, 9, 1)));
        Assert.Empty(whole.ReturnsDue(third, new DateOnly(2030, 9, 1)));
    }

    [Fact]
    public void Where_all_have_gone_whoever_was_a_member_ends_it()
    {
        var alone = Do(
            Both(),
            new LeavePartnership(id, byFirst, first, today, EndReason.Drifted),
            Head(byFirst, 2)
        );
        var empty = Do(
            alone,
            new LeavePartnership(id, bySecond, second, today, EndReason.Drifted),
            Head(bySecond, 2)
        );
        var end = new EndPartnership(id, byFirst, today, EndReason.Drifted, default);

        Assert.Equal("not-a-member", Said(alone, end, Head(byFirst, 3)));
        Assert.Equal("happened", Said(empty, end, Head(byFirst, 3)));
        Assert.Equal("not-a-member", Said(empty, end with { By = byThird }, Head(byThird, 3)));
    }

    [Fact]
    public void It_ended_on_no_day_before_what_is_recorded_of_it()
    {
        var whole = Do(
            Both(),
            new DeepenPartnership(id, byFirst, Depth.Agreed, today.AddDays(2)),
            Head(byFirst, 2)
        );
        var end = new EndPartnership(id, byFirst, today.AddDays(1), EndReason.Achieved, default);

        Assert.Equal("end-too-early", Said(whole, end, Head(byFirst, 3)));
        Assert.Equal(
            "end-ahead",
            Said(whole, end with { LastDay = today.AddDays(4) }, Head(byFirst, 3))
        );
        var ended = Do(whole, end with { LastDay = today.AddDays(2) }, Head(byFirst, 3));
        Assert.All(
            ended.Members,
            m => Assert.Equal((MemberStatus.Left, today.AddDays(3)), (m.Status, m.To!.Value))
        );
    }

    [Fact]
    public void Those_without_an_account_stay_as_stated()
    {
        var whole = Do(
            Both(),
            new ProposeMember(id, byFirst, college, "Fictional College", [], today),
            Head(byFirst, 2)
        );

        Assert.Equal(
            "member-unnamed",
            Said(Both(), new ProposeMember(id, byFirst, college, " ", [], today), Head(byFirst, 2))
        );
        var open = ActJson.Read<PublicPartnership>(whole.Public.Json!);
        Assert.Equal("Fictional College", open.NameOf(college, _ => ""));
        Assert.Equal("stated by First", open.Members[2].InWords(_ => "First"));
        Assert.Equal(
            "happened",
            Said(
                whole,
                new LeavePartnership(id, bySecond, college, today, EndReason.Achieved),
                Head(bySecond, 3)
            )
        );
    }

    [Theory]
    [InlineData("", "name-missing")]
    [InlineData("  ", "name-missing")]
    [InlineData("two\nlines", "words-unfit")]
    [InlineData("turned \u202e round", "words-unfit")]
    public void A_name_is_one_line_that_can_be_printed(string name, string said) =>
        Assert.Equal(
            said,
            Said(null, RegisterPartnershipTests.Cluster() with { Name = name }, Head(byFirst))
        );

    [Fact]
    public void What_the_register_of_schools_says_is_stated_by_nobody() =>
        Assert.Equal(
            "model-from-register",
            Said(null, RegisterPartnershipTests.Cluster("federation"), Head(byFirst))
        );

    [Fact]
    public void Words_have_an_end()
    {
        var note = new WriteNote(id, byFirst, new string('x', Rights.LongestNote));

        Assert.Equal("happened", Said(Both(), note, Head(byFirst, 2)));
        Assert.Equal(
            "words-too-long",
            Said(Both(), note with { Notes = note.Notes.Text + "x" }, Head(byFirst, 2))
        );
        Assert.Equal("unchanged", Said(Both(), note with { Notes = default }, Head(byFirst, 2)));
    }
}
