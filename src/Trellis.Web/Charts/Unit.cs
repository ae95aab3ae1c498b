using System.Globalization;

namespace Trellis.Charts;

/// <summary>How a figure is written for people: its decimals and what stands before and after it.</summary>
/// <param name="Decimals">Digits after the point, 0 to 6.</param>
/// <param name="Suffix">After the number with its own blank where one belongs: "%", " km".</param>
/// <param name="Prefix">Before the number: "£".</param>
public sealed record Unit(int Decimals, string Suffix = "", string Prefix = "")
{
    /// <summary>"1,234.5", "−0.31", "£4,600". What is no finite number has no words.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public string Words(double value) => Write(value, Decimals);

    /// <summary>The number alone, where the unit is said once beside it.</summary>
    internal Unit Bare => new(Decimals);

    /// <summary>A mark on an axis: as many decimals as the steps between marks need.</summary>
    internal string Tick(double value, double step)
    {
        var needed = step > 0 && step < 1 ? (int)Math.Ceiling(-Math.Log10(step) - 1e-9) : 0;
        // A step of 2.5 or 0.25 needs one more digit than its size tells.
        if (step > 0 && Math.Abs(step * Math.Pow(10, needed) % 1) is > 1e-6 and < 1 - 1e-6)
            needed++;
        return Write(value, Math.Clamp(needed, 0, 10));
    }

    private string Write(double value, int decimals)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"'{value}' is no figure.", nameof(value));
        // Adding zero turns a negative zero, which rounding makes of -0.04, into zero.
        var rounded = Math.Round(value, decimals) + 0.0;
        var size = Math.Abs(rounded);
        var number =
            size >= 1e12
                ? size.ToString("0.###e+0", CultureInfo.InvariantCulture)
                : size.ToString($"N{decimals}", CultureInfo.InvariantCulture);
        return $"{(rounded < 0 ? "\u2212" : "")}{Prefix}{number}{Suffix}";
    }
}
