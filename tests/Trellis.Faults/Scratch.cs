using System.Security.Cryptography;

namespace Trellis.Faults;

/// <summary>A folder that is gone when the test is.</summary>
public sealed class Scratch : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("trellis-faults-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>A copy of a folder under another name.</summary>
    public string Copy(string from, string name)
    {
        var to = this[name];
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return to;
    }

    /// <summary>Every file of a folder with the hash of its bytes, in order: two that are equal mean that nothing changed.</summary>
    public static IReadOnlyList<string> Photograph(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(f =>
                $"{Path.GetRelativePath(folder, f)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"
            )
            .ToArray();

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
