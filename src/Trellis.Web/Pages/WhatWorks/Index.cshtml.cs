using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>Every registered study in a row that a governor can read; those that found nothing look like all others.</summary>
[Access(Who.Everybody)]
public sealed class Index : StudyPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("programme", "Programme"),
        new("study", "Study", What: "Its page is /what-works/programme/study."),
        new("schools", "Which schools"),
        new("phase", "Phase"),
        new("outcome", "Outcome"),
        new("finding", "What was found", What: "One sentence with its 95 % interval."),
        new("effect", "Effect", "number", "standard deviations between schools"),
        new("low", "Lower end of the 95 % interval", "number"),
        new("high", "Upper end of the 95 % interval", "number"),
        new("evidence", "Evidence", "integer", What: "0 to 5; empty where there is no rating."),
        new("evidence_why", "Why", What: "What decided the rating."),
        new("treated", "Schools in the programme", "integer"),
        new("controls", "Schools compared with", "integer"),
        new("register_date", "Register of", "date", What: "The data the answer is of."),
        new("snapshot", "Snapshot"),
    ];

    public string Phase { get; private set; } = "";

    public string Programme { get; private set; } = "";

    public string Outcome { get; private set; } = "";

    /// <summary>The studies that fit, by programme.</summary>
    public IReadOnlyList<IGrouping<Programme, ShelvedStudy>> Groups { get; private set; } = [];

    public int Fitting => Groups.Sum(g => g.Count());

    public static IReadOnlyList<SelectItem> Phases =>
        [
            new() { Value = "", Text = "All schools" },
            new() { Value = "primary", Text = "Primary" },
            new() { Value = "secondary", Text = "Secondary" },
        ];

    public static IReadOnlyList<SelectItem> ProgrammeItems =>
        [
            new() { Value = "", Text = "All" },
            .. Programmes.All.Select(p => new SelectItem { Value = p.Slug, Text = p.Label }),
        ];

    public static IReadOnlyList<SelectItem> OutcomeItems =>
        [
            new() { Value = "", Text = "All" },
            .. Outcomes
                .All.OrderByDescending(o => o.IsPrimary)
                .Select(o => new SelectItem { Value = o.Id, Text = o.Label }),
        ];

    public IActionResult OnGet(
        string? phase = null,
        string? programme = null,
        string? outcome = null
    )
    {
        Tag();
        (Phase, Programme, Outcome) = (
            Known(Phases, phase),
            Known(ProgrammeItems, programme),
            Known(OutcomeItems, outcome)
        );
        ShelvedStudy[] fitting =
        [
            .. Shelf
                .All(Snapshot)
                .Where(s =>
                    (Phase.Length == 0 || PhaseOf(s.Key) == Phase)
                    && (Programme.Length == 0 || s.Key.Programme.Slug == Programme)
                    && (Outcome.Length == 0 || s.Key.Outcome.Id == Outcome)
                ),
        ];
        Groups = [.. fitting.GroupBy(s => s.Key.Programme)];
        return Answer(
            new PageFrame
            {
                Title = "What works",
                Description =
                    "What happened to results, absence and intake in schools that joined trusts or federations or moved between trusts, against similar schools that had not.",
                Section = "what-works",
                Crumbs = [new("Home", "/"), new("What works")],
                Listed = Phase.Length + Programme.Length + Outcome.Length == 0,
            },
            new Sheet("what-works", "What works", Columns, [.. fitting.Select(Row)]),
            new Dictionary<string, object?> { ["state"] = State }
        );
    }

    internal static string PhaseOf(StudyKey key) =>
        key.Phase == PhaseGroup.Primary ? "primary" : "secondary";

    private static IReadOnlyList<object?> Row(ShelvedStudy s) =>
        [
            s.Key.Programme.Slug,
            s.Key.Id,
            StudyWords.Who(s.Key),
            PhaseOf(s.Key),
            s.Key.Outcome.Label,
            s.Study is null ? s.WhyNone : StudyWords.Finding(s.Key, s.Study),
            s.Study?.Overall?.Effect,
            s.Study?.Overall?.Low,
            s.Study?.Overall?.High,
            s.Study?.Rating?.Points,
            s.Study?.Rating is { } rating ? string.Join(' ', rating.Reasons) : null,
            s.Study?.Treated,
            s.Study?.Controls,
            s.Book?.RegisterDate,
            s.Book?.Snapshot,
        ];

    private static string Known(IReadOnlyList<SelectItem> items, string? typed) =>
        items.Any(i => i.Value == typed) ? typed! : "";
}
