using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Procedures;

/// <summary>A name in the table of a procedure: of a state, a step, a question, a choice or a kind of party. "joint-proposals".</summary>
/// <remarks>It is a code of ours and never a word of somebody's, so the journal may hold it for ever. The default prints as nothing and names nothing.</remarks>
public readonly record struct Code : IParsable<Code>
{
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-"
    );
    private readonly string? text;

    private Code(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Code code
    )
    {
        code = default;
        if (text is not { Length: > 0 and <= 40 } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        code = new Code(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no such name.</exception>
    public static Code Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var code)
            ? code
            : throw new FormatException($"'{text}' is not small letters, digits and hyphens.");

    public override string ToString() => text ?? "";
}

/// <summary>Which procedure: the id in its file, "federation-formation".</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct ProcedureId : IParsable<ProcedureId>
{
    private readonly Code code;

    private ProcedureId(Code code) => this.code = code;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ProcedureId id
    )
    {
        var fits = Code.TryParse(text, provider, out var code);
        id = new ProcedureId(code);
        return fits;
    }

    /// <exception cref="FormatException">The text is no id of a procedure.</exception>
    public static ProcedureId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a procedure.");

    public override string ToString() => code.ToString();
}

/// <summary>Which case of a procedure: "c" and ten letters and digits drawn by chance, as in its address.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct CaseId : IParsable<CaseId>
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> known = SearchValues.Create(Letters);
    private readonly string? text;

    private CaseId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static CaseId From(ReadOnlySpan<byte> chance)
    {
        if (chance.Length != 10)
            throw new ArgumentException("An id of a case is drawn from ten bytes.");
        Span<char> drawn = stackalloc char[11];
        drawn[0] = 'c';
        for (var i = 0; i < 10; i++)
            drawn[i + 1] = Letters[chance[i] & 31];
        return new CaseId(new string(drawn));
    }

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out CaseId id
    )
    {
        id = default;
        if (text is not { Length: 11 } || text[0] != 'c' || text.AsSpan(1).ContainsAnyExcept(known))
            return false;
        id = new CaseId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a case.</exception>
    public static CaseId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a case.");

    public override string ToString() => text ?? "";
}

/// <summary>Which case of brokerage: "b" and ten letters and digits drawn by chance, as in its address.</summary>
/// <remarks>A case is of several procedures: the order itself, its consultation, its match with a trust. The default prints as nothing and is none.</remarks>
public readonly record struct CaseRef : IParsable<CaseRef>
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> known = SearchValues.Create(Letters);
    private readonly string? text;

    private CaseRef(string text) => this.text = text;

    /// <summary>As documents that are part of it name it: "case:b0123456789".</summary>
    public string Party => $"case:{this}";

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static CaseRef From(ReadOnlySpan<byte> chance)
    {
        if (chance.Length != 10)
            throw new ArgumentException("A reference of a case is drawn from ten bytes.");
        Span<char> drawn = stackalloc char[11];
        drawn[0] = 'b';
        for (var i = 0; i < 10; i++)
            drawn[i + 1] = Letters[chance[i] & 31];
        return new CaseRef(new string(drawn));
    }

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out CaseRef reference
    )
    {
        reference = default;
        if (text is not { Length: 11 } || text[0] != 'b' || text.AsSpan(1).ContainsAnyExcept(known))
            return false;
        reference = new CaseRef(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no reference of a case.</exception>
    public static CaseRef Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var reference)
            ? reference
            : throw new FormatException($"'{text}' is not the reference of a case.");

    public override string ToString() => text ?? "";
}
