using System.CommandLine;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lists --out FILE</c>: every school's similar schools, as the file that the next release continues from.</summary>
internal static class ListsCommand
{
    public static Command Create()
    {
        var store = Shared.Store();
        var method = new Option<string>("--method")
        {
            Description = "A named method.",
            DefaultValueFactory = _ => SimilarMethods.Trellis.Id,
        };
        var to = new Option<FileInfo>("--out")
        {
            Description =
                "Where to write method,phase,urn,neighbour,rank: name it trellis_neighbours_DATE.csv, as trellis_neighbours_2026-09-01.csv, and put it in the folder of the next import.",
            Required = true,
        };
        var command = new Command(
            "lists",
            "Every school's similar schools as a file: the next release says what changed since."
        )
        {
            store,
            method,
            to,
        };
        command.SetAction(parsed =>
        {
            if (SimilarMethods.Find(parsed.GetValue(method)!) is not { } named)
            {
                Console.Error.WriteLine(
                    $"There is no method '{parsed.GetValue(method)}'. There are {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
                );
                return 2;
            }
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            using var writer = new StreamWriter(parsed.GetValue(to)!.FullName);
            ListFile.Write(writer, Likeness.In(snapshot), named);
            return 0;
        });
        return command;
    }
}
