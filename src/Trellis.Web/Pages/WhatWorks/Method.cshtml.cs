using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>How studies are made, and what the same method makes of treatments that never were.</summary>
[Access(Who.Everybody)]
public sealed class MethodView : StudyPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("outcome", "Outcome"),
        new("phase", "Phase"),
        new("case", "How treatments that never were are dealt"),
        new("judged", "Must reach the figures", "boolean"),
        new("planted", "Planted effect", "number", "standard deviations between schools"),
        new("dip", "Dip in the year before", "number", "standard deviations between schools"),
        new("draws", "Draws", "integer"),
        new("bias", "Bias", "number", "standard deviations between schools"),
        new("coverage", "Intervals that hold the truth", "number", "share"),
        new(
            "band_coverage",
            "Bands that hold it in all years",
            "number",
            "share",
            "Empty where no band is drawn."
        ),
        new("power", "Power at .15", "number", "share"),
        new("detectable", "Effect found 8 times in 10", "number"),
        new("detected", "Draws with a dip detected", "integer"),
        new("detected_coverage", "Intervals that hold the truth, given that", "number", "share"),
    ];

    /// <summary>The newest audit; null where there is none.</summary>
    public StudyAudit? Audit { get; private set; }

    public static string CaseWords(AuditCase dealt) =>
        dealt switch
        {
            AuditCase.ByChance => "to schools by chance",
            AuditCase.Trusts => "to whole made-up trusts of neighbours",
            AuditCase.Authorities => "to whole local authorities",
            AuditCase.LikeTheReal => "to schools as likely as it really was",
            AuditCase.DipRegistered => "with a dip before; the registered estimate",
            AuditCase.DipRebased => "with a dip before; from a year earlier",
            _ => "without a dip; from a year earlier",
        };

    /// <summary>"95.1 %"; nothing where there is none.</summary>
    public static string Share(double share) =>
        double.IsFinite(share)
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %")
            : "–";

    public static string Number(double value) =>
        double.IsFinite(value) ? new Charts.Unit(3).Words(value) : "–";

    public IActionResult OnGet()
    {
        Tag();
        Audit =
            Shelf.AuditOf(Snapshot.Id)
            ?? Shelf
                .Books.Where(b => b.IsFictional == Snapshot.IsFictional)
                .Select(b => Shelf.AuditOf(b.Snapshot))
                .LastOrDefault(a => a is not null);
        return Answer(
            new PageFrame
            {
                Title = "How studies of what works are made",
                Description = StudyGuide.InShort,
                Section = "methods",
                Crumbs = [new("Home", "/"), new("Methods", "/method"), new("What works")],
            },
            new Sheet("what-works-audit", "The method audited", Columns, [.. Rows()]),
            new Dictionary<string, object?>
            {
                ["ofSnapshot"] = Audit?.Snapshot,
                ["method"] = Audit?.Method ?? StudyPlan.Method,
            }
        );
    }

    private IEnumerable<IReadOnlyList<object?>> Rows() =>
        from outcome in Audit?.Outcomes ?? []
        from line in outcome.Lines
        select (IReadOnlyList<object?>)
            [
                outcome.Outcome,
                outcome.Phase,
                CaseWords(line.Case),
                line.IsJudged,
                line.Planted,
                line.Dip,
                line.Answered,
                line.Bias,
                line.Coverage,
                line.BandCoverage,
                line.Power,
                line.Detectable,
                line.Detected,
                line.DetectedCoverage,
            ];
}
