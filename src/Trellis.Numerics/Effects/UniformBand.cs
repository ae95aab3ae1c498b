using MathNet.Numerics.Distributions;

namespace Trellis.Effects;

/// <summary>An interval for each of several effects.</summary>
/// <param name="Low">Effect − critical value · standard error; NaN for a reference.</param>
/// <param name="High">Effect + critical value · standard error; NaN for a reference.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether the number lies in it, its ends included; never where the ends are not numbers.</summary>
    public bool Holds(double value) => Low <= value && value <= High;
}

/// <summary>Effects with bands: each interval holds its own truth with the level's chance, the band all truths at once.</summary>
/// <param name="StandardErrors">By the bootstrap, in the unit of the outcome; NaN for a reference.</param>
/// <param name="CriticalValue">How many standard errors the band reaches to each side; NaN where no effect has a standard error.</param>
/// <param name="Band">The uniform band.</param>
/// <param name="Pointwise">Each effect on its own, by the normal distribution, or Student's where clusters are told.</param>
public sealed record UniformBand(
    IReadOnlyList<double> StandardErrors,
    double CriticalValue,
    IReadOnlyList<Interval> Band,
    IReadOnlyList<Interval> Pointwise
)
{
    /// <summary>The band of some of the estimates of a bootstrap.</summary>
    /// <param name="effects">The estimates, in the order of the draws from <paramref name="from"/> on.</param>
    /// <param name="draws">What chance does to them.</param>
    /// <param name="from">The number of the first of them among the draws.</param>
    /// <param name="level">The chance to hold, as .95.</param>
    /// <param name="clusters">Of how many treated clusters each effect is, where they may be few (<see cref="FewTreatedClusters"/>); null reaches by the critical value alone.</param>
    public static UniformBand Of(
        IReadOnlyList<double> effects,
        BootstrapDraws draws,
        int from = 0,
        double level = .95,
        IReadOnlyList<int>? clusters = null
    )
    {
        var critical = draws.CriticalValue(level, from, effects.Count);
        double[] errors = [.. draws.StandardErrors.Skip(from).Take(effects.Count)];
        var one = Normal.InvCDF(0, 1, 1 - ((1 - level) / 2));
        return new UniformBand(errors, critical, Reaching(critical), Reaching(one));

        Interval[] Reaching(double deviations) =>
            [
                .. effects.Select(
                    (effect, i) =>
                    {
                        var reach =
                            errors[i]
                            * (
                                clusters is null
                                    ? deviations
                                    : FewTreatedClusters.Reach(deviations, clusters[i])
                            );
                        return new Interval(effect - reach, effect + reach);
                    }
                ),
            ];
    }
}
