using System.Globalization;
using Trellis.Evaluations;

namespace Trellis.Pages.WhatWorks;

/// <summary>What studies say together, in words that a governor can use.</summary>
public static class PoolWords
{
    public const string Unit = "standard deviations between schools";

    /// <summary>"results at the end of primary or secondary school".</summary>
    public static string Outcome(string family) =>
        family switch
        {
            "attainment" => "results",
            "attendance" => "absence",
            _ => "the share of disadvantaged pupils",
        };

    /// <summary>"Results", as a heading.</summary>
    public static string Label(string family) =>
        family switch
        {
            "attainment" => "Results",
            "attendance" => "Absence",
            _ => "Who comes to the school",
        };

    /// <summary>What all say, as one sentence with its interval and no cause.</summary>
    public static string Finding(StudyPool pool) =>
        pool.Average is { } found
            ? $"Over {Count(pool.Studies.Count)}, {Outcome(pool.Family)} {(pool.Family == "attainment" ? "were" : "was")} {StudyWords.Between(found.Low, found.High, "of a standard deviation")} than in like schools."
            : $"We cannot say yet. {pool.NoAnswer}";

    /// <summary>Where a next study would lie.</summary>
    public static string Next(PoolAverage found) =>
        double.IsFinite(found.PredictionLow)
            ? $"A next study of this sort would lie {StudyWords.Between(found.PredictionLow, found.PredictionHigh, "of a standard deviation")}, 95 times in 100."
            : "There are too few studies to say where a next one would lie.";

    /// <summary>How far the studies disagree.</summary>
    public static string Disagreement(PoolAverage found) =>
        found.HeterogeneityP < .05
            ? $"The studies disagree by more than chance: about {Percent(found.I2)} of the differences between them is real. So the average hides more than it tells."
            : $"The studies differ no more than chance may make them differ. About {Percent(found.I2)} of the differences may be real.";

    /// <summary>What taking the studies for independent would have said.</summary>
    public static string Sharing(StudyPool pool) =>
        pool is { Average: { } found, Naive: { } naive }
            ? $"Studies share schools that they compare with. Counted once each, the standard error is {Number(found.StandardError)}; as if nothing were shared it would be {Number(naive.StandardError)}."
            : "";

    /// <summary>"10 studies".</summary>
    public static string Count(int studies) =>
        studies == 1 ? "one study" : $"{studies.ToString(CultureInfo.InvariantCulture)} studies";

    public static string Percent(double value) =>
        $"{value.ToString("0", CultureInfo.InvariantCulture)} %";

    public static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "none";

    /// <summary>"+0.05 (−0.01 to +0.11)".</summary>
    public static string Interval(double effect, double low, double high) =>
        double.IsFinite(effect)
            ? $"{StudyWords.Signed(effect)} ({StudyWords.Signed(low)} to {StudyWords.Signed(high)})"
            : "none";

    /// <summary>What a pooled study is called; its key where the programme is no more.</summary>
    public static string Name(string programme, string id) =>
        Programmes.Find(programme)?.Studies.FirstOrDefault(k => k.Id == id) is { } key
            ? StudyWords.Name(key)
            : $"{programme}/{id}";

    /// <summary>The same of "joining-a-trust/converters-primary-ks2".</summary>
    public static string Name(string study) =>
        study.Split('/') is [var programme, var id] ? Name(programme, id) : study;
}
