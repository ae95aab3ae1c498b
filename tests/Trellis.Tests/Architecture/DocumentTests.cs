using System.Text.RegularExpressions;

namespace Trellis.Tests.Architecture;

/// <summary>What the documents say has to be so.</summary>
public sealed partial class DocumentTests
{
    [GeneratedRegex(@"\]\(([^)\s]+)\)|(?:src|href)=""([^""]+)""", RegexOptions.None, 1000)]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^#+\s+(.+?)\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"^\|[^|]*\|\s*`(\w+)`[^|]*\|", RegexOptions.Multiline, 1000)]
    private static partial Regex WordInCode { get; }

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor { get; }

    private static IReadOnlyList<string> Documents { get; } =
        Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)).ToArray();

    private static string Anchor(string heading) =>
        NotInAnchor.Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>Links of a document that lead nowhere: to a file that is not there, or to a heading the file does not have.</summary>
    private static IEnumerable<string> Dead(string document, string text)
    {
        foreach (Match match in Link.Matches(text))
        {
            var link = match.Groups[1].Length > 0 ? match.Groups[1].Value : match.Groups[2].Value;
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:"))
                continue;
            var (path, anchor) = link.Split('#') is [var p, var a] ? (p, a) : (link, "");
            var target =
                path.Length == 0
                    ? Repository.PathTo(document)
                    : Path.GetFullPath(
                        Path.Combine(Path.GetDirectoryName(Repository.PathTo(document))!, path)
                    );
            if (!File.Exists(target) && !Directory.Exists(target))
                yield return $"{document} links to {link}, which is not there";
            else if (
                anchor.Length > 0
                && !Heading
                    .Matches(path.Length == 0 ? text : File.ReadAllText(target))
                    .Any(h => Anchor(h.Groups[1].Value) == anchor)
            )
                yield return $"{document} links to {link}, a heading that is not there";
        }
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        Assert.Contains("README.md", Documents);
        Assert.Empty(Documents.SelectMany(d => Dead(d, File.ReadAllText(Repository.PathTo(d)))));
    }

    [Theory]
    [InlineData("[map](map.md)")]
    [InlineData("[map](docs/map.md#no-such-heading)")]
    [InlineData("<img src=\"picture.svg\" alt=\"\">")]
    public void A_dead_link_is_noticed(string text) => Assert.Single(Dead("README.md", text));

    /// <summary>The types that the glossary's second column names and the code does not have.</summary>
    private static IEnumerable<string> Unspoken(string glossary)
    {
        var types = Assemblies
            .Types.Select(t => t.Name.Split('`')[0])
            .ToHashSet(StringComparer.Ordinal);
        return WordInCode
            .Matches(glossary)
            .Select(m => m.Groups[1].Value)
            .Where(w => !types.Contains(w));
    }

    [Fact]
    public void A_word_of_the_glossary_that_names_a_type_names_one_that_exists()
    {
        var glossary = File.ReadAllText(Repository.PathTo("docs/glossary.md"));
        Assert.True(WordInCode.Count(glossary) >= 20);
        Assert.Empty(Unspoken(glossary));
    }

    [Fact]
    public void A_word_the_code_does_not_have_is_noticed() =>
        Assert.Equal(
            ["Orphan"],
            Unspoken("| an orphan | `Orphan` | ... |\n| a school | `School` | ... |")
        );

    private static IEnumerable<string> Unlisted(string script, string readme) =>
        script
            .Split('\n')
            .Where(l => l.StartsWith("##   ", StringComparison.Ordinal))
            .Select(l => l[5..].Split(' ')[0])
            .Where(word => word != "VERB")
            .Where(word => !readme.Contains($"`./trellis {word}", StringComparison.Ordinal));

    [Fact]
    public void Every_word_of_the_script_is_in_the_readme()
    {
        var script = File.ReadAllText(Repository.PathTo("trellis"));
        Assert.Contains("##   tests", script, StringComparison.Ordinal);
        Assert.Empty(Unlisted(script, File.ReadAllText(Repository.PathTo("README.md"))));
    }

    [Fact]
    public void A_word_the_readme_forgot_is_noticed() =>
        Assert.Equal(
            ["paint"],
            Unlisted("##   paint   the door\n##   tests   all\n", "`./trellis tests`")
        );

    private static IEnumerable<string> Incomplete(string decision) =>
        new[] { "Date: 20", "Status: ", "## Context", "## Decision", "## Consequences" }.Where(
            part => !decision.Contains(part, StringComparison.Ordinal)
        );

    [Fact]
    public void A_decision_has_its_date_status_context_and_consequences_on_one_page()
    {
        var decisions = Documents
            .Where(d => d.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(decisions);
        Assert.Equal(
            Enumerable.Range(1, decisions.Length).Select(n => $"{n:0000}"),
            decisions.Select(d => Path.GetFileName(d)[..4])
        );
        Assert.All(
            decisions,
            d =>
            {
                var text = File.ReadAllText(Repository.PathTo(d));
                Assert.Empty(Incomplete(text));
                Assert.InRange(text.Split('\n').Length, 10, 60);
            }
        );
    }

    [Fact]
    public void A_decision_without_consequences_is_noticed() =>
        Assert.Equal(
            ["## Consequences"],
            Incomplete("Date: 2026-11-22\nStatus: accepted\n## Context\n## Decision\n")
        );
}
