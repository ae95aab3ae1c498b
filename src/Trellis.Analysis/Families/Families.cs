using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Trellis.Places;
using Trellis.Publications;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Families;

/// <summary>
/// The families of a snapshot: the last release's, if one is among its files, carried on by <see cref="FamilyRule"/>; else
/// drawn anew. Worked out when first asked for, then kept; safe to ask from many threads.
/// </summary>
public sealed class Families
{
    private static readonly ConditionalWeakTable<Snapshot, Families> Kept = [];

    private readonly ConcurrentDictionary<(FamilyKind, Peers), Lazy<Partition>> partitions = new();

    private Families(Snapshot snapshot) => Snapshot = snapshot;

    /// <summary>One for each snapshot, for as long as the snapshot lives.</summary>
    public static Families In(Snapshot snapshot) => Kept.GetValue(snapshot, s => new Families(s));

    public Snapshot Snapshot { get; }

    /// <summary>The day of this release: of the newest file that is not a release of ours.</summary>
    public DateOnly Release =>
        Snapshot
            .Sources.Where(s =>
                !s.Key.StartsWith("families/", StringComparison.Ordinal)
                && !s.Key.StartsWith("neighbours/", StringComparison.Ordinal)
            )
            .Select(s => s.Date)
            .DefaultIfEmpty()
            .Max();

    /// <summary>The families of a kind and phase, by id; empty where the snapshot has no such schools.</summary>
    public IReadOnlyList<Family> Of(FamilyKind kind, Peers peers) => Part(kind, peers).Families;

    /// <summary>A family by its id, whatever its letter case; null where there is none.</summary>
    public Family? Find(string id)
    {
        var kind = id.StartsWith("national-", StringComparison.OrdinalIgnoreCase)
            ? FamilyKind.National
            : FamilyKind.Regional;
        foreach (var peers in Enum.GetValues<Peers>())
            if (id.Contains($"-{peers.Key()}-", StringComparison.OrdinalIgnoreCase))
                return Part(kind, peers).ById.GetValueOrDefault(id);
        return null;
    }

    /// <summary>The family of a school; null where it is in none, as it is not open or not of a phase that has families.</summary>
    public Family? Of(School school, FamilyKind kind) =>
        PeersOf.School(school, Snapshot) is { } peers
            ? Part(kind, peers).BySchool.GetValueOrDefault(school)
            : null;

    /// <summary>How the families of a kind and phase stand: sizes, what changed since the last release, how well they tell results.</summary>
    public FamilyFigures Figures(FamilyKind kind, Peers peers) =>
        FamilyFigures.Of(this, kind, peers);

    /// <summary>The ids that have ended, which are not given again, with the release in which they did.</summary>
    public IReadOnlyList<(string Id, DateOnly On)> Ended(FamilyKind kind, Peers peers) =>
        Part(kind, peers).Ended;

    internal Nearby Nearby(Peers peers) => Part(FamilyKind.Regional, peers).Nearby;

    private Partition Part(FamilyKind kind, Peers peers) =>
        partitions
            .GetOrAdd(
                (kind, peers),
                key => new Lazy<Partition>(() => new Partition(this, key.Item1, key.Item2))
            )
            .Value;

    private sealed class Partition
    {
        public Partition(Families families, FamilyKind kind, Peers peers)
        {
            var snapshot = families.Snapshot;
            var seen = Likeness.In(snapshot).Population(peers, SimilarMethods.DefaultFor(peers));
            var schools = seen.Population.Schools;
            Nearby = new Nearby(snapshot, schools);
            if (schools.Count == 0)
                return;
            var published = snapshot
                .PublishedFamilies.Where(f => f.Kind == kind.Key() && f.Phase == peers.Key())
                .ToArray();
            var ids = published
                .Where(f => f.Urn is not null)
                .Select(f => f.Family)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
            var (before, since) = Before(snapshot, seen.Population, published, ids);
            var of = new FamilyDraw(seen.Points, kind, Nearby).Carried(before);
            var release = families.Release;

            var used = ids.Concat(published.Select(f => f.Family))
                .ToHashSet(StringComparer.Ordinal);
            var groups = Enumerable
                .Range(0, schools.Count)
                .GroupBy(row => of[row])
                .OrderBy(g => g.Key)
                .Select(g => (Number: g.Key, Rows: g.ToArray()))
                .ToArray();
            var words = new FamilyWords(seen.Population);
            var made = new List<Family>();
            var centres = new Clustering.Centres(seen.Points, groups.Select(g => g.Rows).ToArray());
            for (var g = 0; g < groups.Length; g++)
            {
                var (number, rows) = groups[g];
                if (number >= ids.Count)
                {
                    // New families follow those before in number.
                    var id = NewId(kind, peers, rows.Select(r => schools[r].Current), used);
                    used.Add(id);
                    while (ids.Count <= number)
                        ids.Add("");
                    ids[number] = id;
                }
                var members = new FamilyMember[rows.Length];
                for (var i = 0; i < rows.Length; i++)
                {
                    var fit = centres.Distance(rows[i], g);
                    members[i] = new FamilyMember(
                        schools[rows[i]],
                        before[rows[i]] == number ? since[rows[i]] : release,
                        double.IsNaN(fit) ? null : fit
                    );
                }
                made.Add(
                    new Family(
                        ids[number],
                        kind,
                        peers,
                        NameOf(ids[number], kind, peers, snapshot),
                        members,
                        words.Of(rows)
                    )
                );
            }
            Families = [.. made.OrderBy(f => f.Id, StringComparer.Ordinal)];
            foreach (var family in Families)
            {
                ById[family.Id] = family;
                foreach (var member in family.Members)
                    BySchool[member.School] = family;
            }
            Ended =
            [
                .. published
                    .Where(f => f.Urn is null)
                    .Select(f => (f.Family, f.Since))
                    .Concat(
                        published
                            .Where(f => f.Urn is not null)
                            .Select(f => f.Family)
                            .Distinct(StringComparer.Ordinal)
                            .Where(id => !ById.ContainsKey(id))
                            .Select(id => (id, release))
                    )
                    .OrderBy(e => e.Item1, StringComparer.Ordinal),
            ];
        }

        public IReadOnlyList<Family> Families { get; } = [];

        public Dictionary<string, Family> ById { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Dictionary<School, Family> BySchool { get; } =
            new(ReferenceEqualityComparer.Instance);

        public IReadOnlyList<(string Id, DateOnly On)> Ended { get; } = [];

        public Nearby Nearby { get; }
    }

    /// <summary>Each school's family in the last release, followed along its chain to the URN it has now.</summary>
    private static (int[] Family, DateOnly[] Since) Before(
        Snapshot snapshot,
        Population population,
        IEnumerable<PublishedFamily> published,
        List<string> ids
    )
    {
        var family = new int[population.Schools.Count];
        var since = new DateOnly[family.Length];
        Array.Fill(family, -1);
        var number = ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        // Where two URNs of a chain are listed, the later speaks: rows come by URN within a family, families by id.
        foreach (var row in published.Where(f => f.Urn is not null).OrderBy(f => f.Urn!.Value))
            if (
                snapshot.SchoolOf(row.Urn!.Value) is { } school
                && population.PositionOf(school) is >= 0 and var at
            )
                (family[at], since[at]) = (number[row.Family], row.Since);
        return (family, since);
    }

    private static string NewId(
        FamilyKind kind,
        Peers peers,
        IEnumerable<Establishment> schools,
        HashSet<string> used
    )
    {
        var place =
            kind == FamilyKind.National
                ? kind.Key()
                : Slug(
                    schools
                        .GroupBy(s => s.LaName, StringComparer.Ordinal)
                        .OrderByDescending(g => g.Count())
                        .ThenBy(g => g.Key, StringComparer.Ordinal)
                        .First()
                        .Key
                );
        for (var number = 1; ; number++)
        {
            var id = string.Create(
                CultureInfo.InvariantCulture,
                $"{place}-{peers.Key()}-{number:000}"
            );
            if (!used.Contains(id))
                return id;
        }
    }

    /// <summary>"kingston-upon-hull-city-of"; "england" where there are no letters.</summary>
    private static string Slug(string name)
    {
        var slug = Slugs.Of(name);
        return slug.Length == 0 ? "england" : slug;
    }

    private static string NameOf(string id, FamilyKind kind, Peers peers, Snapshot snapshot)
    {
        var phase = $"-{peers.Key()}-";
        var at = id.LastIndexOf(phase, StringComparison.Ordinal);
        var number = id[(at + phase.Length)..].TrimStart('0');
        var schools = char.ToUpperInvariant(peers.Words()[0]) + peers.Words()[1..];
        if (kind == FamilyKind.National)
            return $"{schools}, national family {number}";
        var slug = id[..at];
        var place =
            snapshot.LocalAuthorities.FirstOrDefault(a => Slug(a.Name) == slug)?.Name
            ?? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(slug.Replace('-', ' '));
        return $"{schools} around {place}, family {number}";
    }
}
