using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Charts;
using Trellis.Components;
using Trellis.Evaluations;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.WhatWorks;

/// <summary>All studies of one family of outcomes put together: the average, what it hides, and what changed since the last data.</summary>
[Access(Who.Everybody)]
public sealed class TogetherPage(StudyShelf shelf, PublicRecordFile record) : SitePage
{
    private const string Sd = PoolWords.Unit;

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new(
            "part",
            "Part",
            What: "study, partnership, average, independent, next, moderator, sort, year, without, growing or book."
        ),
        new("name", "Name", What: "A key of its own within the part."),
        new("words", "In words"),
        new("effect", "Effect", "number", Sd, "Empty where there is none."),
        new("error", "Standard error", "number", Sd),
        new("low", "Lower end, 95 %", "number", Sd),
        new("high", "Upper end, 95 %", "number", Sd),
        new("weight", "Weight", "number", "percent"),
        new("studies", "Studies", "integer"),
        new("why_none", "Why there is none"),
    ];

    /// <summary>Null where no study was run yet.</summary>
    public StudyPool? Pool { get; private set; }

    public StudyBook? Book { get; private set; }

    /// <summary>Families that were put together.</summary>
    public IReadOnlyList<StudyPool> Pools { get; private set; } = [];

    /// <summary>The same average on each snapshot's data, oldest first.</summary>
    public IReadOnlyList<(StudyBook Book, StudyPool Pool)> Earlier { get; private set; } = [];

    /// <summary>Partnerships stated here with an answer of this family, each a study of its own.</summary>
    public IReadOnlyList<(PublicPartnership Open, PooledStudy Study)> Partnerships
    {
        get;
        private set;
    } = [];

    /// <summary>The average with them; null where there are none, or nothing to put them beside.</summary>
    public PoolAverage? WithPartnerships { get; private set; }

    public ForestPlot? Forest =>
        Pool is not { Average: { } found }
            ? null
            : new ForestPlot
            {
                Key = "together",
                Headline = $"{PoolWords.Label(Pool.Family)}: every study, and all together",
                Subtitle = $"Effect in the years that each plan names, in {Sd} (SD)",
                Unit = new Charts.Unit(2, " SD"),
                Sides = ("lower", "higher"),
                Csv = Ending(".csv"),
                Rows =
                [
                    .. Pool.Studies.Select(s => new ForestRow(
                        PoolWords.Name(s.Programme, s.Id),
                        s.Effect,
                        s.Low,
                        s.High,
                        s.Weight / 100,
                        Href: $"/what-works/{s.Programme}/{s.Id}"
                    )),
                ],
                Total = new ForestTotal(
                    found.Effect,
                    found.Low,
                    found.High,
                    double.IsFinite(found.PredictionLow) ? found.PredictionLow : null,
                    double.IsFinite(found.PredictionHigh) ? found.PredictionHigh : null
                ),
            };

    public IActionResult OnGet(string? family = null)
    {
        var books = shelf.Books.Where(b => b.IsFictional == Snapshot.IsFictional).ToList();
        Book =
            books.FirstOrDefault(b => b.Snapshot == Snapshot.Id && b.Pools.Count > 0)
            ?? books.LastOrDefault(b => b.Pools.Count > 0);
        Pools = Book?.Pools ?? [];
        var asked = string.IsNullOrEmpty(family) ? "attainment" : family;
        if (
            Enum.GetValues<OutcomeFamily>()
                .Cast<OutcomeFamily?>()
                .FirstOrDefault(f => StudyPooling.CodeOf(f!.Value) == asked)
            is not { } outcomes
        )
            return NotHere("There are studies of attainment, attendance and intake.");
        Pool = Pools.FirstOrDefault(p => p.Family == asked);
        Partnerships = EvaluationBook.Pooled(
            PartnershipBook.Of(record, Snapshot, Today),
            record,
            outcomes
        );
        WithPartnerships = Pool is null
            ? null
            : StudyPooling.With(Pool, [.. Partnerships.Select(p => p.Study)]);
        Earlier =
        [
            .. books
                .Select(b => (b, Pool: b.Pools.FirstOrDefault(p => p.Family == asked)))
                .Where(b => b.Pool?.Average is not null)
                .Select(b => (b.b, b.Pool!)),
        ];
        return Answer(
            new PageFrame
            {
                Title = "What the studies say together",
                Description =
                    "All registered studies of school partnerships put together: the average, where a next study would lie, and how far they disagree.",
                Section = "what-works",
                Crumbs =
                [
                    new("Home", "/"),
                    new("What works", "/what-works"),
                    new("All studies together"),
                ],
            },
            new Sheet($"together-{asked}", "What the studies say together", Columns, [.. Rows()]),
            new Dictionary<string, object?>
            {
                ["family"] = asked,
                ["ofSnapshot"] = Book?.Snapshot,
                ["finding"] = Pool is null ? null : PoolWords.Finding(Pool),
                ["covariance"] = Pool?.Covariance,
                ["bundle"] = Pool?.Average is null ? null : $"/what-works/together/{asked}.zip",
            }
        );
    }

    private IEnumerable<IReadOnlyList<object?>> Rows()
    {
        foreach (var (open, s) in Partnerships)
            yield return Line(
                "partnership",
                s.Id,
                $"{open.Name}, {s.Phase} schools",
                s.Effect,
                s.StandardError,
                s.Low,
                s.High,
                1
            );
        if (Pool is not { } pool)
            yield break;
        foreach (var s in pool.Studies)
            yield return
            [
                "study",
                $"{s.Programme}/{s.Id}",
                PoolWords.Name(s.Programme, s.Id),
                s.Effect,
                s.StandardError,
                s.Low,
                s.High,
                s.Weight,
                1,
                "",
            ];
        if (pool.Average is not { } found)
        {
            yield return
            [
                "average",
                "average",
                "All studies together",
                null,
                null,
                null,
                null,
                null,
                pool.Studies.Count,
                pool.NoAnswer,
            ];
            yield break;
        }
        var k = pool.Studies.Count;
        yield return Line(
            "average",
            "model",
            "All studies together; the wider of two intervals",
            found.Effect,
            found.StandardError,
            found.Low,
            found.High,
            k
        );
        yield return Line(
            "average",
            "robust",
            "The same with the error from the spread between kinds of school",
            found.Effect,
            found.RobustError,
            double.NaN,
            double.NaN,
            k
        );
        if (WithPartnerships is { } joined)
            yield return Line(
                "average",
                "with-partnerships",
                "All studies together with the partnerships stated here",
                joined.Effect,
                joined.StandardError,
                joined.Low,
                joined.High,
                k + Partnerships.Count
            );
        if (pool.Naive is { } naive)
            yield return Line(
                "independent",
                "independent",
                "As if studies shared no school",
                naive.Effect,
                naive.StandardError,
                naive.Low,
                naive.High,
                k
            );
        yield return Line(
            "next",
            "next",
            "Where the true effect of a next study lies",
            found.Effect,
            double.NaN,
            found.PredictionLow,
            found.PredictionHigh,
            k
        );
        foreach (var m in pool.Moderators)
            yield return
            [
                "moderator",
                m.Code,
                m.Words,
                m.Difference,
                m.StandardError,
                m.Low,
                m.High,
                null,
                k,
                m.Reason ?? "",
            ];
        foreach (var p in pool.Parts)
            yield return Line(
                "sort",
                p.Code,
                p.Words,
                p.Effect,
                double.NaN,
                p.Low,
                p.High,
                p.Studies
            );
        foreach (var y in pool.ByYear)
            yield return Line(
                "year",
                $"{y.Since}",
                $"{y.Since} years after the first",
                y.Effect,
                double.NaN,
                y.Low,
                y.High,
                y.Studies
            );
        foreach (var w in pool.Without)
            yield return Line(
                "without",
                w.Study,
                $"Without: {PoolWords.Name(w.Study)}",
                w.Effect,
                double.NaN,
                w.Low,
                w.High,
                k - 1
            );
        for (var g = 0; g < pool.Growing.Count; g++)
            yield return Line(
                "growing",
                pool.Growing[g].Study,
                $"With: {PoolWords.Name(pool.Growing[g].Study)}",
                pool.Growing[g].Effect,
                double.NaN,
                pool.Growing[g].Low,
                pool.Growing[g].High,
                g + 1
            );
        foreach (var (book, one) in Earlier)
            yield return Line(
                "book",
                book.Snapshot,
                $"On the data of {StudyWords.Day(book)}",
                one.Average!.Effect,
                one.Average.StandardError,
                one.Average.Low,
                one.Average.High,
                one.Studies.Count
            );
    }

    private static IReadOnlyList<object?> Line(
        string part,
        string name,
        string words,
        double effect,
        double error,
        double low,
        double high,
        int studies
    ) => [part, name, words, effect, error, low, high, null, studies, ""];
}
