using System.Text.Json.Serialization;

namespace Trellis.Consistency;

/// <summary>A share of a few, with the interval that holds the share of many such nineteen times of twenty.</summary>
/// <param name="Low">Wilson's score interval at 95 % (Wilson 1927), between 0 and 1.</param>
public sealed record ShareInterval(int Number, int Of, double Low, double High)
{
    // The normal quantile of .975.
    private const double Z = 1.959963984540054;

    [JsonIgnore]
    public double Share => (double)Number / Of;

    /// <summary>The interval of a share.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a share of none, or of fewer than there are.</exception>
    public static ShareInterval From(int number, int of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, of);
        var share = (double)number / of;
        var scale = 1 + Z * Z / of;
        var centre = (share + Z * Z / (2 * of)) / scale;
        var half = Z / scale * Math.Sqrt(share * (1 - share) / of + Z * Z / (4d * of * of));
        return new ShareInterval(
            number,
            of,
            number == 0 ? 0 : centre - half,
            number == of ? 1 : centre + half
        );
    }
}
