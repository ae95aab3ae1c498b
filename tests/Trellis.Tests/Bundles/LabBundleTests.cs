using Trellis.Tests.SimilarSchools;

namespace Trellis.Tests.Bundles;

public sealed class LabBundleTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trellis-bundles-");

    public void Dispose() => folder.Delete(true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void Bundled(params string[] words)
    {
        var to = Path.Combine(folder.FullName, "bundle");
        var (code, _, errors) = ProgramRun.Of(["lab", .. words, "--bundle", to]);
        Assert.True(code == 0, errors);
        Assert.Equal(
            ["README.txt", "answers.csv", "data.csv", "run.R", "settings.csv"],
            Directory.GetFiles(to).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.True(File.ReadLines(Path.Combine(to, "answers.csv")).Count() > 2);
    }

    [Fact]
    public void Effects_of_a_fictional_panel_are_written_to_be_found_again()
    {
        // Four schools, two years; the first two joined in the second year.
        var rows = Enumerable
            .Range(0, 8)
            .Select(i => $"fictional {i / 2},{2020 + (i % 2)},{(i < 4 ? "2021" : "")},{i * i % 7}");
        var panel = Write("panel.csv", $"id,year,joined,y\n{string.Join('\n', rows)}\n");
        Bundled(
            "did",
            panel,
            "--unit",
            "id",
            "--time",
            "year",
            "--group",
            "joined",
            "--outcome",
            "y",
            "--bootstrap",
            "50"
        );
    }

    [Fact]
    public void A_fictional_matched_comparison_is_written_to_be_found_again()
    {
        var rows = Enumerable
            .Range(0, 24)
            .Select(i => $"fictional {i},{(i % 3 == 0 ? 1 : 0)},{i * 5 % 11},{i * 7 % 13}");
        var data = Write("data.csv", $"id,joined,x,y\n{string.Join('\n', rows)}\n");
        Bundled(
            "match",
            data,
            "--treat",
            "joined",
            "--covariates",
            "x",
            "--id",
            "id",
            "--outcome",
            "y"
        );
    }

    [Fact]
    public void A_fictional_synthesis_is_written_to_be_found_again()
    {
        var data = Write("studies.csv", "yi,vi\n.1,.01\n.4,.02\n-.1,.03\n");
        Bundled("meta", data, "--yi", "yi", "--vi", "vi");
    }

    [Fact]
    public void What_the_script_cannot_find_again_is_refused_and_nothing_is_written()
    {
        var data = Write("studies.csv", "yi,vi,trust\n.1,.01,a\n.4,.02,a\n-.1,.03,b\n");
        var to = Path.Combine(folder.FullName, "bundle");
        var (code, _, errors) = ProgramRun.Of([
            "lab",
            "meta",
            data,
            "--yi",
            "yi",
            "--vi",
            "vi",
            "--cluster",
            "trust",
            "--bundle",
            to,
        ]);
        Assert.Equal(2, code);
        Assert.Contains("leave --cluster", errors);
        Assert.False(Directory.Exists(to));
    }
}
