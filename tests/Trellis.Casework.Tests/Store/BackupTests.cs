using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;

namespace Trellis.Store;

/// <summary>One backup for both databases: what is put back is what was there, or the file is refused with a reason.</summary>
public sealed class BackupTests(Databases databases) : IDisposable
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly today = new(2026, 10, 2);
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-backup-").FullName;

    private string NewFile => Path.Combine(folder, $"{Directory.GetFiles(folder).Length}.zip");

    public static TheoryData<Database, Database> EachWay =>
        new()
        {
            { Database.Sqlite, Database.Sqlite },
            { Database.Sqlite, Database.Postgres },
            { Database.Postgres, Database.Sqlite },
            { Database.Postgres, Database.Postgres },
        };

    private static PersonId Someone(int i) =>
        PersonId.From([(byte)(i >> 8), (byte)i, 2, 3, 4, 5, 6, 7, 8, 9]);

    /// <summary>Invites people with names that are hard on a format, each with a letter.</summary>
    private static async Task Act(Casework store, int from, int to, bool letters = true)
    {
        for (var i = from; i < to; i++)
            Assert.IsType<Done<Person>.Written>(
                await store.Do(
                    new InvitePerson(
                        Someone(i),
                        $"Zoë \"Fictional\" {i} <b>\\ŵ學🏫 '&",
                        $"zoe{i}@school.example",
                        new Appointment(Role.Administrator, Scope.Everywhere),
                        today,
                        null,
                        null
                    ),
                    new Occasion(new Terminal(), now, today, $"because\n{i}"),
                    beside: (happened, _) =>
                        letters
                            ? new Alongside(
                                [new Letter(happened.Email, "Welcome", $"Dear {happened.Name}")],
                                []
                            )
                            : Alongside.Nothing
                )
            );
    }

    private static async Task<IReadOnlyList<string>> Everything(Casework store)
    {
        var all = new List<string>();
        foreach (var table in await store.Tables())
        {
            var columns = table.Columns.Select(c => c.Name).Order(StringComparer.Ordinal);
            var rows = await store.Ask($"select {string.Join(", ", columns)} from {table.Name}");
            all.AddRange(rows.Select(r => $"{table.Name}: {r}").Order(StringComparer.Ordinal));
        }
        return all;
    }

    private async Task<(Casework Store, string Folder)> Bare(Database database)
    {
        var place = await databases.Bare(database);
        return (Casework.At(place.Folder, place.Connection), place.Folder);
    }

    [Theory, MemberData(nameof(EachWay))]
    public async Task What_is_put_back_is_what_was_there(Database from, Database to)
    {
        await using var store = await databases.Store(from);
        await Act(store, 0, 20);
        await store.Fill();
        await store.Run("delete from job_run");
        foreach (var secret in (await store.Tables()).Where(t => t.Name is "session" or "web_key"))
            await store.Run($"delete from {secret.Name}");
        var file = NewFile;

        var written = await store.Backup(file, new Clock());
        var (other, place) = await Bare(to);
        await using var _ = other;
        var restored = await other.Restore(file, new Clock(), today);

        Assert.Equal(await store.Head(), written.Head);
        Assert.Equal(written.Head, restored.Backup.Head);
        Assert.Equal(await store.Head(), await other.Head());
        Assert.Equal(await Everything(store), await Everything(other));
        await Act(other, 20, 21);
        Assert.Equal(21, (await other.Head()).Number);
    }

    /// <remarks>`./trellis bench backup` runs this with 10,000 acts and shows the times.</remarks>
    [Theory, MemberData(nameof(EachWay))]
    public async Task Many_acts_are_put_back_while_more_are_done(Database from, Database to)
    {
        var acts = int.Parse(Environment.GetEnvironmentVariable("TRELLIS_ACTS") ?? "200");
        await using var store = await databases.Store(from);
        await Act(store, 0, acts);
        var file = NewFile;
        var more = Task.Run(() => Act(store, 40_000, 40_020));

        var clock = Stopwatch.StartNew();
        var written = await store.Backup(file, new Clock());
        var backup = clock.Elapsed;
        await more;
        var (other, _) = await Bare(to);
        await using var _2 = other;
        clock.Restart();
        await other.Restore(file, new Clock(), today);

        TestContext.Current.SendDiagnosticMessage(
            $"{written.Head.Number:N0} acts, {written.Rows:N0} rows, {new FileInfo(file).Length / 1e6:0.0} MB: {from} backed up in {backup.TotalSeconds:0.0} s, put back into {to} in {clock.Elapsed.TotalSeconds:0.0} s"
        );
        Assert.Equal(written.Head, await other.Head());
        Assert.InRange(written.Head.Number, acts, acts + 20);
        Assert.Null((await other.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_same_rows_are_the_same_backup_from_either_database(Database database)
    {
        await using var store = await databases.Store(database);
        await Act(store, 0, 5);
        var first = await store.Backup(NewFile, new Clock());
        var (other, place) = await Bare(
            database == Database.Sqlite ? Database.Postgres : Database.Sqlite
        );
        await using var _ = other;
        await other.Restore(Path.Combine(folder, "0.zip"), new Clock(), today);

        var second = await other.Backup(NewFile, new Clock());

        Assert.Equal(first.Tables, second.Tables);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_backup_taken_while_people_work_shows_one_moment(Database database)
    {
        await using var store = await databases.Store(database);
        await Act(store, 0, 20);
        var work = Task.WhenAll(
            Enumerable
                .Range(1, 4)
                .Select(w => Task.Run(() => Act(store, w * 1000, (w * 1000) + 60)))
        );
        var files = new List<string>();
        while (!work.IsCompleted)
        {
            files.Add(NewFile);
            await store.Backup(files[^1], new Clock());
        }
        await work;

        Assert.NotEmpty(files);
        foreach (var file in files.Take(3))
        {
            var (other, place) = await Bare(database);
            await using var _ = other;
            var restored = await other.Restore(file, new Clock(), today);
            var acts = restored.Backup.Head.Number;
            Assert.InRange(acts, 20, 260);
            Assert.Equal([$"{acts}"], await other.Ask("select count(*) from person"));
            Assert.Equal([$"{acts}"], await other.Ask("select count(*) from appointment"));
            Assert.Equal([$"{acts}"], await other.Ask("select count(*) from outbox"));
            Assert.Equal([$"{acts}"], await other.Ask("select count(*) from journal"));
            Assert.Null((await other.Verify()).Fault);
        }
    }

    [Theory, MemberData(nameof(SchemaTests.EveryRelease), MemberType = typeof(SchemaTests))]
    public async Task A_backup_of_any_release_comes_to_the_newest(Database database, int release)
    {
        var (store, _) = await Bare(database);
        await using var old = store;
        await Schema.Upgrade(store, new Clock(), default, last: release);
        // This program writes letters as the newest schema has them; those of the older one are filled in below.
        await Act(store, 0, 3, letters: false);
        await store.Fill();
        var file = NewFile;
        await store.Backup(file, new Clock());
        var (other, place) = await Bare(
            database == Database.Sqlite ? Database.Postgres : Database.Sqlite
        );
        await using var _2 = other;

        var restored = await other.Restore(file, new Clock(), today);

        Assert.Equal(release, restored.Backup.Schema);
        Assert.Equal(
            [$"{Schema.Files[^1].Number}"],
            await other.Ask("select max(number) from schema_version")
        );
        Assert.Equal(await store.Head(), await other.Head());
        Assert.NotNull(await other.Find<Person>(Someone(2).ToString()));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Who_steals_a_backup_cannot_sign_in_with_it(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Fill();
        var file = NewFile;

        var written = await store.Backup(file, new Clock());

        Assert.DoesNotContain(written.Tables, t => t.Name is "session" or "web_key");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(file)
            );
    }

    private async Task<(string File, Casework Empty, string Place)> Written()
    {
        await using var store = await databases.Store(Database.Sqlite);
        await Act(store, 0, 3);
        var file = NewFile;
        await store.Backup(file, new Clock());
        var (empty, place) = await Bare(Database.Sqlite);
        return (file, empty, place);
    }

    /// <summary>Changes one text of a zip.</summary>
    private static void Spoil(string file, string name, Func<string, string> change)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Update);
        var entry = zip.GetEntry(name)!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(change(text));
    }

    /// <summary>Makes the manifest fit a table that was changed, as somebody would who wants it believed.</summary>
    private static void Forge(string file, string table)
    {
        byte[] text;
        using (var zip = ZipFile.OpenRead(file))
        using (var bytes = new MemoryStream())
        using (var entry = zip.GetEntry($"tables/{table}.jsonl")!.Open())
        {
            entry.CopyTo(bytes);
            text = bytes.ToArray();
        }
        Spoil(
            file,
            "manifest.json",
            json =>
            {
                var manifest = JsonNode.Parse(json)!;
                var named = manifest["tables"]!
                    .AsArray()
                    .Single(t => t!["name"]!.GetValue<string>() == table)!;
                named["sha256"] = Convert.ToHexStringLower(SHA256.HashData(text));
                named["rows"] = text.AsSpan().Count((byte)'\n') - 1;
                return manifest.ToJsonString();
            }
        );
    }

    private static async Task<string> Refused(string file, Casework empty, string place)
    {
        await using var _ = empty;
        var wrong = await Assert.ThrowsAsync<UnusableBackupException>(() =>
            empty.Restore(file, new Clock(), today)
        );
        // Nothing was left behind: what is whole can be put back here.
        if (File.Exists(empty.Place))
            foreach (var table in (await empty.Tables()).Where(t => t.Name != "journal_head"))
                Assert.Empty(await empty.Ask($"select 1 from {table.Name}"));
        return wrong.Message;
    }

    [Theory]
    [InlineData("person")]
    [InlineData("journal")]
    [InlineData("outbox")]
    public async Task A_damaged_table_is_named(string table)
    {
        var (file, empty, place) = await Written();
        Spoil(file, $"tables/{table}.jsonl", t => t.Replace('o', 'x'));

        Assert.StartsWith(
            $"{file}: table {table} is damaged",
            await Refused(file, empty, place),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_table_that_is_missing_is_named()
    {
        var (file, empty, place) = await Written();
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Update))
            zip.GetEntry("tables/person.jsonl")!.Delete();

        Assert.Equal($"{file}: table person is missing.", await Refused(file, empty, place));
    }

    [Fact]
    public async Task A_file_that_is_cut_short_is_refused()
    {
        var (file, empty, place) = await Written();
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)]);

        Assert.StartsWith(
            $"{file} is no backup, or it is cut short",
            await Refused(file, empty, place),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task No_byte_of_a_backup_can_be_changed_unnoticed()
    {
        var (file, empty, place) = await Written();
        await using var _ = empty;
        var whole = await File.ReadAllBytesAsync(file);
        var random = new Random(4);
        var tried = Path.Combine(folder, "tried.zip");
        var unnoticed = new List<int>();
        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(whole.Length);
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(tried, bytes);
            var (target, targetPlace) = await Bare(Database.Sqlite);
            await using var _2 = target;
            try
            {
                await target.Restore(tried, new Clock(), today);
            }
            catch (UnusableBackupException)
            {
                continue;
            }
            // Times and flags of the zip's own are not what was backed up; the rows are.
            var again = await target.Backup(Path.Combine(folder, $"again-{i}.zip"), new Clock());
            using var zip = ZipFile.OpenRead(file);
            using var reader = new StreamReader(zip.GetEntry("manifest.json")!.Open());
            var tables = JsonNode.Parse(await reader.ReadToEndAsync())!["tables"]!.AsArray();
            if (
                !again
                    .Tables.Select(t => t.Sha256)
                    .SequenceEqual(tables.Select(t => t!["sha256"]!.GetValue<string>()))
            )
                unnoticed.Add(at);
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public async Task A_journal_that_was_rewritten_is_refused_though_the_manifest_fits()
    {
        var (file, empty, place) = await Written();
        Spoil(
            file,
            "tables/journal.jsonl",
            t =>
            {
                var lines = t.Split('\n');
                lines[2] = lines[2].Replace("everywhere", "nowhere", StringComparison.Ordinal);
                return string.Join('\n', lines);
            }
        );
        Forge(file, "journal");

        Assert.Equal(
            $"{file}: the journal does not verify at entry 2.",
            await Refused(file, empty, place)
        );
    }

    [Fact]
    public async Task A_journal_that_was_shortened_is_refused_though_its_table_fits()
    {
        var (file, empty, place) = await Written();
        Spoil(file, "tables/journal.jsonl", t => string.Join('\n', t.Split('\n')[..3]) + "\n");
        Forge(file, "journal");

        Assert.StartsWith(
            $"{file}: the journal ends at entry 2",
            await Refused(file, empty, place),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_row_that_does_not_fit_names_its_table()
    {
        var (file, empty, place) = await Written();
        Spoil(
            file,
            "tables/appointment.jsonl",
            t => t.Replace(",0,", ",\"none\",", StringComparison.Ordinal)
        );
        Forge(file, "appointment");

        Assert.StartsWith(
            $"{file}: table appointment cannot be put back here",
            await Refused(file, empty, place),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_backup_of_a_newer_program_is_refused()
    {
        var (file, empty, place) = await Written();
        Spoil(
            file,
            "manifest.json",
            json =>
            {
                var manifest = JsonNode.Parse(json)!;
                manifest["schema"] = 9001;
                manifest["program"] = "Trellis 9";
                return manifest.ToJsonString();
            }
        );

        Assert.Equal(
            $"{file} is of a newer program (Trellis 9): its schema is 9001, this program knows {Schema.Files[^1].Number}.",
            await Refused(file, empty, place)
        );
    }

    [Theory]
    [InlineData("manifest.json", "{", "manifest.json cannot be read")]
    [InlineData("manifest.json", "{}", "is of the format ''")]
    [InlineData("manifest.json", "null", "is of the format ''")]
    public async Task A_manifest_that_is_none_is_refused(string name, string text, string told)
    {
        var (file, empty, place) = await Written();
        Spoil(file, name, _ => text);

        Assert.Contains(told, await Refused(file, empty, place), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_place_where_somebody_has_acted_is_refused(Database database)
    {
        var (file, empty, _) = await Written();
        await empty.DisposeAsync();
        var place = await databases.Fresh(database);
        await using var used = await Casework.Open(place.Folder, place.Connection, new Clock());
        await Act(used, 7, 8);
        var before = await Everything(used);

        var wrong = await Assert.ThrowsAsync<UnusableBackupException>(() =>
            used.Restore(file, new Clock(), today)
        );

        Assert.Matches("is not empty: table [a-z_]+ has rows", wrong.Message);
        Assert.Equal(before, await Everything(used));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_place_with_tables_in_which_nobody_has_acted_is_empty(Database database)
    {
        var (file, empty, _) = await Written();
        await empty.DisposeAsync();
        var place = await databases.Fresh(database);
        await using var fresh = await Casework.Open(place.Folder, place.Connection, new Clock());
        await fresh.JobBegan("send-mail", "one", now);

        await fresh.Restore(file, new Clock(), today);

        Assert.Equal(3, (await fresh.Head()).Number);
    }

    [Fact]
    public async Task A_backup_never_overwrites_another()
    {
        var (file, empty, _) = await Written();
        await empty.DisposeAsync();
        await using var store = await databases.Store(Database.Sqlite);
        var before = await File.ReadAllBytesAsync(file);

        await Assert.ThrowsAsync<UnusableBackupException>(() => store.Backup(file, new Clock()));

        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Where_there_is_no_casework_there_is_nothing_to_back_up_and_nothing_is_made()
    {
        var (empty, place) = await Bare(Database.Sqlite);
        await using var _ = empty;

        var wrong = await Assert.ThrowsAsync<UnusableBackupException>(() =>
            empty.Backup(NewFile, new Clock())
        );

        Assert.Equal($"There is no casework at {empty.Place}.", wrong.Message);
        Assert.Empty(Directory.GetFiles(place));
        Assert.Empty(Directory.GetFiles(folder));
    }

    /// <summary>By an administrator, confirmed by another.</summary>
    private static Occasion Confirmed { get; } =
        new(
            new Holder(
                Someone(0),
                new Appointment(Role.Administrator, Scope.Everywhere),
                Someone(1)
            ),
            now,
            today,
            "asked to be forgotten"
        );

    [Theory, MemberData(nameof(EachWay))]
    public async Task Who_was_erased_since_does_not_come_back(Database from, Database to)
    {
        await using var store = await databases.Store(from);
        await Act(store, 0, 5);
        var file = NewFile;
        await store.Backup(file, new Clock());
        Assert.IsType<Done<Person>.Written>(await store.Do(new ErasePerson(Someone(2)), Confirmed));
        var (other, _) = await Bare(to);
        await using var _2 = other;
        File.Copy(store.ErasedListPath, other.ErasedListPath);

        var restored = await other.Restore(file, new Clock(), today);

        Assert.Equal((1, 0), (restored.People, restored.Texts));
        var left = string.Join('\n', await Everything(other));
        Assert.DoesNotContain("zoe2@school.example", left, StringComparison.Ordinal);
        Assert.DoesNotContain("Fictional\" 2 ", left, StringComparison.Ordinal);
        Assert.Contains("zoe1@school.example", left, StringComparison.Ordinal);
        Assert.Null((await other.Verify()).Fault);
        // Broken off and run again it goes on; with nothing left to do it does nothing.
        var again = await other.Restore(file, new Clock(), today);
        Assert.Equal((0, 0), (again.People, again.Texts));
        Assert.Equal(left, string.Join('\n', await Everything(other)));
    }

    [Fact]
    public async Task The_list_of_erased_words_goes_with_a_backup_and_on_from_there()
    {
        await using var store = await databases.Store(Database.Sqlite);
        await Act(store, 0, 3);
        await store.Do(new ErasePerson(Someone(2)), Confirmed);
        var file = NewFile;
        await store.Backup(file, new Clock());
        var (other, _) = await Bare(Database.Sqlite);
        await using var _2 = other;
        await File.WriteAllTextAsync(
            other.ErasedListPath,
            "{\"entry\":900,\"path\":\"why\"}\n{\"entry\":9"
        );

        await other.Restore(file, new Clock(), today);

        var was = await File.ReadAllLinesAsync(store.ErasedListPath);
        var list = await File.ReadAllLinesAsync(other.ErasedListPath);
        Assert.Equal(["{\"entry\":900,\"path\":\"why\"}", .. was], list);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
