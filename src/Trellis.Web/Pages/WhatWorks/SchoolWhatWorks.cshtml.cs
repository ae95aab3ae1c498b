using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Groups;
using Trellis.Pages.Schools;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>The studies that speak to schools like one: same phase, same kind; where a next such study would lie, and what nobody has studied.</summary>
[Access(Who.Everybody)]
public sealed class SchoolWhatWorks(StudyShelf shelf) : OneSchool
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("study", "Study", What: "Its address is /what-works/ and this."),
        new("words", "In words"),
        new("outcome", "Outcome", What: "The id of the outcome."),
        new("finding", "What was found"),
        new("effect", "Effect", "number", PoolWords.Unit, "Empty where there is no answer."),
        new("low", "Lower end, 95 %", "number", PoolWords.Unit),
        new("high", "Upper end, 95 %", "number", PoolWords.Unit),
        new("rating", "Evidence, 0 to 5", "integer", What: "Empty where it is not rated."),
    ];

    public override string View => "what-works";

    /// <summary>Studies of such schools, whether they have an answer or not.</summary>
    public IReadOnlyList<ShelvedStudy> Studies { get; private set; } = [];

    /// <summary>Why no study speaks to it; null where some do.</summary>
    public string? WhyNone { get; private set; }

    /// <summary>"council-run primary schools".</summary>
    public string Like { get; private set; } = "";

    /// <summary>"In the third of primary schools with the most disadvantaged pupils."; null where it is not known.</summary>
    public string? Disadvantage { get; private set; }

    /// <summary>Where a next study of schools of its phase would lie; null where it cannot be told.</summary>
    public PoolAverage? Next { get; private set; }

    public int PooledStudies { get; private set; }

    public string Phase { get; private set; } = "";

    public IActionResult OnGet(string urn)
    {
        if (Find(urn) is { } instead)
            return instead;
        var position = Enumerable
            .Range(0, Snapshot.Schools.Count)
            .First(s => Snapshot.Schools[s].Urn == School.Urn);
        var phase = SchoolYears.In(Snapshot).PhaseOf(position);
        WhyNone = Why(phase);
        if (WhyNone is null)
            Look(position, phase!.Value);
        return Answer(
            new PageFrame
            {
                Title = $"What works for schools like {School.Name}",
                Description =
                    $"Registered studies of schools like {School.Name}, and what nobody has studied.",
                Section = "find",
                Crumbs = Crumbs("What works for schools like it"),
            },
            new Sheet(
                $"what-works-{School.Urn}",
                $"Studies that speak to schools like {School.Name}",
                Columns,
                [
                    .. Studies.Select(s =>
                        (IReadOnlyList<object?>)
                            [
                                s.Key.ToString(),
                                StudyWords.Name(s.Key),
                                s.Key.Outcome.Id,
                                Finding(s),
                                s.Study?.Overall?.Effect,
                                s.Study?.Overall?.Low,
                                s.Study?.Overall?.High,
                                s.Study?.Rating?.Points,
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["like"] = Like.Length == 0 ? null : Like,
                ["whyNone"] = WhyNone,
                ["disadvantage"] = Disadvantage,
                ["next"] = Next is null
                    ? null
                    : new
                    {
                        Low = Next.PredictionLow,
                        High = Next.PredictionHigh,
                        Studies = PooledStudies,
                    },
            }
        );
    }

    /// <summary>A study's finding as one sentence, or why there is none.</summary>
    public static string Finding(ShelvedStudy shelved) =>
        shelved.Study is { } study
            ? StudyWords.Finding(shelved.Key, study)
            : $"We cannot say yet. {shelved.WhyNone}";

    private string? Why(PhaseGroup? phase) =>
        !School.IsOpen
            ? "The school is closed. What happened to it is among the studies of the years in which it was open."
            : phase switch
            {
                PhaseGroup.Primary or PhaseGroup.Secondary => null,
                PhaseGroup.Special =>
                    "No study looks at special schools. Their results are published of few pupils and in other ways, so like cannot be compared with like.",
                PhaseGroup.Alternative =>
                    "No study looks at alternative provision. Pupils stay for a short time, so results say little of the school.",
                PhaseGroup.SixteenPlus =>
                    "No study looks at schools for ages sixteen and over. Results at eighteen are published of too few years on one scale.",
                PhaseGroup.Nursery =>
                    "No study looks at nursery schools. They have no published results.",
                _ =>
                    "No study looks at schools of this kind. They are not state-funded, or the register says too little of them.",
            };

    private void Look(int position, PhaseGroup phase)
    {
        Phase = phase == PhaseGroup.Primary ? "primary" : "secondary";
        var kind = Kind();
        Like = kind switch
        {
            Among.Maintained => $"council-run {Phase} schools",
            Among.Single => $"{Phase} academies on their own",
            _ => $"{Phase} academies in a trust",
        };
        Studies =
        [
            .. shelf
                .All(Snapshot)
                .Where(s => s.Key.Phase == phase && s.Key.Arm.Among == kind)
                .OrderByDescending(s => s.Key.Outcome.IsPrimary),
        ];
        Disadvantage = Third(position, phase);
        var books = shelf
            .Books.Where(b => b.IsFictional == Snapshot.IsFictional && b.Pools.Count > 0)
            .ToList();
        var book = books.FirstOrDefault(b => b.Snapshot == Snapshot.Id) ?? books.LastOrDefault();
        if (book?.Pools.FirstOrDefault(p => p.Family == "attainment") is not { } pool)
            return;
        PooledStudies = pool.Studies.Count(s => s.Phase == Phase);
        Next = StudyPooling.Among(pool, s => s.Phase == Phase);
    }

    private Among Kind()
    {
        var types = Snapshot
            .MembershipsOf(School)
            .Where(m => m.To is null)
            .Select(m => Snapshot.Find(m.Uid)?.TypeOn(Snapshot.RegisterDate ?? m.LastSeen))
            .OfType<GroupType>()
            .ToList();
        return types.Contains(GroupType.MultiAcademyTrust) ? Among.InATrust
            : types.Contains(GroupType.SingleAcademyTrust)
            || Entry.TypeGroup.Trim().ToUpperInvariant() is "ACADEMIES" or "FREE SCHOOLS"
                ? Among.Single
            : Among.Maintained;
    }

    private string? Third(int position, PhaseGroup phase)
    {
        var panel = SchoolYears.In(Snapshot);
        var series = panel.Of(Outcomes.Find("disadvantage")!, phase);
        var year = series.Years.LastOrDefault(y => double.IsFinite(y.Raw[position]));
        if (year is null)
            return null;
        var own = year.Raw[position];
        var all = year.Raw.Where(double.IsFinite).ToArray();
        var below = (double)all.Count(x => x < own) / all.Length;
        var third =
            below < 1.0 / 3 ? "the fewest"
            : below < 2.0 / 3 ? "a middling share of"
            : "the most";
        return $"It is in the third of {Phase} schools with {third} disadvantaged pupils ({year.Year}).";
    }
}
