using System.Globalization;
using Trellis.Effects;
using Trellis.Regression;

namespace Trellis.Bundles;

/// <summary>Event studies beside fixed effects as bundles that base R finds again.</summary>
public static class FixedEffectsBundle
{
    /// <summary>The bundle of <see cref="SunAbraham"/>: cells, averages and their errors.</summary>
    /// <param name="rows">What the effects were estimated from; rows that were not used stay out.</param>
    /// <param name="options">How they were; null for the usual.</param>
    /// <param name="answer">What came of it.</param>
    public static Bundle Of(PanelRows rows, SunAbrahamOptions? options, SunAbrahamAnswer answer)
    {
        var references = answer.References.ToDictionary(r => (double)r.Group, r => r.EventTimes);
        var table = new BundleTable([.. Head(rows), "cohort", "event"]);
        foreach (var row in answer.Used)
        {
            var first = rows.FirstTreated[row];
            var own = references.GetValueOrDefault(first);
            var e = own is null ? 0 : rows.Time[row] - (int)first;
            table.Add([
                .. Cells(rows, row),
                own is null ? "" : first,
                own is null || own.Contains(e) ? "" : e,
            ]);
        }
        var answers = Answers();
        foreach (var cell in answer.Cells)
            answers.Add(
                "cell",
                cell.Group,
                cell.EventTime,
                cell.Effect.Estimate,
                cell.Effect.StandardError
            );
        Averages(answers, answer.EventStudy, answer.Groups, answer.Att);
        return Bundle.Of(
            "sunab",
            FormattableString.Invariant(
                $"Effects on {answer.References.Count} cohorts by event time, {answer.Rows} rows (Sun and Abraham 2021)."
            ),
            table,
            [
                (
                    "slopes",
                    (options?.Slopes ?? CovariateSlopes.Same) switch
                    {
                        CovariateSlopes.ByTime => "time",
                        CovariateSlopes.ByCohort => "cohort",
                        _ => "same",
                    }
                ),
            ],
            answers
        );
    }

    /// <summary>The bundle of <see cref="Imputation"/>: cells, averages and their errors; leads are not in it.</summary>
    /// <param name="rows">What the effects were estimated from; rows that were not used stay out.</param>
    /// <param name="options">How they were; null for the usual.</param>
    /// <param name="answer">What came of it.</param>
    public static Bundle Of(PanelRows rows, ImputationOptions? options, ImputationAnswer answer)
    {
        var table = new BundleTable([.. Head(rows), "untreated"]);
        foreach (var row in answer.UntreatedRows)
            table.Add([.. Cells(rows, row), 1]);
        for (var row = 0; row < answer.Imputed.Length; row++)
            if (!double.IsNaN(answer.Imputed[row]))
                table.Add([.. Cells(rows, row), 0]);
        var answers = Answers();
        foreach (var cell in answer.Cells)
            answers.Add(
                "cell",
                cell.Group,
                cell.Time,
                cell.Effect.Estimate,
                cell.Effect.StandardError
            );
        Averages(answers, answer.EventStudy, answer.Groups, answer.Att);
        return Bundle.Of(
            "imputation",
            FormattableString.Invariant(
                $"Effects of treatment on {answer.Treated} rows, imputed from {answer.Untreated} (Borusyak, Jaravel and Spiess 2024)."
            ),
            table,
            [("slopes", options?.Slopes == CovariateSlopes.ByTime ? "time" : "same")],
            answers
        );
    }

    private static BundleTable Answers() => new("what", "group", "at", "estimate", "se");

    private static void Averages(
        BundleTable answers,
        IReadOnlyList<EffectAt> study,
        IReadOnlyList<EffectAt> groups,
        Coefficient att
    )
    {
        foreach (var (at, effect) in study)
            answers.Add("event", "", at, effect.Estimate, effect.StandardError);
        foreach (var (group, effect) in groups)
            answers.Add("group", group, "", effect.Estimate, effect.StandardError);
        answers.Add("att", "", "", att.Estimate, att.StandardError);
    }

    private static IEnumerable<string> Head(PanelRows rows) =>
        [
            "unit",
            "time",
            "group",
            "outcome",
            "weight",
            .. Enumerable
                .Range(1, Math.Max(1, rows.Clusters.Count))
                .Select(c => "cluster" + c.ToString(CultureInfo.InvariantCulture)),
            .. rows.Covariates.Select(c => "x." + c.Name),
        ];

    // Without clusters a unit is its own.
    private static IEnumerable<object> Cells(PanelRows rows, int row) =>
        [
            rows.Unit[row],
            rows.Time[row],
            rows.FirstTreated[row],
            rows.Outcome[row],
            rows.Weights?[row] ?? 1.0,
            .. rows.Clusters.Count == 0
                ? [rows.Unit[row]]
                : rows.Clusters.Select(c => (object)c.Values[row]),
            .. rows.Covariates.Select(c => (object)c.Values[row]),
        ];
}
