using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Brokerage;

/// <summary>The decisions of a case: what can be decided, what stands in its way, what was decided and why.</summary>
[Access(Who.SignedIn)]
public sealed class CaseDecision : CaseDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("part", "Part of the case"),
        new("step", "Decision"),
        new("state", "State", What: "decided or open."),
        new("on", "Recorded on", "date"),
        new("due", "Due by", "date"),
        new("in_its_way", "What has to come first"),
    ];

    public override string Tab => "decision";

    public IReadOnlyList<(DeskProcedure In, OpenStep Step)> Open =>
        [
            .. from procedure in Procedures
            from open in procedure.Where.Open
            where IsDecision(procedure, open.Step)
            select (procedure, open),
        ];

    public IReadOnlyList<(DeskProcedure In, Taken Taken)> Decided =>
        [
            .. (
                from procedure in Procedures
                from taken in procedure.Case.History
                where taken.As == Role.DecisionMaker
                select (procedure, taken)
            ).OrderByDescending(d => d.taken.On),
        ];

    /// <summary>The parts of the case that a decision looks at, and where each stands.</summary>
    public IEnumerable<DeskProcedure> Beside => Procedures.Where(p => p != Main);

    private static bool IsDecision(DeskProcedure procedure, Step step) =>
        step.Who.All(w => procedure.Table.SideOf(w)!.Roles.Contains(Role.DecisionMaker));

    public IReadOnlyList<SummaryRow?> Answers(DeskProcedure procedure, Taken taken) =>
        [
            .. from ask in procedure.Table.StepOf(taken.Step)!.Asks
            from answer in taken.Answers
            where answer.Ask == ask.Id
            select SummaryRow.Of(
                ask.Public ? ask.Name : $"{ask.Name} (not public)",
                CaseWords.Of(ask, answer, Snapshot)
            ),
        ];

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (await Find(reference) is { } other)
            return other;
        return AnswerPrivately(
            Frame("Decision"),
            new Sheet(
                $"decisions-{Case.Ref}",
                $"Decisions: {SchoolNames}",
                Columns,
                [
                    .. Decided.Select(d =>
                        (IReadOnlyList<object?>)
                            [
                                d.In.Table.Name,
                                d.In.Table.StepOf(d.Taken.Step)!.Name,
                                "decided",
                                d.Taken.On,
                                d.Taken.Due,
                                "",
                            ]
                    ),
                    .. Open.Select(o =>
                        (IReadOnlyList<object?>)
                            [
                                o.In.Table.Name,
                                o.Step.Step.Name,
                                "open",
                                null,
                                o.Step.Due,
                                o.In.WaitsBecause(o.Step),
                            ]
                    ),
                ]
            )
        );
    }
}
