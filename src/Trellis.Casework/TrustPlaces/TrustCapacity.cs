using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;

namespace Trellis.TrustPlaces;

/// <summary>How many schools a trust could take, as it states it, and which places are promised.</summary>
/// <param name="Trust">Whose: "trust:2044".</param>
/// <param name="Terms">What it stated last, less the places of schools that have joined since.</param>
/// <param name="StatedOn">The day on which it did.</param>
/// <param name="Earlier">What it stated before, oldest first.</param>
/// <param name="Places">Every place that was ever promised, oldest first.</param>
public sealed record TrustCapacity(
    Scope Trust,
    CapacityTerms Terms,
    DateOnly StatedOn,
    IReadOnlyList<EarlierTerms> Earlier,
    IReadOnlyList<HeldPlace> Places
) : Document
{
    public override string Key => Trust.ToString();

    public override IReadOnlyList<string> Involves => [Trust.ToString()];

    /// <summary>The place that an invitation holds; null where it holds none.</summary>
    public HeldPlace? HeldBy(CaseId invitation) =>
        Places.FirstOrDefault(p => p.Invitation == invitation && p.Ended is null);

    /// <summary>How many places are promised now, in one phase or in all.</summary>
    /// <param name="phase">Null for all.</param>
    public int Held(Provision? phase = null) =>
        Places.Count(p => p.Ended is null && (phase is null || p.Phase == phase));

    /// <summary>How many schools more it can promise a place in a phase; never below 0.</summary>
    public int FreeFor(Provision phase) =>
        Math.Max(0, Math.Min(Terms.PlacesFor(phase) - Held(phase), Terms.InAll - Held()));

    /// <summary>The phase in which a school would have its place: of an all-through school the one with more room; null where none of its phases is known.</summary>
    public Provision? PhaseOf(Provision teaches) =>
        CapacityPhases
            .All.Where(p => (teaches & p) != Provision.None)
            .OrderByDescending(FreeFor)
            .Select(p => (Provision?)p)
            .FirstOrDefault();

    /// <summary>How many hard cases more it can promise a place on a day: those of the twelve months before count, but for places that were given back.</summary>
    /// <returns>Null where it states no limit.</returns>
    public int? HardCasesLeft(DateOnly today) =>
        Terms.HardCasesAYear is { } most
            ? Math.Max(
                0,
                most
                    - Places.Count(p =>
                        p.Hard && p.On > today.AddYears(-1) && p.Ended is null or { Joined: true }
                    )
            )
            : null;

    /// <summary>Whether what it states holds on a day.</summary>
    public bool HoldsOn(DateOnly day) =>
        Terms.From <= day && (Terms.Until is not { } last || day <= last);

    /// <summary>Why it cannot promise a place now; null where it can.</summary>
    public Refusal? NoRoom(Provision phase, bool hard, DateOnly today) =>
        !HoldsOn(today)
            ? new Refusal(
                "capacity-not-now",
                $"The places you stated hold from {Spans.InWords(Terms.From)}{(Terms.Until is { } last ? $" until {Spans.InWords(last)}" : "")}. State them anew first."
            )
        : FreeFor(phase) == 0
            ? new Refusal(
                "no-place-left",
                $"You stated {Terms.PlacesFor(phase):N0} places for {phase.InWords()} and {Terms.InAll:N0} in all, and all that are left are promised. State more places first, or give one back."
            )
        : hard && HardCasesLeft(today) == 0
            ? new Refusal(
                "no-hard-case-left",
                $"You stated {Terms.HardCasesAYear:N0} hard cases a year, and have promised them. State more first."
            )
        : null;

    /// <summary>What it says to the ranking of trusts for a school.</summary>
    /// <param name="teaches">What the school teaches.</param>
    /// <returns>Null where it says nothing that holds on that day.</returns>
    public TrustStatement? For(Provision teaches, DateOnly today) =>
        !HoldsOn(today)
            ? null
            : new TrustStatement
            {
                Places = PhaseOf(teaches) is { } phase
                    ? FreeFor(phase)
                    : Math.Max(0, Terms.InAll - Held()),
                HardCasesLeft = HardCasesLeft(today),
                MostMinutes = Terms.MostMinutes,
            };

    /// <summary>Whether more is promised than was stated; no act leads there.</summary>
    [JsonIgnore]
    public bool IsExceeded =>
        Held() > Terms.InAll || CapacityPhases.All.Any(p => Held(p) > Terms.PlacesFor(p));
}

/// <summary>What a trust stated before.</summary>
public sealed record EarlierTerms(CapacityTerms Terms, DateOnly On);

/// <summary>A place that a trust promised to a school.</summary>
/// <param name="Invitation">The invitation by which it was asked for.</param>
/// <param name="Of">The case of which that is a part.</param>
/// <param name="Region">Whose officers may give it back.</param>
/// <param name="Hard">Whether the school is owed so much help that it counts as a hard case.</param>
/// <param name="Ended">Null while it is held.</param>
public sealed record HeldPlace(
    CaseId Invitation,
    CaseRef Of,
    Scope School,
    Scope Region,
    Provision Phase,
    bool Hard,
    DateOnly On,
    PlaceEnd? Ended
);

/// <summary>How a place ceased to be held.</summary>
/// <param name="Joined">Whether the school has joined; else it is free again.</param>
public sealed record PlaceEnd(DateOnly On, bool Joined);
