using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.TrustPlaces;

/// <summary>A fictional region with cases, and fictional trusts that are asked.</summary>
internal static class Asking
{
    public static readonly Scope Region = Scope.Parse("region:fictional-north");
    public static readonly Scope Trust = Scope.Parse("trust:2345");
    public static readonly Scope Rival = Scope.Parse("trust:2346");

    public static readonly Holder Officer = Of(1, Role.RegionOfficer, Region);
    public static readonly Holder Director = Of(2, Role.DecisionMaker, Region);
    public static readonly Holder OfTrust = Of(3, Role.TrustOfficer, Trust);
    public static readonly Holder OfRival = Of(4, Role.TrustOfficer, Rival);

    public static Holder Of(int number, Role role, Scope over) =>
        new(Story.Id(number), new Appointment(role, over));

    public static CapacityTerms Terms(int primary, int secondary = 0, int? hard = null) =>
        new(
            primary,
            secondary,
            0,
            0,
            primary + secondary,
            null,
            null,
            hard,
            Story.FirstDay,
            null,
            default,
            [],
            default,
            false
        );

    public static CaseRef Case(int number) =>
        CaseRef.From([(byte)number, (byte)(number >> 5), 1, 1, 1, 1, 1, 1, 1, 1]);

    public static CaseId Asked(int number, int trust = 0) =>
        CaseId.From([(byte)number, (byte)(number >> 5), (byte)trust, 2, 2, 2, 2, 2, 2, 2]);

    public static Scope School(int number) => Scope.Parse($"school:{100_000 + number}");

    public static TakePlace Take(int number, Scope? trust = null, bool hard = false) =>
        new(
            trust ?? Trust,
            Asked(number, trust == Rival ? 1 : 0),
            Case(number),
            School(number),
            Region,
            Provision.Primary,
            hard
        );

    public static TakeStep Offer(int number, Scope? trust = null) =>
        new(
            Asked(number, trust == Rival ? 1 : 0),
            Code.Parse("offer"),
            trust ?? Trust,
            null,
            [
                Answer.Of(Code.Parse("offered-on"), Story.FirstDay),
                Answer.Of(Code.Parse("conditional"), Code.Parse("no")),
            ]
        );

    /// <summary>The place and the offer, all or none.</summary>
    public static Task<Refusal?> OfferWithPlace(
        this Casework store,
        int number,
        Scope? trust = null,
        int minute = 500
    ) =>
        store.DoTogether(
            [Doing.Of(Take(number, trust)), Doing.Of(Offer(number, trust))],
            Story.By(trust == Rival ? OfRival : OfTrust, minute)
        );

    /// <summary>A case of which the region asks trusts, so far that they look into it.</summary>
    public static async Task Ask(this Casework store, int number, params Scope[] trusts)
    {
        var reference = Case(number);
        Written(
            await store.Do(
                new OpenCase(
                    reference,
                    ProcedureId.Parse("academy-order"),
                    [School(number)],
                    null,
                    Scope.Parse("local-authority:330"),
                    Region,
                    null,
                    Region
                ),
                Story.By(Officer, 10)
            )
        );
        foreach (var trust in trusts)
        {
            var id = Asked(number, trust == Rival ? 1 : 0);
            Written(
                await store.Do(
                    new BeginProcedure(
                        id,
                        CaseKind.TrustInvitation,
                        Story.FirstDay,
                        Region,
                        [
                            new NewParty(Code.Parse("officer"), Region, null),
                            new NewParty(Code.Parse("trust"), trust, null),
                        ],
                        reference
                    ),
                    Story.By(Officer, 20)
                )
            );
            Written(
                await store.Do(
                    new TakeStep(
                        id,
                        Code.Parse("set-deadline"),
                        Region,
                        null,
                        [Answer.Of(Code.Parse("answer-by"), Story.FirstDay.AddDays(28))]
                    ),
                    Story.By(Officer, 30)
                )
            );
            Written(
                await store.Do(
                    new TakeStep(id, Code.Parse("look-into-it"), trust, null, []),
                    Story.By(trust == Rival ? OfRival : OfTrust, 40)
                )
            );
        }
    }

    public static async Task State(this Casework store, Scope trust, CapacityTerms terms) =>
        Written(
            await store.Do(
                new StateCapacity(trust, terms),
                Story.By(trust == Rival ? OfRival : OfTrust, 50)
            )
        );

    public static TState Written<TState>(Done<TState> done)
        where TState : State => Assert.IsType<Done<TState>.Written>(done).After.State;
}
