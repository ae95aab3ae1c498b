using System.Globalization;
using System.Text.Json;
using Trellis.Assignment;
using Trellis.Sources;

namespace Trellis.Lab;

/// <summary>A network with what is given and taken, as one file, for "lab flow": docs/formats/markets.md.</summary>
public sealed record FlowFile(Names Nodes, IReadOnlyList<FlowArc> Arcs, MinCostFlow Flow)
{
    // Far below 64 bits, so that no sum of what a file can say leaves them.
    private const long Most = 1_000_000_000_000;

    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableSourceException">It is no JSON, or says what cannot be; a line for each such thing, where and why.</exception>
    public static FlowFile Read(string file, ReadOnlySpan<byte> json)
    {
        var reading = new FileReading();
        var root = LinedJson.Read(file, json);
        var fields = reading.Fields(root, "the file", ["nodes", "arcs"], [], passOver: false);
        var (nodes, supplies) = ReadNodes(reading, fields.GetValueOrDefault("nodes"));
        var arcs = ReadArcs(reading, fields.GetValueOrDefault("arcs"), nodes);
        if (!reading.AnyRefused && nodes.Count == 0)
            reading.Refuse(root, "there are no nodes.");
        var total = supplies.Sum();
        if (!reading.AnyRefused && total != 0)
            reading.Refuse(
                fields["nodes"],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the supplies add up to {total}; what is given and what is taken have to be equal."
                )
            );
        reading.End(file);
        var flow = new MinCostFlow(nodes.Count);
        for (var n = 0; n < nodes.Count; n++)
            flow.Supply(n, supplies[n]);
        foreach (var arc in arcs)
            flow.Add(arc.From, arc.To, arc.Capacity, arc.Cost, arc.AtLeast);
        return new FlowFile(nodes, arcs, flow);
    }

    /// <exception cref="UnreadableSourceException">There is no cheapest flow, or it cannot be reckoned in 64 bits.</exception>
    public FlowAnswer Solve(string file)
    {
        try
        {
            return Flow.Solve();
        }
        catch (InvalidOperationException wrong)
        {
            throw new UnreadableSourceException(file, wrong.Message, wrong);
        }
    }

    private static (Names, List<long>) ReadNodes(FileReading reading, LinedJson? at)
    {
        var (names, supplies) = (new Names("node"), new List<long>());
        if (at is null)
            return (names, supplies);
        foreach (var entry in reading.Items(at, "nodes"))
        {
            var fields = reading.Fields(entry, "a node", ["id"], ["supply"], passOver: false);
            if (!fields.TryGetValue("id", out var id))
                continue;
            if (id.Kind != JsonTokenType.String || string.IsNullOrWhiteSpace(id.Text))
                reading.Refuse(
                    id,
                    $"the name of a node in quotes is expected; there is {id.Words}."
                );
            else if (!names.Add(id.Text, entry))
                reading.Refuse(
                    id,
                    $"node '{id.Text}' is there twice, first in line {names.At(id.Text).Line}."
                );
            else
                supplies.Add(
                    fields.TryGetValue("supply", out var supply)
                        ? Whole(reading, supply, "supply", -Most)
                        : 0
                );
        }
        return (names, supplies);
    }

    private static List<FlowArc> ReadArcs(FileReading reading, LinedJson? at, Names nodes)
    {
        var arcs = new List<FlowArc>();
        if (at is null)
            return arcs;
        foreach (var entry in reading.Items(at, "arcs"))
        {
            var fields = reading.Fields(
                entry,
                "an arc",
                ["from", "to", "cost"],
                ["capacity", "atLeast"],
                passOver: false
            );
            var (from, to) = (
                Node(reading, fields, "from", nodes),
                Node(reading, fields, "to", nodes)
            );
            if (from >= 0 && from == to)
                reading.Refuse(entry, $"the arc leads from '{nodes[from]}' to itself.");
            var cost = fields.TryGetValue("cost", out var stated)
                ? Whole(reading, stated, "cost", -Most)
                : 0;
            var atLeast = fields.TryGetValue("atLeast", out var least)
                ? Whole(reading, least, "atLeast", 0)
                : 0;
            // An arc without a capacity, or with null, carries any amount.
            var capacity =
                fields.TryGetValue("capacity", out var most) && most.Kind != JsonTokenType.Null
                    ? Whole(reading, most, "capacity", 0)
                    : MinCostFlow.Unlimited;
            if (atLeast > capacity)
                reading.Refuse(
                    entry,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the arc carries at least {atLeast} and at most {capacity}, which cannot be."
                    )
                );
            if (from >= 0 && to >= 0)
                arcs.Add(new FlowArc(from, to, capacity, cost, atLeast));
        }
        return arcs;
    }

    private static int Node(
        FileReading reading,
        Dictionary<string, LinedJson> fields,
        string field,
        Names nodes
    )
    {
        if (!fields.TryGetValue(field, out var at))
            return -1;
        var node = at.Kind == JsonTokenType.String ? nodes.Find(at.Text) : -1;
        if (at.Kind != JsonTokenType.String)
            reading.Refuse(at, $"the name of a node in quotes is expected; there is {at.Words}.");
        else if (node < 0)
            reading.Refuse(at, $"'{at.Text}' is no node of this file.");
        return node;
    }

    private static long Whole(FileReading reading, LinedJson at, string field, long least)
    {
        if (at.Number is not { } number || !double.IsInteger(number))
            reading.Refuse(at, $"{field} is a whole number; there is {at.Words}.");
        else if (number < least || number > Most)
            reading.Refuse(
                at,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{field} is {least} to {Most}; there is {at.Words}."
                )
            );
        else
            return (long)number;
        return 0;
    }
}

/// <summary>One way of a <see cref="FlowFile"/>, by the numbers of its nodes.</summary>
public readonly record struct FlowArc(int From, int To, long Capacity, long Cost, long AtLeast);
