using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Schools;

/// <summary>A local authority's number with the Department: three digits (201 is the City of London).</summary>
public readonly record struct LaCode(int Value) : IParsable<LaCode>, IComparable<LaCode>
{
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out LaCode code
    )
    {
        var read =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is >= 100 and <= 999;
        code = read ? new LaCode(value) : default;
        return read;
    }

    /// <exception cref="FormatException">The text is not three digits.</exception>
    public static LaCode Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var code)
            ? code
            : throw new FormatException($"'{text}' is not a local authority number: three digits.");

    public int CompareTo(LaCode other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("000", CultureInfo.InvariantCulture);
}

/// <summary>The "DfE number": the authority's three digits and the establishment's four. It may be used again by a successor.</summary>
public readonly record struct LaEstab(int Value) : IParsable<LaEstab>
{
    public LaEstab(LaCode la, int establishmentNumber)
        : this((la.Value * 10_000) + establishmentNumber) { }

    /// <summary>Reads "2013614", "201/3614" or "201 3614".</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out LaEstab number
    )
    {
        number = default;
        var digits = text
            ?.Replace("/", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
        if (
            digits is not { Length: 7 }
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        )
            return false;
        number = new LaEstab(value);
        return true;
    }

    /// <exception cref="FormatException">The text is not seven digits, with or without a slash.</exception>
    public static LaEstab Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var number)
            ? number
            : throw new FormatException(
                $"'{text}' is not a DfE number: seven digits, as 201/3614."
            );

    public override string ToString() => $"{Value / 10_000:000}/{Value % 10_000:0000}";
}

/// <summary>A UK provider reference number: eight digits beginning with 1.</summary>
public readonly record struct Ukprn(int Value) : IParsable<Ukprn>
{
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Ukprn number
    )
    {
        var read =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is >= 10_000_000 and <= 19_999_999;
        number = read ? new Ukprn(value) : default;
        return read;
    }

    /// <exception cref="FormatException">The text is not eight digits beginning with 1.</exception>
    public static Ukprn Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a UKPRN: eight digits beginning with 1.");

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
