using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trellis.Commands;
using Trellis.Rules;

namespace Trellis.Tests.Commands;

/// <summary><c>trellis rules explain</c>: the thirteen cases as a terminal asks them, and what it says to a question that is none.</summary>
public sealed partial class RulesExplainTests
{
    private static (int Code, string Out, string Error) Ask(string about, string on, string? facts)
    {
        using var answer = new StringWriter();
        using var error = new StringWriter();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            if (facts is not null)
                File.WriteAllText(file, facts);
            string[] words = ["rules", "explain", "--case", about, "--on", on, "--json"];
            var code = TrellisCommands
                .Create()
                .Parse(facts is null ? words : [.. words, "--facts", file])
                .Invoke(new InvocationConfiguration { Output = answer, Error = error });
            return (code, answer.ToString(), error.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Facts, and what the answer has to hold and must not: "part:id", or ":words" anywhere.</summary>
    public static TheoryData<string, string, string, string, string, string> Cases =>
        new()
        {
            {
                "R1",
                "order",
                "2026-05-10",
                """{"school":"community","phase":"primary","category":"special-measures","report-on":"2026-05-10"}""",
                "duties:order-must-be-made findings:no-consultation-on-converting may:minister-approves-revoking findings:order-keeps-its-law rules:aa2010-s4-a1 consult:ask-everybody",
                "rules:aa2010-s4-1b-2026 options:no-action"
            },
            {
                "R1 after",
                "order",
                "2026-08-01",
                """{"school":"community","category":"special-measures","order-on":"2026-05-20"}""",
                "rules:aa2010-s4-a1 rules:cwsa2026-s58-9",
                "rules:aa2010-s4-1b-2026"
            },
            {
                "R2",
                "order",
                "2026-07-10",
                """{"school":"community","phase":"primary","category":"special-measures","report-on":"2026-07-10"}""",
                "rules:aa2010-s4-1b-2026 findings:structural-by-default options:sponsored-academy options:school-support options:service-agreement options:rise-support options:ieb options:federation options:no-action consult:ask-everybody",
                "duties:order-must-be-made rules:aa2010-s4-a1"
            },
            {
                "R3",
                "order",
                "2026-09-10",
                """{"school":"voluntary-aided","foundation":true,"religious":true,"category":"significant-improvement"}""",
                "consult:foundation-before-the-order findings:rise-first",
                "duties:order-must-be-made"
            },
            {
                "R4",
                "order",
                "2026-08-15",
                """{"school":"voluntary-aided","order-on":"2026-02-10","limb":"duty"}""",
                "consult:foundation-on-the-sponsor rules:aa2010-s5a rules:cwsa2026-s58-9",
                "consult:foundation-before-the-order"
            },
            {
                "R5",
                "order",
                "2016-03-01",
                """{"school":"voluntary-aided","category":"special-measures","order-on":"2016-03-01"}""",
                "rules:aa2010-s4-1b-2010",
                "rules:aa2010-s5a rules:aa2010-s4-a1"
            },
            {
                "R6",
                "transfer",
                "2026-01-31",
                """{"school":"academy-in-trust","category":"special-measures","report-on":"2026-01-20"}""",
                "findings:warning-notice-presumed options:transfer may:end-the-agreement",
                "rules:aa2010-s4-a1"
            },
            {
                "R7",
                "transfer",
                "2025-03-01",
                """{"school":"single-academy","inspections":["2022-05-10 RI","2024-03-12 RI"]}""",
                "rules:coasting-2022 findings:no-structural-intervention findings:stuck options:rise-support",
                "rules:coasting-2025 rules:coasting-presumption"
            },
            {
                "R8",
                "transfer",
                "2026-03-01",
                """{"school":"single-academy","inspections":["2022-05-10 RI","2026-02-10 needs-attention"]}""",
                "rules:coasting-2025 findings:stuck options:rise-support",
                "rules:coasting-2022"
            },
            {
                "R9 refused",
                "federation",
                "2026-03-20",
                """{"federation-schools":2,"asked-by":"parents","pupils-signed":199,"pupils-all":1000}""",
                "findings:request-refused duties:notices-within-a-week duties:meeting-not-before",
                "findings:request-accepted"
            },
            {
                "R9 accepted",
                "federation",
                "2026-03-20",
                """{"federation-schools":2,"asked-by":"parents","pupils-signed":200,"pupils-all":1000}""",
                "findings:request-accepted",
                "findings:request-refused"
            },
            {
                "R10 short",
                "federation",
                "2026-03-01",
                """{"published-on":"2026-03-01","closing-on":"2026-04-11"}""",
                "findings:proposals-invalid",
                "findings:proposals-valid"
            },
            {
                "R10 long",
                "federation",
                "2026-03-01",
                """{"published-on":"2026-03-01","closing-on":"2026-04-12"}""",
                "findings:proposals-valid",
                "findings:proposals-invalid"
            },
            {
                "R11",
                "conversion",
                "2025-01-10",
                """{"applied-on":"2025-01-10","schools":2}""",
                "findings:no-conversion-grant",
                "findings:conversion-grant-groups"
            },
            {
                "R12",
                "grant",
                "2024-03-01",
                """{"fund":"trust-capacity","applied-on":"2024-03-01","grade":"RI","in-eia":true,"trust-notice":"open"}""",
                "findings:trust-not-eligible",
                "findings:trust-capacity-larger"
            },
            {
                "R13",
                "measures",
                "2026-03-01",
                """{"years-in-trust":[3.2,3.0,2.9]}""",
                "findings:not-in-the-measures findings:shown-over-time",
                "findings:in-the-measures"
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_thirteen_cases_are_answered(
        string name,
        string about,
        string on,
        string facts,
        string holds,
        string not
    )
    {
        var (code, answer, error) = Ask(about, on, facts);
        Assert.True(code == 0, $"{name}: {error}");
        using var json = JsonDocument.Parse(answer);

        foreach (var part in (string[])["options", "duties", "consult", "rules"])
            Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty(part).ValueKind);
        Assert.NotEqual("", json.RootElement.GetProperty("decider").GetString());
        foreach (var rule in json.RootElement.GetProperty("rules").EnumerateArray())
        {
            Assert.NotEqual("", rule.GetProperty("source").GetString());
            Assert.True(rule.GetProperty("from").GetString() is { Length: 10 });
            Assert.True(rule.TryGetProperty("to", out _));
        }
        foreach (var expected in holds.Split(' '))
            Assert.True(Has(json.RootElement, expected), $"{name} has no {expected}.");
        foreach (var unexpected in not.Split(' '))
            Assert.False(Has(json.RootElement, unexpected), $"{name} has {unexpected}.");
    }

    private static bool Has(JsonElement answer, string partAndId) =>
        partAndId.Split(':') is [var part, var id]
        && answer
            .GetProperty(part)
            .EnumerateArray()
            .Any(e => e.GetProperty("id").GetString() == id);

    [Theory]
    [InlineData(
        "order",
        "2026-03-01",
        """{"category":"bad"}""",
        "category: 'category' cannot be 'bad'. It can be: none, special-measures,"
    )]
    [InlineData(
        "order",
        "2026-03-01",
        """{"report-on":"2026-03-02"}""",
        "report-on: 'report-on' is 2026-03-02, after the day asked about, 2026-03-01."
    )]
    [InlineData("order", "2026-03-01", "no json", "facts: The facts are not JSON: line 1")]
    public void Bad_facts_are_named_with_what_may_be_and_nothing_is_answered(
        string about,
        string on,
        string facts,
        string why
    )
    {
        var (code, answer, error) = Ask(about, on, facts);

        Assert.Equal(2, code);
        Assert.Equal("", answer);
        Assert.StartsWith(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_the_format_are_read_and_every_field_and_word_stands_in_it()
    {
        var text = File.ReadAllText(Repository.PathTo("docs/formats/facts.md"));
        var example = Fenced().Match(text).Groups[1].Value;

        Assert.Empty(Facts.ReadJson(example).Troubles);
        Assert.Equal(0, Ask("order", "2026-06-01", example).Code);
        foreach (var field in FactField.All)
        {
            Assert.Contains($"`{field.Name}`", text);
            foreach (var word in field.Words)
                Assert.Contains($"`{word.Id}`", text);
        }
        foreach (var subject in Enum.GetNames<Subject>())
            Assert.Contains(subject.ToLowerInvariant(), text);
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Fenced();
}
