using System.Security.Cryptography;
using System.Text;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Publications;
using Trellis.Schools;

namespace Trellis.Snapshots;

/// <summary>The content of a snapshot as named parts of bytes, and back.</summary>
internal static class SnapshotParts
{
    /// <summary>The layout of the parts. A snapshot of another layout is not read but imported anew.</summary>
    public const int Layout = 1;

    private const string FamiliesPart = "published-families";
    private const string PartnershipsPart = "published-partnerships";
    private const string MembersPart = "published-members";
    private const string NeighboursPart = "published-neighbours/";

    /// <summary>Every part by name. What a file was called, and what was changed in it since publication, is in none of them.</summary>
    public static SortedDictionary<string, byte[]> Of(SnapshotContent content)
    {
        var parts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["establishments"] = Write(w => Establishments(w, content.Establishments)),
            ["links"] = Write(w =>
            {
                var rows = content
                    .Links.OrderBy(l => l.From)
                    .ThenBy(l => l.To)
                    .ThenBy(l => l.Kind)
                    .ToArray();
                w.Wholes(rows, l => l.From.Value);
                w.Wholes(rows, l => l.To.Value);
                w.Wholes(rows, l => (int)l.Kind);
                w.Dates(rows, l => l.Established);
                w.Texts(rows, l => l.Words);
            }),
            ["groups"] = Write(w => Groups(w, [.. content.Groups.OrderBy(g => g.Uid)])),
            ["memberships"] = Write(w =>
            {
                var rows = content
                    .Memberships.OrderBy(m => m.Urn)
                    .ThenBy(m => m.From)
                    .ThenBy(m => m.Uid)
                    .ToArray();
                w.Wholes(rows, m => m.Urn.Value);
                w.Wholes(rows, m => m.Uid.Value);
                w.Dates(rows, m => m.From);
                w.Dates(rows, m => m.To);
                w.Wholes(rows, m => (int)m.FromEvidence);
                w.Wholes(rows, m => (int)m.ToEvidence);
                w.Dates(rows, m => m.FirstSeen);
                w.Dates(rows, m => m.LastSeen);
            }),
            ["inspections"] = Write(w =>
            {
                var rows = content
                    .Inspections.OrderBy(i => i.Urn)
                    .ThenBy(i => i.Date)
                    .ThenBy(i => i.Grade)
                    .ToArray();
                w.Wholes(rows, i => i.Urn.Value);
                w.Dates(rows, i => i.Date);
                w.Optional(rows, i => i.Grade);
                w.Texts(rows, i => i.Category);
                w.Dates(rows, i => i.Published);
                w.Wholes(rows, i => i.Areas.Count);
                var areas = rows.SelectMany(i => i.Areas).ToArray();
                w.Texts(areas, a => a.Area);
                w.Texts(areas, a => a.Standard);
            }),
            ["authorities"] = Write(w =>
            {
                var rows = content.LocalAuthorities.OrderBy(a => a.Code).ToArray();
                w.Wholes(rows, a => a.Code.Value);
                w.Texts(rows, a => a.Name);
                w.Texts(rows, a => a.OnsCode);
                w.Texts(rows, a => a.Region);
                w.Wholes(rows, a => a.Neighbours.Count);
                var neighbours = rows.SelectMany(a => a.Neighbours).ToArray();
                w.Wholes(neighbours, n => n.Code.Value);
                w.Wholes(neighbours, n => n.Rank);
                w.Texts(neighbours, n => n.Closeness);
            }),
            ["hubs"] = Write(w =>
            {
                w.Texts(content.Hubs, h => h.Code);
                w.Texts(content.Hubs, h => h.Name);
                w.Texts(content.Hubs, h => h.LeadSchool);
                w.Wholes(content.Hubs, h => h.Districts.Count);
                w.Texts(content.Hubs.SelectMany(h => h.Districts).ToArray(), d => d);
            }),
            ["outlines"] = Write(w =>
            {
                w.Texts(content.Outlines, o => o.Kind);
                w.Texts(content.Outlines, o => o.Code);
                w.Texts(content.Outlines, o => o.Name);
                w.Wholes(content.Outlines, o => o.Polygons.Count);
                var polygons = content.Outlines.SelectMany(o => o.Polygons).ToArray();
                w.Wholes(polygons, p => p.Count);
                var rings = polygons.SelectMany(p => p).ToArray();
                w.Wholes(rings, r => r.Count);
                var points = rings.SelectMany(r => r).ToArray();
                w.Singles(points.Select(p => p.Lon).ToArray());
                w.Singles(points.Select(p => p.Lat).ToArray());
            }),
            ["sources"] = Write(w =>
            {
                var rows = content.Sources.OrderBy(s => s.Key, StringComparer.Ordinal).ToArray();
                w.Texts(rows, s => s.Key);
                w.Texts(rows, s => s.Title);
                w.Texts(rows, s => s.Publisher);
                w.Texts(rows, s => s.Period);
                w.Dates(rows, s => s.Date);
            }),
            ["measures"] = Write(w =>
            {
                var rows = content
                    .Columns.Select(c => c.Measure)
                    .DistinctBy(m => m.Id)
                    .OrderBy(m => m.Id, StringComparer.Ordinal)
                    .ToArray();
                w.Texts(rows, m => m.Id);
                w.Texts(rows, m => m.Label);
                w.Texts(rows, m => m.Subject);
                w.Wholes(rows, m => (int)m.Unit);
                w.Wholes(rows, m => m.Decimals);
                w.Texts(rows, m => m.Higher);
                w.Texts(rows, m => m.Phases);
                w.Texts(rows, m => m.What);
                w.Texts(rows, m => m.Publisher);
                w.Wholes(rows, m => m.Calendar ? 1 : 0);
                w.Dates(rows, m => m.Reviewed);
            }),
        };
        // Only where there are any, so that a snapshot of files without a release of ours keeps the id it always had.
        if (content.Families.Count > 0)
            parts[FamiliesPart] = Write(w =>
            {
                var rows = content
                    .Families.OrderBy(f => f.Kind, StringComparer.Ordinal)
                    .ThenBy(f => f.Phase, StringComparer.Ordinal)
                    .ThenBy(f => f.Family, StringComparer.Ordinal)
                    .ThenBy(f => f.Urn?.Value ?? 0)
                    .ToArray();
                w.Texts(rows, f => f.Family);
                w.Texts(rows, f => f.Kind);
                w.Texts(rows, f => f.Phase);
                w.Wholes(rows, f => f.Urn?.Value ?? 0);
                w.Dates(rows, f => f.Since);
            });
        if (content.Register.On is { } day)
        {
            var register = content.Register.InOrder();
            parts[PartnershipsPart] = Write(w =>
            {
                var rows = register.Partnerships.ToArray();
                w.Dates([day], d => d);
                w.Texts(rows, p => p.Id);
                w.Texts(rows, p => p.Name);
                w.Texts(rows, p => p.Model);
                w.Dates(rows, p => p.Began);
                w.Dates(rows, p => p.Ended);
                w.Texts(rows, p => p.EndReason);
                w.Texts(rows, p => string.Join('|', p.Purposes));
                w.Wholes(rows, p => p.Depth);
                w.Wholes(rows, p => p.Willing ? 1 : 0);
            });
            parts[MembersPart] = Write(w =>
            {
                var rows = register.Members.ToArray();
                w.Texts(rows, m => m.Partnership);
                w.Texts(rows, m => m.Party);
                w.Texts(rows, m => m.Name);
                w.Texts(rows, m => string.Join('|', m.Roles));
                w.Wholes(rows, m => m.IsConfirmed ? 1 : 0);
                w.Dates(rows, m => m.From);
                w.Dates(rows, m => m.To);
            });
        }
        foreach (var lists in content.Neighbours.Lists)
            parts[$"{NeighboursPart}{lists.Phase}/{lists.Method}"] = Write(w =>
            {
                w.Wholes(lists.AllSchools);
                w.Wholes(lists.AllCounts);
                w.Wholes(lists.AllNeighbours);
            });
        foreach (var file in content.Columns.GroupBy(c => c.Rows.Source))
        {
            // Several columns of one source share their rows; a joined column has rows of its own.
            var number = 0;
            foreach (
                var index in file.GroupBy(c => c.Rows, ReferenceEqualityComparer.Instance)
                    .OrderBy(g => g.Min(c => c.Measure.Id), StringComparer.Ordinal)
            )
            {
                var name = $"{file.Key}#{number++}";
                parts[$"rows/{name}"] = Write(w => w.Wholes(((RowIndex)index.Key!).Establishments));
                foreach (var column in index)
                    parts[$"column/{column.Measure.Id}/{column.Year.Starts}/{name}"] =
                        column.ToBytes();
            }
        }
        return parts;
    }

    /// <summary>The id: SHA-256 over each part's name, length and bytes, in the order of the names.</summary>
    public static string Hash(IReadOnlyDictionary<string, byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in parts.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{bytes.Length}\n"));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <exception cref="InvalidDataException">A part is missing or ends too early.</exception>
    public static SnapshotContent Read(IReadOnlyDictionary<string, byte[]> parts)
    {
        PackedReader Part(string name) =>
            parts.TryGetValue(name, out var bytes)
                ? new PackedReader(bytes, name)
                : throw new InvalidDataException($"The snapshot has no part '{name}'.");

        return new SnapshotContent
        {
            Establishments = Establishments(Part("establishments")),
            Links = Links(Part("links")),
            Groups = Groups(Part("groups")),
            Memberships = Memberships(Part("memberships")),
            Inspections = Inspections(Part("inspections")),
            LocalAuthorities = Authorities(Part("authorities")),
            Hubs = Hubs(Part("hubs")),
            Outlines = Outlines(Part("outlines")),
            Sources = Sources(Part("sources")),
            Families = parts.ContainsKey(FamiliesPart) ? Families(Part(FamiliesPart)) : [],
            Neighbours = new PublishedNeighbours(
                parts
                    .Keys.Where(k => k.StartsWith(NeighboursPart, StringComparison.Ordinal))
                    .Select(k => Lists(k[NeighboursPart.Length..].Split('/', 2), Part(k)))
            ),
            Register = parts.ContainsKey(PartnershipsPart)
                ? Register(Part(PartnershipsPart), Part(MembersPart))
                : PublishedRegister.None,
            Columns = Columns(Part("measures"), parts),
        };
    }

    private static PublishedFamily[] Families(PackedReader r)
    {
        var family = r.Texts();
        var kind = r.Texts();
        var phase = r.Texts();
        var urn = r.Wholes();
        var since = r.Dates();
        var rows = new PublishedFamily[family.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new PublishedFamily(
                family[i],
                kind[i],
                phase[i],
                urn[i] > 0 ? new Urn(urn[i]) : null,
                since[i] ?? default
            );
        return rows;
    }

    private static PublishedRegister Register(PackedReader r, PackedReader m)
    {
        var on = r.Dates()[0];
        var id = r.Texts();
        var name = r.Texts();
        var model = r.Texts();
        var began = r.Dates();
        var ended = r.Dates();
        var reason = r.Texts();
        var purposes = r.Texts();
        var depth = r.Wholes();
        var willing = r.Wholes();
        var of = m.Texts();
        var party = m.Texts();
        var called = m.Texts();
        var roles = m.Texts();
        var confirmed = m.Wholes();
        var from = m.Dates();
        var to = m.Dates();
        return new PublishedRegister(
            on,
            [
                .. id.Select(
                    (one, i) =>
                        new PublishedPartnership(
                            one,
                            name[i],
                            model[i],
                            began[i] ?? default,
                            ended[i],
                            reason[i],
                            PublishedRegister.Codes(purposes[i]),
                            depth[i],
                            willing[i] == 1
                        )
                ),
            ],
            [
                .. of.Select(
                    (one, i) =>
                        new PublishedMember(
                            one,
                            party[i],
                            called[i],
                            PublishedRegister.Codes(roles[i]),
                            confirmed[i] == 1,
                            from[i] ?? default,
                            to[i]
                        )
                ),
            ]
        );
    }

    private static PublishedLists Lists(string[] phaseAndMethod, PackedReader r) =>
        new(phaseAndMethod[1], phaseAndMethod[0], r.Wholes(), r.Wholes(), r.Wholes());

    private static byte[] Write(Action<PackedWriter> write)
    {
        var writer = new PackedWriter();
        write(writer);
        return writer.ToArray();
    }

    private static void Establishments(PackedWriter w, IReadOnlyList<Establishment> unsorted)
    {
        var rows = unsorted.OrderBy(e => e.Urn).ToArray();
        w.Wholes(rows, e => e.Urn.Value);
        w.Texts(rows, e => e.Name);
        w.Wholes(rows, e => e.La?.Value ?? 0);
        w.Texts(rows, e => e.LaName);
        w.Wholes(rows, e => e.LaEstab?.Value ?? 0);
        w.Wholes(rows, e => e.Ukprn?.Value ?? 0);
        w.Texts(rows, e => e.Type);
        w.Texts(rows, e => e.TypeGroup);
        w.Wholes(rows, e => (int)e.Status);
        w.Texts(rows, e => e.ReasonOpened);
        w.Dates(rows, e => e.Opened);
        w.Dates(rows, e => e.Closed);
        w.Wholes(rows, e => (int)e.Phase);
        w.Optional(rows, e => e.LowAge);
        w.Optional(rows, e => e.HighAge);
        w.Texts(rows, e => e.SixthForm);
        w.Texts(rows, e => e.Gender);
        w.Texts(rows, e => e.Religion);
        w.Texts(rows, e => e.Diocese);
        w.Texts(rows, e => e.Admissions);
        w.Optional(rows, e => e.Capacity);
        w.Optional(rows, e => e.Pupils);
        w.Doubles(rows.Select(e => e.PercentFsm ?? double.NaN).ToArray());
        w.Texts(rows, e => e.Street);
        w.Texts(rows, e => e.Locality);
        w.Texts(rows, e => e.Address3);
        w.Texts(rows, e => e.Town);
        w.Texts(rows, e => e.County);
        w.Texts(rows, e => e.Postcode);
        w.Texts(rows, e => e.Website);
        w.Texts(rows, e => e.Telephone);
        w.Texts(rows, e => e.Region);
        w.Texts(rows, e => e.District);
        w.Texts(rows, e => e.Ward);
        w.Texts(rows, e => e.Constituency);
        w.Texts(rows, e => e.UrbanRural);
        w.Wholes(rows, e => e.Place?.Easting ?? 0);
        w.Wholes(rows, e => e.Place?.Northing ?? 0);
        w.Texts(rows, e => e.Msoa);
        w.Texts(rows, e => e.Lsoa);
        w.Texts(rows, e => e.OfstedRating);
        w.Dates(rows, e => e.AsOf);
    }

    private static Establishment[] Establishments(PackedReader r)
    {
        var urn = r.Wholes();
        var name = r.Texts();
        var la = r.Wholes();
        var laName = r.Texts();
        var laEstab = r.Wholes();
        var ukprn = r.Wholes();
        var type = r.Texts();
        var typeGroup = r.Texts();
        var status = r.Wholes();
        var reason = r.Texts();
        var opened = r.Dates();
        var closed = r.Dates();
        var phase = r.Wholes();
        var low = r.Optional();
        var high = r.Optional();
        var sixth = r.Texts();
        var gender = r.Texts();
        var religion = r.Texts();
        var diocese = r.Texts();
        var admissions = r.Texts();
        var capacity = r.Optional();
        var pupils = r.Optional();
        var fsm = r.Doubles();
        var street = r.Texts();
        var locality = r.Texts();
        var address3 = r.Texts();
        var town = r.Texts();
        var county = r.Texts();
        var postcode = r.Texts();
        var website = r.Texts();
        var telephone = r.Texts();
        var region = r.Texts();
        var district = r.Texts();
        var ward = r.Texts();
        var constituency = r.Texts();
        var rural = r.Texts();
        var easting = r.Wholes();
        var northing = r.Wholes();
        var msoa = r.Texts();
        var lsoa = r.Texts();
        var rating = r.Texts();
        var asOf = r.Dates();
        var rows = new Establishment[urn.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new Establishment
            {
                Urn = new Urn(urn[i]),
                Name = name[i],
                La = la[i] > 0 ? new LaCode(la[i]) : null,
                LaName = laName[i],
                LaEstab = laEstab[i] > 0 ? new LaEstab(laEstab[i]) : null,
                Ukprn = ukprn[i] > 0 ? new Ukprn(ukprn[i]) : null,
                Type = type[i],
                TypeGroup = typeGroup[i],
                Status = (Status)status[i],
                ReasonOpened = reason[i],
                Opened = opened[i],
                Closed = closed[i],
                Phase = (Phase)phase[i],
                LowAge = low[i],
                HighAge = high[i],
                SixthForm = sixth[i],
                Gender = gender[i],
                Religion = religion[i],
                Diocese = diocese[i],
                Admissions = admissions[i],
                Capacity = capacity[i],
                Pupils = pupils[i],
                PercentFsm = double.IsNaN(fsm[i]) ? null : fsm[i],
                Street = street[i],
                Locality = locality[i],
                Address3 = address3[i],
                Town = town[i],
                County = county[i],
                Postcode = postcode[i],
                Website = website[i],
                Telephone = telephone[i],
                Region = region[i],
                District = district[i],
                Ward = ward[i],
                Constituency = constituency[i],
                UrbanRural = rural[i],
                Place = easting[i] > 0 ? new GridPoint(easting[i], northing[i]) : null,
                Msoa = msoa[i],
                Lsoa = lsoa[i],
                OfstedRating = rating[i],
                AsOf = asOf[i] ?? default,
            };
        return rows;
    }

    private static Link[] Links(PackedReader r)
    {
        var from = r.Wholes();
        var to = r.Wholes();
        var kind = r.Wholes();
        var established = r.Dates();
        var words = r.Texts();
        var rows = new Link[from.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new Link(
                new Urn(from[i]),
                new Urn(to[i]),
                (LinkKind)kind[i],
                established[i],
                words[i]
            );
        return rows;
    }

    private static void Groups(PackedWriter w, IReadOnlyList<Group> rows)
    {
        w.Wholes(rows, g => g.Uid.Value);
        w.Texts(rows, g => g.Name);
        w.Texts(rows, g => g.GroupId);
        w.Texts(rows, g => g.CompanyNumber);
        w.Wholes(rows, g => g.Ukprn?.Value ?? 0);
        w.Dates(rows, g => g.Opened);
        w.Dates(rows, g => g.Closed);
        w.Wholes(rows, g => g.IsOpen ? 1 : 0);
        w.Texts(rows, g => g.Postcode);
        w.Dates(rows, g => g.AsOf);
        w.Wholes(rows, g => g.Types.Count);
        var types = rows.SelectMany(g => g.Types).ToArray();
        w.Dates(types, t => t.From);
        w.Wholes(types, t => (int)t.Type);
    }

    private static Group[] Groups(PackedReader r)
    {
        var uid = r.Wholes();
        var name = r.Texts();
        var id = r.Texts();
        var company = r.Texts();
        var ukprn = r.Wholes();
        var opened = r.Dates();
        var closed = r.Dates();
        var open = r.Wholes();
        var postcode = r.Texts();
        var asOf = r.Dates();
        var counts = r.Wholes();
        var typeFrom = r.Dates();
        var type = r.Wholes();
        var rows = new Group[uid.Length];
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            var types = new DatedType[counts[i]];
            for (var k = 0; k < types.Length; k++, at++)
                types[k] = new DatedType(typeFrom[at] ?? default, (GroupType)type[at]);
            rows[i] = new Group(
                new Uid(uid[i]),
                name[i],
                types,
                id[i],
                company[i],
                ukprn[i] > 0 ? new Ukprn(ukprn[i]) : null,
                opened[i],
                closed[i],
                open[i] == 1,
                postcode[i],
                asOf[i] ?? default
            );
        }
        return rows;
    }

    private static Membership[] Memberships(PackedReader r)
    {
        var urn = r.Wholes();
        var uid = r.Wholes();
        var from = r.Dates();
        var to = r.Dates();
        var fromEvidence = r.Wholes();
        var toEvidence = r.Wholes();
        var first = r.Dates();
        var last = r.Dates();
        var rows = new Membership[urn.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new Membership(
                new Urn(urn[i]),
                new Uid(uid[i]),
                from[i] ?? default,
                to[i],
                (EndEvidence)fromEvidence[i],
                (EndEvidence)toEvidence[i],
                first[i] ?? default,
                last[i] ?? default
            );
        return rows;
    }

    private static Inspection[] Inspections(PackedReader r)
    {
        var urn = r.Wholes();
        var date = r.Dates();
        var grade = r.Optional();
        var category = r.Texts();
        var published = r.Dates();
        var counts = r.Wholes();
        var area = r.Texts();
        var standard = r.Texts();
        var rows = new Inspection[urn.Length];
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            var areas = counts[i] == 0 ? [] : new ReportArea[counts[i]];
            for (var k = 0; k < areas.Length; k++, at++)
                areas[k] = new ReportArea(area[at], standard[at]);
            rows[i] = new Inspection(
                new Urn(urn[i]),
                date[i] ?? default,
                grade[i],
                category[i],
                published[i],
                areas
            );
        }
        return rows;
    }

    private static LocalAuthority[] Authorities(PackedReader r)
    {
        var code = r.Wholes();
        var name = r.Texts();
        var ons = r.Texts();
        var region = r.Texts();
        var counts = r.Wholes();
        var neighbour = r.Wholes();
        var rank = r.Wholes();
        var closeness = r.Texts();
        var rows = new LocalAuthority[code.Length];
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            var neighbours = new StatisticalNeighbour[counts[i]];
            for (var k = 0; k < neighbours.Length; k++, at++)
                neighbours[k] = new StatisticalNeighbour(
                    new LaCode(neighbour[at]),
                    rank[at],
                    closeness[at]
                );
            rows[i] = new LocalAuthority(
                new LaCode(code[i]),
                name[i],
                ons[i],
                region[i],
                neighbours
            );
        }
        return rows;
    }

    private static TeachingSchoolHub[] Hubs(PackedReader r)
    {
        var code = r.Texts();
        var name = r.Texts();
        var lead = r.Texts();
        var counts = r.Wholes();
        var district = r.Texts();
        var rows = new TeachingSchoolHub[code.Length];
        for (int i = 0, at = 0; i < rows.Length; at += counts[i], i++)
            rows[i] = new TeachingSchoolHub(
                code[i],
                name[i],
                lead[i],
                district[at..(at + counts[i])]
            );
        return rows;
    }

    private static Outline[] Outlines(PackedReader r)
    {
        var kind = r.Texts();
        var code = r.Texts();
        var name = r.Texts();
        var polygonCounts = r.Wholes();
        var ringCounts = r.Wholes();
        var pointCounts = r.Wholes();
        var lon = r.Singles();
        var lat = r.Singles();
        int ring = 0,
            polygon = 0,
            point = 0;
        var rows = new Outline[kind.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var polygons = new IReadOnlyList<IReadOnlyList<LonLat>>[polygonCounts[i]];
            for (var p = 0; p < polygons.Length; p++, polygon++)
            {
                var rings = new IReadOnlyList<LonLat>[ringCounts[polygon]];
                for (var k = 0; k < rings.Length; k++, ring++)
                {
                    var points = new LonLat[pointCounts[ring]];
                    for (var n = 0; n < points.Length; n++, point++)
                        points[n] = new LonLat(lon[point], lat[point]);
                    rings[k] = points;
                }
                polygons[p] = rings;
            }
            rows[i] = new Outline(kind[i], code[i], name[i], polygons);
        }
        return rows;
    }

    private static SourceNote[] Sources(PackedReader r)
    {
        var key = r.Texts();
        var title = r.Texts();
        var publisher = r.Texts();
        var period = r.Texts();
        var date = r.Dates();
        var rows = new SourceNote[key.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new SourceNote(
                key[i],
                title[i],
                publisher[i],
                period[i],
                date[i] ?? default,
                ""
            );
        return rows;
    }

    private static List<MeasureColumn> Columns(
        PackedReader r,
        IReadOnlyDictionary<string, byte[]> parts
    )
    {
        var id = r.Texts();
        var label = r.Texts();
        var subject = r.Texts();
        var unit = r.Wholes();
        var decimals = r.Wholes();
        var higher = r.Texts();
        var phases = r.Texts();
        var what = r.Texts();
        var publisher = r.Texts();
        var calendar = r.Wholes();
        var reviewed = r.Dates();
        var measures = new Dictionary<string, Measure>(StringComparer.Ordinal);
        for (var i = 0; i < id.Length; i++)
            measures[id[i]] = new Measure(
                id[i],
                label[i],
                subject[i],
                (Unit)unit[i],
                decimals[i],
                higher[i],
                phases[i],
                what[i],
                publisher[i],
                calendar[i] == 1,
                reviewed[i] ?? default
            );
        var indexes = new Dictionary<string, RowIndex>(StringComparer.Ordinal);
        foreach (var (name, bytes) in parts)
            if (name.StartsWith("rows/", StringComparison.Ordinal))
            {
                var file = name["rows/".Length..];
                indexes[file] = new RowIndex(
                    file[..file.LastIndexOf('#')],
                    new PackedReader(bytes, name).Wholes()
                );
            }
        var columns = new List<MeasureColumn>();
        foreach (var (name, bytes) in parts)
        {
            if (!name.StartsWith("column/", StringComparison.Ordinal))
                continue;
            var fields = name.Split('/', 4);
            columns.Add(
                MeasureColumn.FromBytes(
                    measures[fields[1]],
                    new Year(int.Parse(fields[2])),
                    indexes[fields[3]],
                    bytes
                )
            );
        }
        return columns;
    }
}
