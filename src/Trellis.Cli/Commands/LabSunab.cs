using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Answers;
using Trellis.Bundles;
using Trellis.Effects;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab sunab</c>: the event study of Sun and Abraham, as fixest's sunab counts it.</summary>
internal static class LabSunab
{
    public static Command Create()
    {
        var panel = new LabPanel();
        var bands = new LabBand();
        var reference = new Option<string?>("--reference")
        {
            Description = "Event times that effects are measured from, by commas; -1 unless said.",
        };
        var anticipation = new Option<int>("--anticipation")
        {
            Description =
                "How many times before treatment it may already work: effects are then measured from the time before those, -1 less so many.",
        };
        var slopes = new Option<string>("--covariates-by")
        {
            Description =
                "same (one slope), time (a slope a time, so that other intakes may have other trends) or cohort.",
            DefaultValueFactory = _ => "same",
        };
        var bundle = new Option<DirectoryInfo?>("--bundle")
        {
            Description =
                "A folder to write the data, the answers and a script that finds them again in base R.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "sunab",
            "Effects by cohort and event time beside effects of units and times, averaged (Sun and Abraham)."
        );
        panel.AddTo(command);
        command.Add(reference);
        command.Add(anticipation);
        command.Add(slopes);
        bands.AddTo(command);
        command.Add(bundle);
        command.Add(json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(anticipation) < 0)
                return Shared.Refuse(2, "--anticipation is 0 or more.");
            var rows = panel.Read(parsed);
            var options = new SunAbrahamOptions(
                parsed.GetValue(reference) is { } times
                    ? Whole(times)
                    : [-1 - parsed.GetValue(anticipation)],
                Slopes(parsed.GetValue(slopes)!)
            );
            var watch = Stopwatch.StartNew();
            var answer = SunAbraham.Estimate(rows, options);
            var band = bands.Of(parsed, answer.EventStudy, answer.EventStudyInfluence);
            var seconds = watch.Elapsed.TotalSeconds;
            if (parsed.GetValue(bundle) is { } folder)
                FixedEffectsBundle.Of(rows, options, answer).WriteTo(folder);
            if (parsed.GetValue(json))
                LabAnswer.Print(
                    new
                    {
                        Egt = answer.EventStudy.Select(LabCoefficients.At),
                        Att = LabCoefficients.Of(answer.Att),
                        Group = answer.Groups.Select(LabCoefficients.Group),
                        Cells = answer.Cells.Select(c => new
                        {
                            c.Group,
                            E = c.EventTime,
                            N = c.Weight,
                            Att = c.Effect.Estimate,
                            Se = c.Effect.StandardError,
                        }),
                        Covariates = answer.Covariates.Select(LabCoefficients.Named),
                        PreTrend = LabCoefficients.Test(answer.PreTrend),
                        Covariance = LabCoefficients.Rows(
                            answer.EventStudyCovariance,
                            answer.EventStudy.Count
                        ),
                        References = answer.References.Select(r => new
                        {
                            r.Group,
                            E = r.EventTimes,
                        }),
                        Band = bands.Answer(parsed, band, answer.EventStudy),
                        N = answer.Rows,
                        answer.Dropped,
                        Remarks = LabCoefficients.Remarks(answer.Remarks),
                        Seconds = seconds,
                    }
                );
            else
            {
                LabCoefficients.Head("event time");
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

    public static CovariateSlopes Slopes(string word) =>
        word switch
        {
            "same" => CovariateSlopes.Same,
            "time" => CovariateSlopes.ByTime,
            "cohort" => CovariateSlopes.ByCohort,
            _ => throw new UnusableDataException(
                $"--covariates-by is same, time or cohort; '{word}' is none of them."
            ),
        };

    private static int[] Whole(string words) =>
        [
            .. LabPanel
                .Names(words)
                .Select(word =>
                    int.TryParse(
                        word,
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var whole
                    )
                        ? whole
                        : throw new UnusableDataException(
                            $"--reference takes whole numbers, as -1; '{word}' is none."
                        )
                ),
        ];
}
