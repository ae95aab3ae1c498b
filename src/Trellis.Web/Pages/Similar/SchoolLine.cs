using Trellis.Components;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Similar;

/// <summary>What stands under the name of a school on a page about something else: what it is, where, and as of when it is open.</summary>
public static class SchoolLine
{
    /// <summary>"Secondary, 11 to 18. Camden. Academy converter. Open when the register was last published, 22 July 2022."</summary>
    public static string Of(Establishment school, Snapshot snapshot, bool registerIsOld)
    {
        var parts = new List<string>();
        var phase = school.Phase.InWords();
        var ages =
            school is { LowAge: { } low, HighAge: { } high } && high > low
                ? $"{low} to {high}"
                : "";
        parts.Add(
            phase.Length > 0 && ages.Length > 0 ? $"{phase}, {ages}"
            : phase.Length > 0 ? phase
            : ages.Length > 0 ? $"Ages {ages}"
            : ""
        );
        parts.Add(school.LaName);
        parts.Add(school.Type);
        if (snapshot.TrustOf(school.Urn) is { } trust)
            parts.Add($"In {trust.Name}");
        parts.Add(Status(school, snapshot, registerIsOld));
        return string.Join(". ", parts.Where(p => p.Length > 0)) + ".";
    }

    private static string Status(Establishment school, Snapshot snapshot, bool registerIsOld)
    {
        var word = school.Status switch
        {
            Trellis.Schools.Status.Open => "Open",
            Trellis.Schools.Status.ProposedToClose => "Open, proposed to close",
            Trellis.Schools.Status.ProposedToOpen => "Proposed to open",
            Trellis.Schools.Status.Closed => school.Closed is { } day
                ? $"Closed on {day.InWords()}"
                : "Closed",
            _ => "",
        };
        return word.Length > 0 && school.IsOpen && registerIsOld && snapshot.RegisterDate is { } of
            ? $"{word} when the register was last published, {of.InWords()}"
            : word;
    }

    /// <summary>"Secondary", "Middle, deemed primary", "All-through"; empty where the register does not say.</summary>
    public static string InWords(this Phase phase) =>
        phase switch
        {
            Phase.Nursery => "Nursery",
            Phase.Primary => "Primary",
            Phase.MiddleDeemedPrimary => "Middle, deemed primary",
            Phase.MiddleDeemedSecondary => "Middle, deemed secondary",
            Phase.Secondary => "Secondary",
            Phase.AllThrough => "All-through",
            Phase.SixteenPlus => "16 plus",
            _ => "",
        };
}
