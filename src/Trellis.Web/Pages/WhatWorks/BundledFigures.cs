using System.Globalization;
using Trellis.Bundles;
using Trellis.Evaluations;
using Trellis.Sensitivity;

namespace Trellis.Pages.WhatWorks;

/// <summary>Each number of a study's page with the answer of its bundle that it is, or why the bundle's script does not find it.</summary>
internal static class BundledFigures
{
    private const string Again = "The study is estimated anew, of other schools, dates or results.";
    private const string Before = "It rests on how the years before move together.";
    private const string Weights = "It describes the weights and covariates, not the estimate.";

    /// <summary>All figures of a study, in their order on the page.</summary>
    /// <param name="key">Which study.</param>
    /// <param name="study">With an estimate.</param>
    public static IReadOnlyList<BundleFigure> Of(StudyKey key, Study study) =>
        [
            .. StudyFigures
                .Of(key, study)
                .All.Select(figure =>
                    AnswerOf(figure, study) is { } answer
                        ? new BundleFigure(figure.Key, figure.What, figure.Value, answer)
                        : new BundleFigure(
                            figure.Key,
                            figure.What,
                            figure.Value,
                            null,
                            figure.Why.Length > 0 ? figure.Why : WhyNot(figure)
                        )
                ),
        ];

    private static BundleAnswer? AnswerOf(StudyFigure figure, Study study)
    {
        var parts = figure.Key.Split('.');
        // Where no result lies in the first years, the answer is of all years.
        var overall = study.Overall == study.AllYears ? "simple" : "first";
        return parts switch
        {
            ["treated"] => new("treated units", null, "estimate"),
            ["controls"] => new("units", null, "estimate"),
            ["groups"] => new("treated clusters", null, "estimate"),
            ["overall", var end] => new(overall, null, Column(end)),
            ["all", var end] => new("simple", null, Column(end)),
            ["points", var end] => new(overall, null, Column(end), study.ScaleDeviation),
            ["p"] => new(overall, null, "p"),
            ["detectable"] => new(overall, null, "se", DetectableEffect.Minimum(1)),
            ["year", var since, var end] when !IsBase(since, study) => end switch
            {
                "bandLow" => new("band", Whole(since), "low"),
                "bandHigh" => new("band", Whole(since), "high"),
                _ => new("dynamic", Whole(since), Column(end)),
            },
            ["cohort", var first, "schools"] => new("units", Whole(first), "estimate"),
            ["cohort", var first, var end] => new("group", Whole(first), Column(end)),
            _ => null,
        };
    }

    private static string WhyNot(StudyFigure figure) =>
        figure.Part switch
        {
            "years" => "Effects are measured from this year: 0 by its making.",
            "flow" => "Schools were counted before those of data.csv were chosen.",
            "pretrend" or "dip" or "bound" => Before,
            "balance" or "overlap" => Weights,
            "power" => "It needs the other studies, or local authorities as clusters.",
            "estimate" when figure.Key == "rating" => "A rule gives it, of all checks.",
            "estimate" => "It is the spread of all schools' published results.",
            _ => Again,
        };

    private static bool IsBase(string since, Study study) =>
        study.ByYear.Any(y => y.IsBase && y.Since == Whole(since));

    private static int Whole(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    private static string Column(string end) =>
        end switch
        {
            "effect" => "estimate",
            "error" => "se",
            _ => end,
        };
}
