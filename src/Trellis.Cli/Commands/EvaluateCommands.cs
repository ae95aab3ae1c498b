using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Evaluations;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis evaluate ...</c>: the registered studies on the snapshot of a store.</summary>
internal static class EvaluateCommands
{
    public static Command Create() =>
        new(
            "evaluate",
            "Registered studies of partnerships on published results: run them, and audit the method by placebo adoptions."
        )
        {
            Run(),
            EvaluateAudit.Create(),
            EvaluateTrusts.Create(),
        };

    /// <remarks>Exit codes: 0 done · 1 there is no snapshot here · 2 no such programme · 3 the store cannot be read or written.</remarks>
    private static Command Run()
    {
        var store = Shared.Store();
        var json = Shared.AsJson();
        var only = new Option<string?>("--programme")
        {
            Description = "One programme alone, as joining-a-trust; it is printed and not kept.",
        };
        var cores = new Option<int>("--cores")
        {
            Description =
                "How many studies run at a time at most; the answers do not depend on it.",
            DefaultValueFactory = _ => -1,
        };
        var command = new Command(
            "run",
            "Run every registered study on the published snapshot and keep the answers beside it."
        )
        {
            store,
            json,
            only,
            cores,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(store)!;
            IReadOnlyList<Programme> programmes = Programmes.All;
            if (parsed.GetValue(only) is { } slug)
            {
                if (Programmes.Find(slug) is not { } programme)
                {
                    Console.Error.WriteLine(
                        $"There is no programme '{slug}'. There are: {string.Join(", ", Programmes.All.Select(p => p.Slug))}."
                    );
                    return 2;
                }
                programmes = [programme];
            }
            var snapshot = new SnapshotStore(folder.FullName).Load();
            var clock = Stopwatch.StartNew();
            var book = StudyBook.Run(snapshot, programmes, cores: parsed.GetValue(cores));
            if (parsed.GetValue(only) is null)
                new StudyFiles(folder).Write(book);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(Shared.Told(book, clock.Elapsed));
                return 0;
            }
            foreach (var study in book.Studies)
                Console.WriteLine(
                    study.Overall is { } overall
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"{study.Programme}/{study.Id}: {overall.Effect:+0.000;-0.000} ({overall.Low:+0.000;-0.000} to {overall.High:+0.000;-0.000}) school SD; {study.Treated:N0} schools of {study.Groups:N0}, beside {study.Controls:N0}; rating {study.Rating?.Points}"
                        )
                        : $"{study.Programme}/{study.Id}: {study.NoAnswer}"
                );
            foreach (var pool in book.Pools)
                Console.WriteLine(
                    pool.Average is { } average
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"together, {pool.Family}: {average.Effect:+0.000;-0.000} ({average.Low:+0.000;-0.000} to {average.High:+0.000;-0.000}) school SD; {pool.Studies.Count} studies"
                        )
                        : $"together, {pool.Family}: {pool.NoAnswer}"
                );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{clock.Elapsed.TotalSeconds:0.0} seconds"
                )
            );
            return 0;
        });
        return command;
    }
}
