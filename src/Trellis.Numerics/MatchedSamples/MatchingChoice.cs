namespace Trellis.MatchedSamples;

/// <summary>How comparison units are found.</summary>
public enum MatchingMethod
{
    /// <summary>One treated unit after the other takes the nearest control that is left (Rubin 1973).</summary>
    Nearest,

    /// <summary>Pairs, or one treated unit with several controls, with the least sum of distances (Rosenbaum 1989).</summary>
    Optimal,

    /// <summary>Every unit in a set of one treated and several controls or one control and several treated, with the least sum of distances (Rosenbaum 1991; Hansen 2004).</summary>
    Full,

    /// <summary>Sets between quantiles of the treated units' propensity score (Rosenbaum and Rubin 1984).</summary>
    Subclass,

    /// <summary>Sets that agree on every covariate after it was cut into a few ranges (Iacus, King and Porro 2012).</summary>
    CoarsenedExact,

    /// <summary>Sets that agree on every covariate as it is.</summary>
    Exact,
}

/// <summary>How far two units are from one another.</summary>
public enum MatchingDistance
{
    /// <summary>Difference of chances to be treated by a logistic regression.</summary>
    Logit,

    /// <summary>Difference of chances to be treated by a probit regression.</summary>
    Probit,

    /// <summary>Mahalanobis distance with the covariance within treated and controls, pooled.</summary>
    Mahalanobis,

    /// <summary>Mahalanobis distance of ranks, with the variance that ranks without ties would have (Rosenbaum 2010).</summary>
    RobustMahalanobis,

    /// <summary>Straight line in the covariates' own units.</summary>
    Euclidean,

    /// <summary>Straight line after each covariate is divided by its standard deviation within treated and controls, pooled.</summary>
    ScaledEuclidean,
}

/// <summary>Who of the treated chooses first.</summary>
public enum MatchingOrder
{
    /// <summary>The highest propensity score, for whom comparisons are scarcest.</summary>
    Largest,

    /// <summary>The lowest propensity score.</summary>
    Smallest,

    /// <summary>The nearest pair of all that are left.</summary>
    Closest,

    /// <summary>As the rows stand.</summary>
    Data,
}

/// <summary>Who is left out for having a propensity score that nobody of the other side comes near to.</summary>
public enum CommonSupport
{
    /// <summary>Nobody.</summary>
    Everybody,

    /// <summary>Treated units with a score below the lowest or above the highest of the controls.</summary>
    WithoutTreatedOutside,

    /// <summary>Controls likewise.</summary>
    WithoutControlsOutside,

    /// <summary>Both.</summary>
    WithoutAnybodyOutside,
}

/// <summary>What to match by.</summary>
/// <param name="Method">How comparison units are found.</param>
/// <param name="Distance">How far two units are apart; not read by coarsened exact and exact matching. Subclasses need a propensity score.</param>
public sealed record MatchingChoice(
    MatchingMethod Method,
    MatchingDistance Distance = MatchingDistance.Logit
)
{
    /// <summary>The furthest two partners' propensity scores may be apart, in standard deviations of all units' scores; null for any.</summary>
    public double? Caliper { get; init; }

    /// <summary>Who is left out for lying outside the other side's scores: counted, and still in the balance before.</summary>
    public CommonSupport Support { get; init; }

    /// <summary>Whether a control may be taken by several treated units. Nearest matching only.</summary>
    public bool Replace { get; init; }

    /// <summary>How many controls a treated unit gets, 1 or more. Nearest and optimal matching.</summary>
    public int Ratio { get; init; } = 1;

    /// <summary>Null for the largest propensity score first, or the order of the rows where there is none. Nearest matching only.</summary>
    public MatchingOrder? Order { get; init; }

    /// <summary>The most controls a set of a full match may have, 1 or more; null for any number. Who finds no room is left out.</summary>
    /// <remarks>Bounds take longer than none: seconds for a few thousand units, minutes for tens of thousands.</remarks>
    public int? MostControls { get; init; }

    /// <summary>The most treated units a set of a full match may have, likewise.</summary>
    public int? MostTreated { get; init; }

    /// <summary>
    /// By what share the least sum of distances may be exceeded for better balance, 0 to 1. Full matching on a propensity score
    /// only: 0 gives the least sum itself.
    /// </summary>
    public double BalanceSlack { get; init; } = .0005;

    /// <summary>How many subclasses, 2 or more.</summary>
    public int Subclasses { get; init; } = 6;

    /// <summary>Into how many ranges of equal width coarsened exact matching cuts a figure, by covariate; Sturges' number ⌈log₂ n⌉ + 1 where nothing is said.</summary>
    public IReadOnlyDictionary<string, int> Ranges { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether the distance is by a propensity score.</summary>
    public bool ByPropensity => Distance is MatchingDistance.Logit or MatchingDistance.Probit;
}

/// <summary>Who was treated and what is known of everybody.</summary>
/// <param name="Treated">Whether each unit was treated.</param>
/// <param name="Covariates">What partners should be alike in.</param>
/// <param name="Exact">What partners must agree in; may be empty.</param>
/// <param name="Within">Covariates of a Mahalanobis distance by which partners are taken while the propensity score only bounds them (the caliper) and orders them; empty for the score itself.</param>
public sealed record MatchingUnits(
    IReadOnlyList<bool> Treated,
    IReadOnlyList<Covariate> Covariates,
    IReadOnlyList<Covariate> Exact,
    IReadOnlyList<Covariate> Within
)
{
    /// <summary>Units without exact or inner covariates.</summary>
    public MatchingUnits(IReadOnlyList<bool> treated, IReadOnlyList<Covariate> covariates)
        : this(treated, covariates, [], []) { }

    /// <summary>What a unit is called in sentences; the row's number from 1 where null.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    internal string Name(int unit) =>
        Names?[unit] ?? (unit + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
