using Trellis.Groups;

namespace Trellis.Placements;

/// <summary>What due diligence on a school may find that a trust cannot carry.</summary>
public enum DueDiligence
{
    Building,
    PfiContract,
    Deficit,
}

/// <summary>What a trust says of itself, or nothing: no open file has it.</summary>
public sealed record TrustStatement
{
    /// <summary>How many schools more it takes; null where it has not said.</summary>
    public int? Places { get; init; }

    /// <summary>How many schools of <see cref="Placements.ChallengePoints.HardFrom"/> challenge points or more it can take this year; null where it has not said.</summary>
    public int? HardCasesLeft { get; init; }

    /// <summary>How far by car a school may be from its nearest own; null where it has not said.</summary>
    public int? MostMinutes { get; init; }

    /// <summary>How many challenge points it has left; null where it has not said.</summary>
    public int? ChallengePoints { get; init; }

    /// <summary>Its reserves as a share of a year's income; below 0 for a deficit, null where it has not said.</summary>
    public double? Reserves { get; init; }

    /// <summary>What it says it cannot carry, of what due diligence found; null where it has not said.</summary>
    public IReadOnlyList<DueDiligence>? CannotCarry { get; init; }
}

/// <summary>What is asked for one school beside what the files say. All of it may be left out.</summary>
public sealed record MatchQuestion
{
    public const double UsualMostMinutes = 90;

    /// <summary>A trust whose nearest school is farther by car is left out.</summary>
    public double MostMinutes { get; init; } = UsualMostMinutes;

    /// <summary>Whether a trust without a school of the phase is left out; else it is only valued less.</summary>
    public bool SamePhaseOnly { get; init; }

    /// <summary>A trust that grows faster a year is left out, as a share: .5 for half as many schools again; null leaves none out for that.</summary>
    /// <remarks>Null as long as nobody asks: the register cannot tell a trust that grows by the plan of a diocese from one that grows too fast. The brake takes off the value in any case.</remarks>
    public double? MostYearlyGrowth { get; init; }

    /// <summary>The school's challenge points, 1 to 5; null where they are not known.</summary>
    public int? Challenge { get; init; }

    /// <summary>What trusts say of themselves.</summary>
    public IReadOnlyDictionary<Uid, TrustStatement> Statements { get; init; } =
        new Dictionary<Uid, TrustStatement>();

    /// <summary>The trusts the school wishes for, first choice first; empty where it stated none.</summary>
    public IReadOnlyList<Uid> Preferences { get; init; } = [];

    /// <summary>The share in favour, 0 to 1, in a consultation on joining a trust.</summary>
    public IReadOnlyDictionary<Uid, double> Consultations { get; init; } =
        new Dictionary<Uid, double>();

    /// <summary>By which criteria; the newest version where none is named.</summary>
    public Criteria Criteria { get; init; } = Criteria.Current;

    /// <summary>How many of the ranked are worded out.</summary>
    public int Top { get; init; } = 10;
}
