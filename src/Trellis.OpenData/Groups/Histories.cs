using Trellis.Schools;
using Trellis.Sources;

namespace Trellis.Groups;

/// <summary>Rebuilds memberships as intervals from dated lists that each say only who was in which group that day.</summary>
/// <remarks>
/// The register's joined date is sometimes the day a school first became an academy, not the day it moved, so a later
/// membership begins on the later of the joined date and the day after the last list that shows the school elsewhere.
/// </remarks>
public static class Histories
{
    // A school is in one academy trust at a time; federations, foundations and umbrellas are each their own strand.
    private static int Strand(GroupType type) =>
        type switch
        {
            GroupType.MultiAcademyTrust or GroupType.SingleAcademyTrust => 1,
            GroupType.Federation => 2,
            GroupType.FoundationTrust => 3,
            GroupType.UmbrellaTrust => 4,
            _ => 5,
        };

    /// <param name="sightings">In any order.</param>
    /// <param name="complete">The days of lists that name every member of a type of group: not being listed is evidence there.</param>
    /// <param name="closed">The day an establishment closed, or null.</param>
    /// <param name="groupClosed">The day a group closed, or null.</param>
    /// <returns>By URN, then by the day each began; of one strand never two on one day.</returns>
    public static IReadOnlyList<Membership> Rebuild(
        IEnumerable<Sighting> sightings,
        IEnumerable<(DateOnly FileDate, GroupType Type)> complete,
        Func<Urn, DateOnly?> closed,
        Func<Uid, DateOnly?> groupClosed
    )
    {
        var days = complete
            .GroupBy(c => Strand(c.Type))
            .ToDictionary(g => g.Key, g => g.Select(c => c.FileDate).Distinct().Order().ToArray());
        var memberships = new List<Membership>();
        foreach (
            var strand in sightings
                .GroupBy(s => (s.Urn, Strand: Strand(s.Type)))
                .OrderBy(g => g.Key.Urn)
                .ThenBy(g => g.Key.Strand)
        )
        {
            // Where dated lists speak of a school, the register's own row, which may be composed later, adds nothing.
            var seen = strand.Any(s => !s.IsRegister) ? strand.Where(s => !s.IsRegister) : strand;
            memberships.AddRange(
                Rebuild(
                    strand.Key.Urn,
                    [.. seen.OrderBy(s => s.FileDate).ThenBy(s => s.IsRegister).ThenBy(s => s.Uid)],
                    days.GetValueOrDefault(strand.Key.Strand) ?? [],
                    closed(strand.Key.Urn),
                    groupClosed
                )
            );
        }
        return memberships;
    }

    private static IEnumerable<Membership> Rebuild(
        Urn urn,
        List<Sighting> seen,
        DateOnly[] days,
        DateOnly? closed,
        Func<Uid, DateOnly?> groupClosed
    )
    {
        var runs = new List<(Uid Uid, DateOnly First, DateOnly Last, DateOnly? Joined)>();
        foreach (var sighting in seen)
        {
            if (
                runs is [.., var last]
                && last.Uid == sighting.Uid
                && !Missed(days, last.Last, sighting.FileDate)
            )
                runs[^1] = last with
                {
                    Last = sighting.FileDate,
                    Joined = last.Joined ?? sighting.Joined,
                };
            else if (runs is not [.., var before] || before.Last < sighting.FileDate)
                runs.Add((sighting.Uid, sighting.FileDate, sighting.FileDate, sighting.Joined));
        }

        var result = new List<Membership>();
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            var (from, fromEvidence) = Began(
                run.Joined,
                run.First,
                i > 0 ? runs[i - 1].Last : null
            );
            DateOnly? to = null;
            var toEvidence = EndEvidence.StillThere;
            var next = i + 1 < runs.Count ? runs[i + 1] : default;
            var list = Array.Find(days, day => day > run.Last);
            if (closed is { } gone && gone > run.Last && (list == default || gone <= list))
            {
                (to, toEvidence) = (gone, EndEvidence.EstablishmentClosed);
            }
            else if (
                groupClosed(run.Uid) is { } ended
                && ended > run.Last
                && (list == default || ended <= list)
            )
            {
                (to, toEvidence) = (ended, EndEvidence.GroupClosed);
            }
            else if (list != default)
            {
                // Closed or moved between two lists, with no day stated: not there on the day of the next list.
                (to, toEvidence) =
                    closed is { } day && day <= list && day > from
                        ? (
                            day > run.Last ? day : run.Last.AddDays(1),
                            EndEvidence.EstablishmentClosed
                        )
                        : (list, EndEvidence.NoLongerSeen);
            }
            else if (
                closed is { } shut
                && shut <= run.Last
                && runs[i].Last == run.First
                && shut > from
            )
            {
                (to, toEvidence) = (shut, EndEvidence.EstablishmentClosed);
            }
            // Whatever ended this one, it had ended when the next began.
            if (
                next != default
                && Began(next.Joined, next.First, run.Last).Day is var start
                && (to is not { } end || end > start)
            )
                (to, toEvidence) = (start, EndEvidence.NextBegan);
            result.Add(
                new Membership(
                    urn,
                    run.Uid,
                    from,
                    to,
                    fromEvidence,
                    toEvidence,
                    run.First,
                    run.Last
                )
            );
        }
        return result;
    }

    /// <summary>Whether a complete list lies strictly between two days: it would have shown the school.</summary>
    private static bool Missed(DateOnly[] days, DateOnly after, DateOnly before) =>
        Array.Exists(days, day => day > after && day < before);

    private static (DateOnly Day, EndEvidence Evidence) Began(
        DateOnly? joined,
        DateOnly first,
        DateOnly? elsewhere
    )
    {
        if (elsewhere is { } last && (joined is not { } stated || stated <= last))
            return joined is null
                ? (first, EndEvidence.FirstSeen)
                : (last.AddDays(1), EndEvidence.AfterLastSeenElsewhere);
        return joined is { } day && day <= first
            ? (day, EndEvidence.JoinedDate)
            : (first, EndEvidence.FirstSeen);
    }
}
