using Trellis.Measures;
using Trellis.Schools;
using Trellis.Travel;

namespace Trellis.SimilarSchools;

/// <summary>An answer, or the reason there is none.</summary>
public abstract record SimilarReply;

/// <param name="Code">For programs: "no-such-school", "not-compared", "method-not-for-peers", "too-little-known".</param>
/// <param name="Sentence">For people.</param>
public sealed record NoSimilarAnswer(string Code, string Sentence) : SimilarReply;

/// <summary>A school's most similar schools, with everything needed to work them out again.</summary>
/// <param name="Neighbours">Nearest first; fewer than asked where fewer pass the filter.</param>
/// <param name="Own">The school's own figures, a variable each, in the order of the method.</param>
/// <param name="Close">How many of the neighbours are close.</param>
/// <param name="Fair">How many are fair.</param>
/// <param name="Loose">How many are loose.</param>
/// <param name="Unusual">In what the school is unusual among its peers, most unusual first.</param>
/// <param name="Compared">How many schools of the kind were compared, before the filter, the school itself not counted.</param>
public sealed record SimilarAnswer(
    School School,
    SimilarMethod Method,
    string SnapshotId,
    Peers Peers,
    IReadOnlyList<SimilarSchool> Neighbours,
    IReadOnlyList<OwnFigure> Own,
    int Close,
    int Fair,
    int Loose,
    IReadOnlyList<Unusual> Unusual,
    int Compared,
    ClosenessLimits Limits
) : SimilarReply
{
    /// <summary>"Only 4 of these 50 are close" where fewer than ten are; empty otherwise.</summary>
    public string Warning =>
        Close >= 10 || Close == Neighbours.Count ? ""
        : Close == 0
            ? $"None of these {Neighbours.Count} is close: the school has no near counterpart, and these are the nearest there are."
        : $"Only {Close} of these {Neighbours.Count} {(Close == 1 ? "is" : "are")} close.";
}

/// <summary>A figure of the school that asks, as the method reads it.</summary>
/// <param name="Figure">Null where nothing says it.</param>
/// <param name="Year">The year of the figure; null where there is none.</param>
/// <param name="YearLabel">"2023/24", or "2015" where the measure's years are calendar years; empty where there is none.</param>
/// <param name="Reading">How it was read, and whether it is composed; null where there is none.</param>
/// <param name="Coefficient">c of the variable's squared difference.</param>
public sealed record OwnFigure(
    Variable Variable,
    double? Figure,
    Year? Year,
    string YearLabel,
    Reading? Reading,
    double Coefficient
);

/// <summary>One school like another, and why.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="Kilometres">In a straight line; null where a place is not known.</param>
/// <param name="Contributions">In the order of the method's variables. Those that are known sum to the squared distance.</param>
/// <param name="Known">Over how many variables the two were compared.</param>
/// <param name="Of">How many variables the method has.</param>
public sealed record SimilarSchool(
    School School,
    int Rank,
    double Distance,
    Closeness Closeness,
    double? Kilometres,
    IReadOnlyList<Contribution> Contributions,
    int Known,
    int Of
)
{
    /// <summary>How long it takes to get there; null where that was not asked.</summary>
    public Journey? Journey { get; init; }

    /// <summary>"based on 7 of 9"; empty where all are known.</summary>
    public string Based => Known == Of ? "" : $"based on {Known} of {Of}";

    /// <summary>"like you in disadvantage (47 % / 45 %), size; differs in English as an additional language (12 % / 31 %)".</summary>
    public string Words => LikenessWords.Of(Contributions);
}

/// <summary>What one variable adds to a squared distance.</summary>
/// <param name="Own">The figure of the school that asks, as a person reads it; null where not known.</param>
/// <param name="Other">That of its neighbour.</param>
/// <param name="Squared">What it adds to d², partial distances rescaled; null where either figure is not known.</param>
/// <param name="Deviations">The difference in standard deviations of the population, other less own; null where either is not known or nothing varies.</param>
public sealed record Contribution(
    Variable Variable,
    double? Own,
    double? Other,
    double? Squared,
    double? Deviations
);

/// <summary>Something in which a school stands out among its peers.</summary>
/// <param name="ShareBelow">The share of peers with a lower figure, 0 to 1: at most .05 or at least .95.</param>
public sealed record Unusual(Variable Variable, double Figure, double ShareBelow)
{
    /// <summary>"English as an additional language: 71 %, higher than 97 % of primary schools"; a place on a learned axis is that share already.</summary>
    public string Words(Peers peers)
    {
        var low = ShareBelow < .5;
        var share = Math.Floor(100 * (low ? 1 - ShareBelow : ShareBelow));
        var figure = Variable.Axis.Length > 0 ? "" : $" {Variable.Show(Figure)},";
        return $"{Variable.Label}:{figure} {(low ? "lower" : "higher")} than {share} % of {peers.Words()}";
    }
}

/// <summary>A school that has the asked one in its own list.</summary>
/// <param name="Rank">The place of the asked school in that list, from 1.</param>
public sealed record NamedBy(School School, int Rank, double Distance, Closeness Closeness);

/// <summary>Contributions as a sentence.</summary>
public static class LikenessWords
{
    /// <summary>Up to this many standard deviations apart two figures are called alike.</summary>
    public const double Alike = .35;

    /// <summary>From this many they are called different.</summary>
    public const double Different = .8;

    /// <summary>What two schools share, the weightiest three, and in what they differ, the two that add most; empty where they are neither alike nor different in anything.</summary>
    public static string Of(IReadOnlyList<Contribution> contributions)
    {
        var like = contributions
            .Where(c => !c.Variable.IsPlace && c.Deviations is { } d && Math.Abs(d) <= Alike)
            // What can be read in a file comes before what was learned from it.
            .OrderBy(c => c.Variable.Axis.Length > 0)
            .ThenByDescending(c => c.Variable.Weight)
            .Take(3)
            .ToList();
        var unlike = contributions
            .Where(c => !c.Variable.IsPlace && c.Deviations is { } d && Math.Abs(d) >= Different)
            .OrderByDescending(c => c.Squared)
            .Take(2)
            .ToList();
        var words = like.Count > 0 ? "like you in " + string.Join(", ", like.Select(Pair)) : "";
        if (unlike.Count > 0)
            words +=
                (words.Length > 0 ? "; " : "")
                + "differs in "
                + string.Join(", ", unlike.Select(Pair));
        return words;
    }

    private static string Pair(Contribution c) =>
        $"{c.Variable.Label} ({c.Variable.Show(c.Own!.Value)} / {c.Variable.Show(c.Other!.Value)})";
}
