using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;

namespace Trellis.Lab;

/// <summary>The columns of a comparison of two groups at two times, in one of three forms.</summary>
internal sealed record ComparisonColumns(
    string Treated,
    string? Before,
    string? After,
    string? Outcome,
    string? Post,
    string? Unit,
    string? Time,
    IReadOnlyList<string> Covariates,
    string? Weights
)
{
    /// <summary>A row a unit.</summary>
    public bool IsWide => Before is not null && After is not null && Outcome is null;

    /// <summary>A row a unit and time.</summary>
    public bool IsLong => Unit is not null && Time is not null && Outcome is not null;

    public bool AreOneForm =>
        IsWide
            ? Post is null && Unit is null && Time is null
            : Before is null
                && After is null
                && Outcome is not null
                && (IsLong ? Post is null : Unit is null && (Post is null) != (Time is null));
}

/// <summary>Two groups at two times, complete rows only; what was left out is told.</summary>
internal sealed class ComparisonData
{
    private readonly LabTable table;
    private readonly List<Remark> remarks = [];
    private double[] first = [];
    private double[] second = [];
    private bool[] after = [];
    private double[]? weights;

    private ComparisonData(LabTable table) => this.table = table;

    public bool IsPanel { get; private set; }

    /// <summary>How large outcomes are, so that rounding can be told from variance.</summary>
    public double Scale => first.Concat(second).Max(Math.Abs);

    public bool[] Treated { get; private set; } = [];

    public IReadOnlyList<NamedColumn> Covariates { get; private set; } = [];

    public IReadOnlyList<Remark> Remarks => remarks;

    /// <exception cref="UnusableDataException">A column is missing, a cell is no number, a mark is neither 0 nor 1, a unit is seen twice at a time, or there are not two times.</exception>
    public static ComparisonData Read(LabTable table, ComparisonColumns names)
    {
        var data = new ComparisonData(table) { IsPanel = names.IsWide || names.IsLong };
        var treated = table.Figures(names.Treated);
        NamedColumn[] covariates =
        [
            .. names.Covariates.SelectMany(name => LabPanel.Columns(table, name)),
        ];
        var weights = names.Weights is { } weight ? table.Figures(weight) : null;
        if (table.Count == 0)
            throw new UnusableDataException("There are no rows.");
        if (weights is not null && Array.Exists(weights, w => w < 0))
            throw new UnusableDataException(
                $"Weights are 0 or more; they are negative on {Remark.Named("line", [.. Enumerable.Range(0, table.Count).Where(r => weights[r] < 0).Select(data.Line)])}."
            );
        var outcome = table.Figures(names.Outcome ?? names.Before!);
        var other =
            names.After is { } last ? table.Figures(last)
            : names.Post is { } post ? table.Figures(post)
            : data.Later(names.Time!);
        var units = names.Unit is { } unit ? table.Labels(unit) : null;
        int[] complete =
        [
            .. Enumerable
                .Range(0, table.Count)
                .Where(r =>
                    double.IsFinite(outcome[r])
                    && double.IsFinite(other[r])
                    && double.IsFinite(treated[r])
                    && (weights is null || double.IsFinite(weights[r]))
                    && (units is null || Remark.IsKnown(units[r]))
                    && Array.TrueForAll(covariates, c => double.IsFinite(c.Values[r]))
                ),
        ];
        if (complete.Length < table.Count)
            data.remarks.Add(
                new Remark(
                    "missing-figure",
                    table.Count - complete.Length,
                    $"Left out: {Remark.Named("row", [.. Enumerable.Range(0, table.Count).Except(complete).Select(r => "line " + data.Line(r))])} without a unit, an outcome, a covariate, a weight or treatment."
                )
            );
        if (complete.Length == 0)
            throw new UnusableDataException(
                "No row has an outcome, every covariate, a weight and treatment together."
            );
        // The row of each observation that tells its covariates and weight: the earlier of a unit's two.
        var told = complete;
        if (names.IsLong)
        {
            var pairs = data.Pairs(complete, names.Unit!, other, treated);
            told = [.. pairs.Select(p => p.Before)];
            data.first = [.. told.Select(r => outcome[r])];
            data.second = [.. pairs.Select(p => outcome[p.After])];
        }
        else
        {
            data.first = [.. told.Select(r => outcome[r])];
            if (names.IsWide)
                data.second = [.. told.Select(r => other[r])];
            else
                data.after = data.Marks(other, told, names.Post ?? names.Time!);
        }
        data.Treated = data.Marks(treated, told, names.Treated);
        data.Covariates =
        [
            .. covariates.Select(c => new NamedColumn(c.Name, [.. told.Select(r => c.Values[r])])),
        ];
        data.weights = weights is null ? null : [.. told.Select(r => weights[r])];
        return data;
    }

    /// <exception cref="UnusableDataException">The data have no answer by this method.</exception>
    public TwoPeriodEffect By(TwoPeriodMethod method)
    {
        double[][] x = [.. Covariates.Select(c => c.Values)];
        return IsPanel
            ? TwoPeriodComparison.OfPanel(method, first, second, Treated, x, weights)
            : TwoPeriodComparison.OfCrossSections(method, first, after, Treated, x, weights);
    }

    private string Line(int row) => table.Lines[row].ToString(CultureInfo.InvariantCulture);

    // 1 at the later of the two times, 0 at the earlier.
    private double[] Later(string column)
    {
        var times = table.WholeNumbers(column);
        int[] both = [.. times.Distinct().Order()];
        return both.Length == 2
            ? [.. times.Select(t => t == both[1] ? 1.0 : 0)]
            : throw new UnusableDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The column '{column}' has {both.Length} times ({string.Join(", ", both.Take(5))}{(both.Length > 5 ? ", ..." : "")}); two are compared. For more use lab did."
                )
            );
    }

    private bool[] Marks(double[] values, int[] rows, string column) =>
        [
            .. rows.Select(r =>
                values[r] switch
                {
                    1 => true,
                    0 => false,
                    var other => throw new UnusableDataException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{table.File}, line {table.Lines[r]}, column '{column}': {other} is neither 0 nor 1."
                        )
                    ),
                }
            ),
        ];

    private List<(int Before, int After)> Pairs(
        int[] rows,
        string unit,
        double[] later,
        double[] treated
    )
    {
        var labels = table.Labels(unit);
        var pairs = new List<(int, int)>();
        var alone = new List<string>();
        var unsteady = new List<string>();
        foreach (var own in rows.GroupBy(r => labels[r], StringComparer.Ordinal))
        {
            int[] before = [.. own.Where(r => later[r] == 0)],
                after = [.. own.Where(r => later[r] == 1)];
            if (before.Length > 1 || after.Length > 1)
                throw new UnusableDataException(
                    $"'{own.Key}' is seen more than once at one time: lines {string.Join(", ", own.Select(Line))}. Keep one row a unit and time."
                );
            if (before.Length == 0 || after.Length == 0)
                alone.Add(own.Key);
            else if (treated[before[0]] != treated[after[0]])
                unsteady.Add(own.Key);
            else
                pairs.Add((before[0], after[0]));
        }
        if (unsteady.Count > 0)
            throw new UnusableDataException(
                $"Whether it is treated changes within {Remark.Named("unit", unsteady)}. Give the treated 1 at both times: it tells the group, not the time."
            );
        if (alone.Count > 0)
            remarks.Add(
                new Remark(
                    "not-at-every-time",
                    alone.Count,
                    $"Left out: {Remark.Named("unit", alone)} not seen at both times."
                )
            );
        return pairs;
    }
}
