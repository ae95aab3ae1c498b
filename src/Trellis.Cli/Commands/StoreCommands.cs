using System.CommandLine;
using Trellis.Snapshots;
using Trellis.Sources;

namespace Trellis.Commands;

/// <summary>Verbs about the store itself: <c>snapshots</c>, <c>rollback</c>, <c>doctor</c>.</summary>
internal static class StoreCommands
{
    public static Command Snapshots()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command(
            "snapshots",
            "List what was published and which snapshot is in use."
        )
        {
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            var history = new SnapshotStore(parsed.GetValue(store)!.FullName).History();
            var current = history is [.., var last] ? last.Id : null;
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Current = current,
                        Snapshots = history.Select(p => new
                        {
                            Snapshot = p.Id,
                            p.At,
                            p.How,
                            p.From,
                        }),
                    }
                );
            else
                foreach (var publication in history)
                    Console.Out.WriteLine(
                        $"{publication.At:yyyy-MM-dd HH:mm} {publication.How, -8} {publication.Id}{(ReferenceEquals(publication, history[^1]) ? "  in use" : "")}"
                    );
            return 0;
        });
        return command;
    }

    public static Command Rollback()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command("rollback", "Go back to the snapshot before this one.")
        {
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            var moved = new SnapshotStore(parsed.GetValue(store)!.FullName).Rollback(
                TimeProvider.System
            );
            if (moved is null)
            {
                Console.Error.WriteLine(
                    "There is no earlier snapshot to go back to; nothing was changed."
                );
                return 1;
            }
            if (parsed.GetValue(json))
                Shared.Print(new { Snapshot = moved.Id, moved.At });
            else
                Console.Out.WriteLine($"In use now: {moved.Id}");
            return 0;
        });
        return command;
    }

    public static Command Doctor()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command("doctor", "Check the store: hashes, invariants, disk.")
        {
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            ReadDefinitions();
            var folder = parsed.GetValue(store)!.FullName;
            var checks = Check(new SnapshotStore(folder)).ToArray();
            var overdue = Overdue(new Serving.LondonDay(TimeProvider.System).Today);
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Healthy = checks.All(c => c.Good),
                        Checks = checks,
                        Overdue = overdue.Select(r => new
                        {
                            r.File,
                            r.Entry,
                            Reviewed = $"{r.Reviewed:yyyy-MM-dd}",
                            By = $"{r.By:yyyy-MM-dd}",
                        }),
                    }
                );
            else
            {
                foreach (var check in checks)
                    Console.Out.WriteLine($"{(check.Good ? "good" : "BAD ")}  {check.Sentence}");
                Console.Out.WriteLine(
                    overdue.Count == 0
                        ? "good  No definition is overdue for review."
                        : $"LOOK  {overdue.Count} definitions are overdue for review:"
                );
                foreach (var review in overdue)
                    Console.Out.WriteLine(
                        $"      {review.File} {review.Entry}: reviewed {review.Reviewed:yyyy-MM-dd}, due by {review.By:yyyy-MM-dd}"
                    );
            }
            return checks.All(c => c.Good) ? 0 : 3;
        });
        return command;
    }

    /// <summary>Reads every definition that was built in.</summary>
    /// <exception cref="UnreadableSourceException">One does not fit; the message names the file, the line and the reason.</exception>
    internal static void ReadDefinitions()
    {
        _ = Measures.Definitions.All;
        _ = Fetching.OfficialSources.All;
        _ = Partners.Needs.All;
        _ = Retention.RetentionRules.All;
        _ = Calendar.BankHolidays.EnglandAndWales;
        _ = Calendar.SchoolTerms.Usual;
        _ = Rules.RangeOfOptions.All;
        _ = Rules.LegalRules.All;
        _ = Procedures.KnownProcedures.All;
        _ = Overdue(DateOnly.MinValue);
    }

    /// <summary>The definitions that somebody should have looked at again before a day, the longest overdue first. The store is whole nonetheless.</summary>
    internal static IReadOnlyList<Review> Overdue(DateOnly today) =>
        [
            .. new[]
            {
                typeof(Measures.Definitions).Assembly,
                typeof(Partners.Needs).Assembly,
                typeof(Retention.RetentionRules).Assembly,
            }
                .SelectMany(Review.In)
                .Where(r => r.OverdueOn(today))
                .OrderBy(r => r.By)
                .ThenBy(r => r.File, StringComparer.Ordinal),
        ];

    internal sealed record Finding(bool Good, string Sentence);

    private static IEnumerable<Finding> Check(SnapshotStore store)
    {
        if (store.Current() is not { } current)
        {
            yield return new Finding(false, $"There is no snapshot in '{store.Folder}' yet.");
            yield break;
        }
        yield return new Finding(
            true,
            $"The snapshot in use is {current.Id}, published {current.At:d MMMM yyyy HH:mm} UTC."
        );
        Snapshot? snapshot = null;
        string? damage = null;
        try
        {
            snapshot = store.Load(current.Id, verify: true);
        }
        catch (InvalidDataException damaged)
        {
            damage = damaged.Message;
        }
        if (snapshot is null)
        {
            yield return new Finding(false, damage!);
            yield break;
        }
        yield return new Finding(true, "Its content has the id it bears.");
        var broken = Invariants.Broken(snapshot);
        foreach (var sentence in Invariants.Sentences)
            yield return new Finding(!broken.Contains(sentence), sentence);
        var free = new DriveInfo(Path.GetFullPath(store.Folder)).AvailableFreeSpace >> 20;
        yield return new Finding(
            free > 500,
            $"The disk has {free:N0} MB free; an import needs about 500."
        );
    }
}
