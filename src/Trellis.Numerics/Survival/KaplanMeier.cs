namespace Trellis.Survival;

/// <summary>A length at which it happened to some of those followed.</summary>
/// <param name="Length">In the unit of what was followed.</param>
/// <param name="AtRisk">How many were in sight and it had not happened to them before; one that left at this length counts.</param>
/// <param name="Happened">To how many it happened at this length.</param>
/// <param name="StillWaiting">The share to which it has not happened up to and with this length, 0 to 1.</param>
/// <param name="Variance">Greenwood's sum of happened / (at risk × (at risk − happened)); infinite once nobody is left.</param>
public readonly record struct KaplanMeierStep(
    double Length,
    int AtRisk,
    int Happened,
    double StillWaiting,
    double Variance
)
{
    /// <summary>The standard error of the share by Greenwood; 0 once nobody is left.</summary>
    public double StandardError => StillWaiting > 0 ? StillWaiting * Math.Sqrt(Variance) : 0;

    /// <summary>
    /// Between what the share lies, on the scale of log(−log share), which never leaves 0 to 1; NaN once nobody is left, where
    /// the formula has none.
    /// </summary>
    /// <param name="z">The quantile of the normal distribution: 1.96 for 95 of 100.</param>
    public (double Low, double High) Interval(double z)
    {
        if (!(StillWaiting > 0))
            return (double.NaN, double.NaN);
        var half = z * Math.Sqrt(Variance) / -Math.Log(StillWaiting);
        return (Math.Pow(StillWaiting, Math.Exp(half)), Math.Pow(StillWaiting, Math.Exp(-half)));
    }
}

/// <summary>The length by which it has happened to a share of all, with its interval.</summary>
/// <param name="Length">The first length by which no more than the rest still wait; null where it is not reached while anybody is in sight.</param>
/// <param name="Low">The lower end; null where even that is not reached.</param>
/// <param name="High">The upper end; null where it is not reached: it may be any length above.</param>
public readonly record struct WaitPercentile(double? Length, double? Low, double? High);

/// <summary>The share to which something has not happened yet by length of waiting, from ones who were not all followed to the end.</summary>
/// <remarks>
/// Kaplan and Meier, "Nonparametric estimation from incomplete observations", Journal of the American Statistical Association 53
/// (1958): at each length at which it happened, the share is multiplied by (1 − happened / at risk). Who leaves without its
/// having happened counts among those at risk until then, and not after. Variance by Greenwood (1926); intervals on the scale of
/// log(−log); those of percentiles by inverting them (Brookmeyer and Crowley, Biometrics 38, 1982). Ones that came into sight
/// late are at risk from then on only. It rests on those who leave being like those who stay.
/// </remarks>
public sealed class KaplanMeier
{
    /// <summary>The quantile of the normal distribution for an interval that holds the truth 95 times in 100.</summary>
    public const double Ninetyfive = 1.959963984540054;

    // 1/2 as a product of fractions may come out a hair above 1/2.
    private const double Rounding = 1e-12;

    private KaplanMeier(IReadOnlyList<KaplanMeierStep> steps, int followed, int outOfSight) =>
        (Steps, Number, OutOfSight) = (steps, followed, outOfSight);

    /// <summary>The lengths at which it happened, ascending; empty where it never did.</summary>
    public IReadOnlyList<KaplanMeierStep> Steps { get; }

    /// <summary>How many count at some length.</summary>
    public int Number { get; }

    /// <summary>How many had left before they came into sight, and count nowhere.</summary>
    public int OutOfSight { get; }

    /// <summary>To how many it happened while in sight.</summary>
    public int Happened => Steps.Sum(s => s.Happened);

    /// <exception cref="ArgumentException">A length is negative or no number.</exception>
    public static KaplanMeier Of(IEnumerable<Followed> followed)
    {
        var all = followed.ToArray();
        if (Array.Exists(all, f => !(f.Length >= 0) || !(f.SeenFrom >= 0)))
            throw new ArgumentException("Lengths are numbers from 0.", nameof(followed));
        // One that is seen from its beginning counts at length 0 too.
        var seen = Array.FindAll(all, f => f.SeenFrom == 0 || f.SeenFrom < f.Length);
        var ends = seen.Select(f => f.Length).Order().ToArray();
        var begins = seen.Where(f => f.SeenFrom > 0).Select(f => f.SeenFrom).Order().ToArray();
        var steps = new List<KaplanMeierStep>();
        double share = 1,
            variance = 0;
        int ended = 0,
            begun = 0;
        foreach (
            var at in seen.Where(f => f.Happened)
                .GroupBy(f => f.Length)
                .OrderBy(g => g.Key)
                .Select(g => (Length: g.Key, Happened: g.Count()))
        )
        {
            while (ended < ends.Length && ends[ended] < at.Length)
                ended++;
            while (begun < begins.Length && begins[begun] < at.Length)
                begun++;
            var atRisk = seen.Length - begins.Length + begun - ended;
            share *= 1 - ((double)at.Happened / atRisk);
            variance += at.Happened / ((double)atRisk * (atRisk - at.Happened));
            steps.Add(new KaplanMeierStep(at.Length, atRisk, at.Happened, share, variance));
        }
        return new KaplanMeier(steps, seen.Length, all.Length - seen.Length);
    }

    /// <summary>The share to which it has not happened by a length; 1 before the first step.</summary>
    public double StillWaiting(double length) => StepAt(length)?.StillWaiting ?? 1;

    /// <summary>The last step at or before a length; null before the first.</summary>
    public KaplanMeierStep? StepAt(double length)
    {
        int low = 0,
            high = Steps.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Steps[middle].Length <= length)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? null : Steps[low - 1];
    }

    /// <summary>The length by which it has happened to a share of all: the first at which no more than 1 − share still wait.</summary>
    /// <param name="share">Above 0 and below 1: .5 for the median.</param>
    /// <param name="z">The quantile of the normal distribution for the interval.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public WaitPercentile Percentile(double share, double z = Ninetyfive)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Between 0 and 1.");
        var left = 1 - share;
        double? length = null,
            low = null,
            high = null;
        foreach (var step in Steps)
        {
            if (length is null && step.StillWaiting <= left + Rounding)
                length = step.Length;
            var (least, most) = step.Interval(z);
            if (low is null && (least <= left || double.IsNaN(least)))
                low = step.Length;
            if (high is null && (most < left || double.IsNaN(most)))
                high = step.Length;
        }
        return new WaitPercentile(length, low, high);
    }
}
