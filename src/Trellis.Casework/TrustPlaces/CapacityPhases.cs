using Trellis.Placements;

namespace Trellis.TrustPlaces;

/// <summary>The phases by which places are counted, and what they are called.</summary>
public static class CapacityPhases
{
    /// <summary>In the order of forms and tables.</summary>
    public static readonly IReadOnlyList<Provision> All =
    [
        Provision.Primary,
        Provision.Secondary,
        Provision.Special,
        Provision.Alternative,
    ];

    /// <summary>"primary schools".</summary>
    public static string InWords(this Provision phase) =>
        phase switch
        {
            Provision.Primary => "primary schools",
            Provision.Secondary => "secondary schools",
            Provision.Special => "special schools",
            Provision.Alternative => "alternative provision",
            _ => "schools of any phase",
        };
}
