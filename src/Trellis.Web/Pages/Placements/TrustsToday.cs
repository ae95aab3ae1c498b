using System.Runtime.CompilerServices;
using Trellis.Placements;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Placements;

/// <summary>The trusts as the newest file shows them, by the journeys in use: made once for a country and kept with it.</summary>
public static class TrustsToday
{
    private static readonly ConditionalWeakTable<Country, TrustMatching> Kept = [];

    public static TrustMatching Of(Country country) =>
        Kept.GetValue(country, c => new TrustMatching(c.Snapshot, DayOf(c.Snapshot), c.Journeys));

    /// <summary>The day on which a file last showed which school is in which trust: what was joined since, no file could say.</summary>
    /// <remarks>Where no file speaks of a trust at all it is the register's own day, and the snapshot has no trusts then.</remarks>
    public static DateOnly DayOf(Snapshot snapshot)
    {
        DateOnly? newest = null;
        foreach (var membership in snapshot.Memberships)
            if (
                (newest is not { } day || membership.LastSeen > day)
                && snapshot.Find(membership.Uid) is { IsAcademyTrust: true }
            )
                newest = membership.LastSeen;
        return newest ?? snapshot.RegisterDate ?? DateOnly.MinValue;
    }
}
