using System.CommandLine;
using System.Diagnostics;
using Trellis.Groups;
using Trellis.Placements;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis lab closure</c>: the schools of a closing trust placed all at once, with the proof and the reasons.</summary>
internal static class LabClosure
{
    // Of the seconds given: placing as many as can be ends after the first share, the best worst rank after the second.
    private const double PlacingShare = .25;
    private const double RankingShare = .5;

    // Of those for explanations: until when conflicts, other plans and prices are sought; displacements have the rest.
    private const double ConflictsShare = .35;
    private const double AlternativesShare = .5;
    private const double PricesShare = .8;

    // No plan is worth more waiting, and no clock counts without an end.
    private const int Day = 86_400;

    public static Command Create()
    {
        var instance = new Option<FileInfo?>("--instance")
        {
            Description = "The schools, trusts, places and rules (docs/formats/closure.md).",
        };
        var store = Shared.Store();
        var trust = new Option<string?>("--trust")
        {
            Description = "In place of --instance: a trust of the store by its UID.",
        };
        var on = new Option<DateOnly?>("--on")
        {
            Description = "With --trust: as it stood on a day, as 2017-10-01.",
        };
        var write = new Option<FileInfo?>("--write-instance")
        {
            Description =
                "With --trust: also writes the instance, to be changed and planned again.",
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long the plan may take.",
            DefaultValueFactory = _ => 5,
        };
        var explain = new Option<double>("--explain-seconds")
        {
            Description =
                "How long making the plan again may take, for what each rule costs and for other plans.",
            DefaultValueFactory = _ => 20,
        };
        var planOnly = new Option<bool>("--plan-only")
        {
            Description = "Nothing is made again: no prices, no other plans.",
        };
        var seed = new Option<ulong>("--seed") { Description = "The same seed plans the same." };
        var json = Shared.AsJson();
        var command = new Command(
            "closure",
            "Places the schools of a closing trust all at once, and says why and at what price."
        )
        {
            instance,
            store,
            trust,
            on,
            write,
            seconds,
            explain,
            planOnly,
            seed,
            json,
        };
        command.SetAction(parsed =>
        {
            if (
                parsed.GetValue(seconds) is not (> 0 and <= Day)
                || parsed.GetValue(explain) is not (>= 0 and <= Day)
            )
                return Shared.Refuse(
                    2,
                    $"--seconds is above 0, --explain-seconds 0 or more; neither is above {Day} (a day)."
                );
            ClosingTrust? closing = null;
            ClosureFile read;
            if (parsed.GetValue(instance) is { } file)
            {
                if (parsed.GetValue(trust) is not null || parsed.GetValue(write) is not null)
                    return Shared.Refuse(2, "Give --instance, or --trust and --on, not both.");
                if (!file.Exists)
                    return Shared.Refuse(2, $"There is no file '{file.FullName}'.");
                read = ClosureFile.Read(file.Name, File.ReadAllBytes(file.FullName));
            }
            else
            {
                if (
                    !Uid.TryParse(parsed.GetValue(trust), null, out var uid)
                    || parsed.GetValue(on) is not { } day
                )
                    return Shared.Refuse(
                        2,
                        "Give --instance FILE.json, or --trust UID and --on 2017-10-01."
                    );
                var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
                closing = ClosingTrust.Of(snapshot, uid, day);
                if (closing is null)
                    return Shared.Refuse(
                        1,
                        $"No academy trust with the UID {uid} had a school on {day:yyyy-MM-dd}."
                    );
                read = new ClosureFile(closing.Instance, []);
                if (parsed.GetValue(write) is { } to)
                    File.WriteAllText(to.FullName, ClosureFile.Write(closing.Instance));
            }
            var answer = Answer(
                read.Instance,
                parsed.GetValue(seed),
                parsed.GetValue(seconds),
                parsed.GetValue(planOnly) ? 0 : parsed.GetValue(explain)
            );
            if (parsed.GetValue(json))
                Shared.Print(ClosureJson.Of(answer, read.Cleaned, closing));
            else
                ClosureText.Write(answer, read.Cleaned, closing, Console.Out);
            return 0;
        });
        return command;
    }

    /// <summary>The plan and its report within so many seconds each; 0 for the second makes nothing again.</summary>
    public static ClosureAnswer Answer(
        ClosureInstance instance,
        ulong seed,
        double seconds,
        double explain
    )
    {
        var watch = Stopwatch.StartNew();
        using var placing = Ending(seconds * PlacingShare);
        using var ranking = Ending(seconds * RankingShare);
        using var valuing = Ending(seconds);
        var plan = ClosurePlan.Of(
            instance,
            seed,
            new ClosureTime(placing.Token, ranking.Token, valuing.Token)
        );
        var planned = watch.Elapsed.TotalSeconds;
        if (explain <= 0)
            return new(plan, ClosureReport.Brief(plan, seed), planned, watch.Elapsed.TotalSeconds);
        using var conflicts = Ending(explain * ConflictsShare);
        using var alternatives = Ending(explain * AlternativesShare);
        using var prices = Ending(explain * PricesShare);
        using var whole = Ending(explain);
        var each = new List<CancellationTokenSource>();
        try
        {
            var report = ClosureReport.Of(
                plan,
                seed,
                new ExplanationTime(
                    () =>
                    {
                        var one = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                        // One plan made again never takes more than a small part of all.
                        one.CancelAfter(TimeSpan.FromSeconds(explain / 20));
                        each.Add(one);
                        return one.Token;
                    },
                    whole.Token
                )
                {
                    Conflicts = conflicts.Token,
                    Alternatives = alternatives.Token,
                    Prices = prices.Token,
                }
            );
            return new(plan, report, planned, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            foreach (var one in each)
                one.Dispose();
        }
    }

    private static CancellationTokenSource Ending(double seconds) =>
        new(TimeSpan.FromSeconds(seconds));
}

/// <summary>A plan with its report, and how long both took.</summary>
/// <param name="PlanSeconds">For the plan alone.</param>
/// <param name="Seconds">With the report.</param>
internal sealed record ClosureAnswer(
    ClosurePlan Plan,
    ClosureReport Report,
    double PlanSeconds,
    double Seconds
);
