using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Areas;

/// <summary>A trust with schools in an area.</summary>
/// <param name="Here">Its open schools in the area.</param>
/// <param name="InAll">Its open schools anywhere.</param>
public sealed record TrustAtWork(Group Trust, int Here, int InAll);

/// <summary>What there is in an area: an authority, a region or the country. Open schools only, children's centres left out.</summary>
public sealed class AreaFigures
{
    private readonly int[,] counts = new int[
        Enum.GetValues<Phase>().Length,
        Enum.GetValues<Sector>().Length
    ];
    private readonly Dictionary<Uid, int> trusts = [];
    private readonly HashSet<Uid> federations = [];

    internal AreaFigures(string name) => Name = name;

    /// <summary>Of an area that has none: zero schools, no shares.</summary>
    public static AreaFigures None(string name) => new(name);

    public string Name { get; }

    public int Schools { get; private set; }

    /// <summary>Maintained schools, academies and free schools.</summary>
    public int StateFunded { get; private set; }

    /// <summary>State-funded schools that an academy trust runs.</summary>
    public int InTrusts { get; private set; }

    /// <summary>The share of state-funded schools that are in an academy trust, 0 to 100; null where there are none.</summary>
    public double? PercentInTrusts => StateFunded == 0 ? null : 100.0 * InTrusts / StateFunded;

    /// <summary>Trusts with a school here.</summary>
    public int Trusts => trusts.Count;

    /// <summary>Federations with a school here.</summary>
    public int Federations => federations.Count;

    /// <summary>Pupils in the newest school census, summed over <see cref="SchoolsWithPupils"/> schools; null where none has a figure.</summary>
    public double? Pupils { get; private set; }

    public int SchoolsWithPupils { get; private set; }

    /// <summary>The trusts at work here, those with most schools here first, then by name.</summary>
    public IReadOnlyList<TrustAtWork> TrustsAtWork { get; private set; } = [];

    public int Count(Phase phase, Sector sector) => counts[(int)phase, (int)sector];

    public int Count(Phase phase)
    {
        var sum = 0;
        foreach (var sector in Sectors.All)
            sum += Count(phase, sector);
        return sum;
    }

    public int Count(Sector sector)
    {
        var sum = 0;
        foreach (var phase in PhaseRows.All)
            sum += Count(phase, sector);
        return sum;
    }

    internal void Add(
        Establishment school,
        Group? trust,
        IReadOnlyList<Group> federated,
        double pupils
    )
    {
        var sector = Sectors.Of(school);
        Schools++;
        counts[(int)school.Phase, (int)sector]++;
        if (sector.IsStateFunded())
        {
            StateFunded++;
            if (trust is not null)
                InTrusts++;
        }
        if (trust is not null)
            trusts[trust.Uid] = trusts.GetValueOrDefault(trust.Uid) + 1;
        foreach (var federation in federated)
            federations.Add(federation.Uid);
        if (double.IsNaN(pupils))
            return;
        Pupils = (Pupils ?? 0) + pupils;
        SchoolsWithPupils++;
    }

    internal void Finish(Snapshot snapshot, AreaFigures country) =>
        TrustsAtWork = trusts
            .Select(t => new TrustAtWork(snapshot.Find(t.Key)!, t.Value, country.trusts[t.Key]))
            .OrderByDescending(t => t.Here)
            .ThenBy(t => t.Trust.Name, StringComparer.Ordinal)
            .ThenBy(t => t.Trust.Uid)
            .ToArray();
}
