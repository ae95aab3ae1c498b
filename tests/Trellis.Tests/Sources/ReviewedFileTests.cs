using System.Reflection;
using Trellis.Evaluations;
using Trellis.Fetching;
using Trellis.Measures;
using Trellis.Partners;
using Trellis.Placements;
using Trellis.Sources;

namespace Trellis.Tests.Sources;

/// <summary>A definition that does not fit stops the start, and says in which file and line and why.</summary>
public sealed class ReviewedFileTests
{
    private static readonly Shape shape = new(
        new("id"),
        new("kind", Shape.Content.Choice, false, "one", "other"),
        new("number", Shape.Content.Number, Optional: true),
        new("whole", Shape.Content.Whole, Optional: true),
        new("flag", Shape.Content.Flag, Optional: true),
        new("texts", Shape.Content.Texts, Optional: true),
        new("numbers", Shape.Content.Numbers, Optional: true),
        new("source")
    );

    private const string Good = """
        # A definition.
        id: a
        kind: one
        number: -1.5
        whole: 3
        flag: true
        texts: [a, b]
        numbers: [0, 100]
        source: Department for Education
        reviewed: 2026-11-01
        review-by: 2027-11-01
        """;

    [Fact]
    public void What_fits_is_read()
    {
        var read = ReviewedFile.One("x.yaml", Good, shape);

        Assert.Equal(("a", 3), (read.Field("id"), read.Whole("whole")));
        Assert.Equal(["a", "b"], read.Many("texts"));
        Assert.Equal(new DateOnly(2026, 11, 1), read.Day("reviewed"));
        Assert.Null(read.Many("others"));
    }

    [Theory]
    [InlineData("id: a", "name: a", "line 2: there is no field 'name' in such a file; there are: ")]
    [InlineData("id: a", "id:", "line 2: 'id' is empty.")]
    [InlineData("id: a", "id: [a]", "line 2: 'id' has to be one value and not a list.")]
    [InlineData("id: a", "id: {a: b}", "line 2: 'id' has to be one value and not a list.")]
    [InlineData("kind: one", "kind: two", "line 3: 'kind' is 'two'; it can be: one, other.")]
    [InlineData("number: -1.5", "number: much", "line 4: 'number': 'much' is no number.")]
    [InlineData("number: -1.5", "number: NaN", "line 4: 'number': 'NaN' is no number.")]
    [InlineData("whole: 3", "whole: 3.5", "line 5: 'whole': '3.5' is no whole number.")]
    [InlineData(
        "flag: true",
        "flag: no",
        "line 6: 'flag' is 'true' or is left out; 'no' is neither."
    )]
    [InlineData("texts: [a, b]", "texts: a", "line 7: 'texts' has to be a list, as [a, b].")]
    [InlineData("texts: [a, b]", "texts: []", "line 7: 'texts' has to be a list, as [a, b].")]
    [InlineData("numbers: [0, 100]", "numbers: [0, x]", "line 8: 'numbers': 'x' is no number.")]
    [InlineData("source: Department for Education", "# nobody", "line 2: 'source' is missing.")]
    [InlineData(
        "reviewed: 2026-11-01",
        "reviewed: November",
        "line 10: 'reviewed': 'November' is no day as 2026-11-22."
    )]
    [InlineData(
        "reviewed: 2026-11-01",
        "reviewed: 2026-11-31",
        "line 10: 'reviewed': '2026-11-31' is no day as 2026-11-22."
    )]
    [InlineData("reviewed: 2026-11-01", "", "line 2: 'reviewed' is missing.")]
    [InlineData("review-by: 2027-11-01", "", "line 2: 'review-by' is missing.")]
    [InlineData(
        "review-by: 2027-11-01",
        "review-by: 2026-11-01",
        "line 11: 'review-by' is not after 'reviewed'."
    )]
    [InlineData("kind: one", "id: b", "line 3: this is not YAML: ")]
    [InlineData(
        "texts: [a, b]",
        "texts: [a, b",
        "line 7: this is not YAML: something begun here is not ended."
    )]
    public void What_does_not_fit_is_named_with_its_line(string was, string becomes, string why)
    {
        var wrong = Assert.Throws<UnreadableSourceException>(() =>
            ReviewedFile.One("x.yaml", Good.Replace(was, becomes, StringComparison.Ordinal), shape)
        );

        Assert.StartsWith("x.yaml: " + why, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "x.yaml: line 1: it is empty, or more than one document.")]
    [InlineData("- a\n- b", "x.yaml: line 1: it is not named fields.")]
    [InlineData("only words", "x.yaml: line 1: it is not named fields.")]
    public void What_is_no_entry_is_refused(string yaml, string why) =>
        Assert.Equal(
            why,
            Assert
                .Throws<UnreadableSourceException>(() => ReviewedFile.One("x.yaml", yaml, shape))
                .Message
        );

    [Fact]
    public void In_a_list_the_line_is_that_of_the_entry()
    {
        var one =
            "- id: a\n  kind: one\n  source: s\n  reviewed: 2026-11-01\n  review-by: 2027-11-01\n";
        var wrong = Assert.Throws<UnreadableSourceException>(() =>
            ReviewedFile.List("x.yaml", one + one.Replace("kind: one", "kind: none"), shape)
        );

        Assert.StartsWith("x.yaml: line 7: 'kind' is 'none'", wrong.Message);
    }

    private static readonly Shape nested = new(
        new("id"),
        Shape.Field.List(
            "steps",
            Shape.Part(
                new("name"),
                new("days", Shape.Content.Whole, Optional: true),
                Shape.Field.List("asks", Shape.Part(new Shape.Field("field")), optional: true)
            )
        ),
        Shape.Field.List("extras", Shape.Part(new Shape.Field("name")), optional: true)
    );

    private const string Nested = """
        id: a
        steps:
          - name: first
            days: 7
            asks:
              - field: one
              - field: other
          - name: second
        reviewed: 2026-11-01
        review-by: 2027-11-01
        """;

    [Fact]
    public void A_list_of_entries_inside_an_entry_is_read_as_deep_as_it_goes()
    {
        var steps = ReviewedFile.One("x.yaml", Nested, nested).Entries("steps");

        Assert.Equal(["first", "second"], steps.Select(s => s.Field("name")));
        Assert.Equal(["one", "other"], steps[0].Entries("asks").Select(a => a.Field("field")));
        Assert.Empty(steps[1].Entries("asks"));
        Assert.Equal("x.yaml: line 4: too long.", steps[0].Wrong("too long.", "days").Message);
    }

    [Theory]
    [InlineData("days: 7", "days: week", "line 4: in 'steps': 'days': 'week' is no whole number.")]
    [InlineData(
        "field: other",
        "fields: x",
        "line 7: in 'steps': in 'asks': there is no field 'fie"
    )]
    [InlineData("- name: second", "- days: 2", "line 8: in 'steps': 'name' is missing.")]
    [InlineData("- name: second", "- second", "line 8: 'steps' has an entry that is not named")]
    [InlineData(
        "reviewed: 2026-11-01",
        "extras: []\nreviewed: 2026-11-01",
        "line 9: 'extras' has to be a list of entries, each begun with '-'."
    )]
    [InlineData(
        "reviewed: 2026-11-01",
        "extras: some\nreviewed: 2026-11-01",
        "line 9: 'extras' has to be a list of entries, each begun with '-'."
    )]
    public void What_does_not_fit_inside_is_named_with_its_own_line(
        string was,
        string becomes,
        string why
    )
    {
        var wrong = Assert.Throws<UnreadableSourceException>(() =>
            ReviewedFile.One(
                "x.yaml",
                Nested.Replace(was, becomes, StringComparison.Ordinal),
                nested
            )
        );

        Assert.StartsWith("x.yaml: " + why, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_is_overdue_the_day_after_its_day()
    {
        var review = Assert.Single(ReviewedFile.Reviews("x.yaml", Good));

        Assert.Equal(("a", new DateOnly(2027, 11, 1)), (review.Entry, review.By));
        Assert.False(review.OverdueOn(new DateOnly(2027, 11, 1)));
        Assert.True(review.OverdueOn(new DateOnly(2027, 11, 2)));
    }

    [Fact]
    public void Every_definition_says_when_it_is_to_be_reviewed_again()
    {
        Assembly[] both = [typeof(Definitions).Assembly, typeof(Needs).Assembly];

        Assert.Equal(
            Definitions.All.Count
                + Needs.All.Count
                + Criteria.Versions.Count
                + Outcomes.All.Count
                + Programmes.All.Count
                + ChallengeRules.Versions.Count,
            both.SelectMany(Review.In).Count(r => !r.File.StartsWith("sources/"))
        );
        Assert.NotEmpty(OfficialSources.All);
    }
}
