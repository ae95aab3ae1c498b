using System.Diagnostics.CodeAnalysis;

namespace Trellis.Tests;

/// <summary>The checkout these tests were built from: the folder with Trellis.slnx, found by walking up from the program.</summary>
public static class Repository
{
    private static readonly HashSet<string> NotOurs =
    [
        "artifacts",
        "node_modules",
        "wwwroot",
        "bin",
        "obj",
    ];

    private static readonly string[] Tops =
    [
        ".ci",
        ".config",
        "bench",
        "build",
        "definitions",
        "docs",
        "src",
        "tests",
    ];

    public static string Root { get; } = Find();

    /// <summary>A path within the checkout, written with forward slashes.</summary>
    public static string PathTo(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>The files that people wrote, relative to the root with forward slashes, in order: no output, no packages, no data.</summary>
    public static IReadOnlyList<string> Files { get; } =
        Directory
            .EnumerateFiles(Root)
            .Concat(Tops.Select(PathTo).Where(Directory.Exists).SelectMany(Walk))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToArray();

    private static IEnumerable<string> Walk(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(f => !NotOurs.Contains(Path.GetFileName(f)))
                    .SelectMany(Walk)
            );

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Trellis.slnx")))
                return at.FullName;
        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} has Trellis.slnx; run the tests from where they were built."
        );
    }
}

/// <summary>Real published files and reference answers beside the checkout. They are no part of it, and a test that needs them says what it leaves out without them.</summary>
public static class Shared
{
    /// <summary>The folder, or null where it is not at hand.</summary>
    public static string? Folder { get; } =
        Path.GetFullPath(Path.Combine(Repository.Root, "../shared")) is var folder
        && Directory.Exists(folder)
            ? folder
            : null;

    /// <summary>Whether a shared file or folder is at hand; where it is not, the run says what goes unchecked.</summary>
    /// <param name="relative">Within the shared folder, as "data/england/gias.zip".</param>
    /// <param name="unchecked">What the test does not check without it, as "the distances of DfE's own pairs".</param>
    public static bool Has(string relative, string @unchecked, [NotNullWhen(true)] out string? path)
    {
        path = Folder is null ? null : Path.GetFullPath(Path.Combine(Folder, relative));
        if (path is not null && (File.Exists(path) || Directory.Exists(path)))
            return true;
        path = null;
        TestContext.Current.AddWarning(
            $"shared/{relative} is not at hand: {@unchecked} not checked."
        );
        return false;
    }
}
