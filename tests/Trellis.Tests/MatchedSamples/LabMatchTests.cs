using System.Text.Json.Nodes;
using Trellis.Tests.SimilarSchools;

namespace Trellis.MatchedSamples;

public sealed class LabMatchTests : IDisposable
{
    private const string Schools = """
        school,joined,poverty,region,score
        A,1,30,north,101
        B,1,20,south,103
        C,0,29,north,99
        D,0,31,south,98
        E,0,21,south,104
        F,0,19,north,105
        G,0,10,north,110

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("trellis-match-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private (int Code, string Out, string Error) Run(string text, params string[] more)
    {
        var path = Path.Combine(folder, "schools.csv");
        File.WriteAllText(path, text);
        var run = ProgramRun.Of(["lab", "match", path, "--treat", "joined", .. more]);
        return (run.Code, run.Out, run.Errors);
    }

    [Fact]
    public void Partners_weights_balance_and_effect_are_told_by_the_names_of_units()
    {
        var (code, text, _) = Run(
            Schools,
            "--covariates",
            "poverty,region",
            "--method",
            "nearest",
            "--distance",
            "euclidean",
            "--id",
            "school",
            "--outcome",
            "score",
            "--json"
        );
        Assert.Equal(0, code);
        var answer = JsonNode.Parse(text)!;
        Assert.Equal("""[["A","C"],["B","E"]]""", answer["pairs"]!.ToJsonString());
        Assert.Equal((2, 5), ((int)answer["nTreated"]!, (int)answer["nControl"]!));
        Assert.Equal(1, (double)answer["weights"]!["C"]!);
        Assert.Equal(0, (double)answer["weights"]!["G"]!);
        Assert.Equal(2, (double)answer["totalDistance"]!);
        // 2 and −1.
        Assert.Equal(.5, (double)answer["att"]!["estimate"]!, 1e-12);
        // Two pairs have no regression on three columns: null, and why.
        Assert.Null(answer["att"]!["gcomp"]);
        Assert.Contains(
            "tell no standard error",
            (string)answer["att"]!["reason"]!,
            StringComparison.Ordinal
        );
        var balance = answer["balance"]!.AsArray();
        Assert.Equal(
            ["poverty", "regionnorth", "regionsouth"],
            balance.Select(b => (string)b!["var"]!)
        );
        // Treated 25 ± √50, controls 22 before and 25 after.
        Assert.Equal(3 / Math.Sqrt(50), (double)balance[0]!["smdBefore"]!, 1e-12);
        Assert.Equal(0, (double)balance[0]!["smdAfter"]!, 1e-12);
        Assert.Null(balance[1]!["varianceRatio"]);
        Assert.NotNull(balance[1]!["reason"]);
        Assert.Equal(0, (double)answer["maxAbsSmd"]!);
    }

    [Fact]
    public void Units_without_names_have_the_numbers_of_their_rows_and_what_must_agree_agrees()
    {
        var (code, text, _) = Run(
            Schools,
            "--covariates",
            "poverty",
            "--method",
            "full",
            "--distance",
            "mahalanobis",
            "--exact",
            "region",
            "--json"
        );
        Assert.Equal(0, code);
        var answer = JsonNode.Parse(text)!;
        Assert.Equal("[[1,3],[1,6],[1,7],[2,4],[2,5]]", answer["pairs"]!.ToJsonString());
        Assert.Null(answer["att"]);
    }

    [Fact]
    public void People_read_a_table()
    {
        var (code, text, _) = Run(
            Schools,
            "--covariates",
            "poverty",
            "--distance",
            "euclidean",
            "--outcome",
            "score"
        );
        Assert.Equal(0, code);
        Assert.StartsWith("2 of 2 treated units matched to 2 of 5 controls", text);
        Assert.Contains("standard deviations of the treated apart", text, StringComparison.Ordinal);
        Assert.Contains(
            "effect on the treated, difference of means: 1 (95 %",
            text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "A,1,30",
        "A,2,30",
        "schools.csv, line 2, column 'joined': '2' does not say who was treated: 1 or 0 ("
    )]
    [InlineData(
        "A,1,30",
        "A,,30",
        "schools.csv, line 2, column 'joined': '' does not say who was treated: 1 or 0 ("
    )]
    [InlineData(
        "B,1,20",
        "A,1,20",
        "schools.csv: column 'school' names 2 rows 'A'; a unit has one row."
    )]
    [InlineData(
        "C,0,29",
        "C,0,n/k",
        "schools.csv, line 4, column 'poverty': 'n/k' is not a number. Leave a cell empty where a figure is missing."
    )]
    [InlineData(",poverty,", ",need,", "schools.csv has no column 'poverty'")]
    public void What_cannot_be_read_is_refused_with_its_place(string from, string to, string words)
    {
        var (code, text, error) = Run(
            Schools.Replace(from, to, StringComparison.Ordinal),
            "--covariates",
            "poverty",
            "--id",
            "school",
            "--distance",
            "euclidean",
            "--json"
        );
        Assert.Equal(2, code);
        Assert.Equal("", text);
        Assert.StartsWith(words, error);
    }

    [Fact]
    public void A_choice_that_cannot_be_is_refused_in_a_sentence()
    {
        var (code, _, error) = Run(
            Schools,
            "--covariates",
            "poverty",
            "--distance",
            "mahalanobis",
            "--caliper",
            ".2"
        );
        Assert.Equal(2, code);
        Assert.StartsWith("A caliper bounds the propensity score", error);
        (code, _, error) = Run(
            Schools,
            "--covariates",
            "poverty",
            "--method",
            "cem",
            "--ranges",
            "poverty:few"
        );
        Assert.Equal(2, code);
        Assert.StartsWith("--ranges: 'poverty:few' is not a column and a number of ranges", error);
        (code, _, error) = Run(
            Schools.Replace(",1,", ",0,", StringComparison.Ordinal),
            "--covariates",
            "poverty"
        );
        Assert.Equal(2, code);
        Assert.StartsWith("No unit is treated", error);
    }

    [Fact]
    public void A_row_without_a_covariate_is_counted_in_the_answer()
    {
        var (code, text, _) = Run(
            Schools.Replace("G,0,10", "G,0,", StringComparison.Ordinal),
            "--covariates",
            "poverty",
            "--id",
            "school",
            "--distance",
            "euclidean",
            "--json"
        );
        Assert.Equal(0, code);
        var answer = JsonNode.Parse(text)!;
        Assert.Equal(4, (int)answer["nControl"]!);
        var remark = Assert.Single(answer["remarks"]!.AsArray())!;
        Assert.Equal(("missing-covariate", 1), ((string)remark["code"]!, (int)remark["count"]!));
        Assert.Equal("1 unit (G) left out: poverty missing.", (string)remark["sentence"]!);
    }

    [Fact]
    public void Names_of_figures_that_differ_in_their_noughts_stay_names()
    {
        var (code, text, _) = Run(
            "id,joined,x\n001,TRUE,3\n01,yes,2\n1,FALSE,3\n2,no,2.5\n",
            "--covariates",
            "x",
            "--distance",
            "euclidean",
            "--id",
            "id",
            "--json"
        );
        Assert.Equal(0, code);
        Assert.Equal(
            """[["001","1"],["01","2"]]""",
            JsonNode.Parse(text)!["pairs"]!.ToJsonString()
        );
    }

    [Fact]
    public void One_pair_is_told_although_its_effect_has_no_error()
    {
        var (code, text, _) = Run(
            "joined,x,y\n1,3,9\n0,2,7\n0,2.5,8\n",
            "--covariates",
            "x",
            "--distance",
            "euclidean",
            "--outcome",
            "y",
            "--json"
        );
        Assert.Equal(0, code);
        var answer = JsonNode.Parse(text)!;
        Assert.Equal("[[1,3]]", answer["pairs"]!.ToJsonString());
        Assert.Null(answer["att"]!["estimate"]);
        Assert.Contains("1 cluster", (string)answer["att"]!["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Treatment_is_not_matched_on()
    {
        var (code, _, error) = Run(Schools, "--covariates", "poverty,Joined");
        Assert.Equal(2, code);
        Assert.StartsWith("'joined' says who was treated", error);
    }
}
