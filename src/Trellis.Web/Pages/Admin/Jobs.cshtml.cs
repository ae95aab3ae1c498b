using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.Admin;

/// <summary>What the program does by itself, how the last run of each job went, and the letters that have not left.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class JobsPage : AdminPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("job", "Job"),
        new("outcome", "Last run"),
        new("said", "It said"),
        new("began", "Began"),
        new("ended", "Ended"),
        new("done", "Last did what it should"),
        new("node", "Node"),
    ];

    public Sheet List { get; private set; } = null!;

    public Sheet Letters { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        List = new Sheet(
            "jobs",
            "The last run of each job",
            Columns,
            [
                .. (await Casework.JobRuns(Stop)).Select(j =>
                    (IReadOnlyList<object?>)
                        [
                            j.Name,
                            j.Outcome.ToString().ToLowerInvariant(),
                            j.Said,
                            j.BeganAt,
                            j.EndedAt,
                            j.DoneAt,
                            j.Node,
                        ]
                ),
            ]
        );
        Letters = new Sheet(
            "letters",
            "Letters that have not left",
            [
                new("letter", "Letter"),
                new("made", "Written"),
                new("not_before", "Leaves from"),
                new("attempts", "Tries", "integer"),
                new("trouble", "Trouble at the last try"),
            ],
            [
                .. (await Casework.LettersWaiting(PageSize, Stop)).Select(l =>
                    (IReadOnlyList<object?>)[l.Id, l.MadeAt, l.NotBefore, l.Attempts, l.Trouble]
                ),
            ]
        );
        return AnswerPrivately(
            new PageFrame { Title = "Jobs", Crumbs = Crumbs(new PageLink("Jobs")) },
            List,
            new Dictionary<string, object?> { ["lettersWaiting"] = Letters.Rows.Count }
        );
    }
}
