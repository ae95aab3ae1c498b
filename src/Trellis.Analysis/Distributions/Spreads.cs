using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Distributions;

/// <summary>How a measure was spread over the schools of a group in a year.</summary>
/// <param name="Deciles">The nine figures below which 10 %, 20 % ... 90 % of them lie: quantiles of type 7, rising.</param>
/// <param name="Schools">How many have a figure; never fewer than <see cref="Spreads.Fewest"/>.</param>
public sealed record YearSpread(Year Year, IReadOnlyList<double> Deciles, int Schools)
{
    /// <summary>Which tenth a figure lies in, 1 the lowest: above how many of the nine it is, and one.</summary>
    public int TenthOf(double figure)
    {
        var above = 0;
        foreach (var cut in Deciles)
            if (figure > cut)
                above++;
        return above + 1;
    }
}

/// <summary>The spread of every measure of a snapshot by year and phase, worked out when first asked and kept as long as the snapshot.</summary>
/// <remarks>
/// Over state-funded schools that were open in that year, by the entry of that year: a school counts once, with the later
/// of its URNs that has a figure. Where an entry states no type or phase, that of the school's newest entry that does is taken.
/// </remarks>
public sealed class Spreads
{
    /// <summary>Deciles of fewer schools say nothing about a field.</summary>
    public const int Fewest = 10;

    private static readonly int Groups = Enum.GetValues<PhaseGroup>().Length;

    private static readonly ConditionalWeakTable<Snapshot, Spreads> known = [];
    private readonly Snapshot snapshot;
    private readonly int[] schoolOf;
    private readonly byte[] orderInChain;
    private readonly sbyte[] groupOf;
    private readonly int[] opened;
    private readonly int[] closed;
    private readonly ConcurrentDictionary<MeasureColumn, YearSpread?[]> kept = new();

    private Spreads(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        var count = snapshot.Establishments.Count;
        schoolOf = new int[count];
        orderInChain = new byte[count];
        groupOf = new sbyte[count];
        opened = new int[count];
        closed = new int[count];
        for (var s = 0; s < snapshot.Schools.Count; s++)
        {
            var school = snapshot.Schools[s];
            var stated = PhaseGroups.Stated(snapshot, school);
            for (var i = 0; i < school.Urns.Count; i++)
            {
                var at = snapshot.PositionOf(school.Urns[i]);
                var own = snapshot.Establishments[at];
                schoolOf[at] = s;
                opened[at] = own.Opened?.DayNumber ?? int.MinValue;
                closed[at] = own.Closed?.DayNumber ?? int.MaxValue;
                orderInChain[at] = (byte)Math.Min(i, byte.MaxValue);
                var entry = own with
                {
                    TypeGroup = own.TypeGroup.Length == 0 ? stated.TypeGroup : own.TypeGroup,
                    Type = own.Type.Length == 0 ? stated.Type : own.Type,
                    Phase = own.Phase is Phase.NotKnown ? stated.Phase : own.Phase,
                };
                groupOf[at] = (sbyte)(PhaseGroups.Counted(entry) is { } group ? (int)group : -1);
            }
        }
    }

    public static Spreads In(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new Spreads(s));

    /// <summary>The spread by year, oldest first; a year in which fewer than <see cref="Fewest"/> schools have a figure is left out.</summary>
    /// <param name="measure">The id of a measure; an unknown one gives an empty list.</param>
    public IReadOnlyList<YearSpread> Of(string measure, PhaseGroup group) =>
        [.. snapshot.Measures.Of(measure).Select(column => Of(column, group)).OfType<YearSpread>()];

    /// <summary>The spread in one year, or null.</summary>
    public YearSpread? Of(string measure, PhaseGroup group, Year year) =>
        snapshot.Measures.Of(measure, year) is { } column ? Of(column, group) : null;

    private YearSpread? Of(MeasureColumn column, PhaseGroup group) =>
        kept.GetOrAdd(column, WorkOut)[(int)group];

    private YearSpread?[] WorkOut(MeasureColumn column)
    {
        // 0: no figure yet; else the place in the chain of the entry that gave it, and one.
        var given = new byte[snapshot.Schools.Count];
        var figures = new double[snapshot.Schools.Count];
        var groups = new sbyte[snapshot.Schools.Count];
        var counts = new int[Groups];
        var rows = column.Rows.Establishments;
        var (first, last) = Days(column.Measure, column.Year);
        for (var row = 0; row < rows.Length; row++)
        {
            var at = rows[row];
            var school = schoolOf[at];
            var order = (byte)(orderInChain[at] + 1);
            if (groupOf[at] < 0 || order <= given[school])
                continue;
            if (opened[at] > last.DayNumber || closed[at] < first.DayNumber)
                continue;
            var figure = column.RowOrNaN(row);
            if (double.IsNaN(figure))
                continue;
            if (given[school] > 0)
                counts[groups[school]]--;
            counts[groupOf[at]]++;
            (given[school], figures[school], groups[school]) = (order, figure, groupOf[at]);
        }

        var sorted = new double[Groups][];
        for (var g = 0; g < Groups; g++)
            sorted[g] = new double[counts[g]];
        for (var school = 0; school < given.Length; school++)
            if (given[school] > 0)
                sorted[groups[school]][--counts[groups[school]]] = figures[school];
        var spreads = new YearSpread?[Groups];
        for (var g = 0; g < Groups; g++)
        {
            if (sorted[g].Length < Fewest)
                continue;
            Array.Sort(sorted[g]);
            spreads[g] = new YearSpread(
                column.Year,
                Quantiles.Deciles(sorted[g]),
                sorted[g].Length
            );
        }
        return spreads;
    }

    private static (DateOnly First, DateOnly Last) Days(Measure measure, Year year) =>
        measure.Calendar
            ? (new DateOnly(year.Starts, 1, 1), new DateOnly(year.Starts, 12, 31))
            : (new DateOnly(year.Starts, 9, 1), new DateOnly(year.Starts + 1, 8, 31));
}
