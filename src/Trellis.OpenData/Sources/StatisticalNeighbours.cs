using Trellis.Places;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>The ten statistical neighbours of each local authority, a row a pair.</summary>
public sealed class StatisticalNeighbours : SourceFormat
{
    public override string Key => "statistical-neighbours";

    public override string Title => "Statistical neighbours of local authorities";

    public override bool Recognises(Header header) =>
        header.HasAll("LA number", "rank", "neighbour LA number");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        // statistical_neighbours_2025-05.csv: a year and a month.
        for (var at = 0; at + 7 <= file.Name.Length; at++)
            if (
                file.Name[at + 4] == '-'
                && int.TryParse(file.Name.AsSpan(at, 4), out var year)
                && int.TryParse(file.Name.AsSpan(at + 5, 2), out var month)
                && year is > 1990 and < 2100
                && month is >= 1 and <= 12
            )
                return Period.Of(new DateOnly(year, month, 1));
        return Period.Of(
            Dates.InName(file.Name)
                ?? throw new UnreadableSourceException(
                    file.Path,
                    "its month is not in its name (as 2025-05)."
                )
        );
    }

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int la = table.Column("LA number"),
            rank = table.Column("rank"),
            neighbour = table.Column("neighbour LA number"),
            closeness = table.Find("closeness");
        var list = new List<NeighbourStated>();
        while (table.Read())
        {
            if (!LaCode.TryParse(table.Text(la), null, out var code))
                table.Reject(la, "three digits");
            else if (!LaCode.TryParse(table.Text(neighbour), null, out var near))
                table.Reject(neighbour, "three digits");
            else if (table.Whole(rank) is not { } place)
                table.Reject(rank, "a rank");
            else
            {
                list.Add(
                    new(
                        period.Date,
                        code,
                        new StatisticalNeighbour(near, place, table.Text(closeness))
                    )
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.Neighbours.AddRange(list));
    }
}
