using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Brokerage;

/// <summary>A case with its procedures, as a list of cases shows it.</summary>
/// <param name="Main">The procedure that leads it.</param>
/// <param name="Open">What can be done now in any of them.</param>
public sealed record WholeCase(
    BrokerageCase Case,
    ProcedureCase Main,
    IReadOnlyList<ProcedureCase> Procedures,
    CaseClock Clock,
    IReadOnlyList<(ProcedureCase In, OpenStep Step)> Open
)
{
    public bool IsOver => Clock.Until is not null;

    public bool IsLate => Open.Any(o => o.Step.Late);

    /// <summary>What is due first; null where no open step has a day.</summary>
    public (ProcedureCase In, OpenStep Step)? Next =>
        Open.Where(o => o.Step.Due is not null)
            .OrderBy(o => o.Step.Due)
            .Select(o => ((ProcedureCase, OpenStep)?)o)
            .FirstOrDefault();

    /// <summary>The state of the procedure that leads it, in words.</summary>
    public string StateWords =>
        Main.Stopped is null ? Main.Table.StateOf(Main.At)!.Words : "Stopped";
}

/// <summary>The cases of regions, schools, trusts or authorities, with where each stands.</summary>
public static class Caseload
{
    /// <summary>Reads them.</summary>
    /// <param name="party">As scopes are written: "region:north-east"; null for all cases.</param>
    /// <returns>By days, the longest first; those that are over last.</returns>
    public static async Task<IReadOnlyList<WholeCase>> Of(
        Casework casework,
        string? party,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        // So many at once that no question to a database has too many names in it.
        const int AtOnce = 400;
        var cases = (
            await casework.Documents<BrokerageCase>(party, take: 100_000, stop: stop)
        ).Select(k => k.State);
        var lines = new List<WholeCase>();
        foreach (var some in cases.Chunk(AtOnce))
        {
            var procedures = (
                await casework.DocumentsOf<ProcedureCase>(
                    [.. some.Select(c => c.Ref.Party)],
                    take: 100_000,
                    stop: stop
                )
            ).ToLookup(p => p.State.Of!.Value, p => p.State);
            lines.AddRange(
                some.Select(c => Line(c, [.. procedures[c.Ref]], today)).OfType<WholeCase>()
            );
        }
        return
        [
            .. lines
                .OrderBy(l => l.IsOver)
                .ThenByDescending(l => l.Clock.Days)
                .ThenBy(l => l.Case.Key, StringComparer.Ordinal),
        ];
    }

    private static WholeCase? Line(
        BrokerageCase given,
        IReadOnlyList<ProcedureCase> procedures,
        DateOnly today
    ) =>
        procedures.FirstOrDefault(p => p.Procedure == given.Main) is not { } main
            ? null
            : new WholeCase(
                given,
                main,
                procedures,
                CaseClock.Of(main, today),
                [
                    .. procedures
                        .OrderBy(p => p != main)
                        .SelectMany(p => WhereWeAre.Of(p, today).Open.Select(o => (p, o))),
                ]
            );

    /// <summary>The median of the days of those of one kind that go on; null where they are too few to say.</summary>
    public static double? MedianDays(IEnumerable<WholeCase> lines, ProcedureId main) =>
        CaseClock.Median(
            lines.Where(l => l.Case.Main == main && !l.IsOver).Select(l => l.Clock.Days)
        );
}
