using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Proposals;

/// <summary>Which proposal: "q" and twenty hexadecimal digits drawn by chance.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct ProposalId : IParsable<ProposalId>
{
    private static readonly SearchValues<char> digits = SearchValues.Create("0123456789abcdef");
    private readonly string? text;

    private ProposalId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static ProposalId From(ReadOnlySpan<byte> chance) =>
        chance.Length == 10
            ? new ProposalId("q" + Convert.ToHexStringLower(chance))
            : throw new ArgumentException("An id of a proposal is drawn from ten bytes.");

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ProposalId id
    )
    {
        id = default;
        if (text is not ['q', .. { Length: 20 } rest] || rest.AsSpan().ContainsAnyExcept(digits))
            return false;
        id = new ProposalId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a proposal.</exception>
    public static ProposalId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a proposal.");

    public override string ToString() => text ?? "";
}

/// <summary>Which act, to what: "erase-person/person/p0123456789abcdef".</summary>
/// <remarks>Three codes, none of them typed by anybody. The default prints as nothing.</remarks>
public readonly record struct Deed : IParsable<Deed>
{
    private readonly string? text;

    private Deed(string text) => this.text = text;

    public static Deed Of(string act, string kind, string subject) =>
        Parse($"{act}/{kind}/{subject}");

    /// <summary>The name of the act: "erase-person".</summary>
    public string Act => Part(0);

    /// <summary>What it is done to: "person".</summary>
    public string Kind => Part(1);

    /// <summary>Which one.</summary>
    public string Subject => Part(2);

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Deed deed
    )
    {
        deed = default;
        if (text?.Split('/', 3) is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            return false;
        deed = new Deed(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not three codes with slashes between.</exception>
    public static Deed Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var deed)
            ? deed
            : throw new FormatException($"'{text}' is not an act, a kind and a key.");

    public override string ToString() => text ?? "";

    private string Part(int which) => text?.Split('/', 3)[which] ?? "";
}
