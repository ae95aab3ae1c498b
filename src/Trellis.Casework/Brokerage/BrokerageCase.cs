using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Brokerage;

/// <summary>A case of brokerage: what is decided about one school, or several, and a trust. What is done in it step by step are its procedures; here is what holds for all of them.</summary>
/// <param name="Main">The procedure that gives the case its kind: "academy-order", "transfer-single-joins".</param>
/// <param name="Schools">Whom it is about.</param>
/// <param name="Body">Who was responsible for them when it was opened: a trust or a local authority.</param>
/// <param name="Authority">The local authority in whose area they lie.</param>
/// <param name="Region">The region whose director decides.</param>
/// <param name="Diocese">Of a church school, where the register of schools names it; null for others.</param>
/// <param name="OpenedBy">Who opened it: a region, or a school, trust or authority that states its own timeline.</param>
/// <param name="AdoptedOn">The day on which the region took it on; the day it was opened where the region opened it. Null while it is only stated.</param>
/// <param name="Officer">Who works on it; null where nobody does yet.</param>
/// <param name="Interests">Who has declared an interest in a party of it.</param>
/// <param name="Notes">What officers noted, for themselves.</param>
/// <remarks>What is decided, and what everybody may read, is in its procedures.</remarks>
public sealed record BrokerageCase(
    CaseRef Ref,
    ProcedureId Main,
    IReadOnlyList<Scope> Schools,
    Scope? Body,
    Scope? Authority,
    Scope Region,
    Scope? Diocese,
    DateOnly OpenedOn,
    Doer OpenedBy,
    DateOnly? AdoptedOn,
    PersonId? Officer,
    IReadOnlyList<DeclaredInterest> Interests,
    IReadOnlyList<CaseNote> Notes
) : Document
{
    /// <summary>The day on which it began; before <see cref="OpenedOn"/> for one that was under way already.</summary>
    public DateOnly BegunOn { get; init; }

    /// <summary>Whether a school of it has a religious character, so that it is not decided without consent; the register often says so and names no diocese.</summary>
    public bool HasFaith { get; init; }

    /// <summary>The days that were aimed at, in the order in which they were set; the newest of a kind is the one that holds.</summary>
    public IReadOnlyList<TargetDay> Targets { get; init; } = [];

    /// <summary>People to ring about it, for its officers.</summary>
    public IReadOnlyList<CaseContact> Contacts { get; init; } = [];

    /// <summary>Who asked for its papers though they are closed to them, once a day.</summary>
    public IReadOnlyList<TurnedAway> TurnedAway { get; init; } = [];

    public override string Key => Ref.ToString();

    public override IReadOnlyList<string> Involves =>
        [
            .. Schools
                .Append(Region)
                .Concat(new[] { Body, Authority, Diocese }.OfType<Scope>())
                .Select(s => s.ToString())
                .Concat(Officer is { } person ? [$"person:{person}"] : Array.Empty<string>())
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether a region works on it, and not only those who stated it.</summary>
    [JsonIgnore]
    public bool IsAdopted => AdoptedOn is not null;

    /// <summary>Whether somebody works on it for its region: an officer, or whoever decides.</summary>
    public bool IsWorkedOnBy(Actor by) =>
        by is Holder { As: { Role: Role.RegionOfficer or Role.DecisionMaker, Over: var over } }
        && over == Region;

    /// <summary>The interest that closes it to somebody; null where none does.</summary>
    public DeclaredInterest? InterestOf(PersonId person) =>
        Interests.FirstOrDefault(i => i.Person == person);

    /// <summary>The day that is aimed at now; null where none was ever set.</summary>
    public TargetDay? TargetOf(TargetKind kind) => Targets.LastOrDefault(t => t.Kind == kind);

    /// <summary>What its procedures have to know of it, but for each other.</summary>
    public CaseFacts FactsWith(IReadOnlyList<Sibling> siblings) =>
        new(siblings, IsAdopted ? [CaseFacts.Adopted] : [], [.. Interests.Select(i => i.Person)]);
}

/// <summary>That somebody has an interest in a party of a case, so that its papers are closed to them.</summary>
/// <param name="In">The party.</param>
/// <param name="Ended">The last day of what binds them to it; null where it goes on.</param>
public sealed record DeclaredInterest(
    PersonId Person,
    Scope In,
    DateOnly On,
    FreeText What,
    DateOnly? Ended = null
);

/// <summary>What an officer noted in a case; never public.</summary>
public sealed record CaseNote(PersonId By, DateOnly On, FreeText Words);

/// <summary>A day that a case aims at, and why it is another than before.</summary>
/// <param name="On">The day on which it was set.</param>
/// <param name="Why">Null where it is the first of its kind.</param>
public sealed record TargetDay(
    TargetKind Kind,
    DateOnly Day,
    DateOnly On,
    PersonId By,
    DelayReason? Why,
    FreeText Words
);

/// <summary>Somebody to ring about a case; a name is personal, so it is never public and is erased in time.</summary>
/// <param name="Number">Among those of the case, from 1; it is never given twice.</param>
/// <param name="For">For whom they speak.</param>
public sealed record CaseContact(
    int Number,
    Scope For,
    FreeText Name,
    FreeText Work,
    FreeText Reach,
    DateOnly On
);

/// <summary>That somebody asked for the papers of a case that are closed to them.</summary>
public sealed record TurnedAway(PersonId Person, DateOnly On);
