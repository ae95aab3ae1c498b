using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Procedures;

/// <summary>One case for the people of its parties: where it is, who acts next and by when, what was done, what may still come.</summary>
[Access(Who.SignedIn)]
public sealed class OneCase : CasePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("step", "Step"),
        new("name", "What"),
        new("state", "State", What: "done, now or later."),
        new("by", "Who"),
        new("on", "Recorded on", "date"),
        new("not_before", "Not before", "date"),
        new("due", "Due by", "date"),
        new("late", "Late", "boolean"),
    ];

    public string News { get; private set; } = "";

    /// <summary>The steps for which the visitor's answers are kept.</summary>
    private HashSet<string> begun = [];

    public async Task<IActionResult> OnGetAsync(string id, string? done)
    {
        if (!await Find(id))
            return Nothing;
        begun = (await Casework.Drafts(Visitor.Person.Id, Stop))
            .Where(d => d.Kind == StepOfCase.DraftKind)
            .Select(d => d.Key)
            .ToHashSet(StringComparer.Ordinal);
        News = done switch
        {
            "begun" => "It has begun. The people of all who take part can see it.",
            "step" => "The step is recorded.",
            "stopped" => "It is stopped.",
            "corrected" => "The step is corrected.",
            "kept" => "Your answers are kept. Nobody else can read them.",
            "thrown-away" => "Your answers are thrown away.",
            _ => "",
        };
        return AnswerPrivately(
            new PageFrame
            {
                Title = $"{Table.Name}: {Parties}",
                Section = "mine",
                Crumbs = [.. Within, new(Table.Name)],
            },
            new Sheet($"procedure-{Case.Id}", Table.Name, Columns, [.. Rows()])
        );
    }

    private IEnumerable<IReadOnlyList<object?>> Rows() =>
        Case
            .History.Select(t =>
                (IReadOnlyList<object?>)
                    [$"{t.Step}", StepOf(t).Name, "done", By(t), t.On, null, t.Due, t.Late]
            )
            .Concat(
                Where.Open.Select(o =>
                    (IReadOnlyList<object?>)
                        [
                            $"{o.Step.Id}",
                            o.Step.Name,
                            "now",
                            Names(o.Waits),
                            null,
                            o.NotBefore,
                            o.Due,
                            o.Late,
                        ]
                )
            )
            .Concat(
                Where.Later.Select(s =>
                    (IReadOnlyList<object?>)
                        [$"{s.Id}", s.Name, "later", Sides(s), null, null, null, null]
                )
            );

    public Step StepOf(Taken taken) => Table.StepOf(taken.Step)!;

    public string By(Taken taken) =>
        Names(Case.Parties.Where(p => p.Doer == taken.By && p.Side == taken.Side).Take(1));

    public string Sides(Step step) =>
        string.Join(" or ", step.Who.Select(w => Table.SideOf(w)!.Name));

    /// <summary>What can be done now, each with who and by when.</summary>
    public IReadOnlyList<TaskItem?> Tasks =>
        [
            .. Where.Open.Select(open =>
                TaskItem.Of(
                    open.Step.Name,
                    MayTake(open).Count > 0 ? $"/procedure/{Case.Id}/{open.Step.Id}" : null,
                    open.Late ? TaskState.Tagged("Late", "red")
                        : begun.Contains(StepOfCase.KeyOf(Case.Id, open.Step.Id, false))
                            ? TaskState.Tagged("In progress", "light-blue")
                        : MayTake(open).Count > 0 ? TaskState.NotStarted
                        : TaskState.Tagged("Waits for others", "grey"),
                    $"{(open.Waits.Count == 0 ? Sides(open.Step) : Names(open.Waits))}{(open.Step.Each && open.Waits.Count > 1 ? ", each" : "")}. {Dates(open)}".Trim()
                )
            ),
        ];

    public IReadOnlyList<SummaryRow?> Answers(Taken taken) =>
        [
            .. from ask in StepOf(taken).Asks
            from answer in taken.Answers
            where answer.Ask == ask.Id
            select SummaryRow.Of(ask.Name, CaseWords.Of(ask, answer, Snapshot)),
        ];

    /// <summary>Whether the visitor speaks for one who may stop it.</summary>
    public bool MayStop =>
        !Case.IsOver && Seats.Any(s => s.MayAct && Table.SideOf(s.Party.Side)!.Begins);

    public bool IsPublic => Case.History.Any(t => StepOf(t).IsPublic);
}
