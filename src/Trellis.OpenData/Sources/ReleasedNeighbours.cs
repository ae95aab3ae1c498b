using Trellis.Publications;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>The similar schools as the last release of Trellis published them: a neighbour stays in the next release while it is near enough.</summary>
public sealed class ReleasedNeighbours : SourceFormat
{
    public override string Key => "neighbours";

    public override string Title => "Similar schools";

    public override string Publisher => "Trellis";

    public override bool Recognises(Header header) =>
        header.HasAll("method", "phase", "urn", "neighbour", "rank");

    /// <summary>The rows carry no date: it stands in the name, as trellis_neighbours_2026-09-01.csv.</summary>
    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        for (var at = 0; at + 10 <= file.Name.Length; at++)
            if (
                DateOnly.TryParseExact(
                    file.Name.AsSpan(at, 10),
                    "yyyy-MM-dd",
                    System.Globalization.CultureInfo.InvariantCulture,
                    System.Globalization.DateTimeStyles.None,
                    out var named
                )
            )
                return Period.Of(named);
        return Period.Of(
            Dates.InName(file.Name)
                ?? throw new UnreadableSourceException(
                    file.Path,
                    "its date is not in its name (as trellis_neighbours_2026-09-01.csv)."
                )
        );
    }

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int method = table.Column("method"),
            phase = table.Column("phase"),
            urn = table.Column("urn"),
            neighbour = table.Column("neighbour"),
            rank = table.Column("rank");
        var lists = new Dictionary<(string, string), List<(int Urn, int Rank, int Neighbour)>>();
        while (table.Read())
        {
            if (table[method].IsEmpty)
                table.Reject(method, "the name of a method");
            else if (table.Text(phase) is not ("primary" or "secondary" or "special"))
                table.Reject(phase, "primary, secondary or special");
            else if (table.Whole(urn) is not { } own || !IsUrn(own))
                table.Reject(urn, "a URN");
            else if (table.Whole(neighbour) is not { } other || !IsUrn(other) || other == own)
                table.Reject(neighbour, "the URN of another school");
            else if (table.Whole(rank) is not > 0)
                table.Reject(rank, "a rank, from 1");
            else
            {
                var key = (table.Text(method), table.Text(phase));
                if (!lists.TryGetValue(key, out var list))
                    lists[key] = list = [];
                list.Add((own, table.Whole(rank)!.Value, other));
                table.Keep();
            }
        }
        var packed = lists.Select(l => Pack(l.Key.Item1, l.Key.Item2, l.Value)).ToArray();
        harvest.Add(h => h.Released.Add((period.Date, packed)));

        static bool IsUrn(int number) => number is >= Urn.Smallest and <= Urn.Largest;
    }

    private static PublishedLists Pack(
        string method,
        string phase,
        List<(int Urn, int Rank, int Neighbour)> rows
    )
    {
        rows.Sort();
        var urns = new List<int>();
        var counts = new List<int>();
        foreach (var row in rows)
        {
            if (urns is [.., var last] && last == row.Urn)
                counts[^1]++;
            else
            {
                urns.Add(row.Urn);
                counts.Add(1);
            }
        }
        return new PublishedLists(
            method,
            phase,
            [.. urns],
            [.. counts],
            [.. rows.Select(r => r.Neighbour)]
        );
    }
}
