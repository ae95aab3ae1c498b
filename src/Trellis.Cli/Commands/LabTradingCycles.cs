using System.CommandLine;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab trading-cycles</c>: swaps that leave nobody worse off.</summary>
internal static class LabTradingCycles
{
    public static Command Create()
    {
        var preferences = Shared.Required<FileInfo>(
            "--preferences",
            "A JSON with agents, what each owns and would rather have: docs/formats/markets.md."
        );
        var seed = Shared.TieSeed();
        var json = Shared.AsJson();
        var command = new Command(
            "trading-cycles",
            "Swaps of what people have for what they would rather have, by top trading cycles."
        )
        {
            preferences,
            seed,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(preferences)!;
            if (!path.Exists)
                return Shared.Refuse(2, $"There is no file '{path.FullName}'.");
            var file = TradingFile.Read(
                path.Name,
                File.ReadAllBytes(path.FullName),
                parsed.GetValue(seed)
            );
            var plan = file.Plan();
            var agents = Enumerable.Range(0, file.Agents.Count).ToArray();
            string[][] cycles =
            [
                .. plan.Cycles.Select(cycle => cycle.Select(a => file.Agents[a]).ToArray()),
            ];
            string[] unmatched =
            [
                .. agents.Where(a => plan.BinOf[a] < 0).Select(a => file.Agents[a]),
            ];
            if (parsed.GetValue(json))
            {
                Shared.Print(
                    new
                    {
                        Matching = agents
                            .Where(a => plan.BinOf[a] >= 0)
                            .ToDictionary(a => file.Agents[a], a => file.Items[plan.BinOf[a]]),
                        Cycles = cycles,
                        Unmatched = unmatched,
                        Ties = new { Broken = file.Ties, Seed = parsed.GetValue(seed) },
                        file.Cleaned,
                    }
                );
                return 0;
            }
            foreach (var agent in agents.Where(a => plan.BinOf[a] >= 0))
                Console.Out.WriteLine($"{file.Agents[agent]}: {file.Items[plan.BinOf[agent]]}");
            foreach (var cycle in cycles)
                Console.Out.WriteLine(
                    cycle.Length == 1
                        ? $"cycle: {cycle[0]} keeps or takes its own claim"
                        : $"cycle: {string.Join(" -> ", cycle)} -> {cycle[0]}"
                );
            if (unmatched.Length > 0)
                Console.Out.WriteLine($"nothing: {string.Join(", ", unmatched)}");
            foreach (var remark in file.Cleaned)
                Console.Out.WriteLine($"cleaned: {remark}");
            return 0;
        });
        return command;
    }
}
