using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Statements;

/// <summary>What a school says of itself: who may, and what it may be.</summary>
public sealed class StatementTests
{
    private static readonly Urn school = new(100_000);
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly PersonId ada = PersonId.From([1, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

    private static Occasion By(Role role, Scope over) =>
        new(new Holder(ada, new Appointment(role, over)), now, new DateOnly(2026, 10, 2));

    private static readonly Occasion theHead = By(Role.Head, Scope.School(school));

    private static string Refused<TEvent>(Outcome<TEvent> outcome) =>
        Assert.IsType<Outcome<TEvent>.Refused>(outcome).Why.Code;

    [Theory]
    [InlineData(Role.Head)]
    [InlineData(Role.Governor)]
    public void A_head_and_a_governor_speak_for_their_school(Role role)
    {
        var outcome = new MakeStatement(school, "We teach Latin.").Apply(
            null,
            By(role, Scope.School(school))
        );

        var made = Assert.IsType<Outcome<StatementMade>.Happened>(outcome).Event;
        Assert.Equal(("We teach Latin.", role), (made.Text.Text, made.As));
    }

    [Fact]
    public void Nobody_else_speaks_for_a_school()
    {
        var act = new MakeStatement(school, "We teach Latin.");
        Occasion[] others =
        [
            By(Role.Head, Scope.School(new Urn(100_001))),
            By(Role.TrustOfficer, Scope.Trust(new Uid(1234))),
            By(Role.Administrator, Scope.Everywhere),
            theHead with
            {
                By = new Program("publish-head"),
            },
        ];

        Assert.All(
            others,
            other => Assert.Equal("not-your-school", Refused(act.Apply(null, other)))
        );
        Assert.All(
            others,
            other =>
                Assert.Equal(
                    "not-your-school",
                    Refused(new WithdrawStatement(school).Apply(null, other))
                )
        );
    }

    [Theory]
    [InlineData("", "text-missing")]
    [InlineData(" \r\n ", "text-missing")]
    [InlineData("with a bell \u0007", "text-unfit")]
    public void Words_that_cannot_be_shown_are_refused(string text, string code) =>
        Assert.Equal(code, Refused(new MakeStatement(school, text).Apply(null, theHead)));

    [Fact]
    public void A_statement_has_at_most_a_thousand_characters()
    {
        Assert.IsType<Outcome<StatementMade>.Happened>(
            new MakeStatement(school, new string('a', 1000)).Apply(null, theHead)
        );
        Assert.Equal(
            "text-too-long",
            Refused(new MakeStatement(school, new string('a', 1001)).Apply(null, theHead))
        );
    }

    [Fact]
    public void The_same_words_again_change_nothing()
    {
        var before = new SchoolStatement(
            school,
            "We teach Latin.",
            new DateOnly(2026, 9, 1),
            ada,
            Role.Head
        );

        var outcome = new MakeStatement(school, "We teach Latin.\r\n").Apply(before, theHead);

        Assert.IsType<Outcome<StatementMade>.Unchanged>(outcome);
    }

    [Fact]
    public void The_public_sees_the_words_the_day_and_the_office_but_no_name()
    {
        var said = new SchoolStatement(
            school,
            "We teach Latin.",
            new DateOnly(2026, 9, 1),
            ada,
            Role.Head
        );

        Assert.Equal(
            """{"Urn":100000,"Text":"We teach Latin.","SaidOn":"2026-09-01","Role":"head"}""",
            said.Public.Json
        );
    }

    [Fact]
    public void What_was_taken_back_is_public_no_longer()
    {
        var said = new SchoolStatement(
            school,
            "We teach Latin.",
            new DateOnly(2026, 9, 1),
            ada,
            Role.Head
        );

        var outcome = new WithdrawStatement(school).Apply(said, theHead);

        var after = Assert
            .IsType<Outcome<StatementWithdrawn>.Happened>(outcome)
            .Event.After(said, now);
        Assert.False(after.Text.IsThere);
        Assert.Null(after.Public.Json);
    }

    [Fact]
    public void The_chain_holds_no_word_of_a_statement()
    {
        var made = new StatementMade(
            school,
            "We teach Latin.",
            new DateOnly(2026, 9, 1),
            ada,
            Role.Head
        );

        var entry = Writing.Entry(
            Head.Empty,
            "make-statement",
            made,
            null,
            made.After(null, now),
            theHead,
            () => new byte[16]
        );

        Assert.DoesNotContain("Latin", entry.Payload, StringComparison.Ordinal);
    }
}
