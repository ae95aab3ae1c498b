using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Procedures;

/// <summary>What anybody may read of one case of a procedure.</summary>
[Access(Who.Everybody)]
public sealed class PublicProcedure(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("step", "Step"),
        new("name", "What was done"),
        new("on", "Recorded on", "date"),
        new("by", "By", What: "As kind:number; empty where it is not named."),
        new("late", "Late", "boolean"),
        new("question", "Question", What: "Empty where the step has no public answer."),
        new("answer", "Answer"),
    ];

    public PublicCase Open { get; private set; } = null!;

    public IActionResult OnGet(string id)
    {
        if (
            !CaseId.TryParse(id, null, out var known)
            || record.Find(PublicCase.Kind, known.ToString()) is not { } entry
        )
            return NotHere("Nothing that anybody may read is at this address.");
        Open = JsonSerializer.Deserialize<PublicCase>(entry.Json)!;
        if (record.IsBehind)
            Open = NotShownNow.Of(Open);
        // What is part of a case is told with the case.
        if (Open.Case is { } whole)
            return new Elsewhere($"/decision/{whole}{Form.Ending}");
        return Answer(
            new PageFrame
            {
                Title = $"{Open.Name}: {Names}",
                Description =
                    $"{Open.Name}: {Names}. Who did what and when, as far as it is published.",
                Section = "partnerships",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Partnerships", "/partnerships"),
                    new("Procedures under way", "/procedures"),
                    new(Open.Name),
                ],
            },
            new Sheet(
                $"procedure-{Open.Id}",
                Open.Name,
                Columns,
                [
                    .. Open.Steps.SelectMany(s =>
                        s.Answers.Select(a => (s, a: (PublicAnswer?)a))
                            .DefaultIfEmpty((s, null))
                            .Select(x =>
                                (IReadOnlyList<object?>)
                                    [
                                        x.s.Step,
                                        x.s.Name,
                                        x.s.On,
                                        x.s.By,
                                        x.s.Late,
                                        x.a?.Name,
                                        x.a is null ? null : Words(x.a),
                                    ]
                            )
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["id"] = Open.Id,
                ["procedure"] = Open.Procedure,
                ["version"] = Open.Version,
                ["state"] = Open.State,
                ["final"] = Open.Final,
                ["stopped_on"] = Open.StoppedOn,
                ["parties"] = Open.Parties.Select(p => p.Over).ToArray(),
                ["only_named"] = Open.Parties.Where(p => !p.Spoke).Select(p => p.Over).ToArray(),
            }
        );
    }

    public string Names =>
        string.Join(", ", PublishedProcedures.Named(Open, Snapshot).Select(n => n.Text));

    public PageLink Named(string over) => PublishedProcedures.NameOf(over, Snapshot);

    public static string Words(PublicAnswer answer) =>
        answer switch
        {
            { Day: { } day } => day.InWords(),
            { Number: { } number } => $"{number:N0}",
            { Chosen: [_, ..] chosen } => string.Join(
                "; ",
                chosen.Select(c => c == "yes" ? "yes" : c)
            ),
            _ => answer.Text ?? answer.Party ?? "",
        };
}
