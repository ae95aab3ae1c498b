using System.Text.RegularExpressions;
using Trellis.EvidenceLibrary;
using Trellis.Library;
using Trellis.Sources;

namespace Trellis.Tests.EvidenceLibrary;

/// <summary>Claims and initiatives are files that people review: a source behind each, and no evidence sentence of the founding texts left out.</summary>
public sealed partial class EvidenceFileTests(ITestOutputHelper output)
{
    /// <summary>The evidence sentences that the library was made for.</summary>
    private static readonly string[] promised =
    [
        .. Enumerable.Range(1, 23).Select(n => $"H{n}"),
        "E8",
        "E9",
        "A52",
        "A60",
        "A61",
        "A62",
        "T4",
        "T5",
        "T6",
    ];

    private static readonly HashSet<string> covered =
    [
        .. EvidenceClaims.All.SelectMany(c => c.Seeds),
    ];

    private const string Small = """
        - id: a-claim
          title: Something helps
          who: Somebody fictional
          said: "2009"
          words: It helps.
          wording: paraphrase
          sources: [Q1]
          sure: seen
          topic: any-partnership
          design: opinion
          no-effect: It is a view.
          status: not-tested
          status-why: Nobody did.
          settle: A study.
          reviewed: 2026-11-23
          review-by: 2027-11-23
        """;

    [GeneratedRegex(
        @"^\| (?<first>[A-Z]\d+)(-(?<last>[A-Z]\d+))? \|.*\|\s*(?<modules>[^|]*?)\s*\|\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Row();

    [Fact]
    public void Every_evidence_sentence_of_the_founding_texts_that_was_promised_is_here() =>
        Assert.Empty(promised.Except(covered));

    /// <summary>Section 10 of the domain's account names each sentence and the module that answers it; evidence is module 5.</summary>
    [Fact]
    public void Every_sentence_that_the_account_of_the_field_gives_to_evidence_is_here()
    {
        if (
            !Shared.Has(
                "docs/domain.md",
                "that no evidence sentence of the founding texts is missing",
                out var path
            )
        )
            return;
        var text = File.ReadAllText(path);
        var section = text[text.IndexOf("## 10. (b)", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("## 11. (c)", StringComparison.Ordinal)];
        var sentences = Row()
            .Matches(section)
            .Where(m => m.Groups["modules"].Value.Split(',').Any(module => module.Trim() == "5"))
            .SelectMany(m =>
                Sentences(
                    m.Groups["first"].Value,
                    m.Groups["last"].Success ? m.Groups["last"].Value : m.Groups["first"].Value
                )
            )
            .ToArray();
        output.WriteLine(
            $"{sentences.Length} sentences of module 5: {string.Join(' ', sentences)}"
        );
        Assert.Contains("H20", sentences);
        Assert.True(sentences.Length >= promised.Length);
        Assert.Empty(sentences.Union(promised).Except(covered));
    }

    private static IEnumerable<string> Sentences(string first, string last) =>
        Enumerable
            .Range(int.Parse(first[1..]), int.Parse(last[1..]) - int.Parse(first[1..]) + 1)
            .Select(n => $"{first[0]}{n}");

    [Fact]
    public void Every_claim_has_a_source_with_its_date_of_reading() =>
        Assert.All(
            EvidenceClaims.All,
            c => Assert.True(c.Words.Sources is [{ Read.InWords.Length: > 0 }, ..], c.Id)
        );

    [Fact]
    public void Counts_by_strength_and_status()
    {
        var claims = EvidenceClaims.All;
        output.WriteLine(
            $"{claims.Count} claims: "
                + string.Join(
                    ", ",
                    claims
                        .CountBy(c => c.Strength.Grade ?? -1)
                        .Select(p => $"{p.Value} of strength {p.Key}")
                )
                + "; "
                + string.Join(
                    ", ",
                    claims.CountBy(c => c.Status).Select(p => $"{p.Value} {CodeWord.Of(p.Key)}")
                )
                + $"; {covered.Count} sentences; {Initiative.All.Count} initiatives"
        );
        // What no comparison stands behind never reaches the second grade.
        Assert.All(
            claims.Where(c => c.Facts.ComparedWith == ComparedWith.Nobody),
            c => Assert.True(c.Strength.Grade is null or 0, c.Id)
        );
        Assert.Equal(2, EvidenceClaims.Of("federations-better-later")!.Strength.Grade);
        Assert.Equal(0, EvidenceClaims.Of("national-leaders-19-schools")!.Strength.Grade);
        Assert.Equal(1, EvidenceClaims.Of("national-leaders-twice-as-fast")!.Strength.Grade);
        Assert.Equal(1, EvidenceClaims.Of("auditor-no-effect")!.Strength.Grade);
        Assert.Null(EvidenceClaims.Of("peer-review-trial-no-answer")!.Strength.Grade);
    }

    /// <summary>Hansard of 16 July 2009 names five gains for pupils, three for staff and four for schools.</summary>
    [Fact]
    public void The_twelve_gains_of_the_review_of_2007_are_a_claim_each()
    {
        var gains = EvidenceClaims
            .All.Where(c => c.Seeds.Any(s => GainSentences.Contains(s)))
            .ToArray();
        Assert.Equal(12, gains.Length);
        Assert.Equal(
            [Gainers.School, Gainers.Staff, Gainers.Pupils],
            gains.SelectMany(c => c.WhoGains).Distinct().Order()
        );
        Assert.Equal(
            Enum.GetValues<Trellis.Partnerships.Purpose>(),
            gains.SelectMany(c => c.Gains).Distinct().Order()
        );
    }

    private static readonly HashSet<string> GainSentences =
    [
        .. Enumerable.Range(7, 7).Concat(Enumerable.Range(14, 5)).Select(n => $"H{n}"),
    ];

    [Fact]
    public void A_quotation_stands_word_for_word_in_the_founding_text_it_is_from()
    {
        if (!Shared.Has("seeds", "that quotations are word for word", out var folder))
            return;
        var texts = new Dictionary<string, string>
        {
            ["SEED-H"] = "hansard-2009.txt",
            ["SEED-T"] = "press-nao-2009.txt",
            ["SEED-E"] = "education-committee-2013.txt",
            ["SEED-G"] = "ascl-nga-guide-2015.txt",
            ["SEED-A"] = "ascl-effective-partnerships.txt",
        }.ToDictionary(p => p.Key, p => Plain(File.ReadAllText(Path.Combine(folder, p.Value))));
        var quoted = EvidenceClaims
            .All.Where(c =>
                c.WhoseWords == WhoseWords.Quotation && texts.ContainsKey(c.Words.Sources[0].Key)
            )
            .ToArray();
        Assert.True(quoted.Length > 30);
        Assert.All(
            quoted,
            c =>
                Assert.All(
                    c.Words.Says.Split("[...]"),
                    part =>
                        Assert.Contains(
                            Plain(part).Trim('.', ' '),
                            texts[c.Words.Sources[0].Key],
                            StringComparison.OrdinalIgnoreCase
                        )
                )
        );
    }

    /// <summary>Without line ends, footnote marks and the shapes of quote marks.</summary>
    private static string Plain(string text) =>
        string.Join(
            ' ',
            text.Replace('’', '\'')
                .Replace('‘', '\'')
                .Replace('“', '"')
                .Replace('”', '"')
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    [Fact]
    public void An_initiative_says_what_it_was_for_or_why_that_is_not_known()
    {
        Assert.All(Initiative.All, i => Assert.NotEmpty(i.Aims.Words));
        Assert.Equal(
            ["beacon-schools", "diversity-pathfinder", "extended-schools", "other-fourteen"],
            Initiative.All.Where(i => i.IsFromAtkinson).Select(i => i.Id).Order()
        );
        Assert.Equal(
            Initiative.All.Count,
            Initiative.All.Select(i => i.Id).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Theory]
    [InlineData("design: opinion", "design: before-after", "compared-with")]
    [InlineData(
        "design: opinion",
        "design: opinion\n  compared-with: matched-schools",
        "does not compare with"
    )]
    [InlineData("no-effect: It is a view.", "effect: Much.", "no-interval")]
    [InlineData(
        "no-effect: It is a view.",
        "effect: Much\n  effect-value: 3\n  effect-low: 4\n  effect-high: 5\n  effect-unit: points",
        "does not lie in its interval"
    )]
    [InlineData("sources: [Q1]", "sources: [Q999]", "there is no source 'Q999'")]
    [InlineData("id: a-claim", "id: a_claim/", "something else than letters")]
    [InlineData("settle: A study.", "settle: A study.\n  strength: 5", "no field 'strength'")]
    [InlineData("settle: A study.", "settle: A study.\n  programmes: [nothing]", "no study")]
    [InlineData("settle: A study.", "settle: A study.\n  gains: [fun]", "no gain")]
    [InlineData("settle: A study.", "settle: A study.\n  models: [marriage]", "no model")]
    public void A_claim_that_does_not_hold_together_stops_the_start(
        string was,
        string becomes,
        string why
    )
    {
        Assert.Single(EvidenceClaim.Parse("small.yaml", Small));
        var wrong = Assert.Throws<UnreadableSourceException>(() =>
            EvidenceClaim.Parse("small.yaml", Small.Replace(was, becomes, StringComparison.Ordinal))
        );
        Assert.Contains(why, wrong.Message);
        Assert.Contains("small.yaml", wrong.Message);
    }

    [Fact]
    public void Two_claims_of_one_name_and_a_pointer_to_nothing_stop_the_start()
    {
        var one = EvidenceClaim.Parse("small.yaml", Small)[0];
        Assert.Contains(
            "two claims with the id 'a-claim'",
            Assert
                .Throws<UnreadableSourceException>(() => EvidenceClaims.Checked([one, one]))
                .Message
        );
        Assert.Contains(
            "points to 'nowhere'",
            Assert
                .Throws<UnreadableSourceException>(() =>
                    EvidenceClaims.Checked([one with { SeeAlso = ["nowhere"] }])
                )
                .Message
        );
    }

    [Fact]
    public void An_effect_with_its_interval_is_told_with_it() =>
        Assert.Equal(
            "Results at age 11: 1.5 points, from 0.5 to 2.5.",
            new ReportedEffect.WithInterval("Results at age 11", 1.5, .5, 2.5, "points").InWords
        );
}
