using YamlDotNet.RepresentationModel;

namespace Trellis.Tests.Architecture;

/// <summary>Definitions are files that people review, and a review grows old.</summary>
public sealed class DefinitionTests
{
    /// <remarks>
    /// A date and not the clock: a checkout that passed passes for ever. Whoever does the yearly look through the
    /// definitions moves it on, and the test then names those that have waited too long.
    /// </remarks>
    private static readonly DateOnly LastLookThrough = new(2026, 11, 22);

    private const int MonthsBetweenReviews = 18;

    private static readonly string[] Required =
    [
        "id",
        "label",
        "subject",
        "unit",
        "decimals",
        "higher",
        "phases",
        "what",
        "publisher",
        "reviewed",
    ];

    private static readonly string[] RequiredOfNeed =
    [
        "id",
        "label",
        "results",
        "what",
        "higher",
        "cannot",
        "source",
        "reviewed",
    ];

    private static IEnumerable<string> Faults(
        string file,
        string text,
        DateOnly today,
        string[]? required = null
    )
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents is not [{ RootNode: YamlMappingNode map }])
            return [$"{file} is not one list of names and values"];
        string? Value(string key) =>
            map.Children.TryGetValue(new YamlScalarNode(key), out var node)
                ? (node as YamlScalarNode)?.Value
                : null;

        var faults = (required ?? Required)
            .Where(key => string.IsNullOrWhiteSpace(Value(key)))
            .Select(key => $"{file} has no {key}")
            .ToList();
        if (Value("id") != Path.GetFileNameWithoutExtension(file))
            faults.Add($"{file} is called otherwise than its id, {Value("id")}");
        if (Value("label") is { Length: > 50 } label)
            faults.Add($"{file} has a label of {label.Length} characters; 50 fit");
        if (!DateOnly.TryParseExact(Value("reviewed"), "yyyy-MM-dd", out var reviewed))
            faults.Add($"{file} was reviewed on no date");
        else if (reviewed.AddMonths(MonthsBetweenReviews) < today)
            faults.Add($"{file} was last reviewed on {reviewed:yyyy-MM-dd}");
        else if (reviewed > today)
            faults.Add(
                $"{file} was reviewed on {reviewed:yyyy-MM-dd}, after the last look through"
            );
        return faults;
    }

    [Fact]
    public void Every_measure_is_complete_and_reviewed_within_eighteen_months()
    {
        var files = Repository
            .Files.Where(f => f.StartsWith("definitions/measures/") && f.EndsWith(".yaml"))
            .ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(
            files.SelectMany(f =>
                Faults(f, File.ReadAllText(Repository.PathTo(f)), LastLookThrough)
            )
        );
    }

    [Fact]
    public void Every_need_is_complete_and_reviewed_within_eighteen_months()
    {
        var files = Repository
            .Files.Where(f => f.StartsWith("definitions/needs/") && f.EndsWith(".yaml"))
            .ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(
            files.SelectMany(f =>
                Faults(f, File.ReadAllText(Repository.PathTo(f)), LastLookThrough, RequiredOfNeed)
            )
        );
    }

    [Fact]
    public void Every_rule_of_keeping_is_complete_and_reviewed_within_eighteen_months()
    {
        var files = Repository
            .Files.Where(f => f.StartsWith("definitions/retention/") && f.EndsWith(".yaml"))
            .ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(
            files.SelectMany(f =>
                Faults(
                    f,
                    File.ReadAllText(Repository.PathTo(f)),
                    LastLookThrough,
                    ["id", "what", "basis", "source", "keep", "from", "then", "who", "reviewed"]
                )
            )
        );
    }

    private const string Good = """
        id: a.b
        label: A label
        subject: Results
        unit: points
        decimals: 1
        higher: better
        phases: all
        what: What it says.
        publisher: Department for Education
        reviewed: 2025-06-01
        """;

    [Fact]
    public void A_complete_definition_has_no_faults() =>
        Assert.Empty(Faults("a.b.yaml", Good, new DateOnly(2026, 12, 1)));

    [Fact]
    public void A_review_is_overdue_the_day_after_eighteen_months() =>
        Assert.Equal(
            ["a.b.yaml was last reviewed on 2025-06-01"],
            Faults("a.b.yaml", Good, new DateOnly(2026, 12, 2))
        );

    [Theory]
    [InlineData("what: What it says.", "what:", "a.b.yaml has no what")]
    [InlineData("id: a.b", "id: a.c", "a.b.yaml is called otherwise than its id, a.c")]
    [InlineData("reviewed: 2025-06-01", "reviewed: June", "a.b.yaml was reviewed on no date")]
    public void A_fault_is_named(string was, string becomes, string fault) =>
        Assert.Equal(
            [fault],
            Faults(
                "a.b.yaml",
                Good.Replace(was, becomes, StringComparison.Ordinal),
                new DateOnly(2026, 11, 22)
            )
        );
}
