using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>Lets all words of cases go whose day has come. Done twice it does no more than once; what another redaction still hides stays hidden and is tried again.</summary>
    /// <returns>How many passages are public again.</returns>
    public async Task<int> ReleaseRedactions(
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        var now = new Occasion(new Journal.Program("release-redactions"), at, today);
        var due = new List<ReleaseRedaction>();
        await foreach (var given in AllDocuments<ProcedureCase>(stop))
            due.AddRange(
                given.Redactions.Over(today).Select(r => new ReleaseRedaction(given.Id, r.Number))
            );
        var released = 0;
        foreach (var one in due)
            if (await Do(one, now, stop: stop) is Done<ProcedureCase>.Written)
                released++;
        return released;
    }
}
