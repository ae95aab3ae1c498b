using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>What administrators and officers look up: people by name, role and school, and the journal by who, what and when.</summary>
public sealed class CaseworkQueriesTests(Databases databases)
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly today = new(2026, 10, 2);
    private static readonly Scope school = Scope.Parse("school:100000");
    private static readonly Scope council = Scope.Parse("local-authority:301");

    private static PersonId Id(byte who) => PersonId.From([who, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

    private static InvitePerson Invite(byte who, string name, Appointment role) =>
        new(Id(who), name, $"person{who}@school.example", role, today, null, council);

    private static Task<Done<Person>> Do(Casework store, InvitePerson act, int minutes) =>
        store.Do(
            act,
            new Occasion(
                new Holder(Id(0), new Appointment(Role.Administrator, Scope.Everywhere)),
                now.AddMinutes(minutes),
                today
            )
        );

    private static async Task Fill(Casework store)
    {
        await Do(store, Invite(1, "Cora Fictional", new(Role.Head, school)), 1);
        await Do(store, Invite(2, "Ada Fictional", new(Role.Governor, school)), 2);
        await Do(
            store,
            Invite(3, "Bea 100% Fictional", new(Role.LocalAuthorityOfficer, council)),
            3
        );
        await Do(store, Invite(4, "Ada Fictional", new(Role.Researcher, Scope.Everywhere)), 4);
    }

    private static async Task<string> Found(Casework store, PeopleQuestion question) =>
        string.Join(
            ", ",
            (await store.People(question, null, 10)).Select(p => p.Name.Text!.Split(' ')[0])
        );

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task People_are_found_by_letters_of_their_name_or_address_by_role_and_by_school(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Fill(store);

        Assert.Equal("Ada, Ada, Bea, Cora", await Found(store, new()));
        Assert.Equal("Cora", await Found(store, new("CORA")));
        Assert.Equal("Cora", await Found(store, new("person1@")));
        Assert.Equal("Cora", await Found(store, new(Role: Role.Head)));
        Assert.Equal("Ada, Cora", await Found(store, new(Over: school)));
        Assert.Equal("", await Found(store, new(Role: Role.Head, Over: council)));
        Assert.Equal("", await Found(store, new(Status: PersonStatus.Active)));
        Assert.Equal(
            "Ada, Bea, Cora",
            string.Join(
                ", ",
                (await store.PeopleOver([school, council])).Select(p => p.Name.Text!.Split(' ')[0])
            )
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_letter_that_stands_for_others_is_looked_for_as_it_is(Database database)
    {
        await using var store = await databases.Store(database);
        await Fill(store);

        Assert.Equal("Bea", await Found(store, new("%")));
        Assert.Equal("", await Found(store, new("a_a")));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_next_page_of_people_begins_after_the_last_one_also_among_equal_names(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Fill(store);

        var pages = new List<PersonId>();
        for (PersonId? last = null; ; last = pages[^1])
        {
            var page = await store.People(new(), last, 1);
            if (page.Count == 0)
                break;
            pages.Add(page[0].Id);
        }

        Assert.Equal([Id(2), Id(4), Id(3), Id(1)], pages);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_journal_is_searched_from_the_newest_entry_down(Database database)
    {
        await using var store = await databases.Store(database);
        await Fill(store);
        async Task<string> Numbers(JournalQuestion question) =>
            string.Join(' ', (await store.SearchJournal(question, 2)).Select(e => e.Number));

        Assert.Equal("4 3", await Numbers(new()));
        Assert.Equal("2 1", await Numbers(new(Before: 3)));
        Assert.Equal("3", await Numbers(new(Subject: Id(3).ToString(), Kind: "person")));
        Assert.Equal("3 2", await Numbers(new(From: now.AddMinutes(2), To: now.AddMinutes(4))));
        Assert.Equal("4 3", await Numbers(new(By: Id(0).ToString(), Act: "invite-person")));
        Assert.Equal("", await Numbers(new(By: "terminal")));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Ids_are_given_names_where_somebody_has_one(Database database)
    {
        await using var store = await databases.Store(database);
        await Fill(store);

        var names = await store.Names([Id(1).ToString(), "terminal", Id(9).ToString()]);

        Assert.Equal("Cora Fictional", Assert.Single(names).Value);
    }
}
