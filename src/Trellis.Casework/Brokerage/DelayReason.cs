namespace Trellis.Brokerage;

/// <summary>Why a day that a case aims at was moved: the Department's own list, as its service for conversions and transfers has it in March 2026.</summary>
public enum DelayReason
{
    IncomingTrust,
    OutgoingTrust,
    School,
    LocalAuthority,
    Diocese,
    StaffTransfer,
    Pensions,
    Union,
    NegativePress,
    Governance,
    Finance,
    Viability,
    Land,
    Buildings,
    LegalDocuments,
    TransferAgreement,
    ConditionsNotMet,
    VoluntaryDeferral,
    InFederation,
    CorrectingError,
    FasterThanExpected,
}

/// <summary>The reasons in words.</summary>
public static class DelayReasons
{
    public static readonly IReadOnlyList<DelayReason> All = Enum.GetValues<DelayReason>();

    /// <summary>"the diocese".</summary>
    public static string InWords(this DelayReason reason) =>
        reason switch
        {
            DelayReason.IncomingTrust => "the incoming trust",
            DelayReason.OutgoingTrust => "the outgoing trust",
            DelayReason.School => "the school or academy",
            DelayReason.LocalAuthority => "the local authority",
            DelayReason.Diocese => "the diocese",
            DelayReason.StaffTransfer => "the transfer of staff (TUPE)",
            DelayReason.Pensions => "pensions",
            DelayReason.Union => "a union",
            DelayReason.NegativePress => "negative press",
            DelayReason.Governance => "governance",
            DelayReason.Finance => "finance",
            DelayReason.Viability => "viability",
            DelayReason.Land => "land",
            DelayReason.Buildings => "buildings",
            DelayReason.LegalDocuments => "legal documents",
            DelayReason.TransferAgreement => "the commercial transfer agreement",
            DelayReason.ConditionsNotMet => "conditions of the advisory board are not met",
            DelayReason.VoluntaryDeferral => "a voluntary deferral",
            DelayReason.InFederation => "the school is in a federation",
            DelayReason.CorrectingError => "correcting an error",
            DelayReason.FasterThanExpected => "it goes faster than expected",
            _ => Journal.Naming.Of(reason.ToString()),
        };
}
