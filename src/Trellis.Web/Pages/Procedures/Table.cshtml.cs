using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Guide;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Procedures;

/// <summary>One procedure, step by step.</summary>
[Access(Who.Everybody)]
public sealed class ProcedureTablePage : GuidePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("step", "Step"),
        new("name", "What is done"),
        new("from", "In state", What: "States with upright strokes between them."),
        new("to", "Leads to", What: "With the other states it can lead to."),
        new("who", "Who"),
        new("each", "Each of them", "boolean"),
        new("due", "By when", What: "Empty where no rule says."),
        new("rules", "Rules"),
        new("publishes", "What is published"),
        new("private", "Why nothing is published"),
        new("source", "Source"),
        new("address", "Address of the source"),
        new("note", "Not sure"),
    ];

    public Procedure Procedure { get; private set; } = null!;

    /// <summary>The other versions of it.</summary>
    public IReadOnlyList<Procedure> Others { get; private set; } = [];

    public IActionResult OnGet(string table, string? version)
    {
        if (
            !ProcedureId.TryParse(table, null, out var id)
            || KnownProcedures.On(id, Today) is not { } today
        )
            return NotHere("There is no such procedure. Look in the guide.");
        Procedure = today;
        if (!string.IsNullOrEmpty(version))
        {
            if (
                !int.TryParse(
                    version,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var number
                ) || KnownProcedures.Of(id, number) is not { } asked
            )
                return BadQuestion(
                    "version-unfit",
                    "'version' is the number of a version of this procedure."
                );
            Procedure = asked;
        }
        Others = [.. KnownProcedures.All.Where(p => p.Id == id && p.Version != Procedure.Version)];
        return Guide(
            Procedure.Name,
            Procedure.For,
            new Sheet(
                $"procedure-{Procedure.Id}-{Procedure.Version}",
                Procedure.Name,
                Columns,
                [
                    .. Procedure.Steps.Select(s =>
                        (IReadOnlyList<object?>)
                            [
                                $"{s.Id}",
                                s.Name,
                                string.Join('|', s.From),
                                string.Join('|', s.From.SelectMany(s.LeadsFrom).Distinct()),
                                Takers(s),
                                s.Each,
                                DueOf(s),
                                string.Join(' ', RulesOf(s)),
                                s.Publishes,
                                s.Private,
                                Source(s),
                                Procedure.LawOf(s).Address,
                                s.Note,
                            ]
                    ),
                ]
            ),
            listed: Procedure.Version == today.Version,
            above: [new PageLink("How it is done", "/guide/procedures")]
        );
    }

    public string Takers(Step step) =>
        Names(step.Who)
        + (
            step.Stated.Count > 0
                ? $". While no region works on the case, it can be stated by: {Names(step.Stated)}"
                : ""
        );

    private string Names(IReadOnlyList<Code> sides) =>
        string.Join(" or ", sides.Select(w => Procedure.SideOf(w)!.Name));

    public string Source(Step step) =>
        step.Where.Length > 0
            ? $"{Procedure.LawOf(step).Says}, {step.Where}"
            : Procedure.LawOf(step).Says;

    public string DueOf(Step step) => StepWords.Due(Procedure, step);

    public IReadOnlyList<string> RulesOf(Step step) => StepWords.Rules(Procedure, step);

    public string Words(Code state) => Procedure.StateOf(state)!.Words;
}
