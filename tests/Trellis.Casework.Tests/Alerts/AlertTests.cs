using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Retention;
using Trellis.Store;

namespace Trellis.Alerts;

/// <summary>Letters go only to who confirmed that they want them, end with one click, and the address is gone after that.</summary>
public sealed class AlertTests(Databases databases)
{
    private const string Address = "reader-marzipan-7c2@fictional.example";

    private static readonly Program program = new("alerts");
    private static readonly AlertId id = AlertId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    private static readonly Scope school = Scope.Parse("school:100000");

    private static readonly CaseRef given = CaseRef.From([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);

    private static LinkDigest Link(string secret) =>
        LinkDigest.Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));

    private static AskForAlert Asking(string secret = "first") =>
        new(id, school, Address, Link(secret));

    private static Task<Done<Alert>> Ask(Casework store, int minute = 0, string secret = "first") =>
        store.Do(
            Asking(secret),
            Story.By(program, minute),
            beside: (_, _) =>
                new Alongside([new Letter(Address, "Do you want letters?", "Confirm.")], [])
        );

    private static Task<Done<Alert>> Tell(Casework store, int events, string secret, int minute) =>
        store.Do(
            new TellAlert(id, Link(secret), [new ToldSoFar(given, null, events)]),
            Story.By(program, minute),
            beside: (_, _) =>
                new Alongside(
                    [
                        new Letter(
                            Address,
                            "New",
                            "Words.",
                            new Uri("https://trellis.example/leave")
                        ),
                    ],
                    []
                )
        );

    private static async Task Confirmed(Casework store)
    {
        await Ask(store);
        Assert.IsType<Done<Alert>.Written>(
            await store.Do(new ConfirmAlert(id, Link("first"), []), Story.By(program, 1))
        );
    }

    private static string Code(Done<Alert> done) =>
        Assert.IsType<Done<Alert>.Refused>(done).Why.Code;

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Nothing_goes_to_an_address_that_has_not_confirmed(Database database)
    {
        await using var store = await databases.Store(database);
        await Ask(store);

        Assert.Equal("not-wanted", Code(await Tell(store, 1, "second", 1)));
        Assert.Equal(
            "link-over",
            Code(await store.Do(new ConfirmAlert(id, Link("guessed"), []), Story.By(program, 1)))
        );
        // Another may not make it theirs.
        Assert.Equal(
            "asked-by-another",
            Code(
                await store.Do(
                    Asking() with
                    {
                        Address = "another@fictional.example",
                    },
                    Story.By(program, 2000)
                )
            )
        );
        // Asked again on the same day it writes nothing.
        Assert.IsType<Done<Alert>.Unchanged>(await Ask(store, 60, "again"));
        Assert.Single(await store.LettersWaiting(10));
        // On the next day it does, with another link; the first one is over.
        Assert.IsType<Done<Alert>.Written>(await Ask(store, 1441, "again"));
        Assert.Equal(
            "link-over",
            Code(await store.Do(new ConfirmAlert(id, Link("first"), []), Story.By(program, 1442)))
        );
        Assert.IsType<Done<Alert>.Written>(
            await store.Do(new ConfirmAlert(id, Link("again"), []), Story.By(program, 1442))
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_link_that_confirms_runs_out(Database database)
    {
        await using var store = await databases.Store(database);
        await Ask(store);

        Assert.Equal(
            "link-over",
            Code(
                await store.Do(
                    new ConfirmAlert(id, Link("first"), []),
                    Story.By(program, (Alert.DaysToConfirm + 1) * 1440)
                )
            )
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_nodes_that_tell_at_once_write_one_letter_and_any_of_its_links_ends_it(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Confirmed(store);

        var done = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(n => Task.Run(() => Tell(store, 1, $"letter {n}", 2)))
        );

        Assert.Single(done.OfType<Done<Alert>.Written>());
        Assert.Equal(3, done.OfType<Done<Alert>.Unchanged>().Count());
        Assert.Equal(2, (await store.LettersWaiting(10)).Count);
        Assert.IsType<Done<Alert>.Written>(await Tell(store, 2, "later", 3));
        Assert.Equal(
            "link-over",
            Code(await store.Do(new LeaveAlert(id, Link("guessed")), Story.By(program, 4)))
        );
        Assert.IsType<Done<Alert>.Written>(
            await store.Do(new LeaveAlert(id, Link("later")), Story.By(program, 4))
        );
        // A second click on it, or one in an older letter, is no error and changes nothing.
        Assert.IsType<Done<Alert>.Unchanged>(
            await store.Do(new LeaveAlert(id, Link("later")), Story.By(program, 5))
        );
        Assert.Equal("not-wanted", Code(await Tell(store, 3, "none", 6)));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_address_is_in_no_chain_and_gone_a_week_after_it_was_left(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Confirmed(store);
        await Tell(store, 1, "second", 2);
        await store.Do(new LeaveAlert(id, Link("second")), Story.By(program, 3));
        await using (var db = store.Connect())
            Assert.DoesNotContain(
                await db.Set<EntryRow>().Select(e => e.Payload).ToListAsync(),
                p => p.Contains("marzipan", StringComparison.Ordinal)
            );

        await store.CarryOutRetention(
            RetentionRules.All,
            Story.Begin.AddDays(7),
            Story.FirstDay.AddDays(7)
        );
        Assert.Equal(Address, (await store.Find<Alert>(id.ToString()))!.State.Address.ToString());
        var gone = await store.CarryOutRetention(
            RetentionRules.All,
            Story.Begin.AddDays(8),
            Story.FirstDay.AddDays(8)
        );

        Assert.Contains(gone, c => c.Rule.ToString() == "ended-alerts" && c.Number == 1);
        Assert.DoesNotContain(
            "marzipan",
            ActJson.Write((await store.Find<Alert>(id.ToString()))!.State)
        );
        await using (var db = store.Connect())
        {
            Assert.DoesNotContain(
                await db.Set<EntryTextRow>().Select(t => t.Text ?? "").ToListAsync(),
                t => t.Contains("marzipan", StringComparison.Ordinal)
            );
            Assert.DoesNotContain(
                await db.Set<LetterRow>().Select(l => l.Recipient ?? "").ToListAsync(),
                t => t.Contains("marzipan", StringComparison.Ordinal)
            );
        }
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_address_that_never_confirmed_is_gone_after_its_link_and_who_gets_letters_stays(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Ask(store);
        var other = AlertId.From([9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        await store.Do(
            new AskForAlert(other, school, "wants-letters@fictional.example", Link("other")),
            Story.By(program, 0)
        );
        await store.Do(new ConfirmAlert(other, Link("other"), []), Story.By(program, 1));

        await store.CarryOutRetention(
            RetentionRules.All,
            Story.Begin.AddDays(15),
            Story.FirstDay.AddDays(15)
        );

        Assert.DoesNotContain(
            "marzipan",
            ActJson.Write((await store.Find<Alert>(id.ToString()))!.State)
        );
        Assert.Equal(
            "wants-letters@fictional.example",
            (await store.Find<Alert>(other.ToString()))!.State.Address.ToString()
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_letter_leaves_with_the_header_of_its_button(Database database)
    {
        await using var store = await databases.Store(database);
        await Confirmed(store);
        await Tell(store, 1, "second", 2);
        var folder = Directory.CreateTempSubdirectory("trellis-alerts-").FullName;
        try
        {
            var time = new Clock();
            time.Pass(TimeSpan.FromHours(1));
            await store.SendLetters(
                new FileDrop(folder, "trellis@fictional.example"),
                "test",
                time
            );
            var letters = Directory.GetFiles(folder).Select(File.ReadAllText).ToList();
            var told = Assert.Single(
                letters,
                l => l.Contains("List-Unsubscribe:", StringComparison.Ordinal)
            );
            Assert.Contains("List-Unsubscribe: <https://trellis.example/leave>", told);
            Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", told);
            Assert.Equal(2, letters.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void People_can_do_none_of_it_by_hand_and_letters_are_about_places_only()
    {
        var head = new Holder(Story.Id(1), new Appointment(Role.Head, school));
        foreach (
            var outcome in (object[])
                [
                    Asking().Apply(null, Story.By(head, 0)),
                    new ConfirmAlert(id, Link("a"), []).Apply(null, Story.By(head, 0)),
                    new TellAlert(id, Link("a"), []).Apply(null, Story.By(head, 0)),
                    new LeaveAlert(id, Link("a")).Apply(null, Story.By(head, 0)),
                ]
        )
            Assert.Contains("not-by-hand", $"{outcome}");
        Assert.Contains(
            "about-nothing",
            $"{(Asking() with { About = Scope.Everywhere }).Apply(null, Story.By(program, 0))}"
        );
        Assert.Contains(
            "address-unfit",
            $"{(Asking() with { Address = "nobody" }).Apply(null, Story.By(program, 0))}"
        );
    }

    [Fact]
    public void A_link_of_no_secret_opens_nothing()
    {
        var alert = Assert
            .IsType<Outcome<AlertAsked>.Happened>(Asking().Apply(null, Story.By(program, 0)))
            .Event.After(null, Story.Begin);

        Assert.Contains(
            "link-over",
            $"{new LeaveAlert(id, default).Apply(alert with { Confirm = default }, Story.By(program, 0))}"
        );
        Assert.False(LinkDigest.TryParse(new string('g', 64), null, out _));
        Assert.False(AlertId.TryParse("b0123456789", null, out _));
    }
}
