using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Assignment;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab assign</c>: generalised assignment on a file of the OR-Library, with how far it is proven.</summary>
internal static class LabAssign
{
    public static Command Create()
    {
        var gap = Shared.Required<FileInfo>(
            "--gap",
            "Agents and jobs, values and loads by agent, capacities: the OR-Library's format."
        );
        var maximise = new Option<bool>("--maximise")
        {
            Description = "The values are worth, not costs: their sum is to be the most.",
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long to go on while nothing better is ruled out.",
            DefaultValueFactory = _ => 10,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same plan, unless time runs out.",
            DefaultValueFactory = _ => 1,
        };
        var problem = new Option<int?>("--problem")
        {
            Description = "Which one, from 1, of a file that holds several.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "assign",
            "Jobs to agents within capacities, each job once: the best plan, its bound, and whether it is proven."
        )
        {
            gap,
            maximise,
            seconds,
            seed,
            problem,
            json,
        };
        command.SetAction(
            (parsed, stop) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(gap)!,
                        parsed.GetValue(maximise),
                        parsed.GetValue(seconds),
                        parsed.GetValue(seed),
                        parsed.GetValue(problem),
                        parsed.GetValue(json),
                        stop
                    )
                )
        );
        return command;
    }

    private static int Run(
        FileInfo file,
        bool maximise,
        double seconds,
        int seed,
        int? which,
        bool asJson,
        CancellationToken stop
    )
    {
        if (!(seconds > 0 && seconds <= 1e6))
            return Shared.Refuse(
                2,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--seconds is more than 0 and at most 1,000,000; it was {seconds}."
                )
            );
        IReadOnlyList<GeneralisedProblem> problems;
        try
        {
            using var text = file.OpenText();
            problems = OrLibrary.Read(text, file.Name, maximise);
        }
        catch (Exception wrong)
            when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Shared.Refuse(2, wrong.Message);
        }
        if (which is null && problems.Count > 1)
            return Shared.Refuse(
                2,
                $"{file.Name} holds {problems.Count} problems: say which with --problem 1 to {problems.Count}."
            );
        if (which is { } k && (k < 1 || k > problems.Count))
            return Shared.Refuse(
                2,
                $"--problem is 1 to {problems.Count} in {file.Name}; it was {k}."
            );
        var started = Stopwatch.GetTimestamp();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        time.CancelAfter(TimeSpan.FromSeconds(seconds));
        var answer = GeneralisedAssignment.Solve(problems[(which ?? 1) - 1], seed, time.Token);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var why = Why(answer);
        if (asJson)
            Shared.Print(
                new
                {
                    answer.Value,
                    answer.Bound,
                    answer.Gap,
                    answer.Optimal,
                    Seconds = took,
                    Assignment = answer.Value is null ? null : answer.Plan.Select(a => a + 1),
                    answer.Infeasible,
                    Conflict = answer.Conflict.Select(job => job + 1),
                    Why = why,
                }
            );
        if (answer.Value is null)
            return Shared.Refuse(1, why!);
        if (!asJson)
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{answer.Value} ({(answer.Optimal ? "proven the best" : $"not proven: the best is at {(maximise ? "most" : "least")} {answer.Bound}, {answer.Gap:P3} away")}), {took:0.00} s\n{string.Join(' ', answer.Plan.Select(a => a + 1))}"
                )
            );
        return 0;
    }

    /// <summary>Why there is no plan, or null where there is one.</summary>
    private static string? Why(GeneralisedAnswer answer)
    {
        if (answer.Value is not null)
            return null;
        if (!answer.Infeasible)
            return "No feasible plan was found in the time, and none was ruled out.";
        return answer.Conflict is [var job]
            ? $"No plan exists: job {job + 1} fits no agent."
            : $"No plan exists: jobs {string.Join(", ", answer.Conflict.Select(j => j + 1))} cannot all be placed{(answer.ConflictIsIrreducible ? ", though all of them but any one can" : "")}.";
    }
}
