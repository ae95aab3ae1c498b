namespace Trellis.Schools;

/// <summary>A continuing school through its URNs, oldest first, chained only along one-to-one successor links.</summary>
/// <remarks>
/// Merged, amalgamated and split links end and begin schools; "Other" and sixth-form links never chain. Most schools
/// have one URN; a school that became an academy has two.
/// </remarks>
/// <param name="Urns">At least one, in order of succession.</param>
/// <param name="Current">
/// The last of the chain: the school's present, or final, entry in the register, with name and place carried on from the
/// entry before where the newest states none.
/// </param>
public sealed record School(IReadOnlyList<Urn> Urns, Establishment Current)
{
    public Urn Urn => Current.Urn;

    /// <summary>Whether name, place, authority or phase are those of an earlier entry.</summary>
    public bool IsCarried { get; init; }

    public string Name => Current.DisplayName;

    public bool IsOpen => Current.IsOpen;
}

/// <summary>What one establishment is to another, as the register's links file states it.</summary>
public enum LinkKind
{
    Successor,
    Predecessor,
    SuccessorMerged,
    PredecessorMerged,
    SuccessorSplit,
    PredecessorSplit,
    SixthForm,
    Other,
}

/// <summary>A link the register states: <paramref name="To"/> is the <paramref name="Kind"/> of <paramref name="From"/>.</summary>
/// <param name="Established">The date stated for it, or null. About two thirds are within a day of the true date.</param>
/// <param name="Words">The register's own words, as "Predecessor - merged".</param>
public sealed record Link(Urn From, Urn To, LinkKind Kind, DateOnly? Established, string Words);
