using System.CommandLine;
using System.Globalization;
using Trellis.Bench;
using Trellis.Procedures;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis bench ...</c>: figures measured, each beside a peer's in the same run where one exists.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var files = new Option<DirectoryInfo?>("--files")
        {
            Description =
                "The published files to import; without it ../shared/data/england where that is there.",
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long pages are asked.",
            DefaultValueFactory = _ => 60,
        };
        var country = new Command("country", "Import, cold start, likeness and pages.")
        {
            store,
            files,
            seconds,
            json,
        };
        country.SetAction(
            async (parsed, _) =>
            {
                var folder =
                    parsed.GetValue(files)?.FullName
                    ?? Path.GetFullPath(Path.Combine("..", "shared", "data", "england"));
                var asJson = parsed.GetValue(json);
                var timings = await Country.Run(
                    new SnapshotStore(parsed.GetValue(store)!.FullName),
                    folder,
                    parsed.GetValue(seconds),
                    asJson ? Console.Error : Console.Out
                );
                if (asJson)
                    Shared.Print(new { Timings = timings });
                return 0;
            }
        );
        return new Command("bench", "Figures against peers, measured in one run.")
        {
            country,
            Similar(),
            Flow(),
            Match(),
            Consultations(),
            Capacity(),
            Cases(),
            Meetings(),
            Closures(),
            Redactions(),
            Numerics(),
        };
    }

    private static Command Numerics()
    {
        var inputs = new Option<DirectoryInfo>("--inputs")
        {
            Description = "The folder of the reference inputs.",
            DefaultValueFactory = _ => new DirectoryInfo(
                Path.Combine("..", "shared", "reference", "effects")
            ),
        };
        var draws = new Option<int>("--draws")
        {
            Description = "How many data sets each simulation draws.",
            DefaultValueFactory = _ => 2_000,
        };
        var only = new Option<string?>("--only")
        {
            Description =
                $"One part alone: {string.Join(", ", NumericsBench.Parts.Keys)}; all of them without it.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "numerics",
            "Every method of evidence against the clock, its recorded peer, R where it is installed, and the truth where it is known; ends with 1 where a coverage is missed."
        )
        {
            inputs,
            draws,
            only,
            json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(inputs)!;
            if (!folder.Exists)
                return Shared.Refuse(2, $"There is no folder '{folder.FullName}'.");
            if (parsed.GetValue(draws) < 1)
                return Shared.Refuse(2, "--draws is 1 or more.");
            if (parsed.GetValue(only) is { } part && !NumericsBench.Parts.ContainsKey(part))
                return Shared.Refuse(
                    2,
                    $"'{part}' is no part. They are: {string.Join(", ", NumericsBench.Parts.Keys)}."
                );
            var asJson = parsed.GetValue(json);
            var bench = new NumericsBench(
                folder,
                parsed.GetValue(draws),
                asJson ? Console.Error : Console.Out
            );
            bench.Run(parsed.GetValue(only));
            if (asJson)
                Shared.Print(new { bench.Timings, bench.Coverages });
            return bench.Coverages.All(c => c.Reached) ? 0 : 1;
        });
        return command;
    }

    private static Command Consultations()
    {
        var json = Shared.AsJson();
        var days = new Option<int>("--days")
        {
            Description = "How many random days of 2015 to 2030.",
            DefaultValueFactory = _ => 10_000,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Which days: the same seed draws the same.",
            DefaultValueFactory = _ => 7,
        };
        var command = new Command(
            "consultations",
            "Consultation windows over random days, counted a second time; ends with 1 where one breaks a rule."
        )
        {
            days,
            seed,
            json,
        };
        command.SetAction(parsed =>
        {
            var counts = ConsultationBench.Run(parsed.GetValue(days), parsed.GetValue(seed));
            if (parsed.GetValue(json))
                Shared.Print(counts);
            else
                Console.Out.WriteLine(
                    $"{counts.Days:N0} days of 2015 to 2030: {counts.LetThrough:N0} windows let through, {counts.Refused:N0} refused, {counts.Proposed:N0} proposed. Of those let through or proposed {counts.OnAFriday:N0} open on a Friday, {counts.AtAWeekend:N0} at a weekend, {counts.InHolidays:N0} in holidays, {counts.InALastWeek:N0} in a last week, and {counts.TooShort:N0} are shorter than 20 school days."
                );
            return counts.Wrong == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command Redactions()
    {
        var json = Shared.AsJson();
        var documents = new Option<int>("--documents")
        {
            Description = "How many documents, each with 1 to 20 passages hidden.",
            DefaultValueFactory = _ => 1_000,
        };
        var late = new Option<int>("--late")
        {
            Description =
                "How many passages are hidden under load in the end, each timed until it is gone from both nodes.",
            DefaultValueFactory = _ => 20,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Which documents: the same seed draws the same.",
            DefaultValueFactory = _ => 8,
        };
        var server = new Option<string?>("--server")
        {
            Description =
                "An empty PostgreSQL database, as \"Host=...;Database=...\"; SQLite where nothing is said.",
        };
        var command = new Command(
            "redactions",
            "Random documents with words hidden, and everything that anybody can read looked through in every writing; ends with 1 where one is found."
        )
        {
            documents,
            late,
            seed,
            server,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var found = await RedactionBench.Run(
                    parsed.GetValue(documents),
                    parsed.GetValue(late),
                    parsed.GetValue(seed),
                    parsed.GetValue(server),
                    stop
                );
                if (parsed.GetValue(json))
                    Shared.Print(found);
                else
                    Console.WriteLine(
                        $"{found.Documents:N0} documents, {found.Redactions:N0} passages hidden; {found.Outputs:N0} public outputs of {found.Bytes / 1_000_000.0:N1} million letters looked through: {found.Hits} hits{(found.First is { } at ? $", the first in {at}" : "")}, {found.OtherMarkers} markers that tell of a length. {found.Late:N0} hidden under load were gone from both nodes within {found.SlowestSeconds:N1} s. {found.Seconds:N0} s"
                    );
                return found.Hits + found.OtherMarkers > 0 || found.SlowestSeconds > 60 ? 1 : 0;
            }
        );
        return command;
    }

    private static Command Meetings()
    {
        var json = Shared.AsJson();
        var walks = new Option<int>("--walks")
        {
            Description = "How many walks.",
            DefaultValueFactory = _ => 10_000,
        };
        var command = new Command(
            "meetings",
            "Random walks through meetings and the publication of their notes; ends with 1 where a state is illegal or a change is in no event."
        )
        {
            walks,
            json,
        };
        command.SetAction(parsed =>
        {
            var walked = MeetingsBench.Run(parsed.GetValue(walks));
            if (parsed.GetValue(json))
                Shared.Print(walked);
            else
                Console.WriteLine(
                    $"{walked.Walks:N0} walks, {walked.Done:N0} acts done, {walked.Refused:N0} refused, {walked.Stages} of {walked.OfStages} stages, {walked.Acts} of {walked.OfActs} kinds of acts, {walked.Illegal} illegal, {walked.Unjournalled} in no event, {walked.Seconds:N0} s"
                );
            return walked.Illegal + walked.Unjournalled > 0 ? 1 : 0;
        });
        return command;
    }

    private static Command Closures()
    {
        var json = Shared.AsJson();
        var command = new Command(
            "closures",
            "A fictional trust of 12 schools and one of 21 close in a real store, and the plan is made again after each change; ends with 1 where one takes more than five seconds."
        )
        {
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var runs = new List<(int Schools, IReadOnlyList<ClosureChange> Changes)>();
                foreach (var schools in new[] { 12, 21 })
                {
                    var folder = Directory.CreateTempSubdirectory("trellis-bench-").FullName;
                    try
                    {
                        runs.Add((schools, await ClosureBench.Run(schools, folder, stop)));
                    }
                    finally
                    {
                        Directory.Delete(folder, recursive: true);
                    }
                }
                if (parsed.GetValue(json))
                    Shared.Print(new { Runs = runs.Select(r => new { r.Schools, r.Changes }) });
                else
                    foreach (var (schools, changes) in runs)
                    {
                        Console.Out.WriteLine(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{schools} schools: the slowest of {changes.Count} plans took {changes.Max(c => c.Seconds):0.00} s; every school is decided."
                            )
                        );
                        foreach (var change in changes)
                            Console.Out.WriteLine(
                                string.Create(
                                    CultureInfo.InvariantCulture,
                                    $"  {change.Seconds, 5:0.00} s  {change.Placed} of {change.Of} placed, {(change.Proven ? "proven" : "not proven")}, {(change.Explained ? "explained in full" : "explained in part")}: {change.Change}"
                                )
                            );
                    }
                return runs.SelectMany(r => r.Changes).All(c => c.Seconds <= 5) ? 0 : 1;
            }
        );
        return command;
    }

    private static Command Cases()
    {
        var json = Shared.AsJson();
        var walks = new Option<int>("--walks")
        {
            Description = "How many walks through each procedure.",
            DefaultValueFactory = _ => 10_000,
        };
        var only = new Option<string?>("--procedure")
        {
            Description = "The id of one procedure; all of them without it.",
        };
        var command = new Command(
            "cases",
            "Random walks through every procedure in a real store; ends with 1 where a state is illegal or an act is not in the journal."
        )
        {
            walks,
            only,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                ProcedureId? one = null;
                if (parsed.GetValue(only) is { } id)
                {
                    if (
                        !ProcedureId.TryParse(id, null, out var known)
                        || !KnownProcedures.All.Any(p => p.Id == known && !p.ByRegister)
                    )
                    {
                        Console.Error.WriteLine(
                            $"There is no procedure '{id}' that can be walked through."
                        );
                        return 2;
                    }
                    one = known;
                }
                var asJson = parsed.GetValue(json);
                var (walked, unjournalled) = await CasesBench.Run(
                    Math.Max(1, parsed.GetValue(walks)),
                    one,
                    asJson ? Console.Error : Console.Out,
                    stop
                );
                if (asJson)
                    Shared.Print(new { Walked = walked, Unjournalled = unjournalled });
                return unjournalled > 0 || walked.Any(w => w.Illegal > 0) ? 1 : 0;
            }
        );
        return command;
    }

    private static Command Flow()
    {
        var json = Shared.AsJson();
        var command = new Command(
            "flow",
            "Cheapest flows and items in bins, the answers and times beside scipy's; ends with 1 where an answer differs."
        )
        {
            json,
        };
        command.SetAction(parsed =>
        {
            var asJson = parsed.GetValue(json);
            var folder = Country.BenchFolder();
            var (timings, equal) = FlowBench.Run(
                asJson ? Console.Error : Console.Out,
                folder is null ? null : Path.Combine(folder, "flow.py")
            );
            if (asJson)
                Shared.Print(new { Timings = timings, Equal = equal });
            return equal == false ? 1 : 0;
        });
        return command;
    }

    private static Command Match()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command("match", "The trusts of a day, and one school against them all.")
        {
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            var asJson = parsed.GetValue(json);
            var timings = PlacementsBench.Run(
                new SnapshotStore(parsed.GetValue(store)!.FullName),
                asJson ? Console.Error : Console.Out
            );
            if (asJson)
                Shared.Print(new { Timings = timings });
            return 0;
        });
        return command;
    }

    private static Command Capacity()
    {
        var runs = new Option<int>("--runs")
        {
            Description = "How many trusts, each with its own few places.",
            DefaultValueFactory = _ => 1000,
        };
        var connection = new Option<string?>("--casework")
        {
            Description =
                "An empty PostgreSQL database, as \"Host=...;Database=...\"; without it SQLite in a folder that is deleted again.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "capacity",
            "64 schools are offered the few places of a trust at once; ends with 1 where more is promised than was stated."
        )
        {
            runs,
            connection,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var asJson = parsed.GetValue(json);
                if (parsed.GetValue(runs) is < 1 or > 30_000)
                    return Shared.Refuse(2, "--runs is between 1 and 30,000.");
                var result = await CapacityBench.Run(
                    parsed.GetValue(connection),
                    parsed.GetValue(runs),
                    asJson ? Console.Error : Console.Out,
                    stop
                );
                if (asJson)
                    Shared.Print(result);
                return result.Exceeded == 0 ? 0 : 1;
            }
        );
        return command;
    }

    private static Command Similar()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var command = new Command(
            "similar",
            "The metric learned, all pairs, partner search and families."
        )
        {
            store,
            json,
        };
        command.SetAction(parsed =>
        {
            var asJson = parsed.GetValue(json);
            var (timings, peak) = LikenessBench.Run(
                new SnapshotStore(parsed.GetValue(store)!.FullName),
                asJson ? Console.Error : Console.Out
            );
            if (asJson)
                Shared.Print(new { Timings = timings, PeakMegabytes = peak });
            return 0;
        });
        return command;
    }
}
