using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Answers;
using Trellis.Bundles;
using Trellis.Lab;
using Trellis.Synthesis;

namespace Trellis.Commands;

/// <summary><c>trellis lab meta</c>: what studies say together, how much they differ, and what hangs on which of them.</summary>
internal static class LabMeta
{
    private static readonly Dictionary<string, HeterogeneityMethod> Methods = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["REML"] = HeterogeneityMethod.RestrictedMaximumLikelihood,
        ["ML"] = HeterogeneityMethod.MaximumLikelihood,
        ["DL"] = HeterogeneityMethod.DerSimonianLaird,
        ["PM"] = HeterogeneityMethod.PauleMandel,
        ["HE"] = HeterogeneityMethod.HedgesOlkin,
        ["SJ"] = HeterogeneityMethod.SidikJonkman,
        ["EB"] = HeterogeneityMethod.EmpiricalBayes,
        ["HS"] = HeterogeneityMethod.HunterSchmidt,
        ["EE"] = HeterogeneityMethod.EqualEffects,
        ["FE"] = HeterogeneityMethod.EqualEffects,
    };

    public static Command Create()
    {
        var file = new Argument<FileInfo>("DATA.csv") { Description = "A row an estimate." };
        var yi = Shared.Required<string>("--yi", "The column of effects.");
        var vi = new Option<string?>("--vi")
        {
            Description = "The column of their sampling variances (squares of standard errors).",
        };
        var sei = new Option<string?>("--sei")
        {
            Description = "The column of their standard errors, instead of --vi.",
        };
        var id = new Option<string?>("--id") { Description = "The column that names studies." };
        var method = new Option<string>("--method")
        {
            Description =
                "How heterogeneity is estimated: REML, ML, DL, PM, HE, SJ, EB, HS, or EE (FE) for none. With --levels: REML, ML or EE.",
            DefaultValueFactory = _ => "REML",
        };
        var knha = new Option<bool>("--knha")
        {
            Description = "Knapp and Hartung's errors and Student's t.",
        };
        var moderators = new Option<string?>("--moderators")
        {
            Description =
                "Columns that may say why effects differ, as a,b; a column of words becomes one for each but the first of its words.",
        };
        var levels = new Option<string?>("--levels")
        {
            Description = "Groups within groups, the widest first, as district,school.",
        };
        var cluster = new Option<string?>("--cluster")
        {
            Description = "Errors that hold whatever estimates of one of these share.",
        };
        var correction = LabDid.Choice("--correction", "For few clusters.", "CR1", "CR2");
        var covariance = new Option<FileInfo?>("--covariance")
        {
            Description =
                "A CSV of the covariances of sampling errors, a row and a column an estimate, as studies that share controls have.",
        };
        var correlation = new Option<double?>("--rho")
        {
            Description =
                "Sampling errors within groups of the widest level (without levels: of --cluster) taken as correlated by this, from 0 to below 1; follow with --cluster, as it is a guess.",
        };
        var level = new Option<double>("--level")
        {
            Description = "The share of confidence.",
            DefaultValueFactory = _ => .95,
        };
        var cumulative = new Option<string?>("--cumulative")
        {
            Description =
                "The average after each study, in the order of the file or of a column, as --cumulative year.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var leaveOneOut = new Option<bool>("--leave-one-out")
        {
            Description = "The average without each study.",
        };
        var influence = new Option<bool>("--influence")
        {
            Description = "How each study moves the whole.",
        };
        var egger = new Option<bool>("--egger")
        {
            Description = "Whether small studies find other effects than large ones.",
        };
        var trimfill = new Option<string?>("--trimfill")
        {
            Description = "Studies missing from one side, by L0 (unless said), R0 or Q0.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var bundle = new Option<DirectoryInfo?>("--bundle")
        {
            Description =
                "A folder to write the average's data, settings, answers and a script of base R that finds them again.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "meta",
            "What studies say together: random effects, levels, moderators, funnels."
        )
        {
            file,
        };
        foreach (
            Option option in (Option[])
                [
                    yi,
                    vi,
                    sei,
                    id,
                    method,
                    knha,
                    moderators,
                    levels,
                    cluster,
                    correction,
                    covariance,
                    correlation,
                    level,
                    cumulative,
                    leaveOneOut,
                    influence,
                    egger,
                    trimfill,
                    bundle,
                    json,
                ]
        )
            command.Add(option);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var sharedErrors = parsed.GetValue(covariance);
            if (parsed.GetValue(vi) is null == parsed.GetValue(sei) is null)
                return Shared.Refuse(
                    2,
                    "Say --vi (sampling variances) or --sei (standard errors)."
                );
            if (!Methods.TryGetValue(parsed.GetValue(method)!, out var by))
                return Shared.Refuse(
                    2,
                    $"--method {parsed.GetValue(method)} is none of {string.Join(", ", Methods.Keys)}."
                );
            if (parsed.GetValue(level) is not (> 0 and < 1))
                return Shared.Refuse(2, "--level lies between 0 and 1, as .95.");
            string[] nested = LabPanel.Names(parsed.GetValue(levels));
            var rho = parsed.GetValue(correlation);
            var multilevel = nested.Length > 0 || sharedErrors is not null || rho is not null;
            if (rho is not null)
            {
                if (rho is not (>= 0 and < 1))
                    return Shared.Refuse(2, "--rho lies from 0 to below 1, as .6.");
                if (sharedErrors is not null)
                    return Shared.Refuse(2, "Say --rho or --covariance, not both.");
                if (nested.Length == 0 && parsed.GetValue(cluster) is null)
                    return Shared.Refuse(
                        2,
                        "--rho needs --levels or --cluster: within what are errors correlated?"
                    );
            }
            if (
                parsed.GetValue(bundle) is not null
                && (
                    sharedErrors is not null
                    || rho is not null
                    || parsed.GetValue(cluster) is not null
                )
            )
                return Shared.Refuse(
                    2,
                    "--bundle writes an average with --levels or without: leave --cluster, --rho and --covariance out."
                );
            if (multilevel && parsed.GetValue(knha))
                return Shared.Refuse(
                    2,
                    "--knha is for independent studies; with --levels, --rho or --covariance say --cluster, and --correction CR2 for few clusters."
                );
            if (
                multilevel
                && by
                    is not (
                        HeterogeneityMethod.RestrictedMaximumLikelihood
                        or HeterogeneityMethod.MaximumLikelihood
                        or HeterogeneityMethod.EqualEffects
                    )
            )
                return Shared.Refuse(
                    2,
                    "With --levels, --rho or --covariance --method is REML, ML or EE."
                );
            var trim = MissingStudies.L0;
            if (
                parsed.GetValue(trimfill) is { } named
                && !Enum.TryParse(named, ignoreCase: true, out trim)
            )
                return Shared.Refuse(2, $"--trimfill {named} is none of L0, R0, Q0.");
            var table = LabTable.Read(path);
            var variances = table.Figures((parsed.GetValue(vi) ?? parsed.GetValue(sei))!);
            if (parsed.GetValue(sei) is { } errors)
                for (var row = 0; row < variances.Length; row++)
                    variances[row] =
                        variances[row] < 0
                            ? throw new UnusableDataException(
                                $"{table.File}, line {table.Lines[row]}, column '{errors}': a standard error is above 0."
                            )
                            : variances[row] * variances[row];
            var effects = table.Figures(parsed.GetValue(yi)!);
            Moderator[] why =
            [
                .. LabPanel
                    .Names(parsed.GetValue(moderators))
                    .SelectMany(name => LabPanel.Columns(table, name))
                    .Select(c => new Moderator(c.Name, c.Values)),
            ];
            var names = parsed.GetValue(id) is { } named2
                ? table.Labels(named2)
                :
                [
                    .. table.Lines.Select(l =>
                        string.Create(CultureInfo.InvariantCulture, $"line {l}")
                    ),
                ];
            GroupingLevel[] groupings =
            [
                .. nested.Select(name => new GroupingLevel(name, table.Labels(name))),
            ];
            var clusters = parsed.GetValue(cluster) is { } c
                ? new GroupingLevel(c, table.Labels(c))
                : null;
            var shared =
                sharedErrors is not null ? Square(sharedErrors, table.Count)
                : rho is { } guess
                    ? Multilevel.SharedWithin(
                        variances,
                        groupings.Length > 0 ? groupings[0] : clusters!,
                        guess
                    )
                : null;
            var order = parsed.GetValue(cumulative) is { } by2 ? table.Figures(by2) : null;
            var watch = Stopwatch.StartNew();
            var studies = Studies.Of(effects, variances, why, names);
            var hartung = parsed.GetValue(knha);
            var share = parsed.GetValue(level);
            var fit = multilevel
                ? Multilevel.Fit(studies, groupings, shared, by, share)
                : RandomEffects.Fit(studies, by, hartung, share);
            if (parsed.GetValue(bundle) is { } folder)
                SynthesisBundle.Of(fit, groupings).WriteTo(folder);
            var said = clusters is null
                ? fit
                : ClusterRobust.Of(
                    fit,
                    clusters,
                    parsed.GetValue(correction) == "CR2"
                        ? ClusterCorrection.BiasReduced
                        : ClusterCorrection.Clusters
                );
            var more = new Dictionary<string, object?>();
            var lines = new List<string>();
            var unused = new List<Remark>();
            if (
                multilevel
                && (
                    Given(parsed, cumulative)
                    || Given(parsed, trimfill)
                    || parsed.GetValue(leaveOneOut)
                    || parsed.GetValue(influence)
                    || parsed.GetValue(egger)
                )
            )
                unused.Add(
                    new Remark(
                        "one-level",
                        1,
                        "Sequences, influence and funnels are of the analysis without levels and shared errors."
                    )
                );
            if (Given(parsed, cumulative))
            {
                var rows = Enumerable.Range(0, studies.Count);
                if (
                    order is not null
                    && rows.Where(i => double.IsNaN(order[studies.Rows[i]]))
                        .Select(i => studies.Names[i])
                        .ToArray()
                        is { Length: > 0 } without
                )
                    throw new UnusableDataException(
                        $"{Remark.Named("estimate", without)} without a figure in '{parsed.GetValue(cumulative)}': when to add them is not said."
                    );
                int[]? ranked = order is null
                    ? null
                    : [.. rows.OrderBy(i => order[studies.Rows[i]])];
                Partial(
                    "cumulative",
                    "after",
                    StudySequences.Cumulative(studies, ranked, by, hartung, share)
                );
            }
            if (parsed.GetValue(leaveOneOut))
                Partial(
                    "leaveOneOut",
                    "without",
                    StudySequences.LeaveOneOut(studies, by, hartung, share)
                );
            if (parsed.GetValue(influence))
                Influences(StudySequences.Influence(studies, by, hartung));
            if (parsed.GetValue(egger))
            {
                Funnel("egger", "Egger", FunnelAsymmetry.Egger(studies, share));
                Funnel(
                    "eggerMixed",
                    "Egger, mixed",
                    FunnelAsymmetry.Mixed(studies, by, hartung, share)
                );
            }
            if (Given(parsed, trimfill))
                Trimmed(TrimAndFill.Of(studies, trim, by, hartung, share));
            var seconds = watch.Elapsed.TotalSeconds;
            Remark[] remarks = [.. said.Remarks, .. unused];
            if (parsed.GetValue(json))
            {
                var answer = Numbers(said, multilevel);
                if (clusters is not null)
                {
                    answer["seModel"] = fit.StandardError;
                    answer["clusters"] = clusters
                        .Groups.Where((_, i) => studies.Rows.Contains(i))
                        .Distinct(StringComparer.Ordinal)
                        .Count();
                }
                foreach (var (key, value) in more)
                    answer[key] = value;
                answer["remarks"] = remarks;
                answer["seconds"] = seconds;
                LabAnswer.Print(answer);
                return 0;
            }
            Print(said, multilevel);
            foreach (var line in lines)
                Console.Out.WriteLine(line);
            foreach (var remark in remarks)
                Console.Out.WriteLine(remark.Sentence);
            return 0;

            void Partial(string key, string word, IReadOnlyList<PartialAnalysis> steps)
            {
                more[key] = steps
                    .Select(s => new Dictionary<string, object?>
                    {
                        ["study"] = s.Study,
                        ["k"] = s.Analysis.Studies.Count,
                        ["estimate"] = s.Analysis.Estimate,
                        ["se"] = s.Analysis.StandardError,
                        ["ci"] = Ends(s.Analysis.Confidence),
                        ["tau2"] = s.Analysis.Tau2,
                        ["QE"] = s.Analysis.Heterogeneity.Statistic,
                        ["I2"] = s.Analysis.I2,
                    })
                    .ToArray();
                lines.AddRange(
                    steps.Select(s =>
                        Text(
                            $"{word} {s.Study}: {s.Analysis.Estimate:0.#####} ({Between(s.Analysis.Confidence)}), tau2 {s.Analysis.Tau2:0.#####}"
                        )
                    )
                );
            }

            void Influences(IReadOnlyList<StudyInfluence> all)
            {
                more["influence"] = all.Select(s => new
                    {
                        s.Study,
                        Rstudent = s.StudentizedResidual,
                        Dffits = s.Fits,
                        CookD = s.CooksDistance,
                        CovR = s.CovarianceRatio,
                        Tau2Del = s.Tau2Without,
                        QeDel = s.QWithout,
                        Hat = s.Leverage,
                        s.Weight,
                        Dfbs = s.CoefficientShifts,
                        s.Influential,
                        Reason = double.IsNaN(s.Fits)
                            ? "without this study the others cannot tell the moderators apart"
                            : null,
                    })
                    .ToArray();
                lines.AddRange(
                    all.Select(s =>
                        Text(
                            $"{s.Study}: residual {s.StudentizedResidual:0.##}, DFFITS {s.Fits:0.##}, Cook's distance {s.CooksDistance:0.###}, weight {s.Weight:0.#} %{(s.Influential ? "  influential" : "")}"
                        )
                    )
                );
            }

            void Funnel(string key, string word, FunnelAsymmetry funnel)
            {
                more[key] = new
                {
                    Estimate = funnel.Slope.Estimate,
                    Se = funnel.Slope.StandardError,
                    Statistic = funnel.Slope.Statistic,
                    Df = funnel.Slope.Degrees,
                    funnel.Slope.P,
                    Reason = double.IsFinite(funnel.Slope.Statistic)
                        ? null
                        : "the line meets every study: its error is 0 and tests nothing",
                    Limit = funnel.Limit.Estimate,
                    LimitCi = Ends(funnel.Limit.Confidence),
                };
                lines.Add(
                    Text(
                        $"{word}: effects change by {funnel.Slope.Estimate:0.####} with one more of standard error ({Chance(funnel.Slope.P)}); without sampling error {funnel.Limit.Estimate:0.####} ({Between(funnel.Limit.Confidence)})"
                    )
                );
            }

            void Trimmed(TrimAndFill filled)
            {
                more["trimfill"] = new Dictionary<string, object?>
                {
                    ["k0"] = filled.Missing,
                    ["se.k0"] = filled.StandardError,
                    ["side"] = filled.FilledOnTheLeft ? "left" : "right",
                    ["p.k0"] = filled.P,
                    ["reason"] = double.IsNaN(filled.P) ? "R0 alone has a test" : null,
                    ["filled"] = filled.Filled,
                    ["estimate"] = filled.Analysis.Estimate,
                    ["se"] = filled.Analysis.StandardError,
                    ["ci"] = Ends(filled.Analysis.Confidence),
                    ["tau2"] = filled.Analysis.Tau2,
                };
                lines.Add(
                    Text(
                        $"trim and fill: {filled.Missing} missing on the {(filled.FilledOnTheLeft ? "left" : "right")}; with them {filled.Analysis.Estimate:0.#####} ({Between(filled.Analysis.Confidence)})"
                    )
                );
            }
        });
        return command;
    }

    private static Dictionary<string, object?> Numbers(MetaAnalysis fit, bool multilevel)
    {
        var first = fit.Coefficients[0];
        var answer = new Dictionary<string, object?>
        {
            ["k"] = fit.Studies.Count,
            ["estimate"] = first.Estimate,
            ["se"] = first.StandardError,
            ["statistic"] = first.Statistic,
            ["df"] = first.Degrees,
            ["p"] = first.P,
            ["ci"] = Ends(first.Confidence),
        };
        if (multilevel)
        {
            answer["sigma2"] = fit.Components.Select(c => c.Variance).ToArray();
            answer["levels"] = fit
                .Components.Select(c => new
                {
                    c.Level,
                    c.Groups,
                    I2 = c.I2,
                })
                .ToArray();
        }
        else
        {
            answer["tau2"] = fit.Tau2;
            answer["tau2Se"] = fit.Tau2StandardError;
            answer["tau2Ci"] = Ends(fit.Tau2Confidence);
        }
        answer["QE"] = fit.Heterogeneity.Statistic;
        answer["QEdf"] = fit.Heterogeneity.Degrees;
        answer["QEp"] = fit.Heterogeneity.P;
        answer["I2"] = fit.I2;
        answer["H2"] = fit.H2;
        answer["prediction"] = Ends(fit.Prediction);
        answer["predictionWider"] = Ends(fit.WiderPrediction);
        answer["logLik"] = fit.LogLikelihood;
        if (fit.ModeratorTest is { } test)
        {
            answer["coefficients"] = fit
                .Coefficients.Select(c => new
                {
                    c.Name,
                    c.Estimate,
                    Se = c.StandardError,
                    c.Statistic,
                    Df = c.Degrees,
                    c.P,
                    Ci = Ends(c.Confidence),
                })
                .ToArray();
            answer["QM"] = test.Statistic;
            answer["QMdf"] = new[] { test.Degrees, test.DenominatorDegrees };
            answer["QMp"] = test.P;
            answer["R2"] = fit.R2;
        }
        answer["weights"] = fit
            .Weights.Select((w, i) => new { Study = fit.Studies.Names[i], Weight = w })
            .ToArray();
        string[] reasons =
        [
            .. Why(
                double.IsPositiveInfinity(first.Degrees),
                "df is null: the normal distribution is used"
            ),
            .. Why(
                !double.IsFinite(first.Statistic),
                "the estimates do not differ, so the error is 0 and the statistic without bound"
            ),
            .. Why(
                double.IsNaN(fit.Prediction.Lower),
                fit.ModeratorTest is not null
                    ? "there is no one prediction with moderators"
                    : "effects taken as equal have no prediction"
            ),
            .. Why(
                !multilevel && double.IsNaN(fit.Tau2StandardError),
                "tau2 is 0 by assumption and has no error"
            ),
            .. Why(
                fit.ModeratorTest is not null && double.IsNaN(fit.R2),
                "R2 is of one level with heterogeneity to explain"
            ),
        ];
        answer["reason"] = reasons.Length == 0 ? null : string.Join("; ", reasons) + ".";
        return answer;

        static string[] Why(bool when, string sentence) => when ? [sentence] : [];
    }

    private static void Print(MetaAnalysis fit, bool multilevel)
    {
        Line(
            $"{"", -24}{"estimate", 12}{"std error", 12}{"", 12}   {fit.Level * 100:0.#} % interval"
        );
        foreach (var c in fit.Coefficients)
            Line(
                $"{(fit.Coefficients.Count == 1 ? "average" : c.Name), -24}{c.Estimate, 12:0.#####}{c.StandardError, 12:0.#####}{Chance(c.P), 12}   {Between(c.Confidence)}"
            );
        if (multilevel)
            foreach (var component in fit.Components)
                Line(
                    $"variance between {component.Level} ({component.Groups}): {component.Variance:0.#####}, {component.I2:0.#} % of the differences"
                );
        else
            Line(
                $"tau2 {fit.Tau2:0.#####}{(double.IsNaN(fit.Tau2Confidence.Lower) ? "" : Text($" ({Between(fit.Tau2Confidence)})"))}"
            );
        Line(
            $"Q {fit.Heterogeneity.Statistic:0.###} with {fit.Heterogeneity.Degrees} degrees ({Chance(fit.Heterogeneity.P)}), I2 {fit.I2:0.#} %, {fit.Studies.Count} estimates"
        );
        if (!double.IsNaN(fit.Prediction.Lower))
            Line($"a next study's true effect: {Between(fit.Prediction)}");
        if (fit.ModeratorTest is { } test)
            Line(
                $"moderators together: {test.Statistic:0.###} with {test.Degrees} degrees, {Chance(test.P)}"
            );
    }

    private static bool Given(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    private static double[] Square(FileInfo path, int count)
    {
        var rows = NumberGrid.Read(path);
        return rows.Length == count && rows[0].Length == count
            ? [.. rows.SelectMany(r => r)]
            : throw new UnusableDataException(
                $"{path.Name} has {rows.Length} rows of {rows[0].Length}; {count} estimates have {count} rows of {count} covariances."
            );
    }

    private static double[] Ends(MetaInterval interval) => [interval.Lower, interval.Upper];

    private static string Between(MetaInterval interval) =>
        Text($"{interval.Lower:0.#####} to {interval.Upper:0.#####}");

    private static string Chance(double p) => p < .0001 ? "p < 0.0001" : Text($"p {p:0.0000}");

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Console.Out.WriteLine(Text(text));
}
