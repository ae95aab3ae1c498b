using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Search;

/// <summary>What the facets call things, in the order they are shown.</summary>
internal static class Words
{
    public static readonly string[] Kinds =
    [
        "School",
        "Children's centre",
        "Trust",
        "Federation",
        "Sponsor",
        "Other group",
        "Local authority",
        "Region",
    ];

    public static readonly string[] States = ["Open", "Proposed to open", "Closed", "Not known"];

    public static readonly string[] Settings = ["Rural", "Urban"];

    public static readonly string[] InTrust = ["In a trust", "Not in a trust"];

    public static readonly (Phase Phase, string Label)[] Phases =
    [
        (Phase.Nursery, "Nursery"),
        (Phase.Primary, "Primary"),
        (Phase.MiddleDeemedPrimary, "Middle deemed primary"),
        (Phase.MiddleDeemedSecondary, "Middle deemed secondary"),
        (Phase.Secondary, "Secondary"),
        (Phase.AllThrough, "All-through"),
        (Phase.SixteenPlus, "16 plus"),
        (Phase.NotApplicable, "Not applicable"),
    ];

    public static string Of(Phase phase) => Array.Find(Phases, p => p.Phase == phase).Label ?? "";

    public static string Of(Status status) =>
        status switch
        {
            Status.Open or Status.ProposedToClose => States[0],
            Status.ProposedToOpen => States[1],
            Status.Closed => States[2],
            _ => States[3],
        };

    public static string Of(Group group) =>
        group.IsAcademyTrust ? Kinds[2]
        : group.Type is GroupType.Federation ? Kinds[3]
        : group.Type is GroupType.SchoolSponsor ? Kinds[4]
        : Kinds[5];

    /// <summary>The register writes both "None" and "Does not apply" for a school of no religious character.</summary>
    public static string OfReligion(string religion) =>
        religion is "None" or "Does not apply" ? "No religious character" : religion;
}
