using System.CommandLine;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary><c>trellis backup</c> and <c>trellis restore</c>: what people recorded, as one file that fits either database.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var to = Shared.Required<FileInfo>("--out", "The file to write; it must not be there yet.");
        var command = new Command(
            "backup",
            "Write all of casework, as it stands at one moment, into one file; the site may go on running."
        )
        {
            store,
            to,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var folder = parsed.GetValue(store)!;
                var file = parsed.GetValue(to)!;
                if (file.Directory is not { Exists: true })
                    return Shared.Refuse(2, $"There is no folder {file.DirectoryName}.");
                await using var casework = Shared.CaseworkOf(folder);
                try
                {
                    var written = await casework.Backup(file.FullName, TimeProvider.System, stop);
                    if (parsed.GetValue(json))
                        Shared.Print(
                            new
                            {
                                File = file.FullName,
                                written.At,
                                written.Schema,
                                written.Head,
                                written.Rows,
                                written.LeftOut,
                            }
                        );
                    else
                    {
                        Console.Out.WriteLine(
                            $"{file.FullName}: {written.Tables.Count} tables, {written.Rows:N0} rows, the journal up to entry {written.Head.Number:N0} ({written.Head.Hash})."
                        );
                        Console.Out.WriteLine("Not in it:");
                        foreach (var sentence in written.LeftOut)
                            Console.Out.WriteLine($"  {sentence}");
                    }
                    return 0;
                }
                catch (UnusableBackupException no)
                {
                    return Shared.Refuse(2, no.Message);
                }
            }
        );
        return command;
    }

    public static Command Restore()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var file = new Argument<FileInfo>("file") { Description = "What `trellis backup` wrote." };
        var command = new Command(
            "restore",
            "Put a backup back into an empty place; the file is checked whole before anything is written."
        )
        {
            file,
            store,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var folder = parsed.GetValue(store)!;
                var from = parsed.GetValue(file)!;
                if (!from.Exists)
                    return Shared.Refuse(1, $"There is no file {from.FullName}.");
                await using var casework = Shared.CaseworkOf(folder);
                try
                {
                    var restored = await casework.Restore(
                        from.FullName,
                        TimeProvider.System,
                        new LondonDay(TimeProvider.System).Today,
                        stop
                    );
                    var head = await casework.Head(stop);
                    if (parsed.GetValue(json))
                        Shared.Print(
                            new
                            {
                                casework.Place,
                                restored.Backup.At,
                                restored.Backup.Rows,
                                ErasedAgain = new { restored.People, restored.Texts },
                                Head = head,
                            }
                        );
                    else
                        Console.Out.WriteLine(
                            $"{casework.Place}: {restored.Backup.Rows:N0} rows as of {restored.Backup.At:d MMMM yyyy HH:mm} UTC, the journal up to entry {head.Number:N0} ({head.Hash}). {(restored.People + restored.Texts == 0 ? "Nothing had been erased since." : $"Erased again: {restored.People:N0} people, {restored.Texts:N0} single texts.")}"
                        );
                    return 0;
                }
                catch (UnusableBackupException no)
                {
                    return Shared.Refuse(2, no.Message);
                }
            }
        );
        return command;
    }
}
