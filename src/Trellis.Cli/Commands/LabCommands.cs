using System.CommandLine;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lab ...</c>: every method on plain files, for researchers and for anyone who checks.</summary>
internal static class LabCommands
{
    public static Command Create() =>
        new("lab", "Methods on plain files.")
        {
            MemberOf(),
            MovesOf(),
            LabNeighbours.Create(),
            LabStability.Create(),
            LabSimilarity.Create(),
            LabInputs.Create(),
            LabPartnersBacktest.Create(),
            LabClosureGenerate.Create(),
            LabAssign.Create(),
            LabResidents.Create(),
            LabClosure.Create(),
            LabMatchBacktest.Create(),
            LabTradingCycles.Create(),
            LabFlow.Create(),
            LabMatch.Create(),
            LabHonest.Create(),
            LabPretrends.Create(),
            LabDid.Create(),
            LabTreaters.Create(),
            LabDrdid.Create(),
            LabMeta.Create(),
            LabSynthdid.Create(),
            LabTwfe.Create(),
            LabSunab.Create(),
            LabImputation.Create(),
        };

    private static Command MemberOf()
    {
        var urn = new Argument<string?>("URN") { Arity = ArgumentArity.ZeroOrOne };
        var on = new Option<DateOnly?>("--on")
        {
            Description = "The day asked about, as 2021-09-01.",
        };
        var queries = new Option<FileInfo?>("--queries")
        {
            Description = "A CSV with columns urn,on.",
        };
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command("member-of", "The groups an establishment was in on a day.")
        {
            urn,
            on,
            queries,
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            if (parsed.GetValue(queries) is { } file)
            {
                if (file.Exists)
                    return Answer(snapshot, file);
                Console.Error.WriteLine($"There is no file '{file.FullName}'.");
                return 2;
            }
            if (
                !Urn.TryParse(parsed.GetValue(urn), null, out var school)
                || parsed.GetValue(on) is not { } day
            )
            {
                Console.Error.WriteLine("Give a URN and --on 2021-09-01, or --queries FILE.csv.");
                return 2;
            }
            if (snapshot.Find(school) is null)
            {
                Console.Error.WriteLine($"No establishment has the URN {school}.");
                return 1;
            }
            var groups = snapshot
                .MembershipsOf(school)
                .Where(m => m.HoldsOn(day))
                .Select(m => (Membership: m, Group: snapshot.Find(m.Uid)!))
                .ToArray();
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Urn = school.Value,
                        On = day,
                        Groups = groups.Select(g => new
                        {
                            Uid = g.Group.Uid.Value,
                            g.Group.Name,
                            Type = g.Group.TypeOn(day).Words(),
                            g.Membership.From,
                            g.Membership.To,
                            Evidence = Evidence.Words(g.Membership),
                        }),
                    }
                );
            else if (groups.Length == 0)
                Console.Out.WriteLine(
                    $"{school} was in no group on {day:d MMMM yyyy} as far as the files know."
                );
            else
                foreach (var (membership, group) in groups)
                    Console.Out.WriteLine(
                        $"{group.Uid} {group.Name} ({group.TypeOn(day).Words()}) from {membership.From:yyyy-MM-dd} to {(membership.To is { } to ? $"{to:yyyy-MM-dd}" : "now")}: {Evidence.Words(membership)}"
                    );
            return 0;
        });
        return command;
    }

    private static int Answer(Snapshot snapshot, FileInfo file)
    {
        using var table = new Sources.Table(file.Name, File.ReadAllBytes(file.FullName));
        int urn = table.Column("urn"),
            on = table.Column("on");
        var refused = 0;
        using var writer = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        writer.Write("urn,on,uid,type\r\n");
        while (table.Read())
        {
            if (
                !Urn.TryParse(table.Text(urn), null, out var school)
                || table.Date(on) is not { } day
            )
            {
                table.Reject(urn, "a URN and a date as 2021-09-01");
                refused++;
                continue;
            }
            foreach (var membership in snapshot.MembershipsOf(school).Where(m => m.HoldsOn(day)))
                writer.Write(
                    $"{school},{day:yyyy-MM-dd},{membership.Uid},{snapshot.Find(membership.Uid)!.TypeOn(day).Words()}\r\n"
                );
        }
        if (refused > 0)
            Console.Error.WriteLine(
                $"{refused} rows of {file.Name} are no question; the first at line {table.Rejected[0].Line}."
            );
        return 0;
    }

    private static Command MovesOf()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var csv = new Option<bool>("--csv") { Description = "Answer as CSV (the default)." };
        var command = new Command(
            "moves",
            "Every move of a school from one academy trust to another."
        )
        {
            store,
            csv,
            json,
        };
        command.SetAction(parsed =>
        {
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var moves = Moves.In(snapshot);
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Snapshot = snapshot.Id,
                        Moves = moves.Select(m => new
                        {
                            Urn = m.Urn.Value,
                            NewUrn = m.NewUrn.Value,
                            FromUid = m.From.Value,
                            ToUid = m.To.Value,
                            m.Date,
                            Evidence = Evidence.Words(m.Evidence),
                        }),
                    }
                );
            else
            {
                using var writer = new StreamWriter(
                    Console.OpenStandardOutput(),
                    bufferSize: 1 << 16
                );
                writer.Write("urn,new urn,from uid,to uid,date,evidence\r\n");
                foreach (var m in moves)
                    writer.Write(
                        $"{m.Urn},{m.NewUrn},{m.From},{m.To},{m.Date:yyyy-MM-dd},{Evidence.Words(m.Evidence)}\r\n"
                    );
            }
            return 0;
        });
        return command;
    }
}
