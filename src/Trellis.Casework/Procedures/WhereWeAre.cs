namespace Trellis.Procedures;

/// <summary>How a case stands on a day: what can be done now, by whom, from when and until when.</summary>
/// <param name="Open">What can be done now, as the table orders it; empty once it is over.</param>
/// <param name="Later">Steps that may still come.</param>
/// <param name="Published">What anybody may read of it so far; empty where nothing.</param>
public sealed record WhereWeAre(
    Stage State,
    IReadOnlyList<OpenStep> Open,
    IReadOnlyList<Step> Later,
    IReadOnlyList<string> Published
)
{
    public bool IsLate => Open.Any(o => o.Late);

    public static WhereWeAre Of(ProcedureCase given, DateOnly today)
    {
        var table = given.Table;
        var state = table.StateOf(given.At)!;
        IReadOnlyList<OpenStep> open = given.IsOver
            ? []
            :
            [
                .. table
                    .StepsFrom(given.At, given.BegunOn)
                    .Where(step => !given.HasHad(step))
                    .Select(step =>
                    {
                        var due = TakeStep.DueOf(given, step, []);
                        return new OpenStep(
                            step,
                            given.WaitsFor(step),
                            Earliest(given, step),
                            due,
                            due is { } last && today > last
                        );
                    }),
            ];
        return new WhereWeAre(
            state,
            open,
            Ahead(given, table, [.. open.Select(o => o.Step)]),
            [
                .. given
                    .History.Select(t => table.StepOf(t.Step)!.Publishes)
                    .Where(p => p.Length > 0)
                    .Distinct(StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>The first day on which a step can have happened; null where no rule says.</summary>
    private static DateOnly? Earliest(ProcedureCase given, Step step) =>
        step
            .Rules.Where(r =>
                r.Guard.Id is "not-before" or "today-not-before" && r is { When: null, Count: > 0 }
            )
            .Select(r =>
                given.AnswerTo(r.Than!.Value)?.Day is { } from
                    ? Spans.After(from, r.Count, r.Unit)
                    : null
            )
            .Max();

    /// <summary>All steps that can still be reached, but for those open now.</summary>
    private static IReadOnlyList<Step> Ahead(
        ProcedureCase given,
        Procedure table,
        IReadOnlyList<Step> open
    )
    {
        var seen = new HashSet<Code> { given.At };
        var reached = new HashSet<Step>();
        var waiting = new Queue<Code>(open.Count == 0 ? [] : [given.At]);
        while (waiting.TryDequeue(out var state))
            foreach (var step in table.StepsFrom(state, given.BegunOn))
            {
                reached.Add(step);
                foreach (var to in step.LeadsFrom(state))
                    if (seen.Add(to))
                        waiting.Enqueue(to);
            }
        return
        [
            .. table.Steps.Where(s => reached.Contains(s) && !open.Contains(s) && !given.HasHad(s)),
        ];
    }
}

/// <summary>A step that can be taken now.</summary>
/// <param name="Waits">Who may take it; where each takes it, who has not yet.</param>
/// <param name="NotBefore">The first day on which it can have happened; null where no rule says.</param>
/// <param name="Due">Until when; null where no rule says.</param>
/// <param name="Late">Whether that day has gone.</param>
public sealed record OpenStep(
    Step Step,
    IReadOnlyList<CaseParty> Waits,
    DateOnly? NotBefore,
    DateOnly? Due,
    bool Late
);
