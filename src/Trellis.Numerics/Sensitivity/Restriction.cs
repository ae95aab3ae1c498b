namespace Trellis.Sensitivity;

/// <summary>How far trends may differ: all paths δ with Aδ ≤ d, δ being what the estimates would show had nobody been treated.</summary>
/// <remarks>Rambachan and Roth, "A more credible approach to parallel trends", Review of Economic Studies 90 (2023), section 2.</remarks>
/// <param name="Rows">A, a row an inequality, a column an estimate.</param>
/// <param name="Limits">d.</param>
internal sealed record Restriction(IReadOnlyList<double[]> Rows, double[] Limits)
{
    // A row whose numbers are all below this says 0 <= 0.
    private const double Nothing = 1e-5;

    /// <summary>After treatment no step is longer than <paramref name="bound"/> times the step at <paramref name="place"/>, which is the longest before and goes the way of <paramref name="sign"/>.</summary>
    /// <param name="place">Which step before treatment, from 0, the first being from the first time to the second.</param>
    public static Restriction RelativeMagnitudes(
        EventStudyEstimates study,
        int place,
        int sign,
        double bound
    ) => AgainstTheLargest(study, 1, place, sign, bound);

    /// <summary>The same of bends, by how much a step differs from the step before it, instead of steps.</summary>
    public static Restriction RelativeBends(
        EventStudyEstimates study,
        int place,
        int sign,
        double bound
    ) => AgainstTheLargest(study, 2, place, sign, bound);

    /// <summary>No bend is larger than <paramref name="bound"/>.</summary>
    public static Restriction Smoothness(EventStudyEstimates study, double bound)
    {
        var bends = Bends(study);
        var rows = bends.Concat(bends.Select(Negative)).ToArray();
        return new Restriction(rows, [.. Enumerable.Repeat(bound, rows.Length)]);
    }

    /// <summary>The same with a shape of the trend besides.</summary>
    public Restriction With(TrendShape shape, EventStudyEstimates study)
    {
        var added = shape switch
        {
            TrendShape.AboveZero or TrendShape.BelowZero => Enumerable
                .Range(study.Before, study.After)
                .Select(at => Unit(study.Count, at)),
            TrendShape.Rising or TrendShape.Falling => Steps(study),
            _ => [],
        };
        // At least 0, as at most 0 of its negative.
        var way = shape is TrendShape.AboveZero or TrendShape.Rising ? -1 : 1;
        double[][] rows =
        [
            .. Rows,
            .. added.Select(row => row.Select(x => x == 0 ? 0 : way * x).ToArray()),
        ];
        return new Restriction(rows, [.. Limits, .. new double[rows.Length - Limits.Length]]);
    }

    private static double[] Unit(int length, int at)
    {
        var unit = new double[length];
        unit[at] = 1;
        return unit;
    }

    /// <summary>Without the inequalities that are about times before treatment alone.</summary>
    public Restriction OfAfter(int before)
    {
        var kept = Enumerable
            .Range(0, Rows.Count)
            .Where(r => Rows[r].AsSpan(before).ContainsAnyExcept(0))
            .ToArray();
        return new Restriction([.. kept.Select(r => Rows[r])], [.. kept.Select(r => Limits[r])]);
    }

    private static Restriction AgainstTheLargest(
        EventStudyEstimates study,
        int order,
        int place,
        int sign,
        double bound
    )
    {
        var steps = order == 1 ? Steps(study) : Bends(study);
        var largest = steps[place].Select(x => sign * x).ToArray();
        var early = study.Before + 1 - order;
        var rows = new List<double[]>();
        foreach (var way in (int[])[1, -1])
            for (var r = 0; r < steps.Length; r++)
            {
                var times = r < early ? 1 : bound;
                var row = new double[study.Count];
                for (var c = 0; c < row.Length; c++)
                    row[c] = (way * steps[r][c]) - (times * largest[c]);
                if (row.Sum(x => x * x) > Nothing * Nothing)
                    rows.Add(row);
            }
        return new Restriction([.. rows], new double[rows.Count]);
    }

    /// <summary>How fast the path goes from each time to the next, by the time between: a row each.</summary>
    private static double[][] Steps(EventStudyEstimates study) =>
        [.. Enumerable.Range(0, study.Count).Select(r => Difference(study, r, 1))];

    /// <summary>By how much it goes faster than just before, by the time between the middles of the two steps: a row for each time but the first and the last.</summary>
    public static double[][] Bends(EventStudyEstimates study) =>
        [.. Enumerable.Range(0, study.Count - 1).Select(r => Difference(study, r, 2))];

    // Divided differences of the path with its 0 at time 0, whose column is then dropped.
    private static double[] Difference(EventStudyEstimates study, int from, int order)
    {
        double first = study.TimeAt(from + 1) - study.TimeAt(from);
        double[] parts = [-1 / first, 1 / first];
        if (order == 2)
        {
            var second = study.TimeAt(from + 2) - study.TimeAt(from + 1);
            var apart = (first + second) / 2;
            parts = [1 / first / apart, ((-1 / first) - (1 / second)) / apart, 1 / second / apart];
        }
        var row = new double[study.Count];
        for (var k = 0; k <= order; k++)
            if (from + k != study.Before)
                row[from + k < study.Before ? from + k : from + k - 1] = parts[k];
        return row;
    }

    private static double[] Negative(double[] row) => [.. row.Select(x => -x)];
}
