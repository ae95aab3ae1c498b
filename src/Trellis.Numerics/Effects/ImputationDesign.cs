using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>What is fitted to untreated rows, and what it says of any row.</summary>
internal sealed class ImputationDesign
{
    private readonly PanelSample sample;
    private readonly bool byTime;
    private readonly int periods;
    private readonly double[]? weights;

    public ImputationDesign(PanelSample sample, ImputationOptions options)
    {
        this.sample = sample;
        byTime = options.Slopes == CovariateSlopes.ByTime;
        periods = sample.Period.Count;
        var rows = Enumerable.Range(0, sample.Count);
        Untreated = [.. rows.Where(r => IsUntreated(r, options.Anticipation))];
        Treated = [.. rows.Where(r => !IsUntreated(r, options.Anticipation))];
        if (Treated.Length == 0)
            throw new UnusableDataException(
                "Nobody becomes treated while the panel lasts: there is no effect to be told."
            );
        if (Untreated.Length == 0)
            throw new UnusableDataException(
                "No row is untreated: nothing tells what would have been."
            );
        Outcome = Of(sample.Outcome);
        weights = sample.Weights is { } w ? Of(w) : null;
        var problem = Regression(null);
        Equations = new NormalEquations(
            Untreated.Length,
            problem.Effects[0],
            [problem.Effects[1]],
            [.. problem.Columns.Select(c => c.Figures)],
            problem.Indicators,
            weights
        );
    }

    public int[] Untreated { get; }

    public int[] Treated { get; }

    public double[] Outcome { get; }

    public NormalEquations Equations { get; }

    public FixedEffectsProblem Regression(IndicatorColumns? leads) =>
        new()
        {
            Outcome = Outcome,
            // All levels stay, also those of which no row is untreated: their numbers are asked for.
            Effects = leads is null
                ?
                [
                    sample.Unit with
                    {
                        Level = Of(sample.Unit.Level),
                    },
                    sample.Period with
                    {
                        Level = Of(sample.Period.Level),
                    },
                ]
                : [sample.Unit.At(Untreated), sample.Period.At(Untreated)],
            Columns = byTime ? [] : [.. sample.Covariates.Select(c => (c.Name, Of(c.Values)))],
            Indicators =
            [
                .. byTime
                    ? sample.Covariates.Select(c => new IndicatorColumns(
                        [.. sample.Period.Labels.Select(t => $"{c.Name}:time::{t}")],
                        Of(sample.Period.Level),
                        Of(c.Values)
                    ))
                    : [],
                .. leads is null ? (IEnumerable<IndicatorColumns>)[] : [leads],
            ],
            Weights = weights,
        };

    public double Value(int row, double[] unknown, double[] level) =>
        ValueAndSize(row, unknown, level).Value;

    public (double Value, double Size) ValueAndSize(int row, double[] unknown, double[] level)
    {
        double value = 0,
            size = 0;
        Add(level[sample.Unit.Level[row]]);
        var period = sample.Period.Level[row];
        Add(unknown[period]);
        for (var c = 0; c < sample.Covariates.Count; c++)
            Add(unknown[Place(c, period)] * sample.Covariates[c].Values[row]);
        return (value, size);

        void Add(double term)
        {
            value += term;
            size += Math.Abs(term);
        }
    }

    // Adds what a row of weight w asks for.
    public void Ask(int row, double weight, double[] levels, double[] unknowns)
    {
        levels[sample.Unit.Level[row]] += weight;
        var period = sample.Period.Level[row];
        unknowns[period] += weight;
        for (var c = 0; c < sample.Covariates.Count; c++)
            unknowns[Place(c, period)] += weight * sample.Covariates[c].Values[row];
    }

    public IReadOnlyList<(string Name, double Slope)> Slopes(double[] unknown)
    {
        var left = Equations.LeftOut.ToHashSet();
        var slopes = new List<(string, double)>();
        for (var c = 0; c < sample.Covariates.Count; c++)
        for (var t = 0; t < (byTime ? periods : 1); t++)
            if (Place(c, t) is var place && !left.Contains(place))
                slopes.Add((Name(sample.Covariates[c].Name, t), unknown[place]));
        return slopes;
    }

    // Columns of covariates that untreated rows do not tell apart from levels and earlier ones.
    public IReadOnlyList<string> Unsaid
    {
        get
        {
            var left = Equations.LeftOut.ToHashSet();
            return
            [
                .. sample.Covariates.SelectMany(
                    (covariate, c) =>
                        Enumerable
                            .Range(0, byTime ? periods : 1)
                            .Where(t => left.Contains(Place(c, t)))
                            .Select(t => Name(covariate.Name, t))
                ),
            ];
        }
    }

    private string Name(string covariate, int period) =>
        byTime ? $"{covariate}:time::{sample.Period.Labels[period]}" : covariate;

    private int Place(int covariate, int period) =>
        periods + (byTime ? (covariate * periods) + period : covariate);

    private bool IsUntreated(int row, int anticipation) =>
        sample.First[row] == PanelSample.Never
        || sample.Time[row] < sample.First[row] - anticipation;

    private T[] Of<T>(T[] all)
    {
        var own = new T[Untreated.Length];
        for (var i = 0; i < own.Length; i++)
            own[i] = all[Untreated[i]];
        return own;
    }
}
