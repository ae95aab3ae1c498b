using System.Numerics.Tensors;
using Trellis.Answers;
using Trellis.Distributions;
using Trellis.Effects;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Snapshots;
using Trellis.Synthesis;

namespace Trellis.Evaluations;

/// <summary>How the schools that joined one trust did after joining, beside like schools that joined none: for officers, on no public page.</summary>
/// <param name="Arm">The kind of school: "converters". Kinds are never pooled.</param>
/// <param name="Schools">How many of its schools are in the estimate.</param>
/// <param name="Raw">In standard deviations between schools; NaN where there is a reason.</param>
/// <param name="Low">The lower end of the 95 % interval of the raw figure, from what as many schools that never joined do by chance.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Error">The standard error that goes with that interval.</param>
/// <param name="Shrunk">The raw figure drawn towards the mean of its kind, the more the less certain it is.</param>
/// <param name="ShrunkLow">The lower end of the 95 % interval of the shrunk figure.</param>
/// <param name="ShrunkHigh">Its upper end.</param>
/// <param name="Reason">Why there is no figure; null where there is one.</param>
public sealed record TrustEffect(
    Uid Trust,
    string Arm,
    string Phase,
    string Outcome,
    int Schools,
    double Raw,
    double Low,
    double High,
    double Error,
    double Shrunk,
    double ShrunkLow,
    double ShrunkHigh,
    string? Reason
)
{
    /// <summary>Fewer schools than this tell more of themselves than of their trust: no figure of them is shown to anybody.</summary>
    public const int Fewest = 3;

    /// <summary>Why the figure may not be shown; null where it may.</summary>
    public string? Withheld =>
        Reason
        ?? (
            Schools < Fewest
                ? $"Results before and after are known of {Schools} of its schools. A figure needs {Fewest}."
                : null
        );
}

/// <summary>All trusts of one kind, phase and outcome together.</summary>
/// <param name="NoAnswer">Why there are no figures; null where there are.</param>
/// <param name="Trusts">How many trusts have a figure.</param>
/// <param name="Controls">How many schools that never joined all of them are compared with.</param>
/// <param name="Mean">The average over trusts, towards which figures are drawn; NaN where there are none.</param>
/// <param name="Spread">The standard deviation of true effects between trusts; 0 where chance alone explains the differences.</param>
/// <param name="SharedCorrelation">How much two trusts' figures vary together, on average, because they are compared with the same schools: a share of their variance.</param>
/// <param name="ScaleDeviation">One standard deviation between schools in the newest year, in the unit of the scale; NaN where there is none.</param>
public sealed record TrustEffectKind(
    string Arm,
    string Phase,
    string Outcome,
    string? NoAnswer,
    IReadOnlyList<Year> Years,
    int Trusts,
    int Controls,
    double Mean,
    double MeanError,
    double Spread,
    double SharedCorrelation,
    double ScaleDeviation
);

/// <summary>The effects of all trusts of England, one by one, from one run a kind, phase and outcome.</summary>
/// <remarks>
/// <para>
/// Each trust's schools that joined are compared with the same schools that never joined, doubly robust, as in the studies of
/// joining a trust. A handful of schools has no standard error of its own, so the interval is that of Conley and Taber (Review of
/// Economics and Statistics 2011).
/// </para>
/// <para>
/// Figures are drawn towards the mean of their kind by empirical Bayes, with the variance between trusts by restricted maximum
/// likelihood. That takes their errors for independent; how far they are not, for sharing controls, is
/// <see cref="TrustEffectKind.SharedCorrelation"/>.
/// </para>
/// <para>They are never ranked, and on no public page, in no open file and in no interface: see decision 51.</para>
/// </remarks>
/// <param name="Snapshot">The id of the snapshot it was run on.</param>
/// <param name="Method">The version of the method.</param>
/// <param name="Each">By kind, then trust.</param>
public sealed record TrustEffects(
    string Snapshot,
    DateOnly? RegisterDate,
    string Method,
    IReadOnlyList<TrustEffectKind> Kinds,
    IReadOnlyList<TrustEffect> Each
)
{
    /// <summary>How its file begins.</summary>
    public const string Kind = "trusts";
    private const string OfGroup = "group ";

    // For officers: what an estimator says of covariates and cells tells them nothing.
    private const string AllDiffer =
        "Its schools differ from all that joined no trust, so nothing can be set beside them.";
    private const string NoneSeen =
        "None of its schools has results before it joined and in the three school years after.";

    /// <summary>Estimates every trust on a snapshot: the same answer on any number of cores.</summary>
    /// <param name="outcome">The id of one outcome; null for all.</param>
    /// <param name="done">Told after each kind, phase and outcome.</param>
    public static TrustEffects Run(
        Snapshot snapshot,
        string? outcome = null,
        int cores = -1,
        Action<TrustEffectKind>? done = null,
        CancellationToken stop = default
    )
    {
        var kinds = new List<TrustEffectKind>();
        var each = new List<TrustEffect>();
        foreach (
            var key in Programmes
                .Find("joining-a-trust")!
                .Studies.Where(k => outcome is null || k.Outcome.Id == outcome)
        )
        {
            stop.ThrowIfCancellationRequested();
            var (kind, own) = Of(StudySample.Of(snapshot, key), cores);
            kinds.Add(kind);
            each.AddRange(own);
            done?.Invoke(kind);
        }
        return new TrustEffects(snapshot.Id, snapshot.RegisterDate, StudyPlan.Method, kinds, each);
    }

    /// <summary>The figures of one trust, by kind.</summary>
    public IEnumerable<TrustEffect> Of(Uid trust) => Each.Where(e => e.Trust == trust);

    /// <summary>Every trust of one sample.</summary>
    /// <returns>Nobody, with a reason, where the sample has none.</returns>
    public static (TrustEffectKind Kind, IReadOnlyList<TrustEffect> Each) Of(
        StudySample sample,
        int cores = -1
    )
    {
        var kind = new TrustEffectKind(
            sample.Key.Arm.Id,
            sample.Key.Phase == PhaseGroup.Primary ? "primary" : "secondary",
            sample.Key.Outcome.Id,
            sample.NoAnswer,
            [.. sample.Years.Select(y => y.Year)],
            0,
            sample.Controls,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            sample.Years.Count == 0 ? double.NaN : sample.Years[^1].StandardDeviation
        );
        if (sample.NoAnswer is not null)
            return (kind, []);
        try
        {
            var found = SharedControls.Estimate(
                sample.Rows with
                {
                    Clusters = [],
                },
                sample.Rows.Clusters[0],
                StudyRun.DesignOf(sample.Key) with
                {
                    Controls = ControlGroup.NeverTreated,
                    // The window of the studies, so that an officer may lay the two side by side; nothing before it is told.
                    Least = 0,
                    Most = StudyWindow.FirstThree.Most,
                },
                (study, effect) => Measured(study, effect, sample.Controls),
                cores
            );
            return Shrunk(kind, found);
        }
        catch (UnusableDataException wrong)
        {
            return (kind with { NoAnswer = wrong.Message }, []);
        }
    }

    /// <param name="Variance">Of the average by chance, its own schools and its controls together; NaN where there is no average.</param>
    /// <param name="ByControls">What each control moves the average by.</param>
    /// <param name="WasCompared">Whether there was anybody of it to compare.</param>
    private sealed record Found(
        TreatedEffect Effect,
        double Variance,
        double[] ByControls,
        bool WasCompared
    );

    private static Found Measured(TreatedStudy study, TreatedEffect effect, int controls)
    {
        if (!double.IsFinite(effect.Overall))
            return new Found(effect, double.NaN, [], study.Effects.Unanswered.Count > 0);
        var influence = Aggregates.Simple(study.Effects).Overall.Influence;
        var moves = influence[^controls..];
        TensorPrimitives.Divide(moves, influence.Length, moves);
        var own = (effect.PlaceboInterval.High - effect.PlaceboInterval.Low) / (2 * StudyRun.Reach);
        return new Found(
            effect,
            (own * own) + TensorPrimitives.Dot<double>(moves, moves),
            moves,
            true
        );
    }

    private static (TrustEffectKind, IReadOnlyList<TrustEffect>) Shrunk(
        TrustEffectKind kind,
        IReadOnlyList<Found> found
    )
    {
        Found[] known = [.. found.Where(f => f.Variance > 0)];
        if (known.Length >= 2)
        {
            var together = RandomEffects.Fit(
                Studies.Of(
                    [.. known.Select(f => f.Effect.Overall)],
                    [.. known.Select(f => f.Variance)]
                )
            );
            kind = kind with
            {
                Trusts = known.Length,
                Mean = together.Estimate,
                MeanError = together.StandardError,
                Spread = Math.Sqrt(together.Tau2),
                SharedCorrelation = Shared(known),
            };
        }
        return (kind, [.. found.Select(f => Of(kind, f)).OrderBy(e => e.Trust)]);
    }

    private static TrustEffect Of(TrustEffectKind kind, Found found)
    {
        var effect = found.Effect;
        var error = Math.Sqrt(found.Variance);
        var told = new TrustEffect(
            Uid.Parse(effect.Name[OfGroup.Length..]),
            kind.Arm,
            kind.Phase,
            kind.Outcome,
            effect.Treated,
            effect.Overall,
            effect.Overall - (StudyRun.Reach * error),
            effect.Overall + (StudyRun.Reach * error),
            error,
            double.NaN,
            double.NaN,
            double.NaN,
            double.IsFinite(effect.Overall) ? null
                : found.WasCompared ? AllDiffer
                : NoneSeen
        );
        if (!(found.Variance > 0) || !double.IsFinite(kind.Mean))
            return told with
            {
                Reason = told.Reason ?? "There are no other trusts of its kind to learn from.",
            };
        // Empirical Bayes: the share that is chance is drawn to the mean, whose own error is carried along.
        var (between, mean) = (kind.Spread * kind.Spread, kind.MeanError * kind.MeanError);
        var chance = found.Variance / (found.Variance + between);
        var shrunk = kind.Mean + ((1 - chance) * (effect.Overall - kind.Mean));
        var reach = StudyRun.Reach * Math.Sqrt((chance * between) + (chance * chance * mean));
        return told with
        {
            Shrunk = shrunk,
            ShrunkLow = shrunk - reach,
            ShrunkHigh = shrunk + reach,
        };
    }

    // Over all pairs at once: the sum of all moves, squared, less each one's own square.
    private static double Shared(Found[] known)
    {
        var sum = new double[known[0].ByControls.Length];
        double own = 0;
        foreach (var one in known)
        {
            TensorPrimitives.Add(sum, one.ByControls, sum);
            own += TensorPrimitives.Dot<double>(one.ByControls, one.ByControls);
        }
        var pairs = known.Length * (known.Length - 1.0);
        return (TensorPrimitives.Dot<double>(sum, sum) - own)
            / pairs
            / known.Average(k => k.Variance);
    }
}
