using System.Text.Json;
using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Procedures;

/// <summary>Federations by the Regulations of 2012, told as stories with a clock that is moved.</summary>
public sealed class FederationTests(Databases databases)
{
    private static readonly Scope authority = Scope.Parse("local-authority:330");
    private static readonly Scope ash = Scope.Parse("school:100001");
    private static readonly Scope beech = Scope.Parse("school:100002");
    private static readonly CaseId id = CaseId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    private static readonly Holder ashHead = new(Story.Id(1), new(Role.Head, ash));
    private static readonly Holder beechChair = new(Story.Id(2), new(Role.Governor, beech));
    private static readonly Holder officer = new(
        Story.Id(3),
        new(Role.LocalAuthorityOfficer, authority)
    );

    private static Code C(string text) => Code.Parse(text);

    private static Answer Day(string ask, string day) => Answer.Of(C(ask), DateOnly.Parse(day));

    private static Answer Tick(string ask) => Answer.Of(C(ask), Answer.Ticked);

    private static Answer Choose(string ask, params string[] chosen) =>
        Answer.Of(C(ask), [.. chosen.Select(C)]);

    private static Answer Say(string ask, string words) => Answer.Of(C(ask), (FreeText)words);

    private static Occasion On(string day, Actor by)
    {
        var today = DateOnly.Parse(day);
        return new(by, new DateTimeOffset(today, new TimeOnly(10, 0), TimeSpan.Zero), today);
    }

    private static Scope Of(Holder by) => by.As.Over;

    private static BeginProcedure Begin(string procedure, string day, params NewParty[] parties) =>
        new(id, ProcedureId.Parse(procedure), DateOnly.Parse(day), ash, parties);

    private static TakeStep Take(string step, Holder by, params Answer[] answers) =>
        new(id, C(step), Of(by), by == officer ? null : authority, answers);

    private static readonly string[] contents =
    [
        "partners",
        "size",
        "categories",
        "staffing",
        "federation-date",
        "admissions",
        "closing-date",
    ];

    private static Answer[] Proposals(
        string published,
        string closing,
        string federation = "2026-09-01"
    ) =>
        [
            Day("published-on", published),
            Day("closing-on", closing),
            Day("federation-on", federation),
            Answer.Of(C("governors"), 9),
            Choose("contents", contents),
            Choose("sent-to", "secretary-of-state", "authorities", "heads", "staff", "parents"),
            Say("read-at", "https://fictional.example/proposals"),
        ];

    private static ProcedureCase Happened(
        ProcedureCase? before,
        BeginProcedure act,
        Occasion now
    ) =>
        Assert
            .IsType<Outcome<ProcedureBegun>.Happened>(act.Apply(before, now))
            .Event.After(before, now.At);

    private static ProcedureCase Happened(ProcedureCase before, TakeStep act, Occasion now) =>
        act.Apply(before, now) switch
        {
            Outcome<StepTaken>.Happened { Event: var taken } => taken.After(before, now.At),
            Outcome<StepTaken>.Refused { Why: var why } => throw new Xunit.Sdk.XunitException(
                $"{act.Step}: {why.Code}: {why.Sentence}"
            ),
            _ => throw new Xunit.Sdk.XunitException("unchanged"),
        };

    private static Refusal Refused(ProcedureCase before, TakeStep act, Occasion now) =>
        Assert.IsType<Outcome<StepTaken>.Refused>(act.Apply(before, now)).Why;

    /// <summary>Two schools that have agreed proposals by 28 February 2026.</summary>
    private static ProcedureCase Agreed()
    {
        var at = Happened(
            null,
            Begin(
                "federation-formation",
                "2026-01-10",
                new NewParty(C("school"), ash, authority),
                new NewParty(C("school"), beech, authority),
                new NewParty(C("authority"), authority, null)
            ),
            On("2026-01-10", ashHead)
        );
        foreach (var by in new[] { ashHead, beechChair })
            at = Happened(
                at,
                Take(
                    "consider-report",
                    by,
                    Day("report-on", "2026-02-01"),
                    Tick("named-item"),
                    Choose("go-on", "yes")
                ),
                On("2026-02-02", by)
            );
        foreach (var by in new[] { ashHead, beechChair })
            at = Happened(
                at,
                Take("agree-proposals", by, Day("agreed-on", "2026-02-28")),
                On("2026-02-28", by)
            );
        return at;
    }

    [Fact]
    public void R10_A_closing_date_41_days_after_publication_is_refused_and_one_of_42_days_is_not()
    {
        var at = Agreed();

        var no = Refused(
            at,
            Take("publish-proposals", ashHead, Proposals("2026-03-01", "2026-04-11")),
            On("2026-03-01", ashHead)
        );
        Assert.Equal("too-early", no.Code);
        Assert.Equal(
            "Proposals are open for at least six weeks. Closing date for responses: 11 April 2026 is too early. The first day it can be is 12 April 2026: 42 days after 1 March 2026, the day given for 'Day of publication'.",
            no.Sentence
        );

        var open = Happened(
            at,
            Take("publish-proposals", ashHead, Proposals("2026-03-01", "2026-04-12")),
            On("2026-03-01", ashHead)
        );
        Assert.Equal(C("proposals-published"), open.At);
    }

    [Theory]
    [InlineData(199, 1000, false)]
    [InlineData(200, 1000, true)]
    [InlineData(0, 0, false)]
    [InlineData(18, 89, true)]
    [InlineData(17, 89, false)]
    [InlineData(90, 89, false)]
    public void R9_Parents_of_a_fifth_of_the_pupils_are_enough_and_of_a_pupil_less_are_not(
        int signed,
        int all,
        bool enough
    )
    {
        var outcome = Take(
                "receive-request",
                ashHead,
                Day("received-on", "2026-03-02"),
                Tick("in-writing"),
                Choose("asked-by", "parents"),
                Answer.Of(C("pupils-signed"), signed),
                Answer.Of(C("pupils-all"), all)
            )
            .Apply(Federation(), On("2026-03-02", ashHead));

        Assert.Equal(enough, outcome is Outcome<StepTaken>.Happened);
    }

    [Theory]
    [InlineData("staff", "staff-signed", 39, "staff-all", 100, "too-few")]
    [InlineData("staff", "staff-signed", 40, "staff-all", 100, "")]
    [InlineData("governors", "governors-signed", 1, "", 0, "too-few")]
    [InlineData("governors", "governors-signed", 2, "", 0, "")]
    [InlineData("authority", "", 0, "", 0, "")]
    [InlineData("authority", "governors-signed", 2, "", 0, "not-asked")]
    public void Others_who_may_ask_have_thresholds_of_their_own(
        string who,
        string first,
        int signed,
        string second,
        int all,
        string refused
    )
    {
        List<Answer> answers =
        [
            Day("received-on", "2026-03-02"),
            Tick("in-writing"),
            Choose("asked-by", who),
        ];
        if (first.Length > 0)
            answers.Add(Answer.Of(C(first), signed));
        if (second.Length > 0)
            answers.Add(Answer.Of(C(second), all));
        var outcome = Take("receive-request", ashHead, [.. answers])
            .Apply(Federation(), On("2026-03-02", ashHead));

        Assert.Equal(
            refused,
            outcome is Outcome<StepTaken>.Refused { Why: var why } ? why.Code : ""
        );
    }

    private static ProcedureCase Federation() =>
        Happened(
            null,
            Begin(
                "federation-leaving",
                "2026-03-01",
                new NewParty(C("federation"), ash, authority),
                new NewParty(C("school"), beech, authority),
                new NewParty(C("authority"), authority, null)
            ),
            On("2026-03-01", ashHead)
        );

    private static ProcedureCase Requested() =>
        Happened(
            Federation(),
            Take(
                "receive-request",
                ashHead,
                Day("received-on", "2026-03-02"),
                Tick("in-writing"),
                Choose("asked-by", "parents"),
                Answer.Of(C("pupils-signed"), 200),
                Answer.Of(C("pupils-all"), 1000)
            ),
            On("2026-03-02", ashHead)
        );

    private static TakeStep Notices(string day, params Answer[] more) =>
        Take(
            "give-notices",
            ashHead,
            [
                Day("notified-on", day),
                Choose("notified", "authorities", "heads", "staff", "parents"),
                .. more,
            ]
        );

    private static TakeStep Consider(string day, string schools = "more") =>
        Take(
            "consider",
            ashHead,
            Day("considered-on", day),
            Tick("responses-read"),
            Choose("decision", "approve"),
            Choose("schools", schools),
            Say("reasons", "The fictional school grew.")
        );

    [Fact]
    public void R9_Notices_are_given_within_seven_days_and_later_ones_say_why_and_are_marked()
    {
        var at = Requested();

        Assert.False(
            Happened(at, Notices("2026-03-09"), On("2026-03-09", ashHead)).History[^1].Late
        );
        var no = Refused(at, Notices("2026-03-10"), On("2026-03-10", ashHead));
        Assert.Equal("too-late", no.Code);
        Assert.Contains("The last day was 9 March 2026: 7 days after 2 March 2026", no.Sentence);
        var late = Happened(
            at,
            Notices("2026-03-10", Say("late-because", "the fictional clerk was ill")),
            On("2026-03-10", ashHead)
        );
        Assert.Equal(
            (new DateOnly(2026, 3, 9), true),
            (late.History[^1].Due, late.History[^1].Late)
        );
    }

    [Fact]
    public void R9_The_request_is_considered_on_the_fourteenth_day_after_the_notices_and_not_before()
    {
        var at = Happened(Requested(), Notices("2026-03-05"), On("2026-03-05", ashHead));

        var no = Refused(at, Consider("2026-03-18"), On("2026-03-18", ashHead));
        Assert.Contains(
            "18 March 2026 is too early. The first day it can be is 19 March 2026",
            no.Sentence
        );
        Assert.Equal(
            C("approved"),
            Happened(at, Consider("2026-03-19"), On("2026-03-19", ashHead)).At
        );
        Assert.Equal(
            new DateOnly(2026, 3, 19),
            WhereWeAre
                .Of(at, new DateOnly(2026, 3, 6))
                .Open.Single(o => o.Step.Id == C("consider"))
                .NotBefore
        );
    }

    [Fact]
    public void A_federation_of_two_ends_when_one_of_them_leaves()
    {
        var at = Happened(Requested(), Notices("2026-03-05"), On("2026-03-05", ashHead));
        at = Happened(at, Consider("2026-03-19", "two"), On("2026-03-19", ashHead));
        Assert.Equal(C("dissolving"), at.At);

        at = Happened(
            at,
            Take(
                "notify-dissolution",
                ashHead,
                Day("dissolution-notified-on", "2026-03-26"),
                Day("dissolves-on", "2026-09-01"),
                Choose(
                    "dissolution-told",
                    "secretary-of-state",
                    "authorities",
                    "heads",
                    "staff",
                    "parents"
                )
            ),
            On("2026-03-26", ashHead)
        );
        Assert.Contains(
            "This can be done from 1 September 2026",
            Refused(
                at,
                Take("dissolve", officer, Tick("both-governed")),
                On("2026-08-31", officer)
            ).Sentence
        );
        Assert.Equal(
            C("dissolved"),
            Happened(
                at,
                Take("dissolve", officer, Tick("both-governed")),
                On("2026-09-01", officer)
            ).At
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_schools_form_a_federation_through_the_six_weeks(Database database)
    {
        await using var store = await databases.Store(database);
        var acts = 0;

        async Task<ProcedureCase> Do<TEvent>(Act<ProcedureCase, TEvent> act, string day, Actor by)
            where TEvent : Event<ProcedureCase>
        {
            var done = await store.Do(
                act,
                On(day, by),
                beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
            );
            acts++;
            return done is Done<ProcedureCase>.Refused { Why: var why }
                ? throw new Xunit.Sdk.XunitException($"{day}: {why.Sentence}")
                : Assert.IsType<Done<ProcedureCase>.Written>(done).After.State;
        }

        await Do(
            Begin(
                "federation-formation",
                "2026-01-10",
                new NewParty(C("school"), ash, authority),
                new NewParty(C("school"), beech, authority),
                new NewParty(C("authority"), authority, null)
            ),
            "2026-01-10",
            ashHead
        );
        var report = new[]
        {
            Day("report-on", "2026-02-01"),
            Tick("named-item"),
            Choose("go-on", "yes"),
        };
        var first = await Do(Take("consider-report", ashHead, report), "2026-02-02", ashHead);
        Assert.Equal(C("exploring"), first.At);
        Assert.Equal(
            beech,
            Assert.Single(WhereWeAre.Of(first, new DateOnly(2026, 2, 2)).Open[0].Waits).Over
        );
        await Do(Take("consider-report", beechChair, report), "2026-02-03", beechChair);
        var agreed = new[] { Day("agreed-on", "2026-02-28") };
        await Do(Take("agree-proposals", ashHead, agreed), "2026-02-28", ashHead);
        var ready = await Do(Take("agree-proposals", beechChair, agreed), "2026-02-28", beechChair);
        Assert.Null(PublicCase.Of(ready).Json);

        await Do(
            Take("publish-proposals", ashHead, Proposals("2026-03-01", "2026-04-12")),
            "2026-03-01",
            ashHead
        );
        var open = await Do(
            Take(
                "respond",
                officer,
                Day("responded-on", "2026-03-20"),
                Say("response", "private words of a fictional officer")
            ),
            "2026-03-20",
            officer
        );
        Assert.Equal(C("proposals-published"), open.At);

        // Before the six weeks are over nobody can consider anything.
        var early = await store.Do(
            Take(
                "consider-jointly",
                ashHead,
                Day("jointly-on", "2026-04-12"),
                Tick("all-took-part"),
                Answer.Of(C("responses"), 1),
                Say("summary", "One response, in favour.")
            ),
            On("2026-04-12", ashHead)
        );
        Assert.Equal("too-early", Assert.IsType<Done<ProcedureCase>.Refused>(early).Why.Code);
        await Do(
            Take(
                "consider-jointly",
                ashHead,
                Day("jointly-on", "2026-04-13"),
                Tick("all-took-part"),
                Answer.Of(C("responses"), 1),
                Say("summary", "One response, in favour.")
            ),
            "2026-04-13",
            ashHead
        );
        var decision = new[] { Day("decided-on", "2026-04-20"), Choose("decision", "proceed") };
        await Do(Take("decide", ashHead, decision), "2026-04-20", ashHead);
        await Do(Take("decide", beechChair, decision), "2026-04-21", beechChair);
        var made = await Do(
            Take(
                "make-instrument",
                officer,
                Day("instrument-on", "2026-06-01"),
                Day("federates-on", "2026-09-01"),
                Answer.Of(C("governors-made"), 9)
            ),
            "2026-06-01",
            officer
        );
        Assert.Equal(
            "over",
            Refused(
                await Do(
                    Take(
                        "federate",
                        officer,
                        Choose("passed", "dissolved", "incorporated", "property")
                    ),
                    "2026-09-01",
                    officer
                ),
                Take("federate", officer),
                On("2026-09-02", officer)
            ).Code
        );
        Assert.Equal(C("instrument-made"), made.At);

        var kept = (await store.Find<ProcedureCase>(id.ToString()))!.State;
        Assert.Equal(C("federated"), kept.At);
        Assert.Equal(acts, (await store.Head()).Number);
        Assert.Single(await store.Documents<ProcedureCase>(beech.ToString()));
        var told = JsonSerializer.Deserialize<PublicCase>(PublicCase.Of(kept).Json!)!;
        Assert.Equal(
            [
                "publish-proposals",
                "consider-jointly",
                "decide",
                "decide",
                "make-instrument",
                "federate",
            ],
            told.Steps.Select(s => s.Step)
        );
        Assert.DoesNotContain("private words", PublicCase.Of(kept).Json);
        Assert.Equal((true, "Federated"), (told.Final, told.Words));
    }

    [Fact]
    public void Who_is_only_named_by_another_is_published_as_that()
    {
        // One school says that another leaves a federation; the other has said nothing.
        var (one, other) = (Scope.School(new Urn(100_000)), Scope.School(new Urn(100_001)));
        var by = new Doer(one, null);
        var day = new DateOnly(2026, 10, 2);
        Taken Took(string step, string to) =>
            new(C(step), C("federation"), by, default, Role.Head, day, [], null, false, C(to));
        var given = new ProcedureCase(
            CaseId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 11]),
            ProcedureId.Parse("federation-leaving"),
            1,
            day,
            [new(C("federation"), one, null), new(C("school"), other, null)],
            C("notified"),
            day,
            2,
            [Took("receive-request", "request-received"), Took("give-notices", "notified")],
            null
        );

        var told = JsonSerializer.Deserialize<PublicCase>(PublicCase.Of(given).Json!)!;

        Assert.Equal(
            [($"{one}", true), ($"{other}", false)],
            told.Parties.Select(p => (p.Over, p.Spoke))
        );
    }

    [Fact]
    public void One_governing_body_that_does_not_go_ahead_ends_it_once_all_have_decided()
    {
        var at = Happened(
            Agreed(),
            Take("publish-proposals", ashHead, Proposals("2026-03-01", "2026-04-12")),
            On("2026-03-01", ashHead)
        );
        at = Happened(
            at,
            Take(
                "consider-jointly",
                ashHead,
                Day("jointly-on", "2026-04-13"),
                Tick("all-took-part"),
                Answer.Of(C("responses"), 0),
                Say("summary", "None.")
            ),
            On("2026-04-13", ashHead)
        );
        at = Happened(
            at,
            Take(
                "decide",
                ashHead,
                Day("decided-on", "2026-04-20"),
                Choose("decision", "not-proceed"),
                Say("why-not", "The fictional parents were against it.")
            ),
            On("2026-04-20", ashHead)
        );
        Assert.Equal(C("jointly-considered"), at.At);
        Assert.Equal(
            "taken-already",
            Refused(
                at,
                Take(
                    "decide",
                    ashHead,
                    Day("decided-on", "2026-04-20"),
                    Choose("decision", "proceed")
                ),
                On("2026-04-20", ashHead)
            ).Code
        );

        at = Happened(
            at,
            Take(
                "decide",
                beechChair,
                Day("decided-on", "2026-04-20"),
                Choose("decision", "proceed")
            ),
            On("2026-04-20", beechChair)
        );
        Assert.Equal(C("lapsed"), at.At);
    }

    [Fact]
    public void A_school_in_a_trust_cannot_federate_and_a_stranger_cannot_begin()
    {
        var trust = Scope.Parse("trust:2345");
        NewParty[] parties =
        [
            new(C("school"), ash, trust),
            new(C("school"), beech, authority),
            new(C("authority"), authority, null),
        ];

        Assert.Equal(
            "not-maintained",
            Assert
                .IsType<Outcome<ProcedureBegun>.Refused>(
                    Begin("federation-formation", "2026-01-10", parties)
                        .Apply(null, On("2026-01-10", ashHead))
                )
                .Why.Code
        );
        parties[0] = new(C("school"), ash, authority);
        Assert.Equal(
            "not-yours-to-begin",
            Assert
                .IsType<Outcome<ProcedureBegun>.Refused>(
                    Begin("federation-formation", "2026-01-10", parties)
                        .Apply(null, On("2026-01-10", beechChair))
                )
                .Why.Code
        );
        Assert.Equal(
            "not-in-force",
            Assert
                .IsType<Outcome<ProcedureBegun>.Refused>(
                    Begin("federation-formation", "2012-08-31", parties)
                        .Apply(null, On("2026-01-10", ashHead))
                )
                .Why.Code
        );
    }

    [Fact]
    public void A_joint_committee_is_reviewed_every_year_by_each_and_says_when_it_is_late()
    {
        var at = Happened(
            null,
            Begin(
                "joint-committee",
                "2024-01-10",
                new NewParty(C("school"), ash, authority),
                new NewParty(C("school"), beech, authority)
            ),
            On("2024-01-10", ashHead)
        );
        foreach (var by in new[] { ashHead, beechChair })
            at = Happened(
                at,
                Take("agree", by, Day("agreed-on", "2024-02-01"), Choose("agreement", "yes")),
                On("2024-02-01", by)
            );
        at = Happened(
            at,
            Take(
                "start",
                ashHead,
                Day("running-on", "2024-03-01"),
                Choose("terms", "constitution", "membership", "terms"),
                Say("functions", "Buying services together.")
            ),
            On("2024-03-01", ashHead)
        );

        OpenStep Review(string day) =>
            WhereWeAre.Of(at, DateOnly.Parse(day)).Open.Single(o => o.Step.Id == C("review"));
        Assert.Equal(
            (new DateOnly(2025, 3, 1), false),
            (Review("2025-03-01").Due, Review("2025-03-01").Late)
        );
        Assert.True(Review("2025-03-02").Late);

        Answer[] reviewed(string day) =>
            [
                Day("reviewed-on", day),
                Choose("reviewed", "constitution", "membership", "terms"),
                Choose("outcome", "renew"),
            ];
        at = Happened(
            at,
            Take("review", ashHead, reviewed("2025-02-20")),
            On("2025-02-20", ashHead)
        );
        Assert.Equal(new DateOnly(2025, 3, 1), Review("2025-02-21").Due);
        at = Happened(
            at,
            Take("review", beechChair, reviewed("2025-03-05")),
            On("2025-03-05", beechChair)
        );

        Assert.Equal([false, true], at.History.TakeLast(2).Select(t => t.Late));
        Assert.Equal(new DateOnly(2026, 3, 5), Review("2025-03-06").Due);
        Assert.Equal(2, Review("2025-03-06").Waits.Count);
    }

    [Fact]
    public void What_is_stopped_says_so_in_public_only_where_something_was_public()
    {
        var quiet = Agreed();
        var stop = new StopProcedure(id, ash, authority, "private words of a fictional head");
        var stopped = Assert
            .IsType<Outcome<ProcedureStopped>.Happened>(
                stop.Apply(quiet, On("2026-03-01", ashHead))
            )
            .Event.After(quiet, Story.Begin);
        Assert.Null(PublicCase.Of(stopped).Json);
        Assert.Equal(
            "stopped",
            Refused(
                stopped,
                Take("publish-proposals", ashHead, Proposals("2026-03-01", "2026-04-12")),
                On("2026-03-01", ashHead)
            ).Code
        );

        var open = Happened(
            quiet,
            Take("publish-proposals", ashHead, Proposals("2026-03-01", "2026-04-12")),
            On("2026-03-01", ashHead)
        );
        var told = PublicCase
            .Of(
                Assert
                    .IsType<Outcome<ProcedureStopped>.Happened>(
                        stop.Apply(open, On("2026-03-02", ashHead))
                    )
                    .Event.After(open, Story.Begin)
            )
            .Json!;
        Assert.Contains("\"StoppedOn\":\"2026-03-02\"", told);
        Assert.DoesNotContain("private words", told);
        Assert.Equal(
            "not-yours-to-stop",
            Assert
                .IsType<Outcome<ProcedureStopped>.Refused>(
                    new StopProcedure(id, authority, null, "why").Apply(
                        open,
                        On("2026-03-02", officer)
                    )
                )
                .Why.Code
        );
    }
}
