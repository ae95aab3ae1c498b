using System.IO.Compression;
using System.Xml.Linq;

namespace Trellis.Package;

public sealed class PackageTests
{
    // The package is made by the build, of the kind that these tests were built with.
    private static ZipArchive Open()
    {
        var kind = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var folder = Repository.PathTo($"artifacts/package/{kind}");
        return ZipFile.OpenRead(
            Assert.Single(Directory.GetFiles(folder, "Trellis.Numerics.*.nupkg"))
        );
    }

    [Fact]
    public void The_package_holds_the_library_what_its_members_mean_and_how_it_is_used()
    {
        using var package = Open();
        var names = package.Entries.Select(e => e.FullName).ToArray();
        Assert.Contains("lib/net10.0/Trellis.Numerics.dll", names);
        Assert.Contains("lib/net10.0/Trellis.Numerics.xml", names);
        using var readme = new StreamReader(package.GetEntry("README.md")!.Open());
        Assert.Equal(
            File.ReadAllText(Repository.PathTo("src/Trellis.Numerics/README.md")),
            readme.ReadToEnd()
        );
    }

    [Fact]
    public void It_asks_for_nothing_but_two_libraries_of_arithmetic()
    {
        using var package = Open();
        using var text = package.GetEntry("Trellis.Numerics.nuspec")!.Open();
        var asked = XDocument
            .Load(text)
            .Descendants()
            .Where(e => e.Name.LocalName == "dependency")
            .Select(e => e.Attribute("id")!.Value)
            .Order(StringComparer.Ordinal);
        Assert.Equal(["MathNet.Numerics", "System.Numerics.Tensors"], asked);
    }
}
