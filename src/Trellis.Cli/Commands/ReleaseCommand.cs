using System.CommandLine;
using System.Globalization;
using Trellis.Families;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis release --out FOLDER</c>: the families and lists of this snapshot, as the files that the next import continues from.</summary>
internal static class ReleaseCommand
{
    public static Command Create()
    {
        var store = Shared.Store();
        var to = new Option<DirectoryInfo>("--out")
        {
            Description =
                "The folder to write trellis_families_DATE.csv and trellis_neighbours_DATE.csv to: put them with the files of the next import.",
            Required = true,
        };
        var json = Shared.AsJson();
        var command = new Command(
            "release",
            "Families of all kinds and every school's list, as the files that the next import continues from."
        )
        {
            store,
            to,
            json,
        };
        command.SetAction(parsed =>
        {
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var families = Families.Families.In(snapshot);
            // The day of the newest file that went in: the same files give the same release on any day.
            var day = families.Release.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var folder = parsed.GetValue(to)!.FullName;
            Directory.CreateDirectory(folder);
            string familyFile = Path.Combine(folder, $"trellis_families_{day}.csv"),
                neighbourFile = Path.Combine(folder, $"trellis_neighbours_{day}.csv");
            Put(
                familyFile,
                writer => FamilyFile.Write(writer, families, Enum.GetValues<FamilyKind>())
            );
            var names = 0;
            Put(
                neighbourFile,
                writer =>
                    names = NeighbourFile.Write(
                        writer,
                        Likeness.In(snapshot),
                        SimilarMethods.Trellis
                    )
            );
            var members = Enum.GetValues<FamilyKind>()
                .SelectMany(k => Enum.GetValues<Peers>().SelectMany(p => families.Of(k, p)))
                .Sum(f => f.Members.Count);
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Snapshot = snapshot.Id,
                        families.Release,
                        Families = familyFile,
                        Members = members,
                        Neighbours = neighbourFile,
                        Names = names,
                    }
                );
            else
                Console.Out.WriteLine(
                    $"Release of {day}, from snapshot {snapshot.ShortId}: {members:N0} places in families in {familyFile}, {names:N0} names in {neighbourFile}."
                );
            return 0;
        });
        return command;
    }

    /// <summary>Written beside and then renamed, so that an import never meets half a file.</summary>
    private static void Put(string path, Action<TextWriter> write)
    {
        using (var writer = new StreamWriter(path + ".part"))
            write(writer);
        File.Move(path + ".part", path, overwrite: true);
    }
}
