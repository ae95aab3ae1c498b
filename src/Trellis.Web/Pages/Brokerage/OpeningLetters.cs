using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Brokerage;

/// <summary>Letters to those whose turn it is as a case begins: one to each person, however many of its procedures wait for them.</summary>
public static class OpeningLetters
{
    /// <summary>Finds the people before the acts, so that the letters are written with them.</summary>
    /// <param name="by">In whose name the procedures begin.</param>
    public static async Task<Func<ProcedureCase, IReadOnlyList<Letter>>> Of(
        CaseOpening opening,
        Scope by,
        Casework casework,
        Uri site,
        Snapshot snapshot,
        Occasion now,
        CancellationToken stop
    )
    {
        var turns = new Dictionary<ProcedureId, Turns>();
        foreach (var table in opening.Procedures(by, now.Today))
            turns[table.Id] = await Turns.Of(
                casework,
                site,
                snapshot,
                table,
                opening.PartiesOf(table),
                now,
                stop
            );
        var told = new HashSet<FreeText>();
        return begun =>
            turns.TryGetValue(begun.Procedure, out var known)
                ? [.. known.Letters(null, begun, now.Today).Where(l => told.Add(l.To))]
                : [];
    }
}
