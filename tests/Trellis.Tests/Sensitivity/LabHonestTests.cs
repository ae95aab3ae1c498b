using System.Text.Json.Nodes;
using Trellis.Tests.SimilarSchools;

namespace Trellis.Sensitivity;

public sealed class LabHonestTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-honest-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string[] Study(string beta = "value\n.02\n-.01\n.3\n.35\n", string? sigma = null) =>
        [
            "--beta",
            Write("beta.csv", beta),
            "--sigma",
            Write(
                "sigma.csv",
                sigma
                    ?? "V1,V2,V3,V4\n.004,.002,.002,.002\n.002,.004,.002,.002\n.002,.002,.004,.002\n.002,.002,.002,.004\n"
            ),
        ];

    [Fact]
    public void Every_kind_answers_a_row_a_bound_that_grows_with_it()
    {
        foreach (var kind in (string[])["rm", "sd", "flci", "sdrm"])
        {
            var run = ProgramRun.Of([
                "lab",
                "honest",
                .. Study(),
                "--pre",
                "2",
                "--post",
                "2",
                "--kind",
                kind,
                "--m",
                "0,.1,.2",
                "--target",
                "average",
                "--json",
            ]);
            Assert.Equal(0, run.Code);
            var rows = JsonNode.Parse(run.Out)!.AsArray();
            Assert.Equal([0, .1, .2], rows.Select(r => (double)r!["m"]!));
            Assert.True((double)rows[2]!["lb"]! < (double)rows[0]!["lb"]!);
            Assert.True((double)rows[2]!["ub"]! > (double)rows[0]!["ub"]!);
        }
    }

    [Fact]
    public void Words_give_the_usual_interval_and_what_would_overturn_it()
    {
        var run = ProgramRun.Of([
            "lab",
            "honest",
            .. Study(),
            "--pre",
            "2",
            "--post",
            "2",
            "--breakdown",
        ]);
        Assert.Equal(0, run.Code);
        Assert.Contains("original", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 enters at a bound of", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_as_R_writes_it_is_read_with_its_names()
    {
        var named = ProgramRun.Of([
            "lab",
            "honest",
            .. Study(
                "\"\",\"x\"\n\"1\",.02\n\"2\",.3\n",
                "\"\",\"a\",\"b\"\n\"a\",.004,.001\n\"b\",.001,.004\n"
            ),
            "--pre",
            "1",
            "--post",
            "1",
            "--json",
        ]);
        var bare = ProgramRun.Of([
            "lab",
            "honest",
            .. Study(".02\n.3\n", ".004,.001\n.001,.004\n"),
            "--pre",
            "1",
            "--post",
            "1",
            "--json",
        ]);
        Assert.Equal(0, named.Code);
        Assert.Equal(bare.Out, named.Out);
    }

    [Fact]
    public void A_matrix_as_pandas_writes_it_is_read_without_its_numbers()
    {
        var numbered = ProgramRun.Of([
            "lab",
            "honest",
            .. Study(",0\n0,.02\n1,.3\n", ",0,1\n0,.004,.001\n1,.001,.004\n"),
            "--pre",
            "1",
            "--post",
            "1",
            "--json",
        ]);
        Assert.True(numbered.Code == 0, numbered.Errors);
        Assert.StartsWith("[{\"m\":0,\"lb\":", numbered.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".02\nx\n.3\n.4\n", null, "line 2, column 1: 'x' is not a number")]
    [InlineData(".02\n.1\n.3\n", null, "has 3 estimates; --pre 2 and --post 2 make 4")]
    [InlineData(".02\n.1\n.3\n.4\n", "1,0\n0,1\n", "has 2 rows of 2")]
    [InlineData(
        ".02\n.1\n.3\n.4\n",
        "1,.5,0,0\n.2,1,0,0\n0,0,1,0\n0,0,0,1\n",
        "The covariance is not symmetric: row 2, column 1"
    )]
    [InlineData(".02\n.1\n.3\n.4\n", "1,2,0,0\n2,1,0,0\n0,0,1,0\n0,0,0,1\n", "a variance below 0")]
    public void What_is_no_event_study_is_refused(string beta, string? sigma, string sentence)
    {
        var run = ProgramRun.Of([
            "lab",
            "honest",
            .. Study(beta, sigma),
            "--pre",
            "2",
            "--post",
            "2",
        ]);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_before_treatment_says_what_it_could_have_seen()
    {
        var run = ProgramRun.Of([
            "lab",
            "pretrends",
            .. Study(),
            "--pre",
            "2",
            "--post",
            "2",
            "--slope",
            ".05",
            "--json",
        ]);
        Assert.Equal(0, run.Code);
        var answer = JsonNode.Parse(run.Out)!;
        Assert.InRange((double)answer["power"]!["joint"]!, .05, 1);
        Assert.Equal([-.1, -.05, .05, .1], answer["trend"]!.AsArray().Select(t => (double)t!));
        Assert.True((double)answer["slopeDetected"]!["joint"]! > .05);
    }

    [Fact]
    public void A_missing_first_estimate_is_no_heading()
    {
        var run = ProgramRun.Of([
            "lab",
            "honest",
            .. Study("NA\n.02\n-.01\n.3\n.35\n"),
            "--pre",
            "2",
            "--post",
            "2",
        ]);
        Assert.Equal(2, run.Code);
        Assert.Contains("line 1, column 1: 'NA'", run.Errors, StringComparison.Ordinal);
    }
}
