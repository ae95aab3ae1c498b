using Trellis.Journal;
using Trellis.Placements;

namespace Trellis.TrustPlaces;

/// <summary>What a trust would need to say yes to a school that is hard to take.</summary>
public enum CapacityNeed
{
    Grant,
    Debt,
    Works,
    People,
}

/// <summary>What a trust states of how many schools it could take, and may state anew.</summary>
/// <param name="Primary">How many more schools of the phase it could take, beside those that joined before this was stated; 0 for none.</param>
/// <param name="InAll">How many of them at most, over all phases.</param>
/// <param name="DaysATerm">How many days of help a term it could give a school that waits for a trust; null where nothing is said.</param>
/// <param name="MostMinutes">How far by car a school may be from its nearest own; null where nothing is said.</param>
/// <param name="HardCasesAYear">How many schools that are owed much help (<see cref="ChallengePoints.HardFrom"/> points or more) it can take within twelve months; null where nothing is said.</param>
/// <param name="From">The first day on which a school can be promised a place.</param>
/// <param name="Until">The last one; null where no end is known.</param>
/// <param name="Words">What it is good at, in its own words; public.</param>
/// <param name="Needs">What it would need to say yes to a school that is hard to take; public.</param>
/// <param name="NeedWords">How much and for what; read by the regions alone.</param>
/// <param name="MayBeNamed">Whether the public register of failed matches may name it where a match fails; asked again each time.</param>
public sealed record CapacityTerms(
    int Primary,
    int Secondary,
    int Special,
    int Alternative,
    int InAll,
    int? DaysATerm,
    int? MostMinutes,
    int? HardCasesAYear,
    DateOnly From,
    DateOnly? Until,
    FreeText Words,
    IReadOnlyList<CapacityNeed> Needs,
    FreeText NeedWords,
    bool MayBeNamed
)
{
    public const int MostPlaces = 50;
    public const int MostDaysATerm = 200;
    public const int LongestWords = 1000;

    /// <summary>How many places are stated for one phase.</summary>
    /// <exception cref="ArgumentException">It is not one phase.</exception>
    public int PlacesFor(Provision phase) =>
        phase switch
        {
            Provision.Primary => Primary,
            Provision.Secondary => Secondary,
            Provision.Special => Special,
            Provision.Alternative => Alternative,
            _ => throw new ArgumentException($"{phase} is not one phase.", nameof(phase)),
        };

    /// <summary>The same with one place fewer, because a school has joined.</summary>
    internal CapacityTerms WithoutOne(Provision phase)
    {
        return this with
        {
            Primary = Fewer(Primary, Provision.Primary),
            Secondary = Fewer(Secondary, Provision.Secondary),
            Special = Fewer(Special, Provision.Special),
            Alternative = Fewer(Alternative, Provision.Alternative),
            InAll = Math.Max(0, InAll - 1),
        };

        int Fewer(int places, Provision of) => of == phase ? Math.Max(0, places - 1) : places;
    }

    /// <summary>Why nobody can state this; null where it is fit.</summary>
    public Refusal? Misfit(DateOnly today)
    {
        foreach (var phase in CapacityPhases.All)
            if (PlacesFor(phase) is < 0 or > MostPlaces)
                return new Refusal(
                    "places-unfit",
                    $"Enter places for {phase.InWords()} as a whole number from 0 to {MostPlaces}."
                );
        if (InAll is < 0 or > MostPlaces)
            return new Refusal(
                "in-all-unfit",
                $"Enter places in all as a whole number from 0 to {MostPlaces}."
            );
        if (InAll > CapacityPhases.All.Sum(PlacesFor))
            return new Refusal(
                "in-all-unfit",
                "Places in all cannot be more than those of the phases together."
            );
        if (DaysATerm is < 0 or > MostDaysATerm)
            return new Refusal(
                "days-unfit",
                $"Enter days of help in a term as a whole number from 0 to {MostDaysATerm}."
            );
        if (MostMinutes is < 5 or > 240)
            return new Refusal("minutes-unfit", "Enter minutes by car from 5 to 240.");
        if (HardCasesAYear is < 0 or > MostPlaces)
            return new Refusal(
                "hard-unfit",
                $"Enter hard cases a year as a whole number from 0 to {MostPlaces}."
            );
        if (From < today.AddYears(-5) || From > today.AddYears(2))
            return new Refusal("from-unfit", "Enter a first day within the next two years.");
        if (Until < From || Until < today)
            return new Refusal(
                "until-unfit",
                "The last day cannot lie before the first, or today."
            );
        return Words.Misfit("what you are good at", LongestWords, "words")
            ?? NeedWords.Misfit("what you would need", LongestWords, "need");
    }

    /// <summary>The same, its words as they are kept.</summary>
    public CapacityTerms Tidy() =>
        this with
        {
            Words = Words.Kept(),
            NeedWords = NeedWords.Kept(),
            Needs = [.. Needs.Distinct().Order()],
        };

    /// <summary>Whether two say the same: lists are compared by what is in them.</summary>
    public bool Says(CapacityTerms other) =>
        Needs.SequenceEqual(other.Needs) && this == other with { Needs = Needs };
}
