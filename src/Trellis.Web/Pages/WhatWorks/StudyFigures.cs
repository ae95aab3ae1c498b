using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>One number of a study.</summary>
/// <param name="Key">A key of its own within the study: "effect", "year.-1.low".</param>
/// <param name="Part">What it belongs to: "estimate", "years", "cohorts", "flow", "balance" and so on.</param>
/// <param name="What">What it says, with its unit.</param>
/// <param name="Value">Full precision; NaN where there is none. A breakdown without end is NaN with a reason.</param>
/// <param name="Why">Why there is none; empty where there is.</param>
public sealed record StudyFigure(
    string Key,
    string Part,
    string What,
    double Value,
    string Why = ""
);

/// <summary>Every number of a study, once: what pages, CSV and JSON all show.</summary>
public sealed class StudyFigures
{
    private const string Sd = "standard deviations between schools";

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("figure", "Figure", What: "A key of its own within the study."),
        new("part", "Part", What: "What it belongs to; ?part= gives that part alone."),
        new("what", "What", What: "What it says, with its unit."),
        new("value", "Value", "number", What: "Full precision; empty where there is none."),
        new("why_none", "Why there is none"),
    ];

    private readonly Dictionary<string, StudyFigure> byKey;

    private StudyFigures(IReadOnlyList<StudyFigure> all)
    {
        All = all;
        byKey = all.DistinctBy(f => f.Key).ToDictionary(f => f.Key, StringComparer.Ordinal);
    }

    /// <summary>The figures of a study that was never run: none.</summary>
    public static StudyFigures None { get; } = new([]);

    public IReadOnlyList<StudyFigure> All { get; }

    /// <summary>The figures of a part; all where none is named.</summary>
    public IEnumerable<IReadOnlyList<object?>> Rows(string? part) =>
        All.Where(f => string.IsNullOrEmpty(part) || f.Part == part)
            .Select(IReadOnlyList<object?> (f) => [f.Key, f.Part, f.What, f.Value, f.Why]);

    /// <summary>A figure as a page shows it, with its full precision in the markup.</summary>
    /// <param name="format">A format of numbers: "0.00", "N0". A minus sign is written as one.</param>
    /// <exception cref="KeyNotFoundException">There is no such figure.</exception>
    public IHtmlContent Show(string key, string format = "0.00", bool signed = false) =>
        new Shown(byKey[key], format, signed);

    /// <summary>A figure by its key.</summary>
    public StudyFigure this[string key] => byKey[key];

    public static StudyFigures Of(StudyKey key, Study study)
    {
        var all = new List<StudyFigure>();
        void Add(string name, string part, string what, double value, string? why = null) =>
            all.Add(
                new StudyFigure(
                    name,
                    part,
                    what,
                    double.IsFinite(value) ? value : double.NaN,
                    double.IsFinite(value)
                        ? ""
                        : why ?? (double.IsPositiveInfinity(value) ? "without end" : "not known")
                )
            );
        void AddEstimate(string name, string part, string what, StudyEstimate95? e, string? why)
        {
            Add($"{name}.effect", part, $"{what}: effect, {Sd}", e?.Effect ?? double.NaN, why);
            Add(
                $"{name}.error",
                part,
                $"{what}: standard error",
                e?.StandardError ?? double.NaN,
                why
            );
            Add($"{name}.low", part, $"{what}: lower end, 95 %", e?.Low ?? double.NaN, why);
            Add($"{name}.high", part, $"{what}: upper end, 95 %", e?.High ?? double.NaN, why);
        }
        Add("treated", "schools", "Schools in the programme", study.Treated);
        Add("controls", "schools", "Schools they are compared with", study.Controls);
        Add("groups", "schools", "Trusts or federations they are in", study.Groups);
        foreach (var step in study.Flow)
        {
            Add(
                $"flow.{step.Code}.treated",
                "flow",
                $"In the programme: {step.Words}",
                step.Treated
            );
            Add($"flow.{step.Code}.others", "flow", $"Others: {step.Words}", step.Others);
        }
        if (study.Overall is not { } found)
            return new StudyFigures(all);
        AddEstimate(
            "overall",
            "estimate",
            study.Window.Length > 0 ? study.Window.Capital() : "All years after",
            found,
            null
        );
        if (study.AllYears is { } ever)
            AddEstimate("all", "estimate", "All years after", ever, null);
        Add(
            "deviation",
            "estimate",
            $"One standard deviation between schools, in {StudyWords.UnitOf(key.Outcome)}",
            study.ScaleDeviation
        );
        foreach (
            var (name, value) in new[]
            {
                ("effect", found.Effect),
                ("low", found.Low),
                ("high", found.High),
            }
        )
            Add(
                $"points.{name}",
                "estimate",
                $"The same in {StudyWords.UnitOf(key.Outcome)}: {name}",
                value * study.ScaleDeviation
            );
        if (study.Rating is { } rating)
            Add("rating", "estimate", "Evidence, 0 to 5", rating.Points);
        foreach (var year in study.ByYear)
        {
            var at = $"year.{year.Since.ToString(CultureInfo.InvariantCulture)}";
            var what = $"{year.Since.ToString(CultureInfo.InvariantCulture)} years since the first";
            Add($"{at}.effect", "years", $"{what}: effect, {Sd}", year.Effect);
            Add($"{at}.error", "years", $"{what}: standard error", year.StandardError);
            Add($"{at}.low", "years", $"{what}: lower end, 95 %", year.Low);
            Add($"{at}.high", "years", $"{what}: upper end, 95 %", year.High);
            Add($"{at}.bandLow", "years", $"{what}: lower end of the band", year.BandLow);
            Add($"{at}.bandHigh", "years", $"{what}: upper end of the band", year.BandHigh);
        }
        foreach (var cohort in study.ByCohort)
        {
            var at = $"cohort.{cohort.First.Starts.ToString(CultureInfo.InvariantCulture)}";
            Add($"{at}.schools", "cohorts", $"First year {cohort.First}: schools", cohort.Schools);
            AddEstimate(
                at,
                "cohorts",
                $"First year {cohort.First}",
                new(cohort.Effect, cohort.StandardError, cohort.Low, cohort.High),
                null
            );
        }
        for (var i = 0; i < study.Moderators.Count; i++)
        {
            var (at, kind) = (
                $"kind.{(i + 1).ToString(CultureInfo.InvariantCulture)}",
                study.Moderators[i]
            );
            Add($"{at}.schools", "kinds", $"{kind.Name}, {kind.Level}: schools", kind.Schools);
            AddEstimate(at, "kinds", $"{kind.Name}, {kind.Level}", kind.Estimate, null);
        }
        if (study.Diagnostics is { } looked)
            Look(looked);
        return new StudyFigures(all);

        void Look(StudyDiagnostics d)
        {
            for (var i = 0; i < d.Balance.Count; i++)
            {
                var at = $"balance.{(i + 1).ToString(CultureInfo.InvariantCulture)}";
                Add(
                    $"{at}.before",
                    "balance",
                    $"{d.Balance[i].Characteristic}: before",
                    d.Balance[i].Before
                );
                Add(
                    $"{at}.after",
                    "balance",
                    $"{d.Balance[i].Characteristic}: after",
                    d.Balance[i].After
                );
            }
            Add(
                "pretrend.p",
                "pretrend",
                "Chance alone gives differences as large",
                d.Pretrend.PValue,
                d.Pretrend.Reason
            );
            Add(
                "pretrend.power",
                "pretrend",
                "Chance to see a drift of .15 a year",
                d.Pretrend.Power,
                d.Pretrend.Reason
            );
            Add(
                "pretrend.detectable",
                "pretrend",
                "Drift a year that is seen 8 times in 10",
                d.Pretrend.Detectable,
                d.Pretrend.Reason
            );
            Add("dip.size", "dip", "Just before, against the course", d.Dip.Size, d.Dip.Reason);
            Add("dip.error", "dip", "Its standard error", d.Dip.StandardError, d.Dip.Reason);
            Add("dip.p", "dip", "Chance alone gives one as large", d.Dip.PValue, d.Dip.Reason);
            AddEstimate(
                "rebased",
                "dip",
                "From a base one year earlier",
                d.Dip.Rebased,
                d.Dip.Reason
            );
            Add(
                "bound.breakdown",
                "bound",
                "Multiple of the largest step before at which zero is reached",
                d.Bound.Breakdown,
                d.Bound.Reason
            );
            Add(
                "bound.low",
                "bound",
                "Lower end, where trends may differ as much as before",
                d.Bound.AtOneLow,
                d.Bound.Reason
            );
            Add(
                "bound.high",
                "bound",
                "Upper end, where trends may differ as much as before",
                d.Bound.AtOneHigh,
                d.Bound.Reason
            );
            for (var i = 0; i < d.Placebos.Count; i++)
                AddEstimate(
                    $"placebo.{(i + 1).ToString(CultureInfo.InvariantCulture)}",
                    "placebos",
                    d.Placebos[i].Name,
                    d.Placebos[i].Estimate,
                    d.Placebos[i].Reason
                );
            for (var i = 0; i < d.LeftOut.Count; i++)
            {
                var at = $"leftout.{(i + 1).ToString(CultureInfo.InvariantCulture)}";
                Add(
                    $"{at}.count",
                    "leave-one-out",
                    $"{d.LeftOut[i].What}: how many were left out in turn",
                    d.LeftOut[i].Count
                );
                Add(
                    $"{at}.least",
                    "leave-one-out",
                    $"{d.LeftOut[i].What}: lowest estimate, without {d.LeftOut[i].LeastWithout}",
                    d.LeftOut[i].Least
                );
                Add(
                    $"{at}.most",
                    "leave-one-out",
                    $"{d.LeftOut[i].What}: highest estimate, without {d.LeftOut[i].MostWithout}",
                    d.LeftOut[i].Most
                );
            }
            for (var i = 0; i < d.Companions.Count; i++)
                AddEstimate(
                    $"companion.{(i + 1).ToString(CultureInfo.InvariantCulture)}",
                    "companions",
                    d.Companions[i].Name,
                    d.Companions[i].Estimate,
                    d.Companions[i].Reason
                );
            Add(
                "overlap.trimmed",
                "overlap",
                "Schools left out because nobody is like them",
                d.Overlap.Trimmed
            );
            Add(
                "overlap.largest",
                "overlap",
                "Largest share of the weight that one school has",
                d.Overlap.LargestShare
            );
            if (d.Composition is { } composition)
                AddEstimate(
                    "composition",
                    "composition",
                    composition.Name,
                    composition.Estimate,
                    composition.Reason
                );
            Add("detectable", "power", $"Smallest effect found 8 times in 10, {Sd}", d.Detectable);
            Add("p", "power", "Chance alone gives an effect as large", d.PValue);
            Add(
                "p.adjusted",
                "power",
                "The same, corrected for all looks of its family",
                d.AdjustedPValue
            );
            Add(
                "error.authority",
                "power",
                "Standard error with local authorities as clusters too",
                d.AuthorityError
            );
        }
    }

    private sealed class Shown(StudyFigure figure, string format, bool signed) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            var markup = new Markup(writer, encoder);
            if (!double.IsFinite(figure.Value))
            {
                markup.Text(figure.Why);
                return;
            }
            var text = Math.Abs(figure.Value).ToString(format, CultureInfo.InvariantCulture);
            var nothing = text.All(c => c is '0' or '.');
            markup
                .Open(
                    "data",
                    ("class", "n"),
                    ("value", figure.Value.ToString("R", CultureInfo.InvariantCulture)),
                    ("data-figure", figure.Key)
                )
                .Text(
                    figure.Value < 0 && !nothing ? $"\u2212{text}"
                    : signed && !nothing ? $"+{text}"
                    : text
                )
                .Close("data");
        }
    }
}
