using System.Globalization;
using System.Text;
using Trellis.Neighbours;
using Trellis.SimilarSchools;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods: what each named method is, with a distance worked through on two drawn schools.</summary>
public sealed class MethodDocumentTests
{
    public static TheoryData<string> Names => [.. SimilarMethods.All.Select(m => m.Id)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_document_of_a_method_says_what_the_code_does(string name) =>
        Document.Is($"docs/methods/{name}.md", Write(SimilarMethods.Find(name)!));

    [Fact]
    public void There_is_a_document_for_each_method_and_no_other() =>
        Assert.Equal(
            SimilarMethods
                .All.Select(m => $"docs/methods/{m.Id}.md")
                .Append(TravelDocumentTests.Path)
                .Append(PartnersDocumentTests.Path)
                .Append(FamilyDocumentTests.Path)
                .Append(PlacementsDocumentTests.Path)
                .Append(WaitsDocumentTests.Path)
                .Append(WhatWorksDocumentTests.Path)
                .Order(StringComparer.Ordinal),
            Repository.Files.Where(f => f.StartsWith("docs/methods/") && f.EndsWith(".md"))
        );

    [Fact]
    public void A_document_that_differs_fails_and_leaves_what_it_should_be_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-spec-");
        try
        {
            var path = Path.Combine(folder.FullName, "method.md");
            File.WriteAllText(path, "old");
            Assert.ThrowsAny<Exception>(() => Document.Is(path, "new"));
            Assert.Equal("new", File.ReadAllText(path + ".received"));
            File.WriteAllText(path, "new");
            Document.Is(path, "new");
            Assert.False(File.Exists(path + ".received"));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string Write(SimilarMethod method)
    {
        var guide = MethodGuide.For(method);
        var text = new StringBuilder();
        Line($"# {method.Label} (`{method.Id}`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line(guide.InShort);
        Line();
        foreach (var sentence in guide.What)
        {
            Line(sentence);
            Line();
        }
        Line($"- From: {method.Citation}.");
        Line($"- For: {string.Join(", ", method.Peers.Select(p => p.Words()))}.");
        Line(
            method.ShortlistForRegion > 0
                ? $"- Finds the {method.ShortlistForRegion} nearest, takes those of the own region first, keeps {method.Take}."
                : $"- Names the {method.Take} nearest."
        );
        Line(
            "- Distance: the square root of the sum of coefficient × (difference)². Over what both schools know; the sum is then multiplied by all weight / known weight"
                + (method.Missing == 1 ? "." : $", to the power of {N(method.Missing)}.")
        );
        Line(
            $"- Close: among the nearest {ClosenessLimits.CloseShare.ToString("0.0%", CultureInfo.InvariantCulture)} of all pairs. Fair: among the nearest {ClosenessLimits.FairShare.ToString("0.0%", CultureInfo.InvariantCulture)}."
        );
        Line();
        if (method.VariablesFor is { } own)
            foreach (var peers in own.Keys.Order())
                Counts(method.For(peers), $"## What counts among {peers.Words()}");
        else
            Counts(method, "## What counts");
        Line("## Worked through");
        Line();
        Example(method, Line);
        Line("## Where it is weak");
        Line();
        foreach (var weakness in guide.Weaknesses)
            Line($"- {weakness}");
        return text.ToString();

        void Counts(SimilarMethod method, string heading)
        {
            var total = method.Variables.Sum(v => v.Weight);
            Line(heading);
            Line();
            Line("| variable | in words | weight | share | scaled by | coefficient |");
            Line("|---|---|---|---|---|---|");
            foreach (var v in method.Variables)
                Line(
                    $"| `{v.Id}` | {v.Label} | {N(v.Weight)} | {(100 * v.Weight / total).ToString("0.0", CultureInfo.InvariantCulture)} % | {ScaledBy(v)} | {Coefficient(v)} |"
                );
            Line();
            Line("### Where the figures are from");
            Line();
            Line(
                "The first that a school has. Composed means worked out or taken in place of the published figure."
            );
            Line();
            foreach (var v in method.Variables)
            {
                Line($"- {v.Label}:");
                if (v.Axis.Length > 0)
                    Line(
                        "  - learned from all schools by cross-fitted ridge regression; the formulas are published with each snapshot at `/method/trellis/axes` and its `.csv` and `.json`."
                    );
                else if (v.Trait is not null)
                    Line("  - the register, as it stands.");
                else if (v.Readings.Count == 0)
                    Line("  - no open file has it.");
                foreach (var r in v.Readings)
                    Line(
                        $"  - {(r.Composed ? "composed: " : "")}{r.Words} (`{string.Join("` + `", r.Terms.Select(t => t.Factor == 1 ? t.Measure : $"{N(t.Factor)} × {t.Measure}"))}`{(r.Per.Length > 0 ? $" / `{r.Per}`" : "")}){(r.Onto is { } onto ? $", put on the scale of mean {N(onto.Mean)} and standard deviation {N(onto.StandardDeviation)}" : "")}{(r.Smoothed is { } s ? $", the mean of {s.Years} years{(s.Pupils.Length > 0 ? $", each drawn to the mean of all schools as far as it is chance over `{s.Pupils}`" : "")}" : "")}{(r.For.Count > 0 ? $", {string.Join(" and ", r.For.Select(p => p.Words()))} only" : "")}."
                    );
            }
            Line();
        }

        void Line(string words = "") => text.Append(words).Append('\n');
    }

    /// <summary>Three drawn schools: the third only stretches deviations and ranges. The distance is the engine's own.</summary>
    private static void Example(SimilarMethod method, Action<string> line)
    {
        var columns = method
            .Variables.Select((_, k) => new[] { 10.0 + k, 12.0 + k, 20.0 + (2 * k) })
            .ToArray();
        var coefficients = method
            .Variables.Select((v, k) => v.CoefficientOver(columns[k]))
            .ToArray();
        var points = new Points(
            columns,
            coefficients,
            [.. method.Variables.Select(v => v.Weight)],
            method.Missing
        );
        var parts = new double[columns.Length];
        points.Contributions(0, 1, parts);
        line(
            "Two drawn schools; a third, not shown, only widens what is taken from the population."
        );
        line("");
        line("| variable | one | other | coefficient | coefficient × (difference)² |");
        line("|---|---|---|---|---|");
        for (var k = 0; k < columns.Length; k++)
        {
            var by = coefficients[k] * Math.Pow(columns[k][0] - columns[k][1], 2);
            Assert.Equal(by, parts[k], 1e-12 * Math.Max(1, by));
            line(
                $"| `{method.Variables[k].Id}` | {N(columns[k][0])} | {N(columns[k][1])} | {N(coefficients[k])} | {N(by)} |"
            );
        }
        line("");
        line($"Sum {N(parts.Sum())}; distance {N(points.Distance(0, 1))}.");
        line("");
    }

    private static string ScaledBy(Variable variable) =>
        variable.Scale switch
        {
            Scale.Coefficient => "the publisher's coefficient",
            Scale.PublishedDeviation sd => $"the publisher's standard deviation, {N(sd.Value)}",
            Scale.Range => "lowest to highest of the schools",
            Scale.One => "nothing, it is standard already",
            Scale.PulledIn pulled =>
                $"standard deviation of the schools, the farthest {N(100 * pulled.Tail)} % at each end pulled in",
            _ => "standard deviation of the schools",
        };

    private static string Coefficient(Variable variable) =>
        variable.Scale is Scale.Coefficient or Scale.PublishedDeviation
            ? N(variable.CoefficientOver([]))
        : variable.Scale is Scale.One ? N(variable.Weight)
        : "weight / scale²";

    private static string N(double number) =>
        number.ToString(
            Math.Abs(number) < 1 ? "0.############" : "0.########",
            CultureInfo.InvariantCulture
        );
}
