using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>A treatment that never was, dealt by chance on a panel, with an effect that is known because it was put there.</summary>
/// <remarks>
/// On a real panel of units that were never treated this shows what an estimator makes of that panel's own course, breaks and
/// clusters: bias, coverage and power as they are there (Bertrand, Duflo and Mullainathan, Quarterly Journal of Economics 2004).
/// </remarks>
public sealed record PlaceboAdoption
{
    /// <summary>The times from which units may be treated, each as likely.</summary>
    public required IReadOnlyList<int> Groups { get; init; }

    /// <summary>How likely a unit (a cluster, where treated together) is treated at all, between 0 and 1.</summary>
    public required double TreatedShare { get; init; }

    /// <summary>How likely some units (or clusters) are treated, by name, in the place of <see cref="TreatedShare"/>: as who is like the truly treated is likelier to be.</summary>
    public IReadOnlyDictionary<string, double>? Chances { get; init; }

    /// <summary>What treatment adds from its first time on, in the unit of the outcome.</summary>
    public double Effect { get; init; }

    /// <summary>What treatment adds more with each time after its first.</summary>
    public double EffectGrowth { get; init; }

    /// <summary>What is taken from outcomes at the times just before treatment, in the unit of the outcome, 0 or more.</summary>
    public double Dip { get; init; }

    /// <summary>How many times before treatment the dip lasts.</summary>
    public int DipTimes { get; init; } = 1;

    /// <summary>The truth at some times since treatment; 0 before it.</summary>
    public double Truth(int eventTime) => eventTime < 0 ? 0 : Effect + (EffectGrowth * eventTime);

    /// <summary>The panel as it would be had treatment been dealt so.</summary>
    /// <param name="panel">Any; who is treated in it is forgotten.</param>
    /// <param name="together">The cluster of each row within which all units are treated alike; null where each unit is dealt its own.</param>
    /// <exception cref="UnusableDataException">There are no rows.</exception>
    public PanelRows Deal(PanelRows panel, Draws chance, NamedLabels? together = null)
    {
        if (panel.Time.Length == 0)
            throw new UnusableDataException("There are no rows to deal a treatment on.");
        var dealt = new Dictionary<string, double>(StringComparer.Ordinal);
        var first = new double[panel.Time.Length];
        var outcome = new double[panel.Time.Length];
        var who = together?.Values ?? panel.Unit;
        for (var row = 0; row < first.Length; row++)
        {
            if (!dealt.TryGetValue(who[row], out first[row]))
            {
                var number = 2L * dealt.Count;
                dealt[who[row]] = first[row] =
                    chance.Uniform(number)
                    < (Chances?.GetValueOrDefault(who[row], TreatedShare) ?? TreatedShare)
                        ? Groups[chance.Below(number + 1, Groups.Count)]
                        : double.PositiveInfinity;
            }
            outcome[row] = panel.Outcome[row] + Moved(panel.Time[row], first[row]);
        }
        return panel with { FirstTreated = first, Outcome = outcome };
    }

    /// <summary>What treatment from <paramref name="first"/> on does to an outcome at a time, dip included.</summary>
    public double Moved(int time, double first)
    {
        if (!double.IsFinite(first))
            return 0;
        var since = time - (int)first;
        return since >= 0 ? Truth(since)
            : since >= -DipTimes ? -Dip
            : 0;
    }
}
