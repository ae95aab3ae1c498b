using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Procedures;

/// <summary>What anybody may read of the procedures that are under way or over, the newest first; those that are part of a case are told with it.</summary>
[Access(Who.Everybody)]
public sealed class PublishedProcedures(PublicRecordFile record) : SitePage
{
    private static readonly ReadOnce<PublicCase> open = new(
        PublicCase.Kind,
        entry => JsonSerializer.Deserialize<PublicCase>(entry.Json)!
    );

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Case"),
        new("procedure", "Procedure"),
        new("name", "Name"),
        new(
            "parties",
            "Who takes part",
            What: "As kind:number, with upright strokes between them."
        ),
        new("state", "State after the last published step"),
        new("last", "Day of that step", "date"),
        new("over", "Whether it is over", "boolean"),
    ];

    public IReadOnlyList<PublicCase> All { get; private set; } = [];

    public IActionResult OnGet()
    {
        All = [.. open.All(record).Select(c => c.Value).Where(c => c.Case is null)];
        return Answer(
            new PageFrame
            {
                Title = "Procedures under way",
                Description =
                    "Federations that are formed, joined and left, joint committees and support for schools: what is published of each.",
                Section = "partnerships",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Partnerships", "/partnerships"),
                    new("Procedures under way"),
                ],
            },
            new Sheet(
                "published-procedures",
                "Procedures under way",
                Columns,
                [
                    .. All.Select(c =>
                        (IReadOnlyList<object?>)
                            [
                                c.Id,
                                c.Procedure,
                                c.Name,
                                string.Join('|', c.Parties.Select(p => p.Over)),
                                c.StoppedOn is null ? c.Words : "Stopped",
                                c.Steps[^1].On,
                                c.Final || c.StoppedOn is not null,
                            ]
                    ),
                ]
            )
        );
    }

    /// <summary>The names of those who take part, with their pages.</summary>
    public IEnumerable<PageLink> Names(PublicCase open) => Named(open, Snapshot);

    internal static IEnumerable<PageLink> Named(PublicCase open, Snapshot snapshot) =>
        open.Parties.Select(p => NameOf(p.Over, snapshot));

    internal static PageLink NameOf(string over, Snapshot snapshot) =>
        Scope.TryParse(over, null, out var scope) ? RolePlaces.Words(snapshot, scope) : new(over);
}
