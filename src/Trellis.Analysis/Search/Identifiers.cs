using System.Globalization;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Search;

internal enum TargetKind
{
    School,
    Group,
    Authority,
    Region,
}

/// <param name="At">The position among the snapshot's schools, groups, authorities, or the nine regions.</param>
internal readonly record struct Target(TargetKind Kind, int At);

/// <summary>Every number and code of the register, with what bears it.</summary>
internal sealed class Identifiers
{
    private static readonly string[] labels =
    [
        "LOCAL AUTHORITY",
        "COMPANY NUMBER",
        "LA ESTAB",
        "LAESTAB",
        "COMPANY",
        "UKPRN",
        "DFE",
        "URN",
        "UID",
        "LA",
    ];

    private readonly Snapshot snapshot;
    private readonly Keys urns;
    private readonly Keys laEstabs;
    private readonly Keys schoolUkprns;
    private readonly Keys uids;
    private readonly Keys groupUkprns;
    private readonly Keys companies;
    private readonly Keys groupIds;
    private readonly Keys authorities;
    private readonly Keys onsCodes;

    public Identifiers(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        List<(long, long, int)> byUrn = [],
            byLaEstab = [],
            byUkprn = [];
        for (var at = 0; at < snapshot.Schools.Count; at++)
        {
            var school = snapshot.Schools[at];
            // A number borne by several is first that of the open school, then of the newer one.
            var preference = (school.IsOpen ? 0L : 10_000_000L) - school.Urn.Value;
            foreach (var urn in school.Urns)
            {
                byUrn.Add((urn.Value, 0, at));
                if (snapshot.Find(urn) is not { } entry)
                    continue;
                if (entry.LaEstab is { } laEstab)
                    byLaEstab.Add((laEstab.Value, preference, at));
                if (entry.Ukprn is { } ukprn)
                    byUkprn.Add((ukprn.Value, preference, at));
            }
        }
        (urns, laEstabs, schoolUkprns) = (new(byUrn), new(byLaEstab), new(byUkprn));

        List<(long, long, int)> byUid = [],
            byGroupUkprn = [],
            byCompany = [],
            byGroupId = [];
        for (var at = 0; at < snapshot.Groups.Count; at++)
        {
            var group = snapshot.Groups[at];
            var preference = (group.IsOpen ? 0L : 10_000_000L) - group.Uid.Value;
            byUid.Add((group.Uid.Value, 0, at));
            if (group.Ukprn is { } ukprn)
                byGroupUkprn.Add((ukprn.Value, preference, at));
            if (Code(group.CompanyNumber.PadLeft(8, '0')) is > 0 and var company)
                byCompany.Add((company, preference, at));
            if (Code(group.GroupId) is > 0 and var id)
                byGroupId.Add((id, preference, at));
        }
        (uids, groupUkprns) = (new(byUid), new(byGroupUkprn));
        (companies, groupIds) = (new(byCompany), new(byGroupId));

        authorities = new(
            snapshot.LocalAuthorities.Select((a, at) => ((long)a.Code.Value, 0L, at)).ToList()
        );
        onsCodes = new(
            snapshot
                .LocalAuthorities.Select((a, at) => (Code(a.OnsCode), 0L, at))
                .Where(a => a.Item1 > 0)
                .ToList()
        );
    }

    /// <summary>All that bear the number, in the order <see cref="Resolver"/> states; empty for anything that is no number or code.</summary>
    public List<Target> Find(string text)
    {
        var found = new List<Target>();
        var number = text.Trim().ToUpperInvariant();
        var label = Array.Find(
            labels,
            l =>
                number.StartsWith(l, StringComparison.Ordinal)
                && number.Length > l.Length
                && !char.IsLetter(number[l.Length])
        );
        if (label is not null)
            number = number[label.Length..].Trim(' ', ':', '#');
        if (number.Length is 0 or > 12)
            return found;

        var digits = number.Replace(" ", "", StringComparison.Ordinal);
        var read = int.TryParse(
            digits,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var value
        );
        if (read && digits.Length == 3 && label is null or "LA" or "LOCAL AUTHORITY")
            Add(TargetKind.Authority, authorities.Of(value));
        if (read && label is null or "URN")
            Add(TargetKind.School, urns.Of(value));
        if (
            LaEstab.TryParse(number, null, out var laEstab)
            && label is null or "LAESTAB" or "LA ESTAB" or "DFE" or "LA"
        )
            Add(TargetKind.School, laEstabs.Of(laEstab.Value));
        if (read && label is null or "UKPRN")
        {
            Add(TargetKind.School, schoolUkprns.Of(value));
            Add(TargetKind.Group, groupUkprns.Of(value));
        }
        if (read && label is null or "UID")
            Add(TargetKind.Group, uids.Of(value));
        if (label is null or "COMPANY" or "COMPANY NUMBER")
        {
            // People leave the leading zeros out; below six digits that would be a guess.
            if (
                digits.Length is >= 6 and <= 8
                && Code(digits.PadLeft(8, '0')) is > 0 and var company
            )
                Add(TargetKind.Group, companies.Of(company));
        }
        if (label is null or "UID" && !read && Code(digits) is > 0 and var code)
        {
            Add(TargetKind.Group, groupIds.Of(code));
            Add(TargetKind.Authority, onsCodes.Of(code));
        }
        return found;

        void Add(TargetKind kind, ReadOnlySpan<int> positions)
        {
            foreach (var at in positions)
                if (!found.Contains(new Target(kind, at)))
                    found.Add(new Target(kind, at));
        }
    }

    public string AddressOf(Target target) =>
        target.Kind switch
        {
            TargetKind.School => $"/school/{snapshot.Schools[target.At].Urn}",
            TargetKind.Group => $"/trust/{snapshot.Groups[target.At].Uid}",
            TargetKind.Authority => $"/local-authority/{snapshot.LocalAuthorities[target.At].Code}",
            _ => $"/region/{Regions.Slug(Regions.Names[target.At])}",
        };

    /// <summary>A code of letters and digits as a number above zero; 0 or below for none.</summary>
    private static long Code(string text) => text.Length is 0 ? 0 : Keys.Pack(text, 11);
}
