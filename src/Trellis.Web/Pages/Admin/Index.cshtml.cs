using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Something that may need an administrator.</summary>
/// <param name="Urgent">Whether it does; what is well is said too, in plain words.</param>
public sealed record Concern(string What, string Said, string Href, bool Urgent, string Tag);

/// <summary>The front page of administration: what needs attention, and the way to everything else.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class AdminIndex(Countries countries, PublicRecordFile record) : AdminPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("what", "What"),
        new("needs_attention", "Needs attention", "boolean"),
        new("said", "In words"),
        new("address", "Where"),
    ];

    public IReadOnlyList<Concern> Concerns { get; private set; } = [];

    public IReadOnlyList<TaskItem?> Items =>
        [
            .. Concerns
                .OrderByDescending(c => c.Urgent)
                .Select(c =>
                    TaskItem.Of(
                        c.What,
                        c.Href,
                        c.Urgent ? TaskState.Tagged(c.Tag, "red") : new TaskState { Text = c.Tag },
                        c.Said
                    )
                ),
        ];

    /// <summary>The pages of administration.</summary>
    public static IReadOnlyList<(PageLink Page, string What)> Rooms { get; } =
    [
        (new("People", "/admin/people"), "Who may do what, invitations, roles, sessions"),
        (new("Journal", "/admin/journal"), "Everything that was done, and whether it verifies"),
        (new("Proposals", "/admin/proposals"), "What waits for a second person"),
        (new("Definitions", "/admin/definitions"), "Reviewed files, their sources and dates"),
        (new("Imports", "/admin/imports"), "What the newest import read, kept and refused"),
        (new("Snapshots", "/admin/snapshots"), "Which data is served, and what was before"),
        (new("Jobs", "/admin/jobs"), "What the program does by itself, and the letters that wait"),
        (new("Backups", "/admin/backups"), "What a backup holds and how to make one"),
        (new("Health", "/admin/health"), "Stores, memory and lag of this node"),
        (new("Security log", "/admin/security"), "Sign-ins, refusals and limits reached"),
    ];

    public async Task<IActionResult> OnGetAsync()
    {
        var now = Time.GetUtcNow();
        var waiting = await Casework.People(
            new PeopleQuestion(Status: PersonStatus.Invited),
            null,
            PageSize,
            Stop
        );
        var proposals = await Casework.OpenProposals(now, Stop);
        var letters = await Casework.LettersWaiting(PageSize, Stop);
        var jobs = await Casework.JobRuns(Stop);
        var head = await Casework.Head(Stop);
        var heads = await Casework.PublishedHeads(1, Stop);
        var overdue = DefinitionsPage.All.Count(r => r.OverdueOn(Today));
        var troubled = letters.Count(l => l.Trouble is not null);
        var failed = jobs.Where(j => j.Outcome == JobOutcome.Failed).ToList();
        var behind = head.Number - record.Number;
        Concerns =
        [
            new(
                "Proposals",
                proposals.Count == 0
                    ? "Nothing waits for a second person."
                    : $"{Many(proposals.Count, "proposal waits", "proposals wait")} for a second person.",
                "/admin/proposals",
                proposals.Count > 0,
                proposals.Count > 0 ? "Waiting" : "None"
            ),
            new(
                "Invitations",
                waiting.Count == 0
                    ? "Everybody who was invited has answered."
                    : $"{Many(waiting.Count, "person has", "people have")} not answered the invitation.",
                "/admin/people?status=invited",
                false,
                waiting.Count == 0 ? "None" : $"{waiting.Count} waiting"
            ),
            new(
                "Letters",
                troubled > 0
                        ? $"{Many(troubled, "letter", "letters")} could not be sent at the last try."
                    : letters.Count > 0
                        ? $"{Many(letters.Count, "letter waits", "letters wait")} to be sent."
                    : "Every letter has left.",
                "/admin/jobs#letters",
                troubled > 0,
                troubled > 0 ? "In trouble"
                    : letters.Count > 0 ? "Waiting"
                    : "Well"
            ),
            new(
                "Jobs",
                failed.Count > 0
                        ? $"Failed at the last run: {string.Join(", ", failed.Select(f => f.Name))}."
                    : jobs.Count > 0 ? "Every job did what it should at its last run."
                    : "No job has run yet.",
                "/admin/jobs",
                failed.Count > 0,
                failed.Count > 0 ? "Failed"
                    : jobs.Count > 0 ? "Well"
                    : "Not yet"
            ),
            new(
                "Journal",
                heads is [var newest, ..]
                    ? $"{head.Number:N0} entries. The head was last published on {newest.Day.InWords()}."
                    : $"{head.Number:N0} entries. No head has been published yet.",
                "/admin/journal",
                heads is [var last, ..] && last.Day < Today.AddDays(-2),
                heads.Count > 0 ? "Published" : "Not yet"
            ),
            new(
                "Public record",
                record.HeardAt is not { } heard
                        ? "It has not heard of the journal since the program began."
                    : (now - heard).TotalSeconds > 60
                        ? $"It last heard of the journal on {heard.InLondon()}."
                    : "It follows the journal.",
                "/admin/health",
                record.HeardAt is not { } at || (now - at).TotalSeconds > 60,
                behind <= 0 ? "Well" : "Following"
            ),
            new(
                "Definitions",
                overdue == 0
                    ? "Every reviewed file is within its review date."
                    : $"{Many(overdue, "entry is", "entries are")} overdue for review.",
                "/admin/definitions?overdue=1",
                overdue > 0,
                overdue == 0 ? "Well" : "Overdue"
            ),
            new(
                "Data",
                countries.Trouble.Length > 0 ? countries.Trouble
                    : Edition.RegisterIsOld
                        ? $"The register is of {Snapshot.RegisterDate!.Value.InWords()}, {Edition.RegisterAgeDays:N0} days ago. Import a newer one."
                    : "The register is recent.",
                "/admin/snapshots",
                countries.Trouble.Length > 0 || Edition.RegisterIsOld,
                countries.Trouble.Length > 0 ? "In trouble"
                    : Edition.RegisterIsOld ? "Old"
                    : "Well"
            ),
        ];
        return AnswerPrivately(
            new PageFrame
            {
                Title = "Administration",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Administration")],
            },
            new Sheet(
                "administration",
                "What may need an administrator",
                Columns,
                [
                    .. Concerns.Select(c =>
                        (IReadOnlyList<object?>)[c.What, c.Urgent, c.Said, c.Href]
                    ),
                ]
            )
        );
    }

    private static string Many(int count, string one, string more) =>
        count == 1 ? $"1 {one}" : $"{count:N0} {more}";
}
