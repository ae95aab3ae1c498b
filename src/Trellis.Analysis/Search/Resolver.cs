using System.Runtime.CompilerServices;
using Trellis.Places;
using Trellis.Snapshots;

namespace Trellis.Search;

/// <summary>Turns any number or code of the register into the canonical address of what bears it.</summary>
/// <remarks>
/// Numbers of different kinds collide, so the order is fixed: three digits are a local authority's number if the snapshot
/// knows it; then a URN the snapshot knows wins; then a LAESTAB (seven digits, or 201/3614), a UKPRN (a school's before a
/// group's), a group's UID, a company number (leading zeros may be left out down to six digits), a group's id ("TR00123"),
/// an authority's ONS code, a region's slug or name. A word before the number settles it: "UID 2044", "LA 201". A number
/// borne by several is that of the open one, then of the newer. An earlier URN gives the address of the continuing school.
/// </remarks>
public static class Resolver
{
    // A snapshot never changes, so what is derived from it may be kept as long as it lives.
    private static readonly ConditionalWeakTable<Snapshot, Identifiers> known = [];

    /// <returns>"/school/{urn}", "/trust/{uid}", "/local-authority/{code}" or "/region/{slug}"; null where the snapshot knows none such.</returns>
    public static string? Resolve(Snapshot snapshot, string text)
    {
        var identifiers = Of(snapshot);
        if (identifiers.Find(text) is [var first, ..])
            return identifiers.AddressOf(first);
        var region = Regions.Canonical(text) ?? Regions.FromSlug(text.Trim().ToLowerInvariant());
        return region is null ? null : $"/region/{Regions.Slug(region)}";
    }

    internal static Identifiers Of(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new Identifiers(s));
}
