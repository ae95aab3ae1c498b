using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab synthdid</c>: a large trust, or a few, against a mixture of those never treated.</summary>
internal static class LabSynthdid
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("PANEL.csv")
        {
            Description = "A CSV with a row a unit and time; every unit at every time.",
        };
        var unit = Shared.Required<string>("--unit", "Who was looked at.");
        var time = Shared.Required<string>("--time", "When: a whole number.");
        var outcome = Shared.Required<string>("--outcome", "What treatment may change.");
        var treated = Shared.Required<string>(
            "--treated",
            "1 in rows under treatment, 0 in all others; once treated, always."
        );
        var method = LabDid.Choice(
            "--method",
            "Synthetic difference in differences, synthetic control, or plain differences.",
            "sdid",
            "sc",
            "did"
        );
        var covariates = new Option<string?>("--covariates")
        {
            Description =
                "Columns that change in time, as a,b; their part is taken out of the outcome first.",
        };
        var error = LabDid.Choice(
            "--se",
            "How the standard error is found; bootstrap and jackknife need several treated units.",
            "placebo",
            "bootstrap",
            "jackknife",
            "none"
        );
        var repeats = new Option<int>("--repeats")
        {
            Description =
                "Draws for the standard error. With one treated unit and no more controls than this each control plays the treated once.",
            DefaultValueFactory = _ => 200,
        };
        var seed = new Option<long>("--seed") { Description = "Of the draws." };
        var json = Shared.AsJson();
        var command = new Command(
            "synthdid",
            "Synthetic difference in differences and synthetic control (Arkhangelsky and others; Abadie and others)."
        )
        {
            file,
            unit,
            time,
            outcome,
            treated,
            method,
            covariates,
            error,
            repeats,
            seed,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (parsed.GetValue(repeats) < 2)
                return Shared.Refuse(2, "--repeats is 2 or more.");
            var table = LabTable.Read(path);
            var column = parsed.GetValue(treated)!;
            bool[] under =
            [
                .. table
                    .Figures(column)
                    .Select(
                        (figure, row) =>
                            figure switch
                            {
                                1 => true,
                                0 => false,
                                _ => throw new UnusableDataException(
                                    string.Create(
                                        CultureInfo.InvariantCulture,
                                        $"{table.File}, line {table.Lines[row]}, column '{column}': neither 0 nor 1."
                                    )
                                ),
                            }
                    ),
            ];
            var (units, times, outcomes) = (
                table.Labels(parsed.GetValue(unit)!),
                table.WholeNumbers(parsed.GetValue(time)!),
                table.Figures(parsed.GetValue(outcome)!)
            );
            NamedColumn[] beside =
            [
                .. LabPanel
                    .Names(parsed.GetValue(covariates))
                    .SelectMany(name => LabPanel.Columns(table, name)),
            ];
            var watch = Stopwatch.StartNew();
            var panel = SyntheticPanel.From(units, times, outcomes, under, beside);
            var effect = SyntheticDifference.Estimate(
                panel,
                parsed.GetValue(method) switch
                {
                    "sc" => SyntheticMethod.SyntheticControl,
                    "did" => SyntheticMethod.DifferenceInDifferences,
                    _ => SyntheticMethod.SyntheticDifference,
                }
            );
            var sure = parsed.GetValue(error) switch
            {
                "bootstrap" => SyntheticDifferenceErrors.Bootstrap(
                    effect,
                    parsed.GetValue(repeats),
                    parsed.GetValue(seed)
                ),
                "jackknife" => SyntheticDifferenceErrors.Jackknife(effect),
                "placebo" => SyntheticDifferenceErrors.Placebo(
                    effect,
                    parsed.GetValue(repeats),
                    parsed.GetValue(seed)
                ),
                _ => new SyntheticError(double.NaN, 0, "No standard error was asked for."),
            };
            Print(effect, sure, beside, parsed.GetValue(json), watch.Elapsed.TotalSeconds);
            return 0;
        });
        return command;
    }

    private static void Print(
        SyntheticEffect effect,
        SyntheticError error,
        NamedColumn[] covariates,
        bool json,
        double seconds
    )
    {
        var panel = effect.Panel;
        var (lower, upper) = error.Around(effect.Effect);
        if (json)
        {
            LabAnswer.Print(
                new
                {
                    Estimate = effect.Effect,
                    Se = error.StandardError,
                    Ci = new[] { lower, upper },
                    error.Reason,
                    error.Repeats,
                    N = panel.Units.Count,
                    NControl = panel.Controls,
                    NTreated = panel.Units.Count - panel.Controls,
                    Times = panel.Times.Count,
                    Cohorts = effect.Cohorts.Select(c => new
                    {
                        c.FirstTreated,
                        NTreated = c.Units,
                        Att = c.Effect,
                        Omega = Named(c.UnitWeights, i => panel.Units[i]),
                        Lambda = Named(c.TimeWeights, Year),
                        Curve = c.Gaps.Select((gap, t) => new { Time = panel.Times[t], Gap = gap }),
                    }),
                    Covariates = covariates.Select(
                        (c, i) => new { c.Name, Coefficient = panel.CovariateCoefficients[i] }
                    ),
                    panel.Remarks,
                    Seconds = seconds,
                }
            );
            return;
        }
        Line(
            $"effect {effect.Effect:0.#####}{(error.Reason is { } why ? $"; no standard error: {why}" : FormattableString.Invariant($", standard error {error.StandardError:0.#####} ({lower:0.#####} to {upper:0.#####})"))}   (in the unit of the outcome)"
        );
        foreach (var cohort in effect.Cohorts)
        {
            Line(
                $"treated from {cohort.FirstTreated}: {cohort.Units} {(cohort.Units == 1 ? "unit" : "units")}, effect {cohort.Effect:0.#####}"
            );
            foreach (
                var (name, weight) in Named(cohort.UnitWeights, i => panel.Units[i])
                    .Where(w => w.Value > 0)
                    .OrderByDescending(w => w.Value)
                    .Take(10)
            )
                Line($"  {weight, 8:0.0000}  {name}");
            foreach (var (name, weight) in Named(cohort.TimeWeights, Year).Where(w => w.Value > 0))
                Line($"  {weight, 8:0.0000}  {name}");
        }
        foreach (var remark in panel.Remarks)
            Console.Out.WriteLine(remark.Sentence);

        string Year(int t) => panel.Times[t].ToString(CultureInfo.InvariantCulture);
        static Dictionary<string, double> Named(
            IReadOnlyList<double> weights,
            Func<int, string> name
        ) => Enumerable.Range(0, weights.Count).ToDictionary(name, i => weights[i]);
    }

    private static void Line(FormattableString text) =>
        Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
