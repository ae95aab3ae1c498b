using System.Data.Common;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Trellis.Journal;

namespace Trellis.Store;

public sealed partial class Casework
{
    private const string ManifestName = "manifest.json";

    // Sessions and the keys of cookies open accounts: who steals a backup must not be able to sign in with it.
    private static readonly string[] neverInBackup = ["session", "web_key", "job_run"];

    private static readonly string[] besideBackup =
    [
        "Sessions and the keys of cookies: everybody signs in again.",
        "What scheduled jobs last did, and the scheduler's own tables: they are made anew.",
        "The public record of each node (public-record.db): it is built anew from what is here.",
        "Snapshots, frozen views (frozen/) and dropped letters (mail/): copy these folders beside it.",
    ];

    private static string ProgramName =>
        $"Trellis {typeof(Casework).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    /// <summary>Writes all of casework, as it stands at one moment, into one file that either database can be restored from. People go on working meanwhile.</summary>
    /// <param name="file">A zip; it appears when it is whole.</param>
    /// <exception cref="UnusableBackupException">There is nothing to back up, the store is of another program, or the file is there already.</exception>
    public async Task<BackupManifest> Backup(
        string file,
        TimeProvider time,
        CancellationToken stop = default
    )
    {
        if (!IsServer && !File.Exists(Place))
            throw new UnusableBackupException($"There is no casework at {Place}.");
        if (File.Exists(file))
            throw new UnusableBackupException(
                $"{file} is there already; a backup never overwrites another."
            );
        var aside = file + ".part";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
        };
        // It holds names, addresses and digests of passwords.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var whole = false;
        BackupManifest manifest;
        try
        {
            await using var to = new FileStream(aside, options);
            manifest = await Read(db => Write(db, to, time.GetUtcNow(), stop), stop);
            to.Flush(flushToDisk: true);
            whole = true;
        }
        finally
        {
            if (!whole)
                File.Delete(aside);
        }
        File.Move(aside, file);
        return manifest;
    }

    private async Task<BackupManifest> Write(
        CaseworkDb db,
        Stream to,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var connection = db.Database.GetDbConnection();
        var whole = db.Database.CurrentTransaction!.GetDbTransaction();
        var tables = await Catalogue.Read(connection, whole, stop);
        if (!tables.Any(t => t.Name == "journal_head"))
            throw new UnusableBackupException($"There is no casework at {Place}.");
        var schema = await Schema.Highest(connection, whole, stop);
        var head = await db.Set<HeadRow>().AsNoTracking().SingleAsync(stop);
        await using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        var written = new List<BackupTable>();
        foreach (var table in Catalogue.InOrder(tables).Where(t => !neverInBackup.Contains(t.Name)))
        {
            await using var entry = await zip.CreateEntry(
                    TextOf(table.Name),
                    CompressionLevel.Fastest
                )
                .OpenAsync(stop);
            written.Add(await TableText.Write(connection, whole, table, entry, stop));
        }
        // An erasure that came after an older backup has to outlive this disk too.
        if (File.Exists(ErasedListPath))
            await zip.CreateEntryFromFileAsync(ErasedListPath, ErasedList.File, stop);
        var manifest = new BackupManifest(
            BackupManifest.TheFormat,
            ProgramName,
            now,
            (int)schema,
            new Head(head.Number, head.Hash),
            written,
            besideBackup
        );
        await using var last = await zip.CreateEntry(ManifestName).OpenAsync(stop);
        await JsonSerializer.SerializeAsync(last, manifest, BackupManifest.Json, stop);
        return manifest;
    }

    private static string TextOf(string table) => $"tables/{table}.jsonl";

    /// <summary>Puts a backup back into an empty store, whole or not at all, brings its schema up to date, and erases again what was erased since.</summary>
    /// <param name="today">The legal day.</param>
    /// <exception cref="UnusableBackupException">The file is damaged or of a newer program, or the store is not empty; nothing was changed.</exception>
    /// <remarks>Broken off while it erases, it is run again with the same file and goes on from there.</remarks>
    public async Task<Restored> Restore(
        string file,
        TimeProvider time,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        await using var zip = await Opened(file, stop);
        var manifest = await ManifestOf(zip, file, stop);
        foreach (var table in manifest.Tables)
            await Check(zip, file, table, stop);
        await Guarded(async () =>
        {
            if (!await IsEmpty(manifest, stop))
                return false;
            await Schema.Upgrade(this, time, stop, last: manifest.Schema);
            await using var db = Connect();
            await db.Database.OpenConnectionAsync(stop);
            await using var whole = await db.Database.BeginTransactionAsync(stop);
            await PutBack(db, whole.GetDbTransaction(), zip, file, manifest, stop);
            await whole.CommitAsync(CancellationToken.None);
            return true;
        });
        await Upgrade(time, stop);
        await AddToList(zip, file, stop);
        var (people, texts) = await EraseAgain(ErasedListPath, time.GetUtcNow(), today, stop);
        return new Restored(manifest, people, texts);
    }

    /// <summary>The list of the backup goes on where the store goes on.</summary>
    private async Task AddToList(ZipArchive zip, string file, CancellationToken stop)
    {
        if (zip.GetEntry(ErasedList.File) is not { } entry)
            return;
        await using var text = await entry.OpenAsync(stop);
        using var reader = new StreamReader(text);
        var lines = new List<string>();
        if (File.Exists(ErasedListPath))
            // A last line without an end was cut off by a power cut and names nothing.
            lines.AddRange((await File.ReadAllTextAsync(ErasedListPath, stop)).Split('\n')[..^1]);
        lines.AddRange((await reader.ReadToEndAsync(stop)).Split('\n')[..^1]);
        var aside = ErasedListPath + ".part";
        await using (var to = new FileStream(aside, FileMode.Create))
        {
            foreach (var line in lines.Distinct(StringComparer.Ordinal))
                await to.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), stop);
            to.Flush(flushToDisk: true);
        }
        try
        {
            ErasedList.Read(aside);
        }
        catch (StoreDamagedException wrong)
        {
            throw new StoreDamagedException($"{file}: {wrong.Message}", wrong);
        }
        File.Move(aside, ErasedListPath, overwrite: true);
    }

    private static async Task<ZipArchive> Opened(string file, CancellationToken stop)
    {
        try
        {
            var zip = await ZipFile.OpenReadAsync(file, stop);
            var whole = false;
            try
            {
                // The list of what is in it is read only when it is asked for.
                whole = zip.Entries.Count > 0;
            }
            finally
            {
                if (!whole)
                    await zip.DisposeAsync();
            }
            return whole ? zip : throw new InvalidDataException("nothing is in it.");
        }
        catch (InvalidDataException wrong)
        {
            throw new UnusableBackupException(
                $"{file} is no backup, or it is cut short: {wrong.Message}",
                wrong
            );
        }
    }

    private static async Task<BackupManifest> ManifestOf(
        ZipArchive zip,
        string file,
        CancellationToken stop
    )
    {
        if (zip.GetEntry(ManifestName) is not { } entry)
            throw new UnusableBackupException($"{file} is no backup: it has no {ManifestName}.");
        BackupManifest? manifest;
        try
        {
            await using var text = await entry.OpenAsync(stop);
            manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(
                text,
                BackupManifest.Json,
                stop
            );
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            throw new UnusableBackupException(
                $"{file}: {ManifestName} cannot be read: {wrong.Message}",
                wrong
            );
        }
        if (manifest is not { Format: BackupManifest.TheFormat, Tables: not null, Head: not null })
            throw new UnusableBackupException(
                $"{file} is of the format '{manifest?.Format}'; this program reads {BackupManifest.TheFormat}."
            );
        var newest = Schema.Files[^1].Number;
        if (manifest.Schema > newest)
            throw new UnusableBackupException(
                $"{file} is of a newer program ({manifest.Program}): its schema is {manifest.Schema}, this program knows {newest}."
            );
        return manifest;
    }

    private static async Task Check(
        ZipArchive zip,
        string file,
        BackupTable table,
        CancellationToken stop
    )
    {
        if (zip.GetEntry(TextOf(table.Name)) is not { } entry)
            throw new UnusableBackupException($"{file}: table {table.Name} is missing.");
        BackupTable found;
        try
        {
            await using var text = await entry.OpenAsync(stop);
            found = await TableText.Measure(table.Name, text, stop);
        }
        catch (InvalidDataException wrong)
        {
            throw new UnusableBackupException(
                $"{file}: table {table.Name} is damaged: {wrong.Message}",
                wrong
            );
        }
        if (found != table)
            throw new UnusableBackupException(
                $"{file}: table {table.Name} is damaged: it has {found.Rows} rows and the hash {found.Sha256}, the manifest says {table.Rows} rows and {table.Sha256}."
            );
    }

    /// <summary>A place is empty when nobody has acted in it: tables may be there, the first head too.</summary>
    /// <returns>False where this very backup was put back already, and nobody but the restore has acted since.</returns>
    private async Task<bool> IsEmpty(BackupManifest manifest, CancellationToken stop)
    {
        if (!IsServer && !File.Exists(Place))
        {
            if (File.Exists(Path.Combine(Folder, "public-record.db")))
                throw new UnusableBackupException(
                    $"{Folder} holds the public record of another store; restore goes into an empty place."
                );
            return true;
        }
        await using var db = Connect();
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        var tables = await Catalogue.Read(connection, null, stop);
        if (tables.Count == 0)
            return true;
        if (
            tables.Any(t => t.Name == "journal")
            && await db.Set<EntryRow>()
                .AnyAsync(
                    e => e.Number == manifest.Head.Number && e.Hash == manifest.Head.Hash,
                    stop
                )
            && !await db.Set<EntryRow>()
                .AnyAsync(e => e.Number > manifest.Head.Number && e.Role != "restore", stop)
        )
            return false;
        foreach (var table in tables.Where(t => !neverInBackup.Contains(t.Name)))
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                table.Name == "journal_head"
                    ? "select 1 from journal_head where number > 0"
                    : $"select 1 from \"{table.Name}\" limit 1";
            if (await command.ExecuteScalarAsync(stop) is not null)
                throw new UnusableBackupException(
                    $"{Place} is not empty: table {table.Name} has rows. Restore goes into an empty place."
                );
        }
        if (
            tables.Any(t => t.Name == "journal_head")
            && await Schema.Highest(connection, null, stop) is var there
            && there > manifest.Schema
        )
            throw new UnusableBackupException(
                $"{Place} has tables of schema {there}, and the backup is of schema {manifest.Schema}. Give it a place without tables."
            );
        return true;
    }

    private static async Task PutBack(
        CaseworkDb db,
        DbTransaction whole,
        ZipArchive zip,
        string file,
        BackupManifest manifest,
        CancellationToken stop
    )
    {
        var connection = db.Database.GetDbConnection();
        var tables = await Catalogue.Read(connection, whole, stop);
        foreach (var named in manifest.Tables)
        {
            if (tables.FirstOrDefault(t => t.Name == named.Name) is not { } table)
                throw new UnusableBackupException(
                    $"{file}: this program has no table {named.Name}."
                );
            // The first head is there from the schema itself.
            await Execute(connection, whole, $"delete from \"{table.Name}\"", stop);
            await using var text = await zip.GetEntry(TextOf(table.Name))!.OpenAsync(stop);
            try
            {
                await TableText.Load(connection, whole, table, text, stop);
            }
            catch (Exception wrong)
                when (wrong
                        is JsonException
                            or InvalidDataException
                            or FormatException
                            or OverflowException
                            or DbException { SqlState: ['2', '2' or '3', ..] }
                )
            {
                throw new UnusableBackupException(
                    $"{file}: table {table.Name} cannot be put back here: {wrong.Message}",
                    wrong
                );
            }
            // Read back from the database, so that what people will see is what was backed up.
            var found = await TableText.Write(connection, whole, table, Stream.Null, stop);
            if (found != named)
                throw new UnusableBackupException(
                    $"{file}: table {table.Name} came back as {found.Rows} rows with the hash {found.Sha256}; the backup has {named.Rows} rows and {named.Sha256}."
                );
        }
        await Follow(db, file, manifest.Head, stop);
    }

    /// <summary>Follows the chain from its beginning to the head that the manifest names.</summary>
    private static async Task Follow(
        CaseworkDb db,
        string file,
        Head expected,
        CancellationToken stop
    )
    {
        var last = Journal.Head.Empty;
        await foreach (
            var row in db.Set<EntryRow>()
                .AsNoTracking()
                .OrderBy(r => r.Number)
                .Select(r => new
                {
                    r.Number,
                    r.Payload,
                    r.Hash,
                })
                .AsAsyncEnumerable()
                .WithCancellation(stop)
        )
        {
            if (row.Number != last.Number + 1 || row.Hash != Writing.Hash(last.Hash, row.Payload))
                throw new UnusableBackupException(
                    $"{file}: the journal does not verify at entry {row.Number}."
                );
            last = new Head(row.Number, row.Hash);
        }
        if (last != expected)
            throw new UnusableBackupException(
                $"{file}: the journal ends at entry {last.Number} with the hash {last.Hash}; the manifest says {expected.Number} and {expected.Hash}."
            );
    }

    private static async Task Execute(
        DbConnection connection,
        DbTransaction whole,
        string sql,
        CancellationToken stop
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>What a restore did.</summary>
/// <param name="People">How many people were erased again, because they had been erased after the backup was taken.</param>
/// <param name="Texts">How many single words were.</param>
public sealed record Restored(BackupManifest Backup, int People, int Texts);
