using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;
using Trellis.Regression;

namespace Trellis.Lab;

/// <summary>How lab commands print coefficients: all digits for programs, a short table for people.</summary>
internal static class LabCoefficients
{
    private const string NoError =
        "the standard error is 0 or cannot be told, so that there is no statistic";

    public static object Of(Coefficient c) => Row(c, "att");

    public static object Named(Coefficient c) => Row(c, "est", "name", c.Name);

    public static object At(EffectAt at) => Row(at.Effect, "att", "e", at.At);

    public static object Group(EffectAt at) => Row(at.Effect, "att", "group", at.At);

    // What is told of every coefficient, behind what it is of.
    private static Dictionary<string, object?> Row(
        Coefficient c,
        string estimate,
        string? key = null,
        object? of = null
    )
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (key is not null)
            row[key] = of;
        row[estimate] = c.Estimate;
        row["se"] = c.StandardError;
        row["t"] = c.Statistic;
        row["p"] = c.Probability;
        row["lower"] = c.Lower;
        row["upper"] = c.Upper;
        row["reason"] = double.IsNaN(c.Statistic) ? NoError : null;
        return row;
    }

    public static object Test(JointTest test) =>
        new
        {
            test.F,
            test.Restrictions,
            Df = test.DegreesOfFreedom,
            P = test.Probability,
            Reason = test.Restrictions == 0
                ? "there is no effect before treatment apart from the reference"
                : null,
        };

    public static IEnumerable<object> Remarks(IEnumerable<Remark> remarks) =>
        remarks.Select(r => new
        {
            r.Code,
            r.Count,
            r.Sentence,
        });

    /// <summary>A matrix in rows.</summary>
    public static double[][] Rows(double[] matrix, int n) =>
        [.. Enumerable.Range(0, n).Select(r => matrix.AsSpan(r * n, n).ToArray())];

    public static void Head(string what) =>
        Console.Out.WriteLine(
            $"{what, -28}{"estimate", 12}{"st. error", 12}{"95 % from", 12}{"to", 12}{"p", 10}"
        );

    public static void Line(string what, Coefficient c) =>
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -28}{c.Estimate, 12:0.00000}{c.StandardError, 12:0.00000}{c.Lower, 12:0.00000}{c.Upper, 12:0.00000}{c.Probability, 10:0.0000}"
            )
        );

    public static void Say(JointTest test) =>
        Console.Out.WriteLine(
            test.Restrictions == 0
                ? "No effect before treatment can be tested."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Before treatment all 0: F({test.Restrictions}, {test.DegreesOfFreedom:0}) = {test.F:0.000}, p = {test.Probability:0.0000}"
                )
        );

    public static void Say(IEnumerable<Remark> remarks)
    {
        foreach (var remark in remarks)
            Console.Out.WriteLine($"{remark.Code}: {remark.Sentence}");
    }
}
