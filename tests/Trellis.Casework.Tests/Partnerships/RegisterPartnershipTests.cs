using Trellis.Journal;
using Trellis.Models;
using Trellis.People;
using Trellis.Protocols;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>A partnership is stated by one member, and each other member answers for itself.</summary>
public sealed class RegisterPartnershipTests(Databases databases)
{
    private static readonly Party first = Party.School(new Urn(100_000));
    private static readonly Party second = Party.School(new Urn(100_001));
    private static readonly Scope authority = new(ScopeKind.LocalAuthority, "330");

    internal static readonly Holder HeadOfFirst = new(
        Story.Id(1),
        new Appointment(Role.Head, first.Scope!.Value)
    );
    private static readonly Holder headOfSecond = new(
        Story.Id(2),
        new Appointment(Role.Head, second.Scope!.Value)
    );

    internal static RegisterPartnership Cluster(string model = "informal-collaboration") =>
        new(
            PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            new Voice(first, authority),
            "Fictional reading cluster",
            ModelId.Parse(model),
            new DateOnly(2025, 9, 1),
            [Purpose.StaffPractice, Purpose.PupilAttainment],
            Depth.Planned,
            Willingness.Willing,
            default,
            [
                new NewMember(
                    first,
                    default,
                    [MemberRole.Giver, MemberRole.Lead],
                    new DateOnly(2025, 9, 1)
                ),
                new NewMember(second, default, [MemberRole.Taker], new DateOnly(2025, 9, 1)),
            ],
            Agreement.None,
            Costs.NotSaid,
            []
        );

    internal static Protocol Protocol =>
        new PartnershipRegisteredBy(Cluster(), HeadOfFirst).State.Evaluation!.Protocol;

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_one_school_states_the_other_confirms_and_it_is_kept_whole(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        var stated = Assert.IsType<Done<Partnership>.Written>(
            await store.Do(Cluster(), Story.By(HeadOfFirst, 0))
        );
        Assert.Equal(
            [MemberStatus.Confirmed, MemberStatus.Stated],
            stated.After.State.Members.Select(m => m.Status)
        );

        var confirmed = Assert.IsType<Done<Partnership>.Written>(
            await store.Do(
                new ConfirmMembership(stated.After.State.Id, new Voice(second, authority)),
                Story.By(headOfSecond, 1)
            )
        );

        var kept = (await store.Find<Partnership>(stated.After.State.Key))!;
        Assert.Equal(2, kept.Version);
        Assert.Equal(ActJson.Write(confirmed.After.State), ActJson.Write(kept.State));
        Assert.True(kept.State.IsIn(second, new DateOnly(2026, 10, 2)));
        var own = Assert.Single(await store.Documents<Partnership>(second.ToString()));
        Assert.Equal(kept.State.Id, own.State.Id);
        Assert.Empty(await store.Documents<Partnership>("school:100002"));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Those_of_many_schools_are_found_at_once_each_one_time_and_no_others(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        var third = Party.School(new Urn(100_002));
        foreach (var (other, number) in (((Party, byte)[])[(second, 1), (third, 2)]))
            Assert.IsType<Done<Partnership>.Written>(
                await store.Do(
                    Cluster() with
                    {
                        Id = PartnershipId.From([number, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                        Members =
                        [
                            new NewMember(first, default, [], new DateOnly(2025, 9, 1)),
                            new NewMember(other, default, [], new DateOnly(2025, 9, 1)),
                        ],
                    },
                    Story.By(HeadOfFirst, number)
                )
            );
        // As many as an authority has schools, and more than one question may name in some stores.
        var many = Enumerable.Range(100_002, 2_500).Select(n => $"school:{n}").ToList();

        Assert.Equal(2, (await Of([$"{first}", $"{second}"])).Count);
        Assert.Equal(third, Assert.Single(await Of(many)).State.Members[1].Party);
        Assert.Equal(2, (await Of([.. many, $"{first}"])).Count);
        Assert.Empty(await Of(["school:99"]));
        Assert.Empty(await Of([]));

        Task<IReadOnlyList<Kept<Partnership>>> Of(IReadOnlyCollection<string> parties) =>
            store.DocumentsOf<Partnership>(parties);
    }

    [Fact]
    public void A_school_in_a_trust_states_what_binds_it_and_the_trust_confirms()
    {
        var trust = new Scope(ScopeKind.Trust, "2345");
        var id = Cluster().Id;
        var stated = new PartnershipRegisteredBy(Cluster("service-agreement"), HeadOfFirst).State;

        var head = new ConfirmMembership(id, new Voice(second, trust)).Apply(
            stated,
            Story.By(headOfSecond, 1)
        );
        var officer = new ConfirmMembership(id, new Voice(second, trust)).Apply(
            stated,
            Story.By(new Holder(Story.Id(3), new Appointment(Role.TrustOfficer, trust)), 1)
        );

        Assert.Equal(
            "the-trust-acts",
            Assert.IsType<Outcome<MembershipConfirmed>.Refused>(head).Why.Code
        );
        Assert.IsType<Outcome<MembershipConfirmed>.Happened>(officer);
    }

    private sealed record PartnershipRegisteredBy(RegisterPartnership Act, Actor By)
    {
        public Partnership State =>
            Assert
                .IsType<Outcome<PartnershipRegistered>.Happened>(Act.Apply(null, Story.By(By, 0)))
                .Event.After(null, Story.Begin);
    }
}
