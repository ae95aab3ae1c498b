using Trellis.Evaluations;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Probability;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Evaluations;

/// <summary>A fictional country of primary schools, of which the first joined trusts: results at age 11 that wander, with what is planted in them.</summary>
internal sealed class PlantedCountry
{
    public const int Old = 100_000;
    public const int New = 200_000;
    private const int Founders = 300_000;
    private const int FirstTrust = 1_000;

    /// <summary>No tests in 2019/20 and 2020/21.</summary>
    public static readonly IReadOnlyList<int> Tested = [2015, 2016, 2017, 2018, 2021, 2022, 2023];

    public int Schools { get; init; } = 160;

    /// <summary>The days on which the first schools joined, by number of the school; two in turn share a trust.</summary>
    public IReadOnlyList<DateOnly> Joined { get; init; } =
    [.. Enumerable.Range(0, 40).Select(i => new DateOnly(i < 20 ? 2017 : 2018, 9, 1))];

    public IReadOnlyList<int> Years { get; init; } = Tested;

    /// <summary>Points that are added to a school's result: by its number, its first year (null for others) and the year.</summary>
    public Func<int, int?, int, double> Planted { get; init; } = (_, _, _) => 0;

    /// <summary>Schools that became academies by themselves, and when.</summary>
    public IReadOnlyDictionary<int, DateOnly> AcademyAlone { get; init; } =
        new Dictionary<int, DateOnly>();

    /// <summary>Results of which a school has none, by its number and the year.</summary>
    public IReadOnlySet<(int School, int Year)> Missing { get; init; } = new HashSet<(int, int)>();

    public bool HasResults { get; init; } = true;

    public static StudyKey Key(string id = "converters-primary-ks2") =>
        Programmes.All.SelectMany(p => p.Studies).Single(k => k.Id == id);

    public Snapshot Snapshot(string id = "drawn")
    {
        var entries = new List<Establishment>();
        var links = new List<Link>();
        var groups = new List<Group>();
        var memberships = new List<Membership>();
        for (var i = 0; i < Schools; i++)
        {
            var since =
                AcademyAlone.TryGetValue(i, out var alone) ? alone
                : i < Joined.Count ? Joined[i]
                : (DateOnly?)null;
            entries.Add(
                School(
                    Old + i,
                    "Community school",
                    "Local authority maintained schools",
                    null,
                    since
                )
            );
            if (since is not { } day)
                continue;
            entries.Add(School(New + i, "Academy converter", "Academies", day, null));
            links.Add(
                new Link(new Urn(Old + i), new Urn(New + i), LinkKind.Successor, null, "Successor")
            );
            if (i < Joined.Count)
                memberships.Add(In(New + i, FirstTrust + (i / 2), Joined[i]));
        }
        for (var t = 0; t < (Joined.Count + 1) / 2; t++)
        {
            var founded = new DateOnly(2012, 9, 1);
            groups.Add(
                new Group(
                    new Uid(FirstTrust + t),
                    $"Trust {t} (fictional)",
                    [new DatedType(founded, GroupType.MultiAcademyTrust)],
                    $"TR{t}",
                    "",
                    null,
                    founded,
                    null,
                    true,
                    "",
                    new DateOnly(2024, 9, 1)
                )
            );
            entries.Add(School(Founders + t, "Academy converter", "Academies", founded, null));
            memberships.Add(In(Founders + t, FirstTrust + t, founded));
        }
        return new Snapshot(
            id,
            new SnapshotContent
            {
                Establishments = entries,
                Links = links,
                Groups = groups,
                Memberships = memberships,
                Columns = HasResults ? [.. Columns(entries)] : [],
            },
            Manifest.Empty
        );
    }

    private static Membership In(int urn, int trust, DateOnly from) =>
        new(
            new Urn(urn),
            new Uid(trust),
            from,
            null,
            EndEvidence.JoinedDate,
            EndEvidence.StillThere,
            from,
            new DateOnly(2024, 9, 1)
        );

    private static Establishment School(
        int urn,
        string type,
        string group,
        DateOnly? opened,
        DateOnly? closed
    ) =>
        new()
        {
            Urn = new Urn(urn),
            Name = $"School {urn} (fictional)",
            Type = type,
            TypeGroup = group,
            Phase = Phase.Primary,
            Region = "North East",
            La = new LaCode(300 + (urn % 7)),
            LaName = $"Authority {urn % 7} (fictional)",
            Status = closed is null ? Status.Open : Status.Closed,
            Opened = opened,
            Closed = closed,
        };

    private IEnumerable<MeasureColumn> Columns(List<Establishment> entries)
    {
        var chance = new Draws(7, 1);
        int[] urns = [.. entries.Select(e => e.Urn.Value).Order()];
        foreach (var year in Years)
        {
            var at = new List<int>();
            var values = new List<double>();
            for (var p = 0; p < urns.Length; p++)
            {
                var i = urns[p] % 100_000;
                if (urns[p] >= Founders || i >= Schools || Missing.Contains((i, year)))
                    continue;
                var first = i < Joined.Count ? Episode.FirstYearOf(Joined[i]).Starts : (int?)null;
                var since = entries.Single(e => e.Urn.Value == Old + i).Closed;
                var isNew = since is { } day && Episode.FirstYearOf(day).Starts <= year;
                if (isNew != urns[p] >= New)
                    continue;
                at.Add(p);
                values.Add(
                    104
                        + (3 * chance.Normal(i))
                        + (.6 * chance.Normal(10_000 + (i * 100) + (year - 2000)))
                        + Planted(i, first, year)
                );
            }
            foreach (var name in (string[])["ks2.reading-average", "ks2.maths-average"])
                yield return MeasureColumn.Pack(
                    new Measure(
                        name,
                        name,
                        "Results",
                        Unit.Points,
                        1,
                        "better",
                        "primary",
                        "",
                        "",
                        false,
                        new DateOnly(2026, 1, 1)
                    ),
                    new Year(year),
                    new RowIndex($"ks2/{year}", [.. at]),
                    [.. values],
                    [.. values.Select(_ => (string?)null)]
                );
        }
    }
}
