using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Evaluations;

/// <summary>What was registered of a study before it was run, as one text with one hash.</summary>
/// <param name="Text">Lines of "name: value" in a fixed order, each ended by a line feed, UTF-8.</param>
/// <param name="Hash">The SHA-256 of the text, 64 hexadecimal digits.</param>
public sealed record StudyPlan(string Text, string Hash)
{
    /// <summary>The method that all studies of this version of the program follow; it changes when a number could.</summary>
    public const string Method = "4";

    /// <summary>How many school years after joining the answer is the average of.</summary>
    public const int FirstYears = 3;

    /// <summary>How many years before the base trends are looked at.</summary>
    public const int YearsBack = 5;

    /// <summary>A difference that matters: the effect that a study of schools is asked to see, in school standard deviations.</summary>
    public const double Matters = .15;

    /// <summary>How many partnerships, and how many authorities, are left out by estimating anew.</summary>
    public const int LeftOutAnew = 10;

    public static StudyPlan Of(StudyKey key)
    {
        var text = new StringBuilder();
        void Line(string name, string value) =>
            text.Append(name).Append(": ").Append(value).Append('\n');
        Line("study", key.ToString());
        Line("question", key.Programme.Question);
        Line("hypothesis", key.Programme.Hypothesis);
        Line("treated", $"{key.Arm.Label} ({key.Arm.What})");
        Line("compared with", $"not yet treated, among: {key.Arm.Among}");
        Line(
            "outcome",
            $"{key.Outcome.Id}: {string.Join(" + ", key.Outcome.Scale.Measures)}, standard deviations within year and phase"
        );
        Line("years from", key.Programme.From.ToString());
        Line("primary", key.Outcome.IsPrimary ? "yes" : "no");
        Line(
            "base",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the last observed year, {key.Arm.Anticipation} before the year before"
            )
        );
        Line("estimator", "group-time effects, doubly robust (Callaway and Sant'Anna 2021)");
        Line(
            "covariates",
            "results before, disadvantage, first language, special needs, size, inspection, region; at the base; as many, in this order, as a year's joiners have schools on average, and no mark that fewer than 10 others bear"
        );
        Line(
            "answer",
            "the average over school years 0, 1 and 2 after joining, each year's joiners by their number; where no result lies in these years, over all years after"
        );
        Line(
            "looked at beside",
            "balance, trends before, a dip, bounds on trends, placebos, leaving out, other methods, overlap, intake"
        );
        Line("rating", "by the rule of docs/methods/what-works.md");
        Line("clusters", StudySample.Partnership);
        Line(
            "registered",
            key.Programme.Registered.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
        Line("version", key.Programme.Version);
        Line("method", Method);
        var whole = text.ToString();
        return new StudyPlan(
            whole,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))
        );
    }
}
