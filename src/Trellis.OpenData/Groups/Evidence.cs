namespace Trellis.Groups;

/// <summary>How the ends of a membership are known, in words.</summary>
public static class Evidence
{
    public static string Words(EndEvidence evidence) =>
        evidence switch
        {
            EndEvidence.JoinedDate => "the register states the day it joined",
            EndEvidence.AfterLastSeenElsewhere =>
                "the day after the register last showed it elsewhere",
            EndEvidence.FirstSeen => "first seen in the register that day",
            EndEvidence.NextBegan => "the next membership began",
            EndEvidence.EstablishmentClosed => "the establishment closed",
            EndEvidence.GroupClosed => "the group closed",
            EndEvidence.NoLongerSeen => "no longer in the register that day",
            _ => "still there",
        };

    /// <summary>"from: the register states the day it joined; still there on 29 March 2024, the newest file that could show it".</summary>
    public static string Words(Membership membership) =>
        $"from: {Words(membership.FromEvidence)}; "
        + (
            membership.To is null
                ? $"still there on {membership.LastSeen:d MMMM yyyy}, when a file last showed it"
                : $"to: {Words(membership.ToEvidence)}; last seen {membership.LastSeen:d MMMM yyyy}"
        );
}
