using Trellis.Charts;
using Trellis.Components;
using Trellis.Evaluations;

namespace Trellis.Pages.WhatWorks;

/// <summary>A study as drawings.</summary>
public static class StudyCharts
{
    private static readonly Charts.Unit Sd = new(2, " SD");
    private const string Between = "in standard deviations between schools (SD)";

    /// <summary>The years before and after, or null where there is no answer.</summary>
    public static EventStudyChart? Years(StudyKey key, Study study, string address)
    {
        if (study.Overall is null || study.ByYear.All(y => y.IsBase))
            return null;
        var missing =
            study.Holes.Count == 0
                ? $"fewer than {RatingRule.Few} trusts or federations had schools at this distance"
                : $"no results of {StudyWords.Listed(study.Holes)}, or fewer than {RatingRule.Few} trusts or federations at this distance";
        var known = study.ByYear.Select(y => y.Since).ToHashSet();
        var start = key.Programme.After.StartsWith("after ", StringComparison.Ordinal)
            ? key.Programme.After["after ".Length..]
            : "the start";
        return new EventStudyChart
        {
            Key = "years",
            Headline = $"{key.Outcome.Label}, before and after {start}",
            Subtitle =
                $"{StudyWords.Who(key)}, less similar schools, by school years since the first; {Between}",
            Unit = Sd,
            Start = start,
            Base = study.ByYear.Any(y => y.IsBase) ? study.ByYear.First(y => y.IsBase).Since : null,
            Csv = $"{address}.csv?part=years",
            Points =
            [
                .. study
                    .ByYear.Where(y => !y.IsBase)
                    .Select(y => new EventStudyPoint(
                        y.Since,
                        y.Effect,
                        y.Low,
                        y.High,
                        y.BandLow,
                        y.BandHigh
                    )),
                .. Enumerable
                    .Range(known.Min(), known.Max() - known.Min() + 1)
                    .Where(t => !known.Contains(t))
                    .Select(t => new EventStudyPoint(t, null, Why: missing)),
            ],
        };
    }

    /// <summary>From all schools to those compared.</summary>
    public static FlowOfSchools Flow(StudyKey key, Study study, string address)
    {
        var steps = new List<FlowBar>();
        var left = 0;
        foreach (var step in study.Flow)
        {
            var schools = step.Treated + step.Others;
            if (step.Code is "all" or "in")
            {
                steps.Add(new FlowBar(step.Words.Capital(), schools));
                left = schools;
                continue;
            }
            left -= schools;
            steps.Add(new FlowBar("left after that", left, step.Words));
        }
        // What is in the comparison is what was left: one bar for both.
        if (
            steps is [.., { Reason: { } why } last, { Reason: null } end]
            && last.Schools == end.Schools
        )
            steps = [.. steps.SkipLast(2), end with { Reason = why }];
        return new FlowOfSchools
        {
            Key = "flow",
            Headline = "From all schools to those in the estimate",
            Subtitle =
                $"{StudyWords.Phase(key).Capital()}: how many, and why the others are not in it",
            Csv = $"{address}.csv?part=flow",
            Steps = steps,
        };
    }

    /// <summary>How alike both were, or null where it was not looked at.</summary>
    public static LovePlot? Love(Study study, string address) =>
        study.Diagnostics is { Balance.Count: > 0 } looked
            ? new LovePlot
            {
                Key = "alike",
                Headline = "How alike the schools were before",
                Subtitle =
                    "Difference in each characteristic at the base year, in standard deviations, before and after weighting",
                Csv = $"{address}.csv?part=balance",
                Rows =
                [
                    .. looked.Balance.Select(b => new BalanceRow(
                        b.Characteristic.Capital(),
                        b.Before,
                        b.After
                    )),
                ],
            }
            : null;

    /// <summary>The same question by other methods; null where none was asked.</summary>
    public static ForestPlot? Companions(Study study, string address) =>
        study is { Overall: { } found, Diagnostics.Companions: { Count: > 0 } others }
            ? new ForestPlot
            {
                Key = "methods",
                Headline = "The same question by other methods",
                Called = ("method", "methods"),
                Subtitle = $"Average over the first years after, {Between}",
                Unit = Sd,
                Sides = ("lower", "higher"),
                Csv = $"{address}.csv?part=companions",
                Rows =
                [
                    new ForestRow("The registered estimate", found.Effect, found.Low, found.High),
                    .. others.Select(c => new ForestRow(
                        c.IsComparatorOnly ? $"{c.Name} (known to mislead here)" : c.Name,
                        c.Estimate?.Effect,
                        c.Estimate?.Low,
                        c.Estimate?.High,
                        Why: c.Reason ?? "no estimate"
                    )),
                ],
            }
            : null;

    /// <summary>Those who began in different years, or null where there are fewer than two.</summary>
    public static ForestPlot? Cohorts(Study study, string address) =>
        study.ByCohort.Count < 2
            ? null
            : new ForestPlot
            {
                Key = "cohorts",
                Headline = "By the first school year after",
                Called = ("year", "years"),
                Subtitle = $"Effect on the schools that began in each year, {Between}",
                Unit = Sd,
                Sides = ("lower", "higher"),
                Csv = $"{address}.csv?part=cohorts",
                Rows =
                [
                    .. study.ByCohort.Select(c => new ForestRow(
                        $"{c.First} ({StudyWords.Whole(c.Schools)} schools)",
                        c.Effect,
                        c.Low,
                        c.High
                    )),
                ],
            };

    /// <summary>Schools of one kind beside others, as by disadvantage; null where none was asked.</summary>
    public static ForestPlot? Moderators(Study study, string address) =>
        study.Moderators.Count == 0
            ? null
            : new ForestPlot
            {
                Key = "schools",
                Headline = "By what the schools were like before",
                Called = ("kind of school", "kinds of school"),
                Subtitle = $"Effect on the schools of each kind, {Between}",
                Unit = Sd,
                Sides = ("lower", "higher"),
                Csv = $"{address}.csv?part=kinds",
                Rows =
                [
                    .. study.Moderators.Select(m => new ForestRow(
                        $"{m.Name.Capital()}: {m.Level} ({StudyWords.Whole(m.Schools)} schools)",
                        m.Estimate.Effect,
                        m.Estimate.Low,
                        m.Estimate.High
                    )),
                ],
            };

    /// <summary>Studies of one outcome under one another, each kind of school and phase its own; null where fewer than two have an answer.</summary>
    public static ForestPlot? Kinds(IReadOnlyList<ShelvedStudy> studies, string csv) =>
        studies.Count(s => s.HasAnswer) < 2
            ? null
            : new ForestPlot
            {
                Key = "kinds",
                Headline = "Each kind of school by itself",
                Subtitle = $"Average over the first years after, {Between}",
                Unit = Sd,
                Sides = ("lower", "higher"),
                Csv = csv,
                Rows =
                [
                    .. studies.Select(s => new ForestRow(
                        StudyWords.Name(s.Key),
                        s.Study?.Overall?.Effect,
                        s.Study?.Overall?.Low,
                        s.Study?.Overall?.High,
                        Why: "no answer",
                        Href: $"/what-works/{s.Key}"
                    )),
                ],
            };
}
