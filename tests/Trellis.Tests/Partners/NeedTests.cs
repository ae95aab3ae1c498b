using System.Text.RegularExpressions;
using Trellis.Measures;
using Trellis.Partners;
using Trellis.SimilarSchools;
using Trellis.Sources;

namespace Trellis.Tests.Partners;

public sealed partial class NeedTests
{
    public static TheoryData<string> Ids => [.. Needs.All.Select(n => n.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_need_is_measured_by_what_schools_aim_at_and_in_the_right_direction(string id)
    {
        var need = Needs.Find(id)!;
        foreach (var term in need.Readings.SelectMany(r => r.Value).SelectMany(r => r.Terms))
        {
            var measure = Definitions.All.Single(d => d.Measure.Id == term.Measure).Measure;
            Assert.Equal(need.HigherIsBetter ? "better" : "worse", measure.Higher);
            Assert.True(term.Factor > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_kind_of_school_is_given_a_figure_or_the_reason_there_is_none(string id)
    {
        var need = Needs.Find(id)!;
        foreach (var peers in Enum.GetValues<Peers>())
            Assert.True(
                need.Readings.ContainsKey(peers) ^ need.Silence.ContainsKey(peers),
                $"{id}, {peers}"
            );
        Assert.NotEmpty(need.Cannot);
        Assert.Equal(need.Among is not null, need.Proxy.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_words_of_a_need_are_easy_to_read(string id)
    {
        var need = Needs.Find(id)!;
        string[] texts = [need.What, need.Cannot, need.Proxy, .. need.Silence.Values];
        foreach (var text in texts.Where(t => t.Length > 0))
            Assert.True(Ease(text) >= 50, $"{Ease(text):0}: {text}");
        // Single sentences swing widely; all the words of a need together have to reach what pages promise.
        Assert.True(Ease(string.Join(' ', texts)) >= 60, $"{Ease(string.Join(' ', texts)):0}");
    }

    [Fact]
    public void The_needs_a_head_would_name_are_there()
    {
        string[] named =
        [
            "reading",
            "writing",
            "maths",
            "progress",
            "disadvantaged",
            "attendance",
            "behaviour",
            "send",
            "eal",
            "sixth-form",
            "leadership",
        ];
        Assert.Empty(named.Except(Needs.All.Select(n => n.Id)));
        Assert.Equal(
            Needs.All.Select(n => n.Id).Order(StringComparer.Ordinal),
            Needs.All.Select(n => n.Id)
        );
    }

    [Fact]
    public void Needs_are_read_from_a_list_and_a_word_that_is_none_is_named()
    {
        Assert.Equal(
            ["maths", "reading"],
            Needs.Parse("maths, Reading,maths", out _)!.Select(n => n.Id)
        );
        Assert.Null(Needs.Parse("reading,spelling", out var refusal));
        Assert.StartsWith("There is no need 'spelling'. There are: attendance, ", refusal);
        Assert.Null(Needs.Parse(" , ", out _));
    }

    [Fact]
    public void A_file_without_a_reason_for_silence_is_refused()
    {
        var wrong = Assert.Throws<UnreadableSourceException>(() =>
            Needs.ParseFile(
                "needs/x.yaml",
                """
                id: x
                label: X
                results: x
                what: X.
                higher: better
                primary: ['a.b']
                cannot: Anything.
                source: None
                reviewed: 2026-11-22
                review-by: 2027-11-01
                """
            )
        );
        Assert.Contains("'no-secondary' is missing", wrong.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("[aeiouy]+", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Vowels { get; }

    /// <summary>Flesch (1948): 206.835 - 1.015 × words a sentence - 84.6 × syllables a word; a syllable is a run of vowels, a last e silent.</summary>
    internal static double Ease(string text)
    {
        var sentences = Math.Max(
            1,
            text.Split(['.', ';', ':', '?', '!'], StringSplitOptions.RemoveEmptyEntries)
                .Count(s => s.Any(char.IsLetter))
        );
        var words = text.Split([' ', ',', '.', ';', ':', '(', ')', '/', '-', '%'])
            .Where(w => w.Any(char.IsLetter))
            .ToArray();
        var syllables = words.Sum(w => Math.Max(1, Vowels.Count(w.EndsWith('e') ? w[..^1] : w)));
        return 206.835
            - (1.015 * words.Length / sentences)
            - (84.6 * syllables / Math.Max(1, words.Length));
    }
}
