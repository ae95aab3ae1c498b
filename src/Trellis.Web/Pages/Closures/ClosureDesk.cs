using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Closures;
using Trellis.Groups;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Closures;

/// <summary>What open files say of a closing trust, and plans that were made, kept in memory with the snapshot they were read from.</summary>
public static class ClosureDesk
{
    private const int MostKept = 32;

    private static readonly ConditionalWeakTable<
        Snapshot,
        ConcurrentDictionary<Uid, ClosingTrust>
    > trusts = [];

    private static readonly ConditionalWeakTable<
        Snapshot,
        ConcurrentDictionary<PlanMark, ClosureReport>
    > reports = [];

    /// <summary>What open files say; null where they show no school in the trust.</summary>
    public static ClosingTrust? FilesOf(Snapshot snapshot, Scope closing)
    {
        if (!Uid.TryParse(closing.Id, null, out var uid))
            return null;
        var kept = trusts.GetOrCreateValue(snapshot);
        if (kept.TryGetValue(uid, out var known))
            return known;
        if (ClosingTrust.Of(snapshot, uid, TrustsToday.DayOf(snapshot)) is not { } read)
            return null;
        if (kept.Count >= MostKept)
            kept.Clear();
        return kept[uid] = read;
    }

    /// <summary>The plan of the facts as they stand, explained; made once for each state of the facts.</summary>
    public static ClosureReport PlanOf(Snapshot snapshot, TrustClosure closure, TimeProvider time)
    {
        var kept = reports.GetOrCreateValue(snapshot);
        var basis = closure.Basis();
        if (kept.TryGetValue(basis, out var made))
            return made;
        made = ClosureReport.InFiveSeconds(
            closure.Instance(s => ClosureWords.Name(snapshot, s)),
            ClosureTale.Seed,
            time
        );
        if (kept.Count >= MostKept)
            kept.Clear();
        return kept[basis] = made;
    }

    /// <summary>The schools of a case as open files describe them.</summary>
    public static IReadOnlyList<ClosingAcademy> Academies(
        Snapshot snapshot,
        Scope closing,
        IReadOnlyList<Scope> schools
    )
    {
        var files = FilesOf(snapshot, closing);
        return
        [
            .. schools
                .Distinct()
                .Select(school =>
                {
                    // A school may have had another number on the day that the files are of.
                    var known = Urn.TryParse(school.Id, null, out var urn)
                        ? (snapshot.SchoolOf(urn)?.Urns ?? [urn])
                            .Reverse()
                            .Select(u => u.ToString())
                            .FirstOrDefault(id => files?.Schools.ContainsKey(id) == true)
                        : null;
                    if (known is null)
                        return new ClosingAcademy(
                            school,
                            ChallengeRules.Current.Least,
                            [],
                            default,
                            false,
                            null,
                            [],
                            default,
                            null
                        );
                    var drawn = files!.Instance.Schools.First(s => s.Id == known);
                    return new ClosingAcademy(
                        school,
                        drawn.Challenge,
                        ClosureWords.OwedOf(files.Schools[known]),
                        drawn.Cluster.Length == 0 ? default(Journal.FreeText) : drawn.Cluster,
                        drawn.Performing,
                        drawn.Pupils,
                        [],
                        default,
                        null
                    );
                }),
        ];
    }

    /// <summary>How well each school would fit into a trust, as open files have it.</summary>
    public static IReadOnlyList<Fit> FitsOf(Snapshot snapshot, TrustClosure closure, Scope trust)
    {
        var files = FilesOf(snapshot, closure.Closing);
        return
        [
            .. closure.Schools.Select(s =>
                files?.Instance.Places.FirstOrDefault(p =>
                    p.School == s.School.Id && p.Trust == trust.Id
                )
                    is { } place
                    ? new Fit(
                        s.School,
                        (int)Math.Round(place.Value * TrustClosure.PartsOfValue),
                        place.Minutes is { } minutes
                            ? (int)Math.Round(minutes * TrustClosure.PartsOfMinute)
                            : null,
                        default
                    )
                    : new Fit(
                        s.School,
                        null,
                        null,
                        files?.Instance.RuledOut.FirstOrDefault(r =>
                            r.School == s.School.Id && r.Trust == trust.Id
                        )
                            is { } reason
                            ? reason.Reason
                            : "By the published criteria it cannot take this school: a hard filter stands against it, or its nearest school is more than an hour away."
                    )
            ),
        ];
    }

    /// <summary>Trusts that could take most of the schools, those that fit best first.</summary>
    public static IReadOnlyList<(Scope Trust, string Name, int Schools)> Suggested(
        Snapshot snapshot,
        TrustClosure closure,
        int take
    ) =>
        FilesOf(snapshot, closure.Closing) is { } files
            ?
            [
                .. files
                    .Instance.Places.GroupBy(p => p.Trust, StringComparer.Ordinal)
                    .Where(g =>
                        closure.Receiving(new Scope(ScopeKind.Trust, g.Key)) is null
                        && files.Receivers.Any(r => r.Trust.Uid.ToString() == g.Key && r.Places > 0)
                    )
                    .OrderByDescending(g => g.Sum(p => p.Value))
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Take(take)
                    .Select(g =>
                        (
                            new Scope(ScopeKind.Trust, g.Key),
                            files.Instance.Trusts.First(t => t.Id == g.Key).Name,
                            g.Count()
                        )
                    ),
            ]
            : [];
}
