using System.Text;

namespace Trellis.Tests.Sources;

/// <summary>A folder of files for one test, gone with it.</summary>
public sealed class FolderOfFiles : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("trellis-").FullName;

    /// <summary>Writes lines with LF between them, in UTF-8 without a mark.</summary>
    public FolderOfFiles With(string file, params string[] lines)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines) + '\n', new UTF8Encoding(false));
        return this;
    }

    public FolderOfFiles WithBytes(string file, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    /// <summary>The register with a row a school: URN, name, status, type, phase, opened, closed.</summary>
    public FolderOfFiles WithRegister(params string[] rows) =>
        With(
            "edubasealldata20240901.csv",
            [
                "URN,EstablishmentName,EstablishmentStatus (name),TypeOfEstablishment (name),PhaseOfEducation (name),OpenDate,CloseDate,LA (code),LA (name),EstablishmentNumber,GOR (name),HeadLastName",
                .. rows,
            ]
        );

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
