using System.CommandLine;
using System.Globalization;
using Trellis.Lab;
using Trellis.Sensitivity;

namespace Trellis.Commands;

/// <summary><c>trellis lab pretrends</c>: what a test of the times before treatment says, and what it could have seen.</summary>
internal static class LabPretrends
{
    public static Command Create()
    {
        var beta = Shared.Required<FileInfo>(
            "--beta",
            "A CSV of the estimates, earliest first, without the time all are measured from."
        );
        var sigma = Shared.Required<FileInfo>("--sigma", "A CSV of their covariance.");
        var pre = Shared.Required<int>("--pre", "How many estimates are before treatment.");
        var post = Shared.Required<int>("--post", "How many are after.");
        var slope = new Option<double?>("--slope")
        {
            Description =
                "How much trends differ a step, in the unit of the outcome; without it the slope that is detected with the power asked for.",
        };
        var power = new Option<double>("--power")
        {
            Description = "The chance to detect.",
            DefaultValueFactory = _ => .8,
        };
        var times = EventStudyFiles.Times();
        var json = Shared.AsJson();
        var command = new Command(
            "pretrends",
            "What a test of trends before treatment could have seen (Roth)."
        )
        {
            beta,
            sigma,
            pre,
            post,
            slope,
            power,
            times,
            json,
        };
        command.SetAction(parsed =>
        {
            var study = EventStudyFiles.Read(
                parsed.GetValue(beta)!,
                parsed.GetValue(sigma)!,
                parsed.GetValue(pre),
                parsed.GetValue(post),
                parsed.GetValue(times)
            );
            if (parsed.GetValue(power) is not (> .5 and < 1))
                return Shared.Refuse(2, "--power lies between .5 and 1, as .8.");
            if (parsed.GetValue(slope) is { } given && !double.IsFinite(given))
                return Shared.Refuse(2, "--slope is a number.");
            Print(study, parsed.GetValue(slope), parsed.GetValue(power), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Print(EventStudyEstimates study, double? slope, double power, bool json)
    {
        var (statistic, probability) = PretrendTest.Wald(study);
        var any = PretrendTest.SlopeDetected(study, power, PretrendTestKind.AnySignificant);
        var joint = PretrendTest.SlopeDetected(study, power, PretrendTestKind.Joint);
        var asked = slope ?? any;
        var path = PretrendTest.Straight(study, asked);
        var seen = PretrendTest.Power(study, path);
        var average = DetectableEffect.Minimum(study, HonestIntervals.Average(study), power);
        var equivalence = Equivalence.LeastBound(study);
        if (json)
        {
            LabAnswer.Print(
                new
                {
                    wald = new
                    {
                        W = statistic,
                        df = study.Before,
                        p = probability,
                    },
                    slopeDetected = new { anySignificant = any, joint },
                    slope = asked,
                    power = new { anySignificant = seen.AnySignificant, joint = seen.Joint },
                    bayesFactor = seen.BayesFactor,
                    likelihoodRatio = seen.LikelihoodRatio,
                    trend = path,
                    expectedAfterPassing = seen.ExpectedAfterPassing,
                    minimumDetectableEffect = average,
                    equivalenceBound = equivalence,
                }
            );
            return;
        }
        Line(
            $"All times before treatment together: W {statistic:0.###} on {study.Before} degrees of freedom, p {probability:0.####}."
        );
        Line(
            $"A slope of {any:0.#####} a step is seen with a chance of {power:0.##} by single estimates, {joint:0.#####} by all together."
        );
        Line(
            $"A slope of {asked:0.#####} is seen with a chance of {seen.AnySignificant:0.###} by single estimates, {seen.Joint:0.###} by all together; unseen, it leaves these biases:"
        );
        Line($"{"time", 8} {"estimate", 12} {"trend", 12} {"if unseen", 12}");
        for (var i = 0; i < study.Count; i++)
            Line(
                $"{study.Times[i], 8:0.##} {study.Estimates[i], 12:0.#####} {path[i], 12:0.#####} {seen.ExpectedAfterPassing[i], 12:0.#####}"
            );
        Line($"The least average effect found with a chance of {power:0.##} is {average:0.#####}.");
        Line(
            $"Differences before treatment are shown to lie below {equivalence:0.#####}, each, at 5 of 100."
        );
    }

    private static void Line(FormattableString text) =>
        Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
