using Trellis.Groups;
using Trellis.Snapshots;

namespace Trellis.Placements;

/// <summary>What became of the results of schools that joined a trust.</summary>
/// <param name="Mean">The trust's effect, drawn to 0 as far as it may be chance: in standard deviations of schools' results, above 0 better.</param>
/// <param name="Deviation">By how much that may be off, one standard deviation.</param>
/// <param name="Schools">How many schools it rests on; 0 where none joined long enough ago, or none has results on both sides.</param>
internal readonly record struct TrackRecord(double Mean, double Deviation, int Schools);

/// <summary>The track records of all trusts as far as results published by a day tell.</summary>
internal sealed class TrackRecords
{
    private readonly Dictionary<(Uid, Provision), TrackRecord> records;

    private TrackRecords(
        Dictionary<(Uid, Provision), TrackRecord> records,
        Dictionary<Provision, double> between
    ) => (this.records, Between) = (records, between);

    /// <summary>The standard deviation between trusts, of those a phase is known for.</summary>
    public IReadOnlyDictionary<Provision, double> Between { get; }

    /// <summary>The record of a trust with schools of a phase; none of its own where it has none.</summary>
    public TrackRecord Of(Uid trust, Provision provision) =>
        records.TryGetValue((trust, provision), out var found)
            ? found
            : new TrackRecord(0, Between.GetValueOrDefault(provision), 0);

    public static TrackRecords Known(Snapshot snapshot, DateOnly day) => new([], []);
}
