using Trellis.People;
using Trellis.Redactions;

namespace Trellis.Procedures;

/// <summary>What a step of one procedure of a case has to know of the case as a whole.</summary>
/// <param name="Siblings">The other procedures of the case, and where each stands.</param>
/// <param name="Known">What the case itself says, as codes: "adopted".</param>
/// <param name="Barred">Who has declared an interest, and therefore takes no step.</param>
public sealed record CaseFacts(
    IReadOnlyList<Sibling> Siblings,
    IReadOnlyList<Code> Known,
    IReadOnlyList<PersonId> Barred
)
{
    /// <summary>Of a procedure that stands by itself.</summary>
    public static readonly CaseFacts None = new([], [], []);

    /// <summary>What the other procedures of the case hide from the public, so that no step says it again.</summary>
    public IReadOnlyList<HiddenWords> Hidden { get; init; } = [];

    /// <summary>Of an invitation: that the trust holds a place for the school, or that it holds none.</summary>
    internal static readonly Code PlaceHeld = Code.Parse("place-held");

    /// <inheritdoc cref="PlaceHeld"/>
    internal static readonly Code PlaceFree = Code.Parse("place-free");

    /// <summary>Of a match: that the ranking of trusts it rests on is kept.</summary>
    internal static readonly Code RankingKept = Code.Parse("ranking-kept");

    /// <summary>Whether a region works on the case, so that its steps are no longer stated by others.</summary>
    public bool IsAdopted => Known.Contains(Adopted);

    internal static readonly Code Adopted = Code.Parse("adopted");
}

/// <summary>Another procedure of the same case.</summary>
/// <param name="At">The state it is in.</param>
public sealed record Sibling(ProcedureId Procedure, Code At);
