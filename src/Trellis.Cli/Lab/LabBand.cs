using System.CommandLine;
using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;

namespace Trellis.Lab;

/// <summary>The options of a band that holds a whole event study at once, and the band.</summary>
internal sealed class LabBand
{
    private readonly Option<int> bootstrap = new("--bootstrap")
    {
        Description =
            "How many draws of the multiplier bootstrap make a band of all event times; 0 for none.",
    };
    private readonly Option<long> seed = new("--seed")
    {
        Description = "Of the draws; 0 unless said.",
    };

    public void AddTo(Command command)
    {
        command.Add(bootstrap);
        command.Add(seed);
    }

    /// <summary>The band; null where none is asked for or, with two variables of clusters, none can be drawn.</summary>
    /// <exception cref="UnusableDataException">The number of draws is below 0.</exception>
    public UniformBand? Of(
        ParseResult parsed,
        IReadOnlyList<EffectAt> study,
        IReadOnlyList<double[]> influence
    )
    {
        var draws = parsed.GetValue(bootstrap);
        if (draws < 0)
            throw new UnusableDataException("--bootstrap is 0 or more.");
        return draws == 0 || influence.Count == 0
            ? null
            : UniformBand.Of(
                [.. study.Select(e => e.Effect.Estimate)],
                MultiplierBootstrap.Run(influence, [], draws, parsed.GetValue(seed))
            );
    }

    public string? Reason(ParseResult parsed, UniformBand? band) =>
        band is not null ? null
        : parsed.GetValue(bootstrap) == 0 ? "no band was asked for: --bootstrap N"
        : "with two variables of clusters no band is drawn";

    /// <summary>For programs: the critical value and the ends by event time.</summary>
    public object Answer(ParseResult parsed, UniformBand? band, IReadOnlyList<EffectAt> study) =>
        new
        {
            Critical = band?.CriticalValue ?? double.NaN,
            Egt = band is null
                ? []
                : study.Select(
                    (e, i) =>
                        new
                        {
                            E = e.At,
                            Se = band.StandardErrors[i],
                            Lower = band.Band[i].Low,
                            Upper = band.Band[i].High,
                        }
                ),
            Reason = Reason(parsed, band),
        };

    public static void Say(UniformBand? band)
    {
        if (band is not null)
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"All event times at once: {band.CriticalValue:0.000} standard errors to each side hold 95 %"
                )
            );
    }
}
