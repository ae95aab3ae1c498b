using Microsoft.AspNetCore.Http;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Brokerage;

/// <summary>What stands before every paper of a case: who declared an interest in it is turned away, and that they asked is written down.</summary>
public static class CaseDoor
{
    /// <summary>The answer to a visitor for whom a case is closed; null where it is open to them as far as interests go.</summary>
    /// <param name="by">The visitor in any role in which they could have seen it.</param>
    public static async Task<StatusSentence?> Shut(
        Casework casework,
        BrokerageCase given,
        Holder by,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop
    )
    {
        if (given.InterestOf(by.Person) is not { } interest)
            return null;
        await casework.Do(new TurnAway(given.Ref), new Occasion(by, at, today), stop: stop);
        return new StatusSentence(
            StatusCodes.Status403Forbidden,
            "interest-declared",
            $"This case is closed to you, because you declared an interest in it on {interest.On.InWords()}. That you asked for it today is written down. If the declaration was a mistake, ask another officer of the region to take it back."
        );
    }

    /// <summary>The same for a page of a procedure that is part of a case; null also where it is part of none.</summary>
    public static async Task<StatusSentence?> Shut(
        Casework casework,
        ProcedureCase given,
        Holder by,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop
    ) =>
        given.Of is { } whole
        && await casework.Find<BrokerageCase>(whole.ToString(), stop) is { State: var found }
            ? await Shut(casework, found, by, at, today, stop)
            : null;
}
