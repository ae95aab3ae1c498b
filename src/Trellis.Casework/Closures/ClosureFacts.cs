using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>What the procedure of a closing trust has to know of what stands beside it, as the codes that its table asks for.</summary>
public static class ClosureFacts
{
    /// <summary>The plan that was kept last is of the facts as they stand.</summary>
    public static readonly Code PlanKept = Code.Parse("plan-kept");

    /// <summary>The plan was published as often as the next step asks.</summary>
    public static readonly Code PlanPublished = Code.Parse("plan-published");

    /// <summary>Every school has a decision.</summary>
    public static readonly Code AllDecided = Code.Parse("all-decided");

    /// <summary>The schools of the group that moves are named.</summary>
    public static readonly Code GroupNamed = Code.Parse("group-named");

    /// <summary>Every school that has not moved and is to go nowhere has a reason and somebody who works on it.</summary>
    public static readonly Code ResidualsNamed = Code.Parse("residuals-named");

    public static readonly IReadOnlyList<Code> All =
    [
        PlanKept,
        PlanPublished,
        AllDecided,
        GroupNamed,
        ResidualsNamed,
    ];

    private static readonly Code moveGroup = Code.Parse("move-group");

    /// <summary>Those that hold.</summary>
    /// <param name="closure">Null where nobody put the facts of the schools together.</param>
    /// <remarks>A timeline that a closing trust states by itself has no plan of the region beside it, so nothing is asked of one.</remarks>
    public static IReadOnlyList<Code> Of(TrustClosure? closure, ClosureTerms terms)
    {
        if (closure is null)
            return terms.Adopted ? Decisions() : All;
        var known = new List<Code>(Decisions());
        if (closure.Newest is { } plan && plan.Basis == closure.Basis())
            known.Add(PlanKept);
        if (closure.Published.Count >= (terms.At == ClosureTerms.PublicViews ? 2 : 1))
            known.Add(PlanPublished);
        if (closure.Moved.Any(m => m.Group > terms.Groups))
            known.Add(GroupNamed);
        if (
            terms
                .Schools.Where(s =>
                    terms.DecisionOn(s)?.To is null && closure.Moved.All(m => m.School != s)
                )
                .All(s => closure.Residuals.Any(r => r.School == s))
            && closure.Residuals.Count > 0
        )
            known.Add(ResidualsNamed);
        return known;

        Code[] Decisions() =>
            terms.Schools.All(s => terms.DecisionOn(s) is not null) ? [AllDecided] : [];
    }

    internal static int GroupsIn(ProcedureCase main) =>
        main.History.Count(t => t.Step == moveGroup);
}
