using System.CommandLine;
using System.Diagnostics;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis import FOLDER --store DIR</c>: published files in, one snapshot out.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER")
        {
            Description = "A folder of published files: .csv, .csv.gz, .zip, .geojson.",
        };
        var store = Shared.Store();
        var json = Shared.AsJson();
        var accept = new Option<bool>("--accept-drift")
        {
            Description = "Publish although files lost columns or rows.",
        };
        var command = new Command(
            "import",
            "Read a folder of published files and publish it as one snapshot."
        )
        {
            folder,
            store,
            json,
            accept,
        };
        command.SetAction(parsed =>
        {
            var clock = Stopwatch.StartNew();
            var imported = new SnapshotStore(parsed.GetValue(store)!.FullName).Import(
                parsed.GetValue(folder)!.FullName,
                TimeProvider.System,
                parsed.GetValue(accept)
            );
            var snapshot = imported.Snapshot;
            var files = snapshot.Manifest.Files;
            var answer = new
            {
                Snapshot = snapshot.Id,
                Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
                PeakMegabytes = PeakMegabytes(),
                Schools = snapshot.Schools.Count,
                Establishments = snapshot.Establishments.Count,
                Groups = snapshot.Groups.Count,
                Memberships = snapshot.Memberships.Count,
                Measures = snapshot.Measures.All.Count,
                FilesRead = files.Count,
                RowsIn = files.Sum(f => (long)f.RowsIn),
                RowsAccepted = files.Sum(f => (long)f.RowsIn - f.RowsRejected),
                RowsRejected = files.Sum(f => (long)f.RowsRejected),
            };
            if (parsed.GetValue(json))
            {
                Shared.Print(answer);
                return 0;
            }
            Console.Out.WriteLine(
                $"Snapshot {snapshot.Id}{(imported.WasThere ? " (the same content as before)" : "")}"
            );
            Console.Out.WriteLine(
                $"{answer.Schools:N0} schools, {answer.Establishments:N0} establishments, {answer.Groups:N0} groups, {answer.Memberships:N0} memberships, {answer.Measures} measures"
            );
            Console.Out.WriteLine(
                $"{answer.FilesRead} files, {answer.RowsIn:N0} rows in, {answer.RowsAccepted:N0} accepted, {answer.RowsRejected:N0} rejected; {answer.Seconds:F1} s, {answer.PeakMegabytes} MB"
            );
            foreach (var file in files.Where(f => f.RowsRejected > 0))
            {
                var first = file.Rejected[0];
                Console.Out.WriteLine(
                    $"  {file.Path}: {file.RowsRejected:N0} rejected; line {first.Line}, column '{first.Column}': '{first.Value}' where {first.Expected} was expected"
                );
            }
            return 0;
        });
        return command;
    }

    /// <summary>The most memory the process ever held, in MB: the operating system's own figure where it keeps one.</summary>
    private static int PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return (int)(process.PeakWorkingSet64 >> 20);
    }
}
