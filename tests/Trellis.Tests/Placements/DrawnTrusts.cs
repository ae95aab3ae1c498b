using Trellis.Groups;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Placements;

/// <summary>A country drawn for one test: schools on a map of kilometres, fictional trusts, and who was in which from when.</summary>
internal sealed class DrawnTrusts
{
    public static readonly DateOnly Today = new(2020, 1, 31);

    private readonly List<Establishment> establishments = [];
    private readonly List<Group> groups = [];
    private readonly List<Membership> memberships = [];
    private readonly List<Link> links = [];
    private int next = 100_001;

    public IReadOnlyList<MeasureColumn> Columns { get; set; } = [];

    /// <summary>A school some kilometres east and north of the middle, in a town.</summary>
    public Urn School(
        double east,
        double north = 0,
        Phase phase = Phase.Primary,
        string religion = "Does not apply",
        string type = "Community school",
        int la = 301,
        string region = "London",
        DateOnly? opened = null,
        DateOnly? closed = null,
        bool placed = true
    )
    {
        var urn = new Urn(next++);
        establishments.Add(
            new Establishment
            {
                Urn = urn,
                Name = $"School {urn} (fictional)",
                Type = type,
                TypeGroup = "Local authority maintained schools",
                Status = closed is null ? Status.Open : Status.Closed,
                Phase = phase,
                Religion = religion,
                La = new LaCode(la),
                LaName = $"Authority {la}",
                Region = region,
                Opened = opened,
                Closed = closed,
                Place = placed
                    ? new GridPoint(
                        400_000 + (int)Math.Round(1000 * east),
                        300_000 + (int)Math.Round(1000 * north)
                    )
                    : null,
            }
        );
        return urn;
    }

    public Uid Trust(
        int uid,
        GroupType type = GroupType.MultiAcademyTrust,
        string companyNumber = ""
    )
    {
        groups.Add(
            new Group(
                new Uid(uid),
                $"Trust {uid} (fictional)",
                [new DatedType(new DateOnly(2010, 1, 1), type)],
                $"TR{uid}",
                companyNumber,
                null,
                new DateOnly(2010, 1, 1),
                null,
                true,
                "",
                Today
            )
        );
        return new Uid(uid);
    }

    /// <summary>A trust with schools that have been in it for years.</summary>
    public Uid Trust(int uid, params Urn[] schools)
    {
        var trust = Trust(uid);
        foreach (var school in schools)
            Joins(school, trust, new DateOnly(2012, 9, 1));
        return trust;
    }

    public void Joins(Urn urn, Uid trust, DateOnly from, DateOnly? to = null) =>
        memberships.Add(
            new Membership(
                urn,
                trust,
                from,
                to,
                EndEvidence.JoinedDate,
                to is null ? EndEvidence.StillThere : EndEvidence.NextBegan,
                from,
                to?.AddDays(-1) ?? Today
            )
        );

    public void Succeeds(Urn after, Urn before) =>
        links.Add(new Link(before, after, LinkKind.Successor, null, "Successor"));

    /// <param name="backwards">Every list the other way round.</param>
    public Snapshot Snapshot(bool backwards = false) =>
        new(
            "0123456789abcdef",
            new SnapshotContent
            {
                Establishments = Turned(establishments, backwards),
                Groups = Turned(groups, backwards),
                Memberships = Turned(memberships, backwards),
                Links = Turned(links, backwards),
                Columns = Turned(Columns, backwards),
            },
            Manifest.Empty
        );

    private static IReadOnlyList<T> Turned<T>(IReadOnlyList<T> list, bool backwards) =>
        backwards ? [.. list.Reverse()] : [.. list];
}
