using System.Collections.Frozen;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Publications;
using Trellis.Schools;

namespace Trellis.Snapshots;

/// <summary>Everything the published files say, before it is indexed. Lists may come in any order.</summary>
public sealed record SnapshotContent
{
    public IReadOnlyList<Establishment> Establishments { get; init; } = [];

    public IReadOnlyList<Link> Links { get; init; } = [];

    public IReadOnlyList<Group> Groups { get; init; } = [];

    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    public IReadOnlyList<Inspection> Inspections { get; init; } = [];

    public IReadOnlyList<LocalAuthority> LocalAuthorities { get; init; } = [];

    public IReadOnlyList<TeachingSchoolHub> Hubs { get; init; } = [];

    public IReadOnlyList<Outline> Outlines { get; init; } = [];

    /// <summary>Columns of measures; their rows are positions in the establishments sorted by URN.</summary>
    public IReadOnlyList<MeasureColumn> Columns { get; init; } = [];

    public IReadOnlyList<SourceNote> Sources { get; init; } = [];

    /// <summary>The families of the newest release of Trellis among the files; empty where there was none.</summary>
    public IReadOnlyList<PublishedFamily> Families { get; init; } = [];

    /// <summary>The similar schools of the newest release of Trellis among the files.</summary>
    public PublishedNeighbours Neighbours { get; init; } = PublishedNeighbours.None;

    /// <summary>The register of partnerships as last published among the files.</summary>
    public PublishedRegister Register { get; init; } = PublishedRegister.None;
}

/// <summary>The country in memory: one immutable whole, with an id that is the hash of its content.</summary>
/// <remarks>
/// A reader holds the snapshot it began with; nothing here ever changes. Establishments are sorted by URN, and their
/// position in that list is how columns and indexes refer to them.
/// </remarks>
public sealed class Snapshot
{
    private readonly FrozenDictionary<int, int> positions;
    private readonly FrozenDictionary<int, Group> groupsByUid;
    private readonly FrozenDictionary<int, School> schoolByUrn;
    private readonly ILookup<Urn, Membership> membershipsByUrn;
    private readonly ILookup<Uid, Membership> membershipsByUid;
    private readonly ILookup<Urn, Inspection> inspectionsByUrn;
    private readonly ILookup<Urn, Link> linksByUrn;
    private readonly FrozenDictionary<int, LocalAuthority> authorities;
    private readonly FrozenDictionary<string, SourceNote> sources;

    /// <param name="id">The hash of the content, in hexadecimal.</param>
    public Snapshot(string id, SnapshotContent content, Manifest manifest)
    {
        Id = id;
        Manifest = manifest;
        Establishments = content.Establishments.OrderBy(e => e.Urn).ToArray();
        positions = Establishments
            .Select((e, i) => (e.Urn, i))
            .ToFrozenDictionary(p => p.Urn.Value, p => p.i);
        Links = content.Links;
        linksByUrn = Links.ToLookup(l => l.From);
        Schools = Chains.Join(Establishments, Links);
        schoolByUrn = Schools
            .SelectMany(s => s.Urns.Select(u => (u, s)))
            .ToFrozenDictionary(p => p.u.Value, p => p.s);
        Groups = content.Groups.OrderBy(g => g.Uid).ToArray();
        groupsByUid = Groups.ToFrozenDictionary(g => g.Uid.Value);
        Memberships = content
            .Memberships.OrderBy(m => m.Urn)
            .ThenBy(m => m.From)
            .ThenBy(m => m.Uid)
            .ToArray();
        membershipsByUrn = Memberships.ToLookup(m => m.Urn);
        membershipsByUid = Memberships.ToLookup(m => m.Uid);
        Inspections = content.Inspections;
        inspectionsByUrn = Inspections.OrderByDescending(i => i.Date).ToLookup(i => i.Urn);
        LocalAuthorities = content.LocalAuthorities.OrderBy(a => a.Code).ToArray();
        authorities = LocalAuthorities.ToFrozenDictionary(a => a.Code.Value);
        Hubs = content.Hubs;
        Outlines = content.Outlines;
        Measures = new MeasureBook(content.Columns);
        PublishedFamilies =
        [
            .. content
                .Families.OrderBy(f => f.Kind, StringComparer.Ordinal)
                .ThenBy(f => f.Phase, StringComparer.Ordinal)
                .ThenBy(f => f.Family, StringComparer.Ordinal)
                .ThenBy(f => f.Urn?.Value ?? 0),
        ];
        PublishedNeighbours = content.Neighbours;
        Register = content.Register.InOrder();
        Sources = content.Sources.OrderBy(s => s.Key, StringComparer.Ordinal).ToArray();
        sources = Sources.ToFrozenDictionary(s => s.Key);
    }

    /// <summary>The SHA-256 of the content, 64 hexadecimal digits. The same files in any order give the same id.</summary>
    public string Id { get; }

    /// <summary>The first twelve digits of the id, for people.</summary>
    public string ShortId => Id[..Math.Min(12, Id.Length)];

    public Manifest Manifest { get; }

    /// <summary>Whether the files were written by our own generator: every page says so.</summary>
    public bool IsFictional => Manifest.Fictional;

    /// <summary>Every URN known, ascending.</summary>
    public IReadOnlyList<Establishment> Establishments { get; }

    /// <summary>Every continuing school, by the URN of its present entry.</summary>
    public IReadOnlyList<School> Schools { get; }

    public IReadOnlyList<Link> Links { get; }

    /// <summary>Every group, by UID.</summary>
    public IReadOnlyList<Group> Groups { get; }

    /// <summary>Every membership, by URN, then by the day it began.</summary>
    public IReadOnlyList<Membership> Memberships { get; }

    public IReadOnlyList<Inspection> Inspections { get; }

    public IReadOnlyList<LocalAuthority> LocalAuthorities { get; }

    public IReadOnlyList<TeachingSchoolHub> Hubs { get; }

    public IReadOnlyList<Outline> Outlines { get; }

    public MeasureBook Measures { get; }

    public IReadOnlyList<SourceNote> Sources { get; }

    /// <summary>The families of the last release of Trellis, by kind, phase, family and URN; empty where none was among the files.</summary>
    public IReadOnlyList<PublishedFamily> PublishedFamilies { get; }

    /// <summary>The similar schools of the last release of Trellis; <see cref="PublishedNeighbours.None"/> where none was among the files.</summary>
    public PublishedNeighbours PublishedNeighbours { get; }

    /// <summary>The register of partnerships as last published, by id; <see cref="PublishedRegister.None"/> where none was among the files.</summary>
    public PublishedRegister Register { get; }

    /// <summary>The date of the newest full register (a part of it counts only where there is no whole); null where none was imported.</summary>
    public DateOnly? RegisterDate =>
        Sources
            .Where(s => s.Key.StartsWith("gias/", StringComparison.Ordinal))
            .OrderByDescending(s => char.IsAsciiDigit(s.Key["gias/".Length]))
            .ThenByDescending(s => s.Date)
            .Select(s => (DateOnly?)s.Date)
            .FirstOrDefault();

    /// <summary>The position of a URN among the establishments, or -1.</summary>
    public int PositionOf(Urn urn) => positions.GetValueOrDefault(urn.Value, -1);

    public Establishment? Find(Urn urn) =>
        PositionOf(urn) is >= 0 and var at ? Establishments[at] : null;

    public School? SchoolOf(Urn urn) => schoolByUrn.GetValueOrDefault(urn.Value);

    public Group? Find(Uid uid) => groupsByUid.GetValueOrDefault(uid.Value);

    public LocalAuthority? Find(LaCode code) => authorities.GetValueOrDefault(code.Value);

    /// <summary>What the files say of a source; a source without a note is named by its key.</summary>
    public SourceNote SourceOf(string key) =>
        sources.GetValueOrDefault(key)
        ?? new SourceNote(key, key, "the publisher", "", default, "");

    /// <summary>Every membership an establishment ever had, oldest first.</summary>
    public IEnumerable<Membership> MembershipsOf(Urn urn) => membershipsByUrn[urn];

    /// <summary>Every membership of a school through all its URNs, oldest first.</summary>
    public IEnumerable<Membership> MembershipsOf(School school) =>
        school.Urns.SelectMany(urn => membershipsByUrn[urn]).OrderBy(m => m.From);

    /// <summary>Every membership a group ever had.</summary>
    public IEnumerable<Membership> MembershipsIn(Uid uid) => membershipsByUid[uid];

    /// <summary>The groups an establishment is in as far as the files know: memberships that have not ended.</summary>
    public IEnumerable<Membership> MembershipsNow(Urn urn) =>
        membershipsByUrn[urn].Where(m => m.To is null);

    /// <summary>The trust that runs an academy now, or null.</summary>
    public Group? TrustOf(Urn urn) =>
        MembershipsNow(urn)
            .Select(m => Find(m.Uid))
            .FirstOrDefault(g => g is { IsAcademyTrust: true });

    /// <summary>Newest first.</summary>
    public IEnumerable<Inspection> InspectionsOf(Urn urn) => inspectionsByUrn[urn];

    /// <summary>Newest first, through all URNs of a school.</summary>
    public IEnumerable<Inspection> InspectionsOf(School school) =>
        school.Urns.SelectMany(urn => inspectionsByUrn[urn]).OrderByDescending(i => i.Date);

    public IEnumerable<Link> LinksOf(Urn urn) => linksByUrn[urn];

    /// <summary>The figures of a school, a year each, oldest first, through its URNs: the URN open that year, else the nearest in the chain.</summary>
    /// <param name="measure">The id of a measure, as "ks4.attainment8"; an unknown one gives an empty list.</param>
    public IReadOnlyList<YearFigure> Series(School school, string measure)
    {
        var series = new List<YearFigure>();
        foreach (var column in Measures.Of(measure))
        {
            YearFigure? best = null;
            foreach (var urn in school.Urns)
            {
                var row = column.Rows.Find(PositionOf(urn));
                if (row < 0)
                    continue;
                var figure = column.AtRow(row);
                // Both ends of a conversion can be in one year's file; the one with a figure speaks, the later one first.
                if (
                    best is null
                    || figure is Published.Figure
                    || best.Value is not Published.Figure
                )
                    best = new YearFigure(column.Year, figure, urn, column.Rows.Source);
            }
            if (best is not null)
                series.Add(best);
        }
        return series;
    }

    /// <summary>The newest figure of a school that is a figure, else the newest reason there is none; null where no file speaks of it.</summary>
    public YearFigure? Latest(School school, string measure)
    {
        var series = Series(school, measure);
        return series.LastOrDefault(f => f.Value is Published.Figure) ?? series.LastOrDefault();
    }
}

/// <summary>A figure of one year with the URN that bore it and the key of its source.</summary>
public sealed record YearFigure(Year Year, Published Value, Urn Urn, string Source);
