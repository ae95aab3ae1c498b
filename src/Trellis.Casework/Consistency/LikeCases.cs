using Trellis.Procedures;

namespace Trellis.Consistency;

/// <summary>One thing by which two cases are held beside each other.</summary>
/// <param name="Id">As in files: "pupils".</param>
/// <param name="Name">In words.</param>
/// <param name="Step">What counts as one step apart, in words.</param>
/// <param name="Of">The figure; null where nothing is known.</param>
/// <param name="Steps">How many steps lie between two figures.</param>
public sealed record LikeFact(
    Code Id,
    string Name,
    string Unit,
    string Step,
    Func<SchoolThen, double?> Of,
    Func<double, double, double> Steps
);

/// <summary>How far two cases are apart in one thing.</summary>
/// <param name="Steps">Null where it is not known of both.</param>
public sealed record FactApart(LikeFact Fact, double? One, double? Other, double? Steps);

/// <summary>An earlier case beside a later one.</summary>
/// <param name="Distance">The root of the mean squared steps over what is known of both.</param>
/// <param name="Facts">How many things are known of both.</param>
public sealed record LikeCase(DecidedCase Case, double Distance, int Facts);

/// <summary>How like two decided cases are: the same kind and phase, and then six things that anybody can look up.</summary>
/// <remarks>
/// The steps are set by hand and published, and do not follow from the cases that happen to be there: a distance is the
/// same next year, and whoever has the two schools' figures works it out on paper.
/// </remarks>
public static class LikeCases
{
    /// <summary>Which way of reckoning this is; another one has another number.</summary>
    public const int Method = 1;

    /// <summary>Up to here two cases are like: one step apart on average.</summary>
    public const double Like = 1;

    /// <summary>Up to here they are close.</summary>
    public const double Close = .5;

    /// <summary>Of fewer things known of both, nothing is said.</summary>
    public const int LeastFacts = 3;

    /// <summary>How many earlier cases are shown beside one.</summary>
    public const int Nearest = 5;

    /// <summary>How many years back an earlier case may lie: policy and criteria change.</summary>
    public const int Years = 3;

    public static readonly IReadOnlyList<LikeFact> Facts =
    [
        new(
            Code.Parse("pupils"),
            "Pupils on roll",
            "pupils",
            "twice as many",
            s => s.Pupils > 0 ? s.Pupils : null,
            (a, b) => Math.Log2(b / a)
        ),
        new(
            Code.Parse("free-meals"),
            "Eligible for free school meals",
            "per cent",
            "10 percentage points",
            s => s.FreeMeals,
            (a, b) => (b - a) / 10
        ),
        new(
            Code.Parse("grade"),
            "Ofsted's last headline grade",
            "grade, 1 to 4",
            "one grade",
            s => s.Grade,
            (a, b) => b - a
        ),
        new(
            Code.Parse("balance"),
            "Balance of the year as a share of income",
            "per cent",
            "10 percentage points",
            s => s.Balance,
            (a, b) => (b - a) / 10
        ),
        new(
            Code.Parse("kilometres"),
            "To the nearest school of the trust",
            "kilometres",
            "twice as far, 5 kilometres added to both",
            s => s.Kilometres,
            // Five kilometres more or less matter between 2 and 7, and not between 92 and 97.
            (a, b) => Math.Log2((b + 5) / (a + 5))
        ),
        new(
            Code.Parse("trust-schools"),
            "Schools of the trust",
            "schools",
            "twice as many",
            s => s.TrustSchools > 0 ? s.TrustSchools : null,
            (a, b) => Math.Log2(b / a)
        ),
    ];

    /// <summary>Each thing with both figures and the steps between them.</summary>
    public static IReadOnlyList<FactApart> Apart(SchoolThen one, SchoolThen other) =>
        [
            .. Facts.Select(f =>
                f.Of(one) is { } a && f.Of(other) is { } b
                    ? new FactApart(f, a, b, f.Steps(a, b))
                    : new FactApart(f, f.Of(one), f.Of(other), null)
            ),
        ];

    /// <summary>An earlier or other case beside one; null where they cannot be held beside each other.</summary>
    public static LikeCase? Beside(DecidedCase one, DecidedCase other)
    {
        if (one.Kind != other.Kind || one.Then.Phase != other.Then.Phase)
            return null;
        double sum = 0;
        var known = 0;
        foreach (var fact in Facts)
            if (fact.Of(one.Then) is { } a && fact.Of(other.Then) is { } b)
            {
                var steps = fact.Steps(a, b);
                sum += steps * steps;
                known++;
            }
        return known < LeastFacts ? null : new LikeCase(other, Math.Sqrt(sum / known), known);
    }

    /// <summary>The earlier cases most like one, the nearest first; of the same distance the later first.</summary>
    public static IReadOnlyList<LikeCase> EarlierThan(
        DecidedCase one,
        IEnumerable<DecidedCase> cases
    ) =>
        [
            .. cases
                .Where(c => c.On < one.On && c.On >= one.On.AddYears(-Years) && c.Ref != one.Ref)
                .Select(c => Beside(one, c))
                .OfType<LikeCase>()
                .OrderBy(l => l.Distance)
                .ThenByDescending(l => l.Case.On)
                .ThenBy(l => l.Case.Ref.ToString(), StringComparer.Ordinal)
                .Take(Nearest),
        ];

    /// <summary>"close", "fair" or "loose".</summary>
    public static string InWords(double distance) =>
        distance <= Close ? "close"
        : distance <= Like ? "fair"
        : "loose";
}
