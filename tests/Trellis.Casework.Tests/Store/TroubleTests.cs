using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;

namespace Trellis.Store;

/// <summary>Races, twins and broken connections end in an answer that is true, on both databases.</summary>
public sealed class TroubleTests(Databases databases)
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly today = new(2026, 10, 2);
    private static readonly Occasion fromTheTerminal = new(new Terminal(), now, today, "first");
    private static readonly Appointment administrator = new(Role.Administrator, Scope.Everywhere);

    public static TheoryData<Database> Both => Databases.Both;

    private static InvitePerson Invite(byte who, string? email = null, FreeText? name = null) =>
        new(
            PersonId.From([who, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            name ?? "Ada Fictional",
            email ?? $"ada{who}@school.example",
            administrator,
            today,
            null,
            null
        );

    private static readonly string Ada = Invite(1).Subject;

    [Theory, MemberData(nameof(Both))]
    public async Task Of_sixteen_who_make_the_same_person_one_does(Database database)
    {
        await using var store = await databases.Store(database);

        var done = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ => Task.Run(() => store.Do(Invite(1), fromTheTerminal)))
        );

        Assert.Single(done.OfType<Done<Person>.Written>());
        Assert.Equal(15, done.OfType<Done<Person>.Refused>().Count());
        Assert.Equal(1, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_address_that_somebody_else_has_is_refused_in_words(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1, "ada@school.example"), fromTheTerminal);

        var twin = await store.Do(Invite(2, "ADA@school.example"), fromTheTerminal);

        Assert.Equal("email-known", Assert.IsType<Done<Person>.Refused>(twin).Why.Code);
        Assert.Equal(1, (await store.Head()).Number);
        Assert.Null(await store.Find<Person>(Invite(2).Subject));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_second_post_of_a_form_waits_for_the_first_and_gets_its_answer(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        var form = new Conditions(Once: "form-1");
        var inside = new TaskCompletionSource();
        using var go = new ManualResetEventSlim();

        var first = Task.Run(() =>
            store.Do(
                Invite(1),
                fromTheTerminal,
                form,
                (_, _) =>
                {
                    inside.SetResult();
                    go.Wait();
                    return Alongside.Nothing;
                }
            )
        );
        await inside.Task;
        var second = Task.Run(() => store.Do(Invite(1), fromTheTerminal, form));
        go.Set();

        Assert.IsType<Done<Person>.Written>(await first);
        Assert.Equal(1, Assert.IsType<Done<Person>.Again>(await second).Entry);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_form_that_was_refused_can_be_mended_and_sent_again(Database database)
    {
        await using var store = await databases.Store(database);
        var form = new Conditions(Once: "form-1");

        Assert.IsType<Done<Person>.Refused>(
            await store.Do(Invite(1, "nowhere"), fromTheTerminal, form)
        );
        Assert.IsType<Done<Person>.Written>(await store.Do(Invite(1), fromTheTerminal, form));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Who_waited_is_not_written_as_earlier_than_whom_they_waited_for(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1), fromTheTerminal with { At = now.AddSeconds(1) });

        // Its clock was read before the other began to write.
        await store.Do(new RenamePerson(Ada, "Bea Fictional"), fromTheTerminal);

        var entries = await store.Entries(1, 10);
        Assert.Equal([now.AddSeconds(1), now.AddSeconds(1)], entries.Select(e => e.At));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_answered_equals_what_is_read_later(Database database)
    {
        await using var store = await databases.Store(database);

        var done = await store.Do(Invite(1), fromTheTerminal with { At = now.AddTicks(7) });

        var written = Assert.IsType<Done<Person>.Written>(done).After.State;
        var kept = (await store.Find<Person>(Ada))!.State;
        Assert.Equal(written.Appointments, kept.Appointments);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Letters_that_no_database_takes_are_left_out_of_words(Database database)
    {
        await using var store = await databases.Store(database);

        await store.Do(Invite(1, name: "A\0da \ud83c\udf3b \ud800Fictional"), fromTheTerminal);

        var kept = await store.Find<Person>(Ada);
        Assert.Equal("Ada \ud83c\udf3b \ufffdFictional", kept!.State.Name.Text);
        var entry = Assert.Single(await store.Entries(1, 10));
        Assert.All(
            entry.Texts,
            t => Assert.Contains(Writing.Digest(t.Salt!, t.Text!), entry.Payload)
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Sixty_four_writers_at_once_are_all_answered_while_readers_read(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1), fromTheTerminal);

        var writers = Enumerable
            .Range(2, 64)
            .Select(i => Task.Run(() => store.Do(Invite((byte)i), fromTheTerminal)))
            .ToList();
        var readers = Enumerable
            .Range(0, 64)
            .Select(_ => Task.Run(() => store.Find<Person>(Ada)))
            .ToList();

        Assert.All(await Task.WhenAll(writers), d => Assert.IsType<Done<Person>.Written>(d));
        Assert.All(await Task.WhenAll(readers), Assert.NotNull);
        Assert.Equal(65, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Who_goes_away_while_waiting_writes_nothing_and_blocks_nobody(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1), fromTheTerminal);
        using var gone = new CancellationTokenSource();
        var inside = new TaskCompletionSource();
        using var go = new ManualResetEventSlim();
        var slow = Task.Run(() =>
            store.Do(
                new RenamePerson(Ada, "Bea Fictional"),
                fromTheTerminal,
                beside: (_, _) =>
                {
                    inside.SetResult();
                    go.Wait();
                    return Alongside.Nothing;
                }
            )
        );
        await inside.Task;

        var waiting = Task.Run(() =>
            store.Do(new RenamePerson(Ada, "Cyd Fictional"), fromTheTerminal, stop: gone.Token)
        );
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        go.Set();

        Assert.IsType<Done<Person>.Written>(await slow);
        Assert.Equal("Bea Fictional", (await store.Find<Person>(Ada))!.State.Name.Text);
        Assert.IsType<Done<Person>.Written>(
            await store.Do(new RenamePerson(Ada, "Dee Fictional"), fromTheTerminal)
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_act_that_breaks_off_half_way_leaves_nothing(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1), fromTheTerminal);

        await Assert.ThrowsAsync<FormatException>(() =>
            store.Do(
                new RenamePerson(Ada, "Bea Fictional"),
                fromTheTerminal,
                new Conditions(Once: "form-1"),
                (_, _) => throw new FormatException("a mistake of ours")
            )
        );

        Assert.Equal("Ada Fictional", (await store.Find<Person>(Ada))!.State.Name.Text);
        Assert.IsType<Done<Person>.Written>(
            await store.Do(
                new RenamePerson(Ada, "Bea Fictional"),
                fromTheTerminal,
                new Conditions(Once: "form-1")
            )
        );
        Assert.Equal(2, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_store_that_closes_waits_for_who_is_writing(Database database)
    {
        var place = await databases.Fresh(database);
        var store = await Casework.Open(place.Folder, place.Connection, new Clock());
        var inside = new TaskCompletionSource();
        using var go = new ManualResetEventSlim();
        var slow = Task.Run(() =>
            store.Do(
                Invite(1),
                fromTheTerminal,
                beside: (_, _) =>
                {
                    inside.SetResult();
                    go.Wait();
                    return Alongside.Nothing;
                }
            )
        );
        await inside.Task;

        var closing = store.DisposeAsync();
        go.Set();
        await closing;

        Assert.IsType<Done<Person>.Written>(await slow);
        await Assert.ThrowsAsync<ObjectDisposedException>(() =>
            store.Do(Invite(2), fromTheTerminal)
        );
    }

    [Fact]
    public async Task A_server_without_room_says_later_and_not_that_we_are_wrong()
    {
        var place = await databases.Fresh(Database.Postgres);
        await using var store = await Casework.Open(place.Folder, place.Connection, new Clock());
        // What a full disk says, where Entity Framework wraps it twice: as what stopped it from saving, and as what may pass.
        await Ask(
            place,
            """
            create function no_room() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
            create trigger no_room before insert on outbox for each row execute function no_room();
            """
        );

        var wrong = await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            store.Do(
                Invite(1),
                fromTheTerminal,
                beside: (_, _) => new Alongside([new Letter("a@b.example", "s", "b")], [])
            )
        );

        Assert.StartsWith(store.Place, wrong.Message);
        Assert.Contains("could not extend file", wrong.Message);
        Assert.IsType<Done<Person>.Written>(await store.Do(Invite(1), fromTheTerminal));
    }

    [Fact]
    public async Task A_connection_that_dies_in_the_middle_of_an_act_says_later()
    {
        var place = await databases.Fresh(Database.Postgres);
        await using var store = await Casework.Open(place.Folder, place.Connection, new Clock());

        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            store.Do(
                Invite(1),
                fromTheTerminal,
                beside: (_, _) =>
                {
                    Ask(
                            place,
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                        )
                        .GetAwaiter()
                        .GetResult();
                    return Alongside.Nothing;
                }
            )
        );

        Assert.Equal(Head.Empty, await store.Head());
        Assert.IsType<Done<Person>.Written>(await store.Do(Invite(1), fromTheTerminal));
    }

    [Theory]
    [InlineData("Host=nowhere.invalid;Username=trellis;Database=d;Timeout=2")]
    [InlineData("Host=127.0.0.1;Port=1;Username=trellis;Database=d;Timeout=2")]
    public async Task A_server_that_is_not_there_says_later_with_its_place(string connection)
    {
        await using var store = Casework.At("", connection);

        var wrong = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Head());

        Assert.StartsWith(store.Place, wrong.Message);
        Assert.DoesNotContain("Username", wrong.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_damage()
    {
        var place = await databases.Fresh(Database.Sqlite);
        await File.WriteAllTextAsync(
            Path.Combine(place.Folder, "casework.db"),
            string.Concat(Enumerable.Repeat("not a database, fictional. ", 400))
        );

        await Assert.ThrowsAsync<StoreDamagedException>(() =>
            Casework.Open(place.Folder, null, new Clock())
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Eight_programs_that_start_at_once_on_an_empty_database_all_start(
        Database database
    )
    {
        var place = await databases.Bare(database);

        var stores = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(() => Casework.Open(place.Folder, place.Connection, new Clock()))
                )
        );

        foreach (var store in stores)
        {
            Assert.Equal(Head.Empty, await store.Head());
            await store.DisposeAsync();
        }
    }

    private static async Task Ask(Databases.Place place, string sql)
    {
        await using DbConnection connection = place.Connection is { } server
            ? new NpgsqlConnection(server + ";Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(place.Folder, "casework.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
