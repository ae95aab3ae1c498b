using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Schools;

/// <summary>A unique reference number: five to seven digits, given to an establishment once and never used again.</summary>
/// <remarks>The default value is 0, which no establishment bears; it prints as "0" and is found nowhere.</remarks>
public readonly record struct Urn(int Value) : IParsable<Urn>, IComparable<Urn>
{
    /// <summary>The smallest number in use: children's centres begin at 20001.</summary>
    public const int Smallest = 10_000;

    /// <summary>The largest number that six or seven digits allow.</summary>
    public const int Largest = 9_999_999;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Urn urn
    )
    {
        urn = default;
        if (
            !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value is < Smallest or > Largest
        )
            return false;
        urn = new Urn(value);
        return true;
    }

    /// <exception cref="FormatException">The text is not five to seven digits.</exception>
    public static Urn Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var urn)
            ? urn
            : throw new FormatException($"'{text}' is not a URN: five to seven digits.");

    public int CompareTo(Urn other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
