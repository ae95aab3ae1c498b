using Trellis.Journal;
using Trellis.Mail;
using Trellis.Store;

namespace Trellis.People;

/// <summary>Who asks what is held about them gets all of it, and nothing of others; and who held what can be asked as it was known.</summary>
public sealed class PersonDataTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task All_that_is_held_is_in_it_and_nothing_of_others(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(
            new InvitePerson(
                Story.Id(1),
                Story.Name(1),
                Story.Email(1),
                new Appointment(Role.Administrator, Scope.Everywhere),
                Story.FirstDay,
                null,
                null
            ),
            Story.By(new Terminal(), 0, "the first"),
            beside: (_, person) =>
                new Alongside([new Letter(person.Email, "Join", "Please join, fictional one.")], [])
        );
        await store.Invite(2, 1, why: $"as {Story.Name(1)} wished");
        await store.Do(
            new InvitePerson(
                Story.Id(3),
                Story.Name(3),
                Story.Email(3),
                new Appointment(Role.Administrator, Scope.Everywhere),
                Story.FirstDay,
                null,
                null
            ),
            Story.By(
                new Holder(Story.Id(1), new(Role.Administrator, Scope.Everywhere)),
                2,
                "my own reason"
            )
        );

        var data = (await store.Everything(Story.Id(1), Story.Begin.AddMinutes(3)))!;

        var text = data.InWords();
        foreach (
            var held in new[]
            {
                Story.Name(1),
                Story.Email(1),
                "administrator over everywhere",
                "the first",
                "Please join, fictional one.",
                $"as {Story.Name(1)} wished",
                "my own reason",
            }
        )
            Assert.Contains(held, text);
        foreach (var number in new[] { 2, 3 })
        {
            Assert.DoesNotContain(Story.Name(number), text);
            Assert.DoesNotContain(Story.Email(number), text);
        }
        Assert.Null(await store.Everything(Story.Id(77), Story.Begin));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Who_held_a_role_is_told_as_it_was_known(Database database)
    {
        await using var store = await databases.Store(database);
        var head = new Appointment(Role.Head, Scope.Parse("school:100000"));
        await store.Invite(1, 0);
        await store.Invite(2, 10, head);
        await store.Do(
            new ErasePerson(Story.Id(2)),
            Story.By(
                new Holder(
                    Story.Id(1),
                    new(Role.Administrator, Scope.Everywhere),
                    Confirmed: Story.Id(3)
                ),
                5 * 1440
            )
        );
        async Task<int> Asked(int day, int knownOn) =>
            (
                await store.WhoHeld(
                    head.Over,
                    Story.FirstDay.AddDays(day),
                    Story.Begin.AddDays(knownOn)
                )
            ).Count;

        Assert.Equal(0, await Asked(day: 0, knownOn: 0));
        Assert.Equal(1, await Asked(day: 0, knownOn: 1));
        Assert.Equal(1, await Asked(day: 9, knownOn: 1));
        Assert.Equal(1, await Asked(day: 4, knownOn: 9));
        Assert.Equal(0, await Asked(day: 9, knownOn: 9));
        Assert.Empty(
            await store.WhoHeld(
                Scope.Parse("school:100001"),
                Story.FirstDay,
                Story.Begin.AddDays(1)
            )
        );
        var then = Assert.Single(
            await store.WhoHeld(head.Over, Story.FirstDay, Story.Begin.AddDays(9))
        );
        Assert.Equal((Story.Id(2), false), (then.Person, then.Name.IsThere));
    }
}
