using Trellis.Brokerage;
using Trellis.Pages.Guide;
using Trellis.Procedures;
using Trellis.Rules;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Brokerage;

/// <summary>What the law says to a case: its facts are what is recorded in it, and of the register the kind of its school.</summary>
/// <remarks>What inspectors said is taken from the case alone: the register may be years older than the report that the case is about.</remarks>
public static class CaseLaw
{
    /// <summary>Where the school of a case stands on a day.</summary>
    public static Standing Of(
        Snapshot snapshot,
        BrokerageCase given,
        ProcedureCase main,
        DateOnly today
    ) =>
        CaseStanding.Of(
            given,
            [main],
            today,
            Urn.TryParse(given.Schools[0].Id, null, out var urn)
            && snapshot.SchoolOf(urn) is { } school
                ? RegisterFacts.Of(snapshot, school, inspected: false)
                : null
        );
}
