namespace Trellis.SimilarSchools;

/// <summary>A measure and what it is multiplied by before it is added to the others of a reading.</summary>
public readonly record struct Term(string Measure, double Factor = 1);

/// <summary>One way to get a variable's figure: measures of one year, multiplied and added; perhaps divided by another, perhaps put on another scale.</summary>
/// <param name="Terms">All must have a figure of the same year.</param>
/// <param name="Words">What the figure is, for the page: "as DfE published it for its 2026 groups", "pupils on free school meals in the last six years".</param>
public sealed record Reading(IReadOnlyList<Term> Terms, string Words)
{
    /// <summary>The measure the sum is divided by, of the same year; empty for none.</summary>
    public string Per { get; init; } = "";

    /// <summary>
    /// Where set, the figures are put on the scale of a published variable: moved and stretched so that the population's
    /// mean and standard deviation become these. For a stand-in counted in another unit.
    /// </summary>
    public (double Mean, double StandardDeviation)? Onto { get; init; }

    /// <summary>Where set, the figure is the mean of several years, each first drawn towards the mean of all schools as far as it is chance; null for the figure of one year as published.</summary>
    public Smoothing? Smoothed { get; init; }

    /// <summary>Whether we made the figure up from others, or took one thing for another: pages say so and never call it the Department's.</summary>
    public bool Composed { get; init; }

    /// <summary>Whose figures may be read so; empty for all. A key stage 2 figure of an all-through school says nothing of its secondary pupils.</summary>
    public IReadOnlyList<Peers> For { get; init; } = [];

    /// <summary>What tells one reading from another: two readings with one key give the same figures.</summary>
    public string Key =>
        string.Join('+', Terms.Select(t => $"{t.Factor:R}*{t.Measure}"))
        + (Per.Length > 0 ? "/" + Per : "")
        + (Onto is { } onto ? $"@{onto.Mean:R},{onto.StandardDeviation:R}" : "")
        + (Smoothed is { } s ? $"~{s.Years},{s.Pupils},{s.BetweenPupils:R}" : "");

    /// <summary>A measure as it stands.</summary>
    public static Reading Of(string measure, string words) => new([new Term(measure)], words);

    /// <summary>A measure that stands in for the published variable.</summary>
    public static Reading InPlaceOf(string measure, string words) =>
        new([new Term(measure)], words) { Composed = true };
}

/// <summary>How a figure is made steady over years.</summary>
/// <param name="Years">How many of the last years with figures are taken together.</param>
/// <param name="Pupils">The measure that says how many pupils are behind a figure; empty for a figure without chance in it, as a number of pupils.</param>
/// <param name="BetweenPupils">The standard deviation between the pupils of a school where the figure is their mean; 0 where it is a percentage, whose own law gives it.</param>
public sealed record Smoothing(int Years, string Pupils, double BetweenPupils = 0);
