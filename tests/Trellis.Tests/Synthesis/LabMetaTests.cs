using System.Text.Json;
using Trellis.Tests.SimilarSchools;

namespace Trellis.Tests.Synthesis;

/// <summary>"lab meta" and "lab synthdid" as a process: a CSV in, JSON or words out.</summary>
public sealed class LabMetaTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trellis-meta");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Three_studies_are_put_together_and_what_has_no_number_has_a_reason()
    {
        // By hand: mean 3, tau2 7 - 1, Q 14, error √(7/3).
        var (code, text, errors) = ProgramRun.Of(
            "lab",
            "meta",
            Written("yi,vi,year\n1,1,2003\n2,1,2001\n6,1,2002\n,1,2000\n"),
            "--yi",
            "yi",
            "--vi",
            "vi",
            "--method",
            "DL",
            "--cumulative",
            "year",
            "--leave-one-out",
            "--json"
        );
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        var answer = json.RootElement;
        Assert.Equal(3, answer.GetProperty("k").GetInt32());
        Assert.Equal(3, answer.GetProperty("estimate").GetDouble(), 1e-12);
        Assert.Equal(6, answer.GetProperty("tau2").GetDouble(), 1e-12);
        Assert.Equal(14, answer.GetProperty("QE").GetDouble(), 1e-12);
        Assert.Equal(600 / 7d, answer.GetProperty("I2").GetDouble(), 1e-10);
        Assert.Equal(Math.Sqrt(7d / 3), answer.GetProperty("se").GetDouble(), 1e-12);
        Assert.Equal(2, answer.GetProperty("ci").GetArrayLength());
        Assert.Equal(2, answer.GetProperty("prediction").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("df").ValueKind);
        Assert.Contains(
            "df is null",
            answer.GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["line 3", "line 4", "line 2"],
            answer
                .GetProperty("cumulative")
                .EnumerateArray()
                .Select(s => s.GetProperty("study").GetString())
        );
        Assert.Equal(
            [4, 3.5, 1.5],
            answer
                .GetProperty("leaveOneOut")
                .EnumerateArray()
                .Select(s => Math.Round(s.GetProperty("estimate").GetDouble(), 12))
        );
        var remark = Assert.Single(answer.GetProperty("remarks").EnumerateArray());
        Assert.Contains(
            "(line 5)",
            remark.GetProperty("sentence").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Levels_have_a_variance_each_and_words_for_people()
    {
        var file = Written(
            "y,v,d,s\n.1,.01,a,1\n.3,.01,a,2\n.6,.02,b,1\n.8,.02,b,2\n-.1,.01,c,1\n.2,.02,c,2\n"
        );
        string[] ask =
        [
            "lab",
            "meta",
            file,
            "--yi",
            "y",
            "--vi",
            "v",
            "--levels",
            "d,s",
            "--cluster",
            "d",
        ];
        var (code, text, errors) = ProgramRun.Of([.. ask, "--json"]);
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(2, json.RootElement.GetProperty("sigma2").GetArrayLength());
        Assert.Equal(3, json.RootElement.GetProperty("clusters").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("df").GetDouble());
        (code, text, _) = ProgramRun.Of(ask);
        Assert.Equal(0, code);
        Assert.Contains("variance between d (3)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines up", "1,0\n2,1\n", "(line 2) has a sampling variance that is not above 0")]
    [InlineData("is a number", "1,1\nx,1\n", "line 3, column 'yi': 'x' is not a number")]
    public void Bad_input_is_told_and_ends_with_2(string what, string rows, string sentence)
    {
        Assert.NotEmpty(what);
        var (code, _, errors) = ProgramRun.Of(
            "lab",
            "meta",
            Written("yi,vi\n" + rows),
            "--yi",
            "yi",
            "--vi",
            "vi"
        );
        Assert.Equal(2, code);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trust_is_compared_with_a_mixture_of_others()
    {
        var rows = "unit,time,y,on\n";
        for (var u = 0; u < 5; u++)
        for (var t = 0; t < 6; t++)
            rows += FormattableString.Invariant(
                $"u{u},{2018 + t},{(u * u) + (t * (1 + (.1 * u))) + ((u * 7 * (t + 1) % 3) * .2) + (u == 4 && t > 3 ? 2 : 0)},{(u == 4 && t > 3 ? 1 : 0)}\n"
            );
        var (code, text, errors) = ProgramRun.Of(
            "lab",
            "synthdid",
            Written(rows),
            "--unit",
            "unit",
            "--time",
            "time",
            "--outcome",
            "y",
            "--treated",
            "on",
            "--json"
        );
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(4, json.RootElement.GetProperty("repeats").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("estimate").GetDouble(), 1, 4);
        var cohort = Assert.Single(json.RootElement.GetProperty("cohorts").EnumerateArray());
        Assert.Equal(2022, cohort.GetProperty("firstTreated").GetInt32());
        Assert.Equal(
            1,
            cohort.GetProperty("lambda").EnumerateObject().Sum(p => p.Value.GetDouble()),
            1e-9
        );
    }

    private string Written(string text)
    {
        var path = Path.Combine(folder.FullName, "data.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
