using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab drdid</c>: two groups at two times by each of the estimators of Sant'Anna and Zhao.</summary>
internal static class LabDrdid
{
    private static readonly (string Name, TwoPeriodMethod Method, bool ForPanels)[] Methods =
    [
        ("dr", TwoPeriodMethod.DoublyRobust, true),
        ("dr-improved", TwoPeriodMethod.ImprovedDoublyRobust, true),
        ("dr-simple", TwoPeriodMethod.SimpleDoublyRobust, false),
        ("dr-simple-improved", TwoPeriodMethod.SimpleImprovedDoublyRobust, false),
        ("ipw", TwoPeriodMethod.InverseProbability, true),
        ("ipw-unscaled", TwoPeriodMethod.HorvitzThompson, true),
        ("reg", TwoPeriodMethod.Regression, true),
    ];

    public static Command Create()
    {
        var file = new Argument<FileInfo>("DATA.csv")
        {
            Description =
                "A CSV: a row a unit (--before, --after); a row a unit and time (--unit, --time, --outcome); or a row somebody seen once (--outcome with --post or --time).",
        };
        var treated = Shared.Required<string>("--treated", "1 for the treated, 0 for controls.");
        var before = new Option<string?>("--before") { Description = "The outcome before." };
        var after = new Option<string?>("--after") { Description = "The outcome after." };
        var outcome = new Option<string?>("--outcome")
        {
            Description = "The outcome of a row that was seen once.",
        };
        var post = new Option<string?>("--post")
        {
            Description = "1 where the row was seen after treatment began, 0 before.",
        };
        var unit = new Option<string?>("--unit") { Description = "Who was looked at, twice." };
        var time = new Option<string?>("--time")
        {
            Description = "When: two whole numbers, the later one after treatment began.",
        };
        var covariates = new Option<string?>("--covariates")
        {
            Description = "Columns to allow for, as a,b.",
        };
        var weights = new Option<string?>("--weights")
        {
            Description = "How many each row counts for, 0 or more.",
        };
        var method = LabDid.Choice(
            "--method",
            "Which estimator.",
            ["all", .. Methods.Select(m => m.Name)]
        );
        var json = Shared.AsJson();
        var command = new Command(
            "drdid",
            "Two groups at two times: doubly robust, weighted and regression difference in differences."
        )
        {
            file,
            treated,
            before,
            after,
            outcome,
            post,
            unit,
            time,
            covariates,
            weights,
            method,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var names = new ComparisonColumns(
                parsed.GetValue(treated)!,
                parsed.GetValue(before),
                parsed.GetValue(after),
                parsed.GetValue(outcome),
                parsed.GetValue(post),
                parsed.GetValue(unit),
                parsed.GetValue(time),
                LabPanel.Names(parsed.GetValue(covariates)),
                parsed.GetValue(weights)
            );
            if (!names.AreOneForm)
                return Shared.Refuse(
                    2,
                    "Say --before and --after for a row a unit, --unit, --time and --outcome for a row a unit and time, or --outcome with --post or --time for rows seen once."
                );
            var data = ComparisonData.Read(LabTable.Read(path), names);
            var watch = Stopwatch.StartNew();
            var asked = parsed.GetValue(method);
            var answers = Methods
                .Where(m => asked == m.Name || (asked == "all" && (m.ForPanels || !data.IsPanel)))
                .Select(m => Estimate(m.Name, m.Method))
                .ToArray();
            var seconds = watch.Elapsed.TotalSeconds;
            // Asked for one, its having no answer is the answer; as is one reason why none has any.
            if (
                double.IsNaN(answers[0].Att)
                && answers[0].Reason is { } reason
                && Array.TrueForAll(answers, a => a.Reason == reason)
            )
                throw new UnusableDataException(reason);
            Remark[] remarks = [.. data.Remarks, .. LeftOut(answers)];
            if (parsed.GetValue(json))
            {
                LabAnswer.Print(
                    new
                    {
                        answers[0].Method,
                        answers[0].Att,
                        answers[0].Se,
                        answers[0].Reason,
                        Estimates = answers,
                        N = data.Treated.Length,
                        Treated = data.Treated.Count(t => t),
                        Remarks = remarks,
                        Seconds = seconds,
                    }
                );
                return 0;
            }
            Console.Out.WriteLine(
                $"{"method", -20}{"effect", 12}{"std error", 12}   (in the unit of the outcome)"
            );
            foreach (var answer in answers)
                Console.Out.WriteLine(
                    double.IsNaN(answer.Att)
                        ? $"{answer.Method, -20}   {answer.Reason}"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"{answer.Method, -20}{answer.Att, 12:0.00000}{(answer.Reason is null ? $"{answer.Se, 12:0.00000}" : $"{"-", 12}   {answer.Reason}")}"
                        )
                );
            foreach (var remark in remarks)
                Console.Out.WriteLine(remark.Sentence);
            return 0;

            Estimated Estimate(string name, TwoPeriodMethod by)
            {
                try
                {
                    var effect = data.By(by);
                    // Below this it is rounding: nothing varies, which is not to be sure.
                    var varies = effect.StandardError > 1e-12 * data.Scale;
                    var error = varies ? effect.StandardError : double.NaN;
                    return new Estimated(
                        name,
                        effect.Effect,
                        error,
                        effect.Effect - (1.96 * error),
                        effect.Effect + (1.96 * error),
                        [.. effect.LeftOut.Select(k => data.Covariates[k].Name)],
                        effect.Trimmed,
                        varies ? null : "Nothing varies, so there is no standard error."
                    );
                }
                catch (UnusableDataException nothing)
                {
                    return new Estimated(
                        name,
                        double.NaN,
                        double.NaN,
                        double.NaN,
                        double.NaN,
                        [],
                        0,
                        nothing.Message
                    );
                }
            }
        });
        return command;
    }

    private static IEnumerable<Remark> LeftOut(Estimated[] answers)
    {
        foreach (var name in answers.SelectMany(a => a.LeftOut).Distinct(StringComparer.Ordinal))
            yield return new Remark(
                "covariate-left-out",
                1,
                $"The covariate '{name}' is constant, or said by those before it; left out, which changes no effect."
            );
        foreach (var answer in answers.Where(a => a.Trimmed > 0))
            yield return new Remark(
                "trimmed",
                answer.Trimmed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{answer.Method}: {answer.Trimmed} {(answer.Trimmed == 1 ? "control" : "controls")} whose chance of treatment is .995 or more left out."
                )
            );
    }

    private sealed record Estimated(
        string Method,
        double Att,
        double Se,
        double Lci,
        double Uci,
        IReadOnlyList<string> LeftOut,
        int Trimmed,
        string? Reason
    );
}
