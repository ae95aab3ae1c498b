using Trellis.Answers;

namespace Trellis.Sensitivity;

/// <summary>The edges of the cone of numbers λ ≥ 0 with λ'X = 0: every such λ is a sum of them.</summary>
/// <remarks>
/// The double description method (Motzkin, Raiffa, Thompson and Thrall, 1953), a column of X at a time. An edge is a λ that no
/// other has fewer places above 0 within its own, which is all that is checked.
/// </remarks>
internal static class ExtremeRays
{
    // As many as fit the bits of a number; more than thirty times after treatment with sign and shape restrictions together.
    public const int MostRows = 128;

    // Reached only with a shape of the trend, where cases double with each time: from about twelve on.
    private const int MostEdges = 8192;

    /// <param name="columns">X by columns, each as long as there are inequalities.</param>
    /// <param name="rows">How many inequalities there are.</param>
    /// <exception cref="UnusableDataException">More than <see cref="MostRows"/>, or so many edges that nobody could wait.</exception>
    public static IReadOnlyList<double[]> Of(IReadOnlyList<double[]> columns, int rows)
    {
        if (rows > MostRows)
            throw new UnusableDataException(
                $"The bound makes {rows} inequalities, and {MostRows} can be held: ask about fewer times after treatment."
            );
        var rays = new List<(double[] Ray, UInt128 Support)>();
        for (var r = 0; r < rows; r++)
        {
            var unit = new double[rows];
            unit[r] = 1;
            rays.Add((unit, UInt128.One << r));
        }
        for (var c = 0; c < columns.Count; c++)
            rays = Through(rays, columns[c], c + 2);
        return [.. rays.Select(r => r.Ray)];
    }

    private static List<(double[] Ray, UInt128 Support)> Through(
        List<(double[] Ray, UInt128 Support)> rays,
        double[] column,
        int most
    )
    {
        var scale = column.Max(Math.Abs);
        var kept = new List<(double[] Ray, UInt128 Support)>();
        var above = new List<(double[] Ray, UInt128 Support, double At)>();
        var below = new List<(double[] Ray, UInt128 Support, double At)>();
        foreach (var (ray, support) in rays)
        {
            var at = 0.0;
            for (var r = 0; r < column.Length; r++)
                at += ray[r] * column[r];
            if (Math.Abs(at) <= 1e-12 * scale)
                kept.Add((ray, support));
            else if (at > 0)
                above.Add((ray, support, at));
            else
                below.Add((ray, support, at));
        }
        // Two edges span a new one only if no third lies within the places of both.
        foreach (var a in above)
        foreach (var b in below)
        {
            var support = a.Support | b.Support;
            if (Bits(support) > most)
                continue;
            var within = 0;
            foreach (var (_, other) in rays)
                if ((other & ~support) == 0 && ++within > 2)
                    break;
            if (within > 2)
                continue;
            kept.Add((Between(a.Ray, -b.At, b.Ray, a.At), support));
            if (kept.Count > MostEdges)
                throw new UnusableDataException(
                    $"So many times after treatment and what is known of the trend's shape besides give more than {MostEdges} cases to tell apart: ask about fewer times, or without the shape."
                );
        }
        return kept;
    }

    // Scaled to a largest number of 1.
    private static double[] Between(double[] one, double of, double[] other, double ofOther)
    {
        var ray = new double[one.Length];
        var largest = 0.0;
        for (var r = 0; r < ray.Length; r++)
            largest = Math.Max(largest, ray[r] = (of * one[r]) + (ofOther * other[r]));
        for (var r = 0; r < ray.Length; r++)
            ray[r] /= largest;
        return ray;
    }

    private static int Bits(UInt128 set) => (int)UInt128.PopCount(set);
}
