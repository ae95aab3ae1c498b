using Trellis.Journal;
using Trellis.People;

namespace Trellis.Redactions;

/// <summary>What may be hidden, by whom and until when, and what the public then reads.</summary>
public sealed class RedactingTests
{
    private static readonly DateOnly today = new(2026, 10, 2);
    private static readonly TextAt why = TextAt.Parse("1.decision-because");
    private static readonly TextAt note = TextAt.Parse("2.words");
    private static readonly Holder ada = By(1);
    private static readonly Holder ben = By(2);

    // 32 words, so that three are one person's to hide and four are not.
    private const string Reasons =
        "The trust has places and a plan. Its offer was 4.2 million pounds over three years, "
        + "which the other trust could not match, and the school’s own governors asked for it soon.";

    private static Holder By(byte who) =>
        new(
            PersonId.From([who, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            new Appointment(Role.RegionOfficer, new Scope(ScopeKind.Region, "north-east"))
        );

    private static IReadOnlyList<PlacedText> Texts => [new(why, Reasons)];

    private static Passage Of(
        string words,
        RedactionCode? code = RedactionCode.CommercialInNegotiation,
        string? until = "2027-04-01",
        string reason = "An offer in a negotiation."
    )
    {
        var start = Reasons.IndexOf(words, StringComparison.Ordinal);
        return new(
            why,
            start,
            words.Length,
            code,
            until is null ? null : DateOnly.Parse(until),
            reason
        );
    }

    private static string? No<T>(Outcome<T> outcome) =>
        outcome is Outcome<T>.Refused no ? no.Why.Code : null;

    private static T Came<T>(Outcome<T> outcome) =>
        Assert.IsType<Outcome<T>.Happened>(outcome).Event;

    private static RedactionBook Hiding(params string[] passages) =>
        passages.Aggregate(
            RedactionBook.None,
            (book, words) => book.With(Came(book.Propose(Of(words), Texts, ada, today)))
        );

    [Theory]
    [InlineData("redaction-code-missing", null, "2027-04-01", "A reason.")]
    [InlineData("redaction-expiry-missing", RedactionCode.PersonalData, null, "A reason.")]
    [InlineData("redaction-expiry-past", RedactionCode.PersonalData, "2026-10-02", "A reason.")]
    [InlineData("redaction-expiry-far", RedactionCode.PersonalData, "2046-10-03", "A reason.")]
    [InlineData("reason-missing", RedactionCode.PersonalData, "2027-04-01", " ")]
    public void Words_are_hidden_only_with_a_code_a_last_day_and_a_reason(
        string refused,
        RedactionCode? code,
        string? until,
        string reason
    ) =>
        Assert.Equal(
            refused,
            No(
                RedactionBook.None.Propose(
                    Of("4.2 million", code, until, reason),
                    Texts,
                    ada,
                    today
                )
            )
        );

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(0, 0)]
    [InlineData(0, 5000)]
    [InlineData(5000, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_passage_outside_its_text_is_refused(int start, int length) =>
        Assert.Equal(
            "redaction-outside",
            No(
                RedactionBook.None.Propose(
                    Of("4.2") with
                    {
                        Start = start,
                        Length = length,
                    },
                    Texts,
                    ada,
                    today
                )
            )
        );

    [Fact]
    public void A_text_that_is_not_public_has_nothing_to_hide() =>
        Assert.Equal(
            "redaction-text-unknown",
            No(RedactionBook.None.Propose(Of("4.2") with { At = note }, Texts, ada, today))
        );

    [Fact]
    public void Half_a_word_is_hidden_whole()
    {
        var book = Hiding("illion poun");
        Assert.DoesNotContain("million", book.Open(why, Reasons).Text);
        Assert.DoesNotContain("pounds", book.Open(why, Reasons).Text);
        Assert.Contains(
            "4.2 [redacted: commercial, in negotiation] over",
            book.Open(why, Reasons).Text
        );
    }

    [Fact]
    public void The_marker_tells_nothing_of_the_length()
    {
        var (brief, whole) = (Hiding("4.2"), Hiding("4.2 million pounds over three years"));
        var marker = RedactionCode.CommercialInNegotiation.Marker();
        Assert.Equal(
            brief.Open(why, Reasons).Text.Split(marker)[0],
            whole.Open(why, Reasons).Text.Split(marker)[0]
        );
        Assert.Equal(2, whole.Open(why, Reasons).Text.Split(marker).Length);
    }

    [Fact]
    public void What_is_hidden_already_is_not_hidden_twice() =>
        Assert.Equal(
            "redacted-already",
            No(Hiding("4.2 million pounds").Propose(Of("million"), Texts, ben, today))
        );

    [Fact]
    public void More_than_a_tenth_waits_for_a_second_person_who_is_another()
    {
        Assert.Equal(new WordShare(32, 3), Hiding("4.2 million pounds").Share(Texts));
        Assert.False(Hiding("4.2 million pounds").WaitsForSecond(Texts));
        var much = Hiding("4.2 million pounds over");
        Assert.True(much.WaitsForSecond(Texts));
        Assert.Equal("second-person-needed", No(much.Agree(1, ada)));
        Assert.False(much.With(Came(much.Agree(1, ben))).WaitsForSecond(Texts));
    }

    [Fact]
    public void A_tenth_is_met_exactly_and_not_more()
    {
        Assert.False(new WordShare(30, 3).IsMuch);
        Assert.True(new WordShare(29, 3).IsMuch);
        Assert.Equal(
            (0, 1, 10, 11),
            (
                new WordShare(5, 0).Percent,
                new WordShare(1000, 1).Percent,
                new WordShare(30, 3).Percent,
                new WordShare(29, 3).Percent
            )
        );
        Assert.Equal(0, new WordShare(0, 0).Percent);
    }

    [Fact]
    public void Words_stay_hidden_on_their_last_day_until_they_are_released()
    {
        var book = Hiding("4.2 million");
        var last = new DateOnly(2027, 4, 1);
        Assert.Empty(book.Over(last.AddDays(-1)));
        Assert.Single(book.Over(last));
        Assert.DoesNotContain("4.2", book.Open(why, Reasons).Text);
        var released = book.With(Came(book.Lift(1, last)));
        Assert.Equal(Reasons, released.Open(why, Reasons).Text);
        Assert.IsType<Outcome<Redaction>.Unchanged>(released.Lift(1, last));
    }

    [Fact]
    public void Anybody_asks_again_once_at_a_time_and_another_person_answers()
    {
        var book = Hiding("4.2 million pounds");
        book = book.With(Came(book.AskAgain(1, today)));
        Assert.IsType<Outcome<RedactionReview>.Unchanged>(book.AskAgain(1, today));
        var hidden = book.Hidden(Texts);
        Assert.Equal(
            "second-person-needed",
            No(book.AnswerReview(1, ReviewOutcome.Upheld, "It goes on.", hidden, ada, today))
        );
        Assert.Equal(
            "hidden-words-said",
            No(
                book.AnswerReview(
                    1,
                    ReviewOutcome.Upheld,
                    "The 4.2 MILLION\npounds are still talked about.",
                    hidden,
                    ben,
                    today
                )
            )
        );
        book = book.With(
            Came(book.AnswerReview(1, ReviewOutcome.Upheld, "It goes on.", hidden, ben, today))
        );
        Assert.Equal("review-lately", No(book.AskAgain(1, today.AddDays(20))));
        Assert.Equal(2, Came(book.AskAgain(1, today.AddDays(31))).Number);
        Assert.Equal("no-redaction", No(book.AskAgain(7, today)));
    }

    [Fact]
    public void A_corrected_text_keeps_its_words_hidden_where_they_stand_now()
    {
        var book = Hiding("4.2 million pounds");
        var moved = $"In short: {Reasons}";
        Assert.DoesNotContain(
            "million",
            book.Corrected(why, Reasons, moved, today).Open(why, moved).Text
        );
        Assert.Contains(
            "In short",
            book.Corrected(why, Reasons, moved, today).Open(why, moved).Text
        );
    }

    [Theory]
    [InlineData("The offer was 4.2 million pounds, and I say again: 4.2 million pounds.")]
    [InlineData("The offer was 4.3 million pounds.")]
    public void Where_they_do_not_stand_there_once_the_whole_text_is_hidden(string after) =>
        Assert.Equal(
            RedactionCode.CommercialInNegotiation.Marker(),
            Hiding("4.2 million pounds").Corrected(why, Reasons, after, today).Open(why, after).Text
        );

    [Fact]
    public void A_passage_is_found_by_its_words_however_they_are_typed()
    {
        Assert.Equal(
            [
                (
                    Reasons.IndexOf("school’s", StringComparison.Ordinal),
                    "school’s own governors".Length
                ),
            ],
            Redacting.PlacesOf(Reasons, "  School's OWN\n governors ")
        );
        Assert.Equal(2, Redacting.PlacesOf("One two. One two.", "one two").Count);
        Assert.Empty(Redacting.PlacesOf(Reasons, "no such words"));
        Assert.Empty(Redacting.PlacesOf(Reasons, "  "));
        Assert.Equal((0, "The trust".Length), Redacting.WordsFromTo(Reasons, 1, 2));
        Assert.Null(Redacting.WordsFromTo(Reasons, 30, 99));
        Assert.Null(Redacting.WordsFromTo(Reasons, 0, 2));
    }

    [Fact]
    public void The_public_reads_how_much_why_and_until_when_and_no_word_of_it()
    {
        var book = Hiding("4.2 million pounds over");
        book = book.With(Came(book.AskAgain(1, today)));
        var told = PublicWithheld.Of(book, Texts)!;
        var json = System.Text.Json.JsonSerializer.Serialize(told);
        Assert.True(told.WaitsForSecond);
        Assert.Contains("\"commercial-in-negotiation\"", json);
        Assert.DoesNotContain("million", json);
        Assert.DoesNotContain("negotiation.", json);
        Assert.DoesNotContain("Start", json);
        Assert.Null(PublicWithheld.Of(RedactionBook.None, Texts));
    }
}
