using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Trellis.Lab;

namespace Trellis.Commands;

/// <summary><c>trellis lab flow</c>: the cheapest flow through a network, exactly and with prices that prove it.</summary>
internal static class LabFlow
{
    public static Command Create()
    {
        var instance = Shared.Required<FileInfo>(
            "--instance",
            "A JSON with nodes and arcs: docs/formats/markets.md."
        );
        var json = Shared.AsJson();
        var command = new Command(
            "flow",
            "The cheapest flow from where there is too much to where there is too little."
        )
        {
            instance,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(instance)!;
            if (!path.Exists)
                return Shared.Refuse(2, $"There is no file '{path.FullName}'.");
            var file = FlowFile.Read(path.Name, File.ReadAllBytes(path.FullName));
            var answer = file.Solve(path.Name);
            // A sum over many arcs can need more than 64 bits; JSON has no limit.
            var cost = answer.Cost.ToString(CultureInfo.InvariantCulture);
            if (parsed.GetValue(json))
            {
                Shared.Print(
                    new
                    {
                        answer.Feasible,
                        Cost = JsonNode.Parse(cost),
                        answer.Undelivered,
                        Flows = file.Arcs.Select(
                            (arc, a) =>
                                new
                                {
                                    From = file.Nodes[arc.From],
                                    To = file.Nodes[arc.To],
                                    Flow = answer.Flow(a),
                                    arc.Cost,
                                }
                        ),
                        Prices = Enumerable
                            .Range(0, file.Nodes.Count)
                            .ToDictionary(n => file.Nodes[n], answer.Price),
                    }
                );
                return 0;
            }
            Console.Out.WriteLine(
                answer.Feasible
                    ? $"cost {cost}; everything is delivered"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"not feasible: {answer.Undelivered} units cannot be delivered; what is carried costs {cost}"
                    )
            );
            for (var a = 0; a < file.Arcs.Count; a++)
                if (answer.Flow(a) != 0)
                    Console.Out.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{file.Nodes[file.Arcs[a].From]} -> {file.Nodes[file.Arcs[a].To]}: {answer.Flow(a)} at {file.Arcs[a].Cost}"
                        )
                    );
            return 0;
        });
        return command;
    }
}
