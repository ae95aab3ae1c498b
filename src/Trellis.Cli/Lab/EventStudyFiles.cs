using System.CommandLine;
using System.Globalization;
using Trellis.Answers;
using Trellis.Sensitivity;

namespace Trellis.Lab;

/// <summary>Estimates of an event study and their covariance from two files.</summary>
internal static class EventStudyFiles
{
    /// <summary>The option that gives the times of estimates.</summary>
    public static Option<string?> Times() =>
        new("--times")
        {
            Description =
                "The time of each estimate less that of the one all are measured from, where years are missing: -3,-2,-1,3,4.",
        };

    /// <exception cref="UnusableDataException">The files do not fit each other or the numbers of times before and after, or hold what is no event study.</exception>
    public static EventStudyEstimates Read(
        FileInfo beta,
        FileInfo sigma,
        int before,
        int after,
        string? times = null
    )
    {
        var estimates = NumberGrid.ReadVector(beta);
        var covariance = NumberGrid.Read(sigma);
        if (before < 1 || after < 1)
            throw new UnusableDataException(
                "--pre and --post are 1 or more: what trends may do after treatment is learned from what they did before."
            );
        if (before + after != estimates.Length)
            throw new UnusableDataException(
                $"{beta.Name} has {estimates.Length} estimates; --pre {before} and --post {after} make {before + after}. The time all are measured from is to be left out."
            );
        var given = times is null ? null : Numbers("--times", times);
        if (given is not null && given.Length != estimates.Length)
            throw new UnusableDataException(
                $"--times gives {given.Length} times; there are {estimates.Length} estimates."
            );
        return covariance.Length == estimates.Length && covariance[0].Length == estimates.Length
            ? new EventStudyEstimates(estimates, [.. covariance.SelectMany(r => r)], before, given)
            : throw new UnusableDataException(
                $"{sigma.Name} has {covariance.Length} rows of {covariance[0].Length}; {estimates.Length} estimates have {estimates.Length} rows of {estimates.Length} covariances."
            );
    }

    /// <summary>Numbers with commas between.</summary>
    /// <exception cref="UnusableDataException">One is none.</exception>
    public static double[] Numbers(string option, string given) =>
        [
            .. given
                .Split(',', StringSplitOptions.TrimEntries)
                .Select(cell =>
                    double.TryParse(
                        cell,
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out var number
                    ) && double.IsFinite(number)
                        ? number
                        : throw new UnusableDataException(
                            $"{option}: '{cell}' is not a number; numbers with commas between are expected, as 0,.5,1."
                        )
                ),
        ];
}
