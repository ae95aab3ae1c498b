using Trellis.Brokerage;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Pages.Matching;

/// <summary>What happens to a trust's places together with a step of its invitation: an offer takes one, and what ends an offer gives it back.</summary>
/// <param name="Act">To be done before the step, in one transaction with it; it is given the key of the form, as it is the first.</param>
/// <param name="Facts">How the case stands for the step once that is done.</param>
public sealed record PlaceBeside(Func<Conditions, Doing> Act, CaseFacts Facts)
{
    private static readonly Code offer = Code.Parse("offer");
    private static readonly Code joined = Code.Parse("joined");
    private static readonly Code held = Code.Parse("place-held");
    private static readonly Code free = Code.Parse("place-free");
    private static readonly IReadOnlyList<Code> giveBack =
    [
        Code.Parse("withdraw"),
        Code.Parse("turn-down"),
        joined,
    ];

    /// <summary>What goes with a step.</summary>
    /// <param name="given">Any procedure.</param>
    /// <param name="facts">How the case stands now.</param>
    /// <returns>Null where nothing does.</returns>
    public static async Task<PlaceBeside?> Of(
        Casework casework,
        Snapshot snapshot,
        ProcedureCase given,
        Code step,
        CaseFacts facts,
        CancellationToken stop
    )
    {
        if (
            given.Procedure != CaseKind.TrustInvitation
            || given.Of is not { } whole
            || Invitation.TrustOf(given) is not { } trust
        )
            return null;
        var capacity = (await casework.Find<TrustCapacity>(trust.ToString(), stop))?.State;
        var holds = capacity?.HeldBy(given.Id) is not null;
        if (giveBack.Contains(step) && holds)
            return new PlaceBeside(
                form =>
                    Doing.Of(
                        new ReleasePlace(trust, given.Id, step == joined),
                        form,
                        (_, after) => new Alongside([], [PublicCapacity.Of(after)])
                    ),
                Now(facts, free)
            );
        if (
            step != offer
            || holds
            || await casework.Find<BrokerageCase>(whole.ToString(), stop)
                is not { State: var found }
        )
            return null;
        var school = found.Schools[0];
        var teaches = Teaches(snapshot, school);
        var hard = await Invitation.HelpOwed(casework, whole, stop) >= ChallengePoints.HardFrom;
        return new PlaceBeside(
            form =>
                Doing.Of(
                    new TakePlace(
                        trust,
                        given.Id,
                        whole,
                        school,
                        found.Region,
                        // Without a statement there is no phase to choose, and the act says so itself.
                        capacity?.PhaseOf(teaches) ?? CapacityPhases.All[0],
                        hard
                    ),
                    form,
                    (_, after) => new Alongside([], [PublicCapacity.Of(after)])
                ),
            Now(facts, held)
        );
    }

    /// <summary>What a school teaches, as the register says.</summary>
    public static Provision Teaches(Snapshot snapshot, People.Scope school) =>
        Urn.TryParse(school.Id, null, out var urn) && snapshot.SchoolOf(urn) is { } known
            ? Provisions.Of(
                Provisions.EntriesOn(snapshot, known, snapshot.RegisterDate ?? DateOnly.MaxValue)
            )
            : Provision.None;

    private static CaseFacts Now(CaseFacts facts, Code fact) =>
        facts with
        {
            Known = [.. facts.Known.Where(k => k != held && k != free), fact],
        };
}
