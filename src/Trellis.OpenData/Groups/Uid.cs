using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Groups;

/// <summary>A group's unique identifier in the register: three to six digits. The default, 0, is no group's.</summary>
public readonly record struct Uid(int Value) : IParsable<Uid>, IComparable<Uid>
{
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Uid uid
    )
    {
        var read =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and <= 9_999_999;
        uid = read ? new Uid(value) : default;
        return read;
    }

    /// <exception cref="FormatException">The text is not one to seven digits.</exception>
    public static Uid Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var uid)
            ? uid
            : throw new FormatException($"'{text}' is not a group's UID: one to seven digits.");

    public int CompareTo(Uid other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
