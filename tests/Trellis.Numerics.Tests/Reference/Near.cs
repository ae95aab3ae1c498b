using System.Globalization;

namespace Trellis.Reference;

/// <summary>Equal but for rounding, told with both numbers.</summary>
public static class Near
{
    /// <param name="relative">How far apart as a share of the expected number; beside an expected 0 as it is.</param>
    public static void Relative(double expected, double actual, double relative, string what)
    {
        var far = Math.Abs(actual - expected) / (expected == 0 ? 1 : Math.Abs(expected));
        Assert.True(
            far <= relative,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: expected {expected:R}, was {actual:R}, {far:g3} apart"
            )
        );
    }
}
