using System.CommandLine;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary>Verbs that give the data away: <c>export</c> and <c>diff</c>.</summary>
internal static class OpenCommands
{
    public static Command Export()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var to = new Option<FileInfo>("--out")
        {
            Description = "The SQLite file to write; one that is there is replaced.",
            Required = true,
        };
        var command = new Command(
            "export",
            "Write the snapshot in use as one SQLite file with plain tables."
        )
        {
            store,
            to,
            json,
        };
        command.SetAction(parsed =>
        {
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var path = parsed.GetValue(to)!.FullName;
            PlainDatabase.Write(path, snapshot);
            var tables = OpenTables.Of(snapshot);
            var bytes = new FileInfo(path).Length;
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Snapshot = snapshot.Id,
                        File = path,
                        Bytes = bytes,
                        Tables = tables.Count,
                        Rows = tables.Sum(t => (long)t.RowCount),
                    }
                );
            else
                Console.Out.WriteLine(
                    $"{path}: {tables.Count} tables, {tables.Sum(t => (long)t.RowCount):N0} rows, {bytes >> 20} MB, snapshot {snapshot.ShortId}"
                );
            return 0;
        });
        return command;
    }

    public static Command Difference()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var from = new Option<string?>("--from")
        {
            Description =
                "The earlier snapshot's id; else the one published before the present one.",
        };
        var command = new Command(
            "diff",
            "What changed in the snapshot in use against the one before it."
        )
        {
            store,
            from,
            json,
        };
        command.SetAction(parsed =>
        {
            var snapshots = new SnapshotStore(parsed.GetValue(store)!.FullName);
            var history = snapshots.History();
            var current = snapshots.Current();
            var asked = parsed.GetValue(from);
            var before = history.LastOrDefault(p =>
                asked is null
                    ? p.Id != current?.Id
                    : p.Id.StartsWith(asked, StringComparison.Ordinal)
            );
            if (before is null || current is null)
            {
                Console.Error.WriteLine("There is no such earlier snapshot to compare with.");
                return 1;
            }
            var diff = Diff.Between(snapshots.Load(before.Id, verify: false), snapshots.Load());
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        diff.Before,
                        diff.After,
                        Changes = diff.Changes.Select(c => new
                        {
                            Change = Diff.Words(c.Kind),
                            Urn = c.Urn?.Value,
                            Uid = c.Uid?.Value,
                            c.Measure,
                            c.Name,
                            c.Before,
                            c.After,
                            c.Count,
                        }),
                    }
                );
            else
            {
                Console.Out.WriteLine($"From {diff.Before} to {diff.After}");
                foreach (var kind in diff.Changes.CountBy(c => c.Kind))
                    Console.Out.WriteLine($"{kind.Value, 8:N0}  {Diff.Words(kind.Key)}");
                if (diff.Changes.Count == 0)
                    Console.Out.WriteLine("Nothing that is compared has changed.");
            }
            return 0;
        });
        return command;
    }
}
