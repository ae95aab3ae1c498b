using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Partners;
using Trellis.People;
using Trellis.Serving;
using Trellis.Sources;

namespace Trellis.Pages.Admin;

/// <summary>Every entry that people review, when it was looked at last and when it has to be again.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class DefinitionsPage : AdminPage
{
    /// <summary>What was built into the program never changes while it runs.</summary>
    private static readonly Lazy<IReadOnlyList<Review>> read = new(() =>
        [
            .. new[] { typeof(Definitions), typeof(Needs), typeof(Person) }
                .Select(t => t.Assembly)
                .Distinct()
                .SelectMany(Review.In),
        ]
    );

    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("file", "File"),
        new("entry", "Entry"),
        new("reviewed", "Reviewed on", "date"),
        new("review_by", "Review again by", "date"),
        new("overdue", "Overdue", "boolean"),
    ];

    internal static IReadOnlyList<Review> All => read.Value;

    public bool OnlyOverdue { get; private set; }

    public int Overdue { get; private set; }

    public Sheet List { get; private set; } = null!;

    public IActionResult OnGet(string? overdue = null)
    {
        OnlyOverdue = overdue == "1";
        Overdue = All.Count(r => r.OverdueOn(Today));
        List = new Sheet(
            "definitions",
            "Entries that people review",
            Columns,
            [
                .. All.Where(r => !OnlyOverdue || r.OverdueOn(Today))
                    .OrderBy(r => r.By)
                    .ThenBy(r => r.File, StringComparer.Ordinal)
                    .ThenBy(r => r.Entry, StringComparer.Ordinal)
                    .Select(r =>
                        (IReadOnlyList<object?>)
                            [
                                r.File,
                                r.File.StartsWith("measures/", StringComparison.Ordinal)
                                    ? new PageLink(r.Entry, $"/data/measures/{r.Entry}")
                                    : r.Entry,
                                r.Reviewed,
                                r.By,
                                r.OverdueOn(Today),
                            ]
                    ),
            ]
        );
        return AnswerPrivately(
            new PageFrame { Title = "Definitions", Crumbs = Crumbs(new PageLink("Definitions")) },
            List,
            new Dictionary<string, object?> { ["overdueEntries"] = Overdue }
        );
    }
}
