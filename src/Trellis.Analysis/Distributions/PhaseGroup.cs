using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Distributions;

/// <summary>The state-funded schools a school's figures are seen among.</summary>
public enum PhaseGroup
{
    Nursery,

    /// <summary>Middle deemed primary too.</summary>
    Primary,

    /// <summary>Middle deemed secondary and all-through too.</summary>
    Secondary,

    /// <summary>Sixth-form centres and colleges.</summary>
    SixteenPlus,
    Special,

    /// <summary>Pupil referral units and alternative provision academies.</summary>
    Alternative,
}

public static class PhaseGroups
{
    /// <summary>The group an establishment is counted in; null where it is not state-funded, no school, or the register says too little.</summary>
    public static PhaseGroup? Counted(Establishment establishment) =>
        establishment.TypeGroup.Trim().ToUpperInvariant()
            is "LOCAL AUTHORITY MAINTAINED SCHOOLS"
                or "ACADEMIES"
                or "FREE SCHOOLS"
                or "SPECIAL SCHOOLS"
                or "COLLEGES"
            ? ByPhase(establishment)
            : null;

    /// <summary>The entry that says what kind of school it is: the newest of its chain that names a type, else the present one.</summary>
    /// <remarks>The register may list the academy a school became before it says more of it than its number.</remarks>
    public static Establishment Stated(Snapshot snapshot, School school)
    {
        for (var i = school.Urns.Count - 1; i >= 0; i--)
            if (snapshot.Find(school.Urns[i]) is { TypeGroup.Length: > 0 } stated)
                return stated;
        return school.Current;
    }

    /// <summary>The group whose figures a school is shown beside: an independent one is shown beside the state-funded schools of its phase.</summary>
    /// <param name="measure">A measure of one phase is compared in that phase: an all-through school's key stage 2 with primary schools.</param>
    public static PhaseGroup? Beside(Establishment establishment, Measure measure)
    {
        var own = ByPhase(establishment);
        return own is PhaseGroup.Special or PhaseGroup.Alternative or PhaseGroup.SixteenPlus
            ? own
            : measure.Phases switch
            {
                "primary" => PhaseGroup.Primary,
                "secondary" => PhaseGroup.Secondary,
                "post16" => PhaseGroup.Secondary,
                _ => own,
            };
    }

    private static PhaseGroup? ByPhase(Establishment establishment)
    {
        var type = establishment.Type;
        if (type.Contains("special", StringComparison.OrdinalIgnoreCase))
            return PhaseGroup.Special;
        if (
            type.Contains("referral", StringComparison.OrdinalIgnoreCase)
            || type.Contains("alternative provision", StringComparison.OrdinalIgnoreCase)
        )
            return PhaseGroup.Alternative;
        return establishment.Phase switch
        {
            Phase.Nursery => PhaseGroup.Nursery,
            Phase.Primary or Phase.MiddleDeemedPrimary => PhaseGroup.Primary,
            Phase.Secondary or Phase.MiddleDeemedSecondary or Phase.AllThrough =>
                PhaseGroup.Secondary,
            Phase.SixteenPlus => PhaseGroup.SixteenPlus,
            _ => null,
        };
    }

    /// <summary>"state-funded primary schools".</summary>
    public static string Words(this PhaseGroup group) =>
        group switch
        {
            PhaseGroup.Nursery => "state-funded nursery schools",
            PhaseGroup.Primary => "state-funded primary schools",
            PhaseGroup.Secondary => "state-funded secondary schools",
            PhaseGroup.SixteenPlus => "sixth-form centres and colleges",
            PhaseGroup.Special => "state-funded special schools",
            _ => "pupil referral units and alternative provision",
        };
}
