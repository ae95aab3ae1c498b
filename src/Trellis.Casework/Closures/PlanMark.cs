using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Closures;

/// <summary>The SHA-256 of what a plan was made from, or of that with where each school goes: 64 digits of base 16. Equal marks mean the same plan of the same facts.</summary>
/// <remarks>It is a digest of ours and never a word of somebody's, so the journal may hold it for ever. The default prints as nothing and is none.</remarks>
public readonly record struct PlanMark : IParsable<PlanMark>
{
    private const int Length = 64;

    private readonly string? text;

    private PlanMark(string text) => this.text = text;

    /// <summary>The mark of a text, to the letter.</summary>
    public static PlanMark Of(string text) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>So much of it as tells two plans of one closing trust apart for people.</summary>
    public string Short => text?[..10] ?? "";

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out PlanMark mark
    )
    {
        var fits = text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
        mark = fits ? new PlanMark(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no mark of a plan.</exception>
    public static PlanMark Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var mark)
            ? mark
            : throw new FormatException($"'{text}' is not the mark of a plan.");

    public override string ToString() => text ?? "";
}
