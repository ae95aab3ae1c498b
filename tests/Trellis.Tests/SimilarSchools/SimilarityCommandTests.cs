using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trellis.SimilarSchools;
using Trellis.Tests.Sources;

namespace Trellis.Tests.SimilarSchools;

/// <summary>"lab similarity-protocol" as a process, on tables drawn by chance.</summary>
public sealed class SimilarityCommandTests : IDisposable
{
    private readonly FolderOfFiles files = new();

    public SimilarityCommandTests() => Write("fields.csv", DrawnTable.Fields);

    public void Dispose() => files.Dispose();

    private string At(string name) => Path.Combine(files.Path, name);

    private void Write(string name, string text) => File.WriteAllText(At(name), text);

    private (int Code, string Out, string Errors) Run(string table, params string[] arguments) =>
        ProgramRun.Of([
            "lab",
            "similarity-protocol",
            "--table",
            At(table),
            "--fields",
            At("fields.csv"),
            .. arguments,
        ]);

    private JsonObject Answer(string table, params string[] arguments)
    {
        var (code, text, errors) = Run(table, [.. arguments, "--json"]);
        Assert.True(code == 0, errors);
        var answer = JsonNode.Parse(text)!.AsObject();
        answer.Remove("seconds");
        return answer;
    }

    [Fact]
    public void The_order_of_the_file_changes_nothing()
    {
        var rows = new DrawnTable(400).Rows().ToArray();
        Write("table.csv", DrawnTable.File(rows));
        new Random(3).Shuffle(rows);
        Write("shuffled.csv", DrawnTable.File(rows));
        foreach (var method in new[] { "trellis", "learned-diagonal", "random" })
        {
            var before = Answer("table.csv", "--method", method, "--neighbours", At("before.csv"));
            var after = Answer("shuffled.csv", "--method", method, "--neighbours", At("after.csv"));
            Assert.Equal(before.ToJsonString(), after.ToJsonString());
            Assert.Equal(File.ReadAllText(At("before.csv")), File.ReadAllText(At("after.csv")));
        }
    }

    [Fact]
    public void What_is_printed_can_be_worked_out_again_from_the_lists_it_writes()
    {
        var rows = new DrawnTable(400).Rows();
        Write("table.csv", DrawnTable.File(rows));
        var answer = Answer(
            "table.csv",
            "--method",
            "trellis",
            "-k",
            "30",
            "--neighbours",
            At("lists.csv")
        );
        Assert.Equal(
            [
                "method",
                "n",
                "k",
                "r2",
                "balance",
                "neverNamed",
                "mostNamed",
                "reciprocity",
                "within40Km3",
            ],
            answer.Select(p => p.Key)
        );
        var lines = File.ReadAllLines(At("lists.csv"));
        Assert.Equal("URN,NeighbourURN,distance", lines[0]);
        var lists = lines.Skip(1).Select(l => l.Split(',')).ToLookup(l => l[0], l => l[1]);
        Assert.Equal(400, lists.Count);
        Assert.All(lists, l => Assert.Equal(30, l.Count()));
        var attainment = rows.Where(r => r[9] is not ("" or "SUPP"))
            .ToDictionary(r => r[0], r => double.Parse(r[9], CultureInfo.InvariantCulture));
        var mean = attainment.Values.Average();
        var errors = attainment.Sum(own =>
            Math.Pow(
                own.Value
                    - lists[own.Key]
                        .Where(attainment.ContainsKey)
                        .Average(other => attainment[other]),
                2
            )
        );
        var total = attainment.Values.Sum(f => (f - mean) * (f - mean));
        Assert.Equal(1 - (errors / total), answer["r2"]!["Attainment"]!.GetValue<double>(), 1e-9);
        var named = lists.SelectMany(l => l).CountBy(other => other).ToDictionary();
        Assert.Equal(named.Values.Max(), answer["mostNamed"]!.GetValue<int>());
        Assert.Equal((400 - named.Count) / 400.0, answer["neverNamed"]!.GetValue<double>(), 1e-12);
        Assert.Equal(
            lists.Sum(l => l.Count(other => lists[other].Contains(l.Key))) / (400.0 * 30),
            answer["reciprocity"]!.GetValue<double>(),
            1e-12
        );
    }

    [Fact]
    public void All_methods_answer_in_an_array_of_the_same_shape()
    {
        Write("table.csv", DrawnTable.File(new DrawnTable(300).Rows()));
        var (code, text, errors) = Run("table.csv", "--method", "all", "--json");
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        var methods = json
            .RootElement.EnumerateArray()
            .Select(a => a.GetProperty("method").GetString()!)
            .ToArray();
        Assert.Contains("trellis", methods);
        Assert.Contains("random", methods);
        // Nothing in this table says special needs or income, yet each method finds something; those without are named.
        Assert.All(
            TableMethod.All,
            m =>
                Assert.True(
                    methods.Contains(m.Id)
                        || errors.Contains($"'{m.Id}' is left out", StringComparison.Ordinal)
                )
        );
        Assert.All(
            json.RootElement.EnumerateArray(),
            a =>
                Assert.Equal(
                    ["Attainment", "Progress", "Absence"],
                    a.GetProperty("r2").EnumerateObject().Select(p => p.Name)
                )
        );
    }

    [Fact]
    public void Schools_that_select_are_left_out_when_asked()
    {
        var rows = new DrawnTable(400).Rows();
        Write("table.csv", DrawnTable.File(rows));
        Answer(
            "table.csv",
            "--method",
            "fft-default",
            "--non-selective",
            "--neighbours",
            At("lists.csv")
        );
        var selective = rows.Where(r => r[3] == "1").Select(r => r[0]).ToHashSet();
        Assert.Equal(45, selective.Count);
        var lists = File.ReadLines(At("lists.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        Assert.DoesNotContain(lists, l => selective.Contains(l[0]) || selective.Contains(l[1]));
        Assert.Equal(355, lists.DistinctBy(l => l[0]).Count());
    }

    [Fact]
    public void A_table_of_several_phases_is_refused_until_one_is_asked_for()
    {
        var rows = new DrawnTable(400).Rows();
        Write(
            "table.csv",
            DrawnTable.File(
                rows.Select((r, i) => r.Append(i < 250 ? "Primary" : "Secondary").ToArray()),
                DrawnTable.Header + ",Phase"
            )
        );
        Write("fields.csv", DrawnTable.Fields.TrimEnd() + "\nPhase,phase,,,,,\n");
        var (code, text, errors) = Run("table.csv", "--method", "trellis");
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.Contains(
            "table.csv has schools of several phases: give --phase Primary, or --phase Secondary.",
            errors
        );
        // 250 less the 25 without outcomes.
        Assert.Equal(
            225,
            Answer("table.csv", "--method", "trellis", "--phase", "primary")["n"]!.GetValue<int>()
        );
    }

    [Theory]
    [InlineData(
        5,
        "many",
        "table.csv, line 4, column 'Meals, %': 'many' is not a number, empty or a known mark."
    )]
    [InlineData(
        11,
        "NaN",
        "table.csv, line 4, column 'Absence': 'NaN' is not a number, empty or a known mark."
    )]
    [InlineData(0, "School", "table.csv, line 4, column 'URN': 'School' is not a school's number.")]
    [InlineData(0, "100001", "table.csv, line 4, column 'URN': '100001' is not each school once.")]
    public void A_cell_that_is_not_as_described_is_refused_with_the_place_to_look(
        int cell,
        string value,
        string sentence
    )
    {
        var rows = new DrawnTable(40).Rows();
        rows[2][cell] = value;
        Write("table.csv", DrawnTable.File(rows));
        var (code, text, errors) = Run("table.csv", "--method", "trellis");
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.Contains(sentence, errors);
    }

    [Fact]
    public void A_leak_ends_the_run_with_a_code_of_its_own()
    {
        Write("table.csv", DrawnTable.File(new DrawnTable(400).Rows()));
        Write(
            "fields.csv",
            DrawnTable.Fields.Replace(
                "Attainment,outcome",
                "Attainment,feature outcome",
                StringComparison.Ordinal
            )
        );
        var (code, text, errors) = Run("table.csv", "--method", "all", "--json");
        Assert.Equal(3, code);
        Assert.Empty(text);
        Assert.Contains("'Attainment' is an outcome and a feature", errors);
    }

    [Fact]
    public void What_is_not_understood_is_said()
    {
        Write("table.csv", DrawnTable.File(new DrawnTable(40).Rows()));
        var (code, _, errors) = Run("table.csv", "--method", "magic");
        Assert.Equal(2, code);
        Assert.Contains("There is no method 'magic'", errors);
        Write(
            "fields.csv",
            DrawnTable.Fields.Replace("Size,face balance", "Size,head", StringComparison.Ordinal)
        );
        (code, _, errors) = Run("table.csv", "--method", "trellis");
        Assert.Equal(2, code);
        Assert.Contains("fields.csv, line 9, column 'roles': 'head' is not one of urn", errors);
        Write(
            "fields.csv",
            DrawnTable.Fields.Replace("Size,face", "Sizes,face", StringComparison.Ordinal)
        );
        (code, _, errors) = Run("table.csv", "--method", "trellis");
        Assert.Equal(2, code);
        Assert.Contains("table.csv has no column 'Sizes'", errors);
    }

    [Fact]
    public void An_outcome_that_no_school_has_is_named_not_fallen_over()
    {
        Write(
            "table.csv",
            DrawnTable.File(
                new DrawnTable(60)
                    .Rows()
                    .Select(row => row.Select((cell, at) => at == 10 ? "" : cell).ToArray())
            )
        );
        var (code, text, errors) = Run("table.csv", "--method", "trellis", "--json");
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.Contains("The outcome 'Progress' has figures of 0 schools", errors);
    }

    [Theory]
    [InlineData("Attainment,never-trained-outcome", "'Attainment' is not given the role")]
    [InlineData("Size,feature", "'Size' is not given the role 'feature' once only")]
    public void A_column_that_is_described_twice_is_refused_rather_than_counted_twice(
        string again,
        string sentence
    )
    {
        Write("table.csv", DrawnTable.File(new DrawnTable(60).Rows()));
        Write("fields.csv", $"{DrawnTable.Fields.TrimEnd()}\n{again},,,,,\n");
        var (code, text, errors) = Run("table.csv", "--method", "trellis");
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.Contains(sentence, errors);
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused_rather_than_the_first_taken()
    {
        Write(
            "table.csv",
            DrawnTable.File(
                new DrawnTable(60).Rows().Select(row => row.Append("1").ToArray()),
                DrawnTable.Header + ",size"
            )
        );
        var (code, text, errors) = Run("table.csv", "--method", "trellis");
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.Contains("table.csv has 2 columns 'Size'", errors);
    }

    [Fact]
    public void A_switch_that_would_do_nothing_is_not_passed_over_in_silence()
    {
        Write("table.csv", DrawnTable.File(new DrawnTable(60).Rows()));
        var (code, _, errors) = Run("table.csv", "--method", "trellis", "--phase", "primary");
        Assert.Equal(2, code);
        Assert.Contains("fields.csv gives no column the role 'phase'", errors);
        (code, _, errors) = Run("table.csv", "--method", "all", "--neighbours", At("lists.csv"));
        Assert.Equal(2, code);
        Assert.Contains("--neighbours writes the lists of one method", errors);
        (code, _, errors) = Run("table.csv", "--method", "trellis", "--without", "weather");
        Assert.Equal(0, code);
        Assert.Contains("No column is in a group 'weather'", errors);
    }
}
