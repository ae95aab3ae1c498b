using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Evaluations;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis evaluate audit</c>: treatments that never were on the real panel.</summary>
internal static class EvaluateAudit
{
    /// <remarks>Exit codes: 0 done · 1 there is no snapshot here · 2 no such outcome, or fewer than 1 draw · 3 the store cannot be read or written.</remarks>
    public static Command Create()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var draws = new Option<int>("--draws")
        {
            Description =
                "How many treatments are dealt in each case; 2,000 know a coverage within 1 %.",
            DefaultValueFactory = _ => 2_000,
        };
        var only = new Option<string?>("--outcome")
        {
            Description =
                "One outcome alone, as ks2; those of as many draws on the same snapshot that were done before are kept beside it.",
        };
        var schools = new Option<int>("--schools")
        {
            Description = "How many of the never treated schools a draw takes at most.",
            DefaultValueFactory = _ => StudyAudit.MostSchools,
        };
        var cores = new Option<int>("--cores")
        {
            Description = "On how many cores at most; the answer does not depend on it.",
            DefaultValueFactory = _ => -1,
        };
        var command = new Command(
            "audit",
            "Deal treatments that never were on the real schools and look at what the method makes of them; kept beside the studies."
        )
        {
            store,
            json,
            draws,
            only,
            schools,
            cores,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(store)!;
            if (Shared.Asked(parsed, only) is not { } asked)
                return 2;
            if (parsed.GetValue(draws) < 1)
                return Shared.Refuse(2, "Draws are 1 or more.");
            var snapshot = new SnapshotStore(folder.FullName).Load();
            var clock = Stopwatch.StartNew();
            var quiet = parsed.GetValue(json);
            var kept = new EvaluationFile<StudyAudit>(folder, StudyAudit.Kind);
            StudyAudit? made = null;
            // An audit of all takes the better part of an hour: what is done stays if it is broken off.
            foreach (var outcome in asked)
            {
                made = StudyAudit
                    .Run(
                        snapshot,
                        parsed.GetValue(draws),
                        outcome.Id,
                        Math.Max(1, parsed.GetValue(schools)),
                        parsed.GetValue(cores) is var most and not 0 ? most : -1,
                        one =>
                        {
                            if (!quiet)
                                Write(one, clock.Elapsed.TotalSeconds);
                        }
                    )
                    .Beside(made);
                kept.Write(snapshot.Id, made.Beside(kept.Of(snapshot.Id)));
            }
            if (quiet)
                Console.Out.WriteLine(Shared.Told(made!, clock.Elapsed));
            else
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{clock.Elapsed.TotalSeconds:0.0} seconds, {Environment.CpuUsage.TotalTime.TotalSeconds:0.0} of a core"
                    )
                );
            return 0;
        });
        return command;
    }

    private static void Write(OutcomeAudit one, double seconds)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Outcome} {one.Phase}: {one.NoAnswer ?? $"{one.Drawn:N0} of {one.Schools:N0} never treated schools a draw, {one.Years.Count} years; {seconds:0.0} seconds so far"}"
            )
        );
        foreach (var line in one.Lines)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {line.Case, -14}{(line.IsJudged ? " " : "*")} treated {line.Treated, 5:0} planted {line.Planted:0.00} dip {line.Dip:0.00} answered {line.Answered}/{line.Draws} bias {line.Bias:+0.0000;-0.0000;0.0000} spread {line.Spread:0.0000} error {line.MeanStandardError:0.0000} coverage {line.Coverage:0.000} band {line.BandCoverage:0.000} size {line.Size:0.000} power .05 {line.PowerSmall:0.000} .15 {line.Power:0.000} detectable {line.Detectable:0.000} detected {line.Detected} coverage {line.DetectedCoverage:0.000} bias {line.DetectedBias:+0.0000;-0.0000;0.0000}"
                )
            );
    }
}
