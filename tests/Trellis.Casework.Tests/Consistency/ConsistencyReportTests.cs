using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Consistency;

/// <summary>A quarter is published once, kept, and answered.</summary>
public sealed class ConsistencyReportTests(Databases databases)
{
    private static readonly Journal.Program program = new("consistency");
    private static readonly DateOnly fifteenth = new(2026, 10, 15);

    private static Occasion On(DateOnly day, Actor? by = null) =>
        new(by ?? program, new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero), day);

    private static PublishConsistency Publish(params IReadOnlyList<DecidedCase> cases) =>
        new(Decided.Third, Decided.Edition(cases));

    private static ConsistencyReport Published(
        ConsistencyReport? before = null,
        params IReadOnlyList<DecidedCase> cases
    ) =>
        Assert
            .IsType<Outcome<ConsistencyPublished>.Happened>(
                Publish(cases).Apply(before, On(fifteenth))
            )
            .Event.After(before, default);

    private static string Refused<TEvent>(Outcome<TEvent> outcome) =>
        Assert.IsType<Outcome<TEvent>.Refused>(outcome).Why.Code;

    private static AnswerDifference Answer(string words = "The second trust had debts.") =>
        new(Decided.Third, Asking.Case(1), Asking.Case(2), words);

    [Fact]
    public void The_program_publishes_a_quarter_two_weeks_after_it_and_nobody_else_does()
    {
        Assert.Equal("too-early", Refused(Publish().Apply(null, On(fifteenth.AddDays(-1)))));
        Assert.Equal("not-by-hand", Refused(Publish().Apply(null, On(fifteenth, Asking.Director))));
        var edition = Assert.Single(Published(cases: Decided.YesThenNo).Editions);
        Assert.Equal((1, fifteenth, 41L), (edition.Number, edition.On, edition.Entry));
    }

    [Fact]
    public void An_edition_is_never_changed_and_another_comes_only_with_another_decision()
    {
        var first = Published(cases: Decided.YesThenNo);
        Assert.IsType<Outcome<ConsistencyPublished>.Unchanged>(
            Publish(Decided.YesThenNo).Apply(first, On(fifteenth.AddDays(30)))
        );
        // Another import says something else of a school: no reason for another edition.
        var imported = Decided
            .YesThenNo.Select(c => c with { Then = c.Then with { Pupils = 900 } })
            .ToList();
        Assert.IsType<Outcome<ConsistencyPublished>.Unchanged>(
            Publish(imported).Apply(first, On(fifteenth.AddDays(30)))
        );
        var second = Published(first, [.. Decided.YesThenNo, Decided.Case(3)]);
        Assert.Equal([1, 2], second.Editions.Select(e => e.Number));
        Assert.Same(first.Editions[0], second.Editions[0]);
    }

    [Fact]
    public void Whoever_decides_in_either_region_may_answer_and_nobody_else()
    {
        var report = Published(cases: Decided.YesThenNo);
        var south = Asking.Of(8, Role.DecisionMaker, Decided.South);
        foreach (var by in new[] { Asking.Director, south })
            Assert.Equal(
                by.As.Over,
                Assert
                    .IsType<Outcome<DifferenceAnswered>.Happened>(
                        Answer().Apply(report, On(fifteenth, by))
                    )
                    .Event.Answer.Region
            );
        foreach (
            var by in new Actor[]
            {
                Asking.Officer,
                Asking.OfTrust,
                program,
                Asking.Of(9, Role.DecisionMaker, Scope.Parse("region:fictional-east")),
                Asking.Of(9, Role.BoardMember, Asking.Region),
            }
        )
            Assert.Equal("not-yours-to-answer", Refused(Answer().Apply(report, On(fifteenth, by))));
    }

    [Fact]
    public void What_is_no_pair_is_not_answered_nor_is_one_answered_with_nothing_or_too_much()
    {
        var report = Published(cases: Decided.YesThenNo);
        var now = On(fifteenth, Asking.Director);
        Assert.Equal("no-such-pair", Refused(Answer().Apply(null, now)));
        Assert.Equal(
            "no-such-pair",
            Refused((Answer() with { Later = Asking.Case(3) }).Apply(report, now))
        );
        Assert.Equal("answer-missing", Refused(Answer(" \n ").Apply(report, now)));
        Assert.Equal(
            "answer-too-long",
            Refused(Answer(new string('x', AnswerDifference.Longest + 1)).Apply(report, now))
        );
    }

    [Fact]
    public void An_answer_that_says_what_is_hidden_in_a_case_is_refused()
    {
        var report = Published(cases: Decided.YesThenNo);
        var answer = Answer("They asked for FOUR MILLION pounds.") with
        {
            Hidden = [new Redactions.HiddenWords(1, "four million")],
        };
        Assert.Equal(
            "hidden-words-said",
            Refused(answer.Apply(report, On(fifteenth, Asking.Director)))
        );
    }

    [Fact]
    public void Said_again_the_newer_words_stand_with_both_days_and_never_who_typed_them()
    {
        var report = Published(cases: Decided.YesThenNo);
        foreach (var (words, day) in new[] { ("First.", 0), ("Second.", 3) })
            report = Assert
                .IsType<Outcome<DifferenceAnswered>.Happened>(
                    Answer(words).Apply(report, On(fifteenth.AddDays(day), Asking.Director))
                )
                .Event.After(report, default);
        Assert.IsType<Outcome<DifferenceAnswered>.Unchanged>(
            Answer(" Second.\n").Apply(report, On(fifteenth.AddDays(4), Asking.Director))
        );
        var json = PublicConsistency.Of(report).Json!;
        var told = Assert.Single(PublicConsistency.Read(json).Answers);
        Assert.Equal(
            ("Second.", fifteenth, fifteenth.AddDays(3)),
            (told.Words, told.On, told.ChangedOn)
        );
        Assert.DoesNotContain($"{Asking.Director.Person}", json, StringComparison.Ordinal);
        Assert.DoesNotContain("First.", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_store_keeps_it_to_the_last_digit_and_refuses_who_declared_an_interest(
        Database database
    )
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await databases.Store(database);
        var written = Assert.IsType<Done<ConsistencyReport>.Written>(
            await store.Do(
                Publish(Decided.YesThenNo),
                On(fifteenth),
                beside: (_, after) => new Alongside([], [PublicConsistency.Of(after)]),
                stop: stop
            )
        );
        var read = (await store.Find<ConsistencyReport>("2026Q3", stop))!.State;
        Assert.Equal(ActJson.Write(written.After.State), ActJson.Write(read));
        Assert.Equal(
            ActJson.Write(QuarterAudit.Of(Decided.Third, read.Editions[0].Cases)),
            ActJson.Write(read.Editions[0].Audit)
        );

        await store.Do(
            new OpenCase(
                Asking.Case(2),
                Decided.Joins,
                [Asking.School(2)],
                null,
                null,
                Asking.Region,
                null,
                Asking.Region
            ),
            On(fifteenth, Asking.Officer),
            stop: stop
        );
        await store.Do(
            new DeclareInterest(
                Asking.Case(2),
                Asking.School(2),
                "A fictional sister teaches there.",
                null
            ),
            On(fifteenth, Asking.Director),
            stop: stop
        );
        var refused = Assert.IsType<Done<ConsistencyReport>.Refused>(
            await store.Do(Answer(), On(fifteenth, Asking.Director), stop: stop)
        );
        Assert.Equal("interest-declared", refused.Why.Code);
        Assert.IsType<Done<ConsistencyReport>.Written>(
            await store.Do(
                Answer(),
                On(fifteenth, Asking.Of(7, Role.DecisionMaker, Asking.Region)),
                stop: stop
            )
        );
    }
}
