namespace Trellis.Effects;

/// <summary>One data set's estimates beside the truth that was put into it.</summary>
/// <param name="Truth">Of each estimate.</param>
/// <param name="Estimates">NaN where there is none.</param>
/// <param name="StandardErrors">NaN where there is none.</param>
/// <param name="CriticalValue">How many standard errors the uniform band reaches; NaN where there is none.</param>
/// <param name="Marked">Whether this data set belongs to those asked about apart, as those in which a dip was detected.</param>
public sealed record AuditDraw(
    IReadOnlyList<double> Truth,
    IReadOnlyList<double> Estimates,
    IReadOnlyList<double> StandardErrors,
    double CriticalValue = double.NaN,
    bool Marked = false
);

/// <summary>How an estimator did over many data sets with known truth.</summary>
/// <param name="Draws">How many data sets.</param>
/// <param name="Unanswered">In how many the first estimate or its error was not a number; they count in nothing else.</param>
/// <param name="Bias">The mean of the first estimate less its truth.</param>
/// <param name="Spread">The standard deviation of the first estimate.</param>
/// <param name="MeanStandardError">Beside the spread: whether errors tell what chance does.</param>
/// <param name="Covered">In how many data sets the first interval of 95 % held its truth.</param>
/// <param name="BandCovered">In how many the uniform band held all truths; those without a critical value do not count as held.</param>
/// <param name="Rejected">In how many the first interval left out 0: the power, or the size where the truth is 0.</param>
/// <param name="Marked">How many data sets were marked.</param>
/// <param name="MarkedCovered">In how many of these the first interval held its truth.</param>
/// <param name="MarkedBias">The bias among these alone; NaN where none was marked.</param>
public sealed record AuditAnswer(
    int Draws,
    int Unanswered,
    double Bias,
    double Spread,
    double MeanStandardError,
    int Covered,
    int BandCovered,
    int Rejected,
    int Marked,
    int MarkedCovered,
    double MarkedBias
)
{
    /// <summary>How many data sets had an answer.</summary>
    public int Answered => Draws - Unanswered;

    /// <summary>The share of answered data sets whose first interval held its truth; NaN where none was answered.</summary>
    public double Coverage => (double)Covered / Answered;

    /// <summary>The share of answered data sets whose band held all truths.</summary>
    public double BandCoverage => (double)BandCovered / Answered;

    /// <summary>The share of answered data sets whose first interval left out 0.</summary>
    public double Power => (double)Rejected / Answered;
}

/// <summary>Monte Carlo with known truth: bias, coverage and power of an estimator.</summary>
public static class KnownTruthAudit
{
    // Two-sided 95 %.
    private const double Reach = 1.959963984540054;

    /// <summary>Asks for data sets one by one, on several cores, and counts.</summary>
    /// <param name="draws">How many, 1 or more. A coverage of 95 % is known within 1 % from 2,000.</param>
    /// <param name="one">Makes data set i, from 0, and estimates; it runs on several cores at once.</param>
    /// <param name="cores">On how many cores at most; −1 for all. The answer does not depend on it.</param>
    public static AuditAnswer Run(int draws, Func<int, AuditDraw> one, int cores = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var all = new AuditDraw[draws];
        Parallel.For(
            0,
            draws,
            new ParallelOptions { MaxDegreeOfParallelism = cores },
            i => all[i] = one(i)
        );
        return Of(all);
    }

    /// <summary>Counts over data sets that were made already.</summary>
    /// <param name="all">One or more.</param>
    public static AuditAnswer Of(IReadOnlyList<AuditDraw> all)
    {
        int unanswered = 0,
            covered = 0,
            banded = 0,
            rejected = 0,
            marked = 0,
            markedCovered = 0;
        double sum = 0,
            squares = 0,
            errors = 0,
            markedSum = 0;
        foreach (var draw in all)
        {
            var (estimate, error, truth) = (
                draw.Estimates[0],
                draw.StandardErrors[0],
                draw.Truth[0]
            );
            if (!double.IsFinite(estimate) || !double.IsFinite(error))
            {
                unanswered++;
                continue;
            }
            var off = estimate - truth;
            sum += off;
            squares += off * off;
            errors += error;
            var holds = Math.Abs(off) <= Reach * error;
            covered += holds ? 1 : 0;
            rejected += Math.Abs(estimate) > Reach * error ? 1 : 0;
            banded += Held(draw) ? 1 : 0;
            marked += draw.Marked ? 1 : 0;
            markedSum += draw.Marked ? off : 0;
            markedCovered += draw.Marked && holds ? 1 : 0;
        }
        double answered = all.Count - unanswered;
        var bias = sum / answered;
        return new AuditAnswer(
            all.Count,
            unanswered,
            bias,
            Math.Sqrt((squares - (answered * bias * bias)) / (answered - 1)),
            errors / answered,
            covered,
            banded,
            rejected,
            marked,
            markedCovered,
            markedSum / marked
        );
    }

    private static bool Held(AuditDraw draw)
    {
        for (var k = 0; k < draw.Truth.Count; k++)
            if (
                double.IsFinite(draw.StandardErrors[k])
                && !(
                    Math.Abs(draw.Estimates[k] - draw.Truth[k])
                    <= draw.CriticalValue * draw.StandardErrors[k]
                )
            )
                return false;
        return double.IsFinite(draw.CriticalValue);
    }
}
