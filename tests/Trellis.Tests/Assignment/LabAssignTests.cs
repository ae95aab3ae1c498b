using System.Text.Json;
using Trellis.Tests.SimilarSchools;

namespace Trellis.Assignment;

public sealed class LabAssignTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trellis-assign-");

    public void Dispose() => folder.Delete(true);

    private (int Code, string Out, string Errors) Run(string text, params string[] more)
    {
        var path = Path.Combine(folder.FullName, "gap.txt");
        File.WriteAllText(path, text);
        return ProgramRun.Of(["lab", "assign", "--gap", path, .. more]);
    }

    [Fact]
    public void A_plan_is_told_with_its_bound_and_agents_counted_from_one()
    {
        // Two problems; in the second the cheap agent has room for one job only, and job 2 gains more by it: 1 + 3.
        const string Two = "2\n1 1\n5\n1\n1\n2 2\n2 1\n3 9\n4 4\n1 1\n4 2\n";
        var (code, text, errors) = Run(Two, "--problem", "2", "--json");
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(text);
        var answer = json.RootElement;
        Assert.Equal(4, answer.GetProperty("value").GetInt64());
        Assert.Equal(4, answer.GetProperty("bound").GetInt64());
        Assert.Equal(0, answer.GetProperty("gap").GetDouble());
        Assert.True(answer.GetProperty("optimal").GetBoolean());
        Assert.True(answer.GetProperty("seconds").GetDouble() >= 0);
        Assert.Equal(
            [2, 1],
            answer.GetProperty("assignment").EnumerateArray().Select(a => a.GetInt32())
        );
        // Worth instead of cost: job 2 is worth 9 at agent 2, job 1 is worth 3 there, and both fit.
        (code, text, _) = Run(Two, "--problem", "2", "--maximise");
        Assert.Equal(0, code);
        Assert.StartsWith("12 (proven the best)", text, StringComparison.Ordinal);
        (code, _, errors) = Run(Two);
        Assert.Equal(2, code);
        Assert.Contains("gap.txt holds 2 problems: say which with --problem 1 to 2.", errors);
    }

    [Fact]
    public void Where_there_is_no_plan_the_jobs_in_the_way_are_named()
    {
        var (code, text, errors) = Run("2 3\n1 1 1\n1 1 1\n4 4 4\n4 1 4\n4 3\n", "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("assignment").ValueKind);
        Assert.True(json.RootElement.GetProperty("infeasible").GetBoolean());
        Assert.False(json.RootElement.GetProperty("optimal").GetBoolean());
        Assert.Contains(
            "No plan exists: jobs 1, 3 cannot all be placed, though all of them but any one can.",
            errors
        );
    }

    [Theory]
    [InlineData("2 2\n1 2\n3 four\n", "gap.txt, line 3: 'four' is not a whole number of 64 bits.")]
    [InlineData("1 1\n1\n1\n-1\n", "gap.txt, line 4: the capacity of agent 1 is -1")]
    public void What_is_malformed_ends_with_two_and_the_line(string file, string sentence)
    {
        var (code, text, errors) = Run(file);
        Assert.Equal(2, code);
        Assert.Empty(text);
        Assert.Contains(sentence, errors);
    }
}
