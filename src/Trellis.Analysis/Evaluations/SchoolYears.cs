using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Distributions;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>One outcome of the schools of a phase in one year.</summary>
/// <param name="Scale">What it was measured in; a change of scale is a break.</param>
/// <param name="Sources">The keys of the files.</param>
/// <param name="Schools">How many have a figure.</param>
/// <param name="Mean">Of the figures, each school counting once.</param>
/// <param name="StandardDeviation">Between schools, with n − 1: the unit of every effect.</param>
/// <param name="Raw">By position in <see cref="Snapshot.Schools"/>, in the unit of the scale; NaN where there is none.</param>
/// <param name="Z">The same as standard deviations from the mean of that year and phase.</param>
public sealed record OutcomeYear(
    Year Year,
    OutcomeScale Scale,
    IReadOnlyList<string> Sources,
    int Schools,
    double Mean,
    double StandardDeviation,
    double[] Raw,
    double[] Z
);

/// <summary>An outcome of the schools of a phase, oldest year first; a year without it is missing, not empty.</summary>
public sealed record OutcomeSeries(
    Outcome Outcome,
    PhaseGroup Phase,
    IReadOnlyList<OutcomeYear> Years
)
{
    public OutcomeYear? In(Year year) => Years.FirstOrDefault(y => y.Year == year);

    /// <summary>Years between the first and the last on the scale in use that no file has.</summary>
    public IEnumerable<Year> Holes
    {
        get
        {
            var on = Years.Where(y => y.Scale == Outcome.Scale).Select(y => y.Year.Starts).ToList();
            return on.Count == 0
                ? []
                : Enumerable.Range(on[0], on[^1] - on[0] + 1).Except(on).Select(y => new Year(y));
        }
    }
}

/// <summary>The panel: what every continuing school was and did, year by year, through its URNs.</summary>
/// <remarks>
/// A school counts once a year, with the later of its URNs that was open and has a figure. It counts in the phase of the entry
/// that bore the figure, where that is state-funded; an entry that says nothing of itself takes the words of the school's newest
/// entry that does. A year in which fewer than <see cref="Spreads.Fewest"/> schools of a phase have a figure is left out.
/// </remarks>
public sealed class SchoolYears
{
    // A snapshot never changes, so what is derived from it may be kept as long as it lives.
    private static readonly ConditionalWeakTable<Snapshot, SchoolYears> known = [];

    private readonly Snapshot snapshot;
    private readonly int[] schoolOf;
    private readonly int[] orderInChain;
    private readonly PhaseGroup?[] groupOf;
    private readonly ConcurrentDictionary<(string, PhaseGroup), OutcomeSeries> series = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<(Year, double[])>> figures = new();

    private SchoolYears(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        var count = snapshot.Establishments.Count;
        schoolOf = new int[count];
        orderInChain = new int[count];
        groupOf = new PhaseGroup?[count];
        for (var s = 0; s < snapshot.Schools.Count; s++)
        {
            var school = snapshot.Schools[s];
            var stated = PhaseGroups.Stated(snapshot, school);
            for (var i = 0; i < school.Urns.Count; i++)
            {
                var at = snapshot.PositionOf(school.Urns[i]);
                var own = snapshot.Establishments[at];
                schoolOf[at] = s;
                orderInChain[at] = i + 1;
                groupOf[at] = PhaseGroups.Counted(
                    own with
                    {
                        TypeGroup = own.TypeGroup.Length == 0 ? stated.TypeGroup : own.TypeGroup,
                        Type = own.Type.Length == 0 ? stated.Type : own.Type,
                        Phase = own.Phase is Phase.NotKnown ? stated.Phase : own.Phase,
                    }
                );
            }
        }
    }

    public static SchoolYears In(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new SchoolYears(s));

    /// <summary>The state-funded phase a school is counted in now; null where it is in none.</summary>
    public PhaseGroup? PhaseOf(int school) =>
        groupOf[snapshot.PositionOf(snapshot.Schools[school].Urn)];

    /// <summary>The state-funded phase that an entry of the register is counted in; null where it is in none.</summary>
    /// <param name="establishment">Its position in <see cref="Snapshot.Establishments"/>.</param>
    public PhaseGroup? PhaseOfEntry(int establishment) => groupOf[establishment];

    /// <summary>An outcome of the schools of a phase; no years where no file has it.</summary>
    public OutcomeSeries Of(Outcome outcome, PhaseGroup phase) =>
        series.GetOrAdd((outcome.Id, phase), _ => WorkOut(outcome, phase));

    /// <summary>The newest figures of any of some measures in a year or up to so many years before it, by position in <see cref="Snapshot.Schools"/>; NaN where there is none.</summary>
    /// <param name="measures">The first that has a figure in the newest year is taken.</param>
    public double[] Newest(IReadOnlyList<string> measures, Year year, int back)
    {
        var found = Enumerable.Repeat(double.NaN, snapshot.Schools.Count).ToArray();
        for (var at = year.Starts; at >= year.Starts - back; at--)
            foreach (var measure in measures)
            foreach (var (when, values) in Figures(measure))
                if (when.Starts == at)
                    for (var s = 0; s < found.Length; s++)
                        if (double.IsNaN(found[s]))
                            found[s] = values[s];
        return found;
    }

    private OutcomeSeries WorkOut(Outcome outcome, PhaseGroup phase)
    {
        var years = new List<OutcomeYear>();
        foreach (var scale in outcome.Scales)
        {
            var columns = scale
                .Measures.Select(m => snapshot.Measures.Of(m).Where(c => scale.Covers(c.Year)))
                .ToList();
            foreach (var year in columns[0].Select(c => c.Year))
            {
                var parts = columns
                    .Select(c => c.FirstOrDefault(x => x.Year == year))
                    .OfType<MeasureColumn>()
                    .ToList();
                if (parts.Count < scale.Measures.Count)
                    continue;
                var raw = new double[snapshot.Schools.Count];
                foreach (var part in parts)
                {
                    var own = Read(part, phase);
                    for (var s = 0; s < raw.Length; s++)
                        raw[s] += own[s] / parts.Count;
                }
                if (Standard(year, scale, parts, raw) is { } made)
                    years.Add(made);
            }
        }
        return new OutcomeSeries(outcome, phase, [.. years.OrderBy(y => y.Year)]);
    }

    private static OutcomeYear? Standard(
        Year year,
        OutcomeScale scale,
        IReadOnlyList<MeasureColumn> parts,
        double[] raw
    )
    {
        int count = 0;
        double sum = 0,
            squares = 0;
        foreach (var figure in raw)
            if (double.IsFinite(figure))
            {
                count++;
                sum += figure;
            }
        if (count < Spreads.Fewest)
            return null;
        var mean = sum / count;
        foreach (var figure in raw)
            if (double.IsFinite(figure))
                squares += (figure - mean) * (figure - mean);
        var deviation = Math.Sqrt(squares / (count - 1));
        return deviation > 0
            ? new OutcomeYear(
                year,
                scale,
                [.. parts.Select(p => p.Rows.Source).Distinct()],
                count,
                mean,
                deviation,
                raw,
                [.. raw.Select(x => (x - mean) / deviation)]
            )
            : null;
    }

    private IReadOnlyList<(Year, double[])> Figures(string measure) =>
        figures.GetOrAdd(
            measure,
            _ => [.. snapshot.Measures.Of(measure).Select(c => (c.Year, Read(c, null)))]
        );

    /// <param name="phase">Of whom alone; null for all.</param>
    private double[] Read(MeasureColumn column, PhaseGroup? phase)
    {
        var figures = Enumerable.Repeat(double.NaN, snapshot.Schools.Count).ToArray();
        var given = new int[figures.Length];
        var (first, last) = column.Measure.Calendar
            ? (new DateOnly(column.Year.Starts, 1, 1), new DateOnly(column.Year.Starts, 12, 31))
            : (new DateOnly(column.Year.Starts, 9, 1), new DateOnly(column.Year.Starts + 1, 8, 31));
        var rows = column.Rows.Establishments;
        for (var row = 0; row < rows.Length; row++)
        {
            var at = rows[row];
            var school = schoolOf[at];
            var entry = snapshot.Establishments[at];
            if (
                (phase is not null && groupOf[at] != phase)
                || orderInChain[at] <= given[school]
                || entry.Opened > last
                || entry.Closed < first
            )
                continue;
            var figure = column.RowOrNaN(row);
            if (!double.IsFinite(figure))
                continue;
            (figures[school], given[school]) = (figure, orderInChain[at]);
        }
        return figures;
    }
}
