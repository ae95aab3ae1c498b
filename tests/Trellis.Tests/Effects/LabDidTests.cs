using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Tests.SimilarSchools;

namespace Trellis.Effects;

/// <summary>lab did and lab drdid as programs see them.</summary>
public sealed class LabDidTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-did-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private string Write(string text)
    {
        var path = Path.Combine(folder, "panel.csv");
        File.WriteAllText(path, text);
        return path;
    }

    // Six schools each first treated in 2012, 2014 (effect 2) and 2015, six never, looked at in four years, 2013 missing.
    private static string Panel(Func<int, int, string?>? cell = null)
    {
        var text = new StringBuilder("school,year,first,result,region\n");
        int[] groups = [2012, 2014, 2015, 0];
        for (var school = 0; school < 24; school++)
            foreach (var year in (int[])[2012, 2014, 2015, 2016])
            {
                var first = groups[school % 4];
                var result =
                    school
                    + (3 * (year - 2012))
                    + (first == 2014 && year >= 2014 ? 2 : 0)
                    + (school * year % 5);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"S{school},{year},{(first == 0 ? "" : first)},{cell?.Invoke(school, year) ?? result.ToString(CultureInfo.InvariantCulture)},R{school % 3}\n"
                );
            }
        return text.ToString();
    }

    private (int Code, string Out, string Errors) Did(string csv, params string[] more) =>
        ProgramRun.Of([
            "lab",
            "did",
            Write(csv),
            "--unit",
            "school",
            "--time",
            "year",
            "--group",
            "first",
            "--outcome",
            "result",
            .. more,
        ]);

    [Fact]
    public void Cells_averages_and_the_test_are_told_and_a_group_without_a_base_is_dropped_not_fatal()
    {
        var run = Did(
            Panel(),
            "--base",
            "universal",
            "--bootstrap",
            "200",
            "--seed",
            "1",
            "--json"
        );
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
        var answer = JsonNode.Parse(run.Out)!;
        Assert.Equal(18, (int)answer["n"]!);
        Assert.Equal(8, answer["attgt"]!.AsArray().Count);
        var reference = answer["attgt"]!
            .AsArray()
            .Single(c => (int)c!["group"]! == 2014 && (bool)c["reference"]!)!;
        Assert.Equal(2012, (int)reference["time"]!);
        Assert.Equal(0, (double)reference["att"]!);
        Assert.Null(reference["se"]);
        Assert.Equal(2012, (int)answer["dropped"]![0]!["group"]!);
        Assert.Equal(2013, (int)answer["missingTimes"]![0]!);
        foreach (var average in (string[])["dynamic", "group", "calendar"])
        {
            Assert.NotNull(answer[average]!["overall"]!["att"]);
            Assert.NotEmpty(answer[average]!["egt"]!.AsArray());
        }
        Assert.NotNull(answer["simple"]!["se"]);
        Assert.True((double)answer["critical"]! > 1.9);
        Assert.NotNull(answer["wald"]!["W"]);
        Assert.True((double)answer["seconds"]! >= 0);
    }

    [Fact]
    public void People_are_told_where_each_effect_is_measured_from_and_what_was_left_out()
    {
        var run = Did(Panel(), "--covariates", "region", "--method", "reg");
        Assert.Equal(0, run.Code);
        Assert.Contains("nobody looked at in 2013", run.Out, StringComparison.Ordinal);
        Assert.Contains("Group 2012 (6):", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x9", "line 2, column 'result': 'x9' is not a number")]
    [InlineData("", "No row has an outcome.")]
    public void Bad_cells_are_refused_with_where_they_stand(string cell, string sentence)
    {
        var run = Did(
            Panel((school, year) => cell.Length == 0 || (school == 0 && year == 2012) ? cell : null)
        );
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty: a header was expected")]
    [InlineData("school,year,first,result\na,2012,0\n", "line 2: 3 cells where the header has 4")]
    [InlineData(
        "school,year,first,result\na,2012,0,1,234\n",
        "line 2: 5 cells where the header has 4"
    )]
    [InlineData("school,year,first,result,Result\na,2012,0,1,2\n", "more than one column 'result'")]
    [InlineData(
        "school,year,first,result\n\na,2012,0,1\n\nb,2012,0,x\n",
        "line 5, column 'result': 'x' is not a number"
    )]
    public void What_is_no_table_is_bad_input(string csv, string sentence)
    {
        var run = Did(csv);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Inf")]
    [InlineData("NA")]
    [InlineData("0")]
    public void Never_treated_is_written_in_several_ways(string never)
    {
        var plain = Did(Panel(), "--json");
        var other = Did(Panel().Replace(",,", $",{never},", StringComparison.Ordinal), "--json");
        Assert.Equal((0, 0), (plain.Code, other.Code));
        Assert.Equal(
            JsonNode.Parse(plain.Out)!["attgt"]!.ToJsonString(),
            JsonNode.Parse(other.Out)!["attgt"]!.ToJsonString()
        );
    }

    [Fact]
    public void Every_form_of_two_groups_at_two_times_is_read()
    {
        const string Wide = "d,y0,y1\n1,1,5\n1,2,6\n1,4,7\n0,1,2\n0,2,4\n0,3,4\n";
        var wide = Drdid(Wide, "--before", "y0", "--after", "y1");
        // Treated rise by 4, 4 and 3; controls by 1, 2 and 1.
        Assert.Equal((11.0 / 3) - (4.0 / 3), (double)wide["att"]!, 1e-12);
        Assert.Equal(5, wide["estimates"]!.AsArray().Count);
        var rows = new StringBuilder("id,t,y,d\n");
        foreach (var (line, i) in Wide.Split('\n')[1..7].Select((l, i) => (l.Split(','), i)))
            rows.Append(
                CultureInfo.InvariantCulture,
                $"u{i},2018,{line[1]},{line[0]}\nu{i},2022,{line[2]},{line[0]}\n"
            );
        var tall = Drdid(rows.ToString(), "--unit", "id", "--time", "t", "--outcome", "y");
        Assert.Equal((double)wide["att"]!, (double)tall["att"]!, 1e-12);
        Assert.Equal((double)wide["se"]!, (double)tall["se"]!, 1e-12);
        var sections = Drdid(rows.ToString(), "--time", "t", "--outcome", "y");
        Assert.Equal((double)wide["att"]!, (double)sections["att"]!, 1e-12);
        Assert.Equal(7, sections["estimates"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("", "There are no rows.")]
    [InlineData("1,1,5,2,1\n1,2,6,2,1\n", "nobody treated, or no control")]
    [InlineData("1,1,5,2,1\n0,2,6,2,-1\n", "negative on 1 line (3)")]
    [InlineData("1,,5,2,1\n0,2,,2,1\n", "No row has an outcome")]
    public void Two_groups_that_have_no_answer_are_bad_input(string rows, string sentence)
    {
        var run = ProgramRun.Of([
            "lab",
            "drdid",
            Write("d,y0,y1,x,w\n" + rows),
            "--treated",
            "d",
            "--before",
            "y0",
            "--after",
            "y1",
            "--weights",
            "w",
        ]);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_vary_has_no_error_and_what_is_left_out_is_told()
    {
        var two = Drdid(
            "d,y0,y1,x\n1,1,5,7\n0,1,2,7\n",
            "--before",
            "y0",
            "--after",
            "y1",
            "--covariates",
            "x"
        );
        Assert.Equal(3, (double)two["att"]!, 1e-12);
        Assert.Null(two["se"]);
        Assert.Contains("Nothing varies", (string)two["reason"]!, StringComparison.Ordinal);
        Assert.Contains(
            "'x' is constant",
            (string)two["remarks"]![0]!["sentence"]!,
            StringComparison.Ordinal
        );
    }

    private JsonNode Drdid(string csv, params string[] more)
    {
        var run = ProgramRun.Of(["lab", "drdid", Write(csv), "--treated", "d", .. more, "--json"]);
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.Code);
        return JsonNode.Parse(run.Out)!;
    }
}
