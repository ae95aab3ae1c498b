using System.Text.RegularExpressions;
using Trellis.Procedures;
using Trellis.Sources;

namespace Trellis.Rules;

/// <summary>The files of rules fit together in time, and each rule begins and ends on its day.</summary>
public sealed partial class LegalRuleTests
{
    private const string Two = """
        rules:
          - id: may
            series: orders
            says: 'It may.'
            source: 'An Act'
            address: 'https://example.org/act'
            from: 2010-07-29
            until: 2016-04-17
          - id: must
            series: orders
            says: 'It must.'
            source: 'Another Act'
            address: 'https://example.org/other'
            from: 2016-04-18
        reviewed: 2026-11-22
        review-by: 2027-05-22
        """;

    [Fact]
    public void Entries_of_one_series_follow_each_other_day_by_day() =>
        Assert.Equal(2, LegalRules.Parse("rules/x.yaml", Two).Count);

    [Theory]
    [InlineData(
        "until: 2016-04-17",
        "until: 2016-04-16",
        "rules/x.yaml: in the series 'orders' the rules 'may' (held from 29 July 2010 to 16 April 2016) and 'must' (has held since 18 April 2016) leave a gap from 17 April 2016 to 17 April 2016. Where nothing held, an entry has to say so."
    )]
    [InlineData(
        "until: 2016-04-17",
        "until: 2016-04-18",
        "rules/x.yaml: in the series 'orders' the rules 'may' (held from 29 July 2010 to 18 April 2016) and 'must' (has held since 18 April 2016) overlap. One has to end on the day before the other begins."
    )]
    [InlineData(
        "    until: 2016-04-17\n",
        "",
        "rules/x.yaml: in the series 'orders' the rules 'may' (has held since 29 July 2010) and 'must' (has held since 18 April 2016) overlap. One has to end on the day before the other begins."
    )]
    [InlineData("id: must", "id: may", "rules/x.yaml: there are two rules with the id 'may'")]
    [InlineData(
        "until: 2016-04-17",
        "until: 2010-07-01",
        "rules/x.yaml: line 8: 'until' is before 'from'."
    )]
    [InlineData(
        "    series: orders\n",
        "    when: ['weather=wet']\n",
        "rules/x.yaml: line 3: there is no fact 'weather'; there are: asked-by, "
    )]
    [InlineData(
        "    series: orders\n",
        "    when: ['limb=left']\n",
        "rules/x.yaml: line 3: 'limb' is never 'left'; it can be: duty, power, application."
    )]
    [InlineData(
        "    series: orders\n",
        "    subjects: [tax]\n",
        "rules/x.yaml: line 3: 'tax' is no subject; there are: order, "
    )]
    [InlineData(
        "    address: 'https://example.org/act'\n",
        "",
        "rules/x.yaml: line 2: 'address' is missing"
    )]
    [InlineData(
        "    series: orders\n",
        "    gives: [{ to: option, id: magic, says: 'It helps.' }]\n",
        "rules/x.yaml: line 3: there is no option 'magic' under definitions/options."
    )]
    public void What_does_not_fit_stops_the_start_and_names_both_entries(
        string was,
        string becomes,
        string why
    )
    {
        var at = Two.IndexOf(was, StringComparison.Ordinal);
        var wrong = Assert.Throws<UnreadableSourceException>(() =>
            LegalRules.Parse("rules/x.yaml", Two[..at] + becomes + Two[(at + was.Length)..])
        );

        Assert.StartsWith(why, wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>Facts of schools and cases, told once for all; a rule is tried with the first that it speaks to.</summary>
    private static readonly string[] pool =
    [
        "school=community; category=special-measures",
        "school=community; category=significant-improvement",
        "school=community; category=warning-notice",
        "school=voluntary-aided; religious=yes; category=special-measures",
        "school=community; category=special-measures; order-on=2026-02-10",
        "school=community; category=special-measures; order-on=2012-02-10",
        "school=community; category=special-measures; order-on=2010-07-29",
        "school=community; in-federation=yes",
        "school=voluntary-aided; religious=yes; limb=application; in-federation=yes",
        "school=community; category=special-measures; support=failed",
        "school=academy-in-trust; category=special-measures; religious=yes",
        "school=academy-in-trust; category=significant-improvement",
        "school=single-academy",
        "school=academy-in-trust; trust-closing=yes; performing=well",
        "school=academy-in-trust; trust-closing=yes; performing=weak",
        "school=academy-in-trust; trust-agrees=no",
        "school=academy-in-trust; inspections=2010-05-10 requires-improvement, 2010-06-12 requires-improvement",
        "school=academy-in-trust; inspections=2010-05-10 requires-improvement, 2010-06-12 needs-attention",
        "school=academy-in-trust; inspections=2022-05-10 requires-improvement, 2024-03-12 requires-improvement",
        "fund=trust-capacity; trust-notice=open",
        "fund=trust-capacity; grade=requires-improvement; investment-area=yes",
        "fund=conversion-support",
        "fund=sponsored; category=special-measures",
        "fund=transfer; school=single-academy",
        "fund=rise",
        "years-in-trust=3, 3, 3",
        "years-in-trust=3, 3, 2.9",
    ];

    public static TheoryData<string> Rules =>
        [
            .. LegalRules
                .All.Where(r => r.Subjects.Count > 0 && r.Test != InspectionTests.Results)
                .Select(r => r.Id.ToString()),
        ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_speaks_on_its_first_and_last_day_and_not_the_day_before_or_after(
        string id
    )
    {
        var rule = LegalRules.Of(id)!;
        var told = pool.FirstOrDefault(t => Speaks(rule, t, rule.From));
        Assert.True(
            told is not null,
            $"No facts here make the rule '{id}' speak on its first day."
        );

        Assert.False(Speaks(rule, told, rule.From.AddDays(-1)), "the day before");
        if (rule.Until is not { } last)
            return;
        Assert.True(Speaks(rule, told, last), "the last day");
        Assert.False(Speaks(rule, told, last.AddDays(1)), "the day after");
    }

    /// <summary>Whether a rule speaks to facts whose own day (of the order, the inspection, the application) is the day given.</summary>
    private static bool Speaks(LegalRule rule, string told, DateOnly day)
    {
        var facts = Told.Of(told);
        facts = rule.Follows switch
        {
            Follows.Application => facts.With("applied-on", $"{day:yyyy-MM-dd}"),
            Follows.Order when facts.Has("category") || facts.Word("limb") is not null =>
                facts.With("order-on", $"{day:yyyy-MM-dd}"),
            Follows.Inspection when facts.Inspections is [.., var before, var latest] => facts.With(
                "inspections",
                $"{before.On:yyyy-MM-dd} {before.Grade}, {day:yyyy-MM-dd} {latest.Grade}"
            ),
            _ => facts,
        };
        return Standing.Of(facts, day, rule.Subjects[0]).Rules.Any(r => r.Rule == rule);
    }

    [Fact]
    public void Rules_that_answer_no_question_are_those_that_only_name_a_time()
    {
        Assert.Equal(
            [
                "coasting-none",
                "inspection-no-headline",
                "inspection-one-grade",
                "inspection-report-card",
            ],
            LegalRules
                .All.Where(r => r.Subjects.Count == 0)
                .Select(r => r.Id.ToString())
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            "inspection-one-grade",
            LegalRules.On("inspection-grades", new DateOnly(2024, 9, 1))!.Id.ToString()
        );
        Assert.Equal(
            "inspection-no-headline",
            LegalRules.On("inspection-grades", new DateOnly(2024, 9, 2))!.Id.ToString()
        );
        Assert.Equal(
            "inspection-report-card",
            LegalRules.On("inspection-grades", new DateOnly(2025, 11, 10))!.Id.ToString()
        );
    }

    [Fact]
    public void Every_rule_names_its_source_and_no_sentence_is_longer_than_25_words()
    {
        foreach (var rule in LegalRules.All)
        {
            Assert.NotEmpty(rule.Source);
            foreach (var text in rule.Gives.Select(g => g.Says).Append(rule.Says))
            foreach (var sentence in SentenceEnd().Split(text))
                Assert.True(
                    sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 25,
                    $"{rule.Id}: {sentence}"
                );
        }
    }

    [Fact]
    public void Every_procedure_that_a_rule_names_is_a_table() =>
        Assert.All(
            LegalRules.All.SelectMany(r => r.Procedures),
            id => Assert.Contains(KnownProcedures.All, p => p.Id == id)
        );

    [Fact]
    public void Every_option_says_its_capacity_cost_time_and_evidence_or_why_it_is_not_known() =>
        Assert.All(
            RangeOfOptions.All.SelectMany(o =>
                (OptionPoint[])[o.Capacity, o.Cost, o.Time, o.Evidence]
            ),
            p => Assert.True(p.Words.Length > 0 && (p.NotKnown.Length > 0 || p.Source.Length > 0))
        );

    [GeneratedRegex(@"(?<=[.:;])\s", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();
}
