using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Publications;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Sources;

/// <summary>Makes one content of what was read: the same files in any order give the same content.</summary>
public static class Merge
{
    public static SnapshotContent Of(
        Harvest harvest,
        Register register,
        IReadOnlyList<SourceNote> sources
    )
    {
        AddUnknown(harvest, register);
        var establishments = register
            .Build()
            .Select(e =>
                e.UrbanRural.Length == 0
                && e.Lsoa.Length > 0
                && harvest.RuralClasses.TryGetValue(e.Lsoa, out var words)
                    ? e with
                    {
                        UrbanRural = words,
                    }
                    : e
            )
            .ToArray();
        var groups = Groups(harvest);
        var closed = establishments
            .Where(e => e.Closed is not null && !e.IsOpen)
            .ToDictionary(e => e.Urn, e => e.Closed);
        var groupClosed = groups.ToDictionary(g => g.Uid, g => g.Closed);
        return new SnapshotContent
        {
            Establishments = establishments,
            Links = Links(harvest),
            Groups = groups,
            Memberships = Histories.Rebuild(
                Dated(harvest.Sightings, groups),
                harvest.Complete,
                urn => closed.GetValueOrDefault(urn),
                uid => groupClosed.GetValueOrDefault(uid)
            ),
            Inspections = Inspections(harvest),
            LocalAuthorities = Authorities(establishments, harvest),
            Hubs =
            [
                .. harvest
                    .Hubs.OrderBy(h => h.Code, StringComparer.Ordinal)
                    .DistinctBy(h => h.Code),
            ],
            Outlines =
            [
                .. harvest
                    .Outlines.OrderBy(o => o.Kind, StringComparer.Ordinal)
                    .ThenBy(o => o.Code, StringComparer.Ordinal)
                    .ThenBy(o => o.Name, StringComparer.Ordinal),
            ],
            Columns = Columns(harvest, establishments),
            Families =
            [
                .. harvest
                    .Families.OrderByDescending(f => f.FileDate)
                    .Select(f => f.Rows)
                    .FirstOrDefault()
                    ?? [],
            ],
            Neighbours = new PublishedNeighbours(
                harvest
                    .Released.OrderByDescending(r => r.FileDate)
                    .Select(r => r.Lists)
                    .FirstOrDefault()
                    ?? []
            ),
            Register = Published(harvest),
            Sources = [.. sources.OrderBy(s => s.Key, StringComparer.Ordinal)],
        };
    }

    /// <summary>The newest publication of the register of which both files are there.</summary>
    private static PublishedRegister Published(Harvest harvest) =>
        harvest
            .Partnerships.Join(
                harvest.PartnershipMembers,
                p => p.FileDate,
                m => m.FileDate,
                (p, m) => new PublishedRegister(p.FileDate, p.Rows, m.Rows)
            )
            .MaxBy(r => r.On)
        ?? PublishedRegister.None;

    /// <summary>URNs that only links, results or groups know are establishments too, without a name.</summary>
    private static void AddUnknown(Harvest harvest, Register register)
    {
        foreach (var (link, date) in harvest.Links.OrderByDescending(l => l.FileDate))
        {
            register.State(link.From, date, Field.Name, "");
            register.State(link.To, date, Field.Name, "");
        }
        foreach (
            var rows in harvest
                .Measures.OrderByDescending(m => m.Year)
                .ThenBy(m => m.Source, StringComparer.Ordinal)
        )
        foreach (var urn in rows.Urns)
            if (urn > 0)
                register.State(new Urn(urn), Period.Of(rows.Year).Date, Field.Name, "");
    }

    /// <summary>The register's own row speaks of its date; of a school opened later, of its opening. What its group is, the list of groups knows best.</summary>
    private static IEnumerable<Sighting> Dated(
        IEnumerable<Sighting> sightings,
        IReadOnlyList<Group> groups
    )
    {
        var types = groups.ToDictionary(g => g.Uid);
        foreach (var sighting in sightings)
        {
            if (!sighting.IsRegister)
            {
                yield return sighting;
                continue;
            }
            var type = types[sighting.Uid].TypeOn(sighting.FileDate);
            if (type is GroupType.SchoolSponsor or GroupType.ChildrensCentres or GroupType.Other)
                continue;
            yield return sighting with
            {
                Type = type,
                FileDate =
                    sighting.Joined is { } opened && opened > sighting.FileDate
                        ? opened
                        : sighting.FileDate,
                Joined = null,
            };
        }
    }

    private static IReadOnlyList<Group> Groups(Harvest harvest)
    {
        var groups = new List<Group>();
        foreach (var stated in harvest.Groups.GroupBy(g => g.Uid).OrderBy(g => g.Key))
        {
            var newest = stated
                .OrderByDescending(g => g.FileDate)
                .ThenByDescending(g => g.GroupId, StringComparer.Ordinal)
                .ThenBy(g => g.Name, StringComparer.Ordinal)
                .ToArray();
            var types = new List<DatedType>();
            foreach (var dated in newest.Reverse().Where(g => g.Type != GroupType.Other))
                if (types.Count == 0 || types[^1].Type != dated.Type)
                    types.Add(new DatedType(dated.FileDate, dated.Type));
            if (types.Count == 0)
                types.Add(new DatedType(newest[^1].FileDate, GroupType.Other));
            var open = newest.Select(g => g.IsOpen).FirstOrDefault(o => o is not null);
            groups.Add(
                new Group(
                    stated.Key,
                    First(newest, g => g.Name),
                    types,
                    First(newest, g => g.GroupId),
                    First(newest, g => g.CompanyNumber),
                    newest.Select(g => g.Ukprn).FirstOrDefault(u => u is not null),
                    newest.Select(g => g.Opened).FirstOrDefault(d => d is not null),
                    // A group that a newer file calls open again has no closing day.
                    open == true
                        ? null
                        : newest.Select(g => g.Closed).FirstOrDefault(d => d is not null),
                    open ?? true,
                    First(newest, g => g.Postcode),
                    newest[0].FileDate
                )
            );
        }
        // A group that only the register's rows name is still a group: its type and members are known.
        var known = groups.Select(g => g.Uid).ToHashSet();
        foreach (
            var seen in harvest
                .Sightings.Where(s => !known.Contains(s.Uid))
                .GroupBy(s => s.Uid)
                .OrderBy(g => g.Key)
        )
        {
            var last = seen.OrderByDescending(s => s.FileDate).ThenBy(s => s.Type).First();
            groups.Add(
                new Group(
                    seen.Key,
                    $"Group {seen.Key}",
                    [new DatedType(last.FileDate, last.Type)],
                    "",
                    "",
                    null,
                    null,
                    null,
                    true,
                    "",
                    last.FileDate
                )
            );
        }
        return groups;
    }

    private static string First(GroupStated[] stated, Func<GroupStated, string> field) =>
        stated.Select(field).FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>A pair of establishments and a kind once, as the newest file states it, with the newest day any file gives.</summary>
    private static IReadOnlyList<Link> Links(Harvest harvest) =>
        [
            .. harvest
                .Links.GroupBy(l => (l.Link.From, l.Link.To))
                .Select(pair =>
                {
                    var newest = pair.OrderByDescending(l => l.FileDate)
                        .ThenBy(l => l.Link.Kind)
                        .ThenByDescending(l => l.Link.Established)
                        .ThenBy(l => l.Link.Words, StringComparer.Ordinal)
                        .ToArray();
                    return newest[0].Link with
                    {
                        Established = newest
                            .Select(l => l.Link.Established)
                            .FirstOrDefault(d => d is not null),
                    };
                })
                .OrderBy(l => l.From)
                .ThenBy(l => l.To),
        ];

    /// <summary>Sources give the first or the last day of one inspection: the same grade within two weeks is one inspection.</summary>
    private static IReadOnlyList<Inspection> Inspections(Harvest harvest)
    {
        var result = new List<Inspection>();
        foreach (
            var school in harvest.Inspections.GroupBy(i => i.Inspection.Urn).OrderBy(g => g.Key)
        )
        {
            var kept = new List<InspectionStated>();
            foreach (
                var stated in school
                    .OrderBy(i => i.Inspection.Date)
                    .ThenBy(i => i.Order)
                    .ThenBy(i => i.Inspection.Grade)
                    .ThenBy(i => i.Inspection.Category, StringComparer.Ordinal)
                    .ThenBy(i => i.Inspection.Published)
            )
            {
                var same = kept.FindIndex(k =>
                    stated.Inspection.Date.DayNumber - k.Inspection.Date.DayNumber <= 14
                    && (
                        k.Inspection.Grade == stated.Inspection.Grade
                        || stated.Inspection.Grade is null
                        || k.Inspection.Grade is null
                    )
                    && k.Inspection.Areas.Count == stated.Inspection.Areas.Count
                );
                if (same < 0)
                    kept.Add(stated);
                else
                    kept[same] = kept[same] with
                    {
                        Inspection = kept[same].Inspection with
                        {
                            Grade = kept[same].Inspection.Grade ?? stated.Inspection.Grade,
                            Published =
                                kept[same].Inspection.Published ?? stated.Inspection.Published,
                            Category =
                                kept[same].Inspection.Category.Length > 0
                                    ? kept[same].Inspection.Category
                                    : stated.Inspection.Category,
                        },
                    };
            }
            result.AddRange(kept.Select(k => k.Inspection));
        }
        return result;
    }

    private static IReadOnlyList<LocalAuthority> Authorities(
        Establishment[] establishments,
        Harvest harvest
    )
    {
        var codes = harvest
            .Outlines.Where(o => o.Kind == "local-authority")
            .OrderBy(o => o.Code, StringComparer.Ordinal)
            .DistinctBy(o => o.Name)
            .ToDictionary(o => o.Name, o => o.Code, StringComparer.OrdinalIgnoreCase);
        var newest =
            harvest.Neighbours.Count == 0 ? default : harvest.Neighbours.Max(n => n.FileDate);
        var neighbours = harvest.Neighbours.Where(n => n.FileDate == newest).ToLookup(n => n.La);
        return
        [
            .. establishments
                .Where(e => e.La is not null)
                .GroupBy(e => e.La!.Value)
                .OrderBy(g => g.Key)
                .Select(g =>
                {
                    var name = Most(g.Select(e => e.LaName));
                    return new LocalAuthority(
                        g.Key,
                        name.Length > 0 ? name : $"Authority {g.Key}",
                        codes.GetValueOrDefault(name) ?? "",
                        Most(g.Select(e => e.Region)),
                        [
                            .. neighbours[g.Key]
                                .Select(n => n.Neighbour)
                                .OrderBy(n => n.Rank)
                                .ThenBy(n => n.Code),
                        ]
                    );
                }),
        ];
    }

    private static string Most(IEnumerable<string> texts) =>
        texts
            .Where(t => t.Length > 0)
            .GroupBy(t => t, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Key
        ?? "";

    private static List<MeasureColumn> Columns(Harvest harvest, Establishment[] establishments)
    {
        var position = new Dictionary<int, int>();
        for (var i = 0; i < establishments.Length; i++)
            position[establishments[i].Urn.Value] = i;
        var byLaEstab = establishments
            .Where(e => e.LaEstab is not null)
            .ToLookup(e => e.LaEstab!.Value);

        var columns = new List<MeasureColumn>();
        foreach (var file in harvest.Measures.OrderBy(m => m.Source, StringComparer.Ordinal))
        {
            var rows = new List<(int Position, int Row)>();
            for (var row = 0; row < file.Urns.Length; row++)
            {
                var urn =
                    file.Urns[row] > 0
                        ? file.Urns[row]
                        : OpenIn(file.Year, byLaEstab[new LaEstab(file.LaEstabs![row])]);
                if (urn > 0 && position.TryGetValue(urn, out var at))
                    rows.Add((at, row));
            }
            rows =
            [
                .. rows.OrderBy(r => r.Position).ThenBy(r => r.Row).DistinctBy(r => r.Position),
            ];
            var index = new RowIndex(file.Source, [.. rows.Select(r => r.Position)]);
            foreach (var (measure, values, marks) in file.Columns)
                columns.Add(
                    MeasureColumn.Pack(
                        measure,
                        file.Year,
                        index,
                        rows.Select(r => values[r.Row]).ToArray(),
                        rows.Select(r => marks[r.Row]).ToArray()
                    )
                );
        }
        foreach (var file in harvest.Areas.OrderBy(a => a.Source, StringComparer.Ordinal))
        {
            var rows = new List<(int Position, int Row)>();
            for (var i = 0; i < establishments.Length; i++)
                if (
                    establishments[i].Lsoa.Length > 0
                    && file.RowOf.TryGetValue(establishments[i].Lsoa, out var row)
                )
                    rows.Add((i, row));
            var index = new RowIndex(file.Source, [.. rows.Select(r => r.Position)]);
            var none = new string?[rows.Count];
            foreach (var (measure, values) in file.Columns)
                if (!columns.Exists(c => c.Measure.Id == measure.Id && c.Year == file.Year))
                    columns.Add(
                        MeasureColumn.Pack(
                            measure,
                            file.Year,
                            index,
                            rows.Select(r => values[r.Row]).ToArray(),
                            none
                        )
                    );
        }
        return Joined(columns);
    }

    /// <summary>Several files of one measure and year (a first and a second release, a phase each) make one column: for each school the file whose key sorts last and has a figure.</summary>
    private static List<MeasureColumn> Joined(List<MeasureColumn> columns) =>
        [
            .. columns
                .GroupBy(c => (c.Measure.Id, c.Year))
                .Select(g => g.OrderBy(c => c.Rows.Source, StringComparer.Ordinal).Aggregate(Join)),
        ];

    private static MeasureColumn Join(MeasureColumn first, MeasureColumn second)
    {
        int[] positions = [.. first.Rows.Establishments.Union(second.Rows.Establishments).Order()];
        var values = new double[positions.Length];
        var marks = new string?[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var figure = second.Of(positions[i]) is Published.Figure newest
                ? newest
                : first.Of(positions[i]);
            values[i] = figure.OrNull ?? double.NaN;
            marks[i] = figure switch
            {
                Published.Withheld withheld => withheld.Mark,
                Published.NotApplicable notApplicable => notApplicable.Mark,
                _ => "",
            };
        }
        return MeasureColumn.Pack(
            second.Measure,
            second.Year,
            second.Rows with
            {
                Establishments = positions,
            },
            values,
            marks
        );
    }

    /// <summary>The establishment that bore a DfE number in a year: a number passes to the successor.</summary>
    private static int OpenIn(Year year, IEnumerable<Establishment> bearers)
    {
        DateOnly begins = new(year.Starts, 9, 1),
            ends = new(year.Starts + 1, 8, 31);
        return bearers
            .Where(e =>
                (e.Opened is not { } opened || opened <= ends)
                && (e.Closed is not { } closed || closed > begins)
            )
            .OrderBy(e => e.Opened is null)
            .ThenByDescending(e => e.Opened)
            .ThenBy(e => e.Urn)
            .Select(e => e.Urn.Value)
            .FirstOrDefault();
    }
}
