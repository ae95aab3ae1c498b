namespace Trellis.Tests.Spec;

/// <summary>A document that a test writes: the text in the repository has to be what the code says.</summary>
internal static class Document
{
    /// <summary>Passes where the file is the text; else fails and leaves the text beside it as ".received", to be looked at and kept.</summary>
    /// <param name="path">Relative to the root, with forward slashes.</param>
    public static void Is(string path, string text)
    {
        var whole = Repository.PathTo(path);
        var received = whole + ".received";
        if (File.Exists(whole) && File.ReadAllText(whole) == text)
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(received, text);
        Assert.Fail(
            $"{path} is not what the code says. Look at {path}.received and, where it is right, put it in its place."
        );
    }
}
