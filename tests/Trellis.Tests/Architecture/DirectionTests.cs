using System.Xml.Linq;

namespace Trellis.Tests.Architecture;

/// <summary>Data flows one way, so a project may use those before it and never those after.</summary>
public sealed class DirectionTests
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Trellis.OpenData"] = [],
        ["Trellis.Numerics"] = [],
        ["Trellis.Analysis"] = ["Trellis.OpenData", "Trellis.Numerics"],
        ["Trellis.Casework"] = ["Trellis.OpenData", "Trellis.Numerics", "Trellis.Analysis"],
        ["Trellis.Web"] =
        [
            "Trellis.OpenData",
            "Trellis.Numerics",
            "Trellis.Analysis",
            "Trellis.Casework",
        ],
        ["Trellis.Cli"] =
        [
            "Trellis.OpenData",
            "Trellis.Numerics",
            "Trellis.Analysis",
            "Trellis.Casework",
            "Trellis.Web",
        ],
    };

    private static IEnumerable<string> Against(string project, IEnumerable<string> uses) =>
        MayUse.TryGetValue(project, out var allowed)
            ? uses.Where(u => u.StartsWith("Trellis.", StringComparison.Ordinal))
                .Except(allowed)
                .Select(u => $"{project} uses {u}")
            : [$"{project} has no place in the order"];

    [Fact]
    public void A_compiled_project_uses_only_those_before_it() =>
        Assert.Empty(
            Assemblies.Ours.SelectMany(a =>
                Against(
                    a.Project,
                    a.Assembly.MainModule.AssemblyReferences.Select(r =>
                        r.Name == "trellis" ? "Trellis.Cli" : r.Name
                    )
                )
            )
        );

    /// <remarks>The compiler leaves out a reference nobody uses yet, so the project files are read too.</remarks>
    [Fact]
    public void A_project_file_names_only_those_before_it()
    {
        var files = Repository
            .Files.Where(f => f.StartsWith("src/") && f.EndsWith(".csproj"))
            .ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(
            files.SelectMany(file =>
                Against(
                    Path.GetFileNameWithoutExtension(file),
                    XDocument
                        .Load(Repository.PathTo(file))
                        .Descendants("ProjectReference")
                        .Select(r =>
                            Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)
                        )
                )
            )
        );
    }

    [Theory]
    [InlineData("Trellis.OpenData", "Trellis.Numerics")]
    [InlineData("Trellis.Numerics", "Trellis.OpenData")]
    [InlineData("Trellis.Analysis", "Trellis.Web")]
    [InlineData("Trellis.Web", "Trellis.Cli")]
    [InlineData("Trellis.Elsewhere", "Trellis.OpenData")]
    public void A_step_against_the_flow_is_noticed(string project, string used) =>
        Assert.Single(Against(project, [used, "System.Runtime"]));

    private static IEnumerable<string> NamedTwice(
        IEnumerable<(string Project, string Namespace)> types
    ) =>
        types
            .Select(t => (t.Project, Second: t.Namespace.Split('.').ElementAtOrDefault(1)))
            .Where(t => t.Second is not null)
            .Distinct()
            .GroupBy(t => t.Second)
            .Where(g => g.Count() > 1)
            .Select(g => $"Trellis.{g.Key} is in {string.Join(" and ", g.Select(t => t.Project))}");

    [Fact]
    public void A_name_of_the_second_level_belongs_to_one_project() =>
        Assert.Empty(
            NamedTwice(
                Assemblies.Ours.SelectMany(a =>
                    a.Assembly.MainModule.Types.Where(t => t.Namespace.StartsWith("Trellis"))
                        .Select(t => (a.Project, t.Namespace))
                )
            )
        );

    [Fact]
    public void A_name_of_the_second_level_in_two_projects_is_noticed() =>
        Assert.Equal(
            ["Trellis.Gaps is in Trellis.Analysis and Trellis.Web"],
            NamedTwice([
                ("Trellis.Analysis", "Trellis.Gaps"),
                ("Trellis.Web", "Trellis.Gaps.Rows"),
                ("Trellis.Web", "Trellis.Pages"),
            ])
        );
}
