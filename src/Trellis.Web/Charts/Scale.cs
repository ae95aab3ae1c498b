namespace Trellis.Charts;

/// <summary>Where a value lies on a line of the drawing, and the round values to mark along it.</summary>
/// <remarks>A scale always spans more than nothing, so a constant or single value has a place too.</remarks>
public sealed class Scale
{
    private Scale(double low, double high, double from, double to, IReadOnlyList<double> ticks)
    {
        Low = low;
        High = high;
        From = from;
        To = to;
        Ticks = ticks;
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>The place of <see cref="Low"/> on the drawing.</summary>
    public double From { get; }

    /// <summary>The place of <see cref="High"/> on the drawing; may be less than <see cref="From"/>.</summary>
    public double To { get; }

    /// <summary>Round values between low and high, both included, rising.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>A scale with round ends that holds all the values.</summary>
    /// <param name="values">Any numbers; those that are not finite are left out. Empty gives 0 to 1.</param>
    /// <param name="ticks">About how many marks; between 2 and 10.</param>
    /// <param name="fromZero">Whether zero must be on it, as under bars.</param>
    /// <param name="whole">Whether only whole numbers are marked, as for counts.</param>
    public static Scale Nice(
        IEnumerable<double> values,
        double from,
        double to,
        int ticks = 5,
        bool fromZero = false,
        bool whole = false
    )
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                continue;
            // Beyond this the differences below overflow; no published figure comes near.
            var tame = Math.Clamp(value, -1e150, 1e150);
            low = Math.Min(low, tame);
            high = Math.Max(high, tame);
        }

        if (low > high)
            (low, high) = (0, 1);
        if (fromZero)
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        if (high - low <= Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9 || high - low < 1e-150)
        {
            var around = Math.Max(Math.Abs(high) * 0.1, high == 0 ? 1 : 1e-140);
            (low, high) = fromZero
                ? (
                    Math.Min(0, low - (low < 0 ? around : 0)),
                    Math.Max(0, high + (high < 0 ? 0 : around))
                )
                : (low - around, high + around);
        }

        var step = RoundStep((high - low) / Math.Clamp(ticks, 2, 10));
        if (whole)
            step = step <= 1 ? 1 : Math.Ceiling(step);
        var first = (long)Math.Floor(low / step + 1e-9);
        var last = (long)Math.Ceiling(high / step - 1e-9);
        var marks = new List<double>();
        for (var i = first; i <= last; i++)
            marks.Add(i * step);
        return new Scale(marks[0], marks[^1], from, to, marks);
    }

    /// <summary>A scale over whole years, both ends included, with a mark a year, or every second, fifth or tenth.</summary>
    public static Scale Years(int first, int last, double from, double to, int most = 8)
    {
        if (last <= first)
            (first, last) = (first - 1, first + 1);
        int[] steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
        var step = steps.FirstOrDefault(s => (last - first) / s < most, 2000);
        var marks = new List<double>();
        for (var year = first; year <= last; year++)
        {
            if (step == 1 || year % step == 0)
                marks.Add(year);
        }

        return new Scale(first, last, from, to, marks);
    }

    /// <summary>The place of a value, held within the drawing.</summary>
    public double At(double value) =>
        From + (To - From) * Math.Clamp((value - Low) / (High - Low), 0, 1);

    private static double RoundStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var lead = rough / power;
        return power
            * (
                lead <= 1.0000001 ? 1
                : lead <= 2 ? 2
                : lead <= 2.5 ? 2.5
                : lead <= 5 ? 5
                : 10
            );
    }
}
