using System.Text.Json;
using Trellis.Assignment;
using Trellis.Placements;
using Trellis.Sources;

namespace Trellis.Lab;

/// <summary>Who has what and would rather have what, as one file, for "lab trading-cycles": docs/formats/markets.md.</summary>
public sealed record TradingFile(
    Names Agents,
    Names Items,
    IReadOnlyList<IReadOnlyList<int>> Lists,
    IReadOnlyList<int> Owns,
    IReadOnlyList<int> Places,
    IReadOnlyList<int> Order,
    int Ties,
    IReadOnlyList<FileRemark> Cleaned
)
{
    /// <param name="file">Its name, for messages.</param>
    /// <param name="seed">Of the published order that breaks ties and says who is first to trade and to claim free places.</param>
    /// <exception cref="UnreadableSourceException">It is no JSON, or says what cannot be; a line for each such thing, where and why.</exception>
    public static TradingFile Read(string file, ReadOnlySpan<byte> json, long seed)
    {
        var reading = new FileReading();
        var root = LinedJson.Read(file, json);
        var fields = reading.Fields(
            root,
            "the file",
            ["agents", "owns"],
            ["places"],
            passOver: true
        );
        var agents = reading.Named(fields.GetValueOrDefault("agents"), "agent");
        var (items, places) = ReadItems(reading, fields);
        var owns = Owners(reading, fields.GetValueOrDefault("owns"), agents, items);
        var lists = new PreferenceLists(reading, agents, items);
        Room(reading, fields, items, owns, places);
        reading.End(file);
        return new TradingFile(
            agents,
            items,
            lists.Strict(PublishedOrder.Of(items.All, seed)),
            owns,
            places,
            PublishedOrder.Of(agents.All, seed),
            lists.Ties,
            reading.Cleaned
        );
    }

    public TradingPlan Plan() => TopTradingCycles.Swap(Lists, Owns, Places, Order);

    // Without "places" there is one of everything that somebody owns.
    private static (Names Items, int[] Places) ReadItems(
        FileReading reading,
        Dictionary<string, LinedJson> fields
    )
    {
        if (fields.GetValueOrDefault("places") is { } stated)
        {
            var named = reading.Named(stated, "item");
            var places = new int[named.Count];
            for (var i = 0; i < named.Count; i++)
                if (named.Places[i].Whole is not { } whole)
                    reading.Refuse(
                        named.Places[i],
                        $"a whole number of places is expected; there is {named.Places[i].Words}."
                    );
                else if (whole < 0)
                    reading.Refuse(
                        named.Places[i],
                        $"'{named[i]}' has {whole} places; the least is 0."
                    );
                else
                    places[i] = whole;
            return (named, places);
        }
        var items = new Names("item");
        foreach (var (_, owned) in fields.GetValueOrDefault("owns")?.Fields ?? [])
            if (owned.Kind == JsonTokenType.String)
                items.Add(owned.Text, owned);
        var one = new int[items.Count];
        Array.Fill(one, 1);
        return (items, one);
    }

    private static int[] Owners(FileReading reading, LinedJson? at, Names agents, Names items)
    {
        var owns = new int[agents.Count];
        Array.Fill(owns, -1);
        if (at is null)
            return owns;
        var owners = reading.Named(at, "agent");
        for (var i = 0; i < owners.Count; i++)
        {
            var owned = owners.Places[i];
            if (owned.Kind != JsonTokenType.String)
                reading.Refuse(
                    owned,
                    $"the name of what '{owners[i]}' owns is expected in quotes; there is {owned.Words}."
                );
            else if (agents.Find(owners[i]) is var agent && agent < 0)
                reading.Refuse(
                    owned,
                    $"'{owners[i]}' is no agent of this file, so nobody can say whether '{owned.Text}' may be traded."
                );
            else if (items.Find(owned.Text) is var item && item < 0)
                reading.Refuse(owned, $"places does not say how many '{owned.Text}' there are.");
            else
                owns[agent] = item;
        }
        return owns;
    }

    private static void Room(
        FileReading reading,
        Dictionary<string, LinedJson> fields,
        Names items,
        int[] owns,
        int[] places
    )
    {
        var inside = new int[items.Count];
        foreach (var item in owns)
            if (item >= 0)
                inside[item]++;
        for (var i = 0; i < items.Count; i++)
            if (inside[i] > places[i])
                reading.Refuse(
                    items.Places[i],
                    fields.ContainsKey("places")
                        ? $"{inside[i]} agents own '{items[i]}', of which there are {places[i]}."
                        : $"{inside[i]} agents own '{items[i]}'; where there are several of an item, say in places how many."
                );
    }
}
