using System.Buffers;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Search;

/// <summary>Finds schools, groups, authorities and regions of one snapshot by name, place, postcode or number.</summary>
/// <remarks>
/// Built once when the snapshot is loaded; it holds positions in the snapshot and no copy of its text, never changes, and
/// may be asked from any number of threads. The order of an answer: a number or postcode itself, the exact name, its
/// beginning, all its words, then names like it (words weighed by how rare they are, a slip or two forgiven in each);
/// open before closed, schools before children's centres, then by name and number, so that it is the same each time.
/// </remarks>
public sealed class SearchIndex
{
    private const int RankBits = 24;
    private const ulong RankMask = (1UL << RankBits) - 1;

    private readonly Snapshot snapshot;
    private readonly Identifiers identifiers;
    private readonly NameTable names;
    private readonly Keys postcodes;
    private readonly IReadOnlyList<string> regions;
    private readonly FacetColumn[] facets;
    private readonly int[] ranks;
    private readonly int[] byRank;
    private readonly bool[] closed;
    private readonly bool[] centres;
    private readonly int firstGroup;
    private readonly int firstAuthority;
    private readonly int firstRegion;

    private SearchIndex(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        identifiers = Resolver.Of(snapshot);
        regions = Regions
            .Names.Where(name =>
                snapshot.LocalAuthorities.Any(a => a.Region == name)
                || snapshot.Establishments.Any(e => e.Region == name)
            )
            .ToArray();
        firstGroup = snapshot.Schools.Count;
        firstAuthority = firstGroup + snapshot.Groups.Count;
        firstRegion = firstAuthority + snapshot.LocalAuthorities.Count;
        var entries = firstRegion + regions.Count;
        closed = new bool[entries];
        centres = new bool[entries];
        ReadStates();
        // Half of the work is the words of the names, and the other half needs none of it.
        var naming = Task.Run(ReadNames);
        postcodes = ReadPostcodes();
        facets = ReadFacets(entries);
        (ranks, byRank) = RankByName(entries);
        names = naming.GetAwaiter().GetResult();
    }

    /// <summary>Reads every name of the snapshot: a few tenths of a second for England.</summary>
    public static SearchIndex Build(Snapshot snapshot) => new(snapshot);

    /// <summary>Answers a query: a page of hits, the total, and the counts of every facet.</summary>
    public SearchAnswer Find(SearchQuery query)
    {
        var text = query.Text.Trim();
        using var found = new Found(byRank.Length);
        var origin = query.Order == SearchOrder.Distance ? OriginOf(query, text) : null;
        var everywhere = text.Length == 0 || (origin is not null && query.Near.Length == 0);
        ulong[] keys;
        if (everywhere)
            keys = AllByName(schoolsOnly: origin is not null);
        else
        {
            Match(query.Text, text, found);
            keys = found.Keys();
        }

        var counted = KeepAllowed(ref keys, query);
        if (origin is not null)
            OrderByDistance(keys, origin.Place);
        else if (query.Order == SearchOrder.Name)
            for (var i = 0; i < keys.Length; i++)
                keys[i] &= RankMask;

        var size = Math.Max(1, query.PageSize);
        var page = Math.Max(1, query.Page);
        var from = (int)Math.Min((long)(page - 1) * size, keys.Length);
        var to = (int)Math.Min((long)from + size, keys.Length);
        Smallest.First(keys, to);
        var hits = new List<SearchHit>(to - from);
        foreach (var key in keys.AsSpan(from, to - from))
            hits.Add(HitOf(byRank[(int)(key & RankMask)], found, origin));
        var pages = Math.Max(1, (int)(((long)keys.Length + size - 1) / size));
        return new SearchAnswer(query, keys.Length, page, pages, hits, counted, origin);
    }

    /// <summary>The few best for a text still being typed, as relevance orders them; empty for an empty text.</summary>
    public IReadOnlyList<SearchHit> Suggest(string prefix, int count)
    {
        var text = prefix.Trim();
        if (text.Length == 0 || count < 1)
            return [];
        using var found = new Found(byRank.Length);
        Match(prefix, text, found);
        var keys = found.Keys();
        var shown = Math.Min(count, keys.Length);
        Smallest.First(keys, shown);
        return keys.Take(shown)
            .Select(key => HitOf(byRank[(int)(key & RankMask)], found, null))
            .ToArray();
    }

    /// <summary>The canonical address of whatever bears a number or code, or null; see <see cref="Resolver"/>.</summary>
    public string? Resolve(string text) => Resolver.Resolve(snapshot, text);

    private void Match(string asTyped, string text, Found found)
    {
        var place = 0;
        foreach (var target in identifiers.Find(text))
        {
            var entry = EntryOf(target);
            found.Offer(entry, Key(Answers.Number, place++ / 65535f, entry), 0);
            if (
                target.Kind == TargetKind.School
                && Urn.TryParse(text, null, out var urn)
                && snapshot.Schools[entry] is var school
                && school.Urn != urn
                && school.Urns.Contains(urn)
            )
                found.FoundByFormer(entry, urn.Value);
        }
        if (found.Count > 0)
            return;

        if (Postcode.TryParse(text, out var postcode))
        {
            foreach (var wider in Wider(postcode))
            {
                var (low, high) = wider.Range;
                foreach (var entry in postcodes.Between(low, high))
                    found.Offer(entry, Key(Answers.Number, 0, entry), 0);
                if (found.Count > 0)
                    return;
            }
        }
        // A blank at the end says that the last word is finished.
        var ended = asTyped.Length > 0 && char.IsWhiteSpace(asTyped[^1]);
        names.Search(
            ended ? text + " " : text,
            NameOf,
            (entry, formerUrn, answers, alike) =>
                found.Offer(entry, Key(answers, 1 - alike, entry), formerUrn)
        );
    }

    /// <summary>The postcode itself, then its sector, then its district.</summary>
    private static IEnumerable<Postcode> Wider(Postcode postcode)
    {
        yield return postcode;
        if (postcode.Inward.Length > 1)
            yield return postcode with
            {
                Inward = postcode.Inward[..1],
            };
        if (postcode.Inward.Length > 0)
            yield return postcode with
            {
                Inward = "",
            };
    }

    /// <summary>One number that sorts as answers should: how it answers, open, kind, how alike, then the rank of its name.</summary>
    private ulong Key(Answers answers, float unlike, int entry)
    {
        ulong shut = 0,
            kind = 0;
        if (answers == Answers.Near)
        {
            // Among names that are merely like it, a closed school that is much more like it still comes first.
            var share = closed[entry] ? .85f : 1;
            unlike = 1 - ((1 - unlike) * (centres[entry] ? share * .9f : share));
        }
        else
        {
            shut = closed[entry] ? 1UL : 0;
            kind = KindOrder(entry, answers);
        }
        var score = (ulong)(Math.Clamp(unlike, 0, 1) * 65535);
        // Numbers and exact names answer in full: there only the order given counts before the name.
        if (answers == Answers.Number)
            (shut, kind) = score > 0 ? (0UL, 0UL) : (shut, kind);
        return ((ulong)answers << (RankBits + 20))
            | (shut << (RankBits + 19))
            | (kind << (RankBits + 16))
            | (score << RankBits)
            | (uint)ranks[entry];
    }

    private ulong KindOrder(int entry, Answers answers)
    {
        // Who types "Hack" means Hackney before the schools that begin so; who types a whole name means what bears it.
        var area = answers is Answers.Beginning ? 0UL : 4UL;
        return entry >= firstAuthority ? area
            : entry >= firstGroup ? 2UL
            : centres[entry] ? 3UL
            : 1UL;
    }

    private int EntryOf(Target target) =>
        target.Kind switch
        {
            TargetKind.School => target.At,
            TargetKind.Group => firstGroup + target.At,
            _ => firstAuthority + target.At,
        };

    private string NameOf(int entry) =>
        entry < firstGroup ? snapshot.Schools[entry].Name
        : entry < firstAuthority ? snapshot.Groups[entry - firstGroup].Name
        : entry < firstRegion ? snapshot.LocalAuthorities[entry - firstAuthority].Name
        : regions[entry - firstRegion];

    private int NumberOf(int entry) =>
        entry < firstGroup ? snapshot.Schools[entry].Urn.Value
        : entry < firstAuthority ? snapshot.Groups[entry - firstGroup].Uid.Value
        : entry < firstRegion ? snapshot.LocalAuthorities[entry - firstAuthority].Code.Value
        : entry;

    private GridPoint? PlaceOf(int entry) =>
        entry < firstGroup ? snapshot.Schools[entry].Current.Place : null;

    private SearchHit HitOf(int entry, Found found, SearchOrigin? origin)
    {
        var name = NameOf(entry);
        SearchHit hit =
            entry < firstGroup ? SchoolHitOf(snapshot.Schools[entry])
            : entry < firstAuthority ? GroupHitOf(snapshot.Groups[entry - firstGroup])
            : entry < firstRegion
                ? AuthorityHitOf(snapshot.LocalAuthorities[entry - firstAuthority])
            : new RegionHit($"/region/{Regions.Slug(name)}", name);
        var former = found.FormerUrn(entry);
        if (former != 0)
            hit = hit with { Note = FormerlyWords(new Urn(former), name) };
        if (origin is not null && PlaceOf(entry) is { } place)
            hit = hit with { Kilometres = place.KilometresTo(origin.Place) };
        return hit;

        SchoolHit SchoolHitOf(School school) =>
            new($"/school/{school.Urn}", name, school, snapshot.TrustOf(school.Urn));
        GroupHit GroupHitOf(Groups.Group group) => new($"/trust/{group.Uid}", name, group);
        AuthorityHit AuthorityHitOf(LocalAuthority authority) =>
            new($"/local-authority/{authority.Code}", name, authority);
    }

    private string FormerlyWords(Urn former, string nameNow) =>
        snapshot.Find(former) is { Name: { Length: > 0 } before } && before != nameNow
            ? $"formerly {before} (URN {former})"
            : $"formerly URN {former}";

    private ulong[] AllByName(bool schoolsOnly)
    {
        var keys = new List<ulong>(byRank.Length);
        for (var rank = 0; rank < byRank.Length; rank++)
            if (!schoolsOnly || PlaceOf(byRank[rank]) is not null)
                keys.Add((ulong)rank);
        return [.. keys];
    }

    private SearchOrigin? OriginOf(SearchQuery query, string text)
    {
        var asked = query.Near.Trim() is { Length: > 0 } near ? near : text;
        if (!Postcode.TryParse(asked, out var postcode))
            return null;
        foreach (var wider in Wider(postcode))
        {
            long east = 0,
                north = 0,
                count = 0;
            var (low, high) = wider.Range;
            foreach (var entry in postcodes.Between(low, high))
            {
                if (PlaceOf(entry) is not { } place)
                    continue;
                (east, north, count) = (east + place.Easting, north + place.Northing, count + 1);
            }
            if (count > 0)
            {
                var middle = new GridPoint((int)(east / count), (int)(north / count));
                return new SearchOrigin(wider, middle, wider == postcode);
            }
        }
        return null;
    }

    private void OrderByDistance(ulong[] keys, GridPoint origin)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var rank = keys[i] & RankMask;
            var metres = PlaceOf(byRank[(int)rank]) is { } place
                ? (ulong)(place.KilometresTo(origin) * 1000)
                : (1UL << 32) - 1;
            keys[i] = (metres << RankBits) | rank;
        }
    }

    private List<FacetCounts> KeepAllowed(ref ulong[] keys, SearchQuery query)
    {
        var allowed = facets
            .Select(f => f.Allowed(query.Filters.GetValueOrDefault(f.Facet)))
            .ToArray();
        var counts = facets.Select(f => new int[f.Count]).ToArray();
        var kept = 0;
        foreach (var key in keys)
        {
            var entry = byRank[(int)(key & RankMask)];
            int failed = 0,
                failedAt = -1;
            for (var f = 0; f < facets.Length && failed < 2; f++)
            {
                if (
                    allowed[f] is { } pass
                    && (facets[f][entry] is var code && (code < 0 || !pass[code]))
                )
                    (failed, failedAt) = (failed + 1, f);
            }
            if (failed > 1)
                continue;
            for (var f = 0; f < facets.Length; f++)
                if ((failed == 0 || f == failedAt) && facets[f][entry] is >= 0 and var code)
                    counts[f][code]++;
            if (failed == 0)
                keys[kept++] = key;
        }
        Array.Resize(ref keys, kept);
        return facets.Select((f, i) => f.Counted(counts[i], allowed[i])).ToList();
    }

    private void ReadStates()
    {
        for (var at = 0; at < firstGroup; at++)
        {
            var now = snapshot.Schools[at].Current;
            closed[at] = !now.IsOpen && now.Status != Status.ProposedToOpen;
            centres[at] = now.Type.StartsWith(
                "Children's centre",
                StringComparison.OrdinalIgnoreCase
            );
        }
        for (var at = firstGroup; at < firstAuthority; at++)
            closed[at] = !snapshot.Groups[at - firstGroup].IsOpen;
    }

    private NameTable ReadNames()
    {
        var builder = new NameTable.Builder();
        var spoken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < firstGroup; at++)
        {
            var school = snapshot.Schools[at];
            var now = school.Current;
            builder.Add(
                at,
                0,
                now.Name,
                now.Town,
                now.LaName,
                now.Locality,
                OutwardOf(now.Postcode)
            );
            if (school.Urns.Count == 1)
                continue;
            spoken.Clear();
            spoken.Add(now.Name);
            foreach (var urn in school.Urns)
                if (snapshot.Find(urn) is { Name.Length: > 0 } before && spoken.Add(before.Name))
                    builder.Add(at, urn.Value, before.Name, before.Town, before.LaName);
        }
        for (var at = 0; at < snapshot.Groups.Count; at++)
        {
            var group = snapshot.Groups[at];
            builder.Add(firstGroup + at, 0, group.Name, OutwardOf(group.Postcode));
        }
        for (var at = 0; at < snapshot.LocalAuthorities.Count; at++)
        {
            var authority = snapshot.LocalAuthorities[at];
            builder.Add(firstAuthority + at, 0, authority.Name, authority.Region);
        }
        for (var at = 0; at < regions.Count; at++)
            builder.Add(firstRegion + at, 0, regions[at]);
        return builder.Build();
    }

    private static string OutwardOf(string postcode) =>
        postcode.IndexOf(' ', StringComparison.Ordinal) is > 0 and var gap ? postcode[..gap] : "";

    private Keys ReadPostcodes()
    {
        var items = new List<(long, long, int)>();
        for (var at = 0; at < firstAuthority; at++)
        {
            var text =
                at < firstGroup
                    ? snapshot.Schools[at].Current.Postcode
                    : snapshot.Groups[at - firstGroup].Postcode;
            if (Postcode.TryParse(text, out var postcode) && postcode.IsFull)
                items.Add((postcode.Range.Low, 0, at));
        }
        return new Keys(items);
    }

    private (int[] Ranks, int[] ByRank) RankByName(int entries)
    {
        var order = new int[entries];
        var sorted = new string[entries];
        for (var entry = 0; entry < entries; entry++)
            (order[entry], sorted[entry]) = (entry, NameOf(entry).ToUpperInvariant());
        Array.Sort(sorted, order, StringComparer.Ordinal);
        for (int from = 0, to; from < entries; from = to)
        {
            for (to = from + 1; to < entries && sorted[to] == sorted[from]; )
                to++;
            if (to - from > 1)
                order
                    .AsSpan(from, to - from)
                    .Sort((a, b) => (NumberOf(a), a).CompareTo((NumberOf(b), b)));
        }
        var rankOf = new int[entries];
        for (var rank = 0; rank < entries; rank++)
            rankOf[order[rank]] = rank;
        return (rankOf, order);
    }

    private FacetColumn[] ReadFacets(int entries)
    {
        FacetColumn kind = new(Facet.Kind, "Kind", entries),
            status = new(Facet.Status, "Open or closed", entries),
            phase = new(Facet.Phase, "Phase", entries),
            typeGroup = new(Facet.TypeGroup, "Type of school", entries),
            region = new(Facet.Region, "Region", entries),
            la = new(Facet.LocalAuthority, "Local authority", entries),
            setting = new(Facet.Setting, "Rural or urban", entries),
            trust = new(Facet.Trust, "In a trust or not", entries),
            religion = new(Facet.ReligiousCharacter, "Religious character", entries);
        Declare(kind, Words.Kinds);
        Declare(status, Words.States);
        Declare(phase, Words.Phases.Select(p => p.Label));
        Declare(setting, Words.Settings);
        Declare(trust, Words.InTrust);

        for (var at = 0; at < firstGroup; at++)
        {
            var school = snapshot.Schools[at];
            var now = school.Current;
            kind.Set(at, centres[at] ? Words.Kinds[1] : Words.Kinds[0]);
            status.Set(at, Words.Of(now.Status));
            phase.Set(at, Words.Of(now.Phase));
            typeGroup.Set(at, now.TypeGroup);
            region.Set(at, Regions.Slug(now.Region), now.Region);
            if (now.La is { } code)
                la.Set(at, code.ToString(), snapshot.Find(code)?.Name ?? now.LaName);
            setting.Set(
                at,
                now.UrbanRural.StartsWith("Rural", StringComparison.OrdinalIgnoreCase)
                        ? Words.Settings[0]
                    : now.UrbanRural.StartsWith("Urban", StringComparison.OrdinalIgnoreCase)
                        ? Words.Settings[1]
                    : ""
            );
            trust.Set(at, Words.InTrust[snapshot.TrustOf(school.Urn) is null ? 1 : 0]);
            religion.Set(at, Words.OfReligion(now.Religion));
        }
        for (var at = 0; at < snapshot.Groups.Count; at++)
        {
            var group = snapshot.Groups[at];
            kind.Set(firstGroup + at, Words.Of(group));
            status.Set(firstGroup + at, Words.States[group.IsOpen ? 0 : 2]);
        }
        for (var at = 0; at < snapshot.LocalAuthorities.Count; at++)
        {
            var authority = snapshot.LocalAuthorities[at];
            kind.Set(firstAuthority + at, Words.Kinds[^2]);
            region.Set(firstAuthority + at, Regions.Slug(authority.Region), authority.Region);
            la.Set(firstAuthority + at, authority.Code.ToString(), authority.Name);
        }
        for (var at = 0; at < regions.Count; at++)
        {
            kind.Set(firstRegion + at, Words.Kinds[^1]);
            region.Set(firstRegion + at, Regions.Slug(regions[at]), regions[at]);
        }
        return [kind, status, phase, typeGroup, region, la, setting, trust, religion];

        static void Declare(FacetColumn column, IEnumerable<string> labels)
        {
            foreach (var label in labels)
                column.CodeFor(label, label);
        }
    }

    /// <summary>The best key of each entry found, with the former URN whose name it answers by.</summary>
    private sealed class Found(int entries) : IDisposable
    {
        private readonly ulong[] best = Rented(entries);
        private readonly Dictionary<int, int> formerUrns = [];

        public int Count { get; private set; }

        public void Offer(int entry, ulong key, int formerUrn)
        {
            if (best[entry] <= key)
                return;
            if (best[entry] == ulong.MaxValue)
                Count++;
            best[entry] = key;
            if (formerUrn != 0)
                formerUrns[entry] = formerUrn;
            else if (formerUrns.Count > 0)
                formerUrns.Remove(entry);
        }

        /// <summary>The URN by whose name, or number, an entry was found; 0 where it is the one borne now.</summary>
        public int FormerUrn(int entry) => formerUrns.GetValueOrDefault(entry);

        public void FoundByFormer(int entry, int urn) => formerUrns[entry] = urn;

        /// <summary>A key for each entry found, in no order.</summary>
        public ulong[] Keys()
        {
            var keys = new ulong[Count];
            var next = 0;
            for (var entry = 0; entry < entries && next < keys.Length; entry++)
                if (best[entry] != ulong.MaxValue)
                    keys[next++] = best[entry];
            return keys;
        }

        public void Dispose() => ArrayPool<ulong>.Shared.Return(best);

        private static ulong[] Rented(int length)
        {
            var rented = ArrayPool<ulong>.Shared.Rent(length);
            Array.Fill(rented, ulong.MaxValue, 0, length);
            return rented;
        }
    }
}
