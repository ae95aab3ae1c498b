namespace Trellis.Schools;

/// <summary>The phase of education as the register states it, with special and alternative provision set apart.</summary>
public enum Phase
{
    /// <summary>The register does not say.</summary>
    NotKnown,
    Nursery,
    Primary,
    MiddleDeemedPrimary,
    MiddleDeemedSecondary,
    Secondary,
    AllThrough,
    SixteenPlus,

    /// <summary>No phase applies: special schools, alternative provision, children's centres.</summary>
    NotApplicable,
}

/// <summary>Whether an establishment is open, as the newest register file states it.</summary>
public enum Status
{
    NotKnown,
    ProposedToOpen,
    Open,
    ProposedToClose,
    Closed,
}
