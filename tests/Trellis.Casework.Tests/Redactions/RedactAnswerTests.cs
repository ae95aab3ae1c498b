using System.Text;
using System.Text.Json;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Store;
using static Trellis.Brokerage.CaseStory;

namespace Trellis.Redactions;

/// <summary>Words of a case's public answers that are hidden after they were public: gone from every public byte, and back on their day.</summary>
public sealed class RedactAnswerTests(Databases databases)
{
    private const string Secret = "Quillon Merrydew was offered 41,750 pounds";
    private const string Said =
        "The trust sends a leader for two days each week, and a second one for the teaching of reading in the first two years. "
        + Secret
        + " to come for a year. It pays for it until the summer, looks at it every month with the governors of the academy, and "
        + "tells the region each time what it has seen and what has to change next, as it did with three other academies of its own.";

    private static readonly DateOnly today = new(2026, 3, 2);
    private static readonly TextAt at = ProcedureCase.TextOf(1, C("support-words"));
    private static readonly Holder second = new(Story.Id(12), new(Role.RegionOfficer, Region));

    private static Occasion On(Actor by, DateOnly? day = null, string? why = null) =>
        new(
            by,
            new DateTimeOffset(day ?? today, new TimeOnly(10, 0), TimeSpan.Zero),
            day ?? today,
            why
        );

    private static Task<Done<ProcedureCase>> Do<TEvent>(
        Casework store,
        Act<ProcedureCase, TEvent> act,
        Occasion now
    )
        where TEvent : Event<ProcedureCase> =>
        store.Do(act, now, beside: (_, after) => new Alongside([], [PublicCase.Of(after)]));

    private static async Task<ProcedureCase> Written(Task<Done<ProcedureCase>> doing) =>
        await doing switch
        {
            Done<ProcedureCase>.Written done => done.After.State,
            Done<ProcedureCase>.Refused no => throw new Xunit.Sdk.XunitException(no.Why.Sentence),
            var other => throw new Xunit.Sdk.XunitException($"{other}"),
        };

    private static async Task<string> Refused(Task<Done<ProcedureCase>> doing) =>
        Assert.IsType<Done<ProcedureCase>.Refused>(await doing).Why.Code;

    private static TakeStep Take(string step, params IReadOnlyList<Answer> answers) =>
        new(Id, C(step), Region, null, answers);

    private static Answer[] Support(string words) =>
        [
            CaseStory.On("support-on", "2026-02-20"),
            Choose("support-by", "own-trust"),
            Say("support-words", words),
            CaseStory.On("support-review-on", "2026-03-02"),
        ];

    private static Answer[] Progress(string words) =>
        [
            CaseStory.On("reviewed-on", "2026-03-02"),
            Choose("progress", "some"),
            Say("progress-words", words),
        ];

    /// <summary>A case whose second step is public with the secret in it.</summary>
    private static async Task Begun(Casework store, string said = Said)
    {
        var opening = new CaseOpening(
            new CaseKind(ProcedureId.Parse("transfer-underperforming"), [], []),
            [School],
            Old,
            Authority,
            Region,
            null,
            null,
            today.AddDays(-20)
        );
        Assert.Null(
            await store.DoTogether(
                opening.Acts(Ref, Region, _ => Id, today.AddDays(-15)),
                On(Officer, today.AddDays(-15))
            )
        );
        await Written(
            Do(
                store,
                Take(
                    "record-concern",
                    CaseStory.On("concern-on", "2026-02-12"),
                    Choose("concern-kind", "finance")
                ),
                On(Officer, today.AddDays(-14))
            )
        );
        await Written(
            Do(store, Take("plan-support", Support(said)), On(Officer, today.AddDays(-10)))
        );
    }

    private static RedactAnswer Hide(
        string words,
        string said = Said,
        string until = "2026-06-01"
    ) =>
        new(
            Id,
            new Passage(
                at,
                said.IndexOf(words, StringComparison.Ordinal),
                words.Length,
                RedactionCode.PersonalData,
                DateOnly.Parse(until),
                "Somebody who does not act in public."
            )
        );

    private static IReadOnlyList<CanaryHit> HitsIn(string folder) =>
        CanaryScan.Hits(
            [new(1, Secret), new(2, "Quillon"), new(3, "Merrydew"), new(4, "41,750")],
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => new Output(f, Encoding.UTF8.GetString(File.ReadAllBytes(f))))
        );

    private static PublicCase Read(PublicRecordFile record) =>
        JsonSerializer.Deserialize<PublicCase>(record.Find(PublicCase.Kind, $"{Id}")!.Json)!;

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Hidden_words_are_gone_from_every_byte_of_every_node(Database database)
    {
        var place = await databases.Fresh(database);
        await using var store = await Casework.Open(place.Folder, place.Connection, new Clock());
        var (old, late) = (Path.Combine(place.Folder, "old"), Path.Combine(place.Folder, "late"));
        using var node = PublicRecordFile.Open(old);
        await Begun(store);
        await node.Follow(store, new Clock());
        Assert.NotEmpty(HitsIn(old));

        await Written(store.Do(Hide(Secret), On(Officer)));
        await node.Follow(store, new Clock());

        Assert.Empty(HitsIn(old));
        Assert.Contains("for a year", Read(node).Steps[1].Answers[2].Text);
        Assert.Contains("[redacted: personal data]", Read(node).Steps[1].Answers[2].Text);
        var told = Read(node).Withheld!;
        Assert.Equal((6, false), (told.Redacted, told.WaitsForSecond));
        // A node that is new, and one that was away for all of it, never hold them.
        using (var fresh = PublicRecordFile.Open(late))
        {
            await fresh.Follow(store, new Clock());
            Assert.Empty(HitsIn(late));
        }
        Assert.DoesNotContain(
            await store.Ask("select json from public_change where json is not null"),
            row => row.Contains("Quillon", StringComparison.Ordinal)
        );
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Who_does_not_work_on_the_case_hides_nothing_in_it(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        foreach (
            var other in new Holder[]
            {
                CaseStory.Head,
                OldTrust,
                new(Story.Id(20), new(Role.RegionOfficer, Scope.Parse("region:london"))),
                new(Story.Id(21), new(Role.BoardMember, Region)),
                new(Story.Id(22), new(Role.Administrator, Scope.Everywhere)),
            }
        )
            Assert.Equal("not-your-case", await Refused(store.Do(Hide(Secret), On(other))));
        await store.Do(
            new DeclareInterest(Ref, Old, "A fictional sister works there.", null),
            On(Officer)
        );
        Assert.Equal("interest-declared", await Refused(store.Do(Hide(Secret), On(Officer))));
        Assert.Equal(
            "redaction-code-missing",
            await Refused(
                store.Do(new RedactAnswer(Id, Hide(Secret).What with { Code = null }), On(second))
            )
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_much_is_hidden_at_once_and_says_that_it_waits_for_a_second_person(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        var much = Said[..Said.IndexOf(" It pays", StringComparison.Ordinal)];
        var after = await Written(store.Do(Hide(much), On(Officer)));
        Assert.True(after.Redactions.WaitsForSecond(after.PublicTexts));
        Assert.Contains("\"WaitsForSecond\":true", PublicCase.Of(after).Json);
        Assert.DoesNotContain("Quillon", PublicCase.Of(after).Json);
        Assert.Equal(
            "second-person-needed",
            await Refused(store.Do(new AgreeToRedaction(Id, 1), On(Officer)))
        );

        after = await Written(store.Do(new AgreeToRedaction(Id, 1), On(second)));

        Assert.False(after.Redactions.WaitsForSecond(after.PublicTexts));
        Assert.Contains("\"WaitsForSecond\":false", PublicCase.Of(after).Json);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task No_later_step_says_what_is_hidden(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        await Written(store.Do(Hide(Secret), On(Officer)));
        var said = Take(
            "begin-review",
            Progress("Since QUILLON merrydew was\noffered 41 750 pounds it is better.")
        );
        Assert.Equal("hidden-words-said", await Refused(Do(store, said, On(Officer))));
        await Written(
            Do(
                store,
                Take("begin-review", Progress("Since somebody was offered it, it is better.")),
                On(Officer)
            )
        );
        Assert.Equal(
            "hidden-words-said",
            await Refused(
                Do(
                    store,
                    new CorrectStep(Id, C("begin-review"), Region, null, Progress($"As {Secret}.")),
                    On(Officer)
                )
            )
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_correction_leaves_words_hidden(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        await Written(store.Do(Hide(Secret), On(Officer)));
        CorrectStep To(string words) => new(Id, C("plan-support"), Region, null, Support(words));

        var moved = await Written(Do(store, To($"In short: {Said}"), On(Officer)));
        Assert.DoesNotContain("Quillon", PublicCase.Of(moved).Json);
        Assert.Contains("In short: The trust", PublicCase.Of(moved).Json);

        var other = await Written(Do(store, To($"{Secret[..20]} some pounds."), On(Officer)));
        Assert.Contains("\"Text\":\"[redacted: personal data]\"", PublicCase.Of(other).Json);
        Assert.DoesNotContain("Quillon", PublicCase.Of(other).Json);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Words_are_public_again_on_their_day_and_only_the_program_lets_them(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        await Written(store.Do(Hide(Secret), On(Officer)));
        await Written(store.Do(Hide("750 pounds to com", until: "2026-09-01"), On(second)));
        var last = new DateOnly(2026, 6, 1);
        var program = new Program("release-redactions");
        var release = new ReleaseRedaction(Id, 1);

        Assert.Equal("not-due", await Refused(store.Do(release, On(program, last.AddDays(-1)))));
        Assert.Equal("not-by-hand", await Refused(store.Do(release, On(Officer, last))));
        var after = await Written(store.Do(release, On(program, last)));

        Assert.Contains("Quillon", PublicCase.Of(after).Json);
        Assert.DoesNotContain("41,750", PublicCase.Of(after).Json);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Anybody_asks_again_and_the_answer_is_public_with_its_day(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        await Written(store.Do(Hide(Secret), On(Officer)));
        var program = new Program("redaction-review");
        Assert.Equal("not-by-hand", await Refused(store.Do(new AskForReview(Id, 1), On(Officer))));
        var asked = await Written(store.Do(new AskForReview(Id, 1), On(program)));
        Assert.Contains("\"AskedOn\":\"2026-03-02\"", PublicCase.Of(asked).Json);
        Assert.IsType<Done<ProcedureCase>.Unchanged>(
            await store.Do(new AskForReview(Id, 1), On(program))
        );

        Assert.Equal(
            "second-person-needed",
            await Refused(
                store.Do(
                    new AnswerReview(Id, 1, ReviewOutcome.Released, "It is over."),
                    On(Officer)
                )
            )
        );
        var answered = await Written(
            store.Do(
                new AnswerReview(Id, 1, ReviewOutcome.Released, "It is over."),
                On(second, today.AddDays(3))
            )
        );

        Assert.Contains("Quillon", PublicCase.Of(answered).Json);
        Assert.Contains("\"AnsweredOn\":\"2026-03-05\"", PublicCase.Of(answered).Json);
        Assert.Contains("It is over.", PublicCase.Of(answered).Json);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Who_lets_words_go_early_says_why(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        await Written(store.Do(Hide(Secret), On(Officer)));
        Assert.Equal(
            "reason-missing",
            await Refused(store.Do(new LiftRedaction(Id, 1), On(second)))
        );
        var after = await Written(
            store.Do(new LiftRedaction(Id, 1), On(second, why: "The year is over."))
        );
        Assert.Contains("Quillon", PublicCase.Of(after).Json);
        Assert.Equal(
            0,
            JsonSerializer.Deserialize<PublicCase>(PublicCase.Of(after).Json!)!.Withheld!.Redacted
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_erasure_before_the_words_does_not_move_them_into_the_open(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Invite(1, 0);
        await store.Invite(2, 1);
        var said = $"{Story.Name(2)} agreed. {Said}";
        await Begun(store, said);
        await Written(store.Do(Hide(Secret, said), On(Officer)));

        Assert.IsType<Done<Person>.Written>(
            await store.Do(
                new ErasePerson(Story.Id(2)),
                On(new Program("retention"), today.AddDays(1))
            )
        );

        var kept = (await store.Find<ProcedureCase>($"{Id}"))!.State;
        var json = PublicCase.Of(kept).Json!;
        Assert.DoesNotContain("Fictional Person", json);
        Assert.DoesNotContain("Quillon", json);
        Assert.DoesNotContain("41,750", json);
        Assert.Contains("[erased] agreed. The trust sends", json);
    }
}
