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
        Kept.GetValue(
            country,
            c =>
                // By estimated journeys others ask too: what is read of the results of schools that joined is read once.
                c.Journeys.Matrix
                    is null
                    ? TrustMatching.On(c.Snapshot, DayOf(c.Snapshot))
                    : new TrustMatching(c.Snapshot, DayOf(c.Snapshot), c.Journeys)
        );

    /// <summary>Has everything read that a first ranking would wait for.</summary>
    public static void Warm(Country country)
    {
        if (country.Snapshot.Schools.FirstOrDefault(s => s.IsOpen) is { } school)
            Of(country).Answer(school, new MatchQuestion { Top = 0 });
    }

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
