using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Tests.SimilarSchools;

namespace Trellis.Effects;

/// <summary>lab treaters, and dates dealt again in lab did, as programs see them.</summary>
public sealed class LabTreatersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-trusts-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    // Trusts A and B of three schools each join in 2014 and 2015 and are worth 2 and -1; eighteen schools never join.
    private string Panel()
    {
        var text = new StringBuilder("school,year,first,result,trust\n");
        for (var school = 0; school < 24; school++)
            foreach (var year in (int[])[2012, 2013, 2014, 2015, 2016])
            {
                var (first, trust, worth) =
                    school < 3 ? (2014, "A", 2.0)
                    : school < 6 ? (2015, "B", -1)
                    : (0, "", 0);
                var result =
                    school
                    + year
                    + (first > 0 && year >= first ? worth : 0)
                    + (school * school * year % 11 / 20.0);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"S{school},{year},{first},{result},{trust}\n"
                );
            }
        var path = Path.Combine(folder, "panel.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private (int Code, string Out, string Errors) Lab(string command, params string[] more) =>
        ProgramRun.Of([
            "lab",
            command,
            Panel(),
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
    public void Each_trust_has_its_effect_its_event_study_and_a_placebo()
    {
        var run = Lab("treaters", "--treated-by", "trust", "--json");
        Assert.Equal(0, run.Code);
        var treaters = JsonNode.Parse(run.Out)!["treaters"]!.AsArray();
        Assert.Equal(["A", "B"], treaters.Select(t => (string)t!["name"]!));
        Assert.Equal(2, (double)treaters[0]!["att"]!, .5);
        Assert.Equal(-1, (double)treaters[1]!["att"]!, .5);
        Assert.All(
            treaters,
            t =>
            {
                Assert.Equal(3, (int)t!["treated"]!);
                Assert.True((double)t["se"]! > 0);
                var placebo = t["placebo"]!;
                Assert.True((double)placebo["p"]! <= .05);
                Assert.InRange(
                    (double)t["att"]!,
                    (double)placebo["low"]!,
                    (double)placebo["high"]!
                );
                Assert.Null(t["reason"]);
            }
        );
        Assert.Equal([-1, 0, 1, 2], treaters[0]!["egt"]!.AsArray().Select(e => (int)e!["e"]!));
        Assert.Contains(
            "2 treaters, 2 with an effect",
            Lab("treaters", "--treated-by", "trust").Out
        );
    }

    [Fact]
    public void A_school_treated_by_two_is_refused_with_its_name()
    {
        var run = Lab("treaters", "--treated-by", "year");
        Assert.Equal(2, run.Code);
        Assert.Contains("S0", run.Errors);
        Assert.Contains("more than one 'year'", run.Errors);
    }

    [Fact]
    public void Dates_are_dealt_again_when_asked()
    {
        var run = Lab("did", "--randomise", "99", "--seed", "3", "--json");
        Assert.Equal(0, run.Code);
        var answer = JsonNode.Parse(run.Out)!;
        var dealt = answer["randomisation"]!;
        Assert.Equal(100, (int)dealt["assignments"]!);
        Assert.False((bool)dealt["exact"]!);
        Assert.InRange((double)dealt["p"]!, .01, 1);
        Assert.InRange(
            (double)answer["simple"]!["att"]!,
            (double)dealt["low"]!,
            (double)dealt["high"]!
        );
        Assert.Contains(
            answer["remarks"]!.AsArray(),
            r => (string)r!["code"]! == "few-treated-clusters"
        );
    }
}
