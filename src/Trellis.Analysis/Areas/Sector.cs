using Trellis.Schools;

namespace Trellis.Areas;

/// <summary>Who pays for and answers for a school, read from the register's type.</summary>
public enum Sector
{
    /// <summary>Community, voluntary, foundation, nursery and special schools and referral units of a local authority.</summary>
    Maintained,

    /// <summary>Academies and free schools, studio schools and university technical colleges with them.</summary>
    Academy,

    /// <summary>Independent schools, and special schools that are not maintained.</summary>
    Independent,
    College,

    /// <summary>Any other type the register states.</summary>
    Other,

    /// <summary>The files do not say what type it is.</summary>
    NotStated,
}

public static class Sectors
{
    public static readonly IReadOnlyList<Sector> All = Enum.GetValues<Sector>();

    public static Sector Of(Establishment establishment) =>
        establishment.TypeGroup switch
        {
            "Local authority maintained schools" => Sector.Maintained,
            "Academies" or "Free Schools" => Sector.Academy,
            "Independent schools" => Sector.Independent,
            "Special schools" => establishment.Type
                is "Community special school"
                    or "Foundation special school"
                ? Sector.Maintained
                : Sector.Independent,
            "Colleges" => Sector.College,
            "" => establishment.Type.Length == 0 ? Sector.NotStated : Sector.Other,
            _ => Sector.Other,
        };

    /// <summary>Whether the state pays for it through an authority or a trust; colleges are counted apart.</summary>
    public static bool IsStateFunded(this Sector sector) =>
        sector is Sector.Maintained or Sector.Academy;

    public static bool IsChildrensCentre(Establishment establishment) =>
        establishment.Type.StartsWith("Children's centre", StringComparison.OrdinalIgnoreCase)
        || establishment.TypeGroup.StartsWith(
            "Children's centre",
            StringComparison.OrdinalIgnoreCase
        );

    public static string Words(this Sector sector) =>
        sector switch
        {
            Sector.Maintained => "Local authority maintained",
            Sector.Academy => "Academies and free schools",
            Sector.Independent => "Independent and non-maintained",
            Sector.College => "Colleges",
            Sector.Other => "Other types",
            _ => "Type not stated",
        };
}

/// <summary>The phases as tables of areas call them.</summary>
public static class PhaseRows
{
    public static readonly IReadOnlyList<Phase> All =
    [
        Phase.Nursery,
        Phase.Primary,
        Phase.MiddleDeemedPrimary,
        Phase.MiddleDeemedSecondary,
        Phase.Secondary,
        Phase.AllThrough,
        Phase.SixteenPlus,
        Phase.NotApplicable,
        Phase.NotKnown,
    ];

    public static string Words(Phase phase) =>
        phase switch
        {
            Phase.Nursery => "Nursery",
            Phase.Primary => "Primary",
            Phase.MiddleDeemedPrimary => "Middle deemed primary",
            Phase.MiddleDeemedSecondary => "Middle deemed secondary",
            Phase.Secondary => "Secondary",
            Phase.AllThrough => "All-through",
            Phase.SixteenPlus => "16 plus",
            Phase.NotApplicable => "Special, alternative and others without a phase",
            _ => "Phase not stated",
        };
}
