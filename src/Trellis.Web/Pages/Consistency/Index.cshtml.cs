using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Consistency;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consistency;

/// <summary>Whether like cases are decided alike: the quarters that are published, and how it is worked out.</summary>
[Access(Who.Everybody)]
public sealed class ConsistencyPage(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("quarter", "Quarter", What: "As in the address: /consistency/{quarter}."),
        new("first", "First day", "date"),
        new("last", "Last day", "date"),
        new("edition", "Edition", "integer", What: "The newest."),
        new("published_on", "Published on", "date", What: "The newest edition."),
        new("decided", "Cases decided", "integer", What: "About one school, yes or no."),
        new("with_like", "With an earlier like case", "integer"),
        new("pairs", "Like cases decided differently", "integer", "pairs"),
        new("answered", "Of these with an answer", "integer", "pairs"),
        new(
            "regions_compared",
            "Regions compared",
            "integer",
            What: "In one kind of case, with 20 like cases or more."
        ),
    ];

    public IReadOnlyList<PublicConsistency> Quarters { get; private set; } = [];

    /// <summary>The quarter that is published next, and the day.</summary>
    public (Quarter Quarter, DateOnly On) Next { get; private set; }

    public IActionResult OnGet()
    {
        Quarters = ConsistencyBook.All(record);
        var running = Quarter.Of(Today);
        Next =
            Today < PublishConsistency.FirstDay(running.Before)
                ? (running.Before, PublishConsistency.FirstDay(running.Before))
                : (running, PublishConsistency.FirstDay(running));
        return Answer(
            new PageFrame
            {
                Title = "Are like cases decided alike?",
                Description =
                    "Each quarter's decisions about schools and trusts beside the earlier cases most like them: where like cases were decided differently, and what deciders say to it.",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Decisions", "/decisions"), new("Consistency")],
                Canonical = "/consistency",
            },
            new Sheet(
                "consistency",
                "Decisions beside earlier ones, by quarter",
                Columns,
                [.. Quarters.Select(Row)]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["method"] = LikeCases.Method,
                ["like"] = LikeCases.Like,
                ["years"] = LikeCases.Years,
                ["leastFacts"] = LikeCases.LeastFacts,
                ["leastToCompare"] = QuarterAudit.LeastToCompare,
                ["facts"] = LikeCases.Facts.Select(f => new
                {
                    id = $"{f.Id}",
                    name = f.Name,
                    unit = f.Unit,
                    step = f.Step,
                }),
            },
            new Feed(
                "Consistency of decisions",
                Decisions.DecisionFeeds.Begun,
                [
                    .. Quarters
                        .SelectMany(q => ConsistencyBook.Feed(q, Snapshot))
                        .OrderByDescending(e => e.At)
                        .Take(100),
                ]
            )
        );
    }

    /// <summary>How many pairs of the newest edition have an answer.</summary>
    public static int Answered(PublicConsistency one) =>
        one.Editions[^1]
            .Audit.Pairs.Count(p =>
                one.Answers.Any(a => a.Earlier == $"{p.Earlier}" && a.Later == $"{p.Later}")
            );

    private static IReadOnlyList<object?> Row(PublicConsistency one)
    {
        var newest = one.Editions[^1];
        return
        [
            one.Quarter,
            one.Quarter.First,
            one.Quarter.Last,
            newest.Number,
            newest.On,
            newest.Audit.Decided,
            newest.Audit.WithLike,
            newest.Audit.Pairs.Count,
            Answered(one),
            newest.Audit.Regions.Count(r => r.For is not null),
        ];
    }
}
