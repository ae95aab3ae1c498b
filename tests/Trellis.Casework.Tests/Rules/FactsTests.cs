namespace Trellis.Rules;

/// <summary>Facts are read as people write them, and what cannot be taken is named with what may be.</summary>
public sealed class FactsTests
{
    [Theory]
    [InlineData("""{"school": "Voluntary aided school"}""", "school", "voluntary-aided")]
    [InlineData("""{"schoolType": "VA"}""", "school", "voluntary-aided")]
    [InlineData("""{"category": "Special Measures"}""", "category", "special-measures")]
    [InlineData("""{"category": "RSI"}""", "category", "significant-improvement")]
    [InlineData("""{"religious_character": true}""", "religious", "yes")]
    [InlineData("""{"in-eia": false}""", "investment-area", "no")]
    public void A_word_may_be_written_as_people_write_it(string json, string field, string word)
    {
        var (facts, troubles) = Facts.ReadJson(json);

        Assert.Empty(troubles);
        Assert.Equal(word, facts.Word(field));
    }

    [Theory]
    [InlineData(
        """{"inspections": [{"on": "2024-03-12", "grade": "RI"}, {"grade": "good", "on": "2022-05-10"}]}"""
    )]
    [InlineData("""{"inspections": ["2024-03-12 requires improvement", "2022-05-10 good"]}""")]
    [InlineData("""{"inspections": "2024-03-12 requires-improvement, 2022-05-10 good"}""")]
    public void Inspections_are_put_in_order_however_they_are_written(string json)
    {
        var (facts, troubles) = Facts.ReadJson(json);

        Assert.Empty(troubles);
        Assert.Equal(
            [new(new(2022, 5, 10), "good"), new(new(2024, 3, 12), Grades.RequiresImprovement)],
            facts.Inspections
        );
        Assert.Equal(
            "inspections=2022-05-10%20good%2C%202024-03-12%20requires-improvement",
            facts.Query
        );
    }

    [Theory]
    [InlineData(
        """{"category": "bad"}""",
        "category",
        "'category' cannot be 'bad'. It can be: none, special-measures, significant-improvement, coasting, warning-notice."
    )]
    [InlineData(
        """{"report-on": "May"}""",
        "report-on",
        "'report-on' cannot be 'May'. It is a day as 2026-05-10."
    )]
    [InlineData(
        """{"colour": "red"}""",
        "colour",
        "There is no fact 'colour'. There are: school, "
    )]
    [InlineData(
        """{"pupils-all": -1}""",
        "pupils-all",
        "'pupils-all' cannot be '-1'. It is a number of zero or more."
    )]
    [InlineData(
        """{"pupils-signed": 3, "pupils-all": 2}""",
        "pupils-signed",
        "'pupils-signed' is more than 'pupils-all'."
    )]
    [InlineData(
        """{"order-on": "2016-03-01", "limb": "duty"}""",
        "limb",
        "'limb' cannot be 'duty' for an order of that day."
    )]
    [InlineData("""{"revoked-on": "2016-03-01"}""", "revoked-on", "'revoked-on' needs 'order-on'")]
    [InlineData(
        """{"school": "community", "type": "foundation"}""",
        "school",
        "'school' is told twice."
    )]
    [InlineData("[1]", "facts", "The facts are one object")]
    [InlineData("{", "facts", "The facts are not JSON: line 1")]
    public void What_cannot_be_taken_is_named_with_what_may_be(
        string json,
        string field,
        string why
    )
    {
        var trouble = Assert.Single(Facts.ReadJson(json).Troubles);

        Assert.Equal(field, trouble.Field);
        Assert.StartsWith(why, trouble.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_not_happened_on_the_day_asked_about_is_no_fact_of_it()
    {
        var facts = Told.Of("report-on=2026-07-10; inspections=2026-07-01 inadequate");

        Assert.Equal(
            ["report-on", "inspections"],
            facts.LaterThan(new DateOnly(2026, 6, 30)).Select(t => t.Field)
        );
        Assert.Empty(facts.LaterThan(new DateOnly(2026, 7, 10)));
    }

    [Fact]
    public void Facts_read_again_from_an_address_are_the_same()
    {
        const string told =
            "school=voluntary-aided; religious=yes; category=special-measures; order-on=2026-02-10; years-in-trust=3.2, 3, 2.9";
        var facts = Told.Of(told);
        var again = Facts.Read(
            facts
                .Query.Split('&')
                .Select(p => p.Split('='))
                .Select(p => KeyValuePair.Create(p[0], Uri.UnescapeDataString(p[1])))
        );

        Assert.Empty(again.Troubles);
        Assert.Equal(facts.Told, again.Facts.Told);
    }
}
