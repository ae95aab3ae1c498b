using System.Numerics.Tensors;

namespace Trellis.Effects;

/// <summary>What many comparisons have in common: the controls, and what their changes are without treatment.</summary>
internal sealed class ControlSide
{
    private readonly Dictionary<int, PackedColumns> columns = [];
    private readonly Dictionary<(int From, int Time), ControlChange> changes = [];
    private readonly Lazy<double[]>[] departures;

    public ControlSide(StaggeredRows ready, StaggeredDesign design)
    {
        (Ready, Design) = (ready, design);
        departures =
        [
            .. Enumerable
                .Range(0, ready.Cohorts.Length)
                .Select(c => new Lazy<double[]>(() => Departed(c))),
        ];
        Start = ready.Slices[0].Starts[^2];
        Count = ready.FirstTreated.Length - Start;
        var asked = new HashSet<(int, int)>();
        foreach (var cohort in ready.Groups)
            for (var time = 0; time < ready.Times.Length; time++)
                if (From(cohort, time) is { } from && from != time)
                    asked.Add((from, time));
        foreach (var (from, time) in asked)
        {
            var slice = ready.Slices[Math.Min(from, time)];
            if (columns.ContainsKey(slice.Version))
                continue;
            var x = new PackedColumns();
            x.Resize(slice.Covariates.Length + 1, Count);
            x.Column(0).Fill(1);
            for (var k = 0; k < slice.Covariates.Length; k++)
                slice.Covariates[k].AsSpan(Start, Count).CopyTo(x.Column(k + 1));
            columns.Add(slice.Version, x);
        }
        // Times of one version share their products; pairs are many, so the cores share the versions' pairs in turn.
        foreach (
            var version in asked.GroupBy(a => ready.Slices[Math.Min(a.Item1, a.Item2)].Version)
        )
        {
            var fit = new OutcomeRegression();
            var same = false;
            foreach (var (from, time) in version.Order())
            {
                var weights = Weights(Math.Min(from, time));
                var change = new double[Count];
                TensorPrimitives.Subtract(
                    ready.Slices[time].Outcome.AsSpan(Start, Count),
                    ready.Slices[from].Outcome.AsSpan(Start, Count),
                    change
                );
                if (design.Method == TwoPeriodMethod.InverseProbability)
                {
                    changes[(from, time)] = new ControlChange(change, [], [], 0);
                    continue;
                }
                var x = columns[version.Key];
                fit.Fit(x, 0, Count, change, weights, same);
                same = true;
                var line = new double[Count];
                x.Line(0, Count, fit.Coefficients, line);
                TensorPrimitives.Subtract(change, line, change);
                changes[(from, time)] = new ControlChange(
                    change,
                    fit.Coefficients,
                    fit.InverseGram,
                    fit.LeftOut.Count
                );
            }
        }
    }

    public StaggeredRows Ready { get; }

    public StaggeredDesign Design { get; }

    /// <summary>Where the controls begin: they lie last.</summary>
    public int Start { get; }

    public int Count { get; }

    public ControlChange Change(int from, int time) => changes[(from, time)];

    /// <summary>The covariates of the controls at a time, with a constant.</summary>
    public PackedColumns Columns(int version) => columns[version];

    /// <summary>For each control the sum of its departures over the times at which a cohort is treated, around their mean.</summary>
    /// <param name="cohort">By number.</param>
    public double[] Departures(int cohort) => departures[cohort].Value;

    public ReadOnlySpan<double> Weights(int time) =>
        Ready.Slices[time].Weights.AsSpan(Start, Count);

    /// <summary>The time from which a cohort's effect at a time is measured, by number; null where there is none, or the design does not ask for it.</summary>
    public int? From(int cohort, int time)
    {
        var group = (int)Ready.Cohorts[cohort];
        var times = Ready.Times;
        if (!Design.Asks(times[time] - group))
            return null;
        var before = Array.FindLastIndex(times, t => t + Design.Anticipation < group);
        var from = Design.Base == BasePeriod.Universal || group <= times[time] ? before : time - 1;
        return from < 0 ? null : from;
    }

    private double[] Departed(int cohort)
    {
        var sums = new double[Count];
        for (var time = 0; time < Ready.Times.Length; time++)
            if (
                Ready.Times[time] >= Ready.Cohorts[cohort]
                && From(cohort, time) is { } from
                && from != time
            )
                TensorPrimitives.Add(sums, changes[(from, time)].Rest, sums);
        TensorPrimitives.Subtract(sums, TensorPrimitives.Average<double>(sums), sums);
        return sums;
    }
}

/// <summary>How the controls changed between two times.</summary>
/// <param name="Rest">For each control its change less what the regression says; its change where nothing is regressed.</param>
/// <param name="Coefficients">Of the regression, the constant first.</param>
/// <param name="InverseGram">Of the controls' covariates.</param>
/// <param name="LeftOut">How many covariates others already say among the controls.</param>
internal sealed record ControlChange(
    double[] Rest,
    double[] Coefficients,
    double[] InverseGram,
    int LeftOut
);
