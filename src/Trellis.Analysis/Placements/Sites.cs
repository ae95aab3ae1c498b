using System.Runtime.CompilerServices;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Placements;

/// <summary>Where schools stand, for those too whose newest entry gives no place.</summary>
/// <remarks>
/// Of the academies that opened by conversion one in eight has no coordinates in the register files at hand, though the
/// school they were made of has. A school without a place would be left out of every distance, so it is taken to stand
/// where its entry before stood; else where another establishment with its postcode stands.
/// </remarks>
internal sealed class Sites
{
    private static readonly ConditionalWeakTable<Snapshot, Sites> Kept = [];

    private readonly Dictionary<string, Establishment> byPostcode = new(StringComparer.Ordinal);
    private readonly Dictionary<Urn, School> placed = [];
    private readonly Snapshot snapshot;

    private Sites(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        // Of several at one postcode the lowest URN speaks: they are a street apart at most.
        foreach (var establishment in snapshot.Establishments)
            if (establishment is { Place: not null, Postcode.Length: > 0 })
                byPostcode.TryAdd(establishment.Postcode, establishment);
        foreach (var school in snapshot.Schools)
            if (school.Current.Place is null && Stand(school) is { } found)
                placed[school.Urn] = school with
                {
                    Current = school.Current with
                    {
                        Place = found.Place,
                        UrbanRural =
                            school.Current.UrbanRural.Length > 0
                                ? school.Current.UrbanRural
                                : found.UrbanRural,
                    },
                };
    }

    public static Sites In(Snapshot snapshot) => Kept.GetValue(snapshot, s => new Sites(s));

    /// <summary>The school, with a place where one is found for it.</summary>
    public School Placed(School school) => placed.GetValueOrDefault(school.Urn, school);

    private Establishment? Stand(School school)
    {
        for (var i = school.Urns.Count - 2; i >= 0; i--)
            if (snapshot.Find(school.Urns[i]) is { Place: not null } before)
                return before;
        return school.Current.Postcode.Length > 0
            ? byPostcode.GetValueOrDefault(school.Current.Postcode)
            : null;
    }
}
