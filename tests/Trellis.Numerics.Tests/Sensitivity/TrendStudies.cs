using Trellis.Probability;

namespace Trellis.Sensitivity;

/// <summary>Event studies made by chance, and many that are drawn about one truth.</summary>
internal static class TrendStudies
{
    /// <summary>Estimates that vary together as those of a common base do.</summary>
    public static EventStudyEstimates Draw(int before, int after, int seed)
    {
        var draws = new Draws(seed, 1);
        var n = before + after;
        var loadings = Enumerable.Range(0, n * n).Select(i => .1 * draws.Normal(i)).ToArray();
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < n; k++)
                covariance[(i * n) + j] += loadings[(i * n) + k] * loadings[(j * n) + k] / n;
            covariance[(i * n) + j] += i == j ? .006 : .003;
        }
        return new EventStudyEstimates(
            [.. Enumerable.Range(0, n).Select(i => .12 * draws.Normal(1000 + i))],
            covariance,
            before
        );
    }

    public static double[] Identity(int n, double variance)
    {
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
            covariance[(i * n) + i] = variance;
        return covariance;
    }

    /// <summary>TrendStudies with the covariance of one, drawn about a truth.</summary>
    public static IEnumerable<EventStudyEstimates> Around(
        EventStudyEstimates shape,
        double[] truth,
        int number,
        int seed
    )
    {
        var n = shape.Count;
        var covariance = shape.Covariance.ToArray();
        var factor = LowerFactor(covariance, n);
        var draws = new Draws(seed, 0);
        for (var d = 0; d < number; d++)
        {
            var estimates = (double[])truth.Clone();
            for (var j = 0; j < n; j++)
            {
                var normal = draws.Normal((d * n) + j);
                for (var i = j; i < n; i++)
                    estimates[i] += factor[(i * n) + j] * normal;
            }
            yield return new EventStudyEstimates(estimates, covariance, shape.Before);
        }
    }

    /// <summary>The path with these bends, earliest first, that passes through 0 at time 0 and at the time before it.</summary>
    public static double[] Bent(EventStudyEstimates study, double[] bends)
    {
        int before = study.Before,
            n = study.Count + 1;
        // Bend b is about place b + 1 of the path, whose place "before" is time 0.
        var path = new double[n];
        for (var i = before + 1; i < n; i++)
            path[i] = bends[i - 2] + (2 * path[i - 1]) - path[i - 2];
        for (var i = before - 2; i >= 0; i--)
            path[i] = bends[i] + (2 * path[i + 1]) - path[i + 2];
        return [.. path[..before], .. path[(before + 1)..]];
    }

    /// <summary>The lower triangle whose square is the matrix.</summary>
    public static double[] LowerFactor(double[] matrix, int n)
    {
        var factor = new double[n * n];
        for (var j = 0; j < n; j++)
        for (var i = j; i < n; i++)
        {
            var sum = matrix[(i * n) + j];
            for (var k = 0; k < j; k++)
                sum -= factor[(i * n) + k] * factor[(j * n) + k];
            factor[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / factor[(j * n) + j];
        }
        return factor;
    }
}
