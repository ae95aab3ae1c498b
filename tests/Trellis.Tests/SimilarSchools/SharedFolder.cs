namespace Trellis.Tests.SimilarSchools;

/// <summary>The folder of real files and reference answers beside the repository, where it is at hand.</summary>
internal static class SharedFolder
{
    /// <summary>The path of a file, or null where it is not there: the test then says what it did not look at.</summary>
    public static string? Find(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trellis.slnx")))
            folder = folder.Parent;
        if (folder is null)
            return null;
        var found = Path.Combine(folder.FullName, "..", "shared", path);
        return File.Exists(found) ? Path.GetFullPath(found) : null;
    }
}
