using Trellis.Journal;
using Trellis.Mail;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.Reminders;

/// <summary>What is due is reminded of once.</summary>
public sealed class RemindTests(Databases databases)
{
    private static readonly ReminderId late = ReminderId.StepLate(
        CaseId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        Code.Parse("review"),
        new DateOnly(2026, 11, 1)
    );

    private static readonly Letter letter = new(
        "ada@fictional.example",
        "A step is late",
        "Hello Ada Fictional"
    );

    private static Task<Done<Reminder>> Send(Casework store, ReminderId id, Actor by) =>
        store.Do(new Remind(id), Story.By(by, 1), beside: (_, _) => new Alongside([letter], []));

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_nodes_that_remind_at_once_write_one_letter(Database database)
    {
        await using var store = await databases.Store(database);
        var by = new Program("remind");

        var done = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => Send(store, late, by)))
        );

        Assert.Single(done.OfType<Done<Reminder>.Written>());
        Assert.Equal(3, done.OfType<Done<Reminder>.Unchanged>().Count());
        Assert.Single(await store.LettersWaiting(10));
        // The next day of the same thing is another thing.
        Assert.IsType<Done<Reminder>.Written>(
            await Send(
                store,
                ReminderId.ReturnDue(
                    PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    Party.Parse("school:100000"),
                    new Year(2025)
                ),
                by
            )
        );
        Assert.Equal(2, (await store.LettersWaiting(10)).Count);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Nobody_reminds_by_hand(Database database)
    {
        await using var store = await databases.Store(database);
        Assert.Equal(
            "not-yours-to-remind",
            Assert.IsType<Done<Reminder>.Refused>(await Send(store, late, new Terminal())).Why.Code
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("Fictional Person")]
    [InlineData("step late")]
    public void Words_are_no_id_of_a_reminder(string text) =>
        Assert.False(ReminderId.TryParse(text, null, out _));
}
