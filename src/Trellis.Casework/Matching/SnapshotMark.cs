using System.Diagnostics.CodeAnalysis;

namespace Trellis.Matching;

/// <summary>Which snapshot of the open data something was worked out from: its id, the hash of its content.</summary>
/// <remarks>It is a digest of ours and never a word of somebody's, so the journal may hold it for ever. The default prints as nothing and is none.</remarks>
public readonly record struct SnapshotMark : IParsable<SnapshotMark>
{
    private readonly string? text;

    private SnapshotMark(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out SnapshotMark mark
    )
    {
        mark = default;
        if (
            text is not { Length: > 0 and <= 128 }
            || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        )
            return false;
        mark = new SnapshotMark(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a snapshot.</exception>
    public static SnapshotMark Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var mark)
            ? mark
            : throw new FormatException($"'{text}' is not the id of a snapshot.");

    public override string ToString() => text ?? "";
}
