using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;

namespace Trellis.Lab;

/// <summary>Group-time effects with all that is made of them, to be printed.</summary>
internal sealed class StaggeredStudy
{
    private const double Level = .95;
    private readonly GroupTimeEffects effects;
    private readonly AggregatedEffects? simple;
    private readonly AggregatedEffects? dynamic;
    private readonly AggregatedEffects? group;
    private readonly AggregatedEffects? calendar;
    private readonly AggregatedEffects? balanced;
    private readonly string? noAverages;
    private readonly WaldTest wald;
    private readonly BootstrapDraws? draws;

    private readonly RandomisationAnswer? randomised;

    private StaggeredStudy(
        GroupTimeEffects effects,
        int? balance,
        int times,
        long seed,
        RandomisationAnswer? randomised
    )
    {
        this.effects = effects;
        this.randomised = randomised;
        wald = WaldTest.BeforeTreatment(effects);
        try
        {
            simple = Aggregates.Simple(effects);
            dynamic = Aggregates.Dynamic(effects);
            group = Aggregates.Group(effects);
            calendar = Aggregates.Calendar(effects);
            if (balance is { } at)
                balanced = Aggregates.Dynamic(effects, at);
        }
        catch (UnusableDataException nothing)
        {
            // The cells stand; that nothing can be averaged is said beside them.
            noAverages = nothing.Message;
        }
        if (times > 0)
            draws = MultiplierBootstrap.Run(
                [.. effects.Influence, .. Averages.SelectMany(Estimates).Select(e => e.Influence)],
                effects.Clusters,
                times,
                seed
            );
    }

    public static StaggeredStudy Of(
        GroupTimeEffects effects,
        int? balance,
        int times,
        long seed,
        RandomisationAnswer? randomised = null
    ) => new(effects, balance, times, seed, randomised);

    private IEnumerable<AggregatedEffects> Averages =>
        ((AggregatedEffects?[])[simple, dynamic, group, calendar, balanced])
            .Where(a => a is not null)
            .Cast<AggregatedEffects>();

    private static IEnumerable<AverageEffect> Estimates(AggregatedEffects averages) =>
        [averages.Overall, .. averages.Parts];

    private int From(AggregatedEffects averages) =>
        effects.Cells.Count
        + Averages.TakeWhile(a => !ReferenceEquals(a, averages)).Sum(a => 1 + a.Parts.Count);

    private IEnumerable<Remark> Remarks =>
        effects
            .Remarks.Concat(Averages.SelectMany(a => a.Remarks))
            .DistinctBy(r => (r.Code, r.Sentence));

    private UniformBand? CellBand =>
        draws is null
            ? null
            : UniformBand.Of([.. effects.Cells.Select(c => c.Effect)], draws, 0, Level);

    /// <summary>The answer for programs.</summary>
    public object Answer(double seconds)
    {
        var reasons = effects.Unanswered.ToDictionary(u => (u.Group, u.Time), u => u.Reason);
        var band = CellBand;
        return new
        {
            Attgt = effects.Cells.Select(
                (cell, i) =>
                    new
                    {
                        cell.Group,
                        cell.Time,
                        Att = cell.Effect,
                        Se = Error(cell.StandardError, band, i, cell.Reference),
                        SeAnalytic = cell.StandardError,
                        Base = cell.From,
                        Low = band is null || cell.Reference ? double.NaN : band.Band[i].Low,
                        High = band is null || cell.Reference ? double.NaN : band.Band[i].High,
                        cell.Reference,
                        Reason = cell.Reference ? "The base: 0 by its making."
                        : reasons.GetValueOrDefault((cell.Group, cell.Time)) is { } reason ? reason
                        : double.IsFinite(cell.StandardError) ? null
                        : "Nothing varies, so there is no standard error.",
                    }
            ),
            Simple = simple is null ? null : One(simple.Overall, From(simple)),
            Dynamic = Parts(dynamic),
            Group = Parts(group),
            Calendar = Parts(calendar),
            Balanced = Parts(balanced),
            NoAverages = noAverages,
            // W is a capital letter wherever the test is written about.
            Wald = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["W"] = wald.Statistic,
                ["p"] = wald.PValue,
                ["df"] = wald.Restrictions,
                ["reason"] = wald.Reason,
            },
            Randomisation = randomised is null
                ? null
                : new
                {
                    P = randomised.PValue,
                    randomised.Low,
                    randomised.High,
                    randomised.Assignments,
                    randomised.Exact,
                    randomised.Unanswered,
                    Reason = double.IsFinite(randomised.Low) && double.IsFinite(randomised.High)
                        ? null
                        : "Assignments are too few to leave out any effect on that side at 5 %.",
                },
            Critical = band?.CriticalValue ?? double.NaN,
            CriticalReason = band is null
                ? "Ask for --bootstrap 1000 to have uniform bands."
                : null,
            N = effects.Number,
            Clusters = effects.Clusters.Select(InfluenceFunctions.Count),
            Draws = draws?.Count ?? 0,
            effects.Times,
            effects.MissingTimes,
            Dropped = effects.Dropped,
            effects.Unanswered,
            Remarks,
            Seconds = seconds,
        };
    }

    private object? Parts(AggregatedEffects? averages)
    {
        if (averages is null)
            return null;
        var from = From(averages) + 1;
        var band = draws is null
            ? null
            : UniformBand.Of([.. averages.Parts.Select(p => p.Effect)], draws, from, Level);
        return new
        {
            Overall = One(averages.Overall, from - 1),
            Egt = averages.Parts.Select(
                (part, i) =>
                    new
                    {
                        E = part.At,
                        Att = part.Effect,
                        Se = Error(part.StandardError, band, i, part.Reference),
                        SeAnalytic = part.StandardError,
                        Low = band is null || part.Reference ? double.NaN : band.Band[i].Low,
                        High = band is null || part.Reference ? double.NaN : band.Band[i].High,
                        part.Reference,
                        part.Groups,
                        Reason = part.Reference ? "The base: 0 by its making."
                        : double.IsFinite(part.StandardError) ? null
                        : "Nothing could be averaged, or nothing varies.",
                    }
            ),
            Critical = band?.CriticalValue ?? double.NaN,
        };
    }

    private object One(AverageEffect average, int at)
    {
        var band = draws is null ? null : UniformBand.Of([average.Effect], draws, at, Level);
        return new
        {
            Att = average.Effect,
            Se = Error(average.StandardError, band, 0, false),
            SeAnalytic = average.StandardError,
            Reason = double.IsFinite(average.StandardError)
                ? null
                : "Nothing could be averaged, or nothing varies.",
        };
    }

    // With draws the bootstrap's, as in did; analytic without.
    private static double Error(double analytic, UniformBand? band, int at, bool reference) =>
        reference ? double.NaN
        : band is null ? analytic
        : band.StandardErrors[at];

    /// <summary>The answer for people.</summary>
    public void Print(TextWriter output, double seconds)
    {
        var band = CellBand;
        Line(
            output,
            $"{effects.Number} observations at {effects.Times.Count} times, {effects.Times[0]} to {effects.Times[^1]}{(effects.MissingTimes.Any() ? $" (nobody looked at in {string.Join(", ", effects.MissingTimes)})" : "")}"
        );
        Line(
            output,
            $"{"group", 7}{"time", 7}{"since", 7}{"from", 7}{"effect", 12}{"std error", 12}   (effects in the unit of the outcome)"
        );
        for (var i = 0; i < effects.Cells.Count; i++)
        {
            var cell = effects.Cells[i];
            var figures =
                cell.Reference ? "   the base"
                : double.IsNaN(cell.Effect) ? "   no answer"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{cell.Effect, 12:0.00000}{Error(cell.StandardError, band, i, false), 12:0.00000}"
                );
            Line(
                output,
                $"{cell.Group, 7}{cell.Time, 7}{cell.EventTime, 7}{cell.From, 7}{figures}"
            );
        }
        if (noAverages is not null)
            output.WriteLine($"No averages: {noAverages}");
        foreach (var averages in Averages)
        {
            var from = From(averages);
            Row(output, Title(averages), averages.Overall, from);
            for (var i = 0; i < averages.Parts.Count; i++)
                Row(output, $"  {averages.Parts[i].At}", averages.Parts[i], from + 1 + i);
        }
        output.WriteLine(
            wald.Reason
                ?? string.Create(
                    CultureInfo.InvariantCulture,
                    $"All effects before treatment 0: W = {wald.Statistic:0.###} on {wald.Restrictions}, p = {wald.PValue:0.####}"
                )
        );
        if (randomised is not null)
            Line(
                output,
                $"Dates dealt again: p = {randomised.PValue:0.####} of {randomised.Assignments}{(randomised.Exact ? ", all there are" : "")}; constant effects from {randomised.Low:0.#####} to {randomised.High:0.#####} are not rejected"
            );
        if (band is not null)
            Line(
                output,
                $"Standard errors by {draws!.Count} draws; a band over all cells reaches {band.CriticalValue:0.###} of them to each side"
            );
        foreach (var dropped in effects.Dropped)
            Line(output, $"Group {dropped.Group} ({dropped.Observations}): {dropped.Reason}");
        foreach (var remark in Remarks)
            output.WriteLine(remark.Sentence);
        Line(output, $"{seconds:0.000} seconds");
    }

    private string Title(AggregatedEffects averages) =>
        ReferenceEquals(averages, balanced)
            ? "by time since treatment, groups seen so long"
            : averages.Kind switch
            {
                Aggregation.Simple => "all, from treatment on",
                Aggregation.Dynamic => "by time since treatment",
                Aggregation.Group => "by group",
                _ => "by time",
            };

    private void Row(TextWriter output, string title, AverageEffect average, int at)
    {
        var band = draws is null ? null : UniformBand.Of([average.Effect], draws, at, Level);
        var figures = average.Reference
            ? "   the base"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{average.Effect, 12:0.00000}{Error(average.StandardError, band, 0, false), 12:0.00000}"
            );
        output.WriteLine($"{title, -28}{figures}");
    }

    private static void Line(TextWriter output, FormattableString line) =>
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
