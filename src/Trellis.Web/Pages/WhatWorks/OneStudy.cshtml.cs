using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>One study with everything that was looked at beside its estimate.</summary>
[Access(Who.Everybody)]
public sealed class OneStudy : StudyPage
{
    public ShelvedStudy Shelved { get; private set; } = null!;

    public StudyFigures Figures { get; private set; } = StudyFigures.None;

    public string Address => $"/what-works/{Shelved.Key}";

    public IActionResult OnGet(string programme, string study, string? part = null)
    {
        if (Programmes.Find(programme)?.Studies.FirstOrDefault(k => k.Id == study) is not { } key)
            return NotHere("There is no study of this name. /what-works has them all.");
        Tag();
        Shelved = Shelf.Of(key, Snapshot);
        Figures = Shelved.Study is { } found ? StudyFigures.Of(key, found) : StudyFigures.None;
        return Answer(
            new PageFrame
            {
                Title = $"{StudyWords.Who(key)}: {key.Outcome.Label.Uncapital()}",
                Description = $"{key.Programme.Question} {key.Outcome.Label}, with every check.",
                Section = "what-works",
                Crumbs =
                [
                    new("Home", "/"),
                    new("What works", "/what-works"),
                    new(key.Programme.Label, $"/what-works/{key.Programme.Slug}"),
                    new(StudyWords.Name(key)),
                ],
                Listed = part is null,
                Canonical = $"/what-works/{key}",
            },
            new Sheet(
                $"what-works-{key.Programme.Slug}-{key.Id}",
                StudyWords.Name(key),
                StudyFigures.Columns,
                [.. Figures.Rows(part)]
            ),
            Told(Shelved)
        );
    }

    /// <summary>What the JSON says of a study beside its figures.</summary>
    internal static Dictionary<string, object?> Told(ShelvedStudy s) =>
        new()
        {
            ["study"] = s.Key.ToString(),
            ["who"] = StudyWords.Who(s.Key),
            ["outcome"] = s.Key.Outcome.Label,
            ["finding"] = s.Study is { } found ? StudyWords.Finding(s.Key, found) : s.WhyNone,
            ["unit"] = "standard deviations between schools",
            ["effect"] = s.Study?.Overall?.Effect,
            ["low"] = s.Study?.Overall?.Low,
            ["high"] = s.Study?.Overall?.High,
            ["evidence"] = s.Study?.Rating?.Points,
            ["evidenceWhy"] = s.Study?.Rating?.Reasons,
            ["years"] = s.Study?.Years.Select(y => y.ToString()),
            ["missingYears"] = s.Study?.Holes.Select(y => y.ToString()),
            ["planHash"] = s.Study?.PlanHash ?? StudyPlan.Of(s.Key).Hash,
            ["seed"] = StudyRun.SeedOf(s.Key),
            ["ofSnapshot"] = s.Book?.Snapshot,
            ["registerDate"] = s.Book?.RegisterDate,
            ["remarks"] = s.Study?.Remarks,
            ["sources"] = s.Study?.Sources,
        };
}
