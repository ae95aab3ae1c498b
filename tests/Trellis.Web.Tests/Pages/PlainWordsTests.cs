using Trellis.Partners;
using Trellis.SimilarSchools;

namespace Trellis.Pages;

/// <summary>How easily the reasons read, by Flesch (1948): 206.835 - 1.015 × words a sentence - 84.6 × syllables a word; 60 is plain English.</summary>
public sealed class PlainWordsTests(LargeCountry country, ITestOutputHelper output)
    : IClassFixture<LargeCountry>
{
    [Theory]
    [InlineData("cat", 1)]
    [InlineData("really", 2)]
    [InlineData("attendance", 3)]
    [InlineData("figures", 2)]
    [InlineData("yours", 1)]
    [InlineData("estimated", 4)]
    [InlineData("schools", 1)]
    [InlineData("able", 2)]
    [InlineData("placed", 1)]
    [InlineData("SEN", 3)]
    public void Syllables_are_counted_as_they_are_said(string word, int syllables) =>
        Assert.Equal(syllables, Syllables(word));

    [Fact]
    public void Long_words_in_long_sentences_do_not_pass() =>
        Assert.True(
            Ease(
                "The institution's longitudinal performance trajectory demonstrates statistically significant superiority in comparative attainment indicators."
            ) < 0
        );

    [Fact]
    public void The_reasons_of_200_matches_read_easily()
    {
        var snapshot = country.Site.Snapshot;
        var likeness = Likeness.In(snapshot);
        var texts = snapshot
            .Schools.Where(s => PeersOf.School(s, snapshot) is not null)
            .SelectMany(s =>
                Needs
                    .For(PeersOf.School(s, snapshot)!.Value)
                    .Select(n =>
                        PartnerSearch.Ask(
                            likeness,
                            new PartnerQuestion(s.Urn, [n], Reach.OfMinutes(180))
                            {
                                Take = 2,
                                Least = PartnerSearch.LessSure,
                            }
                        )
                    )
            )
            .OfType<PartnerAnswer>()
            .SelectMany(a => a.Matches.Select(m => string.Join(' ', m.Reasons)))
            .Take(200)
            .ToArray();
        Assert.Equal(200, texts.Length);
        var eases = texts.Select(t => (Ease: Ease(t), Text: t)).OrderBy(t => t.Ease).ToArray();
        output.WriteLine(
            $"Flesch reading ease: least {eases[0].Ease:F1}, middle {eases[100].Ease:F1}, most {eases[^1].Ease:F1}. Hardest: {eases[0].Text}"
        );
        Assert.True(eases[0].Ease >= 60, $"{eases[0].Ease:F1}: {eases[0].Text}");
    }

    /// <summary>Numbers are not words: nobody spells them out. As with Flesch, a colon or a semicolon ends a sentence too.</summary>
    private static double Ease(string text)
    {
        var pieces = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var sentences = Math.Max(1, pieces.Count(p => p[^1] is '.' or '!' or '?' or ':' or ';'));
        var words = pieces
            .Select(p => new string([.. p.Where(char.IsAsciiLetter)]))
            .Where(w => w.Length > 0)
            .ToArray();
        return 206.835
            - (1.015 * words.Length / sentences)
            - (84.6 * words.Sum(Syllables) / words.Length);
    }

    /// <summary>Groups of vowels, less a silent e; the letters of an abbreviation.</summary>
    private static int Syllables(string word)
    {
        if (word.Length > 1 && word.All(char.IsAsciiLetterUpper))
            return word.Length;
        var lower = word.ToLowerInvariant();
        var groups = 0;
        for (var i = 0; i < lower.Length; i++)
            if (IsVowel(lower[i]) && (i == 0 || !IsVowel(lower[i - 1])))
                groups++;
        var silent =
            (lower.EndsWith('e') && !lower.EndsWith("le") && !lower.EndsWith("ee"))
            || (lower.EndsWith("ed") && !lower.EndsWith("ted") && !lower.EndsWith("ded"))
            || (lower.EndsWith("res") || lower.EndsWith("nes") || lower.EndsWith("tes"));
        return Math.Max(1, groups - (silent && groups > 1 ? 1 : 0));
    }

    private static bool IsVowel(char letter) => "aeiouy".Contains(letter);
}
