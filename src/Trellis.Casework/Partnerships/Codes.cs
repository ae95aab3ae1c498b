namespace Trellis.Partnerships;

/// <summary>What a partnership is for: the gains found by Atkinson and others, Inter-school collaboration (NFER, 2007), for school, staff and pupils.</summary>
public enum Purpose
{
    SchoolEconomic,
    SchoolImprovement,
    SchoolRelationships,
    SchoolBarriers,
    StaffPractice,
    StaffTraining,
    StaffSupport,
    PupilExperience,
    PupilAttainment,
    PupilSocial,
    PupilBackgrounds,
    PupilTransition,
}

/// <summary>How deep a partnership goes; the number is the depth.</summary>
public enum Depth
{
    /// <summary>People meet and share when it suits them.</summary>
    Informal = 1,

    /// <summary>There is a plan that all know, and somebody who looks after it.</summary>
    Planned,

    /// <summary>There is a written agreement.</summary>
    Agreed,

    /// <summary>Leaders or staff work for several of the schools.</summary>
    SharedLeadership,

    /// <summary>One body governs the schools.</summary>
    MergedGovernance,
}

/// <summary>Whether the schools chose it.</summary>
public enum Willingness
{
    Willing,

    /// <summary>Somebody who may require it did; a reason says who and why.</summary>
    Required,
}

/// <summary>What a member does in it. A member may be giver and taker at once.</summary>
public enum MemberRole
{
    Giver,
    Taker,
    Lead,
}

/// <summary>How sure it is that a member is one.</summary>
public enum MemberStatus
{
    /// <summary>Another member stated it; the member has not answered.</summary>
    Stated,

    /// <summary>The member itself, or who acts for it, said so.</summary>
    Confirmed,

    /// <summary>The member said it is none; nobody reads of it any more.</summary>
    Denied,

    /// <summary>It was a member until a day.</summary>
    Left,
}

/// <summary>Why a member left or a partnership ended.</summary>
public enum EndReason
{
    Achieved,
    Drifted,
    Cost,
    Conflict,
    MergedIntoFormal,
    SchoolClosed,
    Forced,
}
