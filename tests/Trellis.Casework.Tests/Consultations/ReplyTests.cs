using Trellis.Brokerage;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Retention;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Consultations;

/// <summary>Replies to a consultation, in both databases: who may, how often, until when, what is public and what is kept.</summary>
public sealed class ReplyTests(Databases databases)
{
    private const string Marzipan = "a fictional reason with marzipan-2d7 in it";
    private const string Parent = "Fictional.Parent@School.example";

    private static readonly Scope region = Scope.Parse("region:north-east");
    private static readonly Scope school = Scope.Parse("school:100000");
    private static readonly Scope authority = Scope.Parse("local-authority:330");
    private static readonly CaseRef reference = CaseRef.Parse("b0123456789");
    private static readonly CaseId id = CaseId.Parse("c0123456789");
    private static readonly Holder officer = new(Story.Id(1), new(Role.RegionOfficer, region));
    private static readonly Holder head = new(Story.Id(2), new(Role.Head, school));
    private static readonly Uid[] trusts = [new(2001), new(2002)];

    public static TheoryData<Database> Both => Databases.Both;

    private static Occasion On(Actor by, string day) =>
        new(by, new(DateOnly.Parse(day), new TimeOnly(9, 0), TimeSpan.Zero), DateOnly.Parse(day));

    private static async Task<ProcedureCase> Procedure(Casework store) =>
        (await store.Find<ProcedureCase>(id.ToString()))!.State;

    private static async Task<Consultation> Replies(Casework store) =>
        (await store.Find<Consultation>(id.ToString()))!.State;

    private static async Task Do(Casework store, TakeStep step, string day) =>
        Assert.IsType<Done<ProcedureCase>.Written>(
            await store.Do(
                step,
                On(officer, day),
                beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
            )
        );

    private static Task<IReadOnlyList<string>> Keep(Casework store, string day) => Kept(store, day);

    private static async Task<IReadOnlyList<string>> Kept(Casework store, string day) =>
        await store.KeepConsultation(
            await Procedure(store),
            On(new Journal.Program("consultations"), day),
            () => "a secret nobody can guess",
            () => Task.FromResult<IReadOnlyList<Letter>>([]),
            address => new Letter(address, "You said, we did", "There is a report.")
        );

    /// <summary>A consultation that is open from 9 March to 5 May 2026.</summary>
    private async Task<Casework> Opened(Database database)
    {
        var place = await databases.Fresh(database);
        var store = await Casework.Open(place.Folder, place.Connection, new Clock());
        Assert.Null(
            await store.DoTogether(
                [
                    Doing.Of(
                        new OpenCase(
                            reference,
                            ProcedureId.Parse("academy-order"),
                            [school],
                            authority,
                            authority,
                            region,
                            null,
                            region
                        )
                    ),
                    Doing.Of(
                        new BeginProcedure(
                            id,
                            CaseKind.Consultation,
                            DateOnly.Parse("2026-03-02"),
                            region,
                            [
                                new NewParty(Code.Parse("officer"), region, null),
                                new NewParty(Code.Parse("school"), school, authority),
                                new NewParty(Code.Parse("authority"), authority, null),
                            ],
                            reference
                        )
                    ),
                ],
                On(officer, "2026-03-02")
            )
        );
        await Do(
            store,
            ConsultationStory.Plan(id, region, DateOnly.Parse("2026-09-01")),
            "2026-03-02"
        );
        await Do(
            store,
            ConsultationStory.Open(
                id,
                region,
                DateOnly.Parse("2026-03-09"),
                DateOnly.Parse("2026-05-05")
            ),
            "2026-03-02"
        );
        Assert.Empty(await Keep(store, "2026-03-08"));
        Assert.Equal(["opened"], await Keep(store, "2026-03-09"));
        Assert.Empty(await Keep(store, "2026-03-09"));
        return store;
    }

    private static async Task<Refusal?> Reply(
        Casework store,
        string address,
        string day,
        ReplyView view = ReplyView.Against,
        Replier replier = Replier.Parent,
        string words = Marzipan
    )
    {
        var at = new DateTimeOffset(DateOnly.Parse(day), new TimeOnly(10, 0), TimeSpan.Zero);
        var digest = $"{address} {day} {view}";
        await store.KeepUnconfirmed(
            digest,
            new UnconfirmedReply(id, replier, view, words, address),
            at,
            at.AddDays(7),
            new Letter(address, "Confirm your reply", "the link")
        );
        return await store.ConfirmReply(digest, at.AddMinutes(5), DateOnly.Parse(day));
    }

    private static ReplyAsOrganisation ByTheSchool(
        ReplyView view,
        string words,
        IReadOnlyList<Uid>? ranking = null,
        params IReadOnlyList<FreeText> questions
    ) => new(id, school, authority, view, words, ranking ?? [], questions);

    [Theory, MemberData(nameof(Both))]
    public async Task An_address_replies_once_and_nobody_reads_whose_it_was(Database database)
    {
        await using var store = await Opened(database);
        Assert.Null(await Reply(store, Parent, "2026-03-10"));
        // The same address in other letters is the same person; the first reply stays.
        var again = await Reply(
            store,
            Parent.ToLowerInvariant() + " ",
            "2026-03-11",
            ReplyView.For
        );
        Assert.Equal("replied-already", again?.Code);
        Assert.Contains("10 March 2026", again!.Sentence);
        Assert.Null(await Reply(store, "another@school.example", "2026-03-11"));
        Assert.Equal([new ReplyCount(Replier.Parent, 0, 2, 0)], (await Replies(store)).People);

        foreach (var step in await store.PublicSteps(0, 1000))
        {
            Assert.DoesNotContain("marzipan", step.Change.Json ?? "");
            Assert.DoesNotContain("school.example", step.Change.Json ?? "");
        }
        // While it is open anybody reads how many, and not what they think.
        Assert.Contains(
            """{"As":"parent","All":2,"For":null,""",
            PublicConsultation.Of(await Replies(store)).Json
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_links_that_are_followed_at_one_moment_one_of_each_address_counts(
        Database database
    )
    {
        await using var store = await Opened(database);
        var at = new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 24; i++)
            await store.KeepUnconfirmed(
                $"digest {i}",
                new UnconfirmedReply(
                    id,
                    Replier.Parent,
                    ReplyView.For,
                    Marzipan,
                    $"parent{i % 6}@school.example"
                ),
                at,
                at.AddDays(7),
                null
            );
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 24)
                .Select(i => store.ConfirmReply($"digest {i}", at, new(2026, 3, 10)))
        );
        Assert.Equal(6, answers.Count(a => a is null));
        Assert.All(answers.OfType<Refusal>(), a => Assert.Equal("replied-already", a.Code));
        Assert.Equal([new ReplyCount(Replier.Parent, 6, 0, 0)], (await Replies(store)).People);
        Assert.Equal(6, (await store.PeopleIn(id)).Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_reply_that_is_not_confirmed_counts_nowhere_and_is_in_no_journal(
        Database database
    )
    {
        await using var store = await Opened(database);
        var before = (await store.Head()).Number;
        var at = new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);
        await store.KeepUnconfirmed(
            "digest",
            new UnconfirmedReply(id, Replier.Staff, ReplyView.For, Marzipan, Parent),
            at,
            at.AddDays(7),
            new Letter(Parent, "Confirm your reply", "the link")
        );
        Assert.Equal(before, (await store.Head()).Number);
        Assert.Empty((await Replies(store)).People);
        Assert.NotNull(await store.FindUnconfirmed("digest", at.AddDays(6)));
        Assert.Null(await store.FindUnconfirmed("digest", at.AddDays(8)));
        Assert.Equal(
            "link-over",
            (await store.ConfirmReply("digest", at.AddDays(8), new(2026, 3, 18)))?.Code
        );
        var rules = RetentionRules.All.Where(r => r.Id.ToString() == "unconfirmed-replies");
        Assert.Equal(
            1,
            Assert
                .Single(
                    await store.CarryOutRetention(
                        [.. rules],
                        at.AddDays(8),
                        DateOnly.Parse("2026-03-18")
                    )
                )
                .Number
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_late_reply_is_refused_with_the_closing_day_also_before_the_program_has_closed_it(
        Database database
    )
    {
        await using var store = await Opened(database);
        Assert.Null(await Reply(store, Parent, "2026-05-05"));
        foreach (var closed in new[] { false, true })
        {
            if (closed)
                Assert.Equal(["closed"], await Keep(store, "2026-05-06"));
            var late = await Reply(store, $"late-{closed}@school.example", "2026-05-06");
            Assert.Equal("consultation-closed", late?.Code);
            Assert.Contains("closed on 5 May 2026", late!.Sentence);
            var school = await store.Do(
                ByTheSchool(ReplyView.For, "Too late."),
                On(head, "2026-05-06")
            );
            Assert.Equal(
                "consultation-closed",
                Assert.IsType<Done<Consultation>.Refused>(school).Why.Code
            );
        }
        Assert.Equal(1, (await Replies(store)).PeopleCounted);
        // What the program closed stands in the name of whoever set the day, and the journal says who did it.
        Assert.Equal("closed", (await Procedure(store)).At.ToString());
        Assert.Equal(region, (await Procedure(store)).History[^1].By.Over);
        Assert.Contains(
            await store.Entries(0, 1000),
            e => e is { Act: "close-consultation", By: "program" }
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_school_ranks_trusts_and_asks_them_and_changes_its_reply_until_it_closes(
        Database database
    )
    {
        await using var store = await Opened(database);
        Assert.Equal(
            "nobody-to-ask",
            Assert
                .IsType<Done<Consultation>.Refused>(
                    await store.Do(
                        ByTheSchool(ReplyView.Neither, "We do not know.", [], "Who pays?"),
                        On(head, "2026-03-10")
                    )
                )
                .Why.Code
        );
        Assert.IsType<Done<Consultation>.Written>(
            await store.Do(
                ByTheSchool(ReplyView.Neither, "It depends.", trusts, "Who pays for the roof?"),
                On(head, "2026-03-10")
            )
        );
        var stranger = new Holder(Story.Id(3), new(Role.TrustOfficer, Scope.Trust(new(2003))));
        var asked = new Holder(Story.Id(4), new(Role.TrustOfficer, Scope.Trust(trusts[1])));
        Assert.IsType<Done<Consultation>.Refused>(
            await store.Do(
                new AnswerTrustQuestion(id, 1, new(2003), "We would."),
                On(stranger, "2026-03-11")
            )
        );
        Assert.IsType<Done<Consultation>.Written>(
            await store.Do(
                new AnswerTrustQuestion(id, 1, trusts[1], "We would."),
                On(asked, "2026-03-11")
            )
        );
        Assert.IsType<Done<Consultation>.Written>(
            await store.Do(
                ByTheSchool(
                    ReplyView.For,
                    "That settles it.",
                    [trusts[1], trusts[0]],
                    "Who pays for the roof?"
                ),
                On(head, "2026-03-12")
            )
        );
        var replies = await Replies(store);
        // The same question sent again is no new one, and its answer stays.
        Assert.Equal("We would.", Assert.Single(replies.Questions).Answers[0].Words.Text);
        Assert.Equal(ReplyView.For, Assert.Single(replies.Organisations).View);
        var outcome = await store.ConsultationOf(reference);
        Assert.Equal([trusts[1], trusts[0]], outcome.PreferencesOf(new Urn(100000)));
        var open = PublicConsultation.Of(replies).Json!;
        Assert.Contains("That settles it.", open);
        Assert.DoesNotContain("2002", open);
        Assert.DoesNotContain("roof", open);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nothing_is_reported_before_every_reply_is_read(Database database)
    {
        await using var store = await Opened(database);
        for (var i = 0; i < 5; i++)
            Assert.Null(
                await Reply(
                    store,
                    $"parent{i}@school.example",
                    "2026-03-10",
                    i < 3 ? ReplyView.For : ReplyView.Against
                )
            );
        Assert.Null(await Reply(store, "one@school.example", "2026-03-10", replier: Replier.Staff));
        await store.Do(ByTheSchool(ReplyView.For, "Yes."), On(head, "2026-03-10"));
        await Keep(store, "2026-05-06");
        var report = ConsultationStory.Report(id, region);
        async Task<Done<ProcedureCase>> Report() =>
            await store.Do(report, On(officer, "2026-05-07"));
        Assert.Equal(
            "case-not-so-far",
            Assert.IsType<Done<ProcedureCase>.Refused>(await Report()).Why.Code
        );
        // A head reads none of what parents wrote.
        var people = await store.PeopleIn(id);
        Assert.IsType<Done<PersonReply>.Refused>(
            await store.Do(new ReadPersonReply(people[0].Id), On(head, "2026-05-07"))
        );
        Assert.Null(
            await store.DoTogether(
                [
                    Doing.Of(new ReadOrganisationReply(id, school)),
                    .. people.Select(p => Doing.Of(new ReadPersonReply(p.Id))),
                ],
                On(officer, "2026-05-07")
            )
        );
        Assert.IsType<Done<ProcedureCase>.Written>(await Report());
        Assert.Equal(["told"], await Keep(store, "2026-05-07"));
        Assert.Empty(await Keep(store, "2026-05-08"));
        // Five parents are told by view; one of the staff would be made out.
        var open = PublicConsultation.Of(await Replies(store)).Json!;
        Assert.Contains("""{"As":"parent","All":5,"For":3,"Against":2,"Neither":0}""", open);
        Assert.Contains(
            """{"As":"staff","All":1,"For":null,"Against":null,"Neither":null}""",
            open
        );
        Assert.Equal(.5, (await store.ConsultationOf(reference)).ShareInFavour!.Value, 9);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Half_a_year_after_the_report_addresses_words_and_the_secret_are_gone_and_the_counts_stay(
        Database database
    )
    {
        await using var store = await Opened(database);
        Assert.Null(await Reply(store, Parent, "2026-03-10"));
        await store.Do(ByTheSchool(ReplyView.For, "Yes."), On(head, "2026-03-10"));
        await Keep(store, "2026-05-06");
        foreach (var reply in await store.PeopleIn(id))
            await store.Do(new ReadPersonReply(reply.Id), On(officer, "2026-05-07"));
        await store.Do(new ReadOrganisationReply(id, school), On(officer, "2026-05-07"));
        await Do(store, ConsultationStory.Report(id, region), "2026-05-07");
        await Keep(store, "2026-05-07");
        RetentionRule[] rules =
        [
            .. RetentionRules.All.Where(r =>
                r.Id.ToString() is "consultation-replies" or "sent-letters"
            ),
        ];
        var day = new DateOnly(2026, 11, 3);
        async Task<int> Sweep(int days) =>
            (
                await store.CarryOutRetention(
                    rules,
                    new(day.AddDays(days), default, TimeSpan.Zero),
                    day.AddDays(days)
                )
            ).Sum(c => c.Number);
        Assert.Equal(0, await Sweep(0));
        Assert.Equal(1, await Sweep(1));
        var kept = Assert.Single(await store.PeopleIn(id));
        Assert.DoesNotContain("school.example", kept.Address.ToString());
        Assert.DoesNotContain("marzipan", kept.Words.ToString());
        var replies = await Replies(store);
        Assert.DoesNotContain("guess", replies.Secret.ToString());
        Assert.Equal("Yes.", Assert.Single(replies.Organisations).Words.Text);
        Assert.Equal(1, replies.PeopleCounted);
        Assert.Equal(0, await Sweep(2));
        Assert.Null((await store.Verify()).Fault);
    }
}
