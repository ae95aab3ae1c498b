using Trellis.Schools;

namespace Trellis.Groups;

/// <summary>What a group in the register is.</summary>
public enum GroupType
{
    Other,
    Federation,

    /// <summary>A foundation trust that supports maintained schools.</summary>
    FoundationTrust,
    SchoolSponsor,
    MultiAcademyTrust,
    SingleAcademyTrust,
    UmbrellaTrust,
    ChildrensCentres,
}

/// <summary>A group of the register by its UID: a trust, a federation, a sponsor, ...</summary>
/// <param name="Types">What it was said to be, from which date; the first holds before its date too. Never empty.</param>
/// <param name="CompanyNumber">Eight characters, or empty. Two groups under one company number are one trust that changed its form.</param>
/// <param name="Opened">The date it was opened or incorporated, or null.</param>
public sealed record Group(
    Uid Uid,
    string Name,
    IReadOnlyList<DatedType> Types,
    string GroupId,
    string CompanyNumber,
    Ukprn? Ukprn,
    DateOnly? Opened,
    DateOnly? Closed,
    bool IsOpen,
    string Postcode,
    DateOnly AsOf
)
{
    /// <summary>What it is now, or was last.</summary>
    public GroupType Type => Types[^1].Type;

    public bool IsAcademyTrust => Type.IsAcademyTrust();

    /// <summary>What it was on a date.</summary>
    public GroupType TypeOn(DateOnly date)
    {
        var type = Types[0].Type;
        foreach (var dated in Types)
            if (dated.From <= date)
                type = dated.Type;
        return type;
    }
}

public readonly record struct DatedType(DateOnly From, GroupType Type);

public static class GroupTypes
{
    /// <summary>A trust that runs academies: multi or single. A sponsor, an umbrella or a foundation is not.</summary>
    public static bool IsAcademyTrust(this GroupType type) =>
        type is GroupType.MultiAcademyTrust or GroupType.SingleAcademyTrust;

    /// <summary>The register's own words.</summary>
    public static string Words(this GroupType type) =>
        type switch
        {
            GroupType.Federation => "Federation",
            GroupType.FoundationTrust => "Trust",
            GroupType.SchoolSponsor => "School sponsor",
            GroupType.MultiAcademyTrust => "Multi-academy trust",
            GroupType.SingleAcademyTrust => "Single-academy trust",
            GroupType.UmbrellaTrust => "Umbrella trust",
            GroupType.ChildrensCentres => "Children's centres group",
            _ => "Other group",
        };

    public static GroupType FromWords(string words) =>
        words.Trim().ToUpperInvariant() switch
        {
            "FEDERATION" => GroupType.Federation,
            "TRUST" => GroupType.FoundationTrust,
            "SCHOOL SPONSOR" => GroupType.SchoolSponsor,
            "MULTI-ACADEMY TRUST" => GroupType.MultiAcademyTrust,
            "SINGLE-ACADEMY TRUST" or "SECURE SINGLE-ACADEMY TRUST" => GroupType.SingleAcademyTrust,
            "UMBRELLA TRUST" => GroupType.UmbrellaTrust,
            "CHILDREN'S CENTRES GROUP" or "CHILDREN'S CENTRES COLLABORATION" =>
                GroupType.ChildrensCentres,
            _ => GroupType.Other,
        };
}

/// <summary>How an end of a membership is known.</summary>
public enum EndEvidence
{
    /// <summary>The register states the day it joined.</summary>
    JoinedDate,

    /// <summary>The stated day lies before the last file that shows it elsewhere, so the day after that file.</summary>
    AfterLastSeenElsewhere,

    /// <summary>First seen in a dated file that states no earlier day.</summary>
    FirstSeen,

    /// <summary>The day the next membership began.</summary>
    NextBegan,

    /// <summary>The establishment closed.</summary>
    EstablishmentClosed,

    /// <summary>The group closed.</summary>
    GroupClosed,

    /// <summary>In one dated file and not in the next.</summary>
    NoLongerSeen,

    /// <summary>Still there in the newest file that could show it.</summary>
    StillThere,
}

/// <summary>An establishment in a group, from a day to a day (to: the first day no longer in it), with how each end is known.</summary>
/// <param name="From">The first day in the group.</param>
/// <param name="To">The first day no longer in it, or null while it lasts as far as the files know.</param>
/// <param name="FirstSeen">The date of the first file that shows it.</param>
/// <param name="LastSeen">The date of the last file that shows it.</param>
public sealed record Membership(
    Urn Urn,
    Uid Uid,
    DateOnly From,
    DateOnly? To,
    EndEvidence FromEvidence,
    EndEvidence ToEvidence,
    DateOnly FirstSeen,
    DateOnly LastSeen
)
{
    public bool HoldsOn(DateOnly date) => From <= date && (To is not { } to || date < to);
}
