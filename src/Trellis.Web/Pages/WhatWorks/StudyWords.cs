using System.Globalization;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Measures;
using Trellis.Probability;

namespace Trellis.Pages.WhatWorks;

/// <summary>What a study found, in words that a governor can use: short sentences, no cause below a rating of 2, and nulls told like all others.</summary>
public static class StudyWords
{
    /// <summary>From this rating on words of cause and effect may be used.</summary>
    public const int Causal = 2;

    /// <summary>"Primary schools that chose to join a trust".</summary>
    public static string Who(StudyKey key) =>
        $"{(key.Phase == PhaseGroup.Primary ? "Primary" : "Secondary")} {key.Arm.They}";

    /// <summary>"primary schools".</summary>
    public static string Phase(StudyKey key) =>
        key.Phase == PhaseGroup.Primary ? "primary schools" : "secondary schools";

    /// <summary>"Schools that chose to join, primary: overall absence".</summary>
    public static string Name(StudyKey key) =>
        $"{key.Arm.Label}, {(key.Phase == PhaseGroup.Primary ? "primary" : "secondary")}: {key.Outcome.Label.Uncapital()}";

    /// <summary>The unit of the outcome's scale: "points" or "percentage points".</summary>
    public static string UnitOf(Outcome outcome) =>
        IsShare(outcome) ? "percentage points" : "points";

    private static bool IsShare(Outcome outcome) =>
        outcome.Scale.Name.StartsWith("share", StringComparison.Ordinal);

    /// <summary>What was found, with the interval, as one sentence; without cause below 2, and never a verdict on it.</summary>
    /// <returns>Why there is no answer, where there is none.</returns>
    public static string Finding(StudyKey key, Study study)
    {
        if (study.Overall is not { } found)
            return $"We cannot say yet. {study.NoAnswer}";
        var outcome = key.Outcome;
        var (low, high) = (found.Low * study.ScaleDeviation, found.High * study.ScaleDeviation);
        var causal = study.Rating is { MayBeCausal: true };
        var subject =
            outcome.Results.StartsWith("results", StringComparison.Ordinal)
                ? $"{outcome.Results} were"
            : outcome.Results.StartsWith("share", StringComparison.Ordinal)
                ? $"the {outcome.Results} was"
            : $"{outcome.Results} was";
        var when =
            study.Window.Length == 0
                ? key.Programme.After
                : study.Window.Replace(
                    "the first three school years",
                    "the three years",
                    StringComparison.Ordinal
                );
        return $"{when.Capital()}, {subject} {Between(low, high, UnitOf(outcome))} than {(causal ? "without it" : "in similar schools")}.";
    }

    /// <summary>"between 0.1 points lower and 0.3 points higher", "between 0.1 and 0.3 points higher".</summary>
    public static string Between(double low, double high, string unit)
    {
        var (from, to) = (Size(low, high, low), Size(low, high, high));
        return low >= 0 ? $"between {from} and {to} {unit} higher"
            : high <= 0 ? $"between {to} and {from} {unit} lower"
            : $"between {from} {unit} lower and {to} {unit} higher";
    }

    /// <summary>A figure of an interval without its sign, with two decimals where all of it is below 1.</summary>
    internal static string Size(double low, double high, double value) =>
        Math.Abs(value)
            .ToString(
                Math.Max(Math.Abs(low), Math.Abs(high)) < 1 ? "0.00" : "0.0",
                CultureInfo.InvariantCulture
            );

    /// <summary>What the size means: places in a line of a hundred schools.</summary>
    public static string Meaning(StudyKey key, Study study)
    {
        if (study.Overall is not { } found)
            return "";
        var points = found.Effect * study.ScaleDeviation;
        var size = Size(
            found.Low * study.ScaleDeviation,
            found.High * study.ScaleDeviation,
            points
        );
        var best =
            points == 0
                ? "The best guess is no difference."
                : $"The best guess is {size} {UnitOf(key.Outcome)} {(points > 0 ? "higher" : "lower")}.";
        // A line of schools from worse to better; for other outcomes "up" would say nothing.
        if (key.Outcome.HigherIsBetter is not true)
            return best;
        var places = Places(found.Effect);
        return $"{best} {(places == 0 ? "A school in the middle of 100 would stay where it is." : $"A school in the middle of 100 would move {(found.Effect > 0 ? "up" : "down")} by {(places == 1 ? "1 place" : $"{places} places")}.")}";
    }

    /// <summary>By how many of 100 schools in a line one in the middle would move: 100 times the normal share beyond the middle, whole.</summary>
    public static int Places(double effect) =>
        (int)
            Math.Round(
                50 * (1 - Tails.NormalBothSides(Math.Abs(effect))),
                MidpointRounding.AwayFromZero
            );

    /// <summary>Whether it was the programme; where nought lies in the interval, that nobody can tell.</summary>
    public static string Cause(StudyKey key, Study study) =>
        study.Overall is not { } found ? ""
        : found.Low <= 0 && found.High >= 0
            ? "So we cannot tell whether there was a difference at all."
        : study.Rating is not { } rating ? "How far to trust this has not been rated yet."
        : !rating.MayBeCausal ? "This does not show what the cause was."
        : rating.Points <= Causal ? "It may be due to it, but the proof is weak."
        : "Similar schools were compared, so it may well be due to it.";

    /// <summary>"3 of 5", or that there is no rating.</summary>
    public static string Evidence(Study? study) =>
        study?.Rating is { } rating
            ? $"{rating.Points.ToString(CultureInfo.InvariantCulture)} of 5"
            : "not rated";

    /// <summary>Words for a rating.</summary>
    public static string Strength(int points) =>
        points switch
        {
            5 => "schools were chosen by lot",
            4 => "strong",
            3 => "fair",
            2 => "weak",
            1 => "very weak",
            _ => "it only describes",
        };

    /// <summary>What would have to be true for the finding to fall.</summary>
    public static IReadOnlyList<string> Overturning(StudyKey key, Study study)
    {
        if (study.Overall is not { } found)
            return [];
        var said = new List<string>();
        if (found.Low <= 0 && found.High >= 0)
            said.Add(
                "The finding already allows for no difference at all. Nothing more is needed to overturn it."
            );
        if (study.Diagnostics is not { } looked)
            return [.. said, "What would overturn it has not been worked out yet."];
        if (looked.Bound.Reason is { } why)
            said.Add($"How far the schools could drift apart by themselves cannot be said. {why}");
        else if (double.IsPositiveInfinity(looked.Bound.Breakdown))
            said.Add("No drift apart that we tried would bring the difference down to nothing.");
        else if (looked.Bound.Finding > 0)
            said.Add(
                $"The schools may have drifted apart by themselves. A drift {Times(looked.Bound.Breakdown)} the largest one seen before could hide an effect of {new Charts.Unit(2).Words(looked.Bound.Finding)} standard deviations."
            );
        else if (found.Low > 0 || found.High < 0)
            said.Add(
                looked.Bound.Breakdown <= 0
                    ? "The least drift apart by themselves would be enough to explain it."
                    : $"The schools may have drifted apart by themselves. A drift {Times(looked.Bound.Breakdown)} the largest one seen before would be enough to explain it."
            );
        foreach (var placebo in looked.Placebos.Where(p => p.Estimate is not null && !p.IsClean))
            said.Add(
                $"A test that should find nothing found something ({placebo.Name}). That speaks against the finding."
            );
        foreach (var left in looked.LeftOut)
            said.Add(
                $"Without any one {left.What} the estimate stays between {Signed(left.Least)} and {Signed(left.Most)} school standard deviations."
            );
        return said;
    }

    private static string Times(double multiple) =>
        $"{multiple.ToString("0.0", CultureInfo.InvariantCulture)} times as large as";

    /// <summary>"+0.07", "−0.12": standard deviations between schools.</summary>
    public static string Signed(double value) =>
        $"{(Math.Round(value, 2) > 0 ? "+" : "")}{new Charts.Unit(2).Words(value)}";

    /// <summary>What no reading of these data can tell.</summary>
    public static IReadOnlyList<string> Cannot(StudyKey key, Study study) =>
        [
            .. study.Holes.Count == 0
                ? (string[])[]
                :
                [
                    $"{(study.Holes.Count == 1 ? "One school year is" : $"{study.Holes.Count.ToString(CultureInfo.InvariantCulture)} school years are")} missing: {Listed(study.Holes)}. There were no tests, or the files we have do not hold them.",
                ],
            key.Outcome.Cannot,
            "All figures are of whole schools. They cannot tell what happened to a pupil.",
            "We give no months of progress. That needs the spread between pupils, which is not published by school.",
        ];

    /// <summary>What is different from the answer before.</summary>
    public static IReadOnlyList<string> Changed(ShelvedStudy shelved)
    {
        if (shelved.Study is not { } now)
            return [];
        if (shelved.Before is not { } then || shelved.BookBefore is not { } book)
            return ["These are the first answers. There is nothing to set them beside yet."];
        var said = new List<string>
        {
            $"On the data of {Day(book)} it was: {Finding(shelved.Key, then)}",
        };
        if (now.Years.Except(then.Years).ToList() is { Count: > 0 } more)
            said.Add($"New school years: {Listed(more)}.");
        if (then.Years.Except(now.Years).ToList() is { Count: > 0 } fewer)
            said.Add($"School years no longer in it: {Listed(fewer)}.");
        if (now.Treated != then.Treated)
            said.Add(
                $"It rested on {Whole(then.Treated)} such schools then and rests on {Whole(now.Treated)} now."
            );
        if (now.PlanHash != then.PlanHash)
            said.Add("The plan was changed between the two. Both plans are kept by their hash.");
        if (shelved.Book!.Method != book.Method)
            said.Add(
                $"The method is version {shelved.Book.Method} now; it was {book.Method} then."
            );
        if (said.Count == 1 && now.Overall == then.Overall)
            said.Add("Nothing has changed since.");
        return said;
    }

    /// <summary>The day of the register that answers rest on.</summary>
    public static string Day(StudyBook book) =>
        book.RegisterDate is { } day ? day.InWords() : "an unknown day";

    public static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"2015/16, 2016/17 and 2023/24".</summary>
    public static string Listed(IEnumerable<Year> years)
    {
        var words = years.Order().Select(y => y.ToString()).ToList();
        return words.Count == 1
            ? words[0]
            : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
    }
}
