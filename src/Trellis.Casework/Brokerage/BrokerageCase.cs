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
/// <param name="Diocese">Of a church school; null for others.</param>
/// <param name="OpenedBy">Who opened it: a region, or a school, trust or authority that states its own timeline.</param>
/// <param name="AdoptedOn">The day on which the region took it on; the day it was opened where the region opened it. Null while it is only stated.</param>
/// <param name="Officer">Who works on it; null where nobody does yet.</param>
/// <param name="Interests">Who has declared an interest in a party of it.</param>
/// <param name="Notes">What officers noted, for themselves.</param>
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

    /// <summary>What its procedures have to know of it, but for each other.</summary>
    public CaseFacts FactsWith(IReadOnlyList<Sibling> siblings) =>
        new(siblings, IsAdopted ? [Adopted] : [], [.. Interests.Select(i => i.Person)]);

    private static readonly Code Adopted = Code.Parse("adopted");
}

/// <summary>That somebody has an interest in a party of a case, so that its papers are closed to them.</summary>
/// <param name="In">The party.</param>
public sealed record DeclaredInterest(PersonId Person, Scope In, DateOnly On, FreeText What);

/// <summary>What an officer noted in a case; never public.</summary>
public sealed record CaseNote(PersonId By, DateOnly On, FreeText Words);
