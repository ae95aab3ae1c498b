using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Publications;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>What has been read from the files so far, each part still as its file stated it.</summary>
/// <remarks>Files are read on two threads; adding is locked, and whoever merges sorts first, so that the order of files never shows.</remarks>
public sealed class Harvest
{
    private readonly Lock door = new();

    public List<MeasureRows> Measures { get; } = [];

    public List<(Link Link, DateOnly FileDate)> Links { get; } = [];

    public List<GroupStated> Groups { get; } = [];

    public List<Sighting> Sightings { get; } = [];

    /// <summary>The dates of files that list every member of every group of these types: not being in one is evidence.</summary>
    public List<(DateOnly FileDate, GroupType Type)> Complete { get; } = [];

    public List<InspectionStated> Inspections { get; } = [];

    public List<NeighbourStated> Neighbours { get; } = [];

    public List<TeachingSchoolHub> Hubs { get; } = [];

    public List<Outline> Outlines { get; } = [];

    /// <summary>Our own families, a list a release.</summary>
    public List<(DateOnly FileDate, IReadOnlyList<PublishedFamily> Rows)> Families { get; } = [];

    /// <summary>Our own lists of similar schools, a set a release.</summary>
    public List<(DateOnly FileDate, IReadOnlyList<PublishedLists> Lists)> Released { get; } = [];

    /// <summary>The register of partnerships, a list a publication.</summary>
    public List<(
        DateOnly FileDate,
        IReadOnlyList<PublishedPartnership> Rows
    )> Partnerships { get; } = [];

    /// <summary>The members of the register's partnerships, a list a publication.</summary>
    public List<(
        DateOnly FileDate,
        IReadOnlyList<PublishedMember> Rows
    )> PartnershipMembers { get; } = [];

    /// <summary>The rural-urban class by neighbourhood, in words.</summary>
    public Dictionary<string, string> RuralClasses { get; } = new(StringComparer.Ordinal);

    /// <summary>Figures of neighbourhoods (LSOAs), joined to schools by the code the register gives.</summary>
    public List<AreaRows> Areas { get; } = [];

    public void Add(Action<Harvest> adding)
    {
        lock (door)
            adding(this);
    }
}

/// <summary>The figures of one file, before its rows are joined to establishments.</summary>
/// <param name="Source">"census/2018".</param>
/// <param name="Urns">A URN a row; 0 where the file has none and <paramref name="LaEstabs"/> speaks.</param>
public sealed record MeasureRows(
    string Source,
    Year Year,
    int[] Urns,
    int[]? LaEstabs,
    IReadOnlyList<(Measure Measure, double[] Values, string?[] Marks)> Columns
);

/// <summary>The figures of one file of neighbourhoods.</summary>
public sealed record AreaRows(
    string Source,
    Year Year,
    Dictionary<string, int> RowOf,
    IReadOnlyList<(Measure Measure, double[] Values)> Columns
);

/// <summary>A group as one dated file states it; empty and null mean the file does not say.</summary>
public sealed record GroupStated(
    DateOnly FileDate,
    Uid Uid,
    string Name,
    GroupType Type,
    string GroupId,
    string CompanyNumber,
    Ukprn? Ukprn,
    DateOnly? Opened,
    DateOnly? Closed,
    bool? IsOpen,
    string Postcode
);

/// <summary>An establishment seen in a group in one dated file.</summary>
/// <param name="Joined">The day the file states, or null.</param>
/// <param name="IsRegister">
/// Whether it is the register's own row, which may be composed later than its date: it fills in where no dated list of links speaks.
/// </param>
public readonly record struct Sighting(
    DateOnly FileDate,
    Urn Urn,
    Uid Uid,
    GroupType Type,
    DateOnly? Joined,
    bool IsRegister
);

/// <param name="Order">The smaller, the more exact the source is about the day: an inspection history before a monthly list.</param>
public sealed record InspectionStated(Inspection Inspection, int Order);

public sealed record NeighbourStated(DateOnly FileDate, LaCode La, StatisticalNeighbour Neighbour);
