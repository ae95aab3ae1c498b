using System.Text.RegularExpressions;

namespace Trellis.Tests.Architecture;

/// <summary>Rules about the text of files, for what a compiler rewrites or never sees.</summary>
public sealed partial class SourceTextTests
{
    private static readonly string[] TextEndings =
    [
        ".cs",
        ".cshtml",
        ".csproj",
        ".props",
        ".slnx",
        ".json",
        ".yaml",
        ".md",
        ".js",
        ".scss",
        ".sh",
        ".py",
        ".sql",
        ".svg",
        ".txt",
        ".xml",
        ".config",
        "trellis",
        "/run",
    ];

    // Async methods and `await using` are compiled into catches of everything, so this one reads the source.
    [GeneratedRegex(
        @"\bcatch\s*(\{|\(\s*(System\.)?Exception\b[^)]*\)(?!\s*when))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex CatchesEverything { get; }

    [GeneratedRegex(
        @"(?<![\w.:/])/(?:work|home|root|tmp|Users)/|\b[A-Z]:\\(?:Users|work)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex MachinePath { get; }

    [GeneratedRegex(
        @"registry\.(?:npmjs|yarnpkg)\.|api\.nuget\.|artifactory|""resolved"": ""http|[\w-]+\.internal\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex RegistryHost { get; }

    /// <summary>The program's outermost edge, where a mistake of ours is logged once.</summary>
    private static readonly string[] Edge = ["src/Trellis.Cli/Program.cs"];

    private static IEnumerable<string> Matches(Regex pattern, string file, string text) =>
        pattern
            .Matches(text)
            .Select(m =>
                $"{file}, line {text.AsSpan(0, m.Index).Count('\n') + 1}: {m.Value.Trim()}"
            );

    private static IEnumerable<string> Search(Regex pattern, Func<string, bool> where) =>
        Repository
            .Files.Where(f => TextEndings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Where(where)
            .SelectMany(f => Matches(pattern, f, File.ReadAllText(Repository.PathTo(f))));

    [Fact]
    public void Nothing_catches_everything_but_the_edge() =>
        Assert.Empty(
            Search(
                CatchesEverything,
                f => f.StartsWith("src/") && f.EndsWith(".cs") && !Edge.Contains(f)
            )
        );

    [Theory]
    [InlineData("try { } catch (Exception) { }", true)]
    [InlineData("try { } catch (System.Exception e) { }", true)]
    [InlineData("try { } catch\n{ }", true)]
    [InlineData("try { } catch (IOException) { }", false)]
    [InlineData("try { } catch (Exception e) when (e is IOException) { }", false)]
    public void A_catch_of_everything_is_noticed(string text, bool noticed) =>
        Assert.Equal(noticed, Matches(CatchesEverything, "x.cs", text).Any());

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() =>
        Assert.Empty(
            Search(MachinePath, f => !f.EndsWith("SourceTextTests.cs", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("read /home/ann/data.csv", true)]
    [InlineData(@"C:\Users\ann", true)]
    [InlineData("https://example.org/home/page", false)]
    [InlineData("/school/100049", false)]
    public void A_path_of_a_machine_is_noticed(string text, bool noticed) =>
        Assert.Equal(noticed, Matches(MachinePath, "x.md", text).Any());

    [Fact]
    public void No_file_names_where_packages_come_from() =>
        Assert.Empty(
            Search(RegistryHost, f => !f.EndsWith("SourceTextTests.cs", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("\"resolved\": \"https://mirror.example.org/sass.tgz\"", true)]
    [InlineData("value=\"https://api.nuget.org/v3/index.json\"", true)]
    [InlineData("see https://www.gov.uk/guidance", false)]
    public void A_place_of_packages_is_noticed(string text, bool noticed) =>
        Assert.Equal(noticed, Matches(RegistryHost, "x.json", text).Any());

    private static IEnumerable<string> Stray(IEnumerable<string> files) =>
        files.Where(f =>
            Path.GetFileName(f).Equals("README.md", StringComparison.OrdinalIgnoreCase)
            // The package shows its README to who has nothing else of this.
            && f is not ("README.md" or "bench/README.md" or "src/Trellis.Numerics/README.md")
        );

    [Fact]
    public void Folders_explain_themselves_by_their_names_and_the_map() =>
        Assert.Empty(Stray(Repository.Files));

    [Fact]
    public void A_stray_readme_is_noticed() =>
        Assert.Equal(
            ["src/Trellis.Web/README.md"],
            Stray(["README.md", "src/Trellis.Web/README.md"])
        );
}
