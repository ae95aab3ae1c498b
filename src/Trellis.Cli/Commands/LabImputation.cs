using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Bundles;
using Trellis.Effects;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab imputation</c>: what treated rows would have been, imputed from untreated ones (Borusyak, Jaravel and Spiess).</summary>
internal static class LabImputation
{
    public static Command Create()
    {
        var panel = new LabPanel();
        var bands = new LabBand();
        var anticipation = new Option<int>("--anticipation")
        {
            Description = "How many times before treatment it may already work.",
        };
        var leads = new Option<int?>("--pretrends")
        {
            Description = "How many times before that are tested for a pre-trend; 5 unless said.",
        };
        var slopes = new Option<string>("--covariates-by")
        {
            Description = "same (one slope) or time (a slope a time).",
            DefaultValueFactory = _ => "same",
        };
        var bundle = new Option<DirectoryInfo?>("--bundle")
        {
            Description =
                "A folder to write the data, the answers and a script that finds them again in base R.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "imputation",
            "Effects as outcomes less what untreated rows say they would have been, averaged."
        );
        panel.AddTo(command);
        command.Add(anticipation);
        command.Add(leads);
        command.Add(slopes);
        bands.AddTo(command);
        command.Add(bundle);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var rows = panel.Read(parsed);
            var options = new ImputationOptions(
                parsed.GetValue(anticipation),
                parsed.GetValue(leads),
                LabSunab.Slopes(parsed.GetValue(slopes)!)
            );
            var watch = Stopwatch.StartNew();
            var answer = Imputation.Estimate(rows, options);
            var band = bands.Of(parsed, answer.EventStudy, answer.EventStudyInfluence);
            var seconds = watch.Elapsed.TotalSeconds;
            if (parsed.GetValue(bundle) is { } folder)
                FixedEffectsBundle.Of(rows, options, answer).WriteTo(folder);
            if (parsed.GetValue(json))
                LabAnswer.Print(
                    new
                    {
                        Att = LabCoefficients.Of(answer.Att),
                        Egt = answer.EventStudy.Select(LabCoefficients.At),
                        Group = answer.Groups.Select(LabCoefficients.Group),
                        Attgt = answer.Cells.Select(c => new
                        {
                            c.Group,
                            c.Time,
                            Att = c.Effect.Estimate,
                            Se = c.Effect.StandardError,
                            N = c.Rows,
                        }),
                        Leads = answer.Leads.Select(LabCoefficients.At),
                        PreTrend = LabCoefficients.Test(answer.PreTrend),
                        Covariates = answer.Covariates.Select(c => new { c.Name, Est = c.Slope }),
                        Covariance = LabCoefficients.Rows(
                            answer.EventStudyCovariance,
                            answer.EventStudy.Count
                        ),
                        Band = bands.Answer(parsed, band, answer.EventStudy),
                        N = answer.Untreated + answer.Treated,
                        answer.Untreated,
                        answer.Treated,
                        answer.Dropped,
                        Remarks = LabCoefficients.Remarks(answer.Remarks),
                        Seconds = seconds,
                    }
                );
            else
            {
                LabCoefficients.Head("event time");
                foreach (var (at, effect) in answer.Leads)
                    LabCoefficients.Line(
                        string.Create(CultureInfo.InvariantCulture, $"{at} (untreated)"),
                        effect
                    );
                foreach (var (at, effect) in answer.EventStudy)
                    LabCoefficients.Line(at.ToString(CultureInfo.InvariantCulture), effect);
                LabCoefficients.Line("average treated", answer.Att);
                LabBand.Say(band);
                LabCoefficients.Say(answer.PreTrend);
                LabCoefficients.Say(answer.Remarks);
            }
            return 0;
        });
        return command;
    }
}
