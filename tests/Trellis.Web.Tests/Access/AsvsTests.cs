using System.Reflection;
using System.Text.RegularExpressions;
using Trellis.Access;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Tests.Access;

/// <summary>docs/asvs.csv answers every requirement of OWASP's Application Security Verification Standard 5.0.0 of levels 1 and 2.</summary>
public sealed partial class AsvsTests(ITestOutputHelper output)
{
    private sealed record Row(
        int Line,
        string Id,
        string Level,
        string Topic,
        string Answer,
        string Where
    )
    {
        public bool NamesTests => Tests.IsMatch(Where);

        public int[] Number => [.. Id.Split('.').Select(int.Parse)];
    }

    private static readonly string[] Answers =
    [
        "met",
        "not applicable",
        "left to who runs it",
        "not met",
    ];

    [GeneratedRegex(@"^\w+Tests\.[A-Z]\w+( \w+Tests\.[A-Z]\w+)*$", RegexOptions.None, 1000)]
    private static partial Regex Tests { get; }

    [GeneratedRegex(@"^[1-9]\d?\.[1-9]\d?\.[1-9]\d?$", RegexOptions.None, 1000)]
    private static partial Regex Numbered { get; }

    [GeneratedRegex(
        @"\b(to ?do|tbd|fixme|pending|later|soon|n/a)\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex PutOff { get; }

    [GeneratedRegex(@"^(?:public|internal) .*\bclass (\w+Tests)\b", RegexOptions.Multiline, 1000)]
    private static partial Regex TestClass { get; }

    [GeneratedRegex(@"^    public .*\b(?:void|Task) (\w+)\(", RegexOptions.Multiline, 1000)]
    private static partial Regex TestMethod { get; }

    private static IReadOnlyList<Row> Read(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        Assert.Equal("id,level,topic,answer,where", lines[0].TrimEnd('\r'));
        return
        [
            .. lines
                .Skip(1)
                .Select(
                    (line, i) =>
                    {
                        // No cell but the last holds a comma.
                        var cells = line.TrimEnd('\r').Split(',', 5);
                        Assert.True(cells.Length == 5, $"Line {i + 2} has {cells.Length} cells.");
                        var where = cells[4];
                        if (where.StartsWith('"'))
                            where = where[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
                        return new Row(i + 2, cells[0], cells[1], cells[2], cells[3], where);
                    }
                ),
        ];
    }

    private static IReadOnlyList<Row> Kept() =>
        Read(File.ReadAllText(Repository.PathTo("docs", "asvs.csv")));

    /// <summary>What is wrong with single rows.</summary>
    private static IEnumerable<string> Faults(Row row, IReadOnlySet<string> known)
    {
        if (!Numbered.IsMatch(row.Id))
            yield return $"line {row.Line}: '{row.Id}' is no number of a requirement";
        if (row.Level is not ("1" or "2"))
            yield return $"line {row.Line}: level {row.Level}";
        if (row.Topic.Trim().Length < 4 || row.Topic.Split(' ').Length > 12)
            yield return $"line {row.Line}: the topic is to be a few words";
        if (!Answers.Contains(row.Answer))
            yield return $"line {row.Line}: '{row.Answer}' is no answer";
        if (row.NamesTests)
        {
            foreach (var test in row.Where.Split(' ').Where(t => !known.Contains(t)))
                yield return $"line {row.Line}: there is no test {test}";
        }
        else if (row.Answer == "met")
            yield return $"line {row.Line}: what is met names the test that shows it";
        else if (!row.Where.EndsWith('.') || row.Where.Split(' ').Length < 4)
            yield return $"line {row.Line}: a reason is a sentence";
        else if (PutOff.IsMatch(row.Where))
            yield return $"line {row.Line}: an answer is not put off";
    }

    /// <summary>Every test there is: of this program as it was built, of the others as they are written.</summary>
    private static HashSet<string> Known()
    {
        var known = typeof(AsvsTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<FactAttribute>() is { Explicit: false })
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var project in (string[])["Trellis.Tests", "Trellis.Casework.Tests", "Trellis.Faults"]
        )
        foreach (
            var file in Directory.EnumerateFiles(
                Repository.PathTo("tests", project),
                "*Tests.cs",
                SearchOption.AllDirectories
            )
        )
        {
            var text = File.ReadAllText(file);
            if (TestClass.Match(text) is not { Success: true } named)
                continue;
            foreach (Match method in TestMethod.Matches(text))
                known.Add($"{named.Groups[1].Value}.{method.Groups[1].Value}");
        }
        return known;
    }

    [Fact]
    public void Every_requirement_of_levels_one_and_two_has_one_answer()
    {
        var rows = Kept();
        Assert.Equal(253, rows.Count);
        Assert.Equal(70, rows.Count(r => r.Level == "1"));
        Assert.Equal(183, rows.Count(r => r.Level == "2"));
        var numbers = rows.Select(r => r.Number).ToArray();
        for (var i = 1; i < numbers.Length; i++)
            Assert.True(
                numbers[i - 1].AsSpan().SequenceCompareTo(numbers[i]) < 0,
                $"{rows[i].Id} does not come after {rows[i - 1].Id}."
            );
        // The standard has seventeen chapters, and each asks something at these levels.
        Assert.Equal(Enumerable.Range(1, 17), numbers.Select(n => n[0]).Distinct());
    }

    [Fact]
    public void Every_answer_is_whole_and_every_test_it_names_is_there()
    {
        var known = Known();
        Assert.Empty(Kept().SelectMany(r => Faults(r, known)));
    }

    [Fact]
    public void Three_in_five_of_the_requirements_that_apply_are_held_by_a_test()
    {
        var rows = Kept();
        foreach (var answer in rows.CountBy(r => r.Answer))
            output.WriteLine($"{answer.Key}: {answer.Value}");
        var apply = rows.Where(r => r.Answer != "not applicable").ToArray();
        var held = apply.Count(r => r.NamesTests);
        output.WriteLine(
            $"{held} of the {apply.Length} that apply name a test: {100.0 * held / apply.Length:N0} %"
        );
        Assert.True(held >= 0.6 * apply.Length);
    }

    [Theory]
    [InlineData("1.2.3,1,scripts and words,met,MatrixTests.No_such_test", "there is no test")]
    [InlineData("1.2.3,1,scripts and words,met,We are careful with these words.", "names the test")]
    [InlineData("1.2.3,1,scripts and words,not met,", "is a sentence")]
    [InlineData(
        "1.2.3,1,scripts and words,not met,This will be done later by somebody.",
        "put off"
    )]
    [InlineData("1.2.3,3,scripts and words,met,AsvsTests.A_fault_is_noticed", "level 3")]
    [InlineData("V1.2.3,1,scripts and words,met,AsvsTests.A_fault_is_noticed", "no number")]
    [InlineData("1.2.3,1,,met,AsvsTests.A_fault_is_noticed", "a few words")]
    [InlineData("1.2.3,1,scripts and words,yes,AsvsTests.A_fault_is_noticed", "no answer")]
    public void A_fault_is_noticed(string line, string told) =>
        Assert.Contains(
            told,
            Assert.Single(
                Faults(Assert.Single(Read($"id,level,topic,answer,where\n{line}")), Known())
            )
        );

    /// <summary>The words around a figure, so that a sentence that was changed is looked at too.</summary>
    [Fact]
    public void The_page_about_security_says_the_figures_that_the_code_has()
    {
        var page = string.Join(
            ' ',
            File.ReadAllText(Repository.PathTo("docs", "security.md"))
                .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        );
        var limits = new Limits();
        string[] said =
        [
            $"at least {Passwords.Shortest} and at most {Passwords.Longest} characters",
            $"{Passwords.Turns:N0} turns",
            $"after {limits.Idle.TotalMinutes:0} minutes without a request",
            $"after {limits.Longest.TotalHours:0} hours in any case",
            $"{limits.WrongPasswords} wrong passwords in a row",
            $"for {limits.Locked.TotalMinutes:0} minutes",
            $"for {limits.Invitation.TotalDays:0} days",
            $"for {limits.Reset.TotalMinutes:0} minutes",
            $"{limits.SignInsAMinute} tries to sign in a minute",
            $"{limits.TriesAnAccount} tries in ten minutes",
            $"{limits.PostsAMinute} forms a minute",
            $"{limits.AnswersASecond} answers a second",
            $"{limits.DownloadsAMinute} downloads a minute",
        ];
        Assert.All(said, s => Assert.Contains(s, page));
        Assert.All(Roles.All, r => Assert.Contains(r.InWords(), page));
        Assert.All(
            (string[])["RSA", "PBKDF2", "HMAC-SHA-512", "SHA-256", "AES"],
            a => Assert.Contains(a, page)
        );
    }
}
