using System.CommandLine;
using System.Globalization;
using Trellis.Api;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Commands;

/// <summary><c>trellis publish-register --out FOLDER</c>: the open part of the register of partnerships, as files that the next import takes.</summary>
internal static class RegisterCommand
{
    /// <remarks>Exit codes: 0 done · 1 there is no casework or no snapshot here · 2 the day is none · 3 the store cannot be read or the folder not be written.</remarks>
    public static Command Create()
    {
        var store = Shared.Store();
        var to = new Option<DirectoryInfo>("--out")
        {
            Description =
                "The folder to write to: put its files with those of the next import. Files of the same day are replaced.",
            Required = true,
        };
        var day = new Option<string?>("--on")
        {
            Description = "The day the files carry, as 2026-11-22; today where nothing is said.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "publish-register",
            "Partnerships, members, returns and aims that anybody may read, as dated CSV files with a manifest."
        )
        {
            store,
            to,
            day,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var folder = parsed.GetValue(store)!;
                var on = new LondonDay(TimeProvider.System).Today;
                if (
                    parsed.GetValue(day) is { } said
                    && !DateOnly.TryParseExact(
                        said,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out on
                    )
                )
                    return Shared.Refuse(2, $"'{said}' is no day as 2026-11-22.");
                await using var casework = Shared.CaseworkOf(folder);
                if (!casework.IsServer && !File.Exists(casework.Place))
                    return Shared.Refuse(1, $"There is no casework in '{folder.FullName}'.");
                await casework.Upgrade(TimeProvider.System, stop);
                using var record = PublicRecordFile.Open(folder.FullName);
                await record.Follow(casework, TimeProvider.System, stop);
                var number = record.Number;
                var written = OpenRegister.Write(
                    parsed.GetValue(to)!.FullName,
                    on,
                    record,
                    new(number, await casework.HashOf(number, stop) ?? Journal.Head.Empty.Hash),
                    new SnapshotStore(folder.FullName).Load()
                );
                if (parsed.GetValue(json))
                    Shared.Print(written);
                else
                {
                    Console.Out.WriteLine(
                        $"The register of {written.On:d MMMM yyyy}, up to entry {written.Entry:N0} of the journal:"
                    );
                    foreach (var file in written.Files)
                        Console.Out.WriteLine($"  {file.File}: {file.Rows:N0} rows");
                    foreach (var title in written.Left)
                        Console.Out.WriteLine($"  {title}: none yet, so no file");
                }
                return 0;
            }
        );
        return command;
    }
}
