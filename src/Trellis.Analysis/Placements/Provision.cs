using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Placements;

/// <summary>What a school teaches, as far as it matters to who runs it: its phase, or that it is special or alternative provision.</summary>
[Flags]
public enum Provision
{
    /// <summary>The register does not say.</summary>
    None = 0,

    /// <summary>Up to eleven: nurseries, primary schools, middle schools deemed primary.</summary>
    Primary = 1,

    /// <summary>From eleven: secondary schools, middle schools deemed secondary, sixth forms.</summary>
    Secondary = 2,
    Special = 4,

    /// <summary>Alternative provision and pupil referral units.</summary>
    Alternative = 8,
}

/// <summary>What the register says of a school, read for placing it.</summary>
public static class Provisions
{
    public const string Catholic = "Roman Catholic";
    public const string ChurchOfEngland = "Church of England";

    /// <summary>The entries of a school as they stood on a day: the newest open by then first, those that came later last.</summary>
    public static IReadOnlyList<Establishment> EntriesOn(
        Snapshot snapshot,
        School school,
        DateOnly day
    )
    {
        if (school.Urns.Count == 1)
            return [school.Current];
        var entries = school.Urns.Select(u => snapshot.Find(u)!).Reverse().ToArray();
        return
        [
            .. entries.Where(e => !(e.Opened > day)),
            .. entries.Where(e => e.Opened > day).Reverse(),
        ];
    }

    /// <summary>What the entries of a school say it teaches, the newest that says it first; an all-through school teaches both phases.</summary>
    public static Provision Of(IEnumerable<Establishment> newestFirst)
    {
        foreach (var entry in newestFirst)
        {
            if (
                entry.Type.Contains("alternative", StringComparison.OrdinalIgnoreCase)
                || entry.Type.Contains("referral", StringComparison.OrdinalIgnoreCase)
            )
                return Provision.Alternative;
            if (entry.Type.Contains("special", StringComparison.OrdinalIgnoreCase))
                return Provision.Special;
            var phase = entry.Phase switch
            {
                Phase.Nursery or Phase.Primary or Phase.MiddleDeemedPrimary => Provision.Primary,
                Phase.Secondary or Phase.MiddleDeemedSecondary or Phase.SixteenPlus =>
                    Provision.Secondary,
                Phase.AllThrough => Provision.Primary | Provision.Secondary,
                _ => Provision.None,
            };
            if (phase != Provision.None)
                return phase;
        }
        return Provision.None;
    }

    /// <summary>The religious character that the entries of a school state, the newest that states one first.</summary>
    /// <returns>"Church of England", "Roman Catholic", another as the register writes it; empty for none, and for "Christian", which binds to no church.</returns>
    public static string FaithOf(IEnumerable<Establishment> newestFirst)
    {
        foreach (var entry in newestFirst)
            if (entry.Religion.Length > 0 && Faith(entry.Religion) is { } stated)
                return stated;
        return "";
    }

    private static string? Faith(string religion)
    {
        var england =
            religion.Contains("Church of England", StringComparison.OrdinalIgnoreCase)
            || religion.Equals("Anglican", StringComparison.OrdinalIgnoreCase);
        if (religion.Contains("Catholic", StringComparison.OrdinalIgnoreCase))
            return england ? "Church of England/Roman Catholic" : Catholic;
        if (england)
            return ChurchOfEngland;
        return religion.Trim().ToUpperInvariant() switch
        {
            "UNKNOWN" => null,
            "NONE" or "DOES NOT APPLY" or "NOT APPLICABLE" or "CHRISTIAN" => "",
            "ISLAM" => "Muslim",
            _ => religion.Trim(),
        };
    }

    /// <summary>"primary", "primary and secondary", "special"; empty where the register does not say.</summary>
    public static string Words(this Provision provision) =>
        string.Join(
            " and ",
            Enum.GetValues<Provision>()
                .Where(p => p != Provision.None && provision.HasFlag(p))
                .Select(p =>
                    p switch
                    {
                        Provision.Primary => "primary",
                        Provision.Secondary => "secondary",
                        Provision.Special => "special",
                        _ => "alternative provision",
                    }
                )
        );
}
