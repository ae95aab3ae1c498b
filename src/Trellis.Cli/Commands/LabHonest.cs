using System.CommandLine;
using System.Globalization;
using Trellis.Answers;
using Trellis.Lab;
using Trellis.Sensitivity;

namespace Trellis.Commands;

/// <summary><c>trellis lab honest</c>: how far trends may have differed before a finding falls.</summary>
internal static class LabHonest
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
        var kind = new Option<string>("--kind")
        {
            Description =
                "rm (steps after treatment against the longest before), sd (bends, by the hybrid test), flci (bends, interval of fixed length) or sdrm (bends against the largest before).",
            DefaultValueFactory = _ => "rm",
        };
        kind.AcceptOnlyFromAmong("rm", "sd", "flci", "sdrm");
        var bounds = new Option<string?>("--m")
        {
            Description =
                "Bounds, as 0,.5,1: multiples for rm and sdrm (0,.5,1,1.5,2 unless said), in the unit of the outcome for sd and flci (five from 0 to the largest bend that the times before leave open).",
        };
        var target = new Option<string>("--target")
        {
            Description =
                "e1 (the first time after treatment, the default; e2 the second), average, or a weight for each time after treatment, as .5,.5,0.",
            DefaultValueFactory = _ => "e1",
        };
        var method = new Option<string?>("--method")
        {
            Description =
                "clf (hybrid, the default), conditional, or for sd also flci (the same as --kind flci) and cf (hybrid with an interval of fixed length).",
        };
        method.AcceptOnlyFromAmong("clf", "conditional", "flci", "cf");
        var shape = new Option<string>("--shape")
        {
            Description =
                "What is known of the way trends differed: any, above or below (0 at every time after treatment), rising or falling.",
            DefaultValueFactory = _ => "any",
        };
        shape.AcceptOnlyFromAmong("any", "above", "below", "rising", "falling");
        var level = new Option<double>("--level")
        {
            Description = "The chance of an interval to hold the truth.",
            DefaultValueFactory = _ => .95,
        };
        var breakdown = new Option<bool>("--breakdown")
        {
            Description =
                "Also the bound at which 0 enters, and the usual interval; JSON is then an object.",
        };
        var times = EventStudyFiles.Times();
        var json = Shared.AsJson();
        var command = new Command(
            "honest",
            "Intervals that hold although trends were not parallel (Rambachan and Roth)."
        )
        {
            beta,
            sigma,
            pre,
            post,
            kind,
            bounds,
            target,
            method,
            shape,
            level,
            times,
            breakdown,
            json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(level) is not (> 0 and < 1))
                return Shared.Refuse(2, "--level lies between 0 and 1, as .95.");
            var study = EventStudyFiles.Read(
                parsed.GetValue(beta)!,
                parsed.GetValue(sigma)!,
                parsed.GetValue(pre),
                parsed.GetValue(post),
                parsed.GetValue(times)
            );
            var question = new Question(
                study,
                Target(parsed.GetValue(target)!, study.After),
                parsed.GetValue(kind)!,
                Method(parsed.GetValue(kind)!, parsed.GetValue(method)),
                Shape(parsed.GetValue(shape)!),
                parsed.GetValue(level)
            );
            if (question.Shape != TrendShape.Any && question.Method == HonestMethod.FixedLength)
                return Shared.Refuse(
                    2,
                    "An interval of fixed length holds for any shape and cannot use one: ask for --kind sd with --method clf or cf."
                );
            var intervals = Bounds(parsed.GetValue(bounds), question)
                .Select(m =>
                    m >= 0
                        ? question.At(m)
                        : throw new UnusableDataException(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"--m: {m} is below 0; a bound on trends is 0 or more."
                            )
                        )
                )
                .ToArray();
            Print(question, intervals, parsed.GetValue(breakdown), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static double[] Bounds(string? given, Question question)
    {
        if (given is not null)
            return EventStudyFiles.Numbers("--m", given);
        if (question.Kind is "rm" or "sdrm")
            return [0, .5, 1, 1.5, 2];
        var largest = HonestIntervals.LargestBendBefore(question.Study);
        return [.. Enumerable.Range(0, 5).Select(i => largest * i / 4)];
    }

    private sealed record Question(
        EventStudyEstimates Study,
        double[] Weights,
        string Kind,
        HonestMethod Method,
        TrendShape Shape,
        double Level
    )
    {
        public HonestInterval At(double bound) =>
            Kind switch
            {
                "rm" => HonestIntervals.RelativeMagnitudes(
                    Study,
                    Weights,
                    bound,
                    Level,
                    Method,
                    Shape
                ),
                "sdrm" => HonestIntervals.RelativeBends(
                    Study,
                    Weights,
                    bound,
                    Level,
                    Method,
                    Shape
                ),
                _ => HonestIntervals.Smoothness(Study, Weights, bound, Level, Method, Shape),
            };
    }

    private static HonestMethod Method(string kind, string? given) =>
        (kind, given) switch
        {
            ("flci", null or "flci") or ("sd", "flci") => HonestMethod.FixedLength,
            ("sd", "cf") => HonestMethod.FixedLengthHybrid,
            ("rm" or "sdrm", "flci" or "cf") or ("flci", _) => throw new UnusableDataException(
                $"--kind {kind} and --method {given} do not go together: an interval of fixed length is for bends (--kind sd), and the other methods are for the other kinds."
            ),
            (_, "conditional") => HonestMethod.Conditional,
            _ => HonestMethod.LeastFavourableHybrid,
        };

    private static TrendShape Shape(string given) =>
        given switch
        {
            "above" => TrendShape.AboveZero,
            "below" => TrendShape.BelowZero,
            "rising" => TrendShape.Rising,
            "falling" => TrendShape.Falling,
            _ => TrendShape.Any,
        };

    private static void Print(
        Question question,
        IReadOnlyList<HonestInterval> intervals,
        bool more,
        bool json
    )
    {
        var original = HonestIntervals.Original(question.Study, question.Weights, question.Level);
        var breakdown = more ? HonestIntervals.Breakdown(question.At) : double.NaN;
        var rows = intervals
            .Select(i => new
            {
                m = i.Bound,
                lb = i.Lower,
                ub = i.Upper,
                method = Word(question.Method),
                reason = i.IsEmpty ? Empty : null,
            })
            .ToArray();
        if (json)
        {
            LabAnswer.Print(
                more
                    ? new
                    {
                        original = new { lb = original.Lower, ub = original.Upper },
                        breakdown,
                        reason = double.IsInfinity(breakdown) ? NeverBreaks : null,
                        intervals = rows,
                    }
                    : rows
            );
            return;
        }
        Line($"{"bound", 10} {"from", 12} {"to", 12}");
        Line($"{"original", 10} {original.Lower, 12:0.#####} {original.Upper, 12:0.#####}");
        foreach (var interval in intervals)
            if (interval.IsEmpty)
                Line($"{interval.Bound, 10:0.####} {Empty}");
            else
                Line(
                    $"{interval.Bound, 10:0.####} {interval.Lower, 12:0.#####} {interval.Upper, 12:0.#####}"
                );
        if (more)
            Line(
                $"{(double.IsInfinity(breakdown) ? NeverBreaks : $"0 enters at a bound of {breakdown.ToString("0.####", CultureInfo.InvariantCulture)}.")}"
            );
    }

    private static string Word(HonestMethod method) =>
        method switch
        {
            HonestMethod.LeastFavourableHybrid => "C-LF",
            HonestMethod.Conditional => "conditional",
            HonestMethod.FixedLength => "FLCI",
            _ => "C-F",
        };

    private const string Empty =
        "no effect: the estimates before treatment break the bound themselves";

    private const string NeverBreaks = "0 stays out however far the bound goes.";

    private static void Line(FormattableString text) =>
        Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static double[] Target(string given, int after)
    {
        var weights = new double[after];
        if (given == "average")
            Array.Fill(weights, 1.0 / after);
        else if (
            given.StartsWith('e')
            && int.TryParse(
                given.AsSpan(1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var time
            )
        )
            weights[
                time >= 1 && time <= after
                    ? time - 1
                    : throw new UnusableDataException(
                        $"--target {given}: there are {after} times after treatment, e1 to e{after}."
                    )
            ] = 1;
        else
        {
            weights = EventStudyFiles.Numbers("--target", given);
            if (weights.Length != after || weights.All(w => w == 0))
                throw new UnusableDataException(
                    $"--target {given}: e1, average, or {after} weights that are not all 0 are expected."
                );
        }
        return weights;
    }
}
