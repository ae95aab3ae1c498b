using System.CommandLine;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab residents</c>: the stable matching of a file of preferences.</summary>
internal static class LabResidents
{
    public static Command Create()
    {
        var preferences = Shared.Required<FileInfo>(
            "--preferences",
            "A JSON with residents, hospitals and capacities: docs/formats/markets.md."
        );
        var proposing = new Option<string>("--proposing")
        {
            Description =
                "Whose best stable matching is asked for: residents, who then cannot gain by a false list, or hospitals.",
            DefaultValueFactory = _ => "residents",
        };
        proposing.AcceptOnlyFromAmong("residents", "hospitals");
        var seed = Shared.TieSeed();
        var json = Shared.AsJson();
        var command = new Command(
            "residents",
            "Who goes where so that no two would rather have each other, by deferred acceptance."
        )
        {
            preferences,
            proposing,
            seed,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(preferences)!;
            if (!path.Exists)
                return Shared.Refuse(2, $"There is no file '{path.FullName}'.");
            var side = parsed.GetValue(proposing)!;
            var file = ResidentsFile.Read(
                path.Name,
                File.ReadAllBytes(path.FullName),
                parsed.GetValue(seed)
            );
            var market = file.Market;
            var matching =
                side == "residents" ? market.ResidentsPropose() : market.HospitalsPropose();
            var blocking = market.BlockingPairs(matching.HospitalOf).Count;
            var unmatched = Enumerable
                .Range(0, file.Residents.Count)
                .Where(r => matching.HospitalOf[r] < 0)
                .Select(r => file.Residents[r])
                .ToArray();
            string[][] residentsOf =
            [
                .. matching.ResidentsOf.Select(list =>
                    list.Select(r => file.Residents[r]).ToArray()
                ),
            ];
            if (parsed.GetValue(json))
            {
                Shared.Print(
                    new
                    {
                        Matching = Enumerable
                            .Range(0, residentsOf.Length)
                            .ToDictionary(h => file.Hospitals[h], h => residentsOf[h]),
                        Unmatched = unmatched,
                        BlockingPairs = blocking,
                        Proposing = side,
                        Ties = new { Broken = file.Ties, Seed = parsed.GetValue(seed) },
                        file.Cleaned,
                    }
                );
                return 0;
            }
            for (var h = 0; h < residentsOf.Length; h++)
                Console.Out.WriteLine(
                    $"{file.Hospitals[h]} ({residentsOf[h].Length} of {file.Capacities[h]} places): {string.Join(", ", residentsOf[h])}"
                );
            Console.Out.WriteLine(
                $"unmatched: {(unmatched.Length == 0 ? "nobody" : string.Join(", ", unmatched))}"
            );
            Console.Out.WriteLine($"blocking pairs: {blocking}; ties broken: {file.Ties}");
            foreach (var remark in file.Cleaned)
                Console.Out.WriteLine($"cleaned: {remark}");
            return 0;
        });
        return command;
    }
}
