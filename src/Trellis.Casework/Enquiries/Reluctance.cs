namespace Trellis.Enquiries;

/// <summary>Why a party does not want to, or not yet. The codes are those a watchdog would count; words may stand beside them.</summary>
public enum Reluctance
{
    NoTime,
    NoNeed,
    Distance,
    Competition,
    Cost,
    PreviousExperience,
    PrefersAnother,
    Other,
}

/// <summary>How the reasons are called.</summary>
public static class Reluctances
{
    /// <summary>"no time".</summary>
    public static string InWords(this Reluctance reason) =>
        reason switch
        {
            Reluctance.NoTime => "no time",
            Reluctance.NoNeed => "no need of it",
            Reluctance.Distance => "too far away",
            Reluctance.Competition => "the schools compete for pupils",
            Reluctance.Cost => "it costs too much",
            Reluctance.PreviousExperience => "earlier experience",
            Reluctance.PrefersAnother => "another partner is preferred",
            _ => "another reason",
        };
}
