using System.Text.Json.Nodes;
using Trellis.Tests.SimilarSchools;

namespace Trellis.Effects;

public sealed class LabFixedEffectsTests : IDisposable
{
    // Treated from 2 on: a from 2 to 5, b from 4 to 8; others go from 1 to 2 and from 3 to 4. The effect is 2.5.
    private const string Four =
        "school,year,from,result,la\na,1,2,2,x\na,2,2,5,x\nb,1,2,4,y\nb,2,2,8,y\nc,1,0,1,x\nc,2,,2,x\nd,1,0,3,z\nd,2,0,4,z\n";

    private readonly string folder = Directory
        .CreateTempSubdirectory("trellis-fixed-effects-")
        .FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private string[] Panel(string verb, string text, params string[] more)
    {
        var path = Path.Combine(folder, "panel.csv");
        File.WriteAllText(path, text);
        return
        [
            "lab",
            verb,
            path,
            "--unit",
            "school",
            "--time",
            "year",
            "--group",
            "from",
            "--outcome",
            "result",
            .. more,
        ];
    }

    [Fact]
    public void Sunab_and_imputation_tell_two_and_a_half_by_event_time_and_on_average()
    {
        foreach (var verb in (string[])["sunab", "imputation"])
        {
            var run = ProgramRun.Of(
                Panel(verb, Four, "--cluster", "la", "--bootstrap", "500", "--json")
            );
            Assert.Equal((0, ""), (run.Code, run.Errors));
            var answer = JsonNode.Parse(run.Out)!;
            Assert.Equal(2.5, (double)answer["att"]!["att"]!, 1e-10);
            Assert.Equal(0, (int)answer["egt"]![0]!["e"]!);
            Assert.Equal(2.5, (double)answer["egt"]![0]!["att"]!, 1e-10);
            Assert.True((double)answer["egt"]![0]!["se"]! > 0);
            Assert.Equal(2, (int)answer["group"]![0]!["group"]!);
            Assert.Equal(8, (int)answer["n"]!);
            Assert.Equal(0, (int)answer["dropped"]!);
            Assert.True((double)answer["band"]!["critical"]! > 1);
            // Nothing lies before the reference: null, and why.
            Assert.Null(answer["preTrend"]!["f"]);
            Assert.Contains("no effect before", (string)answer["preTrend"]!["reason"]!);
            Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Twfe_tells_the_same_where_all_begin_together()
    {
        var path = Path.Combine(folder, "rows.csv");
        File.WriteAllText(
            path,
            "school,year,treat,post,result\na,1,1,0,2\na,2,1,1,5\nb,1,1,0,4\nb,2,1,1,8\nc,1,0,0,1\nc,2,0,1,2\nd,1,0,0,3\nd,2,0,1,4\n"
        );
        var run = ProgramRun.Of(
            "lab",
            "twfe",
            path,
            "--outcome",
            "result",
            "--columns",
            "treat,treat:post",
            "--effects",
            "school,year",
            "--json"
        );
        Assert.Equal((0, ""), (run.Code, run.Errors));
        var answer = JsonNode.Parse(run.Out)!;
        var only = Assert.Single(answer["coefficients"]!.AsArray())!;
        Assert.Equal("treat:post", (string)only["name"]!);
        Assert.Equal(2.5, (double)only["est"]!, 1e-10);
        Assert.Equal("treat", (string)answer["leftOut"]![0]!);
        var words = ProgramRun.Of(
            "lab",
            "twfe",
            path,
            "--outcome",
            "result",
            "--interact",
            "year,treat,1",
            "--effects",
            "school,year"
        );
        Assert.Contains("year::2:treat", words.Out, StringComparison.Ordinal);
        Assert.Contains("2.50000", words.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_answered_ends_with_2_and_a_sentence()
    {
        Refused("'a' at 2 on lines 3 and 10", Four + "a,2,2,6,x\n");
        Refused("line 10, column 'result': 'many' is not a number", Four + "e,1,0,many,x\n");
        Refused("1 unit (d) has several", Four.Replace("d,2,0", "d,2,2", StringComparison.Ordinal));
        Refused(
            "nobody to compare them with",
            Four.Replace(",0,", ",2,", StringComparison.Ordinal)
                .Replace(",,", ",2,", StringComparison.Ordinal)
        );

        void Refused(string words, string text)
        {
            var run = ProgramRun.Of(Panel("sunab", text));
            Assert.Equal(2, run.Code);
            Assert.Equal("", run.Out);
            Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        }
    }
}
