using Trellis.Journal;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Procedures;

/// <summary>What was recorded wrongly is put right, until the next step is taken.</summary>
public sealed class CorrectStepTests(Databases databases)
{
    private static readonly Scope authority = Scope.Parse("local-authority:330");
    private static readonly Scope ash = Scope.Parse("school:100001");
    private static readonly Scope beech = Scope.Parse("school:100002");
    private static readonly CaseId id = CaseId.From([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    private static readonly Holder ashHead = new(Story.Id(1), new(Role.Head, ash));
    private static readonly Holder beechChair = new(Story.Id(2), new(Role.Governor, beech));

    private static Code C(string text) => Code.Parse(text);

    private static Occasion On(string day, Actor by) =>
        new(
            by,
            new DateTimeOffset(DateOnly.Parse(day), new TimeOnly(10, 0), TimeSpan.Zero),
            DateOnly.Parse(day)
        );

    private static Answer[] Agreed(string day, string agreement = "yes") =>
        [Answer.Of(C("agreed-on"), DateOnly.Parse(day)), Answer.Of(C("agreement"), C(agreement))];

    private static Answer[] Met(string day, string words = "The first fictional words") =>
        [
            Answer.Of(C("running-on"), DateOnly.Parse(day)),
            Answer.Of(C("terms"), C("constitution"), C("membership"), C("terms")),
            Answer.Of(C("functions"), (FreeText)words),
        ];

    private static TakeStep Take(string step, Holder by, Answer[] answers) =>
        new(id, C(step), by.As.Over, authority, answers);

    private static CorrectStep Correct(string step, Holder by, Answer[] answers) =>
        new(id, C(step), by.As.Over, authority, answers);

    private static async Task<ProcedureCase> Done<TEvent>(
        Casework store,
        Act<ProcedureCase, TEvent> act,
        Occasion now
    )
        where TEvent : Event<ProcedureCase> =>
        Assert
            .IsType<Done<ProcedureCase>.Written>(
                await store.Do(
                    act,
                    now,
                    beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
                )
            )
            .After.State;

    private static async Task<string> Refused<TEvent>(
        Casework store,
        Act<ProcedureCase, TEvent> act,
        Occasion now
    )
        where TEvent : Event<ProcedureCase> =>
        Assert.IsType<Done<ProcedureCase>.Refused>(await store.Do(act, now)).Why.Code;

    /// <summary>A committee of two schools, agreed by both on 5 January 2026.</summary>
    private static async Task Begun(Casework store)
    {
        await Done(
            store,
            new BeginProcedure(
                id,
                ProcedureId.Parse("joint-committee"),
                new DateOnly(2026, 1, 2),
                ash,
                [new(C("school"), ash, authority), new(C("school"), beech, authority)]
            ),
            On("2026-01-02", ashHead)
        );
        await Done(store, Take("agree", ashHead, Agreed("2026-01-05")), On("2026-01-05", ashHead));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_latest_step_is_corrected_and_the_journal_keeps_both(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        await Done(
            store,
            Take("agree", beechChair, Agreed("2026-01-05")),
            On("2026-01-05", beechChair)
        );
        await Done(store, Take("start", ashHead, Met("2026-01-09")), On("2026-01-12", ashHead));

        var after = await Done(
            store,
            Correct("start", ashHead, Met("2026-01-12", "Other fictional words")),
            On("2026-01-20", ashHead)
        );

        Assert.Equal(3, after.History.Count);
        Assert.Equal(C("running"), after.At);
        Assert.Equal(new DateOnly(2026, 1, 12), after.AnswerTo(C("running-on"))!.Day);
        Assert.Equal(new DateOnly(2026, 1, 12), after.History[^1].On);
        Assert.Equal(new DateOnly(2026, 1, 20), after.History[^1].CorrectedOn);
        Assert.Equal(
            ActJson.Write(after),
            ActJson.Write((await store.Find<ProcedureCase>($"{id}"))!.State)
        );
        var entries = await store.Entries(1, 100);
        var words = entries.SelectMany(e => e.Texts).Select(t => t.Text).ToList();
        Assert.Contains("The first fictional words", words);
        Assert.Contains("Other fictional words", words);
        Assert.Null((await store.Verify()).Fault);
    }

    private static DateTimeOffset At(string day) =>
        new(DateOnly.Parse(day), new TimeOnly(12, 0), TimeSpan.Zero);

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_rules_hold_for_a_correction_as_on_the_day_of_the_record(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);

        // Recorded on 5 January: a meeting of the 6th cannot have been meant, though that day has come since.
        Assert.Equal(
            "day-not-come",
            await Refused(
                store,
                Correct("agree", ashHead, Agreed("2026-01-06")),
                On("2026-01-20", ashHead)
            )
        );
        // Another's answer is theirs.
        Assert.Equal(
            "not-your-step",
            await Refused(
                store,
                Correct("agree", beechChair, Agreed("2026-01-04")),
                On("2026-01-20", beechChair)
            )
        );
        Assert.IsType<Done<ProcedureCase>.Unchanged>(
            await store.Do(
                Correct("agree", ashHead, Agreed("2026-01-05")),
                On("2026-01-20", ashHead)
            )
        );
        // Once the next has taken theirs it stays.
        await Done(
            store,
            Take("agree", beechChair, Agreed("2026-01-05")),
            On("2026-01-20", beechChair)
        );
        Assert.Equal(
            "not-your-step",
            await Refused(
                store,
                Correct("agree", ashHead, Agreed("2026-01-04")),
                On("2026-01-21", ashHead)
            )
        );
        Assert.Equal(
            "not-the-latest",
            await Refused(
                store,
                Correct("start", ashHead, Met("2026-01-20")),
                On("2026-01-21", ashHead)
            )
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_correction_leads_where_the_right_answer_would_have_led(Database database)
    {
        await using var store = await databases.Store(database);
        await Begun(store);
        var ended = await Done(
            store,
            Take("agree", beechChair, Agreed("2026-01-06", "no")),
            On("2026-01-06", beechChair)
        );
        Assert.Equal(C("not-agreed"), ended.At);

        var after = await Done(
            store,
            Correct("agree", beechChair, Agreed("2026-01-06")),
            On("2026-01-07", beechChair)
        );

        Assert.Equal(C("agreed"), after.At);
        Assert.False(after.IsOver);
        Assert.Equal(new DateOnly(2026, 1, 6), after.Since);
    }

    [Fact]
    public void A_case_that_was_kept_before_steps_could_be_corrected_is_read_and_goes_on()
    {
        var begun = Assert
            .IsType<Outcome<ProcedureBegun>.Happened>(
                new BeginProcedure(
                    id,
                    ProcedureId.Parse("joint-committee"),
                    new DateOnly(2026, 1, 2),
                    ash,
                    [new(C("school"), ash, authority), new(C("school"), beech, authority)]
                ).Apply(null, On("2026-01-02", ashHead))
            )
            .Event.After(null, At("2026-01-02"));
        var older = ActJson.Write(begun).Replace(",\"before\":null", "", StringComparison.Ordinal);
        Assert.DoesNotContain("before", older);

        Assert.Null(ActJson.Read<ProcedureCase>(older).Before);
        Assert.IsType<Outcome<StepTaken>.Happened>(
            Take("agree", ashHead, Agreed("2026-01-05"))
                .Apply(ActJson.Read<ProcedureCase>(older), On("2026-01-05", ashHead))
        );
    }
}
