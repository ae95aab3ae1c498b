namespace Trellis.Sources;

/// <summary>A file is not what it should be; the message names the file, the place and what was expected.</summary>
/// <remarks>The import stops, nothing is changed, and the last good snapshot serves on.</remarks>
public sealed class UnreadableSourceException : Exception
{
    public UnreadableSourceException(string file, string why)
        : base($"{file}: {why}")
    {
        File = file;
        Why = why;
    }

    public UnreadableSourceException(string file, string why, Exception inner)
        : base($"{file}: {why}", inner)
    {
        File = file;
        Why = why;
    }

    /// <summary>The path within the folder that was imported.</summary>
    public string File { get; }

    public string Why { get; }
}
