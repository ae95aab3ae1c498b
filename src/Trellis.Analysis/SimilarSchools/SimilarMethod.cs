using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.SimilarSchools;

/// <summary>The schools among which a school is compared.</summary>
public enum Peers
{
    /// <summary>Open state-funded mainstream primaries: infant, junior, first, and middle deemed primary too.</summary>
    Primary,

    /// <summary>Open state-funded mainstream secondaries: middle deemed secondary and all-through too.</summary>
    Secondary,

    /// <summary>Open state-funded special schools.</summary>
    Special,
}

public static class PeersOf
{
    /// <summary>The peers of a school, or null: closed, independent, a nursery, a college, alternative provision, a children's centre, or the register does not say.</summary>
    /// <remarks>
    /// What kind it is comes from the newest entry of its chain that says so: the register may list the academy a school
    /// became before it says more than its number. Whether it is open is for the present entry alone.
    /// </remarks>
    public static Peers? School(School school, Snapshot snapshot)
    {
        if (!school.IsOpen)
            return null;
        for (var i = school.Urns.Count - 1; i >= 0; i--)
            if (snapshot.Find(school.Urns[i]) is { TypeGroup.Length: > 0 } stated)
                return Of(stated);
        return null;
    }

    private static Peers? Of(Establishment establishment)
    {
        var special = establishment.Type.Contains("special", StringComparison.OrdinalIgnoreCase);
        return establishment.TypeGroup.Trim().ToUpperInvariant() switch
        {
            // The group also holds special colleges after 16; those have no pupils in the school census.
            "SPECIAL SCHOOLS" => establishment.Phase == Phase.SixteenPlus ? null : Peers.Special,
            "ACADEMIES" or "FREE SCHOOLS" when special => Peers.Special,
            "LOCAL AUTHORITY MAINTAINED SCHOOLS" or "ACADEMIES" or "FREE SCHOOLS" =>
                establishment.Phase switch
                {
                    Phase.Primary or Phase.MiddleDeemedPrimary => Peers.Primary,
                    Phase.Secondary or Phase.MiddleDeemedSecondary or Phase.AllThrough =>
                        Peers.Secondary,
                    _ => null,
                },
            _ => null,
        };
    }

    /// <summary>"primary": in addresses, commands and published files.</summary>
    public static string Key(this Peers peers) =>
        peers switch
        {
            Peers.Primary => "primary",
            Peers.Secondary => "secondary",
            _ => "special",
        };

    /// <summary>The kind of a key, whatever its letter case, or null.</summary>
    public static Peers? Named(string key) =>
        Enum.GetValues<Peers>()
            .Where(p => string.Equals(p.Key(), key, StringComparison.OrdinalIgnoreCase))
            .Select(p => (Peers?)p)
            .FirstOrDefault();

    /// <summary>"primary schools".</summary>
    public static string Words(this Peers peers) =>
        peers switch
        {
            Peers.Primary => "primary schools",
            Peers.Secondary => "secondary schools",
            _ => "special schools",
        };
}

/// <summary>A way to say how alike two schools are, as data.</summary>
/// <param name="Id">Its name in addresses and commands: "dfe-2026-primary".</param>
/// <param name="Take">How many neighbours it names.</param>
/// <param name="Citation">Where its weights come from.</param>
public sealed record SimilarMethod(
    string Id,
    string Label,
    IReadOnlyList<Peers> Peers,
    IReadOnlyList<Variable> Variables,
    int Take,
    string Citation
)
{
    /// <summary>Where above zero: so many are found nearest, those of the school's own region are taken first, and <see cref="Take"/> are kept.</summary>
    public int ShortlistForRegion { get; init; }

    /// <summary>The power of total weight / known weight by which a distance over fewer variables is multiplied: 1 takes what is missing to differ like what is known.</summary>
    public double Missing { get; init; } = 1;

    /// <summary>The variables for a kind of schools where they differ from <see cref="Variables"/>.</summary>
    public IReadOnlyDictionary<Peers, IReadOnlyList<Variable>>? VariablesFor { get; init; }

    /// <summary>The method as it compares schools of a kind.</summary>
    public SimilarMethod For(Peers peers) =>
        VariablesFor is not null && VariablesFor.TryGetValue(peers, out var own)
            ? this with
            {
                Variables = own,
                VariablesFor = null,
            }
            : this;

    /// <summary>Whether it is one of the named methods, whose answers are kept; "your weights" is not.</summary>
    public bool Named { get; init; } = true;

    /// <summary>How many nearest have to be found to name <paramref name="take"/>.</summary>
    public int Reach(int take) => Math.Max(take, ShortlistForRegion * take / Math.Max(1, Take));
}
