using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>What happened to one kind of school that did something together: one sentence first, then how sure, who was compared and what would overturn it.</summary>
[Access(Who.Everybody)]
public sealed class OneProgramme : StudyPage
{
    public Programme Programme { get; private set; } = null!;

    /// <summary>The main study of each kind of school and phase.</summary>
    public IReadOnlyList<ShelvedStudy> Kinds { get; private set; } = [];

    /// <summary>The kind that is shown.</summary>
    public ShelvedStudy Shown { get; private set; } = null!;

    /// <summary>What else was looked at of the same schools.</summary>
    public IReadOnlyList<ShelvedStudy> Beside { get; private set; } = [];

    public StudyFigures Figures { get; private set; } = null!;

    public StudyPlan Plan => StudyPlan.Of(Shown.Key);

    public string Address => $"/what-works/{Shown.Key}";

    public static string KindOf(StudyKey key) => $"{key.Arm.Id}-{Index.PhaseOf(key)}";

    public IActionResult OnGet(string programme, string? kind = null)
    {
        if (Programmes.Find(programme) is not { } found)
            return NotHere("There is no programme of this name. /what-works has them all.");
        Programme = found;
        ShelvedStudy[] all = [.. found.Studies.Select(k => Shelf.Of(k, Snapshot))];
        Kinds = [.. all.Where(s => s.Key.Outcome.IsPrimary)];
        if (!string.IsNullOrEmpty(kind) && Kinds.All(k => KindOf(k.Key) != kind))
            return BadQuestion(
                "unknown-kind",
                $"There is no such kind of school here: {string.Join(", ", Kinds.Select(k => KindOf(k.Key)))}."
            );
        Tag();
        Shown =
            Kinds.FirstOrDefault(k => KindOf(k.Key) == kind)
            ?? Kinds.FirstOrDefault(k => k.HasAnswer)
            ?? Kinds[0];
        Beside =
        [
            .. all.Where(s =>
                s.Key.Arm == Shown.Key.Arm
                && s.Key.Phase == Shown.Key.Phase
                && s.Key.Outcome != Shown.Key.Outcome
            ),
        ];
        Figures = Shown.Study is { } study ? StudyFigures.Of(Shown.Key, study) : StudyFigures.None;
        return Answer(
            new PageFrame
            {
                Title = $"What works: {found.Label.Uncapital()}",
                Description = found.Question,
                Section = "what-works",
                Crumbs = [new("Home", "/"), new("What works", "/what-works"), new(found.Label)],
                Listed = string.IsNullOrEmpty(kind),
            },
            new Sheet(
                $"what-works-{found.Slug}",
                found.Label,
                Columns,
                [
                    .. all.SelectMany(s =>
                        s.Study is { } one
                            ? StudyFigures
                                .Of(s.Key, one)
                                .Rows(null)
                                .Select(IReadOnlyList<object?> (r) => [s.Key.Id, .. r])
                            : []
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["state"] = State,
                ["question"] = found.Question,
                ["hypothesis"] = found.Hypothesis,
                ["studies"] = all.Select(OneStudy.Told),
            }
        );
    }

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("study", "Study"),
        .. StudyFigures.Columns,
    ];
}
