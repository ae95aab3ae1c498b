namespace Trellis;

/// <summary>Where the source lies, found by walking up from the test program.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathTo(params ReadOnlySpan<string> parts) =>
        Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trellis.slnx")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new DirectoryNotFoundException(
                $"No folder above {AppContext.BaseDirectory} holds Trellis.slnx."
            );
    }
}
